//! The rules, told as stories in virtual time: each script is run against the core, and what comes out is compared to the letter.

#![expect(
    clippy::unwrap_used,
    reason = "a test that unwraps what is not there fails, as it should"
)]

mod docs;
mod ending;
mod limits;
mod offers;
mod presence;
mod refusals;
mod replay;
mod script;
mod stored;
mod waiting;
