//! The customer's rating of a conversation that has ended for it, with a few words if it likes. It may be changed for a time; the last one
//! counts. What it leaves out: asking for one, which is the widget's, and figures made of them, which are the mart's.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::conversation::{Conversation, Phase};
use crate::core::{Context, Core};
use crate::event::{Body, PartyType};
use crate::id::ChatId;
use crate::messages::check_chars;
use crate::refusal::{Code, Refusal};
use crate::time::Millis;

/// The lowest rating.
pub const RATING_MIN: u8 = 1;
/// The highest rating.
pub const RATING_MAX: u8 = 5;
/// Most characters in the comment.
pub const COMMENT_CHARS_MAX: usize = 1_000;

/// What a customer thinks of its conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// From 1 to 5; 5 is best.
    pub rating: u8,
    /// In its own words; may be empty.
    pub comment: Arc<str>,
}

/// Reads a number as a rating.
///
/// # Errors
/// When it is not a whole number within the limits.
pub fn rating_of(number: f64) -> Result<u8, Refusal> {
    (RATING_MIN..=RATING_MAX).find(|rating| f64::from(*rating) == number).ok_or_else(|| {
        let detail = format!(
            "rating is {number}, it must be a whole number from {RATING_MIN} to {RATING_MAX}"
        );
        Refusal::new(Code::Invalid, detail)
            .field("rating", number)
            .limit(format!("{RATING_MIN} to {RATING_MAX}"))
    })
}

impl Core {
    /// Keeps what the customer thinks of the conversation of a chat, now that it has ended for it. `past` is the conversation as the log
    /// has it; an open one is known here.
    pub(crate) fn rate_chat(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        past: Option<&Conversation>,
        rating: u8,
        comment: &str,
    ) -> Result<ChatId, Refusal> {
        if ctx.by.party_type != PartyType::Customer {
            return Err(Refusal::new(Code::NotAllowed, "only the customer rates its conversation"));
        }
        let id = chat.conversation();
        let open = id.as_ref().and_then(|id| self.conversation_arc(id));
        let known = open.as_deref().or(past.filter(|past| id.as_ref() == Some(&past.id)));
        let unknown =
            || Refusal::new(Code::NotFound, format!("there is no chat {chat}")).field("chat", chat);
        let conversation = known.ok_or_else(unknown)?;
        self.check_is_customer(ctx, &conversation.customer)?;
        self.check_may_be_rated(ctx, conversation)?;
        rating_of(f64::from(rating))?;
        let comment = comment.trim();
        check_chars("comment", comment, COMMENT_CHARS_MAX)?;
        let given = Rating { rating, comment: comment.into() };
        let subject = conversation.subject();
        let last = subject.chat.clone();
        let body = Body::ChatRated { rating, comment: Arc::clone(&given.comment) };
        match &open {
            Some(open) if open.rating.as_ref() == Some(&given) => {}
            Some(_) => self.emit(ctx, &subject, body),
            // Another rating may have come since the log was read, so the same one again is told again.
            None => self.emit_alone(ctx, subject.conversation, Some(subject.chat), body),
        }
        Ok(last)
    }

    fn check_may_be_rated(
        &self,
        ctx: &Context,
        conversation: &Conversation,
    ) -> Result<(), Refusal> {
        let within = self.state.directory.settings.rating_time;
        let chat = &conversation.chat;
        if within == Millis(0) {
            let detail = "ratings are switched off (rating_time is 0s)";
            return Err(Refusal::new(Code::NotAllowed, detail).limit("0s"));
        }
        let ended = conversation.concluded.as_ref().filter(|_| conversation.phase == Phase::WrapUp);
        let Some(ended) = ended.filter(|ended| !ended.is_continued) else {
            let detail = format!("the chat {chat} has not ended; it is rated when it has");
            return Err(Refusal::new(Code::WrongState, detail).field("chat", chat));
        };
        if ctx.now - ended.at <= within {
            return Ok(());
        }
        let detail = format!("the chat {chat} ended at {}, it can be rated for {within}", ended.at);
        Err(Refusal::new(Code::WrongState, detail).field("chat", chat).limit(within))
    }
}
