//! What the facts need of one chat, folded from its events: the statistics, the stays and offers in it, who holds its slot, how long it
//! waited. What it leaves out: rows of other tables than its own.

use std::collections::BTreeMap;

use domain::event::Body;
use domain::{Event, PartyType, Recorded, Timestamp};

use super::aggregates::{MAXES, SUMS};
use super::calendar;
use super::engagement::{Engagement, Offer};
use super::hours::Part;
use super::keys::{Keys, NO_VALUE, SessionDim, or_no_value};
use super::table::{Field, Row};
use crate::log::entry::word;
use crate::log::{Entry, Fact};
use crate::statistics::intervals::Periods;
use crate::statistics::{Messages, Session, Statistics};

#[derive(Debug, Clone)]
pub(super) struct Chat {
    pub(super) id: String,
    /// Position of its creation.
    created: i64,
    started_at: Timestamp,
    last_at: Timestamp,
    pub(super) media_type: i64,
    pub(super) queue: i64,
    /// Where it waits or was last waiting.
    queue_now: i64,
    dim: i64,
    async_mode: bool,
    pub(super) media_origin: String,
    pub(super) language_name: String,
    pub(super) session: Session,
    pub(super) ended: Option<End>,
    pub(super) engagements: Vec<Engagement>,
    pub(super) offers: Vec<Offer>,
    pub(super) waiting: Periods,
    /// Since when it waits for its first agent: its creation, or when a bot passed it on.
    waits_from: Timestamp,
    first_agent_at: Option<Timestamp>,
    /// A bot passed it to a queue, or an agent came after a bot.
    handed_over: bool,
    /// Who is absent in it, and since when.
    absent: BTreeMap<String, Timestamp>,
    /// The agent one of whose sessions this chat uses: from the lead session's start to its end, or to the release when the chat ended.
    pub(super) slot: Option<String>,
    /// Its part in the hourly aggregate as it is stored; none when it is new.
    pub(super) part: Option<Part>,
    pub(super) is_dirty: bool,
}

/// How a chat ended, as far as its outcome needs it.
#[derive(Debug, Clone)]
pub(super) struct End {
    at: Timestamp,
    pub(super) by: String,
    pub(super) continued: bool,
}

impl Chat {
    /// A chat from its creation; None for any other event.
    pub(super) fn begin(recorded: &Recorded, tenant: &str, keys: &mut Keys) -> Option<Self> {
        let event = &*recorded.event;
        let id = event.chat.as_ref()?.as_str();
        let Body::ChatCreated(data) = &event.body else { return None };
        let entry = Entry::of(event);
        let Fact::Created(created) = &entry.fact else { return None };
        let media_origin = or_no_value(&created.media_origin);
        let language_name = or_no_value(&created.language);
        let queue = keys.queue(data.queue.as_str());
        let mut waiting = Periods::default();
        waiting.begin(event.at);
        let mut chat = Self {
            id: id.to_owned(),
            created: recorded.seq as i64,
            started_at: event.at,
            last_at: event.at,
            media_type: keys.media_type(&created.media_type),
            queue,
            queue_now: queue,
            dim: 0,
            async_mode: created.is_async,
            media_origin,
            language_name,
            session: Session::new(tenant, id, event.at, created),
            ended: None,
            engagements: Vec::new(),
            offers: Vec::new(),
            waiting,
            waits_from: event.at,
            first_agent_at: None,
            handed_over: false,
            absent: BTreeMap::new(),
            slot: None,
            part: None,
            is_dirty: true,
        };
        chat.dim = chat.dim_of(keys, [NO_VALUE; 4]);
        Some(chat)
    }

    fn dim_of(&self, keys: &mut Keys, ended: [&str; 4]) -> i64 {
        let [by, reason, agent, disconnect_reason] = ended.map(or_no_value);
        keys.dim(SessionDim {
            media_origin: self.media_origin.clone(),
            language_name: self.language_name.clone(),
            ended_by: by,
            ended_reason: reason,
            async_mode: self.async_mode,
            ended_agent: agent,
            disconnect_reason,
        })
    }

