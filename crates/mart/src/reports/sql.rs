//! The SQL that parts of figures, waits and the chats behind a figure become: the subset that SQLite and PostgreSQL share. What it leaves
//! out: asking it, and adding up what comes back.

use super::definition::{Column, Figure, Key, Part, Source, Waited, What};
use crate::facts::Field;

/// A statement with its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The text, with `?` for each place.
    pub text: String,
    /// What stands in the places.
    pub places: Vec<Field>,
}

/// By what rows are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// By time alone: quarter hours, or hours or days where they come from an aggregate.
    Time,
    /// By the key alone.
    Of(Key),
}

/// Over how long an aggregate's rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// An hour.
    Hour,
    /// A day, in UTC.
    Day,
}

/// What a report is narrowed to, with keys in the place of ids.
#[derive(Debug, Clone, Default)]
pub struct Sql {
    /// Keys of queues.
    pub queues: Option<Vec<i64>>,
    /// Keys of agents.
    pub agents: Option<Vec<i64>>,
    /// Keys of media types.
    pub media_types: Option<Vec<i64>>,
    /// Where chats came from.
    pub media_origins: Option<Vec<String>>,
    /// Languages.
    pub languages: Option<Vec<String>>,
    /// In what way chats ended.
    pub end_reasons: Option<Vec<String>>,
    /// Which chats alone the report is about, over `d`.
    pub only: Option<&'static str>,
    /// Seconds of the service level.
    pub service_level_seconds: i64,
}

/// Where a list of chats goes on: after this moment (milliseconds) and row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// When the last one was.
    pub at: i64,
    /// Its key.
    pub id: Field,
}

/// What is behind a figure: rows of a source of which something holds, each with a value of its own or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The source.
    pub source: Source,
    /// What holds of the rows.
    pub condition: String,
    /// The value.
    pub value: Option<&'static str>,
}

/// Of whose waits the distribution is: chats that were answered or abandoned.
const WAIT_IS_OVER: &str =
    "(c.agents_count > 0 OR (c.active_flag = 0 AND c.continued = 0 AND c.bot_contained = 0))";

/// The columns of a stretch of an agent's status.
const STRETCH: &str = "s.agent_key, s.status, s.from_ts, s.to_ts, s.sessions_in_use";

/// How a source's rows and aggregates are read.
struct Shape {
    rows: &'static str,
    /// Empty where there is none, as for days.
    hours: &'static str,
    days: &'static str,
    /// The quarter hour of a row, in epoch seconds.
    quarter: &'static str,
    /// The moment of a row, and how many of it make a second, by which rows are found.
    moment: &'static str,
    per_second: i64,
    /// The moment of a row in milliseconds and its key: the order of lists.
    at_ms: &'static str,
    id: &'static str,
    chat: &'static str,
}

const fn shape(source: Source) -> Shape {
    match source {
        Source::Chats => Shape {
            rows: "chat_session_fact c JOIN chat_session_dim d ON d.id = c.chat_session_dim_key",
            hours: "agt_chat_stats_hour h JOIN chat_session_dim d ON d.id = h.chat_session_dim_key",
            days: "",
            quarter: "c.start_date_time_key",
            moment: "c.start_date_time_key",
            per_second: 1,
            at_ms: "c.start_ts",
            id: "c.media_server_ixn_guid",
            chat: "c.media_server_ixn_guid",
        },
        Source::Stays => Shape {
            rows: "agent_engagement_fact e",
            hours: "agt_agent_stats_hour h",
            days: "agt_agent_stats_day h",
            quarter: "e.entered_ts / 900000 * 900",
            moment: "e.entered_ts",
            per_second: 1_000,
            at_ms: "e.entered_ts",
            id: "e.engagement_id",
            chat: "e.chat",
        },
        Source::Offers => Shape {
            rows: "offer_fact o",
            hours: "agt_agent_stats_hour h",
            days: "agt_agent_stats_day h",
            quarter: "o.offered_ts / 900000 * 900",
            moment: "o.offered_ts",
            per_second: 1_000,
            at_ms: "o.offered_ts",
            id: "o.offer_id",
            chat: "o.chat",
        },
        Source::States => Shape {
            rows: "agent_state_fact s",
            hours: "agt_agent_state_hour h",
            days: "agt_agent_state_day h",
            quarter: "s.from_ts / 900000 * 900",
            moment: "s.from_ts",
            per_second: 1_000,
            at_ms: "s.from_ts",
            id: "s.state_id",
            chat: "''",
        },
        Source::Recoveries => Shape {
            rows: "recovery_fact r",
            hours: "",
            days: "",
            quarter: "r.date_time_key",
            moment: "r.date_time_key",
            per_second: 1,
            at_ms: "r.concluded_ts",
            id: "r.recovery_id",
            chat: "r.chat",
        },
        Source::Conversations => Shape {
            rows: "conversation_fact v",
            hours: "agt_conversation_stats_hour h",
            days: "",
            quarter: "v.date_time_key",
            moment: "v.date_time_key",
            per_second: 1,
            at_ms: "v.first_ts",
            id: "v.thread_id",
            chat: "v.last_chat",
        },
    }
}

