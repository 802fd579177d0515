//! The clocks of the simulated machine: virtual time, and a wall clock that is as far from it as somebody has moved the hands.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::{Millis, Timestamp};

/// When every run begins.
pub(crate) const START: i64 = 1_800_000_000_000;

#[derive(Debug)]
pub(crate) struct Clocks {
    wall: AtomicI64,
    elapsed: AtomicU64,
}

impl Clocks {
    pub(crate) fn new() -> Self {
        Self { wall: AtomicI64::new(START), elapsed: AtomicU64::new(0) }
    }

    /// It is `now` in virtual time, and the wall clock is `skew` ahead of it.
    pub(crate) fn set(&self, now: u64, skew: i64) {
        self.elapsed.store(now, Ordering::Relaxed);
        self.wall.store(START + skew + now as i64, Ordering::Relaxed);
    }
}

impl engine::Clock for Clocks {
    fn now(&self) -> Timestamp {
        Timestamp(self.wall.load(Ordering::Relaxed))
    }

    fn elapsed(&self) -> Millis {
        Millis(self.elapsed.load(Ordering::Relaxed))
    }
}
