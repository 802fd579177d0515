//! Which hours of a time are read from an aggregate, and which from rows: an hour that a boundary of intervals splits, as in zones that are
//! half an hour off, is read from rows.

use std::collections::BTreeSet;

const HOUR: i64 = 3_600;

/// Most hours that are read from rows one by one; with more of them all is read from rows at once.
const SPLIT_MAX: usize = 400;

/// What is read from where, in epoch seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Whole hours from the first on, before the second.
    pub(crate) hours: Option<(i64, i64)>,
    /// Hours within them that are not taken.
    pub(crate) split: BTreeSet<i64>,
    /// Times whose rows are taken.
    pub(crate) rows: Vec<(i64, i64)>,
}

impl Plan {
    /// For these boundaries: the beginning, where rows of the answer change, and the end.
    pub(crate) fn of(boundaries: &[i64]) -> Self {
        let (from, to) = match boundaries {
            [first, .., last] => (*first, *last),
            _ => (0, 0),
        };
        let first =
            from.div_euclid(HOUR) * HOUR + if from.rem_euclid(HOUR) == 0 { 0 } else { HOUR };
        let last = to.div_euclid(HOUR) * HOUR;
        let hour = |at: &i64| at.div_euclid(HOUR) * HOUR;
        let split: BTreeSet<i64> = boundaries
            .iter()
            .filter(|at| at.rem_euclid(HOUR) != 0)
            .map(hour)
            .filter(|hour| (first..last).contains(hour))
            .collect();
        if first >= last || split.len() > SPLIT_MAX {
            return Self::of_rows(from, to);
        }
        let mut rows: Vec<(i64, i64)> = split.iter().map(|hour| (*hour, *hour + HOUR)).collect();
        rows.extend([(from, first), (last, to)].into_iter().filter(|(from, to)| from < to));
        rows.sort_unstable();
        Self { hours: Some((first, last)), split, rows }
    }

    /// All from rows.
    pub(crate) fn of_rows(from: i64, to: i64) -> Self {
        Self { hours: None, split: BTreeSet::new(), rows: vec![(from, to)] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_hours_come_from_the_aggregate_and_split_ones_from_rows() {
        assert_eq!(Plan::of(&[0, HOUR, 3 * HOUR]).hours, Some((0, 3 * HOUR)));
        assert_eq!(Plan::of(&[0, HOUR, 3 * HOUR]).rows, []);
        // Half an hour off: both ends and the middle.
        let plan = Plan::of(&[1_800, 5 * HOUR + 1_800, 9 * HOUR + 1_800]);
        assert_eq!(plan.hours, Some((HOUR, 9 * HOUR)));
        assert_eq!(plan.split, BTreeSet::from([5 * HOUR]));
        assert_eq!(plan.rows, [(1_800, HOUR), (5 * HOUR, 6 * HOUR), (9 * HOUR, 9 * HOUR + 1_800)]);
        // Less than an hour, and before 1970 began.
        assert_eq!(Plan::of(&[900, 2_700]), Plan::of_rows(900, 2_700));
        assert_eq!(Plan::of(&[-HOUR, 0]).hours, Some((-HOUR, 0)));
        let many: Vec<i64> = (0..1_000).map(|hour| hour * HOUR + 900).collect();
        assert_eq!(Plan::of(&many), Plan::of_rows(900, 999 * HOUR + 900));
    }
}
