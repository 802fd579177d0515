//! The mart's rows of small logs, checked by hand. That rows do not depend on how a log is cut is shown where it is filled (`engine`).

use std::collections::BTreeMap;

use domain::{ConversationId, Event, Recorded, Seq};
use expect_test::expect;
use mart::facts::{Field, Past, PastError, Projector, Row, RowChange, Table};
use serde_json::json;

/// Nothing came before.
struct Nothing;

impl Past for Nothing {
    fn row(&self, _: &'static Table, _: &[Field]) -> Result<Option<Row>, PastError> {
        Ok(None)
    }

    fn events(&self, _: &ConversationId, _: Seq) -> Result<Vec<Recorded>, PastError> {
        Ok(Vec::new())
    }
}

/// The row that stays when the changes of a log were made, as `table: column=value …`, without columns that are 0, empty or null.
fn rows(log: &str, tables: &[&str]) -> String {
    let mut projector = Projector::new("main");
    for (seq, line) in (1..).zip(log.lines().map(str::trim).filter(|line| !line.is_empty())) {
        let event = Recorded { seq, event: event(line).into() };
        projector.apply(&event, &Nothing).unwrap();
    }
    let mut kept: BTreeMap<(usize, Row), String> = BTreeMap::new();
    for change in projector.take_changes(&Nothing).unwrap() {
        let (table, key, text) = match &change {
            RowChange::Put(table, row) => {
                (table, table.key_of(row).to_vec(), Some(shown(table, row)))
            }
            RowChange::Remove(table, key) => (table, key.clone(), None),
        };
        let Some(rank) = tables.iter().position(|name| *name == table.name) else { continue };
        match text {
            Some(text) => kept.insert((rank, key), text),
            None => kept.remove(&(rank, key)),
        };
    }
    kept.into_values().collect()
}

fn shown(table: &Table, row: &Row) -> String {
    let mut text = format!("{}:", table.name);
    for (column, field) in table.columns.iter().zip(row) {
        match field {
            Field::Integer(0) | Field::Null => {}
            // From the beginning of the log: nobody reads epochs.
            Field::Integer(ms) if *ms >= START_MS => {
                text += &format!(" {column}={}s", (ms - START_MS) as f64 / 1_000.0);
            }
            Field::Integer(seconds) if *seconds * 1_000 == START_MS => {
                text += &format!(" {column}=start")
            }
            Field::Integer(number) => text += &format!(" {column}={number}"),
            Field::Text(words) if words.is_empty() => {}
            Field::Text(words) => text += &format!(" {column}={words}"),
        }
    }
    text + "\n"
}

const START_MS: i64 = 1_795_251_600_000;

/// `seconds chat kind words…`; the chat is `-` for an event about none.
fn event(line: &str) -> Event {
    let mut words = line.split(' ');
    let mut word = || words.next().unwrap_or_default();
    let at = START_MS + (word().parse::<f64>().unwrap() * 1_000.0) as i64;
    let chat = word();
    let kind = word();
    let (one, two, three) = (word(), word(), word());
    let agent = |id: &str| json!({"type": "agent", "id": id});
    let (actor, data) = match kind {
        "chat_created" => (
            json!({"type": "customer", "id": "ann"}),
            json!({"media_type": "chat", "media_origin": "web", "async": one == "async", "queue": "general",
                "arrived_at": "2026-11-21T09:00:00.000Z", "continues": null}),
        ),
        "end_user_post" | "bot_post" => {
            (json!({"type": "customer", "id": "ann"}), json!({"message": "m", "text": one}))
        }
        "agent_post" => (agent(one), json!({"message": "m", "text": two})),
        "engagement_participant_entered" => {
            (agent(one), json!({"participant": agent(one), "role": two, "how": three}))
        }
        "engagement_participant_left" => {
            (agent(one), json!({"participant": agent(one), "reason": two}))
        }
        "agent_engagement_invitation" => {
            (agent(one), json!({"participant": agent(one), "queue": "general"}))
        }
        "agent_role_change" => (agent(one), json!({"lead": agent(one), "supporting": agent(two)})),
        "chat_concluded" => (
            json!({"type": "system", "id": ""}),
            json!({"ended_by": one, "ended_reason": two, "disconnect_reason": "CustomerLeft",
                "continued_as": if three.is_empty() { None } else { Some(three) }}),
        ),
        "chat_requeued" => (
            json!({"type": "system", "id": ""}),
            json!({"queue": "general", "arrived_at": "2026-11-21T09:00:00.000Z", "continues": one}),
        ),
        "transferred_to_queue" => {
            let by = json!({"type": if two == "bot" { "bot" } else { "agent" }, "id": "x"});
            (by, json!({"queue": one}))
        }
        "agent_status_changed" => (
            agent(one),
            json!({"participant": agent(one), "reason": "chosen",
                "status": if two.is_empty() { None } else { Some(two) }}),
        ),
        "end_user_disconnected" => {
            (json!({"type": "customer", "id": "ann"}), json!({"reason": "quit"}))
        }
        "setting_changed" => {
            (json!({"type": "admin", "id": "root"}), json!({"name": one, "value": two}))
        }
        "chat_rated" => {
            let rating: u8 = one.parse().unwrap();
            (json!({"type": "customer", "id": "ann"}), json!({"rating": rating, "comment": two}))
        }
        "bot_entered" => {
            let bot = json!({"type": "bot", "id": one});
            (bot.clone(), json!({"participant": bot, "visibility": "all"}))
        }
        _ if one.is_empty() => (json!({"type": "system", "id": ""}), json!({})),
        _ => (agent(one), json!({"participant": agent(one)})),
    };
    let conversation = chat.split_once('.').map(|(conversation, _)| conversation);
    let event = json!({"at": at, "conversation": conversation,
        "chat": conversation.map(|_| chat), "actor": actor, "body": {"kind": kind, "data": data}});
    serde_json::from_value(event).unwrap_or_else(|why| panic!("{line}: {why}"))
}

