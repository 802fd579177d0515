//! Reports of small logs, computed by hand, and what must hold of all of them.

#![expect(
    clippy::unwrap_used,
    reason = "a test that unwraps what is not there fails, as it should"
)]

mod exports;
mod figures;
mod hold;
mod questions;
mod story;
mod zones;
