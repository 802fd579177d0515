//! Exponential times from comparisons alone, so that the same seed is the same run on every machine: J. von Neumann, "Various techniques
//! used in connection with random digits", National Bureau of Standards Applied Mathematics Series 12 (1951). What it leaves out: every
//! other distribution.

use crate::chance::Chance;

/// The fractions that are drawn, as many as a double tells apart.
const FRACTIONS: u64 = 1 << 53;

/// A time with this mean, in whole units of it.
pub(super) fn exponential(chance: &mut Chance, mean: u64) -> u64 {
    let mut whole = 0;
    loop {
        let fraction = chance.below(FRACTIONS);
        if is_run_even(chance, fraction) {
            let part = u128::from(mean) * u128::from(fraction) / u128::from(FRACTIONS);
            return whole * mean + part as u64;
        }
        whole += 1;
    }
}

/// Whether the fractions fall an odd number of times before one rises: after `x` that is so with probability e^-x.
fn is_run_even(chance: &mut Chance, first: u64) -> bool {
    let (mut last, mut drawn) = (first, 1);
    loop {
        let next = chance.below(FRACTIONS);
        drawn += 1;
        if next > last {
            return drawn % 2 == 0;
        }
        last = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_moments_and_its_tail_are_those_of_the_distribution() {
        let mut chance = Chance::of_seed(1);
        let (count, mean) = (400_000, 60_000);
        let times: Vec<f64> =
            (0..count).map(|_| exponential(&mut chance, mean) as f64 / mean as f64).collect();
        let average = |of: &dyn Fn(f64) -> f64| {
            times.iter().map(|time| of(*time)).sum::<f64>() / f64::from(count)
        };
        // Five standard errors of each; the seed is given, so that it is the same at every run.
        let near = |found: f64, wanted: f64, deviation: f64| {
            let allowed = 5.0 * deviation / f64::from(count).sqrt();
            assert!((found - wanted).abs() < allowed, "{found} is not {wanted} ± {allowed}");
        };
        near(average(&|time| time), 1.0, 1.0);
        near(average(&|time| time * time), 2.0, 20.0_f64.sqrt());
        for long in [0.1_f64, 1.0, 3.0, 6.0] {
            let share = (-long).exp();
            let deviation = (share * (1.0 - share)).sqrt();
            near(average(&|time| f64::from(u8::from(time > long))), share, deviation);
        }
    }
}
