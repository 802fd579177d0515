//! Writing the journal: one connection, one commit a batch. What it leaves out: reading, and the checks at the start.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use domain::identity::left_contact;
use domain::{Body, CommandId, ConversationId, Event, Party, Recorded, Seq, Timestamp};
use rusqlite::{Connection, params};
use store::journal::PRUNED_ANSWERS_MAX;
use store::{
    Answer, AppendError, Batch, ConversationFilter, ConversationRow, Journal, JournalReader,
    ReadError, Snapshots,
};

use crate::checkpointer::Checkpointer;
use crate::checksum;
use crate::connection::{
    Format, append_error, damaged, in_transaction, open_error, open_reader, open_writer,
    read_error, settle,
};
use crate::database_file::DatabaseFile;
use crate::folder::DataFolder;
use crate::journal_check::check_at_start;
use crate::journal_reader::{SqliteJournalReader, last_seq, position};
use crate::open_error::OpenError;
use crate::parts::{Parts, Plan};
use crate::snapshots::FileSnapshots;
use crate::streams::Streams;
use crate::wal;

const FORMAT: Format = Format {
    // "HFjl"
    application_id: 0x4846_6a6c,
    migrations: &[include_str!("journal_1.sql"), include_str!("journal_2.sql")],
};

/// What the writing connection keeps of the file, in KiB, as SQLite wants it (negative). Little: it writes at the end of the log, and each time
/// that it has put pages in another order SQLite looks through all that is kept, at every commit.
const CACHE_KIB: i64 = -4_096;

/// How much a probe writes: enough to notice that a single page was left.
const PROBE_BYTES: i64 = 64 * 1024;

/// The journal in `journal.db` of a data folder.
pub struct SqliteJournal {
    checkpointer: Checkpointer,
    pub(crate) reader: SqliteJournalReader,
    last: Seq,
    streams: Streams,
    body: Vec<u8>,
    /// Why it is not known whether the last batch is durable; nothing more is taken then.
    in_doubt: Option<AppendError>,
}

impl SqliteJournal {
    /// Opens the journal, or makes one when the folder has none, after checking what can be checked quickly.
    ///
    /// # Errors
    /// When it is damaged, incomplete, of a newer version, or cannot be read or written.
    pub fn open(folder: &DataFolder) -> Result<Self, OpenError> {
        let path = folder.file("journal.db");
        wal::check(&path)?;
        let file = DatabaseFile::open(&path)?;
        let connection = open_writer(&path, &FORMAT)?;
        connection
            .pragma_update(None, "cache_size", CACHE_KIB)
            .map_err(|why| open_error(&path, &why))?;
        let identity = identity(&connection, &path)?;
        settle(&connection, &path)?;
        let last = check_at_start(folder, &connection, &path, &identity)?;
        let checkpointer =
            Checkpointer::start(&path, &file).map_err(|why| open_error(&path, &why))?;
        let parts = Parts::load(&connection, last).map_err(|why| open_error(&path, &why))?;
        let folder = folder.clone();
        let reader = SqliteJournalReader { connection, file, path, identity, folder, parts };
        Ok(Self {
            checkpointer,
            reader,
            last,
            streams: Streams::default(),
            body: Vec::with_capacity(4096),
            in_doubt: None,
        })
    }

    /// Bounds the size of `journal.db`; at the bound appends fail as on a full disk. None takes the bound away.
    ///
    /// # Errors
    /// When the database cannot be asked for its size.
    pub fn set_bytes_max(&mut self, bytes: Option<u64>) -> Result<(), ReadError> {
        let connection = &self.reader.connection;
        let set = || {
            let page: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
            let pages = bytes.map_or(i64::from(u32::MAX) - 1, |bytes| position(bytes) / page);
            connection.pragma_update_and_check(None, "max_page_count", pages.max(1), |_| Ok(()))
        };
        set().map_err(|why| read_error(&self.reader.path, &why))
    }

    /// Checks the whole file: every page, every index against its table, and every event. Takes seconds a gigabyte.
    ///
    /// # Errors
    /// When something is damaged or cannot be read.
    pub fn check_all(&self) -> Result<u64, ReadError> {
        let first: String = self
            .reader
            .connection
            .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
            .map_err(|why| read_error(&self.reader.path, &why))?;
        if first != "ok" {
            return Err(ReadError::Corrupt { detail: damaged(&self.reader.path, &first) });
        }
        self.check_parts()?;
        self.reader.verify(1, self.last)
    }

