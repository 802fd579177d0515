//! The time that agents spent in their statuses: hours of stretches that are over from the aggregate, the rest cut from the stretches.

use std::ops::ControlFlow;

use mart::facts::Field;
use mart::reports::{Part, Sql, What};
use store::{ReadError, ReportReader};

use crate::plan::Plan;

/// A piece of a stretch: agent, status, from and to (milliseconds), sessions in use.
pub(crate) type Piece = (Field, Field, i64, i64, i64);

/// The value of a part of a piece that is so long.
pub(crate) fn value(part: &Part, ms: i64, sessions: i64) -> i64 {
    match part.what {
        What::Sum("in_use_ms") => {
            if sessions > 0 {
                ms
            } else {
                0
            }
        }
        What::Sum("sessions_ms") => ms * sessions,
        What::Sum(_) | What::Count(_) | What::Max(_) => ms,
    }
}

/// Hands out the pieces that the aggregate does not have: what is not over, until now, and what is in the times that are read from rows.
///
/// # Errors
/// When they cannot be read.
pub(crate) fn pieces(
    reader: &dyn ReportReader,
    sql: &Sql,
    plan: &Plan,
    (from, to): (i64, i64),
    now: i64,
    each: &mut dyn FnMut(Piece),
) -> Result<(), ReadError> {
    let whole = [(from * 1_000, to * 1_000)];
    let rows: Vec<(i64, i64)> =
        plan.rows.iter().map(|(from, to)| (from * 1_000, to * 1_000)).collect();
    let mut cut = |times: &[(i64, i64)], is_open: bool| {
        let (Some(first), Some(last)) = (times.first(), times.last()) else { return Ok(()) };
        let statement = sql.stretches(first.0, last.1, is_open);
        reader.select(&statement.text, &statement.places, &mut |row| {
            if let [agent, status, Field::Integer(from), to, Field::Integer(sessions)] = row {
                let to = to.integer().unwrap_or(now);
                for (begin, end) in times {
                    let (begin, end) = (*begin.max(from), to.min(*end));
                    if begin < end {
                        each((agent.clone(), status.clone(), begin, end, *sessions));
                    }
                }
            }
            ControlFlow::Continue(())
        })
    };
    cut(&whole, true)?;
    cut(&rows, false)
}
