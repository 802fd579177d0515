//! Who sees what: for each event of a story its audience, as a client would be shown it.

use std::fmt::Write as _;

use domain::audience::Audience;
use domain::checks::is_customers_own;
use domain::{AgentId, Core, Kind, State};
use expect_test::{Expect, expect};

use crate::script::Stage;

/// The audiences of a story's events after its beginning, one line an event: `ID slug → who`; what all of the staff see is left out.
fn check_audience(beginning: &str, script: &str, expect: Expect) {
    let mut stage = Stage::set();
    stage.run(beginning);
    let begun = stage.log.len();
    stage.run(script);
    stage.check_replay();
    let (mut state, mut out) = (State::default(), String::new());
    for (index, recorded) in stage.log.iter().enumerate() {
        let audience = Core::replay(&mut state, recorded);
        if let Some(conversation) = &audience.customer {
            is_customers_own(&recorded.event, Some(conversation)).unwrap();
        }
        if index >= begun && !audience.everyone {
            let kind = recorded.event.body.kind();
            writeln!(out, "{:<3} {} → {}", kind.id(), kind.slug(), line(&audience)).unwrap();
        }
    }
    expect.assert_eq(&out);
}

fn line(audience: &Audience) -> String {
    let mut who: Vec<String> = Vec::new();
    who.extend(audience.customer.as_ref().map(|_| "customer".to_owned()));
    who.extend(audience.agents.iter().map(AgentId::to_string));
    who.extend(audience.queues.iter().map(|queue| format!("queue {queue}")));
    if who.is_empty() { "nobody".into() } else { who.join(", ") }
}

const TALK: &str = "
    0s dana heard
    0s sofia heard
    0s sofia chooses lunch
    1s ann asks general Hello
    2s dana accepts ann
    3s sam heard
";