    /// Checks that each event is in its conversation's parts, or still to be written there, once.
    fn check_parts(&self) -> Result<(), ReadError> {
        let sql =
            "SELECT count(*), count(DISTINCT events.seq) FROM stream_parts CROSS JOIN json_each(seqs) AS part
                   CROSS JOIN events ON events.seq = part.value AND events.stream = stream_parts.stream";
        let (rows, events): (i64, i64) = self
            .reader
            .connection
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(|why| read_error(&self.reader.path, &why))?;
        let expected = position(self.last) - self.reader.parts.count() as i64;
        if (rows, events) != (expected, expected) {
            let what = format!(
                "its conversations list {rows} events, {events} of them different, and must list {expected}"
            );
            return Err(self.reader.corrupt(&what));
        }
        Ok(())
    }

    /// Runs a write in one transaction, and notes when it is not known how it ended.
    fn write<T>(
        &mut self,
        write: impl FnOnce(&SqliteJournalReader, &mut Streams, &mut Vec<u8>) -> rusqlite::Result<T>,
    ) -> Result<T, AppendError> {
        if let Some(why) = &self.in_doubt {
            return Err(why.clone());
        }
        let Self { reader, streams, body, .. } = self;
        let written = in_transaction(&reader.connection, |_| write(reader, streams, body));
        written.map_err(|why| {
            self.streams.clear();
            let error = append_error(&self.reader.path, &why);
            // A transaction that could not be taken back leaves the connection as unsure as a failed sync does.
            if matches!(error, AppendError::Io { .. }) || !self.reader.connection.is_autocommit() {
                let detail = why.to_string();
                self.in_doubt = Some(AppendError::Io { detail });
            }
            error
        })
    }
}

/// The journal's random id, made with the journal.
fn identity(connection: &Connection, path: &std::path::Path) -> Result<Arc<str>, OpenError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random)
        .map_err(|why| OpenError::Io { path: path.to_owned(), detail: why.to_string() })?;
    let fresh: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let events = last_seq(connection).map_err(|why| open_error(path, &why))?;
    let read = || -> rusqlite::Result<Vec<String>> {
        if events == 0 {
            connection.execute(
                "INSERT INTO identity SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM identity)",
                [&fresh],
            )?;
        }
        let mut statement = connection.prepare("SELECT id FROM identity")?;
        statement.query_map([], |row| row.get(0))?.collect()
    };
    let ids = read().map_err(|why| open_error(path, &why))?;
    match ids.as_slice() {
        [id] => Ok(Arc::from(id.as_str())),
        _ => Err(OpenError::Corrupt {
            detail: damaged(path, &format!("it has {} identities and must have one", ids.len())),
        }),
    }
}

fn stream_of(
    reader: &SqliteJournalReader,
    streams: &mut Streams,
    recorded: &Recorded,
) -> rusqlite::Result<i64> {
    let event = &recorded.event;
    let Some(id) = &event.conversation else { return Ok(0) };
    if let Some(stream) = streams.get(id) {
        return Ok(stream);
    }
    let stream = match reader.stream(id)? {
        Some(stream) => stream,
        None => {
            let stream = position(recorded.seq);
            reader
                .connection
                .prepare_cached(
                    "INSERT INTO conversations (stream, id, started_at) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![stream, id.as_str(), event.at.0])?;
            stream
        }
    };
    streams.insert(id.clone(), stream);
    Ok(stream)
}

/// Keeps the list of conversations in step with what an event says about its customer and incident.
fn note_conversation(connection: &Connection, stream: i64, event: &Event) -> rusqlite::Result<()> {
    let open = match &event.body {
        Body::ChatCreated(chat) if !chat.customer.id.is_empty() => {
            let sql =
                "UPDATE conversations SET customer = ?2 WHERE stream = ?1 AND customer IS NULL";
            let mut statement = connection.prepare_cached(sql)?;
            return statement.execute(params![stream, chat.customer.contact()]).map(drop);
        }
        // Who has proved who it is has its conversations in one place, and nobody else finds them.
        Body::CustomerChanged { customer } if customer.verified => {
            let sql = "UPDATE conversations SET customer = ?2 WHERE stream = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            return statement.execute(params![stream, customer.contact()]).map(drop);
        }
        Body::IncidentOpened { customer: Some(customer), .. } => {
            let sql = "UPDATE conversations SET customer = ?2, incident_open = 1 WHERE stream = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let by = left_contact(&customer.contact());
            return statement.execute(params![stream, by]).map(drop);
        }
        Body::IncidentOpened { .. } => true,
        Body::IncidentClosed { .. } => false,
        _ => return Ok(()),
    };
    connection
        .prepare_cached("UPDATE conversations SET incident_open = ?2 WHERE stream = ?1")?
        .execute(params![stream, open])
        .map(drop)
}

fn insert_events(
    reader: &SqliteJournalReader,
    streams: &mut Streams,
    body: &mut Vec<u8>,
    events: &[Recorded],
) -> rusqlite::Result<Plan> {
    let connection = &reader.connection;
    let mut places = Vec::with_capacity(events.len());
    let mut insert = connection.prepare_cached(
        "INSERT INTO events (seq, at, stream, kind, body, crc) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for recorded in events {
        let event = &recorded.event;
        let stream = stream_of(reader, streams, recorded)?;
        note_conversation(connection, stream, event)?;
        body.clear();
        serde_json::to_writer(&mut *body, &**event).map_err(unwritable)?;
        let (seq, at, kind) =
            (position(recorded.seq), event.at.0, i64::from(event.body.kind().id()));
        let crc = checksum::Row { seq, at, stream, kind, body }.crc();
        let text = std::str::from_utf8(body).map_err(unwritable)?;
        insert.execute(params![seq, at, stream, kind, text, crc])?;
        places.push((recorded.seq, stream));
    }
    let plan = reader.parts.plan(places);
    plan.insert(connection)?;
    Ok(plan)
}

fn unwritable(why: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(Box::new(why))
}

fn insert_answers(connection: &Connection, answers: &[Answer]) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO answers (key, at, body) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    )?;
    for answer in answers {
        insert.execute(params![answer.key, answer.at.0, answer.body])?;
    }
    Ok(())
}

