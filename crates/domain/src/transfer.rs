//! Transfers to an agent and invitations to a conference: one agent asks another, who accepts, declines, cannot, or lets it run out.
//! The sender stays the lead until a transfer is accepted, and the customer is never alone.

use std::sync::Arc;

use crate::conversation::{Conversation, Invitation, Phase};
use crate::core::{Context, Core, Subject};
use crate::directory::GENERAL_QUEUE;
use crate::event::{Body, How, LeftReason, PartyType, Role};
use crate::id::{AgentId, ChatId};
use crate::presence::Who;
use crate::refusal::{Code, Refusal};

impl Core {
    /// The conversation of an engaged chat, of which the sender is the lead.
    pub(crate) fn led_by_sender(
        &self,
        ctx: &Context,
        chat: &ChatId,
    ) -> Result<(AgentId, Arc<Conversation>), Refusal> {
        let agent = self.sender(ctx)?;
        let conversation = self.current_chat(chat)?;
        self.check_takes_part(ctx, &conversation)?;
        if conversation.phase != Phase::Engaged {
            return Err(Refusal::new(Code::ChatOver, "the chat is over").field("chat", chat));
        }
        if conversation.lead().is_none_or(|lead| lead.agent != agent) {
            return Err(Refusal::new(Code::NotAllowed, "only the lead agent may do this")
                .field("chat", chat));
        }
        Ok((agent, conversation))
    }

    /// The colleagues that the dialog of transfers and conferences lists for a chat, in the order of their ids, each with the reason why it
    /// cannot take the chat over now, if there is one.
    #[must_use]
    pub fn transfer_targets(
        &self,
        sender: &AgentId,
        chat: &ChatId,
    ) -> Vec<(AgentId, Option<Refusal>)> {
        let Ok(c) = self.current_chat(chat) else { return Vec::new() };
        let agents = self.state.directory.agents.keys().filter(|agent| *agent != sender);
        agents
            .filter(|agent| c.participant(agent).is_none())
            .filter(|agent| self.check_listed(&c, sender, agent).is_ok())
            .map(|agent| (agent.clone(), self.check_can_take_over(agent).err()))
            .collect()
    }

    /// The four rules of whom the dialog lists: by queue and company filter; and the sender's profile.
    fn check_listed(
        &self,
        c: &Conversation,
        sender: &AgentId,
        target: &AgentId,
    ) -> Result<(), Refusal> {
        let directory = &self.state.directory;
        let refuse = |code, why: String| Err(Refusal::new(code, why).field("agent", target));
        let Some(record) = directory.agents.get(target) else {
            return refuse(Code::NotFound, format!("there is no agent {target}"));
        };
        if self.state.desks.get(target).is_none_or(|desk| desk.status.is_none()) {
            return refuse(Code::Unavailable, format!("{target} is not signed in"));
        }
        if c.queue.as_str() != GENERAL_QUEUE && !record.queues.contains(&c.queue) {
            let why = format!("{target} does not serve the queue {}", c.queue);
            return refuse(Code::NotAllowed, why);
        }
        if !self.is_of_company(c, record) {
            return refuse(Code::NotAllowed, format!("{target} is of another company"));
        }
        let own = directory.agents.get(sender).map(|a| a.queues.as_slice()).unwrap_or_default();
        let may_all = directory.profile_of(sender).is_none_or(|p| p.transfer_to_other_groups);
        if !may_all && !record.queues.iter().any(|queue| own.contains(queue)) {
            let why = "the profile does not allow to transfer to other groups".to_owned();
            return refuse(Code::NotAllowed, why);
        }
        Ok(())
    }

    fn check_heard(&self, agent: &AgentId) -> Result<(), Refusal> {
        if self.live.silent.contains_key(&Who::Agent(agent.clone())) {
            let detail = format!("{agent} is not connected at the moment");
            return Err(Refusal::new(Code::Unavailable, detail).field("agent", agent));
        }
        Ok(())
    }

