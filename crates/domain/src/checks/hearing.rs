//! Who was heard when, as a server's sockets had it, held against who is said to be absent or lost.

use std::collections::{BTreeMap, VecDeque};

use super::{Check, Checked, ensure};
use crate::event::{Body, Event, Party};
use crate::presence::Who;
use crate::state::State;
use crate::time::{Millis, Timestamp};

/// How many times at which somebody was heard are remembered: a slow disk makes events durable long after they were decided.
const HEARD_MAX: usize = 200;
/// How long a message may be on its way to the writer.
const TURN_MS: i64 = 3;

/// When a server heard each party.
#[derive(Debug, Clone, Default)]
pub struct Hearing {
    heard: BTreeMap<Who, VecDeque<Timestamp>>,
    /// When messages last had to wait for the writer: it knows then of nobody that it was heard.
    behind_at: Timestamp,
    started_at: Timestamp,
}

impl Hearing {
    /// The server has just heard a party.
    pub fn heard(&mut self, who: Who, at: Timestamp) {
        let heard = self.heard.entry(who).or_default();
        if heard.back().is_none_or(|last| *last < at) {
            heard.push_back(at);
        }
        if heard.len() > HEARD_MAX {
            heard.pop_front();
        }
    }

    /// Messages wait for the writer.
    pub fn is_behind(&mut self, at: Timestamp) {
        self.behind_at = self.behind_at.max(at);
    }

    /// The server starts. When it heard whom is the former one's matter: this one's time may begin before that one's end.
    pub fn started(&mut self, at: Timestamp) {
        *self = Self { started_at: at, ..Self::default() };
    }

    /// Forgets parties of which nothing more will come.
    pub fn keep(&mut self, is_kept: impl Fn(&Who) -> bool) {
        self.heard.retain(|who, _| is_kept(who));
    }

    /// When a party was last heard, as far as the writer could know of it at a moment.
    fn heard_before(&self, who: &Who, at: Timestamp) -> Timestamp {
        let known = Timestamp(at.0.saturating_sub(TURN_MS));
        let heard = self.heard.get(who);
        let last = heard.and_then(|heard| heard.iter().rev().find(|heard| **heard <= known));
        last.copied().unwrap_or(Timestamp(i64::MIN / 2))
    }

    /// Holds an event against who was heard, given the state just before it: nobody is absent or lost too early.
    ///
    /// # Errors
    /// Who was heard, or had no full interval since the start.
    pub fn event(&self, before: &State, event: &Event) -> Checked {
        let of_agent = |party: &Party| party.agent_id().map(Who::Agent);
        let of_customer = || event.conversation.clone().map(Who::Customer);
        let settings = &before.directory.settings;
        let (who, retries) = match &event.body {
            Body::AgentAbsent { participant } => (of_agent(participant), 1),
            Body::AgentLost { participant } => {
                (of_agent(participant), settings.agent_absent_retry_count)
            }
            Body::EndUserAbsent {} => (of_customer(), 1),
            Body::UserLost {} => (of_customer(), settings.user_absent_retry_count),
            _ => return Ok(()),
        };
        let Some(who) = who else { return Ok(()) };
        let interval = settings.absent_interval.times(retries);
        let heard = self.heard_before(&who, event.at);
        let slug = event.body.kind().slug();
        let is_quiet = event.at >= heard + interval || event.at <= self.behind_at + interval;
        ensure(is_quiet, Check::HeardIsNotLost, || {
            format!("{slug} of {who:?} at {}, heard at {heard}", event.at)
        })?;
        ensure(event.at >= self.started_at + interval, Check::Restart, || {
            format!("{slug} of {who:?} at {}, start at {}", event.at, self.started_at)
        })
    }

    /// An agent that nobody has heard for long must have lost its chats by now, whatever the engine believes of it.
    ///
    /// # Errors
    /// Who still has chats.
    pub fn unheard(&self, state: &State, now: Timestamp, serving_since: Timestamp) -> Checked {
        let settings = &state.directory.settings;
        let limit = settings.absent_interval.times(settings.agent_absent_retry_count);
        // A client falls silent when it has missed two heartbeats, which is looked at twice a heartbeat; then a commit must pass.
        let slack = Millis(settings.heartbeat_interval.times(3).0 + 10_000);
        for (agent, desk) in state.desks.iter().filter(|(_, desk)| !desk.chats.is_empty()) {
            let heard = self.heard.get(&Who::Agent(agent.clone()));
            let heard = heard.and_then(|heard| heard.back()).copied().unwrap_or_default();
            let since = heard.max(self.started_at).max(serving_since);
            ensure(now <= since + limit + slack, Check::EverythingEnds, || {
                format!("{agent} has {:?} at {now} and is not heard since {since}", desk.chats)
            })?;
        }
        Ok(())
    }
}
