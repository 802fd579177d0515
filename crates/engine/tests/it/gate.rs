//! A journal whose commits wait until the test lets them through.

use std::ops::ControlFlow;
use std::sync::{Arc, Condvar, Mutex};

use domain::{CommandId, ConversationId, Party, Recorded, Seq, Timestamp};
use store::{
    Answer, AppendError, Batch, ConversationFilter, ConversationRow, Journal, JournalReader,
    ReadError, Snapshots,
};

/// Open or closed.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<(Mutex<State>, Condvar)>);

#[derive(Default)]
struct State {
    is_closed: bool,
    is_damaged: bool,
    waiting: usize,
}

impl Gate {
    pub(crate) fn close(&self) {
        self.0.0.lock().unwrap().is_closed = true;
    }

    pub(crate) fn open(&self) {
        self.0.0.lock().unwrap().is_closed = false;
        self.0.1.notify_all();
    }

    /// From now on the journal finds itself damaged.
    pub(crate) fn damage(&self) {
        self.0.0.lock().unwrap().is_damaged = true;
    }

    /// Waits until a commit stands before the gate.
    pub(crate) async fn somebody_waits(&self) {
        while self.0.0.lock().unwrap().waiting == 0 {
            tokio::task::yield_now().await;
        }
    }

    fn pass(&self) -> Result<(), AppendError> {
        let mut state = self.0.0.lock().unwrap();
        state.waiting += 1;
        while state.is_closed {
            state = self.0.1.wait(state).unwrap();
        }
        state.waiting -= 1;
        if state.is_damaged {
            return Err(AppendError::Corrupt { detail: "page 7 is not what was written".into() });
        }
        Ok(())
    }
}

pub(crate) struct GatedJournal {
    pub(crate) inner: Box<dyn Journal>,
    pub(crate) gate: Gate,
}

impl JournalReader for GatedJournal {
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

impl Journal for GatedJournal {
    fn append(&mut self, batch: &Batch<'_>) -> Result<(), AppendError> {
        self.gate.pass()?;
        self.inner.append(batch)
    }
    fn prune_answers(&mut self, before: Timestamp) -> Result<usize, AppendError> {
        self.inner.prune_answers(before)
    }
    fn probe(&mut self) -> Result<(), AppendError> {
        self.inner.probe()
    }
    fn reader(&self) -> Result<Box<dyn JournalReader>, ReadError> {
        self.inner.reader()
    }
    fn snapshots(&self) -> Box<dyn Snapshots> {
        self.inner.snapshots()
    }
}
