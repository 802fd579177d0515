//! SQLite connections as this crate uses them: settings, formats and their migrations, and what SQLite's errors mean to the ports.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use store::{AppendError, ReadError, WriteError};

use crate::open_error::OpenError;

/// How long to wait for another program that looks at the file (a backup, say) before giving up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(1);

/// A kind of database file: what it is marked with, and the steps that bring an older one up to date. Steps are added, never changed.
pub(crate) struct Format {
    pub(crate) application_id: i64,
    pub(crate) migrations: &'static [&'static str],
}

/// Opens the one writing connection, and brings the file to the newest format.
pub(crate) fn open_writer(path: &Path, format: &Format) -> Result<Connection, OpenError> {
    let wrap = |why| open_error(path, &why);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(wrap)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(wrap)?;
    check_format(&connection, path, format)?;
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA wal_autocheckpoint = 10000;
             PRAGMA journal_size_limit = 67108864;
             PRAGMA cache_size = -65536;
             PRAGMA temp_store = MEMORY;
             PRAGMA cell_size_check = ON;",
        )
        .map_err(wrap)?;
    connection.set_prepared_statement_cache_capacity(64);
    migrate(&connection, format).map_err(wrap)?;
    Ok(connection)
}

/// Opens a connection that only reads.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.execute_batch("PRAGMA cache_size = -16384; PRAGMA cell_size_check = ON;")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

fn check_format(connection: &Connection, path: &Path, format: &Format) -> Result<(), OpenError> {
    let read = |name| pragma(connection, name).map_err(|why| open_error(path, &why));
    let found = read("application_id")?;
    let version = read("user_version")?;
    let is_new = read("page_count")? == 0;
    if is_new {
        return Ok(());
    }
    let path = path.to_owned();
    // A file made by a start that was cut off has pages, but neither mark yet, and no tables.
    if found != format.application_id
        && (found != 0 || version != 0 || read("schema_version")? != 0)
    {
        return Err(OpenError::Foreign { path, found });
    }
    let known = format.migrations.len() as i64;
    if version > known {
        return Err(OpenError::Newer { path, found: version, known });
    }
    if version < 0 {
        let detail = format!("{} has the impossible format {version}", path.display());
        return Err(OpenError::Corrupt { detail });
    }
    Ok(())
}

fn migrate(connection: &Connection, format: &Format) -> rusqlite::Result<()> {
    let version = pragma(connection, "user_version")?;
    for (step, migration) in format.migrations.iter().enumerate().skip(version as usize) {
        connection.execute_batch(&format!(
            "BEGIN IMMEDIATE; {migration}
             PRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT;",
            format.application_id,
            step + 1
        ))?;
    }
    Ok(())
}

/// Moves the write-ahead log into the database, syncs it, and empties the log, so that what a start finds is durable whatever the last run's
/// syncs came to. A full disk is no reason not to start: then the log simply stays.
pub(crate) fn settle(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let settled = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    match settled {
        Err(why) if kind(&why) == Kind::Full => Ok(()),
        other => other.map_err(|why| open_error(path, &why)),
    }
}

/// Runs `write` in one transaction; what fails before the commit leaves nothing behind.
pub(crate) fn in_transaction<T>(
    connection: &Connection,
    write: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    let written = write(connection).and_then(|value| {
        connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(value)
    });
    if written.is_err() && !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK")?;
    }
    written
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Full,
    Corrupt,
    Io,
}

fn kind(why: &rusqlite::Error) -> Kind {
    match why.sqlite_error_code() {
        // Another program holds the file: as with a full disk nothing was written, and it goes on when that has ended.
        Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy) => Kind::Full,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Kind::Corrupt,
        // Our statements are right: when one is not understood (no such table, unsupported format), the file is not as we made it.
        _ if why.sqlite_extended_error_code() == Some(rusqlite::ffi::SQLITE_ERROR) => Kind::Corrupt,
        _ => match why {
            // A column of another type than it was written with, or a text that is none.
            rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..) => Kind::Corrupt,
            _ => Kind::Io,
        },
    }
}

const WHAT_TO_DO: &str =
    "keep a copy of the data folder, check the disk, and restore from a backup";

/// The detail of a damaged file, with what to do about it.
pub(crate) fn damaged(path: &Path, what: &str) -> String {
    format!("{} is damaged: {what}; {WHAT_TO_DO}", path.display())
}

pub(crate) fn open_error(path: &Path, why: &rusqlite::Error) -> OpenError {
    let detail = why.to_string();
    match kind(why) {
        Kind::Full => OpenError::Full { path: path.to_owned(), detail },
        Kind::Corrupt => OpenError::Corrupt { detail: damaged(path, &detail) },
        Kind::Io => OpenError::Io { path: path.to_owned(), detail },
    }
}

pub(crate) fn read_error(path: &Path, why: &rusqlite::Error) -> ReadError {
    let detail = why.to_string();
    match kind(why) {
        Kind::Corrupt => ReadError::Corrupt { detail: damaged(path, &detail) },
        Kind::Full | Kind::Io => ReadError::Io { detail: format!("{}: {detail}", path.display()) },
    }
}

pub(crate) fn append_error(path: &Path, why: &rusqlite::Error) -> AppendError {
    let detail = why.to_string();
    match kind(why) {
        Kind::Full => AppendError::Full { detail: format!("{}: {detail}", path.display()) },
        Kind::Corrupt => AppendError::Corrupt { detail: damaged(path, &detail) },
        Kind::Io => AppendError::Io { detail: format!("{}: {detail}", path.display()) },
    }
}

pub(crate) fn write_error(path: &Path, why: &rusqlite::Error) -> WriteError {
    let detail = why.to_string();
    match kind(why) {
        Kind::Full => WriteError::Full { detail: format!("{}: {detail}", path.display()) },
        Kind::Corrupt => WriteError::Corrupt { detail: damaged(path, &detail) },
        Kind::Io => WriteError::Io { detail: format!("{}: {detail}", path.display()) },
    }
}
