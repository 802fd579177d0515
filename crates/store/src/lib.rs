//! Ports of the engine to durable storage: what a journal and scratch must do, and how that is tested.
//!
//! Every port is an object-safe, blocking, `Send` trait: an adapter is called from a thread of its own, never from an async task.
//! Beside each port are an in-memory one that can be crashed, a wrapper that fails on plan, and a conformance suite
//! that every adapter's tests call. What it leaves out: the mart's tables (`Warehouse`) and attachments (`Blobs`), whose ports come
//! with the features that need them; and every file format, which is the adapter's.

pub mod error;
pub mod journal;
pub mod scratch;

pub use error::{AppendError, ReadError, WriteError};
pub use journal::{
    Answer, Batch, ConversationFilter, ConversationRow, Journal, JournalReader, Snapshot, Snapshots,
};
pub use scratch::{
    Change, CustomerSession, Draft, Scratch, ScratchReader, SeenMark, StaffSession, TokenHash,
};
