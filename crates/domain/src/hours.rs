//! A queue's hours: when it takes new chats, in the wall-clock time of a zone.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::refusal::{Code, Refusal};
use crate::time::Timestamp;

/// Most spans in a day.
pub const SPANS_MAX: usize = 8;
/// Most days on which a queue is closed out of turn.
pub const CLOSED_DATES_MAX: usize = 400;

/// How far it is looked for the next opening: as many closed days as there may be, and a week.
const DAYS_AHEAD: usize = CLOSED_DATES_MAX + 8;

/// From and until a time of the day, e.g. `09:00` and `17:30`; `24:00` is its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// From, included.
    pub from: String,
    /// Until, not included.
    pub until: String,
}

/// When a queue takes new chats.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// IANA name of the zone.
    pub time_zone: String,
    /// The spans of each day of the week, Monday first; always seven.
    pub week: Vec<Vec<Span>>,
    /// Days on which it is closed all day, `2026-12-25`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_dates: Vec<String>,
}

/// Minutes from midnight; None: not a time of the day.
fn minutes(text: &str) -> Option<i32> {
    if text == "24:00" {
        return Some(24 * 60);
    }
    let shape = text.len() == 5 && text.as_bytes()[2] == b':';
    let time = shape.then(|| text.parse::<Time>().ok()).flatten()?;
    Some(i32::from(time.hour()) * 60 + i32::from(time.minute()))
}

impl Hours {
    /// Refuses hours that say nothing or contradict themselves.
    ///
    /// # Errors
    /// A refusal that names the value.
    pub fn check(&self) -> Result<(), Refusal> {
        let invalid = |why: &'static str, value: &str| {
            Err(Refusal::new(Code::Invalid, why).field("hours", value))
        };
        if TimeZone::get(&self.time_zone).is_err() {
            return invalid(
                "time_zone must be an IANA name such as Europe/Berlin",
                &self.time_zone,
            );
        }
        if self.week.len() != 7 {
            return invalid("week has seven days, Monday first", &self.week.len().to_string());
        }
        for day in &self.week {
            if day.len() > SPANS_MAX {
                return invalid("a day has at most 8 spans", &day.len().to_string());
            }
            for span in day {
                let (from, until) = (minutes(&span.from), minutes(&span.until));
                if from.is_none() || until.is_none() || from >= until {
                    let value = format!("{} to {}", span.from, span.until);
                    return invalid("a span is from 09:00 until a later 17:30", &value);
                }
            }
        }
        if self.closed_dates.len() > CLOSED_DATES_MAX {
            return invalid("at most 400 closed dates", &self.closed_dates.len().to_string());
        }
        match self.closed_dates.iter().find(|date| date.parse::<Date>().is_err()) {
            Some(date) => invalid("a closed date is written 2026-12-25", date),
            None => Ok(()),
        }
    }

    /// Whether the queue takes new chats at a moment. Hours that cannot be read close nothing.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        let zone = TimeZone::get(&self.time_zone);
        let moment = jiff::Timestamp::from_millisecond(at.0);
        let (Ok(zone), Ok(moment)) = (zone, moment) else { return true };
        let local = zone.to_datetime(moment);
        if self
            .closed_dates
            .iter()
            .any(|date| date.parse().is_ok_and(|date: Date| date == local.date()))
        {
            return false;
        }
        let day = usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or(0);
        let now = i32::from(local.hour()) * 60 + i32::from(local.minute());
        let holds = |span: &Span| {
            minutes(&span.from).is_some_and(|from| from <= now)
                && minutes(&span.until).is_some_and(|until| now < until)
        };
        self.week.get(day).is_some_and(|spans| spans.iter().any(holds))
    }

    /// When it opens next, if it is closed at a moment and will open within about a year.
    #[must_use]
    pub fn opens_after(&self, at: Timestamp) -> Option<Timestamp> {
        if self.is_open(at) {
            return None;
        }
        let zone = TimeZone::get(&self.time_zone).ok()?;
        let today = zone.to_datetime(jiff::Timestamp::from_millisecond(at.0).ok()?).date();
        today.series(jiff::Span::new().days(1)).take(DAYS_AHEAD).find_map(|date| {
            let day = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
            let mut starts: Vec<i32> =
                self.week.get(day)?.iter().filter_map(|span| minutes(&span.from)).collect();
            starts.sort_unstable();
            starts.into_iter().find_map(|minute| {
                let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60));
                let local = date.at(hour, minute.ok()?, 0, 0);
                let moment = zone.to_ambiguous_timestamp(local).compatible().ok()?;
                let moment = Timestamp(moment.as_millisecond());
                (moment > at && self.is_open(moment)).then_some(moment)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office() -> Hours {
        let day = vec![Span { from: "09:00".into(), until: "17:30".into() }];
        let mut week = vec![day; 5];
        week.extend([vec![], vec![Span { from: "00:00".into(), until: "24:00".into() }]]);
        let closed_dates = vec!["2026-12-25".into()];
        Hours { time_zone: "Europe/Berlin".into(), week, closed_dates }
    }

    #[test]
    fn a_queue_is_open_in_its_own_zone_to_the_minute() {
        let open = |text: &str| office().is_open(Timestamp::parse_rfc3339(text).unwrap());
        assert!(!open("2026-11-20T07:59:59.999Z"), "a Friday, 08:59 in Berlin");
        assert!(open("2026-11-20T08:00:00Z"));
        assert!(open("2026-11-20T16:29:59.999Z"));
        assert!(!open("2026-11-20T16:30:00Z"));
        assert!(!open("2026-11-21T12:00:00Z"), "a Saturday");
        assert!(open("2026-11-22T22:59:59Z"), "a Sunday, open to midnight");
        assert!(!open("2026-12-25T12:00:00Z"), "closed out of turn");
        assert!(open("2026-07-17T07:00:00Z"), "in summer an hour earlier in UTC");
    }

    #[test]
    fn a_closed_queue_says_when_it_opens_next() {
        let next = |text: &str| {
            let at = Timestamp::parse_rfc3339(text).unwrap();
            office().opens_after(at).map(|at| at.to_string())
        };
        assert_eq!(next("2026-11-20T12:00:00Z"), None, "it is open");
        assert_eq!(next("2026-11-20T06:00:00Z").unwrap(), "2026-11-20T08:00:00.000Z");
        assert_eq!(next("2026-11-20T16:30:00Z").unwrap(), "2026-11-21T23:00:00.000Z", "Sunday");
        assert_eq!(next("2026-12-24T17:00:00Z").unwrap(), "2026-12-26T23:00:00.000Z", "a holiday");
        let mut never = office();
        never.week = vec![vec![]; 7];
        assert_eq!(never.opens_after(Timestamp(0)), None);
    }

    #[test]
    fn hours_that_make_no_sense_are_refused() {
        let wrong: [fn(&mut Hours); 5] = [
            |h| h.time_zone = "Mars/Olympus".into(),
            |h| h.week.truncate(6),
            |h| h.week[0][0].until = "09:00".into(),
            |h| h.week[0][0].from = "9".into(),
            |h| h.closed_dates.push("25.12.".into()),
        ];
        assert!(office().check().is_ok());
        for change in wrong {
            let mut hours = office();
            change(&mut hours);
            assert!(hours.check().is_err(), "{hours:?}");
        }
    }
}
