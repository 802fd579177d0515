//! An event on its way to clients: serialised once for all of the staff and once for the customer, whoever needs it first.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use domain::{AgentId, Party, Recorded};

/// The display names of the staff at a moment.
pub type Names = BTreeMap<AgentId, Arc<str>>;

/// An event, with room for its two serialised forms. The gateway supplies the wire format.
#[derive(Debug)]
pub struct Line {
    /// The event at its place.
    pub recorded: Recorded,
    /// The staff's display names when it was told, to be shown with it.
    pub names: Arc<Names>,
    staff: OnceLock<Bytes>,
    customer: OnceLock<Bytes>,
}

impl Line {
    pub(crate) fn new(recorded: Recorded, names: Arc<Names>) -> Self {
        Self { recorded, names, staff: OnceLock::new(), customer: OnceLock::new() }
    }

    /// The display name of a member of the staff or a bot.
    #[must_use]
    pub fn name_of(&self, party: &Party) -> Option<&str> {
        party.agent_id().and_then(|id| self.names.get(&id)).map(|name| &**name)
    }

    /// The form that all of the staff get, made at the first call.
    pub fn staff(&self, make: impl FnOnce(&Self) -> Bytes) -> Bytes {
        self.staff.get_or_init(|| make(self)).clone()
    }

    /// The form that the customer gets, made at the first call.
    pub fn customer(&self, make: impl FnOnce(&Self) -> Bytes) -> Bytes {
        self.customer.get_or_init(|| make(self)).clone()
    }
}
