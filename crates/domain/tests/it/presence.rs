//! One story for each row of the tables of presence, and the limits to the millisecond.

use expect_test::expect;

use crate::script::{Stage, check};

const TALK: &str = "
    0s dana heard
    1s ann asks general Hello
    2s dana accepts ann
";

fn after_talk(script: &str) -> String {
    format!("{TALK}{script}")
}

/// The events of a story that begins with the talk, without those of the talk itself.
pub(crate) fn check_talk(script: &str, expect: expect_test::Expect) {
    let mut stage = Stage::set();
    stage.run(TALK);
    stage.clear();
    stage.run(script);
    stage.check_replay();
    expect.assert_eq(stage.out());
}

#[test]
fn a_talk_begins() {
    check(
        &after_talk(""),
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            2.000     43  agent_accepted ann.1 dana
            2.000     11  agent_engagement_accepted ann.1 dana
            2.000     23  engagement_participant_entered ann.1 dana lead accepted
            2.000     48  lead_session_start ann.1 dana
        "#]],
    );
}

#[test]
fn a_socket_that_closes_leaves_no_trace() {
    check_talk(
        "
        10s dana silent
        29.999s dana heard
        40s ann silent
        59.999s ann heard
        100s
        ",
        expect![[""]],
    );
}

#[test]
fn an_agent_is_absent_at_the_limit_and_not_before() {
    check_talk("10s dana silent\n 30s", expect![[""]]);
    check_talk(
        "10s dana silent\n 30.001s",
        expect![[r#"
            30.000    4   agent_absent ann.1 dana
        "#]],
    );
}

#[test]
fn an_absent_agent_comes_back_before_the_limit() {
    check_talk(
        "10s dana silent\n 69.999s dana heard\n 100s",
        expect![[r#"
            30.000    4   agent_absent ann.1 dana
            69.999    5   agent_present ann.1 dana
        "#]],
    );
}

#[test]
fn an_agent_heard_at_the_very_limit_is_lost() {
    check_talk(
        "10s dana silent\n 70s dana heard",
        expect![[r#"
            30.000    4   agent_absent ann.1 dana
            70.000    130 agent_status_changed - dana lost signed-out
            70.000    30  agent_lost ann.1 dana
            70.000    29  agent_disconnected ann.1 dana
            70.000    100 chat_concluded ann.1 AGENT DISCONNECT AgentSessionLost as=ann.2
            70.000    49  lead_session_end ann.1 dana
            70.000    24  engagement_participant_left ann.1 dana disconnected
            70.000    27  chat_released ann.1
            70.000    26  chat_created ann.2 general arrived=1 continues=ann.1 Hello
            70.000    101 chat_requeued ann.2 general arrived=1 continues=ann.1
            70.000    50  agent_client_reset - dana ["ann.1"]
            70.000    130 agent_status_changed - dana signed_in lunch
        "#]],
    );
}

#[test]
fn an_agent_heard_just_after_the_limit_is_lost() {
    check_talk(
        "10s dana silent\n 70.001s dana heard",
        expect![[r#"
            30.000    4   agent_absent ann.1 dana
            70.000    130 agent_status_changed - dana lost signed-out
            70.000    30  agent_lost ann.1 dana
            70.000    29  agent_disconnected ann.1 dana
            70.000    100 chat_concluded ann.1 AGENT DISCONNECT AgentSessionLost as=ann.2
            70.000    49  lead_session_end ann.1 dana
            70.000    24  engagement_participant_left ann.1 dana disconnected
            70.000    27  chat_released ann.1
            70.000    26  chat_created ann.2 general arrived=1 continues=ann.1 Hello
            70.000    101 chat_requeued ann.2 general arrived=1 continues=ann.1
            70.001    50  agent_client_reset - dana ["ann.1"]
            70.001    130 agent_status_changed - dana signed_in lunch
        "#]],
    );
}

#[test]
fn a_lost_lead_alone_sends_the_conversation_back_to_its_place() {
    check_talk(
        "
        3s bea asks general Younger
        4s dana says ann A half sentence
        10s dana silent
        60s sam heard
        75s sam accepts ann
        80s dana heard
        81s dana says ann.1 Too late
        ",
        expect![[r#"
            3.000     26  chat_created bea.1 general arrived=3 Younger
            3.000     2   end_user_post bea.1 Younger
            3.000     120 incident_opened bea.1 Younger
            3.000     8   agent_engagement_invitation bea.1 dana general
            4.000     1   agent_post ann.1 A half sentence
            30.000    4   agent_absent ann.1 dana
            33.000    34  agent_engagement_auto_declined bea.1 dana
            60.000    130 agent_status_changed - sam signed_in available
            60.000    8   agent_engagement_invitation bea.1 sam general
            70.000    130 agent_status_changed - dana lost signed-out
            70.000    30  agent_lost ann.1 dana
            70.000    29  agent_disconnected ann.1 dana
            70.000    100 chat_concluded ann.1 AGENT DISCONNECT AgentSessionLost as=ann.2
            70.000    49  lead_session_end ann.1 dana
            70.000    24  engagement_participant_left ann.1 dana disconnected
            70.000    27  chat_released ann.1
            70.000    26  chat_created ann.2 general arrived=1 continues=ann.1 Hello
            70.000    101 chat_requeued ann.2 general arrived=1 continues=ann.1
            75.000    ! offer_gone: the chat is no longer offered to you
            80.000    50  agent_client_reset - dana ["ann.1"]
            80.000    130 agent_status_changed - dana signed_in lunch
            81.000    ! session_lost: the chat ann.1 was continued by ann.2
        "#]],
    );
}

#[test]
fn a_lost_lead_with_company_hands_over() {
    check_talk(
        "
        3s sam heard
        3s sofia heard
        4s stage happens supporting ann sofia
        5s stage happens supporting ann sam
        10s dana silent
        80s
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            3.000     130 agent_status_changed - sofia signed_in available
            30.000    4   agent_absent ann.1 dana
            70.000    130 agent_status_changed - dana lost signed-out
            70.000    30  agent_lost ann.1 dana
            70.000    29  agent_disconnected ann.1 dana
            70.000    49  lead_session_end ann.1 dana
            70.000    25  agent_role_change ann.1 sofia dana
            70.000    48  lead_session_start ann.1 sofia
            70.000    24  engagement_participant_left ann.1 dana disconnected
        "#]],
    );
}

#[test]
fn a_lost_supporting_agent_only_leaves() {
    check_talk(
        "
        3s sam heard
        4s stage happens supporting ann sam
        10s sam silent
        80s
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            30.000    4   agent_absent ann.1 sam
            70.000    130 agent_status_changed - sam lost signed-out
            70.000    30  agent_lost ann.1 sam
            70.000    29  agent_disconnected ann.1 sam
            70.000    24  engagement_participant_left ann.1 sam disconnected
        "#]],
    );
}

#[test]
fn lost_watchers_only_stop_watching() {
    check_talk(
        "
        3s sofia heard
        3s sam heard
        4s stage happens monitor_begin ann sofia
        5s stage happens coach_begin ann sam
        10s sofia silent
        11s sam silent
        80s
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sofia signed_in available
            3.000     130 agent_status_changed - sam signed_in available
            70.000    130 agent_status_changed - sofia lost signed-out
            70.000    46  monitor_end ann.1 sofia
            71.000    130 agent_status_changed - sam lost signed-out
            71.000    106 coach_end ann.1 sam
        "#]],
    );
}

#[test]
fn an_agent_lost_while_it_is_asked_cannot_take_it() {
    check(
        "
        0s admin sets offer_timeout 5min
        0s dana heard
        1s ann asks general Hello
        2s dana silent
        70s
        ",
        expect![[r#"
            0.000     149 setting_changed - offer_timeout 5min
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            62.000    130 agent_status_changed - dana lost signed-out
            62.000    14  agent_engagement_unavailable ann.1 dana
        "#]],
    );
    check_talk(
        "
        3s admin sets transfer_timeout 5min
        3s sam heard
        4s dana transfers ann sam
        5s sam silent
        70s
        ",
        expect![[r#"
            3.000     149 setting_changed - transfer_timeout 5min
            3.000     130 agent_status_changed - sam signed_in available
            4.000     9   agent_transfer_invitation ann.1 sam
            65.000    130 agent_status_changed - sam lost signed-out
            65.000    18  agent_transfer_unavailable ann.1 sam
        "#]],
    );
    check_talk(
        "
        3s admin sets transfer_timeout 5min
        3s sam heard
        4s dana invites ann sam
        5s sam silent
        70s
        ",
        expect![[r#"
            3.000     149 setting_changed - transfer_timeout 5min
            3.000     130 agent_status_changed - sam signed_in available
            4.000     10  agent_conference_invitation ann.1 sam
            65.000    130 agent_status_changed - sam lost signed-out
            65.000    22  agent_conference_unavailable ann.1 sam
        "#]],
    );
}

#[test]
fn an_agent_lost_in_wrap_up_releases_the_chat() {
    check_talk(
        "
        3s dana ends ann
        4s dana silent
        70s
        ",
        expect![[r#"
            3.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            3.000     44  end_user_disconnected ann.1 concluded
            3.000     49  lead_session_end ann.1 dana
            3.000     24  engagement_participant_left ann.1 dana concluded
            64.000    130 agent_status_changed - dana lost signed-out
            64.000    27  chat_released ann.1
        "#]],
    );
}

#[test]
fn a_customer_is_absent_and_comes_back() {
    check_talk(
        "10s ann silent\n 69.999s ann heard\n 100s",
        expect![[r#"
            30.000    6   end_user_absent ann.1
            69.999    7   end_user_present ann.1
        "#]],
    );
}

#[test]
fn a_lost_customer_concludes_the_chat_and_may_go_on() {
    check_talk(
        "
        10s ann silent
        72s ann heard
        75s dana wraps-up ann gone
        76s ann continues
        ",
        expect![[r#"
            30.000    6   end_user_absent ann.1
            70.000    32  user_lost ann.1
            70.000    31  user_disconnected ann.1
            70.000    100 chat_concluded ann.1 CLIENT DISCONNECT CustomerLost
            70.000    44  end_user_disconnected ann.1 disconnect
            70.000    49  lead_session_end ann.1 dana
            70.000    24  engagement_participant_left ann.1 dana concluded
            72.000    51  end_user_client_reset ann.1
            75.000    121 incident_updated ann.1 gone
            75.000    122 incident_closed ann.1
            75.000    27  chat_released ann.1
            76.000    26  chat_created ann.2 general arrived=76 continues=ann.1 Hello
            76.000    120 incident_opened ann.2 Hello gone
            76.000    8   agent_engagement_invitation ann.2 dana general
        "#]],
    );
}

#[test]
fn a_customer_lost_while_waiting() {
    check(
        "0s ann asks general Hello\n 1s ann silent\n 62s\n 90s ann heard",
        expect![[r#"
            0.000     26  chat_created ann.1 general arrived=0 Hello
            0.000     2   end_user_post ann.1 Hello
            0.000     120 incident_opened ann.1 Hello
            21.000    6   end_user_absent ann.1
            61.000    32  user_lost ann.1
            61.000    31  user_disconnected ann.1
            61.000    100 chat_concluded ann.1 CLIENT DISCONNECT CustomerLost
            61.000    44  end_user_disconnected ann.1 disconnect
            61.000    27  chat_released ann.1
            61.000    122 incident_closed ann.1
            90.000    51  end_user_client_reset ann.1
        "#]],
    );
}

#[test]
fn both_vanish_and_the_incident_is_there() {
    check_talk(
        "
        10s dana silent
        10s ann silent
        70.001s
        ",
        expect![[r#"
            30.000    4   agent_absent ann.1 dana
            30.000    6   end_user_absent ann.1
            70.000    130 agent_status_changed - dana lost signed-out
            70.000    30  agent_lost ann.1 dana
            70.000    29  agent_disconnected ann.1 dana
            70.000    100 chat_concluded ann.1 AGENT DISCONNECT AgentSessionLost as=ann.2
            70.000    49  lead_session_end ann.1 dana
            70.000    24  engagement_participant_left ann.1 dana disconnected
            70.000    27  chat_released ann.1
            70.000    26  chat_created ann.2 general arrived=1 continues=ann.1 Hello
            70.000    101 chat_requeued ann.2 general arrived=1 continues=ann.1
            70.000    6   end_user_absent ann.2
            70.000    32  user_lost ann.2
            70.000    31  user_disconnected ann.2
            70.000    100 chat_concluded ann.2 CLIENT DISCONNECT CustomerLost
            70.000    44  end_user_disconnected ann.2 disconnect
            70.000    27  chat_released ann.2
        "#]],
    );
}

#[test]
fn a_restart_gives_everyone_a_full_interval() {
    check_talk(
        "
        10s dana silent
        10s ann silent
        29.999s server restarts
        49.998s
        50s dana heard
        50s ann heard
        ",
        expect![[r#"
            49.999    4   agent_absent ann.1 dana
            49.999    6   end_user_absent ann.1
            50.000    5   agent_present ann.1 dana
            50.000    7   end_user_present ann.1
        "#]],
    );
}

#[test]
fn a_restart_loses_nobody_who_was_absent_already() {
    check_talk(
        "10s dana silent\n 69s server restarts\n 128.999s dana heard\n 200s",
        expect![[r#"
            30.000    4   agent_absent ann.1 dana
            89.000    6   end_user_absent ann.1
            128.999   5   agent_present ann.1 dana
            129.000   32  user_lost ann.1
            129.000   31  user_disconnected ann.1
            129.000   100 chat_concluded ann.1 CLIENT DISCONNECT CustomerLost
            129.000   44  end_user_disconnected ann.1 disconnect
            129.000   49  lead_session_end ann.1 dana
            129.000   24  engagement_participant_left ann.1 dana concluded
        "#]],
    );
}

#[test]
fn signing_out_with_open_chats_asks_first() {
    check_talk(
        "
        3s dana signs-out
        4s dana signs-out confirmed
        5s dana heard
        ",
        expect![[r#"
            3.000     ! wrong_state: 1 chats are open; confirmed, they go back to their queues
            4.000     130 agent_status_changed - dana signed_out signed-out
            4.000     100 chat_concluded ann.1 AGENT QUIT AgentLoggedOut as=ann.2
            4.000     49  lead_session_end ann.1 dana
            4.000     24  engagement_participant_left ann.1 dana left
            4.000     27  chat_released ann.1
            4.000     26  chat_created ann.2 general arrived=1 continues=ann.1 Hello
            4.000     101 chat_requeued ann.2 general arrived=1 continues=ann.1
            5.000     130 agent_status_changed - dana signed_in available
            5.000     8   agent_engagement_invitation ann.2 dana general
        "#]],
    );
}

#[test]
fn a_shorter_interval_counts_at_once() {
    check_talk(
        "10s dana silent\n 15s admin sets absent_interval 2s\n 16s",
        expect![[r#"
            15.000    149 setting_changed - absent_interval 2s
            15.000    4   agent_absent ann.1 dana
        "#]],
    );
}

#[test]
fn a_customer_goes_on_while_the_agent_still_writes_up() {
    check_talk(
        "
        3s dana ends ann
        4s ann continues
        5s dana wraps-up ann.1 too late
        ",
        expect![[r#"
            3.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            3.000     44  end_user_disconnected ann.1 concluded
            3.000     49  lead_session_end ann.1 dana
            3.000     24  engagement_participant_left ann.1 dana concluded
            4.000     27  chat_released ann.1
            4.000     26  chat_created ann.2 general arrived=4 continues=ann.1 Hello
            4.000     120 incident_opened ann.2 Hello
            4.000     8   agent_engagement_invitation ann.2 dana general
            5.000     ! session_lost: the chat ann.1 was continued by ann.2
        "#]],
    );
}
