//! What every adapter must do, as suites that its own tests call; a breach panics with what was expected. What it leaves out: what is
//! an adapter's own, such as damaged files and full disks.

mod blobs;
mod journal;
mod scratch;
mod warehouse;

pub use blobs::blobs;
pub use journal::journal;
pub use scratch::scratch;
pub use warehouse::warehouse;
