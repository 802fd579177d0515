//! A client's session: who looks, what it gets, and how it is heard and closed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, Ordering};

use domain::{AgentId, ChatId, ConversationId, Seq, Timestamp};
use tokio::sync::mpsc;

use crate::answer::Answered;
use crate::handle::Handle;
use crate::line::Line;
use crate::signal::Signal;

/// Names a session while the engine runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId(pub(crate) u64);

/// Who looks. What a member of the staff sees follows from the directory and goes with its changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Viewer {
    /// A member of the staff or a bot.
    Staff {
        /// Who.
        agent: AgentId,
    },
    /// A customer.
    Customer {
        /// Its id: events and commands carry it.
        customer: Arc<str>,
        /// Its conversation, once it has one. A chat that it asks for later becomes the session's own by itself.
        conversation: Option<ConversationId>,
    },
}

/// Why a session was closed by the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It did not take its frames fast enough; it may resume.
    TooSlow,
    /// The engine stops.
    ShuttingDown,
    /// The agent was removed, or its sessions were closed with [`Handle::close_sessions`].
    SignedOut,
}

/// What a session gets, in order.
#[derive(Debug, Clone)]
pub enum Out {
    /// Something happened.
    Event(Arc<Line>),
    /// Something that is not history.
    Signal(Arc<Signal>),
    /// The answer to a command given with [`Handle::submit`]; it comes after the command's events.
    Answer(Arc<Answered>),
    /// What the session may see changed in a way that events do not tell (the agent's queues or role, or it was held for lost): read a new
    /// snapshot with [`Handle::read`] and skip events up to its position.
    Resync,
    /// The last one: the session is closed.
    Closed(Reason),
}

/// What [`Handle::connect`] gives.
#[derive(Debug)]
pub struct Connected<S> {
    /// The session; dropping it disconnects.
    pub session: Session,
    /// Whether the client's position could be resumed: then `missed` is all that it did not get.
    pub resumed: bool,
    /// The events after the client's position, in order; empty unless resumed.
    pub missed: Vec<Arc<Line>>,
    /// What the caller's closure read at exactly the starting point: `missed` is part of it, `frames` are not.
    pub snapshot: S,
    /// The starting point.
    pub position: Seq,
    /// If the party had been given up as lost: the chats it lost. The client starts clean, so it is not resumed.
    pub lost: Option<Vec<ChatId>>,
    /// Everything from the starting point on; ends after [`Out::Closed`].
    pub frames: mpsc::Receiver<Out>,
}

/// What the threads of the engine share of a session.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) id: SessionId,
    last_heard: AtomicI64,
    /// Whether its party is held for silent, so that the writer must be told when it is heard.
    pub(crate) is_silent: AtomicBool,
    closed: AtomicU8,
}

impl Shared {
    pub(crate) fn new(id: SessionId, now: Timestamp) -> Self {
        Self {
            id,
            last_heard: AtomicI64::new(now.0),
            is_silent: AtomicBool::new(false),
            closed: AtomicU8::new(0),
        }
    }

    pub(crate) fn last_heard(&self) -> Timestamp {
        Timestamp(self.last_heard.load(Ordering::Relaxed))
    }

    pub(crate) fn hear(&self, now: Timestamp) {
        self.last_heard.fetch_max(now.0, Ordering::Relaxed);
    }

    pub(crate) fn close(&self, reason: Reason) {
        let code = match reason {
            Reason::TooSlow => 1,
            Reason::ShuttingDown => 2,
            Reason::SignedOut => 3,
        };
        // The first reason stays.
        let _ = self.closed.compare_exchange(0, code, Ordering::AcqRel, Ordering::Acquire);
    }
}

/// A client's session. Dropping it disconnects.
#[derive(Debug)]
pub struct Session {
    pub(crate) shared: Arc<Shared>,
    pub(crate) handle: Handle,
}

impl Session {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> SessionId {
        self.shared.id
    }

    /// A frame arrived from the client. Cheap: the writer is told only when the party was held for silent.
    pub fn heard(&self) {
        self.handle.heard(self);
    }

    /// Why the engine closed it, if it did; known before the frames still waiting are taken.
    #[must_use]
    pub fn closed(&self) -> Option<Reason> {
        match self.shared.closed.load(Ordering::Acquire) {
            1 => Some(Reason::TooSlow),
            2 => Some(Reason::ShuttingDown),
            3 => Some(Reason::SignedOut),
            _ => None,
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.handle.gone(&self.shared);
    }
}
