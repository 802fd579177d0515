-- The way from a conversation to its events, in parts: `seqs` is a JSON array of positions, ascending, `first` the first of them. Events of
-- late may not be in it yet (see `parts.rs`). An index on `events (stream)` cost every commit a page for each conversation in it.
CREATE TABLE stream_parts (
    stream INTEGER NOT NULL,
    first INTEGER NOT NULL,
    seqs TEXT NOT NULL,
    PRIMARY KEY (stream, first)
) WITHOUT ROWID;
INSERT INTO stream_parts
    SELECT stream, min(seq), json_group_array(seq ORDER BY seq)
    FROM (SELECT stream, seq, (row_number() OVER (PARTITION BY stream ORDER BY seq) - 1) / 64 AS part FROM events)
    GROUP BY stream, part;
DROP INDEX events_by_stream;
