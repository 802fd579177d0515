//! Reports: what each is made of, how a question to one is read, and the SQL that it becomes. Tables, cards, charts, the chats behind a figure
//! and exports all come from these definitions, so that they cannot disagree. What it leaves out: asking a warehouse and writing answers,
//! which is the crate `reports`.

mod catalogue;
mod definition;
mod document;
mod period;
mod question;
mod sql;

pub use catalogue::REPORTS;
pub use definition::{
    Card, Chart, ChartForm, Column, Figure, Key, Part, Report, Source, Table, Take, Unit, Waited,
    What,
};
pub use document::metrics_section;
pub use period::{INTERVALS_MAX, Interval, Period, WeekStart};
pub use question::{Filters, LIMIT_DEFAULT, LIMIT_MAX, Question, QuestionError, SERVICE_LEVEL_MAX};
pub use sql::{Behind, Cursor, Grouping, Length, Sql, Statement, has_aggregate, share_aggregates};

/// The report with an id.
#[must_use]
pub fn report(id: &str) -> Option<&'static Report> {
    REPORTS.iter().copied().find(|report| report.id == id)
}
