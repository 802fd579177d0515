//! What is looked up with every message, found by its hash: in an ordered map each step of the way to it is another id somewhere in memory,
//! ten of them among a thousand conversations. No hash order leaves this file: who goes through all of them gets them in order. The hashes differ
//! from one process to the next, so that nobody can choose ids that meet.

use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::Arc;

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize, Serializer};

use crate::conversation::Conversation;
use crate::id::ConversationId;

pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, RandomState>;
type HashSet<K> = std::collections::HashSet<K, RandomState>;

/// The conversations whose chat is not closed, by id.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(transparent)]
pub struct Conversations(HashMap<ConversationId, Arc<Conversation>>);

impl Conversations {
    /// The one with this id.
    #[must_use]
    pub fn get<Id>(&self, id: &Id) -> Option<&Arc<Conversation>>
    where
        ConversationId: Borrow<Id>,
        Id: Hash + Eq + ?Sized,
    {
        self.0.get(id)
    }

    pub(crate) fn get_mut(&mut self, id: &ConversationId) -> Option<&mut Arc<Conversation>> {
        self.0.get_mut(id)
    }

    /// Whether it is open.
    #[must_use]
    pub fn contains_key(&self, id: &ConversationId) -> bool {
        self.0.contains_key(id)
    }

    pub(crate) fn insert(&mut self, id: ConversationId, conversation: Arc<Conversation>) {
        self.0.insert(id, conversation);
    }

    pub(crate) fn remove(&mut self, id: &ConversationId) -> Option<Arc<Conversation>> {
        self.0.remove(id)
    }

    /// How many are open.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is open.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&ConversationId, &Arc<Conversation>)> {
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort_unstable_by_key(|(id, _)| *id);
        all.into_iter()
    }

    /// Their ids, in order.
    pub fn keys(&self) -> impl Iterator<Item = &ConversationId> {
        self.iter().map(|(id, _)| id)
    }

    /// All of them, in order of their ids.
    pub fn values(&self) -> impl Iterator<Item = &Arc<Conversation>> {
        self.iter().map(|(_, conversation)| conversation)
    }
}

impl Serialize for Conversations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// Hashes of commands, as [`crate::state::command_hash`] makes them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(transparent)]
pub struct Commands(HashSet<u64>);

impl Commands {
    /// Whether a command with this hash is among them.
    #[must_use]
    pub fn contains(&self, hash: u64) -> bool {
        self.0.contains(&hash)
    }

    pub(crate) fn insert(&mut self, hash: u64) {
        self.0.insert(hash);
    }
}

impl Serialize for Commands {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all: Vec<u64> = self.0.iter().copied().collect();
        all.sort_unstable();
        serializer.collect_seq(all)
    }
}
