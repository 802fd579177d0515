//! The log as it grows, one event at a time, held against the promises. It keeps what it must know of each conversation, and forgets on
//! demand those that are long closed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::customers::{Known, may_ask};
use super::moments::{Last, follows};
use super::{Check, Checked, Violation, ensure};
use crate::conversation::{Conversation, Phase};
use crate::event::{Body, ChatCreated, Event, How, Party, PartyType, Recorded, Role, Seq};
use crate::id::{AgentId, ChatId, ConversationId, MessageId, QueueId};
use crate::state::{State, is_said};
use crate::time::Timestamp;

/// What was seen of the state just before an event.
#[derive(Debug, Clone, Default)]
pub struct Before {
    was: Option<Arc<Conversation>>,
    /// How many chats the agent had that is given one.
    had: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Created,
    Concluded,
    Released,
}

/// A conversation that must be back in its queue before anything else happens to it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct MustReturn {
    at: Timestamp,
    queue: QueueId,
    arrived_at: Timestamp,
    chat: Option<ChatId>,
}

#[derive(Debug, Clone)]
struct Seen {
    chat: ChatId,
    stage: Stage,
    arrived_at: Timestamp,
    leads: BTreeSet<Arc<str>>,
    messages: BTreeSet<MessageId>,
    customer: Known,
    incident: bool,
    must_return: Option<MustReturn>,
    last: Option<Last>,
    at: Timestamp,
}

/// The whole log so far, as far as its promises need it.
#[derive(Debug, Clone, Default)]
pub struct LogCheck {
    seen: BTreeMap<ConversationId, Seen>,
    position: Seq,
    at: Timestamp,
    conversations: u64,
}

impl LogCheck {
    /// How many conversations there were.
    #[must_use]
    pub fn conversations(&self) -> u64 {
        self.conversations
    }

    /// Looks at the state just before an event: what is needed of it when it has been folded.
    ///
    /// # Errors
    /// The promise that is broken already.
    pub fn look(&self, state: &State, event: &Event) -> Result<Before, Violation> {
        if is_said(&event.body) {
            // What is said moves nobody; not holding on to the conversation lets it be changed in place.
            return Ok(Before::default());
        }
        let id = event.conversation.as_ref();
        let was = id.and_then(|id| state.conversations.get(id)).cloned();
        given_in_turn(state, was.as_deref(), event)?;
        let had = given_to(event).map(|agent| chats_of(state, &agent)).unwrap_or_default();
        Ok(Before { was, had })
    }

    /// Holds one event against the promises, with what was seen of the state just before it, and the state just after it.
    ///
    /// # Errors
    /// The promise that is broken.
    pub fn event(&mut self, before: &Before, recorded: &Recorded, after: &State) -> Checked {
        let event = &*recorded.event;
        ensure(recorded.seq == self.position + 1, Check::OneOrder, || {
            format!("{} follows {}", recorded.seq, self.position)
        })?;
        ensure(event.at >= self.at, Check::OneOrder, || {
            format!("{} is at {}, the one before it at {}", recorded.seq, event.at, self.at)
        })?;
        self.position = recorded.seq;
        self.at = event.at;
        let Some(id) = &event.conversation else { return Ok(()) };
        within_limit(before.had, after, event)?;
        if let Body::ChatCreated(data) = &event.body {
            may_ask(event, &data.customer, &after.directory.settings)?;
            return self.created(id, event, data);
        }
        let Some(seen) = self.seen.get_mut(id) else {
            // It was closed so long ago that it is forgotten; its incident may still change, and its customer rate it.
            let is_late = is_late(&event.body);
            return ensure(is_late, Check::WholeLife, || {
                format!("{} of {id} comes before the chat is created", event.body.kind().slug())
            });
        };
        let is = after.conversations.get(id).map(|c| &**c);
        seen.event(event, before.was.as_deref(), is)?;
        seen.customer(id, event, after)
    }

    /// Whether a message is in the log, as far as its conversation is remembered.
    #[must_use]
    pub fn has_message(&self, conversation: &ConversationId, message: &MessageId) -> Option<bool> {
        self.seen.get(conversation).map(|seen| seen.messages.contains(message))
    }

