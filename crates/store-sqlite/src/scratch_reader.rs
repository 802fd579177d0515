//! Reading scratch data. What it leaves out: writing.

use std::path::PathBuf;
use std::sync::Arc;

use domain::{AgentId, ConversationId, IdentityKeyId, Party, PartyType, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row};
use store::{
    ApiKey, CustomerSession, Draft, Identity, IdentitySecret, ReadError, ReportRun, ScratchReader,
    SeenMark, StaffSession, TokenHash,
};

use crate::connection::{damaged, read_error};
use crate::folder::DataFolder;
use crate::scratch_runs::report_run;

/// Reads scratch data through a connection of its own.
pub struct SqliteScratchReader {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    /// Nobody else takes the folder while something in it is open.
    pub(crate) folder: DataFolder,
}

/// The stored number of a type of party; never changed.
pub(crate) fn party_rank(party_type: PartyType) -> i64 {
    match party_type {
        PartyType::Customer => 0,
        PartyType::Agent => 1,
        PartyType::Supervisor => 2,
        PartyType::Bot => 3,
        PartyType::System => 4,
        PartyType::Admin => 5,
    }
}

fn party_type(rank: i64) -> Option<PartyType> {
    [
        PartyType::Customer,
        PartyType::Agent,
        PartyType::Supervisor,
        PartyType::Bot,
        PartyType::System,
        PartyType::Admin,
    ]
    .into_iter()
    .find(|&party_type| party_rank(party_type) == rank)
}

/// A stored text that must be something else.
pub(crate) fn text<T, E: std::error::Error + Send + Sync + 'static>(
    row: &Row<'_>,
    index: usize,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> rusqlite::Result<T> {
    let text: String = row.get(index)?;
    parse(&text).map_err(|why| {
        rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, Box::new(why))
    })
}

fn draft(row: &Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft {
        conversation: text(row, 0, ConversationId::parse)?,
        agent: text(row, 1, AgentId::parse)?,
        field: row.get(2)?,
        text: Arc::from(row.get::<_, String>(3)?),
        written_at: Timestamp(row.get(4)?),
    })
}

fn api_key(row: &Row<'_>) -> rusqlite::Result<ApiKey> {
    Ok(ApiKey {
        hash: row.get(0)?,
        agent: text(row, 1, AgentId::parse)?,
        prefix: row.get(2)?,
        created_at: Timestamp(row.get(3)?),
        last_used_at: Timestamp(row.get(4)?),
    })
}

/// The identity of a session, in its columns from 4.
fn identity(row: &Row<'_>) -> rusqlite::Result<Option<Identity>> {
    let Some(external_id) = row.get::<_, Option<String>>(4)? else { return Ok(None) };
    Ok(Some(Identity {
        external_id,
        name: row.get(5)?,
        email: row.get(6)?,
        key: text(row, 7, IdentityKeyId::parse)?,
        until: Timestamp(row.get(8)?),
    }))
}

impl SqliteScratchReader {
    fn list<T>(
        &self,
        sql: &str,
        key: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, ReadError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map([key], read)?.collect())
            .map_err(|why| read_error(&self.path, &why))
    }

    fn one<T>(
        &self,
        sql: &str,
        key: impl rusqlite::ToSql,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, ReadError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_row([key], read).optional())
            .map_err(|why| read_error(&self.path, &why))
    }
}

impl ScratchReader for SqliteScratchReader {
    fn drafts_of_conversation(&self, id: &ConversationId) -> Result<Vec<Draft>, ReadError> {
        let sql = "SELECT conversation, agent, field, text, written_at FROM drafts
             WHERE conversation = ?1 AND text <> '' ORDER BY agent, field";
        self.list(sql, id.as_str(), draft)
    }

    fn drafts_of_agent(&self, id: &AgentId) -> Result<Vec<Draft>, ReadError> {
        let sql = "SELECT conversation, agent, field, text, written_at FROM drafts
             WHERE agent = ?1 AND text <> '' ORDER BY conversation, field";
        self.list(sql, id.as_str(), draft)
    }

