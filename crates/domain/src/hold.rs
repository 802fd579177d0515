//! Async chats: put on hold, woken by their customer, routed to the last agent first, and concluded after a long idleness.

use crate::conversation::{Conversation, Phase};
use crate::core::{Context, Core, Subject};
use crate::event::{Body, LeftReason};
use crate::id::{AgentId, ChatId};
use crate::refusal::{Code, Refusal};
use crate::time::Timestamp;
use crate::wrap_up::End;

impl Core {
    /// The lead agent puts an async chat on hold: its slot is free, the chat sleeps until its customer is active.
    pub(crate) fn hold_chat(&mut self, ctx: &Context, chat: &ChatId) -> Result<(), Refusal> {
        let (agent, c) = self.led_by_sender(ctx, chat)?;
        if !c.is_async {
            return Err(Refusal::new(Code::NotAllowed, "only an async chat is put on hold")
                .field("chat", chat));
        }
        let (subject, participant) = (c.subject(), self.party(&agent));
        self.withdraw_invitation(ctx, &subject);
        self.stop_cobrowse(ctx, &subject);
        self.agents_leave(ctx, &subject, LeftReason::OnHold);
        self.emit(ctx, &subject, Body::AsyncOnHold { participant });
        Ok(())
    }

    /// The customer did something: a chat on hold wakes.
    pub(crate) fn wake(&mut self, ctx: &Context, subject: &Subject) {
        let c = self.conversation_arc(&subject.conversation);
        if c.is_some_and(|c| c.phase == Phase::OnHold) {
            self.emit(ctx, subject, Body::AsyncCustomerActivity {});
        }
    }

    /// The only agent that a woken chat may go to at first, and until when.
    pub(crate) fn preferred_agent(&self, c: &Conversation) -> Option<(AgentId, Timestamp)> {
        let agent = c.preferred.clone().filter(|_| c.phase == Phase::Waiting)?;
        let until = c.waiting_since + self.state.directory.settings.async_preferred_agent;
        Some((agent, until))
    }

    /// Whether a woken chat has waited long enough for that agent by the last event.
    pub(crate) fn has_waited(&self, c: &Conversation) -> bool {
        self.preferred_agent(c).is_some_and(|(_, until)| until <= self.state.at)
    }

    pub(crate) fn async_idle_alert(&mut self, ctx: &Context, c: &Conversation) {
        let check_at = ctx.now + self.state.directory.settings.async_idle_close;
        self.emit(ctx, &c.subject(), Body::AsyncIdleAlert { check_at });
    }

    pub(crate) fn async_idle_close(&mut self, ctx: &Context, c: &Conversation) {
        self.conclude(ctx, &c.subject(), &End::ASYNC_IDLE);
    }
}
