//! Transfers to an agent: asked, answered in every way, taken back, run out, refused.

use domain::{AgentId, ChatId};
use expect_test::expect;

use crate::presence::check_talk;
use crate::script::{Stage, check};

#[test]
fn a_transfer_is_accepted_and_the_customer_is_never_alone() {
    check_talk(
        "
        3s sam heard
        4s dana transfers ann sam She wants a refund
        5s dana says ann One moment
        6s sam says ann Not yet mine
        7s sam comes ann
        8s dana says ann No longer mine
        9s sam says ann Hello
        10s dana transfers ann sam
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     123 side_note_added ann.1 She wants a refund
            4.000     9   agent_transfer_invitation ann.1 sam
            5.000     1   agent_post ann.1 One moment
            6.000     ! session_lost: you are not in the chat
            7.000     15  agent_transfer_accepted ann.1 sam
            7.000     23  engagement_participant_entered ann.1 sam lead transferred
            7.000     49  lead_session_end ann.1 dana
            7.000     48  lead_session_start ann.1 sam
            7.000     24  engagement_participant_left ann.1 dana transferred
            8.000     ! session_lost: you are not in the chat
            9.000     1   agent_post ann.1 Hello
            10.000    ! session_lost: you are not in the chat
        "#]],
    );
}

#[test]
fn a_transfer_is_declined_cannot_be_taken_or_is_taken_back() {
    check_talk(
        "
        3s sam heard
        4s dana transfers ann sam
        5s sam stays-away ann
        6s dana transfers ann sam
        7s sam cannot-come ann
        8s dana transfers ann sam
        9s dana takes-back ann
        10s sam comes ann
        11s sam stays-away ann
        12s sam cannot-come ann
        13s dana takes-back ann
        14s dana says ann Still here
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     9   agent_transfer_invitation ann.1 sam
            5.000     16  agent_transfer_declined ann.1 sam
            6.000     9   agent_transfer_invitation ann.1 sam
            7.000     18  agent_transfer_unavailable ann.1 sam
            8.000     9   agent_transfer_invitation ann.1 sam
            9.000     17  agent_transfer_canceled ann.1 sam
            10.000    ! offer_gone: you are no longer asked to come to the chat
            11.000    ! offer_gone: you are no longer asked to come to the chat
            12.000    ! offer_gone: you are no longer asked to come to the chat
            13.000    ! offer_gone: nobody is being asked any more
            14.000    1   agent_post ann.1 Still here
        "#]],
    );
}

#[test]
fn a_transfer_that_nobody_answers_runs_out_at_its_limit_and_not_before() {
    check_talk(
        "3s sam heard\n 4s dana transfers ann sam\n 63.999s sam comes ann",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     9   agent_transfer_invitation ann.1 sam
            63.999    15  agent_transfer_accepted ann.1 sam
            63.999    23  engagement_participant_entered ann.1 sam lead transferred
            63.999    49  lead_session_end ann.1 dana
            63.999    48  lead_session_start ann.1 sam
            63.999    24  engagement_participant_left ann.1 dana transferred
        "#]],
    );
    check_talk(
        "3s sam heard\n 4s dana transfers ann sam\n 64s sam comes ann",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     9   agent_transfer_invitation ann.1 sam
            64.000    18  agent_transfer_unavailable ann.1 sam
            64.000    ! offer_gone: you are no longer asked to come to the chat
        "#]],
    );
    check_talk(
        "3s sam heard\n 4s dana transfers ann sam\n 64.001s sam comes ann",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     9   agent_transfer_invitation ann.1 sam
            64.000    18  agent_transfer_unavailable ann.1 sam
            64.001    ! offer_gone: you are no longer asked to come to the chat
        "#]],
    );
}