    fn credential(&self, agent: &AgentId) -> Result<Option<String>, ReadError> {
        let sql = "SELECT hash FROM credentials WHERE agent = ?1";
        self.one(sql, agent.as_str(), |row| row.get(0))
    }

    fn staff_session(&self, token: &TokenHash) -> Result<Option<StaffSession>, ReadError> {
        let sql = "SELECT agent, created_at, last_used_at, expires_at FROM staff_sessions
             WHERE token = ?1";
        self.one(sql, token, |row| {
            Ok(StaffSession {
                token: *token,
                agent: text(row, 0, AgentId::parse)?,
                created_at: Timestamp(row.get(1)?),
                last_used_at: Timestamp(row.get(2)?),
                expires_at: Timestamp(row.get(3)?),
            })
        })
    }

    fn customer_session(&self, token: &TokenHash) -> Result<Option<CustomerSession>, ReadError> {
        let sql = "SELECT customer, created_at, last_used_at, conversation, external_id,
                 identity_name, identity_email, identity_key, identity_until
             FROM customer_sessions WHERE token = ?1";
        self.one(sql, token, |row| {
            let conversation = match row.get::<_, Option<String>>(3)? {
                None => None,
                Some(_) => Some(text(row, 3, ConversationId::parse)?),
            };
            Ok(CustomerSession {
                token: *token,
                customer: row.get(0)?,
                conversation,
                created_at: Timestamp(row.get(1)?),
                last_used_at: Timestamp(row.get(2)?),
                identity: identity(row)?,
            })
        })
    }

    fn api_key(&self, hash: &TokenHash) -> Result<Option<ApiKey>, ReadError> {
        let sql = "SELECT hash, agent, prefix, created_at, last_used_at FROM api_keys
             WHERE hash = ?1";
        self.one(sql, hash, api_key)
    }

    fn api_keys_of(&self, agent: &AgentId) -> Result<Vec<ApiKey>, ReadError> {
        let sql = "SELECT hash, agent, prefix, created_at, last_used_at FROM api_keys
             WHERE agent = ?1 ORDER BY prefix";
        self.list(sql, agent.as_str(), api_key)
    }

    fn identity_secrets(&self) -> Result<Vec<IdentitySecret>, ReadError> {
        let sql = "SELECT key, secret, used_at FROM identity_secrets ORDER BY key";
        let read = |row: &Row<'_>| {
            Ok(IdentitySecret {
                key: text(row, 0, IdentityKeyId::parse)?,
                secret: row.get(1)?,
                used_at: row.get::<_, Option<i64>>(2)?.map(Timestamp),
            })
        };
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map([], read)?.collect())
            .map_err(|why| read_error(&self.path, &why))
    }

    fn report_runs(&self) -> Result<Vec<ReportRun>, ReadError> {
        let sql = "SELECT schedule, delivery, due, by_hand, attempts, tried_at, state, state_at, error, file, bytes
             FROM report_runs ORDER BY schedule, due DESC, delivery DESC";
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map([], report_run)?.collect())
            .map_err(|why| read_error(&self.path, &why))
    }

    fn seen(&self, conversation: &ConversationId) -> Result<Vec<SeenMark>, ReadError> {
        let sql = "SELECT party_rank, party_id, seq FROM seen
             WHERE conversation = ?1 ORDER BY party_rank, party_id";
        let marks = self.list(sql, conversation.as_str(), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
        })?;
        marks
            .into_iter()
            .map(|(rank, id, seq)| {
                let what = || damaged(&self.path, &format!("{rank} is no type of party"));
                let party_type =
                    party_type(rank).ok_or_else(|| ReadError::Corrupt { detail: what() })?;
                let by = Party::new(party_type, &id);
                Ok(SeenMark { conversation: conversation.clone(), by, seq: seq.unsigned_abs() })
            })
            .collect()
    }
}
