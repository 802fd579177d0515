//! What events carry. This is the stored and exported format: fields are added, never renamed or removed; fixtures in
//! `fixtures/` hold one line of each kind for ever. Fields that this version does not know are ignored here and stay in the journal.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::directory::{Agent, Profile, Queue, Status, Tenant};
use crate::id::{
    AgentId, ArticleId, ChatId, CommandId, ConversationId, IdentityKeyId, InvitationRuleId,
    MessageId, ProfileId, QueueId, ReportScheduleId, StandardTextId, StatusId, TopicId,
};
use crate::identity::IdentityKey;
use crate::invitations::InvitationRule;
use crate::library::{Article, PromptChange, StandardText, Topic};
use crate::report_schedules::ReportSchedule;
use crate::time::Timestamp;
pub use crate::words::{
    CobrowseStage, CustomerOut, DisconnectReason, EndedBy, EndedReason, How, LeftReason, Role,
    StatusReason, TicketStatus, Visibility,
};

/// Position in the tenant's journal, from 1, without gaps.
pub type Seq = u64;

/// What sort of party acted or takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyType {
    /// The customer of the conversation.
    Customer,
    /// A human agent.
    Agent,
    /// A supervisor.
    Supervisor,
    /// A bot.
    Bot,
    /// Holdfast itself; its id is empty.
    System,
    /// An administrator.
    Admin,
}

/// Who did it, or who takes part: `{"type": …, "id": …}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Party {
    /// What sort of party.
    #[serde(rename = "type")]
    pub party_type: PartyType,
    /// Its id; empty for the system.
    pub id: Arc<str>,
}

impl Party {
    /// Holdfast itself.
    #[must_use]
    pub fn system() -> Self {
        Self { party_type: PartyType::System, id: Arc::from("") }
    }

    /// A party of a type.
    #[must_use]
    pub fn new(party_type: PartyType, id: &str) -> Self {
        Self { party_type, id: Arc::from(id) }
    }

    /// The staff member or bot, if it is one.
    #[must_use]
    pub fn agent_id(&self) -> Option<AgentId> {
        match self.party_type {
            PartyType::Agent | PartyType::Supervisor | PartyType::Bot | PartyType::Admin => {
                AgentId::shared(&self.id)
            }
            PartyType::Customer | PartyType::System => None,
        }
    }
}

/// What is known of the customer; every field may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Customer {
    /// The customer's own id, made with its session or from its verified id at the host; it stays the same for the whole conversation.
    pub id: String,
    /// The name given in the form before the chat.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The address given in the form before the chat.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// The page the chat was started from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub page: String,
    /// The company, for the company filter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub company: String,
    /// Whether it has proved who it is; else what is known of it is what it said itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub verified: bool,
    /// Its id at the host, if it is verified.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub external_id: String,
}

/// Data of 26.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatCreated {
    /// e.g. `chat`.
    pub media_type: String,
    /// e.g. `web`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_origin: Option<String>,
    /// A BCP 47 tag, e.g. `de`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Whether it is an async chat.
    #[serde(rename = "async")]
    pub is_async: bool,
    /// The queue it enters.
    pub queue: QueueId,
    /// First arrival time of the conversation in its queue.
    #[serde(with = "rfc3339")]
    pub arrived_at: Timestamp,
    /// The chat that this one continues.
    pub continues: Option<ChatId>,
    /// Higher goes first.
    #[serde(default)]
    pub priority: i32,
    /// What is known of the customer.
    #[serde(default)]
    pub customer: Customer,
    /// The subject given in the form before the chat.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// The topic chosen in the form before the chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<TopicId>,
}

/// Data of 100.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the words of the specification")]
pub struct ChatConcluded {
    pub ended_by: EndedBy,
    pub ended_reason: EndedReason,
    pub disconnect_reason: DisconnectReason,
    pub continued_as: Option<ChatId>,
}

/// What changed of an incident; absent fields did not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct IncidentFields {
    /// One line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// How the matter was settled, in the tenant's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disposition: Option<String>,
    /// Free text of the agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The ticket that the incident belongs to; an empty text takes the link away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// How that ticket stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_status: Option<TicketStatus>,
    /// Where the matter stands, in the tenant's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Who sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// Whom to answer: a name, an address, a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Fields of the tenant's own; an empty value takes one away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom: Option<BTreeMap<String, String>>,
}

