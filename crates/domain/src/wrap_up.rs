//! How chats end: concluded for the customer and the agents, written up, released. No chat stays assigned with nobody in it.

use crate::conversation::{Conversation, Phase};
use crate::core::{Context, Core, Subject};
use crate::event::{
    Body, ChatConcluded, CustomerOut, DisconnectReason, EndedBy, EndedReason, IncidentFields,
    LeftReason, PartyType, StatusReason, TicketStatus,
};
use crate::id::ChatId;
use crate::presence::Who;
use crate::refusal::{Code, Refusal};
use crate::settings::StopAbandoned;
use crate::time::Millis;

/// One way in which a chat ends: a row of the table "what happened" of the log's specification.
pub(crate) struct End {
    ended_by: EndedBy,
    ended_reason: EndedReason,
    disconnect_reason: DisconnectReason,
    customer: CustomerOut,
}

impl End {
    const fn new(
        ended_by: EndedBy,
        ended_reason: EndedReason,
        disconnect_reason: DisconnectReason,
        customer: CustomerOut,
    ) -> Self {
        Self { ended_by, ended_reason, disconnect_reason, customer }
    }

    pub(crate) const CUSTOMER_LEFT: Self = Self::new(
        EndedBy::Client,
        EndedReason::Quit,
        DisconnectReason::CustomerLeft,
        CustomerOut::Quit,
    );
    pub(crate) const CUSTOMER_CANCELED: Self = Self::new(
        EndedBy::Client,
        EndedReason::Quit,
        DisconnectReason::CustomerCanceled,
        CustomerOut::Quit,
    );
    pub(crate) const CUSTOMER_LOST: Self = Self::new(
        EndedBy::Client,
        EndedReason::Disconnect,
        DisconnectReason::CustomerLost,
        CustomerOut::Disconnect,
    );
    pub(crate) const IDLE: Self = Self::new(
        EndedBy::System,
        EndedReason::Inactive,
        DisconnectReason::Idle,
        CustomerOut::Concluded,
    );
    pub(crate) const ASYNC_IDLE: Self = Self::new(
        EndedBy::System,
        EndedReason::Inactive,
        DisconnectReason::AsyncIdle,
        CustomerOut::Concluded,
    );
    pub(crate) const QUEUE_TIMEOUT: Self = Self::new(
        EndedBy::System,
        EndedReason::Force,
        DisconnectReason::QueueTimeout,
        CustomerOut::Concluded,
    );
    pub(crate) const QUEUE_FULL: Self = Self::new(
        EndedBy::System,
        EndedReason::Force,
        DisconnectReason::QueueFull,
        CustomerOut::Concluded,
    );

    pub(crate) const ADMINISTRATOR: Self = Self::new(
        EndedBy::System,
        EndedReason::Force,
        DisconnectReason::Administrator,
        CustomerOut::Concluded,
    );

    fn by_staff(party_type: PartyType) -> Self {
        let (by, reason) = match party_type {
            PartyType::Supervisor => (EndedBy::Supervisor, DisconnectReason::SupervisorEnded),
            PartyType::Bot => (EndedBy::Bot, DisconnectReason::BotEnded),
            PartyType::Agent | PartyType::Admin | PartyType::Customer | PartyType::System => {
                (EndedBy::Agent, DisconnectReason::AgentEnded)
            }
        };
        Self::new(by, EndedReason::Force, reason, CustomerOut::Concluded)
    }
}

impl Core {
    /// Concludes a chat that is not being offered: 100, 44, 49, 24 for each agent; then wrap-up, or 27 at once if there is none to do.
    pub(crate) fn conclude(&mut self, ctx: &Context, subject: &Subject, end: &End) {
        let concluded = ChatConcluded {
            ended_by: end.ended_by,
            ended_reason: end.ended_reason,
            disconnect_reason: end.disconnect_reason,
            continued_as: None,
        };
        self.settle(ctx, subject);
        let stops = self.conversation_arc(&subject.conversation).is_some_and(|c| self.stops(&c));
        self.emit(ctx, subject, Body::ChatConcluded(concluded));
        self.emit(ctx, subject, Body::EndUserDisconnected { reason: end.customer });
        self.agents_leave(ctx, subject, LeftReason::Concluded);
        let concluded = self.conversation_arc(&subject.conversation);
        let writes_up = concluded
            .as_ref()
            .is_some_and(|c| c.concluded.as_ref().is_some_and(|c| c.by.is_some()));
        if !writes_up || self.state.directory.settings.wrap_up_timeout == Millis(0) {
            self.release(ctx, subject);
        }
        if let Some(c) = concluded.filter(|c| stops && c.incident.open) {
            let incident = c.incident.id.clone();
            self.emit(&ctx.as_system(), subject, Body::IncidentClosed { incident, queue: None });
        }
    }

