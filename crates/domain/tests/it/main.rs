//! The rules, told as stories in virtual time: each script is run against the core, and what comes out is compared to the letter.

#![expect(
    clippy::unwrap_used,
    reason = "a test that unwraps what is not there fails, as it should"
)]

mod async_hold;
mod audience;
mod bots;
mod catalogue;
mod cobrowse;
mod conference;
mod coverage;
mod docs;
mod ending;
mod files_and_links;
mod handover;
mod hours_and_topics;
mod identity;
mod incident;
mod invitations;
mod library;
mod limits;
mod must_not;
mod offers;
mod presence;
mod rating;
mod refusals;
mod replay;
mod report_schedules;
mod script;
mod stored;
mod supervision;
mod transfer;
mod waiting;
