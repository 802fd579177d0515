//! Writing the mart: rows and position in one commit. What it leaves out: reading, and the meaning of the rows.

use domain::Seq;
use mart::facts::{Field, RowChange, TABLES, Table};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use store::{ReadError, Warehouse, WarehouseReader, WriteError};

use crate::connection::{
    Format, in_transaction, open_reader, open_writer, read_error, write_error,
};
use crate::folder::DataFolder;
use crate::journal_reader::position;
use crate::open_error::OpenError;
use crate::warehouse_reader::SqliteWarehouseReader;

pub(crate) const FORMAT: Format = Format {
    // "HFma"
    application_id: 0x4846_6d61,
    migrations: &[
        include_str!("mart_1.sql"),
        include_str!("mart_2.sql"),
        include_str!("mart_3.sql"),
        include_str!("mart_4.sql"),
    ],
};

pub(crate) const FILE: &str = "mart.db";

/// The mart in `mart.db` of a data folder, beside the journal it is made from.
pub struct SqliteWarehouse {
    reader: SqliteWarehouseReader,
}

impl SqliteWarehouse {
    /// Opens the mart, or makes an empty one when the folder has none.
    ///
    /// # Errors
    /// When it is damaged, of a newer version, or cannot be read or written. It can be removed and filled again.
    pub fn open(folder: &DataFolder) -> Result<Self, OpenError> {
        let path = folder.file(FILE);
        // Its writes are synced, though what a power cut took would be filled again: left to a checkpoint, all of them at once stood in the way
        // of the journal's next commit.
        let connection = open_writer(&path, &FORMAT)?;
        Ok(Self { reader: SqliteWarehouseReader { connection, path, folder: folder.clone() } })
    }

    /// Removes the mart of a folder, so that the next one is new whatever had become of this one.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn remove(folder: &DataFolder) -> Result<(), OpenError> {
        for suffix in ["", "-wal", "-shm"] {
            let path = folder.file(&format!("{FILE}{suffix}"));
            match std::fs::remove_file(&path) {
                Err(why) if why.kind() != std::io::ErrorKind::NotFound => {
                    return Err(OpenError::Io { path, detail: why.to_string() });
                }
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }
}

/// A field as a parameter.
pub(crate) struct Bound<'a>(pub(crate) &'a Field);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Field::Null => ToSqlOutput::Owned(Value::Null),
            Field::Integer(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Field::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

fn put_sql(table: &Table) -> String {
    let places = vec!["?"; table.columns.len()].join(", ");
    format!("INSERT OR REPLACE INTO {} VALUES ({places})", table.name)
}

fn remove_sql(table: &Table) -> String {
    format!("DELETE FROM {} WHERE {}", table.name, key_condition(table))
}

/// The condition that a row has a key, with one place for each of its fields.
pub(crate) fn key_condition(table: &Table) -> String {
    let fields: Vec<String> =
        table.columns.iter().take(table.key).map(|column| format!("{column} = ?")).collect();
    fields.join(" AND ")
}

fn execute(connection: &Connection, sql: &str, fields: &[Field]) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    statement.execute(params_from_iter(fields.iter().map(Bound))).map(drop)
}

fn set_position(connection: &Connection, to: Seq) -> rusqlite::Result<()> {
    let sql = "UPDATE mart_position SET position = ?";
    connection.prepare_cached(sql)?.execute([position(to)]).map(drop)
}

/// The text for a table, of those of all.
fn of<'a>(all: &'a [(&'static str, String)], table: &Table) -> &'a str {
    let found = all.iter().find(|(name, _)| *name == table.name);
    found.map_or("", |(_, sql)| sql)
}

impl Warehouse for SqliteWarehouse {
    fn write(&mut self, to: Seq, changes: &[RowChange]) -> Result<(), WriteError> {
        let SqliteWarehouseReader { connection, path, .. } = &self.reader;
        // The texts of the statements are made once a write, not once a row.
        let sql = |make: fn(&Table) -> String| TABLES.map(|table| (table.name, make(table)));
        let (puts, removes) = (sql(put_sql), sql(remove_sql));
        let written = in_transaction(connection, |connection| {
            for change in changes {
                // Others only read the mart, and need not wait for a write.
                store::background::breathe();
                match change {
                    RowChange::Put(table, row) => execute(connection, of(&puts, table), row)?,
                    RowChange::Remove(table, key) => execute(connection, of(&removes, table), key)?,
                }
            }
            set_position(connection, to)
        });
        written.map_err(|why| write_error(path, &why))
    }

    fn clear(&mut self) -> Result<(), WriteError> {
        let SqliteWarehouseReader { connection, path, .. } = &self.reader;
        let cleared = in_transaction(connection, |connection| {
            for table in TABLES {
                connection.execute(&format!("DELETE FROM {}", table.name), [])?;
            }
            set_position(connection, 0)
        });
        cleared.map_err(|why| write_error(path, &why))
    }

    fn reader(&self) -> Result<Box<dyn WarehouseReader>, ReadError> {
        let SqliteWarehouseReader { path, folder, .. } = &self.reader;
        let connection = open_reader(path).map_err(|why| read_error(path, &why))?;
        Ok(Box::new(SqliteWarehouseReader {
            connection,
            path: path.clone(),
            folder: folder.clone(),
        }))
    }
}

mod reading {
    use std::ops::ControlFlow;

    use mart::facts::{Field, Row, Table};
    use store::{Grain, ReadError, WarehouseReader};

    use super::{Seq, SqliteWarehouse};

    type Each<'a> = &'a mut dyn FnMut(Row) -> ControlFlow<()>;

    impl WarehouseReader for SqliteWarehouse {
        fn position(&self) -> Result<Seq, ReadError> {
            self.reader.position()
        }

        fn row(&self, table: &'static Table, key: &[Field]) -> Result<Option<Row>, ReadError> {
            self.reader.row(table, key)
        }

        fn scan(&self, table: &'static Table, each: Each<'_>) -> Result<(), ReadError> {
            self.reader.scan(table, each)
        }

        fn scan_open(&self, table: &'static Table, each: Each<'_>) -> Result<(), ReadError> {
            self.reader.scan_open(table, each)
        }

        fn scan_aggregate(&self, grain: Grain, each: Each<'_>) -> Result<(), ReadError> {
            self.reader.scan_aggregate(grain, each)
        }
    }
}
