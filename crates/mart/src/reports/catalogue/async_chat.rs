//! Async Chat: chats that may be placed on hold, how long they slept and how they were handled.

use super::super::definition::{Chart, ChartForm, Column, Figure, Key, Report, Table, Unit};
use super::{
    ACCEPTED_COLUMN, AGENT_MESSAGES_COLUMN, AVERAGE_HANDLE_COLUMN, AVERAGE_REPLY_COLUMN,
    AVERAGE_SESSION_COLUMN, CHAT_FILTERS, CHATS_COLUMN, CUSTOMER_MESSAGES_COLUMN, OPEN_COLUMN,
    REPLIES_COLUMN, card, chats_sum, column,
};

const COLUMNS: &[Column] = &[
    CHATS_COLUMN,
    ACCEPTED_COLUMN,
    OPEN_COLUMN,
    column(
        "handle_periods",
        "Times handled",
        Unit::Count,
        "periods with at least one agent in an async chat",
        "sum of `handle_count`",
        Figure::Of(chats_sum!("handle_count")),
    ),
    AVERAGE_HANDLE_COLUMN,
    column(
        "dormant_periods",
        "Times on hold",
        Unit::Count,
        "periods from being placed on hold to the customer's next activity or an agent's entering",
        "sum of `async_dormant_count`",
        Figure::Of(chats_sum!("async_dormant_count")),
    ),
    column(
        "dormant_time",
        "Time on hold",
        Unit::Seconds,
        "how long those periods were together",
        "sum of `async_dormant_duration`",
        Figure::Of(chats_sum!("async_dormant_duration")),
    ),
    column(
        "average_dormant",
        "Average time on hold",
        Unit::Seconds,
        "how long such a period is",
        "sum of `async_dormant_duration` ÷ times on hold",
        Figure::Quotient(chats_sum!("async_dormant_duration"), chats_sum!("async_dormant_count")),
    )
    .of("dormant_periods"),
    column(
        "idle_periods",
        "Times idle",
        Unit::Count,
        "periods from the alert that a chat on hold was idle for too long to the next activity",
        "sum of `async_idle_count`",
        Figure::Of(chats_sum!("async_idle_count")),
    ),
    column(
        "average_idle",
        "Average time idle",
        Unit::Seconds,
        "how long such a period is",
        "sum of `async_idle_duration` ÷ times idle",
        Figure::Quotient(chats_sum!("async_idle_duration"), chats_sum!("async_idle_count")),
    )
    .of("idle_periods"),
    CUSTOMER_MESSAGES_COLUMN,
    AGENT_MESSAGES_COLUMN,
    REPLIES_COLUMN,
    AVERAGE_REPLY_COLUMN,
    AVERAGE_SESSION_COLUMN,
];

pub(super) static REPORT: Report = Report {
    id: "async-chat",
    title: "Async Chat",
    about: "Chats that may be placed on hold: how long they slept, how often agents took them up and how they answered, by when the chats were created.",
    filters: CHAT_FILTERS,
    has_service_level: false,
    only: Some("d.async_mode = 1"),
    tables: &[
        Table { id: "intervals", title: "By interval", key: Key::Interval, columns: COLUMNS },
        Table { id: "queues", title: "By queue", key: Key::Queue, columns: COLUMNS },
    ],
    cards: &[
        card("intervals", "chats"),
        card("intervals", "open"),
        card("intervals", "average_dormant"),
        card("intervals", "average_reply"),
    ],
    charts: &[
        Chart {
            title: "Times handled and on hold",
            form: ChartForm::Bar,
            table: "intervals",
            series: &["handle_periods", "dormant_periods"],
        },
        Chart {
            title: "Average times",
            form: ChartForm::Line,
            table: "intervals",
            series: &["average_handle", "average_reply"],
        },
    ],
};
