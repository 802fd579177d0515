//! The order of events in common moments, as the log's specification gives it: what must stand just before an event.

use super::{Check, Checked, ensure};
use crate::conversation::Conversation;
use crate::event::{Body, ChatConcluded, DisconnectReason, Event, How, PartyType, Role};
use crate::kind::Kind;

/// What may come between the events of a moment: what hangs on the chat ends with it, and notes go with it.
fn is_beside(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::AgentEngagementUnavailable
            | Kind::AgentTransferCanceled
            | Kind::AgentTransferUnavailable
            | Kind::AgentConferenceCanceled
            | Kind::AgentConferenceUnavailable
            | Kind::CobrowseSessionStopped
            | Kind::CobrowseInvitationDeclined
            | Kind::MonitorEnd
            | Kind::CoachEnd
            | Kind::SideNoteAdded
            | Kind::IncidentUpdated
            | Kind::IncidentClosed
    )
}

fn must_follow(event: &Event, before: Option<&Conversation>) -> Option<&'static [Kind]> {
    let led_by_bot = || {
        let lead = before.and_then(Conversation::lead);
        lead.is_some_and(|lead| lead.party.party_type == PartyType::Bot)
    };
    Some(match &event.body {
        Body::AgentEngagementAccepted { .. } => &[Kind::AgentAccepted],
        Body::EngagementParticipantEntered { how: Some(how), role, .. } => match (how, role) {
            (How::Accepted, _) => &[Kind::AgentEngagementAccepted],
            (How::AutoAccepted, _) => &[Kind::AgentEngagementAutoAccepted],
            (How::Transferred, _) => &[Kind::AgentTransferAccepted],
            (How::Conferenced, Role::Supporting) => &[Kind::AgentConferenceAccepted],
            _ => return None,
        },
        Body::LeadSessionStart { .. } => {
            &[Kind::EngagementParticipantEntered, Kind::AgentRoleChange, Kind::LeadSessionEnd]
        }
        Body::AgentRoleChange { .. } if !led_by_bot() => &[Kind::LeadSessionEnd],
        Body::AgentDisconnected { .. } => &[Kind::AgentLost],
        Body::UserDisconnected {} => &[Kind::UserLost],
        Body::EndUserDisconnected { .. } => &[Kind::ChatConcluded],
        Body::ChatRequeued { .. } => &[Kind::ChatCreated],
        Body::ChatCreated(data) if data.continues.is_some() && is_system(event) => {
            &[Kind::ChatReleased]
        }
        Body::ChatConcluded(ChatConcluded { disconnect_reason, .. }) => match disconnect_reason {
            DisconnectReason::CustomerLost => &[Kind::UserDisconnected],
            DisconnectReason::CustomerCanceled => &[Kind::ChatCanceled],
            DisconnectReason::Idle => &[Kind::ChatDisconnectedIdleEndUser],
            DisconnectReason::AgentSessionLost => &[Kind::AgentDisconnected],
            _ => return None,
        },
        Body::TransferredToQueue { .. } | Body::AsyncOnHold { .. } => {
            &[Kind::EngagementParticipantLeft, Kind::BotLeft]
        }
        // Staff may open it again at any time.
        Body::IncidentOpened { .. } if is_system(event) => &[Kind::ChatCreated, Kind::EndUserPost],
        _ => return None,
    })
}

fn is_system(event: &Event) -> bool {
    event.actor.party_type == PartyType::System
}

/// The last event of a conversation that belongs to a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Last {
    pub(super) kind: Kind,
    pub(super) at: crate::time::Timestamp,
}

/// Holds an event against the one before it, and says what is the last one now.
pub(super) fn follows(
    event: &Event,
    before: Option<&Conversation>,
    last: Option<Last>,
) -> Result<Option<Last>, super::Violation> {
    let kind = event.body.kind();
    if let Some(wanted) = must_follow(event, before) {
        let is_so = last.is_some_and(|last| wanted.contains(&last.kind) && last.at == event.at);
        let checked: Checked = ensure(is_so, Check::Moments, || {
            let slugs: Vec<&str> = wanted.iter().map(|kind| kind.slug()).collect();
            let found = last.map_or("nothing", |last| last.kind.slug());
            format!("{} of {:?} follows {found}, not {slugs:?}", kind.slug(), event.chat)
        });
        checked?;
    }
    Ok(if is_beside(kind) { last } else { Some(Last { kind, at: event.at }) })
}
