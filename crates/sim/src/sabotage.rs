//! Breaking the rules on purpose: each sabotage breaks one promise in the way in which a bug would, and the simulator must notice. They
//! work on what the core decided, through the engine's seam for simulators, so that nothing of them is in the product.

use std::sync::Arc;

use domain::audience::Audience;
use domain::checks::Check;
use domain::event::{Customer, DisconnectReason, Role};
use domain::invitations::InvitationRule;
use domain::{
    AgentId, Body, Core, Event, Party, PartyType, QueueId, Recorded, State, Timestamp, Who,
};
use engine::Saboteur;

/// One way in which the rules are broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sabotage {
    AckBeforeAppend,
    NewArrivalTime,
    NoRequeue,
    TwoLeads,
    InternalToCustomer,
    RestartMarksLost,
    TwoOpenChats,
    ReleasedTwice,
    NoIncident,
    OfferNeverEnds,
    YoungestFirst,
    AboveLimit,
    MissedEvent,
    ForgetsCommands,
    WrongOrder,
    StuckInWrapUp,
    LeadStaysOnHold,
    LosesWhoIsHeard,
    RatedTooEarly,
    ForgetsProof,
    RuleLeadsNowhere,
}

impl Sabotage {
    pub(crate) const ALL: [Self; 21] = [
        Self::AckBeforeAppend,
        Self::NewArrivalTime,
        Self::NoRequeue,
        Self::TwoLeads,
        Self::InternalToCustomer,
        Self::RestartMarksLost,
        Self::TwoOpenChats,
        Self::ReleasedTwice,
        Self::NoIncident,
        Self::OfferNeverEnds,
        Self::YoungestFirst,
        Self::AboveLimit,
        Self::MissedEvent,
        Self::ForgetsCommands,
        Self::WrongOrder,
        Self::StuckInWrapUp,
        Self::LeadStaysOnHold,
        Self::LosesWhoIsHeard,
        Self::RatedTooEarly,
        Self::ForgetsProof,
        Self::RuleLeadsNowhere,
    ];

