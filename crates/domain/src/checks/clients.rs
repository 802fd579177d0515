//! What a client sees, held against the log: all that it may see, in order, once; and a customer nothing that is internal.

use std::fmt::Display;

use super::{Check, Checked, ensure};
use crate::event::{Body, Event, Seq, Visibility};
use crate::id::ConversationId;

/// Whether a customer may be shown events of this kind of its own conversation; worked out here a second time, from the protocol's words.
fn is_public(body: &Body) -> bool {
    match body {
        Body::InternalPost { .. }
        | Body::SideNoteAdded { .. }
        | Body::MonitorBegin { .. }
        | Body::MonitorEnd { .. }
        | Body::CoachBegin { .. }
        | Body::CoachEnd { .. }
        | Body::IncidentOpened { .. }
        | Body::IncidentUpdated { .. }
        | Body::IncidentClosed { .. }
        | Body::AttributesChanged { .. }
        | Body::CustomerChanged { .. }
        | Body::CobrowseRecorded { .. }
        | Body::AgentEngagementInvitation { .. }
        | Body::AgentEngagementAccepted { .. }
        | Body::AgentEngagementDeclined { .. }
        | Body::AgentEngagementTimeout { .. }
        | Body::AgentEngagementUnavailable { .. }
        | Body::AgentEngagementAutoAccepted { .. }
        | Body::AgentEngagementAutoDeclined { .. }
        | Body::AgentTransferInvitation { .. }
        | Body::AgentTransferAccepted { .. }
        | Body::AgentTransferDeclined { .. }
        | Body::AgentTransferCanceled { .. }
        | Body::AgentTransferUnavailable { .. }
        | Body::AgentConferenceInvitation { .. }
        | Body::AgentConferenceAccepted { .. }
        | Body::AgentConferenceDeclined { .. }
        | Body::AgentConferenceCanceled { .. }
        | Body::AgentConferenceUnavailable { .. }
        | Body::AgentAccepted { .. }
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
        | Body::SettingChanged { .. } => false,
        Body::BotEntered { visibility, .. } | Body::BotLeft { visibility, .. } => {
            *visibility == Visibility::All
        }
        _ => true,
    }
}

/// Whether a customer may be shown an event: of its own conversation, and not internal.
///
/// # Errors
/// What it must not see.
pub fn is_customers_own(event: &Event, own: Option<&ConversationId>) -> Checked {
    ensure(is_public(&event.body), Check::NothingInternal, || {
        format!("the customer of {own:?} is shown {}", event.body.kind().slug())
    })?;
    ensure(event.conversation.as_ref() == own, Check::NothingInternal, || {
        format!("the customer of {own:?} is shown an event of {:?}", event.conversation)
    })
}

/// How far one client has followed the log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientView {
    /// The last position that it folded, or that its snapshot had.
    pub position: Seq,
}

impl ClientView {
    /// The client is shown an event; `next` is the first event after its position that it may see.
    ///
    /// # Errors
    /// When the event is shown twice or out of order, or one before it was left out.
    pub fn shown(&mut self, who: &dyn Display, seq: Seq, next: Option<Seq>) -> Checked {
        ensure(seq > self.position, Check::OneOrder, || {
            format!("{who} is shown {seq} after {}", self.position)
        })?;
        ensure(next == Some(seq), Check::OneOrder, || {
            format!("{who} has {} and is shown {seq}, before it comes {next:?}", self.position)
        })?;
        self.position = seq;
        Ok(())
    }
}
