//! Scratch data in memory, for tests and the simulator. Clones share the data, so that a test can close and open it again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::{AgentId, ConversationId, IdentityKeyId, Party, ReportScheduleId, Seq, Timestamp};

use crate::error::{ReadError, WriteError};
use crate::scratch::{
    ApiKey, Change, CustomerSession, Draft, IdentitySecret, REPORT_RUNS_KEPT, ReportRun, Scratch,
    ScratchReader, SeenMark, StaffSession, TokenHash,
};

/// The field name under which the removal of all fields is remembered.
const ALL_FIELDS: &str = "";

/// Scratch data in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryScratch(Arc<Mutex<Content>>);

#[derive(Debug, Default)]
struct Content {
    /// Removed drafts stay here with an empty text, so that a late older save does not bring them back.
    drafts: BTreeMap<(ConversationId, AgentId, String), Draft>,
    credentials: BTreeMap<AgentId, String>,
    staff: BTreeMap<TokenHash, StaffSession>,
    customers: BTreeMap<TokenHash, CustomerSession>,
    keys: BTreeMap<TokenHash, ApiKey>,
    identity: BTreeMap<IdentityKeyId, IdentitySecret>,
    /// By schedule; the newest moment first.
    runs: BTreeMap<ReportScheduleId, Vec<ReportRun>>,
    seen: BTreeMap<(ConversationId, Party), Seq>,
}

impl MemoryScratch {
    /// Empty scratch data.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn lock(&self) -> MutexGuard<'_, Content> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Content {
    fn save_draft(&mut self, draft: &Draft) {
        let key = (draft.conversation.clone(), draft.agent.clone(), draft.field.clone());
        let all = (key.0.clone(), key.1.clone(), ALL_FIELDS.to_owned());
        let newer = |known: &Draft| known.written_at > draft.written_at;
        if !self.drafts.get(&key).is_some_and(newer) && !self.drafts.get(&all).is_some_and(newer) {
            self.drafts.insert(key, draft.clone());
        }
    }

    fn remove_drafts(
        &mut self,
        conversation: &ConversationId,
        agent: &AgentId,
        field: Option<&str>,
        at: Timestamp,
    ) {
        for draft in self.drafts.values_mut() {
            let named = draft.conversation == *conversation
                && draft.agent == *agent
                && field.is_none_or(|field| draft.field == field);
            if named && draft.written_at <= at {
                draft.text = Arc::from("");
                draft.written_at = at;
            }
        }
        // What was never saved may still be on its way.
        self.save_draft(&Draft {
            conversation: conversation.clone(),
            agent: agent.clone(),
            field: field.unwrap_or(ALL_FIELDS).to_owned(),
            text: Arc::from(""),
            written_at: at,
        });
    }

    fn save_run(&mut self, run: &ReportRun) {
        let runs = self.runs.entry(run.schedule.clone()).or_default();
        runs.retain(|known| known.delivery != run.delivery);
        runs.push(run.clone());
        runs.sort_by(|a, b| (b.due, &b.delivery).cmp(&(a.due, &a.delivery)));
        let mut kept = [0, 0];
        runs.retain(|run| {
            let count = &mut kept[usize::from(run.by_hand)];
            *count += 1;
            *count <= REPORT_RUNS_KEPT
        });
    }

    fn prune(&mut self, now: Timestamp, customers_before: Timestamp, drafts_before: Timestamp) {
        self.staff.retain(|_, session| session.expires_at > now);
        self.customers.retain(|_, session| session.last_used_at >= customers_before);
        self.drafts.retain(|_, draft| !draft.text.is_empty() || draft.written_at >= drafts_before);
    }

