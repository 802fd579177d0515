//! Times of many deliveries, and what of them is told.

use std::time::Duration;

/// Times in microseconds.
#[derive(Debug, Default)]
pub(crate) struct Samples(Vec<u32>);

/// The middle and the slow end of many times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Percentiles {
    /// Half are faster.
    pub(crate) p50: Duration,
    /// One in a hundred is slower.
    pub(crate) p99: Duration,
    /// One in a thousand is slower.
    pub(crate) p999: Duration,
}

impl Samples {
    /// Notes a time in microseconds.
    pub(crate) fn note(&mut self, us: u64) {
        self.0.push(u32::try_from(us).unwrap_or(u32::MAX));
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Sorts them and reads off; zeros if there are none.
    pub(crate) fn percentiles(mut self) -> Percentiles {
        self.0.sort_unstable();
        let at = |permille: usize| {
            let index = (self.0.len() * permille / 1000).min(self.0.len().saturating_sub(1));
            Duration::from_micros(self.0.get(index).copied().unwrap_or_default().into())
        };
        Percentiles { p50: at(500), p99: at(990), p999: at(999) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Percentiles, Samples};
    use std::time::Duration;

    #[test]
    fn percentiles() {
        let mut samples = Samples::default();
        (1..=1000).rev().for_each(|us| samples.note(us));
        assert_eq!(samples.count(), 1000);
        let us = Duration::from_micros;
        assert_eq!(
            samples.percentiles(),
            Percentiles { p50: us(501), p99: us(991), p999: us(1000) }
        );
        assert_eq!(Samples::default().percentiles(), Percentiles::default());
    }
}
