//! Ports of the engine to durable storage: what a journal, a warehouse, blobs and scratch must do, and how that is tested.