    /// Refuses an agent that cannot lead one more chat.
    pub(crate) fn check_can_take_over(&self, agent: &AgentId) -> Result<(), Refusal> {
        self.check_heard(agent)?;
        let directory = &self.state.directory;
        let desk = self.state.desks.get(agent);
        let status = desk.and_then(|d| d.status.as_ref()).and_then(|id| directory.status(id));
        if !status.is_some_and(|status| status.takes_chats) {
            let detail = format!("{agent} takes no chats at the moment");
            return Err(Refusal::new(Code::Unavailable, detail).field("agent", agent));
        }
        if !self.has_room(agent) {
            return Err(self.refuse_at_limit(agent));
        }
        Ok(())
    }

    fn check_invitation(
        &self,
        c: &Conversation,
        sender: &AgentId,
        target: &AgentId,
    ) -> Result<(), Refusal> {
        if let Some(other) = &c.invitation {
            let detail = format!("{} is being asked already", other.agent);
            return Err(Refusal::new(Code::WrongState, detail).field("chat", &c.chat));
        }
        if c.participant(target).is_some() {
            let detail = format!("{target} is in the chat already");
            return Err(Refusal::new(Code::WrongState, detail).field("agent", target));
        }
        self.check_listed(c, sender, target)
    }

    /// Asks another agent to take the chat over.
    pub(crate) fn transfer_to_agent(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        target: &AgentId,
        note: Option<Arc<str>>,
    ) -> Result<(), Refusal> {
        let (sender, c) = self.led_by_sender(ctx, chat)?;
        self.check_invitation(&c, &sender, target)?;
        self.check_can_take_over(target)?;
        self.check_note(note.as_deref())?;
        if let Some(text) = note {
            self.emit(ctx, &c.subject(), Body::SideNoteAdded { text });
        }
        let participant = self.party(target);
        self.emit(ctx, &c.subject(), Body::AgentTransferInvitation { participant });
        Ok(())
    }

    /// Asks another agent to support the lead.
    pub(crate) fn invite_to_conference(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        target: &AgentId,
    ) -> Result<(), Refusal> {
        let (sender, c) = self.led_by_sender(ctx, chat)?;
        self.check_invitation(&c, &sender, target)?;
        self.check_heard(target)?;
        if self.state.directory.agents.get(target).is_some_and(|a| a.party_type() == PartyType::Bot)
        {
            return Err(Refusal::new(
                Code::NotAllowed,
                "a bot does not support; transfer to its queue",
            )
            .field("agent", target));
        }
        let participant = self.party(target);
        self.emit(ctx, &c.subject(), Body::AgentConferenceInvitation { participant });
        Ok(())
    }

    /// The lead takes its invitation back.
    pub(crate) fn cancel_invitation(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
    ) -> Result<(), Refusal> {
        let (_, c) = self.led_by_sender(ctx, chat)?;
        let Some(invitation) = c.invitation.clone() else {
            return Err(
                Refusal::new(Code::OfferGone, "nobody is being asked any more").field("chat", chat)
            );
        };
        self.emit_canceled(ctx, &c.subject(), &invitation);
        Ok(())
    }

    fn emit_canceled(&mut self, ctx: &Context, subject: &Subject, invitation: &Invitation) {
        let participant = self.party(&invitation.agent);
        let body = if invitation.conference {
            Body::AgentConferenceCanceled { participant }
        } else {
            Body::AgentTransferCanceled { participant }
        };
        self.emit(ctx, subject, body);
    }

    /// Takes back the invitation that is out, if one is: there is nothing to come to any more.
    pub(crate) fn withdraw_invitation(&mut self, ctx: &Context, subject: &Subject) {
        let invitation =
            self.conversation_arc(&subject.conversation).and_then(|c| c.invitation.clone());
        if let Some(invitation) = invitation {
            self.emit_canceled(&ctx.as_system(), subject, &invitation);
        }
    }

