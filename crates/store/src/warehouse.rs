//! The warehouse port: the mart's tables and the position in the journal up to which they are filled. Rows and position change together, so
//! whoever fills it goes on where it left off, whenever it was stopped. What it leaves out: what the rows mean, which is the mart's.

use std::ops::ControlFlow;

use domain::Seq;
use mart::facts::{Field, Row, RowChange, Table};

use crate::error::{ReadError, WriteError};

/// The lengths of time over which the hourly aggregate is summed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// As it is kept.
    Hour,
    /// UTC days.
    Day,
    /// ISO weeks, from Monday.
    Week,
    /// Calendar months.
    Month,
    /// Calendar quarters.
    Quarter,
    /// Calendar years.
    Year,
}

impl Grain {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Hour, Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// The name of its table or view.
    #[must_use]
    pub fn table(self) -> &'static str {
        match self {
            Self::Hour => "agt_chat_stats_hour",
            Self::Day => "agt_chat_stats_day",
            Self::Week => "agt_chat_stats_week",
            Self::Month => "agt_chat_stats_month",
            Self::Quarter => "agt_chat_stats_quarter",
            Self::Year => "agt_chat_stats_year",
        }
    }
}

/// Reads a warehouse. Readers see every write that was done before the call began.
pub trait WarehouseReader: Send {
    /// The last event that its rows come from; 0 when it is empty.
    ///
    /// # Errors
    /// When it cannot be read.
    fn position(&self) -> Result<Seq, ReadError>;

    /// The row with a key.
    ///
    /// # Errors
    /// When it cannot be read.
    fn row(&self, table: &'static Table, key: &[Field]) -> Result<Option<Row>, ReadError>;

    /// Hands out all rows of a table by key, until `each` breaks. Numbers come before texts; texts go by their bytes.
    ///
    /// # Errors
    /// When they cannot be read.
    fn scan(
        &self,
        table: &'static Table,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), ReadError>;

    /// Hands out what is not over: chats with `active_flag` 1, stretches of an agent's status without an end. No other table has such rows.
    ///
    /// # Errors
    /// When they cannot be read.
    fn scan_open(
        &self,
        table: &'static Table,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), ReadError>;

    /// Hands out the aggregate over a length of time, with the columns of the hourly one, by key. `date_time_key` is the start of the day,
    /// week or longer.
    ///
    /// # Errors
    /// When it cannot be read.
    fn scan_aggregate(
        &self,
        grain: Grain,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), ReadError>;
}

/// Writes a warehouse. There is one writer.
///
/// Rules for implementers: a write is done whole or not at all, position and rows together. It need not survive a power cut, since what is
/// missing is filled from the journal again, but what is there afterwards is some earlier state, whole.
pub trait Warehouse: WarehouseReader {
    /// Connects, where that is needed and may take long: called before it is filled, with nothing held meanwhile. Every other call connects
    /// as well if it must, but a connection that was lost is first told as a failure, so that who fills it begins from what is stored.
    ///
    /// # Errors
    /// When that is not possible now.
    fn connect(&mut self) -> Result<(), WriteError> {
        Ok(())
    }

    /// Makes the changes, in order, and moves the position on to `to`.
    ///
    /// # Errors
    /// When they cannot be written; nothing of them is there.
    fn write(&mut self, to: Seq, changes: &[RowChange]) -> Result<(), WriteError>;

    /// Takes all rows away and goes back to position 0.
    ///
    /// # Errors
    /// When it cannot be written.
    fn clear(&mut self) -> Result<(), WriteError>;

    /// A reader for another thread.
    ///
    /// # Errors
    /// When one cannot be opened.
    fn reader(&self) -> Result<Box<dyn WarehouseReader>, ReadError>;
}
