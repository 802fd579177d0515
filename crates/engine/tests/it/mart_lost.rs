//! A warehouse whose line is lost: of a write that failed nobody knows whether it is there, and nothing may be in it twice or be missing.

use std::ops::ControlFlow;

use domain::Seq;
use engine::{FillError, Filler};
use mart::facts::{Field, Row, RowChange, TABLES, Table};
use store::{Grain, MemoryWarehouse, ReadError, Warehouse, WarehouseReader, WriteError};

use crate::mart::{Story, fill, journal, rows};

/// Fails at every second write, before it or after it is done, in turn; and at one question of 97.
struct Line {
    warehouse: MemoryWarehouse,
    writes: u32,
    questions: std::cell::Cell<u32>,
}

type Each<'a> = &'a mut dyn FnMut(Row) -> ControlFlow<()>;

fn gone() -> WriteError {
    WriteError::Io { detail: "the line is gone".to_owned() }
}

impl WarehouseReader for Line {
    fn position(&self) -> Result<Seq, ReadError> {
        self.warehouse.position()
    }

    fn row(&self, table: &'static Table, key: &[Field]) -> Result<Option<Row>, ReadError> {
        self.questions.set(self.questions.get() + 1);
        if self.questions.get().is_multiple_of(97) {
            return Err(ReadError::Io { detail: "the line is gone".to_owned() });
        }
        self.warehouse.row(table, key)
    }

    fn scan(&self, table: &'static Table, each: Each<'_>) -> Result<(), ReadError> {
        self.warehouse.scan(table, each)
    }

    fn scan_open(&self, table: &'static Table, each: Each<'_>) -> Result<(), ReadError> {
        self.warehouse.scan_open(table, each)
    }

    fn scan_aggregate(&self, grain: Grain, each: Each<'_>) -> Result<(), ReadError> {
        self.warehouse.scan_aggregate(grain, each)
    }
}

impl Warehouse for Line {
    fn write(&mut self, to: Seq, changes: &[RowChange]) -> Result<(), WriteError> {
        self.writes += 1;
        match self.writes % 4 {
            1 => Err(gone()),
            3 => self.warehouse.write(to, changes).and(Err(gone())),
            _ => self.warehouse.write(to, changes),
        }
    }

    fn clear(&mut self) -> Result<(), WriteError> {
        self.warehouse.clear()
    }

    fn reader(&self) -> Result<Box<dyn WarehouseReader>, ReadError> {
        self.warehouse.reader()
    }
}

#[test]
fn nothing_is_missing_and_nothing_twice() {
    for seed in 1..=4 {
        let journal = journal(&Story::tell(seed, 250));
        let warehouse = MemoryWarehouse::default();
        let line = Line { warehouse: warehouse.clone(), writes: 0, questions: 1.into() };
        let mut filler = Filler::open(Box::new(line), "main", &*journal).unwrap();
        let mut failures = 0;
        loop {
            match filler.fill(&*journal, u64::MAX, 3) {
                Ok(filled) if filled.events == 0 => break,
                Ok(_) => {}
                Err(
                    FillError::Write(_)
                    | FillError::Past(_)
                    | FillError::Read(ReadError::Io { .. }),
                ) => failures += 1,
                Err(other) => panic!("{other}"),
            }
        }
        assert!(failures > 50, "{failures}");
        assert_eq!(filler.position(), journal.last_seq().unwrap());
        let fresh = fill(&*journal, usize::MAX, false);
        for table in TABLES {
            assert_eq!(rows(&warehouse, table), rows(&fresh, table), "{} of {seed}", table.name);
        }
    }
}
