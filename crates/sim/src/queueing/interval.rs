//! How sure a mean over independent replications is: Student's t. What it leaves out: figures that are no quotient of two sums.

use std::f64::consts::FRAC_PI_2;

/// So many pieces are an integral cut into; even, for Simpson's rule.
const PIECES: u32 = 2_000;

/// A quotient of two sums over replications, with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Estimate {
    /// The quotient of the sums.
    pub(super) mean: f64,
    /// Its standard error, from how the replications differ.
    pub(super) error: f64,
    /// The replications less one.
    pub(super) freedom: u32,
}

impl Estimate {
    /// From the two sums of each replication. The error is that of the ratio estimator (A. M. Law, "Simulation modeling and analysis", on
    /// quotients; W. G. Cochran, "Sampling techniques", chapter 6): how far each first sum is from the mean times the second.
    pub(super) fn of(replications: &[(f64, f64)]) -> Self {
        let count = replications.len() as f64;
        let (over, under) =
            replications.iter().fold((0.0, 0.0), |(a, b), (over, under)| (a + over, b + under));
        let mean = over / under;
        let squares: f64 =
            replications.iter().map(|(over, under)| (over - mean * under).powi(2)).sum();
        let error = (squares / (count * (count - 1.0))).sqrt() / (under / count);
        Self { mean, error, freedom: replications.len() as u32 - 1 }
    }

    /// Half the interval that has the true value with this probability.
    pub(super) fn half_width(&self, probability: f64) -> f64 {
        self.error * student(probability, self.freedom)
    }
}

/// How many standard errors on both sides hold this probability. With t = √ν tan φ the density of Student's distribution is cos^(ν−1) φ, which
/// has no tail to cut off.
pub(super) fn student(probability: f64, freedom: u32) -> f64 {
    let density = |angle: f64| angle.cos().powi(freedom as i32 - 1);
    let area = |to: f64| {
        let step = to / f64::from(PIECES);
        let inner: f64 =
            (1..PIECES).map(|n| f64::from(2 + n % 2 * 2) * density(f64::from(n) * step)).sum();
        (density(0.0) + inner + density(to)) * step / 3.0
    };
    let wanted = probability * area(FRAC_PI_2);
    let (mut low, mut high) = (0.0, FRAC_PI_2);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if area(middle) < wanted { low = middle } else { high = middle }
    }
    f64::from(freedom).sqrt() * low.tan()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn students_distribution_is_as_printed() {
        // "Student" (W. S. Gosset) as in every table of it: degrees of freedom, two-sided probability, standard errors.
        for (freedom, probability, printed) in [
            (1, 0.5, 1.0),
            (1, 0.95, 12.706),
            (4, 0.95, 2.776),
            (9, 0.99, 3.250),
            (19, 0.95, 2.093),
            (19, 0.999, 3.883),
            (120, 0.95, 1.980),
        ] {
            let found = student(probability, freedom);
            assert!((found - printed).abs() < 0.000_6, "{freedom} {probability}: {found}");
        }
    }

    #[test]
    fn a_quotient_has_the_error_of_a_mean_where_the_second_sums_are_equal() {
        let estimate = Estimate::of(&[(1.0, 2.0), (3.0, 2.0), (5.0, 2.0)]);
        // Of 0.5, 1.5, 2.5: deviation 1, so the error of their mean is 1 ÷ √3.
        assert!((estimate.mean - 1.5).abs() < 1e-12);
        assert!((estimate.error - 1.0 / 3.0_f64.sqrt()).abs() < 1e-12);
        assert_eq!(estimate.freedom, 2);
    }

    #[test]
    fn a_quotient_that_is_the_same_everywhere_has_no_error() {
        let estimate = Estimate::of(&[(1.0, 2.0), (10.0, 20.0), (4.0, 8.0)]);
        assert_eq!((estimate.mean, estimate.error), (0.5, 0.0));
    }
}
