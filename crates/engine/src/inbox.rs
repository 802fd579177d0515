//! What waits for the writer: one bounded queue that any task may push to without waiting, and the committer's reports. A mutex held for
//! a push or a swap, never while anything is decided.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::{Code, Command, CommandId, Core, Party, Refusal, Seq};
use store::{JournalReader, Snapshots};
use tokio::sync::oneshot;

use crate::answer::Answer;
use crate::session::{Reason, SessionId, Shared, Viewer};
use crate::signal::Signal;

/// While a commit runs, the writer is woken only when this many messages wait: they are decided meanwhile, and fewer are not worth a
/// switch of threads for each.
const WAKE_AT: usize = 32;

/// Where an answer goes.
#[derive(Debug)]
pub(crate) enum Reply {
    Once(oneshot::Sender<Result<Answer, Refusal>>),
    Session(SessionId),
}

/// What a client that connects gets besides its frames.
pub(crate) struct Subscribed {
    pub(crate) shared: Arc<Shared>,
    pub(crate) resumed: bool,
    pub(crate) missed: Vec<Arc<crate::line::Line>>,
    pub(crate) position: Seq,
    pub(crate) lost: Option<Vec<domain::ChatId>>,
    pub(crate) frames: tokio::sync::mpsc::Receiver<crate::session::Out>,
}

/// The second half of a connect, for when all that was read is durable.
pub(crate) type Finish = Box<dyn FnOnce(Subscribed) + Send>;

/// A connect on its way: refused, or read between two commands.
pub(crate) trait Connecting: Send {
    fn refuse(self: Box<Self>, refusal: Refusal);
    fn read(self: Box<Self>, core: &Core, resumed: bool) -> Finish;
}

/// A read: run between two commands; what it returns is run when all that it may have seen is durable.
pub(crate) type Read = Box<dyn FnOnce(&Core) -> Box<dyn FnOnce() + Send> + Send>;

pub(crate) enum Message {
    Command { by: Party, id: CommandId, command: Command, reply: Reply },
    Read(Read),
    Connect { viewer: Viewer, position: Option<Seq>, job: Box<dyn Connecting> },
    Recall { by: Party, id: CommandId, reply: oneshot::Sender<Option<Result<Answer, Refusal>>> },
    Signal { from: Option<SessionId>, signal: Signal },
    Gone(SessionId),
    Heard(SessionId),
    Close { viewer: Viewer, except: Option<SessionId>, reason: Reason },
}

/// A journal that was opened again.
pub(crate) struct Opened {
    pub(crate) reader: Box<dyn JournalReader>,
    pub(crate) snapshots: Box<dyn Snapshots>,
}

/// What the committer has to say.
pub(crate) enum Report {
    /// The last batch was not acknowledged; whether it is durable is known after the next recovery.
    Failed,
    /// An attempt to write again.
    Recovery {
        /// The journal for reading, if it could be opened.
        opened: Option<Opened>,
        /// Whether it takes appends.
        writable: bool,
    },
    /// The journal is damaged, or a thread has died: nothing more can be done.
    Fatal(String),
}

/// What the writer woke up for.
#[derive(Default)]
pub(crate) struct Woken {
    pub(crate) report: Option<Report>,
    /// Whether the committer waits for work.
    pub(crate) idle: bool,
    /// Whether nothing more will come.
    pub(crate) closed: bool,
    pub(crate) waiting: usize,
}

#[derive(Default)]
struct Waiting {
    queue: VecDeque<Message>,
    report: Option<Report>,
    idle: bool,
    closed: bool,
    committer_rests: bool,
    /// Whether so much came since work was handed over that more is ready, or will be in a moment.
    much_came: bool,
    writer_sleeps: bool,
    wake: bool,
}

pub(crate) struct Inbox {
    waiting: Mutex<Waiting>,
    changed: Condvar,
    rested: Condvar,
    queue_max: usize,
}

pub(crate) fn busy(queue_max: usize) -> Refusal {
    Refusal::new(Code::Busy, format!("{queue_max} commands are waiting already; send it again"))
        .limit(queue_max)
}

pub(crate) fn shutting_down() -> Refusal {
    Refusal::new(Code::ShuttingDown, "the server is shutting down; send it again")
}

pub(crate) fn unavailable() -> Refusal {
    Refusal::new(Code::StorageUnavailable, "the journal takes no writes; send it again")
}

