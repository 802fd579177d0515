//! The catalogue of event kinds: ids, slugs and names. Ids 1 to 51 and 100 to 123 are fixed by the specification; ours begin at
//! 130. An id is never reused. What an event carries is in [`crate::event`].

use serde::{Deserialize, Serialize};

/// A kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u16)]
#[expect(
    missing_docs,
    reason = "each kind is documented by the table of `Kind::name` and docs/events.md"
)]
pub enum Kind {
    AgentPost = 1,
    EndUserPost = 2,
    AgentPushedUrl = 3,
    AgentAbsent = 4,
    AgentPresent = 5,
    EndUserAbsent = 6,
    EndUserPresent = 7,
    AgentEngagementInvitation = 8,
    AgentTransferInvitation = 9,
    AgentConferenceInvitation = 10,
    AgentEngagementAccepted = 11,
    AgentEngagementDeclined = 12,
    AgentEngagementTimeout = 13,
    AgentEngagementUnavailable = 14,
    AgentTransferAccepted = 15,
    AgentTransferDeclined = 16,
    AgentTransferCanceled = 17,
    AgentTransferUnavailable = 18,
    AgentConferenceAccepted = 19,
    AgentConferenceDeclined = 20,
    AgentConferenceCanceled = 21,
    AgentConferenceUnavailable = 22,
    EngagementParticipantEntered = 23,
    EngagementParticipantLeft = 24,
    AgentRoleChange = 25,
    ChatCreated = 26,
    ChatReleased = 27,
    ChatCanceled = 28,
    AgentDisconnected = 29,
    AgentLost = 30,
    UserDisconnected = 31,
    UserLost = 32,
    AgentEngagementAutoAccepted = 33,
    AgentEngagementAutoDeclined = 34,
    CobrowseInvitationSent = 35,
    CobrowseInvitationAccepted = 36,
    CobrowseInvitationDeclined = 37,
    FileAttachmentReceived = 38,
    ChatDisconnectedIdleEndUser = 39,
    CobrowseSessionStarted = 40,
    CobrowseSessionStopped = 41,
    CobrowseSessionError = 42,
    AgentAccepted = 43,
    EndUserDisconnected = 44,
    MonitorBegin = 45,
    MonitorEnd = 46,
    TransferredToQueue = 47,
    LeadSessionStart = 48,
    LeadSessionEnd = 49,
    AgentClientReset = 50,
    EndUserClientReset = 51,
    ChatConcluded = 100,
    ChatRequeued = 101,
    BotEntered = 102,
    BotLeft = 103,
    BotPost = 104,
    CoachBegin = 105,
    CoachEnd = 106,
    InternalPost = 107,
    AsyncOnHold = 110,
    AsyncCustomerActivity = 111,
    AsyncIdleAlert = 112,
    IdleAlert = 114,
    IncidentOpened = 120,
    IncidentUpdated = 121,
    IncidentClosed = 122,
    SideNoteAdded = 123,
    AgentStatusChanged = 130,
    AgentFileSent = 131,
    AttributesChanged = 132,
    ChatRated = 133,
    CustomerChanged = 134,
    CobrowseRecorded = 135,
    TenantChanged = 140,
    AgentChanged = 141,
    AgentRemoved = 142,
    QueueChanged = 143,
    QueueRemoved = 144,
    ProfileChanged = 145,
    ProfileRemoved = 146,
    StatusChanged = 147,
    StatusRemoved = 148,
    SettingChanged = 149,
    TopicChanged = 150,
    TopicRemoved = 151,
    StandardTextChanged = 152,
    StandardTextRemoved = 153,
    ArticleChanged = 154,
    ArticleRemoved = 155,
    PromptChanged = 156,
    InvitationRuleChanged = 157,
    InvitationRuleRemoved = 158,
    ReportScheduleChanged = 161,
    ReportScheduleRemoved = 162,
    IdentityKeyChanged = 163,
    IdentityKeyRemoved = 164,
}

