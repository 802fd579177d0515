//! The waits of chats, read once for all tables of an answer.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use mart::facts::Field;
use mart::reports::Sql;
use store::{ReadError, ReportReader};

use crate::partial::Waits;

/// By interval (its number) and by queue (its key).
#[derive(Debug, Default)]
pub(crate) struct AllWaits {
    pub(crate) intervals: BTreeMap<i64, Waits>,
    pub(crate) queues: BTreeMap<i64, Waits>,
}

/// Reads them for intervals that have these boundaries.
///
/// # Errors
/// When they cannot be read.
pub(crate) fn read(
    reader: &dyn ReportReader,
    sql: &Sql,
    boundaries: &[i64],
) -> Result<AllWaits, ReadError> {
    let [from, .., to] = boundaries else { return Ok(AllWaits::default()) };
    let statement = sql.waits(*from, *to);
    let mut intervals = vec![Waits::default(); boundaries.len() - 1];
    let mut queues = BTreeMap::<i64, Waits>::new();
    // Rows mostly come by time, so that the interval is that of the row before.
    let mut index = 0;
    reader.select(&statement.text, &statement.places, &mut |row| {
        let [at, queue, agents, wait] = row else { return ControlFlow::Continue(()) };
        let number = |field: &Field| field.integer().unwrap_or_default();
        let at = number(at);
        let is_in = |index: usize| boundaries[index] <= at && at < boundaries[index + 1];
        if !is_in(index) {
            index = boundaries.partition_point(|boundary| *boundary <= at).saturating_sub(1);
            index = index.min(boundaries.len() - 2);
        }
        let (is_answered, wait) = (number(agents) > 0, number(wait));
        intervals[index].add(is_answered, wait, 1);
        queues.entry(number(queue)).or_default().add(is_answered, wait, 1);
        ControlFlow::Continue(())
    })?;
    Ok(AllWaits { intervals: (0..).zip(intervals).collect(), queues })
}
