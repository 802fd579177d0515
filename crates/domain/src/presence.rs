//! Presence: whose client is heard, and what follows when one is not. Liveness itself is not history; the events that follow from it
//! are. T is the last time a client was heard, A `absent_interval`, R the retry count of its side: T + A absent, T + A × R lost.

use std::collections::{BTreeMap, BTreeSet};

use crate::conversation::{Conversation, Phase};
use crate::core::{Context, Core, Emitted, Timed};
use crate::event::{
    Body, ChatConcluded, ChatCreated, DisconnectReason, EndedBy, EndedReason, LeftReason, Party,
    PartyType, Role, StatusReason,
};
use crate::id::{AgentId, ChatId, ConversationId};
use crate::refusal::{Code, Refusal};
use crate::state::State;
use crate::time::Timestamp;
use crate::wrap_up::End;

/// Whose client.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// An agent: present while any of its tabs is heard.
    Agent(AgentId),
    /// The customer of a conversation.
    Customer(ConversationId),
}

/// Whose clients are heard. Who is not among the silent is heard, or nobody waits for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Live {
    /// Since when a client is not heard: the last time it was.
    pub silent: BTreeMap<Who, Timestamp>,
    /// The offers that their agent's client has confirmed.
    pub confirmed: BTreeSet<ConversationId>,
}

impl Live {
    /// After a restart every client that had a chat or a status counts as heard at `now` and silent since: it has a full A.
    #[must_use]
    pub fn after_restart(state: &State, now: Timestamp) -> Self {
        let agents = state.desks.iter().filter(|(_, d)| d.status.is_some() || !d.parts.is_empty());
        let agents = agents.map(|(id, _)| (Who::Agent(id.clone()), now));
        let talking = state.conversations.values().filter(|c| c.phase != Phase::WrapUp);
        let customers = talking.map(|c| (Who::Customer(c.id.clone()), now));
        let confirmed =
            state.conversations.values().filter(|c| c.offer.is_some()).map(|c| c.id.clone());
        Self { silent: agents.chain(customers).collect(), confirmed: confirmed.collect() }
    }
}

/// What comes next for a silent agent.
pub(crate) enum AgentTimer {
    Absent,
    Lost,
}

impl Core {
    /// A client that was silent is heard again, or one is heard for the first time.
    pub fn heard(&mut self, now: Timestamp, who: &Who) -> Vec<Emitted> {
        let now = self.advance(now);
        self.live.silent.remove(who);
        match who {
            Who::Agent(agent) => self.agent_heard(now, agent),
            Who::Customer(conversation) => self.customer_heard(now, conversation),
        }
        self.route(&Context::system(now));
        self.take()
    }

    /// A client is no longer heard: its last socket closed, or a heartbeat was missed. `since` is when it was last heard.
    pub fn silent(&mut self, now: Timestamp, who: &Who, since: Timestamp) -> Vec<Emitted> {
        let now = self.advance(now);
        let waited_for = match who {
            Who::Agent(agent) => self.state.directory.agents.contains_key(agent),
            Who::Customer(conversation) => self.state.conversations.contains_key(conversation),
        };
        if !waited_for {
            return self.take();
        }
        self.live.silent.entry(who.clone()).or_insert(since.min(now));
        match who {
            Who::Agent(agent) => {
                self.refresh_agent(agent);
                self.schedule(&Timed::Agent(agent.clone()));
            }
            Who::Customer(conversation) => {
                self.schedule(&Timed::Conversation(conversation.clone()));
            }
        }
        // What is due already happens now.
        self.advance(now);
        self.take()
    }

    /// When a silent party will be given up as lost; None while it is heard.
    #[must_use]
    pub fn lost_at(&self, who: &Who) -> Option<Timestamp> {
        let settings = &self.state.directory.settings;
        let retries = match who {
            Who::Agent(_) => settings.agent_absent_retry_count,
            Who::Customer(_) => settings.user_absent_retry_count,
        };
        self.live.silent.get(who).map(|since| *since + settings.absent_interval.times(retries))
    }

