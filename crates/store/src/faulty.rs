//! Wrappers that make storage fail on plan: full, failing, or failing after the commit, when the caller cannot know that it was
//! durable. What it leaves out: damaged data, which the adapters' own tests make by damaging real files.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::{CommandId, ConversationId, Party, Recorded, Seq, Timestamp};

use crate::error::{AppendError, ReadError, WriteError};
use crate::journal::{
    Answer, Batch, ConversationFilter, ConversationRow, Journal, JournalReader, Snapshots,
};
use crate::scratch::{
    ApiKey, Change, CustomerSession, Draft, IdentitySecret, ReportRun, Scratch, ScratchReader,
    SeenMark, StaffSession, TokenHash,
};

/// One way in which a write fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// There is no room; nothing is stored.
    Full,
    /// Writing fails; nothing is stored, but the caller cannot know.
    Io,
    /// The commit is durable, and then writing fails: the caller cannot know.
    AfterCommit,
}

/// Which of the coming writes fail, and how; shared by the wrapper and the test that steers it.
#[derive(Debug, Clone, Default)]
pub struct FaultPlan(Arc<Mutex<Plan>>);

#[derive(Debug, Default)]
struct Plan {
    script: VecDeque<Option<Fault>>,
    standing: Option<Fault>,
}

impl FaultPlan {
    /// A plan without faults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what the next writes do, one entry a write; `None` lets one pass.
    pub fn script(&self, faults: impl IntoIterator<Item = Option<Fault>>) {
        self.lock().script.extend(faults);
    }

    /// Every write after the script fails so, until [`Self::clear`].
    pub fn stand(&self, fault: Fault) {
        self.lock().standing = Some(fault);
    }

    /// Nothing fails any more.
    pub fn clear(&self) {
        *self.lock() = Plan::default();
    }

    pub(crate) fn next(&self) -> Option<Fault> {
        let mut plan = self.lock();
        let standing = plan.standing;
        plan.script.pop_front().unwrap_or(standing)
    }

    fn lock(&self) -> MutexGuard<'_, Plan> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) const PLANNED: &str = "a planned fault";

/// A journal whose writes fail as planned. After a fault that leaves the caller in doubt it takes nothing more, as the port demands.
pub struct FaultyJournal {
    inner: Box<dyn Journal>,
    plan: FaultPlan,
    in_doubt: bool,
}

impl FaultyJournal {
    /// Wraps a journal.
    #[must_use]
    pub fn new(inner: Box<dyn Journal>, plan: FaultPlan) -> Self {
        Self { inner, plan, in_doubt: false }
    }

    fn write<T>(
        &mut self,
        write: impl FnOnce(&mut dyn Journal) -> Result<T, AppendError>,
    ) -> Result<T, AppendError> {
        let io = || AppendError::Io { detail: PLANNED.to_owned() };
        if self.in_doubt {
            return Err(io());
        }
        match self.plan.next() {
            None => write(self.inner.as_mut()),
            Some(Fault::Full) => Err(AppendError::Full { detail: PLANNED.to_owned() }),
            Some(Fault::Io) => {
                self.in_doubt = true;
                Err(io())
            }
            Some(Fault::AfterCommit) => {
                write(self.inner.as_mut())?;
                self.in_doubt = true;
                Err(io())
            }
        }
    }
}

impl JournalReader for FaultyJournal {
    fn identity(&self) -> &str {
        self.inner.identity()
    }

    fn last_seq(&self) -> Result<Seq, ReadError> {
        self.inner.last_seq()
    }

    fn scan(
        &self,
        from: Seq,
        each: &mut dyn FnMut(Recorded) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        self.inner.scan(from, each)
    }

    fn conversation(
        &self,
        id: &ConversationId,
        before: Option<Seq>,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        self.inner.conversation(id, before, limit)
    }

    fn find_command(
        &self,
        conversation: Option<&ConversationId>,
        sender: &Party,
        command: &CommandId,
        since: Timestamp,
    ) -> Result<Option<Seq>, ReadError> {
        self.inner.find_command(conversation, sender, command, since)
    }

