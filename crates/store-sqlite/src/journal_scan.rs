//! Reading many events in order. The first page is read, decoded and handed out on the caller's thread; behind it, what was read is decoded by
//! a second thread while the caller's reads on, since decoding is more than half of the work of a start. It leaves out single conversations.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use domain::{Recorded, Seq};
use store::ReadError;

use crate::journal_reader::{Checked, SqliteJournalReader, recorded};

/// Pages that may wait to be decoded, or to be handed out.
const PAGES_WAITING_MAX: usize = 1;

type Decoded = Vec<Result<Recorded, ReadError>>;

fn decode(path: &Path, page: &[Checked]) -> Decoded {
    page.iter().map(|row| recorded(path, row)).collect()
}

/// Decodes until nothing more comes, or nobody wants it.
fn decode_all(path: &Path, rows: &Receiver<Vec<Checked>>, events: &SyncSender<Decoded>) {
    while let Ok(page) = rows.recv() {
        if events.send(decode(path, &page)).is_err() {
            return;
        }
    }
}

impl SqliteJournalReader {
    /// Hands out every event from a position on, in order, until `each` breaks or the journal ends.
    pub(crate) fn scan_pages(
        &self,
        from: Seq,
        page_rows: i64,
        each: &mut dyn FnMut(Recorded) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        let mut next = from.max(1);
        let (page, whole) = self.page(next, page_rows);
        // A page that is not full ends at the journal's end, as that was when it was read.
        let is_end = page.len() < page_rows.unsigned_abs() as usize;
        // What comes before damage is handed out first.
        if self.hand_out(decode(&self.path, &page), &mut next, each)?.is_break() {
            return Ok(());
        }
        whole?;
        if is_end { Ok(()) } else { self.scan_rest(next, page_rows, each) }
    }

    fn scan_rest(
        &self,
        mut next: Seq,
        page_rows: i64,
        each: &mut dyn FnMut(Recorded) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        let path = self.path.as_path();
        let io = |why: &str| ReadError::Io { detail: format!("{}: {why}", path.display()) };
        thread::scope(|scope| {
            let (rows, to_decode) = sync_channel(PAGES_WAITING_MAX);
            let (decoded, events) = sync_channel(PAGES_WAITING_MAX);
            thread::Builder::new()
                .name("decoder".to_owned())
                .spawn_scoped(scope, move || decode_all(path, &to_decode, &decoded))
                .map_err(|why| io(&why.to_string()))?;
            let gone = || io("the thread that decodes events has ended");
            let (mut from, mut is_decoding) = (next, false);
            loop {
                let (page, whole) = self.page(from, page_rows);
                let last = page.last().map(|row| row.seq);
                if let Some(last) = last {
                    from = last + 1;
                    rows.send(page).map_err(|_| gone())?;
                }
                let is_end = last.is_none() || whole.is_err();
                // The page before this one, and at the end this one too.
                let pages = usize::from(is_decoding) + usize::from(is_end && last.is_some());
                for _ in 0..pages {
                    let page = events.recv().map_err(|_| gone())?;
                    if self.hand_out(page, &mut next, each)?.is_break() {
                        return Ok(());
                    }
                }
                if is_end {
                    return whole;
                }
                is_decoding = true;
            }
        })
    }

    fn hand_out(
        &self,
        page: Decoded,
        next: &mut Seq,
        each: &mut dyn FnMut(Recorded) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, ReadError> {
        for recorded in page {
            let recorded = recorded?;
            if recorded.seq != *next {
                return Err(self.corrupt(&format!("event {next} is missing")));
            }
            if each(recorded).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            *next += 1;
        }
        Ok(ControlFlow::Continue(()))
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::Arc;

    use domain::{Body, Event, Party, Recorded, Seq, Timestamp};
    use store::{Batch, Journal, JournalReader, ReadError};

    use crate::connection::{Format, open_writer};
    use crate::{DataFolder, SqliteJournal};

    /// More than three pages.
    const EVENTS: Seq = 3_500;

    fn journal(folder: &std::path::Path) -> SqliteJournal {
        let mut journal = SqliteJournal::open(&DataFolder::hold(folder).unwrap()).unwrap();
        let events: Vec<Recorded> = (1..=EVENTS)
            .map(|seq| {
                let event = Event {
                    at: Timestamp(1),
                    conversation: None,
                    chat: None,
                    actor: Party::system(),
                    command: None,
                    body: Body::SettingChanged { name: seq.to_string(), value: String::new() },
                };
                Recorded { seq, event: Arc::new(event) }
            })
            .collect();
        journal.append(&Batch { events: &events, answers: &[] }).unwrap();
        journal
    }

    fn scan(journal: &SqliteJournal, until: Seq) -> (Seq, Result<(), ReadError>) {
        let mut last = 0;
        let scanned = journal.scan(1, &mut |recorded| {
            assert_eq!(recorded.seq, last + 1);
            last = recorded.seq;
            if last == until { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        (last, scanned)
    }

    #[test]
    fn a_long_scan_hands_out_all_or_as_many_as_are_wanted() {
        let folder = tempfile::tempdir().unwrap();
        let journal = journal(folder.path());
        assert_eq!(scan(&journal, Seq::MAX), (EVENTS, Ok(())));
        for until in [999, 1_000, 1_001, 2_000, 2_500, 3_001] {
            assert_eq!(scan(&journal, until), (until, Ok(())));
        }
    }

    #[test]
    fn what_comes_before_damage_is_handed_out_first() {
        for (sql, found) in [
            ("DELETE FROM events WHERE seq = 2700", "event 2700 is missing"),
            ("UPDATE events SET at = 2 WHERE seq = 2700", "event 2700 does not match its checksum"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let journal = journal(folder.path());
            let format = Format { application_id: 0x4846_6a6c, migrations: &["", ""] };
            let other = open_writer(&folder.path().join("journal.db"), &format).unwrap();
            other.execute_batch(sql).unwrap();
            let (last, scanned) = scan(&journal, Seq::MAX);
            assert_eq!(last, 2_699);
            assert!(scanned.unwrap_err().to_string().contains(found));
        }
    }
}
