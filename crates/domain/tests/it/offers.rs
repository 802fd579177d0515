//! One story for each rule of offers, with its limits.

use expect_test::expect;

use crate::script::check;

#[test]
fn accept() {
    check(
        "0s dana heard\n 1s ann asks general Hello\n 30.999s dana accepts ann",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            30.999    43  agent_accepted ann.1 dana
            30.999    11  agent_engagement_accepted ann.1 dana
            30.999    23  engagement_participant_entered ann.1 dana lead accepted
            30.999    48  lead_session_start ann.1 dana
        "#]],
    );
}

#[test]
fn an_offer_runs_out_and_is_declined() {
    check(
        "0s dana heard\n 1s ann asks general Hello\n 31s dana accepts ann",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            31.000    34  agent_engagement_auto_declined ann.1 dana
            31.000    8   agent_engagement_invitation ann.1 dana general
            31.000    43  agent_accepted ann.1 dana
            31.000    11  agent_engagement_accepted ann.1 dana
            31.000    23  engagement_participant_entered ann.1 dana lead accepted
            31.000    48  lead_session_start ann.1 dana
        "#]],
    );
}

#[test]
fn an_offer_runs_out_and_is_assigned_where_auto_decline_is_off() {
    check(
        "
        0s admin profile auto_decline=off
        0s dana heard
        1s ann asks general Hello
        31.001s
        ",
        expect![[r#"
            0.000     145 profile_changed -
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            31.000    33  agent_engagement_auto_accepted ann.1 dana
            31.000    23  engagement_participant_entered ann.1 dana lead auto_accepted
            31.000    48  lead_session_start ann.1 dana
        "#]],
    );
}

#[test]
fn an_offer_that_is_not_confirmed_goes_on_to_the_next() {
    check(
        "
        0s dana heard
        0s sam heard
        0s dana sleeps
        1s ann asks general Hello
        6.001s
        ",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            0.000     130 agent_status_changed - sam signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            6.000     13  agent_engagement_timeout ann.1 dana
            6.000     8   agent_engagement_invitation ann.1 sam general
        "#]],
    );
    check(
        "
        0s dana heard
        0s dana sleeps
        1s ann asks general Hello
        5.999s dana confirms ann
        7s
        ",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
        "#]],
    );
}

#[test]
fn a_declined_chat_goes_to_the_next_and_comes_back_only_when_no_other_is_left() {
    check(
        "
        0s dana heard
        0s sam heard
        1s ann asks general Hello
        2s dana declines ann
        3s sam declines ann
        4s dana unavailable ann
        ",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            0.000     130 agent_status_changed - sam signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            2.000     12  agent_engagement_declined ann.1 dana
            2.000     8   agent_engagement_invitation ann.1 sam general
            3.000     12  agent_engagement_declined ann.1 sam
            3.000     8   agent_engagement_invitation ann.1 dana general
            4.000     14  agent_engagement_unavailable ann.1 dana
            4.000     8   agent_engagement_invitation ann.1 sam general
        "#]],
    );
}

#[test]
fn decline_needs_the_profile() {
    check(
        "
        0s admin profile allow_decline=off
        0s dana heard
        1s ann asks general Hello
        2s dana declines ann
        ",
        expect![[r#"
            0.000     145 profile_changed -
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            2.000     ! not_allowed: the profile does not allow to decline
        "#]],
    );
}

#[test]
fn three_missed_offers_in_a_row_make_not_ready() {
    check(
        "0s dana heard\n 1s ann asks general Hello\n 95s",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            31.000    34  agent_engagement_auto_declined ann.1 dana
            31.000    8   agent_engagement_invitation ann.1 dana general
            61.000    34  agent_engagement_auto_declined ann.1 dana
            61.000    8   agent_engagement_invitation ann.1 dana general
            91.000    34  agent_engagement_auto_declined ann.1 dana
            91.000    130 agent_status_changed - dana missed_offers lunch
        "#]],
    );
}

#[test]
fn an_answer_ends_the_row_of_missed_offers() {
    check(
        "
        0s dana heard
        1s ann asks general Hello
        62s dana declines ann
        100s dana declines ann
        ",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            31.000    34  agent_engagement_auto_declined ann.1 dana
            31.000    8   agent_engagement_invitation ann.1 dana general
            61.000    34  agent_engagement_auto_declined ann.1 dana
            61.000    8   agent_engagement_invitation ann.1 dana general
            62.000    12  agent_engagement_declined ann.1 dana
            62.000    8   agent_engagement_invitation ann.1 dana general
            92.000    34  agent_engagement_auto_declined ann.1 dana
            92.000    8   agent_engagement_invitation ann.1 dana general
            100.000   12  agent_engagement_declined ann.1 dana
            100.000   8   agent_engagement_invitation ann.1 dana general
        "#]],
    );
}

#[test]
fn of_two_that_pick_at_once_one_wins_and_the_other_is_told_who() {
    check(
        "
        0s admin queue general allocation=pick
        0s dana heard
        0s sam heard
        1s ann asks general Hello
        2s dana picks ann
        2s sam picks ann
        2s dana picks ann
        ",
        expect![[r#"
            0.000     143 queue_changed - general
            0.000     130 agent_status_changed - dana signed_in available
            0.000     130 agent_status_changed - sam signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            2.000     23  engagement_participant_entered ann.1 dana lead picked
            2.000     48  lead_session_start ann.1 dana
            2.000     ! taken: dana has the chat
            2.000     ! wrong_state: you have the chat already
        "#]],
    );
}

#[test]
fn picking_has_its_conditions() {
    check(
        "
        0s admin queue general allocation=pick
        0s admin queue sales allocation=pick
        0s admin profile chats_max=1
        0s sam heard
        1s ann asks general Hello
        1s bea asks general Hello
        1s cyd asks sales Hello
        2s sam picks cyd
        3s sam picks ann
        4s sam picks bea
        5s sam picks nobody
        6s admin profile can_pick=off chats_max=3
        7s sam picks bea
        ",
        expect![[r#"
            0.000     143 queue_changed - general
            0.000     143 queue_changed - sales
            0.000     145 profile_changed -
            0.000     130 agent_status_changed - sam signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     26  chat_created bea.1 general arrived=1 Hello
            1.000     2   end_user_post bea.1 Hello
            1.000     120 incident_opened bea.1 Hello
            1.000     26  chat_created cyd.1 sales arrived=1 Hello
            1.000     2   end_user_post cyd.1 Hello
            1.000     120 incident_opened cyd.1 Hello
            2.000     ! not_allowed: you do not serve the queue sales
            3.000     23  engagement_participant_entered ann.1 sam lead picked
            3.000     48  lead_session_start ann.1 sam
            4.000     ! at_limit: sam has no place for another chat, the limit is 1
            5.000     ! chat_over: the chat nobody.1 is over or does not exist
            6.000     145 profile_changed -
            7.000     ! not_allowed: the profile does not allow to pick
        "#]],
    );
}

#[test]
fn a_chat_that_is_offered_to_another_cannot_be_picked() {
    check(
        "
        0s dana heard
        1s ann asks general Hello
        2s sam heard
        3s sam picks ann
        4s dana picks ann
        ",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            2.000     130 agent_status_changed - sam signed_in available
            3.000     ! taken: the chat is being offered to dana
            4.000     43  agent_accepted ann.1 dana
            4.000     11  agent_engagement_accepted ann.1 dana
            4.000     23  engagement_participant_entered ann.1 dana lead accepted
            4.000     48  lead_session_start ann.1 dana
        "#]],
    );
}

#[test]
fn assigned_without_asking() {
    check(
        "
        0s admin queue general allocation=auto
        0s dana heard
        1s ann asks general Hello
        ",
        expect![[r#"
            0.000     143 queue_changed - general
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     23  engagement_participant_entered ann.1 dana lead assigned
            1.000     48  lead_session_start ann.1 dana
        "#]],
    );
}

#[test]
fn an_offer_is_confirmed_before_its_limit_or_not_at_all() {
    let story = |at: &str| {
        format!(
            "0s dana heard\n 0s sam heard\n 0s dana sleeps\n 1s ann asks general\n {at} dana confirms ann"
        )
    };
    check(
        &story("5.999s"),
        expect![[r#"
        0.000     130 agent_status_changed - dana signed_in available
        0.000     130 agent_status_changed - sam signed_in available
        1.000     26  chat_created ann.1 general arrived=1
        1.000     120 incident_opened ann.1
        1.000     8   agent_engagement_invitation ann.1 dana general
    "#]],
    );
    check(
        &story("6s"),
        expect![[r#"
        0.000     130 agent_status_changed - dana signed_in available
        0.000     130 agent_status_changed - sam signed_in available
        1.000     26  chat_created ann.1 general arrived=1
        1.000     120 incident_opened ann.1
        1.000     8   agent_engagement_invitation ann.1 dana general
        6.000     13  agent_engagement_timeout ann.1 dana
        6.000     8   agent_engagement_invitation ann.1 sam general
        6.000     ! offer_gone: the chat is no longer offered to you
    "#]],
    );
    check(
        &story("6.001s"),
        expect![[r#"
        0.000     130 agent_status_changed - dana signed_in available
        0.000     130 agent_status_changed - sam signed_in available
        1.000     26  chat_created ann.1 general arrived=1
        1.000     120 incident_opened ann.1
        1.000     8   agent_engagement_invitation ann.1 dana general
        6.000     13  agent_engagement_timeout ann.1 dana
        6.000     8   agent_engagement_invitation ann.1 sam general
        6.001     ! offer_gone: the chat is no longer offered to you
    "#]],
    );
}
