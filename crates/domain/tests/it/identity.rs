//! Stories of who a customer has proved to be: what follows in its chat, what nobody can claim, who may write where a proof is asked for, and
//! the keys.

use domain::command::Request;
use domain::event::Customer;
use domain::identity::{Algorithm, EXTERNAL_ID_CHARS_MAX, IDENTITY_KEYS_MAX, IdentityKey, Proved};
use domain::{ChatId, Code, Command, ConversationId, IdentityKeyId, Party, PartyType, QueueId};
use expect_test::expect;

use crate::script::{Stage, check};

#[test]
fn a_customer_proves_in_mid_chat_who_it_is() {
    // The chat is the same one, with the same agent; the same again, and a page that is the same, are no news.
    check(
        "0s dana heard
         1s ann asks general Hello
         2s ann proves 4711 Eleanor Vance
         3s dana accepts ann
         4s ann proves 4711 Eleanor Vance
         5s ann goes-to /lamps
         6s ann goes-to /lamps
         7s ann proves 4711 Eleanor Miller
         8s ann says Here I am
         9s dana ends ann",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            2.000     134 customer_changed ann.1 Eleanor Vance verified 4711
            3.000     43  agent_accepted ann.1 dana
            3.000     11  agent_engagement_accepted ann.1 dana
            3.000     23  engagement_participant_entered ann.1 dana lead accepted
            3.000     48  lead_session_start ann.1 dana
            5.000     134 customer_changed ann.1 Eleanor Vance verified 4711 /lamps
            7.000     134 customer_changed ann.1 Eleanor Miller verified 4711 /lamps
            8.000     2   end_user_post ann.1 Here I am
            9.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            9.000     44  end_user_disconnected ann.1 concluded
            9.000     49  lead_session_end ann.1 dana
            9.000     24  engagement_participant_left ann.1 dana concluded
        "#]],
    );
}

#[test]
fn nobody_proves_for_another() {
    check(
        "0s dana heard
         1s ann asks general Hello
         2s eve proves-of ann 666 Eve
         3s eve goes-to /x
         4s dana proves-of ann 666 Eve
         5s ann leaves
         6s ann proves 4711 Eleanor",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            2.000     ! not_found: there is no such chat
            3.000     ! chat_over: the chat eve.1 is over or does not exist
            4.000     ! not_found: there is no such chat
            5.000     14  agent_engagement_unavailable ann.1 dana
            5.000     28  chat_canceled ann.1
            5.000     100 chat_concluded ann.1 CLIENT QUIT CustomerCanceled
            5.000     44  end_user_disconnected ann.1 quit
            5.000     27  chat_released ann.1
            5.000     122 incident_closed ann.1
            6.000     ! chat_over: the chat ann.1 is over or does not exist
        "#]],
    );
}

#[test]
fn who_has_proved_who_it_is_becomes_nobody_else() {
    check(
        "0s dana heard
         1s ann asks general Hello
         2s ann proves 4711 Eleanor
         3s ann proves 815 Liu
         4s dana accepts ann
         5s ann leaves
         6s ann goes-to /lamps
         7s dana wraps-up ann done
         8s ann continues",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            2.000     134 customer_changed ann.1 Eleanor verified 4711
            3.000     ! not_allowed: the chat is another customer's
            4.000     43  agent_accepted ann.1 dana
            4.000     11  agent_engagement_accepted ann.1 dana
            4.000     23  engagement_participant_entered ann.1 dana lead accepted
            4.000     48  lead_session_start ann.1 dana
            5.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
            5.000     44  end_user_disconnected ann.1 quit
            5.000     49  lead_session_end ann.1 dana
            5.000     24  engagement_participant_left ann.1 dana concluded
            6.000     ! chat_over: the chat is over
            7.000     121 incident_updated ann.1 done
            7.000     122 incident_closed ann.1
            7.000     27  chat_released ann.1
            8.000     26  chat_created ann.2 general arrived=8 continues=ann.1 Hello
            8.000     120 incident_opened ann.2 Hello done
            8.000     8   agent_engagement_invitation ann.2 dana general
        "#]],
    );
}

