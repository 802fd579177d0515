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
    let mut all = AllWaits::default();
    let [from, .., to] = boundaries else { return Ok(all) };
    let statement = sql.waits(*from, *to);
    // Rows come by time, so that the interval is mostly that of the row before.
    let mut index = 0;
    reader.select(&statement.text, &statement.places, &mut |row| {
        let [at, queue, agents, wait, chats] = row else { return ControlFlow::Continue(()) };
        let number = |field: &Field| field.integer().unwrap_or_default();
        let at = number(at);
        let is_in = |index: usize| boundaries[index] <= at && at < boundaries[index + 1];
        if !is_in(index) {
            index = boundaries.partition_point(|boundary| *boundary <= at).saturating_sub(1);
            index = index.min(boundaries.len() - 2);
        }
        let (is_answered, wait, chats) =
            (number(agents) > 0, number(wait), number(chats).unsigned_abs());
        all.intervals.entry(index as i64).or_default().add(is_answered, wait, chats);
        all.queues.entry(number(queue)).or_default().add(is_answered, wait, chats);
        ControlFlow::Continue(())
    })?;
    Ok(all)
}
