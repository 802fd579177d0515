//! The number of a conversation's stream (the position of its first event), remembered for the conversations of late, so that an append
//! does not look into the table of all. What it leaves out: the table.

use domain::ConversationId;
use foldhash::HashMap;

/// How many streams one generation remembers; two are kept, about 100 bytes an entry.
const GENERATION_MAX: usize = 100_000;

/// A bounded map: when the young generation is full it becomes the old one, and the old one is forgotten.
#[derive(Debug, Default)]
pub(crate) struct Streams {
    young: HashMap<ConversationId, i64>,
    old: HashMap<ConversationId, i64>,
}

impl Streams {
    pub(crate) fn get(&mut self, id: &ConversationId) -> Option<i64> {
        if let Some(&stream) = self.young.get(id) {
            return Some(stream);
        }
        let stream = self.old.remove(id)?;
        self.insert(id.clone(), stream);
        Some(stream)
    }

    pub(crate) fn insert(&mut self, id: ConversationId, stream: i64) {
        if self.young.len() >= GENERATION_MAX {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(id, stream);
    }

    /// Forgets everything: after a failed batch, whose new streams do not exist.
    pub(crate) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_is_remembered_and_the_rest_is_bounded() {
        let mut streams = Streams::default();
        let id = |n: usize| ConversationId::new(&format!("c{n}"));
        for n in 0..GENERATION_MAX * 3 {
            streams.insert(id(n), n as i64);
            if n % (GENERATION_MAX / 2) == 0 {
                assert_eq!(streams.get(&id(0)), Some(0));
            }
        }
        assert_eq!(streams.get(&id(1)), None);
        assert!(streams.young.len() + streams.old.len() <= GENERATION_MAX * 2);
        streams.clear();
        assert_eq!(streams.get(&id(0)), None);
    }
}
