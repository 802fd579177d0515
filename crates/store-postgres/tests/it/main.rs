//! The warehouse against a real PostgreSQL, which `cargo xtask test` starts and hands over.

#![expect(
    clippy::unwrap_used,
    reason = "a test that unwraps what is not there fails, as it should"
)]

mod conforming;
mod database;
mod losing;
mod opening;
mod secrets;
