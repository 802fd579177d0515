//! The thread that keeps the mart behind the journal by less than a second. It reads what is committed, as any reader does, so that the
//! writer never waits for it. What it leaves out: what is filled, which is the [`Filler`]'s.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use domain::Timestamp;
use store::{JournalReader, ReadError, Warehouse, WriteError};
use tokio::runtime;

use crate::filler::{FillError, Filled, Filler};
use crate::handle::Handle;

/// How often it looks whether there is something new.
const POLL: Duration = Duration::from_millis(100);

/// How long it waits after a failure.
const RETRY: Duration = Duration::from_secs(1);

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
    /// What is not a filler yet, and the filler.
    warehouse: Option<Box<dyn Warehouse>>,
    filler: Option<Filler>,
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
            warehouse: Some(warehouse),
            filler: None,
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
    let t = || tenant.clone();
    let lag_events = metrics::gauge!("holdfast_mart_lag_events", "tenant" => t());
    let lag_seconds = metrics::gauge!("holdfast_mart_lag_seconds", "tenant" => t());
    let filled_events = metrics::counter!("holdfast_mart_events_total", "tenant" => t());
    let mut was_failing = false;
    while !stop.load(Ordering::Acquire) {
        let inner = Arc::clone(work);
        let step = runtime.block_on(handle.read_journal(move |journal| {
            // What fails here is the mart's matter, not the journal's.
            Ok(locked(&inner).step(journal))
        }));
        match step {
            Ok(Ok((filled, position))) => {
                if was_failing {
                    tracing::info!(position, "the mart is filled again");
                    was_failing = false;
                }
                filled_events.increment(filled.events as u64);
                lag_events.set(handle.position().saturating_sub(position) as f64);
                lag_seconds.set(lag(filled.first_at, handle.clock().now()));
                if filled.events < EVENTS_MAX {
                    thread::sleep(POLL);
                }
            }
            Ok(Err(FillError::Write(WriteError::Corrupt { detail })))
            | Ok(Err(FillError::Read(ReadError::Corrupt { detail }))) => {
                tracing::error!(
                    detail,
                    "the mart is no longer filled; run `holdfast mart rebuild`"
                );
                return;
            }
            Ok(Err(why)) => was_failing = failed(&why, was_failing),
            Err(why) => was_failing = failed(&why, was_failing),
        }
    }
}

/// Says it once, not every second.
fn failed(why: &dyn std::fmt::Display, was_failing: bool) -> bool {
    if !was_failing {
        tracing::error!(%why, "the mart cannot be filled now; it is tried again");
    }
    thread::sleep(RETRY);
    true
}

/// How far behind the oldest event of a piece was when it was written.
fn lag(first_at: Option<Timestamp>, now: Timestamp) -> f64 {
    first_at.map_or(0.0, |at| (now - at).0 as f64 / 1_000.0)
}

impl Work {
    fn step(&mut self, journal: &dyn JournalReader) -> Result<(Filled, u64), FillError> {
        if let Some(warehouse) = self.warehouse.take() {
            self.filler = Some(Filler::open(warehouse, &self.tenant, journal)?);
        }
        match &mut self.filler {
            Some(filler) => {
                let filled = filler.fill(journal, u64::MAX, EVENTS_MAX)?;
                Ok((filled, filler.position()))
            }
            // It could not be opened, which was said then.
            None => Err(FillError::Read(ReadError::Corrupt {
                detail: "the mart could not be opened".to_owned(),
            })),
        }
    }
}
