//! The time that agents spent in their statuses, as far as the aggregates do not have it: it is cut from the stretches.

use std::ops::ControlFlow;

use mart::facts::Field;
use mart::reports::{Part, Sql, Statement, What};
use store::{ReadError, ReportReader};

use crate::plan::Span;

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

/// Hands out the pieces that no aggregate has: what is not over in a time, until now, and what is over in those parts of it that are read from
/// rows.
///
/// # Errors
/// When they cannot be read.
pub(crate) fn pieces(
    reader: &dyn ReportReader,
    sql: &Sql,
    rows: &[Span],
    (from, to): Span,
    now: i64,
    each: &mut dyn FnMut(Piece),
) -> Result<(), ReadError> {
    let mut cut = |statement: &Statement, (begin, end): Span| {
        reader.select(&statement.text, &statement.places, &mut |row| {
            if let [agent, status, Field::Integer(from), to, Field::Integer(sessions)] = row {
                let to = to.integer().unwrap_or(now);
                let (begin, end) = (begin.max(*from), to.min(end));
                if begin < end {
                    each((agent.clone(), status.clone(), begin, end, *sessions));
                }
            }
            ControlFlow::Continue(())
        })
    };
    let ms = |(from, to): Span| (from * 1_000, to * 1_000);
    let whole = ms((from, to));
    cut(&sql.open_stretches(whole.1), whole)?;
    rows.iter()
        .map(|span| ms(*span))
        .try_for_each(|(from, to)| cut(&sql.stretches(from, to), (from, to)))
}
