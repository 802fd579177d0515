//! Writing the mart: rows and position in one transaction, by one writer. A connection that was lost is said to be, once, and made again at
//! the next call, so that who fills the warehouse begins from what is stored. What it leaves out: the meaning of the rows.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use domain::Seq;
use mart::facts::{
    AGT_CHAT_STATS_HOUR, Field, JOURNAL_STATE, MART_STATE, Row, RowChange, TABLES, Table,
};
use postgres::Transaction;
use store::{Grain, ReadError, Warehouse, WarehouseReader, WriteError};
use uuid::Uuid;

use crate::address::Address;
use crate::columns::{Column, columns};
use crate::errors::{OpenError, open_error, read_error, unread, unwritten, write_error};
use crate::format;
use crate::reader::{self, Each, PostgresWarehouseReader};
use crate::session::Session;
use crate::statements;

/// Most rows in one statement.
const ROWS_MAX: usize = 5_000;

/// The mart in a schema of a PostgreSQL database, for one journal.
pub struct PostgresWarehouse {
    address: Address,
    journal: String,
    /// Under which name this writer is known to the database.
    name: String,
    session: RefCell<Option<Session>>,
    /// Where this writer left the position.
    position: Cell<Seq>,
}

/// The last change of each row, by table and key: None where it is removed.
type Last<'a> = BTreeMap<&'a [Field], Option<&'a Row>>;

impl PostgresWarehouse {
    /// The warehouse of a journal, which is connected to when it is first used.
    #[must_use]
    pub fn new(address: &Address, journal: &str) -> Self {
        Self {
            address: address.clone(),
            journal: journal.to_owned(),
            name: format!("holdfast mart {}", Uuid::now_v7()),
            session: RefCell::new(None),
            position: Cell::new(0),
        }
    }

    /// Connects, and makes the tables where there are none.
    ///
    /// # Errors
    /// When it cannot be reached, somebody else fills it, it has another journal's rows, or its tables are not as they were made.
    pub fn open(&self) -> Result<(), OpenError> {
        let mut slot = self.session.borrow_mut();
        if slot.is_none() {
            let mut session = Session::writing(&self.address, &self.name)?;
            format::migrate(&mut session)?;
            self.check_journal(&mut session)?;
            *slot = Some(session);
        }
        Ok(())
    }

    /// Connects, and empties it, whatever had become of its tables. The rows of another journal are given up only when `replaces` says so.
    ///
    /// # Errors
    /// As [`Self::open`], but for tables that are not as they were made.
    pub fn open_empty(&mut self, replaces: bool) -> Result<(), OpenError> {
        let mut session = Session::writing(&self.address, &self.name)?;
        let made = format::migrate(&mut session)
            .and_then(|()| if replaces { Ok(()) } else { self.check_journal(&mut session) });
        let emptied = made
            .and_then(|()| clear(&mut session).map_err(|why| open_error(session.place(), &why)));
        match emptied {
            Err(OpenError::Corrupt { detail }) => {
                tracing::warn!(detail, "its tables are made anew");
                format::drop_all(&mut session)?;
                format::migrate(&mut session)?;
            }
            other => other?,
        }
        self.position.set(0);
        *self.session.borrow_mut() = Some(session);
        Ok(())
    }

