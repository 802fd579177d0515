//! Co-browsing: asked for, allowed or refused by the customer, under way, stopped. What is seen is never part of the log; where the tenant
//! wants it kept, the log says which file it is in.

use std::sync::Arc;

use crate::conversation::{Cobrowse, Conversation, Phase};
use crate::core::{Context, Core, Subject};
use crate::event::{Body, CobrowseStage, PartyType};
use crate::id::ChatId;
use crate::incident::LINE_CHARS_MAX;
use crate::refusal::{Code, Refusal};
use crate::time::Millis;

impl Core {
    /// The lead asks to see the customer's page.
    pub(crate) fn invite_to_cobrowse(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
    ) -> Result<(), Refusal> {
        let (agent, c) = self.led_by_sender(ctx, chat)?;
        if c.cobrowse.is_some() {
            return Err(Refusal::new(
                Code::WrongState,
                "co-browsing is asked for or under way already",
            )
            .field("chat", chat));
        }
        let participant = self.party(&agent);
        let recorded = self.state.directory.settings.cobrowse_recording;
        self.emit(ctx, &c.subject(), Body::CobrowseInvitationSent { participant, recorded });
        Ok(())
    }

    fn cobrowse_of(
        &self,
        ctx: &Context,
        chat: &ChatId,
        customer: bool,
    ) -> Result<(Arc<Conversation>, Cobrowse), Refusal> {
        let c = self.current_chat(chat)?;
        if ctx.by.party_type == PartyType::Customer {
            self.check_is_customer(ctx, &c.customer)?;
        } else {
            self.check_takes_part(ctx, &c)?;
        }
        let gone = || Refusal::new(Code::OfferGone, "there is no co-browsing").field("chat", chat);
        let cobrowse = c.cobrowse.clone().filter(|_| c.phase == Phase::Engaged).ok_or_else(gone)?;
        let by_customer = ctx.by.party_type == PartyType::Customer;
        if customer != by_customer || !by_customer && *ctx.by.id != *cobrowse.agent.as_str() {
            let who = if customer { "the customer" } else { cobrowse.agent.as_str() };
            return Err(Refusal::new(Code::NotAllowed, format!("only {who} may do this"))
                .field("chat", chat));
        }
        Ok((c, cobrowse))
    }

    /// The customer answers.
    pub(crate) fn answer_cobrowse(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        accepts: bool,
    ) -> Result<(), Refusal> {
        let (c, cobrowse) = self.cobrowse_of(ctx, chat, true)?;
        if cobrowse.stage != CobrowseStage::Invited {
            return Err(
                Refusal::new(Code::WrongState, "that was answered already").field("chat", chat)
            );
        }
        let body = if accepts {
            Body::CobrowseInvitationAccepted {}
        } else {
            Body::CobrowseInvitationDeclined {}
        };
        self.emit(ctx, &c.subject(), body);
        Ok(())
    }

    /// The agent's client shows the page.
    pub(crate) fn confirm_cobrowse(&mut self, ctx: &Context, chat: &ChatId) -> Result<(), Refusal> {
        let (c, cobrowse) = self.cobrowse_of(ctx, chat, false)?;
        match cobrowse.stage {
            CobrowseStage::Accepted => {
                let participant = self.party(&cobrowse.agent);
                self.emit(ctx, &c.subject(), Body::CobrowseSessionStarted { participant });
                Ok(())
            }
            CobrowseStage::Running => Ok(()),
            CobrowseStage::Invited => {
                Err(Refusal::new(Code::WrongState, "the customer has not answered")
                    .field("chat", chat))
            }
        }
    }

    /// Either side has enough of it.
    pub(crate) fn end_cobrowse(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        error: Option<String>,
    ) -> Result<(), Refusal> {
        let by_customer = ctx.by.party_type == PartyType::Customer;
        let (c, cobrowse) = self.cobrowse_of(ctx, chat, by_customer)?;
        if by_customer && cobrowse.stage == CobrowseStage::Invited {
            return Err(
                Refusal::new(Code::WrongState, "accept or decline it first").field("chat", chat)
            );
        }
        let participant = self.party(&cobrowse.agent);
        let body = match error {
            Some(detail) => {
                let detail = detail.chars().take(LINE_CHARS_MAX).collect();
                Body::CobrowseSessionError { participant, detail }
            }
            None => Body::CobrowseSessionStopped { participant },
        };
        self.emit(ctx, &c.subject(), body);
        Ok(())
    }

    /// What was shown is stored; the chat may be over by then, and released.
    pub(crate) fn record_cobrowse(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        file: String,
        bytes: u64,
        length: Millis,
    ) -> Result<ChatId, Refusal> {
        if ctx.by.party_type != PartyType::System {
            let detail = "recordings are made by the server alone";
            return Err(Refusal::new(Code::NotAllowed, detail).field("chat", chat));
        }
        let unknown =
            || Refusal::new(Code::NotFound, format!("there is no chat {chat}")).field("chat", chat);
        let conversation = chat.conversation().ok_or_else(unknown)?;
        let body = Body::CobrowseRecorded { file, bytes, length_ms: length.0 };
        match self.conversation_arc(&conversation) {
            Some(open) => self.emit(ctx, &open.subject(), body),
            None => self.emit_alone(ctx, conversation, Some(chat.clone()), body),
        }
        Ok(chat.clone())
    }

    /// Co-browsing ends with what it was part of.
    pub(crate) fn stop_cobrowse(&mut self, ctx: &Context, subject: &Subject) {
        let cobrowse =
            self.conversation_arc(&subject.conversation).and_then(|c| c.cobrowse.clone());
        if let Some(cobrowse) = cobrowse {
            let participant = self.party(&cobrowse.agent);
            self.emit(&ctx.as_system(), subject, Body::CobrowseSessionStopped { participant });
        }
    }
}
