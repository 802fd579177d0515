//! The thread that keeps the mart behind the journal by less than a second. It reads what is committed, as any reader does, so that the
//! writer never waits for it. What it leaves out: what is filled, which is the [`Filler`]'s.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use domain::{Seq, Timestamp};
use metrics::{Counter, Gauge};
use store::{ReadError, Warehouse, WriteError};
use tokio::runtime;

use crate::filler::{FillError, Filled, Filler};
use crate::handle::Handle;

/// How often it looks whether there is something new.
const POLL: Duration = Duration::from_millis(100);

/// How long it waits after a failure, and the longest it waits after one after the other.
const RETRY: Duration = Duration::from_secs(1);
const RETRY_MAX: Duration = Duration::from_secs(30);

/// Most events in one commit: a journal reader is held for so long, and history is read with the same ones.
const EVENTS_MAX: usize = 2_000;

/// The follower of one tenant's engine while it runs.
#[derive(Debug)]
pub struct Follower {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

struct Work {
    handle: Handle,
    tenant: String,
    runtime: runtime::Handle,
    stop: Arc<AtomicBool>,
    filler: Filler,
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
            handle,
            tenant: tenant.to_owned(),
            runtime: runtime::Handle::current(),
            stop: Arc::clone(&stop),
            filler: Filler::new(warehouse, tenant),
        };
        let work = Arc::new(Mutex::new(work));
        let thread = thread::Builder::new().name("mart".into()).spawn(move || run(&work))?;
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

fn locked(work: &Mutex<Work>) -> std::sync::MutexGuard<'_, Work> {
    work.lock().unwrap_or_else(PoisonError::into_inner)
}

fn run(work: &Arc<Mutex<Work>>) {
    let (handle, stop, runtime, tenant) = {
        let work = locked(work);
        (work.handle.clone(), Arc::clone(&work.stop), work.runtime.clone(), work.tenant.clone())
    };
    let gauges = Gauges::new(&tenant);
    let mut failures = 0;
    while !stop.load(Ordering::Acquire) {
        match step(work, &handle, &runtime) {
            Ok((filled, position)) => {
                if failures > 0 {
                    tracing::info!(position, "the mart is filled again");
                    failures = 0;
                }
                handle.mart_is_filled();
                gauges.filled(filled, position, &handle);
                if filled.events < EVENTS_MAX {
                    thread::sleep(POLL);
                }
            }
            Err(FillError::Write(WriteError::Corrupt { detail }))
            | Err(FillError::Read(ReadError::Corrupt { detail })) => {
                tracing::error!(
                    detail,
                    "the mart is no longer filled; run `holdfast mart rebuild`"
                );
                handle.mart_fails();
                gauges.is_up.set(0.0);
                return;
            }
            Err(why) => {
                // Said once, not at every try.
                if failures == 0 {
                    tracing::error!(%why, "the mart cannot be filled now; it is tried again");
                }
                handle.mart_fails();
                let position = locked(work).filler.position();
                let next = runtime
                    .block_on(handle.read_journal(move |journal| journal.read(position + 1, 1)));
                gauges.failed(
                    next.ok().and_then(|events| events.first().map(|e| e.event.at)),
                    position,
                    &handle,
                );
                wait(RETRY_MAX.min(RETRY * 2_u32.saturating_pow(failures)), &stop);
                failures += 1;
            }
        }
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

/// Fills the next piece.
fn step(
    work: &Arc<Mutex<Work>>,
    handle: &Handle,
    runtime: &runtime::Handle,
) -> Result<(Filled, u64), FillError> {
    // It may take long, and journal readers are few.
    locked(work).filler.connect()?;
    let inner = Arc::clone(work);
    let filled = runtime.block_on(handle.read_journal(move |journal| {
        let filler = &mut locked(&inner).filler;
        // What fails here is the mart's matter, not the journal's.
        Ok(filler.fill(journal, u64::MAX, EVENTS_MAX).map(|filled| (filled, filler.position())))
    }));
    filled?
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
        self.is_up.set(1.0);
        self.filled_events.increment(filled.events as u64);
        self.lag(filled.first_at, position, handle);
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