    fn agent_heard(&mut self, now: Timestamp, agent: &AgentId) {
        let Some(record) = self.state.directory.agents.get(agent) else { return };
        let party = Party::new(record.party_type(), agent.as_str());
        let ctx = Context { now, by: party.clone(), command: None };
        let desk = self.state.desks.get(agent).cloned().unwrap_or_default();
        for id in &desk.parts {
            let Some(conversation) = self.conversation_arc(id) else { continue };
            if conversation.participant(agent).is_some_and(|p| p.absent) {
                let participant = party.clone();
                self.emit(&ctx, &conversation.subject(), Body::AgentPresent { participant });
            }
        }
        if desk.lost {
            let chats = desk.lost_chats;
            self.emit_about_none(
                &ctx,
                Body::AgentClientReset { participant: party.clone(), chats },
            );
        }
        if desk.status.is_none() {
            // Who was lost starts clean and says itself when it takes chats again.
            let directory = &self.state.directory;
            let status =
                if desk.lost { directory.not_ready_status() } else { directory.ready_status() };
            let status = status.map(|s| s.id.clone());
            if status.is_some() {
                let reason = StatusReason::SignedIn;
                self.emit_about_none(
                    &ctx,
                    Body::AgentStatusChanged { participant: party, status, reason },
                );
            }
        }
        self.refresh_agent(agent);
    }

    fn customer_heard(&mut self, now: Timestamp, id: &ConversationId) {
        if let Some((chat, _)) = self.state.lost_customers.get(id).cloned() {
            let customer = self.conversation_arc(id).map(|c| c.customer.id.clone());
            let by = Party::new(PartyType::Customer, customer.as_deref().unwrap_or(id.as_str()));
            let ctx = Context { now, by, command: None };
            let subject = crate::core::Subject { conversation: id.clone(), chat };
            self.emit(&ctx, &subject, Body::EndUserClientReset {});
        } else if let Some(conversation) = self.conversation_arc(id)
            && conversation.customer_absent
        {
            let by = Party::new(PartyType::Customer, &conversation.customer.id);
            let ctx = Context { now, by, command: None };
            self.emit(&ctx, &conversation.subject(), Body::EndUserPresent {});
        }
    }

    /// The next timer of an agent that is not heard.
    pub(crate) fn agent_timer(&self, agent: &AgentId) -> Option<(Timestamp, AgentTimer)> {
        let since = *self.live.silent.get(&Who::Agent(agent.clone()))?;
        let desk = self.state.desks.get(agent)?;
        if desk.status.is_none() && desk.parts.is_empty() {
            return None;
        }
        let settings = &self.state.directory.settings;
        let lost_at = since + settings.absent_interval.times(settings.agent_absent_retry_count);
        let is_told = |id: &ConversationId| {
            let conversation = self.state.conversations.get(id);
            conversation.and_then(|c| c.participant(agent)).is_none_or(|p| p.absent)
        };
        if desk.parts.iter().all(is_told) {
            return Some((lost_at, AgentTimer::Lost));
        }
        Some((since + settings.absent_interval, AgentTimer::Absent))
    }

    pub(crate) fn agent_due(&mut self, ctx: &Context, agent: &AgentId) {
        while let Some((due, timer)) = self.agent_timer(agent).filter(|(due, _)| *due <= ctx.now) {
            debug_assert!(due <= ctx.now);
            match timer {
                AgentTimer::Absent => self.agent_absent(ctx, agent),
                AgentTimer::Lost => {
                    self.agent_lost(ctx, agent);
                    return;
                }
            }
        }
    }

    fn agent_absent(&mut self, ctx: &Context, agent: &AgentId) {
        let parts = self.state.desks.get(agent).map(|d| d.parts.clone()).unwrap_or_default();
        for id in parts {
            let Some(conversation) = self.conversation_arc(&id) else { continue };
            if let Some(p) = conversation.participant(agent).filter(|p| !p.absent) {
                let participant = p.party.clone();
                self.emit(ctx, &conversation.subject(), Body::AgentAbsent { participant });
            }
        }
    }

