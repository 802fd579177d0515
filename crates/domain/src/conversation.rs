//! A conversation and its chat as state: what a fold over its events amounts to. Only conversations whose chat is not closed are kept;
//! what was said is not kept here but read from the journal.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::event::{
    Body, ChatCreated, CobrowseStage, Customer, DisconnectReason, Event, LeftReason, Party,
    PartyType, Role,
};
pub use crate::fold::{Closed, ConversationFold};
use crate::hashed::Commands;
use crate::id::{AgentId, ChatId, ConversationId, QueueId, TopicId};
use crate::incident::Incident;
use crate::rating::Rating;
use crate::time::Timestamp;

/// Where a chat stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// In its queue, also while it is offered.
    Waiting,
    /// An agent or bot is in it.
    Engaged,
    /// An async chat that nobody attends to until its customer is active.
    OnHold,
    /// Over for the customer; the agent writes it up.
    WrapUp,
}

/// An agent in the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Who.
    pub party: Party,
    /// The same as an id.
    pub agent: AgentId,
    /// Its part.
    pub role: Role,
    /// Since when.
    pub entered_at: Timestamp,
    /// Whether 4 was logged and neither 5 nor 29 since.
    pub absent: bool,
}

/// An offer that is out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// To whom.
    pub agent: AgentId,
    /// Since when.
    pub offered_at: Timestamp,
    /// Whether Accept was pressed (43) in the command being carried out.
    pub accepted: bool,
}

/// A transfer or conference invitation that is out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Whether it is a conference (else a transfer).
    pub conference: bool,
    /// To whom.
    pub agent: AgentId,
    /// Since when.
    pub invited_at: Timestamp,
}

/// Someone who watches without being seen by the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watcher {
    /// Who.
    pub party: Party,
    /// Whether it coaches (else it monitors).
    pub coaches: bool,
    /// Whether the agents see it.
    #[serde(default)]
    pub announced: bool,
}

/// Co-browsing that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cobrowse {
    /// The agent that watches the customer's page.
    pub agent: AgentId,
    /// How far it has come.
    pub stage: CobrowseStage,
    /// Whether what is shown is kept; the customer was told so when it was asked.
    #[serde(default)]
    pub recorded: bool,
    /// When the customer said yes.
    #[serde(default)]
    pub accepted_at: Option<Timestamp>,
}

/// How the chat was concluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concluded {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: DisconnectReason,
    /// Who writes it up: the lead at that moment.
    pub by: Option<AgentId>,
    /// Whether another chat is about to take the conversation over.
    #[serde(default)]
    pub is_continued: bool,
}

/// A conversation whose chat is not closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// The customer.
    pub customer: Customer,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// e.g. `chat`.
    pub media_type: String,
    /// e.g. `web`.
    pub media_origin: Option<String>,
    /// Whether it is async.
    pub is_async: bool,
    /// One line given before the chat.
    pub subject: String,
    /// The chat that is not closed.
    pub chat: ChatId,
    /// Its number in the conversation, from 1.
    pub segment: u32,
    /// Where it stands.
    pub phase: Phase,
    /// Its queue.
    pub queue: QueueId,
    /// Higher goes first.
    pub priority: i32,
    /// First arrival time; never changes.
    pub arrived_at: Timestamp,
    /// When this chat was requested.
    pub requested_at: Timestamp,
    /// Since when it waits, this time.
    pub waiting_since: Timestamp,
    /// The chat that it continues.
    pub continues: Option<ChatId>,
    /// The agents in it.
    pub participants: Vec<Participant>,
    /// Those who watch.
    pub watchers: Vec<Watcher>,
    /// The offer that is out.
    pub offer: Option<Offer>,
    /// The invitation that is out.
    pub invitation: Option<Invitation>,
    /// Who refused it or let it run out since it last entered the queue.
    pub refused_by: Vec<AgentId>,
    /// Whether 6 was logged and neither 7 nor 31 since.
    pub customer_absent: bool,
    /// Whether an agent was ever in it, in any of its chats.
    pub was_engaged: bool,
    /// The last activity of either side.
    pub active_at: Timestamp,
    /// Whether the idle warning was given since.
    pub idle_alerted: bool,
    /// The topic chosen before the chat.
    #[serde(default)]
    pub topic: Option<TopicId>,
    /// When the idle alert of a chat on hold was given (112).
    #[serde(default)]
    pub async_alerted_at: Option<Timestamp>,
    /// Who put it on hold: the only one to be asked at first when its customer wakes it.
    #[serde(default)]
    pub preferred: Option<AgentId>,
    /// The bots that handed it over: they are not asked again.
    #[serde(default)]
    pub handed_over_by: Vec<AgentId>,
    /// What agents and bots noted of the matter.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// Co-browsing that is under way.
    #[serde(default)]
    pub cobrowse: Option<Cobrowse>,
    /// How many files were sent in the conversation.
    #[serde(default)]
    pub files: u32,
    /// How it was concluded, in wrap-up.
    pub concluded: Option<Concluded>,
    /// What its customer thinks of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// Its incident.
    pub incident: Incident,
    /// Hashes of the commands seen: what is not among them is surely new.
    pub commands: Commands,
}

