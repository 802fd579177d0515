//! The SQLite adapters pass the suites, and meet damaged files, full disks, crashes and second processes as they should.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod conforming;
mod damage;
mod folder;
mod full;
mod log_damage;
mod migrating;
mod setting;