    fn check_journal(&self, session: &mut Session) -> Result<(), OpenError> {
        let place = session.place().to_owned();
        let wrap = |why: postgres::Error| open_error(&place, &why);
        self.position.set(reader::position(session).map_err(wrap)?);
        let row = reader::row(session, &MART_STATE, &[JOURNAL_STATE.into()]).map_err(wrap)?;
        match row.as_deref() {
            Some([_, found, ..]) if found.text() != self.journal => {
                Err(OpenError::Foreign { place, found: found.text().to_owned() })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Asks something over the connection. One that turns out to be lost is given up, so that the next call makes a new one.
    fn ask<R>(
        &self,
        ask: impl FnOnce(&mut Session) -> Result<R, postgres::Error>,
    ) -> Result<R, ReadError> {
        self.open().map_err(unread)?;
        let mut slot = self.session.borrow_mut();
        let Some(session) = &mut *slot else { return Err(lost(&self.address)) };
        let asked = session.ask(ask).map_err(|why| read_error(session.place(), &why));
        if session.is_lost() {
            *slot = None;
        }
        asked
    }
}

fn lost(address: &Address) -> ReadError {
    ReadError::Io { detail: format!("{address}: the connection is lost") }
}

/// The last of the changes of each row, table by table.
fn last_of(changes: &[RowChange]) -> BTreeMap<&'static str, Last<'_>> {
    let mut tables: BTreeMap<&'static str, Last<'_>> = BTreeMap::new();
    for change in changes {
        let (name, key, row) = match change {
            RowChange::Put(table, row) => (table.name, table.key_of(row), Some(row)),
            RowChange::Remove(table, key) => (table.name, key.as_slice(), None),
        };
        tables.entry(name).or_default().insert(key, row);
    }
    tables
}

fn execute(
    transaction: &mut Transaction<'_>,
    statement: &postgres::Statement,
    names: &[&str],
    rows: &[&[Field]],
) -> Result<(), postgres::Error> {
    for rows in rows.chunks(ROWS_MAX) {
        let columns = columns(names, rows);
        let parameters: Vec<_> = columns.iter().map(Column::parameter).collect();
        transaction.execute(statement, &parameters)?;
    }
    Ok(())
}

/// Writes the changes and moves the position; false when it is not where it should be, and nothing is written.
fn write(
    session: &mut Session,
    (from, to): (Seq, Seq),
    changes: &[RowChange],
) -> Result<bool, postgres::Error> {
    let last = last_of(changes);
    let mut work = Vec::new();
    for table in TABLES {
        let Some(last) = last.get(table.name) else { continue };
        let removed = last.iter().filter(|(_, row)| row.is_none());
        let removed: Vec<&[Field]> = removed.map(|(key, _)| *key).collect();
        if !removed.is_empty() {
            let key: &[&str] = table.columns.get(..table.key).unwrap_or(table.columns);
            work.push((session.statement(&statements::remove(table))?, key, removed));
        }
        let put: Vec<&[Field]> = last.values().flatten().map(|row| row.as_slice()).collect();
        if !put.is_empty() {
            work.push((session.statement(&statements::put(table))?, table.columns, put));
        }
    }
    let position = session.statement(statements::MOVE_POSITION)?;
    let mut transaction = session.client().transaction()?;
    let moved = transaction.execute(&position, &[&to.cast_signed(), &from.cast_signed()])?;
    if moved != 1 {
        return Ok(false);
    }
    for (statement, names, rows) in &work {
        execute(&mut transaction, statement, names, rows)?;
    }
    transaction.commit()?;
    Ok(true)
}

fn clear(session: &mut Session) -> Result<(), postgres::Error> {
    let tables: Vec<&str> = TABLES.iter().map(|table: &&Table| table.name).collect();
    let mut transaction = session.client().transaction()?;
    transaction.batch_execute(&format!("TRUNCATE {}", tables.join(", ")))?;
    transaction.batch_execute("UPDATE mart_position SET position = 0")?;
    transaction.commit()
}

impl Warehouse for PostgresWarehouse {
    fn connect(&mut self) -> Result<(), WriteError> {
        self.open().map_err(unwritten)
    }

    fn write(&mut self, to: Seq, changes: &[RowChange]) -> Result<(), WriteError> {
        self.open().map_err(unwritten)?;
        let from = self.position.get();
        let slot = self.session.get_mut();
        let Some(session) = slot else {
            return Err(WriteError::Io { detail: lost(&self.address).to_string() });
        };
        match write(session, (from, to), changes) {
            Ok(true) => {
                self.position.set(to);
                Ok(())
            }
            Ok(false) => {
                // Begun anew from what is stored.
                *slot = None;
                let detail = format!("{}: it is no longer at event {from}", self.address);
                Err(WriteError::Io { detail })
            }
            Err(why) => {
                let wrapped = write_error(session.place(), &why);
                // Whether it was committed may not be known: the next connection reads where it is.
                *slot = None;
                Err(wrapped)
            }
        }
    }

    fn clear(&mut self) -> Result<(), WriteError> {
        self.open().map_err(unwritten)?;
        let slot = self.session.get_mut();
        let Some(session) = slot else {
            return Err(WriteError::Io { detail: lost(&self.address).to_string() });
        };
        let cleared = clear(session).map_err(|why| write_error(session.place(), &why));
        match &cleared {
            Ok(()) => self.position.set(0),
            Err(_) => *slot = None,
        }
        cleared
    }

    fn reader(&self) -> Result<Box<dyn WarehouseReader>, ReadError> {
        Ok(Box::new(PostgresWarehouseReader::new(&self.address)))
    }
}

impl WarehouseReader for PostgresWarehouse {
    fn position(&self) -> Result<Seq, ReadError> {
        let position = self.ask(reader::position)?;
        self.position.set(position);
        Ok(position)
    }

    fn row(&self, table: &'static Table, key: &[Field]) -> Result<Option<Row>, ReadError> {
        self.ask(|session| reader::row(session, table, key))
    }

    fn scan(&self, table: &'static Table, each: Each<'_>) -> Result<(), ReadError> {
        let sql = statements::by_key(table, table.name, "true");
        self.ask(|session| reader::select(session, &sql, table.columns, each))
    }

    fn scan_open(&self, table: &'static Table, each: Each<'_>) -> Result<(), ReadError> {
        let Some(sql) = reader::open_rows(table) else { return Ok(()) };
        self.ask(|session| reader::select(session, &sql, table.columns, each))
    }

    fn scan_aggregate(&self, grain: Grain, each: Each<'_>) -> Result<(), ReadError> {
        let columns = AGT_CHAT_STATS_HOUR.columns;
        self.ask(|session| reader::select(session, &reader::aggregate(grain), columns, each))
    }
}
