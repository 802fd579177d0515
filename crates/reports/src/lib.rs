//! Answers questions to reports from a warehouse, lists the chats behind a figure, and writes answers as JSON, CSV, XLSX and Parquet. All of
//! it comes from the definitions in `mart::reports`. What it leaves out: who may ask, over which way, and when (the gateway, the command line).

mod answer;
mod chats;
mod error;
mod export;
mod list;
mod names;
mod partial;
mod plan;
mod states;
mod table;
mod waits;

pub use answer::{answer, ask, check, page};
pub use chats::chats;
pub use error::ReportError;
pub use export::{Export, Format, export};
pub use list::list;
pub use mart::reports::{
    Question, QuestionError, REPORTS as DEFINITIONS, Report as Definition, metrics_section, report,
};
