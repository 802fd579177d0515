//! Which events a conversation has. An index entry an event would make every commit write one page for each conversation in it; so the
//! positions are kept in memory first and written as one row of `stream_parts` for many events of a conversation, in the transaction of a later
//! commit. What is still in memory is always among the journal's last [`WINDOW`] events, which a start reads again. What it leaves out:
//! the events themselves.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::Seq;
use foldhash::{HashMap, HashMapExt};
use rusqlite::{Connection, OptionalExtension, params};

use crate::journal_reader::position;

/// A conversation with so many unwritten positions gets a row, and some that many more do. Conversations of one pace would otherwise all get theirs
/// in the same commits, which then write a page for each of them: 13 pages in place of 5 for 150 ms every two seconds, with 500 chats.
const PART_MIN: usize = 48;
/// So many different lengths there are; a prime, since streams of chats that began alike are numbered at equal distances.
const PART_SPREAD: i64 = 31;
/// A row holds at most this many, so that reading the newest few of a long conversation reads little else.
const PART_MAX: usize = 1_024;
/// How far back, counted in events of all conversations, an unwritten position may be.
pub(crate) const WINDOW: Seq = 32_768;

/// The positions that are in no row yet; shared by the writer, which alone changes it, and the readers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts {
    unwritten: Arc<Mutex<Unwritten>>,
}

#[derive(Debug, Default)]
struct Unwritten {
    by_stream: HashMap<i64, Vec<Seq>>,
    /// All events of the window, the oldest first, whether written meanwhile or not.
    by_age: VecDeque<(Seq, i64)>,
}

/// What a commit writes, and what is noted when it is durable.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    added: HashMap<i64, Vec<Seq>>,
    order: Vec<(Seq, i64)>,
    written: HashMap<i64, Vec<Seq>>,
    aged: usize,
}

/// How many positions a stream's row is made of.
fn part_of(stream: i64) -> usize {
    PART_MIN + stream.rem_euclid(PART_SPREAD) as usize
}

impl Parts {
    fn lock(&self) -> MutexGuard<'_, Unwritten> {
        // Nothing panics while it is held.
        self.unwritten.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The positions of a stream that may be in no row yet, ascending. To be asked before the rows are read: whatever is written in between
    /// is in both, and nothing is in neither.
    pub(crate) fn unwritten(&self, stream: i64) -> Vec<Seq> {
        self.lock().by_stream.get(&stream).cloned().unwrap_or_default()
    }

    /// How many positions are in no row yet.
    pub(crate) fn count(&self) -> usize {
        self.lock().by_stream.values().map(Vec::len).sum()
    }

    /// What appending these events, in order, asks to be written.
    pub(crate) fn plan(&self, events: Vec<(Seq, i64)>) -> Plan {
        let mut plan = Plan::default();
        let Some(&(last, _)) = events.last() else { return plan };
        for &(seq, stream) in &events {
            plan.added.entry(stream).or_default().push(seq);
        }
        plan.order = events;
        let unwritten = self.lock();
        let full = |stream: &i64, added: &Vec<Seq>| {
            let waiting = unwritten.by_stream.get(stream).map_or(0, Vec::len) + added.len();
            waiting >= part_of(*stream)
        };
        let full: Vec<i64> = plan
            .added
            .iter()
            .filter(|(stream, added)| full(stream, added))
            .map(|(s, _)| *s)
            .collect();
        for stream in full {
            plan.write(&unwritten, stream);
        }
        let oldest = last.saturating_sub(WINDOW);
        for &(seq, stream) in unwritten.by_age.iter().take_while(|(seq, _)| *seq <= oldest) {
            plan.aged += 1;
            let is_unwritten =
                unwritten.by_stream.get(&stream).is_some_and(|seqs| seqs.first() <= Some(&seq));
            if is_unwritten && !plan.written.contains_key(&stream) {
                plan.write(&unwritten, stream);
            }
        }
        drop(unwritten);
        // A batch longer than the window.
        let long: Vec<i64> = plan
            .order
            .iter()
            .take_while(|(seq, _)| *seq <= oldest)
            .map(|(_, stream)| *stream)
            .filter(|stream| !plan.written.contains_key(stream))
            .collect();
        for stream in long {
            if let Some(added) = plan.added.get(&stream) {
                plan.written.entry(stream).or_insert_with(|| added.clone());
            }
        }
        plan
    }

