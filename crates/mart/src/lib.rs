//! Statistics and facts as pure folds over the event log.
//!
//! [`log`] is what the folds read of an event, and reads it from a line of the export format; [`statistics`] are the key-value pairs of one
//! chat; [`facts`] are the rows of the mart, and [`reports`] what is asked of them. The definitions of all measures are in docs/metrics.md. What it leaves out: IO, clocks, and the storage of what comes out.

pub mod facts;
pub mod log;
pub mod reports;
pub mod statistics;

pub use log::{Entry, Fact};
pub use statistics::{Chats, Mode, Session, Statistics};