impl Conversation {
    /// The conversation that a 26 begins or continues.
    #[must_use]
    pub fn created(
        id: &ConversationId,
        chat: &ChatId,
        at: Timestamp,
        data: &ChatCreated,
        before: Option<Self>,
    ) -> Self {
        let mut chat_state = Self::new(id, chat, at, data);
        if let Some(before) = before {
            chat_state.incident = before.incident;
            chat_state.was_engaged = before.was_engaged;
            chat_state.commands = before.commands;
            chat_state.attributes = before.attributes;
            chat_state.handed_over_by = before.handed_over_by;
            chat_state.files = before.files;
            chat_state.rating = before.rating;
        }
        chat_state
    }

    fn new(id: &ConversationId, chat: &ChatId, at: Timestamp, data: &ChatCreated) -> Self {
        Self {
            id: id.clone(),
            customer: data.customer.clone(),
            language: data.language.clone(),
            media_type: data.media_type.clone(),
            media_origin: data.media_origin.clone(),
            is_async: data.is_async,
            subject: data.subject.clone(),
            chat: chat.clone(),
            segment: chat.segment().unwrap_or(1),
            phase: Phase::Waiting,
            queue: data.queue.clone(),
            priority: data.priority,
            arrived_at: data.arrived_at,
            requested_at: at,
            waiting_since: at,
            continues: data.continues.clone(),
            participants: Vec::new(),
            watchers: Vec::new(),
            offer: None,
            invitation: None,
            refused_by: Vec::new(),
            customer_absent: false,
            was_engaged: false,
            active_at: at,
            idle_alerted: false,
            topic: data.topic.clone(),
            async_alerted_at: None,
            preferred: None,
            handed_over_by: Vec::new(),
            attributes: BTreeMap::new(),
            cobrowse: None,
            files: 0,
            concluded: None,
            rating: None,
            incident: Incident::default(),
            commands: Commands::default(),
        }
    }

    /// The lead agent.
    #[must_use]
    pub fn lead(&self) -> Option<&Participant> {
        self.participants.iter().find(|p| p.role == Role::Lead)
    }

    /// An agent's part in it.
    #[must_use]
    pub fn participant(&self, agent: &AgentId) -> Option<&Participant> {
        self.participants.iter().find(|p| p.agent == *agent)
    }

    /// The agents whose slot it takes: the lead, or who writes it up.
    pub fn holders(&self) -> impl Iterator<Item = &AgentId> {
        let lead = self.lead().map(|p| &p.agent);
        lead.into_iter().chain(self.concluded.as_ref().and_then(|c| c.by.as_ref()))
    }

    /// Whether the agent takes part in any way in which it may see all that is said.
    #[must_use]
    pub fn is_seen_by(&self, agent: &AgentId) -> bool {
        self.participant(agent).is_some()
            || self.concluded.as_ref().is_some_and(|c| c.by.as_ref() == Some(agent))
            || self.watchers.iter().any(|w| &*w.party.id == agent.as_str())
            || self.invitation.as_ref().is_some_and(|i| i.agent == *agent)
    }