#[test]
fn what_was_proved_goes_on_with_the_conversation() {
    let mut stage = Stage::set();
    stage.run("0s dana heard\n 1s ann asks general Hello\n 2s ann proves 4711 Eleanor");
    stage.run("3s dana accepts ann\n 4s dana silent\n 80s ann says Still here");
    let customer = stage.fold("ann").conversation.unwrap().customer;
    assert!(customer.verified && customer.external_id == "4711" && &*customer.id == "ann");
    stage.check_replay();
}

#[test]
fn only_who_has_proved_who_it_is_may_write_if_that_is_asked_for() {
    check(
        "0s dana heard
         0s ann asks general Hello
         0.5s dana accepts ann
         1s admin sets identity_required true
         2s ann says A chat that is open goes on
         3s bea asks general Hello
         4s bea leaves-message general Call me
         5s ann leaves
         6s dana wraps-up ann done
         7s ann continues
         8s admin sets identity_required false
         9s ann continues",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            0.000     26  chat_created ann.1 general arrived=0 Hello
            0.000     2   end_user_post ann.1 Hello
            0.000     120 incident_opened ann.1 Hello
            0.000     8   agent_engagement_invitation ann.1 dana general
            0.500     43  agent_accepted ann.1 dana
            0.500     11  agent_engagement_accepted ann.1 dana
            0.500     23  engagement_participant_entered ann.1 dana lead accepted
            0.500     48  lead_session_start ann.1 dana
            1.000     149 setting_changed - identity_required true
            2.000     2   end_user_post ann.1 A chat that is open goes on
            3.000     ! identity_required: only customers that are signed in on the site may write here
            4.000     ! identity_required: only customers that are signed in on the site may write here
            5.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
            5.000     44  end_user_disconnected ann.1 quit
            5.000     49  lead_session_end ann.1 dana
            5.000     24  engagement_participant_left ann.1 dana concluded
            6.000     121 incident_updated ann.1 done
            6.000     122 incident_closed ann.1
            6.000     27  chat_released ann.1
            7.000     ! identity_required: only customers that are signed in on the site may write here
            8.000     149 setting_changed - identity_required false
            9.000     26  chat_created ann.2 general arrived=9 continues=ann.1 Hello
            9.000     120 incident_opened ann.2 Hello done
            9.000     8   agent_engagement_invitation ann.2 dana general
        "#]],
    );
    let mut stage = Stage::set();
    stage.run("0s dana heard\n 1s admin sets identity_required true");
    let bea = Party::new(PartyType::Customer, "bea");
    stage.execute(&bea, asks(verified("4711"))).unwrap();
    stage.run("2s bea leaves\n 3s bea continues");
    assert_eq!(stage.fold("bea").conversation.unwrap().segment, 2);
}

fn verified(external_id: &str) -> Customer {
    Customer {
        id: "bea".into(),
        verified: true,
        external_id: external_id.into(),
        ..Customer::default()
    }
}

fn asks(customer: Customer) -> Command {
    Command::StartChat(Box::new(Request {
        conversation: ConversationId::new("bea"),
        customer,
        queue: Some(QueueId::new("general")),
        question: None,
        subject: String::new(),
        topic: None,
        is_async: false,
        language: None,
        media_origin: None,
    }))
}

