//! What is checked of the journal before anything is served: that no event is missing, that the newest are what was written, that the file is as
//! long as it says, and that the snapshots are of this journal and not ahead of it. What it leaves out: the older events and the indexes, for
//! [`SqliteJournal::check_all`](crate::SqliteJournal::check_all) and the port's `verify`.

use std::path::Path;

use domain::Seq;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::checksum;
use crate::connection::{damaged, open_error};
use crate::folder::DataFolder;
use crate::open_error::OpenError;
use crate::snapshots::{self, Found};

/// How many of the newest events are held against their checksums at the start; as many as can be read in well under a second.
pub const CHECKED_AT_START_MAX: u64 = 1_000_000;

/// Checks the journal and returns the position of its last event.
pub(crate) fn check_at_start(
    folder: &DataFolder,
    connection: &Connection,
    path: &Path,
    identity: &str,
) -> Result<Seq, OpenError> {
    let wrap = |why: rusqlite::Error| open_error(path, &why);
    check_length(connection, path)?;
    let (count, first, last): (i64, i64, i64) = connection
        .query_row(
            "SELECT (SELECT count(*) FROM events), coalesce(min(seq), 1), coalesce(max(seq), 0) FROM
             (SELECT (SELECT min(seq) FROM events) AS seq UNION ALL SELECT (SELECT max(seq) FROM events))",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .map_err(wrap)?;
    if first != 1 || count != last {
        let what =
            format!("it has {count} events from {first} to {last}, so that some are missing");
        return Err(OpenError::Corrupt { detail: damaged(path, &what) });
    }
    let from = last.saturating_sub(CHECKED_AT_START_MAX as i64) + 1;
    check_events(connection, path, from.max(1), last)?;
    check_snapshots(folder, path, identity, last.unsigned_abs())?;
    Ok(last.unsigned_abs())
}

/// After the log was settled the file has exactly the pages it says; a shorter one was cut off.
fn check_length(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let read = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let bytes = read("page_count").and_then(|pages| Ok(pages * read("page_size")?));
    let bytes = bytes.map_err(|why| open_error(path, &why))?.unsigned_abs();
    let found = std::fs::metadata(path).map(|metadata| metadata.len());
    let found =
        found.map_err(|why| OpenError::Io { path: path.to_owned(), detail: why.to_string() })?;
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let log_bytes = std::fs::metadata(Path::new(&log)).map_or(0, |metadata| metadata.len());
    if found < bytes && log_bytes == 0 {
        let what = format!("it has {found} bytes where it must have {bytes}");
        return Err(OpenError::Corrupt { detail: damaged(path, &what) });
    }
    Ok(())
}

fn check_events(
    connection: &Connection,
    path: &Path,
    from: i64,
    last: i64,
) -> Result<(), OpenError> {
    let wrap = |why: rusqlite::Error| open_error(path, &why);
    let corrupt = |what: String| OpenError::Corrupt { detail: damaged(path, &what) };
    let mut statement = connection
        .prepare("SELECT seq, at, stream, kind, body, crc FROM events WHERE seq >= ?1 ORDER BY seq")
        .map_err(wrap)?;
    let mut rows = statement.query([from]).map_err(wrap)?;
    let mut next = from;
    while let Some(row) = rows.next().map_err(wrap)? {
        let number = |index| row.get::<_, i64>(index).map_err(wrap);
        let (seq, crc) = (number(0)?, number(5)?);
        if seq != next {
            return Err(corrupt(format!("event {next} is missing")));
        }
        let (ValueRef::Text(body) | ValueRef::Blob(body)) = row.get_ref(4).map_err(wrap)? else {
            return Err(corrupt(format!("event {seq} has no body")));
        };
        let sums =
            checksum::Row { seq, at: number(1)?, stream: number(2)?, kind: number(3)?, body };
        if i64::from(sums.crc()) != crc {
            return Err(corrupt(format!("event {seq} does not match its checksum")));
        }
        next += 1;
    }
    if next == last + 1 { Ok(()) } else { Err(corrupt(format!("event {next} is missing"))) }
}

fn check_snapshots(
    folder: &DataFolder,
    path: &Path,
    identity: &str,
    last: Seq,
) -> Result<(), OpenError> {
    for Found { file, identity: theirs, position } in snapshots::headers(folder)? {
        let file = file.display();
        let detail = if theirs != identity {
            format!(
                "{file} belongs to another journal ({theirs}) than {} ({identity}): the journal was replaced or is missing; restore the data \
                 folder from a backup, or move the snapshots away if this journal is the right one",
                path.display()
            )
        } else if position > last {
            format!(
                "{} ends at event {last}, but {file} was made at event {position}: acknowledged events are missing; keep a copy of the data \
                 folder and restore it from a backup",
                path.display()
            )
        } else {
            continue;
        };
        return Err(OpenError::Corrupt { detail });
    }
    Ok(())
}
