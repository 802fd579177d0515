-- What agents did, and in which status they were, by the day: a report on a long time reads a tenth of the rows. Made from the hours, which stay.
CREATE TABLE agt_agent_stats_day (
    date_time_key bigint NOT NULL,
    agent_key bigint NOT NULL,
    queue_key bigint NOT NULL,
    engagements bigint NOT NULL,
    handle_duration bigint NOT NULL,
    wrap_up_duration bigint NOT NULL,
    messages_count bigint NOT NULL,
    messages_size bigint NOT NULL,
    reply_count bigint NOT NULL,
    reply_duration bigint NOT NULL,
    absent_count bigint NOT NULL,
    absent_duration bigint NOT NULL,
    lost_count bigint NOT NULL,
    offers bigint NOT NULL,
    offers_accepted bigint NOT NULL,
    offers_declined bigint NOT NULL,
    offers_missed bigint NOT NULL,
    reply_max_duration bigint NOT NULL,
    PRIMARY KEY (date_time_key, agent_key, queue_key)
) WITH (fillfactor = 50);
INSERT INTO agt_agent_stats_day SELECT
    date_time_key / 86400 * 86400,
    agent_key,
    queue_key,
    sum(engagements)::bigint,
    sum(handle_duration)::bigint,
    sum(wrap_up_duration)::bigint,
    sum(messages_count)::bigint,
    sum(messages_size)::bigint,
    sum(reply_count)::bigint,
    sum(reply_duration)::bigint,
    sum(absent_count)::bigint,
    sum(absent_duration)::bigint,
    sum(lost_count)::bigint,
    sum(offers)::bigint,
    sum(offers_accepted)::bigint,
    sum(offers_declined)::bigint,
    sum(offers_missed)::bigint,
    max(reply_max_duration)
FROM agt_agent_stats_hour GROUP BY 1, 2, 3;

CREATE TABLE agt_agent_state_day (
    date_time_key bigint NOT NULL,
    agent_key bigint NOT NULL,
    status text COLLATE "C" NOT NULL,
    status_ms bigint NOT NULL,
    in_use_ms bigint NOT NULL,
    sessions_ms bigint NOT NULL,
    PRIMARY KEY (date_time_key, agent_key, status)
) WITH (fillfactor = 50);
INSERT INTO agt_agent_state_day SELECT
    date_time_key / 86400 * 86400,
    agent_key,
    status,
    sum(status_ms)::bigint,
    sum(in_use_ms)::bigint,
    sum(sessions_ms)::bigint
FROM agt_agent_state_hour GROUP BY 1, 2, 3;

-- The status of an agent at a moment is found without all that began before it.
CREATE INDEX agent_state_fact_by_agent ON agent_state_fact (agent_key, from_ts);
