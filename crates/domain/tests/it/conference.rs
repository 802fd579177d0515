//! Conferences: who is asked, who leads, who supports, and what a supporting agent may not do.

use expect_test::expect;

use crate::presence::check_talk;
use crate::script::check;

#[test]
fn an_agent_comes_supports_and_goes() {
    check_talk(
        "
        3s sam heard
        4s dana invites ann sam
        5s sam comes ann
        6s sam says ann Good morning
        7s sam whispers ann Give a discount
        8s sam notes ann Knows the case
        9s sam goes-out ann
        10s sam says ann Too late
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     10  agent_conference_invitation ann.1 sam
            5.000     19  agent_conference_accepted ann.1 sam
            5.000     23  engagement_participant_entered ann.1 sam supporting conferenced
            6.000     1   agent_post ann.1 Good morning
            7.000     107 internal_post ann.1 Give a discount
            8.000     123 side_note_added ann.1 Knows the case
            9.000     24  engagement_participant_left ann.1 sam left
            10.000    ! session_lost: you are not in the chat
        "#]],
    );
}

#[test]
fn a_supporting_agent_may_not_end_transfer_release_or_abandon() {
    check_talk(
        "
        3s sam heard
        3s sofia heard
        4s dana invites ann sam
        5s sam comes ann
        6s sam ends ann
        7s sam transfers ann sofia
        7s sam invites ann sofia
        8s sam passes ann sales
        9s sam puts-back ann
        10s sam abandons ann
        11s sam makes-lead ann sam
        12s sam takes-back ann
        13s sam holds ann
        14s sam asks-to-see ann
        15s dana goes-out ann
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     10  agent_conference_invitation ann.1 sam
            5.000     19  agent_conference_accepted ann.1 sam
            5.000     23  engagement_participant_entered ann.1 sam supporting conferenced
            6.000     ! not_allowed: only the lead agent ends the chat
            7.000     ! not_allowed: only the lead agent may do this
            7.000     ! not_allowed: only the lead agent may do this
            8.000     ! not_allowed: only the lead agent may do this
            9.000     ! not_allowed: only the lead agent may do this
            10.000    ! wrong_state: the chat is not in wrap-up; end it first
            11.000    ! not_allowed: only the lead agent may do this
            12.000    ! not_allowed: only the lead agent may do this
            13.000    ! not_allowed: only the lead agent may do this
            14.000    ! not_allowed: only the lead agent may do this
            15.000    ! not_allowed: the lead agent does not leave; it ends, transfers or releases the chat
        "#]],
    );
}

#[test]
fn an_invitation_is_declined_cannot_be_followed_or_is_taken_back() {
    check_talk(
        "
        3s sam heard
        4s dana invites ann sam
        5s sam stays-away ann
        6s dana invites ann sam
        7s sam cannot-come ann
        8s dana invites ann sam
        9s dana takes-back ann
        10s sam comes ann
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     10  agent_conference_invitation ann.1 sam
            5.000     20  agent_conference_declined ann.1 sam
            6.000     10  agent_conference_invitation ann.1 sam
            7.000     22  agent_conference_unavailable ann.1 sam
            8.000     10  agent_conference_invitation ann.1 sam
            9.000     21  agent_conference_canceled ann.1 sam
            10.000    ! offer_gone: you are no longer asked to come to the chat
        "#]],
    );
}

