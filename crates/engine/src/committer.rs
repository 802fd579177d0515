//! The thread that makes each batch durable, and only then has it told. When a write fails nothing of the batch is acknowledged, and
//! the writer is told; whether the batch is durable is found out by reading, never guessed.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use store::{AppendError, Journal, journal::PRUNED_ANSWERS_MAX};

use crate::batch::Batch;
use crate::engine::Open;
use crate::inbox::{Inbox, Report};
use crate::load;
use crate::meters::Meters;
use crate::publisher::Publisher;
use crate::readers::Readers;
use crate::recent::Recent;
use crate::snapshotter::Trigger;

/// Commits begin no more often than this unless much waits: a commit costs much the same for one message as for ten, and on few cores what it
/// costs is what others wait for.
const COMMIT_EVERY: Duration = Duration::from_micros(500);

/// What the writer hands over; one at a time.
pub(crate) enum Work {
    Batch(Box<Batch>),
    /// Try whether the journal takes writes again.
    Recover,
    Stop,
}

pub(crate) struct Committer {
    pub(crate) open: Open,
    /// None while it is in doubt, until it is opened again.
    pub(crate) journal: Option<Box<dyn Journal>>,
    pub(crate) works: Receiver<Work>,
    pub(crate) inbox: Arc<Inbox>,
    pub(crate) publisher: Publisher,
    pub(crate) position: Arc<AtomicU64>,
    pub(crate) recent: Arc<Recent>,
    pub(crate) readers: Arc<Readers>,
    pub(crate) readers_count: usize,
    pub(crate) snapshots: Trigger,
    pub(crate) meters: Meters,
}

/// A committer that dies tells the writer, so that nobody waits for ever.
struct Guard(Arc<Inbox>);

impl Drop for Guard {
    fn drop(&mut self) {
        if thread::panicking() {
            let why = "the committer has panicked".to_owned();
            self.0.committer_is_idle(Some(Report::Fatal(why)));
        }
    }
}

impl Committer {
    pub(crate) fn run(mut self) {
        let _guard = Guard(Arc::clone(&self.inbox));
        // Where it is refused, everyone waits a little longer.
        let _ = store::foreground::take_short_turns();
        while let Ok(work) = self.works.recv() {
            let until = Instant::now() + COMMIT_EVERY;
            let ControlFlow::Continue(report) = self.work(work) else { return };
            self.inbox.rest(until);
            self.inbox.committer_is_idle(report);
        }
        self.publisher.close_all();
    }

    /// Does one piece of work without a rest; false if it was the last.
    pub(crate) fn turn(&mut self, work: Work) -> bool {
        let ControlFlow::Continue(report) = self.work(work) else { return false };
        self.inbox.committer_is_idle(report);
        true
    }

    fn work(&mut self, work: Work) -> ControlFlow<(), Option<Report>> {
        let report = match work {
            Work::Batch(batch) => self.commit(*batch),
            Work::Recover => Some(self.recover()),
            Work::Stop => {
                self.publisher.close_all();
                return ControlFlow::Break(());
            }
        };
        self.meters.sessions.set(self.publisher.sessions() as f64);
        let (resumed, from_snapshot, too_slow) = self.publisher.take_counts();
        self.meters.resumes.increment(resumed);
        self.meters.snapshots.increment(from_snapshot);
        self.meters.too_slow.increment(too_slow);
        ControlFlow::Continue(report)
    }

    fn commit(&mut self, batch: Batch) -> Option<Report> {
        if let Err(why) = self.append(&batch) {
            let since = batch.since.elapsed();
            let items = batch.abandon(&self.inbox);
            self.publisher.publish(Vec::new(), items);
            return Some(self.failed(&why, since));
        }
        self.meters.batch_size.record(batch.events.len() as f64);
        self.meters.events.increment(batch.events.len() as u64);
        if let Some(last) = batch.events.last() {
            self.recent.push(&batch.events);
            self.position.store(last.seq, Ordering::Release);
            self.snapshots.committed(last.seq);
        }
        let since = batch.since;
        self.publisher.publish(batch.events, batch.items);
        if batch.messages > 0 {
            self.meters.lag_seconds.record(since.elapsed());
        }
        if let (Some(before), Some(journal)) = (batch.prune_before, &mut self.journal) {
            match journal.prune_answers(before) {
                Ok(count) if count < PRUNED_ANSWERS_MAX => {}
                Ok(count) => tracing::debug!(count, "more answers are old than one round removes"),
                Err(why) => return Some(self.failed(&why, Duration::ZERO)),
            }
        }
        None
    }

    fn append(&mut self, batch: &Batch) -> Result<(), AppendError> {
        if batch.is_durable || (batch.events.is_empty() && batch.answers.is_empty()) {
            return Ok(());
        }
        let Some(journal) = &mut self.journal else {
            return Err(AppendError::Io { detail: "the journal is not open".to_owned() });
        };
        let started = Instant::now();
        let appended =
            journal.append(&store::Batch { events: &batch.events, answers: &batch.answers });
        self.meters.commit_seconds.record(started.elapsed());
        appended
    }

    fn failed(&mut self, why: &AppendError, waited: Duration) -> Report {
        match why {
            AppendError::Full { .. } => {
                tracing::error!(%why, ?waited, "commands are refused until the journal has room");
                Report::Failed
            }
            AppendError::Io { .. } => {
                tracing::error!(%why, ?waited, "commands are refused until the journal is writable");
                self.journal = None;
                Report::Failed
            }
            AppendError::Corrupt { .. } | AppendError::OutOfOrder { .. } => {
                Report::Fatal(why.to_string())
            }
        }
    }

    fn recover(&mut self) -> Report {
        if self.journal.is_none() {
            // Nothing of the old journal may be open when it is opened again.
            self.readers.replace(Vec::new());
            match (self.open)() {
                Ok(journal) => self.journal = Some(journal),
                Err(why) => {
                    tracing::warn!(%why, "the journal does not open");
                    return Report::Recovery { opened: None, writable: false };
                }
            }
        }
        let Some(journal) = &mut self.journal else {
            return Report::Recovery { opened: None, writable: false };
        };
        let writable = match journal.probe() {
            Ok(()) => true,
            Err(AppendError::Corrupt { detail }) => return Report::Fatal(detail),
            Err(why) => {
                tracing::warn!(%why, "the journal takes no writes yet");
                if matches!(why, AppendError::Io { .. }) {
                    self.journal = None;
                    return Report::Recovery { opened: None, writable: false };
                }
                false
            }
        };
        match self.hand_out() {
            Ok(opened) => Report::Recovery { opened: Some(opened), writable },
            Err(store::ReadError::Corrupt { detail }) => Report::Fatal(detail),
            Err(why) => {
                tracing::warn!(%why, "the journal cannot be read");
                self.journal = None;
                Report::Recovery { opened: None, writable: false }
            }
        }
    }

    /// Readers of the journal as it is now, for all who read it.
    fn hand_out(&mut self) -> Result<crate::inbox::Opened, store::ReadError> {
        let Some(journal) = &self.journal else {
            return Err(store::ReadError::Io { detail: "the journal is not open".to_owned() });
        };
        self.readers.replace(load::readers(&**journal, self.readers_count)?);
        self.snapshots.use_journal(journal.reader()?, journal.snapshots());
        Ok(crate::inbox::Opened { reader: journal.reader()?, snapshots: journal.snapshots() })
    }
}
