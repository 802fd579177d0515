//! Answers as files: CSV and Parquet hold one table, XLSX and JSON all. Scheduled reports and downloads get the same bytes from here.

mod csv;
mod parquet;
mod xlsx;

use mart::reports::{Question, QuestionError};
use protocol::report::{Report, ReportTable};
use store::ReportReader;

use crate::answer::{answer, check_table};
use crate::error::ReportError;

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180.
    Csv,
    /// A workbook, a sheet a table.
    Xlsx,
    /// Columns, for analysis.
    Parquet,
    /// The answer as the interface gives it.
    Json,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Parquet, Self::Json];

    /// Its name and the ending of its files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
            Self::Json => "json",
        }
    }

    /// The format of a name.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn parse(name: &str) -> Result<Self, QuestionError> {
        let found = Self::ALL.into_iter().find(|format| format.as_str() == name);
        found.ok_or_else(|| {
            let detail = "format must be one of csv, xlsx, parquet, json".to_owned();
            QuestionError::new("format", name, detail)
        })
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Json => "application/json",
        }
    }
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// What it is called: letters, digits, `-`, `_` and `.` only.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Answers a question with a file. `table` of the question names the table, or leaves XLSX and JSON that one alone; without it CSV and
/// Parquet have the main one.
///
/// # Errors
/// A parameter that cannot be taken, or a warehouse that cannot be read.
pub fn export(
    reader: &dyn ReportReader,
    question: &Question,
    format: Format,
) -> Result<Export, ReportError> {
    check_table(question)?;
    let mut report = answer(reader, question)?;
    if let Some(id) = &question.table {
        report.tables.retain(|table| table.id == *id);
    }
    let bytes = match format {
        Format::Csv => main(&report).map(csv::write).unwrap_or_default(),
        Format::Parquet => match main(&report) {
            Some(table) => parquet::write(table)?,
            None => Vec::new(),
        },
        Format::Xlsx => xlsx::write(&report)?,
        Format::Json => serde_json::to_vec(&report).map_err(|why| ReportError::Write {
            format: format.as_str(),
            detail: why.to_string(),
        })?,
    };
    let table = question.table.as_ref().map(|table| format!("-{table}")).unwrap_or_default();
    let period = &question.period;
    let name =
        format!("{}{table}_{}_{}.{}", question.report.id, period.from, period.to, format.as_str());
    Ok(Export { name, media_type: format.media_type(), bytes })
}

fn main(report: &Report) -> Option<&ReportTable> {
    report.tables.first()
}
