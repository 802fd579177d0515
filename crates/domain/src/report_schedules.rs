//! Reports that are sent by themselves: which one, in which form, when, and to whom. What it leaves out: whether there is such a report and
//! what it may be asked (the layer of reports), making and sending it (the gateway), and what a webhook is signed with.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::command::Command;
use crate::core::{Context, Core};
use crate::directory::{check_name, unknown};
use crate::event::{Body, PartyType};
use crate::id::ReportScheduleId;
use crate::messages::check_chars;
use crate::refusal::{Code, Refusal};
use crate::time::Timestamp;

/// Most schedules: each makes a report of its own.
pub const SCHEDULES_MAX: usize = 100;
/// Most addresses that one mail goes to.
pub const ADDRESSES_MAX: usize = 20;
/// Most bytes in a mail address, as in RFC 5321.
pub const ADDRESS_BYTES_MAX: usize = 254;
/// Most characters in a webhook's address.
pub const URL_CHARS_MAX: usize = 2_000;
/// Most parameters of a question.
pub const PARAMETERS_MAX: usize = 20;
/// Most characters in a parameter's value.
pub const PARAMETER_CHARS_MAX: usize = 4_096;
/// Most characters in the id of a report, and in the name of a parameter.
const WORD_CHARS_MAX: usize = 60;
/// How far a due moment is looked for: the longest time between two is 31 days, and a zone that skips a day takes one more.
const DAYS_LOOKED_AT: i64 = 33;

/// The form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    /// Text with commas, one table.
    Csv,
    /// A workbook, a sheet a table.
    Xlsx,
    /// Columns, for analysis, one table.
    Parquet,
    /// The answer as the interface gives it.
    Json,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the days are called what they are called")]
pub enum DayOfWeek {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl DayOfWeek {
    fn weekday(self) -> Weekday {
        match self {
            Self::Monday => Weekday::Monday,
            Self::Tuesday => Weekday::Tuesday,
            Self::Wednesday => Weekday::Wednesday,
            Self::Thursday => Weekday::Thursday,
            Self::Friday => Weekday::Friday,
            Self::Saturday => Weekday::Saturday,
            Self::Sunday => Weekday::Sunday,
        }
    }
}

/// On which days a report is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SendDays {
    /// On all.
    Daily,
    /// On one day of the week.
    Weekly(DayOfWeek),
    /// On one day of the month, 1 to 31; on the last one of a month that has not so many.
    Monthly(u8),
}

impl SendDays {
    fn has(self, date: Date) -> bool {
        match self {
            Self::Daily => true,
            Self::Weekly(day) => date.weekday() == day.weekday(),
            Self::Monthly(day) => {
                date.day() == i8::try_from(day).unwrap_or(i8::MAX).min(date.days_in_month())
            }
        }
    }
}

/// Where a report is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SendTo {
    /// By mail, to these addresses.
    Mail(Vec<String>),
    /// To a program that listens at an address.
    Webhook {
        /// Its address.
        url: String,
        /// Names the secret that requests are signed with; the secret itself is in no log.
        key: String,
    },
}

/// A report that is sent by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportSchedule {
    /// Its id.
    pub id: ReportScheduleId,
    /// Its name.
    pub name: String,
    /// Which report.
    pub report: String,
    /// What it is asked: the preset of its time, the interval, what it is narrowed to.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
    /// The form of its file.
    pub format: ReportFormat,
    /// IANA name of the zone that it is sent in, and that its days are of.
    pub time_zone: String,
    /// On which days.
    pub days: SendDays,
    /// At what time of these days, `07:30`.
    pub at: String,
    /// Where.
    pub to: SendTo,
    /// Whether it is in force.
    pub enabled: bool,
    /// When it was made or last changed; what was due before that is not sent any more.
    #[serde(with = "crate::event::rfc3339")]
    pub changed_at: Timestamp,
}

/// A time of the day written `07:30`.
fn time_of(text: &str) -> Option<Time> {
    let shape = text.len() == 5 && text.as_bytes()[2] == b':';
    shape.then(|| text.parse::<Time>().ok()).flatten()
}

impl ReportSchedule {
    /// The moments of the days from `first` on, `step` days apart. A time that clocks skip is as much later, one that comes twice is the
    /// first of both.
    fn moments(&self, at: Timestamp, step: i64) -> impl Iterator<Item = Timestamp> {
        let zone = TimeZone::get(&self.time_zone).ok();
        let moment = jiff::Timestamp::from_millisecond(at.0).ok();
        let place = zone.zip(moment).zip(time_of(&self.at));
        let days = self.days;
        // The day before or after is looked at too: a skipped day's moments are on the next one.
        (-1..DAYS_LOOKED_AT).filter_map(move |number| {
            let ((zone, moment), time) = place.as_ref()?;
            let today = zone.to_datetime(*moment).date();
            let date = today.checked_add((number * step).days()).ok()?;
            let local = days.has(date).then(|| date.to_datetime(*time))?;
            let moment = zone.to_ambiguous_timestamp(local).compatible().ok()?;
            Some(Timestamp(moment.as_millisecond()))
        })
    }

    /// The last moment at which it was due, `at` itself included.
    #[must_use]
    pub fn last_due(&self, at: Timestamp) -> Option<Timestamp> {
        self.moments(at, -1).find(|moment| *moment <= at)
    }

    /// The first moment after `at` at which it is due.
    #[must_use]
    pub fn next_due(&self, at: Timestamp) -> Option<Timestamp> {
        self.moments(at, 1).find(|moment| *moment > at)
    }
}

fn invalid(field: &'static str, value: impl ToString, why: impl Into<String>) -> Refusal {
    Refusal::new(Code::Invalid, why.into()).field(field, value)
}

