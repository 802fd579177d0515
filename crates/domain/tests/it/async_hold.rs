//! Async chats: on hold, woken, given to the last agent first, idle, concluded. Their limits are told to the millisecond.

use expect_test::{Expect, expect};

use crate::presence::check_talk;
use crate::script::Stage;

/// The events after an async chat was put on hold by dana at 3 s.
fn check_on_hold(script: &str, expect: Expect) {
    let mut stage = Stage::set();
    stage.run(
        "0s dana heard\n 1s ann asks-async general Hello\n 2s dana accepts ann\n 3s dana holds ann",
    );
    stage.clear();
    stage.run(script);
    stage.check_replay();
    expect.assert_eq(stage.out());
}

#[test]
fn held_woken_and_taken_up_again() {
    let mut stage = Stage::set();
    stage.run(
        "
        0s dana heard
        0s sam heard
        1s ann asks-async general Hello
        2s dana accepts ann
        3s dana holds ann
        4s dana says ann Not now
        10s ann says Back again
        11s dana accepts ann
        12s dana holds ann
        13s ann sends photo.txt 12
        14s dana accepts ann
        15s dana ends ann
        ",
    );
    stage.check_replay();
    expect![[r#"
        0.000     130 agent_status_changed - dana signed_in available
        0.000     130 agent_status_changed - sam signed_in available
        1.000     26  chat_created ann.1 general arrived=1 Hello
        1.000     2   end_user_post ann.1 Hello
        1.000     120 incident_opened ann.1 Hello
        1.000     8   agent_engagement_invitation ann.1 dana general
        2.000     43  agent_accepted ann.1 dana
        2.000     11  agent_engagement_accepted ann.1 dana
        2.000     23  engagement_participant_entered ann.1 dana lead accepted
        2.000     48  lead_session_start ann.1 dana
        3.000     49  lead_session_end ann.1 dana
        3.000     24  engagement_participant_left ann.1 dana on_hold
        3.000     110 async_on_hold ann.1 dana
        4.000     ! session_lost: you are not in the chat
        10.000    2   end_user_post ann.1 Back again
        10.000    111 async_customer_activity ann.1
        10.000    8   agent_engagement_invitation ann.1 dana general
        11.000    43  agent_accepted ann.1 dana
        11.000    11  agent_engagement_accepted ann.1 dana
        11.000    23  engagement_participant_entered ann.1 dana lead accepted
        11.000    48  lead_session_start ann.1 dana
        12.000    49  lead_session_end ann.1 dana
        12.000    24  engagement_participant_left ann.1 dana on_hold
        12.000    110 async_on_hold ann.1 dana
        13.000    38  file_attachment_received ann.1 photo.txt
        13.000    111 async_customer_activity ann.1
        13.000    8   agent_engagement_invitation ann.1 dana general
        14.000    43  agent_accepted ann.1 dana
        14.000    11  agent_engagement_accepted ann.1 dana
        14.000    23  engagement_participant_entered ann.1 dana lead accepted
        14.000    48  lead_session_start ann.1 dana
        15.000    100 chat_concluded ann.1 AGENT FORCE AgentEnded
        15.000    44  end_user_disconnected ann.1 concluded
        15.000    49  lead_session_end ann.1 dana
        15.000    24  engagement_participant_left ann.1 dana concluded
    "#]]
    .assert_eq(stage.out());
}

#[test]
fn only_the_lead_of_an_async_chat_holds_it() {
    check_talk(
        "3s dana holds ann",
        expect![[r#"
        3.000     ! not_allowed: only an async chat is put on hold
    "#]],
    );
    check_on_hold(
        "4s dana holds ann\n 5s dana picks ann\n 6s sam holds ann",
        expect![[r#"
            4.000     ! session_lost: you are not in the chat
            5.000     ! wrong_state: the chat is on hold until its customer writes
            6.000     ! session_lost: you are not in the chat
        "#]],
    );
}

#[test]
fn all_leave_a_chat_that_is_held() {
    let mut stage = Stage::set();
    stage.run(
        "
        0s dana heard
        1s ann asks-async general Hello
        2s dana accepts ann
        3s sam heard
        3s sofia heard
        4s dana invites ann sam
        5s sam comes ann
        6s dana asks-to-see ann
        7s dana transfers ann sofia
        8s dana holds ann
        ",
    );
    stage.clear();
    stage.run("9s ann says Hello?");
    stage.check_replay();
    expect![[r#"
        9.000     2   end_user_post ann.1 Hello?
        9.000     111 async_customer_activity ann.1
        9.000     8   agent_engagement_invitation ann.1 dana general
    "#]]
    .assert_eq(stage.out());
}

#[test]
fn the_last_agent_is_asked_first_and_after_its_time_anyone() {
    let away = "
        4s sam heard
        5s dana chooses lunch
        10s ann says Back again
    ";
    check_on_hold(
        &format!("{away}\n 129.999s sam accepts ann"),
        expect![[r#"
        4.000     130 agent_status_changed - sam signed_in available
        5.000     130 agent_status_changed - dana chosen lunch
        10.000    2   end_user_post ann.1 Back again
        10.000    111 async_customer_activity ann.1
        129.999   ! offer_gone: the chat is no longer offered to you
    "#]],
    );
    check_on_hold(
        &format!("{away}\n 130s sam accepts ann"),
        expect![[r#"
        4.000     130 agent_status_changed - sam signed_in available
        5.000     130 agent_status_changed - dana chosen lunch
        10.000    2   end_user_post ann.1 Back again
        10.000    111 async_customer_activity ann.1
        130.000   8   agent_engagement_invitation ann.1 sam general
        130.000   43  agent_accepted ann.1 sam
        130.000   11  agent_engagement_accepted ann.1 sam
        130.000   23  engagement_participant_entered ann.1 sam lead accepted
        130.000   48  lead_session_start ann.1 sam
    "#]],
    );
    check_on_hold(
        &format!("{away}\n 130.001s sam accepts ann"),
        expect![[r#"
        4.000     130 agent_status_changed - sam signed_in available
        5.000     130 agent_status_changed - dana chosen lunch
        10.000    2   end_user_post ann.1 Back again
        10.000    111 async_customer_activity ann.1
        130.000   8   agent_engagement_invitation ann.1 sam general
        130.001   43  agent_accepted ann.1 sam
        130.001   11  agent_engagement_accepted ann.1 sam
        130.001   23  engagement_participant_entered ann.1 sam lead accepted
        130.001   48  lead_session_start ann.1 sam
    "#]],
    );
    check_on_hold(
        &format!("{away}\n 129.999s dana chooses available\n 131s"),
        expect![[r#"
            4.000     130 agent_status_changed - sam signed_in available
            5.000     130 agent_status_changed - dana chosen lunch
            10.000    2   end_user_post ann.1 Back again
            10.000    111 async_customer_activity ann.1
            129.999   130 agent_status_changed - dana chosen available
            129.999   8   agent_engagement_invitation ann.1 dana general
        "#]],
    );
}

#[test]
fn a_last_agent_that_refuses_has_no_precedence_any_more() {
    check_on_hold(
        "
        4s sam heard
        10s ann says Back again
        11s dana declines ann
        12s sam declines ann
        ",
        expect![[r#"
            4.000     130 agent_status_changed - sam signed_in available
            10.000    2   end_user_post ann.1 Back again
            10.000    111 async_customer_activity ann.1
            10.000    8   agent_engagement_invitation ann.1 dana general
            11.000    12  agent_engagement_declined ann.1 dana
            11.000    8   agent_engagement_invitation ann.1 sam general
            12.000    12  agent_engagement_declined ann.1 sam
            12.000    8   agent_engagement_invitation ann.1 dana general
        "#]],
    );
}

#[test]
fn anyone_may_pick_a_woken_chat_and_a_restart_forgets_nothing() {
    check_on_hold(
        "
        5s dana silent
        5s sam silent
        6s ann says Back again
        7s server restarts
        8s sam heard
        9s sam picks ann
        ",
        expect![[r#"
            6.000     2   end_user_post ann.1 Back again
            6.000     111 async_customer_activity ann.1
            8.000     130 agent_status_changed - sam signed_in available
            9.000     23  engagement_participant_entered ann.1 sam lead picked
            9.000     48  lead_session_start ann.1 sam
        "#]],
    );
    check_on_hold(
        "
        4s dana chooses lunch
        6s ann says Back again
        7s server restarts
        8s sam heard
        126.001s
        ",
        expect![[r#"
            4.000     130 agent_status_changed - dana chosen lunch
            6.000     2   end_user_post ann.1 Back again
            6.000     111 async_customer_activity ann.1
            8.000     130 agent_status_changed - sam signed_in available
            27.000    6   end_user_absent ann.1
            67.000    130 agent_status_changed - dana lost signed-out
            126.000   8   agent_engagement_invitation ann.1 sam general
        "#]],
    );
}

#[test]
fn without_precedence_anyone_is_asked_at_once() {
    check_on_hold(
        "
        4s admin sets async_preferred_agent 0s
        5s dana chooses lunch
        6s sam heard
        10s ann says Back again
        10.001s
        ",
        expect![[r#"
            4.000     149 setting_changed - async_preferred_agent 0s
            5.000     130 agent_status_changed - dana chosen lunch
            6.000     130 agent_status_changed - sam signed_in available
            10.000    2   end_user_post ann.1 Back again
            10.000    111 async_customer_activity ann.1
            10.000    8   agent_engagement_invitation ann.1 sam general
        "#]],
    );
}

#[test]
fn who_has_waited_long_enough_does_not_wait_again_when_a_setting_changes() {
    let mut stage = Stage::set();
    stage.run(
        "
        0s dana heard
        1s ann asks-async general Hello
        2s dana accepts ann
        3s dana holds ann
        4s dana chooses lunch
        5s ann says Back again
        130s dana heard
        131s admin sets idle_timeout 700s
        ",
    );
    let now = stage.core.state.at;
    let next = stage.core.next_deadline();
    assert!(next.is_none_or(|due| due > now), "{next:?} was over at {now:?}");
    stage.clear();
    stage.run(
        "132s admin sets async_preferred_agent 300s\n 133s sam heard\n 304.999s\n 305s\n 306s",
    );
    stage.check_replay();
    expect![[r#"
        132.000   149 setting_changed - async_preferred_agent 300s
        133.000   130 agent_status_changed - sam signed_in available
        305.000   8   agent_engagement_invitation ann.1 sam general
    "#]]
    .assert_eq(stage.out());
}

#[test]
fn a_chat_on_hold_is_idle_at_its_limit_and_not_before() {
    // On hold since 3 s; 24 h are 86,400 s.
    check_on_hold(
        "86402.999s ann says Back again",
        expect![[r#"
        86402.999 2   end_user_post ann.1 Back again
        86402.999 111 async_customer_activity ann.1
        86402.999 8   agent_engagement_invitation ann.1 dana general
    "#]],
    );
    check_on_hold(
        "86403s ann says Back again",
        expect![[r#"
        86403.000 112 async_idle_alert ann.1
        86403.000 2   end_user_post ann.1 Back again
        86403.000 111 async_customer_activity ann.1
        86403.000 8   agent_engagement_invitation ann.1 dana general
    "#]],
    );
    check_on_hold(
        "86403.001s ann says Back again",
        expect![[r#"
        86403.000 112 async_idle_alert ann.1
        86403.001 2   end_user_post ann.1 Back again
        86403.001 111 async_customer_activity ann.1
        86403.001 8   agent_engagement_invitation ann.1 dana general
    "#]],
    );
}

#[test]
fn an_idle_chat_on_hold_is_concluded_at_its_limit_and_not_before() {
    check_on_hold(
        "90002.999s ann says Back again",
        expect![[r#"
        86403.000 112 async_idle_alert ann.1
        90002.999 2   end_user_post ann.1 Back again
        90002.999 111 async_customer_activity ann.1
        90002.999 8   agent_engagement_invitation ann.1 dana general
    "#]],
    );
    check_on_hold(
        "90003s ann says Too late",
        expect![[r#"
        86403.000 112 async_idle_alert ann.1
        90003.000 100 chat_concluded ann.1 SYSTEM INACTIVE AsyncIdle
        90003.000 44  end_user_disconnected ann.1 concluded
        90003.000 27  chat_released ann.1
        90003.000 ! chat_over: the chat ann.1 is over or does not exist
    "#]],
    );
    check_on_hold(
        "90003.001s ann says Too late",
        expect![[r#"
        86403.000 112 async_idle_alert ann.1
        90003.000 100 chat_concluded ann.1 SYSTEM INACTIVE AsyncIdle
        90003.000 44  end_user_disconnected ann.1 concluded
        90003.000 27  chat_released ann.1
        90003.001 ! chat_over: the chat ann.1 is over or does not exist
    "#]],
    );
}

#[test]
fn an_absent_customer_never_ends_an_async_chat() {
    let mut stage = Stage::set();
    stage.run(
        "
        0s dana heard
        1s ann asks-async general Hello
        2s ann silent
        3s dana accepts ann
        5000s dana holds ann
        80000s ann heard
        80001s ann says Here I am
        ",
    );
    stage.check_replay();
    expect![[r#"
        0.000     130 agent_status_changed - dana signed_in available
        1.000     26  chat_created ann.1 general arrived=1 Hello
        1.000     2   end_user_post ann.1 Hello
        1.000     120 incident_opened ann.1 Hello
        1.000     8   agent_engagement_invitation ann.1 dana general
        3.000     43  agent_accepted ann.1 dana
        3.000     11  agent_engagement_accepted ann.1 dana
        3.000     23  engagement_participant_entered ann.1 dana lead accepted
        3.000     48  lead_session_start ann.1 dana
        22.000    6   end_user_absent ann.1
        5000.000  49  lead_session_end ann.1 dana
        5000.000  24  engagement_participant_left ann.1 dana on_hold
        5000.000  110 async_on_hold ann.1 dana
        80000.000 7   end_user_present ann.1
        80001.000 2   end_user_post ann.1 Here I am
        80001.000 111 async_customer_activity ann.1
        80001.000 8   agent_engagement_invitation ann.1 dana general
    "#]]
    .assert_eq(stage.out());
}

#[test]
fn a_waiting_async_chat_waits_on() {
    let mut stage = Stage::set();
    stage.run("0s ann asks-async general Hello\n 90000s dana heard");
    stage.check_replay();
    expect![[r#"
        0.000     26  chat_created ann.1 general arrived=0 Hello
        0.000     2   end_user_post ann.1 Hello
        0.000     120 incident_opened ann.1 Hello
        90000.000 130 agent_status_changed - dana signed_in available
        90000.000 8   agent_engagement_invitation ann.1 dana general
    "#]]
    .assert_eq(stage.out());
}

#[test]
fn an_agent_lost_in_an_async_chat_requeues_it() {
    let mut stage = Stage::set();
    stage.run("0s dana heard\n 1s ann asks-async general Hello\n 2s dana accepts ann\n 3s dana silent\n 64s sam heard");
    stage.check_replay();
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
        23.000    4   agent_absent ann.1 dana
        63.000    130 agent_status_changed - dana lost signed-out
        63.000    30  agent_lost ann.1 dana
        63.000    29  agent_disconnected ann.1 dana
        63.000    100 chat_concluded ann.1 AGENT DISCONNECT AgentSessionLost as=ann.2
        63.000    49  lead_session_end ann.1 dana
        63.000    24  engagement_participant_left ann.1 dana disconnected
        63.000    27  chat_released ann.1
        63.000    26  chat_created ann.2 general arrived=1 continues=ann.1 Hello
        63.000    101 chat_requeued ann.2 general arrived=1 continues=ann.1
        64.000    130 agent_status_changed - sam signed_in available
        64.000    8   agent_engagement_invitation ann.2 sam general
    "#]]
    .assert_eq(stage.out());
}

#[test]
fn the_customer_leaves_a_chat_on_hold() {
    check_on_hold(
        "10s ann leaves\n 11s ann says Hello?",
        expect![[r#"
        10.000    100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
        10.000    44  end_user_disconnected ann.1 quit
        10.000    27  chat_released ann.1
        11.000    ! chat_over: the chat ann.1 is over or does not exist
    "#]],
    );
}

#[test]
fn a_supervisor_gives_a_chat_on_hold_to_an_agent() {
    check_on_hold(
        "4s sam heard\n 5s sofia assigns ann sam\n 6s sam holds ann\n 7s ann says Hello?",
        expect![[r#"
            4.000     130 agent_status_changed - sam signed_in available
            5.000     23  engagement_participant_entered ann.1 sam lead assigned
            5.000     48  lead_session_start ann.1 sam
            6.000     49  lead_session_end ann.1 sam
            6.000     24  engagement_participant_left ann.1 sam on_hold
            6.000     110 async_on_hold ann.1 sam
            7.000     2   end_user_post ann.1 Hello?
            7.000     111 async_customer_activity ann.1
            7.000     8   agent_engagement_invitation ann.1 sam general
        "#]],
    );
}

#[test]
fn only_what_the_customer_says_or_sends_wakes_a_chat() {
    check_on_hold(
        "
        10s ann silent
        100s ann heard
        200s dana says ann Are you there?
        300s dana notes ann Ask her tomorrow
        400s server restarts
        401s dana heard
        401s ann heard
        86402.999s dana links ann T-17
        ",
        expect![[r#"
            200.000   ! session_lost: you are not in the chat
            300.000   ! session_lost: you are not in the chat
            86402.999 121 incident_updated ann.1 T-17
        "#]],
    );
}

#[test]
fn after_a_woken_chat_the_agent_gets_new_ones_as_before() {
    crate::script::check(
        "
        0s dana heard
        1s ann asks-async general Hello
        2s dana accepts ann
        3s dana holds ann
        4s ann says again
        5s dana accepts ann
        6s bob asks general Hi
        7s dana accepts bob
        ",
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
            3.000     49  lead_session_end ann.1 dana
            3.000     24  engagement_participant_left ann.1 dana on_hold
            3.000     110 async_on_hold ann.1 dana
            4.000     2   end_user_post ann.1 again
            4.000     111 async_customer_activity ann.1
            4.000     8   agent_engagement_invitation ann.1 dana general
            5.000     43  agent_accepted ann.1 dana
            5.000     11  agent_engagement_accepted ann.1 dana
            5.000     23  engagement_participant_entered ann.1 dana lead accepted
            5.000     48  lead_session_start ann.1 dana
            6.000     26  chat_created bob.1 general arrived=6 Hi
            6.000     2   end_user_post bob.1 Hi
            6.000     120 incident_opened bob.1 Hi
            6.000     8   agent_engagement_invitation bob.1 dana general
            7.000     43  agent_accepted bob.1 dana
            7.000     11  agent_engagement_accepted bob.1 dana
            7.000     23  engagement_participant_entered bob.1 dana lead accepted
            7.000     48  lead_session_start bob.1 dana
        "#]],
    );
}
