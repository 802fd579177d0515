//! A question to a report, read from texts: each parameter checked, what is not given filled in, errors that name the field, the value and
//! the limit. What it leaves out: whether queues and agents of these ids are known, which the warehouse says.

use std::collections::BTreeMap;

use domain::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::definition::Report;
use super::period::{
    FIRST_DAY, INTERVALS_MAX, Interval, LAST_DAY, Period, WeekStart, next, start_of,
};

/// Rows of a page unless asked otherwise.
pub const LIMIT_DEFAULT: usize = 200;
/// Most rows of a page.
pub const LIMIT_MAX: usize = 1_000;
/// Seconds of the service level unless asked otherwise.
const SERVICE_LEVEL_DEFAULT: i64 = 20;
/// Most seconds of the service level.
pub const SERVICE_LEVEL_MAX: i64 = 3_600;
/// Most values of a filter.
const VALUES_MAX: usize = 100;
/// Most bytes of a parameter.
const BYTES_MAX: usize = 4_096;

/// A parameter that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct QuestionError {
    /// The parameter.
    pub field: &'static str,
    /// Its value.
    pub value: String,
    /// The limit it broke.
    pub limit: Option<String>,
    /// One sentence for a person.
    pub detail: String,
}

impl QuestionError {
    /// A parameter whose value is none.
    #[must_use]
    pub fn new(field: &'static str, value: &str, detail: String) -> Self {
        Self { field, value: value.to_owned(), limit: None, detail }
    }

    fn limit(mut self, limit: impl ToString) -> Self {
        self.limit = Some(limit.to_string());
        self
    }
}

/// What a report is narrowed to, by the parameter's name; absent: everything.
pub type Filters = BTreeMap<&'static str, Vec<String>>;

/// A question as it was understood.
#[derive(Debug, Clone)]
pub struct Question {
    /// To which report.
    pub report: &'static Report,
    /// About what time.
    pub period: Period,
    /// Narrowed to what.
    pub filters: Filters,
    /// Seconds of the service level.
    pub service_level_seconds: i64,
    /// Most rows of a page.
    pub limit: usize,
    /// Where the page begins.
    pub after: Option<String>,
    /// The table whose figure was clicked on, or that is exported.
    pub table: Option<String>,
    /// The column whose figure was clicked on.
    pub column: Option<String>,
    /// The interval of the figure's row.
    pub at: Option<String>,
    /// The other key of the figure's row.
    pub of: Option<String>,
    /// When it was asked.
    pub now: Timestamp,
}

/// The parameters of pages and of the chats behind a figure.
const OTHERS: [&str; 6] = ["limit", "after", "table", "column", "at", "of"];

/// The names of the presets.
const PRESETS: [&str; 13] = [
    "today",
    "yesterday",
    "current_week",
    "last_week",
    "current_month",
    "last_month",
    "current_quarter",
    "last_quarter",
    "current_year",
    "last_year",
    "last_7_days",
    "last_30_days",
    "all",
];

struct Reader<'a> {
    given: &'a BTreeMap<String, String>,
}