    fn apply(&mut self, change: &Change) {
        match change {
            Change::SaveDraft(draft) => self.save_draft(draft),
            Change::RemoveDrafts { conversation, agent, field, at } => {
                self.remove_drafts(conversation, agent, field.as_deref(), *at);
            }
            Change::SetCredential { agent, hash } => {
                self.credentials.insert(agent.clone(), hash.clone());
            }
            Change::RemoveCredential(agent) => {
                self.credentials.remove(agent);
            }
            Change::SaveStaffSession(session) => {
                self.staff.insert(session.token, session.clone());
            }
            Change::TouchStaffSession { token, at } => {
                if let Some(session) = self.staff.get_mut(token) {
                    session.last_used_at = session.last_used_at.max(*at);
                }
            }
            Change::RemoveStaffSession(token) => {
                self.staff.remove(token);
            }
            Change::RemoveStaffSessionsOf { agent, except } => {
                self.staff.retain(|token, s| s.agent != *agent || Some(*token) == *except);
            }
            Change::SaveCustomerSession(session) => {
                self.customers.insert(session.token, session.clone());
            }
            Change::TouchCustomerSession { token, at } => {
                if let Some(session) = self.customers.get_mut(token) {
                    session.last_used_at = session.last_used_at.max(*at);
                }
            }
            Change::RemoveCustomerSession(token) => {
                self.customers.remove(token);
            }
            Change::SaveApiKey(key) => {
                self.keys.insert(key.hash, key.clone());
            }
            Change::TouchApiKey { hash, at } => {
                if let Some(key) = self.keys.get_mut(hash) {
                    key.last_used_at = key.last_used_at.max(*at);
                }
            }
            Change::RemoveApiKey(hash) => {
                self.keys.remove(hash);
            }
            Change::RemoveApiKeysOf(agent) => self.keys.retain(|_, key| key.agent != *agent),
            Change::SaveIdentitySecret(secret) => {
                self.identity.insert(secret.key.clone(), secret.clone());
            }
            Change::TouchIdentitySecret { key, at } => {
                if let Some(secret) = self.identity.get_mut(key) {
                    secret.used_at = secret.used_at.max(Some(*at));
                }
            }
            Change::RemoveIdentitySecret(key) => {
                self.identity.remove(key);
            }
            Change::SaveReportRun(run) => self.save_run(run),
            Change::RemoveReportRuns(schedule) => {
                self.runs.remove(schedule);
            }
            Change::SaveSeen(mark) => {
                let seq =
                    self.seen.entry((mark.conversation.clone(), mark.by.clone())).or_insert(0);
                *seq = (*seq).max(mark.seq);
            }
            Change::Prune { now, customer_sessions_before, removed_drafts_before } => {
                self.prune(*now, *customer_sessions_before, *removed_drafts_before);
            }
        }
    }

    fn drafts(&self, wanted: impl Fn(&Draft) -> bool) -> Vec<Draft> {
        self.drafts.values().filter(|d| !d.text.is_empty() && wanted(d)).cloned().collect()
    }
}

impl ScratchReader for MemoryScratch {
    fn drafts_of_conversation(&self, id: &ConversationId) -> Result<Vec<Draft>, ReadError> {
        Ok(self.lock().drafts(|draft| draft.conversation == *id))
    }

    fn drafts_of_agent(&self, id: &AgentId) -> Result<Vec<Draft>, ReadError> {
        Ok(self.lock().drafts(|draft| draft.agent == *id))
    }

    fn credential(&self, agent: &AgentId) -> Result<Option<String>, ReadError> {
        Ok(self.lock().credentials.get(agent).cloned())
    }

    fn staff_session(&self, token: &TokenHash) -> Result<Option<StaffSession>, ReadError> {
        Ok(self.lock().staff.get(token).cloned())
    }

    fn customer_session(&self, token: &TokenHash) -> Result<Option<CustomerSession>, ReadError> {
        Ok(self.lock().customers.get(token).cloned())
    }

    fn api_key(&self, hash: &TokenHash) -> Result<Option<ApiKey>, ReadError> {
        Ok(self.lock().keys.get(hash).cloned())
    }

    fn api_keys_of(&self, agent: &AgentId) -> Result<Vec<ApiKey>, ReadError> {
        let content = self.lock();
        let mut keys: Vec<ApiKey> =
            content.keys.values().filter(|key| key.agent == *agent).cloned().collect();
        keys.sort_by(|a, b| a.prefix.cmp(&b.prefix));
        Ok(keys)
    }

    fn identity_secrets(&self) -> Result<Vec<IdentitySecret>, ReadError> {
        Ok(self.lock().identity.values().cloned().collect())
    }

    fn report_runs(&self) -> Result<Vec<ReportRun>, ReadError> {
        Ok(self.lock().runs.values().flatten().cloned().collect())
    }

    fn seen(&self, conversation: &ConversationId) -> Result<Vec<SeenMark>, ReadError> {
        let content = self.lock();
        let marks = content.seen.iter().filter(|((id, _), _)| id == conversation);
        Ok(marks
            .map(|((id, by), &seq)| SeenMark { conversation: id.clone(), by: by.clone(), seq })
            .collect())
    }
}

impl Scratch for MemoryScratch {
    fn write(&mut self, changes: &[Change]) -> Result<(), WriteError> {
        let mut content = self.lock();
        for change in changes {
            content.apply(change);
        }
        Ok(())
    }

    fn reader(&self) -> Result<Box<dyn ScratchReader>, ReadError> {
        Ok(Box::new(self.clone()))
    }
}
