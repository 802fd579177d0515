//! Reading the journal: every row is held against its checksum, and a position that is not there is damage. What it leaves out: writing.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::identity::left_contact;
use domain::{CommandId, ConversationId, Event, Party, Recorded, Seq, Timestamp};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};
use store::{Answer, ConversationFilter, ConversationRow, JournalReader, ReadError};

use crate::checksum;
use crate::connection::{damaged, read_error};
use crate::database_file::DatabaseFile;
use crate::folder::DataFolder;
use crate::parts::Parts;

/// How many rows a scan takes at a time: between two such pages the write-ahead log may be reset, so that a long scan does not make it grow.
pub(crate) const PAGE_ROWS: i64 = 1_000;

const COLUMNS: &str = "seq, at, stream, kind, body, crc";

/// Reads the journal through a connection of its own.
pub struct SqliteJournalReader {
    pub(crate) connection: Connection,
    /// Below the connection, so that it is dropped after it.
    pub(crate) file: DatabaseFile,
    pub(crate) path: PathBuf,
    pub(crate) identity: Arc<str>,
    /// Nobody else takes the folder while something in it is open.
    pub(crate) folder: DataFolder,
    /// Positions of events of late, by conversation.
    pub(crate) parts: Parts,
}

/// A position as SQLite keeps it; no journal reaches the end of an `i64`.
pub(crate) fn position(seq: Seq) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// A row whose checksum was right.
pub(crate) struct Checked {
    pub(crate) seq: Seq,
    at: Timestamp,
    stream: i64,
    body: String,
}

impl SqliteJournalReader {
    fn wrap(&self, why: &rusqlite::Error) -> ReadError {
        read_error(&self.path, why)
    }

    pub(crate) fn corrupt(&self, what: &str) -> ReadError {
        ReadError::Corrupt { detail: damaged(&self.path, what) }
    }

    pub(crate) fn stream(&self, id: &ConversationId) -> rusqlite::Result<Option<i64>> {
        self.connection
            .prepare_cached("SELECT stream FROM conversations WHERE id = ?1")?
            .query_row([id.as_str()], |row| row.get(0))
            .optional()
    }

    /// Reads columns `COLUMNS` and checks them; none when the checksum is wrong.
    fn checked(row: &Row<'_>) -> rusqlite::Result<Result<Checked, i64>> {
        let seq = row.get(0)?;
        let (at, stream, kind) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let crc: i64 = row.get(5)?;
        let (ValueRef::Text(body) | ValueRef::Blob(body)) = row.get_ref(4)? else {
            return Ok(Err(seq));
        };
        let sums = checksum::Row { seq, at, stream, kind, body };
        let body = std::str::from_utf8(body).ok().filter(|_| i64::from(sums.crc()) == crc);
        Ok(match (body, u64::try_from(seq)) {
            (Some(body), Ok(position)) => {
                Ok(Checked { seq: position, at: Timestamp(at), stream, body: body.to_owned() })
            }
            (None, _) | (_, Err(_)) => Err(seq),
        })
    }

