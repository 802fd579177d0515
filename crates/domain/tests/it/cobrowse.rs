//! Co-browsing: asked for, allowed or refused, under way, over.

use domain::{ChatId, Code, Command, Millis, Party, PartyType};
use expect_test::expect;

use crate::presence::check_talk;
use crate::script::Stage;

#[test]
fn the_customer_shows_its_page() {
    check_talk(
        "
        3s dana asks-to-see ann
        4s dana sees ann
        5s ann shows
        6s ann shows
        7s dana sees ann
        8s dana sees ann
        9s dana asks-to-see ann
        10s ann stops-showing
        11s ann stops-showing
        12s dana stops-seeing ann
        ",
        expect![[r#"
            3.000     35  cobrowse_invitation_sent ann.1 dana
            4.000     ! wrong_state: the customer has not answered
            5.000     36  cobrowse_invitation_accepted ann.1
            6.000     ! wrong_state: that was answered already
            7.000     40  cobrowse_session_started ann.1 dana
            9.000     ! wrong_state: co-browsing is asked for or under way already
            10.000    41  cobrowse_session_stopped ann.1 dana
            11.000    ! offer_gone: there is no co-browsing
            12.000    ! offer_gone: there is no co-browsing
        "#]],
    );
}

#[test]
fn the_customer_does_not_want_it() {
    check_talk(
        "
        3s dana asks-to-see ann
        4s ann stops-showing
        5s ann hides
        6s ann shows
        7s dana sees ann
        8s dana asks-to-see ann
        9s dana stops-seeing ann
        10s ann shows
        ",
        expect![[r#"
            3.000     35  cobrowse_invitation_sent ann.1 dana
            4.000     ! wrong_state: accept or decline it first
            5.000     37  cobrowse_invitation_declined ann.1
            6.000     ! offer_gone: there is no co-browsing
            7.000     ! offer_gone: there is no co-browsing
            8.000     35  cobrowse_invitation_sent ann.1 dana
            9.000     41  cobrowse_session_stopped ann.1 dana
            10.000    ! offer_gone: there is no co-browsing
        "#]],
    );
}

#[test]
fn it_fails() {
    check_talk(
        "
        3s dana asks-to-see ann
        4s ann shows
        5s dana sees-nothing ann The frame stays empty
        6s dana sees-nothing ann Still
        ",
        expect![[r#"
            3.000     35  cobrowse_invitation_sent ann.1 dana
            4.000     36  cobrowse_invitation_accepted ann.1
            5.000     42  cobrowse_session_error ann.1 dana
            6.000     ! offer_gone: there is no co-browsing
        "#]],
    );
}

#[test]
fn only_its_own_parties_have_a_part_in_it() {
    check_talk(
        "
        3s sam heard
        4s dana invites ann sam
        5s sam comes ann
        6s sam asks-to-see ann
        7s dana asks-to-see ann
        8s ann shows
        9s sam sees ann
        10s dana sees ann
        11s sam stops-seeing ann
        12s sam sees-nothing ann Nothing there
        13s sofia heard
        14s sofia stops-seeing ann
        15s dana makes-lead ann sam
        16s dana stops-seeing ann
        17s sam asks-to-see ann
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     10  agent_conference_invitation ann.1 sam
            5.000     19  agent_conference_accepted ann.1 sam
            5.000     23  engagement_participant_entered ann.1 sam supporting conferenced
            6.000     ! not_allowed: only the lead agent may do this
            7.000     35  cobrowse_invitation_sent ann.1 dana
            8.000     36  cobrowse_invitation_accepted ann.1
            9.000     ! not_allowed: only dana may do this
            10.000    40  cobrowse_session_started ann.1 dana
            11.000    ! not_allowed: only dana may do this
            12.000    ! not_allowed: only dana may do this
            13.000    130 agent_status_changed - sofia signed_in available
            14.000    ! session_lost: you are not in the chat
            15.000    41  cobrowse_session_stopped ann.1 dana
            15.000    49  lead_session_end ann.1 dana
            15.000    25  agent_role_change ann.1 sam dana
            15.000    48  lead_session_start ann.1 sam
            16.000    ! offer_gone: there is no co-browsing
            17.000    35  cobrowse_invitation_sent ann.1 sam
        "#]],
    );
}

#[test]
fn it_ends_with_what_it_is_part_of() {
    let seeing = "3s dana asks-to-see ann\n 4s ann shows\n 5s dana sees ann\n";
    check_talk(
        &format!("{seeing} 6s dana ends ann\n 7s dana asks-to-see ann"),
        expect![[r#"
            3.000     35  cobrowse_invitation_sent ann.1 dana
            4.000     36  cobrowse_invitation_accepted ann.1
            5.000     40  cobrowse_session_started ann.1 dana
            6.000     41  cobrowse_session_stopped ann.1 dana
            6.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            6.000     44  end_user_disconnected ann.1 concluded
            6.000     49  lead_session_end ann.1 dana
            6.000     24  engagement_participant_left ann.1 dana concluded
            7.000     ! chat_over: the chat is over
        "#]],
    );
    check_talk(
        &format!("{seeing} 6s ann leaves\n 7s ann stops-showing"),
        expect![[r#"
        3.000     35  cobrowse_invitation_sent ann.1 dana
        4.000     36  cobrowse_invitation_accepted ann.1
        5.000     40  cobrowse_session_started ann.1 dana
        6.000     41  cobrowse_session_stopped ann.1 dana
        6.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
        6.000     44  end_user_disconnected ann.1 quit
        6.000     49  lead_session_end ann.1 dana
        6.000     24  engagement_participant_left ann.1 dana concluded
        7.000     ! offer_gone: there is no co-browsing
    "#]],
    );
    check_talk(
        &format!("{seeing} 6s dana puts-back ann"),
        expect![[r#"
        3.000     35  cobrowse_invitation_sent ann.1 dana
        4.000     36  cobrowse_invitation_accepted ann.1
        5.000     40  cobrowse_session_started ann.1 dana
        6.000     41  cobrowse_session_stopped ann.1 dana
        6.000     49  lead_session_end ann.1 dana
        6.000     24  engagement_participant_left ann.1 dana left
        6.000     47  transferred_to_queue ann.1 general
        6.000     8   agent_engagement_invitation ann.1 dana general
    "#]],
    );
    check_talk(
        &format!("{seeing} 6s sam heard\n 7s dana transfers ann sam\n 8s sam comes ann"),
        expect![[r#"
            3.000     35  cobrowse_invitation_sent ann.1 dana
            4.000     36  cobrowse_invitation_accepted ann.1
            5.000     40  cobrowse_session_started ann.1 dana
            6.000     130 agent_status_changed - sam signed_in available
            7.000     9   agent_transfer_invitation ann.1 sam
            8.000     41  cobrowse_session_stopped ann.1 dana
            8.000     15  agent_transfer_accepted ann.1 sam
            8.000     23  engagement_participant_entered ann.1 sam lead transferred
            8.000     49  lead_session_end ann.1 dana
            8.000     48  lead_session_start ann.1 sam
            8.000     24  engagement_participant_left ann.1 dana transferred
        "#]],
    );
    check_talk(
        &format!("{seeing} 6s dana silent\n 67s"),
        expect![[r#"
        3.000     35  cobrowse_invitation_sent ann.1 dana
        4.000     36  cobrowse_invitation_accepted ann.1
        5.000     40  cobrowse_session_started ann.1 dana
        26.000    4   agent_absent ann.1 dana
        66.000    130 agent_status_changed - dana lost signed-out
        66.000    41  cobrowse_session_stopped ann.1 dana
        66.000    30  agent_lost ann.1 dana
        66.000    29  agent_disconnected ann.1 dana
        66.000    100 chat_concluded ann.1 AGENT DISCONNECT AgentSessionLost as=ann.2
        66.000    49  lead_session_end ann.1 dana
        66.000    24  engagement_participant_left ann.1 dana disconnected
        66.000    27  chat_released ann.1
        66.000    26  chat_created ann.2 general arrived=1 continues=ann.1 Hello
        66.000    101 chat_requeued ann.2 general arrived=1 continues=ann.1
    "#]],
    );
    check_talk(
        &format!("{seeing} 6s ann silent\n 67s"),
        expect![[r#"
        3.000     35  cobrowse_invitation_sent ann.1 dana
        4.000     36  cobrowse_invitation_accepted ann.1
        5.000     40  cobrowse_session_started ann.1 dana
        26.000    6   end_user_absent ann.1
        66.000    41  cobrowse_session_stopped ann.1 dana
        66.000    32  user_lost ann.1
        66.000    31  user_disconnected ann.1
        66.000    100 chat_concluded ann.1 CLIENT DISCONNECT CustomerLost
        66.000    44  end_user_disconnected ann.1 disconnect
        66.000    49  lead_session_end ann.1 dana
        66.000    24  engagement_participant_left ann.1 dana concluded
    "#]],
    );
    check_talk(
        &format!("{seeing} 6s sofia heard\n 7s sofia joins ann\n 8s dana silent\n 69s"),
        expect![[r#"
            3.000     35  cobrowse_invitation_sent ann.1 dana
            4.000     36  cobrowse_invitation_accepted ann.1
            5.000     40  cobrowse_session_started ann.1 dana
            6.000     130 agent_status_changed - sofia signed_in available
            7.000     23  engagement_participant_entered ann.1 sofia supporting joined
            28.000    4   agent_absent ann.1 dana
            68.000    130 agent_status_changed - dana lost signed-out
            68.000    41  cobrowse_session_stopped ann.1 dana
            68.000    30  agent_lost ann.1 dana
            68.000    29  agent_disconnected ann.1 dana
            68.000    49  lead_session_end ann.1 dana
            68.000    25  agent_role_change ann.1 sofia dana
            68.000    48  lead_session_start ann.1 sofia
            68.000    24  engagement_participant_left ann.1 dana disconnected
        "#]],
    );
}

#[test]
fn what_is_shown_is_kept_where_the_tenant_wants_it() {
    // Whether it is kept is said with the invitation, and a change of the setting after it changes nothing. The file comes when it is
    // over: while the agent is still there, or after the release.
    let mut stage = Stage::set();
    stage.run("0s dana heard\n 1s ann asks general Hello\n 2s dana accepts ann");
    stage.clear();
    let keep = |stage: &mut Stage, by: &Party| {
        let (chat, file) = (ChatId::new("ann.1"), "9f86d081884c7d65".to_owned());
        let length = Millis::secs(2);
        let result =
            stage.execute(by, Command::RecordCobrowse { chat, file, bytes: 4_096, length });
        result.map_err(|refusal| refusal.code)
    };
    stage.run(
        "3s admin sets cobrowse_recording true
         4s dana asks-to-see ann
         5s admin sets cobrowse_recording false
         6s ann shows
         7s dana sees ann
         8s ann stops-showing",
    );
    assert_eq!(keep(&mut stage, &Party::system()), Ok(()));
    stage.run(
        "10s dana asks-to-see ann
         11s dana ends ann
         12s dana wraps-up ann done",
    );
    assert_eq!(keep(&mut stage, &Party::system()), Ok(()));
    for (party_type, id) in [(PartyType::Agent, "dana"), (PartyType::Customer, "ann")] {
        assert_eq!(keep(&mut stage, &Party::new(party_type, id)), Err(Code::NotAllowed));
    }
    stage.check_replay();
    expect![[r#"
        3.000     149 setting_changed - cobrowse_recording true
        4.000     35  cobrowse_invitation_sent ann.1 dana
        5.000     149 setting_changed - cobrowse_recording false
        6.000     36  cobrowse_invitation_accepted ann.1
        7.000     40  cobrowse_session_started ann.1 dana
        8.000     41  cobrowse_session_stopped ann.1 dana
        8.000     135 cobrowse_recorded ann.1
        10.000    35  cobrowse_invitation_sent ann.1 dana
        11.000    41  cobrowse_session_stopped ann.1 dana
        11.000    100 chat_concluded ann.1 AGENT FORCE AgentEnded
        11.000    44  end_user_disconnected ann.1 concluded
        11.000    49  lead_session_end ann.1 dana
        11.000    24  engagement_participant_left ann.1 dana concluded
        12.000    121 incident_updated ann.1 done
        12.000    122 incident_closed ann.1
        12.000    27  chat_released ann.1
        12.000    135 cobrowse_recorded ann.1
    "#]]
    .assert_eq(stage.out());
}

#[test]
fn only_what_the_customer_agreed_to_may_be_kept() {
    let mut stage = Stage::set();
    stage.run("0s dana heard\n 1s ann asks general Hello\n 2s dana accepts ann");
    let kept = |stage: &Stage| {
        let ann = stage.core.state.conversations.values().next().unwrap();
        ann.cobrowse.as_ref().map(|c| (c.recorded, c.accepted_at.map(|at| at.0)))
    };
    stage.run("3s dana asks-to-see ann\n 4s ann shows");
    assert_eq!(kept(&stage), Some((false, Some(4_000))));
    stage.run(
        "5s ann stops-showing\n 6s admin sets cobrowse_recording true\n 7s dana asks-to-see ann",
    );
    assert_eq!(kept(&stage), Some((true, None)));
    stage.run("8s ann shows\n 9s dana sees ann");
    assert_eq!(kept(&stage), Some((true, Some(8_000))));
    stage.run("10s dana stops-seeing ann");
    assert_eq!(kept(&stage), None);
}
