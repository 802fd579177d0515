//! The place of the deterministic simulator. Nothing is built here yet.
