//! Reading the mart's rows. What it leaves out: reports, which ask with their own SQL ([`crate::SqliteReportReader`]).

use std::ops::ControlFlow;
use std::path::PathBuf;

use domain::Seq;
use mart::facts::{AGENT_STATE_FACT, AGT_CHAT_STATS_HOUR, CHAT_SESSION_FACT, Field, Row, Table};
use rusqlite::types::{FromSqlError, ValueRef};
use rusqlite::{Connection, params_from_iter};
use store::{Grain, ReadError, WarehouseReader};

use crate::connection::read_error;
use crate::folder::DataFolder;
use crate::warehouse::{Bound, key_condition};

/// Reads the mart of a data folder.
pub struct SqliteWarehouseReader {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    /// Keeps the folder held as long as a file in it is open.
    pub(crate) folder: DataFolder,
}

type Each<'a> = &'a mut dyn FnMut(Row) -> ControlFlow<()>;

fn row_of(row: &rusqlite::Row<'_>, columns: usize) -> rusqlite::Result<Row> {
    (0..columns).map(|index| field(row, index)).collect()
}

/// Takes a row into fields whose room is used again.
pub(crate) fn row_into(
    row: &rusqlite::Row<'_>,
    columns: usize,
    fields: &mut Row,
) -> rusqlite::Result<()> {
    fields.clear();
    for index in 0..columns {
        fields.push(field(row, index)?);
    }
    Ok(())
}

fn field(row: &rusqlite::Row<'_>, index: usize) -> rusqlite::Result<Field> {
    let wrong = |why: FromSqlError| {
        let kind = rusqlite::types::Type::Blob;
        rusqlite::Error::FromSqlConversionFailure(index, kind, Box::new(why))
    };
    match row.get_ref(index)? {
        ValueRef::Null => Ok(Field::Null),
        ValueRef::Integer(number) => Ok(Field::Integer(number)),
        text @ ValueRef::Text(_) => Ok(Field::from(text.as_str().map_err(wrong)?)),
        ValueRef::Real(_) | ValueRef::Blob(_) => Err(wrong(FromSqlError::InvalidType)),
    }
}

impl SqliteWarehouseReader {
    fn wrap<T>(&self, result: rusqlite::Result<T>) -> Result<T, ReadError> {
        result.map_err(|why| read_error(&self.path, &why))
    }

    fn select(&self, sql: &str, columns: usize, each: Each<'_>) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if each(row_of(row, columns)?).is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn by_key(table: &Table, from: &str, condition: &str) -> String {
    let columns = table.columns.join(", ");
    let key: Vec<&str> = table.columns.iter().copied().take(table.key).collect();
    format!("SELECT {columns} FROM {from} WHERE {condition} ORDER BY {}", key.join(", "))
}

impl WarehouseReader for SqliteWarehouseReader {
    fn position(&self) -> Result<Seq, ReadError> {
        let sql = "SELECT position FROM mart_position";
        let read =
            || self.connection.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0));
        Ok(self.wrap(read())?.unsigned_abs())
    }

    fn row(&self, table: &'static Table, key: &[Field]) -> Result<Option<Row>, ReadError> {
        let columns = table.columns.join(", ");
        let sql = format!("SELECT {columns} FROM {} WHERE {}", table.name, key_condition(table));
        let read = || -> rusqlite::Result<Option<Row>> {
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(key.iter().map(Bound)))?;
            rows.next()?.map(|row| row_of(row, table.columns.len())).transpose()
        };
        self.wrap(read())
    }

    fn scan(&self, table: &'static Table, each: Each<'_>) -> Result<(), ReadError> {
        let sql = by_key(table, table.name, "true");
        self.wrap(self.select(&sql, table.columns.len(), each))
    }

    fn scan_open(&self, table: &'static Table, each: Each<'_>) -> Result<(), ReadError> {
        // Written as the partial indexes are, so that they are used.
        let condition = if *table == CHAT_SESSION_FACT {
            "active_flag = 1"
        } else if *table == AGENT_STATE_FACT {
            "to_ts IS NULL"
        } else {
            return Ok(());
        };
        let sql = by_key(table, table.name, condition);
        self.wrap(self.select(&sql, table.columns.len(), each))
    }

    fn scan_aggregate(&self, grain: Grain, each: Each<'_>) -> Result<(), ReadError> {
        let sql = by_key(&AGT_CHAT_STATS_HOUR, grain.table(), "true");
        self.wrap(self.select(&sql, AGT_CHAT_STATS_HOUR.columns.len(), each))
    }
}
