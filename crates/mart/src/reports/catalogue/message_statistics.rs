//! Chat Message Statistics: who wrote how much, and how long answers took.

use super::super::definition::{Chart, ChartForm, Column, Figure, Key, Report, Table, Unit};
use super::{
    ACCEPTED, ACCEPTED_COLUMN, AGENT_MESSAGES_COLUMN, AVERAGE_HANDLE_COLUMN, AVERAGE_REPLY_COLUMN,
    AVERAGE_SESSION_COLUMN, BOT_MESSAGES_COLUMN, CHAT_FILTERS, CHATS, CHATS_COLUMN,
    CONTINUED_COLUMN, CUSTOMER_MESSAGES_COLUMN, LONGEST_REPLY_COLUMN, OPEN_COLUMN, REPLIES_COLUMN,
    card, chats_sum, column, count, max,
};
use crate::reports::definition::Source;

const COLUMNS: &[Column] = &[
    CHATS_COLUMN,
    ACCEPTED_COLUMN,
    column(
        "abandoned",
        "Abandoned",
        Unit::Count,
        "chats that ended, were not continued, and never had an agent, those that a bot contained included",
        "chats with `active_flag` 0, `continued` 0 and `agents_count` 0",
        Figure::Of(count(
            Source::Chats,
            "c.active_flag = 0 AND c.continued = 0 AND c.agents_count = 0",
            "h.abandoned",
        )),
    ),
    CONTINUED_COLUMN,
    OPEN_COLUMN,
    AGENT_MESSAGES_COLUMN,
    column(
        "agent_characters",
        "Agents' characters",
        Unit::Count,
        "characters in agents' messages, spaces included",
        "sum of `msg_from_agents_size`",
        Figure::Of(chats_sum!("msg_from_agents_size")),
    ),
    CUSTOMER_MESSAGES_COLUMN,
    column(
        "customer_characters",
        "Customers' characters",
        Unit::Count,
        "characters in customers' messages, spaces included",
        "sum of `msg_from_customers_size`",
        Figure::Of(chats_sum!("msg_from_customers_size")),
    ),
    BOT_MESSAGES_COLUMN,
    column(
        "bot_characters",
        "Bots' characters",
        Unit::Count,
        "characters in bots' messages, spaces included",
        "sum of `msg_from_bots_size`",
        Figure::Of(chats_sum!("msg_from_bots_size")),
    ),
    column(
        "agent_messages_a_chat",
        "Agents' messages a chat",
        Unit::Number,
        "how many messages agents write in a chat that was accepted",
        "sum of `msg_from_agents_count` ÷ accepted",
        Figure::Quotient(chats_sum!("msg_from_agents_count"), ACCEPTED),
    )
    .of("accepted"),
    column(
        "customer_messages_a_chat",
        "Customers' messages a chat",
        Unit::Number,
        "how many messages customers write in a chat",
        "sum of `msg_from_customers_count` ÷ chats",
        Figure::Quotient(chats_sum!("msg_from_customers_count"), CHATS),
    )
    .of("chats"),
    REPLIES_COLUMN,
    AVERAGE_REPLY_COLUMN,
    LONGEST_REPLY_COLUMN,
    column(
        "average_customer_wait",
        "Average customer's wait",
        Unit::Seconds,
        "from the last message of the customer's run to the first of the agents' run that followed",
        "sum of `customer_wait_duration` ÷ replies",
        Figure::Quotient(chats_sum!("customer_wait_duration"), chats_sum!("customer_wait_count")),
    )
    .of("replies"),
    column(
        "longest_customer_wait",
        "Longest customer's wait",
        Unit::Seconds,
        "the longest of those times",
        "largest `customer_wait_max_duration`",
        Figure::Of(max(
            Source::Chats,
            "CASE WHEN c.customer_wait_count > 0 THEN c.customer_wait_max_duration END",
            "CASE WHEN h.customer_wait_count > 0 THEN h.customer_wait_max_duration END",
        )),
    ),
    column(
        "customer_replies",
        "Customers' replies",
        Unit::Count,
        "times that customers answered: runs of agents' messages that were followed by one of the customer's",
        "sum of `customer_reply_count`",
        Figure::Of(chats_sum!("customer_reply_count")),
    ),
    column(
        "average_customer_reply",
        "Average customer's reply time",
        Unit::Seconds,
        "from the first message of the agents' run to the first of the customer's run that followed",
        "sum of `customer_reply_duration` ÷ customers' replies",
        Figure::Quotient(chats_sum!("customer_reply_duration"), chats_sum!("customer_reply_count")),
    )
    .of("customer_replies"),
    column(
        "average_agent_wait",
        "Average agent's wait",
        Unit::Seconds,
        "from the last message of the agents' run to the first of the customer's run that followed",
        "sum of `agent_wait_duration` ÷ customers' replies",
        Figure::Quotient(chats_sum!("agent_wait_duration"), chats_sum!("agent_wait_count")),
    )
    .of("customer_replies"),
    AVERAGE_HANDLE_COLUMN,
    AVERAGE_SESSION_COLUMN,
];

pub(super) static REPORT: Report = Report {
    id: "chat-message-statistics",
    title: "Chat Message Statistics",
    about: "How many messages customers, agents and bots wrote, and how long answers took, by when the chats were created.",
    filters: CHAT_FILTERS,
    has_service_level: false,
    only: None,
    tables: &[
        Table { id: "intervals", title: "By interval", key: Key::Interval, columns: COLUMNS },
        Table { id: "queues", title: "By queue", key: Key::Queue, columns: COLUMNS },
    ],
    cards: &[
        card("intervals", "chats"),
        card("intervals", "agent_messages"),
        card("intervals", "customer_messages"),
        card("intervals", "average_reply"),
    ],
    charts: &[
        Chart {
            title: "Messages",
            form: ChartForm::StackedBar,
            table: "intervals",
            series: &["customer_messages", "agent_messages", "bot_messages"],
        },
        Chart {
            title: "Average times between messages",
            form: ChartForm::Line,
            table: "intervals",
            series: &["average_reply", "average_customer_reply"],
        },
    ],
};
