//! The stay of an agent in a chat, and an offer of a chat to an agent: what a session's row cannot say. What it leaves out: which events
//! belong to which.

use domain::Timestamp;

use super::table::Row;
use crate::statistics::intervals::Periods;
use crate::statistics::{Intervals, Messages};

/// One stay, from its entering to the end of its wrap-up.
#[derive(Debug, Clone)]
pub(super) struct Engagement {
    /// Position of the entering.
    pub(super) id: i64,
    pub(super) agent: i64,
    pub(super) agent_id: String,
    pub(super) queue: i64,
    pub(super) role: &'static str,
    pub(super) how: String,
    pub(super) entered_at: Timestamp,
    pub(super) left: Option<(Timestamp, String)>,
    pub(super) wrap_up: Option<u64>,
    pub(super) messages: Messages,
    pub(super) replies: Intervals,
    pub(super) absent: Periods,
    /// Nothing more can change it.
    pub(super) is_final: bool,
    pub(super) is_dirty: bool,
}

impl Engagement {
    pub(super) fn is_in(&self) -> bool {
        self.left.is_none()
    }

    pub(super) fn leave(&mut self, at: Timestamp, reason: &str, has_wrap_up: bool) {
        self.absent.end(at);
        self.left = Some((at, reason.to_owned()));
        self.is_final = !has_wrap_up;
        self.is_dirty = true;
    }

    /// The wrap-up is over.
    pub(super) fn release(&mut self, at: Timestamp) {
        if let Some((left_at, _)) = self.left {
            self.wrap_up = Some((at - left_at).0);
        }
        self.is_final = true;
        self.is_dirty = true;
    }

    /// Its row, as if it ended now if it has not.
    pub(super) fn row(&self, chat: &str, thread: &str, now: Timestamp) -> Row {
        let (left_at, reason) = match &self.left {
            Some((at, reason)) => (Some(*at), reason.as_str()),
            None => (None, ""),
        };
        let handle = (left_at.unwrap_or(now) - self.entered_at).0 / 1_000;
        let absent = self.absent.at(left_at.unwrap_or(now));
        let count = |number: u64| (number as i64).into();
        vec![
            self.id.into(),
            chat.into(),
            thread.into(),
            self.agent.into(),
            self.queue.into(),
            self.role.into(),
            self.how.as_str().into(),
            self.entered_at.0.into(),
            left_at.map(|at| at.0).into(),
            reason.into(),
            count(handle),
            count(self.wrap_up.unwrap_or_default() / 1_000),
            count(self.messages.count),
            count(self.messages.size),
            count(self.replies.count),
            count(self.replies.total_time()),
            count(self.replies.max_time()),
            count(absent.count),
            count(absent.total_time()),
        ]
    }
}

/// One offer.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    /// Position of the offer.
    pub(super) id: i64,
    pub(super) agent: i64,
    pub(super) queue: i64,
    pub(super) offered_at: Timestamp,
    pub(super) answer: Option<(Timestamp, &'static str)>,
    pub(super) is_dirty: bool,
}

impl Offer {
    pub(super) fn row(&self, chat: &str) -> Row {
        vec![
            self.id.into(),
            chat.into(),
            self.agent.into(),
            self.queue.into(),
            self.offered_at.0.into(),
            self.answer.map(|(at, _)| at.0).into(),
            self.answer.map_or("", |(_, answer)| answer).into(),
        ]
    }
}
