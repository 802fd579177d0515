//! Routing: which agent a waiting chat goes to, and which chat an agent gets next. Nobody is asked who cannot take a chat, and the
//! work of one step does not grow with the number of agents or of waiting chats.

use std::collections::{BTreeMap, BTreeSet};

use crate::conversation::Conversation;
use crate::core::{Context, Core, Subject, Timed};
use crate::directory::{Agent, Allocation, Balance, PullPolicy};
use crate::event::{Body, How, LeftReason, Party, PartyType, Role, Visibility};
use crate::id::{AgentId, ConversationId, QueueId};
use crate::presence::Who;
use crate::refusal::{Code, Refusal};
use crate::time::Timestamp;

/// How an agent is ranked among the eligible of a queue: its load (where the queue goes by that), its last assignment, its id.
type Rank = (u32, Option<Timestamp>, AgentId);

/// The agents that can take a chat now, by queue. Derived.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ready {
    queues: BTreeMap<QueueId, BTreeSet<Rank>>,
    ranks: BTreeMap<AgentId, Vec<(QueueId, Rank)>>,
    /// Queues in which a chat may have found no agent yet.
    pub(crate) dirty_queues: BTreeSet<QueueId>,
    dirty_agents: BTreeSet<AgentId>,
    /// Woken chats that have waited long enough for the agent who put them on hold.
    pub(crate) past_preference: BTreeSet<ConversationId>,
}

impl Ready {
    /// Whether any agent of the queue can take a chat now.
    pub(crate) fn has_agent(&self, queue: &QueueId) -> bool {
        self.queues.get(queue).is_some_and(|ranks| !ranks.is_empty())
    }
}

impl Core {
    /// Derives anew whether an agent can take chats, after anything about it changed.
    pub(crate) fn refresh_agent(&mut self, agent: &AgentId) {
        for (queue, rank) in self.ready.ranks.remove(agent).unwrap_or_default() {
            if let Some(set) = self.ready.queues.get_mut(&queue) {
                set.remove(&rank);
            }
        }
        self.schedule(&Timed::Agent(agent.clone()));
        if !self.can_take(agent) {
            return;
        }
        let Some(record) = self.state.directory.agents.get(agent) else { return };
        let desk = self.state.desks.get(agent).cloned().unwrap_or_default();
        let load = u32::try_from(desk.chats.len()).unwrap_or(u32::MAX);
        let mut ranks = Vec::with_capacity(record.queues.len());
        for id in &record.queues {
            let Some(queue) = self.state.directory.queues.get(id) else { continue };
            let by_load = match queue.balance {
                Balance::LongestIdle => 0,
                Balance::LeastBusy => load,
            };
            let rank = (by_load, desk.last_assigned_at, agent.clone());
            self.ready.queues.entry(id.clone()).or_default().insert(rank.clone());
            ranks.push((id.clone(), rank));
        }
        self.ready.ranks.insert(agent.clone(), ranks);
        self.ready.dirty_agents.insert(agent.clone());
    }

    /// Whether a chat may be offered to the agent now: it takes chats, is heard, has room, and is not being asked already.
    fn can_take(&self, agent: &AgentId) -> bool {
        let directory = &self.state.directory;
        let Some(desk) = self.state.desks.get(agent) else { return false };
        let takes = desk
            .status
            .as_ref()
            .and_then(|id| directory.status(id))
            .is_some_and(|status| status.takes_chats);
        takes
            && desk.offered.is_none()
            && self.has_room(agent)
            && !self.live.silent.contains_key(&Who::Agent(agent.clone()))
    }

    /// Whether the agent has fewer chats than its limit. What waits for its answer keeps a place free: a transfer and an offer.
    pub(crate) fn has_room(&self, agent: &AgentId) -> bool {
        let asked = self.state.desks.get(agent).is_some_and(|desk| desk.offered.is_some());
        self.places_left(agent) > usize::from(asked)
    }

    /// The same for the chat that is offered to it, or for one that it wants instead.
    pub(crate) fn has_room_beside_offer(&self, agent: &AgentId) -> bool {
        self.places_left(agent) > 0
    }

    fn places_left(&self, agent: &AgentId) -> usize {
        let max = self.state.directory.profile_of(agent).map_or(0, |p| p.chats_max as usize);
        let taken = self.state.desks.get(agent).map_or(0, |d| d.chats.len() + d.invited.len());
        max.saturating_sub(taken)
    }

    /// Whether the place that a transfer keeps free is still within the agent's limit.
    pub(crate) fn keeps_place(&self, agent: &AgentId) -> bool {
        let max = self.state.directory.profile_of(agent).map_or(0, |p| p.chats_max as usize);
        self.state.desks.get(agent).map_or(0, |desk| desk.chats.len()) < max
    }

