//! Writing scratch data: any number of changes in one commit. What it leaves out: reading.

use domain::{AgentId, ConversationId, Timestamp};
use rusqlite::{Connection, params};
use store::{
    ApiKey, Change, CustomerSession, Draft, IdentitySecret, REPORT_RUNS_KEPT, ReadError, ReportRun,
    Scratch, ScratchReader, SeenMark, StaffSession, TokenHash, WriteError,
};

use crate::connection::{
    Format, damaged, in_transaction, open_error, open_reader, open_writer, read_error, settle,
    write_error,
};
use crate::folder::DataFolder;
use crate::journal_reader::position;
use crate::open_error::OpenError;
use crate::scratch_reader::{SqliteScratchReader, party_rank};
use crate::scratch_runs::state_columns;
use crate::wal;

const FORMAT: Format = Format {
    // "HFsc"
    application_id: 0x4846_7363,
    migrations: &[
        include_str!("scratch_1.sql"),
        include_str!("scratch_2.sql"),
        include_str!("scratch_3.sql"),
        include_str!("scratch_4.sql"),
    ],
};

/// The field name under which the removal of all fields is remembered.
const ALL_FIELDS: &str = "";

/// Scratch data in `scratch.db` of a data folder.
pub struct SqliteScratch {
    reader: SqliteScratchReader,
}

impl SqliteScratch {
    /// Opens the scratch data, or makes it when the folder has none. The file is small and is checked whole.
    ///
    /// # Errors
    /// When it is damaged, of a newer version, or cannot be read or written.
    pub fn open(folder: &DataFolder) -> Result<Self, OpenError> {
        let path = folder.file("scratch.db");
        wal::check(&path)?;
        let connection = open_writer(&path, &FORMAT)?;
        settle(&connection, &path)?;
        let first: String = connection
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
            .map_err(|why| open_error(&path, &why))?;
        if first != "ok" {
            return Err(OpenError::Corrupt { detail: damaged(&path, &first) });
        }
        Ok(Self { reader: SqliteScratchReader { connection, path, folder: folder.clone() } })
    }
}

fn execute(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute(parameters).map(drop)
}

fn save_draft(connection: &Connection, draft: &Draft) -> rusqlite::Result<()> {
    // The newest wins; the removal of all fields is looked at too.
    execute(
        connection,
        "INSERT INTO drafts (conversation, agent, field, text, written_at)
         SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (
             SELECT 1 FROM drafts WHERE conversation = ?1 AND agent = ?2 AND field = '' AND written_at > ?5)
         ON CONFLICT DO UPDATE SET text = excluded.text, written_at = excluded.written_at
         WHERE excluded.written_at >= drafts.written_at",
        params![
            draft.conversation.as_str(),
            draft.agent.as_str(),
            draft.field,
            &*draft.text,
            draft.written_at.0
        ],
    )
}

fn remove_drafts(
    connection: &Connection,
    conversation: &ConversationId,
    agent: &AgentId,
    field: Option<&str>,
    at: Timestamp,
) -> rusqlite::Result<()> {
    execute(
        connection,
        "UPDATE drafts SET text = '', written_at = ?4
         WHERE conversation = ?1 AND agent = ?2 AND (?3 IS NULL OR field = ?3) AND written_at <= ?4",
        params![conversation.as_str(), agent.as_str(), field, at.0],
    )?;
    // What was never saved may still be on its way.
    let removal = Draft {
        conversation: conversation.clone(),
        agent: agent.clone(),
        field: field.unwrap_or(ALL_FIELDS).to_owned(),
        text: "".into(),
        written_at: at,
    };
    save_draft(connection, &removal)
}

fn save_staff_session(connection: &Connection, session: &StaffSession) -> rusqlite::Result<()> {
    execute(
        connection,
        "INSERT OR REPLACE INTO staff_sessions (token, agent, created_at, last_used_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            session.token,
            session.agent.as_str(),
            session.created_at.0,
            session.last_used_at.0,
            session.expires_at.0
        ],
    )
}

fn save_customer_session(
    connection: &Connection,
    session: &CustomerSession,
) -> rusqlite::Result<()> {
    let identity = session.identity.as_ref();
    execute(
        connection,
        "INSERT OR REPLACE INTO customer_sessions
             (token, customer, conversation, created_at, last_used_at, external_id,
              identity_name, identity_email, identity_key, identity_until)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            session.token,
            session.customer,
            session.conversation.as_ref().map(ConversationId::as_str),
            session.created_at.0,
            session.last_used_at.0,
            identity.map(|identity| &identity.external_id),
            identity.map(|identity| &identity.name),
            identity.map(|identity| &identity.email),
            identity.map(|identity| identity.key.as_str()),
            identity.map(|identity| identity.until.0)
        ],
    )
}

