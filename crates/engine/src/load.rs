//! From the journal to a state: the newest snapshot that will do, and the events after it. Also how snapshots are written.

use std::collections::HashMap;
use std::io::BufReader;
use std::ops::ControlFlow;

use domain::audience::Audience;
use domain::{AgentId, Body, Core, Millis, Recorded, Seq, State, Timestamp};
use store::background::{self, Breathing};
use store::{Journal, JournalReader, ReadError, Snapshot, Snapshots};

use crate::answer::hash_key;
use crate::config::Config;

/// The first line of a snapshot: its format. Another one is not read; the journal is replayed instead.
const FORMAT: &[u8] = b"holdfast state 1\n";
/// Stored answers are kept this long: 24 hours and an hour for clocks.
pub(crate) const ANSWERS_KEPT: Millis = Millis(25 * 3_600_000);

/// An event with those who may see it.
pub(crate) struct Told {
    pub(crate) recorded: Recorded,
    pub(crate) audience: Audience,
}

pub(crate) struct Loaded {
    pub(crate) state: State,
    /// The last events.
    pub(crate) told: Vec<Told>,
    /// Where each agent's record last changed, as far as was replayed.
    pub(crate) views: HashMap<AgentId, Seq>,
    /// The position of the snapshot that was used; 0 for none.
    pub(crate) snapshot: Seq,
    /// The position of the newest one; 0 for none.
    pub(crate) newest_snapshot: Seq,
}

/// Writes a state as a snapshot, in the room of one before.
pub(crate) fn encode(state: &State, mut room: Vec<u8>) -> Result<Vec<u8>, serde_json::Error> {
    room.clear();
    room.extend(FORMAT);
    let mut bytes = Breathing::new(room);
    serde_json::to_writer(&mut bytes, state)?;
    Ok(bytes.into_inner())
}

/// On a thread that takes breaths it is read in pieces, which takes longer.
fn read_state(json: &[u8]) -> serde_json::Result<State> {
    if background::takes_breaths() {
        serde_json::from_reader(BufReader::new(Breathing::new(json)))
    } else {
        serde_json::from_slice(json)
    }
}

/// Reads a snapshot; None, with a word in the log, if it is not one of this version.
pub(crate) fn decode(snapshot: &Snapshot) -> Option<State> {
    let position = snapshot.position;
    let Some(json) = snapshot.bytes.strip_prefix(FORMAT) else {
        tracing::warn!(position, "a snapshot has another format; the journal is replayed instead");
        return None;
    };
    match read_state(json) {
        Ok(mut state) if state.position == position => {
            state.rebuild();
            Some(state)
        }
        Ok(state) => {
            tracing::warn!(position, found = state.position, "a snapshot is of another position");
            None
        }
        Err(why) => {
            tracing::warn!(position, %why, "a snapshot is not readable");
            None
        }
    }
}

/// The newest snapshots, or none if they are damaged: they are only a shortcut.
pub(crate) fn newest(snapshots: &dyn Snapshots, limit: usize) -> Vec<Snapshot> {
    snapshots.newest(limit).unwrap_or_else(|why| {
        tracing::warn!(%why, "the snapshots cannot be read; the journal is replayed instead");
        Vec::new()
    })
}

/// The snapshot to start from and the position of the newest one.
fn choose(snapshots: &dyn Snapshots, last: Seq, resumable: u64) -> (Option<State>, Seq) {
    let newest_one = newest(snapshots, 1);
    let newest_position = newest_one.first().map_or(0, |s| s.position);
    let far_enough = |s: &Snapshot| s.position + resumable <= last;
    let candidates = match newest_one.first() {
        None => return (None, 0),
        Some(first) if far_enough(first) => newest_one,
        Some(_) => newest(snapshots, store::journal::SNAPSHOTS_KEPT),
    };
    let mut ordered: Vec<&Snapshot> = candidates.iter().filter(|s| s.position <= last).collect();
    // Newest first, but those near the end last.
    ordered.sort_by_key(|s| (!far_enough(s), std::cmp::Reverse(s.position)));
    let mut states = ordered.into_iter().filter(|s| {
        // A short journal is as quickly replayed from its beginning.
        far_enough(s) || last > resumable * 16
    });
    (states.find_map(decode), newest_position)
}

/// Replays the journal to its end. What comes after `told` is kept to be told, however much it is, beside the last events for resuming.
pub(crate) fn load(
    reader: &dyn JournalReader,
    snapshots: &dyn Snapshots,
    config: &Config,
    told: Option<Seq>,
) -> Result<Loaded, ReadError> {
    let last = reader.last_seq()?;
    let (base, newest_snapshot) = choose(snapshots, last, config.resumable);
    let mut state = base.unwrap_or_default();
    let snapshot = state.position;
    // Who may see an event is asked only of those that are kept.
    let kept_from = (last + 1).saturating_sub(config.ring_max as u64);
    let told_from = told.map_or(kept_from, |told| kept_from.min(told + 1));
    let mut told = Vec::new();
    let mut views = HashMap::new();
    reader.scan(snapshot + 1, &mut |recorded| {
        if let Body::AgentChanged { agent } = &recorded.event.body {
            views.insert(agent.id.clone(), recorded.seq);
        }
        if recorded.seq < told_from {
            state.apply(&recorded);
        } else {
            let audience = Core::replay(&mut state, &recorded);
            told.push(Told { recorded, audience });
        }
        ControlFlow::Continue(())
    })?;
    if state.position < last {
        let detail = format!("the journal says that it ends at {last}, read to {}", state.position);
        return Err(ReadError::Corrupt { detail });
    }
    Ok(Loaded { state, told, views, snapshot, newest_snapshot })
}

/// The hashes of the keys of all stored answers.
pub(crate) fn answers(journal: &dyn Journal, now: Timestamp) -> Result<Vec<u64>, ReadError> {
    let since = Timestamp(now.0.saturating_sub_unsigned(ANSWERS_KEPT.0));
    Ok(journal.answer_keys(since)?.iter().map(|key| hash_key(key)).collect())
}

/// That many readers.
pub(crate) fn readers(
    journal: &dyn Journal,
    count: usize,
) -> Result<Vec<Box<dyn JournalReader>>, ReadError> {
    (0..count.max(1)).map(|_| journal.reader()).collect()
}
