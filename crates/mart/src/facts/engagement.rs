//! The stay of an agent in a chat, and an offer of a chat to an agent: what a session's row cannot say. What it leaves out: which events
//! belong to which.

use domain::Timestamp;

use super::calendar;
use super::rollup::Share;
use super::table::{Field, Row};
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
    /// Its part in the hourly aggregate as it is stored; none when it is new.
    pub(super) share: Option<Share>,
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

/// How many sums of an agent's hour are of stays; those of offers follow.
const SUMS_OF_STAYS: usize = 10;

/// How many are of offers.
const SUMS_OF_OFFERS: usize = 4;

fn key(at: Timestamp, agent: i64, queue: i64) -> Row {
    vec![calendar::hour(calendar::interval(at)).into(), agent.into(), queue.into()]
}

impl Engagement {
    /// Its part in its agent's hour, now that it has this row.
    pub(super) fn share_of(&self, row: &Row) -> Share {
        // From `handle_duration` on the row has what the aggregate has, but for the longest reply.
        let number = |index: usize| row.get(index).and_then(Field::integer).unwrap_or_default();
        let is_lost = matches!(&self.left, Some((_, reason)) if reason == "disconnected");
        let of_stay: [i64; SUMS_OF_STAYS] = [
            1,
            number(10),
            number(11),
            number(12),
            number(13),
            number(14),
            number(15),
            number(17),
            number(18),
            is_lost.into(),
        ];
        let mut sums = of_stay.to_vec();
        sums.resize(SUMS_OF_STAYS + SUMS_OF_OFFERS, 0);
        Share { key: key(self.entered_at, self.agent, self.queue), sums, max: Some(number(16)) }
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
    /// Its part in the hourly aggregate as it is stored; none when it is new.
    pub(super) share: Option<Share>,
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

    /// Its part in its agent's hour.
    pub(super) fn share_now(&self) -> Share {
        let answer = self.answer.map_or("", |(_, answer)| answer);
        let is = |answers: [&str; 2]| i64::from(answers.contains(&answer));
        let mut sums = vec![0; SUMS_OF_STAYS];
        sums.extend([
            1,
            is(["accepted", "auto_accepted"]),
            is(["declined", "unavailable"]),
            is(["timeout", "auto_declined"]),
        ]);
        Share { key: key(self.offered_at, self.agent, self.queue), sums, max: Some(0) }
    }
}