    /// Whether a rating is in the log, as far as its conversation is remembered.
    #[must_use]
    pub fn has_rating(
        &self,
        conversation: &ConversationId,
        rating: u8,
        comment: &Arc<str>,
    ) -> Option<bool> {
        let seen = self.seen.get(conversation)?;
        Some(seen.customer.has_rated(rating, comment))
    }

    fn created(&mut self, id: &ConversationId, event: &Event, data: &ChatCreated) -> Checked {
        let Some(chat) = &event.chat else {
            return Err(Violation::new(Check::WholeLife, format!("a chat of {id} has no id")));
        };
        let fresh = |last| Seen {
            chat: chat.clone(),
            stage: Stage::Created,
            arrived_at: data.arrived_at,
            leads: BTreeSet::new(),
            messages: BTreeSet::new(),
            customer: Known::of(&data.customer),
            incident: false,
            must_return: None,
            last,
            at: event.at,
        };
        let Some(seen) = self.seen.get_mut(id) else {
            self.conversations += 1;
            let last = follows(event, None, None).or_else(|why| {
                // What a forgotten conversation goes on from is forgotten too.
                if data.continues.is_some() { Ok(None) } else { Err(why) }
            })?;
            self.seen.insert(id.clone(), fresh(last));
            return Ok(());
        };
        ensure(seen.stage == Stage::Released, Check::OneOpenChat, || {
            format!("{chat} is created while {} is not closed", seen.chat)
        })?;
        ensure(data.continues.as_ref() == Some(&seen.chat), Check::OneOpenChat, || {
            format!("{chat} continues {:?}, the last one was {}", data.continues, seen.chat)
        })?;
        let last = follows(event, None, seen.last)?;
        let must_return = seen.must_return.take();
        if let Some(must) = &must_return {
            ensure(data.arrived_at == must.arrived_at, Check::FirstArrival, || {
                format!("{chat} arrived at {}, first at {}", data.arrived_at, must.arrived_at)
            })?;
            ensure(data.queue == must.queue, Check::BackInQueue, || {
                format!("{chat} is in {}, not in {}", data.queue, must.queue)
            })?;
            ensure(event.at == must.at, Check::BackInQueue, || {
                format!("{chat} is back at {}, lost at {}", event.at, must.at)
            })?;
        }
        seen.customer.goes_on(id, &data.customer)?;
        let begun = fresh(last);
        let before = std::mem::replace(seen, begun);
        let incident = before.incident;
        seen.messages = before.messages;
        seen.customer = before.customer;
        // When its customer asks again the incident is opened again; what goes back to a queue goes on with the one it has.
        seen.incident = incident && event.actor.party_type == PartyType::System;
        seen.must_return = must_return.map(|must| MustReturn { chat: Some(chat.clone()), ..must });
        Ok(())
    }

    /// Forgets conversations that were closed before a time.
    pub fn forget_closed_before(&mut self, before: Timestamp) {
        self.seen.retain(|_, seen| seen.stage != Stage::Released || seen.at >= before);
    }

    /// Nothing more will happen: every chat must have come to its end.
    ///
    /// # Errors
    /// The first that has not.
    pub fn finish(&self) -> Checked {
        for (id, seen) in &self.seen {
            ensure(seen.stage == Stage::Released, Check::WholeLife, || {
                format!("{} is {:?} in the end", seen.chat, seen.stage)
            })?;
            ensure(seen.incident, Check::Incident, || format!("{id} has no incident"))?;
            ensure(seen.must_return.is_none(), Check::BackInQueue, || format!("{id} is not back"))?;
        }
        Ok(())
    }

    /// Between two commits nothing is half done: a lost agent's conversation is back in its queue.
    ///
    /// # Errors
    /// The conversation that is not.
    pub fn settled(&self, id: &ConversationId) -> Checked {
        let Some(seen) = self.seen.get(id) else { return Ok(()) };
        ensure(seen.must_return.is_none(), Check::BackInQueue, || {
            format!("{} was left by its lost agent and is not back in its queue", seen.chat)
        })?;
        ensure(seen.incident, Check::Incident, || format!("{id} has no incident"))
    }
}