    /// Folds one event of this conversation other than 26 and 27.
    pub fn apply(&mut self, event: &Event) {
        let at = event.at;
        match &event.body {
            Body::AgentPost { .. } | Body::EndUserPost { .. } => self.activity(at),
            Body::AgentPushedUrl { .. } => self.activity_of(event),
            Body::FileAttachmentReceived { .. } | Body::AgentFileSent { .. } => {
                self.files += 1;
                self.activity_of(event);
            }
            Body::AttributesChanged { attributes } => {
                for (name, value) in attributes {
                    if value.is_empty() {
                        self.attributes.remove(name);
                    } else {
                        self.attributes.insert(name.clone(), value.clone());
                    }
                }
            }
            Body::ChatRated { rating, comment } => {
                self.rating = Some(Rating { rating: *rating, comment: comment.clone() });
            }
            Body::CustomerChanged { customer } => self.customer = customer.clone(),
            Body::AgentAbsent { participant } => self.set_absent(participant, true),
            Body::AgentPresent { participant } => self.set_absent(participant, false),
            Body::EndUserAbsent {} => self.customer_absent = true,
            Body::EndUserPresent {} | Body::UserDisconnected {} => self.customer_absent = false,
            Body::AgentEngagementInvitation { participant, .. } => {
                if let Some(agent) = participant.agent_id() {
                    self.offer = Some(Offer { agent, offered_at: at, accepted: false });
                }
            }
            Body::AgentAccepted { .. } => {
                if let Some(offer) = &mut self.offer {
                    offer.accepted = true;
                }
            }
            Body::AgentEngagementDeclined { participant }
            | Body::AgentEngagementTimeout { participant }
            | Body::AgentEngagementUnavailable { participant }
            | Body::AgentEngagementAutoDeclined { participant } => {
                self.offer = None;
                if let Some(agent) = participant.agent_id() {
                    self.refused_by.retain(|a| *a != agent);
                    self.refused_by.push(agent);
                }
            }
            Body::AgentEngagementAccepted { .. } | Body::AgentEngagementAutoAccepted { .. } => {
                self.offer = None;
            }
            Body::AgentTransferInvitation { participant }
            | Body::AgentConferenceInvitation { participant } => {
                let conference = matches!(event.body, Body::AgentConferenceInvitation { .. });
                self.invitation = participant.agent_id().map(|agent| Invitation {
                    conference,
                    agent,
                    invited_at: at,
                });
            }
            Body::AgentTransferAccepted { .. }
            | Body::AgentTransferDeclined { .. }
            | Body::AgentTransferCanceled { .. }
            | Body::AgentTransferUnavailable { .. }
            | Body::AgentConferenceAccepted { .. }
            | Body::AgentConferenceDeclined { .. }
            | Body::AgentConferenceCanceled { .. }
            | Body::AgentConferenceUnavailable { .. } => self.invitation = None,
            Body::EngagementParticipantEntered { participant, role, .. } => {
                self.was_engaged = true;
                self.entered(participant, *role, at);
            }
            Body::BotEntered { participant, .. } => self.entered(participant, Role::Lead, at),
            Body::BotLeft { participant, .. } => {
                self.participants.retain(|p| p.party.id != participant.id);
            }
            Body::EngagementParticipantLeft { participant, reason } => {
                self.participants.retain(|p| p.party.id != participant.id);
                if *reason != LeftReason::Concluded {
                    self.activity(at);
                }
            }
            Body::AgentDisconnected { participant } => {
                self.set_absent(participant, false);
                self.activity(at);
            }
            Body::AgentRoleChange { lead, supporting } => {
                for p in &mut self.participants {
                    if p.party.id == lead.id {
                        p.role = Role::Lead;
                    } else if p.role == Role::Lead
                        || supporting.as_ref().is_some_and(|s| s.id == p.party.id)
                    {
                        p.role = Role::Supporting;
                    }
                }
            }
            Body::MonitorBegin { participant, announced } => {
                let (party, announced) = (participant.clone(), *announced);
                self.watchers.push(Watcher { party, coaches: false, announced });
            }
            Body::CoachBegin { participant } => {
                let party = participant.clone();
                self.watchers.push(Watcher { party, coaches: true, announced: true });
            }
            Body::MonitorEnd { participant, .. } | Body::CoachEnd { participant } => {
                let coaches = matches!(event.body, Body::CoachEnd { .. });
                self.watchers.retain(|w| w.party.id != participant.id || w.coaches != coaches);
            }
            Body::TransferredToQueue { queue } => {
                self.phase = Phase::Waiting;
                self.queue = queue.clone();
                self.waiting_since = at;
                // Who let it go is asked again only when no other is left; a bot not at all.
                self.refused_by.clear();
                self.refused_by.extend(event.actor.agent_id());
                if event.actor.party_type == PartyType::Bot {
                    self.handed_over_by.extend(event.actor.agent_id());
                }
            }
            Body::AsyncOnHold { participant } => {
                self.phase = Phase::OnHold;
                self.preferred = participant.agent_id();
                self.async_alerted_at = None;
                self.activity(at);
            }
            Body::AsyncCustomerActivity {} => {
                self.phase = Phase::Waiting;
                self.waiting_since = at;
                self.async_alerted_at = None;
                self.refused_by.clear();
            }
            Body::AsyncIdleAlert { .. } => self.async_alerted_at = Some(at),
            Body::CobrowseInvitationSent { participant, recorded } => {
                self.cobrowse = participant.agent_id().map(|agent| Cobrowse {
                    agent,
                    stage: CobrowseStage::Invited,
                    recorded: *recorded,
                    accepted_at: None,
                });
            }
            Body::CobrowseInvitationAccepted {} => {
                if let Some(cobrowse) = &mut self.cobrowse {
                    cobrowse.stage = CobrowseStage::Accepted;
                    cobrowse.accepted_at = Some(at);
                }
            }
            Body::CobrowseSessionStarted { .. } => {
                if let Some(cobrowse) = &mut self.cobrowse {
                    cobrowse.stage = CobrowseStage::Running;
                }
            }
            Body::CobrowseInvitationDeclined {}
            | Body::CobrowseSessionStopped { .. }
            | Body::CobrowseSessionError { .. } => self.cobrowse = None,
            Body::ChatRequeued { queue, arrived_at, .. } => {
                self.queue = queue.clone();
                self.arrived_at = *arrived_at;
            }
            Body::IdleAlert {} => self.idle_alerted = true,
            Body::ChatConcluded(data) => {
                self.phase = Phase::WrapUp;
                self.offer = None;
                self.invitation = None;
                // A chat that is continued by another has no wrap-up.
                let by = match data.continued_as {
                    Some(_) => None,
                    // Nor has a bot.
                    None => self
                        .lead()
                        .filter(|p| p.party.party_type != PartyType::Bot)
                        .map(|p| p.agent.clone()),
                };
                let (reason, is_continued) = (data.disconnect_reason, data.continued_as.is_some());
                self.concluded = Some(Concluded { at, reason, by, is_continued });
            }
            Body::IncidentOpened { incident, fields, .. } => {
                self.incident.id.clone_from(incident);
                self.incident.open = true;
                self.incident.change(fields);
            }
            Body::IncidentUpdated { fields, .. } => self.incident.change(fields),
            Body::IncidentClosed { .. } => self.incident.open = false,
            Body::AgentLost { .. }
            | Body::UserLost {}
            | Body::ChatCreated(_)
            | Body::ChatReleased {}
            | Body::ChatCanceled {}
            | Body::ChatDisconnectedIdleEndUser {}
            | Body::EndUserDisconnected { .. }
            | Body::LeadSessionStart { .. }
            | Body::LeadSessionEnd { .. }
            | Body::AgentClientReset { .. }
            | Body::EndUserClientReset {}
            | Body::BotPost { .. }
            | Body::InternalPost { .. }
            | Body::SideNoteAdded { .. }
            | Body::AgentStatusChanged { .. }
            | Body::TenantChanged { .. }
            | Body::AgentChanged { .. }
            | Body::AgentRemoved { .. }
            | Body::QueueChanged { .. }
            | Body::QueueRemoved { .. }
            | Body::ProfileChanged { .. }
            | Body::ProfileRemoved { .. }
            | Body::StatusChanged { .. }
            | Body::StatusRemoved { .. }
            | Body::SettingChanged { .. }
            | Body::TopicChanged { .. }
            | Body::TopicRemoved { .. }
            | Body::StandardTextChanged { .. }
            | Body::StandardTextRemoved { .. }
            | Body::ArticleChanged { .. }
            | Body::ArticleRemoved { .. }
            | Body::CobrowseRecorded { .. }
            | Body::PromptChanged(_)
            | Body::InvitationRuleChanged { .. }
            | Body::InvitationRuleRemoved { .. }
            | Body::ReportScheduleChanged { .. }
            | Body::ReportScheduleRemoved { .. }
            | Body::IdentityKeyChanged { .. }
            | Body::IdentityKeyRemoved { .. } => {}
        }
    }

    fn activity(&mut self, at: Timestamp) {
        self.active_at = at;
        self.idle_alerted = false;
    }

    /// Nothing that a bot does is activity.
    fn activity_of(&mut self, event: &Event) {
        if event.actor.party_type != PartyType::Bot {
            self.activity(event.at);
        }
    }

    fn set_absent(&mut self, party: &Party, absent: bool) {
        if let Some(p) = self.participants.iter_mut().find(|p| p.party.id == party.id) {
            p.absent = absent;
        }
    }

    fn entered(&mut self, party: &Party, role: Role, at: Timestamp) {
        let Some(agent) = party.agent_id() else { return };
        self.participants.retain(|p| p.agent != agent);
        if role == Role::Lead {
            // In a transfer the new lead enters (23) before the old one leaves (24).
            for p in &mut self.participants {
                p.role = Role::Supporting;
            }
        }
        self.participants.push(Participant {
            party: party.clone(),
            agent,
            role,
            entered_at: at,
            absent: false,
        });
        self.offer = None;
        self.phase = Phase::Engaged;
        self.preferred = None;
        self.activity(at);
    }
}
