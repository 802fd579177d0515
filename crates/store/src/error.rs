//! Why storage did not do what it was asked: small kinds, which callers match. The texts are for the operator.

use domain::Seq;

/// Why a batch of events or answers was not appended to the journal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// There is no room now (or another program holds the storage). Nothing of the batch is stored; the journal stays usable and takes
    /// appends again when there is room.
    #[error("the journal takes no writes now: {detail}")]
    Full {
        /// What the storage said.
        detail: String,
    },
    /// The batch does not continue the journal, or is not in order. Nothing of it is stored; this is a bug of the caller.
    #[error("event {found} was appended where {expected} must follow")]
    OutOfOrder {
        /// The position that must follow.
        expected: Seq,
        /// The position that came.
        found: Seq,
    },
    /// The storage is damaged. Nothing of the batch is stored.
    #[error("the journal is damaged: {detail}")]
    Corrupt {
        /// What is damaged, where, and what to do.
        detail: String,
    },
    /// Writing failed and **it is not known whether the batch is durable**. The journal takes nothing more (every later append fails
    /// the same way) until it is opened again; its last position then tells which it was. It must not be answered either way before.
    #[error("the journal cannot be written: {detail}")]
    Io {
        /// What the storage said.
        detail: String,
    },
}

/// Why stored data could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// What was read is not what was written.
    #[error("stored data is damaged: {detail}")]
    Corrupt {
        /// What is damaged, where, and what to do.
        detail: String,
    },
    /// Reading failed.
    #[error("stored data cannot be read: {detail}")]
    Io {
        /// What the storage said.
        detail: String,
    },
}

/// Why scratch data or a snapshot was not written. In every case it is safe to write the same again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// There is no room now (or another program holds the storage). Nothing was stored; the same write works again when there is room.
    #[error("no writes are taken now: {detail}")]
    Full {
        /// What the storage said.
        detail: String,
    },
    /// The storage is damaged. Nothing was stored.
    #[error("stored data is damaged: {detail}")]
    Corrupt {
        /// What is damaged, where, and what to do.
        detail: String,
    },
    /// Writing failed, and it is not known whether it is durable.
    #[error("data cannot be written: {detail}")]
    Io {
        /// What the storage said.
        detail: String,
    },
}