impl Seen {
    fn event(
        &mut self,
        event: &Event,
        was: Option<&Conversation>,
        is: Option<&Conversation>,
    ) -> Checked {
        self.at = event.at;
        self.last = follows(event, was, self.last)?;
        let of_this = event.chat.as_ref() == Some(&self.chat);
        let is_late = is_late(&event.body);
        ensure(of_this || is_late, Check::OneOpenChat, || {
            format!(
                "{} of {:?} while {} is the chat",
                event.body.kind().slug(),
                event.chat,
                self.chat
            )
        })?;
        let is_over = self.stage == Stage::Released;
        ensure(!is_over || is_late, Check::WholeLife, || {
            format!("{} after {} was released", event.body.kind().slug(), self.chat)
        })?;
        self.life(event)?;
        self.lead(event, was)?;
        self.message(event)?;
        self.arrival(event, was, is)
    }

    fn life(&mut self, event: &Event) -> Checked {
        match &event.body {
            Body::ChatConcluded(_) => {
                ensure(self.stage == Stage::Created, Check::WholeLife, || {
                    format!("{} is concluded when it is {:?}", self.chat, self.stage)
                })?;
                self.stage = Stage::Concluded;
            }
            Body::ChatReleased {} => {
                ensure(self.stage == Stage::Concluded, Check::WholeLife, || {
                    format!("{} is released when it is {:?}", self.chat, self.stage)
                })?;
                self.stage = Stage::Released;
            }
            Body::IncidentOpened { .. } => self.incident = true,
            _ => {}
        }
        Ok(())
    }

