//! Ports of the engine to durable storage: what a journal and scratch must do, and how that is tested.
//!
//! Every port is an object-safe, blocking, `Send` trait: an adapter is called from a thread of its own, never from an async task.
//! Beside each port are an in-memory one that can be crashed, a [`faulty`] wrapper that fails on plan, and a [`conformance`] suite
//! that every adapter's tests call. What it leaves out: every file format, which is the adapter's.

pub mod background;
pub mod blobs;
pub mod conformance;
pub mod error;
pub mod faulty;
pub mod faulty_blobs;
pub mod foreground;
pub mod journal;
pub mod memory_blobs;
pub mod memory_journal;
pub mod memory_scratch;
pub mod memory_warehouse;
pub mod reports;
pub mod scratch;
pub mod warehouse;

pub use blobs::{Blobs, ContentHash, PutError};
pub use error::{AppendError, ReadError, WriteError};
pub use faulty::{Fault, FaultPlan, FaultyJournal, FaultyScratch};
pub use faulty_blobs::FaultyBlobs;
pub use journal::{
    Answer, Batch, ConversationFilter, ConversationRow, Journal, JournalReader, Snapshot, Snapshots,
};
pub use memory_blobs::MemoryBlobs;
pub use memory_journal::{MemoryDisk, MemoryJournal};
pub use memory_scratch::MemoryScratch;
pub use memory_warehouse::MemoryWarehouse;
pub use reports::{Interrupter, OpenReports, ReportReader};
pub use scratch::{
    ApiKey, Change, CustomerSession, Draft, Identity, IdentitySecret, REPORT_RUNS_KEPT, ReportRun,
    RunState, Scratch, ScratchReader, SeenMark, StaffSession, TokenHash,
};
pub use warehouse::{Grain, Warehouse, WarehouseReader};
