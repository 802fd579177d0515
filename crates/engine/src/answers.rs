//! Which commands were answered before, and how: the last ones in memory with those still on their way to the disk, and the keys of all
//! answers stored in the journal, so that a new command costs no read.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use domain::{Refusal, Timestamp};

use crate::answer::{Answer, hash_key};
use crate::load::ANSWERS_KEPT;

/// How many of the last answers are kept; more than can be on their way, so that one that is not durable yet is always here.
const RECENT_MAX: usize = 32_768;

pub(crate) struct Recent {
    pub(crate) fingerprint: u64,
    pub(crate) result: Result<Answer, Refusal>,
}

#[derive(Default)]
pub(crate) struct Answers {
    recent: HashMap<Arc<str>, Recent>,
    /// The keys by age, each with the batch that it belongs to.
    order: VecDeque<(Arc<str>, u64)>,
    stored: HashSet<u64>,
    stored_order: VecDeque<(Timestamp, u64)>,
}

impl Answers {
    /// With the hashes of the stored keys, of which it is only known that they are not older than they may be.
    pub(crate) fn new(stored: Vec<u64>, now: Timestamp) -> Self {
        let stored_order = stored.iter().map(|hash| (now, *hash)).collect();
        let stored = stored.into_iter().collect();
        Self { stored, stored_order, ..Self::default() }
    }

    pub(crate) fn recent(&self, key: &str) -> Option<&Recent> {
        self.recent.get(key)
    }

    /// Whether the journal may have an answer with this key; false is certain.
    pub(crate) fn may_be_stored(&self, key: &str) -> bool {
        !self.stored.is_empty() && self.stored.contains(&hash_key(key))
    }

    pub(crate) fn remember(&mut self, key: Arc<str>, recent: Recent, batch: u64) {
        if self.recent.insert(Arc::clone(&key), recent).is_none() {
            self.order.push_back((key, batch));
        }
        if self.order.len() > RECENT_MAX
            && let Some((oldest, _)) = self.order.pop_front()
        {
            self.recent.remove(&oldest);
        }
    }

    /// An answer is stored with the batch. If that fails the hash stays, which costs one read when the key comes again.
    pub(crate) fn store(&mut self, key: &str, now: Timestamp) {
        let hash = hash_key(key);
        if self.stored.insert(hash) {
            self.stored_order.push_back((now, hash));
        }
    }

    /// The answers of a batch that failed, and of those after it, were never given.
    pub(crate) fn forget_from(&mut self, batch: u64) {
        while let Some((key, _)) = self.order.pop_back_if(|(_, number)| *number >= batch) {
            self.recent.remove(&key);
        }
    }

    /// Forgets what is old; returns the time before which answers may go from the journal too, if any may.
    pub(crate) fn prune(&mut self, now: Timestamp) -> Option<Timestamp> {
        let before = Timestamp(now.0.saturating_sub_unsigned(ANSWERS_KEPT.0));
        let mut is_any_old = false;
        while let Some((_, hash)) = self.stored_order.pop_front_if(|(at, _)| *at < before) {
            self.stored.remove(&hash);
            is_any_old = true;
        }
        is_any_old.then_some(before)
    }
}
