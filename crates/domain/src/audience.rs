//! Who may see an event: decided once, when it is applied, from the state just before and after it.

use crate::conversation::Conversation;
use crate::event::{Body, Event, Party, PartyType, Visibility};
use crate::id::{AgentId, ConversationId, QueueId};
use crate::incident::queue_of_left;

/// Who may see an event. Supervisors and admins see whatever has a `queue`, as an agent of every queue does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audience {
    /// The conversation whose customer may see it.
    pub customer: Option<ConversationId>,
    /// Agents with a part in the chat.
    pub agents: Vec<AgentId>,
    /// The queues whose agents may see it, since it moves a chat of theirs: the one that it is in, and the one that it has just left.
    pub queues: Vec<QueueId>,
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
            | Body::ChatRated { .. }
            | Body::FileAttachmentReceived { .. }
            | Body::AgentFileSent { .. }
            | Body::BotEntered { visibility: Visibility::All, .. }
            | Body::BotLeft { visibility: Visibility::All, .. }
            | Body::CobrowseInvitationSent { .. }
            | Body::CobrowseInvitationAccepted {}
            | Body::CobrowseInvitationDeclined {}
            | Body::CobrowseSessionStarted { .. }
            | Body::CobrowseSessionStopped { .. }
            | Body::CobrowseSessionError { .. }
    )
}

/// The only one who may see the event: a monitor that is not announced is unseen.
fn only_for(body: &Body) -> Option<&Party> {
    match body {
        Body::MonitorBegin { participant, announced: false }
        | Body::MonitorEnd { participant, announced: false } => Some(participant),
        _ => None,
    }
}

fn is_for_supervisors(body: &Body) -> bool {
    matches!(body, Body::InternalPost { visibility: Visibility::Vip, .. })
}

fn is_supervisor(party_type: PartyType) -> bool {
    matches!(party_type, PartyType::Supervisor | PartyType::Admin)
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
            | Body::AgentRoleChange { .. }
            | Body::BotEntered { .. }
            | Body::BotLeft { .. }
            | Body::AsyncOnHold { .. }
            | Body::AsyncCustomerActivity {}
            | Body::AsyncIdleAlert { .. }
            // Whoever sees the chat in a list sees who its customer is.
            | Body::CustomerChanged { .. }
    )
}

fn is_about_schedule(body: &Body) -> bool {
    matches!(body, Body::ReportScheduleChanged { .. } | Body::ReportScheduleRemoved { .. })
}

fn is_about_incident(body: &Body) -> bool {
    matches!(
        body,
        Body::IncidentOpened { .. } | Body::IncidentUpdated { .. } | Body::IncidentClosed { .. }
    )
}

/// Nobody is in the conversation: who changes its incident sees that, and of a message that was left the agents of its queue.
fn of_past_incident(event: &Event) -> Audience {
    let queue = match (&event.body, &event.chat) {
        (Body::IncidentOpened { fields, .. }, None) => {
            fields.custom.as_ref().and_then(queue_of_left)
        }
        (Body::IncidentUpdated { queue, .. } | Body::IncidentClosed { queue, .. }, None) => {
            queue.clone()
        }
        _ => None,
    };
    let agents = event.actor.agent_id().into_iter().collect();
    Audience { agents, queues: queue.into_iter().collect(), ..Audience::default() }
}

/// The queue that a chat is in, and the one that it has just left: its agents see it go.
fn queues(before: Option<&Conversation>, after: Option<&Conversation>) -> Vec<QueueId> {
    let now = after.or(before).map(|c| c.queue.clone());
    let left = before.map(|c| c.queue.clone()).filter(|queue| now.as_ref() != Some(queue));
    now.into_iter().chain(left).collect()
}

/// Who may see an event of a conversation, given the conversation before and after it.
#[must_use]
pub fn audience(
    event: &Event,
    before: Option<&Conversation>,
    after: Option<&Conversation>,
) -> Audience {
    let Some(conversation) = &event.conversation else {
        if is_about_schedule(&event.body) {
            // Addresses of people and machines are in it; who may read them asks for them.
            return Audience::default();
        }
        return Audience { everyone: true, ..Audience::default() };
    };
    if before.is_none() && after.is_none() && is_about_incident(&event.body) {
        return of_past_incident(event);
    }
    if before.is_none() && after.is_none() && matches!(event.body, Body::CobrowseRecorded { .. }) {
        // Nobody is in the chat any more; who reads it finds the recording.
        return Audience::default();
    }
    if before.is_none() && after.is_none() && matches!(event.body, Body::ChatRated { .. }) {
        // Its last chat is released: the other windows of its customer show it too.
        return Audience { customer: Some(conversation.clone()), ..Audience::default() };
    }
    if let Some(party) = only_for(&event.body) {
        let agents = party.agent_id().into_iter().collect();
        return Audience { agents, ..Audience::default() };
    }
    let mut agents: Vec<AgentId> = Vec::new();
    for c in [before, after].into_iter().flatten() {
        let offered = c.offer.iter().map(|o| o.agent.clone());
        // Who is asked to take a chat over sees history and notes before it decides.
        let invited = c.invitation.iter().map(|i| i.agent.clone());
        let parties =
            c.participants.iter().map(|p| &p.party).chain(c.watchers.iter().map(|w| &w.party));
        if is_for_supervisors(&event.body) {
            // Who wrote it may have nothing to do but write the chat up.
            let parties = parties.chain([&event.actor]);
            let supervisors = parties.filter(|p| is_supervisor(p.party_type));
            for agent in supervisors.filter_map(Party::agent_id) {
                if !agents.contains(&agent) {
                    agents.push(agent);
                }
            }
            continue;
        }
        let all = parties.filter_map(Party::agent_id).chain(invited);
        for agent in all.chain(c.holders().cloned()) {
            if !agents.contains(&agent) {
                agents.push(agent);
            }
        }
        // Who is only asked sees what moves the chat, not what is said in it.
        if moves_a_chat(&event.body) {
            for agent in offered {
                if !agents.contains(&agent) {
                    agents.push(agent);
                }
            }
        }
    }
    Audience {
        customer: is_for_customer(&event.body).then(|| conversation.clone()),
        agents,
        queues: if moves_a_chat(&event.body) { queues(before, after) } else { Vec::new() },
        everyone: false,
    }
}
