//! What a report is made of: tables of columns, each with its meaning, its formula and the parts that it is computed from. What it leaves
//! out: the reports themselves (`catalogue`).

/// What a figure is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A number of things.
    Count,
    /// Seconds; may have a fraction.
    Seconds,
    /// From 0 to 1.
    Share,
    /// Another number.
    Number,
    /// A time.
    Time,
    /// Words.
    Text,
}

/// What is counted or measured: one row of the mart each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Chats (`c`, their dimension row `d`), at their creation; by the hour `agt_chat_stats_hour`.
    Chats,
    /// Stays of agents in chats (`e`), at their beginning; by the hour `agt_agent_stats_hour`, by the day `agt_agent_stats_day`.
    Stays,
    /// Offers (`o`), when they were made; in the same two.
    Offers,
    /// Stretches of agents' statuses (`s`); by the hour `agt_agent_state_hour`, by the day `agt_agent_state_day`. Behind them are no chats.
    States,
    /// Chats that went on in another one (`r`), at their conclusion.
    Recoveries,
    /// Conversations (`v`), at their beginning; by the hour `agt_conversation_stats_hour`.
    Conversations,
}

/// How a part is made from the rows of its source, in SQL over a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The number of rows of which this holds.
    Count(&'static str),
    /// The sum of this.
    Sum(&'static str),
    /// The largest of this; null where a row has none of it.
    Max(&'static str),
}

/// What figures are computed from: it can be added up (or the larger one taken) over rows, intervals and everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Of what.
    pub source: Source,
    /// From its rows.
    pub what: What,
    /// The same from a row (`h`) of its aggregate by the hour or the day; empty where there is none.
    pub hours: &'static str,
}

/// Whose wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waited {
    /// Of chats that an agent answered.
    Answered,
    /// Of those, and of chats that were abandoned.
    Both,
}

/// What is taken from the waits of chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    /// Their sum, divided by their number.
    Average,
    /// The smallest wait that at least so many of a hundred do not exceed (nearest rank).
    Percentile(u8),
    /// The longest.
    Longest,
    /// How many are within the service level.
    Within,
    /// How many there are.
    Number,
}

/// How a column's figures are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// A part as it is.
    Of(Part),
    /// A part in milliseconds, shown in seconds.
    OfMs(Part),
    /// The first divided by the second; none when that is 0.
    Quotient(Part, Part),
    /// The same, the first in milliseconds and shown in seconds.
    QuotientMs(Part, Part),
    /// From the waits of chats.
    Wait(Waited, Take),
    /// Those of the first divided by the number of the second.
    WaitShare(Waited, Waited),
}

/// A column of figures.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its id.
    pub id: &'static str,
    /// Its head.
    pub title: &'static str,
    /// What it means, a phrase without a full stop.
    pub meaning: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// What it is measured in.
    pub unit: Unit,
    /// The column that says of how many things it is.
    pub n: Option<&'static str>,
    /// How it is computed, for the machine.
    pub figure: Figure,
}

impl Column {
    /// Says of how many things it is.
    #[must_use]
    pub const fn of(mut self, n: &'static str) -> Self {
        self.n = Some(n);
        self
    }

    /// The parts that it is computed from.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        let (first, second) = match self.figure {
            Figure::Of(part) | Figure::OfMs(part) => (Some(part), None),
            Figure::Quotient(first, second) | Figure::QuotientMs(first, second) => {
                (Some(first), Some(second))
            }
            Figure::Wait(..) | Figure::WaitShare(..) => (None, None),
        };
        first.into_iter().chain(second)
    }

    /// Whether it is computed from the waits of chats.
    #[must_use]
    pub fn needs_waits(&self) -> bool {
        matches!(self.figure, Figure::Wait(..) | Figure::WaitShare(..))
    }

    /// Whether there are chats behind its figures.
    #[must_use]
    pub fn has_chats(&self) -> bool {
        self.parts().all(|part| part.source != Source::States)
    }
}

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Intervals of time, also those without anything.
    Interval,
    /// Queues.
    Queue,
    /// Agents.
    Agent,
    /// How chats ended: by whom, in what way, for which reason.
    Ending,
    /// Agents and their statuses.
    AgentStatus,
}

/// A table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its id in the report.
    pub id: &'static str,
    /// Its head.
    pub title: &'static str,
    /// What its rows are.
    pub key: Key,
    /// Its columns, without those of the key.
    pub columns: &'static [Column],
}

/// A figure of a table's total that is shown large.
#[derive(Debug, Clone, Copy)]
pub struct Card {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartForm {
    /// Lines over time.
    Line,
    /// Bars side by side.
    Bar,
    /// Bars on top of each other.
    StackedBar,
}

/// A chart of columns of a table, along its key.
#[derive(Debug, Clone, Copy)]
pub struct Chart {
    /// Its head.
    pub title: &'static str,
    /// How it is drawn.
    pub form: ChartForm,
    /// The table.
    pub table: &'static str,
    /// Its columns, all of one unit.
    pub series: &'static [&'static str],
}

/// A report.
#[derive(Debug, Clone, Copy)]
pub struct Report {
    /// Its id in addresses.
    pub id: &'static str,
    /// Its name.
    pub title: &'static str,
    /// What it shows.
    pub about: &'static str,
    /// What it may be narrowed by, beside the time.
    pub filters: &'static [&'static str],
    /// Whether it takes `service_level_seconds`.
    pub has_service_level: bool,
    /// Which chats alone it is about, in SQL over `d`.
    pub only: Option<&'static str>,
    /// Its tables; the first is by intervals.
    pub tables: &'static [Table],
    /// Figures shown large.
    pub cards: &'static [Card],
    /// Charts.
    pub charts: &'static [Chart],
}

impl Report {
    /// The table with an id.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&'static Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// The parameters that it takes, in the order in which they are told.
    #[must_use]
    pub fn parameters(&self) -> Vec<&'static str> {
        let mut all = vec!["preset", "from", "to", "interval", "time_zone", "week_start"];
        all.extend(self.filters);
        if self.has_service_level {
            all.push("service_level_seconds");
        }
        all
    }
}
