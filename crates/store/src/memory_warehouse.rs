//! A warehouse in memory, for tests and as the plainest statement of the port's rules. What it leaves out: surviving the process.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::Seq;
use domain::time::Timestamp;
use mart::facts::{
    AGENT_STATE_FACT, AGT_CHAT_STATS_HOUR, CHAT_SESSION_FACT, Field, OUTCOMES, Row, RowChange,
    SUMS, Table,
};

use crate::error::{ReadError, WriteError};
use crate::warehouse::{Grain, Warehouse, WarehouseReader};

type Rows = BTreeMap<Row, Row>;

#[derive(Debug, Default)]
struct Content {
    position: Seq,
    tables: BTreeMap<&'static str, Rows>,
}

/// A warehouse in memory; clones share what is in it.
#[derive(Debug, Clone, Default)]
pub struct MemoryWarehouse {
    content: Arc<Mutex<Content>>,
}

impl MemoryWarehouse {
    fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rows(&self, table: &'static Table) -> Vec<Row> {
        let content = self.content();
        content
            .tables
            .get(table.name)
            .map(|rows| rows.values().cloned().collect())
            .unwrap_or_default()
    }
}

fn hand_out(rows: impl IntoIterator<Item = Row>, each: &mut dyn FnMut(Row) -> ControlFlow<()>) {
    for row in rows {
        if each(row).is_break() {
            return;
        }
    }
}

fn is_open(table: &'static Table, row: &Row) -> bool {
    let field = |name| table.column(name).and_then(|index| row.get(index));
    if table.name == CHAT_SESSION_FACT.name {
        field("active_flag") == Some(&Field::Integer(1))
    } else {
        table.name == AGENT_STATE_FACT.name && field("to_ts") == Some(&Field::Null)
    }
}

/// The start of the length of time in which an hour is.
fn start(grain: Grain, hour: i64) -> i64 {
    let day = hour.div_euclid(86_400);
    // Monday is 0; 1970-01-01 was a Thursday.
    let weekday = (day + 3).rem_euclid(7);
    let text = Timestamp(hour * 1_000).to_string();
    let month = |month: i64| {
        let first = format!("{}-{month:02}-01T00:00:00.000Z", text.get(..4).unwrap_or("1970"));
        Timestamp::parse_rfc3339(&first).map_or(0, |at| at.0 / 1_000)
    };
    let own_month = text.get(5..7).and_then(|digits| digits.parse().ok()).unwrap_or(1);
    match grain {
        Grain::Hour => hour,
        Grain::Day => day * 86_400,
        Grain::Week => (day - weekday) * 86_400,
        Grain::Month => month(own_month),
        Grain::Quarter => month((own_month - 1) / 3 * 3 + 1),
        Grain::Year => month(1),
    }
}

/// Adds a row's sums, and takes the larger of its largest values.
fn add(into: &mut Row, row: &Row) {
    let sums = AGT_CHAT_STATS_HOUR.key + OUTCOMES.len() + SUMS.len();
    for (index, (total, field)) in into.iter_mut().zip(row).enumerate() {
        let (Some(before), Some(number)) = (total.integer(), field.integer()) else { continue };
        if index >= AGT_CHAT_STATS_HOUR.key {
            let both = if index < sums { before + number } else { before.max(number) };
            *total = Field::Integer(both);
        }
    }
}

impl WarehouseReader for MemoryWarehouse {
    fn position(&self) -> Result<Seq, ReadError> {
        Ok(self.content().position)
    }

    fn row(&self, table: &'static Table, key: &[Field]) -> Result<Option<Row>, ReadError> {
        Ok(self.content().tables.get(table.name).and_then(|rows| rows.get(key)).cloned())
    }

    fn scan(
        &self,
        table: &'static Table,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        hand_out(self.rows(table), each);
        Ok(())
    }

    fn scan_open(
        &self,
        table: &'static Table,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        hand_out(self.rows(table).into_iter().filter(|row| is_open(table, row)), each);
        Ok(())
    }

    fn scan_aggregate(
        &self,
        grain: Grain,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        let mut groups: Rows = BTreeMap::new();
        for mut row in self.rows(&AGT_CHAT_STATS_HOUR) {
            let hour = row[0].integer().unwrap_or_default();
            row[0] = Field::Integer(start(grain, hour));
            let key = AGT_CHAT_STATS_HOUR.key_of(&row).to_vec();
            match groups.get_mut(&key) {
                Some(total) => add(total, &row),
                None => {
                    groups.insert(key, row);
                }
            }
        }
        hand_out(groups.into_values(), each);
        Ok(())
    }
}

impl Warehouse for MemoryWarehouse {
    fn write(&mut self, to: Seq, changes: &[RowChange]) -> Result<(), WriteError> {
        let mut content = self.content();
        for change in changes {
            match change {
                RowChange::Put(table, row) => {
                    let key = table.key_of(row).to_vec();
                    content.tables.entry(table.name).or_default().insert(key, row.clone());
                }
                RowChange::Remove(table, key) => {
                    content.tables.entry(table.name).or_default().remove(key);
                }
            }
        }
        content.position = to;
        Ok(())
    }

    fn clear(&mut self) -> Result<(), WriteError> {
        *self.content() = Content::default();
        Ok(())
    }

    fn reader(&self) -> Result<Box<dyn WarehouseReader>, ReadError> {
        Ok(Box::new(self.clone()))
    }
}
