//! Which commands were answered before, and how: the last ones in memory with those still on their way to the disk, and the keys of all
//! answers stored in the journal, so that a new command costs no read.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use domain::{Refusal, Timestamp};

use crate::answer::{Answer, hash_key};
use crate::load::ANSWERS_KEPT;

/// So many of the last answers are kept, and all that may not be durable yet. An older one is in the journal, which is asked when its command
/// comes again; many more here would have left the processor's memory when their turn comes to go.
const RECENT_MAX: usize = 4_096;

/// They are kept in so many tables: where entries come and go a table is put in order anew every now and then, and in one of them that takes
/// some microseconds, in a single one of all it took milliseconds, which everyone waited for.
const TABLES: usize = 64;

pub(crate) struct Recent {
    pub(crate) fingerprint: u64,
    pub(crate) result: Result<Answer, Refusal>,
}

/// Which table has a key: by its end, where the clients' ids differ.
fn table(key: &str) -> usize {
    let end = key.bytes().rev().take(8);
    let hash = end.fold(0_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte)));
    hash as usize % TABLES
}

pub(crate) struct Answers {
    recent: [HashMap<Arc<str>, Recent>; TABLES],
    /// The keys by age, each with the number of its batch.
    order: VecDeque<(Arc<str>, u64)>,
    stored: HashSet<u64>,
    stored_order: VecDeque<(Timestamp, u64)>,
}

impl Answers {
    /// With the hashes of the stored keys, of which it is only known that they are not older than they may be.
    pub(crate) fn new(stored: Vec<u64>, now: Timestamp) -> Self {
        let stored_order = stored.iter().map(|hash| (now, *hash)).collect();
        let stored = stored.into_iter().collect();
        let recent = std::array::from_fn(|_| HashMap::new());
        Self { recent, order: VecDeque::new(), stored, stored_order }
    }

    pub(crate) fn recent(&self, key: &str) -> Option<&Recent> {
        self.recent[table(key)].get(key)
    }

    /// Whether the journal may have an answer with this key; false is certain.
    pub(crate) fn may_be_stored(&self, key: &str) -> bool {
        !self.stored.is_empty() && self.stored.contains(&hash_key(key))
    }

    pub(crate) fn remember(&mut self, key: Arc<str>, recent: Recent, batch: u64) {
        if self.recent[table(&key)].insert(Arc::clone(&key), recent).is_none() {
            self.order.push_back((key, batch));
        }
        while self.order.len() > RECENT_MAX
            // The batch before this one is being written.
            && let Some((oldest, _)) = self.order.pop_front_if(|(_, number)| *number + 1 < batch)
        {
            self.recent[table(&oldest)].remove(&oldest);
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
            self.recent[table(&key)].remove(&key);
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::Timestamp;

    use super::{Answers, RECENT_MAX, Recent};
    use crate::answer::Answer;

    fn remember(answers: &mut Answers, key: usize, batch: u64) {
        let recent = Recent { fingerprint: 0, result: Ok(Answer::default()) };
        answers.remember(Arc::from(format!("c/ann/{key}")), recent, batch);
    }

    fn has(answers: &Answers, key: usize) -> bool {
        answers.recent(&format!("c/ann/{key}")).is_some()
    }

    #[test]
    fn an_answer_goes_when_many_came_after_it_and_it_is_durable() {
        let mut answers = Answers::new(Vec::new(), Timestamp(0));
        let many = RECENT_MAX + 100;
        (0..many).for_each(|key| remember(&mut answers, key, 1));
        assert!(has(&answers, 0), "its batch is still open");
        remember(&mut answers, many, 2);
        assert!(has(&answers, 0), "its batch is being written");
        remember(&mut answers, many + 1, 3);
        assert!(!has(&answers, 0));
        assert!(has(&answers, many - 1) && has(&answers, many + 1));
    }

    #[test]
    fn what_was_not_made_durable_is_forgotten() {
        let mut answers = Answers::new(Vec::new(), Timestamp(0));
        remember(&mut answers, 1, 1);
        remember(&mut answers, 2, 2);
        remember(&mut answers, 3, 3);
        answers.forget_from(2);
        assert!(has(&answers, 1) && !has(&answers, 2) && !has(&answers, 3));
    }
}