    /// Whether the server closes the incident when the chat concludes now (`stop_abandoned_interaction`).
    fn stops(&self, c: &Conversation) -> bool {
        match self.state.directory.settings.stop_abandoned_interaction {
            StopAbandoned::Always => true,
            StopAbandoned::Never => false,
            StopAbandoned::NoAgents => {
                c.participants.iter().all(|p| p.party.party_type == PartyType::Bot)
            }
            StopAbandoned::NoAnswer => !c.was_engaged,
        }
    }

    /// Ends what hangs on a chat that is about to end: an offer or an invitation that is out, co-browsing, watching.
    pub(crate) fn settle(&mut self, ctx: &Context, subject: &Subject) {
        self.withdraw_offer(&ctx.as_system(), subject);
        self.withdraw_invitation(ctx, subject);
        self.stop_cobrowse(ctx, subject);
        self.watchers_leave(ctx, subject);
    }

    /// Takes back the offer that is out, if one is: nobody can take the chat any more.
    pub(crate) fn withdraw_offer(&mut self, ctx: &Context, subject: &Subject) {
        let offered = self.conversation_arc(&subject.conversation).and_then(|c| c.offer.clone());
        if let Some(offer) = offered {
            let participant = self.party(&offer.agent);
            self.emit(ctx, subject, Body::AgentEngagementUnavailable { participant });
        }
    }

    /// All agents are out: 49 for the lead, 24 for each.
    pub(crate) fn agents_leave(&mut self, ctx: &Context, subject: &Subject, reason: LeftReason) {
        let Some(c) = self.conversation_arc(&subject.conversation) else { return };
        if let Some(lead) = c.lead() {
            self.lead_ends(ctx, subject, &lead.party);
        }
        for p in &c.participants {
            self.leave(ctx, subject, p.party.clone(), reason);
        }
    }

    /// Lets the chat go.
    pub(crate) fn release(&mut self, ctx: &Context, subject: &Subject) {
        let Some(c) = self.conversation_arc(&subject.conversation) else { return };
        let by = c.concluded.as_ref().and_then(|c| c.by.clone());
        self.emit(ctx, subject, Body::ChatReleased {});
        self.live.confirmed.remove(&subject.conversation);
        self.live.silent.remove(&Who::Customer(subject.conversation.clone()));
        if let Some(agent) = by
            && self.state.directory.profile_of(&agent).is_some_and(|p| p.not_ready_after_chat)
        {
            self.become_not_ready(&ctx.as_system(), &agent, StatusReason::AfterChat);
        }
    }

    /// The customer leaves an engaged chat, or gives up waiting.
    pub(crate) fn leave_chat(&mut self, ctx: &Context, chat: &ChatId) -> Result<ChatId, Refusal> {
        if ctx.by.party_type != PartyType::Customer {
            return Err(Refusal::new(Code::NotAllowed, "only the customer leaves; agents end"));
        }
        let conversation = self.open_conversation(chat)?;
        self.check_is_customer(ctx, &conversation.customer)?;
        let subject = conversation.subject();
        match conversation.phase {
            Phase::Waiting => {
                self.settle(ctx, &subject);
                self.emit(ctx, &subject, Body::ChatCanceled {});
                self.conclude(ctx, &subject, &End::CUSTOMER_CANCELED);
            }
            Phase::Engaged | Phase::OnHold => {
                self.conclude(ctx, &subject, &End::CUSTOMER_LEFT);
            }
            Phase::WrapUp => {
                return Err(Refusal::new(Code::ChatOver, "the chat is over").field("chat", chat));
            }
        }
        Ok(subject.chat)
    }

