//! Reading the mart's rows. What it leaves out: reports, which ask with their own SQL.

use std::cell::RefCell;
use std::ops::ControlFlow;

use domain::Seq;
use mart::facts::{AGENT_STATE_FACT, AGT_CHAT_STATS_HOUR, CHAT_SESSION_FACT, Field, Row, Table};
use postgres::fallible_iterator::FallibleIterator as _;
use store::{Grain, ReadError, WarehouseReader};

use crate::address::Address;
use crate::columns::{Value, row_of, values};
use crate::errors::{read_error, unread};
use crate::session::Session;
use crate::statements;

pub(crate) type Each<'a> = &'a mut dyn FnMut(Row) -> ControlFlow<()>;

/// Reads a warehouse over a connection of its own, which is made again whenever it was lost.
pub struct PostgresWarehouseReader {
    address: Address,
    session: RefCell<Option<Session>>,
}

impl PostgresWarehouseReader {
    /// A reader that connects when it is first asked something.
    #[must_use]
    pub fn new(address: &Address) -> Self {
        Self { address: address.clone(), session: RefCell::new(None) }
    }

    fn with<R>(
        &self,
        ask: impl FnOnce(&mut Session) -> Result<R, postgres::Error>,
    ) -> Result<R, ReadError> {
        let mut slot = self.session.borrow_mut();
        let lost = slot.take_if(|session| session.is_lost());
        drop(lost);
        let session = match &mut *slot {
            Some(session) => session,
            none => none.insert(Session::reading(&self.address).map_err(unread)?),
        };
        session.ask(ask).map_err(|why| read_error(session.place(), &why))
    }
}

/// The position of the rows.
pub(crate) fn position(session: &mut Session) -> Result<Seq, postgres::Error> {
    let statement = session.statement(statements::POSITION)?;
    let position: i64 = session.client().query_one(&statement, &[])?.try_get(0)?;
    Ok(position.unsigned_abs())
}

/// The row with a key.
pub(crate) fn row(
    session: &mut Session,
    table: &'static Table,
    key: &[Field],
) -> Result<Option<Row>, postgres::Error> {
    let statement = session.statement(&statements::row(table))?;
    let values = values(table.columns, key);
    let parameters: Vec<_> = values.iter().map(Value::parameter).collect();
    let found = session.client().query_opt(&statement, &parameters)?;
    found.map(|row| row_of(table.columns, &row)).transpose()
}

/// All rows that a statement gives, one at a time.
pub(crate) fn select(
    session: &mut Session,
    sql: &str,
    columns: &[&str],
    each: Each<'_>,
) -> Result<(), postgres::Error> {
    let statement = session.statement(sql)?;
    let mut rows = session.client().query_raw(&statement, std::iter::empty::<i64>())?;
    while let Some(row) = rows.next()? {
        if each(row_of(columns, &row)?).is_break() {
            break;
        }
    }
    Ok(())
}

/// The statement that gives what is not over; None for a table that has no such rows.
pub(crate) fn open_rows(table: &'static Table) -> Option<String> {
    // Written as the partial indexes are, so that they are used.
    let condition = if *table == CHAT_SESSION_FACT {
        "active_flag = 1"
    } else if *table == AGENT_STATE_FACT {
        "to_ts IS NULL"
    } else {
        return None;
    };
    Some(statements::by_key(table, table.name, condition))
}

/// The statement that gives the aggregate over a length of time.
pub(crate) fn aggregate(grain: Grain) -> String {
    statements::by_key(&AGT_CHAT_STATS_HOUR, grain.table(), "true")
}

impl WarehouseReader for PostgresWarehouseReader {
    fn position(&self) -> Result<Seq, ReadError> {
        self.with(position)
    }

    fn row(&self, table: &'static Table, key: &[Field]) -> Result<Option<Row>, ReadError> {
        self.with(|session| row(session, table, key))
    }

    fn scan(&self, table: &'static Table, each: Each<'_>) -> Result<(), ReadError> {
        let sql = statements::by_key(table, table.name, "true");
        self.with(|session| select(session, &sql, table.columns, each))
    }

    fn scan_open(&self, table: &'static Table, each: Each<'_>) -> Result<(), ReadError> {
        let Some(sql) = open_rows(table) else { return Ok(()) };
        self.with(|session| select(session, &sql, table.columns, each))
    }

    fn scan_aggregate(&self, grain: Grain, each: Each<'_>) -> Result<(), ReadError> {
        let columns = AGT_CHAT_STATS_HOUR.columns;
        self.with(|session| select(session, &aggregate(grain), columns, each))
    }
}