    /// Whether nothing that comes can change its rows, unless it is something unusual.
    pub(super) fn is_settled(&self) -> bool {
        self.ended.is_some() && self.slot.is_none() && self.engagements.iter().all(|e| e.is_final)
    }

    pub(super) fn apply(&mut self, recorded: &Recorded, keys: &mut Keys) {
        let event = &*recorded.event;
        let was_over = self.session.is_over();
        let reply = self.session.apply(&Entry::of(event));
        if !was_over {
            self.last_at = event.at;
        }
        self.is_dirty = true;
        self.apply_offers(recorded, keys);
        self.apply_engagements(recorded, keys, reply);
        self.apply_place(event, keys);
        if let Body::ChatConcluded(data) = &event.body
            && !was_over
        {
            let (by, reason) = (word(&data.ended_by), word(&data.ended_reason));
            let agent = self.session.statistics(event.at).ended_agent.as_str();
            let finer = word(&data.disconnect_reason);
            self.dim = self.dim_of(keys, [&by, &reason, agent, &finer]);
            let continued = data.continued_as.is_some();
            self.ended = Some(End { at: event.at, by: by.into_owned(), continued });
        }
    }

    /// Where the chat waits, and whose session it uses.
    fn apply_place(&mut self, event: &Event, keys: &mut Keys) {
        let at = event.at;
        match &event.body {
            Body::TransferredToQueue { queue } => {
                self.queue_now = keys.queue(queue.as_str());
                self.waiting.begin(at);
                if event.actor.party_type == PartyType::Bot {
                    self.handed_over = true;
                    if self.first_agent_at.is_none() {
                        self.waits_from = at;
                    }
                }
            }
            Body::ChatRequeued { queue, .. } => self.queue_now = keys.queue(queue.as_str()),
            Body::AsyncCustomerActivity {} => self.waiting.begin(at),
            Body::EngagementParticipantEntered { .. } | Body::ChatConcluded(_) => {
                self.waiting.end(at);
            }
            Body::LeadSessionStart { participant } => {
                self.slot = Some(participant.id.to_string());
            }
            Body::LeadSessionEnd { .. } if self.ended.is_none() => self.slot = None,
            Body::ChatReleased {} => self.slot = None,
            _ => {}
        }
    }

    fn apply_offers(&mut self, recorded: &Recorded, keys: &mut Keys) {
        let at = recorded.event.at;
        let (participant, answer) = match &recorded.event.body {
            Body::AgentEngagementInvitation { participant, queue } => {
                self.offers.push(Offer {
                    id: recorded.seq as i64,
                    agent: keys.agent(&participant.id),
                    queue: keys.queue(queue.as_str()),
                    offered_at: at,
                    answer: None,
                    is_dirty: true,
                    share: None,
                });
                return;
            }
            Body::AgentEngagementAccepted { participant } => (participant, "accepted"),
            Body::AgentEngagementDeclined { participant } => (participant, "declined"),
            Body::AgentEngagementTimeout { participant } => (participant, "timeout"),
            Body::AgentEngagementUnavailable { participant } => (participant, "unavailable"),
            Body::AgentEngagementAutoAccepted { participant } => (participant, "auto_accepted"),
            Body::AgentEngagementAutoDeclined { participant } => (participant, "auto_declined"),
            _ => return,
        };
        let agent = keys.agent(&participant.id);
        let open = |offer: &&mut Offer| offer.agent == agent && offer.answer.is_none();
        if let Some(offer) = self.offers.iter_mut().rev().find(open) {
            offer.answer = Some((at, answer));
            offer.is_dirty = true;
        }
    }

