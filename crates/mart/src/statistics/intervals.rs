//! Sums of intervals, and periods that may still be running. What it leaves out: when they begin and end.

use domain::Timestamp;

/// How many intervals there were, and how long: exact in milliseconds, rounded only when it is asked for seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Intervals {
    /// How many, those of length 0 too.
    pub count: u64,
    /// All together, in milliseconds.
    pub total_ms: u64,
    /// The longest, in milliseconds.
    pub max_ms: u64,
}

impl Intervals {
    pub(crate) fn add(&mut self, ms: u64) {
        self.count += 1;
        self.total_ms += ms;
        self.max_ms = self.max_ms.max(ms);
    }

    /// All together in whole seconds, rounded down once.
    #[must_use]
    pub fn total_time(&self) -> u64 {
        self.total_ms / 1_000
    }

    /// The longest in whole seconds, rounded down.
    #[must_use]
    pub fn max_time(&self) -> u64 {
        self.max_ms / 1_000
    }
}

/// Periods of one sort: those that ended, and the one that runs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Periods {
    ended: Intervals,
    since: Option<Timestamp>,
}

impl Periods {
    /// Begins one, unless one runs.
    pub(crate) fn begin(&mut self, at: Timestamp) {
        self.since.get_or_insert(at);
    }

    /// Ends the one that runs, if one does.
    pub(crate) fn end(&mut self, at: Timestamp) {
        if let Some(since) = self.since.take() {
            self.ended.add((at - since).0);
        }
    }

    /// All of them, as if the one that runs ended then.
    pub(crate) fn at(&self, now: Timestamp) -> Intervals {
        let mut all = self.ended;
        if let Some(since) = self.since {
            all.add((now - since).0);
        }
        all
    }
}
