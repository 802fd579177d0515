//! A journal in memory, for tests and the simulator. It keeps what a crash keeps: [`MemoryDisk`] outlives the journal, and a crash of
//! the disk loses whatever was not synced. What it leaves out: checksums, since memory does not rot.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::identity::{LEFT_BY, left_contact};
use domain::{Body, CommandId, ConversationId, Party, Recorded, Seq, Timestamp};

use crate::error::{AppendError, ReadError, WriteError};
use crate::journal::{
    Answer, Batch, ConversationFilter, ConversationRow, Journal, JournalReader, PRUNED_ANSWERS_MAX,
    SNAPSHOTS_KEPT, Snapshot, Snapshots,
};

/// What is on the disk: shared by the journal, its readers, and the test that crashes it.
#[derive(Debug, Clone)]
pub struct MemoryDisk(Arc<Mutex<Disk>>);

#[derive(Debug, Default)]
struct Disk {
    identity: Arc<str>,
    /// Opening the journal again after a crash makes the handles of before useless.
    generation: u64,
    /// Whether appends reach the disk at once.
    unsynced: bool,
    written: Content,
    synced: Content,
}

#[derive(Debug, Clone, Default)]
struct Content {
    events: VecDeque<Recorded>,
    /// How many events were forgotten before the first that is kept.
    forgotten: Seq,
    /// The positions of each conversation's events; under None those of no conversation.
    streams: HashMap<Option<ConversationId>, VecDeque<Seq>>,
    conversations: BTreeMap<Seq, ConversationRow>,
    answers: HashMap<String, Answer>,
    answers_by_age: BTreeSet<(Timestamp, String)>,
    snapshots: BTreeMap<Seq, Vec<u8>>,
}

impl Default for MemoryDisk {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryDisk {
    /// An empty disk; its journal's identity is `memory`.
    #[must_use]
    pub fn new() -> Self {
        Self::named("memory")
    }

    /// An empty disk whose journal has this identity, for tests with more than one.
    #[must_use]
    pub fn named(identity: &str) -> Self {
        let disk = Disk { identity: Arc::from(identity), ..Disk::default() };
        Self(Arc::new(Mutex::new(disk)))
    }

    /// Opens the journal on this disk; handles opened before a crash no longer work.
    #[must_use]
    pub fn open(&self) -> MemoryJournal {
        let (identity, generation) = {
            let disk = self.lock();
            (Arc::clone(&disk.identity), disk.generation)
        };
        MemoryJournal { identity, disk: self.clone(), generation }
    }

    /// From now on appends are acknowledged before they are durable, as by a disk that lies about its syncs, so that a test can see that it
    /// notices a loss.
    pub fn hold_back_syncs(&self) {
        let mut disk = self.lock();
        disk.synced = disk.written.clone();
        disk.unsynced = true;
    }

    /// The power goes: what was not synced is lost, and every open handle fails from now on.
    pub fn crash(&self) {
        let mut disk = self.lock();
        if disk.unsynced {
            disk.written = disk.synced.clone();
            disk.unsynced = false;
        }
        disk.generation += 1;
    }