    /// Refuses to give an agent one more chat than its limit.
    pub(crate) fn refuse_at_limit(&self, agent: &AgentId) -> Refusal {
        let max = self.state.directory.profile_of(agent).map_or(0, |p| p.chats_max);
        let detail = format!("{agent} has no place for another chat, the limit is {max}");
        Refusal::new(Code::AtLimit, detail).field("agent", agent).limit(max)
    }

    /// Follows a change of a conversation: the agents that it touched, before or after, and the queue that it is in.
    pub(crate) fn follow(&mut self, before: Option<&Conversation>, after: Option<&Conversation>) {
        let mut agents = BTreeSet::new();
        for c in [before, after].into_iter().flatten() {
            agents.extend(c.participants.iter().map(|p| p.agent.clone()));
            agents.extend(c.holders().cloned());
            agents.extend(c.offer.iter().map(|o| o.agent.clone()));
            agents.extend(c.invitation.iter().map(|i| i.agent.clone()));
            agents.extend(c.watchers.iter().filter_map(|w| w.party.agent_id()));
        }
        for agent in &agents {
            self.refresh_agent(agent);
        }
        if let Some(before) = before
            && after.is_none_or(|after| after.preferred.is_none())
        {
            self.ready.past_preference.remove(&before.id);
        }
        if let Some(after) = after
            && after.phase == crate::conversation::Phase::Waiting
            && after.offer.is_none()
        {
            self.ready.dirty_queues.insert(after.queue.clone());
        }
    }

    /// Gives waiting chats to agents until nothing more fits.
    pub(crate) fn route(&mut self, ctx: &Context) {
        loop {
            if let Some(agent) = self.ready.dirty_agents.pop_first() {
                self.feed(ctx, &agent);
            } else if let Some(queue) = self.ready.dirty_queues.pop_first() {
                self.serve(ctx, &queue);
            } else {
                return;
            }
        }
    }

    fn allocates(&self, queue: &QueueId) -> bool {
        self.state.directory.queues.get(queue).is_some_and(|q| match q.allocation {
            Allocation::Offer | Allocation::Auto => true,
            Allocation::Pick => false,
        })
    }

    /// Finds the next chat for an agent that has become ready, by its pull policy. Chats that it refused before are left to
    /// [`Self::serve`], which comes back to it only when no other agent is left.
    fn feed(&mut self, ctx: &Context, agent: &AgentId) {
        if !self.ready.ranks.contains_key(agent) {
            return;
        }
        let directory = &self.state.directory;
        let Some(record) = directory.agents.get(agent) else { return };
        let policy = directory.profile_of(agent).map(|p| p.pull_policy).unwrap_or_default();
        let mut best: Option<(Timestamp, ConversationId)> = None;
        for queue in &record.queues {
            if !self.allocates(queue) {
                continue;
            }
            let Some(line) = self.state.lines.get(queue) else { continue };
            let first = line.unoffered.iter().find(|(_, _, id)| {
                let c = self.state.conversations.get(id);
                c.is_some_and(|c| !c.refused_by.contains(agent) && self.may_get(c, agent))
            });
            let Some((_, arrived_at, id)) = first else { continue };
            let candidate = (*arrived_at, id.clone());
            if best.as_ref().is_none_or(|b| candidate < *b) {
                best = Some(candidate);
            }
            if policy == PullPolicy::StrictPriority {
                break;
            }
        }
        // Chats that only this agent has refused may have nobody else to go to.
        self.ready.dirty_queues.extend(record.queues.iter().cloned());
        if let Some((_, id)) = best {
            self.allocate(ctx, &id, agent);
        }
    }

    /// Gives the chats of a queue, in their order, to its ready agents.
    fn serve(&mut self, ctx: &Context, queue: &QueueId) {
        if !self.allocates(queue) {
            return;
        }
        while let Some((id, agent)) = self.next_of(queue) {
            self.allocate(ctx, &id, &agent);
        }
    }

    /// The first chat of a queue that some ready agent may get, and that agent.
    fn next_of(&self, queue: &QueueId) -> Option<(ConversationId, AgentId)> {
        let agents = self.ready.queues.get(queue).filter(|agents| !agents.is_empty())?;
        let line = self.state.lines.get(queue)?;
        line.unoffered.iter().find_map(|(_, _, id)| {
            let c = self.state.conversations.get(id)?;
            let may_get = |a: &&AgentId| self.may_get(c, a);
            // The same agent is asked again only when no other is left.
            let mut fresh = agents.iter().map(|(_, _, a)| a).filter(|a| !c.refused_by.contains(a));
            let serves = |ranks: &Vec<(QueueId, Rank)>| ranks.iter().any(|(q, _)| q == queue);
            let is_ready = |a: &&AgentId| self.ready.ranks.get(*a).is_some_and(serves);
            let again = || c.refused_by.iter().filter(is_ready).find(may_get);
            let agent = fresh.find(may_get).or_else(again)?;
            Some((id.clone(), agent.clone()))
        })
    }