fn save_api_key(connection: &Connection, key: &ApiKey) -> rusqlite::Result<()> {
    execute(
        connection,
        "INSERT OR REPLACE INTO api_keys (hash, agent, prefix, created_at, last_used_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![key.hash, key.agent.as_str(), key.prefix, key.created_at.0, key.last_used_at.0],
    )
}

fn save_report_run(connection: &Connection, run: &ReportRun) -> rusqlite::Result<()> {
    let (state, state_at) = state_columns(run.state);
    execute(
        connection,
        "INSERT OR REPLACE INTO report_runs
             (schedule, delivery, due, by_hand, attempts, tried_at, state, state_at, error, file, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            run.schedule.as_str(),
            run.delivery,
            run.due.0,
            run.by_hand,
            run.attempts,
            run.tried_at.map(|at| at.0),
            state,
            state_at,
            run.error,
            run.file,
            position(run.bytes)
        ],
    )?;
    execute(
        connection,
        "DELETE FROM report_runs WHERE schedule = ?1 AND by_hand = ?2 AND delivery NOT IN (
             SELECT delivery FROM report_runs WHERE schedule = ?1 AND by_hand = ?2
             ORDER BY due DESC, delivery DESC LIMIT ?3)",
        params![run.schedule.as_str(), run.by_hand, position(REPORT_RUNS_KEPT as u64)],
    )
}

fn remove_staff_sessions_of(
    connection: &Connection,
    agent: &AgentId,
    except: Option<&TokenHash>,
) -> rusqlite::Result<()> {
    let sql = "DELETE FROM staff_sessions WHERE agent = ?1 AND token IS NOT ?2";
    execute(connection, sql, params![agent.as_str(), except])
}

fn save_seen(connection: &Connection, mark: &SeenMark) -> rusqlite::Result<()> {
    execute(
        connection,
        "INSERT INTO seen (conversation, party_rank, party_id, seq) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)",
        params![
            mark.conversation.as_str(),
            party_rank(mark.by.party_type),
            &*mark.by.id,
            position(mark.seq)
        ],
    )
}

fn prune(
    connection: &Connection,
    now: Timestamp,
    customers_before: Timestamp,
    drafts_before: Timestamp,
) -> rusqlite::Result<()> {
    execute(connection, "DELETE FROM staff_sessions WHERE expires_at <= ?1", [now.0])?;
    let sql = "DELETE FROM customer_sessions WHERE last_used_at < ?1";
    execute(connection, sql, [customers_before.0])?;
    let sql = "DELETE FROM drafts WHERE text = '' AND written_at < ?1";
    execute(connection, sql, [drafts_before.0])
}

