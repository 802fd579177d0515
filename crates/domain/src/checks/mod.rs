//! The promises of Holdfast as checks that can be run: each has an id and a sentence. The simulator, property tests and debug assertions
//! use the same ones. A check reads the log, the state or what a client saw, and works out for itself what must be so; it never asks the
//! code that it checks. What it leaves out: when to run which, and what to do with what is found.

mod answers;
mod clients;
mod customers;
mod due;
mod hearing;
mod log;
mod moments;
mod state;

pub use answers::{AnswerLedger, Outcome};
pub use clients::{ClientView, is_customers_own};
pub use due::{is_overdue, overdue_agent, overdue_conversation};
pub use hearing::Hearing;
pub use log::{Before, LogCheck};
pub use state::{check_conversation, check_desk, check_state, replay_equals, snapshot_equals};

use std::fmt;

/// A promise that is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each has its sentence")]
pub enum Check {
    AckedOnce,
    OneAnswer,
    OneOrder,
    NothingInternal,
    OneOpenChat,
    OneLead,
    OnePlace,
    WithinLimit,
    EverythingEnds,
    BackInQueue,
    InTurn,
    FirstArrival,
    WholeLife,
    Incident,
    Replay,
    Restart,
    HeardIsNotLost,
    Moments,
    Rated,
    Proved,
    LeadsSomewhere,
    Answered,
    NeverStuck,
}

impl Check {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 23] = [
        Self::AckedOnce,
        Self::OneAnswer,
        Self::OneOrder,
        Self::NothingInternal,
        Self::OneOpenChat,
        Self::OneLead,
        Self::OnePlace,
        Self::WithinLimit,
        Self::EverythingEnds,
        Self::BackInQueue,
        Self::InTurn,
        Self::FirstArrival,
        Self::WholeLife,
        Self::Incident,
        Self::Replay,
        Self::Restart,
        Self::HeardIsNotLost,
        Self::Moments,
        Self::Rated,
        Self::Proved,
        Self::LeadsSomewhere,
        Self::Answered,
        Self::NeverStuck,
    ];

    /// The id: what a failing run prints.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::AckedOnce => "acked-once",
            Self::OneAnswer => "one-answer",
            Self::OneOrder => "one-order",
            Self::NothingInternal => "nothing-internal",
            Self::OneOpenChat => "one-open-chat",
            Self::OneLead => "one-lead",
            Self::OnePlace => "one-place",
            Self::WithinLimit => "within-limit",
            Self::EverythingEnds => "everything-ends",
            Self::BackInQueue => "back-in-queue",
            Self::InTurn => "in-turn",
            Self::FirstArrival => "first-arrival",
            Self::WholeLife => "whole-life",
            Self::Incident => "incident",
            Self::Replay => "replay",
            Self::Restart => "restart",
            Self::HeardIsNotLost => "heard-is-not-lost",
            Self::Moments => "moments",
            Self::Rated => "rated",
            Self::Proved => "proved",
            Self::LeadsSomewhere => "leads-somewhere",
            Self::Answered => "answered",
            Self::NeverStuck => "never-stuck",
        }
    }

    /// The promise, in a sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::AckedOnce => {
                "a message that was acknowledged is never lost and never there twice"
            }
            Self::OneAnswer => "the same command gets the same answer, also after a restart",
            Self::OneOrder => {
                "every client sees all that it may see, in the one order of the log, and nothing twice"
            }
            Self::NothingInternal => "a customer never sees what is internal, nor another's chat",
            Self::OneOpenChat => "a conversation has at most one chat that is not closed",
            Self::OneLead => "a chat has at most one lead",
            Self::OnePlace => {
                "a chat is in one place: waiting in a queue, with an agent, on hold, in wrap-up, or closed"
            }
            Self::WithinLimit => "nobody is given a chat above its limit",
            Self::EverythingEnds => {
                "every offer, invitation, hold, wait, silence and wrap-up ends at its limit"
            }
            Self::BackInQueue => {
                "a lost agent's conversation is back in its queue at once, in the same commit, at its first arrival time"
            }
            Self::InTurn => {
                "nothing younger of the same priority is given out before a chat that waits longer"
            }
            Self::FirstArrival => "the first arrival time of a conversation never changes",
            Self::WholeLife => {
                "every chat has exactly one 26, one 100 and one 27 in the end, in that order"
            }
            Self::Incident => "every conversation has its incident, and the incident every message",
            Self::Replay => "the state equals its replay, and a snapshot with its tail the whole",
            Self::Restart => "a restart marks nobody absent or lost who had no full interval since",
            Self::HeardIsNotLost => "nobody is held for absent or lost who was heard",
            Self::Moments => "events come in the order that the log's specification gives them",
            Self::Rated => {
                "a conversation is rated by its own customer, after its end and within the time for it, and no acknowledged rating is lost"
            }
            Self::Proved => {
                "a customer is nobody that it has not proved to be, what it has proved stays, and where a proof is required nobody asks without one"
            }
            Self::LeadsSomewhere => {
                "every topic and every invitation rule leads to a queue that there is"
            }
            Self::Answered => "every command is answered in the end",
            Self::NeverStuck => "the engine never stops serving while its journal is whole",
        }
    }
}

/// A promise that was broken, and how.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Violation {
    /// Which.
    pub check: Check,
    /// What was found: names, values and limits.
    pub detail: String,
}

impl Violation {
    pub(crate) fn new(check: Check, detail: impl Into<String>) -> Self {
        Self { check, detail: detail.into() }
    }

    /// For checks that are made outside, with what only a simulator knows.
    #[must_use]
    pub fn of(check: Check, detail: String) -> Self {
        Self { check, detail }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.check.id(), self.detail, self.check.sentence())
    }
}

/// What a check comes to.
pub type Checked = Result<(), Violation>;

/// Fails with a violation unless something is so.
pub(crate) fn ensure(is_so: bool, check: Check, detail: impl FnOnce() -> String) -> Checked {
    if is_so { Ok(()) } else { Err(Violation::new(check, detail())) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Check;

    #[test]
    fn every_check_has_an_id_of_its_own_and_a_sentence() {
        let ids: BTreeSet<&str> = Check::ALL.iter().map(|check| check.id()).collect();
        assert_eq!(ids.len(), Check::ALL.len());
        assert!(Check::ALL.iter().all(|check| check.sentence().len() > 20));
    }
}
