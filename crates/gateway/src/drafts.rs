//! Which drafts each agent has, so that a posted message costs no write when there is none, and which version of a draft was sent with it.
//! The drafts themselves are scratch data.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::{AgentId, ConversationId, Millis, Refusal, Timestamp};
use store::Draft;

use crate::app::App;
use crate::limits::DRAFTS_SENT_MAX;
use crate::problem::invalid;

/// The fields that may have a draft.
const FIELDS: [&str; 12] = [
    "reply",
    "note",
    "internal",
    "wrap_up.subject",
    "wrap_up.disposition",
    "wrap_up.summary",
    "wrap_up.status",
    "wrap_up.assignee",
    "wrap_up.contact",
    "wrap_up.ticket",
    "wrap_up.ticket_status",
    "wrap_up.custom",
];
/// Agents whose drafts are known at once; past it all are read anew.
const AGENTS_MAX: usize = 10_000;

type Written = HashMap<(ConversationId, String), Timestamp>;

/// When each draft of an agent was written, as far as the agent is known.
#[derive(Debug, Default)]
pub(crate) struct DraftIndex(Mutex<HashMap<AgentId, Written>>);

/// What was sent with a command, and so is no draft any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sent {
    /// The reply.
    Reply(ConversationId),
    /// The side note.
    Note(ConversationId),
    /// What a coach says to the agents.
    Internal(ConversationId),
    /// Everything of the conversation: it is written up.
    All(ConversationId),
}

impl Sent {
    fn is_about(&self, conversation: &ConversationId, field: &str) -> bool {
        match self {
            Self::Reply(id) => id == conversation && field == "reply",
            Self::Note(id) => id == conversation && field == "note",
            Self::Internal(id) => id == conversation && field == "internal",
            Self::All(id) => id == conversation,
        }
    }
}

/// Refuses a draft of a field that has none.
///
/// # Errors
/// A refusal that names the field.
pub(crate) fn check_field(field: &str) -> Result<(), Refusal> {
    if FIELDS.contains(&field) {
        return Ok(());
    }
    Err(invalid(
        "field",
        field,
        format!("there is no draft of that field; there are {}", FIELDS.join(", ")),
    ))
}

impl DraftIndex {
    /// Notes a draft that is about to be stored, or its removal.
    pub(crate) fn note(&self, draft: &Draft) {
        let mut agents = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(written) = agents.get_mut(&draft.agent) {
            let at = written
                .entry((draft.conversation.clone(), draft.field.clone()))
                .or_insert(draft.written_at);
            *at = (*at).max(draft.written_at);
        }
    }

    /// Whether no newer version of a draft is known.
    pub(crate) fn is_newest(&self, draft: &Draft) -> bool {
        let agents = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (draft.conversation.clone(), draft.field.clone());
        let known = agents.get(&draft.agent).and_then(|written| written.get(&key));
        known.is_none_or(|at| *at <= draft.written_at)
    }

    fn is_known(&self, agent: &AgentId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(agent)
    }

    fn take(&self, agent: &AgentId, sent: &Sent) -> Vec<(ConversationId, String, Timestamp)> {
        let mut agents = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(written) = agents.get_mut(agent) else { return Vec::new() };
        let gone = written.extract_if(|(id, field), _| sent.is_about(id, field));
        gone.map(|((id, field), at)| (id, field, at)).collect()
    }

    /// The agent's newest drafts, read from the store; from now on they are known.
    ///
    /// # Errors
    /// When they cannot be read.
    pub(crate) async fn read(&self, app: &App, agent: &AgentId) -> Result<Vec<Draft>, Refusal> {
        let id = agent.clone();
        let mut drafts = app.keeper.read(move |scratch| scratch.drafts_of_agent(&id)).await?;
        {
            let mut agents = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if agents.len() >= AGENTS_MAX && !agents.contains_key(agent) {
                agents.clear();
            }
            let written = agents.entry(agent.clone()).or_default();
            for draft in &drafts {
                let at = written
                    .entry((draft.conversation.clone(), draft.field.clone()))
                    .or_insert(draft.written_at);
                *at = (*at).max(draft.written_at);
            }
        }
        drafts.sort_by_key(|draft| std::cmp::Reverse(draft.written_at));
        drafts.truncate(DRAFTS_SENT_MAX);
        Ok(drafts)
    }

    /// What to remove after something was sent. A draft written by a clock of its own is removed by that clock: everything up to the version
    /// that was sent, nothing that was typed after it.
    ///
    /// # Errors
    /// When the agent's drafts are not known and cannot be read.
    pub(crate) async fn removals(
        &self,
        app: &App,
        agent: &AgentId,
        sent: &Sent,
    ) -> Result<Vec<(ConversationId, String, Timestamp)>, Refusal> {
        if !self.is_known(agent) {
            self.read(app, agent).await?;
        }
        Ok(self.take(agent, sent))
    }

    /// Whether there surely is nothing to remove.
    pub(crate) fn has_none(&self, agent: &AgentId, sent: &Sent) -> bool {
        let agents = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        agents
            .get(agent)
            .is_some_and(|written| !written.keys().any(|(id, field)| sent.is_about(id, field)))
    }
}

/// When a version of a draft is taken away: just after it was written, so that the same version that arrives late does not bring it back.
pub(crate) fn removed_at(written_at: Timestamp) -> Timestamp {
    written_at + Millis(1)
}
