//! The embedded default of the storage ports: `journal.db`, `scratch.db` and `mart.db` in SQLite, snapshots as files, all in one
//! data folder that one process holds at a time.
//!
//! Everything is checked when it is opened, before anything is served: damage ends the start with a message that says what is damaged, where,
//! and what to do. What it leaves out: the rules of the ports (see `store`), repair (a damaged file is for a person to look at).

mod checkpointer;
mod checksum;
mod connection;
mod database_file;
mod folder;
mod journal;
mod journal_check;
mod journal_reader;
mod journal_scan;
mod open_error;
mod parts;
mod report_reader;
mod scratch;
mod scratch_reader;
mod scratch_runs;
mod snapshots;
mod streams;
mod wal;
mod warehouse;
mod warehouse_reader;

pub use folder::DataFolder;
pub use journal::SqliteJournal;
pub use journal_check::CHECKED_AT_START_MAX;
pub use journal_reader::SqliteJournalReader;
pub use open_error::OpenError;
pub use report_reader::SqliteReportReader;
pub use scratch::SqliteScratch;
pub use scratch_reader::SqliteScratchReader;
pub use warehouse::SqliteWarehouse;
pub use warehouse_reader::SqliteWarehouseReader;