    /// Notes a plan that is durable now.
    pub(crate) fn applied(&self, plan: Plan) {
        let mut unwritten = self.lock();
        unwritten.by_age.drain(..plan.aged);
        unwritten.by_age.extend(plan.order);
        for stream in plan.written.keys() {
            unwritten.by_stream.remove(stream);
        }
        for (stream, added) in plan.added {
            if !plan.written.contains_key(&stream) {
                unwritten.by_stream.entry(stream).or_default().extend(added);
            }
        }
    }

    /// Finds out at the start which of the last events are in no row. They are given as they come, in order.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub(crate) fn load(connection: &Connection, last: Seq) -> rusqlite::Result<Self> {
        let mut unwritten = Unwritten::default();
        let mut written_to: HashMap<i64, Seq> = HashMap::new();
        let mut statement =
            connection.prepare("SELECT seq, stream FROM events WHERE seq > ?1 ORDER BY seq")?;
        let mut rows = statement.query([position(last.saturating_sub(WINDOW))])?;
        while let Some(row) = rows.next()? {
            let (seq, stream) = (row.get::<_, i64>(0)?.unsigned_abs(), row.get(1)?);
            let written = match written_to.get(&stream) {
                Some(&written) => written,
                None => {
                    let written = last_written(connection, stream)?;
                    written_to.insert(stream, written);
                    written
                }
            };
            unwritten.by_age.push_back((seq, stream));
            if seq > written {
                unwritten.by_stream.entry(stream).or_default().push(seq);
            }
        }
        Ok(Self { unwritten: Arc::new(Mutex::new(unwritten)) })
    }
}

impl Plan {
    fn write(&mut self, unwritten: &Unwritten, stream: i64) {
        let mut seqs = unwritten.by_stream.get(&stream).cloned().unwrap_or_default();
        seqs.extend(self.added.get(&stream).into_iter().flatten());
        self.written.insert(stream, seqs);
    }

    /// Writes the rows, in the transaction of the events.
    pub(crate) fn insert(&self, connection: &Connection) -> rusqlite::Result<()> {
        if self.written.is_empty() {
            return Ok(());
        }
        let mut insert = connection
            .prepare_cached("INSERT INTO stream_parts (stream, first, seqs) VALUES (?1, ?2, ?3)")?;
        let mut streams: Vec<&i64> = self.written.keys().collect();
        streams.sort_unstable();
        for stream in streams {
            for part in self.written[stream].chunks(PART_MAX) {
                let first = part.first().copied().map_or(0, position);
                insert.execute(params![stream, first, as_json(part)])?;
            }
        }
        Ok(())
    }
}

/// The last position of a stream that is in a row; 0 when there is none.
fn last_written(connection: &Connection, stream: i64) -> rusqlite::Result<Seq> {
    let sql = "SELECT json_extract(seqs, '$[#-1]') FROM stream_parts WHERE stream = ?1 ORDER BY first DESC LIMIT 1";
    let last: Option<i64> =
        connection.prepare_cached(sql)?.query_row([stream], |row| row.get(0)).optional()?;
    Ok(last.map_or(0, i64::unsigned_abs))
}

