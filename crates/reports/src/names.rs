//! Keys of the mart and what they stand for: queues, agents, media types, as they are named now.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use mart::facts::Field;
use mart::reports::{Question, QuestionError, Sql};
use store::{ReadError, ReportReader};

use crate::error::ReportError;

/// Ids and names by key.
#[derive(Debug, Default)]
pub(crate) struct Names(BTreeMap<i64, (String, String)>);

impl Names {
    fn read(reader: &dyn ReportReader, sql: &str) -> Result<Self, ReadError> {
        let mut names = BTreeMap::new();
        reader.select(sql, &[], &mut |row| {
            if let [Field::Integer(key), id, name] = row {
                names.insert(*key, (id.text().to_owned(), name.text().to_owned()));
            }
            ControlFlow::Continue(())
        })?;
        Ok(Self(names))
    }

    /// The name of a key.
    pub(crate) fn name(&self, key: &Field) -> &str {
        self.of(key).map_or("unknown", |(_, name)| name)
    }

    /// The id of a key.
    pub(crate) fn id(&self, key: &Field) -> &str {
        self.of(key).map_or("", |(id, _)| id)
    }

    fn of(&self, key: &Field) -> Option<&(String, String)> {
        self.0.get(&key.integer()?)
    }

    /// The key of an id.
    pub(crate) fn key(&self, id: &str) -> Option<i64> {
        self.0.iter().find(|(_, (known, _))| known == id).map(|(key, _)| *key)
    }

    /// Ids and names.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.values().map(|(id, name)| (id.as_str(), name.as_str()))
    }
}

/// All that has names.
#[derive(Debug)]
pub(crate) struct AllNames {
    pub(crate) queues: Names,
    pub(crate) agents: Names,
    pub(crate) media_types: Names,
    pub(crate) tenants: Names,
}

impl AllNames {
    pub(crate) fn read(reader: &dyn ReportReader) -> Result<Self, ReadError> {
        let read = |sql| Names::read(reader, sql);
        Ok(Self {
            queues: read("SELECT queue_key, queue_id, queue_name FROM queue")?,
            agents: read("SELECT agent_key, agent_id, agent_name FROM agent")?,
            media_types: read("SELECT media_type_key, media_name, media_name FROM media_type")?,
            tenants: read("SELECT tenant_key, tenant_name, tenant_name FROM tenant")?,
        })
    }

    /// What a question is narrowed to, with keys in the place of ids.
    ///
    /// # Errors
    /// When an id is not known.
    pub(crate) fn narrowing(&self, question: &Question) -> Result<Sql, ReportError> {
        let words = |field: &str| question.filters.get(field).cloned();
        let keys = |field: &'static str, names: &Names| {
            let Some(ids) = question.filters.get(field) else { return Ok(None) };
            let key = |id: &String| {
                names.key(id).ok_or_else(|| {
                    let detail = format!("the mart knows no {field} {id:?}");
                    QuestionError::new(field, id, detail)
                })
            };
            ids.iter().map(key).collect::<Result<Vec<i64>, _>>().map(Some)
        };
        // Everything in a mart is of one tenant: its name narrows nothing, and no other one is known.
        keys("tenant", &self.tenants)?;
        Ok(Sql {
            queues: keys("queue", &self.queues)?,
            agents: keys("agent", &self.agents)?,
            media_types: keys("media_type", &self.media_types)?,
            media_origins: words("media_origin"),
            languages: words("language"),
            end_reasons: words("end_reason"),
            only: question.report.only,
            service_level_seconds: question.service_level_seconds,
        })
    }
}
