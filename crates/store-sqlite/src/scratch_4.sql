CREATE TABLE report_runs (
    schedule TEXT NOT NULL,
    delivery TEXT NOT NULL,
    due INTEGER NOT NULL,
    by_hand INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    tried_at INTEGER,
    state INTEGER NOT NULL,
    state_at INTEGER NOT NULL,
    error TEXT NOT NULL,
    file TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (schedule, delivery)
) WITHOUT ROWID;
