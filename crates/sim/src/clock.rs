//! The wall clock of the simulated machine: virtual time, and however far somebody has moved the hands.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::Timestamp;

/// When every run begins.
pub(crate) const START: i64 = 1_800_000_000_000;

#[derive(Debug)]
pub(crate) struct WallClock(AtomicI64);

impl WallClock {
    pub(crate) fn new() -> Self {
        Self(AtomicI64::new(START))
    }

    pub(crate) fn set(&self, now: Timestamp) {
        self.0.store(now.0, Ordering::Relaxed);
    }
}

impl engine::Clock for WallClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}
