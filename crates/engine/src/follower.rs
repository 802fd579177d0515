//! The thread that keeps the mart behind the journal by less than a second. It takes what is committed, from memory or as any reader does,
//! so that the writer never waits for it. What it leaves out: what is filled, which is the [`Filler`]'s.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use domain::{Millis, Seq, Timestamp};
use metrics::{Counter, Gauge};
use store::{JournalReader, ReadError, Warehouse, WriteError, background};
use tokio::runtime;

use crate::filler::{FillError, Filled, Filler};
use crate::handle::Handle;

/// How often it looks whether there is something new.
const POLL: Duration = Duration::from_millis(100);

/// The same when much is: a chat's rows are written once a piece however much was said in it, so longer pieces cost less.
const POLL_BUSY: Duration = Duration::from_millis(300);

/// How many events make a piece a busy one.
const BUSY_EVENTS: usize = 200;

/// From this lag on it takes no rests.
const LATE: Millis = Millis(500);

/// How long it waits after a failure, and the longest it waits after one after the other.
const RETRY: Duration = Duration::from_secs(1);
const RETRY_MAX: Duration = Duration::from_secs(30);

/// Most events in one commit: a journal reader is held for so long, and history is read with the same ones.
const EVENTS_MAX: usize = 10_000;

/// The follower of one tenant's engine while it runs.
#[derive(Debug)]
pub struct Follower {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

struct Work {
    handle: Handle,
    runtime: runtime::Handle,
    stop: Arc<AtomicBool>,
    filler: Filler,
    gauges: Gauges,
}

impl Follower {
    /// Starts to fill a warehouse. Call it within the runtime.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn start(
        handle: Handle,
        tenant: &str,
        warehouse: Box<dyn Warehouse>,
    ) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let work = Work {
            filler: Filler::new(warehouse, tenant).with_recent(handle.recent()),
            handle,
            runtime: runtime::Handle::current(),
            stop: Arc::clone(&stop),
            gauges: Gauges::new(tenant),
        };
        let thread = thread::Builder::new().name("mart".into()).spawn(move || work.run())?;
        Ok(Self { stop, thread: Some(thread) })
    }

    /// Stops it after what it is doing. The rest is filled after the next start.
    pub async fn stop(mut self) {
        self.stop.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so; the mart is as it last wrote it.
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
    }
}

impl Work {
    fn run(mut self) {
        let mut failures = 0;
        while !self.stop.load(Ordering::Acquire) {
            match self.step() {
                Ok(filled) => {
                    let position = self.filler.position();
                    if failures > 0 {
                        tracing::info!(position, "the mart is filled again");
                        failures = 0;
                    }
                    self.handle.mart_is_filled();
                    self.gauges.filled(filled, position, &self.handle);
                    let lag = filled.first_at.map_or(Millis(0), |at| self.handle.now() - at);
                    background::take_breaths(lag < LATE);
                    if filled.events < EVENTS_MAX {
                        let is_busy = filled.events >= BUSY_EVENTS;
                        thread::sleep(if is_busy { POLL_BUSY } else { POLL });
                    }
                }
                Err(FillError::Write(WriteError::Corrupt { detail }))
                | Err(FillError::Read(ReadError::Corrupt { detail })) => {
                    tracing::error!(
                        detail,
                        "the mart is no longer filled; run `holdfast mart rebuild`"
                    );
                    self.handle.mart_fails();
                    self.gauges.is_up.set(0.0);
                    return;
                }
                Err(why) => {
                    // Said once, not at every try.
                    if failures == 0 {
                        tracing::error!(%why, "the mart cannot be filled now; it is tried again");
                    }
                    self.failed();
                    wait(RETRY_MAX.min(RETRY * 2_u32.saturating_pow(failures)), &self.stop);
                    failures += 1;
                }
            }
        }
    }

    fn failed(&self) {
        self.handle.mart_fails();
        let position = self.filler.position();
        let read = |journal: &dyn JournalReader| journal.read(position + 1, 1);
        let next = self.handle.read_journal_here(&self.runtime, read);
        let next_at = next.ok().and_then(|events| events.first().map(|e| e.event.at));
        self.gauges.failed(next_at, position, &self.handle);
    }

    /// Fills the next piece.
    fn step(&mut self) -> Result<Filled, FillError> {
        let Self { handle, runtime, filler, .. } = self;
        // It may take long, and journal readers are few.
        filler.connect()?;
        // What fails within is the mart's matter, not the journal's.
        let fill = |journal: &dyn JournalReader| Ok(filler.fill(journal, u64::MAX, EVENTS_MAX));
        handle.read_journal_here(runtime, fill)?
    }
}

/// Waits, but no longer than until it is to stop.
fn wait(long: Duration, stop: &AtomicBool) {
    let mut waited = Duration::ZERO;
    while waited < long && !stop.load(Ordering::Acquire) {
        thread::sleep(POLL);
        waited += POLL;
    }
}

/// What is told of it.
struct Gauges {
    lag_events: Gauge,
    lag_seconds: Gauge,
    filled_events: Counter,
    failures: Counter,
    is_up: Gauge,
}

impl Gauges {
    fn new(tenant: &str) -> Self {
        let t = || tenant.to_owned();
        Self {
            lag_events: metrics::gauge!("holdfast_mart_lag_events", "tenant" => t()),
            lag_seconds: metrics::gauge!("holdfast_mart_lag_seconds", "tenant" => t()),
            filled_events: metrics::counter!("holdfast_mart_events_total", "tenant" => t()),
            failures: metrics::counter!("holdfast_mart_failures_total", "tenant" => t()),
            is_up: metrics::gauge!("holdfast_mart_up", "tenant" => t()),
        }
    }

    fn filled(&self, filled: Filled, position: Seq, handle: &Handle) {
        self.filled_events.increment(filled.events as u64);
        self.lag(filled.first_at, position, handle);
        // Last: until then the lag is not known.
        self.is_up.set(1.0);
    }

    /// Nothing was filled: the lag grows from the first event that is missing.
    fn failed(&self, next_at: Option<Timestamp>, position: Seq, handle: &Handle) {
        self.is_up.set(0.0);
        self.failures.increment(1);
        self.lag(next_at, position, handle);
    }

    /// How far behind the oldest event of a piece was when it was written, or is while it is not.
    fn lag(&self, first_at: Option<Timestamp>, position: Seq, handle: &Handle) {
        let seconds = first_at.map_or(0.0, |at| (handle.now() - at).0 as f64 / 1_000.0);
        self.lag_seconds.set(seconds);
        self.lag_events.set(handle.position().saturating_sub(position) as f64);
    }
}
