//! What the statistics must be: the specification's worked example, a case for each key, and what must hold for any log.
#![expect(
    clippy::unwrap_used,
    reason = "a test that unwraps what is not there fails, as it should"
)]

mod facts;
mod foreign;
mod keys;
mod lines;
mod properties;
mod reference;
mod script;
mod waiting;
mod worked_example;
