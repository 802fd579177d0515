//! The journal port: one ordered log of events a tenant, the truth of everything. Snapshots of the state are a shortcut to it that
//! may be thrown away; answers are the outcomes of commands that left no event. What it leaves out: deciding and replaying.

use std::ops::ControlFlow;

use domain::{CommandId, ConversationId, Party, Recorded, Seq, Timestamp};

use crate::error::{AppendError, ReadError, WriteError};

/// How many answers one [`Journal::prune_answers`] takes away at most, so that pruning never holds up a commit for long.
pub const PRUNED_ANSWERS_MAX: usize = 5_000;

/// How many snapshots are kept.
pub const SNAPSHOTS_KEPT: usize = 3;

/// The answer to a command that left no event (a refusal, or a command that changed nothing), kept so that the same command gets the same
/// answer for at least 24 hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Sender and command id, as the engine writes them.
    pub key: String,
    /// When it was answered.
    pub at: Timestamp,
    /// The answer, as JSON.
    pub body: String,
}

/// What is made durable together in one commit. Either part may be empty.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'a> {
    /// Events in order; the first follows the journal's last, and there is no gap.
    pub events: &'a [Recorded],
    /// Answers; one with a known key is left as it was first given.
    pub answers: &'a [Answer],
}

/// The state at a position, as bytes that only the engine understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The last event folded into it.
    pub position: Seq,
    /// The state.
    pub bytes: Vec<u8>,
}

/// A conversation that the journal knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationRow {
    /// Its id.
    pub id: ConversationId,
    /// Its first event; pages go by this.
    pub first_seq: Seq,
    /// When that was.
    pub started_at: Timestamp,
    /// The contact of the customer of its first chat, if it had one, or as whom that customer has proved itself since; of a message that was
    /// left `domain::identity::left_contact` of who left it.
    pub customer: Option<String>,
    /// Whether its incident is open: the last of 120 and 122.
    pub incident_open: bool,
}

/// Which conversations to list; the default lists all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConversationFilter {
    /// Only those whose incident is open, or is not.
    pub incident_open: Option<bool>,
    /// Only those of this customer, by its contact (`domain::event::Customer::contact`).
    pub customer: Option<String>,
    /// With `customer`: also the messages that it left.
    pub or_left_by: bool,
    /// Only messages that were left, and conversations whose customer is not known.
    pub left_only: bool,
}

/// Reads a journal. Readers see every commit that was acknowledged before the call began.
///
/// Rules for implementers: an event that is handed out was held against its checksum; a damaged or missing one is [`ReadError::Corrupt`], never
/// skipped. No call holds up the writer.
pub trait JournalReader: Send {
    /// The random id that the journal got when it was made.
    fn identity(&self) -> &str;

    /// The position of the last event; 0 when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    fn last_seq(&self) -> Result<Seq, ReadError>;

    /// Hands every event from a position on to `each`, in order, until it breaks or the journal ends.
    ///
    /// # Errors
    /// When an event is damaged, missing or cannot be read; those before it were handed out.
    fn scan(
        &self,
        from: Seq,
        each: &mut dyn FnMut(Recorded) -> ControlFlow<()>,
    ) -> Result<(), ReadError>;

    /// At most `limit` events from a position on, in order.
    ///
    /// # Errors
    /// When an event is damaged, missing or cannot be read.
    fn read(&self, from: Seq, limit: usize) -> Result<Vec<Recorded>, ReadError> {
        let mut events = Vec::new();
        if limit > 0 {
            self.scan(from, &mut |event| {
                events.push(event);
                if events.len() < limit {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            })?;
        }
        Ok(events)
    }

    /// The newest `limit` events of a conversation before a position (or before the end), in ascending order.
    ///
    /// # Errors
    /// When an event is damaged or cannot be read.
    fn conversation(
        &self,
        id: &ConversationId,
        before: Option<Seq>,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError>;

    /// The last event that a command left, looked for newest first in the events of one conversation, or in those of no conversation, that
    /// are not older than `since`.
    ///
    /// # Errors
    /// When an event is damaged or cannot be read.
    fn find_command(
        &self,
        conversation: Option<&ConversationId>,
        sender: &Party,
        command: &CommandId,
        since: Timestamp,
    ) -> Result<Option<Seq>, ReadError>;

    /// At most `limit` conversations, newest first, that began before a position (or before the end).
    ///
    /// # Errors
    /// When they cannot be read.
    fn conversations(
        &self,
        before: Option<Seq>,
        limit: usize,
        filter: &ConversationFilter,
    ) -> Result<Vec<ConversationRow>, ReadError>;

    /// The answer with a key, if there is one.
    ///
    /// # Errors
    /// When it cannot be read.
    fn answer(&self, key: &str) -> Result<Option<Answer>, ReadError>;

    /// The keys of all answers given at a time or later, oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    fn answer_keys(&self, since: Timestamp) -> Result<Vec<String>, ReadError>;

    /// Checks that all events of `from..=to` are there, in order and whole; returns how many they are. For a part of the journal at a time, so
    /// that the whole of it can be checked in the background.
    ///
    /// # Errors
    /// When one is damaged, missing or cannot be read.
    fn verify(&self, from: Seq, to: Seq) -> Result<u64, ReadError>;
}

/// Writes a journal. There is one writer.
///
/// Rules for implementers: when [`append`](Self::append) returns `Ok`, all of the batch survives a power cut; when it fails with anything but
/// [`AppendError::Io`], none of it is stored and the journal goes on being usable.
pub trait Journal: JournalReader {
    /// Makes a batch durable in one commit.
    ///
    /// # Errors
    /// No room, not in order, damaged, or not writable; see [`AppendError`] for what each means for the batch.
    fn append(&mut self, batch: &Batch<'_>) -> Result<(), AppendError>;

    /// Takes away at most [`PRUNED_ANSWERS_MAX`] answers given before a time, oldest first, and returns how many; call again while it is that many.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    fn prune_answers(&mut self, before: Timestamp) -> Result<usize, AppendError>;

    /// Makes a small durable write that changes nothing that can be read, to find out whether there is room again.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    fn probe(&mut self) -> Result<(), AppendError>;

    /// A reader for another thread.
    ///
    /// # Errors
    /// When one cannot be opened.
    fn reader(&self) -> Result<Box<dyn JournalReader>, ReadError>;

    /// The journal's snapshots, for another thread: saving a large one never holds up a commit.
    fn snapshots(&self) -> Box<dyn Snapshots>;
}

/// Keeps the newest [`SNAPSHOTS_KEPT`] snapshots of one journal.
///
/// Rules for implementers: a snapshot belongs to the journal it was made from, and is checked when it is read.
pub trait Snapshots: Send {
    /// Makes a snapshot durable and drops those that are too many. Its position must be durable in the journal already: a journal that ends
    /// before its newest snapshot has lost events, and is refused when it is opened.
    ///
    /// # Errors
    /// No room, or not writable; the older ones are still there.
    fn save(&mut self, position: Seq, bytes: &[u8]) -> Result<(), WriteError>;

    /// At most `limit` snapshots, newest first.
    ///
    /// # Errors
    /// When one of them is damaged or cannot be read.
    fn newest(&self, limit: usize) -> Result<Vec<Snapshot>, ReadError>;
}
