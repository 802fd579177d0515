//! Chat Termination: who ended chats, in what way and why.

use super::super::definition::{Chart, ChartForm, Column, Figure, Key, Report, Table, Unit};
use super::{
    AVERAGE_SESSION_COLUMN, CHAT_FILTERS, CHATS_COLUMN, ENDED, OPEN_COLUMN, card, chats_of_kind,
    column,
};

const COLUMNS: &[Column] = &[
    CHATS_COLUMN,
    column(
        "ended",
        "Ended",
        Unit::Count,
        "chats that were concluded, by when they were created",
        "chats with `active_flag` 0",
        Figure::Of(ENDED),
    ),
    OPEN_COLUMN,
    column(
        "by_customer",
        "By the customer",
        Unit::Count,
        "chats that the customer ended",
        "chats with `ended_by` CLIENT",
        Figure::Of(chats_of_kind!("d.ended_by = 'CLIENT'")),
    ),
    column(
        "by_agent",
        "By an agent",
        Unit::Count,
        "chats that an agent ended, or that ended because the agent was lost or signed out",
        "chats with `ended_by` AGENT",
        Figure::Of(chats_of_kind!("d.ended_by = 'AGENT'")),
    ),
    column(
        "by_supervisor",
        "By a supervisor",
        Unit::Count,
        "chats that a supervisor ended",
        "chats with `ended_by` SUPERVISOR",
        Figure::Of(chats_of_kind!("d.ended_by = 'SUPERVISOR'")),
    ),
    column(
        "by_bot",
        "By a bot",
        Unit::Count,
        "chats that a bot ended, or that ended because the bot was lost",
        "chats with `ended_by` BOT",
        Figure::Of(chats_of_kind!("d.ended_by = 'BOT'")),
    ),
    column(
        "by_system",
        "By the system",
        Unit::Count,
        "chats that Holdfast ended, such as idle ones",
        "chats with `ended_by` SYSTEM",
        Figure::Of(chats_of_kind!("d.ended_by = 'SYSTEM'")),
    ),
    column(
        "agent_present",
        "Agent present",
        Unit::Count,
        "chats in which an agent was when they ended",
        "chats with `ended_agent` PRESENT",
        Figure::Of(chats_of_kind!("d.ended_agent = 'PRESENT'")),
    ),
    column(
        "agent_visited",
        "Agent gone",
        Unit::Count,
        "chats in which an agent had been, and none was when they ended",
        "chats with `ended_agent` VISITED",
        Figure::Of(chats_of_kind!("d.ended_agent = 'VISITED'")),
    ),
    column(
        "agent_absent",
        "No agent",
        Unit::Count,
        "chats that ended without ever having had an agent",
        "chats with `ended_agent` ABSENT",
        Figure::Of(chats_of_kind!("d.ended_agent = 'ABSENT'")),
    ),
    column(
        "inactive",
        "Inactive",
        Unit::Count,
        "chats that ended because nobody did anything any more",
        "chats with `ended_reason` INACTIVE",
        Figure::Of(chats_of_kind!("d.ended_reason = 'INACTIVE'")),
    ),
    AVERAGE_SESSION_COLUMN,
];

const OF_ENDINGS: &[Column] = &[CHATS_COLUMN, AVERAGE_SESSION_COLUMN];

pub(super) static REPORT: Report = Report {
    id: "chat-termination",
    title: "Chat Termination",
    about: "Who ended chats, in what way and why, and whether an agent was there, by when the chats were created.",
    filters: CHAT_FILTERS,
    has_service_level: false,
    only: None,
    tables: &[
        Table { id: "intervals", title: "By interval", key: Key::Interval, columns: COLUMNS },
        Table { id: "endings", title: "By ending", key: Key::Ending, columns: OF_ENDINGS },
        Table { id: "queues", title: "By queue", key: Key::Queue, columns: COLUMNS },
    ],
    cards: &[
        card("intervals", "ended"),
        card("intervals", "by_customer"),
        card("intervals", "by_agent"),
        card("intervals", "agent_absent"),
    ],
    charts: &[
        Chart {
            title: "Who ended chats",
            form: ChartForm::StackedBar,
            table: "intervals",
            series: &["by_customer", "by_agent", "by_supervisor", "by_bot", "by_system"],
        },
        Chart { title: "Endings", form: ChartForm::Bar, table: "endings", series: &["chats"] },
    ],
};
