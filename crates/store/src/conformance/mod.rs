//! What every adapter must do, as suites that its own tests call; a breach panics with what was expected. What it leaves out: what is
//! an adapter's own, such as damaged files and full disks.

mod blobs;
mod journal;
mod reports;
mod scratch;
mod warehouse;

pub use blobs::blobs;
pub use journal::journal;
pub use reports::{Opened, reports};
pub use scratch::scratch;
pub use warehouse::warehouse;
