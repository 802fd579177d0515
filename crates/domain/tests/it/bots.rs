//! Bots: offered chats like agents, with events of their own, handing over to a queue, lost like agents.

use expect_test::expect;

use crate::script::check;

const BOT: &str = "
    0s admin hires robo bot general
    0s robo heard
    1s ann asks general Hello
    2s robo accepts ann
";

fn with_bot(script: &str) -> String {
    format!("{BOT}{script}")
}

#[test]
fn a_bot_answers_and_hands_over_with_a_summary() {
    check(
        &with_bot(
            "
            3s robo says ann Have you tried the article?
            4s robo marks ann topic=billing mood=cross
            5s ann says Yes
            6s robo passes ann general Billing, tried the article
            7s dana heard
            8s dana accepts ann
            9s robo says ann Too late
            ",
        ),
        expect![[r#"
            0.000     141 agent_changed -
            0.000     130 agent_status_changed - robo signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 robo general
            2.000     43  agent_accepted ann.1 robo
            2.000     11  agent_engagement_accepted ann.1 robo
            2.000     102 bot_entered ann.1 robo
            3.000     104 bot_post ann.1 Have you tried the article?
            4.000     132 attributes_changed ann.1
            5.000     2   end_user_post ann.1 Yes
            6.000     123 side_note_added ann.1 Billing, tried the article
            6.000     103 bot_left ann.1 robo
            6.000     47  transferred_to_queue ann.1 general
            7.000     130 agent_status_changed - dana signed_in available
            7.000     8   agent_engagement_invitation ann.1 dana general
            8.000     43  agent_accepted ann.1 dana
            8.000     11  agent_engagement_accepted ann.1 dana
            8.000     23  engagement_participant_entered ann.1 dana lead accepted
            8.000     48  lead_session_start ann.1 dana
            9.000     ! session_lost: you are not in the chat
        "#]],
    );
}

#[test]
fn a_bot_that_is_lost_sends_the_conversation_back() {
    check(
        &with_bot("3s robo silent\n 64s robo heard\n 65s robo chooses available"),
        expect![[r#"
        0.000     141 agent_changed -
        0.000     130 agent_status_changed - robo signed_in available
        1.000     26  chat_created ann.1 general arrived=1 Hello
        1.000     2   end_user_post ann.1 Hello
        1.000     120 incident_opened ann.1 Hello
        1.000     8   agent_engagement_invitation ann.1 robo general
        2.000     43  agent_accepted ann.1 robo
        2.000     11  agent_engagement_accepted ann.1 robo
        2.000     102 bot_entered ann.1 robo
        23.000    4   agent_absent ann.1 robo
        63.000    130 agent_status_changed - robo lost signed-out
        63.000    30  agent_lost ann.1 robo
        63.000    29  agent_disconnected ann.1 robo
        63.000    100 chat_concluded ann.1 BOT DISCONNECT AgentSessionLost as=ann.2
        63.000    103 bot_left ann.1 robo
        63.000    27  chat_released ann.1
        63.000    26  chat_created ann.2 general arrived=1 continues=ann.1 Hello
        63.000    101 chat_requeued ann.2 general arrived=1 continues=ann.1
        64.000    50  agent_client_reset - robo ["ann.1"]
        64.000    130 agent_status_changed - robo signed_in lunch
        65.000    130 agent_status_changed - robo chosen available
        65.000    8   agent_engagement_invitation ann.2 robo general
    "#]],
    );
}

#[test]
fn a_bot_ends_a_chat_and_nobody_writes_it_up() {
    check(
        &with_bot("3s robo ends ann"),
        expect![[r#"
        0.000     141 agent_changed -
        0.000     130 agent_status_changed - robo signed_in available
        1.000     26  chat_created ann.1 general arrived=1 Hello
        1.000     2   end_user_post ann.1 Hello
        1.000     120 incident_opened ann.1 Hello
        1.000     8   agent_engagement_invitation ann.1 robo general
        2.000     43  agent_accepted ann.1 robo
        2.000     11  agent_engagement_accepted ann.1 robo
        2.000     102 bot_entered ann.1 robo
        3.000     100 chat_concluded ann.1 BOT FORCE BotEnded
        3.000     44  end_user_disconnected ann.1 concluded
        3.000     103 bot_left ann.1 robo
        3.000     27  chat_released ann.1
        3.000     122 incident_closed ann.1
    "#]],
    );
    check(
        &with_bot("3s ann leaves"),
        expect![[r#"
        0.000     141 agent_changed -
        0.000     130 agent_status_changed - robo signed_in available
        1.000     26  chat_created ann.1 general arrived=1 Hello
        1.000     2   end_user_post ann.1 Hello
        1.000     120 incident_opened ann.1 Hello
        1.000     8   agent_engagement_invitation ann.1 robo general
        2.000     43  agent_accepted ann.1 robo
        2.000     11  agent_engagement_accepted ann.1 robo
        2.000     102 bot_entered ann.1 robo
        3.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
        3.000     44  end_user_disconnected ann.1 quit
        3.000     103 bot_left ann.1 robo
        3.000     27  chat_released ann.1
        3.000     122 incident_closed ann.1
    "#]],
    );
}

#[test]
fn a_bot_is_no_agent_for_the_incident() {
    check(
        &with_bot("3s admin sets stop_abandoned_interaction noagents\n 4s ann leaves"),
        expect![[r#"
            0.000     141 agent_changed -
            0.000     130 agent_status_changed - robo signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 robo general
            2.000     43  agent_accepted ann.1 robo
            2.000     11  agent_engagement_accepted ann.1 robo
            2.000     102 bot_entered ann.1 robo
            3.000     149 setting_changed - stop_abandoned_interaction noagents
            4.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
            4.000     44  end_user_disconnected ann.1 quit
            4.000     103 bot_left ann.1 robo
            4.000     27  chat_released ann.1
            4.000     122 incident_closed ann.1
        "#]],
    );
    check(
        &with_bot("3s admin sets stop_abandoned_interaction never\n 4s ann leaves"),
        expect![[r#"
            0.000     141 agent_changed -
            0.000     130 agent_status_changed - robo signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 robo general
            2.000     43  agent_accepted ann.1 robo
            2.000     11  agent_engagement_accepted ann.1 robo
            2.000     102 bot_entered ann.1 robo
            3.000     149 setting_changed - stop_abandoned_interaction never
            4.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
            4.000     44  end_user_disconnected ann.1 quit
            4.000     103 bot_left ann.1 robo
            4.000     27  chat_released ann.1
        "#]],
    );
}

#[test]
fn nothing_that_a_bot_does_is_activity() {
    check(
        &with_bot(
            "100s robo says ann Are you there?\n 101s robo pushes ann https://example.org/a A\n 257.001s",
        ),
        expect![[r#"
            0.000     141 agent_changed -
            0.000     130 agent_status_changed - robo signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 robo general
            2.000     43  agent_accepted ann.1 robo
            2.000     11  agent_engagement_accepted ann.1 robo
            2.000     102 bot_entered ann.1 robo
            100.000   104 bot_post ann.1 Are you there?
            101.000   3   agent_pushed_url ann.1
            257.000   114 idle_alert ann.1
        "#]],
    );
    check(
        &with_bot("257.001s"),
        expect![[r#"
        0.000     141 agent_changed -
        0.000     130 agent_status_changed - robo signed_in available
        1.000     26  chat_created ann.1 general arrived=1 Hello
        1.000     2   end_user_post ann.1 Hello
        1.000     120 incident_opened ann.1 Hello
        1.000     8   agent_engagement_invitation ann.1 robo general
        2.000     43  agent_accepted ann.1 robo
        2.000     11  agent_engagement_accepted ann.1 robo
        2.000     102 bot_entered ann.1 robo
        257.000   114 idle_alert ann.1
    "#]],
    );
}

#[test]
fn a_bot_signs_out() {
    check(
        &with_bot("3s robo signs-out confirmed"),
        expect![[r#"
        0.000     141 agent_changed -
        0.000     130 agent_status_changed - robo signed_in available
        1.000     26  chat_created ann.1 general arrived=1 Hello
        1.000     2   end_user_post ann.1 Hello
        1.000     120 incident_opened ann.1 Hello
        1.000     8   agent_engagement_invitation ann.1 robo general
        2.000     43  agent_accepted ann.1 robo
        2.000     11  agent_engagement_accepted ann.1 robo
        2.000     102 bot_entered ann.1 robo
        3.000     130 agent_status_changed - robo signed_out signed-out
        3.000     100 chat_concluded ann.1 BOT QUIT AgentLoggedOut as=ann.2
        3.000     103 bot_left ann.1 robo
        3.000     27  chat_released ann.1
        3.000     26  chat_created ann.2 general arrived=1 continues=ann.1 Hello
        3.000     101 chat_requeued ann.2 general arrived=1 continues=ann.1
    "#]],
    );
}

#[test]
fn a_supervisor_joins_a_bot_and_takes_over() {
    check(
        &with_bot(
            "3s sofia heard\n 4s sofia joins ann\n 5s robo makes-lead ann sofia\n 6s sofia ends ann",
        ),
        expect![[r#"
            0.000     141 agent_changed -
            0.000     130 agent_status_changed - robo signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 robo general
            2.000     43  agent_accepted ann.1 robo
            2.000     11  agent_engagement_accepted ann.1 robo
            2.000     102 bot_entered ann.1 robo
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     23  engagement_participant_entered ann.1 sofia supporting joined
            5.000     25  agent_role_change ann.1 sofia robo
            5.000     48  lead_session_start ann.1 sofia
            5.000     103 bot_left ann.1 robo
            6.000     100 chat_concluded ann.1 SUPERVISOR FORCE SupervisorEnded
            6.000     44  end_user_disconnected ann.1 concluded
            6.000     49  lead_session_end ann.1 sofia
            6.000     24  engagement_participant_left ann.1 sofia concluded
        "#]],
    );
    check(
        &with_bot("3s sofia heard\n 4s sofia joins ann\n 5s robo silent\n 65.001s"),
        expect![[r#"
            0.000     141 agent_changed -
            0.000     130 agent_status_changed - robo signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 robo general
            2.000     43  agent_accepted ann.1 robo
            2.000     11  agent_engagement_accepted ann.1 robo
            2.000     102 bot_entered ann.1 robo
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     23  engagement_participant_entered ann.1 sofia supporting joined
            25.000    4   agent_absent ann.1 robo
            65.000    130 agent_status_changed - robo lost signed-out
            65.000    30  agent_lost ann.1 robo
            65.000    29  agent_disconnected ann.1 robo
            65.000    25  agent_role_change ann.1 sofia robo
            65.000    48  lead_session_start ann.1 sofia
            65.000    103 bot_left ann.1 robo
        "#]],
    );
    check(
        &with_bot("3s sam heard\n 4s sofia assigns ann sam"),
        expect![[r#"
        0.000     141 agent_changed -
        0.000     130 agent_status_changed - robo signed_in available
        1.000     26  chat_created ann.1 general arrived=1 Hello
        1.000     2   end_user_post ann.1 Hello
        1.000     120 incident_opened ann.1 Hello
        1.000     8   agent_engagement_invitation ann.1 robo general
        2.000     43  agent_accepted ann.1 robo
        2.000     11  agent_engagement_accepted ann.1 robo
        2.000     102 bot_entered ann.1 robo
        3.000     130 agent_status_changed - sam signed_in available
        4.000     23  engagement_participant_entered ann.1 sam lead assigned
        4.000     48  lead_session_start ann.1 sam
        4.000     103 bot_left ann.1 robo
    "#]],
    );
}

#[test]
fn an_agent_passes_a_chat_to_a_bot() {
    check(
        "
        0s dana heard
        1s ann asks general Hello
        2s dana accepts ann
        3s admin hires robo bot general
        3s robo heard
        4s dana transfers ann robo
        5s robo comes ann
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
            3.000     141 agent_changed -
            3.000     130 agent_status_changed - robo signed_in available
            4.000     9   agent_transfer_invitation ann.1 robo
            5.000     15  agent_transfer_accepted ann.1 robo
            5.000     102 bot_entered ann.1 robo
            5.000     49  lead_session_end ann.1 dana
            5.000     24  engagement_participant_left ann.1 dana transferred
        "#]],
    );
}
