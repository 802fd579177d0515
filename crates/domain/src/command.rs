//! What may be asked of the domain. Ids of new things are made by the caller and passed in.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::conversation::{Closed, Conversation};
use crate::directory::{Agent, Profile, Queue, Status, Tenant};
use crate::event::{Customer, IncidentFields, Visibility};
use crate::id::{
    AgentId, ChatId, ConversationId, IdentityKeyId, ProfileId, QueueId, ReportScheduleId, StatusId,
    TopicId,
};
use crate::identity::{IdentityKey, Proved};
use crate::incident::PastIncident;
use crate::library;
use crate::report_schedules::ReportSchedule;
use crate::time::Millis;

/// A request for a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The id of the new conversation.
    pub conversation: ConversationId,
    /// What is known of the customer.
    pub customer: Customer,
    /// The wanted queue; the topic's, or the general one, if absent.
    pub queue: Option<QueueId>,
    /// The chosen topic.
    pub topic: Option<TopicId>,
    /// Whether it is an async chat.
    pub is_async: bool,
    /// The opening question.
    pub question: Option<Arc<str>>,
    /// One line on what it is about.
    pub subject: String,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Where it came from, e.g. `web`.
    pub media_origin: Option<String>,
}

/// A message left outside a queue's hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftMessage {
    /// The id of the new conversation.
    pub conversation: ConversationId,
    /// Who left it.
    pub customer: Customer,
    /// For which queue; the topic's, or the general one, if absent.
    pub queue: Option<QueueId>,
    /// The chosen topic.
    pub topic: Option<TopicId>,
    /// What it says.
    pub text: String,
}

/// A file that is stored already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The hash of its content, by which it is stored.
    pub file: String,
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its type, found from its content.
    pub media_type: String,
}

