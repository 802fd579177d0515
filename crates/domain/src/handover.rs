//! Chats that pass to a queue (transfer, release, a bot's handing over) or are given to an agent by a supervisor. History, notes and the
//! first arrival time are kept.

use std::sync::Arc;

use crate::conversation::Phase;
use crate::core::{Context, Core, Subject};
use crate::directory::GENERAL_QUEUE;
use crate::event::{Body, How, LeftReason};
use crate::id::{AgentId, ChatId, QueueId};
use crate::refusal::{Code, Refusal};

impl Core {
    /// A note that goes with a chat may be missing, but not empty or too long.
    pub(crate) fn check_note(&self, note: Option<&str>) -> Result<(), Refusal> {
        note.map_or(Ok(()), |note| self.check_text("note", note))
    }

    /// Passes the chat to another queue.
    pub(crate) fn transfer_to_queue(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        queue: &QueueId,
        note: Option<Arc<str>>,
    ) -> Result<(), Refusal> {
        let (sender, c) = self.led_by_sender(ctx, chat)?;
        let directory = &self.state.directory;
        let refuse = |code, why: String| Err(Refusal::new(code, why).field("queue", queue));
        let Some(record) = directory.queues.get(queue) else {
            return refuse(Code::NotFound, format!("there is no queue {queue}"));
        };
        if !record.enabled {
            return refuse(Code::WrongState, format!("the queue {queue} takes no chats"));
        }
        if record.hours.as_ref().is_some_and(|hours| !hours.is_open(ctx.now)) {
            return refuse(Code::QueueClosed, format!("the queue {queue} is closed at this hour"));
        }
        if !directory.settings.queues_and_topics && queue.as_str() != GENERAL_QUEUE {
            return refuse(Code::NotAllowed, "queues and topics are off".to_owned());
        }
        let own = directory.agents.get(&sender).is_some_and(|a| a.queues.contains(queue));
        if !own && directory.profile_of(&sender).is_some_and(|p| !p.transfer_to_other_groups) {
            let why = "the profile does not allow to transfer to other groups".to_owned();
            return refuse(Code::NotAllowed, why);
        }
        self.check_note(note.as_deref())?;
        let subject = c.subject();
        if let Some(text) = note {
            self.emit(ctx, &subject, Body::SideNoteAdded { text });
        }
        self.leave_to_queue(ctx, &subject, queue, LeftReason::Transferred);
        Ok(())
    }

    /// Puts the chat back into its own queue.
    pub(crate) fn release_to_queue(&mut self, ctx: &Context, chat: &ChatId) -> Result<(), Refusal> {
        let (_, c) = self.led_by_sender(ctx, chat)?;
        self.leave_to_queue(ctx, &c.subject(), &c.queue, LeftReason::Left);
        Ok(())
    }

    fn leave_to_queue(
        &mut self,
        ctx: &Context,
        subject: &Subject,
        queue: &QueueId,
        why: LeftReason,
    ) {
        self.withdraw_invitation(ctx, subject);
        self.stop_cobrowse(ctx, subject);
        self.agents_leave(ctx, subject, why);
        self.emit(ctx, subject, Body::TransferredToQueue { queue: queue.clone() });
    }

    /// A supervisor gives the chat to an agent, whoever has it now.
    pub(crate) fn reassign_chat(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        target: &AgentId,
    ) -> Result<(), Refusal> {
        self.check_supervises(ctx)?;
        let c = self.current_chat(chat)?;
        if !self.state.directory.agents.contains_key(target) {
            return Err(Refusal::new(Code::NotFound, format!("there is no agent {target}"))
                .field("agent", target));
        }
        if c.lead().is_some_and(|lead| lead.agent == *target) {
            let detail = format!("{target} has the chat already");
            return Err(Refusal::new(Code::WrongState, detail).field("agent", target));
        }
        if c.phase == Phase::WrapUp {
            return Err(Refusal::new(Code::ChatOver, "the chat is over").field("chat", chat));
        }
        let offered = c.offer.as_ref().is_some_and(|offer| offer.agent == *target);
        let asked = c.invitation.as_ref().is_some_and(|i| i.agent == *target && !i.conference);
        if offered || asked {
            // A place is kept free for this very chat.
            if !self.keeps_place(target) {
                return Err(self.refuse_at_limit(target));
            }
        } else {
            self.check_can_take_over(target)?;
        }
        let subject = c.subject();
        self.withdraw_offer(&ctx.as_system(), &subject);
        self.withdraw_invitation(ctx, &subject);
        self.stop_watching_by(ctx, &c, target);
        match c.phase {
            Phase::Waiting | Phase::OnHold => self.engage(ctx, &c, target, How::Assigned),
            Phase::Engaged => match c.participant(target) {
                Some(part) => {
                    let new = part.party.clone();
                    self.swap_lead(ctx, &c, &new);
                }
                None => self.replace_lead(ctx, &c, target, How::Assigned),
            },
            Phase::WrapUp => {}
        }
        Ok(())
    }
}
