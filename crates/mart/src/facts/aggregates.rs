//! The mart's aggregates: sums and largest values of what happened in an hour or a day. What it leaves out: longer times, which are views, and
//! how they are kept (`hours`, `rollup`).

use super::table::Table;

/// Measures of a chat that are summed over chats; seconds and counts. The last six are ours.
pub const SUMS: [&str; 34] = [
    "session_duration",
    "until_first_agent_duration",
    "until_first_reply_duration",
    "until_first_bot_duration",
    "agents_count",
    "bots_count",
    "msg_from_agents_count",
    "msg_from_agents_size",
    "msg_from_customers_count",
    "msg_from_customers_size",
    "msg_from_bots_count",
    "msg_from_bots_size",
    "agent_reply_count",
    "agent_reply_duration",
    "agent_wait_count",
    "agent_wait_duration",
    "customer_reply_count",
    "customer_reply_duration",
    "customer_wait_count",
    "customer_wait_duration",
    "handle_count",
    "handle_duration",
    "active_idle_count",
    "active_idle_duration",
    "async_dormant_count",
    "async_dormant_duration",
    "async_idle_count",
    "async_idle_duration",
    "wait_duration",
    "abandoned_wait_duration",
    "bot_sessions",
    "bot_contained",
    "bot_handed_over",
    "bot_handed_over_accepted",
];

/// Measures of a chat of which the largest counts.
pub const MAXES: [&str; 4] = [
    "agent_reply_max_duration",
    "agent_wait_max_duration",
    "customer_reply_max_duration",
    "customer_wait_max_duration",
];

/// How a chat's outcome is counted.
pub const OUTCOMES: [&str; 4] = ["sessions", "accepted", "abandoned", "continued"];

/// By what chats are put together.
const CHAT_STATS_KEY: [&str; 6] = [
    "date_time_key",
    "tenant_key",
    "media_type_key",
    "media_origin",
    "queue_key",
    "chat_session_dim_key",
];

const CHAT_STATS: [&str; CHAT_STATS_KEY.len() + OUTCOMES.len() + SUMS.len() + MAXES.len()] =
    joined([&CHAT_STATS_KEY, &OUTCOMES, &SUMS, &MAXES]);

/// Lists of columns as one, which must have room for just these.
const fn joined<const N: usize>(lists: [&[&'static str]; 4]) -> [&'static str; N] {
    let mut all = [""; N];
    let (mut list, mut from, mut at) = (0, 0, 0);
    while at < N {
        if from == lists[list].len() {
            (list, from) = (list + 1, 0);
        } else {
            all[at] = lists[list][from];
            (from, at) = (from + 1, at + 1);
        }
    }
    all
}

/// One row for each hour of the chats' start and what they have in common.
pub static AGT_CHAT_STATS_HOUR: Table =
    Table { name: "agt_chat_stats_hour", columns: &CHAT_STATS, key: CHAT_STATS_KEY.len() };

/// Columns of what agents did in a time.
const AGENT_STATS: &[&str] = &[
    "date_time_key",
    "agent_key",
    "queue_key",
    "engagements",
    "handle_duration",
    "wrap_up_duration",
    "messages_count",
    "messages_size",
    "reply_count",
    "reply_duration",
    "absent_count",
    "absent_duration",
    "lost_count",
    "offers",
    "offers_accepted",
    "offers_declined",
    "offers_missed",
    "reply_max_duration",
];

/// One row for each hour in which an agent entered or was offered chats of a queue.
pub static AGT_AGENT_STATS_HOUR: Table =
    Table { name: "agt_agent_stats_hour", columns: AGENT_STATS, key: 3 };

/// The same by the day.
pub static AGT_AGENT_STATS_DAY: Table =
    Table { name: "agt_agent_stats_day", columns: AGENT_STATS, key: 3 };

/// Columns of the time that agents spent in a status: milliseconds, of stretches that are over.
const AGENT_STATE: &[&str] =
    &["date_time_key", "agent_key", "status", "status_ms", "in_use_ms", "sessions_ms"];

/// One row for each hour that an agent spent, in whole or in part, in a status.
pub static AGT_AGENT_STATE_HOUR: Table =
    Table { name: "agt_agent_state_hour", columns: AGENT_STATE, key: 3 };

/// The same by the day.
pub static AGT_AGENT_STATE_DAY: Table =
    Table { name: "agt_agent_state_day", columns: AGENT_STATE, key: 3 };

/// One row for each hour in which conversations of a kind began, and their outcome.
pub static AGT_CONVERSATION_STATS_HOUR: Table = Table {
    name: "agt_conversation_stats_hour",
    columns: &[
        "date_time_key",
        "queue_key",
        "media_type_key",
        "media_origin",
        "language_name",
        "outcome",
        "conversations",
        "sessions_count",
        "agents_count",
        "engagements_count",
        "requeued_count",
        "transferred_count",
        "queue_duration",
        "handle_duration",
        "ratings_count",
        "rating_sum",
    ],
    key: 6,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::CHAT_SESSION_FACT;

    #[test]
    fn what_is_added_up_are_measures_of_the_fact() {
        for name in SUMS.iter().chain(&MAXES) {
            assert!(CHAT_SESSION_FACT.column(name).is_some(), "{name}");
        }
        let expected: Vec<&str> = OUTCOMES.into_iter().chain(SUMS).chain(MAXES).collect();
        assert_eq!(AGT_CHAT_STATS_HOUR.columns[AGT_CHAT_STATS_HOUR.key..], expected);
    }
}