/// A command. Who sends it, its id and the time come beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the ids of what the command is about")]
pub enum Command {
    /// Customer: asks for a chat.
    StartChat(Box<Request>),
    /// Customer: a new chat in a conversation whose last chat is closed. The engine reads `closed` from the journal.
    ContinueConversation {
        closed: Box<Closed>,
        question: Option<Arc<str>>,
    },
    /// Customer, agent or bot: a message that all in the chat see.
    PostMessage {
        chat: ChatId,
        text: Arc<str>,
    },
    /// Customer: leaves, or gives up waiting.
    LeaveChat {
        chat: ChatId,
    },
    /// Customer: what it thinks of the conversation now that it has ended. `past` is given when it may no longer be open.
    RateChat {
        chat: ChatId,
        past: Option<Box<Conversation>>,
        rating: u8,
        comment: Arc<str>,
    },
    /// Customer: leaves a message outside the hours; it opens an incident.
    LeaveMessage(Box<LeftMessage>),
    /// Customer or agent: a file that has been stored.
    SendFile {
        chat: ChatId,
        file: File,
    },
    /// Lead agent: asks another agent to take the chat over.
    TransferToAgent {
        chat: ChatId,
        agent: AgentId,
        note: Option<Arc<str>>,
    },
    /// Lead agent: asks another agent to support it.
    InviteToConference {
        chat: ChatId,
        agent: AgentId,
    },
    /// Lead agent: takes its invitation back.
    CancelInvitation {
        chat: ChatId,
    },
    /// Invited agent: takes the chat over, or joins the conference.
    AcceptInvitation {
        chat: ChatId,
    },
    /// Invited agent: declines.
    DeclineInvitation {
        chat: ChatId,
    },
    /// Invited agent's client: cannot.
    AnswerInvitationUnavailable {
        chat: ChatId,
    },
    /// Lead agent, or a bot that hands over: passes the chat to a queue.
    TransferToQueue {
        chat: ChatId,
        queue: QueueId,
        note: Option<Arc<str>>,
    },
    /// Lead agent: puts the chat back into its own queue.
    ReleaseToQueue {
        chat: ChatId,
    },
    /// Lead agent: a supporting agent becomes the lead.
    MakeLead {
        chat: ChatId,
        agent: AgentId,
    },
    /// Supporting agent: leaves the conference.
    LeaveConference {
        chat: ChatId,
    },
    /// Supervisor: watches, seen by nobody unless it is announced.
    StartMonitoring {
        chat: ChatId,
    },
    /// Supervisor: watches and speaks to the agents, seen by them and not by the customer.
    StartCoaching {
        chat: ChatId,
    },
    /// Supervisor: stops watching.
    StopWatching {
        chat: ChatId,
    },
    /// Supervisor: takes part openly.
    JoinChat {
        chat: ChatId,
    },
    /// Supervisor: gives the chat to an agent.
    ReassignChat {
        chat: ChatId,
        agent: AgentId,
    },
    /// Supervisor: sets an agent's status.
    SetAgentStatus {
        agent: AgentId,
        status: StatusId,
    },
    /// Agent, coach or monitor: a message that the customer never sees.
    PostInternal {
        chat: ChatId,
        text: Arc<str>,
        visibility: Visibility,
    },
    /// Agent: a link for the customer to open.
    PushLink {
        chat: ChatId,
        url: String,
        title: String,
    },
    /// Agent or bot: what is known of the matter, for whoever comes next.
    SetAttributes {
        chat: ChatId,
        attributes: BTreeMap<String, String>,
    },
    /// Lead agent: puts an async chat on hold.
    HoldChat {
        chat: ChatId,
    },
    /// Lead agent: asks to see the customer's page.
    InviteToCobrowse {
        chat: ChatId,
    },
    /// Customer: shows it.
    AcceptCobrowse {
        chat: ChatId,
    },
    /// Customer: does not.
    DeclineCobrowse {
        chat: ChatId,
    },
    /// Agent's client: the page is on the screen.
    ConfirmCobrowse {
        chat: ChatId,
    },
    /// Customer or agent: no more of it.
    StopCobrowse {
        chat: ChatId,
    },
    /// Either client: it does not work.
    FailCobrowse {
        chat: ChatId,
        detail: String,
    },
    /// The gateway: what was shown is stored, as the customer was told it would be.
    RecordCobrowse {
        chat: ChatId,
        file: String,
        bytes: u64,
        length: Millis,
    },
    /// Agent: chooses its status.
    SetStatus {
        status: StatusId,
    },
    /// Agent: signs out; open chats go back to their queues, if confirmed.
    SignOut {
        confirmed: bool,
    },
    /// Agent's client: the offer is on the screen.
    ConfirmOffer {
        chat: ChatId,
    },
    /// Agent: takes the offered chat.
    AcceptOffer {
        chat: ChatId,
    },
    /// Agent: declines it.
    DeclineOffer {
        chat: ChatId,
    },
    /// Agent's client: cannot take it.
    AnswerUnavailable {
        chat: ChatId,
    },
    /// Agent: takes a waiting chat from the list.
    PickChat {
        chat: ChatId,
    },
    /// Agent in the chat: a note for the next agent.
    AddSideNote {
        chat: ChatId,
        text: Arc<str>,
    },
    /// Lead agent: ends the chat, and resolves the linked ticket if that is wanted.
    EndChat {
        chat: ChatId,
        resolve_ticket: bool,
    },
    /// Agent in wrap-up, after the customer left: outcome abandoned.
    AbandonChat {
        chat: ChatId,
    },
    /// Agent in wrap-up: done.
    CompleteWrapUp {
        chat: ChatId,
        incident: IncidentFields,
        close_incident: bool,
    },
    /// Staff: changes the incident, and opens or closes it. `past` is given when the conversation is no longer open, or was never a chat.
    UpdateIncident {
        conversation: ConversationId,
        past: Option<Box<PastIncident>>,
        incident: IncidentFields,
        open: Option<bool>,
    },
    PutTenant {
        tenant: Tenant,
    },
    PutAgent {
        agent: Agent,
    },
    RemoveAgent {
        agent: AgentId,
    },
    PutQueue {
        queue: Queue,
    },
    RemoveQueue {
        queue: QueueId,
    },
    PutProfile {
        profile: Profile,
    },
    RemoveProfile {
        profile: ProfileId,
    },
    PutStatus {
        status: Status,
    },
    RemoveStatus {
        status: StatusId,
    },
    SetSetting {
        name: String,
        value: String,
    },
    /// The gateway, for a customer whose proof it has checked: who it is.
    IdentifyCustomer {
        chat: ChatId,
        proved: Proved,
    },
    /// Customer: the page of the site that it is on now.
    TellPage {
        chat: ChatId,
        page: String,
    },
    PutIdentityKey {
        key: IdentityKey,
    },
    RemoveIdentityKey {
        key: IdentityKeyId,
    },
    /// Supervisor, admin: a report that is sent by itself.
    PutReportSchedule(Box<ReportSchedule>),
    RemoveReportSchedule {
        schedule: ReportScheduleId,
    },
    /// Admin: topics, standard texts, articles, prompts.
    ChangeLibrary(Box<library::Change>),
}

