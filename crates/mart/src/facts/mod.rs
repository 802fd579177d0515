//! The mart: facts and dimensions projected from the event log, and the aggregates. [`Projector`] takes one event at a time and gives
//! the rows that change; the same log gives the same rows, however it is cut into pieces. docs/mart.md says what each table holds. What it
//! leaves out: storing rows, and the past, which it asks its caller for.

mod agents;
mod aggregates;
mod calendar;
mod chat;
mod conversation;
mod engagement;
mod hours;
mod keys;
mod options;
mod projector;
mod recovery;
mod rollup;
mod table;
mod tables;

pub use aggregates::*;
pub use calendar::{hour, interval};
pub use keys::NO_VALUE;
pub use projector::{Past, PastError, Projector, TENANT_KEY};
pub use table::*;
pub use tables::*;
