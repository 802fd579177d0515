//! The calendar of the mart: quarter hours in UTC and their labels, ISO weeks. What it leaves out: other time zones, which are a report's.

use domain::Timestamp;

use super::table::{Field, Row};

/// A quarter of an hour.
pub(super) const INTERVAL_SECONDS: i64 = 900;

/// The start of the quarter hour of a moment, in epoch seconds.
#[must_use]
pub fn interval(at: Timestamp) -> i64 {
    at.0.div_euclid(INTERVAL_SECONDS * 1_000) * INTERVAL_SECONDS
}

/// The start of the hour of an interval.
#[must_use]
pub fn hour(interval: i64) -> i64 {
    interval.div_euclid(3_600) * 3_600
}

/// The row of an interval.
#[must_use]
pub(super) fn row(interval: i64) -> Row {
    // `2026-11-21T09:15:00.000Z`; years beyond four digits do not occur in a log.
    let text = Timestamp(interval * 1_000).to_string();
    let part = |to: usize| text.get(..to).unwrap_or(&text);
    let month = number(&text, 5);
    let (week, weekday) = week(interval.div_euclid(86_400));
    vec![
        Field::Integer(interval),
        part(10).into(),
        part(4).into(),
        part(7).into(),
        part(10).into(),
        format!("{} {}", part(10), text.get(11..13).unwrap_or("00")).into(),
        text.get(11..13).unwrap_or("00").into(),
        Field::Integer(weekday),
        Field::Integer(week),
        Field::Integer((month - 1) / 3 + 1),
    ]
}

fn number(text: &str, from: usize) -> i64 {
    text.get(from..from + 2).and_then(|digits| digits.parse().ok()).unwrap_or(1)
}

/// ISO week and weekday (Monday is 1) of a day counted from 1970-01-01, which was a Thursday.
fn week(day: i64) -> (i64, i64) {
    let weekday = (day + 3).rem_euclid(7) + 1;
    // A week belongs to the year of its Thursday.
    let thursday = day - weekday + 4;
    let year_start = {
        let text = Timestamp(thursday * 86_400_000).to_string();
        let first = format!("{}-01-01T00:00:00.000Z", text.get(..4).unwrap_or("1970"));
        Timestamp::parse_rfc3339(&first).map_or(0, |first| first.0.div_euclid(86_400_000))
    };
    ((thursday - year_start) / 7 + 1, weekday)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> String {
        let row = row(interval(Timestamp::parse_rfc3339(text).unwrap()));
        let fields: Vec<String> = row[1..]
            .iter()
            .map(|field| field.integer().map_or_else(|| field.text().to_owned(), |n| n.to_string()))
            .collect();
        fields.join(" | ")
    }

    #[test]
    fn an_interval_has_its_labels() {
        assert_eq!(
            labels("2026-11-21T09:29:59.999Z"),
            "2026-11-21 | 2026 | 2026-11 | 2026-11-21 | 2026-11-21 09 | 09 | 6 | 47 | 4"
        );
        let at = Timestamp::parse_rfc3339("2026-11-21T09:29:59.999Z").unwrap();
        assert_eq!(Timestamp(interval(at) * 1_000).to_string(), "2026-11-21T09:15:00.000Z");
        assert_eq!(Timestamp(hour(interval(at)) * 1_000).to_string(), "2026-11-21T09:00:00.000Z");
    }

    #[test]
    fn weeks_are_iso_weeks() {
        for (day, expected) in [
            ("2021-01-03", (53, 7)),
            ("2021-01-04", (1, 1)),
            ("2024-12-30", (1, 1)),
            ("2026-12-31", (53, 4)),
            ("2027-01-01", (53, 5)),
            ("1970-01-01", (1, 4)),
        ] {
            let at = Timestamp::parse_rfc3339(&format!("{day}T12:00:00Z")).unwrap();
            assert_eq!(week(at.0.div_euclid(86_400_000)), expected, "{day}");
        }
    }
}
