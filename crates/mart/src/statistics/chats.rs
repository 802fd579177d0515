//! The open chats of a log and their statistics. A chat is let go when it ends, so that memory grows with those that are open only.
//! What it leaves out: reading and printing.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use domain::Timestamp;

use super::Session;
use crate::log::{ByTenant, Fact, Line};

/// Chats by id. Nothing comes out in the map's own order. What is open is large, and stands beside the map so that looking for one stays within
/// little memory.
type ById = HashMap<Box<str>, Box<Open>, BuildHasherDefault<DefaultHasher>>;

#[derive(Debug)]
struct Open {
    /// How many chats began before it.
    rank: u64,
    session: Session,
}

/// The open chats, by tenant and id.
#[derive(Debug, Default)]
pub struct Chats {
    tenants: ByTenant<ById>,
    began: u64,
    now: Timestamp,
}

impl Chats {
    /// Takes the next line; returns the chat that it ended. A chat whose beginning was not seen is not followed.
    #[must_use]
    pub fn apply(&mut self, line: &Line<'_>) -> Option<Session> {
        let Line { tenant, chat, entry, .. } = line;
        self.now = self.now.max(entry.at);
        let chat = chat.as_deref()?;
        if matches!(entry.fact, Fact::Other) {
            return None;
        }
        let open = self.tenants.of(tenant);
        if let Some(found) = open.get_mut(chat) {
            found.session.apply(entry);
            let is_over = found.session.is_over();
            return if is_over { open.remove(chat).map(|open| open.session) } else { None };
        }
        if let Fact::Created(created) = &entry.fact {
            let session = Session::new(tenant, chat, entry.at, created);
            open.insert(chat.into(), Box::new(Open { rank: self.began, session }));
            self.began += 1;
        }
        None
    }

    /// The time of the last event.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The chats that are open, in the order in which they began.
    pub fn into_open(self) -> impl Iterator<Item = Session> {
        let mut open: Vec<Box<Open>> =
            self.tenants.into_values().flat_map(HashMap::into_values).collect();
        open.sort_unstable_by_key(|open| open.rank);
        open.into_iter().map(|open| open.session)
    }
}
