//! The simulated server: the engine's own writer, committer and snapshotter over a disk in memory, started, driven and killed by the run.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Wake, Waker};

use domain::Timestamp;
use engine::{Clock, Config, Stepped};
use store::{FaultPlan, FaultyJournal, Journal, MemoryDisk};

use crate::clock::Clocks;
use crate::sabotage::Sabotage;
use crate::weather::Weather;

/// The journal's identity, which clients name when they resume.
pub(crate) const JOURNAL: &str = "memory";

/// Which sessions have frames waiting.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bells(Arc<Mutex<Vec<(usize, u32)>>>);

impl Bells {
    /// Those that rang since the last call, in a fixed order.
    pub(crate) fn take(&self) -> Vec<(usize, u32)> {
        let mut rung = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        rung.sort_unstable();
        rung.dedup();
        rung
    }

    pub(crate) fn bell(&self, tab: usize, epoch: u32) -> Waker {
        Waker::from(Arc::new(Bell { bells: self.clone(), of: (tab, epoch) }))
    }
}

/// Rings when a session has a frame.
#[derive(Debug)]
struct Bell {
    bells: Bells,
    of: (usize, u32),
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.bells.0.lock().unwrap_or_else(PoisonError::into_inner).push(self.of);
    }
}

pub(crate) struct Server {
    pub(crate) disk: MemoryDisk,
    pub(crate) plan: FaultPlan,
    pub(crate) clock: Arc<Clocks>,
    pub(crate) bells: Bells,
    config: Config,
    pub(crate) engine: Option<Stepped>,
    /// Counts the starts; what was scheduled for an earlier one is void.
    pub(crate) generation: u32,
}

impl Server {
    pub(crate) fn new(weather: &Weather) -> Self {
        let config = Config {
            tenant: "sim".to_owned(),
            batch_max: weather.batch_max,
            queue_max: 4_096,
            ring_max: weather.ring,
            snapshot_every: weather.snapshot_every,
            resumable: weather.snapshot_every.min(weather.ring as u64),
            session_frames_max: weather.frames_max,
            readers: 1,
        };
        Self {
            disk: MemoryDisk::named(JOURNAL),
            plan: FaultPlan::new(),
            clock: Arc::new(Clocks::new()),
            bells: Bells::default(),
            config,
            engine: None,
            generation: 0,
        }
    }

    /// Starts the engine on what the disk has.
    ///
    /// # Errors
    /// What the engine says.
    pub(crate) fn start(&mut self, sabotage: Option<Sabotage>) -> Result<(), String> {
        let (disk, plan) = (self.disk.clone(), self.plan.clone());
        let open = Box::new(move || {
            let journal = FaultyJournal::new(Box::new(disk.open()), plan.clone());
            Ok(Box::new(journal) as Box<dyn Journal>)
        });
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let saboteur = sabotage.and_then(Sabotage::saboteur);
        let started = Stepped::start(open, self.config.clone(), clock, saboteur);
        self.engine = Some(started.map_err(|why| why.to_string())?);
        self.generation += 1;
        if sabotage == Some(Sabotage::AckBeforeAppend) {
            self.disk.hold_back_syncs();
        }
        Ok(())
    }

    /// The process is gone, and what was not synced with it.
    pub(crate) fn kill(&mut self) {
        self.engine = None;
        self.disk.crash();
        self.plan.clear();
    }

    /// The log's time, as the engine has it; while none runs, the wall clock's.
    pub(crate) fn log_time(&self) -> Timestamp {
        self.engine.as_ref().map_or_else(|| self.clock.now(), Stepped::now)
    }
}