#[test]
fn an_invitation_runs_out_at_its_limit_and_not_before() {
    check_talk(
        "3s sam heard\n 4s dana invites ann sam\n 63.999s sam comes ann",
        expect![[r#"
        3.000     130 agent_status_changed - sam signed_in available
        4.000     10  agent_conference_invitation ann.1 sam
        63.999    19  agent_conference_accepted ann.1 sam
        63.999    23  engagement_participant_entered ann.1 sam supporting conferenced
    "#]],
    );
    check_talk(
        "3s sam heard\n 4s dana invites ann sam\n 64s sam comes ann",
        expect![[r#"
        3.000     130 agent_status_changed - sam signed_in available
        4.000     10  agent_conference_invitation ann.1 sam
        64.000    22  agent_conference_unavailable ann.1 sam
        64.000    ! offer_gone: you are no longer asked to come to the chat
    "#]],
    );
    check_talk(
        "3s sam heard\n 4s dana invites ann sam\n 64.001s sam comes ann",
        expect![[r#"
        3.000     130 agent_status_changed - sam signed_in available
        4.000     10  agent_conference_invitation ann.1 sam
        64.000    22  agent_conference_unavailable ann.1 sam
        64.001    ! offer_gone: you are no longer asked to come to the chat
    "#]],
    );
}

#[test]
fn support_does_not_count_against_the_limit() {
    check_talk(
        "
        3s admin profile chats_max=1
        3s sam heard
        4s bea asks general Second
        5s sam accepts bea
        6s dana invites ann sam
        7s sam comes ann
        8s dana makes-lead ann sam
        ",
        expect![[r#"
            3.000     145 profile_changed -
            3.000     130 agent_status_changed - sam signed_in available
            4.000     26  chat_created bea.1 general arrived=4 Second
            4.000     2   end_user_post bea.1 Second
            4.000     120 incident_opened bea.1 Second
            4.000     8   agent_engagement_invitation bea.1 sam general
            5.000     43  agent_accepted bea.1 sam
            5.000     11  agent_engagement_accepted bea.1 sam
            5.000     23  engagement_participant_entered bea.1 sam lead accepted
            5.000     48  lead_session_start bea.1 sam
            6.000     10  agent_conference_invitation ann.1 sam
            7.000     19  agent_conference_accepted ann.1 sam
            7.000     23  engagement_participant_entered ann.1 sam supporting conferenced
            8.000     ! at_limit: sam has no place for another chat, the limit is 1
        "#]],
    );
}

#[test]
fn lead_and_support_swap() {
    check_talk(
        "
        3s sam heard
        3s sofia heard
        4s dana invites ann sam
        5s sam comes ann
        6s dana makes-lead ann sofia
        7s dana makes-lead ann sam
        8s dana ends ann
        9s sam silent
        30s sam makes-lead ann dana
        31s dana goes-out ann
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     10  agent_conference_invitation ann.1 sam
            5.000     19  agent_conference_accepted ann.1 sam
            5.000     23  engagement_participant_entered ann.1 sam supporting conferenced
            6.000     ! not_found: sofia does not support the chat
            7.000     49  lead_session_end ann.1 dana
            7.000     25  agent_role_change ann.1 sam dana
            7.000     48  lead_session_start ann.1 sam
            8.000     ! not_allowed: only the lead agent ends the chat
            29.000    4   agent_absent ann.1 sam
            30.000    49  lead_session_end ann.1 sam
            30.000    25  agent_role_change ann.1 dana sam
            30.000    48  lead_session_start ann.1 dana
            31.000    ! not_allowed: the lead agent does not leave; it ends, transfers or releases the chat
        "#]],
    );
}

#[test]
fn who_is_absent_is_not_made_lead() {
    check_talk(
        "
        3s sam heard
        4s dana invites ann sam
        5s sam comes ann
        6s sam silent
        26.001s dana makes-lead ann sam
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     10  agent_conference_invitation ann.1 sam
            5.000     19  agent_conference_accepted ann.1 sam
            5.000     23  engagement_participant_entered ann.1 sam supporting conferenced
            26.000    4   agent_absent ann.1 sam
            26.001    ! unavailable: sam is not connected at the moment
        "#]],
    );
}

#[test]
fn who_is_not_there_is_not_asked() {
    check_talk(
        "
        3s dana invites ann sam
        4s admin hires robo bot general
        4s robo heard
        5s dana invites ann robo
        6s sam heard
        7s sam silent
        8s dana invites ann sam
        9s sam heard
        10s dana invites ann sam
        11s dana invites ann sofia
        12s sam comes ann
        13s dana invites ann sam
        ",
        expect![[r#"
            3.000     ! unavailable: sam is not signed in
            4.000     141 agent_changed -
            4.000     130 agent_status_changed - robo signed_in available
            5.000     ! not_allowed: a bot does not support; transfer to its queue
            6.000     130 agent_status_changed - sam signed_in available
            8.000     ! unavailable: sam is not connected at the moment
            10.000    10  agent_conference_invitation ann.1 sam
            11.000    ! wrong_state: sam is being asked already
            12.000    19  agent_conference_accepted ann.1 sam
            12.000    23  engagement_participant_entered ann.1 sam supporting conferenced
            13.000    ! wrong_state: sam is in the chat already
        "#]],
    );
}

#[test]
fn all_leave_when_the_chat_ends() {
    check_talk(
        "
        3s sam heard
        3s sofia heard
        4s dana invites ann sam
        5s sam comes ann
        6s dana invites ann sofia
        7s ann leaves
        8s sam says ann Bye
        9s sam abandons ann
        10s dana abandons ann
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     10  agent_conference_invitation ann.1 sam
            5.000     19  agent_conference_accepted ann.1 sam
            5.000     23  engagement_participant_entered ann.1 sam supporting conferenced
            6.000     10  agent_conference_invitation ann.1 sofia
            7.000     21  agent_conference_canceled ann.1 sofia
            7.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
            7.000     44  end_user_disconnected ann.1 quit
            7.000     49  lead_session_end ann.1 dana
            7.000     24  engagement_participant_left ann.1 dana concluded
            7.000     24  engagement_participant_left ann.1 sam concluded
            8.000     ! session_lost: you are not in the chat
            9.000     ! session_lost: you are not in the chat
            10.000    121 incident_updated ann.1 abandoned
            10.000    122 incident_closed ann.1
            10.000    27  chat_released ann.1
        "#]],
    );
}

#[test]
fn a_lead_with_company_signs_out_and_the_longest_present_leads() {
    check_talk(
        "
        3s sam heard
        3s sofia heard
        4s dana invites ann sofia
        5s sofia comes ann
        6s dana invites ann sam
        7s sam comes ann
        8s dana signs-out confirmed
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     10  agent_conference_invitation ann.1 sofia
            5.000     19  agent_conference_accepted ann.1 sofia
            5.000     23  engagement_participant_entered ann.1 sofia supporting conferenced
            6.000     10  agent_conference_invitation ann.1 sam
            7.000     19  agent_conference_accepted ann.1 sam
            7.000     23  engagement_participant_entered ann.1 sam supporting conferenced
            8.000     130 agent_status_changed - dana signed_out signed-out
            8.000     49  lead_session_end ann.1 dana
            8.000     25  agent_role_change ann.1 sofia dana
            8.000     48  lead_session_start ann.1 sofia
            8.000     24  engagement_participant_left ann.1 dana left
        "#]],
    );
}

#[test]
fn a_lead_is_lost_and_so_is_its_company() {
    check_talk(
        "
        3s sam heard
        4s dana invites ann sam
        5s sam comes ann
        10s dana silent
        11s sam silent
        71.001s
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     10  agent_conference_invitation ann.1 sam
            5.000     19  agent_conference_accepted ann.1 sam
            5.000     23  engagement_participant_entered ann.1 sam supporting conferenced
            30.000    4   agent_absent ann.1 dana
            31.000    4   agent_absent ann.1 sam
            70.000    130 agent_status_changed - dana lost signed-out
            70.000    30  agent_lost ann.1 dana
            70.000    29  agent_disconnected ann.1 dana
            70.000    100 chat_concluded ann.1 AGENT DISCONNECT AgentSessionLost as=ann.2
            70.000    49  lead_session_end ann.1 dana
            70.000    24  engagement_participant_left ann.1 dana disconnected
            70.000    24  engagement_participant_left ann.1 sam disconnected
            70.000    27  chat_released ann.1
            70.000    26  chat_created ann.2 general arrived=1 continues=ann.1 Hello
            70.000    101 chat_requeued ann.2 general arrived=1 continues=ann.1
            71.000    130 agent_status_changed - sam lost signed-out
        "#]],
    );
}

#[test]
fn a_watcher_does_not_take_over_from_a_lost_lead() {
    check(
        "
        0s admin sets absent_interval 10s
        0s dana heard
        1s ann asks general Hello
        2s dana accepts ann
        3s sofia heard
        4s sofia monitors ann
        5s dana silent
        35.001s
        ",
        expect![[r#"
            0.000     149 setting_changed - absent_interval 10s
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            2.000     43  agent_accepted ann.1 dana
            2.000     11  agent_engagement_accepted ann.1 dana
            2.000     23  engagement_participant_entered ann.1 dana lead accepted
            2.000     48  lead_session_start ann.1 dana
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     45  monitor_begin ann.1 sofia
            15.000    4   agent_absent ann.1 dana
            35.000    130 agent_status_changed - dana lost signed-out
            35.000    46  monitor_end ann.1 sofia
            35.000    30  agent_lost ann.1 dana
            35.000    29  agent_disconnected ann.1 dana
            35.000    100 chat_concluded ann.1 AGENT DISCONNECT AgentSessionLost as=ann.2
            35.000    49  lead_session_end ann.1 dana
            35.000    24  engagement_participant_left ann.1 dana disconnected
            35.000    27  chat_released ann.1
            35.000    26  chat_created ann.2 general arrived=1 continues=ann.1 Hello
            35.000    101 chat_requeued ann.2 general arrived=1 continues=ann.1
            35.000    8   agent_engagement_invitation ann.2 sofia general
        "#]],
    );
}
