//! The state of a tenant: what all events up to a position amount to, and the indexes that make its questions cheap. Indexes are
//! derived: they are not part of a snapshot and are rebuilt after one is read.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::conversation::{Conversation, Phase};
use crate::directory::Directory;
use crate::event::{Body, Event, Party, Recorded, Role, Seq};
use crate::hashed::Conversations;
use crate::id::{AgentId, ChatId, CommandId, ConversationId, QueueId, StatusId};
use crate::time::{Millis, Timestamp};

/// How long it is remembered that a customer was lost, so that its return is told (51).
pub const LOST_CUSTOMER_KEPT: Millis = Millis(24 * 3_600_000);
/// How many last departures of a queue an estimate is made from.
pub const DEPARTURES_KEPT: usize = 20;
/// Older departures tell nothing of how fast the queue moves now: a night or a quiet hour lies between.
pub const DEPARTURES_TELL: Millis = Millis(3_600_000);

/// An agent's working state.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Desk {
    /// Its status; None: signed out.
    pub status: Option<StatusId>,
    /// When it last got a chat.
    pub last_assigned_at: Option<Timestamp>,
    /// How many offers in a row it did not answer.
    pub missed: u32,
    /// The conversations that take a slot of it: as lead, or in wrap-up.
    pub chats: BTreeSet<ConversationId>,
    /// All conversations in which it takes part in any way.
    pub parts: BTreeSet<ConversationId>,
    /// The conversations that it is asked to take over.
    #[serde(default)]
    pub invited: BTreeSet<ConversationId>,
    /// The conversation offered to it.
    pub offered: Option<ConversationId>,
    /// Whether it was given up as lost and not heard since.
    pub lost: bool,
    /// The chats it lost then.
    pub lost_chats: Vec<ChatId>,
}

/// A conversation's place in its queue: priority, first arrival time, id.
pub type Place = (Reverse<i32>, Timestamp, ConversationId);

/// A queue's waiting line, derived.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// All that wait.
    pub waiting: BTreeSet<Place>,
    /// Those of them that are not being offered.
    pub unoffered: BTreeSet<Place>,
}

/// The state of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct State {
    /// The position of the last event folded.
    pub position: Seq,
    /// Its time.
    pub at: Timestamp,
    /// Tenant, staff, queues, profiles, statuses, settings.
    pub directory: Directory,
    /// The conversations whose chat is not closed.
    pub conversations: Conversations,
    /// The agents' working states.
    pub desks: BTreeMap<AgentId, Desk>,
    /// The last times at which a chat left each queue for an agent.
    pub departures: BTreeMap<QueueId, Vec<Timestamp>>,
    /// Customers given up as lost and not heard since: their chat, and when.
    pub lost_customers: BTreeMap<ConversationId, (ChatId, Timestamp)>,
    /// The waiting lines, derived.
    #[serde(skip)]
    pub lines: BTreeMap<QueueId, Line>,
}

