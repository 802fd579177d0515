//! The one writer of a tenant: batches, group commit, idempotency, sessions and resume, fan-out, timers and presence.
//!
//! Three threads: the *writer* decides commands against the core, the *committer* makes each batch durable and only then answers and
//! fans out, the *snapshotter* folds the journal into snapshots. Everything else talks to them through a [`Handle`]. A simulator drives
//! the same three without threads, as a [`Stepped`] engine. What it leaves
//! out: the rules (`domain`), storage (`store` and its adapters), sockets and wire formats (`gateway`).

mod answer;
mod answers;
mod attend;
mod batch;
mod check;
mod clock;
mod committer;
mod config;
mod decide;
mod engine;
mod filler;
mod follower;
mod handle;
mod inbox;
mod line;
mod load;
mod meters;
mod places;
mod presence;
mod publisher;
mod readers;
mod recent;
mod ring;
mod saboteur;
mod session;
mod signal;
mod snapshotter;
mod stepped;
mod subject;
mod typing;
mod writer;

pub use answer::{Answer, Answered};
pub use check::{CheckError, Checked, check};
pub use clock::{Clock, ManualClock, SystemClock};
pub use config::Config;
pub use engine::{Engine, Open, StartError};
pub use filler::{FillError, Filled, Filler};
pub use follower::Follower;
pub use handle::{Handle, Health};
pub use line::{Line, Names};
pub use places::{Place, place_of};
pub use saboteur::Saboteur;
pub use session::{Connected, Out, Reason, Session, SessionId, Viewer};
pub use signal::{PresenceState, Signal};
pub use stepped::Stepped;