    fn conversations(
        &self,
        before: Option<Seq>,
        limit: usize,
        filter: &ConversationFilter,
    ) -> Result<Vec<ConversationRow>, ReadError> {
        self.inner.conversations(before, limit, filter)
    }

    fn answer(&self, key: &str) -> Result<Option<Answer>, ReadError> {
        self.inner.answer(key)
    }

    fn answer_keys(&self, since: Timestamp) -> Result<Vec<String>, ReadError> {
        self.inner.answer_keys(since)
    }

    fn verify(&self, from: Seq, to: Seq) -> Result<u64, ReadError> {
        self.inner.verify(from, to)
    }
}

impl Journal for FaultyJournal {
    fn append(&mut self, batch: &Batch<'_>) -> Result<(), AppendError> {
        self.write(|journal| journal.append(batch))
    }

    fn prune_answers(&mut self, before: Timestamp) -> Result<usize, AppendError> {
        self.write(|journal| journal.prune_answers(before))
    }

    fn probe(&mut self) -> Result<(), AppendError> {
        self.write(|journal| journal.probe())
    }

    fn reader(&self) -> Result<Box<dyn JournalReader>, ReadError> {
        self.inner.reader()
    }

    fn snapshots(&self) -> Box<dyn Snapshots> {
        self.inner.snapshots()
    }
}

/// Scratch data whose writes fail as planned.
pub struct FaultyScratch {
    inner: Box<dyn Scratch>,
    plan: FaultPlan,
}

impl FaultyScratch {
    /// Wraps scratch data.
    #[must_use]
    pub fn new(inner: Box<dyn Scratch>, plan: FaultPlan) -> Self {
        Self { inner, plan }
    }
}

impl ScratchReader for FaultyScratch {
    fn drafts_of_conversation(&self, id: &ConversationId) -> Result<Vec<Draft>, ReadError> {
        self.inner.drafts_of_conversation(id)
    }

    fn drafts_of_agent(&self, id: &domain::AgentId) -> Result<Vec<Draft>, ReadError> {
        self.inner.drafts_of_agent(id)
    }

    fn credential(&self, agent: &domain::AgentId) -> Result<Option<String>, ReadError> {
        self.inner.credential(agent)
    }

    fn staff_session(&self, token: &TokenHash) -> Result<Option<StaffSession>, ReadError> {
        self.inner.staff_session(token)
    }

    fn customer_session(&self, token: &TokenHash) -> Result<Option<CustomerSession>, ReadError> {
        self.inner.customer_session(token)
    }

    fn api_key(&self, hash: &TokenHash) -> Result<Option<ApiKey>, ReadError> {
        self.inner.api_key(hash)
    }

    fn api_keys_of(&self, agent: &domain::AgentId) -> Result<Vec<ApiKey>, ReadError> {
        self.inner.api_keys_of(agent)
    }

    fn identity_secrets(&self) -> Result<Vec<IdentitySecret>, ReadError> {
        self.inner.identity_secrets()
    }

    fn report_runs(&self) -> Result<Vec<ReportRun>, ReadError> {
        self.inner.report_runs()
    }

    fn seen(&self, conversation: &ConversationId) -> Result<Vec<SeenMark>, ReadError> {
        self.inner.seen(conversation)
    }
}

impl Scratch for FaultyScratch {
    fn write(&mut self, changes: &[Change]) -> Result<(), WriteError> {
        match self.plan.next() {
            None => self.inner.write(changes),
            Some(Fault::Full) => Err(WriteError::Full { detail: PLANNED.to_owned() }),
            Some(Fault::Io) => Err(WriteError::Io { detail: PLANNED.to_owned() }),
            Some(Fault::AfterCommit) => {
                self.inner.write(changes)?;
                Err(WriteError::Io { detail: PLANNED.to_owned() })
            }
        }
    }

    fn reader(&self) -> Result<Box<dyn ScratchReader>, ReadError> {
        self.inner.reader()
    }
}