fn apply(connection: &Connection, change: &Change) -> rusqlite::Result<()> {
    let run = |sql: &str, parameters: &[&dyn rusqlite::ToSql]| execute(connection, sql, parameters);
    match change {
        Change::SaveDraft(draft) => save_draft(connection, draft),
        Change::RemoveDrafts { conversation, agent, field, at } => {
            remove_drafts(connection, conversation, agent, field.as_deref(), *at)
        }
        Change::SetCredential { agent, hash } => run(
            "INSERT OR REPLACE INTO credentials (agent, hash) VALUES (?1, ?2)",
            &[&agent.as_str(), hash],
        ),
        Change::RemoveCredential(agent) => {
            run("DELETE FROM credentials WHERE agent = ?1", &[&agent.as_str()])
        }
        Change::SaveStaffSession(session) => save_staff_session(connection, session),
        Change::TouchStaffSession { token, at } => run(
            "UPDATE staff_sessions SET last_used_at = max(last_used_at, ?2) WHERE token = ?1",
            &[token, &at.0],
        ),
        Change::RemoveStaffSession(token) => {
            run("DELETE FROM staff_sessions WHERE token = ?1", &[token])
        }
        Change::RemoveStaffSessionsOf { agent, except } => {
            remove_staff_sessions_of(connection, agent, except.as_ref())
        }
        Change::SaveCustomerSession(session) => save_customer_session(connection, session),
        Change::TouchCustomerSession { token, at } => run(
            "UPDATE customer_sessions SET last_used_at = max(last_used_at, ?2) WHERE token = ?1",
            &[token, &at.0],
        ),
        Change::RemoveCustomerSession(token) => {
            run("DELETE FROM customer_sessions WHERE token = ?1", &[token])
        }
        Change::SaveApiKey(key) => save_api_key(connection, key),
        Change::TouchApiKey { hash, at } => run(
            "UPDATE api_keys SET last_used_at = max(last_used_at, ?2) WHERE hash = ?1",
            &[hash, &at.0],
        ),
        Change::RemoveApiKey(hash) => run("DELETE FROM api_keys WHERE hash = ?1", &[hash]),
        Change::RemoveApiKeysOf(agent) => {
            run("DELETE FROM api_keys WHERE agent = ?1", &[&agent.as_str()])
        }
        Change::SaveIdentitySecret(secret) => run(
            "INSERT OR REPLACE INTO identity_secrets (key, secret, used_at) VALUES (?1, ?2, ?3)",
            &[&secret.key.as_str(), &secret.secret, &secret.used_at.map(|at| at.0)],
        ),
        Change::TouchIdentitySecret { key, at } => run(
            "UPDATE identity_secrets SET used_at = max(ifnull(used_at, ?2), ?2) WHERE key = ?1",
            &[&key.as_str(), &at.0],
        ),
        Change::RemoveIdentitySecret(key) => {
            run("DELETE FROM identity_secrets WHERE key = ?1", &[&key.as_str()])
        }
        Change::SaveReportRun(run_of_report) => save_report_run(connection, run_of_report),
        Change::RemoveReportRuns(schedule) => {
            run("DELETE FROM report_runs WHERE schedule = ?1", &[&schedule.as_str()])
        }
        Change::SaveSeen(mark) => save_seen(connection, mark),
        Change::Prune { now, customer_sessions_before, removed_drafts_before } => {
            prune(connection, *now, *customer_sessions_before, *removed_drafts_before)
        }
    }
}

impl Scratch for SqliteScratch {
    fn write(&mut self, changes: &[Change]) -> Result<(), WriteError> {
        if changes.is_empty() {
            return Ok(());
        }
        let SqliteScratchReader { connection, path, .. } = &self.reader;
        let written = in_transaction(connection, |connection| {
            changes.iter().try_for_each(|change| apply(connection, change))
        });
        written.map_err(|why| {
            let error = write_error(path, &why);
            if matches!(error, WriteError::Io { .. }) {
                // What a failed commit left in the log must not be taken for damage at the next start. If this fails too, the next
                // write says so.
                let _ = settle(connection, path);
            }
            error
        })
    }

    fn reader(&self) -> Result<Box<dyn ScratchReader>, ReadError> {
        let path = self.reader.path.clone();
        let connection = open_reader(&path).map_err(|why| read_error(&path, &why))?;
        let folder = self.reader.folder.clone();
        Ok(Box::new(SqliteScratchReader { connection, path, folder }))
    }
}

impl ScratchReader for SqliteScratch {
    fn drafts_of_conversation(&self, id: &ConversationId) -> Result<Vec<Draft>, ReadError> {
        self.reader.drafts_of_conversation(id)
    }

    fn drafts_of_agent(&self, id: &AgentId) -> Result<Vec<Draft>, ReadError> {
        self.reader.drafts_of_agent(id)
    }

    fn credential(&self, agent: &AgentId) -> Result<Option<String>, ReadError> {
        self.reader.credential(agent)
    }

    fn staff_session(&self, token: &TokenHash) -> Result<Option<StaffSession>, ReadError> {
        self.reader.staff_session(token)
    }

    fn customer_session(&self, token: &TokenHash) -> Result<Option<CustomerSession>, ReadError> {
        self.reader.customer_session(token)
    }

    fn api_key(&self, hash: &TokenHash) -> Result<Option<ApiKey>, ReadError> {
        self.reader.api_key(hash)
    }

    fn api_keys_of(&self, agent: &AgentId) -> Result<Vec<ApiKey>, ReadError> {
        self.reader.api_keys_of(agent)
    }

    fn identity_secrets(&self) -> Result<Vec<IdentitySecret>, ReadError> {
        self.reader.identity_secrets()
    }

    fn report_runs(&self) -> Result<Vec<ReportRun>, ReadError> {
        self.reader.report_runs()
    }

    fn seen(&self, conversation: &ConversationId) -> Result<Vec<SeenMark>, ReadError> {
        self.reader.seen(conversation)
    }
}