    /// Whether an agent that has room may be asked to take this chat: of the company, not the bot that handed it over, and the one who put
    /// it on hold while that one has precedence.
    fn may_get(&self, c: &Conversation, agent: &AgentId) -> bool {
        let of_company = || {
            let record = self.state.directory.agents.get(agent);
            record.is_some_and(|record| self.is_of_company(c, record))
        };
        let is_preferred = match &c.preferred {
            // Who has refused it has no precedence any more, else it would be asked again and again.
            Some(preferred)
                if !self.ready.past_preference.contains(&c.id)
                    && !c.refused_by.contains(preferred) =>
            {
                preferred == agent
            }
            _ => true,
        };
        is_preferred && !c.handed_over_by.contains(agent) && of_company()
    }

    /// Whether the company filter of the chat's queue lets the agent have it. A customer whose company is not known is everybody's.
    pub(crate) fn is_of_company(&self, c: &Conversation, agent: &Agent) -> bool {
        let filters = self.state.directory.queues.get(&c.queue).is_some_and(|q| q.company_filter);
        let company = c.customer.company.as_str();
        !filters || company.is_empty() || agent.company.as_deref() == Some(company)
    }

    /// A woken chat has waited long enough for the agent who put it on hold: anyone of the queue may have it.
    pub(crate) fn preference_over(&mut self, c: &Conversation) {
        self.ready.past_preference.insert(c.id.clone());
        self.ready.dirty_queues.insert(c.queue.clone());
    }

    pub(crate) fn is_past_preference(&self, c: &Conversation) -> bool {
        self.ready.past_preference.contains(&c.id)
    }

    fn allocate(&mut self, ctx: &Context, id: &ConversationId, agent: &AgentId) {
        let Some(c) = self.conversation_arc(id) else { return };
        let Some(queue) = self.state.directory.queues.get(&c.queue) else { return };
        match queue.allocation {
            Allocation::Offer | Allocation::Pick => {
                let participant = self.party(agent);
                self.live.confirmed.remove(id);
                let queue = c.queue.clone();
                self.emit(
                    ctx,
                    &c.subject(),
                    Body::AgentEngagementInvitation { participant, queue },
                );
            }
            Allocation::Auto => {
                self.stop_watching_by(ctx, &c, agent);
                self.engage(ctx, &c, agent, How::Assigned);
            }
        }
    }

    /// The agent enters the chat as its lead.
    pub(crate) fn engage(&mut self, ctx: &Context, c: &Conversation, agent: &AgentId, how: How) {
        let subject = c.subject();
        self.enter(ctx, &subject, agent, how);
        self.lead_starts(ctx, &subject, agent);
    }

    /// A lead enters: 23, or 102 of a bot.
    pub(crate) fn enter(&mut self, ctx: &Context, subject: &Subject, agent: &AgentId, how: How) {
        let participant = self.party(agent);
        let body = if participant.party_type == PartyType::Bot {
            Body::BotEntered { participant, visibility: Visibility::All }
        } else {
            Body::EngagementParticipantEntered { participant, role: Role::Lead, how: Some(how) }
        };
        self.emit(ctx, subject, body);
    }

    /// A lead agent's session begins: 48; a bot has none.
    pub(crate) fn lead_starts(&mut self, ctx: &Context, subject: &Subject, agent: &AgentId) {
        let participant = self.party(agent);
        if participant.party_type != PartyType::Bot {
            self.emit(ctx, subject, Body::LeadSessionStart { participant });
        }
    }

    /// A lead agent's session ends: 49; a bot has none.
    pub(crate) fn lead_ends(&mut self, ctx: &Context, subject: &Subject, lead: &Party) {
        if lead.party_type != PartyType::Bot {
            self.emit(ctx, subject, Body::LeadSessionEnd { participant: lead.clone() });
        }
    }

    /// An agent is out: 24, or 103 of a bot.
    pub(crate) fn leave(
        &mut self,
        ctx: &Context,
        subject: &Subject,
        participant: Party,
        reason: LeftReason,
    ) {
        let body = if participant.party_type == PartyType::Bot {
            Body::BotLeft { participant, visibility: Visibility::All }
        } else {
            Body::EngagementParticipantLeft { participant, reason }
        };
        self.emit(ctx, subject, body);
    }

    pub(crate) fn party(&self, agent: &AgentId) -> Party {
        let record = self.state.directory.agents.get(agent);
        let party_type = record.map_or(PartyType::Agent, Agent::party_type);
        Party::new(party_type, agent.as_str())
    }
}
