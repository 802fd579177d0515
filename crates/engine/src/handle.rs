//! The cheap handle by which everything else talks to the engine.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::conversation::{Closed, ConversationFold};
use domain::{
    ChatId, Command, CommandId, ConversationId, Core, Party, Recorded, Refusal, Seq, Timestamp,
};
use store::{ConversationFilter, ConversationRow, JournalReader, ReadError};
use tokio::runtime;
use tokio::sync::{oneshot, watch};

use crate::answer::Answer;
use crate::clock::{Clock, LogTime};
use crate::inbox::{Connecting, Finish, Inbox, Message, Reply, shutting_down, unavailable};
use crate::readers::Readers;
use crate::recent::Recent;
use crate::session::{Connected, Reason, Session, SessionId, Shared, Viewer};
use crate::signal::Signal;

/// How many events of a conversation are read at a time.
const PAGE: usize = 500;

/// Whether the engine serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// It serves.
    Serving,
    /// The journal takes no writes: commands are refused until it does.
    StorageUnavailable,
    /// It was stopped and is ending.
    Stopping,
    /// It has ended; the text says why, if it was not asked to.
    Ended(Option<String>),
}

pub(crate) struct Inner {
    pub(crate) inbox: Arc<Inbox>,
    pub(crate) time: Arc<LogTime>,
    pub(crate) journal_id: String,
    /// The last durable position.
    pub(crate) position: Arc<AtomicU64>,
    pub(crate) readers: Arc<Readers>,
    pub(crate) recent: Arc<Recent>,
    pub(crate) health: watch::Receiver<Health>,
    /// Since when the mart is not filled, in epoch milliseconds; 0 when it is.
    pub(crate) mart_fails_since: AtomicI64,
}

/// Talks to the engine of one tenant. Cheap to clone.
#[derive(Clone)]
pub struct Handle(pub(crate) Arc<Inner>);

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handle").field("journal", &self.0.journal_id).finish_non_exhaustive()
    }
}

impl Handle {
    /// Carries out a command. Answered only when its events, or its refusal, are durable; the same id of the same sender again gets the
    /// same answer and changes nothing. Passing refusals (`busy`, `storage_unavailable`, `shutting_down`) are not remembered. The command
    /// takes its place in the order when this is first polled; with several commands of one client use [`Self::submit`].
    ///
    /// # Errors
    /// A refusal, which changed nothing.
    pub async fn command(
        &self,
        by: Party,
        id: CommandId,
        command: Command,
    ) -> Result<Answer, Refusal> {
        let (reply, answer) = oneshot::channel();
        let message = Message::Command { by, id, command, reply: Reply::Once(reply) };
        self.0.inbox.push(message)?;
        answer.await.unwrap_or_else(|_| Err(self.gone_refusal()))
    }

    /// Carries out a command of a connected client; the answer comes among its frames as [`crate::Out::Answer`], after the command's
    /// events. Commands are carried out in the order of these calls. This is the cheap way: it waits for nothing and allocates no task.
    ///
    /// # Errors
    /// Refused at once with `busy` or `shutting_down`; then no frame follows.
    pub fn submit(
        &self,
        session: &Session,
        by: Party,
        id: CommandId,
        command: Command,
    ) -> Result<(), Refusal> {
        let reply = Reply::Session(session.id());
        let message = Message::Command { by, id, command, reply };
        self.0.inbox.push(message)
    }

    /// The answer that a command got before, if it did and left no event in an open conversation. For commands that the caller cannot even
    /// put together a second time, such as [`Command::ContinueConversation`] when the conversation is open by now: ask this first.
    ///
    /// # Errors
    /// Refused when it cannot be known now.
    pub async fn recall(
        &self,
        by: Party,
        id: CommandId,
    ) -> Result<Option<Result<Answer, Refusal>>, Refusal> {
        let (reply, answer) = oneshot::channel();
        let message = Message::Recall { by, id, reply };
        self.0.inbox.push(message)?;
        answer.await.map_err(|_| self.gone_refusal())
    }

