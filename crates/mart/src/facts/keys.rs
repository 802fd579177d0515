//! Whole numbers for texts that occur again and again, given in the order in which the log has them, so that a rebuild gives the same.
//! What it leaves out: names, which may change.

use std::collections::BTreeMap;

use super::table::{Field, Row, RowChange, Table};
use super::tables::{AGENT, CHAT_SESSION_DIM, MEDIA_TYPE, QUEUE};

/// What an absent text of a dimension is called.
pub const NO_VALUE: &str = "NO_VALUE";

/// What is alike in many chats.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SessionDim {
    pub(super) media_origin: String,
    pub(super) language_name: String,
    pub(super) ended_by: String,
    pub(super) ended_reason: String,
    pub(super) async_mode: bool,
    pub(super) ended_agent: String,
    pub(super) disconnect_reason: String,
}

/// A text of a dimension: never empty.
pub(super) fn or_no_value(text: &str) -> String {
    if text.is_empty() { NO_VALUE.to_owned() } else { text.to_owned() }
}

/// A person of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Agent {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) sessions_in_use: i64,
}

/// All keys given so far. Grows with people, queues and combinations, not with chats.
#[derive(Debug, Default)]
pub(super) struct Keys {
    dims: BTreeMap<SessionDim, i64>,
    media_types: BTreeMap<String, i64>,
    queues: BTreeMap<String, i64>,
    agents: BTreeMap<String, i64>,
    people: BTreeMap<i64, Agent>,
    /// Rows that are new or changed since they were last taken.
    changes: Vec<RowChange>,
}

fn next<K: Ord>(known: &BTreeMap<K, i64>) -> i64 {
    known.len() as i64 + 1
}

impl Keys {
    /// Takes a row of one of the tables of keys, as it was stored.
    pub(super) fn load(&mut self, table: &'static Table, row: &Row) {
        let text = |index: usize| row.get(index).map_or("", Field::text).to_owned();
        let number = |index: usize| row.get(index).and_then(Field::integer).unwrap_or_default();
        if table.name == CHAT_SESSION_DIM.name {
            let dim = SessionDim {
                media_origin: text(1),
                language_name: text(2),
                ended_by: text(3),
                ended_reason: text(4),
                async_mode: number(5) == 1,
                ended_agent: text(6),
                disconnect_reason: text(7),
            };
            self.dims.insert(dim, number(0));
        } else if table.name == MEDIA_TYPE.name {
            self.media_types.insert(text(1), number(0));
        } else if table.name == QUEUE.name {
            self.queues.insert(text(1), number(0));
        } else if table.name == AGENT.name {
            self.agents.insert(text(1), number(0));
            let agent = Agent { id: text(1), name: text(2), sessions_in_use: number(3) };
            self.people.insert(number(0), agent);
        }
    }

    pub(super) fn take_changes(&mut self) -> Vec<RowChange> {
        std::mem::take(&mut self.changes)
    }

    pub(super) fn dim(&mut self, dim: SessionDim) -> i64 {
        if let Some(key) = self.dims.get(&dim) {
            return *key;
        }
        let key = next(&self.dims);
        self.changes.push(RowChange::Put(
            &CHAT_SESSION_DIM,
            vec![
                key.into(),
                dim.media_origin.as_str().into(),
                dim.language_name.as_str().into(),
                dim.ended_by.as_str().into(),
                dim.ended_reason.as_str().into(),
                i64::from(dim.async_mode).into(),
                dim.ended_agent.as_str().into(),
                dim.disconnect_reason.as_str().into(),
            ],
        ));
        self.dims.insert(dim, key);
        key
    }

    /// The media origin of a combination.
    pub(super) fn media_origin(&self, dim: i64) -> String {
        let found = self.dims.iter().find(|(_, key)| **key == dim);
        found.map_or_else(|| NO_VALUE.to_owned(), |(dim, _)| dim.media_origin.clone())
    }

    pub(super) fn media_type(&mut self, name: &str) -> i64 {
        if let Some(key) = self.media_types.get(name) {
            return *key;
        }
        let key = next(&self.media_types);
        let code = name.to_uppercase();
        self.changes.push(RowChange::Put(
            &MEDIA_TYPE,
            vec![key.into(), name.into(), code.into(), 1.into()],
        ));
        self.media_types.insert(name.to_owned(), key);
        key
    }

    pub(super) fn queue(&mut self, id: &str) -> i64 {
        if let Some(key) = self.queues.get(id) {
            return *key;
        }
        let key = next(&self.queues);
        self.queues.insert(id.to_owned(), key);
        self.changes.push(RowChange::Put(&QUEUE, vec![key.into(), id.into(), id.into()]));
        key
    }

    pub(super) fn name_queue(&mut self, id: &str, name: &str) {
        let key = self.queue(id);
        self.changes.push(RowChange::Put(&QUEUE, vec![key.into(), id.into(), name.into()]));
    }

    pub(super) fn agent(&mut self, id: &str) -> i64 {
        if let Some(key) = self.agents.get(id) {
            return *key;
        }
        let key = next(&self.agents);
        self.agents.insert(id.to_owned(), key);
        let agent = Agent { id: id.to_owned(), name: id.to_owned(), sessions_in_use: 0 };
        self.people.insert(key, agent);
        self.put_agent(key);
        key
    }

    pub(super) fn name_agent(&mut self, id: &str, name: &str) {
        let key = self.agent(id);
        if let Some(agent) = self.people.get_mut(&key) {
            agent.name = name.to_owned();
        }
        self.put_agent(key);
    }

    /// Changes how many sessions an agent has in use; returns the number.
    pub(super) fn use_sessions(&mut self, key: i64, change: i64) -> i64 {
        let now = self.people.get_mut(&key).map_or(0, |agent| {
            agent.sessions_in_use += change;
            agent.sessions_in_use
        });
        self.put_agent(key);
        now
    }

    pub(super) fn sessions_in_use(&self, key: i64) -> i64 {
        self.people.get(&key).map_or(0, |agent| agent.sessions_in_use)
    }

    fn put_agent(&mut self, key: i64) {
        if let Some(agent) = self.people.get(&key) {
            let Agent { id, name, sessions_in_use } = agent;
            let row = vec![
                key.into(),
                id.as_str().into(),
                name.as_str().into(),
                (*sessions_in_use).into(),
            ];
            self.changes.push(RowChange::Put(&AGENT, row));
        }
    }
}