const fn aggregate(source: Source, length: Length) -> &'static str {
    match length {
        Length::Hour => shape(source).hours,
        Length::Day => shape(source).days,
    }
}

/// Whether a source has an aggregate over this length of time.
#[must_use]
pub const fn has_aggregate(source: Source, length: Length) -> bool {
    !aggregate(source, length).is_empty()
}

/// Whether the parts of two sources stand in the same aggregates, so that they can be read together.
#[must_use]
pub fn share_aggregates(one: Source, other: Source) -> bool {
    let (one, other) = (shape(one).hours, shape(other).hours);
    !one.is_empty() && one == other
}

/// The letter of a source's rows in the text.
const fn letter(source: Source) -> &'static str {
    match source {
        Source::Chats => "c",
        Source::Stays => "e",
        Source::Offers => "o",
        Source::States => "s",
        Source::Recoveries => "r",
        Source::Conversations => "v",
    }
}

/// The columns of a key, or none if the source has no such.
#[must_use]
fn key_columns(key: Key, source: Source, letter: &str) -> Option<String> {
    match (key, source) {
        (Key::Queue, Source::States) => None,
        (Key::Queue, _) => Some(format!("{letter}.queue_key")),
        (Key::Agent, Source::Stays | Source::Offers | Source::States | Source::Recoveries) => {
            Some(format!("{letter}.agent_key"))
        }
        (Key::AgentStatus, Source::States) => Some(format!("{letter}.agent_key, {letter}.status")),
        (Key::Ending, Source::Chats) => {
            Some("d.ended_by || ' / ' || d.ended_reason || ' / ' || d.disconnect_reason".to_owned())
        }
        (Key::Interval | Key::Agent | Key::AgentStatus | Key::Ending, _) => None,
    }
}

/// How a part is added up, over this expression of it.
fn folded(what: What, over: &str) -> String {
    match what {
        What::Count(_) | What::Sum(_) => format!("CAST(COALESCE(SUM({over}), 0) AS BIGINT)"),
        What::Max(_) => format!("MAX({over})"),
    }
}

fn of_row(what: What) -> String {
    match what {
        What::Count(condition) => {
            format!("CAST(COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0) AS BIGINT)")
        }
        What::Sum(of) | What::Max(of) => folded(what, of),
    }
}

impl Sql {
    fn narrowed(&self, source: Source, letter: &str, places: &mut Vec<Field>) -> String {
        let mut text = String::new();
        let mut within = |column: String, values: Vec<Field>| {
            // A list of none, of something that is there, would be a mistake of ours: nothing is in it.
            let marks = vec!["?"; values.len()].join(", ");
            text += &format!(" AND {column} IN ({marks})");
            places.extend(values);
        };
        let keys = |keys: &Vec<i64>| keys.iter().map(|key| Field::Integer(*key)).collect();
        let words = |words: &Vec<String>| words.iter().map(|word| word.as_str().into()).collect();
        let is_of_chats = source == Source::Chats;
        let has_kind = is_of_chats || source == Source::Conversations;
        let has_agent = !has_kind;
        if let (Some(queues), true) = (&self.queues, source != Source::States) {
            within(format!("{letter}.queue_key"), keys(queues));
        }
        if let (Some(agents), true) = (&self.agents, has_agent) {
            within(format!("{letter}.agent_key"), keys(agents));
        }
        if let (Some(types), true) = (&self.media_types, has_kind) {
            within(format!("{letter}.media_type_key"), keys(types));
        }
        let of_dimension = if is_of_chats { "d" } else { letter };
        if let (Some(origins), true) = (&self.media_origins, has_kind) {
            within(format!("{of_dimension}.media_origin"), words(origins));
        }
        if let (Some(languages), true) = (&self.languages, has_kind) {
            within(format!("{of_dimension}.language_name"), words(languages));
        }
        if let (Some(reasons), true) = (&self.end_reasons, is_of_chats) {
            within("d.ended_reason".to_owned(), words(reasons));
        }
        if let (Some(only), true) = (self.only, is_of_chats) {
            text += &format!(" AND {only}");
        }
        text
    }

