//! A browser tab with a client in it, and the two ends of its socket: an outbox that survives a crash, a position, what is on the way.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::Waker;

use domain::checks::ClientView;
use domain::{ChatId, Command, CommandId, Seq};
use engine::{Line, Out, Session};
use tokio::sync::mpsc::Receiver;

use crate::eyes::{CustomerEyes, StaffEyes};

/// How far a client's connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    Down,
    /// Hello is sent.
    Greeting,
    Open,
}

/// A frame on its way to the server.
#[derive(Debug, Clone)]
pub(crate) enum Up {
    Hello { position: Option<Seq> },
    Command { id: CommandId, command: Box<Command> },
    Bye,
}

/// A frame on its way to the client.
#[derive(Debug)]
pub(crate) enum Down {
    Welcome(Box<Welcome>),
    Frames(Vec<Out>),
    /// A command was not even taken in.
    Busy,
    /// The server closes.
    Close,
}

/// What the first frame says.
#[derive(Debug)]
pub(crate) struct Welcome {
    pub(crate) resumed: bool,
    pub(crate) missed: Vec<Arc<Line>>,
    pub(crate) position: Seq,
    pub(crate) snapshot: Snapshot,
    pub(crate) lost: Option<Vec<ChatId>>,
}

/// What a client starts from when it cannot be resumed.
#[derive(Debug, Clone)]
pub(crate) enum Snapshot {
    Staff(Box<StaffEyes>),
    Customer(CustomerEyes),
}

/// A command that was not answered yet.
#[derive(Debug, Clone)]
pub(crate) struct Unanswered {
    pub(crate) id: CommandId,
    pub(crate) command: Command,
}

/// The server's end of a socket.
pub(crate) struct Socket {
    pub(crate) epoch: u32,
    pub(crate) session: Session,
    pub(crate) frames: Receiver<Out>,
    /// Rings when there is one.
    pub(crate) bell: Waker,
    pub(crate) heard_at: u64,
}

/// One direction of the network between a client and the server: frames in order, some of them held while nothing gets through.
#[derive(Debug)]
pub(crate) struct Wire<T> {
    pub(crate) is_up: bool,
    /// With the connection that each belongs to.
    pub(crate) frames: VecDeque<(u32, T)>,
    /// How many of the last are not on their way.
    pub(crate) held: usize,
    /// When the last one arrives.
    pub(crate) last_at: u64,
}

impl<T> Wire<T> {
    fn new() -> Self {
        Self { is_up: true, frames: VecDeque::new(), held: 0, last_at: 0 }
    }

    /// Adds a frame; when it arrives, if anything gets through.
    pub(crate) fn send(&mut self, epoch: u32, frame: T, arrives_at: u64) -> Option<u64> {
        self.frames.push_back((epoch, frame));
        if !self.is_up {
            self.held += 1;
            return None;
        }
        self.last_at = self.last_at.max(arrives_at);
        Some(self.last_at)
    }

    /// Everything held gets on its way; returns how many frames arrive, and when.
    pub(crate) fn mend(&mut self, arrives_at: u64) -> (usize, u64) {
        self.is_up = true;
        self.last_at = self.last_at.max(arrives_at);
        (std::mem::take(&mut self.held), self.last_at)
    }

    /// What is held is lost.
    pub(crate) fn lose_held(&mut self) {
        let kept = self.frames.len() - self.held;
        self.frames.truncate(kept);
        self.held = 0;
    }

    /// The next frame that has arrived.
    pub(crate) fn take(&mut self) -> Option<(u32, T)> {
        (self.frames.len() > self.held).then(|| self.frames.pop_front()).flatten()
    }
}

pub(crate) enum Eyes {
    Staff(StaffEyes),
    Customer(CustomerEyes),
}

pub(crate) struct Tab {
    /// Whose it is; None: closed for good.
    pub(crate) person: Option<usize>,
    pub(crate) is_alive: bool,
    /// Counts its connections.
    pub(crate) epoch: u32,
    pub(crate) link: Link,
    pub(crate) up: Wire<Up>,
    pub(crate) down: Wire<Down>,
    pub(crate) sockets: Vec<Socket>,
    pub(crate) outbox: VecDeque<Unanswered>,
    /// Whether it knows a position to resume from.
    pub(crate) has_position: bool,
    pub(crate) view: ClientView,
    pub(crate) eyes: Eyes,
    pub(crate) back_off: u64,
    /// Whether it will soon send its outbox again.
    pub(crate) sends_again: bool,
    /// When it last heard of the server.
    pub(crate) heard_at: u64,
}

impl Tab {
    pub(crate) fn new(person: usize, eyes: Eyes, epoch: u32, now: u64) -> Self {
        Self {
            person: Some(person),
            is_alive: true,
            epoch,
            link: Link::Down,
            up: Wire::new(),
            down: Wire::new(),
            sockets: Vec::new(),
            outbox: VecDeque::new(),
            has_position: false,
            view: ClientView::default(),
            eyes,
            back_off: 300,
            sends_again: false,
            heard_at: now,
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.is_alive && self.link == Link::Open
    }

    pub(crate) fn staff(&self) -> Option<&StaffEyes> {
        match &self.eyes {
            Eyes::Staff(eyes) => Some(eyes),
            Eyes::Customer(_) => None,
        }
    }

    pub(crate) fn customer(&self) -> Option<&CustomerEyes> {
        match &self.eyes {
            Eyes::Customer(eyes) => Some(eyes),
            Eyes::Staff(_) => None,
        }
    }
}
