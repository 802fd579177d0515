-- What agents did, and in which status they were, by the day: a report on a long time reads a tenth of the rows. Made from the hours, which stay.
CREATE TABLE agt_agent_stats_day (
    date_time_key INTEGER NOT NULL,
    agent_key INTEGER NOT NULL,
    queue_key INTEGER NOT NULL,
    engagements INTEGER NOT NULL,
    handle_duration INTEGER NOT NULL,
    wrap_up_duration INTEGER NOT NULL,
    messages_count INTEGER NOT NULL,
    messages_size INTEGER NOT NULL,
    reply_count INTEGER NOT NULL,
    reply_duration INTEGER NOT NULL,
    absent_count INTEGER NOT NULL,
    absent_duration INTEGER NOT NULL,
    lost_count INTEGER NOT NULL,
    offers INTEGER NOT NULL,
    offers_accepted INTEGER NOT NULL,
    offers_declined INTEGER NOT NULL,
    offers_missed INTEGER NOT NULL,
    reply_max_duration INTEGER NOT NULL,
    PRIMARY KEY (date_time_key, agent_key, queue_key)
) STRICT, WITHOUT ROWID;
INSERT INTO agt_agent_stats_day SELECT
    date_time_key / 86400 * 86400,
    agent_key,
    queue_key,
    sum(engagements),
    sum(handle_duration),
    sum(wrap_up_duration),
    sum(messages_count),
    sum(messages_size),
    sum(reply_count),
    sum(reply_duration),
    sum(absent_count),
    sum(absent_duration),
    sum(lost_count),
    sum(offers),
    sum(offers_accepted),
    sum(offers_declined),
    sum(offers_missed),
    max(reply_max_duration)
FROM agt_agent_stats_hour GROUP BY 1, 2, 3;

CREATE TABLE agt_agent_state_day (
    date_time_key INTEGER NOT NULL,
    agent_key INTEGER NOT NULL,
    status TEXT NOT NULL,
    status_ms INTEGER NOT NULL,
    in_use_ms INTEGER NOT NULL,
    sessions_ms INTEGER NOT NULL,
    PRIMARY KEY (date_time_key, agent_key, status)
) STRICT, WITHOUT ROWID;
INSERT INTO agt_agent_state_day SELECT
    date_time_key / 86400 * 86400,
    agent_key,
    status,
    sum(status_ms),
    sum(in_use_ms),
    sum(sessions_ms)
FROM agt_agent_state_hour GROUP BY 1, 2, 3;

-- The status of an agent at a moment is found without all that began before it.
CREATE INDEX agent_state_fact_by_agent ON agent_state_fact (agent_key, from_ts);
