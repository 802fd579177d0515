//! Where waiting customers stand in their queues, told at most once a second for a queue and only when it changed.

use std::collections::{BTreeMap, HashMap};

use domain::{ConversationId, Millis, QueueId, State, Timestamp};

/// A queue's places are worked out anew at most this often: one departure moves everyone behind it.
const EVERY: Millis = Millis(1_000);

/// A customer's place in its queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From 1.
    pub place: u32,
    /// The estimated wait, if one is known; whole seconds up to a minute, whole minutes after.
    pub estimate: Option<Millis>,
}

/// The place of a conversation that waits; None if it does not. As in [`crate::Signal::Place`], for snapshots.
#[must_use]
pub fn place_of(state: &State, conversation: &ConversationId, now: Timestamp) -> Option<Place> {
    let queue = &state.conversations.get(conversation)?.queue;
    let (place, _) = state.places(queue).find(|(_, id)| *id == conversation)?;
    Some(Place { place, estimate: estimate(state, queue, place, now) })
}

fn estimate(state: &State, queue: &QueueId, place: u32, now: Timestamp) -> Option<Millis> {
    // Rounded up, so that it neither flickers nor promises too much.
    let round = |ms: u64| {
        let step = if ms < 60_000 { 1_000 } else { 60_000 };
        ms.div_ceil(step) * step
    };
    state.estimate(queue, place, now).map(|wait| Millis(round(wait.0)))
}

#[derive(Default)]
pub(crate) struct Places {
    /// Queues whose line changed, with the time at which that is told.
    due: BTreeMap<QueueId, Timestamp>,
    told_at: HashMap<QueueId, Timestamp>,
    told: HashMap<QueueId, HashMap<ConversationId, Place>>,
}

impl Places {
    /// A queue's line may have changed.
    pub(crate) fn changed(&mut self, queue: &QueueId, now: Timestamp) {
        if !self.due.contains_key(queue) {
            let next = self.told_at.get(queue).map_or(now, |at| *at + EVERY);
            self.due.insert(queue.clone(), next.max(now));
        }
    }

    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.due.values().min().copied()
    }

    /// The places that changed in queues that are due.
    pub(crate) fn take(&mut self, state: &State, now: Timestamp) -> Vec<(ConversationId, Place)> {
        let due: Vec<QueueId> =
            self.due.iter().filter(|(_, at)| **at <= now).map(|(queue, _)| queue.clone()).collect();
        let mut changed = Vec::new();
        for queue in due {
            self.due.remove(&queue);
            self.told_at.insert(queue.clone(), now);
            let before = self.told.remove(&queue).unwrap_or_default();
            let mut told = HashMap::new();
            for (place, id) in state.places(&queue) {
                let place = Place { place, estimate: estimate(state, &queue, place, now) };
                if before.get(id) != Some(&place) {
                    changed.push((id.clone(), place));
                }
                told.insert(id.clone(), place);
            }
            if told.is_empty() {
                self.told_at.remove(&queue);
            } else {
                self.told.insert(queue, told);
            }
        }
        changed
    }
}
