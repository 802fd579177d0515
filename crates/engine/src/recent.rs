//! The last durable events, at hand for who follows the log on a thread of its own: what was written a moment ago need not be read from
//! the disk and decoded again. What it leaves out: who may see them, which is the ring's.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::{Recorded, Seq};

/// What one commit made durable; never empty.
type Piece = Arc<[Recorded]>;

fn first(piece: &Piece) -> Option<Seq> {
    piece.first().map(|recorded| recorded.seq)
}

fn last(piece: &Piece) -> Option<Seq> {
    piece.last().map(|recorded| recorded.seq)
}

#[derive(Default)]
struct Kept {
    /// Without a gap.
    pieces: VecDeque<Piece>,
    events: usize,
}

/// The committer must never wait for a reader that lost its core while it held the lock, as threads of a low priority do: under the lock whole
/// pieces are handed over, and nothing is copied or dropped.
pub(crate) struct Recent {
    kept: Mutex<Kept>,
    /// Most events; the ring has the same ones, so that they cost little.
    max: usize,
}

impl Recent {
    pub(crate) fn new(max: usize) -> Self {
        Self { kept: Mutex::default(), max }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds what was just made durable.
    pub(crate) fn push(&self, events: &[Recorded]) {
        let piece: Piece = events.into();
        let Some(follows) = first(&piece) else { return };
        let mut old = Vec::new();
        let mut kept = self.kept();
        let is_gap = kept.pieces.back().and_then(last).is_some_and(|last| last + 1 != follows);
        kept.events += piece.len();
        kept.pieces.push_back(piece);
        while kept.events > self.max || (is_gap && kept.pieces.len() > 1) {
            let Some(oldest) = kept.pieces.pop_front() else { break };
            kept.events -= oldest.len();
            old.push(oldest);
        }
        drop(kept);
        drop(old);
    }

    /// The pieces that have `limit` events from a position on, or all there are; None when the first of them is not at hand.
    fn pieces(&self, from: Seq, limit: usize) -> Option<Vec<Piece>> {
        let kept = self.kept();
        let pieces = &kept.pieces;
        let (oldest, newest) = (first(pieces.front()?)?, last(pieces.back()?)?);
        if !(oldest..=newest + 1).contains(&from) {
            return None;
        }
        let start = pieces.partition_point(|piece| last(piece).is_some_and(|last| last < from));
        let end = from.saturating_add(limit as Seq);
        let wanted = |piece: &&Piece| first(piece).is_some_and(|first| first < end);
        Some(pieces.range(start..).take_while(wanted).cloned().collect())
    }

    /// At most `limit` events from a position on; None when the first of them is not at hand, so that the journal is to be asked.
    pub(crate) fn read(&self, from: Seq, limit: usize) -> Option<Vec<Recorded>> {
        let pieces = self.pieces(from, limit)?;
        let events = pieces.iter().flat_map(|piece| piece.iter());
        Some(events.skip_while(|recorded| recorded.seq < from).take(limit).cloned().collect())
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
        let recent = Recent::new(6);
        assert_eq!(read(&recent, 1, 9), None, "nothing was written since the start");
        recent.push(&events(7..=9));
        recent.push(&[]);
        assert_eq!(read(&recent, 6, 9), None, "older than the start");
        assert_eq!(read(&recent, 7, 2), Some(vec![7, 8]));
        assert_eq!(read(&recent, 8, 9), Some(vec![8, 9]));
        assert_eq!(read(&recent, 10, 9), Some(vec![]), "all is read");
        assert_eq!(read(&recent, 11, 9), None, "not written yet");
        recent.push(&events(10..=11));
        assert_eq!(read(&recent, 8, 3), Some(vec![8, 9, 10]));
        recent.push(&events(12..=13));
        assert_eq!(read(&recent, 9, 9), None, "it has gone, with its piece");
        assert_eq!(read(&recent, 10, 9), Some(vec![10, 11, 12, 13]));
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