    /// Parts of sources that share it from an aggregate, of hours or days from one on and before another (epoch seconds). The answer has the hour or
    /// day (or 0), the key's columns, and a column a part. None where the source has no such aggregate or key.
    #[must_use]
    pub fn of_aggregate(
        &self,
        length: Length,
        parts: &[Part],
        grouping: Grouping,
        from: i64,
        to: i64,
    ) -> Option<Statement> {
        let source = parts.first()?.source;
        let aggregate = aggregate(source, length);
        if aggregate.is_empty() {
            return None;
        }
        let columns: Vec<String> = parts.iter().map(|part| folded(part.what, part.hours)).collect();
        let (head, tail) = grouped(grouping, source, "h", "h.date_time_key")?;
        let mut places = vec![Field::Integer(from), Field::Integer(to)];
        let narrowed = self.narrowed(source, "h", &mut places);
        let text = format!(
            "SELECT {head}, {} FROM {} WHERE h.date_time_key >= ? AND h.date_time_key < ?{narrowed}{tail}",
            columns.join(", "),
            aggregate,
        );
        Some(Statement { text, places })
    }

    /// The same from the rows of a time.
    #[must_use]
    pub fn of_rows(
        &self,
        parts: &[Part],
        grouping: Grouping,
        from: i64,
        to: i64,
    ) -> Option<Statement> {
        let source = parts.first()?.source;
        let shape = shape(source);
        let columns: Vec<String> = parts.iter().map(|part| of_row(part.what)).collect();
        let (head, tail) = grouped(grouping, source, letter(source), shape.quarter)?;
        let mut places = Vec::new();
        let condition = self.within(&shape, source, from, to, &mut places);
        let text = format!(
            "SELECT {head}, {} FROM {} WHERE {condition}{tail}",
            columns.join(", "),
            shape.rows,
        );
        Some(Statement { text, places })
    }

    fn within(
        &self,
        shape: &Shape,
        source: Source,
        from: i64,
        to: i64,
        places: &mut Vec<Field>,
    ) -> String {
        let moment = shape.moment;
        places.extend([from, to].map(|second| Field::Integer(second * shape.per_second)));
        let narrowed = self.narrowed(source, letter(source), places);
        format!("{moment} >= ? AND {moment} < ?{narrowed}")
    }

    /// The waits of chats that were created in a time and whose wait is over: quarter hour, queue, agents, wait. One row a chat: few have all
    /// four in common, and putting those together costs more than it saves.
    #[must_use]
    pub fn waits(&self, from: i64, to: i64) -> Statement {
        let mut places = vec![Field::Integer(from), Field::Integer(to)];
        let narrowed = self.narrowed(Source::Chats, "c", &mut places);
        // Without the dimension row, unless it is asked for, the answer comes from one index.
        let dimension = if narrowed.contains("d.") {
            " JOIN chat_session_dim d ON d.id = c.chat_session_dim_key"
        } else {
            ""
        };
        let text = format!(
            "SELECT c.start_date_time_key, c.queue_key, c.agents_count, c.wait_duration FROM chat_session_fact c{dimension} \
             WHERE c.start_date_time_key >= ? AND c.start_date_time_key < ? AND {WAIT_IS_OVER}{narrowed}"
        );
        Statement { text, places }
    }

    /// Stretches of agents' statuses that are over and in a time (milliseconds), in whole or in part: agent, status, from, to, sessions.
    #[must_use]
    pub fn stretches(&self, from_ms: i64, to_ms: i64) -> Statement {
        let mut places = [from_ms, from_ms].map(Field::Integer).to_vec();
        let narrowed = self.narrowed(Source::States, "a", &mut places);
        // An agent's stretches follow each other, so that of those from before the last one alone can be in the time; an index has them in
        // their order. The cross join keeps SQLite from looking for the agents of stretches in place of the stretches of agents.
        let from_before = format!(
            "SELECT {STRETCH} FROM agent a CROSS JOIN agent_state_fact s WHERE s.state_id = (SELECT b.state_id FROM agent_state_fact b \
             WHERE b.agent_key = a.agent_key AND b.from_ts < ? ORDER BY b.from_ts DESC LIMIT 1) AND s.to_ts > ?{narrowed}"
        );
        places.extend([from_ms, to_ms].map(Field::Integer));
        let narrowed = self.narrowed(Source::States, "s", &mut places);
        let text = format!(
            "{from_before} UNION ALL SELECT {STRETCH} FROM agent_state_fact s \
             WHERE s.from_ts >= ? AND s.from_ts < ? AND s.to_ts IS NOT NULL{narrowed}"
        );
        Statement { text, places }
    }

