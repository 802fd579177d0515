//! The catalogue's table: each kind's slug, its name for people, and when it fires. docs/events.md is made from it.

use crate::kind::Kind;

impl Kind {
    /// Slug, name, and when it fires.
    pub(crate) fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::AgentPost => (
                "agent_post",
                "Agent Post",
                "an agent's message that the customer can see is accepted",
            ),
            Self::EndUserPost => {
                ("end_user_post", "End-User Post", "the customer's message is accepted")
            }
            Self::AgentPushedUrl => (
                "agent_pushed_url",
                "Agent Pushed URL",
                "an agent pushes a link (a standard text whose value is HTML) to the customer",
            ),
            Self::AgentAbsent => (
                "agent_absent",
                "Agent Absent",
                "nothing heard from the agent's client for longer than absent_interval",
            ),
            Self::AgentPresent => (
                "agent_present",
                "Agent Present",
                "an absent agent's client is heard again before it is disconnected",
            ),
            Self::EndUserAbsent => (
                "end_user_absent",
                "End-User Absent",
                "nothing heard from the customer's client for longer than absent_interval",
            ),
            Self::EndUserPresent => (
                "end_user_present",
                "End-User Present",
                "an absent customer's client is heard again before it is disconnected",
            ),
            Self::AgentEngagementInvitation => (
                "agent_engagement_invitation",
                "Agent Engagement Invitation",
                "a waiting chat is offered to an agent (the toast appears)",
            ),
            Self::AgentTransferInvitation => (
                "agent_transfer_invitation",
                "Agent Transfer Invitation",
                "an agent asks another agent to take the chat over",
            ),
            Self::AgentConferenceInvitation => (
                "agent_conference_invitation",
                "Agent Conference Invitation",
                "an agent asks another agent to join the chat",
            ),
            Self::AgentEngagementAccepted => (
                "agent_engagement_accepted",
                "Agent Engagement Accepted",
                "the offered agent takes the chat by pressing Accept",
            ),
            Self::AgentEngagementDeclined => (
                "agent_engagement_declined",
                "Agent Engagement Declined",
                "the offered agent presses Decline (allowed by its profile)",
            ),
            Self::AgentEngagementTimeout => (
                "agent_engagement_timeout",
                "Agent Engagement Timeout",
                "an offer got no confirmation from the agent's client in time; the chat goes back to its place in the queue",
            ),
            Self::AgentEngagementUnavailable => (
                "agent_engagement_unavailable",
                "Agent Engagement Unavailable",
                "an offer is answered 'unavailable': no free session, or the agent's status does not take chats",
            ),
            Self::AgentTransferAccepted => (
                "agent_transfer_accepted",
                "Agent Transfer Accepted",
                "the invited agent accepts the transfer",
            ),
            Self::AgentTransferDeclined => (
                "agent_transfer_declined",
                "Agent Transfer Declined",
                "the invited agent declines the transfer",
            ),
            Self::AgentTransferCanceled => (
                "agent_transfer_canceled",
                "Agent Transfer Canceled",
                "the inviting agent withdraws a transfer invitation that is under way",
            ),
            Self::AgentTransferUnavailable => (
                "agent_transfer_unavailable",
                "Agent Transfer Unavailable",
                "the invited agent's client answers a transfer invitation 'unavailable'",
            ),
            Self::AgentConferenceAccepted => (
                "agent_conference_accepted",
                "Agent Conference Accepted",
                "the invited agent accepts the conference",
            ),
            Self::AgentConferenceDeclined => (
                "agent_conference_declined",
                "Agent Conference Declined",
                "the invited agent declines the conference",
            ),
            Self::AgentConferenceCanceled => (
                "agent_conference_canceled",
                "Agent Conference Canceled",
                "the inviting agent withdraws a conference invitation that is under way",
            ),
            Self::AgentConferenceUnavailable => (
                "agent_conference_unavailable",
                "Agent Conference Unavailable",
                "the invited agent's client answers a conference invitation 'unavailable'",
            ),
            Self::EngagementParticipantEntered => (
                "engagement_participant_entered",
                "Engagement Participant Entered",
                "an agent is in the chat (assigned, transferred in or conferenced in); the first one's time is the chat's first_engaged",
            ),
            Self::EngagementParticipantLeft => (
                "engagement_participant_left",
                "Engagement Participant Left",
                "an agent is out of the chat (left a conference, or was transferred out)",
            ),
            Self::AgentRoleChange => (
                "agent_role_change",
                "Agent Role Change",
                "in a conference, lead and supporting agent swap",
            ),
            Self::ChatCreated => (
                "chat_created",
                "Chat Created",
                "the server has the customer's request; its time is the chat's requested",
            ),
            Self::ChatReleased => (
                "chat_released",
                "Chat Released",
                "the server lets the chat go and the agent gets its session back; its time is the chat's completed",
            ),
            Self::ChatCanceled => (
                "chat_canceled",
                "Chat Canceled",
                "the customer gives up while waiting in a queue, first time or after a transfer to a queue",
            ),
            Self::AgentDisconnected => (
                "agent_disconnected",
                "Agent Disconnected",
                "the agent's client is disconnected from the chat after being marked absent",
            ),
            Self::AgentLost => (
                "agent_lost",
                "Agent Lost",
                "the server gives the agent up as lost to network trouble",
            ),
            Self::UserDisconnected => (
                "user_disconnected",
                "User Disconnected from a Chat",
                "the customer's client is disconnected from the chat after being marked absent",
            ),
            Self::UserLost => (
                "user_lost",
                "User Lost",
                "the server gives the customer up as lost to network trouble",
            ),
            Self::AgentEngagementAutoAccepted => (
                "agent_engagement_auto_accepted",
                "Agent Engagement Auto Accepted",
                "an offer runs out unanswered and the agent's profile has auto_decline off",
            ),
            Self::AgentEngagementAutoDeclined => (
                "agent_engagement_auto_declined",
                "Agent Engagement Auto Declined",
                "an offer runs out unanswered and the agent's profile has auto_decline on",
            ),
            Self::CobrowseInvitationSent => (
                "cobrowse_invitation_sent",
                "Co-Browse Invitation Sent",
                "the agent invites the customer to co-browse",
            ),
            Self::CobrowseInvitationAccepted => (
                "cobrowse_invitation_accepted",
                "Co-Browse Invitation Accepted",
                "the customer accepts that invitation",
            ),
            Self::CobrowseInvitationDeclined => (
                "cobrowse_invitation_declined",
                "Co-Browse Invitation Declined",
                "the customer declines that invitation",
            ),
            Self::FileAttachmentReceived => (
                "file_attachment_received",
                "File Attachment Received",
                "the customer's upload is stored (file attachments enabled)",
            ),
            Self::ChatDisconnectedIdleEndUser => (
                "chat_disconnected_idle_end_user",
                "Chat Disconnected Due to Idle End-User",
                "no activity on either side for longer than idle_timeout",
            ),
            Self::CobrowseSessionStarted => (
                "cobrowse_session_started",
                "Co-Browse Session Started",
                "the agent can see the customer's page",
            ),
            Self::CobrowseSessionStopped => {
                ("cobrowse_session_stopped", "Co-Browse Session Stopped", "co-browsing ended")
            }
            Self::CobrowseSessionError => {
                ("cobrowse_session_error", "Co-Browse Session Error", "co-browsing failed")
            }
            Self::AgentAccepted => {
                ("agent_accepted", "Agent Accepted", "the agent pressed Accept on the toast")
            }
            Self::EndUserDisconnected => (
                "end_user_disconnected",
                "End-User Disconnected",
                "the customer is out of the chat, whoever ended it (customer, agent or server)",
            ),
            Self::MonitorBegin => {
                ("monitor_begin", "Monitor Begin", "a supervisor starts monitoring the chat")
            }
            Self::MonitorEnd => {
                ("monitor_end", "Monitor End", "a supervisor stops monitoring the chat")
            }
            Self::TransferredToQueue => (
                "transferred_to_queue",
                "Transferred to Queue",
                "an agent-to-queue transfer is complete",
            ),
            Self::LeadSessionStart => {
                ("lead_session_start", "Lead Session Start", "the lead agent's session begins")
            }
            Self::LeadSessionEnd => {
                ("lead_session_end", "Lead Session End", "the lead agent's session ends")
            }
            Self::AgentClientReset => (
                "agent_client_reset",
                "Agent client Reset",
                "the server hears from an agent's client that it held for lost",
            ),
            Self::EndUserClientReset => (
                "end_user_client_reset",
                "End-user Client Reset",
                "the server hears from a customer's client that it held for lost",
            ),
            Self::ChatConcluded => (
                "chat_concluded",
                "Chat Concluded",
                "the chat is over for the customer and the lead agent: no more messages",
            ),
            Self::ChatRequeued => (
                "chat_requeued",
                "Chat Requeued",
                "a new chat takes over a conversation whose agent was lost or logged out",
            ),
            Self::BotEntered => ("bot_entered", "Bot Entered", "a bot joins"),
            Self::BotLeft => ("bot_left", "Bot Left", "a bot leaves"),
            Self::BotPost => {
                ("bot_post", "Bot Post", "a bot's message that the customer can see is accepted")
            }
            Self::CoachBegin => ("coach_begin", "Coach Begin", "someone starts coaching"),
            Self::CoachEnd => ("coach_end", "Coach End", "someone stops coaching"),
            Self::InternalPost => (
                "internal_post",
                "Internal Post",
                "a message that only agents and supervisors see is accepted",
            ),
            Self::AsyncOnHold => {
                ("async_on_hold", "Async On Hold", "the agent places an async chat on hold")
            }
            Self::AsyncCustomerActivity => (
                "async_customer_activity",
                "Async Customer Activity",
                "customer activity wakes an async chat that is on hold",
            ),
            Self::AsyncIdleAlert => (
                "async_idle_alert",
                "Async Idle Alert",
                "a dormant chat has been idle for async_idle_alert",
            ),
            Self::IdleAlert => {
                ("idle_alert", "Idle Alert", "an active chat has been idle for idle_alert")
            }
            Self::IncidentOpened => (
                "incident_opened",
                "Incident Opened",
                "the chat is created; again when a closed conversation goes on",
            ),
            Self::IncidentUpdated => {
                ("incident_updated", "Incident Updated", "a field of the incident changes")
            }
            Self::IncidentClosed => (
                "incident_closed",
                "Incident Closed",
                "the matter is settled, or no agent ever saw to it",
            ),
            Self::SideNoteAdded => {
                ("side_note_added", "Side Note Added", "an agent leaves a note for the next one")
            }
            Self::AgentStatusChanged => (
                "agent_status_changed",
                "Agent Status Changed",
                "an agent signs in or out, its status changes, or it is lost",
            ),
            Self::TenantChanged => {
                ("tenant_changed", "Tenant Changed", "the tenant's record changes")
            }
            Self::AgentChanged => {
                ("agent_changed", "Agent Changed", "a member of the staff is made or changed")
            }
            Self::AgentRemoved => {
                ("agent_removed", "Agent Removed", "a member of the staff is removed")
            }
            Self::QueueChanged => ("queue_changed", "Queue Changed", "a queue is made or changed"),
            Self::QueueRemoved => ("queue_removed", "Queue Removed", "a queue is removed"),
            Self::ProfileChanged => {
                ("profile_changed", "Profile Changed", "a profile is made or changed")
            }
            Self::ProfileRemoved => ("profile_removed", "Profile Removed", "a profile is removed"),
            Self::StatusChanged => {
                ("status_changed", "Status Changed", "an agent status is made or changed")
            }
            Self::StatusRemoved => {
                ("status_removed", "Status Removed", "an agent status is removed")
            }
            Self::SettingChanged => ("setting_changed", "Setting Changed", "a setting is changed"),
            Self::AgentFileSent => {
                ("agent_file_sent", "Agent File Sent", "an agent's file is stored")
            }
            Self::AttributesChanged => (
                "attributes_changed",
                "Attributes Changed",
                "an agent or bot sets attributes of the chat",
            ),
            Self::ChatRated => (
                "chat_rated",
                "Chat Rated",
                "the customer rates its conversation after the end, or changes its rating",
            ),
            Self::CustomerChanged => (
                "customer_changed",
                "Customer Changed",
                "the customer of an open chat proves who it is, or goes to another page",
            ),
            Self::ReportScheduleChanged => (
                "report_schedule_changed",
                "Report Schedule Changed",
                "a report that is sent by itself is made or changed",
            ),
            Self::ReportScheduleRemoved => (
                "report_schedule_removed",
                "Report Schedule Removed",
                "a report that is sent by itself is removed",
            ),
            Self::IdentityKeyChanged => (
                "identity_key_changed",
                "Identity Key Changed",
                "a key by which customers prove who they are is made or changed",
            ),
            Self::IdentityKeyRemoved => (
                "identity_key_removed",
                "Identity Key Removed",
                "a key by which customers prove who they are is revoked",
            ),
            Self::CobrowseRecorded => (
                "cobrowse_recorded",
                "Co-Browse Recorded",
                "what the customer showed is stored as a file, after co-browsing with recording on",
            ),
            Self::TopicChanged => ("topic_changed", "Topic Changed", "a topic is made or changed"),
            Self::TopicRemoved => ("topic_removed", "Topic Removed", "a topic is removed"),
            Self::StandardTextChanged => (
                "standard_text_changed",
                "Standard Text Changed",
                "a standard text is made or changed",
            ),
            Self::StandardTextRemoved => {
                ("standard_text_removed", "Standard Text Removed", "a standard text is removed")
            }
            Self::ArticleChanged => {
                ("article_changed", "Article Changed", "a knowledge article is made or changed")
            }
            Self::ArticleRemoved => {
                ("article_removed", "Article Removed", "a knowledge article is removed")
            }
            Self::PromptChanged => (
                "prompt_changed",
                "Prompt Changed",
                "a prompt's text is changed, switched off, or put back as shipped",
            ),
            Self::InvitationRuleChanged => (
                "invitation_rule_changed",
                "Invitation Rule Changed",
                "a rule that invites visitors to a chat is made or changed",
            ),
            Self::InvitationRuleRemoved => (
                "invitation_rule_removed",
                "Invitation Rule Removed",
                "a rule that invites visitors to a chat is removed",
            ),
        }
    }
}