#[test]
fn an_unannounced_monitor_is_seen_by_nobody_else() {
    check_audience(
        TALK,
        "
        4s sofia monitors ann
        5s ann says Hello?
        6s dana says ann Hello!
        7s sofia confides ann Too slow
        8s sofia looks-away ann
        ",
        expect![[r#"
            45  monitor_begin → sofia
            2   end_user_post → customer, dana, sofia
            1   agent_post → customer, dana, sofia
            107 internal_post → sofia
            46  monitor_end → sofia
        "#]],
    );
}

#[test]
fn an_announced_monitor_and_a_coach_are_seen_by_the_agents_and_not_by_the_customer() {
    check_audience(
        TALK,
        "
        4s admin sets announce_monitoring true
        5s sofia monitors ann
        6s sofia whispers ann I am reading along
        7s sofia coaches ann
        8s sofia whispers ann Offer a refund
        9s sofia looks-away ann
        ",
        expect![[r#"
            45  monitor_begin → dana, sofia
            107 internal_post → dana, sofia
            46  monitor_end → dana, sofia
            105 coach_begin → dana, sofia
            107 internal_post → dana, sofia
            106 coach_end → dana, sofia
        "#]],
    );
}

#[test]
fn what_was_announced_when_it_began_is_announced_when_it_ends() {
    check_audience(
        TALK,
        "
        4s sofia monitors ann
        5s admin sets announce_monitoring true
        6s sofia looks-away ann
        7s sofia monitors ann
        8s admin sets announce_monitoring false
        9s dana ends ann
        ",
        expect![[r#"
            45  monitor_begin → sofia
            46  monitor_end → sofia
            45  monitor_begin → dana, sofia
            46  monitor_end → dana, sofia
            100 chat_concluded → customer, dana, queue general
            44  end_user_disconnected → dana
            49  lead_session_end → dana
            24  engagement_participant_left → customer, dana, queue general
        "#]],
    );
}

#[test]
fn notes_and_internal_posts_are_for_the_agents() {
    check_audience(
        TALK,
        "
        4s dana notes ann Gold customer
        5s dana whispers ann To myself
        6s dana invites ann sam
        7s dana whispers ann Come, please
        8s sam comes ann
        9s sam whispers ann Here I am
        10s sam notes ann A note
        11s dana marks ann order=17
        12s dana links ann T-17
        ",
        expect![[r#"
            123 side_note_added → dana
            107 internal_post → dana
            10  agent_conference_invitation → dana, sam
            107 internal_post → dana, sam
            19  agent_conference_accepted → dana, sam
            23  engagement_participant_entered → customer, dana, sam, queue general
            107 internal_post → dana, sam
            123 side_note_added → dana, sam
            132 attributes_changed → dana, sam
            121 incident_updated → dana, sam
        "#]],
    );
}

#[test]
fn what_is_for_supervisors_only_supervisors_see() {
    check_audience(
        "
        0s admin hires boss supervisor general
        0s dana heard
        0s sofia heard
        0s sofia chooses lunch
        0s boss heard
        0s boss chooses lunch
        1s ann asks general Hello
        2s dana accepts ann
        3s sofia monitors ann
        4s boss joins ann
        ",
        "5s sofia confides ann What do you think?\n 6s boss confides ann Let her",
        expect![[r#"
            107 internal_post → boss, sofia
            107 internal_post → boss, sofia
        "#]],
    );
}

#[test]
fn a_supervisor_that_writes_a_chat_up_sees_its_own_post() {
    check_audience(
        "0s sofia heard\n 1s ann asks general Hello\n 2s sofia accepts ann\n 3s ann leaves",
        "4s sofia confides ann She will be back",
        expect![[r#"
            107 internal_post → sofia
        "#]],
    );
}

#[test]
fn who_is_asked_to_take_a_chat_over_sees_what_is_said_and_noted() {
    check_audience(
        TALK,
        "
        4s dana transfers ann sam She wants a refund
        5s ann says Are you there?
        6s dana notes ann Be kind
        7s sam stays-away ann
        8s ann says Hello?
        9s dana transfers ann sam
        10s sam comes ann
        11s ann says Hello?
        ",
        expect![[r#"
            123 side_note_added → dana
            9   agent_transfer_invitation → dana, sam
            2   end_user_post → customer, dana, sam
            123 side_note_added → dana, sam
            16  agent_transfer_declined → dana, sam
            2   end_user_post → customer, dana
            9   agent_transfer_invitation → dana, sam
            15  agent_transfer_accepted → dana, sam
            23  engagement_participant_entered → customer, dana, sam, queue general
            49  lead_session_end → dana, sam
            48  lead_session_start → dana, sam
            24  engagement_participant_left → customer, dana, sam, queue general
            2   end_user_post → customer, sam
        "#]],
    );
}

#[test]
fn the_customer_is_told_of_each_turn_and_of_nothing_else() {
    check_audience(
        TALK,
        "
        4s ann sends photo.txt 12
        5s dana sends ann manual.txt 12
        6s dana pushes ann https://example.org/help Help
        7s dana asks-to-see ann
        8s ann shows
        9s dana sees ann
        10s dana passes ann general A note
        11s sam accepts ann
        12s sam ends ann
        13s sam wraps-up ann solved
        ",
        expect![[r#"
            38  file_attachment_received → customer, dana
            131 agent_file_sent → customer, dana
            3   agent_pushed_url → customer, dana
            35  cobrowse_invitation_sent → customer, dana
            36  cobrowse_invitation_accepted → customer, dana
            40  cobrowse_session_started → customer, dana
            123 side_note_added → dana
            41  cobrowse_session_stopped → customer, dana
            49  lead_session_end → dana
            24  engagement_participant_left → customer, dana, queue general
            47  transferred_to_queue → customer, queue general
            8   agent_engagement_invitation → sam, queue general
            43  agent_accepted → nobody
            11  agent_engagement_accepted → sam, queue general
            23  engagement_participant_entered → customer, sam, queue general
            48  lead_session_start → sam
            100 chat_concluded → customer, sam, queue general
            44  end_user_disconnected → sam
            49  lead_session_end → sam
            24  engagement_participant_left → customer, sam, queue general
            121 incident_updated → sam
            122 incident_closed → sam
            27  chat_released → customer, sam, queue general
        "#]],
    );
}

#[test]
fn a_bot_and_a_hold_are_told_to_whom_they_concern() {
    check_audience(
        "0s admin hires robo bot general\n 0s robo heard\n 1s ann asks-async general Hello",
        "
        2s robo accepts ann
        3s robo says ann Hello
        4s robo passes ann general Billing
        5s dana heard
        6s dana accepts ann
        7s dana holds ann
        8s ann says Back
        ",
        expect![[r#"
            43  agent_accepted → nobody
            11  agent_engagement_accepted → robo, queue general
            102 bot_entered → customer, robo, queue general
            104 bot_post → customer, robo
            123 side_note_added → robo
            103 bot_left → customer, robo, queue general
            47  transferred_to_queue → customer, queue general
            8   agent_engagement_invitation → dana, queue general
            43  agent_accepted → nobody
            11  agent_engagement_accepted → dana, queue general
            23  engagement_participant_entered → customer, dana, queue general
            48  lead_session_start → dana
            49  lead_session_end → dana
            24  engagement_participant_left → customer, dana, queue general
            110 async_on_hold → queue general
            2   end_user_post → customer
            111 async_customer_activity → queue general
            8   agent_engagement_invitation → dana, queue general
        "#]],
    );
}

#[test]
fn an_offer_is_shown_to_who_is_asked_and_what_is_said_is_not() {
    check_audience(
        "0s dana heard\n 1s ann asks general Hello",
        "2s ann says Anybody?\n 3s dana declines ann",
        expect![[r#"
            2   end_user_post → customer
            12  agent_engagement_declined → dana, queue general
            8   agent_engagement_invitation → dana, queue general
        "#]],
    );
}

#[test]
fn no_customer_ever_sees_what_is_internal() {
    // Whatever happens, these are not in what customers may see.
    let internal = [
        Kind::InternalPost,
        Kind::SideNoteAdded,
        Kind::MonitorBegin,
        Kind::MonitorEnd,
        Kind::CoachBegin,
        Kind::CoachEnd,
        Kind::AttributesChanged,
        Kind::CustomerChanged,
        Kind::IncidentOpened,
        Kind::IncidentUpdated,
        Kind::IncidentClosed,
        Kind::AgentStatusChanged,
    ];
    for line in include_str!("../../fixtures/events.jsonl").lines() {
        let event: domain::Event = serde_json::from_str(line).unwrap();
        let kind = event.body.kind();
        if internal.contains(&kind) {
            assert!(!domain::audience::is_for_customer(&event.body), "{}", kind.slug());
        }
    }
}
