CREATE TABLE identity (id TEXT NOT NULL);

-- The log. `stream` is the first seq of the event's conversation, 0 for none; `kind` the event's number in the catalogue; `body` the whole
-- event as JSON; `crc` the CRC-32C of all others.
CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    stream INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    body TEXT NOT NULL,
    crc INTEGER NOT NULL
);
-- An index carries the rowid, so that this is (stream, seq).
CREATE INDEX events_by_stream ON events (stream);

-- What the list of incidents needs, and the only way from an id to a stream. All of it can be derived from `events` again.
CREATE TABLE conversations (
    stream INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    started_at INTEGER NOT NULL,
    customer TEXT,
    incident_open INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX conversations_by_customer ON conversations (customer) WHERE customer IS NOT NULL;
CREATE INDEX conversations_open ON conversations (stream) WHERE incident_open = 1;

-- Answers of commands that left no event, kept for a day.
CREATE TABLE answers (key TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX answers_by_time ON answers (at);

-- Written and emptied to find out whether there is room.
CREATE TABLE probe (id INTEGER PRIMARY KEY, filler BLOB NOT NULL);