    fn agent_lost(&mut self, ctx: &Context, agent: &AgentId) {
        let party = self.party(agent);
        let desk = self.state.desks.get(agent).cloned().unwrap_or_default();
        let mut ids: BTreeSet<ConversationId> = desk.parts;
        ids.extend(desk.chats);
        ids.extend(desk.offered);
        // First it is out of service, so that nothing that it loses is offered to it again.
        if desk.status.is_some() {
            let (participant, reason) = (party.clone(), StatusReason::Lost);
            self.emit_about_none(
                ctx,
                Body::AgentStatusChanged { participant, status: None, reason },
            );
        }
        for id in ids {
            if let Some(conversation) = self.conversation_arc(&id) {
                self.agent_lost_in(ctx, agent, &party, &conversation);
            }
        }
        self.refresh_agent(agent);
    }

    /// The table "the lost agent was … then" of the rules, for one conversation.
    fn agent_lost_in(&mut self, ctx: &Context, agent: &AgentId, party: &Party, c: &Conversation) {
        let subject = c.subject();
        let participant = || party.clone();
        if c.offer.as_ref().is_some_and(|o| o.agent == *agent) {
            self.stop_watching_by(ctx, c, agent);
            self.emit(
                ctx,
                &subject,
                Body::AgentEngagementUnavailable { participant: participant() },
            );
            return;
        }
        if let Some(invitation) = c.invitation.as_ref().filter(|i| i.agent == *agent) {
            let body = if invitation.conference {
                Body::AgentConferenceUnavailable { participant: participant() }
            } else {
                Body::AgentTransferUnavailable { participant: participant() }
            };
            self.emit(ctx, &subject, body);
        }
        self.stop_watching_by(ctx, c, agent);
        if c.phase == Phase::WrapUp {
            // The incident has all that was entered.
            self.release(ctx, &subject);
            return;
        }
        let Some(part) = c.participant(agent) else { return };
        let successor = longest_present_supporting(c);
        // What ends with the lead's part ends before the events of the moment.
        match (part.role, &successor) {
            (Role::Lead, None) => self.settle(ctx, &subject),
            (Role::Lead, Some(_)) => self.stop_cobrowse(ctx, &subject),
            (Role::Supporting, _) => {}
        }
        self.emit(ctx, &subject, Body::AgentLost { participant: participant() });
        self.emit(ctx, &subject, Body::AgentDisconnected { participant: participant() });
        match part.role {
            Role::Lead => match successor {
                Some(successor) => {
                    self.hand_lead_over(ctx, c, (party, &successor), LeftReason::Disconnected);
                }
                None => self.requeue(ctx, c, EndedReason::Disconnect),
            },
            Role::Supporting => {
                self.leave(ctx, &subject, participant(), LeftReason::Disconnected);
            }
        }
    }

    fn hand_lead_over(
        &mut self,
        ctx: &Context,
        c: &Conversation,
        (old, new): (&Party, &Party),
        why: LeftReason,
    ) {
        let subject = c.subject();
        self.stop_cobrowse(ctx, &subject);
        self.lead_ends(ctx, &subject, old);
        let (lead, supporting) = (new.clone(), Some(old.clone()));
        // Nobody chose who leads now.
        let system = ctx.as_system();
        self.emit(&system, &subject, Body::AgentRoleChange { lead, supporting });
        self.emit(&system, &subject, Body::LeadSessionStart { participant: new.clone() });
        self.leave(ctx, &subject, old.clone(), why);
    }

    /// Ends a chat whose lead is gone and goes on with the conversation: a new chat in the original queue with the first arrival time.
    pub(crate) fn requeue(&mut self, ctx: &Context, c: &Conversation, ended_reason: EndedReason) {
        let old = c.subject();
        let chat = ChatId::of(&c.id, c.segment + 1);
        let (disconnect_reason, left) = match ended_reason {
            EndedReason::Quit => (DisconnectReason::AgentLoggedOut, LeftReason::Left),
            EndedReason::Disconnect
            | EndedReason::Force
            | EndedReason::Inactive
            | EndedReason::DbError => {
                (DisconnectReason::AgentSessionLost, LeftReason::Disconnected)
            }
        };
        self.settle(ctx, &old);
        let by_bot = c.lead().is_some_and(|lead| lead.party.party_type == PartyType::Bot);
        let concluded = ChatConcluded {
            ended_by: if by_bot { EndedBy::Bot } else { EndedBy::Agent },
            ended_reason,
            disconnect_reason,
            continued_as: Some(chat.clone()),
        };
        self.emit(ctx, &old, Body::ChatConcluded(concluded));
        self.agents_leave(ctx, &old, left);
        self.emit(ctx, &old, Body::ChatReleased {});
        let system = ctx.as_system();
        let created = ChatCreated {
            media_type: c.media_type.clone(),
            media_origin: c.media_origin.clone(),
            language: c.language.clone(),
            is_async: c.is_async,
            queue: c.queue.clone(),
            arrived_at: c.arrived_at,
            continues: Some(old.chat.clone()),
            priority: c.priority,
            customer: c.customer.clone(),
            subject: c.subject.clone(),
            topic: c.topic.clone(),
        };
        let new = crate::core::Subject { conversation: c.id.clone(), chat };
        self.emit(&system, &new, Body::ChatCreated(created));
        let requeued = Body::ChatRequeued {
            queue: c.queue.clone(),
            arrived_at: c.arrived_at,
            continues: old.chat,
        };
        self.emit(&system, &new, requeued);
        // The customer's silence, if it is silent, goes on in the new chat.
        self.ready.dirty_queues.insert(c.queue.clone());
    }

