//! A table of an answer: its parts gathered by key from aggregates, rows and waits, and put into cells. What it leaves out: pages.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use domain::Timestamp;
use mart::facts::Field;
use mart::reports::{
    Grouping, Key, Length, Part, Question, Source, Sql, Statement, Table, What, has_aggregate,
    share_aggregates,
};
use protocol::report::{Cell, ReportColumn, ReportRow, ReportTable, Unit};
use store::{ReadError, ReportReader};

use crate::names::AllNames;
use crate::partial::{Partial, unit};
use crate::plan::{Plan, Span};
use crate::states;
use crate::waits::AllWaits;

/// What tables are made from.
pub(crate) struct Maker<'a> {
    pub(crate) reader: &'a dyn ReportReader,
    pub(crate) question: &'a Question,
    pub(crate) sql: &'a Sql,
    pub(crate) names: &'a AllNames,
    pub(crate) boundaries: &'a [i64],
    pub(crate) waits: &'a AllWaits,
}

/// The parts of a table's columns, each once.
fn parts_of(table: &Table) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for part in table.columns.iter().flat_map(|column| column.parts().collect::<Vec<_>>()) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

struct Gathered {
    parts: Vec<Part>,
    is_there: Vec<bool>,
    rows: BTreeMap<Vec<Field>, Partial>,
}

impl Gathered {
    /// Where a source's parts stand.
    fn of_source(&self, source: Source) -> Vec<usize> {
        let parts = self.parts.iter().enumerate();
        parts.filter(|(_, part)| part.source == source).map(|(index, _)| index).collect()
    }

    fn parts(&self, indexes: &[usize]) -> Vec<Part> {
        indexes.iter().map(|index| self.parts[*index]).collect()
    }

    fn at(&mut self, key: Vec<Field>) -> &mut Partial {
        let Self { parts, is_there, rows } = self;
        rows.entry(key).or_insert_with(|| Partial::empty(parts, is_there))
    }
}

/// Which rows of an answer are taken, and by what.
struct Taking<'a> {
    grouping: Grouping,
    indexes: &'a [usize],
}

