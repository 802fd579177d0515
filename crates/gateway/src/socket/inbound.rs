//! Frames from the client: read once, bounded in size and rate, and passed on in order.

use std::time::Instant;

use domain::{ChatId, Code, CommandId, Refusal};
use protocol::command::Command;
use protocol::frame::{ClientFrame, ServerFrame};

use crate::app::{command_id, conversation_id};
use crate::commands::{self, Effect, Prepared};
use crate::limits::FRAME_BYTES_MAX;
use crate::parse::{Message, id_of, message, parse};
use crate::problem::{invalid, problem, too_fast};
use crate::rate::Allowance;
use crate::socket::closing::Closing;
use crate::socket::connection::{Client, End};
use crate::socket::hello::Side;
use crate::translate::command::{Wish, wish};
use crate::translate::record::id as read_id;

/// A frame over the limit.
pub(crate) fn too_large(bytes: usize) -> Refusal {
    let detail = format!("a frame of {bytes} bytes; at most {FRAME_BYTES_MAX} are allowed");
    Refusal::new(Code::TooLong, detail).limit(FRAME_BYTES_MAX)
}

/// What a frame is answered with at once.
pub(crate) type Reply = Option<ServerFrame>;

pub(super) fn refused(id: Option<String>, refusal: &Refusal) -> Reply {
    Some(ServerFrame::Refused { id, problem: problem(refusal) })
}

impl Client {
    /// Takes a text frame.
    ///
    /// # Errors
    /// When the connection ends with it.
    pub(crate) async fn text(&mut self, text: &str) -> Result<Reply, End> {
        self.app.meters.frames_in.increment(1);
        if text.len() > FRAME_BYTES_MAX {
            return Err(self.bad(too_large(text.len())));
        }
        // Nearly every frame is a message, which is read without copies.
        let message = message(text);
        let parsed =
            if message.is_some() { None } else { Some(parse::<ClientFrame>(text.as_bytes())) };
        let bucket = match &parsed {
            Some(Ok(ClientFrame::Cobrowse { .. })) => &mut self.cobrowse,
            _ => &mut self.bucket,
        };
        let allowance = bucket.take(Instant::now());
        if let (Some(message), Allowance::Granted) = (&message, allowance) {
            return Ok(self.message(message).await);
        }
        let frame = match parsed.unwrap_or_else(|| parse(text.as_bytes())) {
            Ok(frame) => frame,
            Err(refusal) => return self.not_understood(text, refusal),
        };
        match allowance {
            Allowance::Granted => self.frame(frame).await,
            Allowance::Refused => Ok(self.too_fast(frame)),
            Allowance::Wait(wait) => {
                self.paused_until = Some(Instant::now() + wait);
                Ok(self.too_fast(frame))
            }
        }
    }

    fn bad(&self, refusal: Refusal) -> End {
        self.app.meters.bad_frames.increment(1);
        End::Closing(Some(refusal), Closing::BadFrame)
    }

    /// JSON of a shape that is not known is refused; what is no JSON ends the connection.
    fn not_understood(&self, text: &str, refusal: Refusal) -> Result<Reply, End> {
        match id_of(text.as_bytes()) {
            None => Err(self.bad(refusal)),
            Some(id) => {
                self.app.meters.bad_frames.increment(1);
                Ok(refused(id, &refusal))
            }
        }
    }

    fn too_fast(&self, frame: ClientFrame) -> Reply {
        let config = &self.app.config;
        let (rate, burst) = (config.commands_per_second, config.commands_burst);
        let detail = format!("more than {rate} frames a second and {burst} at once; slow down");
        let refusal = too_fast(detail, rate);
        match frame {
            ClientFrame::Command { id, .. } | ClientFrame::SaveDraft { id, .. } => {
                refused(Some(id), &refusal)
            }
            // It was heard, and that is all a ping is for; the others are said again.
            ClientFrame::Ping {} => Some(ServerFrame::Pong {}),
            ClientFrame::Typing { .. } | ClientFrame::Seen { .. } => None,
            ClientFrame::Cobrowse { .. } => refused(None, &self.cobrowse_too_fast()),
            ClientFrame::Hello { .. } => refused(None, &refusal),
        }
    }

    async fn frame(&mut self, frame: ClientFrame) -> Result<Reply, End> {
        match frame {
            ClientFrame::Command { id, command } => {
                // It may be the consent to something that is recorded.
                self.not_recorded_since = None;
                Ok(self.command(id, command).await)
            }
            ClientFrame::Ping {} => Ok(Some(ServerFrame::Pong {})),
            ClientFrame::SaveDraft { id, draft } => Ok(self.save_draft(id, draft)),
            ClientFrame::Typing { conversation, text } => Ok(self.typing(&conversation, text)),
            ClientFrame::Seen { conversation, seq } => Ok(self.seen(&conversation, seq)),
            ClientFrame::Cobrowse { chat, data } => Ok(self.cobrowse(&chat, data).await),
            ClientFrame::Hello { .. } => {
                Err(self.bad(invalid("type", "hello", "hello is said once, as the first frame")))
            }
        }
    }

