//! Offers: a chat shown to one agent with a deadline, and what can come of it; and picking from the list.

use crate::conversation::{Conversation, Phase};
use crate::core::{Context, Core};
use crate::event::{Body, How, StatusReason};
use crate::id::{AgentId, ChatId, StatusId};
use crate::refusal::{Code, Refusal};

impl Core {
    fn offer_to_sender(
        &self,
        ctx: &Context,
        chat: &ChatId,
    ) -> Result<(AgentId, std::sync::Arc<Conversation>), Refusal> {
        let agent = self.sender(ctx)?;
        let gone = |why: String| Err(Refusal::new(Code::OfferGone, why).field("chat", chat));
        let Some(conversation) = chat.conversation().and_then(|id| self.conversation_arc(&id))
        else {
            return gone(format!("the chat {chat} is over"));
        };
        if conversation.offer.as_ref().is_some_and(|o| o.agent == agent) {
            return Ok((agent, conversation));
        }
        match conversation.lead() {
            Some(lead) if lead.agent != agent => {
                let detail = format!("{} has the chat", lead.agent);
                Err(Refusal::new(Code::Taken, detail).field("chat", chat).limit(&lead.agent))
            }
            _ => gone("the chat is no longer offered to you".into()),
        }
    }

    /// The offer is on the agent's screen.
    pub(crate) fn confirm_offer(&mut self, ctx: &Context, chat: &ChatId) -> Result<(), Refusal> {
        let (_, conversation) = self.offer_to_sender(ctx, chat)?;
        self.live.confirmed.insert(conversation.id.clone());
        Ok(())
    }

    /// The agent presses Accept.
    pub(crate) fn accept_offer(&mut self, ctx: &Context, chat: &ChatId) -> Result<(), Refusal> {
        let (agent, conversation) = self.offer_to_sender(ctx, chat)?;
        let (participant, subject) = (self.party(&agent), conversation.subject());
        if !self.has_room_beside_offer(&agent) {
            return Err(self.refuse_at_limit(&agent));
        }
        self.stop_watching_by(ctx, &conversation, &agent);
        self.emit(ctx, &subject, Body::AgentAccepted { participant: participant.clone() });
        self.emit(ctx, &subject, Body::AgentEngagementAccepted { participant });
        self.engage(ctx, &conversation, &agent, How::Accepted);
        Ok(())
    }

    /// The agent presses Decline.
    pub(crate) fn decline_offer(&mut self, ctx: &Context, chat: &ChatId) -> Result<(), Refusal> {
        let (agent, conversation) = self.offer_to_sender(ctx, chat)?;
        if !self.state.directory.profile_of(&agent).is_some_and(|p| p.allow_decline) {
            return Err(Refusal::new(Code::NotAllowed, "the profile does not allow to decline"));
        }
        let participant = self.party(&agent);
        self.emit(ctx, &conversation.subject(), Body::AgentEngagementDeclined { participant });
        Ok(())
    }

    /// The agent's client cannot take the chat.
    pub(crate) fn answer_unavailable(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
    ) -> Result<(), Refusal> {
        let (agent, conversation) = self.offer_to_sender(ctx, chat)?;
        let participant = self.party(&agent);
        self.emit(ctx, &conversation.subject(), Body::AgentEngagementUnavailable { participant });
        Ok(())
    }

    /// The agent takes a waiting chat from the list. Of two that pick at once the first wins and the other is told who.
    pub(crate) fn pick_chat(&mut self, ctx: &Context, chat: &ChatId) -> Result<(), Refusal> {
        let agent = self.sender(ctx)?;
        let conversation = self.open_conversation(chat)?;
        let directory = &self.state.directory;
        if !directory.profile_of(&agent).is_some_and(|p| p.can_pick) {
            return Err(Refusal::new(Code::NotAllowed, "the profile does not allow to pick"));
        }
        if conversation.participant(&agent).is_some() {
            return Err(
                Refusal::new(Code::WrongState, "you have the chat already").field("chat", chat)
            );
        }
        match (conversation.phase, conversation.lead()) {
            (Phase::Waiting, _) => {}
            (Phase::OnHold, _) => {
                let detail = "the chat is on hold until its customer writes";
                return Err(Refusal::new(Code::WrongState, detail).field("chat", chat));
            }
            (Phase::Engaged, Some(lead)) => {
                let detail = format!("{} has the chat", lead.agent);
                return Err(Refusal::new(Code::Taken, detail)
                    .field("chat", chat)
                    .limit(&lead.agent));
            }
            (Phase::Engaged | Phase::WrapUp, _) => {
                return Err(Refusal::new(Code::ChatOver, "the chat is over").field("chat", chat));
            }
        }
        let record = directory.agents.get(&agent);
        if !record.is_some_and(|a| a.queues.contains(&conversation.queue)) {
            return Err(Refusal::new(
                Code::NotAllowed,
                format!("you do not serve the queue {}", conversation.queue),
            )
            .field("chat", chat));
        }
        if !record.is_some_and(|a| self.is_of_company(&conversation, a)) {
            let detail = "the chat is for agents of the customer's company";
            return Err(Refusal::new(Code::NotAllowed, detail).field("chat", chat));
        }
        let offer = conversation.offer.as_ref();
        if let Some(other) = offer.filter(|o| o.agent != agent) {
            let detail = format!("the chat is being offered to {}", other.agent);
            return Err(Refusal::new(Code::Taken, detail).field("chat", chat).limit(&other.agent));
        }
        if !self.has_room_beside_offer(&agent) {
            return Err(self.refuse_at_limit(&agent));
        }
        if offer.is_some() {
            return self.accept_offer(ctx, &conversation.chat);
        }
        if !self.has_room(&agent) {
            // It takes this one in the place that was kept for the one that it is asked to take.
            self.withdraw_offer_of(ctx, &agent);
        }
        self.stop_watching_by(ctx, &conversation, &agent);
        self.engage(ctx, &conversation, &agent, How::Picked);
        Ok(())
    }