impl Inbox {
    pub(crate) fn new(queue_max: usize) -> Self {
        let waiting = Waiting { idle: true, ..Waiting::default() };
        Self {
            waiting: Mutex::new(waiting),
            changed: Condvar::new(),
            rested: Condvar::new(),
            queue_max,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // Nothing that is done under the lock can panic half-way.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds what may be refused when too much waits.
    pub(crate) fn push(&self, message: Message) -> Result<(), Refusal> {
        let waiting = self.lock();
        if waiting.closed {
            return Err(shutting_down());
        }
        if waiting.queue.len() >= self.queue_max {
            return Err(busy(self.queue_max));
        }
        self.add(waiting, message);
        Ok(())
    }

    /// Adds what must not be lost; at most a few a session, so it is bounded by their number.
    pub(crate) fn push_always(&self, message: Message) {
        let waiting = self.lock();
        if !waiting.closed {
            self.add(waiting, message);
        }
    }

    fn add(&self, mut waiting: MutexGuard<'_, Waiting>, message: Message) {
        waiting.queue.push_back(message);
        if waiting.queue.len() >= WAKE_AT {
            waiting.much_came = true;
            self.end_rest(&mut waiting);
        }
        let due = waiting.idle || waiting.queue.len() >= WAKE_AT;
        self.notify_if(waiting, due);
    }

    fn notify_if(&self, mut waiting: MutexGuard<'_, Waiting>, due: bool) {
        if due && std::mem::take(&mut waiting.writer_sleeps) {
            drop(waiting);
            self.changed.notify_one();
        }
    }

    /// Lets the committer rest until then, unless much waits before.
    pub(crate) fn rest(&self, until: Instant) {
        let mut waiting = self.lock();
        waiting.committer_rests = !waiting.much_came && !waiting.closed;
        while waiting.committer_rests {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                waiting.committer_rests = false;
                break;
            }
            let rested = self.rested.wait_timeout(waiting, left);
            waiting = rested.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn end_rest(&self, waiting: &mut Waiting) {
        if std::mem::take(&mut waiting.committer_rests) {
            self.rested.notify_one();
        }
    }

    /// Makes the writer look at the clock.
    pub(crate) fn wake(&self) {
        let mut waiting = self.lock();
        waiting.wake = true;
        self.notify_if(waiting, true);
    }

    /// The committer waits for work.
    pub(crate) fn committer_is_idle(&self, report: Option<Report>) {
        let mut waiting = self.lock();
        waiting.idle = true;
        if report.is_some() {
            waiting.report = report;
        }
        self.notify_if(waiting, true);
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.lock().idle
    }

    /// Work was handed to the committer.
    pub(crate) fn committer_works(&self) {
        let mut waiting = self.lock();
        waiting.idle = false;
        waiting.much_came = false;
    }

    /// Nothing more is taken in.
    pub(crate) fn close(&self) {
        let mut waiting = self.lock();
        waiting.closed = true;
        self.end_rest(&mut waiting);
        self.notify_if(waiting, true);
    }

    /// Drops all that waits, after the writer has ended: whoever waits for an answer learns that none comes.
    pub(crate) fn clear(&self) {
        let queue = std::mem::take(&mut self.lock().queue);
        drop(queue);
    }

    /// Waits until there is something to do, and moves at most `room` messages into `taken`. `ready` says that a batch waits to be handed
    /// over.
    pub(crate) fn wait(
        &self,
        ready: bool,
        room: usize,
        timeout: Duration,
        taken: &mut Vec<Message>,
    ) -> Woken {
        let until = Instant::now() + timeout;
        let mut waiting = self.lock();
        loop {
            let count = waiting.queue.len();
            let messages = room > 0 && count > 0 && (waiting.idle || count >= WAKE_AT);
            let hand_over = waiting.idle && ready;
            let end = waiting.closed && waiting.idle;
            let woken = std::mem::take(&mut waiting.wake);
            let left = until.saturating_duration_since(Instant::now());
            if messages || hand_over || end || woken || waiting.report.is_some() || left.is_zero() {
                break;
            }
            waiting.writer_sleeps = true;
            let (guard, _) =
                self.changed.wait_timeout(waiting, left).unwrap_or_else(PoisonError::into_inner);
            waiting = guard;
            waiting.writer_sleeps = false;
        }
        take(&mut waiting, room, taken)
    }

    /// What [`Self::wait`] gives when it has waited, at once: for a writer without a thread of its own.
    pub(crate) fn poll(&self, room: usize, taken: &mut Vec<Message>) -> Woken {
        take(&mut self.lock(), room, taken)
    }

    /// Whether messages or a report wait.
    pub(crate) fn has_any(&self) -> bool {
        let waiting = self.lock();
        !waiting.queue.is_empty() || waiting.report.is_some()
    }
}

fn take(waiting: &mut Waiting, room: usize, taken: &mut Vec<Message>) -> Woken {
    let count = waiting.queue.len();
    taken.extend(waiting.queue.drain(..count.min(room)));
    Woken {
        report: waiting.report.take(),
        idle: waiting.idle,
        closed: waiting.closed,
        waiting: count,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;

    use super::*;

    fn much(inbox: &Inbox) {
        for number in 0..WAKE_AT as u64 {
            inbox.push_always(Message::Heard(SessionId(number)));
        }
    }

    /// A rest that ought to be ended long before it is over.
    fn rest_long(inbox: &Inbox) {
        let until = Instant::now() + Duration::from_mins(1);
        inbox.rest(until);
        assert!(Instant::now() < until, "nothing ended the rest");
    }

    #[test]
    fn the_committer_rests_until_much_waits_or_all_ends() {
        for end in [much, Inbox::close] {
            let inbox = Arc::new(Inbox::new(1_000));
            inbox.committer_works();
            inbox.push_always(Message::Heard(SessionId(1)));
            let resting = thread::spawn({
                let inbox = Arc::clone(&inbox);
                move || rest_long(&inbox)
            });
            while !inbox.lock().committer_rests {
                thread::yield_now();
            }
            end(&inbox);
            resting.join().unwrap();
        }
    }

    #[test]
    fn the_committer_does_not_rest_when_much_came_while_it_worked() {
        let inbox = Inbox::new(1_000);
        inbox.committer_works();
        much(&inbox);
        // The writer has taken it, and has a batch ready.
        inbox.poll(1_000, &mut Vec::new());
        rest_long(&inbox);
        // That was another commit's.
        inbox.committer_works();
        let soon = Instant::now() + Duration::from_millis(1);
        inbox.rest(soon);
        assert!(Instant::now() >= soon);
    }
}
