//! The thread that makes snapshots, from the log alone: the last snapshot and the events after it, those of a moment ago from memory. So the
//! writer never stops for one, and what is in it is what a replay gives, whatever the writer holds.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Instant;

use domain::{Recorded, Seq, State};
use store::{JournalReader, ReadError, Snapshots, background};

use crate::config::Config;
use crate::load::{decode, encode, newest};
use crate::recent::Recent;

/// The next snapshot is not made before an event came for so many bytes of the last one: reading and writing that much costs about half of
/// what folding an event does, so that the cost an event grows neither with the number of open conversations nor with what was said in them.
const BYTES_AN_EVENT: u64 = 128;

/// How large a conversation is in a snapshot, about, where none was made yet.
const BYTES_A_CONVERSATION: u64 = 2_560;

/// How many events are taken at a time.
const PIECE: usize = 1_000;

/// A state whose snapshot is no larger than this stays in memory, with the snapshot's room, and follows the log: reading it back for the next
/// one took longer than all else, in bursts that answers had to wait for.
const KEPT_BYTES_MAX: usize = 16 * 1024 * 1024;

enum Job {
    /// Fold events up to here, if the state is in memory.
    Follow(Seq),
    Make(Seq),
    Use(Box<dyn JournalReader>, Box<dyn Snapshots>),
}

/// Tells the snapshotter when enough has been committed; dropping it ends the thread.
pub(crate) struct Trigger {
    jobs: SyncSender<Job>,
    next: Seq,
    follow: Seq,
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
            self.follow = position + PIECE as Seq;
        } else if position >= self.follow {
            // While it is busy this is passed over: the next job takes it as far.
            let _ = self.jobs.try_send(Job::Follow(position));
            self.follow = position + PIECE as Seq;
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
    recent: Arc<Recent>,
    newest: Seq,
    every_min: u64,
    every: Arc<AtomicU64>,
    /// The state after the last job, if it is small.
    kept: Option<State>,
    /// Where the next snapshot is written before it is saved.
    room: Vec<u8>,
}

impl Snapshotter {
    pub(crate) fn new(
        reader: Box<dyn JournalReader>,
        snapshots: Box<dyn Snapshots>,
        recent: Arc<Recent>,
        newest: Seq,
        conversations: usize,
        config: &Config,
    ) -> (Self, Trigger) {
        let (sender, jobs) = sync_channel(2);
        let every_min = config.snapshot_every.max(1);
        let every = every(every_min, BYTES_A_CONVERSATION * conversations as u64);
        let next = newest + every;
        let every = Arc::new(AtomicU64::new(every));
        let trigger = Trigger { jobs: sender, next, follow: next, every: Arc::clone(&every) };
        let (kept, room) = (None, Vec::new());
        let snapshotter =
            Self { jobs, reader, snapshots, recent, newest, every_min, every, kept, room };
        (snapshotter, trigger)
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
            Job::Follow(position) => {
                if let Some(state) = self.kept.take() {
                    // What cannot be read now is read with the next snapshot.
                    self.kept = self.fold(state, position).ok();
                }
            }
            Job::Use(reader, snapshots) => {
                self.reader = reader;
                self.snapshots = snapshots;
                self.kept = None;
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

    fn piece(&self, from: Seq, limit: usize) -> Result<Vec<Recorded>, ReadError> {
        let recent = self.recent.read(from, limit);
        recent.map_or_else(|| self.reader.read(from, limit), Ok)
    }

    /// Takes a state further, up to a position.
    fn fold(&self, mut state: State, position: Seq) -> Result<State, String> {
        while state.position < position {
            let left = usize::try_from(position - state.position).unwrap_or(PIECE);
            let piece = self.piece(state.position + 1, PIECE.min(left));
            let piece = piece.map_err(|why| why.to_string())?;
            if piece.is_empty() {
                return Err(format!("the journal was read to {}", state.position));
            }
            for recorded in &piece {
                state.apply(recorded);
                background::breathe();
            }
        }
        Ok(state)
    }

    fn make(&mut self, position: Seq) -> Result<usize, String> {
        let last =
            self.kept.take().or_else(|| newest(&*self.snapshots, 1).first().and_then(decode));
        let state = self.fold(last.unwrap_or_default(), position)?;
        let room = std::mem::take(&mut self.room);
        let bytes = encode(&state, room).map_err(|why| why.to_string())?;
        self.snapshots.save(state.position, &bytes).map_err(|why| why.to_string())?;
        self.newest = state.position;
        let count = bytes.len();
        self.every.store(every(self.every_min, count as u64), Ordering::Relaxed);
        if count <= KEPT_BYTES_MAX {
            self.kept = Some(state);
            self.room = bytes;
        }
        Ok(count)
    }
}