    /// The stretches that are not over and began before a moment (milliseconds), in the same columns; to is null.
    #[must_use]
    pub fn open_stretches(&self, to_ms: i64) -> Statement {
        let mut places = vec![Field::Integer(to_ms)];
        let narrowed = self.narrowed(Source::States, "s", &mut places);
        // Few are not over, and have an index: the plus keeps SQLite from going by the beginnings instead.
        let text = format!(
            "SELECT {STRETCH} FROM agent_state_fact s WHERE +s.from_ts < ? AND s.to_ts IS NULL{narrowed}"
        );
        Statement { text, places }
    }

    /// What is behind a column's figures; none where there are no chats.
    #[must_use]
    pub fn behind(&self, column: &Column) -> Option<Behind> {
        let one = |part: Part| {
            let (condition, value) = match part.what {
                What::Count(condition) => (condition.to_owned(), None),
                What::Sum(of) => (format!("{of} <> 0"), Some(of)),
                What::Max(of) => (format!("{of} IS NOT NULL"), Some(of)),
            };
            (part.source != Source::States).then_some(Behind {
                source: part.source,
                condition,
                value,
            })
        };
        let waited = |condition: String| {
            Some(Behind { source: Source::Chats, condition, value: Some("c.wait_duration") })
        };
        match column.figure {
            Figure::Of(part) | Figure::OfMs(part) => one(part),
            Figure::Quotient(part, by) | Figure::QuotientMs(part, by) => match part.what {
                // A share is of those of which it holds; an average of all that it is the average of, with their own values.
                What::Count(_) => one(part),
                What::Sum(of) | What::Max(of) => {
                    let of_all = one(by)?;
                    (by.source != Source::States).then_some(Behind { value: Some(of), ..of_all })
                }
            },
            Figure::Wait(Waited::Answered, super::Take::Within) | Figure::WaitShare(..) => {
                let seconds = self.service_level_seconds;
                waited(format!("c.agents_count > 0 AND c.wait_duration <= {seconds}"))
            }
            Figure::Wait(Waited::Answered, _) => waited("c.agents_count > 0".to_owned()),
            Figure::Wait(Waited::Both, _) => waited(WAIT_IS_OVER.to_owned()),
        }
    }

    /// A page of what is behind a figure in a time, oldest first: moment, key, chat, value.
    #[must_use]
    pub fn page(
        &self,
        behind: &Behind,
        (from, to): (i64, i64),
        of: Option<(Key, &Field)>,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Option<Statement> {
        let shape = shape(behind.source);
        let mut places = Vec::new();
        // What comes before the page's first quarter of an hour need not be read again.
        let from = after.map_or(from, |after| from.max(after.at.div_euclid(900_000) * 900));
        let mut condition = self.within(&shape, behind.source, from, to, &mut places);
        condition += &format!(" AND {}", behind.condition);
        if let Some((key, value)) = of {
            let column = key_columns(key, behind.source, letter(behind.source))?;
            condition += &format!(" AND {column} = ?");
            places.push(value.clone());
        }
        if let Some(Cursor { at, id }) = after {
            let Shape { at_ms, id: key, .. } = shape;
            condition += &format!(" AND ({at_ms} > ? OR ({at_ms} = ? AND {key} > ?))");
            places.extend([Field::Integer(*at), Field::Integer(*at), id.clone()]);
        }
        let Shape { rows, at_ms, id, chat, moment, .. } = shape;
        let value = behind.value.unwrap_or("0");
        // The index has the quarter hours in order, so that a page is found without all of the time being sorted.
        let text = format!(
            "SELECT {at_ms}, {id}, {chat}, {value} FROM {rows} WHERE {condition} ORDER BY {moment}, {at_ms}, {id} LIMIT {limit}"
        );
        Some(Statement { text, places })
    }
}

/// The first columns of an answer, and its end.
fn grouped(
    grouping: Grouping,
    source: Source,
    letter: &str,
    time: &str,
) -> Option<(String, &'static str)> {
    match grouping {
        Grouping::Time => Some((time.to_owned(), " GROUP BY 1")),
        Grouping::Of(key) => {
            let columns = key_columns(key, source, letter)?;
            let tail = if key == Key::AgentStatus { " GROUP BY 2, 3" } else { " GROUP BY 2" };
            Some((format!("0, {columns}"), tail))
        }
    }
}