    fn invitation_to_sender(
        &self,
        ctx: &Context,
        chat: &ChatId,
    ) -> Result<(Arc<Conversation>, Invitation), Refusal> {
        let agent = self.sender(ctx)?;
        let c = chat.conversation().and_then(|id| self.conversation_arc(&id));
        let found = c.and_then(|c| {
            let invitation = c.invitation.clone().filter(|i| i.agent == agent)?;
            (c.chat == *chat).then_some((c, invitation))
        });
        found.ok_or_else(|| {
            Refusal::new(Code::OfferGone, "you are no longer asked to come to the chat")
                .field("chat", chat)
        })
    }

    /// The invited agent takes the chat over, or joins the conference.
    pub(crate) fn accept_invitation(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
    ) -> Result<(), Refusal> {
        let (c, invitation) = self.invitation_to_sender(ctx, chat)?;
        let (subject, participant) = (c.subject(), self.party(&invitation.agent));
        if !invitation.conference && !self.keeps_place(&invitation.agent) {
            // Its limit was lowered since, or it took over from a lost colleague.
            return Err(self.refuse_at_limit(&invitation.agent));
        }
        self.stop_watching_by(ctx, &c, &invitation.agent);
        if !invitation.conference {
            self.stop_cobrowse(ctx, &subject);
        }
        if invitation.conference {
            self.emit(
                ctx,
                &subject,
                Body::AgentConferenceAccepted { participant: participant.clone() },
            );
            let (role, how) = (Role::Supporting, Some(How::Conferenced));
            self.emit(ctx, &subject, Body::EngagementParticipantEntered { participant, role, how });
            return Ok(());
        }
        self.emit(ctx, &subject, Body::AgentTransferAccepted { participant });
        self.replace_lead(ctx, &c, &invitation.agent, How::Transferred);
        Ok(())
    }

    /// A new lead enters, and the old one leaves after it.
    pub(crate) fn replace_lead(
        &mut self,
        ctx: &Context,
        c: &Conversation,
        new: &AgentId,
        how: How,
    ) {
        let subject = c.subject();
        self.stop_cobrowse(ctx, &subject);
        let old = c.lead().map(|lead| lead.party.clone());
        self.enter(ctx, &subject, new, how);
        if let Some(old) = &old {
            self.lead_ends(ctx, &subject, old);
        }
        self.lead_starts(ctx, &subject, new);
        if let Some(old) = old {
            self.leave(ctx, &subject, old, LeftReason::Transferred);
        }
    }

    /// The invited agent declines.
    pub(crate) fn decline_invitation(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
    ) -> Result<(), Refusal> {
        let (c, invitation) = self.invitation_to_sender(ctx, chat)?;
        let participant = self.party(&invitation.agent);
        let body = if invitation.conference {
            Body::AgentConferenceDeclined { participant }
        } else {
            Body::AgentTransferDeclined { participant }
        };
        self.emit(ctx, &c.subject(), body);
        Ok(())
    }

    /// The invited agent's client cannot.
    pub(crate) fn answer_invitation_unavailable(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
    ) -> Result<(), Refusal> {
        let (c, invitation) = self.invitation_to_sender(ctx, chat)?;
        self.emit_unavailable(ctx, &c.subject(), &invitation);
        Ok(())
    }

    fn emit_unavailable(&mut self, ctx: &Context, subject: &Subject, invitation: &Invitation) {
        let participant = self.party(&invitation.agent);
        let body = if invitation.conference {
            Body::AgentConferenceUnavailable { participant }
        } else {
            Body::AgentTransferUnavailable { participant }
        };
        self.emit(ctx, subject, body);
    }

    /// An invitation that nobody answered counts as answered `unavailable`.
    pub(crate) fn invitation_ran_out(&mut self, ctx: &Context, c: &Conversation) {
        if let Some(invitation) = &c.invitation {
            self.emit_unavailable(ctx, &c.subject(), invitation);
        }
    }
}
