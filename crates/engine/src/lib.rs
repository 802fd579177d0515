//! The one writer of a tenant: batches, group commit, idempotency, resume and fan-out.
