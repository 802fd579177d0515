//! Conferences: who leads, who supports, and how that changes. How an agent is asked to join is in `transfer`.

use crate::conversation::{Conversation, Phase};
use crate::core::{Context, Core};
use crate::event::{Body, LeftReason, Party, PartyType, Role};
use crate::id::{AgentId, ChatId};
use crate::refusal::{Code, Refusal};

impl Core {
    /// The lead and a supporting agent swap.
    pub(crate) fn make_lead(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        target: &AgentId,
    ) -> Result<(), Refusal> {
        let (agent, c) = self.led_by_sender(ctx, chat)?;
        let Some(part) = c.participant(target).filter(|p| p.role == Role::Supporting) else {
            let detail = format!("{target} does not support the chat");
            return Err(Refusal::new(Code::NotFound, detail).field("agent", target));
        };
        if part.absent {
            let detail = format!("{target} is not connected at the moment");
            return Err(Refusal::new(Code::Unavailable, detail).field("agent", target));
        }
        if !self.has_room(target) {
            return Err(self.refuse_at_limit(target));
        }
        debug_assert!(c.lead().is_some_and(|lead| lead.agent == agent));
        let new = part.party.clone();
        self.swap_lead(ctx, &c, &new);
        Ok(())
    }

    /// 49, 25, 48; the old lead supports from now on. A bot does not support: it leaves.
    pub(crate) fn swap_lead(&mut self, ctx: &Context, c: &Conversation, new: &Party) {
        let subject = c.subject();
        self.stop_cobrowse(ctx, &subject);
        let old = c.lead().map(|lead| lead.party.clone());
        if let Some(old) = &old {
            self.lead_ends(ctx, &subject, old);
        }
        let (lead, supporting) = (new.clone(), old.clone());
        self.emit(ctx, &subject, Body::AgentRoleChange { lead, supporting });
        self.emit(ctx, &subject, Body::LeadSessionStart { participant: new.clone() });
        if let Some(bot) = old.filter(|old| old.party_type == PartyType::Bot) {
            self.leave(ctx, &subject, bot, LeftReason::Transferred);
        }
    }

    /// A supporting agent leaves.
    pub(crate) fn leave_conference(&mut self, ctx: &Context, chat: &ChatId) -> Result<(), Refusal> {
        let agent = self.sender(ctx)?;
        let c = self.current_chat(chat)?;
        self.check_takes_part(ctx, &c)?;
        let Some(part) = c.participant(&agent).filter(|_| c.phase == Phase::Engaged) else {
            return Err(Refusal::new(Code::ChatOver, "the chat is over").field("chat", chat));
        };
        if part.role == Role::Lead {
            let detail = "the lead agent does not leave; it ends, transfers or releases the chat";
            return Err(Refusal::new(Code::NotAllowed, detail).field("chat", chat));
        }
        self.leave(ctx, &c.subject(), part.party.clone(), LeftReason::Left);
        Ok(())
    }
}
