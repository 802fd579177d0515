//! Questions of reports to the mart, each reader with a connection of its own that cannot write. The server may run or not. What it leaves
//! out: what is asked.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::Seq;
use mart::facts::Field;
use rusqlite::{Connection, params_from_iter};
use store::{Interrupter, ReadError, ReportReader};

use crate::connection::{open_reader, read_error};
use crate::warehouse::{Bound, FILE, FORMAT};
use crate::warehouse_reader::row_into;

/// Asks the mart of a data folder.
pub struct SqliteReportReader {
    connection: Connection,
    path: PathBuf,
}

impl SqliteReportReader {
    /// Opens a reader of the mart in a data folder.
    ///
    /// # Errors
    /// When there is none, it is of another version, or it cannot be read.
    pub fn open(data: &Path) -> Result<Self, ReadError> {
        let path = data.join(FILE);
        let connection = open_reader(&path).map_err(|why| read_error(&path, &why))?;
        let version = connection.pragma_query_value(None, "user_version", |row| row.get(0));
        let version: i64 = version.map_err(|why| read_error(&path, &why))?;
        let known = FORMAT.migrations.len() as i64;
        if version != known {
            let path = path.display();
            let detail = format!(
                "{path} has format {version}, not {known}; a start of this version's server brings it up to date"
            );
            return Err(ReadError::Io { detail });
        }
        Ok(Self { connection, path })
    }

    fn run(&self, sql: &str) -> Result<(), ReadError> {
        self.connection.execute_batch(sql).map_err(|why| read_error(&self.path, &why))
    }
}

impl ReportReader for SqliteReportReader {
    fn position(&self) -> Result<Seq, ReadError> {
        let sql = "SELECT position FROM mart_position";
        let read =
            || self.connection.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0));
        Ok(read().map_err(|why| read_error(&self.path, &why))?.unsigned_abs())
    }

    fn select(
        &self,
        sql: &str,
        places: &[Field],
        each: &mut dyn FnMut(&[Field]) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        let mut select = || -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let columns = statement.column_count();
            let mut rows = statement.query(params_from_iter(places.iter().map(Bound)))?;
            let mut fields = Vec::with_capacity(columns);
            while let Some(row) = rows.next()? {
                row_into(row, columns, &mut fields)?;
                if each(&fields).is_break() {
                    break;
                }
            }
            Ok(())
        };
        select().map_err(|why| match why.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => {
                ReadError::Io { detail: "the question was interrupted".to_owned() }
            }
            _ => read_error(&self.path, &why),
        })
    }

    fn in_snapshot(&self, read: &mut dyn FnMut()) -> Result<(), ReadError> {
        self.run("BEGIN")?;
        // The first read fixes what the transaction sees.
        let begun = self.position();
        if begun.is_ok() {
            read();
        }
        let ended = if self.connection.is_autocommit() { Ok(()) } else { self.run("COMMIT") };
        begun.and(ended)
    }

    fn interrupter(&self) -> Interrupter {
        let handle = self.connection.get_interrupt_handle();
        Arc::new(move || handle.interrupt())
    }
}
