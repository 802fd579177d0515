//! Resilience: what became of conversations whose agent was lost.

use super::super::definition::{
    Chart, ChartForm, Column, Figure, Key, Part, Report, Source, Table, Unit,
};
use super::{card, column, count, max, sum};

const REQUEUED: Part = count(Source::Recoveries, "r.requeued_ts IS NOT NULL", "");
const ANSWERED: Part = count(Source::Recoveries, "r.answered_ts IS NOT NULL", "");
const ABSENT: &str = "r.absent_ts IS NOT NULL AND r.requeued_ts IS NOT NULL";
const ABSENT_MS: &str = "CASE WHEN r.absent_ts IS NOT NULL AND r.requeued_ts IS NOT NULL THEN r.requeued_ts - r.absent_ts ELSE 0 END";
// A largest of nothing is none, not 0.
const LONGEST_ABSENT_MS: &str = "CASE WHEN r.absent_ts IS NOT NULL AND r.requeued_ts IS NOT NULL THEN r.requeued_ts - r.absent_ts END";
const LONGEST_ANSWERED_MS: &str = "CASE WHEN r.answered_ts IS NOT NULL AND r.requeued_ts IS NOT NULL THEN r.answered_ts - r.requeued_ts END";
const ANSWERED_MS: &str = "CASE WHEN r.answered_ts IS NOT NULL AND r.requeued_ts IS NOT NULL THEN r.answered_ts - r.requeued_ts ELSE 0 END";

const COLUMNS: &[Column] = &[
    column(
        "interrupted",
        "Interrupted",
        Unit::Count,
        "chats that could not go on with their agent or bot, by when they were concluded",
        "number of `chat_concluded` that name a chat to go on in",
        Figure::Of(count(Source::Recoveries, "1 = 1", "")),
    ),
    column(
        "agents_lost",
        "Agents lost",
        Unit::Count,
        "of them those whose agent or bot was given up as lost to network trouble",
        "`disconnect_reason` AgentSessionLost",
        Figure::Of(count(Source::Recoveries, "r.reason = 'AgentSessionLost'", "")),
    ),
    column(
        "signed_out",
        "Agents signed out",
        Unit::Count,
        "of them those whose agent signed out",
        "`disconnect_reason` AgentLoggedOut",
        Figure::Of(count(Source::Recoveries, "r.reason = 'AgentLoggedOut'", "")),
    ),
    column(
        "requeued",
        "Requeued",
        Unit::Count,
        "of them those whose conversation entered its queue again, at its old place",
        "number of `chat_requeued` that continue them",
        Figure::Of(REQUEUED),
    ),
    column(
        "conversations_lost",
        "Conversations lost",
        Unit::Count,
        "of them those whose conversation did not enter its queue again: 0, or the chats are listed that make it more",
        "interrupted − requeued, counted one by one: chats without a `chat_requeued` that continues them",
        Figure::Of(count(Source::Recoveries, "r.requeued_ts IS NULL", "")),
    ),
    column(
        "answered",
        "Answered again",
        Unit::Count,
        "of them those that another agent, or the same, took up in the chat that went on",
        "`engagement_participant_entered` of an agent in the chat that continues them",
        Figure::Of(ANSWERED),
    ),
    column(
        "noticed",
        "After an absence",
        Unit::Count,
        "of them those whose agent had been absent before: what the time to requeue is of",
        "requeued, with an `agent_absent` of that agent before",
        Figure::Of(count(Source::Recoveries, ABSENT, "")),
    ),
    column(
        "average_time_to_requeue",
        "Average time to requeue",
        Unit::Seconds,
        "from the agent's becoming absent to the conversation's entering its queue again",
        "sum of (`chat_requeued` − `agent_absent`) ÷ after an absence",
        Figure::QuotientMs(
            sum(Source::Recoveries, ABSENT_MS, ""),
            count(Source::Recoveries, ABSENT, ""),
        ),
    )
    .of("noticed"),
    column(
        "longest_time_to_requeue",
        "Longest time to requeue",
        Unit::Seconds,
        "the longest of those times",
        "largest (`chat_requeued` − `agent_absent`)",
        Figure::OfMs(max(Source::Recoveries, LONGEST_ABSENT_MS, "")),
    )
    .of("noticed"),
    column(
        "average_time_to_agent",
        "Average time to the next agent",
        Unit::Seconds,
        "from entering the queue again to the next agent's entering the chat",
        "sum of (`engagement_participant_entered` − `chat_requeued`) ÷ answered again",
        Figure::QuotientMs(sum(Source::Recoveries, ANSWERED_MS, ""), ANSWERED),
    )
    .of("answered"),
    column(
        "longest_time_to_agent",
        "Longest time to the next agent",
        Unit::Seconds,
        "the longest of those times",
        "largest (`engagement_participant_entered` − `chat_requeued`)",
        Figure::OfMs(max(Source::Recoveries, LONGEST_ANSWERED_MS, "")),
    )
    .of("answered"),
    column(
        "messages_saved",
        "Messages saved",
        Unit::Count,
        "messages of the interrupted chats, all of which the next agent has before it",
        "sum of the messages of customers, agents and bots in them",
        Figure::Of(sum(Source::Recoveries, "r.messages_count", "")),
    ),
];

pub(super) static REPORT: Report = Report {
    id: "resilience",
    title: "Resilience",
    about: "What became of conversations whose agent was lost or signed out: how soon they waited again, how soon an agent took them up, and that none was lost.",
    filters: &["queue", "agent"],
    has_service_level: false,
    only: None,
    tables: &[
        Table { id: "intervals", title: "By interval", key: Key::Interval, columns: COLUMNS },
        Table { id: "queues", title: "By queue", key: Key::Queue, columns: COLUMNS },
        Table { id: "agents", title: "By agent", key: Key::Agent, columns: COLUMNS },
    ],
    cards: &[
        card("intervals", "interrupted"),
        card("intervals", "conversations_lost"),
        card("intervals", "average_time_to_requeue"),
        card("intervals", "average_time_to_agent"),
        card("intervals", "messages_saved"),
    ],
    charts: &[
        Chart {
            title: "Interrupted chats",
            form: ChartForm::Bar,
            table: "intervals",
            series: &["interrupted", "requeued", "answered"],
        },
        Chart {
            title: "Average times",
            form: ChartForm::Line,
            table: "intervals",
            series: &["average_time_to_requeue", "average_time_to_agent"],
        },
    ],
};