impl Reader<'_> {
    fn text(&self, field: &'static str) -> Result<Option<&str>, QuestionError> {
        let Some(text) = self.given.get(field) else { return Ok(None) };
        if text.len() > BYTES_MAX {
            let detail = format!("{field} has {} bytes; at most {BYTES_MAX}", text.len());
            let start: String = text.chars().take(80).collect();
            return Err(QuestionError::new(field, &start, detail).limit(BYTES_MAX));
        }
        Ok(Some(text))
    }

    fn word<T: Copy>(
        &self,
        field: &'static str,
        all: &[T],
        name: fn(T) -> &'static str,
        default: T,
    ) -> Result<T, QuestionError> {
        let Some(text) = self.text(field)? else { return Ok(default) };
        let found = all.iter().copied().find(|one| name(*one) == text);
        found.ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
            QuestionError::new(field, text, format!("{field} must be one of {}", names.join(", ")))
        })
    }

    fn number(&self, field: &'static str, max: i64, default: i64) -> Result<i64, QuestionError> {
        let Some(text) = self.text(field)? else { return Ok(default) };
        let number = text.parse().ok().filter(|number| (1..=max).contains(number));
        number.ok_or_else(|| {
            let detail = format!("{field} must be a whole number from 1 to {max}");
            QuestionError::new(field, text, detail).limit(max)
        })
    }

    fn day(&self, field: &'static str) -> Result<Option<Date>, QuestionError> {
        let Some(text) = self.text(field)? else { return Ok(None) };
        let is_plain = text.len() == 10;
        let day: Option<Date> = text.parse().ok().filter(|_| is_plain);
        let Some(day) = day else {
            let detail = format!("{field} must be a day such as 2026-11-21");
            return Err(QuestionError::new(field, text, detail));
        };
        if !(FIRST_DAY..=LAST_DAY).contains(&day) {
            let detail = format!("{field} must be from {FIRST_DAY} to {LAST_DAY}");
            return Err(QuestionError::new(field, text, detail).limit(LAST_DAY));
        }
        Ok(Some(day))
    }

    fn zone(&self) -> Result<(TimeZone, String), QuestionError> {
        let name = self.text("time_zone")?.unwrap_or("UTC");
        let zone = TimeZone::get(name).map_err(|_| {
            let detail = "time_zone must be a name of the IANA database such as Europe/Berlin";
            QuestionError::new("time_zone", name, detail.to_owned())
        })?;
        // In the spelling of the database, so that the same question is the same text.
        let name = zone.iana_name().unwrap_or(name).to_owned();
        Ok((zone, name))
    }

    /// The first and the last day.
    fn days(
        &self,
        today: Date,
        first: Date,
        week_start: WeekStart,
    ) -> Result<(Date, Date), QuestionError> {
        let (from, to) = (self.day("from")?, self.day("to")?);
        let preset = self.text("preset")?;
        if let (Some(preset), true) = (preset, from.is_some() || to.is_some()) {
            let detail = "preset is not given together with from and to".to_owned();
            return Err(QuestionError::new("preset", preset, detail));
        }
        match (from, to) {
            (None, None) => {
                preset_days(preset.unwrap_or("current_month"), today, first, week_start)
            }
            (from, to) => {
                let days = (from.unwrap_or(first), to.unwrap_or(today));
                if days.0 > days.1 {
                    let detail = format!("from must not be after to, which is {}", days.1);
                    let from = days.0.to_string();
                    return Err(QuestionError::new("from", &from, detail).limit(days.1));
                }
                Ok(days)
            }
        }
    }
}

fn preset_days(
    preset: &str,
    today: Date,
    first: Date,
    week_start: WeekStart,
) -> Result<(Date, Date), QuestionError> {
    let before = |day: Date| day.yesterday().unwrap_or(day);
    let current = |interval| {
        let start = start_of(today, interval, week_start);
        (start, before(next(start, interval)))
    };
    let last = |interval| {
        let end = before(start_of(today, interval, week_start));
        (start_of(end, interval, week_start), end)
    };
    let back = |days: i64| {
        let span = jiff::Span::new().days(days - 1);
        (today.checked_sub(span).unwrap_or(today), today)
    };
    Ok(match preset {
        "today" => (today, today),
        "yesterday" => (before(today), before(today)),
        "current_week" => current(Interval::Week),
        "last_week" => last(Interval::Week),
        "current_month" => current(Interval::Month),
        "last_month" => last(Interval::Month),
        "current_quarter" => current(Interval::Quarter),
        "last_quarter" => last(Interval::Quarter),
        "current_year" => current(Interval::Year),
        "last_year" => last(Interval::Year),
        "last_7_days" => back(7),
        "last_30_days" => back(30),
        "all" => (first.min(today), today),
        other => {
            let detail = format!("preset must be one of {}", PRESETS.join(", "));
            return Err(QuestionError::new("preset", other, detail));
        }
    })
}