/// The hash by which a command is remembered: FNV-1a over sender and id.
#[must_use]
pub fn command_hash(sender: &Party, id: &CommandId) -> u64 {
    let parts = [sender.id.as_bytes(), b"\0", id.as_str().as_bytes()];
    parts.iter().flat_map(|p| p.iter()).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

impl State {
    /// Rebuilds what is derived, after a snapshot was read.
    pub fn rebuild(&mut self) {
        self.lines.clear();
        for conversation in self.conversations.values() {
            index(&mut self.lines, conversation);
        }
    }

    /// The agent's working state.
    #[must_use]
    pub fn desk(&self, agent: &AgentId) -> Option<&Desk> {
        self.desks.get(agent)
    }

    /// The place of each waiting conversation of a queue, from 1, in order.
    pub fn places(&self, queue: &QueueId) -> impl Iterator<Item = (u32, &ConversationId)> {
        let waiting = self.lines.get(queue).into_iter().flat_map(|line| line.waiting.iter());
        (1..).zip(waiting.map(|(_, _, id)| id))
    }

    /// The estimated wait at a place (from 1): the mean time between the queue's departures of the last hour, as many times as the
    /// place. None while they are fewer than two.
    #[must_use]
    pub fn estimate(&self, queue: &QueueId, place: u32, now: Timestamp) -> Option<Millis> {
        let departures = self.departures.get(queue)?;
        let is_recent = |at: &&Timestamp| (now - **at).0 <= DEPARTURES_TELL.0;
        let first = *departures.iter().find(is_recent)?;
        let count = u64::try_from(departures.iter().filter(is_recent).count()).ok()?;
        (count >= 2).then(|| Millis((now - first).0 / count * u64::from(place)))
    }

    /// Folds one event. Events must come in the order of their positions.
    pub fn apply(&mut self, recorded: &Recorded) {
        debug_assert_eq!(recorded.seq, self.position + 1, "events are folded without a gap");
        self.position = recorded.seq;
        let event = &*recorded.event;
        self.at = event.at;
        if let (Some(id), Some(chat)) = (&event.conversation, &event.chat) {
            self.apply_to_conversation(id, chat, recorded);
        } else {
            self.apply_to_staff(recorded);
        }
    }

    fn apply_to_staff(&mut self, recorded: &Recorded) {
        let event = &*recorded.event;
        match &event.body {
            Body::AgentStatusChanged { participant, status, .. } => {
                if let Some(agent) = participant.agent_id() {
                    let desk = self.desks.entry(agent).or_default();
                    desk.status.clone_from(status);
                    if status.is_some() {
                        desk.lost = false;
                        desk.lost_chats.clear();
                        desk.missed = 0;
                    } else {
                        desk.lost = event.actor.party_type == crate::event::PartyType::System;
                    }
                }
            }
            Body::AgentClientReset { participant, .. } => {
                if let Some(agent) = participant.agent_id() {
                    let desk = self.desks.entry(agent).or_default();
                    desk.lost = false;
                    desk.lost_chats.clear();
                }
            }
            Body::AgentRemoved { agent } => {
                self.directory.apply(&event.body);
                self.desks.remove(agent);
            }
            Body::QueueRemoved { queue } => {
                self.directory.apply(&event.body);
                self.departures.remove(queue);
                self.lines.remove(queue);
            }
            body => {
                self.directory.apply(body);
            }
        }
    }

    fn apply_to_conversation(&mut self, id: &ConversationId, chat: &ChatId, recorded: &Recorded) {
        let event = &*recorded.event;
        if is_said(&event.body) {
            // The hot path: what is said moves nobody, so no index changes.
            if let Some(conversation) = self.conversations.get_mut(id) {
                let conversation = Arc::make_mut(conversation);
                conversation.apply(event);
                remember_command(conversation, event);
            }
            return;
        }
        let before = self.conversations.remove(id);
        if let Some(before) = &before {
            unindex(&mut self.lines, before);
            unhold(&mut self.desks, before);
        }
        self.count_for_desks(recorded, before.as_deref());
        let after = match &event.body {
            Body::ChatCreated(data) => {
                let before = before.map(Arc::unwrap_or_clone);
                Some(Conversation::created(id, chat, event.at, data, before))
            }
            Body::ChatReleased {} => match before {
                // The chat that continues it in the same command takes the place over: see `presence`.
                Some(before) if is_to_be_continued(&before) => {
                    let mut before = Arc::unwrap_or_clone(before);
                    if let Some(concluded) = &mut before.concluded {
                        // A foreign log may lack that chat: let go once more, it is gone.
                        concluded.is_continued = false;
                    }
                    Some(before)
                }
                _ => None,
            },
            Body::EndUserClientReset {} => {
                self.lost_customers.remove(id);
                before.map(Arc::unwrap_or_clone)
            }
            Body::UserLost {} => {
                self.lost_customers.retain(|_, (_, at)| event.at - *at < LOST_CUSTOMER_KEPT);
                self.lost_customers.insert(id.clone(), (chat.clone(), event.at));
                before.map(Arc::unwrap_or_clone)
            }
            _ => before.map(|before| {
                let mut conversation = Arc::unwrap_or_clone(before);
                conversation.apply(event);
                conversation
            }),
        };
        if let Some(mut after) = after {
            remember_command(&mut after, event);
            index(&mut self.lines, &after);
            hold(&mut self.desks, &after);
            self.conversations.insert(id.clone(), Arc::new(after));
        }
    }

    /// What an event of a conversation means for its agents' desks and its queue's departures.
    fn count_for_desks(&mut self, recorded: &Recorded, before: Option<&Conversation>) {
        let event = &*recorded.event;
        match &event.body {
            Body::EngagementParticipantEntered { participant, role, .. } => {
                if let Some(agent) = participant.agent_id()
                    && *role == Role::Lead
                {
                    self.desks.entry(agent).or_default().last_assigned_at = Some(event.at);
                }
                self.count_departure(event.at, before);
            }
            Body::BotEntered { participant, .. } => {
                if let Some(agent) = participant.agent_id() {
                    self.desks.entry(agent).or_default().last_assigned_at = Some(event.at);
                }
                self.count_departure(event.at, before);
            }
            Body::AgentEngagementTimeout { participant }
            | Body::AgentEngagementAutoAccepted { participant }
            | Body::AgentEngagementAutoDeclined { participant } => {
                if let Some(agent) = participant.agent_id() {
                    self.desks.entry(agent).or_default().missed += 1;
                }
            }
            Body::AgentEngagementAccepted { participant }
            | Body::AgentEngagementDeclined { participant } => {
                if let Some(agent) = participant.agent_id() {
                    self.desks.entry(agent).or_default().missed = 0;
                }
            }
            Body::AgentLost { participant } => {
                if let (Some(agent), Some(chat)) = (participant.agent_id(), &event.chat) {
                    let desk = self.desks.entry(agent).or_default();
                    desk.lost = true;
                    desk.lost_chats.push(chat.clone());
                }
            }
            _ => {}
        }
    }
}

impl State {
    /// A chat left its queue for an agent: what estimates are made from.
    fn count_departure(&mut self, at: Timestamp, before: Option<&Conversation>) {
        let Some(before) = before.filter(|b| b.phase == Phase::Waiting) else { return };
        let departures = self.departures.entry(before.queue.clone()).or_default();
        if departures.len() == DEPARTURES_KEPT {
            departures.remove(0);
        }
        departures.push(at);
    }
}

/// Whether an event says something and moves nobody.
pub(crate) fn is_said(body: &Body) -> bool {
    matches!(
        body,
        Body::AgentPost { .. }
            | Body::EndUserPost { .. }
            | Body::BotPost { .. }
            | Body::InternalPost { .. }
            | Body::SideNoteAdded { .. }
            | Body::AgentPushedUrl { .. }
            | Body::FileAttachmentReceived { .. }
            | Body::AgentFileSent { .. }
            | Body::AttributesChanged { .. }
            | Body::IncidentUpdated { .. }
            | Body::ChatRated { .. }
            | Body::CobrowseRecorded { .. }
    )
}

fn remember_command(conversation: &mut Conversation, event: &Event) {
    if let Some(command) = &event.command {
        let hash = command_hash(&event.actor, command);
        conversation.commands.insert(hash);
    }
}

fn is_to_be_continued(conversation: &Conversation) -> bool {
    conversation.concluded.as_ref().is_some_and(|concluded| concluded.is_continued)
}

fn place(conversation: &Conversation) -> Place {
    (Reverse(conversation.priority), conversation.arrived_at, conversation.id.clone())
}

fn index(lines: &mut BTreeMap<QueueId, Line>, conversation: &Conversation) {
    if conversation.phase == Phase::Waiting {
        let line = match lines.get_mut(&conversation.queue) {
            Some(line) => line,
            None => lines.entry(conversation.queue.clone()).or_default(),
        };
        if conversation.offer.is_none() {
            line.unoffered.insert(place(conversation));
        }
        line.waiting.insert(place(conversation));
    }
}

fn unindex(lines: &mut BTreeMap<QueueId, Line>, conversation: &Conversation) {
    if conversation.phase == Phase::Waiting
        && let Some(line) = lines.get_mut(&conversation.queue)
    {
        let place = place(conversation);
        line.waiting.remove(&place);
        line.unoffered.remove(&place);
        if line.waiting.is_empty() {
            lines.remove(&conversation.queue);
        }
    }
}

fn hold(desks: &mut BTreeMap<AgentId, Desk>, conversation: &Conversation) {
    let id = &conversation.id;
    for agent in conversation.holders() {
        desks.entry(agent.clone()).or_default().chats.insert(id.clone());
    }
    for participant in &conversation.participants {
        desks.entry(participant.agent.clone()).or_default().parts.insert(id.clone());
    }
    for watcher in &conversation.watchers {
        if let Some(agent) = watcher.party.agent_id() {
            desks.entry(agent).or_default().parts.insert(id.clone());
        }
    }
    if let Some(invitation) = &conversation.invitation {
        let desk = desks.entry(invitation.agent.clone()).or_default();
        desk.parts.insert(id.clone());
        if !invitation.conference {
            desk.invited.insert(id.clone());
        }
    }
    if let Some(offer) = &conversation.offer {
        desks.entry(offer.agent.clone()).or_default().offered = Some(id.clone());
    }
}

fn unhold(desks: &mut BTreeMap<AgentId, Desk>, conversation: &Conversation) {
    let id = &conversation.id;
    let watchers = conversation.watchers.iter().filter_map(|w| w.party.agent_id());
    let mut agents: Vec<AgentId> = conversation.holders().cloned().chain(watchers).collect();
    agents.extend(conversation.participants.iter().map(|p| p.agent.clone()));
    agents.extend(conversation.invitation.iter().map(|i| i.agent.clone()));
    agents.extend(conversation.offer.iter().map(|o| o.agent.clone()));
    for agent in agents {
        if let Some(desk) = desks.get_mut(&agent) {
            desk.chats.remove(id);
            desk.parts.remove(id);
            desk.invited.remove(id);
            if desk.offered.as_ref() == Some(id) {
                desk.offered = None;
            }
        }
    }
}
