//! The port of reports: questions in SQL to the mart's tables. What it leaves out: what is asked, which is the reports' matter, and the rows'
//! meaning, which is the mart's.

use std::ops::ControlFlow;
use std::sync::Arc;

use domain::Seq;
use mart::facts::Field;

use crate::error::ReadError;

/// Ends what a reader is doing, from another thread.
pub type Interrupter = Arc<dyn Fn() + Send + Sync>;

/// Opens a reader for a thread of its own.
pub type OpenReports = Box<dyn Fn() -> Result<Box<dyn ReportReader>, ReadError> + Send + Sync>;

/// Asks a warehouse in SQL that SQLite and PostgreSQL both understand and answer alike: no functions but `sum`, `max`, `min`, `count` and
/// `coalesce`, every sum cast to `BIGINT`, whole-number division, texts compared by their bytes.
///
/// Rules for implementers: places are `?`, taken in order, and no text of a question has a `?` that is none. An answer has whole numbers, texts
/// and nulls. Nothing is written, and who writes is never held up.
pub trait ReportReader: Send {
    /// The last event that the rows come from; 0 when there are none.
    ///
    /// # Errors
    /// When it cannot be read.
    fn position(&self) -> Result<Seq, ReadError>;

    /// Hands out the rows of an answer, until `each` breaks.
    ///
    /// # Errors
    /// When they cannot be read, or the reader was interrupted.
    fn select(
        &self,
        sql: &str,
        places: &[Field],
        each: &mut dyn FnMut(&[Field]) -> ControlFlow<()>,
    ) -> Result<(), ReadError>;

    /// Has everything that `read` asks answered from the same rows, whatever is written meanwhile.
    ///
    /// # Errors
    /// When it cannot be begun or ended.
    fn in_snapshot(&self, read: &mut dyn FnMut()) -> Result<(), ReadError>;

    /// What ends a [`Self::select`] that is under way, with an error; without one it does nothing, and what is asked later is answered.
    fn interrupter(&self) -> Interrupter;
}