    /// The lead agent ends the chat; a linked ticket is resolved first, if that is wanted.
    pub(crate) fn end_chat(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        resolve_ticket: bool,
    ) -> Result<(), Refusal> {
        let conversation = self.current_chat(chat)?;
        self.check_takes_part(ctx, &conversation)?;
        if conversation.phase != Phase::Engaged {
            return Err(Refusal::new(Code::ChatOver, "the chat is over").field("chat", chat));
        }
        if conversation.lead().is_none_or(|lead| *lead.party.id != *ctx.by.id) {
            return Err(Refusal::new(Code::NotAllowed, "only the lead agent ends the chat")
                .field("chat", chat));
        }
        let linked = !conversation.incident.ticket.is_empty();
        if resolve_ticket && !(linked && conversation.incident.ticket_status == TicketStatus::Open)
        {
            return Err(Refusal::new(Code::WrongState, "no open ticket is linked")
                .field("resolve_ticket", true));
        }
        if resolve_ticket {
            self.set_ticket_status(ctx, &conversation, TicketStatus::Resolved);
        }
        self.conclude(ctx, &conversation.subject(), &End::by_staff(ctx.by.party_type));
        Ok(())
    }

    fn set_ticket_status(&mut self, ctx: &Context, c: &Conversation, status: TicketStatus) {
        let fields = IncidentFields { ticket_status: Some(status), ..IncidentFields::default() };
        let incident = c.incident.id.clone();
        if let Some(fields) = c.incident.difference(fields) {
            self.emit(ctx, &c.subject(), Body::IncidentUpdated { incident, fields, queue: None });
        }
    }

    fn check_wrap_up(&self, ctx: &Context, chat: &ChatId) -> Result<Subject, Refusal> {
        let conversation = self.current_chat(chat)?;
        self.check_takes_part(ctx, &conversation)?;
        if conversation.phase != Phase::WrapUp {
            return Err(Refusal::new(Code::WrongState, "the chat is not in wrap-up; end it first")
                .field("chat", chat));
        }
        Ok(conversation.subject())
    }

    /// The agent is done with wrap-up.
    pub(crate) fn complete_wrap_up(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        incident: IncidentFields,
        close_incident: bool,
    ) -> Result<(), Refusal> {
        self.check_incident(&incident)?;
        let subject = self.check_wrap_up(ctx, chat)?;
        self.update_incident(ctx, &subject.conversation, None, incident, None)?;
        if close_incident {
            self.close_incident(ctx, &subject);
        }
        self.release(ctx, &subject);
        Ok(())
    }

    /// The customer left before the matter was dealt with: outcome abandoned.
    pub(crate) fn abandon_chat(&mut self, ctx: &Context, chat: &ChatId) -> Result<(), Refusal> {
        let subject = self.check_wrap_up(ctx, chat)?;
        let conversation = self.current_chat(chat)?;
        let left = conversation.concluded.as_ref().is_some_and(|c| match c.reason {
            DisconnectReason::CustomerLeft | DisconnectReason::CustomerLost => true,
            DisconnectReason::CustomerCanceled
            | DisconnectReason::AgentEnded
            | DisconnectReason::AgentSessionLost
            | DisconnectReason::AgentLoggedOut
            | DisconnectReason::SupervisorEnded
            | DisconnectReason::BotEnded
            | DisconnectReason::Abandoned
            | DisconnectReason::Idle
            | DisconnectReason::AsyncIdle
            | DisconnectReason::QueueTimeout
            | DisconnectReason::QueueFull
            | DisconnectReason::SystemLimit
            | DisconnectReason::StorageError
            | DisconnectReason::Administrator => false,
        });
        if !left {
            return Err(Refusal::new(
                Code::WrongState,
                "a chat is abandoned only after the customer left it",
            )
            .field("chat", chat));
        }
        if !conversation.incident.ticket.is_empty() {
            self.set_ticket_status(ctx, &conversation, TicketStatus::Cancelled);
        }
        let disposition = Some("abandoned".to_owned());
        let fields = IncidentFields { disposition, ..IncidentFields::default() };
        self.update_incident(ctx, &subject.conversation, None, fields, None)?;
        self.close_incident(ctx, &subject);
        self.release(ctx, &subject);
        Ok(())
    }
}
