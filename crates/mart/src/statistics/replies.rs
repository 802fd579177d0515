//! Waiting and replying: messages collapse into runs by one side, and each change of side gives one reply and one wait. What it leaves
//! out: bots, whose messages break no run.

use domain::Timestamp;

use super::intervals::Intervals;

/// Whose message it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Agents,
    Customer,
}

/// When a message was written, and how long the chat had been on hold and dormant until then: both are taken out of async chats.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) at: Timestamp,
    pub(crate) held_ms: u64,
    pub(crate) dormant_ms: u64,
}

/// The longest stretch of messages by one side: its first and its last.
#[derive(Debug, Clone, Copy)]
struct Run {
    side: Side,
    first: Moment,
    last: Moment,
}

/// The four sums of a chat.
#[derive(Debug, Clone, Default)]
pub(crate) struct Replies {
    run: Option<Run>,
    pub(crate) agent_reply: Intervals,
    pub(crate) agent_wait: Intervals,
    pub(crate) customer_reply: Intervals,
    pub(crate) customer_wait: Intervals,
}

impl Replies {
    /// Takes the next message. Returns the length of the reply that it is, in milliseconds, when it is the first of a run that answers one.
    pub(crate) fn message(&mut self, side: Side, now: Moment) -> Option<u64> {
        let before = self.run;
        if let Some(run) = &mut self.run
            && run.side == side
        {
            run.last = now;
            return None;
        }
        self.run = Some(Run { side, first: now, last: now });
        let Run { first, last, .. } = before?;
        let since_first = (now.at - first.at).0;
        let since_last = (now.at - last.at).0;
        match side {
            Side::Agents => {
                let reply = since_first.saturating_sub(now.held_ms - first.held_ms);
                self.agent_reply.add(reply);
                self.customer_wait.add(since_last);
                Some(reply)
            }
            Side::Customer => {
                self.customer_reply.add(since_first);
                self.agent_wait.add(since_last.saturating_sub(now.dormant_ms - last.dormant_ms));
                Some(since_first)
            }
        }
    }
}
