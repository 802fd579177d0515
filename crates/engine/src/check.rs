//! The check that an operator can run: the whole journal is replayed from its first event, and every snapshot must be what the replay was
//! at its position. What it leaves out: the files themselves, which the adapters check.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use domain::{Seq, State};
use store::{JournalReader, ReadError, Snapshots};

use crate::load::{decode, newest};

/// What a check found in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// How many events were replayed.
    pub events: Seq,
    /// How many conversations are open at the end.
    pub open_conversations: usize,
    /// The positions of the snapshots that were held against the replay.
    pub snapshots: Vec<Seq>,
}

/// What a check found wrong.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The journal cannot be read to its end.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A snapshot is not what the events up to its position amount to.
    #[error(
        "the snapshot at position {0} differs from the replay; delete it, the journal is what counts"
    )]
    Snapshot(Seq),
}

/// Replays a journal from zero and holds its snapshots against the replay.
///
/// # Errors
/// What differs, or what cannot be read.
pub fn check(reader: &dyn JournalReader, snapshots: &dyn Snapshots) -> Result<Checked, CheckError> {
    let kept = newest(snapshots, store::journal::SNAPSHOTS_KEPT);
    let mut expected: BTreeMap<Seq, State> =
        kept.iter().filter_map(decode).map(|state| (state.position, state)).collect();
    let mut state = State::default();
    let mut compared = Vec::new();
    let mut differs = None;
    reader.scan(1, &mut |recorded| {
        state.apply(&recorded);
        if let Some(snapshot) = expected.remove(&state.position) {
            if snapshot != state {
                differs = Some(state.position);
                return ControlFlow::Break(());
            }
            compared.push(state.position);
        }
        ControlFlow::Continue(())
    })?;
    match differs {
        Some(position) => Err(CheckError::Snapshot(position)),
        None => Ok(Checked {
            events: state.position,
            open_conversations: state.conversations.len(),
            snapshots: compared,
        }),
    }
}