/// An event's kind with its data: `{"kind": slug, "data": {…}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each kind is documented in docs/events.md, each field in the specification"
)]
pub enum Body {
    AgentPost {
        message: MessageId,
        text: Arc<str>,
    },
    EndUserPost {
        message: MessageId,
        text: Arc<str>,
    },
    AgentPushedUrl {
        url: String,
        title: String,
    },
    AgentAbsent {
        participant: Party,
    },
    AgentPresent {
        participant: Party,
    },
    EndUserAbsent {},
    EndUserPresent {},
    AgentEngagementInvitation {
        participant: Party,
        queue: QueueId,
    },
    AgentTransferInvitation {
        participant: Party,
    },
    AgentConferenceInvitation {
        participant: Party,
    },
    AgentEngagementAccepted {
        participant: Party,
    },
    AgentEngagementDeclined {
        participant: Party,
    },
    AgentEngagementTimeout {
        participant: Party,
    },
    AgentEngagementUnavailable {
        participant: Party,
    },
    AgentTransferAccepted {
        participant: Party,
    },
    AgentTransferDeclined {
        participant: Party,
    },
    AgentTransferCanceled {
        participant: Party,
    },
    AgentTransferUnavailable {
        participant: Party,
    },
    AgentConferenceAccepted {
        participant: Party,
    },
    AgentConferenceDeclined {
        participant: Party,
    },
    AgentConferenceCanceled {
        participant: Party,
    },
    AgentConferenceUnavailable {
        participant: Party,
    },
    EngagementParticipantEntered {
        participant: Party,
        role: Role,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        how: Option<How>,
    },
    EngagementParticipantLeft {
        participant: Party,
        reason: LeftReason,
    },
    AgentRoleChange {
        lead: Party,
        supporting: Option<Party>,
    },
    ChatCreated(ChatCreated),
    ChatReleased {},
    ChatCanceled {},
    AgentDisconnected {
        participant: Party,
    },
    AgentLost {
        participant: Party,
    },
    UserDisconnected {},
    UserLost {},
    AgentEngagementAutoAccepted {
        participant: Party,
    },
    AgentEngagementAutoDeclined {
        participant: Party,
    },
    /// `recorded`: whether what is shown will be kept, as the customer is told when it is asked.
    CobrowseInvitationSent {
        participant: Party,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        recorded: bool,
    },
    CobrowseInvitationAccepted {},
    CobrowseInvitationDeclined {},
    FileAttachmentReceived {
        file: String,
        name: String,
        bytes: u64,
        media_type: String,
    },
    ChatDisconnectedIdleEndUser {},
    CobrowseSessionStarted {
        participant: Party,
    },
    CobrowseSessionStopped {
        participant: Party,
    },
    CobrowseSessionError {
        participant: Party,
        detail: String,
    },
    AgentAccepted {
        participant: Party,
    },
    EndUserDisconnected {
        reason: CustomerOut,
    },
    /// `announced`: whether the agents of the chat see it (`announce_monitoring`).
    MonitorBegin {
        participant: Party,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        announced: bool,
    },
    MonitorEnd {
        participant: Party,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        announced: bool,
    },
    TransferredToQueue {
        queue: QueueId,
    },
    LeadSessionStart {
        participant: Party,
    },
    LeadSessionEnd {
        participant: Party,
    },
    /// About no conversation when the agent had no chat; `chats` are those it lost.
    AgentClientReset {
        participant: Party,
        chats: Vec<ChatId>,
    },
    EndUserClientReset {},
    ChatConcluded(ChatConcluded),
    ChatRequeued {
        queue: QueueId,
        #[serde(with = "rfc3339")]
        arrived_at: Timestamp,
        continues: ChatId,
    },
    BotEntered {
        participant: Party,
        visibility: Visibility,
    },
    BotLeft {
        participant: Party,
        visibility: Visibility,
    },
    BotPost {
        message: MessageId,
        text: Arc<str>,
    },
    CoachBegin {
        participant: Party,
    },
    CoachEnd {
        participant: Party,
    },
    InternalPost {
        message: MessageId,
        text: Arc<str>,
        visibility: Visibility,
    },
    AsyncOnHold {
        participant: Party,
    },
    AsyncCustomerActivity {},
    AsyncIdleAlert {
        #[serde(with = "rfc3339")]
        check_at: Timestamp,
    },
    IdleAlert {},
    IncidentOpened {
        incident: String,
        #[serde(flatten)]
        fields: IncidentFields,
        /// Who left the message that it is about; None where a chat says who its customer is, and when it is opened again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        customer: Option<Box<Customer>>,
    },
    IncidentUpdated {
        incident: String,
        #[serde(flatten)]
        fields: IncidentFields,
        /// The queue that the message was left for that it is about; None where a chat has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        queue: Option<QueueId>,
    },
    IncidentClosed {
        incident: String,
        /// As of [`Self::IncidentUpdated`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        queue: Option<QueueId>,
    },
    SideNoteAdded {
        text: Arc<str>,
    },
    AgentStatusChanged {
        participant: Party,
        /// None: signed out.
        status: Option<StatusId>,
        reason: StatusReason,
    },
    TenantChanged {
        tenant: Tenant,
    },
    AgentChanged {
        agent: Agent,
    },
    AgentRemoved {
        agent: AgentId,
    },
    QueueChanged {
        queue: Queue,
    },
    QueueRemoved {
        queue: QueueId,
    },
    ProfileChanged {
        profile: Profile,
    },
    ProfileRemoved {
        profile: ProfileId,
    },
    StatusChanged {
        status: Status,
    },
    StatusRemoved {
        status: StatusId,
    },
    SettingChanged {
        name: String,
        value: String,
    },
    AgentFileSent {
        file: String,
        name: String,
        bytes: u64,
        media_type: String,
    },
    AttributesChanged {
        attributes: BTreeMap<String, String>,
    },
    ChatRated {
        rating: u8,
        #[serde(default, skip_serializing_if = "str::is_empty")]
        comment: Arc<str>,
    },
    /// `length_ms`: from the customer's consent to the last piece of its page.
    CobrowseRecorded {
        file: String,
        bytes: u64,
        length_ms: u64,
    },
    TopicChanged {
        topic: Topic,
    },
    TopicRemoved {
        topic: TopicId,
    },
    StandardTextChanged {
        standard_text: StandardText,
    },
    StandardTextRemoved {
        standard_text: StandardTextId,
    },
    ArticleChanged {
        article: Article,
    },
    ArticleRemoved {
        article: ArticleId,
    },
    PromptChanged(PromptChange),
    /// What is known of the customer of an open chat, all of it: it proved who it is, or is on another page.
    CustomerChanged {
        customer: Customer,
    },
    IdentityKeyChanged {
        identity_key: IdentityKey,
    },
    IdentityKeyRemoved {
        identity_key: IdentityKeyId,
    },
    InvitationRuleChanged {
        invitation_rule: InvitationRule,
    },
    InvitationRuleRemoved {
        invitation_rule: InvitationRuleId,
    },
    ReportScheduleChanged {
        report_schedule: Box<ReportSchedule>,
    },
    ReportScheduleRemoved {
        report_schedule: ReportScheduleId,
    },
}

/// One event as it was decided: everything but its position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// The conversation it is about.
    pub conversation: Option<ConversationId>,
    /// The chat it is about.
    pub chat: Option<ChatId>,
    /// Who did it.
    pub actor: Party,
    /// The command that caused it, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<CommandId>,
    /// Kind and data.
    pub body: Body,
}

/// An event at its place in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its place.
    pub seq: Seq,
    /// What happened; shared, since journal, fan-out and followers all read it.
    pub event: Arc<Event>,
}

/// Serialises timestamps inside event data as RFC 3339, as the log's `at`.
pub(crate) mod rfc3339 {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::time::Timestamp;

    pub(crate) fn serialize<S: Serializer>(t: &Timestamp, s: S) -> Result<S::Ok, S::Error> {
        t.serialize_rfc3339(s)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Timestamp, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        Timestamp::parse_rfc3339(&text).map_err(serde::de::Error::custom)
    }
}
