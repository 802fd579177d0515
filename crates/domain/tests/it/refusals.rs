//! Bad input: each refusal names what was wrong, the field and the limit, and changes nothing.

use domain::{ChatId, Code, Command, Party, PartyType};
use expect_test::expect;

use crate::script::{Stage, check};

#[test]
fn strangers_may_do_nothing_in_a_chat() {
    check(
        "
        0s dana heard
        1s ann asks general Hello
        2s dana accepts ann
        3s sam heard
        4s sam says ann I am not here
        5s sam notes ann Nor here
        6s sam ends ann
        7s sam wraps-up ann x
        8s dana says nobody.1 Hello
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
            3.000     130 agent_status_changed - sam signed_in available
            4.000     ! session_lost: you are not in the chat
            5.000     ! session_lost: you are not in the chat
            6.000     ! session_lost: you are not in the chat
            7.000     ! session_lost: you are not in the chat
            8.000     ! chat_over: the chat nobody.1 is over or does not exist
        "#]],
    );
}

#[test]
fn a_customer_reaches_only_its_own_chat() {
    let mut stage = Stage::set();
    stage.run("1s ann asks general Hello");
    let bea = Party::new(PartyType::Customer, "bea");
    let chat = ChatId::new("ann.1");
    for command in [
        Command::PostMessage { chat: chat.clone(), text: "hi".into() },
        Command::LeaveChat { chat: chat.clone() },
    ] {
        let refusal = stage.execute(&bea, command).unwrap_err();
        assert_eq!(refusal.code, Code::NotFound);
    }
    for command in [
        Command::AcceptOffer { chat: chat.clone() },
        Command::PickChat { chat: chat.clone() },
        Command::EndChat { chat: chat.clone(), resolve_ticket: false },
        Command::AddSideNote { chat, text: "x".into() },
        Command::SetSetting { name: "idle_alert".into(), value: "1s".into() },
    ] {
        let refusal = stage.execute(&bea, command).unwrap_err();
        assert_eq!(refusal.code, Code::NotAllowed);
    }
    stage.check_replay();
}

#[test]
fn a_message_has_1_to_10_000_characters() {
    let mut stage = Stage::set();
    stage.run("1s ann asks general Hello");
    let ann = Party::new(PartyType::Customer, "ann");
    let mut post = |text: String| {
        let chat = ChatId::new("ann.1");
        stage.execute(&ann, Command::PostMessage { chat, text: text.into() })
    };
    assert_eq!(post(" \n".into()).unwrap_err().code, Code::Invalid);
    post("ä".repeat(9_999)).unwrap();
    post("ä".repeat(10_000)).unwrap();
    let refusal = post("ä".repeat(10_001)).unwrap_err();
    assert_eq!(refusal.code, Code::TooLong);
    assert_eq!(refusal.field.as_deref(), Some("text"));
    assert_eq!(refusal.limit.as_deref(), Some("10000"));
    assert_eq!(refusal.value.unwrap().chars().count(), 80);
}

#[test]
fn the_directory_keeps_itself_whole() {
    use domain::{AgentId, ProfileId, QueueId, StatusId};
    let mut stage = Stage::set();
    stage.run("0s dana heard\n 1s ann asks sales Hello\n 2s dana accepts ann");
    let admin = Party::new(PartyType::Admin, "admin");
    let refused = [
        (Command::RemoveQueue { queue: QueueId::new("general") }, Code::WrongState),
        (Command::RemoveQueue { queue: QueueId::new("sales") }, Code::WrongState),
        (Command::RemoveQueue { queue: QueueId::new("nope") }, Code::NotFound),
        (Command::RemoveProfile { profile: ProfileId::new("standard") }, Code::WrongState),
        (Command::RemoveAgent { agent: AgentId::new("dana") }, Code::WrongState),
        (Command::RemoveStatus { status: StatusId::new("lunch") }, Code::WrongState),
        (Command::SetSetting { name: "idle_alert".into(), value: "soon".into() }, Code::Invalid),
        (Command::SetSetting { name: "mood".into(), value: "1s".into() }, Code::NotFound),
    ];
    for (command, code) in refused {
        assert_eq!(stage.execute(&admin, command).unwrap_err().code, code);
    }
    let dana = Party::new(PartyType::Agent, "dana");
    let command = Command::RemoveAgent { agent: AgentId::new("sam") };
    assert_eq!(stage.execute(&dana, command).unwrap_err().code, Code::NotAllowed);
    stage.check_replay();
}
