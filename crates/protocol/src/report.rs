//! Reports: what may be asked of the mart and how the answer looks. A report is made of tables; cards and charts only point at a table's
//! figures, so that they cannot disagree with it. What it leaves out: how a figure is computed, which docs/metrics.md says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Query parameters of `GET /api/reports/{report}`, of its `/chats` and of its `/export`. Which of them a report takes is in its
/// [`ReportInfo`]; one that it does not take is refused. Those that may be given several times are joined by commas.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReportQuestion {
    /// `today`, `yesterday`, `current_week`, `last_week`, `current_month` (when neither this nor `from` is given), `last_month`,
    /// `current_quarter`, `last_quarter`, `current_year`, `last_year`, `last_7_days`, `last_30_days`, `all`. Not together with `from` and `to`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// First day in the time zone, `2026-11-01`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day, itself included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// `hour`, `day` (if nothing is given), `week`, `month`, `quarter`, `year`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<String>,
    /// IANA name, `Europe/Berlin`; `UTC` if nothing is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// First day of a week: `monday` (if nothing is given: ISO weeks), `sunday`, `saturday`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week_start: Option<String>,
    /// Ids of queues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// Ids of agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// `csg_SessionEndedReason`: `DISCONNECT`, `QUIT`, `FORCE`, `INACTIVE`, `DB_ERROR`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_reason: Option<String>,
    /// e.g. `chat`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// e.g. `web`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_origin: Option<String>,
    /// e.g. `de`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Names of tenants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// Service level: answered within this many seconds; 20 if nothing is given, 1 to 3600.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_level_seconds: Option<String>,
    /// For `/chats`: the column whose figure was clicked on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// For `/chats`: the table that the column is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// For `/chats`: the start of the row's interval, as the row's `narrow` has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// For `/chats`: the row's other key, as the row's `narrow` has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Where a page goes on: `next` of the one before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Most rows of a page: 1 to 1000; 200 if nothing is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

/// A report that there is, in `GET /api/reports`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportInfo {
    /// Its id in the address, e.g. `queue-performance`.
    pub id: String,
    /// Its name, e.g. `Queue performance`.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub about: String,
    /// Names of the parameters of [`ReportQuestion`] that it takes.
    pub parameters: Vec<String>,
    /// Its tables, the main one first; a file that holds one table is of one of them.
    pub tables: Vec<ReportChoice>,
}

/// Answer of `GET /api/reports`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportList {
    /// The reports, in the order in which a screen lists them.
    pub reports: Vec<ReportInfo>,
    /// What there is to choose from, by the parameter's name (`queue`, `agent`, `end_reason`, `media_type`, `media_origin`, `language`, `tenant`).
    pub choices: BTreeMap<String, Vec<ReportChoice>>,
}

/// One value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportChoice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
}

/// What a figure is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A number of things.
    Count,
    /// Seconds; may have a fraction.
    Seconds,
    /// From 0 to 1.
    Share,
    /// A number that is none of the above, e.g. messages a chat.
    Number,
    /// RFC 3339, in UTC.
    Time,
    /// Words.
    Text,
}

/// A column of a table. Every figure says what it means in the words of docs/metrics.md.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportColumn {
    /// Its id in the table; also the head of exports.
    pub id: String,
    /// Its head.
    pub title: String,
    /// What it means.
    #[serde(default)]
    #[schema(required)]
    pub meaning: String,
    /// How it is computed; empty for a key.
    #[serde(default)]
    #[schema(required)]
    pub formula: String,
    /// What it is measured in.
    pub unit: Unit,
    /// The column that says of how many things this one is the average, median, share or the like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    /// Whether a figure of it can be asked for the chats behind it.
    pub has_chats: bool,
}

/// A value of a table: a number, a text, or null where there is none (an average of nothing).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Cell {
    /// A whole number.
    Whole(i64),
    /// A number with a fraction.
    Number(f64),
    /// Words, or a time.
    Text(String),
    /// There is none.
    Null,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReportRow {
    /// One a column.
    pub cells: Vec<Cell>,
    /// Parameters that, added to the question, ask for the chats behind this row alone.
    #[serde(default)]
    #[schema(required)]
    pub narrow: BTreeMap<String, String>,
}

/// A table of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReportTable {
    /// Its id in the report.
    pub id: String,
    /// Its head.
    pub title: String,
    /// Its columns.
    pub columns: Vec<ReportColumn>,
    /// Its rows, or a page of them.
    pub rows: Vec<ReportRow>,
    /// All rows in one: counts are added, averages are taken over everything, not over averages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<ReportRow>,
    /// Where the next page begins, as `after`; absent when these are all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A figure shown large: a column of a table's total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportCard {
    /// The table.
    pub table: String,
    /// The column of its total.
    pub column: String,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChartForm {
    /// Lines over time.
    Line,
    /// Bars side by side.
    Bar,
    /// Bars on top of each other, whose sum means something.
    StackedBar,
}

/// A chart of a table's columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportChart {
    /// Its head.
    pub title: String,
    /// How it is drawn.
    pub form: ChartForm,
    /// The table.
    pub table: String,
    /// The column along the axis.
    pub along: String,
    /// The columns that are drawn; all of one unit.
    pub series: Vec<String>,
}

/// The question as it was understood, with everything that was not given filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportAsked {
    /// First day.
    pub from: String,
    /// Last day, itself included.
    pub to: String,
    /// The length of a row.
    pub interval: String,
    /// The zone that days and hours are of.
    pub time_zone: String,
    /// First day of a week.
    pub week_start: String,
    /// All parameters to ask the same once more, `preset` replaced by its days.
    pub parameters: BTreeMap<String, String>,
}

/// Answer of `GET /api/reports/{report}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Report {
    /// Which one.
    pub report: ReportInfo,
    /// What was asked.
    pub asked: ReportAsked,
    /// The position in the journal that the figures stand for.
    pub position: u64,
    /// How far the mart is behind the log, in milliseconds.
    pub lag_ms: u64,
    /// Figures to show large.
    pub cards: Vec<ReportCard>,
    /// Charts.
    pub charts: Vec<ReportChart>,
    /// Tables; the first is the main one, and `after` and `limit` page through it.
    pub tables: Vec<ReportTable>,
}

/// A chat behind a figure, in `GET /api/reports/{report}/chats`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReportChat {
    /// The chat.
    pub chat: String,
    /// Its conversation, whose transcript `GET /api/conversations/{conversation}` has.
    pub conversation: String,
    /// When it was created, RFC 3339.
    pub started_at: String,
    /// When it was concluded; absent while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<String>,
    /// The queue's name.
    pub queue: String,
    /// Names of its agents.
    pub agents: Vec<String>,
    /// `handled`, `abandoned`, `contained` (by a bot alone), `continued` or `open`.
    pub outcome: String,
    /// The figure's own value for this chat, if it has one: its wait in a list behind an average wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Cell>,
}

/// Answer of `GET /api/reports/{report}/chats`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReportChats {
    /// The figure's column.
    pub column: ReportColumn,
    /// The chats, oldest first.
    pub chats: Vec<ReportChat>,
    /// Where the next page begins, as `after`; absent when these are all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
