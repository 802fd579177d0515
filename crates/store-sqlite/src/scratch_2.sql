CREATE TABLE api_keys (
    hash BLOB PRIMARY KEY,
    agent TEXT NOT NULL,
    prefix TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX api_keys_by_agent ON api_keys (agent);
