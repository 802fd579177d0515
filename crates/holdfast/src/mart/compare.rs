//! Two warehouses row by row: both are read by key, side by side. What it leaves out: the aggregates over longer times, which have no rows.

use std::cmp::Ordering;
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use ::mart::facts::{Field, Row, TABLES, Table};
use store::{ReadError, Warehouse, WarehouseReader};

use super::Comparison;

/// How many rows are read ahead.
const AHEAD_MAX: usize = 1_024;

/// Compares all rows of all tables and prints those that differ.
///
/// # Errors
/// When one cannot be read, or the output not written.
pub(super) fn tables(
    kept: &dyn Warehouse,
    fresh: &dyn WarehouseReader,
    out: &mut dyn Write,
) -> anyhow::Result<Comparison> {
    let mut all = Comparison::default();
    for table in TABLES {
        let one = self::table(table, kept.reader()?, fresh, out)?;
        all.compared += one.compared;
        all.different += one.different;
    }
    Ok(all)
}

fn table(
    table: &'static Table,
    kept: Box<dyn WarehouseReader>,
    fresh: &dyn WarehouseReader,
    out: &mut dyn Write,
) -> anyhow::Result<Comparison> {
    let (sender, rows) = sync_channel(AHEAD_MAX);
    let reading = thread::spawn(move || {
        let scanned = kept.scan(table, &mut |row| match sender.send(Ok(row)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        });
        if let Err(why) = scanned {
            // Who does not listen any more has failed already.
            let _ = sender.send(Err(why));
        }
    });
    let mut merge = Merge { table, rows, next: None, found: Comparison::default(), out };
    let mut failed = None;
    merge.advance()?;
    fresh.scan(table, &mut |row| match merge.expect(&row) {
        Ok(()) => ControlFlow::Continue(()),
        Err(why) => {
            failed = Some(why);
            ControlFlow::Break(())
        }
    })?;
    if let Some(why) = failed {
        return Err(why);
    }
    merge.rest()?;
    let found = merge.found;
    drop(merge);
    let _ = reading.join();
    Ok(found)
}

struct Merge<'a> {
    table: &'static Table,
    rows: Receiver<Result<Row, ReadError>>,
    next: Option<Row>,
    found: Comparison,
    out: &'a mut dyn Write,
}

impl Merge<'_> {
    fn advance(&mut self) -> anyhow::Result<()> {
        self.next = self.rows.recv().ok().transpose()?;
        Ok(())
    }

    /// Takes the next row that should be there.
    fn expect(&mut self, fresh: &Row) -> anyhow::Result<()> {
        self.found.compared += 1;
        loop {
            let order = match &self.next {
                Some(kept) => self.table.key_of(kept).cmp(self.table.key_of(fresh)),
                None => Ordering::Greater,
            };
            match order {
                Ordering::Less => self.surplus()?,
                Ordering::Greater => return self.differs("missing", fresh),
                Ordering::Equal => break,
            }
        }
        if let Some(kept) = self.next.take()
            && kept != *fresh
        {
            let columns = self.table.columns.iter().zip(kept.iter().zip(fresh));
            let different: Vec<String> = columns
                .filter(|(_, (kept, fresh))| kept != fresh)
                .map(|(name, (kept, fresh))| {
                    format!("{name} is {}, should be {}", text(kept), text(fresh))
                })
                .collect();
            self.differs(&different.join("; "), fresh)?;
        }
        self.advance()
    }

    fn surplus(&mut self) -> anyhow::Result<()> {
        if let Some(kept) = self.next.take() {
            self.found.compared += 1;
            self.differs("should not be there", &kept)?;
        }
        self.advance()
    }

    fn rest(&mut self) -> anyhow::Result<()> {
        while self.next.is_some() {
            self.surplus()?;
        }
        Ok(())
    }

    fn differs(&mut self, what: &str, row: &Row) -> anyhow::Result<()> {
        self.found.different += 1;
        let key: Vec<String> = self.table.key_of(row).iter().map(text).collect();
        writeln!(self.out, "{} {}: {what}", self.table.name, key.join(" "))?;
        Ok(())
    }
}

fn text(field: &Field) -> String {
    match field {
        Field::Null => "null".to_owned(),
        Field::Integer(number) => number.to_string(),
        Field::Text(text) => format!("{text:?}"),
    }
}
