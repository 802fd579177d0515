//! Monitoring, coaching, joining, what only staff may read, and statuses set by a supervisor.

use expect_test::expect;

use crate::presence::check_talk;
use crate::script::check;

#[test]
fn a_supervisor_monitors_coaches_and_joins() {
    check_talk(
        "
        3s sofia heard
        4s sofia monitors ann
        5s sofia monitors ann
        6s sofia whispers ann Offer a refund
        7s sofia confides ann She is too soft
        8s sofia coaches ann
        9s sofia whispers ann Offer a refund
        10s sofia says ann Hello
        11s sofia joins ann
        12s sofia says ann Hello
        13s sofia ends ann
        14s sofia looks-away ann
        15s sofia goes-out ann
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     45  monitor_begin ann.1 sofia
            6.000     ! not_allowed: who monitors is unseen; start coaching to speak to the agents
            7.000     107 internal_post ann.1 She is too soft
            8.000     46  monitor_end ann.1 sofia
            8.000     105 coach_begin ann.1 sofia
            9.000     107 internal_post ann.1 Offer a refund
            10.000    ! session_lost: you are not in the chat
            11.000    106 coach_end ann.1 sofia
            11.000    23  engagement_participant_entered ann.1 sofia supporting joined
            12.000    1   agent_post ann.1 Hello
            13.000    ! not_allowed: only the lead agent ends the chat
            14.000    ! wrong_state: you do not watch the chat
            15.000    24  engagement_participant_left ann.1 sofia left
        "#]],
    );
}

#[test]
fn watching_stops() {
    check_talk(
        "
        3s sofia heard
        4s sofia monitors ann
        5s sofia looks-away ann
        6s sofia looks-away ann
        7s sofia coaches ann
        8s sofia looks-away ann
        9s sofia whispers ann Not any more
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     45  monitor_begin ann.1 sofia
            5.000     46  monitor_end ann.1 sofia
            6.000     ! wrong_state: you do not watch the chat
            7.000     105 coach_begin ann.1 sofia
            8.000     106 coach_end ann.1 sofia
            9.000     ! session_lost: you are not in the chat
        "#]],
    );
}

#[test]
fn who_is_no_supervisor_does_not_watch_unless_its_profile_says_so() {
    check_talk(
        "
        3s sam heard
        4s sam monitors ann
        5s sam coaches ann
        6s sam joins ann
        7s sam appoints dana lunch
        8s admin profile can_monitor=on
        9s sam monitors ann
        10s sam confides ann For supervisors
        11s sam appoints dana lunch
        12s sam assigns ann sam
        13s sam coaches ann
        14s sam joins ann
        15s dana monitors ann
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     ! not_allowed: only a supervisor may do this
            5.000     ! not_allowed: only a supervisor may do this
            6.000     ! not_allowed: only a supervisor may do this
            7.000     ! not_allowed: only a supervisor may do this
            8.000     145 profile_changed -
            9.000     45  monitor_begin ann.1 sam
            10.000    ! not_allowed: only a supervisor may do this
            11.000    ! not_allowed: only a supervisor may do this
            12.000    ! not_allowed: only a supervisor may do this
            13.000    46  monitor_end ann.1 sam
            13.000    105 coach_begin ann.1 sam
            14.000    106 coach_end ann.1 sam
            14.000    23  engagement_participant_entered ann.1 sam supporting joined
            15.000    ! wrong_state: you are in the chat already
        "#]],
    );
}

