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
}

/// Every kind in the order of ids.
pub const KINDS: [Kind; 78] = [
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

    fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::AgentPost => ("agent_post", "Agent Post"),
            Self::EndUserPost => ("end_user_post", "End-User Post"),
            Self::AgentPushedUrl => ("agent_pushed_url", "Agent Pushed URL"),
            Self::AgentAbsent => ("agent_absent", "Agent Absent"),
            Self::AgentPresent => ("agent_present", "Agent Present"),
            Self::EndUserAbsent => ("end_user_absent", "End-User Absent"),
            Self::EndUserPresent => ("end_user_present", "End-User Present"),
            Self::AgentEngagementInvitation => {
                ("agent_engagement_invitation", "Agent Engagement Invitation")
            }
            Self::AgentTransferInvitation => {
                ("agent_transfer_invitation", "Agent Transfer Invitation")
            }
            Self::AgentConferenceInvitation => {
                ("agent_conference_invitation", "Agent Conference Invitation")
            }
            Self::AgentEngagementAccepted => {
                ("agent_engagement_accepted", "Agent Engagement Accepted")
            }
            Self::AgentEngagementDeclined => {
                ("agent_engagement_declined", "Agent Engagement Declined")
            }
            Self::AgentEngagementTimeout => {
                ("agent_engagement_timeout", "Agent Engagement Timeout")
            }
            Self::AgentEngagementUnavailable => {
                ("agent_engagement_unavailable", "Agent Engagement Unavailable")
            }
            Self::AgentTransferAccepted => ("agent_transfer_accepted", "Agent Transfer Accepted"),
            Self::AgentTransferDeclined => ("agent_transfer_declined", "Agent Transfer Declined"),
            Self::AgentTransferCanceled => ("agent_transfer_canceled", "Agent Transfer Canceled"),
            Self::AgentTransferUnavailable => {
                ("agent_transfer_unavailable", "Agent Transfer Unavailable")
            }
            Self::AgentConferenceAccepted => {
                ("agent_conference_accepted", "Agent Conference Accepted")
            }
            Self::AgentConferenceDeclined => {
                ("agent_conference_declined", "Agent Conference Declined")
            }
            Self::AgentConferenceCanceled => {
                ("agent_conference_canceled", "Agent Conference Canceled")
            }
            Self::AgentConferenceUnavailable => {
                ("agent_conference_unavailable", "Agent Conference Unavailable")
            }
            Self::EngagementParticipantEntered => {
                ("engagement_participant_entered", "Engagement Participant Entered")
            }
            Self::EngagementParticipantLeft => {
                ("engagement_participant_left", "Engagement Participant Left")
            }
            Self::AgentRoleChange => ("agent_role_change", "Agent Role Change"),
            Self::ChatCreated => ("chat_created", "Chat Created"),
            Self::ChatReleased => ("chat_released", "Chat Released"),
            Self::ChatCanceled => ("chat_canceled", "Chat Canceled"),
            Self::AgentDisconnected => ("agent_disconnected", "Agent Disconnected"),
            Self::AgentLost => ("agent_lost", "Agent Lost"),
            Self::UserDisconnected => ("user_disconnected", "User Disconnected from a Chat"),
            Self::UserLost => ("user_lost", "User Lost"),
            Self::AgentEngagementAutoAccepted => {
                ("agent_engagement_auto_accepted", "Agent Engagement Auto Accepted")
            }
            Self::AgentEngagementAutoDeclined => {
                ("agent_engagement_auto_declined", "Agent Engagement Auto Declined")
            }
            Self::CobrowseInvitationSent => {
                ("cobrowse_invitation_sent", "Co-Browse Invitation Sent")
            }
            Self::CobrowseInvitationAccepted => {
                ("cobrowse_invitation_accepted", "Co-Browse Invitation Accepted")
            }
            Self::CobrowseInvitationDeclined => {
                ("cobrowse_invitation_declined", "Co-Browse Invitation Declined")
            }
            Self::FileAttachmentReceived => {
                ("file_attachment_received", "File Attachment Received")
            }
            Self::ChatDisconnectedIdleEndUser => {
                ("chat_disconnected_idle_end_user", "Chat Disconnected Due to Idle End-User")
            }
            Self::CobrowseSessionStarted => {
                ("cobrowse_session_started", "Co-Browse Session Started")
            }
            Self::CobrowseSessionStopped => {
                ("cobrowse_session_stopped", "Co-Browse Session Stopped")
            }
            Self::CobrowseSessionError => ("cobrowse_session_error", "Co-Browse Session Error"),
            Self::AgentAccepted => ("agent_accepted", "Agent Accepted"),
            Self::EndUserDisconnected => ("end_user_disconnected", "End-User Disconnected"),
            Self::MonitorBegin => ("monitor_begin", "Monitor Begin"),
            Self::MonitorEnd => ("monitor_end", "Monitor End"),
            Self::TransferredToQueue => ("transferred_to_queue", "Transferred to Queue"),
            Self::LeadSessionStart => ("lead_session_start", "Lead Session Start"),
            Self::LeadSessionEnd => ("lead_session_end", "Lead Session End"),
            Self::AgentClientReset => ("agent_client_reset", "Agent client Reset"),
            Self::EndUserClientReset => ("end_user_client_reset", "End-user Client Reset"),
            Self::ChatConcluded => ("chat_concluded", "Chat Concluded"),
            Self::ChatRequeued => ("chat_requeued", "Chat Requeued"),
            Self::BotEntered => ("bot_entered", "Bot Entered"),
            Self::BotLeft => ("bot_left", "Bot Left"),
            Self::BotPost => ("bot_post", "Bot Post"),
            Self::CoachBegin => ("coach_begin", "Coach Begin"),
            Self::CoachEnd => ("coach_end", "Coach End"),
            Self::InternalPost => ("internal_post", "Internal Post"),
            Self::AsyncOnHold => ("async_on_hold", "Async On Hold"),
            Self::AsyncCustomerActivity => ("async_customer_activity", "Async Customer Activity"),
            Self::AsyncIdleAlert => ("async_idle_alert", "Async Idle Alert"),
            Self::IdleAlert => ("idle_alert", "Idle Alert"),
            Self::IncidentOpened => ("incident_opened", "Incident Opened"),
            Self::IncidentUpdated => ("incident_updated", "Incident Updated"),
            Self::IncidentClosed => ("incident_closed", "Incident Closed"),
            Self::SideNoteAdded => ("side_note_added", "Side Note Added"),
            Self::AgentStatusChanged => ("agent_status_changed", "Agent Status Changed"),
            Self::TenantChanged => ("tenant_changed", "Tenant Changed"),
            Self::AgentChanged => ("agent_changed", "Agent Changed"),
            Self::AgentRemoved => ("agent_removed", "Agent Removed"),
            Self::QueueChanged => ("queue_changed", "Queue Changed"),
            Self::QueueRemoved => ("queue_removed", "Queue Removed"),
            Self::ProfileChanged => ("profile_changed", "Profile Changed"),
            Self::ProfileRemoved => ("profile_removed", "Profile Removed"),
            Self::StatusChanged => ("status_changed", "Status Changed"),
            Self::StatusRemoved => ("status_removed", "Status Removed"),
            Self::SettingChanged => ("setting_changed", "Setting Changed"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The specification's table, kept as a fixture: ids, slugs and names of 1 to 51 are never edited.
    const SPECIFIED: &str = include_str!("../fixtures/events.tsv");

    #[test]
    fn the_catalogue_is_the_specifications() {
        let mut seen = 0;
        for line in SPECIFIED.lines().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            let kind = Kind::of_id(columns[0].parse().unwrap()).unwrap();
            assert_eq!((kind.name(), kind.slug()), (columns[1], columns[2]));
            seen += 1;
        }
        assert_eq!(seen, 51);
    }

    #[test]
    fn no_id_and_no_slug_is_used_twice() {
        for pair in KINDS.windows(2) {
            assert!(pair[0].id() < pair[1].id());
        }
        let slugs: std::collections::BTreeSet<&str> = KINDS.iter().map(|k| k.slug()).collect();
        assert_eq!(slugs.len(), KINDS.len());
    }
}
