//! A chat whose agent was lost or signed out, and how its conversation went on: a row that shows that it did. What it leaves out: why an
//! agent was lost.

use domain::Timestamp;

use super::calendar;
use super::table::Row;

/// From the end of the one chat to the next agent in the other.
#[derive(Debug, Clone)]
pub(super) struct Recovery {
    /// Position of the conclusion.
    pub(super) id: i64,
    pub(super) chat: String,
    pub(super) next_chat: String,
    pub(super) agent: Option<i64>,
    pub(super) queue: i64,
    pub(super) reason: String,
    /// Since when the agent was absent; none when it signed out.
    pub(super) absent_at: Option<Timestamp>,
    pub(super) concluded_at: Timestamp,
    pub(super) requeued_at: Option<Timestamp>,
    pub(super) answered_at: Option<Timestamp>,
    pub(super) messages: i64,
    pub(super) is_dirty: bool,
}

impl Recovery {
    pub(super) fn row(&self, thread: &str) -> Row {
        vec![
            self.id.into(),
            self.chat.as_str().into(),
            thread.into(),
            self.next_chat.as_str().into(),
            calendar::interval(self.concluded_at).into(),
            self.agent.into(),
            self.queue.into(),
            self.reason.as_str().into(),
            self.absent_at.map(|at| at.0).into(),
            self.concluded_at.0.into(),
            self.requeued_at.map(|at| at.0).into(),
            self.answered_at.map(|at| at.0).into(),
            self.messages.into(),
        ]
    }
}