#[test]
fn an_offer_a_chat_and_its_wrap_up() {
    let log = "
        0 - agent_status_changed dana available
        0 c.1 chat_created
        0 c.1 end_user_post hello
        2 c.1 agent_engagement_invitation sam
        7 c.1 agent_engagement_declined sam
        7 c.1 agent_engagement_invitation dana
        10 c.1 agent_engagement_accepted dana
        10 c.1 engagement_participant_entered dana lead accepted
        10 c.1 lead_session_start dana
        15 c.1 agent_post dana hi
        20 c.1 agent_absent dana
        26 c.1 agent_present dana
        30 c.1 end_user_post thanks
        40 c.1 chat_concluded CLIENT QUIT
        40 c.1 end_user_disconnected
        40 c.1 lead_session_end dana
        40 c.1 engagement_participant_left dana concluded
        55 c.1 chat_released
        60 - agent_status_changed dana";
    let tables = [
        "chat_session_fact",
        "chat_session_dim",
        "agent_engagement_fact",
        "offer_fact",
        "conversation_fact",
        "agent_state_fact",
        "agt_chat_stats_hour",
        "agt_agent_stats_hour",
        "agt_agent_state_hour",
        "agt_conversation_stats_hour",
        "date_time",
        "media_type",
        "tenant",
    ];
    expect![[r#"
        chat_session_fact: media_server_ixn_guid=c.1 start_date_time_key=start end_date_time_key=start start_ts=0s end_ts=40s tenant_key=1 media_type_key=1 queue_key=1 chat_session_dim_key=2 thread_id=c session_duration=40 until_first_agent_duration=10 until_first_reply_duration=15 agents_count=1 msg_from_agents_count=1 msg_from_agents_size=2 msg_from_customers_count=2 msg_from_customers_size=11 agent_reply_count=1 agent_reply_duration=15 agent_reply_max_duration=15 agent_wait_count=1 agent_wait_duration=15 agent_wait_max_duration=15 customer_reply_count=1 customer_reply_duration=15 customer_reply_max_duration=15 customer_wait_count=1 customer_wait_duration=15 customer_wait_max_duration=15 handle_count=1 handle_duration=30 wait_duration=10 create_audit_key=2
        chat_session_dim: id=1 media_origin=web language_name=NO_VALUE ended_by=NO_VALUE ended_reason=NO_VALUE ended_agent=NO_VALUE disconnect_reason=NO_VALUE
        chat_session_dim: id=2 media_origin=web language_name=NO_VALUE ended_by=CLIENT ended_reason=QUIT ended_agent=PRESENT disconnect_reason=CustomerLeft
        agent_engagement_fact: engagement_id=8 chat=c.1 thread_id=c agent_key=1 queue_key=1 role=lead how=accepted entered_ts=10s left_ts=40s left_reason=concluded handle_duration=30 wrap_up_duration=15 messages_count=1 messages_size=2 reply_count=1 reply_duration=15 reply_max_duration=15 absent_count=1 absent_duration=6
        offer_fact: offer_id=4 chat=c.1 agent_key=2 queue_key=1 offered_ts=2s answered_ts=7s answer=declined
        offer_fact: offer_id=6 chat=c.1 agent_key=1 queue_key=1 offered_ts=7s answered_ts=10s answer=accepted
        conversation_fact: thread_id=c date_time_key=start queue_key=1 media_type_key=1 media_origin=web language_name=NO_VALUE last_chat=c.1 first_ts=0s last_ts=55s sessions_count=1 agents_count=1 engagements_count=1 queue_duration=10 handle_duration=30 outcome=handled
        agent_state_fact: state_id=1 agent_key=1 status=available from_ts=0s to_ts=10s
        agent_state_fact: state_id=9 agent_key=1 status=available from_ts=10s to_ts=55s sessions_in_use=1
        agent_state_fact: state_id=18 agent_key=1 status=available from_ts=55s to_ts=60s
        agt_chat_stats_hour: date_time_key=start tenant_key=1 media_type_key=1 media_origin=web queue_key=1 chat_session_dim_key=2 sessions=1 accepted=1 session_duration=40 until_first_agent_duration=10 until_first_reply_duration=15 agents_count=1 msg_from_agents_count=1 msg_from_agents_size=2 msg_from_customers_count=2 msg_from_customers_size=11 agent_reply_count=1 agent_reply_duration=15 agent_wait_count=1 agent_wait_duration=15 customer_reply_count=1 customer_reply_duration=15 customer_wait_count=1 customer_wait_duration=15 handle_count=1 handle_duration=30 wait_duration=10 agent_reply_max_duration=15 agent_wait_max_duration=15 customer_reply_max_duration=15 customer_wait_max_duration=15
        agt_agent_stats_hour: date_time_key=start agent_key=1 queue_key=1 engagements=1 handle_duration=30 wrap_up_duration=15 messages_count=1 messages_size=2 reply_count=1 reply_duration=15 absent_count=1 absent_duration=6 offers=1 offers_accepted=1 reply_max_duration=15
        agt_agent_stats_hour: date_time_key=start agent_key=2 queue_key=1 offers=1 offers_declined=1
        agt_agent_state_hour: date_time_key=start agent_key=1 status=available status_ms=60000 in_use_ms=45000 sessions_ms=45000
        agt_conversation_stats_hour: date_time_key=start queue_key=1 media_type_key=1 media_origin=web language_name=NO_VALUE outcome=handled conversations=1 sessions_count=1 agents_count=1 engagements_count=1 queue_duration=10 handle_duration=30
        date_time: date_time_key=start cal_date=2026-11-21 label_yyyy=2026 label_yyyy_mm=2026-11 label_yyyy_mm_dd=2026-11-21 label_yyyy_mm_dd_hh24=2026-11-21 09 label_hh24=09 day_of_week=6 week_of_year=47 quarter=4
        media_type: media_type_key=1 media_name=chat media_name_code=CHAT is_online=1
        tenant: tenant_key=1 tenant_name=main
    "#]].assert_eq(&rows(log, &tables));
}

#[test]
fn an_agent_lost_a_conference_and_a_transfer() {
    let log = "
        0 c.1 chat_created
        5 c.1 engagement_participant_entered dana lead picked
        5 c.1 lead_session_start dana
        60 c.1 agent_disconnected dana
        60 c.1 chat_concluded AGENT DISCONNECT c.2
        60 c.1 lead_session_end dana
        60 c.1 engagement_participant_left dana disconnected
        60 c.1 chat_released
        60 c.2 chat_created
        60 c.2 chat_requeued c.1
        70 c.2 engagement_participant_entered sam lead accepted
        70 c.2 lead_session_start sam
        75 c.2 engagement_participant_entered kim supporting conferenced
        80 c.2 agent_role_change kim sam
        90 c.2 engagement_participant_left sam left
        95 c.2 lead_session_end kim
        95 c.2 engagement_participant_left kim transferred
        95 c.2 transferred_to_queue sales
        99 c.2 end_user_post anyone?";
    let tables = [
        "chat_session_fact",
        "agent_engagement_fact",
        "conversation_fact",
        "recovery_fact",
        "agt_agent_stats_hour",
        "agt_conversation_stats_hour",
        "queue",
        "agent",
    ];
    expect![[r#"
        chat_session_fact: media_server_ixn_guid=c.1 start_date_time_key=start end_date_time_key=start start_ts=0s end_ts=60s tenant_key=1 media_type_key=1 queue_key=1 chat_session_dim_key=2 thread_id=c session_duration=60 until_first_agent_duration=5 agents_count=1 handle_count=1 handle_duration=55 wait_duration=5 continued=1 create_audit_key=1
        chat_session_fact: media_server_ixn_guid=c.2 start_date_time_key=start start_ts=60s tenant_key=1 media_type_key=1 queue_key=1 chat_session_dim_key=1 thread_id=c session_duration=39 until_first_agent_duration=10 agents_count=2 msg_from_customers_count=1 msg_from_customers_size=7 handle_count=1 handle_duration=25 wait_duration=10 active_flag=1 create_audit_key=9
        agent_engagement_fact: engagement_id=2 chat=c.1 thread_id=c agent_key=1 queue_key=1 role=lead how=picked entered_ts=5s left_ts=60s left_reason=disconnected handle_duration=55
        agent_engagement_fact: engagement_id=11 chat=c.2 thread_id=c agent_key=2 queue_key=1 role=supporting how=accepted entered_ts=70s left_ts=90s left_reason=left handle_duration=20
        agent_engagement_fact: engagement_id=13 chat=c.2 thread_id=c agent_key=3 queue_key=1 role=lead how=conferenced entered_ts=75s left_ts=95s left_reason=transferred handle_duration=20
        conversation_fact: thread_id=c date_time_key=start queue_key=1 media_type_key=1 media_origin=web language_name=NO_VALUE last_chat=c.2 first_ts=0s last_ts=99s sessions_count=2 agents_count=3 engagements_count=3 requeued_count=1 transferred_count=1 queue_duration=19 handle_duration=80 outcome=open
        recovery_fact: recovery_id=5 chat=c.1 thread_id=c next_chat=c.2 date_time_key=start agent_key=1 queue_key=1 reason=CustomerLeft concluded_ts=60s requeued_ts=60s answered_ts=70s
        agt_agent_stats_hour: date_time_key=start agent_key=1 queue_key=1 engagements=1 handle_duration=55 lost_count=1
        agt_agent_stats_hour: date_time_key=start agent_key=2 queue_key=1 engagements=1 handle_duration=20
        agt_agent_stats_hour: date_time_key=start agent_key=3 queue_key=1 engagements=1 handle_duration=20
        agt_conversation_stats_hour: date_time_key=start queue_key=1 media_type_key=1 media_origin=web language_name=NO_VALUE outcome=open conversations=1 sessions_count=2 agents_count=3 engagements_count=3 requeued_count=1 transferred_count=1 queue_duration=19 handle_duration=80
        queue: queue_key=1 queue_id=general queue_name=general
        queue: queue_key=2 queue_id=sales queue_name=sales
        agent: agent_key=1 agent_id=dana agent_name=dana
        agent: agent_key=2 agent_id=sam agent_name=sam
        agent: agent_key=3 agent_id=kim agent_name=kim
    "#]].assert_eq(&rows(log, &tables));
}

#[test]
fn a_bot_contains_a_chat_or_hands_it_over() {
    let with = |rest: &str| {
        let begin = "0 c.1 chat_created\n2 c.1 bot_entered robo\n3 c.1 bot_post hello";
        let row = rows(&format!("{begin}\n{rest}"), &["chat_session_fact"]);
        let wanted = |word: &&str| {
            word.starts_with("wait_")
                || word.starts_with("bot_")
                || word.starts_with("abandoned_wait")
        };
        row.split_whitespace().filter(wanted).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(with("9 c.1 chat_concluded CLIENT QUIT"), "bot_sessions=1 bot_contained=1");
    // While it is open it waits, as far as anybody knows.
    assert_eq!(with("9 c.1 end_user_post hm"), "wait_duration=9 bot_sessions=1");
    let passed = "20 c.1 transferred_to_queue sales bot";
    assert_eq!(
        with(&format!("{passed}\n29 c.1 chat_concluded CLIENT QUIT")),
        "wait_duration=9 abandoned_wait_duration=9 bot_sessions=1 bot_handed_over=1"
    );
    assert_eq!(
        with(&format!(
            "{passed}\n26 c.1 engagement_participant_entered dana lead accepted\n29 c.1 chat_concluded CLIENT QUIT"
        )),
        "wait_duration=6 bot_sessions=1 bot_handed_over=1 bot_handed_over_accepted=1"
    );
    // A bot that is lost did not contain it.
    assert_eq!(with("9 c.1 chat_concluded BOT DISCONNECT c.2"), "wait_duration=9 bot_sessions=1");
}

#[test]
fn a_recovery_tells_who_was_lost_and_how_it_went_on() {
    let log = "
        0 c.1 chat_created
        0 c.1 end_user_post hello
        5 c.1 engagement_participant_entered dana lead picked
        5 c.1 lead_session_start dana
        6 c.1 agent_post dana hi
        20 c.1 agent_absent dana
        25 c.1 agent_present dana
        30 c.1 agent_absent dana
        70 c.1 agent_disconnected dana
        70 c.1 chat_concluded AGENT DISCONNECT c.2
        70 c.1 lead_session_end dana
        70 c.1 chat_released
        70 c.2 chat_created
        70 c.2 chat_requeued c.1
        82 c.2 engagement_participant_entered sam lead accepted";
    expect![[r#"
        recovery_fact: recovery_id=10 chat=c.1 thread_id=c next_chat=c.2 date_time_key=start agent_key=1 queue_key=1 reason=CustomerLeft absent_ts=30s concluded_ts=70s requeued_ts=70s answered_ts=82s messages_count=2
    "#]].assert_eq(&rows(log, &["recovery_fact"]));
    // What never went on is lost: the row says so by what it does not have.
    let until = log.find("70 c.2 chat_created").unwrap();
    expect![[r#"
        recovery_fact: recovery_id=10 chat=c.1 thread_id=c next_chat=c.2 date_time_key=start agent_key=1 queue_key=1 reason=CustomerLeft absent_ts=30s concluded_ts=70s messages_count=2
    "#]].assert_eq(&rows(&log[..until], &["recovery_fact"]));
}

#[test]
fn a_stretch_is_in_every_hour_and_day_that_it_was_in() {
    // The log begins on the hour.
    let log = "
        600 - agent_status_changed dana available
        9000 - agent_status_changed dana lunch
        9060 - agent_status_changed dana";
    expect![[r#"
        agt_agent_state_hour: date_time_key=start agent_key=1 status=available status_ms=3000000
        agt_agent_state_hour: date_time_key=1795255200 agent_key=1 status=available status_ms=3600000
        agt_agent_state_hour: date_time_key=1795258800 agent_key=1 status=available status_ms=1800000
        agt_agent_state_hour: date_time_key=1795258800 agent_key=1 status=lunch status_ms=60000
        agt_agent_state_day: date_time_key=1795219200 agent_key=1 status=available status_ms=8400000
        agt_agent_state_day: date_time_key=1795219200 agent_key=1 status=lunch status_ms=60000
    "#]].assert_eq(&rows(log, &["agt_agent_state_hour", "agt_agent_state_day"]));
    // Midnight is fifteen hours after the beginning.
    let log = "
        0 - agent_status_changed dana available
        144000 - agent_status_changed dana";
    expect![[r#"
        agt_agent_state_day: date_time_key=1795219200 agent_key=1 status=available status_ms=54000000
        agt_agent_state_day: date_time_key=1795305600 agent_key=1 status=available status_ms=86400000
        agt_agent_state_day: date_time_key=1795392000 agent_key=1 status=available status_ms=3600000
    "#]].assert_eq(&rows(log, &["agt_agent_state_day"]));
}

#[test]
fn a_day_of_an_agent_is_the_sum_of_its_hours_and_has_the_longest_reply() {
    let log = "
        0 c.1 chat_created
        0 c.1 end_user_post hello
        2 c.1 agent_engagement_invitation dana
        4 c.1 agent_engagement_accepted dana
        4 c.1 engagement_participant_entered dana lead accepted
        34 c.1 agent_post dana hi
        40 c.1 engagement_participant_left dana left
        3600 c.1 engagement_participant_entered dana lead picked
        3610 c.1 end_user_post you?
        3615 c.1 agent_post dana yes
        3700 c.1 engagement_participant_left dana left
        54000 c.1 engagement_participant_entered dana lead picked
        54010 c.1 engagement_participant_left dana left";
    expect![[r#"
        agt_agent_stats_hour: date_time_key=start agent_key=1 queue_key=1 engagements=1 handle_duration=36 messages_count=1 messages_size=2 reply_count=1 reply_duration=34 offers=1 offers_accepted=1 reply_max_duration=34
        agt_agent_stats_hour: date_time_key=1795255200 agent_key=1 queue_key=1 engagements=1 handle_duration=100 messages_count=1 messages_size=3 reply_count=1 reply_duration=5 reply_max_duration=5
        agt_agent_stats_hour: date_time_key=1795305600 agent_key=1 queue_key=1 engagements=1 handle_duration=10
        agt_agent_stats_day: date_time_key=1795219200 agent_key=1 queue_key=1 engagements=2 handle_duration=136 messages_count=2 messages_size=5 reply_count=2 reply_duration=39 offers=1 offers_accepted=1 reply_max_duration=34
        agt_agent_stats_day: date_time_key=1795305600 agent_key=1 queue_key=1 engagements=1 handle_duration=10
    "#]].assert_eq(&rows(log, &["agt_agent_stats_hour", "agt_agent_stats_day"]));
}

#[test]
fn a_conversations_outcome_is_that_of_its_last_chat() {
    let outcome = |log: &str| {
        let row = rows(log, &["conversation_fact"]);
        row.split("outcome=").nth(1).unwrap().trim().to_owned()
    };
    let begin = "0 c.1 chat_created";
    let enter = "1 c.1 engagement_participant_entered dana lead picked";
    assert_eq!(outcome(begin), "open");
    assert_eq!(outcome(&format!("{begin}\n9 c.1 chat_concluded CLIENT QUIT")), "abandoned");
    assert_eq!(outcome(&format!("{begin}\n9 c.1 chat_concluded SYSTEM FORCE")), "missed");
    assert_eq!(outcome(&format!("{begin}\n9 c.1 chat_concluded BOT FORCE")), "handled");
    let handled = format!("{begin}\n{enter}\n9 c.1 chat_concluded CLIENT QUIT");
    assert_eq!(outcome(&handled), "handled");
    let lost =
        format!("{begin}\n{enter}\n9 c.1 chat_concluded AGENT DISCONNECT c.2\n9 c.2 chat_created");
    assert_eq!(outcome(&lost), "open");
    assert_eq!(outcome(&format!("{lost}\n20 c.2 chat_concluded CLIENT QUIT")), "abandoned");
}

#[test]
fn the_last_rating_is_the_conversations_and_changes_nothing_else() {
    let log = "
        0 c.1 chat_created
        10 c.1 engagement_participant_entered dana lead picked
        10 c.1 lead_session_start dana
        40 c.1 chat_concluded CLIENT QUIT
        40 c.1 lead_session_end dana
        40 c.1 engagement_participant_left dana concluded
        55 c.1 chat_released";
    let tables =
        ["chat_session_fact", "agent_engagement_fact", "conversation_fact", "agt_chat_stats_hour"];
    let unrated = rows(log, &tables);
    let rated = rows(&format!("{log}\n50 c.1 chat_rated 1 slow\n90 c.1 chat_rated 4"), &tables);
    assert!(!unrated.contains(" rating="));
    assert_eq!(rated.replace(" rating=4", ""), unrated);
    assert!(rated.contains(" first_ts=0s last_ts=55s "), "{rated}");
}

#[test]
fn the_options_say_what_is_attached_and_reported() {
    let talk = "
        0 c.1 chat_created async
        10 c.1 engagement_participant_entered dana lead picked
        20 c.1 engagement_participant_left dana on_hold
        20 c.1 async_on_hold dana
        30 c.1 async_customer_activity
        40 c.1 chat_concluded SYSTEM INACTIVE";
    let with = |name: &str, value: &str| {
        let log = format!("0 - setting_changed {name} {value}\n{talk}");
        let keys = rows(&log, &["g_userdata_history"]).lines().count();
        let reports = rows(&log, &["g_custom_data_s"]);
        let reports: Vec<String> = reports
            .lines()
            .map(|row| row.split("report=").nth(1).unwrap().split(' ').next().unwrap().to_owned())
            .collect();
        (keys, reports.join(" "))
    };
    assert_eq!(with("attach_session_statistics", "all"), (50, String::new()));
    assert_eq!(with("attach_session_statistics", "fired"), (20, String::new()));
    assert_eq!(with("attach_session_statistics", "none"), (4, String::new()));
    assert_eq!(with("attach_stats_rep_events", "1"), (0, "end".to_owned()));
    assert_eq!(with("attach_stats_rep_events", "2"), (20, "hold".to_owned()));
    assert_eq!(with("attach_stats_rep_events", "4"), (20, "customer_activity".to_owned()));
    assert_eq!(with("attach_stats_rep_events", "7"), (0, "hold customer_activity end".to_owned()));
}