/// What cannot be an address anywhere; whether somebody reads its mail only sending tells.
fn check_address(address: &str) -> Result<(), Refusal> {
    if address.len() > ADDRESS_BYTES_MAX {
        let detail = format!(
            "an address in mail has {} bytes, at most {ADDRESS_BYTES_MAX} are allowed",
            address.len()
        );
        return Err(Refusal::new(Code::TooLong, detail)
            .field("mail", address)
            .limit(ADDRESS_BYTES_MAX));
    }
    let is_plain = |c: char| !c.is_control() && !c.is_whitespace() && !"<>,;:\"()[]\\".contains(c);
    let parts = address.rsplit_once('@');
    let is_address = parts.is_some_and(|(name, host)| {
        !name.is_empty() && !name.contains('@') && host.split('.').all(|label| !label.is_empty())
    });
    if is_address && address.chars().all(is_plain) {
        return Ok(());
    }
    Err(invalid("mail", address, "mail must be addresses such as figures@example.com"))
}

fn check_to(to: &SendTo) -> Result<(), Refusal> {
    match to {
        SendTo::Mail(addresses) => {
            if addresses.is_empty() || addresses.len() > ADDRESSES_MAX {
                let count = addresses.len();
                let detail =
                    format!("mail has {count} addresses, from 1 to {ADDRESSES_MAX} are allowed");
                return Err(invalid("mail", count, detail).limit(ADDRESSES_MAX));
            }
            addresses.iter().try_for_each(|address| check_address(address))?;
            let twice =
                |(number, address): &(usize, &String)| addresses[..*number].contains(address);
            match addresses.iter().enumerate().find(twice) {
                Some((_, address)) => Err(invalid("mail", address, "mail has an address twice")),
                None => Ok(()),
            }
        }
        SendTo::Webhook { url, .. } => {
            check_chars("webhook", url, URL_CHARS_MAX)?;
            let is_link = url.starts_with("https://") || url.starts_with("http://");
            if is_link && !url.contains(|c: char| c.is_whitespace() || c.is_control()) {
                return Ok(());
            }
            Err(invalid("webhook", url, "webhook must begin with https:// and have no spaces"))
        }
    }
}

fn check(schedule: &ReportSchedule) -> Result<(), Refusal> {
    if schedule.id.as_str().contains(['@', ':']) {
        // Ids of deliveries are made of it, and of those the ids of letters.
        return Err(invalid("id", &schedule.id, "the id of a schedule has no @ and no :"));
    }
    check_name("name", &schedule.name)?;
    if schedule.name.contains(char::is_control) {
        return Err(invalid("name", &schedule.name, "name must be one line"));
    }
    check_chars("report", &schedule.report, WORD_CHARS_MAX)?;
    if schedule.parameters.len() > PARAMETERS_MAX {
        let count = schedule.parameters.len();
        let detail = format!("there are {count} parameters, at most {PARAMETERS_MAX} are allowed");
        return Err(Refusal::new(Code::TooLong, detail)
            .field("parameters", count)
            .limit(PARAMETERS_MAX));
    }
    for (name, value) in &schedule.parameters {
        check_chars("parameters", name, WORD_CHARS_MAX)?;
        check_chars("parameters", value, PARAMETER_CHARS_MAX)?;
    }
    if TimeZone::get(&schedule.time_zone).is_err() {
        let detail = "time_zone must be an IANA name such as Europe/Berlin";
        return Err(invalid("time_zone", &schedule.time_zone, detail));
    }
    if time_of(&schedule.at).is_none() {
        let detail = "at must be a time of the day from 00:00 to 23:59, such as 07:30";
        return Err(invalid("at", &schedule.at, detail).limit("00:00 to 23:59"));
    }
    if let SendDays::Monthly(day) = schedule.days
        && !(1..=31).contains(&day)
    {
        let detail = format!("monthday is {day}, it must be from 1 to 31");
        return Err(invalid("monthday", day, detail).limit("1 to 31"));
    }
    check_to(&schedule.to)
}

impl Core {
    /// Carries out a command about schedules, of who reads reports.
    pub(crate) fn change_report_schedules(
        &mut self,
        ctx: &Context,
        command: Command,
    ) -> Result<(), Refusal> {
        match ctx.by.party_type {
            PartyType::Supervisor | PartyType::Admin | PartyType::System => {}
            PartyType::Customer | PartyType::Agent | PartyType::Bot => {
                let detail = "only supervisors and admins schedule reports";
                return Err(Refusal::new(Code::NotAllowed, detail));
            }
        }
        let schedules = &self.state.directory.report_schedules;
        let body = match command {
            Command::PutReportSchedule(schedule) => {
                check(&schedule)?;
                if schedules.len() >= SCHEDULES_MAX && !schedules.contains_key(&schedule.id) {
                    let detail =
                        format!("there are {} report schedules; remove one first", schedules.len());
                    let refusal = Refusal::new(Code::AtLimit, detail);
                    return Err(refusal.field("schedule", &schedule.id).limit(SCHEDULES_MAX));
                }
                let report_schedule = ReportSchedule { changed_at: ctx.now, ..*schedule };
                Body::ReportScheduleChanged { report_schedule: Box::new(report_schedule) }
            }
            Command::RemoveReportSchedule { schedule } => {
                if !schedules.contains_key(&schedule) {
                    return Err(unknown("report schedule", &schedule));
                }
                Body::ReportScheduleRemoved { report_schedule: schedule }
            }
            other => unreachable!("{other:?} is not a command about schedules of reports"),
        };
        self.emit_about_none(ctx, body);
        Ok(())
    }
}