/// Every kind in the order of ids.
pub const KINDS: [Kind; 96] = [
    Kind::AgentPost,
    Kind::EndUserPost,
    Kind::AgentPushedUrl,
    Kind::AgentAbsent,
    Kind::AgentPresent,
    Kind::EndUserAbsent,
    Kind::EndUserPresent,
    Kind::AgentEngagementInvitation,
    Kind::AgentTransferInvitation,
    Kind::AgentConferenceInvitation,
    Kind::AgentEngagementAccepted,
    Kind::AgentEngagementDeclined,
    Kind::AgentEngagementTimeout,
    Kind::AgentEngagementUnavailable,
    Kind::AgentTransferAccepted,
    Kind::AgentTransferDeclined,
    Kind::AgentTransferCanceled,
    Kind::AgentTransferUnavailable,
    Kind::AgentConferenceAccepted,
    Kind::AgentConferenceDeclined,
    Kind::AgentConferenceCanceled,
    Kind::AgentConferenceUnavailable,
    Kind::EngagementParticipantEntered,
    Kind::EngagementParticipantLeft,
    Kind::AgentRoleChange,
    Kind::ChatCreated,
    Kind::ChatReleased,
    Kind::ChatCanceled,
    Kind::AgentDisconnected,
    Kind::AgentLost,
    Kind::UserDisconnected,
    Kind::UserLost,
    Kind::AgentEngagementAutoAccepted,
    Kind::AgentEngagementAutoDeclined,
    Kind::CobrowseInvitationSent,
    Kind::CobrowseInvitationAccepted,
    Kind::CobrowseInvitationDeclined,
    Kind::FileAttachmentReceived,
    Kind::ChatDisconnectedIdleEndUser,
    Kind::CobrowseSessionStarted,
    Kind::CobrowseSessionStopped,
    Kind::CobrowseSessionError,
    Kind::AgentAccepted,
    Kind::EndUserDisconnected,
    Kind::MonitorBegin,
    Kind::MonitorEnd,
    Kind::TransferredToQueue,
    Kind::LeadSessionStart,
    Kind::LeadSessionEnd,
    Kind::AgentClientReset,
    Kind::EndUserClientReset,
    Kind::ChatConcluded,
    Kind::ChatRequeued,
    Kind::BotEntered,
    Kind::BotLeft,
    Kind::BotPost,
    Kind::CoachBegin,
    Kind::CoachEnd,
    Kind::InternalPost,
    Kind::AsyncOnHold,
    Kind::AsyncCustomerActivity,
    Kind::AsyncIdleAlert,
    Kind::IdleAlert,
    Kind::IncidentOpened,
    Kind::IncidentUpdated,
    Kind::IncidentClosed,
    Kind::SideNoteAdded,
    Kind::AgentStatusChanged,
    Kind::AgentFileSent,
    Kind::AttributesChanged,
    Kind::ChatRated,
    Kind::CustomerChanged,
    Kind::CobrowseRecorded,
    Kind::TenantChanged,
    Kind::AgentChanged,
    Kind::AgentRemoved,
    Kind::QueueChanged,
    Kind::QueueRemoved,
    Kind::ProfileChanged,
    Kind::ProfileRemoved,
    Kind::StatusChanged,
    Kind::StatusRemoved,
    Kind::SettingChanged,
    Kind::TopicChanged,
    Kind::TopicRemoved,
    Kind::StandardTextChanged,
    Kind::StandardTextRemoved,
    Kind::ArticleChanged,
    Kind::ArticleRemoved,
    Kind::PromptChanged,
    Kind::InvitationRuleChanged,
    Kind::InvitationRuleRemoved,
    Kind::ReportScheduleChanged,
    Kind::ReportScheduleRemoved,
    Kind::IdentityKeyChanged,
    Kind::IdentityKeyRemoved,
];

impl Kind {
    /// The number that stands for the kind in the journal and in reports.
    #[must_use]
    pub fn id(self) -> u16 {
        self as u16
    }

    /// The kind with that number.
    #[must_use]
    pub fn of_id(id: u16) -> Option<Self> {
        KINDS.iter().copied().find(|kind| kind.id() == id)
    }

    /// The name used in logs and on the wire.
    #[must_use]
    pub fn slug(self) -> &'static str {
        self.row().0
    }

    /// The name shown to people.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// When it fires.
    #[must_use]
    pub fn fires(self) -> &'static str {
        self.row().2
    }
}