    fn apply_engagements(&mut self, recorded: &Recorded, keys: &mut Keys, reply: Option<u64>) {
        let event = &*recorded.event;
        let at = event.at;
        match &event.body {
            Body::EngagementParticipantEntered { participant, role, how } => {
                let is_agent = matches!(Entry::of(event).fact, Fact::AgentEntered(_));
                if is_agent && self.engaged(&participant.id).is_none() {
                    self.first_agent_at.get_or_insert(at);
                    self.handed_over |= self.statistics().bots > 0;
                    self.engagements.push(Engagement {
                        id: recorded.seq as i64,
                        agent: keys.agent(&participant.id),
                        agent_id: participant.id.to_string(),
                        queue: self.queue_now,
                        role: role_word(*role == domain::event::Role::Lead),
                        how: how.map(|how| word(&how).into_owned()).unwrap_or_default(),
                        entered_at: at,
                        left: None,
                        wrap_up: None,
                        messages: Messages::default(),
                        replies: crate::statistics::Intervals::default(),
                        absent: Periods::default(),
                        is_final: false,
                        is_dirty: true,
                        share: None,
                    });
                }
            }
            Body::EngagementParticipantLeft { participant, reason } => {
                self.left(&participant.id, at, &word(reason));
            }
            Body::AgentDisconnected { participant } => {
                self.left(&participant.id, at, "disconnected");
            }
            Body::AgentRoleChange { lead, supporting } => {
                self.with_engaged(&lead.id, |engagement| engagement.role = role_word(true));
                if let Some(party) = supporting {
                    self.with_engaged(&party.id, |engagement| engagement.role = role_word(false));
                }
            }
            Body::AgentPost { text, .. } => {
                let characters = crate::log::entry::characters(text);
                self.with_engaged(&event.actor.id, |engagement| {
                    engagement.messages.add(characters);
                    if let Some(ms) = reply {
                        engagement.replies.add(ms);
                    }
                });
            }
            Body::AgentAbsent { participant } => {
                self.absent.entry(participant.id.to_string()).or_insert(at);
                self.with_engaged(&participant.id, |engagement| engagement.absent.begin(at));
            }
            Body::AgentPresent { participant } => {
                self.absent.remove(&*participant.id);
                self.with_engaged(&participant.id, |engagement| engagement.absent.end(at));
            }
            Body::ChatReleased {} => {
                for engagement in self.engagements.iter_mut().filter(|e| !e.is_final) {
                    if engagement.is_in() {
                        engagement.leave(at, "concluded", false);
                    } else {
                        engagement.release(at);
                    }
                }
            }
            _ => {}
        }
    }

    fn engaged(&mut self, agent_id: &str) -> Option<&mut Engagement> {
        self.engagements.iter_mut().find(|e| e.is_in() && e.agent_id == agent_id)
    }

    fn with_engaged(&mut self, agent_id: &str, change: impl FnOnce(&mut Engagement)) {
        if let Some(engagement) = self.engaged(agent_id) {
            change(engagement);
            engagement.is_dirty = true;
        }
    }

    /// Only who led the chat when it ended has it in wrap-up.
    fn left(&mut self, agent_id: &str, at: Timestamp, reason: &str) {
        let is_over = self.ended.is_some();
        if let Some(engagement) = self.engaged(agent_id) {
            let has_wrap_up = is_over && engagement.role == role_word(true);
            engagement.leave(at, reason, has_wrap_up);
        }
    }

    /// Where it waits or was last waiting.
    pub(super) fn queue_now(&self) -> i64 {
        self.queue_now
    }

    /// The moment as of which its figures are: its end, or its last event.
    pub(super) fn as_of(&self) -> Timestamp {
        self.ended.as_ref().map_or(self.last_at, |end| end.at)
    }

