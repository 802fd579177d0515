//! Letters and webhooks against real servers on ports of their own.

#![expect(
    clippy::unwrap_used,
    reason = "a test that unwraps what is not there fails, as it should"
)]

mod mail;
mod receiver;
mod smtp;
mod webhook;
