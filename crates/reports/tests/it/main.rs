//! Reports of small logs, computed by hand, and what must hold of all of them.

mod exports;
mod figures;
mod hold;
mod questions;
mod story;
mod zones;