    async fn message(&mut self, message: &Message<'_>) -> Reply {
        let read = command_id(message.id).and_then(|id| {
            let chat = read_id("chat", message.command.chat, ChatId::parse)?;
            Ok((id, domain::Command::PostMessage { chat, text: (&*message.command.text).into() }))
        });
        let result = match read {
            Ok((id, command)) => self.carry_out(id, command).await,
            Err(refusal) => Err(refusal),
        };
        self.answered(message.id, result)
    }

    fn answered(&self, id: &str, result: Result<Reply, Refusal>) -> Reply {
        result.unwrap_or_else(|refusal| {
            self.app.meters.refused.increment(1);
            refused(Some(id.to_owned()), &refusal)
        })
    }

    async fn carry_out(
        &mut self,
        id: CommandId,
        command: domain::Command,
    ) -> Result<Reply, Refusal> {
        match commands::effect_at_once(&self.app, &self.sender, &command) {
            Some(effect) => self.submit(id, command, effect),
            None => Box::pin(self.prepare(id, Wish::Command(command))).await,
        }
    }

    async fn command(&mut self, id: String, command: Command) -> Reply {
        let read = command_id(&id).and_then(|id| Ok((id, wish(command)?)));
        let result = match read {
            Ok((id, Wish::Command(command))) => self.carry_out(id, command).await,
            Ok((id, wish)) => Box::pin(self.prepare(id, wish)).await,
            Err(refusal) => Err(refusal),
        };
        self.answered(&id, result)
    }

    fn submit(
        &mut self,
        id: CommandId,
        command: domain::Command,
        effect: Effect,
    ) -> Result<Reply, Refusal> {
        let party = self.sender.party().clone();
        let submitted = self.app.engine.submit(&self.session, party, id.clone(), command);
        match (submitted, effect) {
            (Ok(()), Effect::None) => {}
            (Ok(()), effect) => self.effects.push((id, effect)),
            (Err(refusal), effect) => {
                commands::unfollow(&self.app, &self.sender, effect);
                return Err(refusal);
            }
        }
        Ok(None)
    }

    async fn prepare(&mut self, id: CommandId, wish: Wish) -> Result<Reply, Refusal> {
        match commands::prepare(&self.app, &self.sender, &id, wish).await? {
            Prepared::Submit(command, effect) => self.submit(id, command, effect),
            Prepared::Known(Ok(answer)) => {
                Ok(Some(ServerFrame::Ack { id: id.to_string(), seq: answer.seq }))
            }
            Prepared::Known(Err(refusal)) => Err(refusal),
        }
    }

    fn save_draft(&mut self, id: String, draft: protocol::frame::Draft) -> Reply {
        let result = match (&self.side, &self.drafts) {
            (Side::Staff { parts, .. }, Some(drafts)) => drafts.save(&self.app, parts, &id, draft),
            (Side::Staff { .. } | Side::Customer { .. }, _) => {
                Err(Refusal::new(Code::NotAllowed, "drafts are kept for agents"))
            }
        };
        result.err().and_then(|refusal| refused(Some(id), &refusal))
    }

    fn may_tell_of(&self, conversation: &domain::ConversationId) -> bool {
        match &self.side {
            Side::Staff { parts, .. } => parts.has(conversation),
            Side::Customer { conversation: own } => own.as_ref() == Some(conversation),
        }
    }

    fn typing(&mut self, conversation: &str, text: Option<String>) -> Reply {
        let conversation = match conversation_id(conversation) {
            Ok(id) => id,
            Err(refusal) => return refused(None, &refusal),
        };
        if self.may_tell_of(&conversation) {
            let text = match (&self.side, text) {
                // What an agent types is nobody's to read before it is sent.
                (Side::Staff { .. }, Some(_)) => Some("".into()),
                (Side::Customer { .. }, Some(text)) => Some(text.into()),
                (_, None) => None,
            };
            let party = self.sender.party().clone();
            let signal = engine::Signal::Typing { conversation, party, text };
            self.app.engine.live_signal(Some(&self.session), signal);
        }
        None
    }

    fn seen(&mut self, conversation: &str, seq: u64) -> Reply {
        let conversation = match conversation_id(conversation) {
            Ok(id) => id,
            Err(refusal) => return refused(None, &refusal),
        };
        if self.may_tell_of(&conversation) {
            // Nobody has seen what is not there yet.
            let seq = seq.min(self.app.engine.position().max(self.sent_to));
            let by = self.sender.party().clone();
            let mark = store::SeenMark { conversation: conversation.clone(), by: by.clone(), seq };
            self.app.keeper.seen(mark);
            let signal = engine::Signal::Seen { conversation, by, seq };
            self.app.engine.live_signal(Some(&self.session), signal);
        }
        None
    }
}