    /// Reads the core between two commands, on the writer's thread: keep it short. What it returns is handed out only when everything that
    /// it may have seen is durable.
    ///
    /// # Errors
    /// Refused with `busy`, `shutting_down`, or `storage_unavailable` when what was seen could not be made durable.
    pub async fn read<R: Send + 'static>(
        &self,
        read: impl FnOnce(&Core) -> R + Send + 'static,
    ) -> Result<R, Refusal> {
        let (reply, answer) = oneshot::channel();
        let message = Message::Read(Box::new(move |core| {
            let result = read(core);
            Box::new(move || drop(reply.send(result)))
        }));
        self.0.inbox.push(message)?;
        answer.await.map_err(|_| self.gone_refusal())
    }

    /// Connects a client. `position` is the journal's id and the last position that the client has folded; if all that came after is still
    /// at hand, it is resumed. `snapshot` is run at exactly the session's starting point and told whether it is resumed, so that it may read
    /// only what is not history then; between it and the frames there is no gap. The party counts as heard from now on.
    ///
    /// # Errors
    /// Refused with `not_allowed` for staff not in the directory, or as [`Self::read`].
    pub async fn connect<S: Send + 'static>(
        &self,
        viewer: Viewer,
        position: Option<(&str, Seq)>,
        snapshot: impl FnOnce(&Core, bool) -> S + Send + 'static,
    ) -> Result<Connected<S>, Refusal> {
        let position = position.filter(|(id, _)| *id == self.0.journal_id).map(|(_, seq)| seq);
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Job { handle: self.clone(), snapshot, reply });
        let message = Message::Connect { viewer, position, job };
        self.0.inbox.push(message)?;
        answer.await.unwrap_or_else(|_| Err(self.gone_refusal()))
    }

    /// A frame arrived from the client. Cheap: the writer is told only when the party was held for silent.
    pub fn heard(&self, session: &Session) {
        session.shared.hear(self.0.time.now());
        if session.shared.is_silent.swap(false, Ordering::AcqRel) {
            self.0.inbox.push_always(Message::Heard(session.id()));
        }
    }

    /// The client is gone; its party is silent from its last frame on, unless another session of it is heard. The same as dropping it.
    pub fn disconnect(&self, session: Session) {
        drop(session);
    }

    /// Closes all sessions of a viewer but one, e.g. when it signs out.
    pub fn close_sessions(&self, viewer: Viewer, except: Option<SessionId>, reason: Reason) {
        self.0.inbox.push_always(Message::Close { viewer, except, reason });
    }

    /// The newest `limit` events of a conversation before a position, or before the end, oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn history(
        &self,
        conversation: &ConversationId,
        before: Option<Seq>,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        let conversation = conversation.clone();
        self.read_journal(move |journal| journal.conversation(&conversation, before, limit)).await
    }

    /// At most `limit` conversations, newest first, that began before a position.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn conversations(
        &self,
        before: Option<Seq>,
        limit: usize,
        filter: ConversationFilter,
    ) -> Result<Vec<ConversationRow>, ReadError> {
        self.read_journal(move |journal| journal.conversations(before, limit, &filter)).await
    }

    /// Reads the journal on a thread that may block. Few do so at once; the others wait.
    ///
    /// # Errors
    /// What `read` says.
    pub async fn read_journal<R: Send + 'static>(
        &self,
        read: impl FnOnce(&dyn JournalReader) -> Result<R, ReadError> + Send + 'static,
    ) -> Result<R, ReadError> {
        self.0.readers.read(read).await
    }

    /// The same on the calling thread, which may wait and is none of the runtime's: for those with a thread of their own.
    pub(crate) fn read_journal_here<R>(
        &self,
        runtime: &runtime::Handle,
        read: impl FnOnce(&dyn JournalReader) -> Result<R, ReadError>,
    ) -> Result<R, ReadError> {
        self.0.readers.read_here(runtime, read)
    }

    /// The last events, for who follows the log.
    pub(crate) fn recent(&self) -> Arc<Recent> {
        Arc::clone(&self.0.recent)
    }

    /// A conversation as its events tell, open or not; None if there is no such conversation.
    ///
    /// # Errors
    /// When its events cannot be read.
    pub async fn fold(
        &self,
        conversation: &ConversationId,
    ) -> Result<Option<ConversationFold>, ReadError> {
        let conversation = conversation.clone();
        self.read_journal(move |journal| {
            let mut pages = vec![journal.conversation(&conversation, None, PAGE)?];
            while let Some(page) = pages.last().filter(|page| page.len() == PAGE) {
                let before = page.first().map(|event| event.seq);
                pages.push(journal.conversation(&conversation, before, PAGE)?);
            }
            let mut fold = ConversationFold::default();
            pages.iter().rev().flatten().for_each(|event| fold.apply(event));
            Ok((fold.position > 0).then_some(fold))
        })
        .await
    }

    /// What a conversation was when its last chat was released, as [`Command::ContinueConversation`] needs it; None if it is open or
    /// there is no such conversation.
    ///
    /// # Errors
    /// When its events cannot be read.
    pub async fn closed(&self, conversation: &ConversationId) -> Result<Option<Closed>, ReadError> {
        let fold = self.fold(conversation).await?.filter(|fold| fold.released);
        let last = fold.and_then(|fold| fold.conversation);
        Ok(last.map(|last| Closed { id: last.id.clone(), last }))
    }

    /// Tells others what is not history; see [`Signal`] for who gets it. `from` does not get its own back. Lost when too much waits.
    pub fn live_signal(&self, from: Option<&Session>, signal: Signal) {
        let from = from.map(Session::id);
        // Signals may be lost; a client says again what still holds.
        let _ = self.0.inbox.push(Message::Signal { from, signal });
    }

    /// The id of the journal; a client's position is good only with it.
    #[must_use]
    pub fn journal_id(&self) -> &str {
        &self.0.journal_id
    }

    /// The last durable position.
    #[must_use]
    pub fn position(&self) -> Seq {
        self.0.position.load(Ordering::Acquire)
    }

    /// The log's time now: what an event would have that is decided at this moment. It never goes back, and goes on when the wall clock is
    /// set back.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.time.now()
    }

    /// The machine's clocks.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.time.clock
    }

    /// Since when the mart cannot be filled, if it cannot. Chats go on all the same.
    #[must_use]
    pub fn mart_fails_since(&self) -> Option<Timestamp> {
        let since = self.0.mart_fails_since.load(Ordering::Acquire);
        (since != 0).then_some(Timestamp(since))
    }

    pub(crate) fn mart_fails(&self) {
        let now = self.now().0;
        let since = &self.0.mart_fails_since;
        let _ = since.compare_exchange(0, now, Ordering::AcqRel, Ordering::Acquire);
    }

    pub(crate) fn mart_is_filled(&self) {
        self.0.mart_fails_since.store(0, Ordering::Release);
    }

    /// Whether the engine serves, now and whenever it changes.
    #[must_use]
    pub fn health(&self) -> watch::Receiver<Health> {
        self.0.health.clone()
    }

    /// Makes the writer look at the clock, after a [`crate::ManualClock`] was moved.
    pub fn wake(&self) {
        self.0.inbox.wake();
    }

    /// Stops the engine: takes nothing more, carries out and makes durable what waits, closes all sessions, and ends.
    pub async fn stop(&self) {
        self.0.inbox.close();
        let mut health = self.health();
        // An error means that the threads are gone.
        let _ = health.wait_for(|health| matches!(health, Health::Ended(_))).await;
    }

    pub(crate) fn gone(&self, shared: &Shared) {
        self.0.inbox.push_always(Message::Gone(shared.id));
    }

    fn gone_refusal(&self) -> Refusal {
        match &*self.0.health.borrow() {
            Health::Serving | Health::StorageUnavailable => unavailable(),
            Health::Stopping | Health::Ended(_) => shutting_down(),
        }
    }
}

/// A connect on its way.
struct Job<S, F> {
    handle: Handle,
    snapshot: F,
    reply: oneshot::Sender<Result<Connected<S>, Refusal>>,
}

impl<S, F> Connecting for Job<S, F>
where
    S: Send + 'static,
    F: FnOnce(&Core, bool) -> S + Send + 'static,
{
    fn refuse(self: Box<Self>, refusal: Refusal) {
        // Who does not wait any more needs no answer.
        let _ = self.reply.send(Err(refusal));
    }

    fn read(self: Box<Self>, core: &Core, resumed: bool) -> Finish {
        let Self { handle, snapshot, reply } = *self;
        let snapshot = snapshot(core, resumed);
        Box::new(move |subscribed| {
            let session = Session { shared: subscribed.shared, handle };
            let lost: Option<Vec<ChatId>> = subscribed.lost;
            // If nobody waits any more, the session is dropped with the answer, which disconnects it.
            let _ = reply.send(Ok(Connected {
                session,
                resumed: subscribed.resumed,
                missed: subscribed.missed,
                snapshot,
                position: subscribed.position,
                lost,
                frames: subscribed.frames,
            }));
        })
    }
}
