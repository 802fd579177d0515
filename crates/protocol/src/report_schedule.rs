//! Bodies of the HTTP interface about reports that are sent by themselves. What it leaves out: the reports (`report`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The form of a report's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    /// Text with commas, one table.
    Csv,
    /// A workbook, a sheet a table.
    Xlsx,
    /// Columns, for analysis, one table.
    Parquet,
    /// The answer as `GET /api/reports/{report}` gives it, with all rows.
    Json,
}

/// How often a report is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SendEvery {
    /// Every day.
    Day,
    /// On one day of the week: `weekday`.
    Week,
    /// On one day of the month: `monthday`.
    Month,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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

/// `PUT /api/report-schedules/{schedule}`: all of a schedule. Either `mail` or `webhook`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportPlan {
    /// For people, one line of 1 to 100 characters.
    pub name: String,
    /// A report's id.
    pub report: String,
    /// What it is asked, by the names of [`crate::report::ReportQuestion`]: `preset` (`current_month` if absent), `interval`, `week_start`,
    /// what it is narrowed to, `service_level_seconds`, and `table` for a file with one table. Days are those of `time_zone` at the moment
    /// when the report is due.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
    /// The form of its file.
    pub format: ReportFormat,
    /// IANA name of the zone that `at` and all days are of.
    pub time_zone: String,
    /// How often.
    pub every: SendEvery,
    /// With `week`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekday: Option<DayOfWeek>,
    /// With `month`, 1 to 31; a month that has not so many days has its last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthday: Option<u8>,
    /// At what time of the day, `07:30`.
    pub at: String,
    /// To these 1 to 20 addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<Vec<String>>,
    /// To this address, by POST; `https://`, at most 2000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<String>,
    /// Whether it is in force.
    pub enabled: bool,
}

/// How far a sending has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportRunState {
    /// It is to be tried, or is being tried.
    Waiting,
    /// It was taken.
    Delivered,
    /// It was given up.
    Failed,
}

/// One sending of a scheduled report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportRun {
    /// Its id, the same at every attempt: the `Holdfast-Delivery` header of a webhook, and what the `Message-ID` of a mail begins with.
    pub delivery: String,
    /// The moment that it is for, RFC 3339.
    pub due: String,
    /// Whether somebody asked for it, out of turn.
    pub by_hand: bool,
    /// How far it has come.
    pub state: ReportRunState,
    /// When it is tried next, was taken, or was given up, RFC 3339.
    pub at: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was last tried, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tried_at: Option<String>,
    /// What went wrong at the last attempt; absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The name of the file that was last made, with the days that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The file's length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
}

/// A report that is sent by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportSchedule {
    /// Its id.
    pub id: String,
    /// All that was put.
    pub plan: ReportPlan,
    /// When it was made or last changed, RFC 3339.
    pub changed_at: String,
    /// When it is due next, RFC 3339; absent when it is not in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<String>,
    /// What was sent of late, the newest first.
    pub runs: Vec<ReportRun>,
}

/// Answer of `GET /api/report-schedules`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportScheduleList {
    /// All of them, by id.
    pub schedules: Vec<ReportSchedule>,
    /// Whether the server can send mail.
    pub mail: bool,
}

/// Answer of `PUT /api/report-schedules/{schedule}`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SavedReportSchedule {
    /// As it is now.
    pub schedule: ReportSchedule,
    /// The secret that a webhook's requests are signed with, when it is a new one; it is shown this once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

impl std::fmt::Debug for SavedReportSchedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SavedReportSchedule").finish_non_exhaustive()
    }
}

/// Answer of `POST /api/report-schedules/{schedule}/secret`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WebhookSecret {
    /// The new secret; it is shown this once, and the one before is good no more.
    pub secret: String,
}

impl std::fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebhookSecret").finish_non_exhaustive()
    }
}
