//! Time: the machine's two clocks as a port, so that tests move them by hand, and the one time of the log that is made of both.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::sync::{Mutex, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use domain::{Millis, Timestamp};

/// While the log's time is ahead of the wall clock it leaves out one of so many milliseconds, until the wall clock has caught up.
const ONE_LEFT_OUT_OF: u64 = 10;

/// The machine's clocks.
pub trait Clock: Send + Sync {
    /// What the wall clock shows. It may be set back or jump.
    fn now(&self) -> Timestamp;

    /// How much time has passed since some moment. Nobody can set it, and it never goes back.
    fn elapsed(&self) -> Millis;
}

/// The machine's own.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn elapsed(&self) -> Millis {
        static BEGIN: LazyLock<Instant> = LazyLock::new(Instant::now);
        Millis(u64::try_from(BEGIN.elapsed().as_millis()).unwrap_or(u64::MAX))
    }
}

/// Clocks that stand still until they are moved; after moving them call [`crate::Handle::wake`].
#[derive(Debug)]
pub struct ManualClock {
    wall: AtomicI64,
    elapsed: AtomicU64,
}

impl ManualClock {
    /// A wall clock that shows a time.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self { wall: AtomicI64::new(now.0), elapsed: AtomicU64::new(0) }
    }

    /// Lets time pass.
    pub fn advance(&self, by: Millis) {
        self.elapsed.fetch_add(by.0, Ordering::SeqCst);
        self.wall.fetch_add(i64::try_from(by.0).unwrap_or(i64::MAX), Ordering::SeqCst);
    }

    /// Somebody sets the wall clock; no time passes.
    pub fn set_wall(&self, now: Timestamp) {
        self.wall.store(now.0, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.wall.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Millis {
        Millis(self.elapsed.load(Ordering::SeqCst))
    }
}

/// The log's time, by which everything is decided and every limit ends. It is the wall clock's while that goes on; when it is set back the
/// log's time goes on from where it was as time really passes, a tenth slower until the wall clock has caught up, so that it never goes
/// back and nothing waits for the wall clock. After a restart it goes on from the last event at the earliest.
pub(crate) struct LogTime {
    pub(crate) clock: Arc<dyn Clock>,
    hands: Mutex<Hands>,
}

struct Hands {
    shown: Timestamp,
    /// When that was, in time that passed.
    elapsed: Millis,
    /// How much time passed of which nothing was left out yet.
    whole: u64,
}

impl LogTime {
    /// It begins at the wall clock's, or at the last event's if that is later.
    pub(crate) fn start(clock: Arc<dyn Clock>, last_event_at: Timestamp) -> Self {
        let shown = clock.now().max(last_event_at);
        let hands = Hands { shown, elapsed: clock.elapsed(), whole: 0 };
        Self { clock, hands: Mutex::new(hands) }
    }

    pub(crate) fn now(&self) -> Timestamp {
        let wall = self.clock.now();
        // Nothing that is done under the lock can panic half-way.
        let mut hands = self.hands.lock().unwrap_or_else(PoisonError::into_inner);
        let elapsed = self.clock.elapsed().max(hands.elapsed);
        let passed = elapsed.0 - hands.elapsed.0;
        hands.elapsed = elapsed;
        hands.shown = hands.shown + Millis(passed);
        let ahead = hands.shown - wall;
        if ahead.0 == 0 {
            hands.whole = 0;
            hands.shown = wall;
            return wall;
        }
        hands.whole += passed;
        let left_out = (hands.whole / ONE_LEFT_OUT_OF).min(ahead.0).min(passed);
        hands.whole -= left_out * ONE_LEFT_OUT_OF;
        hands.shown = Timestamp(hands.shown.0.saturating_sub_unsigned(left_out));
        hands.shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NINE: Timestamp = Timestamp(1_800_000_000_000);

    fn begin() -> (Arc<ManualClock>, LogTime) {
        let clock = Arc::new(ManualClock::new(NINE));
        let time = LogTime::start(Arc::clone(&clock) as Arc<dyn Clock>, Timestamp(0));
        (clock, time)
    }

    #[test]
    fn it_is_the_wall_clocks_time_while_that_goes_on_or_jumps_ahead() {
        let (clock, time) = begin();
        assert_eq!(time.now(), NINE);
        clock.advance(Millis::secs(7));
        assert_eq!(time.now(), NINE + Millis::secs(7));
        clock.set_wall(NINE + Millis::mins(60));
        assert_eq!(time.now(), NINE + Millis::mins(60));
    }

    #[test]
    fn it_goes_on_when_the_wall_clock_is_set_back_and_is_caught_up_with() {
        let (clock, time) = begin();
        clock.set_wall(Timestamp(NINE.0 - 60_000));
        assert_eq!(time.now(), NINE, "it never goes back");
        clock.advance(Millis(9));
        assert_eq!(time.now(), NINE + Millis(9));
        clock.advance(Millis(1));
        assert_eq!(time.now(), NINE + Millis(9), "the tenth is left out");
        clock.advance(Millis::secs(100));
        assert_eq!(time.now(), NINE + Millis(90_009));
        clock.advance(Millis::secs(600));
        assert_eq!(time.now(), clock.now(), "a minute is caught up within ten");
    }

    #[test]
    fn asked_every_millisecond_it_is_the_same() {
        let (clock, time) = begin();
        clock.set_wall(Timestamp(NINE.0 - 1_000));
        let mut last = time.now();
        for _ in 0..5_000 {
            clock.advance(Millis(1));
            let now = time.now();
            assert!(now >= last);
            last = now;
        }
        assert_eq!(last, NINE + Millis(4_500));
        clock.advance(Millis::secs(6));
        assert_eq!(time.now(), clock.now());
    }

    #[test]
    fn after_a_restart_it_goes_on_from_the_last_event() {
        let clock = Arc::new(ManualClock::new(NINE));
        let last = NINE + Millis::mins(5);
        let time = LogTime::start(Arc::clone(&clock) as Arc<dyn Clock>, last);
        assert_eq!(time.now(), last);
        clock.advance(Millis::secs(20));
        assert_eq!(time.now(), last + Millis::secs(18));
    }
}