    fn lead(&mut self, event: &Event, was: Option<&Conversation>) -> Checked {
        match &event.body {
            Body::LeadSessionStart { participant } => {
                ensure(self.leads.is_empty(), Check::OneLead, || {
                    format!("{} leads {} with {:?}", participant.id, self.chat, self.leads)
                })?;
                self.leads.insert(participant.id.clone());
            }
            Body::LeadSessionEnd { participant } => {
                ensure(self.leads.remove(&participant.id), Check::OneLead, || {
                    format!("{} stops to lead {}, which it did not", participant.id, self.chat)
                })?;
            }
            Body::ChatReleased {} | Body::AsyncOnHold { .. } | Body::TransferredToQueue { .. } => {
                ensure(self.leads.is_empty(), Check::OneLead, || {
                    format!("{} is let go while {:?} leads", self.chat, self.leads)
                })?;
            }
            Body::AgentDisconnected { participant } => {
                let lost = was.filter(|c| leads_alone(c, participant));
                if let Some(c) = lost.filter(|c| c.phase == Phase::Engaged) {
                    self.must_return = Some(MustReturn {
                        at: event.at,
                        queue: c.queue.clone(),
                        arrived_at: c.arrived_at,
                        chat: None,
                    });
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn message(&mut self, event: &Event) -> Checked {
        let message = match &event.body {
            Body::AgentPost { message, .. }
            | Body::EndUserPost { message, .. }
            | Body::BotPost { message, .. }
            | Body::InternalPost { message, .. } => message,
            _ => return Ok(()),
        };
        ensure(self.messages.insert(message.clone()), Check::AckedOnce, || {
            format!("the message {message} is twice in {}", self.chat)
        })?;
        let for_customer = !matches!(event.body, Body::InternalPost { .. });
        ensure(self.stage == Stage::Created || !for_customer, Check::WholeLife, || {
            format!("{message} is said in {} after its end", self.chat)
        })
    }

    fn customer(&mut self, id: &ConversationId, event: &Event, after: &State) -> Checked {
        match &event.body {
            Body::CustomerChanged { customer } => self.customer.is_now(id, customer),
            Body::ChatConcluded(_) => {
                self.customer.ended(event.at);
                Ok(())
            }
            Body::ChatRated { rating, comment } => {
                self.customer.rates(event, *rating, comment, &after.directory.settings)
            }
            _ => Ok(()),
        }
    }

    fn arrival(
        &mut self,
        event: &Event,
        was: Option<&Conversation>,
        is: Option<&Conversation>,
    ) -> Checked {
        if let Body::ChatRequeued { arrived_at, queue, .. } = &event.body {
            ensure(*arrived_at == self.arrived_at, Check::FirstArrival, || {
                format!("{} is requeued with {arrived_at}, first {}", self.chat, self.arrived_at)
            })?;
            if let Some(must) = self.must_return.take() {
                ensure(*queue == must.queue, Check::BackInQueue, || {
                    format!("{} is requeued to {queue}, it was in {}", self.chat, must.queue)
                })?;
            }
        }
        if let (Some(was), Some(is)) = (was, is) {
            ensure(was.arrived_at == is.arrived_at, Check::FirstArrival, || {
                format!("{} arrived at {}, now {}", self.chat, was.arrived_at, is.arrived_at)
            })?;
        }
        Ok(())
    }
}

/// Whether a party leads a chat in which no other agent could take the lead over.
fn leads_alone(c: &Conversation, party: &Party) -> bool {
    let is_lead = c.lead().is_some_and(|lead| lead.party.id == party.id);
    let other = c.participants.iter().any(|p| p.role == Role::Supporting && !p.absent);
    is_lead && !other
}

/// Nothing younger of the same priority is given to an agent while an older chat waits that the same agent could have.
fn given_in_turn(before: &State, was: Option<&Conversation>, event: &Event) -> Checked {
    let agent =
        match &event.body {
            Body::AgentEngagementInvitation { participant, .. } => participant.agent_id(),
            Body::EngagementParticipantEntered {
                participant, how: Some(How::Assigned), ..
            } if event.actor.party_type == PartyType::System => participant.agent_id(),
            _ => return Ok(()),
        };
    let (Some(agent), Some(given)) = (agent, was) else { return Ok(()) };
    let Some(line) = before.lines.get(&given.queue) else { return Ok(()) };
    for (priority, arrived_at, id) in &line.unoffered {
        if priority.0 != given.priority || *arrived_at >= given.arrived_at {
            continue;
        }
        let passed_over = before.conversations.get(id).filter(|c| could_have(before, c, &agent));
        if let Some(older) = passed_over {
            return Err(Violation::new(
                Check::InTurn,
                format!(
                    "{} of {} is given to {agent} before {} of {}",
                    given.chat, given.arrived_at, older.chat, older.arrived_at
                ),
            ));
        }
    }
    Ok(())
}

fn could_have(state: &State, c: &Conversation, agent: &AgentId) -> bool {
    let filters = state.directory.queues.get(&c.queue).is_some_and(|queue| queue.company_filter);
    let company = state.directory.agents.get(agent).and_then(|agent| agent.company.as_deref());
    let is_of_company =
        !filters || c.customer.company.is_empty() || company == Some(c.customer.company.as_str());
    is_of_company
        && c.preferred.is_none()
        && !c.refused_by.contains(agent)
        && !c.handed_over_by.contains(agent)
}

/// What may still happen about a conversation that is closed.
fn is_late(body: &Body) -> bool {
    matches!(
        body,
        Body::EndUserClientReset {}
            | Body::IncidentOpened { .. }
            | Body::IncidentUpdated { .. }
            | Body::IncidentClosed { .. }
            | Body::ChatRated { .. }
            | Body::CobrowseRecorded { .. }
    )
}

/// The agent that is given a chat. Who supports takes over from a lost lead whatever it has.
fn given_to(event: &Event) -> Option<AgentId> {
    match &event.body {
        Body::EngagementParticipantEntered { participant, role: Role::Lead, .. }
        | Body::BotEntered { participant, .. } => participant.agent_id(),
        Body::AgentRoleChange { lead, .. } if event.actor.party_type != PartyType::System => {
            lead.agent_id()
        }
        _ => None,
    }
}

fn chats_of(state: &State, agent: &AgentId) -> usize {
    state.desks.get(agent).map_or(0, |desk| desk.chats.len())
}

/// Nobody is given one more chat than its profile allows.
fn within_limit(had: usize, after: &State, event: &Event) -> Checked {
    let Some(agent) = given_to(event) else { return Ok(()) };
    let max = after.directory.profile_of(&agent).map_or(0, |profile| profile.chats_max as usize);
    let has = chats_of(after, &agent);
    ensure(has <= had || has <= max, Check::WithinLimit, || {
        format!("{agent} gets {:?} and has {has} chats, its limit is {max}", event.chat)
    })
}
