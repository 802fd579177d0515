//! The engine without threads: the same writer, committer and snapshotter, each of which takes a step when it is told to. For a simulator
//! that decides what happens between any two steps, and may drop all of it at any moment as a crash does.

use std::sync::Arc;
use std::time::Duration;

use domain::{Core, Timestamp};

use crate::clock::Clock;
use crate::committer::Committer;
use crate::config::Config;
use crate::engine::{Open, Parts, StartError, build};
use crate::handle::Handle;
use crate::inbox::{Inbox, Message};
use crate::saboteur::Saboteur;
use crate::snapshotter::Snapshotter;
use crate::writer::{Guard, Writer};

/// The engine of one tenant, driven step by step. Dropping it is a crash: what was not committed is gone, and nobody is told.
pub struct Stepped {
    handle: Handle,
    inbox: Arc<Inbox>,
    writer: Writer,
    committer: Committer,
    snapshotter: Snapshotter,
    taken: Vec<Message>,
    /// Whoever waits for an answer learns that none comes. Dropped after the others.
    _guard: Guard,
}

impl Stepped {
    /// Opens the journal and replays it, as [`crate::Engine::start`] does.
    ///
    /// # Errors
    /// When the journal does not open or cannot be replayed.
    pub fn start(
        open: Open,
        config: Config,
        clock: Arc<dyn Clock>,
        saboteur: Option<Box<dyn Saboteur>>,
    ) -> Result<Self, StartError> {
        let Parts { handle, inbox, mut writer, committer, snapshotter } =
            build(open, config, clock)?;
        if let Some(saboteur) = saboteur {
            writer.use_saboteur(saboteur);
        }
        let guard = writer.guard();
        let taken = Vec::new();
        Ok(Self { handle, inbox, writer, committer, snapshotter, taken, _guard: guard })
    }

    /// A handle to it. What it answers comes when the steps for it were taken; its reads of history need a runtime and threads.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// The log's time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.handle.now()
    }

    /// The core as the writer has it: also with what is not durable yet.
    #[must_use]
    pub fn core(&self) -> &Core {
        &self.writer.core
    }

    /// Whether the journal takes no writes at the moment.
    #[must_use]
    pub fn is_failing(&self) -> bool {
        self.writer.failing.is_some()
    }

    /// Whether messages wait for the writer.
    #[must_use]
    pub fn has_messages(&self) -> bool {
        self.inbox.has_any()
    }

    /// One turn of the writer: it takes what waits, does what is due, and hands a batch to the committer if that is free.
    ///
    /// # Errors
    /// What makes it impossible to go on.
    pub fn write(&mut self) -> Result<(), String> {
        let woken = self.inbox.poll(self.writer.room(), &mut self.taken);
        self.writer.turn(woken, &mut self.taken).map(drop)
    }

    /// How long the writer sleeps when nobody wakes it.
    #[must_use]
    pub fn sleep(&self) -> Duration {
        self.writer.timeout()
    }

    /// Whether the committer has been given work that it has not done.
    #[must_use]
    pub fn must_commit(&self) -> bool {
        self.writer.is_committing() && !self.inbox.is_idle()
    }

    /// The committer does its work: appends, and tells. Nothing if it has none.
    pub fn commit(&mut self) {
        if let Ok(work) = self.committer.works.try_recv() {
            self.committer.turn(work);
        }
    }

    /// The snapshotter does one job, if it has one.
    pub fn snapshot(&mut self) -> bool {
        self.snapshotter.poll()
    }
}

impl std::fmt::Debug for Stepped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stepped").field("handle", &self.handle).finish_non_exhaustive()
    }
}