fn as_json(seqs: &[Seq]) -> String {
    let mut text = String::with_capacity(seqs.len() * 9 + 2);
    text.push('[');
    for (index, seq) in seqs.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&seq.to_string());
    }
    text.push(']');
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use domain::{Body, ConversationId, Event, Party, Recorded, Seq, Timestamp};
    use store::{Batch, Journal, JournalReader};

    use super::{PART_MIN, WINDOW};
    use crate::connection::{Format, open_writer};
    use crate::{DataFolder, SqliteJournal};

    fn open(folder: &Path) -> SqliteJournal {
        SqliteJournal::open(&DataFolder::hold(folder).unwrap()).unwrap()
    }

    /// Which conversation an event is in: one that talks all the time, some that talk now and then, and one that is silent after its first event.
    fn conversation(seq: Seq) -> Option<ConversationId> {
        let name = match seq {
            1 => "silent".to_owned(),
            seq if seq % 3 == 0 => "busy".to_owned(),
            seq if seq % 7 == 0 => return None,
            seq => format!("c{}", seq % 1_009),
        };
        Some(ConversationId::new(&name))
    }

    fn append(journal: &mut SqliteJournal, to: Seq, batch: usize) {
        let from = journal.last_seq().unwrap() + 1;
        let events: Vec<Recorded> = (from..=to)
            .map(|seq| {
                let event = Event {
                    at: Timestamp(seq as i64),
                    conversation: conversation(seq),
                    chat: None,
                    actor: Party::system(),
                    command: None,
                    body: Body::IdleAlert {},
                };
                Recorded { seq, event: Arc::new(event) }
            })
            .collect();
        for events in events.chunks(batch) {
            journal.append(&Batch { events, answers: &[] }).unwrap();
        }
    }

    fn listed(journal: &SqliteJournal, id: &str, before: Option<Seq>, limit: usize) -> Vec<Seq> {
        let events = journal.conversation(&ConversationId::new(id), before, limit).unwrap();
        events.iter().map(|recorded| recorded.seq).collect()
    }

    fn expected(id: &str, to: Seq, before: Seq, limit: usize) -> Vec<Seq> {
        let id = Some(ConversationId::new(id));
        let mut all: Vec<Seq> =
            (1..=to.min(before - 1)).filter(|seq| conversation(*seq) == id).collect();
        all.split_off(all.len().saturating_sub(limit))
    }

    fn assert_all(journal: &SqliteJournal, to: Seq) {
        for id in ["busy", "silent", "c1", "c500", "c1008"] {
            for (before, limit) in
                [(Seq::MAX, usize::MAX), (Seq::MAX, 3), (to / 2, 100), (to - 10, 70), (2, 1)]
            {
                let found = listed(journal, id, Some(before), limit);
                assert_eq!(found, expected(id, to, before, limit), "{id} before {before}, {limit}");
            }
        }
        assert!(journal.reader.parts.count() <= WINDOW as usize);
        journal.check_all().unwrap();
    }

    #[test]
    fn a_conversation_has_its_events_whether_written_in_parts_or_not() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = open(folder.path());
        append(&mut journal, 500, 7);
        assert_all(&journal, 500);
        // One row for many events: of the busy one alone there are more than two parts' worth.
        let rows: i64 = journal
            .reader
            .connection
            .query_row("SELECT count(*) FROM stream_parts", [], |row| row.get(0))
            .unwrap();
        assert!(rows as usize <= 500 / PART_MIN, "{rows} rows");
        append(&mut journal, WINDOW - 1, 700);
        append(&mut journal, WINDOW + 3, 1);
        assert_all(&journal, WINDOW + 3);
        drop(journal);
        let mut journal = open(folder.path());
        assert_all(&journal, WINDOW + 3);
        append(&mut journal, WINDOW * 3, WINDOW as usize * 2);
        assert_all(&journal, WINDOW * 3);
        drop(journal);
        let journal = open(folder.path());
        assert_all(&journal, WINDOW * 3);
    }

    #[test]
    fn a_journal_of_the_first_format_is_brought_up_to_date() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = open(folder.path());
        append(&mut journal, 2_000, 50);
        drop(journal);
        let format = Format { application_id: 0x4846_6a6c, migrations: &["", ""] };
        let older = open_writer(&folder.path().join("journal.db"), &format).unwrap();
        older
            .execute_batch(
                "DROP TABLE stream_parts; CREATE INDEX events_by_stream ON events (stream); PRAGMA user_version = 1",
            )
            .unwrap();
        drop(older);
        let mut journal = open(folder.path());
        assert_all(&journal, 2_000);
        append(&mut journal, 2_500, 50);
        assert_all(&journal, 2_500);
    }

    #[test]
    fn a_part_that_is_wrong_is_found() {
        for (sql, found) in [
            ("DELETE FROM stream_parts WHERE first < 100", "its conversations list"),
            ("UPDATE stream_parts SET seqs = '[1,1]' WHERE first < 100", "its conversations list"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let mut journal = open(folder.path());
            append(&mut journal, 2_000, 50);
            journal.reader.connection.execute_batch(sql).unwrap();
            let why = journal.check_all().unwrap_err().to_string();
            assert!(why.contains(found), "{why}");
        }
    }
}
