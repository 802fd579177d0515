//! One story for each way in which a chat ends, and for idleness.

use expect_test::expect;

use crate::script::check;

fn talk(script: &str) -> String {
    format!("0s dana heard\n 1s ann asks general Hello\n 2s dana accepts ann\n{script}")
}

#[test]
fn the_agent_ends_and_writes_up() {
    check(
        &talk("3s dana says ann Bye\n 4s dana ends ann\n 5s dana wraps-up ann solved"),
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
            3.000     1   agent_post ann.1 Bye
            4.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            4.000     44  end_user_disconnected ann.1 concluded
            4.000     49  lead_session_end ann.1 dana
            4.000     24  engagement_participant_left ann.1 dana concluded
            5.000     121 incident_updated ann.1 solved
            5.000     122 incident_closed ann.1
            5.000     27  chat_released ann.1
        "#]],
    );
}

#[test]
fn wrap_up_ends_by_itself_at_its_limit() {
    check(
        &talk("4s dana ends ann\n 123.999s dana wraps-up ann solved"),
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
            4.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            4.000     44  end_user_disconnected ann.1 concluded
            4.000     49  lead_session_end ann.1 dana
            4.000     24  engagement_participant_left ann.1 dana concluded
            123.999   121 incident_updated ann.1 solved
            123.999   122 incident_closed ann.1
            123.999   27  chat_released ann.1
        "#]],
    );
    check(
        &talk("4s dana ends ann\n 124s dana wraps-up ann solved"),
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
            4.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            4.000     44  end_user_disconnected ann.1 concluded
            4.000     49  lead_session_end ann.1 dana
            4.000     24  engagement_participant_left ann.1 dana concluded
            124.000   27  chat_released ann.1
            124.000   ! chat_over: the chat ann.1 is over or does not exist
        "#]],
    );
}

#[test]
fn without_wrap_up_the_chat_is_released_at_once() {
    check(
        &talk("3s admin sets wrap_up_timeout 0s\n 4s dana ends ann"),
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
            3.000     149 setting_changed - wrap_up_timeout 0s
            4.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            4.000     44  end_user_disconnected ann.1 concluded
            4.000     49  lead_session_end ann.1 dana
            4.000     24  engagement_participant_left ann.1 dana concluded
            4.000     27  chat_released ann.1
        "#]],
    );
}

#[test]
fn the_customer_leaves_and_the_agent_abandons() {
    check(
        &talk("3s ann leaves\n 4s ann says Wait\n 5s dana says ann Hello?\n 6s dana abandons ann"),
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
            3.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
            3.000     44  end_user_disconnected ann.1 quit
            3.000     49  lead_session_end ann.1 dana
            3.000     24  engagement_participant_left ann.1 dana concluded
            4.000     ! chat_over: the chat takes no more messages
            5.000     ! chat_over: the chat takes no more messages
            6.000     121 incident_updated ann.1 abandoned
            6.000     122 incident_closed ann.1
            6.000     27  chat_released ann.1
        "#]],
    );
}

#[test]
fn only_a_chat_that_the_customer_left_is_abandoned() {
    check(
        &talk("3s dana abandons ann\n 4s dana ends ann\n 5s dana abandons ann"),
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
            3.000     ! wrong_state: the chat is not in wrap-up; end it first
            4.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            4.000     44  end_user_disconnected ann.1 concluded
            4.000     49  lead_session_end ann.1 dana
            4.000     24  engagement_participant_left ann.1 dana concluded
            5.000     ! wrong_state: a chat is abandoned only after the customer left it
        "#]],
    );
}

#[test]
fn only_the_lead_ends() {
    check(
        &talk(
            "3s sam heard\n 3s stage happens supporting ann sam\n 4s sam ends ann\n 5s ann leaves",
        ),
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
            3.000     130 agent_status_changed - sam signed_in available
            4.000     ! not_allowed: only the lead agent ends the chat
            5.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
            5.000     44  end_user_disconnected ann.1 quit
            5.000     49  lead_session_end ann.1 dana
            5.000     24  engagement_participant_left ann.1 dana concluded
            5.000     24  engagement_participant_left ann.1 sam concluded
        "#]],
    );
}

#[test]
fn idle_is_warned_of_and_then_ends() {
    check(
        &talk("602.001s"),
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
            257.000   114 idle_alert ann.1
            602.000   39  chat_disconnected_idle_end_user ann.1
            602.000   100 chat_concluded ann.1 SYSTEM INACTIVE Idle
            602.000   44  end_user_disconnected ann.1 concluded
            602.000   49  lead_session_end ann.1 dana
            602.000   24  engagement_participant_left ann.1 dana concluded
        "#]],
    );
}

#[test]
fn activity_on_either_side_starts_idleness_anew() {
    check(
        &talk("256.999s ann says Still here\n 511.998s dana says ann Me too\n 766.997s\n 766.999s"),
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
            256.999   2   end_user_post ann.1 Still here
            511.998   1   agent_post ann.1 Me too
            766.998   114 idle_alert ann.1
        "#]],
    );
}

#[test]
fn not_ready_after_a_chat_by_profile() {
    check(
        &talk(
            "3s admin profile not_ready_after_chat=on\n 4s dana ends ann\n 5s dana wraps-up ann ok",
        ),
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
            3.000     145 profile_changed -
            4.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            4.000     44  end_user_disconnected ann.1 concluded
            4.000     49  lead_session_end ann.1 dana
            4.000     24  engagement_participant_left ann.1 dana concluded
            5.000     121 incident_updated ann.1 ok
            5.000     122 incident_closed ann.1
            5.000     27  chat_released ann.1
            5.000     130 agent_status_changed - dana after_chat lunch
        "#]],
    );
}

#[test]
fn not_ready_after_a_chat_takes_an_offer_back() {
    check(
        &talk(
            "
            3s admin profile not_ready_after_chat=on
            4s bea asks general Hello
            5s dana ends ann
            6s dana wraps-up ann solved
            7s dana accepts bea
            ",
        ),
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
            3.000     145 profile_changed -
            4.000     26  chat_created bea.1 general arrived=4 Hello
            4.000     2   end_user_post bea.1 Hello
            4.000     120 incident_opened bea.1 Hello
            4.000     8   agent_engagement_invitation bea.1 dana general
            5.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            5.000     44  end_user_disconnected ann.1 concluded
            5.000     49  lead_session_end ann.1 dana
            5.000     24  engagement_participant_left ann.1 dana concluded
            6.000     121 incident_updated ann.1 solved
            6.000     122 incident_closed ann.1
            6.000     27  chat_released ann.1
            6.000     130 agent_status_changed - dana after_chat lunch
            6.000     14  agent_engagement_unavailable bea.1 dana
            7.000     ! offer_gone: the chat is no longer offered to you
        "#]],
    );
}