fn is_known(report: &Report, name: &str) -> bool {
    report.parameters().contains(&name) || OTHERS.contains(&name)
}

impl Question {
    /// Reads a question. `now` is when it is asked, and `first` the beginning of what the mart has, which `all` begins with.
    ///
    /// # Errors
    /// The first parameter that the report does not take, or whose value is none.
    pub fn parse(
        report: &'static Report,
        given: &BTreeMap<String, String>,
        now: Timestamp,
        first: Option<Timestamp>,
    ) -> Result<Self, QuestionError> {
        if let Some((name, value)) = given.iter().find(|(name, _)| !is_known(report, name)) {
            let names = report.parameters();
            let detail = format!("{} takes no {name}; it takes {}", report.id, names.join(", "));
            return Err(QuestionError::new("parameter", &format!("{name}={value}"), detail));
        }
        let reader = Reader { given };
        let (zone, zone_name) = reader.zone()?;
        let week_start =
            reader.word("week_start", &WeekStart::ALL, WeekStart::as_str, WeekStart::Monday)?;
        let interval = reader.word("interval", &Interval::ALL, Interval::as_str, Interval::Day)?;
        let day_of = |at: Timestamp| {
            let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
            at.to_zoned(zone.clone()).date().clamp(FIRST_DAY, LAST_DAY)
        };
        let today = day_of(now);
        let (from, to) = reader.days(today, first.map_or(today, day_of), week_start)?;
        let period = Period { from, to, zone, zone_name, interval, week_start };
        if period.boundaries().is_none() {
            let name = interval.as_str();
            let detail = format!(
                "from {from} to {to} has more than {INTERVALS_MAX} intervals of one {name}; ask for longer ones or less time"
            );
            return Err(QuestionError::new("interval", name, detail).limit(INTERVALS_MAX));
        }
        let mut filters = Filters::new();
        for field in report.filters {
            let Some(text) = reader.text(field)?.filter(|text| !text.is_empty()) else { continue };
            let values: Vec<String> = text.split(',').map(str::to_owned).collect();
            if values.len() > VALUES_MAX {
                let detail = format!("{field} has {} values; at most {VALUES_MAX}", values.len());
                let start: String = text.chars().take(80).collect();
                return Err(QuestionError::new(field, &start, detail).limit(VALUES_MAX));
            }
            filters.insert(field, values);
        }
        let level =
            reader.number("service_level_seconds", SERVICE_LEVEL_MAX, SERVICE_LEVEL_DEFAULT)?;
        let limit = reader.number("limit", LIMIT_MAX as i64, LIMIT_DEFAULT as i64)?;
        let owned = |field| reader.text(field).map(|text| text.map(str::to_owned));
        Ok(Self {
            report,
            period,
            filters,
            service_level_seconds: level,
            limit: limit as usize,
            after: owned("after")?,
            table: owned("table")?,
            column: owned("column")?,
            at: owned("at")?,
            of: owned("of")?,
            now,
        })
    }

    /// All parameters to ask the same again, with days in the place of a preset.
    #[must_use]
    pub fn parameters(&self) -> BTreeMap<String, String> {
        let Period { from, to, zone_name, interval, week_start, .. } = &self.period;
        let mut all = BTreeMap::from([
            ("from".to_owned(), from.to_string()),
            ("to".to_owned(), to.to_string()),
            ("interval".to_owned(), interval.as_str().to_owned()),
            ("time_zone".to_owned(), zone_name.clone()),
            ("week_start".to_owned(), week_start.as_str().to_owned()),
        ]);
        for (field, values) in &self.filters {
            all.insert((*field).to_owned(), values.join(","));
        }
        if self.report.has_service_level {
            let seconds = self.service_level_seconds.to_string();
            all.insert("service_level_seconds".to_owned(), seconds);
        }
        all
    }
}
