//! Bots: what they saw to alone, and what they passed on.

use super::super::definition::{
    Chart, ChartForm, Column, Figure, Key, Part, Report, Source, Table, Unit,
};
use super::{BOT_MESSAGES_COLUMN, CHATS_COLUMN, card, chats_sum, column, count};

const WITH_BOT: Part = count(Source::Chats, "c.bot_sessions = 1", "h.bot_sessions");
const CONTAINED: Part = count(Source::Chats, "c.bot_contained = 1", "h.bot_contained");
const HANDED_OVER: Part = count(Source::Chats, "c.bot_handed_over = 1", "h.bot_handed_over");
const TAKEN_UP: Part =
    count(Source::Chats, "c.bot_handed_over_accepted = 1", "h.bot_handed_over_accepted");

const COLUMNS: &[Column] = &[
    CHATS_COLUMN,
    column(
        "with_bot",
        "With a bot",
        Unit::Count,
        "of them those in which there was a bot",
        "chats with `bots_count` > 0",
        Figure::Of(WITH_BOT),
    ),
    column(
        "contained",
        "Contained",
        Unit::Count,
        "chats that a bot saw to alone: they ended, were not continued, were not passed on and never had an agent",
        "chats with `bot_contained` 1",
        Figure::Of(CONTAINED),
    ),
    column(
        "containment",
        "Containment",
        Unit::Share,
        "share of the chats with a bot that were contained",
        "contained ÷ with a bot",
        Figure::Quotient(CONTAINED, WITH_BOT),
    )
    .of("with_bot"),
    column(
        "handed_over",
        "Handed over",
        Unit::Count,
        "chats that a bot passed to a queue, or that an agent entered after a bot",
        "chats with `bot_handed_over` 1",
        Figure::Of(HANDED_OVER),
    ),
    column(
        "taken_up",
        "Taken up",
        Unit::Count,
        "of those handed over, those that an agent entered",
        "chats with `bot_handed_over_accepted` 1",
        Figure::Of(TAKEN_UP),
    ),
    column(
        "taken_up_share",
        "Share taken up",
        Unit::Share,
        "share of those handed over that an agent entered",
        "taken up ÷ handed over",
        Figure::Quotient(TAKEN_UP, HANDED_OVER),
    )
    .of("handed_over"),
    column(
        "average_until_bot",
        "Average time until a bot",
        Unit::Seconds,
        "from a chat's creation to the first bot's entering",
        "sum of `until_first_bot_duration` ÷ with a bot",
        Figure::Quotient(chats_sum!("until_first_bot_duration"), WITH_BOT),
    )
    .of("with_bot"),
    BOT_MESSAGES_COLUMN,
];

pub(super) static REPORT: Report = Report {
    id: "bots",
    title: "Bots",
    about: "Chats with bots: what they contained and what they handed over, by when the chats were created.",
    filters: &["queue", "media_type", "media_origin", "language", "tenant"],
    has_service_level: false,
    only: None,
    tables: &[
        Table { id: "intervals", title: "By interval", key: Key::Interval, columns: COLUMNS },
        Table { id: "queues", title: "By queue", key: Key::Queue, columns: COLUMNS },
    ],
    cards: &[
        card("intervals", "with_bot"),
        card("intervals", "containment"),
        card("intervals", "handed_over"),
    ],
    charts: &[Chart {
        title: "Contained and handed over",
        form: ChartForm::StackedBar,
        table: "intervals",
        series: &["contained", "handed_over"],
    }],
};
