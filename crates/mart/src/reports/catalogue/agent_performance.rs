//! Agent performance: what agents did, how fast, and in which status they spent their time.

use super::super::definition::{
    Chart, ChartForm, Column, Figure, Key, Part, Report, Source, Table, Unit,
};
use super::{card, column, count, max, sum};

const STAYS: Part = count(Source::Stays, "1 = 1", "h.engagements");
const HANDLE: Part = sum(Source::Stays, "e.handle_duration", "h.handle_duration");
const WRAP_UP: Part = sum(Source::Stays, "e.wrap_up_duration", "h.wrap_up_duration");
const REPLIES: Part = sum(Source::Stays, "e.reply_count", "h.reply_count");
const OFFERS: Part = count(Source::Offers, "1 = 1", "h.offers");
const MISSED: Part =
    count(Source::Offers, "o.answer IN ('timeout', 'auto_declined')", "h.offers_missed");
const STATUS_MS: Part = sum(Source::States, "status_ms", "h.status_ms");
const IN_USE_MS: Part = sum(Source::States, "in_use_ms", "h.in_use_ms");
const SESSIONS_MS: Part = sum(Source::States, "sessions_ms", "h.sessions_ms");

const SIGNED_IN: Column = column(
    "signed_in",
    "Signed in",
    Unit::Seconds,
    "how long agents were signed in, whatever their status and queue",
    "sum of the stretches of `agent_state_fact`, cut to the interval",
    Figure::OfMs(STATUS_MS),
);
const IN_USE: Column = column(
    "in_use",
    "With a chat",
    Unit::Seconds,
    "how long agents that were signed in led at least one chat, wrap-up included",
    "sum of those stretches in which `sessions_in_use` > 0",
    Figure::OfMs(IN_USE_MS),
);
const CONCURRENCY: Column = column(
    "concurrency",
    "Concurrency",
    Unit::Number,
    "how many chats agents led at a time while they led any",
    "sum of stretches × `sessions_in_use` ÷ time with a chat",
    Figure::Quotient(SESSIONS_MS, IN_USE_MS),
);

