//! The place of the PostgreSQL adapters: journal with a writer lease, warehouse, scratch. Nothing is built here yet.