impl Command {
    /// The chat that the command is about, if it names one.
    #[must_use]
    pub fn chat(&self) -> Option<&ChatId> {
        match self {
            Self::PostMessage { chat, .. }
            | Self::LeaveChat { chat }
            | Self::RateChat { chat, .. }
            | Self::ConfirmOffer { chat }
            | Self::AcceptOffer { chat }
            | Self::DeclineOffer { chat }
            | Self::AnswerUnavailable { chat }
            | Self::PickChat { chat }
            | Self::AddSideNote { chat, .. }
            | Self::EndChat { chat, .. }
            | Self::SendFile { chat, .. }
            | Self::TransferToAgent { chat, .. }
            | Self::InviteToConference { chat, .. }
            | Self::CancelInvitation { chat }
            | Self::AcceptInvitation { chat }
            | Self::DeclineInvitation { chat }
            | Self::AnswerInvitationUnavailable { chat }
            | Self::TransferToQueue { chat, .. }
            | Self::ReleaseToQueue { chat }
            | Self::MakeLead { chat, .. }
            | Self::LeaveConference { chat }
            | Self::StartMonitoring { chat }
            | Self::StartCoaching { chat }
            | Self::StopWatching { chat }
            | Self::JoinChat { chat }
            | Self::ReassignChat { chat, .. }
            | Self::PostInternal { chat, .. }
            | Self::PushLink { chat, .. }
            | Self::SetAttributes { chat, .. }
            | Self::HoldChat { chat }
            | Self::InviteToCobrowse { chat }
            | Self::AcceptCobrowse { chat }
            | Self::DeclineCobrowse { chat }
            | Self::ConfirmCobrowse { chat }
            | Self::StopCobrowse { chat }
            | Self::FailCobrowse { chat, .. }
            | Self::RecordCobrowse { chat, .. }
            | Self::AbandonChat { chat }
            | Self::IdentifyCustomer { chat, .. }
            | Self::TellPage { chat, .. }
            | Self::CompleteWrapUp { chat, .. } => Some(chat),
            Self::StartChat(_)
            | Self::LeaveMessage(_)
            | Self::ContinueConversation { .. }
            | Self::UpdateIncident { .. }
            | Self::SetStatus { .. }
            | Self::SignOut { .. }
            | Self::PutTenant { .. }
            | Self::PutAgent { .. }
            | Self::RemoveAgent { .. }
            | Self::PutQueue { .. }
            | Self::RemoveQueue { .. }
            | Self::PutProfile { .. }
            | Self::RemoveProfile { .. }
            | Self::PutStatus { .. }
            | Self::RemoveStatus { .. }
            | Self::SetSetting { .. }
            | Self::SetAgentStatus { .. }
            | Self::PutIdentityKey { .. }
            | Self::RemoveIdentityKey { .. }
            | Self::PutReportSchedule(_)
            | Self::RemoveReportSchedule { .. }
            | Self::ChangeLibrary(_) => None,
        }
    }

    /// The conversation that the command is about, if it names one.
    #[must_use]
    pub fn conversation(&self) -> Option<ConversationId> {
        match self {
            Self::StartChat(request) => Some(request.conversation.clone()),
            Self::LeaveMessage(message) => Some(message.conversation.clone()),
            Self::ContinueConversation { closed, .. } => Some(closed.id.clone()),
            Self::UpdateIncident { conversation, .. } => Some(conversation.clone()),
            other => other.chat().and_then(ChatId::conversation),
        }
    }
}