    pub(super) fn statistics(&self) -> Statistics<'_> {
        self.session.statistics(self.as_of())
    }

    /// Its part in the hourly aggregate as it is now.
    pub(super) fn part_now(&self, tenant: i64) -> Part {
        let measures = self.measures();
        let hour = calendar::hour(calendar::interval(self.started_at));
        let origin = self.media_origin.clone();
        let continued = self.ended.as_ref().is_some_and(|end| end.continued);
        let accepted = self.statistics().agents > 0;
        Part {
            key: (hour, tenant, self.media_type, origin, self.queue, self.dim),
            is_open: self.ended.is_none(),
            accepted,
            abandoned: self.ended.is_some() && !continued && !accepted,
            continued,
            measures,
        }
    }

    pub(super) fn row(&self, tenant: i64, thread: &str, measures: &Measures) -> Row {
        let end_key = self.ended.as_ref().map_or(0, |end| calendar::interval(end.at));
        let mut row: Row = vec![
            self.id.as_str().into(),
            calendar::interval(self.started_at).into(),
            end_key.into(),
            self.started_at.0.into(),
            self.ended.as_ref().map(|end| end.at.0).into(),
            tenant.into(),
            self.media_type.into(),
            self.queue.into(),
            self.dim.into(),
            thread.into(),
        ];
        row.extend(measures.in_fact_order().map(Field::Integer));
        row.push(i64::from(self.ended.is_none()).into());
        row.push(i64::from(self.ended.as_ref().is_some_and(|end| end.continued)).into());
        row.push(self.created.into());
        row
    }

    /// Whose end ended it: the agent that led it, or the one or the bot that was absent, with the beginning of its absence.
    pub(super) fn lost(&self) -> (Option<&str>, Option<Timestamp>) {
        match &self.slot {
            Some(agent) => (Some(agent), self.absent.get(agent).copied()),
            None => match self.absent.first_key_value() {
                Some((id, at)) => (Some(id), Some(*at)),
                None => (None, None),
            },
        }
    }

    fn measures(&self) -> Measures {
        let statistics = self.statistics();
        let mut measures = Measures::of(&statistics);
        let accepted = statistics.agents > 0;
        let ended = self.ended.as_ref().filter(|end| !end.continued);
        let is_over_alone = ended.is_some() && !accepted;
        let has_bot = statistics.bots > 0;
        let contained = is_over_alone && has_bot && !self.handed_over;
        let until = self.first_agent_at.unwrap_or_else(|| self.as_of());
        let waited = if contained { 0 } else { (until - self.waits_from).0 as i64 / 1_000 };
        let abandoned = if is_over_alone { waited } else { 0 };
        let handed_over = has_bot && self.handed_over;
        measures.sums[OURS..].copy_from_slice(&[
            waited,
            abandoned,
            has_bot.into(),
            contained.into(),
            handed_over.into(),
            (handed_over && accepted).into(),
        ]);
        measures
    }
}

/// Where the measures that are ours begin.
const OURS: usize = SUMS.len() - 6;

fn role_word(is_lead: bool) -> &'static str {
    if is_lead { "lead" } else { "supporting" }
}

/// A chat's measures: sums and largest in the order of [`SUMS`] and [`MAXES`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Measures {
    pub(super) sums: [i64; SUMS.len()],
    pub(super) maxes: [i64; MAXES.len()],
}

impl Measures {
    fn of(s: &Statistics<'_>) -> Self {
        let of_session = [
            s.total_time,
            s.until_first_agent_time,
            s.until_first_reply_time,
            s.until_first_bot_time,
            s.agents,
            s.bots,
            s.from_agents.count,
            s.from_agents.size,
            s.from_customers.count,
            s.from_customers.size,
            s.from_bots.count,
            s.from_bots.size,
            s.agent_reply.count,
            s.agent_reply.total_time(),
            s.agent_wait.count,
            s.agent_wait.total_time(),
            s.customer_reply.count,
            s.customer_reply.total_time(),
            s.customer_wait.count,
            s.customer_wait.total_time(),
            s.handle.count,
            s.handle.total_time(),
            s.active_idle.count,
            s.active_idle.total_time(),
            s.async_dormant.count,
            s.async_dormant.total_time(),
            s.async_idle.count,
            s.async_idle.total_time(),
        ];
        let maxes = [
            s.agent_reply.max_time(),
            s.agent_wait.max_time(),
            s.customer_reply.max_time(),
            s.customer_wait.max_time(),
        ];
        let mut sums = [0; SUMS.len()];
        for (sum, figure) in sums.iter_mut().zip(of_session) {
            *sum = figure as i64;
        }
        Self { sums, maxes: maxes.map(|n| n as i64) }
    }

    /// In the fact's columns each largest stands behind its sum.
    fn in_fact_order(&self) -> impl Iterator<Item = i64> {
        let [first, second, third, fourth] = self.maxes;
        let with_max = |sum: usize, max: i64| [self.sums[sum], self.sums[sum + 1], max];
        let head = self.sums[..12].iter().copied();
        let middle = with_max(12, first)
            .into_iter()
            .chain(with_max(14, second))
            .chain(with_max(16, third))
            .chain(with_max(18, fourth));
        head.chain(middle).chain(self.sums[20..].iter().copied())
    }
}