#[test]
fn watching_ends_with_the_chat() {
    check_talk(
        "
        3s sofia heard
        3s sam heard
        3s admin profile can_monitor=on
        4s sofia monitors ann
        5s sam coaches ann
        6s dana ends ann
        7s sofia monitors ann
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sofia signed_in available
            3.000     130 agent_status_changed - sam signed_in available
            3.000     145 profile_changed -
            4.000     45  monitor_begin ann.1 sofia
            5.000     105 coach_begin ann.1 sam
            6.000     46  monitor_end ann.1 sofia
            6.000     106 coach_end ann.1 sam
            6.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            6.000     44  end_user_disconnected ann.1 concluded
            6.000     49  lead_session_end ann.1 dana
            6.000     24  engagement_participant_left ann.1 dana concluded
            7.000     ! chat_over: the chat is over
        "#]],
    );
    check_talk(
        "3s sofia heard\n 4s sofia coaches ann\n 5s ann leaves\n 6s sofia coaches ann",
        expect![[r#"
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     105 coach_begin ann.1 sofia
            5.000     106 coach_end ann.1 sofia
            5.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
            5.000     44  end_user_disconnected ann.1 quit
            5.000     49  lead_session_end ann.1 dana
            5.000     24  engagement_participant_left ann.1 dana concluded
            6.000     ! chat_over: the chat is over
        "#]],
    );
    check_talk(
        "3s sofia heard\n 4s sofia monitors ann\n 602.001s",
        expect![[r#"
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     45  monitor_begin ann.1 sofia
            257.000   114 idle_alert ann.1
            602.000   46  monitor_end ann.1 sofia
            602.000   39  chat_disconnected_idle_end_user ann.1
            602.000   100 chat_concluded ann.1 SYSTEM INACTIVE Idle
            602.000   44  end_user_disconnected ann.1 concluded
            602.000   49  lead_session_end ann.1 dana
            602.000   24  engagement_participant_left ann.1 dana concluded
        "#]],
    );
}

#[test]
fn watching_goes_on_when_the_chat_passes_on() {
    check_talk(
        "
        3s sofia heard
        3s sofia chooses lunch
        4s sofia monitors ann
        5s sam heard
        6s dana transfers ann sam
        7s sam comes ann
        8s sam puts-back ann
        9s dana accepts ann
        10s sofia looks-away ann
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sofia signed_in available
            3.000     130 agent_status_changed - sofia chosen lunch
            4.000     45  monitor_begin ann.1 sofia
            5.000     130 agent_status_changed - sam signed_in available
            6.000     9   agent_transfer_invitation ann.1 sam
            7.000     15  agent_transfer_accepted ann.1 sam
            7.000     23  engagement_participant_entered ann.1 sam lead transferred
            7.000     49  lead_session_end ann.1 dana
            7.000     48  lead_session_start ann.1 sam
            7.000     24  engagement_participant_left ann.1 dana transferred
            8.000     49  lead_session_end ann.1 sam
            8.000     24  engagement_participant_left ann.1 sam left
            8.000     47  transferred_to_queue ann.1 general
            8.000     8   agent_engagement_invitation ann.1 dana general
            9.000     43  agent_accepted ann.1 dana
            9.000     11  agent_engagement_accepted ann.1 dana
            9.000     23  engagement_participant_entered ann.1 dana lead accepted
            9.000     48  lead_session_start ann.1 dana
            10.000    46  monitor_end ann.1 sofia
        "#]],
    );
}

#[test]
fn a_watcher_that_takes_the_chat_watches_no_more() {
    check(
        "
        0s admin sets offer_timeout 5min
        0s ann asks general Hello
        1s sofia heard
        2s sofia monitors ann
        3s sofia accepts ann
        ",
        expect![[r#"
            0.000     149 setting_changed - offer_timeout 5min
            0.000     26  chat_created ann.1 general arrived=0 Hello
            0.000     2   end_user_post ann.1 Hello
            0.000     120 incident_opened ann.1 Hello
            1.000     130 agent_status_changed - sofia signed_in available
            1.000     8   agent_engagement_invitation ann.1 sofia general
            2.000     45  monitor_begin ann.1 sofia
            3.000     46  monitor_end ann.1 sofia
            3.000     43  agent_accepted ann.1 sofia
            3.000     11  agent_engagement_accepted ann.1 sofia
            3.000     23  engagement_participant_entered ann.1 sofia lead accepted
            3.000     48  lead_session_start ann.1 sofia
        "#]],
    );
    check(
        "
        0s admin queue general allocation=pick
        0s ann asks general Hello
        1s sofia heard
        2s sofia coaches ann
        3s sofia joins ann
        4s sofia picks ann
        ",
        expect![[r#"
            0.000     143 queue_changed - general
            0.000     26  chat_created ann.1 general arrived=0 Hello
            0.000     2   end_user_post ann.1 Hello
            0.000     120 incident_opened ann.1 Hello
            1.000     130 agent_status_changed - sofia signed_in available
            2.000     105 coach_begin ann.1 sofia
            3.000     ! wrong_state: nobody is in the chat; pick it instead
            4.000     106 coach_end ann.1 sofia
            4.000     23  engagement_participant_entered ann.1 sofia lead picked
            4.000     48  lead_session_start ann.1 sofia
        "#]],
    );
    check_talk(
        "
        3s sofia heard
        4s sofia coaches ann
        5s dana transfers ann sofia
        6s sofia comes ann
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     105 coach_begin ann.1 sofia
            5.000     9   agent_transfer_invitation ann.1 sofia
            6.000     106 coach_end ann.1 sofia
            6.000     15  agent_transfer_accepted ann.1 sofia
            6.000     23  engagement_participant_entered ann.1 sofia lead transferred
            6.000     49  lead_session_end ann.1 dana
            6.000     48  lead_session_start ann.1 sofia
            6.000     24  engagement_participant_left ann.1 dana transferred
        "#]],
    );
}

#[test]
fn who_joins_need_not_be_asked() {
    check_talk(
        "3s sofia heard\n 4s dana invites ann sofia\n 5s sofia joins ann\n 6s sofia comes ann",
        expect![[r#"
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     10  agent_conference_invitation ann.1 sofia
            5.000     21  agent_conference_canceled ann.1 sofia
            5.000     23  engagement_participant_entered ann.1 sofia supporting joined
            6.000     ! offer_gone: you are no longer asked to come to the chat
        "#]],
    );
}

#[test]
fn a_supervisor_sets_a_status_and_an_offer_that_is_out_is_taken_back() {
    check(
        "
        0s dana heard
        1s ann asks general Hello
        2s sofia appoints dana nap
        3s sofia appoints sam lunch
        4s sofia appoints dana lunch
        5s dana accepts ann
        6s sofia appoints dana lunch
        7s sofia appoints dana available
        ",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            2.000     ! not_found: there is no status nap
            3.000     ! unavailable: sam is not signed in
            4.000     130 agent_status_changed - dana supervisor lunch
            4.000     14  agent_engagement_unavailable ann.1 dana
            5.000     ! offer_gone: the chat is no longer offered to you
            7.000     130 agent_status_changed - dana supervisor available
            7.000     8   agent_engagement_invitation ann.1 dana general
        "#]],
    );
}

#[test]
fn an_agent_that_goes_to_lunch_is_no_longer_asked() {
    check(
        "
        0s dana heard
        1s ann asks general Hello
        2s sam heard
        3s dana chooses lunch
        4s dana accepts ann
        ",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            2.000     130 agent_status_changed - sam signed_in available
            3.000     130 agent_status_changed - dana chosen lunch
            3.000     14  agent_engagement_unavailable ann.1 dana
            3.000     8   agent_engagement_invitation ann.1 sam general
            4.000     ! offer_gone: the chat is no longer offered to you
        "#]],
    );
}

#[test]
fn internal_posts_are_for_who_is_in_the_chat_or_watches_it() {
    check_talk(
        "
        3s dana whispers ann Only us
        4s dana confides ann Only supervisors
        5s sam heard
        6s sam whispers ann I am not here
        7s sofia heard
        8s sofia whispers ann Nor am I
        9s ann leaves
        10s dana whispers ann Still writing it up
        ",
        expect![[r#"
            3.000     107 internal_post ann.1 Only us
            4.000     ! not_allowed: only a supervisor may do this
            5.000     130 agent_status_changed - sam signed_in available
            6.000     ! session_lost: you are not in the chat
            7.000     130 agent_status_changed - sofia signed_in available
            8.000     ! session_lost: you are not in the chat
            9.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
            9.000     44  end_user_disconnected ann.1 quit
            9.000     49  lead_session_end ann.1 dana
            9.000     24  engagement_participant_left ann.1 dana concluded
            10.000    107 internal_post ann.1 Still writing it up
        "#]],
    );
}

#[test]
fn an_announced_monitor_may_speak_to_the_agents() {
    check_talk(
        "
        3s admin sets announce_monitoring true
        3s sofia heard
        4s sofia monitors ann
        5s sofia whispers ann I am reading along
        ",
        expect![[r#"
            3.000     149 setting_changed - announce_monitoring true
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     45  monitor_begin ann.1 sofia
            5.000     107 internal_post ann.1 I am reading along
        "#]],
    );
}