#[test]
fn limits_of_what_is_proved() {
    let mut stage = Stage::set();
    stage.run("0s dana heard\n 1s ann asks general Hello");
    let (ann, bea) =
        (Party::new(PartyType::Customer, "ann"), Party::new(PartyType::Customer, "bea"));
    let proves = |chars: usize, name: usize, email: &str| Command::IdentifyCustomer {
        chat: ChatId::new("ann.1"),
        proved: Proved {
            external_id: "7".repeat(chars),
            name: "n".repeat(name),
            email: email.into(),
        },
    };
    let refused = [
        (proves(0, 1, ""), "external_id", Code::Invalid),
        (proves(EXTERNAL_ID_CHARS_MAX + 1, 1, ""), "external_id", Code::TooLong),
        (proves(1, 101, ""), "customer_name", Code::TooLong),
        (proves(1, 1, "nowhere"), "email", Code::Invalid),
    ];
    for (command, field, code) in refused {
        let refusal = stage.execute(&ann, command).unwrap_err();
        assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some(field)));
    }
    stage.execute(&ann, proves(EXTERNAL_ID_CHARS_MAX, 100, "a@example.com")).unwrap();
    for chars in [0, EXTERNAL_ID_CHARS_MAX + 1] {
        let refusal = stage.execute(&bea, asks(verified(&"7".repeat(chars)))).unwrap_err();
        assert_eq!(refusal.field.as_deref(), Some("external_id"));
    }
    let long = Command::TellPage { chat: ChatId::new("ann.1"), page: "x".repeat(2_001) };
    assert_eq!(stage.execute(&ann, long).unwrap_err().code, Code::TooLong);
    let dana = Party::new(PartyType::Agent, "dana");
    let page = Command::TellPage { chat: ChatId::new("ann.1"), page: "/x".into() };
    assert_eq!(stage.execute(&dana, page).unwrap_err().code, Code::NotAllowed);
}

#[test]
fn a_contact_is_the_proved_id_and_never_a_claimed_one() {
    let customer = Customer { id: "4711".into(), ..Customer::default() };
    assert_eq!(customer.contact(), "4711");
    let claimed = Customer { external_id: "4711".into(), ..customer.clone() };
    assert_eq!(claimed.contact(), "4711", "a claim is nothing");
    let proved = Proved { external_id: "4711".into(), name: "Ann".into(), email: String::new() };
    let customer = Customer { name: "A.".into(), email: "a@b".into(), ..customer }.proved(&proved);
    assert_eq!((&*customer.name, &*customer.email, &*customer.id), ("Ann", "a@b", "4711"));
    assert_ne!(customer.contact(), "4711");
    assert_ne!(customer.contact(), verified("4712").contact());
    assert_eq!(customer.contact(), verified("4711").contact(), "of whichever session it is");
}

fn key(id: &str, name: &str) -> Command {
    Command::PutIdentityKey {
        key: IdentityKey {
            id: IdentityKeyId::new(id),
            name: name.into(),
            algorithm: Algorithm::EdDsa,
            created_at: "2026-11-21T10:00:00.000Z".into(),
        },
    }
}

fn revoke(id: &str) -> Command {
    Command::RemoveIdentityKey { key: IdentityKeyId::new(id) }
}

#[test]
fn keys_are_made_and_revoked() {
    let mut stage = Stage::set();
    let admin = Party::new(PartyType::Admin, "admin");
    for command in [key("k1", "Shop"), key("k2", "Shop, next"), revoke("k1")] {
        stage.execute(&admin, command).unwrap();
    }
    let keys: Vec<&str> =
        stage.core.state.directory.identity_keys.keys().map(IdentityKeyId::as_str).collect();
    assert_eq!(keys, ["k2"], "several at once, so that one can follow the other");
    stage.check_replay();
    expect![[r#"
        0.000     163 identity_key_changed - k1 Shop
        0.000     163 identity_key_changed - k2 Shop, next
        0.000     164 identity_key_removed - k1
    "#]]
    .assert_eq(stage.out());
}

#[test]
fn what_cannot_be_a_key_leaves_no_event() {
    let mut stage = Stage::set();
    stage.clear();
    let admin = Party::new(PartyType::Admin, "admin");
    let sofia = Party::new(PartyType::Supervisor, "sofia");
    for (command, code) in [
        (key("k1", " "), Code::Invalid),
        (key("k1", &"x".repeat(101)), Code::TooLong),
        (revoke("nothing"), Code::NotFound),
    ] {
        assert_eq!(stage.execute(&admin, command.clone()).unwrap_err().code, code);
        assert_eq!(stage.execute(&sofia, command).unwrap_err().code, Code::NotAllowed);
    }
    assert_eq!(stage.out(), "");
    for n in 0..IDENTITY_KEYS_MAX {
        stage.execute(&admin, key(&format!("k{n}"), "Shop")).unwrap();
    }
    assert_eq!(stage.execute(&admin, key("more", "Shop")).unwrap_err().code, Code::AtLimit);
    stage.execute(&admin, key("k1", "Renamed")).unwrap();
}
