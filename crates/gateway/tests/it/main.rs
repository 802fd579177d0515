//! Tests of the gateway over a real listener, with stores in memory: what a client that speaks the protocol sees, and what it must not.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod audience;
mod bots;
mod client;
mod cobrowse;
mod drafts;
mod files;
mod frames;
mod http;
mod identity;
mod identity_pairs;
mod invitations;
mod left_messages;
mod library;
mod lifecycle;
mod origins;
mod rates;
mod ratings;
mod report_limits;
mod report_schedules;
mod reports;
mod roles;
mod schedule_site;
mod shutdown;
mod sign_in;
mod talk;
mod world;

// The mail server and the receiver of webhooks that the crate of deliveries is tried with.
#[path = "../../../delivery/tests/it/receiver.rs"]
mod receiver;
#[path = "../../../delivery/tests/it/smtp.rs"]
mod smtp;
