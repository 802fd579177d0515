//! The time that a report is about: days in a time zone, cut into intervals. What it leaves out: the time now, which is an argument.

use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};

/// Most intervals of an answer: a year of hours, with some to spare.
pub const INTERVALS_MAX: usize = 10_000;

/// The days that a report may be about.
pub(super) const FIRST_DAY: Date = date(1970, 1, 2);
pub(super) const LAST_DAY: Date = date(2999, 12, 30);

/// The length of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interval {
    /// Hours from the day's beginning: 23 or 25 on days on which clocks are changed.
    Hour,
    /// Days in the time zone.
    Day,
    /// Weeks.
    Week,
    /// Calendar months.
    Month,
    /// Calendar quarters.
    Quarter,
    /// Calendar years.
    Year,
}

impl Interval {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Hour, Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// Its name in questions.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

/// The first day of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeekStart {
    /// ISO weeks.
    Monday,
    /// As in North America.
    Sunday,
    /// As in much of the Middle East.
    Saturday,
}

impl WeekStart {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Monday, Self::Sunday, Self::Saturday];

    /// Its name in questions.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Sunday => "sunday",
            Self::Saturday => "saturday",
        }
    }

    fn weekday(self) -> Weekday {
        match self {
            Self::Monday => Weekday::Monday,
            Self::Sunday => Weekday::Sunday,
            Self::Saturday => Weekday::Saturday,
        }
    }
}

/// Days in a time zone, and how they are cut.
#[derive(Debug, Clone)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day, itself included.
    pub to: Date,
    /// The zone that days are of.
    pub zone: TimeZone,
    /// The zone's name.
    pub zone_name: String,
    /// The length of a row.
    pub interval: Interval,
    /// The first day of a week.
    pub week_start: WeekStart,
}

fn days(count: i64) -> Span {
    count.days()
}

/// A day with a span added; the same day beyond the calendar's end, which [`LAST_DAY`] keeps away.
fn plus(day: Date, span: Span) -> Date {
    day.checked_add(span).unwrap_or(day)
}

/// The first day of the week, month or longer that a day is in.
pub(super) fn start_of(day: Date, interval: Interval, week_start: WeekStart) -> Date {
    let first = |month: i8| Date::new(day.year(), month, 1).unwrap_or(day);
    match interval {
        Interval::Hour | Interval::Day => day,
        Interval::Week => {
            let since = day.weekday().since(week_start.weekday());
            plus(day, days(-i64::from(since)))
        }
        Interval::Month => first(day.month()),
        Interval::Quarter => first((day.month() - 1) / 3 * 3 + 1),
        Interval::Year => first(1),
    }
}

/// The first day of the interval that follows the one that begins on a day.
pub(super) fn next(start: Date, interval: Interval) -> Date {
    let span = match interval {
        Interval::Hour | Interval::Day => 1.day(),
        Interval::Week => 1.week(),
        Interval::Month => 1.month(),
        Interval::Quarter => 3.months(),
        Interval::Year => 1.year(),
    };
    plus(start, span)
}

impl Period {
    /// The moment at which a day begins, in epoch seconds: midnight, or when clocks skip it the moment after.
    fn begins(&self, day: Date) -> i64 {
        let start = day.to_zoned(self.zone.clone());
        start.map_or(0, |start| start.timestamp().as_second())
    }

    /// The moment at which it begins, in epoch seconds.
    #[must_use]
    pub fn start(&self) -> i64 {
        self.begins(self.from)
    }

    /// The moment at which it is over.
    #[must_use]
    pub fn end(&self) -> i64 {
        self.begins(plus(self.to, days(1)))
    }

    /// The moments at which its intervals begin, and its end, without gaps. The first and the last interval are cut to the period. None when
    /// there are more than [`INTERVALS_MAX`].
    #[must_use]
    pub fn boundaries(&self) -> Option<Vec<i64>> {
        let mut all = vec![self.start()];
        let mut day = start_of(self.from, self.interval, self.week_start);
        while day <= self.to {
            let next = next(day, self.interval);
            if self.interval == Interval::Hour {
                let (from, to) = (self.begins(day), self.begins(next));
                all.extend((from..to).step_by(3_600).skip(1));
            }
            all.push(self.begins(next).min(self.end()));
            if all.len() > INTERVALS_MAX + 1 {
                return None;
            }
            day = next;
        }
        Some(all)
    }

    /// What an interval that begins at a moment is called.
    #[must_use]
    pub fn label(&self, start: i64) -> String {
        let Ok(moment) = jiff::Timestamp::from_second(start) else { return start.to_string() };
        let at = moment.to_zoned(self.zone.clone());
        let first = start_of(at.date(), self.interval, self.week_start);
        match self.interval {
            Interval::Hour => at.strftime("%Y-%m-%d %H:%M%:z").to_string(),
            Interval::Day => first.to_string(),
            Interval::Week if self.week_start == WeekStart::Monday => {
                let week = first.iso_week_date();
                format!("{}-W{:02}", week.year(), week.week())
            }
            Interval::Week => first.to_string(),
            Interval::Month => first.strftime("%Y-%m").to_string(),
            Interval::Quarter => format!("{}-Q{}", first.year(), (first.month() - 1) / 3 + 1),
            Interval::Year => first.year().to_string(),
        }
    }
}
