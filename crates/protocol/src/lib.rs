//! The wire: frames of the socket, bodies of HTTP, and the schema they are published as. Wire types are not domain types; the
//! gateway alone translates. What an event line carries is the public log format, the same on the socket as in an export.

pub mod command;
pub mod event;
pub mod file;
pub mod frame;
pub mod identity;
pub mod key;
pub mod library;
pub mod problem;
pub mod report;
pub mod report_schedule;
pub mod rest;
pub mod schema;
pub mod view;

/// The version of the socket protocol that a client names in its hello.
pub const PROTOCOL_VERSION: u32 = 1;
