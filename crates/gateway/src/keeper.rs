//! Keeps the scratch data: one thread writes the changes of many clients in one commit, a few readers answer beside it. Seen marks wait for
//! a commit that others need, at most a second.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use domain::{Code, ConversationId, Party, Refusal, Seq};
use store::{Change, ReadError, Scratch, ScratchReader, SeenMark, WriteError};
use tokio::sync::{Semaphore, oneshot};

use crate::limits::{SCRATCH_BATCH_MAX, SCRATCH_QUEUE_MAX, SCRATCH_READERS, SEEN_WITHIN};
use crate::problem::{unreadable, unwritable};

type Reply = oneshot::Sender<Result<(), WriteError>>;

enum Order {
    Write { changes: Vec<Change>, reply: Option<Reply> },
    Seen(SeenMark),
    Stop,
}

/// Reads and writes scratch data.
pub(crate) struct Keeper {
    orders: SyncSender<Order>,
    readers: Arc<Mutex<Vec<Box<dyn ScratchReader>>>>,
    permits: Semaphore,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Keeper {
    /// Starts the thread.
    ///
    /// # Errors
    /// When a reader or the thread cannot be had.
    pub(crate) fn start(scratch: Box<dyn Scratch>) -> Result<Self, ReadError> {
        let readers: Result<Vec<_>, _> = (0..SCRATCH_READERS).map(|_| scratch.reader()).collect();
        let readers = Arc::new(Mutex::new(readers?));
        let (orders, received) = sync_channel(SCRATCH_QUEUE_MAX);
        let thread = std::thread::Builder::new()
            .name("scratch".into())
            .spawn(move || run(scratch, &received))
            .map_err(|why| ReadError::Io { detail: why.to_string() })?;
        let permits = Semaphore::new(SCRATCH_READERS);
        Ok(Self { orders, readers, permits, thread: Mutex::new(Some(thread)) })
    }

    /// Makes changes durable.
    ///
    /// # Errors
    /// Refused with `busy` when too much waits, with `storage_unavailable` when it cannot be written.
    pub(crate) async fn write(&self, changes: Vec<Change>) -> Result<(), Refusal> {
        let (reply, written) = oneshot::channel();
        self.order(Order::Write { changes, reply: Some(reply) })?;
        match written.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(why)) => Err(unwritable(&why)),
            Err(_) => Err(Refusal::new(Code::ShuttingDown, "the server is shutting down")),
        }
    }

    /// Writes what may be lost, such as when a session was last used.
    pub(crate) fn write_behind(&self, changes: Vec<Change>) {
        // When too much waits, the next use says it again.
        let _ = self.order(Order::Write { changes, reply: None });
    }

    /// Notes what a party has seen.
    pub(crate) fn seen(&self, mark: SeenMark) {
        let _ = self.order(Order::Seen(mark));
    }

    fn order(&self, order: Order) -> Result<(), Refusal> {
        self.orders.try_send(order).map_err(|why| match why {
            TrySendError::Full(_) => {
                Refusal::new(Code::Busy, "too much waits to be stored; send it again")
                    .limit(SCRATCH_QUEUE_MAX)
            }
            TrySendError::Disconnected(_) => {
                Refusal::new(Code::ShuttingDown, "the server is shutting down")
            }
        })
    }

    /// Reads on a thread that may block.
    ///
    /// # Errors
    /// Refused with `storage_unavailable` when it cannot be read.
    pub(crate) async fn read<R: Send + 'static>(
        &self,
        read: impl FnOnce(&dyn ScratchReader) -> Result<R, ReadError> + Send + 'static,
    ) -> Result<R, Refusal> {
        let gone = || Refusal::new(Code::ShuttingDown, "the server is shutting down");
        let _permit = self.permits.acquire().await.map_err(|_| gone())?;
        let readers = Arc::clone(&self.readers);
        let result = tokio::task::spawn_blocking(move || {
            let lock = || readers.lock().unwrap_or_else(PoisonError::into_inner);
            let reader = lock().pop()?;
            let result = read(&*reader);
            lock().push(reader);
            Some(result)
        });
        match result.await {
            Ok(Some(result)) => result.map_err(|why| unreadable(&why)),
            Ok(None) | Err(_) => Err(gone()),
        }
    }

    /// Writes what waits and ends the thread.
    pub(crate) fn stop(&self) {
        // Not `try_send`: what waits is written first.
        let _ = self.orders.send(Order::Stop);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // A thread that panicked has said so.
            let _ = thread.join();
        }
    }
}

type Marks = HashMap<(ConversationId, Party), Seq>;

fn run(mut scratch: Box<dyn Scratch>, orders: &Receiver<Order>) {
    let mut marks = Marks::new();
    let mut oldest: Option<Instant> = None;
    loop {
        let first = match oldest {
            Some(since) => {
                orders.recv_timeout((since + SEEN_WITHIN).saturating_duration_since(Instant::now()))
            }
            None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let mut stop = matches!(first, Err(RecvTimeoutError::Disconnected));
        let is_due = matches!(first, Err(RecvTimeoutError::Timeout));
        let mut changes = Vec::new();
        let mut replies = Vec::new();
        let mut next = first.ok();
        while let Some(order) = next {
            match order {
                Order::Write { changes: more, reply } => {
                    changes.extend(more);
                    replies.extend(reply);
                }
                Order::Seen(mark) => {
                    let seq = marks.entry((mark.conversation, mark.by)).or_insert(0);
                    *seq = (*seq).max(mark.seq);
                    oldest.get_or_insert_with(Instant::now);
                }
                Order::Stop => stop = true,
            }
            next = if changes.len() < SCRATCH_BATCH_MAX { orders.try_recv().ok() } else { None };
        }
        if !changes.is_empty() || is_due || stop {
            oldest = None;
            let seen = marks.drain().map(|((conversation, by), seq)| {
                Change::SaveSeen(SeenMark { conversation, by, seq })
            });
            changes.extend(seen);
        }
        if !changes.is_empty() {
            let result = scratch.write(&changes);
            if let (Err(why), true) = (&result, replies.is_empty()) {
                tracing::warn!(error = %why, "what was last used or seen is not stored");
            }
            for reply in replies {
                // Who does not wait any more needs no answer.
                let _ = reply.send(result.clone());
            }
        }
        if stop {
            return;
        }
    }
}
