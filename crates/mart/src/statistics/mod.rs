//! The statistics of one chat, folded from its events one at a time, in memory that does not grow with them. The rules are those of
//! docs/metrics.md; names follow Genesys Chat Server. What it leaves out: finding a chat's events, and what comes after its conclusion.

mod chats;
pub(crate) mod intervals;
mod output;
mod parties;
mod replies;
mod session;
mod sizes;

pub use chats::Chats;
pub use intervals::Intervals;
pub use output::{Mode, Value};
pub use parties::EndedAgent;
pub use session::Session;
pub use sizes::Messages;

use domain::Timestamp;

/// How a chat ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// By whom, e.g. `AGENT`.
    pub by: Box<str>,
    /// In what way, e.g. `FORCE`.
    pub reason: Box<str>,
}

/// All statistics of a chat at a moment: those of its whole session when it has ended, else as if it ended then. Times are whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is a key of docs/metrics.md")]
pub struct Statistics<'a> {
    pub tenant: &'a str,
    pub chat: &'a str,
    pub media_type: &'a str,
    pub media_origin: &'a str,
    pub language: &'a str,
    pub is_async: bool,
    pub started_at: Timestamp,
    pub ended: Option<&'a Ended>,
    pub ended_agent: EndedAgent,
    pub from_agents: Messages,
    pub from_customers: Messages,
    pub from_bots: Messages,
    pub agents: u64,
    pub coaches: u64,
    pub monitors: u64,
    pub bots: u64,
    pub total_time: u64,
    pub until_first_agent_time: u64,
    pub until_first_reply_time: u64,
    pub until_first_bot_time: u64,
    pub with_customer_time: u64,
    pub handle: Intervals,
    pub active_idle: Intervals,
    pub async_dormant: Intervals,
    pub async_idle: Intervals,
    pub agent_reply: Intervals,
    pub agent_wait: Intervals,
    pub customer_reply: Intervals,
    pub customer_wait: Intervals,
}
