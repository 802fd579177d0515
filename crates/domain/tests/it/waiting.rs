//! One story for each rule of waiting: order, eligibility, limits and time.

use expect_test::expect;

use crate::script::{Stage, check};

#[test]
fn order_is_priority_then_first_arrival_then_conversation() {
    check(
        "
        0s admin queue sales priority=5
        1s ben asks general
        1s ann asks general
        2s cyd asks sales
        3s dana heard
        4s dana accepts ann
        5s dana accepts ben
        6s dana accepts cyd
        ",
        expect![[r#"
            0.000     143 queue_changed - sales
            1.000     26  chat_created ben.1 general arrived=1
            1.000     120 incident_opened ben.1
            1.000     26  chat_created ann.1 general arrived=1
            1.000     120 incident_opened ann.1
            2.000     26  chat_created cyd.1 sales arrived=2
            2.000     120 incident_opened cyd.1
            3.000     130 agent_status_changed - dana signed_in available
            3.000     8   agent_engagement_invitation ann.1 dana general
            4.000     43  agent_accepted ann.1 dana
            4.000     11  agent_engagement_accepted ann.1 dana
            4.000     23  engagement_participant_entered ann.1 dana lead accepted
            4.000     48  lead_session_start ann.1 dana
            4.000     8   agent_engagement_invitation ben.1 dana general
            5.000     43  agent_accepted ben.1 dana
            5.000     11  agent_engagement_accepted ben.1 dana
            5.000     23  engagement_participant_entered ben.1 dana lead accepted
            5.000     48  lead_session_start ben.1 dana
            5.000     8   agent_engagement_invitation cyd.1 dana sales
            6.000     43  agent_accepted cyd.1 dana
            6.000     11  agent_engagement_accepted cyd.1 dana
            6.000     23  engagement_participant_entered cyd.1 dana lead accepted
            6.000     48  lead_session_start cyd.1 dana
        "#]],
    );
}

#[test]
fn the_longest_idle_agent_is_asked_first_and_one_never_assigned_before_all() {
    check(
        "
        0s sam heard
        1s ann asks general
        2s sam accepts ann
        3s dana heard
        4s bea asks general
        5s dana accepts bea
        6s cyd asks general
        ",
        expect![[r#"
            0.000     130 agent_status_changed - sam signed_in available
            1.000     26  chat_created ann.1 general arrived=1
            1.000     120 incident_opened ann.1
            1.000     8   agent_engagement_invitation ann.1 sam general
            2.000     43  agent_accepted ann.1 sam
            2.000     11  agent_engagement_accepted ann.1 sam
            2.000     23  engagement_participant_entered ann.1 sam lead accepted
            2.000     48  lead_session_start ann.1 sam
            3.000     130 agent_status_changed - dana signed_in available
            4.000     26  chat_created bea.1 general arrived=4
            4.000     120 incident_opened bea.1
            4.000     8   agent_engagement_invitation bea.1 dana general
            5.000     43  agent_accepted bea.1 dana
            5.000     11  agent_engagement_accepted bea.1 dana
            5.000     23  engagement_participant_entered bea.1 dana lead accepted
            5.000     48  lead_session_start bea.1 dana
            6.000     26  chat_created cyd.1 general arrived=6
            6.000     120 incident_opened cyd.1
            6.000     8   agent_engagement_invitation cyd.1 sam general
        "#]],
    );
}

#[test]
fn least_busy_goes_by_the_number_of_chats() {
    check(
        "
        0s admin queue general allocation=auto balance=least_busy
        0s dana heard
        1s ann asks general
        2s bea asks general
        3s sam heard
        4s cyd asks general
        5s dan asks general
        6s eve asks general
        ",
        expect![[r#"
            0.000     143 queue_changed - general
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1
            1.000     120 incident_opened ann.1
            1.000     23  engagement_participant_entered ann.1 dana lead assigned
            1.000     48  lead_session_start ann.1 dana
            2.000     26  chat_created bea.1 general arrived=2
            2.000     120 incident_opened bea.1
            2.000     23  engagement_participant_entered bea.1 dana lead assigned
            2.000     48  lead_session_start bea.1 dana
            3.000     130 agent_status_changed - sam signed_in available
            4.000     26  chat_created cyd.1 general arrived=4
            4.000     120 incident_opened cyd.1
            4.000     23  engagement_participant_entered cyd.1 sam lead assigned
            4.000     48  lead_session_start cyd.1 sam
            5.000     26  chat_created dan.1 general arrived=5
            5.000     120 incident_opened dan.1
            5.000     23  engagement_participant_entered dan.1 sam lead assigned
            5.000     48  lead_session_start dan.1 sam
            6.000     26  chat_created eve.1 general arrived=6
            6.000     120 incident_opened eve.1
            6.000     23  engagement_participant_entered eve.1 dana lead assigned
            6.000     48  lead_session_start eve.1 dana
        "#]],
    );
}

#[test]
fn nobody_is_above_its_limit() {
    check(
        "
        0s admin queue general allocation=auto
        0s admin profile chats_max=2
        0s dana heard
        1s ann asks general
        1s bea asks general
        1s cyd asks general
        5s dana ends ann
        6s dana wraps-up ann done
        ",
        expect![[r#"
            0.000     143 queue_changed - general
            0.000     145 profile_changed -
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1
            1.000     120 incident_opened ann.1
            1.000     23  engagement_participant_entered ann.1 dana lead assigned
            1.000     48  lead_session_start ann.1 dana
            1.000     26  chat_created bea.1 general arrived=1
            1.000     120 incident_opened bea.1
            1.000     23  engagement_participant_entered bea.1 dana lead assigned
            1.000     48  lead_session_start bea.1 dana
            1.000     26  chat_created cyd.1 general arrived=1
            1.000     120 incident_opened cyd.1
            5.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            5.000     44  end_user_disconnected ann.1 concluded
            5.000     49  lead_session_end ann.1 dana
            5.000     24  engagement_participant_left ann.1 dana concluded
            6.000     121 incident_updated ann.1 done
            6.000     122 incident_closed ann.1
            6.000     27  chat_released ann.1
            6.000     23  engagement_participant_entered cyd.1 dana lead assigned
            6.000     48  lead_session_start cyd.1 dana
        "#]],
    );
}

#[test]
fn who_is_not_heard_or_takes_no_chats_is_not_asked() {
    check(
        "
        0s dana heard
        0s sam heard
        1s dana chooses lunch
        2s sam silent
        3s ann asks general
        4s sam heard
        ",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            0.000     130 agent_status_changed - sam signed_in available
            1.000     130 agent_status_changed - dana chosen lunch
            3.000     26  chat_created ann.1 general arrived=3
            3.000     120 incident_opened ann.1
            4.000     8   agent_engagement_invitation ann.1 sam general
        "#]],
    );
}

#[test]
fn pull_policy_first_due_takes_the_longest_wait_and_strict_priority_the_rank() {
    let story = |policy: &str| {
        format!(
            "
            0s {policy}
            1s ann asks sales
            2s bea asks general
            3s dana heard
            "
        )
    };
    check(
        &story("admin profile chats_max=3"),
        expect![[r#"
            0.000     145 profile_changed -
            1.000     26  chat_created ann.1 sales arrived=1
            1.000     120 incident_opened ann.1
            2.000     26  chat_created bea.1 general arrived=2
            2.000     120 incident_opened bea.1
            3.000     130 agent_status_changed - dana signed_in available
            3.000     8   agent_engagement_invitation ann.1 dana sales
        "#]],
    );
    check(
        &story("admin profile pull_policy=strict_priority"),
        expect![[r#"
            0.000     145 profile_changed -
            1.000     26  chat_created ann.1 sales arrived=1
            1.000     120 incident_opened ann.1
            2.000     26  chat_created bea.1 general arrived=2
            2.000     120 incident_opened bea.1
            3.000     130 agent_status_changed - dana signed_in available
            3.000     8   agent_engagement_invitation bea.1 dana general
        "#]],
    );
}

#[test]
fn a_wait_that_is_too_long_ends() {
    check(
        "0s ann asks general Hello\n 30min\n 31min",
        expect![[r#"
            0.000     26  chat_created ann.1 general arrived=0 Hello
            0.000     2   end_user_post ann.1 Hello
            0.000     120 incident_opened ann.1 Hello
            1800.000  100 chat_concluded ann.1 SYSTEM FORCE QueueTimeout
            1800.000  44  end_user_disconnected ann.1 concluded
            1800.000  27  chat_released ann.1
            1800.000  122 incident_closed ann.1
        "#]],
    );
}

#[test]
fn a_requeued_conversation_waits_anew_but_keeps_its_first_arrival() {
    check(
        "
        0s ann asks general Hello
        29min dana heard
        29min dana accepts ann
        29min dana signs-out confirmed
        58.99min
        59.1min
        ",
        expect![[r#"
            0.000     26  chat_created ann.1 general arrived=0 Hello
            0.000     2   end_user_post ann.1 Hello
            0.000     120 incident_opened ann.1 Hello
            1740.000  130 agent_status_changed - dana signed_in available
            1740.000  8   agent_engagement_invitation ann.1 dana general
            1740.000  43  agent_accepted ann.1 dana
            1740.000  11  agent_engagement_accepted ann.1 dana
            1740.000  23  engagement_participant_entered ann.1 dana lead accepted
            1740.000  48  lead_session_start ann.1 dana
            1740.000  130 agent_status_changed - dana signed_out signed-out
            1740.000  100 chat_concluded ann.1 AGENT QUIT AgentLoggedOut as=ann.2
            1740.000  49  lead_session_end ann.1 dana
            1740.000  24  engagement_participant_left ann.1 dana left
            1740.000  27  chat_released ann.1
            1740.000  26  chat_created ann.2 general arrived=0 continues=ann.1 Hello
            1740.000  101 chat_requeued ann.2 general arrived=0 continues=ann.1
            3540.000  100 chat_concluded ann.2 SYSTEM FORCE QueueTimeout
            3540.000  44  end_user_disconnected ann.2 concluded
            3540.000  27  chat_released ann.2
        "#]],
    );
}

#[test]
fn a_full_queue_ends_the_chat_at_once_and_keeps_the_contact() {
    check(
        "
        0s admin queue general waiting_max=1
        1s ann asks general Hello
        2s bea asks general Hello
        ",
        expect![[r#"
            0.000     143 queue_changed - general
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            2.000     26  chat_created bea.1 general arrived=2 Hello
            2.000     2   end_user_post bea.1 Hello
            2.000     120 incident_opened bea.1 Hello
            2.000     100 chat_concluded bea.1 SYSTEM FORCE QueueFull
            2.000     44  end_user_disconnected bea.1 concluded
            2.000     27  chat_released bea.1
            2.000     122 incident_closed bea.1
        "#]],
    );
}

#[test]
fn the_customer_cancels_while_waiting() {
    check(
        "0s dana heard\n 1s ann asks general Hello\n 2s ann leaves\n 3s ann leaves",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            2.000     14  agent_engagement_unavailable ann.1 dana
            2.000     28  chat_canceled ann.1
            2.000     100 chat_concluded ann.1 CLIENT QUIT CustomerCanceled
            2.000     44  end_user_disconnected ann.1 quit
            2.000     27  chat_released ann.1
            2.000     122 incident_closed ann.1
            3.000     ! chat_over: the chat ann.1 is over or does not exist
        "#]],
    );
}

#[test]
fn nothing_goes_to_an_agent_that_was_removed() {
    check(
        "
        0s admin queue general allocation=auto
        0s dana heard
        1s admin removes dana
        2s ann asks general
        3s sam heard
        ",
        expect![[r#"
            0.000     143 queue_changed - general
            0.000     130 agent_status_changed - dana signed_in available
            1.000     142 agent_removed -
            2.000     26  chat_created ann.1 general arrived=2
            2.000     120 incident_opened ann.1
            3.000     130 agent_status_changed - sam signed_in available
            3.000     23  engagement_participant_entered ann.1 sam lead assigned
            3.000     48  lead_session_start ann.1 sam
        "#]],
    );
}

#[test]
fn a_wait_ends_at_its_limit_and_not_before() {
    check(
        "0s ann asks general\n 1799.999s ann leaves",
        expect![[r#"
        0.000     26  chat_created ann.1 general arrived=0
        0.000     120 incident_opened ann.1
        1799.999  28  chat_canceled ann.1
        1799.999  100 chat_concluded ann.1 CLIENT QUIT CustomerCanceled
        1799.999  44  end_user_disconnected ann.1 quit
        1799.999  27  chat_released ann.1
        1799.999  122 incident_closed ann.1
    "#]],
    );
    check(
        "0s ann asks general\n 1800s ann leaves",
        expect![[r#"
        0.000     26  chat_created ann.1 general arrived=0
        0.000     120 incident_opened ann.1
        1800.000  100 chat_concluded ann.1 SYSTEM FORCE QueueTimeout
        1800.000  44  end_user_disconnected ann.1 concluded
        1800.000  27  chat_released ann.1
        1800.000  122 incident_closed ann.1
        1800.000  ! chat_over: the chat ann.1 is over or does not exist
    "#]],
    );
    check(
        "0s ann asks general\n 1800.001s ann leaves",
        expect![[r#"
        0.000     26  chat_created ann.1 general arrived=0
        0.000     120 incident_opened ann.1
        1800.000  100 chat_concluded ann.1 SYSTEM FORCE QueueTimeout
        1800.000  44  end_user_disconnected ann.1 concluded
        1800.000  27  chat_released ann.1
        1800.000  122 incident_closed ann.1
        1800.001  ! chat_over: the chat ann.1 is over or does not exist
    "#]],
    );
}

#[test]
fn a_conversation_that_goes_on_into_a_full_queue_ends_there_with_its_incident() {
    check(
        "
        0s ann asks general Hello
        1s ann leaves
        2s admin queue general waiting_max=1
        3s bob asks general Hi
        4s ann continues
        ",
        expect![[r#"
            0.000     26  chat_created ann.1 general arrived=0 Hello
            0.000     2   end_user_post ann.1 Hello
            0.000     120 incident_opened ann.1 Hello
            1.000     28  chat_canceled ann.1
            1.000     100 chat_concluded ann.1 CLIENT QUIT CustomerCanceled
            1.000     44  end_user_disconnected ann.1 quit
            1.000     27  chat_released ann.1
            1.000     122 incident_closed ann.1
            2.000     143 queue_changed - general
            3.000     26  chat_created bob.1 general arrived=3 Hi
            3.000     2   end_user_post bob.1 Hi
            3.000     120 incident_opened bob.1 Hi
            4.000     26  chat_created ann.2 general arrived=4 continues=ann.1 Hello
            4.000     120 incident_opened ann.2 Hello
            4.000     100 chat_concluded ann.2 SYSTEM FORCE QueueFull
            4.000     44  end_user_disconnected ann.2 concluded
            4.000     27  chat_released ann.2
            4.000     122 incident_closed ann.2
        "#]],
    );
}

#[test]
fn an_estimate_is_made_from_the_last_hour_only() {
    let mut stage = Stage::set();
    stage.run(
        "
        0s dana heard
        1s ann asks general
        2s dana accepts ann
        3s ben asks general
        4s dana accepts ben
        ",
    );
    let wait = |stage: &Stage, at| {
        let queue = domain::QueueId::new("general");
        stage.core.state.estimate(&queue, 2, domain::time::Timestamp(at)).map(|wait| wait.0)
    };
    // Two left the queue, 2 s ago the first: one a second, so that the second place waits for two.
    assert_eq!(wait(&stage, 4_000), Some(2_000));
    // An hour after the first it still tells, and a moment later no more: one departure is no rate.
    assert_eq!(wait(&stage, 3_602_000), Some(3_600_000));
    assert_eq!(wait(&stage, 3_602_001), None);
}
