//! The whole answer to a question: all its tables from the same rows, the cards and charts that point into them, and its pages.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use domain::Timestamp;
use mart::facts::Field;
use mart::reports::{self as definitions, ChartForm, Question, QuestionError};
use protocol::report::{
    Cell, ChartForm as FormOut, Report, ReportAsked, ReportCard, ReportChart, ReportChoice,
    ReportInfo,
};
use store::{ReadError, ReportReader};

use crate::error::ReportError;
use crate::names::AllNames;
use crate::table::{Maker, along};
use crate::waits::{self, AllWaits};

/// Reads a question: `given` are its parameters, `now` is when it is asked.
///
/// # Errors
/// A parameter that cannot be taken, or a warehouse that cannot be read.
pub fn ask(
    reader: &dyn ReportReader,
    report: &'static definitions::Report,
    given: &BTreeMap<String, String>,
    now: Timestamp,
) -> Result<Question, ReportError> {
    Ok(Question::parse(report, given, now, first_of(reader)?)?)
}

/// Refuses a question that would not be answered, without answering it: whether its queues, agents and other names are known, and its
/// table is one of the report's.
///
/// # Errors
/// A parameter that cannot be taken, or a warehouse that cannot be read.
pub fn check(reader: &dyn ReportReader, question: &Question) -> Result<(), ReportError> {
    check_table(question)?;
    at_once(reader, || {
        drop(AllNames::read(reader)?.narrowing(question)?);
        Ok(())
    })
}

/// Refuses a table that the report does not have.
pub(crate) fn check_table(question: &Question) -> Result<(), QuestionError> {
    match &question.table {
        Some(id) if question.report.table(id).is_none() => {
            let names: Vec<&str> = question.report.tables.iter().map(|table| table.id).collect();
            let detail = format!("table must be one of {}", names.join(", "));
            Err(QuestionError::new("table", id, detail))
        }
        Some(_) | None => Ok(()),
    }
}

/// The beginning of what the mart has.
fn first_of(reader: &dyn ReportReader) -> Result<Option<Timestamp>, ReadError> {
    let mut first = None;
    reader.select("SELECT MIN(date_time_key) FROM date_time", &[], &mut |row| {
        first = row.first().and_then(Field::integer).map(|second| Timestamp(second * 1_000));
        ControlFlow::Break(())
    })?;
    Ok(first)
}

/// Runs `read` so that all that it reads is of one moment.
pub(crate) fn at_once<T>(
    reader: &dyn ReportReader,
    read: impl FnOnce() -> Result<T, ReportError>,
) -> Result<T, ReportError> {
    let mut read = Some(read);
    let mut result = None;
    reader.in_snapshot(&mut || {
        if let Some(read) = read.take() {
            result = Some(read());
        }
    })?;
    let nothing = || ReadError::Io { detail: "the snapshot was not taken".to_owned() };
    result.unwrap_or_else(|| Err(nothing().into()))
}

/// Answers a question, with all rows.
///
/// # Errors
/// A parameter that cannot be taken, or a warehouse that cannot be read.
pub fn answer(reader: &dyn ReportReader, question: &Question) -> Result<Report, ReportError> {
    at_once(reader, || answer_now(reader, question))
}

fn answer_now(reader: &dyn ReportReader, question: &Question) -> Result<Report, ReportError> {
    let names = AllNames::read(reader)?;
    let sql = names.narrowing(question)?;
    let boundaries = question.period.boundaries().unwrap_or_default();
    let definition = question.report;
    let needs_waits =
        definition.tables.iter().flat_map(|table| table.columns).any(|column| column.needs_waits());
    let waits = match needs_waits {
        true => waits::read(reader, &sql, &boundaries)?,
        false => AllWaits::default(),
    };
    let maker = Maker {
        reader,
        question,
        sql: &sql,
        names: &names,
        boundaries: &boundaries,
        waits: &waits,
    };
    let tables: Result<Vec<_>, ReadError> =
        definition.tables.iter().map(|table| maker.table(table)).collect();
    let card = |card: &definitions::Card| ReportCard {
        table: card.table.to_owned(),
        column: card.column.to_owned(),
    };
    Ok(Report {
        report: info(definition),
        asked: asked(question),
        position: reader.position()?,
        lag_ms: 0,
        cards: definition.cards.iter().map(card).collect(),
        charts: definition.charts.iter().map(|chart| chart_out(definition, chart)).collect(),
        tables: tables?,
    })
}

fn chart_out(report: &definitions::Report, chart: &definitions::Chart) -> ReportChart {
    let key = report.table(chart.table).map_or(definitions::Key::Interval, |table| table.key);
    ReportChart {
        title: chart.title.to_owned(),
        form: match chart.form {
            ChartForm::Line => FormOut::Line,
            ChartForm::Bar => FormOut::Bar,
            ChartForm::StackedBar => FormOut::StackedBar,
        },
        table: chart.table.to_owned(),
        along: along(key).to_owned(),
        series: chart.series.iter().map(|column| (*column).to_owned()).collect(),
    }
}

/// A report as it is listed.
pub(crate) fn info(report: &definitions::Report) -> ReportInfo {
    ReportInfo {
        id: report.id.to_owned(),
        title: report.title.to_owned(),
        about: report.about.to_owned(),
        parameters: report.parameters().into_iter().map(str::to_owned).collect(),
        tables: report.tables.iter().map(table_choice).collect(),
    }
}

fn table_choice(table: &definitions::Table) -> ReportChoice {
    ReportChoice { value: table.id.to_owned(), label: table.title.to_owned() }
}

fn asked(question: &Question) -> ReportAsked {
    let period = &question.period;
    ReportAsked {
        from: period.from.to_string(),
        to: period.to.to_string(),
        interval: period.interval.as_str().to_owned(),
        time_zone: period.zone_name.clone(),
        week_start: period.week_start.as_str().to_owned(),
        parameters: question.parameters(),
    }
}

/// Leaves a page of the main table: at most `limit` rows, from the one on at which `after` says that it begins.
///
/// # Errors
/// When `after` is of no row.
pub fn page(mut report: Report, question: &Question) -> Result<Report, ReportError> {
    let Some(table) = report.tables.first_mut() else { return Ok(report) };
    let place = |cells: &[Cell]| match cells.get(1) {
        Some(Cell::Text(start)) => start.clone(),
        Some(Cell::Whole(_) | Cell::Number(_) | Cell::Null) | None => String::new(),
    };
    if let Some(after) = &question.after {
        let found = table.rows.iter().position(|row| place(&row.cells) == *after);
        let Some(found) = found else {
            let detail = "after must be what the page before has as next, to the same question";
            return Err(QuestionError::new("after", after, detail.to_owned()).into());
        };
        table.rows.drain(..found);
    }
    table.next = table.rows.get(question.limit).map(|row| place(&row.cells));
    table.rows.truncate(question.limit);
    Ok(report)
}