impl Maker<'_> {
    fn period(&self) -> (i64, i64) {
        match self.boundaries {
            [from, .., to] => (*from, *to),
            _ => (0, 0),
        }
    }

    fn interval_of(&self, at: i64) -> i64 {
        let after = self.boundaries.partition_point(|boundary| *boundary <= at);
        after.saturating_sub(1).min(self.boundaries.len().saturating_sub(2)) as i64
    }

    /// Makes a table.
    ///
    /// # Errors
    /// When the warehouse cannot be read.
    pub(crate) fn table(&self, table: &Table) -> Result<ReportTable, ReadError> {
        let gathered = self.gather(table)?;
        let seconds = self.question.service_level_seconds;
        let figures = |partial: &Partial| {
            let cell = |column| partial.cell(column, &gathered.parts, seconds);
            table.columns.iter().map(cell).collect::<Vec<Cell>>()
        };
        let keys = key_columns(table.key);
        let mut total = Partial::empty(&gathered.parts, &gathered.is_there);
        let mut rows = Vec::new();
        for (key, partial) in &gathered.rows {
            total.merge(&gathered.parts, partial);
            let mut row = self.key_cells(table.key, key);
            row.cells.extend(figures(partial));
            rows.push(row);
        }
        if table.key != Key::Interval {
            rows.sort_by_key(|row| words(row, keys.len()));
        }
        let mut cells = vec![Cell::Text("Total".to_owned())];
        cells.resize(keys.len(), Cell::Null);
        cells.extend(figures(&total));
        let columns = keys.into_iter().chain(table.columns.iter().map(column_out)).collect();
        Ok(ReportTable {
            id: table.id.to_owned(),
            title: table.title.to_owned(),
            columns,
            rows,
            total: Some(ReportRow { cells, narrow: BTreeMap::new() }),
            next: None,
        })
    }

    fn gather(&self, table: &Table) -> Result<Gathered, ReadError> {
        let grouping = match table.key {
            Key::Interval => Grouping::Time,
            key @ (Key::Queue | Key::Agent | Key::Ending | Key::AgentStatus) => Grouping::Of(key),
        };
        let parts = parts_of(table);
        let (from, to) = self.period();
        let is_there = |part: &Part| {
            self.sql.of_rows(std::slice::from_ref(part), grouping, from, to).is_some()
        };
        let is_there: Vec<bool> = parts.iter().map(is_there).collect();
        let mut all = Gathered { parts, is_there, rows: BTreeMap::new() };
        if table.key == Key::Interval {
            for interval in 0..self.boundaries.len().saturating_sub(1) {
                all.at(vec![Field::Integer(interval as i64)]);
            }
        }
        let mut sources: Vec<Source> = all.parts.iter().map(|part| part.source).collect();
        sources.sort_unstable();
        sources.dedup();
        for sources in sources.chunk_by(|one, other| share_aggregates(*one, *other)) {
            self.gather_sources(sources, grouping, &mut all)?;
        }
        if table.columns.iter().any(|column| column.needs_waits()) {
            let waits = match table.key {
                Key::Interval => &self.waits.intervals,
                Key::Queue | Key::Agent | Key::Ending | Key::AgentStatus => &self.waits.queues,
            };
            for (key, waits) in waits {
                all.at(vec![Field::Integer(*key)]).waits.merge(waits);
            }
        }
        Ok(all)
    }

    /// One source, or several whose aggregates are the same and are read once for all of them.
    fn gather_sources(
        &self,
        sources: &[Source],
        grouping: Grouping,
        all: &mut Gathered,
    ) -> Result<(), ReadError> {
        let of_each = sources.iter().map(|source| (*source, all.of_source(*source)));
        let of_each: Vec<(Source, Vec<usize>)> = of_each
            .filter(|(_, indexes)| indexes.iter().all(|index| all.is_there[*index]))
            .collect();
        let Some((source, _)) = of_each.first() else { return Ok(()) };
        let (from, to) = self.period();
        let by_time = grouping == Grouping::Time;
        let ends = [from, to];
        let mut lengths = vec![Length::Day, Length::Hour];
        lengths.retain(|length| has_aggregate(*source, *length));
        let plan = Plan::of(if by_time { self.boundaries } else { &ends }, &lengths);
        let together: Vec<usize> =
            of_each.iter().flat_map(|(_, indexes)| indexes.clone()).collect();
        let parts = all.parts(&together);
        let taking = Taking { grouping, indexes: &together };
        for (length, (from, to)) in &plan.aggregates {
            let of_them = self.sql.of_aggregate(*length, &parts, grouping, *from, *to);
            self.take(of_them, &taking, all)?;
        }
        for (source, indexes) in &of_each {
            if *source == Source::States {
                self.gather_states(&plan.rows, grouping, indexes, all)?;
                continue;
            }
            let parts = all.parts(indexes);
            let taking = Taking { grouping, indexes };
            for (from, to) in &plan.rows {
                self.take(self.sql.of_rows(&parts, grouping, *from, *to), &taking, all)?;
            }
        }
        Ok(())
    }

    fn take(
        &self,
        statement: Option<Statement>,
        taking: &Taking<'_>,
        all: &mut Gathered,
    ) -> Result<(), ReadError> {
        let Some(statement) = statement else { return Ok(()) };
        let whats: Vec<What> = taking.indexes.iter().map(|index| all.parts[*index].what).collect();
        self.reader.select(&statement.text, &statement.places, &mut |row| {
            // Behind the time and the key stand the parts.
            let keys = row.len() - taking.indexes.len();
            let at = row.first().and_then(Field::integer).unwrap_or_default();
            let key = match taking.grouping {
                Grouping::Time => vec![Field::Integer(self.interval_of(at))],
                Grouping::Of(_) => row.get(1..keys).unwrap_or_default().to_vec(),
            };
            let partial = all.at(key);
            for ((index, what), field) in taking.indexes.iter().zip(&whats).zip(&row[keys..]) {
                partial.add(*index, *what, field.integer());
            }
            ControlFlow::Continue(())
        })
    }

    fn gather_states(
        &self,
        rows: &[Span],
        grouping: Grouping,
        indexes: &[usize],
        all: &mut Gathered,
    ) -> Result<(), ReadError> {
        let now = self.question.now.0;
        let parts: Vec<(usize, Part)> =
            indexes.iter().map(|index| (*index, all.parts[*index])).collect();
        let mut add = |key: Vec<Field>, ms: i64, sessions: i64| {
            let partial = all.at(key);
            for (index, part) in &parts {
                partial.add(*index, part.what, Some(states::value(part, ms, sessions)));
            }
        };
        let mut each = |(agent, status, from, to, sessions): states::Piece| match grouping {
            Grouping::Of(Key::AgentStatus) => add(vec![agent, status], to - from, sessions),
            Grouping::Of(_) => add(vec![agent], to - from, sessions),
            Grouping::Time => {
                let mut from = from;
                while from < to {
                    let interval = self.interval_of(from.div_euclid(1_000));
                    let next = self.boundaries.get(interval as usize + 1);
                    let end = next.map_or(to, |next| to.min(next * 1_000)).max(from + 1);
                    add(vec![Field::Integer(interval)], end - from, sessions);
                    from = end;
                }
            }
        };
        states::pieces(self.reader, self.sql, rows, self.period(), now, &mut each)
    }

    /// The cells that say which row it is, and how to ask for the chats behind it.
    fn key_cells(&self, key: Key, fields: &[Field]) -> ReportRow {
        let first = fields.first().unwrap_or(&Field::Null);
        let text = |text: &str| Cell::Text(text.to_owned());
        let of = |id: &str| BTreeMap::from([("of".to_owned(), id.to_owned())]);
        let named =
            |names: &crate::names::Names| vec![text(names.name(first)), text(names.id(first))];
        match key {
            Key::Interval => {
                let index = first.integer().unwrap_or_default() as usize;
                let start = self.boundaries.get(index).copied().unwrap_or_default();
                let at = Timestamp(start * 1_000).to_string();
                let label = self.question.period.label(start);
                let narrow = BTreeMap::from([("at".to_owned(), at.clone())]);
                ReportRow { cells: vec![Cell::Text(label), Cell::Text(at)], narrow }
            }
            Key::Queue => {
                let narrow = of(self.names.queues.id(first));
                ReportRow { cells: named(&self.names.queues), narrow }
            }
            Key::Agent => {
                let narrow = of(self.names.agents.id(first));
                ReportRow { cells: named(&self.names.agents), narrow }
            }
            Key::Ending => ReportRow { cells: vec![text(first.text())], narrow: of(first.text()) },
            Key::AgentStatus => {
                let mut cells = named(&self.names.agents);
                cells.push(text(fields.get(1).map_or("", Field::text)));
                ReportRow { cells, narrow: BTreeMap::new() }
            }
        }
    }
}