    /// What is broken, in a few words.
    pub(crate) fn what(self) -> &'static str {
        match self {
            Self::AckBeforeAppend => "a command is acknowledged before it is durable",
            Self::NewArrivalTime => "a lost agent's conversation gets a new arrival time",
            Self::NoRequeue => "a lost agent's conversation does not go back to its queue",
            Self::TwoLeads => "the old lead's session does not end when a new one's begins",
            Self::InternalToCustomer => "an internal post is told to the customer",
            Self::RestartMarksLost => "after a restart everyone counts as silent since long ago",
            Self::TwoOpenChats => "a chat is continued before it is released",
            Self::ReleasedTwice => "a chat is released twice",
            Self::NoIncident => "a chat is created without an incident",
            Self::OfferNeverEnds => "an offer that runs out is not taken back",
            Self::YoungestFirst => "the youngest waiting chat is offered first",
            Self::AboveLimit => "a chat is given to an agent that has as many as it may",
            Self::MissedEvent => "a message is not told to the agents of the chat",
            Self::ForgetsCommands => "events forget which command they came from",
            Self::WrongOrder => "the events of an accepted offer come in another order",
            Self::StuckInWrapUp => "wrap-up does not end by itself",
            Self::LeadStaysOnHold => "an agent that puts a chat on hold keeps its session",
            Self::LosesWhoIsHeard => "an agent that is heard counts as absent",
            Self::RatedTooEarly => "a customer's rating is taken while the chat goes on",
            Self::ForgetsProof => {
                "a customer that goes to another page has proved nothing any more"
            }
            Self::RuleLeadsNowhere => "an invitation rule is kept that leads to no queue",
        }
    }

    /// The checks of which one must notice.
    pub(crate) fn noticed_by(self) -> &'static [Check] {
        match self {
            Self::AckBeforeAppend => &[Check::AckedOnce],
            Self::NewArrivalTime => &[Check::FirstArrival],
            Self::NoRequeue => &[Check::BackInQueue],
            Self::TwoLeads => &[Check::OneLead],
            Self::InternalToCustomer => &[Check::NothingInternal],
            Self::RestartMarksLost => &[Check::Restart, Check::HeardIsNotLost],
            Self::TwoOpenChats => &[Check::OneOpenChat, Check::Moments],
            Self::ReleasedTwice => &[Check::WholeLife],
            Self::NoIncident => &[Check::Incident],
            Self::OfferNeverEnds | Self::StuckInWrapUp => &[Check::EverythingEnds],
            Self::YoungestFirst => &[Check::InTurn],
            Self::AboveLimit => &[Check::WithinLimit],
            Self::MissedEvent => &[Check::OneOrder],
            Self::ForgetsCommands => &[Check::AckedOnce, Check::OneAnswer],
            Self::WrongOrder => &[Check::Moments],
            Self::LeadStaysOnHold => &[Check::OneLead, Check::OnePlace],
            Self::LosesWhoIsHeard => &[Check::HeardIsNotLost],
            Self::RatedTooEarly => &[Check::Rated],
            Self::ForgetsProof => &[Check::Proved],
            Self::RuleLeadsNowhere => &[Check::LeadsSomewhere],
        }
    }

    /// Who does it inside the engine; None for what is done to the disk.
    pub(crate) fn saboteur(self) -> Option<Box<dyn Saboteur>> {
        (self != Self::AckBeforeAppend).then(|| Box::new(self) as Box<dyn Saboteur>)
    }

    /// What becomes of one event, given the state before it; None: it stays as it is.
    fn change(self, state: &State, event: &Event) -> Option<Vec<Event>> {
        let with = |body: Body| Event { body, ..event.clone() };
        match (self, &event.body) {
            (Self::NewArrivalTime, Body::ChatCreated(data)) if is_requeue(event) => {
                let mut data = data.clone();
                data.arrived_at = event.at;
                Some(vec![with(Body::ChatCreated(data))])
            }
            (Self::NewArrivalTime, Body::ChatRequeued { queue, continues, .. }) => {
                let (queue, continues) = (queue.clone(), continues.clone());
                let arrived_at = event.at;
                Some(vec![with(Body::ChatRequeued { queue, arrived_at, continues })])
            }
            (Self::NoRequeue, Body::ChatCreated(_)) if is_requeue(event) => Some(Vec::new()),
            (Self::NoRequeue, Body::ChatConcluded(data)) if data.continued_as.is_some() => {
                // The chat just ends, so that the state has nothing left to be continued.
                let mut data = data.clone();
                data.continued_as = None;
                data.disconnect_reason = DisconnectReason::AgentEnded;
                Some(vec![with(Body::ChatConcluded(data))])
            }
            (Self::NoRequeue, Body::ChatRequeued { .. })
            | (Self::TwoLeads, Body::LeadSessionEnd { .. })
            | (Self::NoIncident, Body::IncidentOpened { .. })
            | (Self::OfferNeverEnds, Body::AgentEngagementAutoDeclined { .. }) => Some(Vec::new()),
            // Not when a customer goes on with the conversation, which ends it too.
            (Self::StuckInWrapUp, Body::ChatReleased {})
                if is_system(event) && event.command.is_none() =>
            {
                let open = event.conversation.as_ref().and_then(|id| state.conversations.get(id));
                let by = open.and_then(|c| c.concluded.as_ref()).and_then(|c| c.by.as_ref());
                by.map(|_| Vec::new())
            }
            (Self::TwoOpenChats, Body::ChatReleased {}) => {
                let id = event.conversation.as_ref()?;
                state.conversations.get(id)?.concluded.as_ref().filter(|c| c.by.is_none())?;
                Some(Vec::new())
            }
            (Self::ReleasedTwice, Body::ChatReleased {}) => {
                Some(vec![event.clone(), event.clone()])
            }
            (Self::YoungestFirst, Body::AgentEngagementInvitation { participant, queue }) => {
                let (_, _, id) = state.lines.get(queue)?.unoffered.last()?;
                let chat = state.conversations.get(id)?.chat.clone();
                let body = Body::AgentEngagementInvitation {
                    participant: participant.clone(),
                    queue: queue.clone(),
                };
                let (conversation, chat) = (Some(id.clone()), Some(chat));
                Some(vec![Event { conversation, chat, body, ..event.clone() }])
            }
            (
                Self::AboveLimit,
                Body::EngagementParticipantEntered { participant, role: Role::Lead, how },
            ) => {
                let is_full = |agent: &AgentId| {
                    let max = state.directory.profile_of(agent).map_or(0, |p| p.chats_max as usize);
                    state.desks.get(agent).is_some_and(|desk| desk.chats.len() >= max)
                };
                let full = state.desks.keys().find(|agent| is_full(agent))?;
                let party_type = participant.party_type;
                let participant = Party::new(party_type, full.as_str());
                let (role, how) = (Role::Lead, *how);
                Some(vec![with(Body::EngagementParticipantEntered { participant, role, how })])
            }
            (Self::ForgetsCommands, _) if event.command.is_some() => {
                Some(vec![Event { command: None, ..event.clone() }])
            }
            (Self::WrongOrder, Body::AgentAccepted { participant }) => {
                let participant = participant.clone();
                Some(vec![with(Body::AgentEngagementAccepted { participant })])
            }
            (Self::WrongOrder, Body::AgentEngagementAccepted { participant }) => {
                Some(vec![with(Body::AgentAccepted { participant: participant.clone() })])
            }
            (Self::LeadStaysOnHold, Body::LeadSessionEnd { .. }) => {
                let open = event.conversation.as_ref().and_then(|id| state.conversations.get(id));
                open.filter(|c| c.is_async && c.concluded.is_none()).map(|_| Vec::new())
            }
            (Self::LosesWhoIsHeard, Body::AgentPost { .. }) => {
                let participant = event.actor.clone();
                Some(vec![event.clone(), with(Body::AgentAbsent { participant })])
            }
            (Self::RatedTooEarly, Body::EndUserPost { .. }) => {
                let rated = Body::ChatRated { rating: 5, comment: "".into() };
                Some(vec![event.clone(), with(rated)])
            }
            (Self::ForgetsProof, Body::CustomerChanged { customer }) => {
                let open = state.conversations.get(event.conversation.as_ref()?)?;
                open.customer.verified.then(|| {
                    let customer = Customer { verified: false, ..customer.clone() };
                    vec![with(Body::CustomerChanged { customer })]
                })
            }
            (Self::RuleLeadsNowhere, Body::InvitationRuleChanged { invitation_rule }) => {
                let queue = Some(QueueId::new("nowhere"));
                let invitation_rule = InvitationRule { queue, ..invitation_rule.clone() };
                Some(vec![with(Body::InvitationRuleChanged { invitation_rule })])
            }
            _ => None,
        }
    }
}