    /// Forgets the events before a position, and the conversations that end before it, so that years fit into memory. Only for one who reads
    /// nothing of them any more: a replay must begin with a snapshot then.
    pub fn forget_before(&self, position: Seq) {
        let mut disk = self.lock();
        disk.written.forget_before(position);
        if disk.unsynced {
            disk.synced.forget_before(position);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Disk> {
        // A test that panicked while it held the lock has failed already; the content is whole at every unlock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The writer of a [`MemoryDisk`]; its readers are of the same make.
#[derive(Debug)]
pub struct MemoryJournal {
    identity: Arc<str>,
    disk: MemoryDisk,
    generation: u64,
}

const GONE: &str = "the machine of this handle has crashed";

impl MemoryJournal {
    /// A journal on a disk of its own.
    #[must_use]
    pub fn new() -> Self {
        MemoryDisk::new().open()
    }

    /// The disk it is on.
    #[must_use]
    pub fn disk(&self) -> MemoryDisk {
        self.disk.clone()
    }

    fn content(&self) -> Result<MutexGuard<'_, Disk>, ReadError> {
        let disk = self.disk.lock();
        if disk.generation == self.generation {
            Ok(disk)
        } else {
            Err(ReadError::Io { detail: GONE.to_owned() })
        }
    }

    fn content_mut(&self) -> Result<MutexGuard<'_, Disk>, AppendError> {
        self.content().map_err(|_| AppendError::Io { detail: GONE.to_owned() })
    }

    fn share(&self) -> Self {
        let identity = Arc::clone(&self.identity);
        Self { identity, disk: self.disk.clone(), generation: self.generation }
    }
}

impl Default for MemoryJournal {
    fn default() -> Self {
        Self::new()
    }
}

impl Content {
    fn last(&self) -> Seq {
        self.forgotten + self.events.len() as Seq
    }

    fn get(&self, seq: Seq) -> Option<&Recorded> {
        let index = seq.checked_sub(self.forgotten + 1)?;
        self.events.get(index as usize)
    }

    fn append(&mut self, batch: &Batch<'_>) -> Result<(), AppendError> {
        let first = self.last() + 1;
        for (expected, event) in (first..).zip(batch.events) {
            if event.seq != expected {
                return Err(AppendError::OutOfOrder { expected, found: event.seq });
            }
        }
        for recorded in batch.events {
            self.note_conversation(recorded);
            self.events.push_back(recorded.clone());
        }
        for answer in batch.answers {
            if !self.answers.contains_key(&answer.key) {
                self.answers_by_age.insert((answer.at, answer.key.clone()));
                self.answers.insert(answer.key.clone(), answer.clone());
            }
        }
        Ok(())
    }

    fn note_conversation(&mut self, recorded: &Recorded) {
        let event = &recorded.event;
        let stream = self.streams.entry(event.conversation.clone()).or_default();
        stream.push_back(recorded.seq);
        let Some(id) = &event.conversation else { return };
        let first_seq = stream[0];
        let row = self.conversations.entry(first_seq).or_insert_with(|| ConversationRow {
            id: id.clone(),
            first_seq,
            started_at: event.at,
            customer: None,
            incident_open: false,
        });
        match &event.body {
            Body::ChatCreated(chat) if row.customer.is_none() && !chat.customer.id.is_empty() => {
                row.customer = Some(chat.customer.contact());
            }
            // Who has proved who it is has its conversations in one place, and nobody else finds them.
            Body::CustomerChanged { customer } if customer.verified => {
                row.customer = Some(customer.contact());
            }
            Body::IncidentOpened { customer, .. } => {
                if let Some(customer) = customer {
                    row.customer = Some(left_contact(&customer.contact()));
                }
                row.incident_open = true;
            }
            Body::IncidentClosed { .. } => row.incident_open = false,
            _ => {}
        }
    }

    fn forget_before(&mut self, position: Seq) {
        while self.forgotten + 1 < position
            && let Some(gone) = self.events.pop_front()
        {
            self.forgotten = gone.seq;
            let id = &gone.event.conversation;
            let Some(stream) = self.streams.get_mut(id) else { continue };
            stream.pop_front();
            let row = self.conversations.remove(&gone.seq);
            match stream.front() {
                Some(first) => {
                    if let Some(row) = row {
                        self.conversations
                            .insert(*first, ConversationRow { first_seq: *first, ..row });
                    }
                }
                None => drop(self.streams.remove(id)),
            }
        }
    }
}

impl JournalReader for MemoryJournal {
    fn identity(&self) -> &str {
        &self.identity
    }

    fn last_seq(&self) -> Result<Seq, ReadError> {
        Ok(self.content()?.written.last())
    }

    fn scan(
        &self,
        from: Seq,
        each: &mut dyn FnMut(Recorded) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        let mut seq = from.max(1);
        loop {
            // The lock is not held while `each` runs, so that it may read the journal too.
            let event = {
                let disk = self.content()?;
                if seq <= disk.written.forgotten {
                    let detail = format!("event {seq} was forgotten");
                    return Err(ReadError::Corrupt { detail });
                }
                disk.written.get(seq).cloned()
            };
            let Some(event) = event else { return Ok(()) };
            if each(event).is_break() {
                return Ok(());
            }
            seq += 1;
        }
    }

    fn conversation(
        &self,
        id: &ConversationId,
        before: Option<Seq>,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        let disk = self.content()?;
        let content = &disk.written;
        let Some(stream) = content.streams.get(&Some(id.clone())) else { return Ok(Vec::new()) };
        let end = stream.partition_point(|&seq| before.is_none_or(|before| seq < before));
        let page = stream.range(end.saturating_sub(limit)..end);
        Ok(page.filter_map(|&seq| content.get(seq).cloned()).collect())
    }

    fn find_command(
        &self,
        conversation: Option<&ConversationId>,
        sender: &Party,
        command: &CommandId,
        since: Timestamp,
    ) -> Result<Option<Seq>, ReadError> {
        let disk = self.content()?;
        let stream = disk.written.streams.get(&conversation.cloned());
        let events = stream.into_iter().flatten().rev().filter_map(|&seq| disk.written.get(seq));
        let mut recent = events.take_while(|r| r.event.at >= since);
        let is_it =
            |r: &&Recorded| r.event.command.as_ref() == Some(command) && r.event.actor == *sender;
        Ok(recent.find(is_it).map(|r| r.seq))
    }

    fn conversations(
        &self,
        before: Option<Seq>,
        limit: usize,
        filter: &ConversationFilter,
    ) -> Result<Vec<ConversationRow>, ReadError> {
        let disk = self.content()?;
        let rows = disk.written.conversations.range(..before.unwrap_or(Seq::MAX)).rev();
        Ok(rows
            .map(|(_, row)| row)
            .filter(|row| filter.incident_open.is_none_or(|open| row.incident_open == open))
            .filter(|row| match (&filter.customer, &row.customer) {
                (None, _) => true,
                (Some(wanted), Some(of)) => {
                    of == wanted || filter.or_left_by && *of == left_contact(wanted)
                }
                (Some(_), None) => false,
            })
            .filter(|row| {
                let is_left = || row.customer.as_ref().is_none_or(|of| of.starts_with(LEFT_BY));
                !filter.left_only || is_left()
            })
            .take(limit)
            .cloned()
            .collect())
    }

    fn answer(&self, key: &str) -> Result<Option<Answer>, ReadError> {
        Ok(self.content()?.written.answers.get(key).cloned())
    }

    fn answer_keys(&self, since: Timestamp) -> Result<Vec<String>, ReadError> {
        let disk = self.content()?;
        let answers = disk.written.answers_by_age.range((since, String::new())..);
        Ok(answers.map(|(_, key)| key.clone()).collect())
    }

    fn verify(&self, from: Seq, to: Seq) -> Result<u64, ReadError> {
        let last = self.last_seq()?;
        if to > last {
            let detail = format!("the journal ends at {last}, before event {to}");
            return Err(ReadError::Corrupt { detail });
        }
        Ok((to + 1).saturating_sub(from.max(1)))
    }
}

impl Journal for MemoryJournal {
    fn append(&mut self, batch: &Batch<'_>) -> Result<(), AppendError> {
        self.content_mut()?.written.append(batch)
    }

    fn prune_answers(&mut self, before: Timestamp) -> Result<usize, AppendError> {
        let mut disk = self.content_mut()?;
        let content = &mut disk.written;
        let mut count = 0;
        while count < PRUNED_ANSWERS_MAX
            && content.answers_by_age.first().is_some_and(|(at, _)| *at < before)
            && let Some((_, key)) = content.answers_by_age.pop_first()
        {
            content.answers.remove(&key);
            count += 1;
        }
        Ok(count)
    }

    fn probe(&mut self) -> Result<(), AppendError> {
        self.content_mut().map(drop)
    }

    fn reader(&self) -> Result<Box<dyn JournalReader>, ReadError> {
        Ok(Box::new(self.share()))
    }

    fn snapshots(&self) -> Box<dyn Snapshots> {
        Box::new(self.share())
    }
}

impl Snapshots for MemoryJournal {
    fn save(&mut self, position: Seq, bytes: &[u8]) -> Result<(), WriteError> {
        let disk = self.content();
        let mut disk = disk.map_err(|_| WriteError::Io { detail: GONE.to_owned() })?;
        let snapshots = &mut disk.written.snapshots;
        snapshots.insert(position, bytes.to_vec());
        while snapshots.len() > SNAPSHOTS_KEPT {
            snapshots.pop_first();
        }
        Ok(())
    }

    fn newest(&self, limit: usize) -> Result<Vec<Snapshot>, ReadError> {
        let disk = self.content()?;
        let newest = disk.written.snapshots.iter().rev().take(limit);
        Ok(newest.map(|(&position, bytes)| Snapshot { position, bytes: bytes.clone() }).collect())
    }
}
