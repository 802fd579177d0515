//! Which of a time is read from aggregates, and which from rows: a day that a boundary of intervals splits, as in most zones, is read by the
//! hour, and an hour that one splits, as in zones that are half an hour off, from rows.

use mart::reports::Length;

/// Most pieces of one length, each of which is asked for by itself; with more of them that length is not used.
const PIECES_MAX: usize = 2_000;

const fn seconds(length: Length) -> i64 {
    match length {
        Length::Hour => 3_600,
        Length::Day => 86_400,
    }
}

/// From one second on, and before another.
pub(crate) type Span = (i64, i64);

/// What is read from where, in epoch seconds: each moment of the time in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Whole days and hours.
    pub(crate) aggregates: Vec<(Length, Span)>,
    /// Times whose rows are taken.
    pub(crate) rows: Vec<Span>,
}

impl Plan {
    /// For these boundaries (the beginning, where rows of the answer change, and the end) and a source that has these aggregates, the longest
    /// first.
    pub(crate) fn of(boundaries: &[i64], lengths: &[Length]) -> Self {
        let mut left = match boundaries {
            [first, .., last] => vec![(*first, *last)],
            _ => Vec::new(),
        };
        let mut aggregates = Vec::new();
        for length in lengths {
            let (whole, rest) = cut(&left, seconds(*length), boundaries);
            if whole.len() <= PIECES_MAX {
                aggregates.extend(whole.into_iter().map(|span| (*length, span)));
                left = rest;
            }
        }
        Self { aggregates, rows: left }
    }
}

/// Of some times the whole units that no boundary splits, and the rest; what is next to each other is one.
fn cut(times: &[Span], unit: i64, boundaries: &[i64]) -> (Vec<Span>, Vec<Span>) {
    let (mut whole, mut rest) = (Vec::new(), Vec::new());
    let start = |at: i64| at.div_euclid(unit) * unit;
    for (from, to) in times {
        let mut at = *from;
        let inner = boundaries.partition_point(|boundary| boundary <= from);
        let inner = boundaries[inner..].iter().take_while(|boundary| *boundary < to);
        for end in [from].into_iter().chain(inner).chain([to]).filter(|at| start(**at) != **at) {
            // The unit that a boundary or an end of the time splits, as far as it is in the time.
            let split = (start(*end).max(at), (start(*end) + unit).min(*to));
            put(&mut whole, (at, split.0));
            put(&mut rest, split);
            at = at.max(split.1);
        }
        put(&mut whole, (at, *to));
    }
    (whole, rest)
}

fn put(spans: &mut Vec<Span>, (from, to): Span) {
    if from >= to {
        return;
    }
    match spans.last_mut() {
        Some(last) if last.1 == from => last.1 = to,
        Some(_) | None => spans.push((from, to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600;
    const DAY: i64 = 24 * HOUR;

    fn hours(boundaries: &[i64]) -> (Vec<Span>, Vec<Span>) {
        let plan = Plan::of(boundaries, &[Length::Hour]);
        (plan.aggregates.into_iter().map(|(_, span)| span).collect(), plan.rows)
    }

    #[test]
    fn whole_hours_come_from_the_aggregate_and_split_ones_from_rows() {
        assert_eq!(hours(&[0, HOUR, 3 * HOUR]), (vec![(0, 3 * HOUR)], vec![]));
        // Half an hour off: both ends and the middle.
        let (whole, rows) = hours(&[1_800, 5 * HOUR + 1_800, 9 * HOUR + 1_800]);
        assert_eq!(whole, [(HOUR, 5 * HOUR), (6 * HOUR, 9 * HOUR)]);
        assert_eq!(rows, [(1_800, HOUR), (5 * HOUR, 6 * HOUR), (9 * HOUR, 9 * HOUR + 1_800)]);
        // Less than an hour, twice in one hour, and before 1970 began.
        assert_eq!(hours(&[900, 2_700]), (vec![], vec![(900, 2_700)]));
        assert_eq!(hours(&[0, 900, 2_700, 2 * HOUR]), (vec![(HOUR, 2 * HOUR)], vec![(0, HOUR)]));
        assert_eq!(hours(&[-HOUR, 0]), (vec![(-HOUR, 0)], vec![]));
        assert_eq!(hours(&[]), (vec![], vec![]));
        assert_eq!(Plan::of(&[0, HOUR], &[]).rows, [(0, HOUR)]);
    }

    #[test]
    fn hours_next_to_each_other_that_are_all_split_are_read_at_once() {
        let many: Vec<i64> = (0..10_000).map(|hour| hour * HOUR + 900).collect();
        assert_eq!(hours(&many), (vec![], vec![(900, 9_999 * HOUR + 900)]));
        // So are too many that are not.
        let many: Vec<i64> = (0..3_000).map(|day| day * DAY + 900).collect();
        assert_eq!(hours(&many), (vec![], vec![(900, 2_999 * DAY + 900)]));
    }

    #[test]
    fn whole_days_come_before_whole_hours() {
        let of = |boundaries: &[i64]| Plan::of(boundaries, &[Length::Day, Length::Hour]);
        assert_eq!(of(&[0, 2 * DAY, 5 * DAY]).aggregates, [(Length::Day, (0, 5 * DAY))]);
        // Months of a zone an hour ahead: the last hour of a day is the next month's first.
        let plan = of(&[-HOUR, 31 * DAY - HOUR, 59 * DAY - HOUR]);
        let expected = [
            (Length::Day, (0, 30 * DAY)),
            (Length::Day, (31 * DAY, 58 * DAY)),
            (Length::Hour, (-HOUR, 0)),
            (Length::Hour, (30 * DAY, 31 * DAY)),
            (Length::Hour, (58 * DAY, 59 * DAY - HOUR)),
        ];
        assert_eq!((plan.aggregates, plan.rows), (expected.to_vec(), vec![]));
        // Days of that zone: none is whole.
        let days: Vec<i64> = (0..30).map(|day| day * DAY - HOUR).collect();
        assert_eq!(of(&days).aggregates, [(Length::Hour, (-HOUR, 29 * DAY - HOUR))]);
        // A zone half an hour off needs all three.
        let plan = of(&[-1_800, 2 * DAY - 1_800]);
        let expected = [(Length::Day, (0, DAY)), (Length::Hour, (DAY, 2 * DAY - HOUR))];
        assert_eq!(plan.aggregates, expected);
        assert_eq!(plan.rows, [(-1_800, 0), (2 * DAY - HOUR, 2 * DAY - 1_800)]);
    }
}
