//! Drafts of a staff connection: stored beside the frames, so that a slow disk holds up nothing else.

use std::sync::Arc;

use domain::{Code, CommandId, ConversationId, Refusal, Timestamp};
use engine::{Session, Signal};
use protocol::frame::{Draft, ServerFrame};
use store::Change;
use tokio::sync::mpsc;

use crate::app::{App, command_id, conversation_id};
use crate::drafts::check_field;
use crate::problem::{invalid, problem};
use crate::socket::parts::Parts;

/// Drafts of one connection that may wait for the disk; a client sends some a second.
const WAITING_MAX: usize = 64;

/// The way back for answers.
#[derive(Debug)]
pub(crate) struct Side {
    sender: mpsc::Sender<Saved>,
    receiver: mpsc::Receiver<Saved>,
}

/// A draft that was stored, or not.
#[derive(Debug)]
pub(crate) struct Saved {
    id: CommandId,
    result: Result<store::Draft, Refusal>,
}

impl Saved {
    /// The answer, and what the agent's other tabs are told.
    pub(crate) fn tell(self, app: &App, session: &Session) -> ServerFrame {
        let id = self.id.to_string();
        match self.result {
            // An older version that was late was not stored.
            Ok(draft) if !app.drafts.is_newest(&draft) => ServerFrame::Ack { id, seq: 0 },
            Ok(draft) => {
                let store::Draft { conversation, agent, field, text, written_at } = draft;
                let signal = Signal::Draft { conversation, agent, field, text, written_at };
                app.engine.live_signal(Some(session), signal);
                ServerFrame::Ack { id, seq: 0 }
            }
            Err(refusal) => ServerFrame::Refused { id: Some(id), problem: problem(&refusal) },
        }
    }
}

impl Side {
    pub(crate) fn new() -> Self {
        let (sender, receiver) = mpsc::channel(WAITING_MAX);
        Self { sender, receiver }
    }

    /// The next that is done. Never ends.
    pub(crate) async fn done(side: Option<&mut Self>) -> Saved {
        match side {
            Some(side) => match side.receiver.recv().await {
                Some(saved) => saved,
                None => std::future::pending().await,
            },
            None => std::future::pending().await,
        }
    }

    /// Begins to store a draft; its answer comes from [`Self::done`].
    ///
    /// # Errors
    /// Refused at once if it may not be stored.
    pub(crate) fn save(
        &self,
        app: &Arc<App>,
        parts: &Parts,
        id: &str,
        draft: Draft,
    ) -> Result<(), Refusal> {
        let id = command_id(id)?;
        let conversation = conversation_id(&draft.conversation)?;
        check_field(&draft.field)?;
        check_part(parts, &conversation)?;
        let written_at = i64::try_from(draft.written_at_ms).map_err(|_| {
            invalid("written_at_ms", draft.written_at_ms, "written_at_ms is no time")
        })?;
        let draft = store::Draft {
            conversation,
            agent: parts.me().clone(),
            field: draft.field,
            text: draft.text.into(),
            written_at: Timestamp(written_at),
        };
        let place = self.sender.clone().try_reserve_owned().map_err(|_| {
            Refusal::new(Code::Busy, "too many drafts wait to be stored").limit(WAITING_MAX)
        })?;
        // Noted before it is stored: a reply that is sent from now on takes this version with it.
        app.drafts.note(&draft);
        let app = Arc::clone(app);
        tokio::spawn(async move {
            let result = app.keeper.write(vec![Change::SaveDraft(draft.clone())]).await;
            place.send(Saved { id, result: result.map(|()| draft) });
        });
        Ok(())
    }
}

fn check_part(parts: &Parts, conversation: &ConversationId) -> Result<(), Refusal> {
    if parts.has(conversation) {
        return Ok(());
    }
    let detail = "drafts are kept for chats that you are in";
    Err(Refusal::new(Code::NotAllowed, detail).field("conversation", conversation))
}
