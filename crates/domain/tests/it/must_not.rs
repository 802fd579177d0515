//! What does not happen, although it is asked for or nearly due.

use expect_test::expect;

use crate::presence::check_talk;
use crate::script::{Stage, check};

#[test]
fn nothing_is_said_sent_or_passed_on_after_the_end() {
    check_talk(
        "
        3s sam heard
        3s ann leaves
        4s ann says Wait
        4s ann sends photo.txt 12
        4s ann leaves
        5s dana says ann Hello?
        5s dana sends ann manual.txt 12
        5s dana pushes ann https://example.org/a A
        6s dana transfers ann sam
        6s dana invites ann sam
        6s dana passes ann sales
        6s dana puts-back ann
        6s dana holds ann
        6s dana asks-to-see ann
        6s dana ends ann
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            3.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
            3.000     44  end_user_disconnected ann.1 quit
            3.000     49  lead_session_end ann.1 dana
            3.000     24  engagement_participant_left ann.1 dana concluded
            4.000     ! chat_over: the chat takes no more messages
            4.000     ! chat_over: the chat takes no more files
            4.000     ! chat_over: the chat is over
            5.000     ! chat_over: the chat takes no more messages
            5.000     ! chat_over: the chat takes no more files
            5.000     ! chat_over: the chat takes no more links
            6.000     ! chat_over: the chat is over
            6.000     ! chat_over: the chat is over
            6.000     ! chat_over: the chat is over
            6.000     ! chat_over: the chat is over
            6.000     ! chat_over: the chat is over
            6.000     ! chat_over: the chat is over
            6.000     ! chat_over: the chat is over
        "#]],
    );
}

#[test]
fn who_is_not_in_the_chat_may_do_nothing_in_it() {
    check_talk(
        "
        3s sam heard
        4s sam says ann Hello
        4s sam whispers ann Hello
        4s sam notes ann Hello
        4s sam marks ann order=17
        4s sam sends ann manual.txt 12
        5s sam ends ann
        5s sam abandons ann
        5s sam wraps-up ann solved
        6s sam transfers ann sofia
        6s sam invites ann sofia
        6s sam takes-back ann
        6s sam comes ann
        6s sam passes ann sales
        6s sam puts-back ann
        6s sam makes-lead ann sam
        6s sam goes-out ann
        6s sam holds ann
        7s sam asks-to-see ann
        7s sam stops-seeing ann
        8s sam monitors ann
        8s sam coaches ann
        8s sam looks-away ann
        8s sam joins ann
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     ! session_lost: you are not in the chat
            4.000     ! session_lost: you are not in the chat
            4.000     ! session_lost: you are not in the chat
            4.000     ! session_lost: you are not in the chat
            4.000     ! session_lost: you are not in the chat
            5.000     ! session_lost: you are not in the chat
            5.000     ! session_lost: you are not in the chat
            5.000     ! session_lost: you are not in the chat
            6.000     ! session_lost: you are not in the chat
            6.000     ! session_lost: you are not in the chat
            6.000     ! session_lost: you are not in the chat
            6.000     ! offer_gone: you are no longer asked to come to the chat
            6.000     ! session_lost: you are not in the chat
            6.000     ! session_lost: you are not in the chat
            6.000     ! session_lost: you are not in the chat
            6.000     ! session_lost: you are not in the chat
            6.000     ! session_lost: you are not in the chat
            7.000     ! session_lost: you are not in the chat
            7.000     ! session_lost: you are not in the chat
            8.000     ! not_allowed: only a supervisor may do this
            8.000     ! not_allowed: only a supervisor may do this
            8.000     ! wrong_state: you do not watch the chat
            8.000     ! not_allowed: only a supervisor may do this
        "#]],
    );
}

#[test]
fn another_customer_may_do_nothing_in_the_chat() {
    let mut stage = Stage::set();
    stage.run(
        "0s dana heard\n 1s ann asks general Hello\n 2s dana accepts ann\n 3s dana asks-to-see ann",
    );
    stage.clear();
    let bea = domain::Party::new(domain::PartyType::Customer, "bea");
    let chat = domain::ChatId::new("ann.1");
    let file = domain::command::File {
        file: "9f86d081884c7d65".into(),
        name: "photo.txt".into(),
        bytes: 12,
        media_type: "text/plain".into(),
    };
    use domain::Command::{AcceptCobrowse, DeclineCobrowse, FailCobrowse, SendFile, StopCobrowse};
    for command in [
        SendFile { chat: chat.clone(), file },
        AcceptCobrowse { chat: chat.clone() },
        DeclineCobrowse { chat: chat.clone() },
        StopCobrowse { chat: chat.clone() },
        FailCobrowse { chat: chat.clone(), detail: String::new() },
        domain::Command::SetAttributes { chat: chat.clone(), attributes: [].into() },
    ] {
        let refusal = stage.execute(&bea, command).unwrap_err();
        assert_eq!(refusal.code, domain::Code::NotFound);
    }
    for command in [
        domain::Command::PostInternal {
            chat: chat.clone(),
            text: "x".into(),
            visibility: domain::event::Visibility::Int,
        },
        domain::Command::StartMonitoring { chat: chat.clone() },
        domain::Command::HoldChat { chat },
    ] {
        let refusal = stage.execute(&bea, command).unwrap_err();
        assert_eq!(refusal.code, domain::Code::NotAllowed);
    }
    assert_eq!(stage.out(), "");
}

#[test]
fn nobody_asks_for_a_chat_when_the_queue_is_closed() {
    check(
        "0s admin queue general hours=UTC\n 1s ann asks general Hello",
        expect![[r#"
        0.000     143 queue_changed - general
        1.000     ! queue_closed: the queue general is closed at this hour; leave a message instead
    "#]],
    );
}

#[test]
fn wrap_up_is_not_over_before_its_limit() {
    check_talk(
        "3s dana ends ann\n 122.999s dana notes ann Still writing",
        expect![[r#"
        3.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
        3.000     44  end_user_disconnected ann.1 concluded
        3.000     49  lead_session_end ann.1 dana
        3.000     24  engagement_participant_left ann.1 dana concluded
        122.999   123 side_note_added ann.1 Still writing
    "#]],
    );
}

#[test]
fn what_is_so_already_is_not_told_again() {
    check_talk(
        "
        3s dana chooses available
        4s dana heard
        5s ann heard
        6s ann leaves
        7s dana wraps-up ann
        ",
        expect![[r#"
            6.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
            6.000     44  end_user_disconnected ann.1 quit
            6.000     49  lead_session_end ann.1 dana
            6.000     24  engagement_participant_left ann.1 dana concluded
            7.000     122 incident_closed ann.1
            7.000     27  chat_released ann.1
        "#]],
    );
}

#[test]
fn a_bot_that_is_not_in_the_chat_says_nothing() {
    check_talk(
        "
        3s admin hires robo bot general
        3s robo heard
        4s robo says ann Hello
        5s robo passes ann sales Not mine
        ",
        expect![[r#"
            3.000     141 agent_changed -
            3.000     130 agent_status_changed - robo signed_in available
            4.000     ! session_lost: you are not in the chat
            5.000     ! session_lost: you are not in the chat
        "#]],
    );
}
