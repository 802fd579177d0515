//! The reports, one a file; here is what several of them have in common.

mod agent_performance;
mod async_chat;
mod bots;
mod conversations;
mod message_statistics;
mod queue_performance;
mod resilience;
mod termination;

use super::definition::{Card, Column, Figure, Part, Report, Source, Unit, What};

/// All reports, in the order in which they are listed.
pub static REPORTS: [&Report; 8] = [
    &queue_performance::REPORT,
    &agent_performance::REPORT,
    &conversations::REPORT,
    &resilience::REPORT,
    &bots::REPORT,
    &message_statistics::REPORT,
    &termination::REPORT,
    &async_chat::REPORT,
];

/// What reports about chats may be narrowed by.
const CHAT_FILTERS: &[&str] =
    &["end_reason", "media_type", "media_origin", "language", "queue", "tenant"];

const fn count(source: Source, of: &'static str, hours: &'static str) -> Part {
    Part { source, what: What::Count(of), hours }
}

const fn sum(source: Source, of: &'static str, hours: &'static str) -> Part {
    Part { source, what: What::Sum(of), hours }
}

const fn max(source: Source, of: &'static str, hours: &'static str) -> Part {
    Part { source, what: What::Max(of), hours }
}

const fn column(
    id: &'static str,
    title: &'static str,
    unit: Unit,
    meaning: &'static str,
    formula: &'static str,
    figure: Figure,
) -> Column {
    Column { id, title, meaning, formula, unit, n: None, figure }
}

const fn card(table: &'static str, column: &'static str) -> Card {
    Card { table, column }
}

/// The number of chats of which something holds that the dimension row says.
macro_rules! chats_of_kind {
    ($condition:literal) => {
        $crate::reports::definition::Part {
            source: $crate::reports::definition::Source::Chats,
            what: $crate::reports::definition::What::Count($condition),
            hours: concat!("CASE WHEN ", $condition, " THEN h.sessions ELSE 0 END"),
        }
    };
}
use chats_of_kind;

/// The sum of a measure of chats, which has the same name by the hour.
macro_rules! chats_sum {
    ($measure:literal) => {
        $crate::reports::definition::Part {
            source: $crate::reports::definition::Source::Chats,
            what: $crate::reports::definition::What::Sum(concat!("c.", $measure)),
            hours: concat!("h.", $measure),
        }
    };
}
use chats_sum;

const CHATS: Part = count(Source::Chats, "1 = 1", "h.sessions");
const ACCEPTED: Part = count(Source::Chats, "c.agents_count > 0", "h.accepted");
const OPEN: Part = count(
    Source::Chats,
    "c.active_flag = 1",
    "CASE WHEN d.ended_by = 'NO_VALUE' THEN h.sessions ELSE 0 END",
);
const ENDED: Part = count(
    Source::Chats,
    "c.active_flag = 0",
    "CASE WHEN d.ended_by = 'NO_VALUE' THEN 0 ELSE h.sessions END",
);
const CONTINUED: Part = count(Source::Chats, "c.continued = 1", "h.continued");

const CHATS_COLUMN: Column = column(
    "chats",
    "Chats",
    Unit::Count,
    "chats created in the interval, whatever became of them",
    "number of `chat_created`",
    Figure::Of(CHATS),
);
const ACCEPTED_COLUMN: Column = column(
    "accepted",
    "Accepted",
    Unit::Count,
    "chats in which there was an agent",
    "chats with `agents_count` > 0",
    Figure::Of(ACCEPTED),
);
const OPEN_COLUMN: Column = column(
    "open",
    "Open",
    Unit::Count,
    "chats that are not concluded yet; their other figures are as of their last event",
    "chats with `active_flag` 1",
    Figure::Of(OPEN),
);
const CONTINUED_COLUMN: Column = column(
    "continued",
    "Continued",
    Unit::Count,
    "chats whose conversation went on in another chat, because the agent was lost or signed out",
    "chats with `continued` 1",
    Figure::Of(CONTINUED),
);
const AVERAGE_SESSION_COLUMN: Column = column(
    "average_duration",
    "Average duration",
    Unit::Seconds,
    "how long a chat lasts, from its creation to its conclusion, or to its last event if it is open",
    "sum of `session_duration` ÷ chats",
    Figure::Quotient(chats_sum!("session_duration"), CHATS),
)
.of("chats");
const AGENT_MESSAGES_COLUMN: Column = column(
    "agent_messages",
    "Agents' messages",
    Unit::Count,
    "messages that agents wrote to customers",
    "sum of `msg_from_agents_count`",
    Figure::Of(chats_sum!("msg_from_agents_count")),
);
const CUSTOMER_MESSAGES_COLUMN: Column = column(
    "customer_messages",
    "Customers' messages",
    Unit::Count,
    "messages that customers wrote, the opening question included",
    "sum of `msg_from_customers_count`",
    Figure::Of(chats_sum!("msg_from_customers_count")),
);
const BOT_MESSAGES_COLUMN: Column = column(
    "bot_messages",
    "Bots' messages",
    Unit::Count,
    "messages that bots wrote to customers",
    "sum of `msg_from_bots_count`",
    Figure::Of(chats_sum!("msg_from_bots_count")),
);
const REPLIES_COLUMN: Column = column(
    "replies",
    "Replies",
    Unit::Count,
    "times that agents answered: runs of customers' messages that were followed by one of agents'",
    "sum of `agent_reply_count`",
    Figure::Of(chats_sum!("agent_reply_count")),
);
const AVERAGE_REPLY_COLUMN: Column = column(
    "average_reply",
    "Average reply time",
    Unit::Seconds,
    "from the first message of the customer's run to the first of the agents' run that followed",
    "sum of `agent_reply_duration` ÷ replies",
    Figure::Quotient(chats_sum!("agent_reply_duration"), chats_sum!("agent_reply_count")),
)
.of("replies");
const LONGEST_REPLY_COLUMN: Column = column(
    "longest_reply",
    "Longest reply time",
    Unit::Seconds,
    "the longest of those times",
    "largest `agent_reply_max_duration`",
    Figure::Of(max(
        Source::Chats,
        "CASE WHEN c.agent_reply_count > 0 THEN c.agent_reply_max_duration END",
        "CASE WHEN h.agent_reply_count > 0 THEN h.agent_reply_max_duration END",
    )),
);
const AVERAGE_HANDLE_COLUMN: Column = column(
    "average_handle",
    "Average handle time",
    Unit::Seconds,
    "how long there was at least one agent in a chat that was accepted",
    "sum of `handle_duration` ÷ accepted",
    Figure::Quotient(chats_sum!("handle_duration"), ACCEPTED),
)
.of("accepted");
