//! Whose sessions there are and when each was last heard. One agent in several tabs is one party: silent only when none is heard.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use domain::{AgentId, ConversationId, Millis, Timestamp, Who};
use foldhash::HashMap;

use crate::session::{SessionId, Shared, Viewer};

/// A party that may have several sessions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    Agent(AgentId),
    Customer(Arc<str>),
}

#[derive(Default)]
pub(crate) struct Parties {
    /// In a fixed order: what a sweep finds becomes events in the same order every time.
    owners: BTreeMap<Owner, Vec<Arc<Shared>>>,
    sessions: HashMap<SessionId, Owner>,
    /// The conversation of each connected customer that has one.
    conversations: HashMap<Arc<str>, ConversationId>,
    last_id: u64,
}

impl Parties {
    /// Adds a session of a viewer, heard now.
    pub(crate) fn add(&mut self, viewer: &Viewer, now: Timestamp) -> (Arc<Shared>, Owner) {
        self.last_id += 1;
        let shared = Arc::new(Shared::new(SessionId(self.last_id), now));
        let owner = match viewer {
            Viewer::Staff { agent } => Owner::Agent(agent.clone()),
            Viewer::Customer { customer, conversation } => {
                if let Some(conversation) = conversation {
                    self.bind(customer, conversation);
                }
                Owner::Customer(Arc::clone(customer))
            }
        };
        self.owners.entry(owner.clone()).or_default().push(Arc::clone(&shared));
        self.sessions.insert(shared.id, owner.clone());
        (shared, owner)
    }

    /// The conversation of a customer that is connected or about to be.
    pub(crate) fn bind(&mut self, customer: &Arc<str>, conversation: &ConversationId) {
        self.conversations.insert(Arc::clone(customer), conversation.clone());
    }

    /// Removes a session; returns whose it was, who that is to the core, and when the party was last heard if this was its last session.
    pub(crate) fn remove(&mut self, id: SessionId) -> Option<(Option<Who>, Option<Timestamp>)> {
        let owner = self.sessions.remove(&id)?;
        let who = self.who(&owner);
        let sessions = self.owners.get_mut(&owner)?;
        let last_heard = sessions.iter().map(|s| s.last_heard()).max();
        sessions.retain(|s| s.id != id);
        if let Some(other) = sessions.first() {
            // The party was heard when any of its sessions was, also one that is gone.
            last_heard.into_iter().for_each(|at| other.hear(at));
            return Some((who, None));
        }
        self.owners.remove(&owner);
        if let Owner::Customer(customer) = &owner {
            self.conversations.remove(customer);
        }
        Some((who, last_heard))
    }

    pub(crate) fn owner(&self, id: SessionId) -> Option<&Owner> {
        self.sessions.get(&id)
    }

    pub(crate) fn is_connected(&self, owner: &Owner) -> bool {
        self.owners.contains_key(owner)
    }

    /// Who a party is to the core; None for a customer without a conversation.
    pub(crate) fn who(&self, owner: &Owner) -> Option<Who> {
        match owner {
            Owner::Agent(agent) => Some(Who::Agent(agent.clone())),
            Owner::Customer(customer) => {
                self.conversations.get(customer).cloned().map(Who::Customer)
            }
        }
    }

    /// Marks a party's sessions, so that the next frame from it is told to the writer.
    pub(crate) fn mark_silent(&self, owner: &Owner, is_silent: bool) {
        for session in self.owners.get(owner).into_iter().flatten() {
            session.is_silent.store(is_silent, Ordering::Release);
        }
    }

    /// All connected parties with the last time each was heard.
    pub(crate) fn last_heard(&self) -> impl Iterator<Item = (&Owner, Timestamp)> {
        self.owners.iter().filter_map(|(owner, sessions)| {
            sessions.iter().map(|s| s.last_heard()).max().map(|at| (owner, at))
        })
    }

    /// Time in which the engine did not run does not count as silence.
    pub(crate) fn shift(&self, by: Millis) {
        for session in self.owners.values().flatten() {
            session.hear(session.last_heard() + by);
        }
    }
}
