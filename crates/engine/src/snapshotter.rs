//! The thread that makes snapshots, from the journal alone: the last snapshot and the events after it. So the writer never stops for
//! one, and each is a check that the journal replays.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Instant;

use domain::Seq;
use store::{JournalReader, Snapshots, background};

use crate::config::Config;
use crate::load::{decode, encode, newest};

/// The next snapshot is not made before an event came for so many bytes of the last one: reading and writing that much costs about as much as
/// folding an event, so that the cost an event grows neither with the number of open conversations nor with what was said in them.
const BYTES_AN_EVENT: u64 = 256;

/// How large a conversation is in a snapshot, about, where none was made yet.
const BYTES_A_CONVERSATION: u64 = 2_560;

enum Job {
    Make(Seq),
    Use(Box<dyn JournalReader>, Box<dyn Snapshots>),
}

/// Tells the snapshotter when enough has been committed; dropping it ends the thread.
pub(crate) struct Trigger {
    jobs: SyncSender<Job>,
    next: Seq,
    /// How many events apart they are now.
    every: Arc<AtomicU64>,
}

/// How many events apart snapshots of this size are.
fn every(min: u64, bytes: u64) -> u64 {
    min.max(bytes / BYTES_AN_EVENT)
}

impl Trigger {
    pub(crate) fn committed(&mut self, position: Seq) {
        // While one is being made the next waits for a later commit.
        if position >= self.next && self.jobs.try_send(Job::Make(position)).is_ok() {
            self.next = position + self.every.load(Ordering::Relaxed);
        }
    }

    /// After the journal was opened again.
    pub(crate) fn use_journal(
        &mut self,
        reader: Box<dyn JournalReader>,
        snapshots: Box<dyn Snapshots>,
    ) {
        // If it is busy with the old one it notices by itself that this is gone, and is given the new one at the next failure.
        let _ = self.jobs.try_send(Job::Use(reader, snapshots));
    }
}

pub(crate) struct Snapshotter {
    jobs: Receiver<Job>,
    reader: Box<dyn JournalReader>,
    snapshots: Box<dyn Snapshots>,
    newest: Seq,
    every_min: u64,
    every: Arc<AtomicU64>,
}

impl Snapshotter {
    pub(crate) fn new(
        reader: Box<dyn JournalReader>,
        snapshots: Box<dyn Snapshots>,
        newest: Seq,
        conversations: usize,
        config: &Config,
    ) -> (Self, Trigger) {
        let (sender, jobs) = sync_channel(2);
        let every_min = config.snapshot_every.max(1);
        let every = every(every_min, BYTES_A_CONVERSATION * conversations as u64);
        let next = newest + every;
        let every = Arc::new(AtomicU64::new(every));
        let trigger = Trigger { jobs: sender, next, every: Arc::clone(&every) };
        (Self { jobs, reader, snapshots, newest, every_min, every }, trigger)
    }

    pub(crate) fn run(mut self) {
        background::step_back();
        while let Ok(job) = self.jobs.recv() {
            self.turn(job);
        }
        // The last one, unless the next start has little to replay anyway.
        match self.reader.last_seq() {
            Ok(last) if last >= self.newest + self.every_min / 10 => self.make_and_log(last),
            Ok(_) => {}
            Err(why) => tracing::warn!(%why, "no snapshot is made at the end"),
        }
    }

    fn turn(&mut self, job: Job) {
        match job {
            Job::Make(position) => self.make_and_log(position),
            Job::Use(reader, snapshots) => {
                self.reader = reader;
                self.snapshots = snapshots;
            }
        }
    }

    /// Does one job, if one waits; for a snapshotter without a thread of its own.
    pub(crate) fn poll(&mut self) -> bool {
        let job = self.jobs.try_recv();
        job.map(|job| self.turn(job)).is_ok()
    }

    fn make_and_log(&mut self, position: Seq) {
        let started = Instant::now();
        match self.make(position) {
            Ok(bytes) => {
                let took = started.elapsed();
                tracing::info!(position, bytes, ?took, "a snapshot is made");
            }
            // The journal is all that is needed; the next one is tried later.
            Err(why) => tracing::warn!(position, why, "a snapshot is not made"),
        }
    }

    fn make(&mut self, position: Seq) -> Result<usize, String> {
        let last = newest(&*self.snapshots, 1);
        let mut state = last.first().and_then(decode).unwrap_or_default();
        drop(last);
        let scanned = self.reader.scan(state.position + 1, &mut |recorded| {
            if recorded.seq > position {
                return ControlFlow::Break(());
            }
            state.apply(&recorded);
            background::breathe();
            ControlFlow::Continue(())
        });
        scanned.map_err(|why| why.to_string())?;
        if state.position != position {
            return Err(format!("the journal was read to {}", state.position));
        }
        let bytes = encode(&state).map_err(|why| why.to_string())?;
        self.snapshots.save(position, &bytes).map_err(|why| why.to_string())?;
        self.newest = position;
        self.every.store(every(self.every_min, bytes.len() as u64), Ordering::Relaxed);
        Ok(bytes.len())
    }
}