#[test]
fn who_cannot_take_a_chat_over_is_refused_before_anything_is_sent() {
    check_talk(
        "
        3s dana transfers ann sam
        4s dana transfers ann nobody
        5s dana transfers ann dana
        6s sam heard
        7s sam chooses lunch
        8s dana transfers ann sam
        9s sam chooses available
        10s sam silent
        11s dana transfers ann sam
        12s sam heard
        13s dana transfers ann sam
        14s dana transfers ann sofia
        15s sam transfers ann sofia
        16s ann leaves
        17s dana transfers ann sam
        ",
        expect![[r#"
            3.000     ! unavailable: sam is not signed in
            4.000     ! not_found: there is no agent nobody
            5.000     ! wrong_state: dana is in the chat already
            6.000     130 agent_status_changed - sam signed_in available
            7.000     130 agent_status_changed - sam chosen lunch
            8.000     ! unavailable: sam takes no chats at the moment
            9.000     130 agent_status_changed - sam chosen available
            11.000    ! unavailable: sam is not connected at the moment
            13.000    9   agent_transfer_invitation ann.1 sam
            14.000    ! wrong_state: sam is being asked already
            15.000    ! session_lost: you are not in the chat
            16.000    17  agent_transfer_canceled ann.1 sam
            16.000    100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
            16.000    44  end_user_disconnected ann.1 quit
            16.000    49  lead_session_end ann.1 dana
            16.000    24  engagement_participant_left ann.1 dana concluded
            17.000    ! chat_over: the chat is over
        "#]],
    );
}

#[test]
fn a_full_agent_is_refused_and_an_invitation_keeps_a_place() {
    check_talk(
        "
        3s admin queue general allocation=pick
        3s admin profile chats_max=1
        3s sam heard
        3s sofia heard
        4s bea asks general Second
        5s cyd asks general Third
        6s sofia picks bea
        7s dana transfers ann sam
        8s sofia transfers bea sam
        9s sam picks cyd
        10s dana takes-back ann
        11s sam picks cyd
        12s dana transfers ann sam
        ",
        expect![[r#"
            3.000     143 queue_changed - general
            3.000     145 profile_changed -
            3.000     130 agent_status_changed - sam signed_in available
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     26  chat_created bea.1 general arrived=4 Second
            4.000     2   end_user_post bea.1 Second
            4.000     120 incident_opened bea.1 Second
            5.000     26  chat_created cyd.1 general arrived=5 Third
            5.000     2   end_user_post cyd.1 Third
            5.000     120 incident_opened cyd.1 Third
            6.000     23  engagement_participant_entered bea.1 sofia lead picked
            6.000     48  lead_session_start bea.1 sofia
            7.000     9   agent_transfer_invitation ann.1 sam
            8.000     ! at_limit: sam has no place for another chat, the limit is 1
            9.000     ! at_limit: sam has no place for another chat, the limit is 1
            10.000    17  agent_transfer_canceled ann.1 sam
            11.000    23  engagement_participant_entered cyd.1 sam lead picked
            11.000    48  lead_session_start cyd.1 sam
            12.000    ! at_limit: sam has no place for another chat, the limit is 1
        "#]],
    );
}

#[test]
fn an_offer_keeps_a_place_and_picking_another_chat_gives_it_up() {
    check_talk(
        "
        3s admin profile chats_max=1
        3s sam heard
        4s bea asks general Second
        5s dana transfers ann sam
        6s admin queue general allocation=pick
        7s cyd asks general Third
        8s sam picks cyd
        9s sam accepts bea
        ",
        expect![[r#"
            3.000     145 profile_changed -
            3.000     130 agent_status_changed - sam signed_in available
            4.000     26  chat_created bea.1 general arrived=4 Second
            4.000     2   end_user_post bea.1 Second
            4.000     120 incident_opened bea.1 Second
            4.000     8   agent_engagement_invitation bea.1 sam general
            5.000     ! at_limit: sam has no place for another chat, the limit is 1
            6.000     143 queue_changed - general
            7.000     26  chat_created cyd.1 general arrived=7 Third
            7.000     2   end_user_post cyd.1 Third
            7.000     120 incident_opened cyd.1 Third
            8.000     14  agent_engagement_unavailable bea.1 sam
            8.000     23  engagement_participant_entered cyd.1 sam lead picked
            8.000     48  lead_session_start cyd.1 sam
            9.000     ! offer_gone: the chat is no longer offered to you
        "#]],
    );
}

#[test]
fn a_limit_lowered_meanwhile_binds_who_accepts() {
    check_talk(
        "
        3s sam heard
        4s bea asks general Second
        5s sam accepts bea
        6s dana transfers ann sam
        7s admin profile chats_max=1
        8s sam comes ann
        9s sofia assigns ann sam
        10s sam stays-away ann
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     26  chat_created bea.1 general arrived=4 Second
            4.000     2   end_user_post bea.1 Second
            4.000     120 incident_opened bea.1 Second
            4.000     8   agent_engagement_invitation bea.1 sam general
            5.000     43  agent_accepted bea.1 sam
            5.000     11  agent_engagement_accepted bea.1 sam
            5.000     23  engagement_participant_entered bea.1 sam lead accepted
            5.000     48  lead_session_start bea.1 sam
            6.000     9   agent_transfer_invitation ann.1 sam
            7.000     145 profile_changed -
            8.000     ! at_limit: sam has no place for another chat, the limit is 1
            9.000     ! at_limit: sam has no place for another chat, the limit is 1
            10.000    16  agent_transfer_declined ann.1 sam
        "#]],
    );
}

#[test]
fn an_invitation_ends_with_the_chat() {
    check_talk(
        "3s sam heard\n 4s dana transfers ann sam\n 5s ann leaves\n 6s sam comes ann",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     9   agent_transfer_invitation ann.1 sam
            5.000     17  agent_transfer_canceled ann.1 sam
            5.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
            5.000     44  end_user_disconnected ann.1 quit
            5.000     49  lead_session_end ann.1 dana
            5.000     24  engagement_participant_left ann.1 dana concluded
            6.000     ! offer_gone: you are no longer asked to come to the chat
        "#]],
    );
    check_talk(
        "3s sam heard\n 4s dana transfers ann sam\n 5s dana ends ann",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     9   agent_transfer_invitation ann.1 sam
            5.000     17  agent_transfer_canceled ann.1 sam
            5.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            5.000     44  end_user_disconnected ann.1 concluded
            5.000     49  lead_session_end ann.1 dana
            5.000     24  engagement_participant_left ann.1 dana concluded
        "#]],
    );
    check_talk(
        "3s sam heard\n 4s dana transfers ann sam\n 5s dana puts-back ann",
        expect![[r#"
        3.000     130 agent_status_changed - sam signed_in available
        4.000     9   agent_transfer_invitation ann.1 sam
        5.000     17  agent_transfer_canceled ann.1 sam
        5.000     49  lead_session_end ann.1 dana
        5.000     24  engagement_participant_left ann.1 dana left
        5.000     47  transferred_to_queue ann.1 general
        5.000     8   agent_engagement_invitation ann.1 sam general
    "#]],
    );
}

#[test]
fn the_sender_of_an_invitation_is_lost() {
    check_talk(
        "
        3s admin sets transfer_timeout 5min
        3s sam heard
        4s dana transfers ann sam
        5s dana silent
        66s sam comes ann
        ",
        expect![[r#"
            3.000     149 setting_changed - transfer_timeout 5min
            3.000     130 agent_status_changed - sam signed_in available
            4.000     9   agent_transfer_invitation ann.1 sam
            25.000    4   agent_absent ann.1 dana
            65.000    130 agent_status_changed - dana lost signed-out
            65.000    17  agent_transfer_canceled ann.1 sam
            65.000    30  agent_lost ann.1 dana
            65.000    29  agent_disconnected ann.1 dana
            65.000    100 chat_concluded ann.1 AGENT DISCONNECT AgentSessionLost as=ann.2
            65.000    49  lead_session_end ann.1 dana
            65.000    24  engagement_participant_left ann.1 dana disconnected
            65.000    27  chat_released ann.1
            65.000    26  chat_created ann.2 general arrived=1 continues=ann.1 Hello
            65.000    101 chat_requeued ann.2 general arrived=1 continues=ann.1
            65.000    8   agent_engagement_invitation ann.2 sam general
            66.000    ! offer_gone: you are no longer asked to come to the chat
        "#]],
    );
}

#[test]
fn who_is_invited_may_sign_out() {
    check_talk(
        "3s sam heard\n 4s dana transfers ann sam\n 5s sam signs-out",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     9   agent_transfer_invitation ann.1 sam
            5.000     130 agent_status_changed - sam signed_out signed-out
            5.000     18  agent_transfer_unavailable ann.1 sam
        "#]],
    );
}

#[test]
fn a_lead_with_company_transfers_and_the_company_stays() {
    check_talk(
        "
        3s sam heard
        3s sofia heard
        4s dana invites ann sofia
        5s sofia comes ann
        6s dana transfers ann sofia
        7s dana transfers ann sam
        8s sam comes ann
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            3.000     130 agent_status_changed - sofia signed_in available
            4.000     10  agent_conference_invitation ann.1 sofia
            5.000     19  agent_conference_accepted ann.1 sofia
            5.000     23  engagement_participant_entered ann.1 sofia supporting conferenced
            6.000     ! wrong_state: sofia is in the chat already
            7.000     9   agent_transfer_invitation ann.1 sam
            8.000     15  agent_transfer_accepted ann.1 sam
            8.000     23  engagement_participant_entered ann.1 sam lead transferred
            8.000     49  lead_session_end ann.1 dana
            8.000     48  lead_session_start ann.1 sam
            8.000     24  engagement_participant_left ann.1 dana transferred
        "#]],
    );
}

/// Who is listed for a chat of a queue, and why one of them cannot take it now.
fn targets(sender: &str, script: &str) -> String {
    let mut stage = Stage::set();
    stage.run(script);
    let found = stage.core.transfer_targets(&AgentId::new(sender), &ChatId::new("ann.1"));
    let line = |(agent, why): (AgentId, Option<domain::Refusal>)| match why {
        None => format!("{agent}\n"),
        Some(why) => format!("{agent} ({why})\n"),
    };
    found.into_iter().map(line).collect()
}

const STAFF: &str = "
    0s admin hires acme1 agent sales acme
    0s admin hires acme2 agent general acme
    0s admin hires other agent sales globex
    0s admin hires away agent sales acme
    0s dana heard
    0s sam heard
    0s acme1 heard
    0s acme2 heard
    0s other heard
    1s sam chooses lunch
    1s acme1 silent
";

#[test]
fn the_dialog_lists_by_queue_and_company() {
    let list = |setup: &str, queue: &str| {
        targets(
            "dana",
            &format!(
                "{STAFF}
                2s ann asks-for acme {queue} Hello
                3s dana accepts ann
                4s admin queue {queue} {setup}"
            ),
        )
    };
    // The general queue without a filter: every online agent.
    expect![[r#"
        acme1 (unavailable: acme1 is not connected at the moment)
        acme2
        other
        sam (unavailable: sam takes no chats at the moment)
    "#]]
    .assert_eq(&list("", "general"));
    // With the filter: online agents of the customer's company.
    expect![[r#"
        acme1 (unavailable: acme1 is not connected at the moment)
        acme2
    "#]]
    .assert_eq(&list("company_filter=on", "general"));
    // Another queue: its online agents.
    expect![[r#"
        acme1 (unavailable: acme1 is not connected at the moment)
        other
    "#]]
    .assert_eq(&list("", "sales"));
    // With the filter: those of the company.
    expect![[r#"
        acme1 (unavailable: acme1 is not connected at the moment)
    "#]]
    .assert_eq(&list("company_filter=on", "sales"));
}

#[test]
fn a_profile_may_keep_transfers_within_its_own_groups() {
    let talk = "
        1s sam chooses available
        1s dana chooses lunch
        1s acme2 chooses lunch
        1s ann asks general Hello
        2s sam accepts ann
    ";
    let bound = "3s admin profile transfer_to_other_groups=off";
    expect![[r#"
        acme1 (unavailable: acme1 is not connected at the moment)
        acme2 (unavailable: acme2 takes no chats at the moment)
        dana (unavailable: dana takes no chats at the moment)
        other
    "#]]
    .assert_eq(&targets("sam", &format!("{STAFF}{talk}")));
    expect![[r#"
        acme2 (unavailable: acme2 takes no chats at the moment)
        dana (unavailable: dana takes no chats at the moment)
    "#]]
    .assert_eq(&targets("sam", &format!("{STAFF}{talk}{bound}")));
    check(
        "
        0s admin profile transfer_to_other_groups=off
        0s admin hires other agent sales
        0s other heard
        0s sam heard
        1s ann asks general Hello
        2s sam accepts ann
        3s sam transfers ann other
        4s sam invites ann other
        5s sam passes ann sales
        6s sam passes ann general
        ",
        expect![[r#"
            0.000     145 profile_changed -
            0.000     141 agent_changed -
            0.000     130 agent_status_changed - other signed_in available
            0.000     130 agent_status_changed - sam signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 sam general
            2.000     43  agent_accepted ann.1 sam
            2.000     11  agent_engagement_accepted ann.1 sam
            2.000     23  engagement_participant_entered ann.1 sam lead accepted
            2.000     48  lead_session_start ann.1 sam
            3.000     ! not_allowed: the profile does not allow to transfer to other groups
            4.000     ! not_allowed: the profile does not allow to transfer to other groups
            5.000     ! not_allowed: the profile does not allow to transfer to other groups
            6.000     49  lead_session_end ann.1 sam
            6.000     24  engagement_participant_left ann.1 sam transferred
            6.000     47  transferred_to_queue ann.1 general
            6.000     8   agent_engagement_invitation ann.1 sam general
        "#]],
    );
}
