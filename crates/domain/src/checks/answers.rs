//! What commands were answered with, held against the log: an acknowledged message is there once, and no command gets two answers.

use std::collections::BTreeMap;

use super::{Check, Checked, Violation, ensure};
use crate::event::{Party, Seq};
use crate::id::{CommandId, ConversationId};
use crate::refusal::Code;

/// What a command came to, as its sender was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Carried out.
    Done {
        /// The position of its last event, 0 if it had none.
        seq: Seq,
        /// The conversation that it was about.
        conversation: Option<ConversationId>,
    },
    /// Refused, for good.
    Refused(Code),
}

/// The final answers that senders were given.
#[derive(Debug, Clone, Default)]
pub struct AnswerLedger {
    given: BTreeMap<(Party, CommandId), Outcome>,
}

impl AnswerLedger {
    /// Notes an answer that reached its sender; passing refusals are none. `last` is the last position that is durable.
    ///
    /// # Errors
    /// When the command had another answer before, or the answer speaks of what is not durable.
    pub fn answered(&mut self, by: &Party, id: &CommandId, outcome: Outcome, last: Seq) -> Checked {
        if let Outcome::Done { seq, .. } = &outcome {
            ensure(*seq <= last, Check::AckedOnce, || {
                format!("{id} of {} is acknowledged at {seq}, the log ends at {last}", by.id)
            })?;
        }
        match self.given.get(&(by.clone(), id.clone())) {
            None => {
                self.given.insert((by.clone(), id.clone()), outcome);
                Ok(())
            }
            Some(before) => ensure(*before == outcome, Check::OneAnswer, || {
                format!("{id} of {} was answered {before:?}, and now {outcome:?}", by.id)
            }),
        }
    }

    /// A start found the log ending at a position: nothing that was acknowledged may lie behind it.
    ///
    /// # Errors
    /// The first command that was acknowledged and is gone.
    pub fn log_ends_at(&self, last: Seq) -> Checked {
        let lost = self.given.iter().find_map(|((by, id), outcome)| match outcome {
            Outcome::Done { seq, .. } if *seq > last => Some((by, id, *seq)),
            Outcome::Done { .. } | Outcome::Refused(_) => None,
        });
        match lost {
            None => Ok(()),
            Some((by, id, seq)) => Err(Violation::new(
                Check::AckedOnce,
                format!("{id} of {} was acknowledged at {seq}, the log ends at {last}", by.id),
            )),
        }
    }

    /// Forgets the answer to a command that nobody will send again.
    pub fn forget(&mut self, by: &Party, id: &CommandId) {
        self.given.remove(&(by.clone(), id.clone()));
    }

    /// How many answers are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.given.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.given.is_empty()
    }
}
