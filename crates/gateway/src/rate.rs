//! Bounds on how often: a bucket that refills for what is sent, a window of a minute for what fails.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::limits::COUNTED_MAX;

/// A bucket: so many at once, refilled at a rate. It can go into debt by as much again; then its owner has to wait.
#[derive(Debug, Clone)]
pub(crate) struct Bucket {
    level: f32,
    per_second: f32,
    burst: f32,
    filled_at: Instant,
}

/// What the bucket says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Allowance {
    /// Go on.
    Granted,
    /// Refuse it.
    Refused,
    /// Refuse it, and take nothing more for this long.
    Wait(Duration),
}

#[expect(clippy::cast_precision_loss, reason = "rates are small numbers")]
fn number(n: u32) -> f32 {
    n as f32
}

impl Bucket {
    /// A full bucket.
    pub(crate) fn new(per_second: u32, burst: u32, now: Instant) -> Self {
        let (per_second, burst) = (number(per_second.max(1)), number(burst.max(1)));
        Self { level: burst, per_second, burst, filled_at: now }
    }

    /// Takes one out.
    pub(crate) fn take(&mut self, now: Instant) -> Allowance {
        let filled = now.saturating_duration_since(self.filled_at).as_secs_f32() * self.per_second;
        self.level = (self.level + filled).min(self.burst);
        self.filled_at = now;
        self.level -= 1.0;
        if self.level >= 0.0 {
            return Allowance::Granted;
        }
        if self.level > -self.burst {
            return Allowance::Refused;
        }
        Allowance::Wait(Duration::from_secs_f32(self.burst / self.per_second))
    }
}

/// A bounded map: past its bound it forgets what is oldest.
#[derive(Debug)]
struct Counted<K, V>(HashMap<K, V>);

impl<K: Hash + Eq + Clone, V> Counted<K, V> {
    fn entry(&mut self, key: &K, since: impl Fn(&V) -> Instant, new: impl FnOnce() -> V) -> &mut V {
        if self.0.len() >= COUNTED_MAX && !self.0.contains_key(key) {
            // Rare and long: half of all are dropped at once, so that it is rare.
            let mut times: Vec<Instant> = self.0.values().map(&since).collect();
            let middle = times.len() / 2;
            let (_, median, _) = times.select_nth_unstable(middle);
            let median = *median;
            self.0.retain(|_, value| since(value) > median);
        }
        self.0.entry(key.clone()).or_insert_with(new)
    }
}

/// Buckets by sender, for commands that come without a connection of their own.
#[derive(Debug)]
pub(crate) struct Rates {
    buckets: Mutex<Counted<String, Bucket>>,
    per_second: u32,
    burst: u32,
}

impl Rates {
    /// With the same bounds for all.
    pub(crate) fn new(per_second: u32, burst: u32) -> Self {
        Self { buckets: Mutex::new(Counted(HashMap::new())), per_second, burst }
    }

    /// Takes one for a sender; false if it is too fast.
    pub(crate) fn take(&self, sender: &str, now: Instant) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Bucket::new(self.per_second, self.burst, now);
        let bucket = buckets.entry(&sender.to_owned(), |bucket| bucket.filled_at, new);
        bucket.take(now) == Allowance::Granted
    }
}

const WINDOW: Duration = Duration::from_secs(60);

/// What is counted in windows of a minute.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Counting {
    /// Failed sign-ins of a name.
    Name(String),
    /// Failed sign-ins from an address.
    Address(std::net::IpAddr),
    /// Proofs of who a customer is that failed, from an address.
    Proofs(std::net::IpAddr),
    /// New customer sessions from an address.
    Sessions(std::net::IpAddr),
}

/// Counts in windows of a minute.
#[derive(Debug)]
pub(crate) struct Windows(Mutex<Counted<Counting, (Instant, u32)>>);

impl Default for Windows {
    fn default() -> Self {
        Self(Mutex::new(Counted(HashMap::new())))
    }
}

impl Windows {
    /// Whether fewer than `max` were counted in this minute.
    pub(crate) fn is_under(&self, what: &Counting, max: u32, now: Instant) -> bool {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.0.get(what).is_none_or(|(since, count)| now - *since >= WINDOW || *count < max)
    }

    /// Counts one.
    pub(crate) fn count(&self, what: &Counting, now: Instant) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = counts.entry(what, |(since, _)| *since, || (now, 0));
        if now - entry.0 >= WINDOW {
            *entry = (now, 0);
        }
        entry.1 += 1;
    }

    /// Takes one back that turned out to be none.
    pub(crate) fn uncount(&self, what: &Counting) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = counts.0.get_mut(what) {
            entry.1 = entry.1.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_grants_its_burst_then_its_rate() {
        let start = Instant::now();
        let mut bucket = Bucket::new(30, 60, start);
        let taken = (0..61).map(|_| bucket.take(start)).filter(|a| *a == Allowance::Granted);
        assert_eq!(taken.count(), 60);
        assert_eq!(bucket.take(start), Allowance::Refused);
        // Two are owed; at 30 a second a third is there after 100 ms.
        assert_eq!(bucket.take(start + Duration::from_millis(110)), Allowance::Granted);
    }

    #[test]
    fn who_goes_on_all_the_same_has_to_wait() {
        let start = Instant::now();
        let mut bucket = Bucket::new(30, 60, start);
        let all: Vec<Allowance> = (0..120).map(|_| bucket.take(start)).collect();
        assert_eq!(all[118], Allowance::Refused);
        assert_eq!(all[119], Allowance::Wait(Duration::from_secs(2)));
    }

    #[test]
    fn a_window_is_a_minute() {
        let (windows, start) = (Windows::default(), Instant::now());
        let name = Counting::Name("dana".into());
        for _ in 0..5 {
            assert!(windows.is_under(&name, 5, start));
            windows.count(&name, start);
        }
        assert!(!windows.is_under(&name, 5, start + Duration::from_millis(59_999)));
        assert!(windows.is_under(&name, 5, start + WINDOW));
    }
}