    /// The client did not confirm the offer in time.
    pub(crate) fn offer_unconfirmed(&mut self, ctx: &Context, c: &Conversation) {
        let Some(agent) = c.offer.as_ref().map(|o| o.agent.clone()) else { return };
        let participant = self.party(&agent);
        self.emit(ctx, &c.subject(), Body::AgentEngagementTimeout { participant });
        self.check_missed(ctx, &agent);
    }

    /// The offer ran out: declined or assigned, as the profile says.
    pub(crate) fn offer_ran_out(&mut self, ctx: &Context, c: &Conversation) {
        let Some(agent) = c.offer.as_ref().map(|o| o.agent.clone()) else { return };
        let participant = self.party(&agent);
        if self.state.directory.profile_of(&agent).is_none_or(|p| p.auto_decline) {
            self.emit(ctx, &c.subject(), Body::AgentEngagementAutoDeclined { participant });
        } else if !self.has_room_beside_offer(&agent) {
            self.emit(ctx, &c.subject(), Body::AgentEngagementUnavailable { participant });
        } else {
            self.stop_watching_by(ctx, c, &agent);
            self.emit(ctx, &c.subject(), Body::AgentEngagementAutoAccepted { participant });
            self.engage(ctx, c, &agent, How::AutoAccepted);
        }
        self.check_missed(ctx, &agent);
    }

    fn check_missed(&mut self, ctx: &Context, agent: &AgentId) {
        let limit = self.state.directory.settings.missed_offers_limit;
        if self.state.desks.get(agent).is_some_and(|d| d.missed >= limit) {
            self.become_not_ready(ctx, agent, StatusReason::MissedOffers);
        }
    }

    pub(crate) fn become_not_ready(&mut self, ctx: &Context, agent: &AgentId, why: StatusReason) {
        let directory = &self.state.directory;
        let current = self.state.desks.get(agent).and_then(|d| d.status.clone());
        let takes =
            current.and_then(|s| directory.status(&s)).is_some_and(|status| status.takes_chats);
        let status = directory.not_ready_status().map(|s| s.id.clone());
        if let Some(status) = status.filter(|_| takes) {
            self.change_status(ctx, agent, status, why);
        }
    }

    /// 130; in a status that takes no chats the agent cannot take the one that it is being offered.
    pub(crate) fn change_status(
        &mut self,
        ctx: &Context,
        agent: &AgentId,
        status: StatusId,
        reason: StatusReason,
    ) {
        let takes = self.state.directory.status(&status).is_some_and(|status| status.takes_chats);
        let (participant, status) = (self.party(agent), Some(status));
        self.emit_about_none(ctx, Body::AgentStatusChanged { participant, status, reason });
        if !takes {
            self.withdraw_offer_of(ctx, agent);
        }
    }

    /// Takes back the offer that is out to an agent, if one is: it cannot take the chat any more.
    pub(crate) fn withdraw_offer_of(&mut self, ctx: &Context, agent: &AgentId) {
        let offered = self.state.desks.get(agent).and_then(|desk| desk.offered.clone());
        if let Some(c) = offered.and_then(|id| self.conversation_arc(&id)) {
            self.withdraw_offer(&ctx.as_system(), &c.subject());
        }
    }

    /// Takes back the offers that their agents cannot take any more, after statuses, profiles or agents were changed.
    pub(crate) fn withdraw_offers_not_to_be_taken(&mut self, ctx: &Context) {
        let directory = &self.state.directory;
        let asked = self.state.desks.iter().filter(|(_, desk)| desk.offered.is_some());
        let cannot = asked.filter(|(agent, desk)| {
            let status = desk.status.as_ref().and_then(|id| directory.status(id));
            !status.is_some_and(|status| status.takes_chats) || !self.has_room_beside_offer(agent)
        });
        let agents: Vec<AgentId> = cannot.map(|(agent, _)| agent.clone()).collect();
        for agent in agents {
            self.withdraw_offer_of(ctx, &agent);
        }
    }

    /// The agent chooses its status.
    pub(crate) fn set_status(&mut self, ctx: &Context, status: StatusId) -> Result<(), Refusal> {
        let agent = self.sender(ctx)?;
        if self.state.directory.status(&status).is_none() {
            return Err(Refusal::new(Code::NotFound, format!("there is no status {status}"))
                .field("status", &status));
        }
        if self.state.desks.get(&agent).and_then(|d| d.status.as_ref()) == Some(&status) {
            return Ok(());
        }
        self.change_status(ctx, &agent, status, StatusReason::Chosen);
        Ok(())
    }
}
