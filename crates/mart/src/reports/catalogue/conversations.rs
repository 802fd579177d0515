//! Conversations: each counted once, however many chats it took.

use super::super::definition::{
    Chart, ChartForm, Column, Figure, Key, Part, Report, Source, Table, Unit,
};
use super::{card, column, count};

const CONVERSATIONS: Part = count(Source::Conversations, "1 = 1", "h.conversations");
const RATINGS: Part = count(Source::Conversations, "v.rating IS NOT NULL", "h.ratings_count");

macro_rules! outcome {
    ($outcome:literal) => {
        count(
            Source::Conversations,
            concat!("v.outcome = '", $outcome, "'"),
            concat!("CASE WHEN h.outcome = '", $outcome, "' THEN h.conversations ELSE 0 END"),
        )
    };
}

macro_rules! measure {
    ($measure:literal) => {
        super::sum(Source::Conversations, concat!("v.", $measure), concat!("h.", $measure))
    };
}

const COLUMNS: &[Column] = &[
    column(
        "conversations",
        "Conversations",
        Unit::Count,
        "conversations that began in the interval, each counted once however many chats it took",
        "number of rows of `conversation_fact`",
        Figure::Of(CONVERSATIONS),
    ),
    column(
        "handled",
        "Handled",
        Unit::Count,
        "of them those in whose last chat an agent was, or which a bot ended",
        "conversations with outcome handled",
        Figure::Of(outcome!("handled")),
    ),
    column(
        "abandoned",
        "Abandoned",
        Unit::Count,
        "of them those whose last chat the customer ended without an agent having been in it",
        "conversations with outcome abandoned",
        Figure::Of(outcome!("abandoned")),
    ),
    column(
        "missed",
        "Missed",
        Unit::Count,
        "of them those whose last chat ended otherwise, without an agent having been in it",
        "conversations with outcome missed",
        Figure::Of(outcome!("missed")),
    ),
    column(
        "open",
        "Open",
        Unit::Count,
        "of them those with a chat that is not concluded",
        "conversations with outcome open",
        Figure::Of(outcome!("open")),
    ),
    column(
        "chats",
        "Chats",
        Unit::Count,
        "chats that the conversations took",
        "sum of `sessions_count`",
        Figure::Of(measure!("sessions_count")),
    ),
    column(
        "chats_a_conversation",
        "Chats a conversation",
        Unit::Number,
        "how many chats a conversation takes",
        "sum of `sessions_count` ÷ conversations",
        Figure::Quotient(measure!("sessions_count"), CONVERSATIONS),
    )
    .of("conversations"),
    column(
        "agents_a_conversation",
        "Agents a conversation",
        Unit::Number,
        "how many different agents a conversation meets",
        "sum of `agents_count` ÷ conversations",
        Figure::Quotient(measure!("agents_count"), CONVERSATIONS),
    )
    .of("conversations"),
    column(
        "transferred",
        "Transfers",
        Unit::Count,
        "agents that entered by a transfer, and transfers to a queue",
        "sum of `transferred_count`",
        Figure::Of(measure!("transferred_count")),
    ),
    column(
        "requeued",
        "Requeued",
        Unit::Count,
        "chats that took a conversation over from an agent that was lost or signed out",
        "sum of `requeued_count`",
        Figure::Of(measure!("requeued_count")),
    ),
    column(
        "average_queue_time",
        "Average time in queues",
        Unit::Seconds,
        "how long a conversation waits in queues, over all its chats",
        "sum of `queue_duration` ÷ conversations",
        Figure::Quotient(measure!("queue_duration"), CONVERSATIONS),
    )
    .of("conversations"),
    column(
        "average_handle",
        "Average handle time",
        Unit::Seconds,
        "how long there is at least one agent in a conversation's chats",
        "sum of `handle_duration` ÷ conversations",
        Figure::Quotient(measure!("handle_duration"), CONVERSATIONS),
    )
    .of("conversations"),
    column(
        "ratings",
        "Ratings",
        Unit::Count,
        "conversations that their customer rated",
        "conversations with a `rating`",
        Figure::Of(RATINGS),
    ),
    column(
        "average_rating",
        "Average rating",
        Unit::Number,
        "the last rating that customers gave, from 1 to 5",
        "sum of `rating` ÷ ratings",
        Figure::Quotient(
            super::sum(Source::Conversations, "COALESCE(v.rating, 0)", "h.rating_sum"),
            RATINGS,
        ),
    )
    .of("ratings"),
];

pub(super) static REPORT: Report = Report {
    id: "conversations",
    title: "Conversations",
    about: "What became of conversations, each counted once however many chats, agents and queues it took, by when they began and for the queue in which they did.",
    filters: &["queue", "media_type", "media_origin", "language"],
    has_service_level: false,
    only: None,
    tables: &[
        Table { id: "intervals", title: "By interval", key: Key::Interval, columns: COLUMNS },
        Table { id: "queues", title: "By queue", key: Key::Queue, columns: COLUMNS },
    ],
    cards: &[
        card("intervals", "conversations"),
        card("intervals", "handled"),
        card("intervals", "chats_a_conversation"),
        card("intervals", "average_rating"),
    ],
    charts: &[
        Chart {
            title: "Outcomes",
            form: ChartForm::StackedBar,
            table: "intervals",
            series: &["handled", "abandoned", "missed", "open"],
        },
        Chart {
            title: "Average times",
            form: ChartForm::Line,
            table: "intervals",
            series: &["average_queue_time", "average_handle"],
        },
    ],
};
