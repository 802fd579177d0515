//! The PostgreSQL adapter: the mart's warehouse at a server of its own, that business-intelligence tools read. What it leaves out: journal
//! and scratch, which are embedded.
//!
//! Everything here blocks, and waits for the network: call it from a thread that may, never from an async task.

mod address;
mod certificates;
mod columns;
mod errors;
mod format;
mod reader;
mod report_reader;
mod session;
mod statements;
mod tls;
mod warehouse;

pub use address::{Address, AddressError};
pub use errors::OpenError;
pub use reader::PostgresWarehouseReader;
pub use report_reader::PostgresReportReader;
pub use warehouse::PostgresWarehouse;
