//! What a staff connection knows of the conversations that it was told of: which ones its client has, and in which its agent takes part.

use std::collections::{BTreeSet, HashSet};

use domain::event::LeftReason;
use domain::{AgentId, Body, ConversationId, Event};

/// The conversations of a staff connection.
#[derive(Debug)]
pub(crate) struct Parts {
    me: AgentId,
    own: BTreeSet<ConversationId>,
    known: HashSet<ConversationId>,
}

impl Parts {
    /// As read at the connection's starting point.
    pub(crate) fn new(
        me: AgentId,
        own: BTreeSet<ConversationId>,
        known: HashSet<ConversationId>,
    ) -> Self {
        Self { me, own, known }
    }

    /// Whose.
    pub(crate) fn me(&self) -> &AgentId {
        &self.me
    }

    /// Whether the agent takes part in a conversation.
    pub(crate) fn has(&self, conversation: &ConversationId) -> bool {
        self.own.contains(conversation)
    }

    fn is_me(&self, party: &domain::Party) -> bool {
        *party.id == *self.me.as_str() && party.agent_id().is_some()
    }

    /// Follows an event that the client gets; the conversation, if the client cannot have it from what it got before.
    pub(crate) fn follow(&mut self, event: &Event) -> Option<ConversationId> {
        let id = event.conversation.as_ref()?;
        // A message that was left has an incident and no chat to show.
        event.chat.as_ref()?;
        match &event.body {
            Body::EngagementParticipantEntered { participant, .. }
            | Body::BotEntered { participant, .. }
            | Body::MonitorBegin { participant, .. }
            | Body::CoachBegin { participant }
            | Body::AgentTransferInvitation { participant }
            | Body::AgentConferenceInvitation { participant }
                if self.is_me(participant) =>
            {
                self.own.insert(id.clone());
                // What was only for those in it, such as changes of the incident, it has not been told.
                self.known.insert(id.clone());
                return Some(id.clone());
            }
            // Who writes the chat up stays in it until it is released.
            Body::EngagementParticipantLeft { participant, reason }
                if self.is_me(participant) && *reason != LeftReason::Concluded =>
            {
                self.own.remove(id);
            }
            Body::MonitorEnd { participant, .. }
            | Body::CoachEnd { participant }
            | Body::BotLeft { participant, .. }
            | Body::AgentTransferDeclined { participant }
            | Body::AgentTransferCanceled { participant }
            | Body::AgentTransferUnavailable { participant }
            | Body::AgentConferenceDeclined { participant }
            | Body::AgentConferenceCanceled { participant }
            | Body::AgentConferenceUnavailable { participant }
                if self.is_me(participant) =>
            {
                self.own.remove(id);
            }
            Body::ChatReleased {} => {
                self.own.remove(id);
                self.known.remove(id);
                return None;
            }
            Body::ChatCreated(_) => {
                self.known.insert(id.clone());
                return None;
            }
            // The rest of what is said about a chat that is over.
            Body::IncidentUpdated { .. } | Body::IncidentClosed { .. } => return None,
            _ => {}
        }
        (!self.known.contains(id) && self.known.insert(id.clone())).then(|| id.clone())
    }
}
