//! The fold itself: what each event changes. What it leaves out: how the figures are written.

use domain::{Millis, Timestamp};

use super::intervals::{Intervals, Periods};
use super::parties::Parties;
use super::replies::{Moment, Replies, Side};
use super::{Ended, Messages, Statistics};
use crate::log::{Created, Entry, Fact};

/// The statistics of one chat as its events come in.
#[derive(Debug, Clone)]
pub struct Session {
    tenant: Box<str>,
    chat: Box<str>,
    media_type: Box<str>,
    media_origin: Box<str>,
    language: Box<str>,
    is_async: bool,
    started_at: Timestamp,
    ended: Option<Ended>,
    customer_left_at: Option<Timestamp>,
    first_agent_at: Option<Timestamp>,
    first_reply_at: Option<Timestamp>,
    first_bot_at: Option<Timestamp>,
    from_agents: Messages,
    from_customers: Messages,
    from_bots: Messages,
    parties: Parties,
    replies: Replies,
    handle: Periods,
    active_idle: Periods,
    async_dormant: Periods,
    async_idle: Periods,
    /// From being placed on hold to the next agent's entering: longer than dormant, since it has the routing in it.
    held: Periods,
}

impl Session {
    /// Begins with the chat's creation.
    #[must_use]
    pub fn new(tenant: &str, chat: &str, at: Timestamp, created: &Created<'_>) -> Self {
        Self {
            tenant: tenant.into(),
            chat: chat.into(),
            media_type: (&*created.media_type).into(),
            media_origin: (&*created.media_origin).into(),
            language: (&*created.language).into(),
            is_async: created.is_async,
            started_at: at,
            ended: None,
            customer_left_at: None,
            first_agent_at: None,
            first_reply_at: None,
            first_bot_at: None,
            from_agents: Messages::default(),
            from_customers: Messages::default(),
            from_bots: Messages::default(),
            parties: Parties::default(),
            replies: Replies::default(),
            handle: Periods::default(),
            active_idle: Periods::default(),
            async_dormant: Periods::default(),
            async_idle: Periods::default(),
            held: Periods::default(),
        }
    }

    /// Whether the chat has ended; nothing changes after that.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.ended.is_some()
    }

    /// Whether an agent is in the chat.
    #[must_use]
    pub fn has_agent(&self) -> bool {
        self.parties.has_agent()
    }

    /// Takes the chat's next event. Returns the length in milliseconds of the reply that it completed, if it did.
    pub fn apply(&mut self, entry: &Entry<'_>) -> Option<u64> {
        if self.is_over() {
            return None;
        }
        let at = entry.at;
        match &entry.fact {
            Fact::AgentPost(characters) => {
                self.from_agents.add(*characters);
                self.first_reply_at.get_or_insert(at);
                return self.message(Side::Agents, at);
            }
            Fact::CustomerPost(characters) => {
                self.from_customers.add(*characters);
                return self.message(Side::Customer, at);
            }
            Fact::BotPost(characters) => self.from_bots.add(*characters),
            Fact::Activity => self.activity(at),
            Fact::AgentEntered(id) => self.agent_entered(id, at),
            Fact::AgentLeft(id) => self.agent_left(id, at),
            Fact::BotEntered => {
                self.parties.bot();
                self.first_bot_at.get_or_insert(at);
            }
            Fact::CoachBegan(id) => self.parties.coach(id),
            Fact::MonitorBegan(id) => self.parties.monitor(id),
            Fact::CustomerLeft => {
                self.customer_left_at.get_or_insert(at);
            }
            Fact::IdleAlert => {
                if self.parties.has_agent() {
                    self.active_idle.begin(at);
                }
            }
            Fact::AsyncOnHold => {
                if self.is_async {
                    self.async_dormant.begin(at);
                    self.held.begin(at);
                }
            }
            Fact::AsyncCustomerActivity => self.async_dormant.end(at),
            Fact::AsyncIdleAlert => {
                if self.is_async {
                    self.async_idle.begin(at);
                }
            }
            Fact::Concluded(concluded) => {
                self.ended = Some(Ended {
                    at,
                    by: (&*concluded.ended_by).into(),
                    reason: (&*concluded.ended_reason).into(),
                });
            }
            Fact::Created(_) | Fact::Other => {}
        }
        None
    }

    /// All figures: of the whole session when it has ended, else as if it ended now.
    #[must_use]
    pub fn statistics(&self, now: Timestamp) -> Statistics<'_> {
        let end = self.ended.as_ref().map_or(now, |ended| ended.at);
        let until = |at: Option<Timestamp>| at.map_or(0, |at| seconds(at - self.started_at));
        Statistics {
            tenant: &self.tenant,
            chat: &self.chat,
            media_type: &self.media_type,
            media_origin: &self.media_origin,
            language: &self.language,
            is_async: self.is_async,
            started_at: self.started_at,
            ended: self.ended.as_ref(),
            ended_agent: self.parties.ended_agent(),
            from_agents: self.from_agents,
            from_customers: self.from_customers,
            from_bots: self.from_bots,
            agents: self.parties.agents(),
            coaches: self.parties.coaches(),
            monitors: self.parties.monitors(),
            bots: self.parties.bots(),
            total_time: seconds(end - self.started_at),
            until_first_agent_time: until(self.first_agent_at),
            until_first_reply_time: until(self.first_reply_at),
            until_first_bot_time: until(self.first_bot_at),
            with_customer_time: until(Some(self.customer_left_at.unwrap_or(end))),
            handle: self.handle.at(end),
            active_idle: self.active_idle.at(end),
            async_dormant: self.async_dormant.at(end),
            async_idle: self.async_idle.at(end),
            agent_reply: self.replies.agent_reply,
            agent_wait: self.replies.agent_wait,
            customer_reply: self.replies.customer_reply,
            customer_wait: self.replies.customer_wait,
        }
    }

    /// How long agents were in the chat, as if it ended now.
    #[must_use]
    pub fn handle(&self, now: Timestamp) -> Intervals {
        self.statistics(now).handle
    }

    fn message(&mut self, side: Side, at: Timestamp) -> Option<u64> {
        self.activity(at);
        let moment = Moment {
            at,
            held_ms: self.held.at(at).total_ms,
            dormant_ms: self.async_dormant.at(at).total_ms,
        };
        self.replies.message(side, moment)
    }

    fn activity(&mut self, at: Timestamp) {
        self.active_idle.end(at);
        self.async_idle.end(at);
    }

    fn agent_entered(&mut self, id: &str, at: Timestamp) {
        self.parties.enter(id);
        self.first_agent_at.get_or_insert(at);
        self.activity(at);
        self.handle.begin(at);
        self.async_dormant.end(at);
        self.held.end(at);
    }

    fn agent_left(&mut self, id: &str, at: Timestamp) {
        if !self.parties.leave(id) {
            return;
        }
        self.activity(at);
        if !self.parties.has_agent() {
            self.handle.end(at);
        }
    }
}

fn seconds(length: Millis) -> u64 {
    length.0 / 1_000
}
