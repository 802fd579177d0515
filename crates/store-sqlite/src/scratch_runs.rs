//! Rows of runs of reports that are sent by themselves. What it leaves out: the statements.

use domain::{ReportScheduleId, Timestamp};
use rusqlite::Row;
use rusqlite::types::Type;
use store::{ReportRun, RunState};

use crate::scratch_reader::text;

/// The stored number of a state, never changed, and its moment.
pub(crate) fn state_columns(state: RunState) -> (i64, i64) {
    match state {
        RunState::Waiting(at) => (0, at.0),
        RunState::Delivered(at) => (1, at.0),
        RunState::Failed(at) => (2, at.0),
    }
}

fn state(row: &Row<'_>) -> rusqlite::Result<RunState> {
    let at = Timestamp(row.get(7)?);
    match row.get::<_, i64>(6)? {
        0 => Ok(RunState::Waiting(at)),
        1 => Ok(RunState::Delivered(at)),
        2 => Ok(RunState::Failed(at)),
        other => {
            let why = format!("{other} is no state of a run");
            Err(rusqlite::Error::FromSqlConversionFailure(6, Type::Integer, why.into()))
        }
    }
}

/// A row, in the order of the table's columns.
pub(crate) fn report_run(row: &Row<'_>) -> rusqlite::Result<ReportRun> {
    Ok(ReportRun {
        schedule: text(row, 0, ReportScheduleId::parse)?,
        delivery: row.get(1)?,
        due: Timestamp(row.get(2)?),
        by_hand: row.get(3)?,
        attempts: row.get(4)?,
        tried_at: row.get::<_, Option<i64>>(5)?.map(Timestamp),
        state: state(row)?,
        error: row.get(8)?,
        file: row.get(9)?,
        bytes: row.get::<_, i64>(10)?.unsigned_abs(),
    })
}
