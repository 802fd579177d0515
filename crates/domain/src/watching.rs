//! Supervision: monitoring (unseen), coaching (seen by agents), joining openly; what only staff may read; and an agent's status set by
//! a supervisor.

use std::sync::Arc;

use crate::conversation::{Conversation, Phase, Watcher};
use crate::core::{Context, Core, Subject};
use crate::event::{Body, How, PartyType, Role, StatusReason, Visibility};
use crate::id::{AgentId, ChatId, StatusId};
use crate::messages::message_id;
use crate::refusal::{Code, Refusal};

impl Core {
    /// Refuses who may not direct others.
    pub(crate) fn check_supervises(&self, ctx: &Context) -> Result<AgentId, Refusal> {
        let agent = self.sender(ctx)?;
        if matches!(ctx.by.party_type, PartyType::Supervisor | PartyType::Admin) {
            return Ok(agent);
        }
        Err(Refusal::new(Code::NotAllowed, "only a supervisor may do this"))
    }

    /// Refuses who may not watch others: supervisors may, and those whose profile says so.
    fn check_may_watch(&self, ctx: &Context) -> Result<AgentId, Refusal> {
        let agent = self.sender(ctx)?;
        if self.state.directory.profile_of(&agent).is_some_and(|p| p.can_monitor) {
            return Ok(agent);
        }
        self.check_supervises(ctx)
    }

    fn watched(
        &self,
        ctx: &Context,
        chat: &ChatId,
    ) -> Result<(AgentId, Arc<Conversation>), Refusal> {
        let agent = self.check_may_watch(ctx)?;
        let c = self.current_chat(chat)?;
        if c.phase == Phase::WrapUp {
            return Err(Refusal::new(Code::ChatOver, "the chat is over").field("chat", chat));
        }
        if c.participant(&agent).is_some() {
            return Err(
                Refusal::new(Code::WrongState, "you are in the chat already").field("chat", chat)
            );
        }
        Ok((agent, c))
    }

    /// Watches the chat unseen, or coaches in it. Who does the one already goes over to the other.
    pub(crate) fn start_watching(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        coaches: bool,
    ) -> Result<(), Refusal> {
        let (agent, c) = self.watched(ctx, chat)?;
        let mine = |w: &&Watcher| *w.party.id == *agent.as_str();
        if c.watchers.iter().find(mine).is_some_and(|w| w.coaches == coaches) {
            return Ok(());
        }
        self.stop_watching_by(ctx, &c, &agent);
        let (participant, subject) = (self.party(&agent), c.subject());
        let announced = self.state.directory.settings.announce_monitoring;
        let body = if coaches {
            Body::CoachBegin { participant }
        } else {
            Body::MonitorBegin { participant, announced }
        };
        self.emit(ctx, &subject, body);
        Ok(())
    }

    /// Stops watching.
    pub(crate) fn stop_watching(&mut self, ctx: &Context, chat: &ChatId) -> Result<(), Refusal> {
        let agent = self.sender(ctx)?;
        let c = self.current_chat(chat)?;
        if !c.watchers.iter().any(|w| *w.party.id == *agent.as_str()) {
            return Err(
                Refusal::new(Code::WrongState, "you do not watch the chat").field("chat", chat)
            );
        }
        self.stop_watching_by(ctx, &c, &agent);
        Ok(())
    }

    /// One agent's watching ends, if it watches.
    pub(crate) fn stop_watching_by(&mut self, ctx: &Context, c: &Conversation, agent: &AgentId) {
        for watcher in c.watchers.iter().filter(|w| *w.party.id == *agent.as_str()) {
            self.emit_watching_ended(ctx, &c.subject(), watcher);
        }
    }

    fn emit_watching_ended(&mut self, ctx: &Context, subject: &Subject, watcher: &Watcher) {
        let (participant, announced) = (watcher.party.clone(), watcher.announced);
        let body = if watcher.coaches {
            Body::CoachEnd { participant }
        } else {
            Body::MonitorEnd { participant, announced }
        };
        self.emit(ctx, subject, body);
    }

    /// All watching ends: there is nothing to see any more.
    pub(crate) fn watchers_leave(&mut self, ctx: &Context, subject: &Subject) {
        let Some(c) = self.conversation_arc(&subject.conversation) else { return };
        for watcher in &c.watchers {
            self.emit_watching_ended(&ctx.as_system(), subject, watcher);
        }
    }

    /// Takes part openly, as a supporting agent.
    pub(crate) fn join_chat(&mut self, ctx: &Context, chat: &ChatId) -> Result<(), Refusal> {
        let (agent, c) = self.watched(ctx, chat)?;
        if c.phase != Phase::Engaged {
            return Err(Refusal::new(Code::WrongState, "nobody is in the chat; pick it instead")
                .field("chat", chat));
        }
        self.stop_watching_by(ctx, &c, &agent);
        if c.invitation.as_ref().is_some_and(|i| i.agent == agent) {
            // It comes of itself: it need not be asked any more.
            self.withdraw_invitation(ctx, &c.subject());
        }
        let (participant, role) = (self.party(&agent), Role::Supporting);
        let how = Some(How::Joined);
        self.emit(ctx, &c.subject(), Body::EngagementParticipantEntered { participant, role, how });
        Ok(())
    }

    /// A message that the customer never sees.
    pub(crate) fn post_internal(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        text: Arc<str>,
        visibility: Visibility,
    ) -> Result<(), Refusal> {
        self.check_text("text", &text)?;
        let agent = self.sender(ctx)?;
        let c = self.current_chat(chat)?;
        let watches = c.watchers.iter().any(|w| *w.party.id == *agent.as_str());
        if !watches {
            self.check_takes_part(ctx, &c)?;
        }
        match visibility {
            Visibility::Int => {}
            Visibility::Vip => {
                self.check_supervises(ctx)?;
            }
            Visibility::All => {
                return Err(Refusal::new(Code::Invalid, "an internal post is int or vip")
                    .field("visibility", "all")
                    .limit("int or vip"));
            }
        }
        if visibility == Visibility::Int {
            let monitors =
                |w: &Watcher| *w.party.id == *agent.as_str() && !w.coaches && !w.announced;
            if c.watchers.iter().any(monitors) {
                let detail = "who monitors is unseen; start coaching to speak to the agents";
                return Err(Refusal::new(Code::NotAllowed, detail).field("visibility", "int"));
            }
        }
        let message = message_id(ctx.command.as_ref());
        self.emit(ctx, &c.subject(), Body::InternalPost { message, text, visibility });
        Ok(())
    }

    /// A supervisor sets an agent's status.
    pub(crate) fn set_agent_status(
        &mut self,
        ctx: &Context,
        agent: &AgentId,
        status: StatusId,
    ) -> Result<(), Refusal> {
        self.check_supervises(ctx)?;
        if self.state.directory.status(&status).is_none() {
            return Err(Refusal::new(Code::NotFound, format!("there is no status {status}"))
                .field("status", &status));
        }
        let Some(now) = self.state.desks.get(agent).and_then(|desk| desk.status.clone()) else {
            return Err(Refusal::new(Code::Unavailable, format!("{agent} is not signed in"))
                .field("agent", agent));
        };
        if now != status {
            self.change_status(ctx, agent, status, StatusReason::Supervisor);
        }
        Ok(())
    }
}
