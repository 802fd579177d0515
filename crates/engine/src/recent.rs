//! The last durable events, at hand for who follows the log on a thread of its own: what was written a moment ago need not be read from
//! the disk and decoded again. What it leaves out: who may see them, which is the ring's.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{Recorded, Seq};

pub(crate) struct Recent {
    /// Without a gap. The ring has the same events, so that this costs little.
    events: Mutex<VecDeque<Recorded>>,
    max: usize,
}

impl Recent {
    pub(crate) fn new(max: usize) -> Self {
        Self { events: Mutex::default(), max }
    }

    fn events(&self) -> MutexGuard<'_, VecDeque<Recorded>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds what was just made durable.
    pub(crate) fn push(&self, events: &[Recorded]) {
        let Some(first) = events.first() else { return };
        let mut kept = self.events();
        if kept.back().is_some_and(|last| last.seq + 1 != first.seq) {
            kept.clear();
        }
        kept.extend(events.iter().cloned());
        let surplus = kept.len().saturating_sub(self.max);
        kept.drain(..surplus);
    }

    /// At most `limit` events from a position on; None when the first of them is not at hand, so that the journal is to be asked.
    pub(crate) fn read(&self, from: Seq, limit: usize) -> Option<Vec<Recorded>> {
        let kept = self.events();
        let (first, last) = (kept.front()?.seq, kept.back()?.seq);
        let start = from.checked_sub(first).filter(|_| from <= last + 1)?;
        Some(kept.range(start as usize..).take(limit).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use std::ops::RangeInclusive;
    use std::sync::Arc;

    use domain::{Body, Event, Party, Recorded, Seq, Timestamp};

    use super::Recent;

    fn events(seqs: RangeInclusive<Seq>) -> Vec<Recorded> {
        let event = Event {
            at: Timestamp(1),
            conversation: None,
            chat: None,
            actor: Party::system(),
            command: None,
            body: Body::SettingChanged { name: "a".to_owned(), value: String::new() },
        };
        let event = Arc::new(event);
        seqs.map(|seq| Recorded { seq, event: Arc::clone(&event) }).collect()
    }

    fn read(recent: &Recent, from: Seq, limit: usize) -> Option<Vec<Seq>> {
        Some(recent.read(from, limit)?.iter().map(|recorded| recorded.seq).collect())
    }

    #[test]
    fn the_last_are_at_hand_and_no_others() {
        let recent = Recent::new(4);
        assert_eq!(read(&recent, 1, 9), None, "nothing was written since the start");
        recent.push(&events(7..=9));
        assert_eq!(read(&recent, 6, 9), None, "older than the start");
        assert_eq!(read(&recent, 7, 2), Some(vec![7, 8]));
        assert_eq!(read(&recent, 10, 9), Some(vec![]), "all is read");
        assert_eq!(read(&recent, 11, 9), None, "not written yet");
        recent.push(&events(10..=12));
        assert_eq!(read(&recent, 8, 9), None, "it has gone");
        assert_eq!(read(&recent, 9, 9), Some(vec![9, 10, 11, 12]));
    }

    #[test]
    fn a_gap_is_never_handed_out() {
        let recent = Recent::new(9);
        recent.push(&events(1..=3));
        recent.push(&events(5..=6));
        assert_eq!(read(&recent, 3, 9), None);
        assert_eq!(read(&recent, 5, 9), Some(vec![5, 6]));
    }

    #[test]
    fn with_no_room_nothing_is_at_hand() {
        let recent = Recent::new(0);
        recent.push(&events(1..=3));
        assert_eq!(read(&recent, 3, 9), None);
    }
}
