ALTER TABLE customer_sessions ADD COLUMN external_id TEXT;
ALTER TABLE customer_sessions ADD COLUMN identity_name TEXT;
ALTER TABLE customer_sessions ADD COLUMN identity_email TEXT;
ALTER TABLE customer_sessions ADD COLUMN identity_key TEXT;
ALTER TABLE customer_sessions ADD COLUMN identity_until INTEGER;

CREATE TABLE identity_secrets (key TEXT PRIMARY KEY, secret TEXT NOT NULL, used_at INTEGER) WITHOUT ROWID;
