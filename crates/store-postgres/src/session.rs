//! One connection to the database: how it comes about, the lock that makes it the writer's, and the statements that it knows.

use std::collections::HashMap;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use postgres::{Client, Statement};

use crate::address::Address;
use crate::certificates;
use crate::errors::{OpenError, loses_connection, open_error};
use crate::tls::Tls;

/// First half of the writers' lock, "HFma"; the other half is the schema.
const LOCK: i32 = 0x4846_6d61;

/// How often, and with what pause, the lock is asked for: the one of a writer that was just killed is free in a moment.
const LOCK_TRIES: u32 = 15;
const LOCK_PAUSE: Duration = Duration::from_millis(200);

/// How both sides of a connection find out that the other has gone, seen from the database.
const KEEPALIVES: &str =
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";

/// One connection.
pub(crate) struct Session {
    /// None only while it is dropped.
    client: Option<Client>,
    statements: HashMap<String, Statement>,
    place: String,
    is_lost: bool,
}

impl Drop for Session {
    fn drop(&mut self) {
        let Some(client) = self.client.take() else { return };
        // The client blocks when it says goodbye, which a thread of a runtime may not.
        if tokio::runtime::Handle::try_current().is_ok() {
            thread::spawn(move || drop(client));
        }
    }
}

impl Session {
    fn connect(address: &Address, name: &str) -> Result<Self, OpenError> {
        let place = address.to_string();
        let refused = |detail: String| OpenError::Refused { place: address.to_string(), detail };
        let configuration = certificates::configuration(address).map_err(refused)?;
        let mut config = address.config.clone();
        config.application_name(name).notice_callback(|_| {});
        let client =
            config.connect(Tls(Arc::new(configuration))).map_err(|why| open_error(&place, &why))?;
        let mut session =
            Self { client: Some(client), statements: HashMap::new(), place, is_lost: false };
        session.run(KEEPALIVES)?;
        let schema = "SELECT current_schema() IS NOT NULL";
        let has_schema: bool = session.one(schema, &[])?.get(0);
        if !has_schema {
            return Err(OpenError::Refused {
                place: session.place.clone(),
                detail: "search_path names no schema that is there".to_owned(),
            });
        }
        Ok(session)
    }

    /// A connection that only reads.
    pub(crate) fn reading(address: &Address) -> Result<Self, OpenError> {
        let mut session = Self::connect(address, "holdfast reader")?;
        session.run("SET default_transaction_read_only = on")?;
        Ok(session)
    }

    /// The connection of the one writer. `name` is this writer's own: a connection of that name that holds the lock is one that this writer
    /// has lost, and is ended.
    pub(crate) fn writing(address: &Address, name: &str) -> Result<Self, OpenError> {
        let mut session = Self::connect(address, name)?;
        // What a power cut takes is filled from the journal again, so that no write has to wait for the disk.
        session.run("SET synchronous_commit = off")?;
        let ask = "SELECT pg_try_advisory_lock($1, current_schema()::regnamespace::oid::int4)";
        for tried in 0..LOCK_TRIES {
            if tried > 0 {
                thread::sleep(LOCK_PAUSE);
            }
            if session.one(ask, &[&LOCK])?.get(0) {
                return Ok(session);
            }
            let end = "SELECT pg_terminate_backend(locks.pid) \
                       FROM pg_locks AS locks JOIN pg_stat_activity AS activity USING (pid) \
                       WHERE locktype = 'advisory' AND locks.database = activity.datid \
                       AND classid::int8 = $1 AND application_name = $2 \
                       AND locks.pid <> pg_backend_pid()";
            let place = session.place.clone();
            let ended = session.client().execute(end, &[&i64::from(LOCK), &name]);
            ended.map_err(|why| open_error(&place, &why))?;
        }
        Err(OpenError::Busy { place: session.place.clone() })
    }

    /// Host, port and database.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    #[expect(clippy::expect_used, reason = "it is taken away only when this is dropped")]
    pub(crate) fn client(&mut self) -> &mut Client {
        self.client.as_mut().expect("a session has a client")
    }

    /// Asks something. An error that ends the connection is remembered: the client itself notices a little later, and who asks again in
    /// between would get a second error for one loss.
    pub(crate) fn ask<R>(
        &mut self,
        ask: impl FnOnce(&mut Self) -> Result<R, postgres::Error>,
    ) -> Result<R, postgres::Error> {
        let asked = ask(self);
        self.is_lost |= asked.as_ref().is_err_and(loses_connection);
        asked
    }

    /// Gives it up: the next question is for another connection.
    pub(crate) fn give_up(&mut self) {
        self.is_lost = true;
    }

    /// Whether it is known to be lost.
    pub(crate) fn is_lost(&self) -> bool {
        self.is_lost || self.client.as_ref().is_none_or(Client::is_closed)
    }

    /// A statement, prepared once.
    pub(crate) fn statement(&mut self, sql: &str) -> Result<Statement, postgres::Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client().prepare(sql)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn run(&mut self, sql: &str) -> Result<(), OpenError> {
        let done = self.client().batch_execute(sql);
        done.map_err(|why| open_error(&self.place, &why))
    }

    fn one(
        &mut self,
        sql: &str,
        parameters: &[&(dyn postgres::types::ToSql + Sync)],
    ) -> Result<postgres::Row, OpenError> {
        let row = self.client().query_one(sql, parameters);
        row.map_err(|why| open_error(&self.place, &why))
    }
}
