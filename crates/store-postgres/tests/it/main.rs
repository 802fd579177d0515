//! The warehouse against a real PostgreSQL, which `cargo xtask test` starts and hands over.

mod conforming;
mod database;
mod losing;
mod opening;
mod secrets;
