//! The embedded default: journal and scratch in SQLite.