impl Journal for SqliteJournal {
    fn append(&mut self, batch: &Batch<'_>) -> Result<(), AppendError> {
        for (expected, event) in (self.last + 1..).zip(batch.events) {
            if event.seq != expected {
                return Err(AppendError::OutOfOrder { expected, found: event.seq });
            }
        }
        if batch.events.is_empty() && batch.answers.is_empty() {
            return self.in_doubt.clone().map_or(Ok(()), Err);
        }
        let plan = self.write(|reader, streams, body| {
            let plan = insert_events(reader, streams, body, batch.events)?;
            insert_answers(&reader.connection, batch.answers)?;
            Ok(plan)
        })?;
        self.reader.parts.applied(plan);
        self.last += batch.events.len() as Seq;
        self.checkpointer.appended(batch.events.len());
        Ok(())
    }

    fn prune_answers(&mut self, before: Timestamp) -> Result<usize, AppendError> {
        self.write(|reader, _, _| {
            reader
                .connection
                .prepare_cached(
                    "DELETE FROM answers WHERE rowid IN
                     (SELECT rowid FROM answers WHERE at < ?1 ORDER BY at LIMIT ?2)",
                )?
                .execute(params![before.0, PRUNED_ANSWERS_MAX as i64])
        })
    }

    fn probe(&mut self) -> Result<(), AppendError> {
        self.write(|reader, _, _| {
            let sql = "INSERT OR REPLACE INTO probe (id, filler) VALUES (1, zeroblob(?1))";
            reader.connection.prepare_cached(sql)?.execute([PROBE_BYTES])
        })?;
        self.write(|reader, _, _| {
            reader.connection.prepare_cached("DELETE FROM probe")?.execute([]).map(drop)
        })
    }

    fn reader(&self) -> Result<Box<dyn JournalReader>, ReadError> {
        let path: PathBuf = self.reader.path.clone();
        let connection = open_reader(&path).map_err(|why| read_error(&path, &why))?;
        let identity = Arc::clone(&self.reader.identity);
        let file = self.reader.file.clone();
        let folder = self.reader.folder.clone();
        let parts = self.reader.parts.clone();
        Ok(Box::new(SqliteJournalReader { connection, file, path, identity, folder, parts }))
    }

    fn snapshots(&self) -> Box<dyn Snapshots> {
        Box::new(FileSnapshots::new(&self.reader.folder, &self.reader.identity))
    }
}

impl JournalReader for SqliteJournal {
    fn identity(&self) -> &str {
        self.reader.identity()
    }

    fn last_seq(&self) -> Result<Seq, ReadError> {
        self.reader.last_seq()
    }

    fn scan(
        &self,
        from: Seq,
        each: &mut dyn FnMut(Recorded) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        self.reader.scan(from, each)
    }

    fn conversation(
        &self,
        id: &ConversationId,
        before: Option<Seq>,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        self.reader.conversation(id, before, limit)
    }

    fn find_command(
        &self,
        conversation: Option<&ConversationId>,
        sender: &Party,
        command: &CommandId,
        since: Timestamp,
    ) -> Result<Option<Seq>, ReadError> {
        self.reader.find_command(conversation, sender, command, since)
    }

    fn conversations(
        &self,
        before: Option<Seq>,
        limit: usize,
        filter: &ConversationFilter,
    ) -> Result<Vec<ConversationRow>, ReadError> {
        self.reader.conversations(before, limit, filter)
    }

    fn answer(&self, key: &str) -> Result<Option<Answer>, ReadError> {
        self.reader.answer(key)
    }

    fn answer_keys(&self, since: Timestamp) -> Result<Vec<String>, ReadError> {
        self.reader.answer_keys(since)
    }

    fn verify(&self, from: Seq, to: Seq) -> Result<u64, ReadError> {
        self.reader.verify(from, to)
    }
}
