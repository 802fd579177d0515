//! The mart's tables: names, columns and keys. What it leaves out: what fills them, and the aggregates' own columns (`aggregates`).

use super::aggregates::{
    AGT_AGENT_STATE_DAY, AGT_AGENT_STATE_HOUR, AGT_AGENT_STATS_DAY, AGT_AGENT_STATS_HOUR,
    AGT_CHAT_STATS_HOUR, AGT_CONVERSATION_STATS_HOUR,
};
use super::table::Table;

/// One row a chat.
pub static CHAT_SESSION_FACT: Table = Table {
    name: "chat_session_fact",
    columns: &[
        "media_server_ixn_guid",
        "start_date_time_key",
        "end_date_time_key",
        "start_ts",
        "end_ts",
        "tenant_key",
        "media_type_key",
        "queue_key",
        "chat_session_dim_key",
        "thread_id",
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
        "agent_reply_max_duration",
        "agent_wait_count",
        "agent_wait_duration",
        "agent_wait_max_duration",
        "customer_reply_count",
        "customer_reply_duration",
        "customer_reply_max_duration",
        "customer_wait_count",
        "customer_wait_duration",
        "customer_wait_max_duration",
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
        "active_flag",
        "continued",
        "create_audit_key",
    ],
    key: 1,
};

/// One row for each combination met of what is alike in many chats.
pub static CHAT_SESSION_DIM: Table = Table {
    name: "chat_session_dim",
    columns: &[
        "id",
        "media_origin",
        "language_name",
        "ended_by",
        "ended_reason",
        "async_mode",
        "ended_agent",
        "disconnect_reason",
    ],
    key: 1,
};

/// One row for each quarter of an hour.
pub static DATE_TIME: Table = Table {
    name: "date_time",
    columns: &[
        "date_time_key",
        "cal_date",
        "label_yyyy",
        "label_yyyy_mm",
        "label_yyyy_mm_dd",
        "label_yyyy_mm_dd_hh24",
        "label_hh24",
        "day_of_week",
        "week_of_year",
        "quarter",
    ],
    key: 1,
};

/// Media types met.
pub static MEDIA_TYPE: Table = Table {
    name: "media_type",
    columns: &["media_type_key", "media_name", "media_name_code", "is_online"],
    key: 1,
};

/// The tenant whose log this is.
pub static TENANT: Table =
    Table { name: "tenant", columns: &["tenant_key", "tenant_name"], key: 1 };

/// Queues met.
pub static QUEUE: Table =
    Table { name: "queue", columns: &["queue_key", "queue_id", "queue_name"], key: 1 };

/// People of the staff met.
pub static AGENT: Table = Table {
    name: "agent",
    columns: &["agent_key", "agent_id", "agent_name", "sessions_in_use"],
    key: 1,
};

/// One row per stay of an agent in a chat.
pub static AGENT_ENGAGEMENT_FACT: Table = Table {
    name: "agent_engagement_fact",
    columns: &[
        "engagement_id",
        "chat",
        "thread_id",
        "agent_key",
        "queue_key",
        "role",
        "how",
        "entered_ts",
        "left_ts",
        "left_reason",
        "handle_duration",
        "wrap_up_duration",
        "messages_count",
        "messages_size",
        "reply_count",
        "reply_duration",
        "reply_max_duration",
        "absent_count",
        "absent_duration",
    ],
    key: 1,
};

/// One row a conversation.
pub static CONVERSATION_FACT: Table = Table {
    name: "conversation_fact",
    columns: &[
        "thread_id",
        "date_time_key",
        "queue_key",
        "media_type_key",
        "media_origin",
        "language_name",
        "last_chat",
        "first_ts",
        "last_ts",
        "sessions_count",
        "agents_count",
        "engagements_count",
        "requeued_count",
        "transferred_count",
        "queue_duration",
        "handle_duration",
        "outcome",
        "rating",
    ],
    key: 1,
};

/// One row per offer.
pub static OFFER_FACT: Table = Table {
    name: "offer_fact",
    columns: &["offer_id", "chat", "agent_key", "queue_key", "offered_ts", "answered_ts", "answer"],
    key: 1,
};

/// One row per chat whose conversation went on in another chat, because its agent was lost or signed out.
pub static RECOVERY_FACT: Table = Table {
    name: "recovery_fact",
    columns: &[
        "recovery_id",
        "chat",
        "thread_id",
        "next_chat",
        "date_time_key",
        "agent_key",
        "queue_key",
        "reason",
        "absent_ts",
        "concluded_ts",
        "requeued_ts",
        "answered_ts",
        "messages_count",
    ],
    key: 1,
};

/// One row per stretch that an agent spends in a status with a number of sessions in use.
pub static AGENT_STATE_FACT: Table = Table {
    name: "agent_state_fact",
    columns: &["state_id", "agent_key", "status", "from_ts", "to_ts", "sessions_in_use"],
    key: 1,
};

/// One row a key a chat: the statistics attached at its end.
pub static G_USERDATA_HISTORY: Table = Table {
    name: "g_userdata_history",
    columns: &["id", "callid", "keyname", "value", "changetype", "added", "added_ts"],
    key: 1,
};

/// One row a report event.
pub static G_CUSTOM_DATA_S: Table = Table {
    name: "g_custom_data_s",
    columns: &["id", "callid", "report", "value", "added", "added_ts"],
    key: 1,
};

/// Under which name [`MART_STATE`] has whose events the rows come from.
pub const JOURNAL_STATE: &str = "journal";

/// What the projection remembers beside its rows: the options in force, the last interval, whose log it is.
pub static MART_STATE: Table = Table { name: "mart_state", columns: &["name", "value"], key: 1 };

/// All tables, in the order in which they are compared.
pub static TABLES: [&Table; 21] = [
    &TENANT,
    &MEDIA_TYPE,
    &QUEUE,
    &AGENT,
    &DATE_TIME,
    &CHAT_SESSION_DIM,
    &CHAT_SESSION_FACT,
    &AGENT_ENGAGEMENT_FACT,
    &CONVERSATION_FACT,
    &OFFER_FACT,
    &RECOVERY_FACT,
    &AGENT_STATE_FACT,
    &G_USERDATA_HISTORY,
    &G_CUSTOM_DATA_S,
    &AGT_CHAT_STATS_HOUR,
    &AGT_AGENT_STATS_HOUR,
    &AGT_AGENT_STATS_DAY,
    &AGT_AGENT_STATE_HOUR,
    &AGT_AGENT_STATE_DAY,
    &AGT_CONVERSATION_STATS_HOUR,
    &MART_STATE,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::TEXTS;

    #[test]
    fn every_text_is_a_column_and_no_table_has_one_twice() {
        for text in TEXTS {
            assert!(TABLES.iter().any(|table| table.column(text).is_some()), "{text}");
        }
        for table in TABLES {
            let names: std::collections::BTreeSet<_> = table.columns.iter().collect();
            assert_eq!(names.len(), table.columns.len(), "{}", table.name);
            assert!(table.key <= table.columns.len());
        }
    }
}
