//! Shows that the simulator notices: every sabotage is run on seed after seed until a check that must notice it does.

use crate::run::{Run, run_sabotaged};
use crate::sabotage::Sabotage;

/// How many seeds a sabotage may go unnoticed on.
const SEEDS_MAX: u64 = 40;

/// How one sabotage fared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// What was broken.
    pub what: &'static str,
    /// On which seed it was noticed; None: on none.
    pub seed: Option<u64>,
    /// What was said then, or what else was found first.
    pub said: String,
}

/// Breaks one rule after the other, and tells of each whether it was noticed.
pub fn run_mutants(mut each: impl FnMut(&Mutant)) {
    for sabotage in Sabotage::ALL {
        each(&hunt(sabotage));
    }
}

fn hunt(sabotage: Sabotage) -> Mutant {
    let what = sabotage.what();
    let mut said = "nothing".to_owned();
    for seed in 1..=SEEDS_MAX {
        let run = Run { seed, minutes: 30, agents: Some(3), is_ordinary: false };
        if let Err(failure) = run_sabotaged(run, Some(sabotage)) {
            said = failure.violation.to_string();
            if sabotage.noticed_by().contains(&failure.violation.check) {
                return Mutant { what, seed: Some(seed), said };
            }
        }
    }
    Mutant { what, seed: None, said }
}

#[cfg(test)]
mod tests {
    use domain::checks::Check;

    use super::*;

    #[test]
    fn a_wrap_up_that_does_not_end_is_noticed_at_its_limit_on_an_ordinary_day() {
        let run = Run { seed: 1, minutes: 24 * 60, agents: Some(20), is_ordinary: true };
        let failure = run_sabotaged(run, Some(Sabotage::StuckInWrapUp)).unwrap_err();
        assert_eq!(failure.violation.check, Check::EverythingEnds, "{failure}");
        assert!(failure.violation.detail.contains("wrap-up"), "{failure}");
        assert!(
            failure.at_ms < run.minutes * 60_000,
            "not only when the run comes to its end: {failure}"
        );
    }
}