    fn rows(
        &self,
        rest: &str,
        parameters: impl rusqlite::Params,
        each: &mut dyn FnMut(Checked) -> Result<ControlFlow<()>, ReadError>,
    ) -> Result<(), ReadError> {
        let wrap = |why: rusqlite::Error| self.wrap(&why);
        let sql = format!("SELECT {COLUMNS} FROM events {rest}");
        let mut statement = self.connection.prepare_cached(&sql).map_err(wrap)?;
        let mut rows = statement.query(parameters).map_err(wrap)?;
        while let Some(row) = rows.next().map_err(wrap)? {
            let checked = Self::checked(row).map_err(wrap)?;
            let checked = checked
                .map_err(|seq| self.corrupt(&format!("event {seq} does not match its checksum")))?;
            if each(checked)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The next rows, and whether reading ended with damage behind them.
    pub(crate) fn page(&self, from: Seq, page_rows: i64) -> (Vec<Checked>, Result<(), ReadError>) {
        let mut page = Vec::new();
        let bounds = params![position(from), page_rows];
        let whole = self.rows("WHERE seq >= ?1 ORDER BY seq LIMIT ?2", bounds, &mut |row| {
            page.push(row);
            Ok(ControlFlow::Continue(()))
        });
        (page, whole)
    }

    fn recorded(&self, row: &Checked) -> Result<Recorded, ReadError> {
        recorded(&self.path, row)
    }

    /// Hands out the rows of a stream before a position, the newest first, until `each` breaks.
    fn walk_back(
        &self,
        stream: i64,
        before: Seq,
        each: &mut dyn FnMut(Checked) -> Result<ControlFlow<()>, ReadError>,
    ) -> Result<(), ReadError> {
        let unwritten = self.parts.unwritten(stream);
        for &seq in unwritten.iter().rev().filter(|seq| **seq < before) {
            if self.row_of(stream, seq, each)?.is_break() {
                return Ok(());
            }
        }
        let before = unwritten.first().map_or(before, |first| before.min(*first));
        let wrap = |why: rusqlite::Error| self.wrap(&why);
        let sql =
            "SELECT seqs FROM stream_parts WHERE stream = ?1 AND first < ?2 ORDER BY first DESC";
        let mut statement = self.connection.prepare_cached(sql).map_err(wrap)?;
        let mut rows = statement.query(params![stream, position(before)]).map_err(wrap)?;
        while let Some(row) = rows.next().map_err(wrap)? {
            let text: String = row.get(0).map_err(wrap)?;
            let seqs: Vec<Seq> = serde_json::from_str(&text).map_err(|why| {
                self.corrupt(&format!("a part of stream {stream} is no list of positions: {why}"))
            })?;
            for &seq in seqs.iter().rev().filter(|seq| **seq < before) {
                if self.row_of(stream, seq, each)?.is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn row_of(
        &self,
        stream: i64,
        seq: Seq,
        each: &mut dyn FnMut(Checked) -> Result<ControlFlow<()>, ReadError>,
    ) -> Result<ControlFlow<()>, ReadError> {
        let mut found = None;
        self.rows("WHERE seq = ?1", [position(seq)], &mut |row| {
            found = Some(row);
            Ok(ControlFlow::Continue(()))
        })?;
        match found {
            Some(row) if row.stream == stream => each(row),
            Some(_) => Err(self.corrupt(&format!("event {seq} is not of stream {stream}"))),
            None => Err(self.corrupt(&format!("event {seq} is missing"))),
        }
    }
}

/// Reads the event in a row.
pub(crate) fn recorded(path: &Path, row: &Checked) -> Result<Recorded, ReadError> {
    let event: Event = serde_json::from_str(&row.body).map_err(|why| {
        let what = format!("event {} is not one that this version knows: {why}", row.seq);
        ReadError::Corrupt { detail: damaged(path, &what) }
    })?;
    Ok(Recorded { seq: row.seq, event: Arc::new(event) })
}

impl JournalReader for SqliteJournalReader {
    fn identity(&self) -> &str {
        &self.identity
    }

    fn last_seq(&self) -> Result<Seq, ReadError> {
        last_seq(&self.connection).map_err(|why| self.wrap(&why))
    }

    fn scan(
        &self,
        from: Seq,
        each: &mut dyn FnMut(Recorded) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        self.scan_pages(from, PAGE_ROWS, each)
    }

    fn read(&self, from: Seq, limit: usize) -> Result<Vec<Recorded>, ReadError> {
        let mut events = Vec::new();
        if limit > 0 {
            self.scan_pages(from, count(limit).min(PAGE_ROWS), &mut |event| {
                events.push(event);
                if events.len() < limit {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            })?;
        }
        Ok(events)
    }

    fn conversation(
        &self,
        id: &ConversationId,
        before: Option<Seq>,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        let Some(stream) = self.stream(id).map_err(|why| self.wrap(&why))? else {
            return Ok(Vec::new());
        };
        let mut page = Vec::new();
        if limit > 0 {
            self.walk_back(stream, before.unwrap_or(Seq::MAX), &mut |row| {
                page.push(self.recorded(&row)?);
                let is_full = page.len() >= limit;
                Ok(if is_full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
            })?;
        }
        page.reverse();
        Ok(page)
    }

    fn find_command(
        &self,
        conversation: Option<&ConversationId>,
        sender: &Party,
        command: &CommandId,
        since: Timestamp,
    ) -> Result<Option<Seq>, ReadError> {
        let stream = match conversation {
            None => Some(0),
            Some(id) => self.stream(id).map_err(|why| self.wrap(&why))?,
        };
        let Some(stream) = stream else {
            return Ok(None);
        };
        let mut found = None;
        self.walk_back(stream, Seq::MAX, &mut |row| {
            // Times never decrease along the journal, so that all that follow are older too.
            if row.at < since {
                return Ok(ControlFlow::Break(()));
            }
            // Ids need no escaping in JSON: most rows are passed over without reading them.
            if row.body.contains(command.as_str()) {
                let recorded = self.recorded(&row)?;
                if recorded.event.command.as_ref() == Some(command)
                    && recorded.event.actor == *sender
                {
                    found = Some(row.seq);
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }

    fn conversations(
        &self,
        before: Option<Seq>,
        limit: usize,
        filter: &ConversationFilter,
    ) -> Result<Vec<ConversationRow>, ReadError> {
        let open = match filter.incident_open {
            None => "",
            // Written out, so that the index of open incidents is used.
            Some(true) => "AND incident_open = 1",
            Some(false) => "AND incident_open = 0",
        };
        let customer = match &filter.customer {
            None => "AND ?3 IS NULL AND ?4 IS NULL",
            Some(_) => "AND customer IN (?3, ?4)",
        };
        let left = if filter.left_only {
            // Whatever begins with LEFT_BY.
            "AND (customer IS NULL OR (customer >= 'left ' AND customer < 'left!'))"
        } else {
            ""
        };
        let or_left_by = filter.customer.as_ref().filter(|_| filter.or_left_by);
        let or_left_by = or_left_by.map(|customer| left_contact(customer));
        let sql = format!(
            "SELECT stream, id, started_at, customer, incident_open FROM conversations
             WHERE stream < ?1 {open} {customer} {left} ORDER BY stream DESC LIMIT ?2"
        );
        let wrap = |why: rusqlite::Error| self.wrap(&why);
        let mut statement = self.connection.prepare_cached(&sql).map_err(wrap)?;
        let bounds = params![
            position(before.unwrap_or(Seq::MAX)),
            count(limit),
            filter.customer.as_deref(),
            or_left_by
        ];
        let mut rows = statement.query(bounds).map_err(wrap)?;
        let mut listed = Vec::new();
        while let Some(row) = rows.next().map_err(wrap)? {
            listed.push(self.conversation_row(row)?);
        }
        Ok(listed)
    }

    fn answer(&self, key: &str) -> Result<Option<Answer>, ReadError> {
        let answer = self
            .connection
            .prepare_cached("SELECT at, body FROM answers WHERE key = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row([key], |row| {
                        let (at, body) = (Timestamp(row.get(0)?), row.get(1)?);
                        Ok(Answer { key: key.to_owned(), at, body })
                    })
                    .optional()
            });
        answer.map_err(|why| self.wrap(&why))
    }

    fn answer_keys(&self, since: Timestamp) -> Result<Vec<String>, ReadError> {
        self.connection
            .prepare_cached("SELECT key FROM answers WHERE at >= ?1 ORDER BY at, key")
            .and_then(|mut statement| statement.query_map([since.0], |row| row.get(0))?.collect())
            .map_err(|why| self.wrap(&why))
    }

    fn verify(&self, from: Seq, to: Seq) -> Result<u64, ReadError> {
        let mut next = from.max(1);
        let first = next;
        let bounds = params![position(first), position(to)];
        self.rows("WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq", bounds, &mut |row| {
            if row.seq != next {
                return Err(self.corrupt(&format!("event {next} is missing")));
            }
            next += 1;
            Ok(ControlFlow::Continue(()))
        })?;
        if next <= to {
            return Err(self.corrupt(&format!("event {next} is missing")));
        }
        Ok(next - first)
    }
}

impl SqliteJournalReader {
    fn conversation_row(&self, row: &Row<'_>) -> Result<ConversationRow, ReadError> {
        let read = || -> rusqlite::Result<(i64, String, i64, Option<String>, bool)> {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        };
        let (stream, id, started_at, customer, incident_open) =
            read().map_err(|why| self.wrap(&why))?;
        let id = ConversationId::parse(&id)
            .map_err(|why| self.corrupt(&format!("conversation {stream} has a bad id: {why}")))?;
        Ok(ConversationRow {
            id,
            first_seq: stream.unsigned_abs(),
            started_at: Timestamp(started_at),
            customer,
            incident_open,
        })
    }
}

pub(crate) fn last_seq(connection: &Connection) -> rusqlite::Result<Seq> {
    connection
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM events")?
        .query_row([], |row| row.get(0).map(i64::unsigned_abs))
}