const COLUMNS: &[Column] = &[
    column(
        "chats",
        "Chats",
        Unit::Count,
        "stays of agents in chats, by when the agent entered; an agent that comes back counts again",
        "number of rows of `agent_engagement_fact`",
        Figure::Of(STAYS),
    ),
    column(
        "handle",
        "Handle time",
        Unit::Seconds,
        "how long agents were in chats, added up over chats at the same time",
        "sum of `handle_duration` of the stays",
        Figure::Of(HANDLE),
    ),
    column(
        "average_handle",
        "Average handle time",
        Unit::Seconds,
        "how long a stay is",
        "sum of `handle_duration` ÷ chats",
        Figure::Quotient(HANDLE, STAYS),
    )
    .of("chats"),
    column(
        "wrap_up",
        "Wrap-up time",
        Unit::Seconds,
        "how long agents wrote up chats after their end",
        "sum of `wrap_up_duration`",
        Figure::Of(WRAP_UP),
    ),
    column(
        "average_wrap_up",
        "Average wrap-up time",
        Unit::Seconds,
        "wrap-up for each stay, those without any included",
        "sum of `wrap_up_duration` ÷ chats",
        Figure::Quotient(WRAP_UP, STAYS),
    )
    .of("chats"),
    column(
        "messages",
        "Messages",
        Unit::Count,
        "messages that the agents wrote to customers",
        "sum of `messages_count`",
        Figure::Of(sum(Source::Stays, "e.messages_count", "h.messages_count")),
    ),
    column(
        "replies",
        "Replies",
        Unit::Count,
        "runs of customers' messages that the agent was the first to answer",
        "sum of `reply_count`",
        Figure::Of(REPLIES),
    ),
    column(
        "average_reply",
        "Average reply time",
        Unit::Seconds,
        "from the first message of the customer's run to the agent's answer",
        "sum of `reply_duration` ÷ replies",
        Figure::Quotient(sum(Source::Stays, "e.reply_duration", "h.reply_duration"), REPLIES),
    )
    .of("replies"),
    column(
        "longest_reply",
        "Longest reply time",
        Unit::Seconds,
        "the longest of those times",
        "largest `reply_max_duration`",
        Figure::Of(max(
            Source::Stays,
            "CASE WHEN e.reply_count > 0 THEN e.reply_max_duration END",
            "CASE WHEN h.reply_count > 0 THEN h.reply_max_duration END",
        )),
    ),
    column(
        "absences",
        "Absences",
        Unit::Count,
        "times that nothing was heard from the agent while it was in a chat",
        "sum of `absent_count`",
        Figure::Of(sum(Source::Stays, "e.absent_count", "h.absent_count")),
    ),
    column(
        "absent",
        "Absent time",
        Unit::Seconds,
        "how long that was, until the agent was heard again or was out",
        "sum of `absent_duration`",
        Figure::Of(sum(Source::Stays, "e.absent_duration", "h.absent_duration")),
    ),
    column(
        "lost",
        "Lost",
        Unit::Count,
        "stays that ended because the agent was given up as lost",
        "stays with `left_reason` disconnected",
        Figure::Of(count(Source::Stays, "e.left_reason = 'disconnected'", "h.lost_count")),
    ),
    column(
        "offers",
        "Offers",
        Unit::Count,
        "times that a chat was offered, by when that was",
        "number of rows of `offer_fact`",
        Figure::Of(OFFERS),
    ),
    column(
        "offers_accepted",
        "Accepted",
        Unit::Count,
        "offers that the agent took, or that were assigned to it when they ran out",
        "offers with `answer` accepted or auto_accepted",
        Figure::Of(count(
            Source::Offers,
            "o.answer IN ('accepted', 'auto_accepted')",
            "h.offers_accepted",
        )),
    ),
    column(
        "offers_declined",
        "Declined",
        Unit::Count,
        "offers that the agent declined or could not take",
        "offers with `answer` declined or unavailable",
        Figure::Of(count(
            Source::Offers,
            "o.answer IN ('declined', 'unavailable')",
            "h.offers_declined",
        )),
    ),
    column(
        "offers_missed",
        "Missed",
        Unit::Count,
        "offers that ran out without an answer",
        "offers with `answer` timeout or auto_declined",
        Figure::Of(MISSED),
    ),
    column(
        "missed_share",
        "Share missed",
        Unit::Share,
        "share of the offers that ran out without an answer",
        "missed ÷ offers",
        Figure::Quotient(MISSED, OFFERS),
    )
    .of("offers"),
    SIGNED_IN,
    IN_USE,
    CONCURRENCY,
];

const OF_STATUSES: &[Column] = &[SIGNED_IN, IN_USE, CONCURRENCY];

pub(super) static REPORT: Report = Report {
    id: "agent-performance",
    title: "Agent performance",
    about: "What agents handled and how fast, offers they took and missed, and the time they spent in their statuses.",
    filters: &["queue", "agent"],
    has_service_level: false,
    only: None,
    tables: &[
        Table { id: "intervals", title: "By interval", key: Key::Interval, columns: COLUMNS },
        Table { id: "agents", title: "By agent", key: Key::Agent, columns: COLUMNS },
        Table {
            id: "statuses",
            title: "By agent and status",
            key: Key::AgentStatus,
            columns: OF_STATUSES,
        },
    ],
    cards: &[
        card("intervals", "chats"),
        card("intervals", "average_handle"),
        card("intervals", "average_reply"),
        card("intervals", "missed_share"),
        card("intervals", "concurrency"),
    ],
    charts: &[
        Chart {
            title: "Chats and missed offers",
            form: ChartForm::Bar,
            table: "intervals",
            series: &["chats", "offers_missed"],
        },
        Chart {
            title: "Average times",
            form: ChartForm::Line,
            table: "intervals",
            series: &["average_handle", "average_wrap_up", "average_reply"],
        },
        Chart {
            title: "Chats by agent",
            form: ChartForm::Bar,
            table: "agents",
            series: &["chats", "offers_missed"],
        },
    ],
};