fn words(row: &ReportRow, keys: usize) -> Vec<String> {
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Whole(_) | Cell::Number(_) | Cell::Null => String::new(),
    };
    row.cells.iter().take(keys).map(text).collect()
}

/// A column of figures as it is sent.
pub(crate) fn column_out(column: &mart::reports::Column) -> ReportColumn {
    ReportColumn {
        id: column.id.to_owned(),
        title: column.title.to_owned(),
        meaning: column.meaning.to_owned(),
        formula: column.formula.to_owned(),
        unit: unit(column.unit),
        n: column.n.map(str::to_owned),
        has_chats: column.has_chats(),
    }
}

fn key_columns(key: Key) -> Vec<ReportColumn> {
    let column = |(id, title, unit, meaning): (&str, &str, Unit, &str)| ReportColumn {
        id: id.to_owned(),
        title: title.to_owned(),
        meaning: meaning.to_owned(),
        formula: String::new(),
        unit,
        n: None,
        has_chats: false,
    };
    let columns: &[(&str, &str, Unit, &str)] = match key {
        Key::Interval => &[
            (
                "interval",
                "Interval",
                Unit::Text,
                "hour, day, week, month, quarter or year in the time zone",
            ),
            ("starts_at", "Starts at", Unit::Time, "when it begins"),
        ],
        Key::Queue => &[
            ("queue", "Queue", Unit::Text, "the queue's name"),
            ("queue_id", "Queue's id", Unit::Text, "the queue's id"),
        ],
        Key::Agent => &[
            ("agent", "Agent", Unit::Text, "the agent's name"),
            ("agent_id", "Agent's id", Unit::Text, "the agent's id"),
        ],
        Key::Ending => &[(
            "ending",
            "Ending",
            Unit::Text,
            "who ended the chat, in what way, and the finer reason",
        )],
        Key::AgentStatus => &[
            ("agent", "Agent", Unit::Text, "the agent's name"),
            ("agent_id", "Agent's id", Unit::Text, "the agent's id"),
            ("status", "Status", Unit::Text, "the status"),
        ],
    };
    columns.iter().copied().map(column).collect()
}

/// The id of the column along which a chart of a table is drawn.
pub(crate) fn along(key: Key) -> &'static str {
    match key {
        Key::Interval => "interval",
        Key::Queue => "queue",
        Key::Agent | Key::AgentStatus => "agent",
        Key::Ending => "ending",
    }
}
