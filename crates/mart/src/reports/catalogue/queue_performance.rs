//! Queue performance: what came to queues, what was answered, and how long it waited.

use super::super::definition::{
    Chart, ChartForm, Column, Figure, Key, Part, Report, Source, Table, Take, Unit, Waited,
};
use super::{ACCEPTED, CHATS, CONTINUED_COLUMN, card, chats_sum, column, count};

const ABANDONED: Part = count(
    Source::Chats,
    "c.active_flag = 0 AND c.continued = 0 AND c.agents_count = 0 AND c.bot_contained = 0",
    "h.abandoned - h.bot_contained",
);
const ANSWERED_OR_ABANDONED: Part = count(
    Source::Chats,
    "(c.agents_count > 0 OR (c.active_flag = 0 AND c.continued = 0 AND c.bot_contained = 0))",
    "h.accepted + h.abandoned - h.bot_contained",
);

const COLUMNS: &[Column] = &[
    column(
        "offered",
        "Offered",
        Unit::Count,
        "chats that came to the queue, by when they were created",
        "number of `chat_created`",
        Figure::Of(CHATS),
    ),
    column(
        "answered",
        "Answered",
        Unit::Count,
        "of them those that an agent entered",
        "chats with `agents_count` > 0",
        Figure::Of(ACCEPTED),
    ),
    column(
        "abandoned",
        "Abandoned",
        Unit::Count,
        "of them those that ended without an agent, were not continued, and were not contained by a bot",
        "chats with `active_flag` 0, `continued` 0, `agents_count` 0 and `bot_contained` 0",
        Figure::Of(ABANDONED),
    ),
    column(
        "contained",
        "Contained",
        Unit::Count,
        "of them those that a bot saw to alone",
        "chats with `bot_contained` 1",
        Figure::Of(count(Source::Chats, "c.bot_contained = 1", "h.bot_contained")),
    ),
    CONTINUED_COLUMN,
    column(
        "waiting",
        "Waiting",
        Unit::Count,
        "of them those that are open and have not had an agent yet",
        "chats with `active_flag` 1 and `agents_count` 0",
        Figure::Of(count(
            Source::Chats,
            "c.active_flag = 1 AND c.agents_count = 0",
            "CASE WHEN d.ended_by = 'NO_VALUE' THEN h.sessions - h.accepted ELSE 0 END",
        )),
    ),
    column(
        "answered_or_abandoned",
        "Answered or abandoned",
        Unit::Count,
        "chats whose wait is over, for better or worse: what service level and abandonment are shares of",
        "answered + abandoned",
        Figure::Of(ANSWERED_OR_ABANDONED),
    ),
    column(
        "within",
        "Within the service level",
        Unit::Count,
        "chats that an agent entered within the number of seconds asked for, 20 if none is asked for",
        "chats with `agents_count` > 0 and `wait_duration` ≤ `service_level_seconds`",
        Figure::Wait(Waited::Answered, Take::Within),
    ),
    column(
        "service_level",
        "Service level",
        Unit::Share,
        "share of the chats whose wait is over that an agent entered within those seconds",
        "within the service level ÷ (answered + abandoned)",
        Figure::WaitShare(Waited::Answered, Waited::Both),
    )
    .of("answered_or_abandoned"),
    column(
        "abandonment",
        "Abandonment",
        Unit::Share,
        "share of the chats whose wait is over that were abandoned",
        "abandoned ÷ (answered + abandoned)",
        Figure::Quotient(ABANDONED, ANSWERED_OR_ABANDONED),
    )
    .of("answered_or_abandoned"),
    column(
        "average_wait",
        "Average wait",
        Unit::Seconds,
        "how long chats that were answered waited for their first agent, from their creation or from a bot's passing them on",
        "sum of `wait_duration` ÷ answered",
        Figure::Wait(Waited::Answered, Take::Average),
    )
    .of("answered"),
    column(
        "median_wait",
        "Median wait",
        Unit::Seconds,
        "half of the chats that were answered waited no longer",
        "50th percentile of `wait_duration` of answered chats, nearest rank: the ⌈0.5 n⌉-th shortest",
        Figure::Wait(Waited::Answered, Take::Percentile(50)),
    )
    .of("answered"),
    column(
        "p90_wait",
        "Wait of nine in ten",
        Unit::Seconds,
        "nine in ten of the chats that were answered waited no longer",
        "90th percentile of `wait_duration` of answered chats, nearest rank: the ⌈0.9 n⌉-th shortest",
        Figure::Wait(Waited::Answered, Take::Percentile(90)),
    )
    .of("answered"),
    column(
        "longest_wait",
        "Longest wait",
        Unit::Seconds,
        "the longest wait of a chat that was answered or abandoned",
        "largest `wait_duration` of answered and abandoned chats",
        Figure::Wait(Waited::Both, Take::Longest),
    )
    .of("answered_or_abandoned"),
    column(
        "average_abandoned_wait",
        "Average wait of abandoned",
        Unit::Seconds,
        "how long chats that were abandoned had waited",
        "sum of `abandoned_wait_duration` ÷ abandoned",
        Figure::Quotient(chats_sum!("abandoned_wait_duration"), ABANDONED),
    )
    .of("abandoned"),
];

pub(super) static REPORT: Report = Report {
    id: "queue-performance",
    title: "Queue performance",
    about: "What came to the queues, what of it was answered, abandoned or went on, and how long it waited. A chat counts for the queue in which it arrived.",
    filters: &["queue", "media_type", "media_origin", "language", "tenant"],
    has_service_level: true,
    only: None,
    tables: &[
        Table { id: "intervals", title: "By interval", key: Key::Interval, columns: COLUMNS },
        Table { id: "queues", title: "By queue", key: Key::Queue, columns: COLUMNS },
    ],
    cards: &[
        card("intervals", "offered"),
        card("intervals", "service_level"),
        card("intervals", "abandonment"),
        card("intervals", "average_wait"),
        card("intervals", "longest_wait"),
    ],
    charts: &[
        Chart {
            title: "Answered, abandoned and contained",
            form: ChartForm::StackedBar,
            table: "intervals",
            series: &["answered", "abandoned", "contained"],
        },
        Chart {
            title: "Waits",
            form: ChartForm::Line,
            table: "intervals",
            series: &["average_wait", "median_wait", "p90_wait"],
        },
        Chart {
            title: "Service level",
            form: ChartForm::Line,
            table: "intervals",
            series: &["service_level", "abandonment"],
        },
    ],
};