impl Saboteur for Sabotage {
    fn rewrite(&mut self, before: &State, events: &[Arc<Event>]) -> Option<Vec<Event>> {
        let mut state = before.clone();
        let mut is_changed = false;
        let mut instead = Vec::with_capacity(events.len());
        for event in events {
            let these = match self.change(&state, event) {
                Some(these) => {
                    is_changed = true;
                    these
                }
                None => vec![Event::clone(event)],
            };
            for event in these {
                let recorded = Recorded { seq: state.position + 1, event: Arc::new(event.clone()) };
                state.apply(&recorded);
                instead.push(event);
            }
        }
        is_changed.then_some(instead)
    }

    fn retell(&mut self, recorded: &Recorded, audience: &mut Audience) {
        match (*self, &recorded.event.body) {
            (Self::InternalToCustomer, Body::InternalPost { .. } | Body::SideNoteAdded { .. }) => {
                audience.customer.clone_from(&recorded.event.conversation);
            }
            (Self::MissedEvent, Body::EndUserPost { .. }) => audience.agents.clear(),
            _ => {}
        }
    }

    fn restart(&mut self, core: &mut Core) {
        if *self == Self::RestartMarksLost {
            let silent: Vec<Who> = core.live.silent.keys().cloned().collect();
            for who in silent {
                core.live.silent.insert(who, Timestamp(0));
            }
        }
    }
}

fn is_system(event: &Event) -> bool {
    event.actor.party_type == PartyType::System
}

fn is_requeue(event: &Event) -> bool {
    is_system(event) && matches!(&event.body, Body::ChatCreated(data) if data.continues.is_some())
}
