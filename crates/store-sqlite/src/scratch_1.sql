-- A removed draft stays for a while with an empty text, so that a late older save does not bring it back; the field '' stands for all fields.
CREATE TABLE drafts (
    conversation TEXT NOT NULL,
    agent TEXT NOT NULL,
    field TEXT NOT NULL,
    text TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    PRIMARY KEY (conversation, agent, field)
) WITHOUT ROWID;
CREATE INDEX drafts_by_agent ON drafts (agent);

CREATE TABLE credentials (agent TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE staff_sessions (
    token BLOB PRIMARY KEY,
    agent TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE customer_sessions (
    token BLOB PRIMARY KEY,
    customer TEXT NOT NULL,
    conversation TEXT,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE seen (
    conversation TEXT NOT NULL,
    party_rank INTEGER NOT NULL,
    party_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (conversation, party_rank, party_id)
) WITHOUT ROWID;