    pub(crate) fn customer_goes_absent(&mut self, ctx: &Context, c: &Conversation) {
        self.emit(ctx, &c.subject(), Body::EndUserAbsent {});
    }

    pub(crate) fn customer_is_lost(&mut self, ctx: &Context, c: &Conversation) {
        let subject = c.subject();
        self.settle(ctx, &subject);
        self.emit(ctx, &subject, Body::UserLost {});
        self.emit(ctx, &subject, Body::UserDisconnected {});
        self.conclude(ctx, &subject, &End::CUSTOMER_LOST);
    }

    /// Signs an agent out; its open chats go back to their queues at once.
    pub(crate) fn sign_out(&mut self, ctx: &Context, confirmed: bool) -> Result<(), Refusal> {
        let agent = self.sender(ctx)?;
        let desk = self.state.desks.get(&agent).cloned().unwrap_or_default();
        let talking = |id: &&ConversationId| {
            let conversation = self.state.conversations.get(*id);
            conversation.is_some_and(|c| c.phase == Phase::Engaged)
        };
        let open = desk.chats.iter().filter(talking).count();
        if open > 0 && !confirmed {
            let detail = format!("{open} chats are open; confirmed, they go back to their queues");
            return Err(Refusal::new(Code::WrongState, detail).field("confirmed", false));
        }
        if desk.status.is_some() {
            let (participant, reason) = (ctx.by.clone(), StatusReason::SignedOut);
            self.emit_about_none(
                ctx,
                Body::AgentStatusChanged { participant, status: None, reason },
            );
        }
        let mut ids = desk.parts;
        ids.extend(desk.chats);
        ids.extend(desk.offered);
        for id in ids {
            if let Some(conversation) = self.conversation_arc(&id) {
                self.signed_out_of(ctx, &agent, &conversation);
            }
        }
        self.refresh_agent(&agent);
        Ok(())
    }

    fn signed_out_of(&mut self, ctx: &Context, agent: &AgentId, c: &Conversation) {
        let subject = c.subject();
        let party = ctx.by.clone();
        if c.offer.as_ref().is_some_and(|o| o.agent == *agent) {
            self.stop_watching_by(ctx, c, agent);
            let participant = party;
            self.emit(ctx, &subject, Body::AgentEngagementUnavailable { participant });
        } else if c.phase == Phase::WrapUp {
            self.release(ctx, &subject);
        } else if let Some(part) = c.participant(agent) {
            match (part.role, longest_present_supporting(c)) {
                (Role::Lead, None) => self.requeue(ctx, c, EndedReason::Quit),
                (Role::Lead, Some(successor)) => {
                    self.hand_lead_over(ctx, c, (&party, &successor), LeftReason::Left);
                }
                (Role::Supporting, _) => self.leave(ctx, &subject, party, LeftReason::Left),
            }
        } else {
            self.agent_lost_in(ctx, agent, &party, c);
        }
    }
}

fn longest_present_supporting(c: &Conversation) -> Option<Party> {
    let supporting = c.participants.iter().filter(|p| p.role == Role::Supporting && !p.absent);
    supporting.min_by_key(|p| (p.entered_at, p.agent.clone())).map(|p| p.party.clone())
}
