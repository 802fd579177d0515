//! Who may see an event: decided once, when it is applied, from the state just before and after it.

use crate::conversation::Conversation;
use crate::event::{Body, Event};
use crate::id::{AgentId, ConversationId, QueueId};

/// Who may see an event. Supervisors and admins see whatever has a `queue`, as an agent of every queue does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audience {
    /// The conversation whose customer may see it.
    pub customer: Option<ConversationId>,
    /// Agents with a part in the chat.
    pub agents: Vec<AgentId>,
    /// The queue whose agents may see it, since it moves a chat of theirs.
    pub queue: Option<QueueId>,
    /// Whether all of the staff may see it.
    pub everyone: bool,
}

/// Whether a customer may see events of this kind, of its own conversation.
#[must_use]
pub fn is_for_customer(body: &Body) -> bool {
    matches!(
        body,
        Body::ChatCreated(_)
            | Body::AgentPost { .. }
            | Body::BotPost { .. }
            | Body::EndUserPost { .. }
            | Body::EngagementParticipantEntered { .. }
            | Body::EngagementParticipantLeft { .. }
            | Body::AgentAbsent { .. }
            | Body::AgentPresent { .. }
            | Body::AgentLost { .. }
            | Body::AgentRoleChange { .. }
            | Body::AgentPushedUrl { .. }
            | Body::ChatRequeued { .. }
            | Body::TransferredToQueue { .. }
            | Body::IdleAlert {}
            | Body::ChatCanceled {}
            | Body::ChatConcluded(_)
            | Body::EndUserClientReset {}
            | Body::ChatReleased {}
    )
}

fn moves_a_chat(body: &Body) -> bool {
    matches!(
        body,
        Body::ChatCreated(_)
            | Body::ChatRequeued { .. }
            | Body::AgentEngagementInvitation { .. }
            | Body::AgentEngagementAccepted { .. }
            | Body::AgentEngagementAutoAccepted { .. }
            | Body::AgentEngagementDeclined { .. }
            | Body::AgentEngagementTimeout { .. }
            | Body::AgentEngagementUnavailable { .. }
            | Body::AgentEngagementAutoDeclined { .. }
            | Body::EngagementParticipantEntered { .. }
            | Body::EngagementParticipantLeft { .. }
            | Body::AgentAbsent { .. }
            | Body::AgentPresent { .. }
            | Body::EndUserAbsent {}
            | Body::EndUserPresent {}
            | Body::ChatCanceled {}
            | Body::ChatConcluded(_)
            | Body::ChatReleased {}
            | Body::TransferredToQueue { .. }
    )
}

/// Who may see an event of a conversation, given the conversation before and after it.
#[must_use]
pub fn audience(
    event: &Event,
    before: Option<&Conversation>,
    after: Option<&Conversation>,
) -> Audience {
    let Some(conversation) = &event.conversation else {
        return Audience { everyone: true, ..Audience::default() };
    };
    let mut agents: Vec<AgentId> = Vec::new();
    for c in [before, after].into_iter().flatten() {
        let watchers = c.watchers.iter().filter_map(|w| w.party.agent_id());
        let offered = c.offer.iter().map(|o| o.agent.clone());
        let invited = c.invitation.iter().map(|i| i.agent.clone());
        let all = c.participants.iter().map(|p| p.agent.clone());
        for agent in all.chain(watchers).chain(c.holders().cloned()) {
            if !agents.contains(&agent) {
                agents.push(agent);
            }
        }
        // Who is only asked sees what moves the chat, not what is said in it.
        if moves_a_chat(&event.body) {
            for agent in offered.chain(invited) {
                if !agents.contains(&agent) {
                    agents.push(agent);
                }
            }
        }
    }
    Audience {
        customer: is_for_customer(&event.body).then(|| conversation.clone()),
        agents,
        queue: after.or(before).filter(|_| moves_a_chat(&event.body)).map(|c| c.queue.clone()),
        everyone: false,
    }
}
