//! The event log as the folds read it: [`Entry`], made from a stored event or from a line of the export format, which another system may
//! have written. What it leaves out: what is not needed for a figure.

mod by_tenant;
mod data;
pub(crate) mod entry;
mod instant;
mod line;
mod lines;
mod order;
mod quick;
mod scan;
mod text;

pub use by_tenant::ByTenant;
pub use entry::{Concluded, Created, Entry, Fact};
pub use instant::parse as parse_instant;
pub use line::{Line, LineError, parse};
pub use lines::{Lines, Malformed};
pub use order::{Order, OrderError};
