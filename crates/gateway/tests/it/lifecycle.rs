//! Chats that pass from one to another, are shared, watched, put on hold and given away, over real sockets: what each side is told, and what
//! the customer is not.

use serde_json::{Value, json};

use crate::client::Socket;
use crate::world::{Talk, World};

fn about(name: &str, chat: &str) -> Value {
    json!({"name": name, "chat": chat})
}

fn to_agent(name: &str, chat: &str, agent: &str) -> Value {
    json!({"name": name, "chat": chat, "agent": agent})
}

fn post(chat: &str, text: &str) -> Value {
    json!({"name": "post_message", "chat": chat, "text": text})
}

/// Sends a command and checks that it is carried out.
async fn done(socket: &mut Socket, id: &str, command: Value) {
    socket.command(id, command).await;
    let answer = socket.answer(id).await;
    assert_eq!(answer["type"], "ack", "{answer}");
}

async fn desk(world: &World, name: &str) -> Socket {
    world.desk(&world.sign_in(name).await, name).await.0
}

/// The conversation as the desk is given it when it comes to a chat.
async fn conversation(desk: &mut Socket) -> Value {
    desk.until(|f| f["type"] == "conversation").await["conversation"].clone()
}

fn kinds(frames: &[Value]) -> Vec<&str> {
    frames.iter().filter_map(|f| f["event"]["kind"].as_str()).collect()
}

/// Sam is asked to take the chat over.
async fn asked(world: &World) -> (Talk, Socket) {
    let mut sam = desk(world, "sam").await;
    let mut talk = world.talk().await;
    let mut transfer = to_agent("transfer_to_agent", &talk.chat, "sam");
    transfer["note"] = json!("SECRET: angry");
    done(&mut talk.desk, "transfer", transfer).await;
    let shown = conversation(&mut sam).await;
    assert_eq!(
        (&shown["invitation"]["agent"], &shown["invitation"]["conference"]),
        (&json!("sam"), &json!(false))
    );
    (talk, sam)
}

#[tokio::test]
async fn a_transfer_is_accepted_and_the_customer_is_never_alone() {
    let world = World::new().await;
    let (mut talk, mut sam) = asked(&world).await;
    let path = format!("/api/conversations/{}", talk.conversation);
    // History and notes can be read before deciding.
    let history = world.signed_in("sam").await.get(&path).await;
    assert!(history.text.contains("SECRET: angry") && history.text.contains("Hello?"));
    done(&mut talk.desk, "m1", post(&talk.chat, "One moment")).await;
    assert_eq!(sam.event("agent_post").await["data"]["text"], "One moment");
    assert_eq!(kinds(&talk.widget.settle().await), ["agent_post"]);

    done(&mut sam, "accept", about("accept_invitation", &talk.chat)).await;
    let entered = talk.widget.event("engagement_participant_entered").await;
    assert_eq!(entered["data"]["participant"]["name"], "Sam");
    let left = talk.widget.event("engagement_participant_left").await;
    assert_eq!(
        (&left["data"]["participant"]["name"], &left["data"]["reason"]),
        (&json!("Dana"), &json!("transferred"))
    );
    talk.desk.event("engagement_participant_left").await;
    talk.desk.refused("m2", post(&talk.chat, "still me"), "session_lost").await;
    done(&mut sam, "m3", post(&talk.chat, "Sam here")).await;
    assert_eq!(talk.widget.event("agent_post").await["data"]["text"], "Sam here");
}

#[tokio::test]
async fn a_transfer_is_declined_or_taken_back_and_the_sender_goes_on() {
    let world = World::new().await;
    let (mut talk, mut sam) = asked(&world).await;
    done(&mut sam, "no", about("decline_invitation", &talk.chat)).await;
    talk.desk.event("agent_transfer_declined").await;
    let path = format!("/api/conversations/{}", talk.conversation);
    world.signed_in("sam").await.get(&path).await.refused(403, "not_allowed");
    done(&mut talk.desk, "again", to_agent("transfer_to_agent", &talk.chat, "sam")).await;
    conversation(&mut sam).await;
    done(&mut talk.desk, "back", about("cancel_invitation", &talk.chat)).await;
    sam.event("agent_transfer_canceled").await;
    sam.refused("late", about("accept_invitation", &talk.chat), "offer_gone").await;
    done(&mut talk.desk, "m", post(&talk.chat, "I stay")).await;
    assert!(kinds(&sam.settle().await).is_empty());
    assert_eq!(talk.widget.event("agent_post").await["data"]["text"], "I stay");
    let away = json!({"name": "set_status", "status": "away"});
    done(&mut sam, "away", away).await;
    let transfer = to_agent("transfer_to_agent", &talk.chat, "sam");
    talk.desk.refused("third", transfer, "unavailable").await;
}

#[tokio::test]
async fn a_transfer_to_a_queue_goes_to_its_agents() {
    let world = World::new().await;
    let mut sam = desk(&world, "sam").await;
    let mut talk = world.talk().await;
    let transfer = json!({"name": "transfer_to_queue", "chat": talk.chat, "queue": "billing", "note": "SECRET"});
    done(&mut talk.desk, "transfer", transfer).await;
    let left = talk.widget.event("engagement_participant_left").await;
    assert_eq!(left["data"]["reason"], "transferred");
    assert_eq!(talk.widget.event("transferred_to_queue").await["data"], json!({}));
    let offer = sam.event("agent_engagement_invitation").await;
    assert_eq!(offer["data"]["queue"], "billing");
    done(&mut sam, "accept", about("accept_offer", &talk.chat)).await;
    talk.widget.event("engagement_participant_entered").await;
}

#[tokio::test]
async fn a_conference_has_one_lead_and_who_supports_may_not_end_it() {
    let world = World::new().await;
    let mut sam = desk(&world, "sam").await;
    let mut talk = world.talk().await;
    done(&mut talk.desk, "invite", to_agent("invite_to_conference", &talk.chat, "sam")).await;
    assert_eq!(conversation(&mut sam).await["invitation"]["conference"], true);
    done(&mut sam, "accept", about("accept_invitation", &talk.chat)).await;
    let entered = talk.widget.event("engagement_participant_entered").await;
    assert_eq!(entered["data"]["role"], "supporting");
    done(&mut sam, "m", post(&talk.chat, "Hi, I support")).await;
    for name in ["end_chat", "release_to_queue", "abandon_chat"] {
        sam.command(name, about(name, &talk.chat)).await;
        assert_eq!(sam.answer(name).await["type"], "refused", "{name}");
    }
    done(&mut talk.desk, "lead", to_agent("make_lead", &talk.chat, "sam")).await;
    let change = talk.widget.event("agent_role_change").await;
    assert_eq!(change["data"]["participant"]["name"], "Sam");
    done(&mut talk.desk, "leave", about("leave_conference", &talk.chat)).await;
    let left = talk.widget.event("engagement_participant_left").await;
    assert_eq!(
        (&left["data"]["participant"]["name"], &left["data"]["reason"]),
        (&json!("Dana"), &json!("left"))
    );
    done(&mut sam, "end", about("end_chat", &talk.chat)).await;
    talk.widget.event("chat_concluded").await;
}

#[tokio::test]
async fn a_coach_speaks_to_the_agents_and_the_customer_sees_nothing_of_it() {
    let world = World::new().await;
    let mut sofia = desk(&world, "sofia").await;
    let mut talk = world.talk().await;
    talk.widget.settle().await;
    sofia.command("coach", about("start_coaching", &talk.chat)).await;
    let shown = conversation(&mut sofia).await;
    assert_eq!(shown["watchers"][0]["agent"], "sofia");
    talk.desk.event("coach_begin").await;
    let whisper = json!({"name": "post_internal", "chat": talk.chat, "text": "SECRET: voucher", "visibility": "int"});
    done(&mut sofia, "whisper", whisper).await;
    assert_eq!(talk.desk.event("internal_post").await["data"]["text"], "SECRET: voucher");
    sofia.refused("aloud", post(&talk.chat, "hello"), "session_lost").await;
    done(&mut sofia, "stop", about("stop_watching", &talk.chat)).await;
    talk.desk.event("coach_end").await;
    let heard = talk.widget.settle().await;
    assert!(heard.is_empty(), "{heard:?}");
    done(&mut sofia, "join", about("join_chat", &talk.chat)).await;
    let entered = talk.widget.event("engagement_participant_entered").await;
    assert_eq!(entered["data"]["participant"]["name"], "Sofia");
}

#[tokio::test]
async fn who_monitors_hears_everything_and_is_seen_by_nobody() {
    let world = World::new().await;
    let mut sofia = desk(&world, "sofia").await;
    let mut ada = desk(&world, "ada").await;
    let mut talk = world.talk().await;
    ada.settle().await;
    talk.desk.settle().await;
    talk.widget.settle().await;
    sofia.command("watch", about("start_monitoring", &talk.chat)).await;
    assert_eq!(conversation(&mut sofia).await["watchers"][0]["coaches"], false);
    done(&mut talk.widget, "m", post(&talk.chat, "Psst")).await;
    assert_eq!(sofia.event("end_user_post").await["data"]["text"], "Psst");
    let to_supervisors =
        json!({"name": "post_internal", "chat": talk.chat, "text": "SECRET", "visibility": "vip"});
    done(&mut sofia, "vip", to_supervisors).await;
    assert_eq!(kinds(&talk.desk.settle().await), ["end_user_post"]);
    assert!(talk.widget.settle().await.is_empty(), "beside its own message");
    assert!(kinds(&ada.settle().await).is_empty(), "another admin does not see it either");
    let (_, state) = world.desk(&talk.cookie, "second").await;
    assert_eq!(state["conversations"][0]["watchers"], json!([]));
    done(&mut sofia, "stop", about("stop_watching", &talk.chat)).await;
    done(&mut talk.widget, "m2", post(&talk.chat, "Alone")).await;
    assert!(sofia.settle().await.iter().all(|f| f["event"]["data"]["text"] != "Alone"));
    talk.desk.refused("agent", about("start_monitoring", &talk.chat), "not_allowed").await;
}

#[tokio::test]
async fn an_async_chat_is_put_on_hold_and_its_customer_wakes_it() {
    let world = World::new().await;
    let mut dana = desk(&world, "dana").await;
    let token = world.customer().await;
    let (mut widget, _) = world.widget(&token, "widget").await;
    widget.command("s", json!({"name": "start_chat", "question": "Hello?", "async": true})).await;
    let chat = dana.event("agent_engagement_invitation").await["chat"].as_str().unwrap().to_owned();
    done(&mut dana, "accept", about("accept_offer", &chat)).await;
    done(&mut dana, "hold", about("hold_chat", &chat)).await;
    assert_eq!(widget.event("engagement_participant_left").await["data"]["reason"], "on_hold");
    let (_, state) = world.widget(&token, "second").await;
    assert_eq!(state["phase"], "on_hold");
    let (_, state) = world.desk(&world.sign_in("sofia").await, "sofia").await;
    assert_eq!(
        (&state["conversations"][0]["phase"], &state["conversations"][0]["async"]),
        (&json!("on_hold"), &json!(true))
    );
    done(&mut widget, "m", post(&chat, "Any news?")).await;
    let again = dana.event("agent_engagement_invitation").await;
    assert_eq!(
        (&again["chat"], &again["data"]["participant"]["id"]),
        (&json!(chat), &json!("dana"))
    );
    done(&mut dana, "accept2", about("accept_offer", &chat)).await;
    widget.event("engagement_participant_entered").await;
}

#[tokio::test]
async fn only_an_async_chat_is_put_on_hold() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    talk.desk.refused("hold", about("hold_chat", &talk.chat), "not_allowed").await;
}

#[tokio::test]
async fn a_topic_leads_to_its_queue() {
    let world = World::new().await;
    let topic = json!({"name": "put_topic", "topic": {"id": "invoices", "name": "Invoices", "queue": "billing", "enabled": true}});
    world.signed_in("ada").await.command("t", topic).await;
    let (mut dana, mut sam) = (desk(&world, "dana").await, desk(&world, "sam").await);
    let (mut widget, _) = world.widget(&world.customer().await, "widget").await;
    widget.refused("s0", json!({"name": "start_chat", "topic": "nothing"}), "not_found").await;
    done(&mut widget, "s", json!({"name": "start_chat", "topic": "invoices"})).await;
    let created = sam.event("chat_created").await;
    assert_eq!(
        (&created["data"]["queue"], &created["data"]["topic"]),
        (&json!("billing"), &json!("invoices"))
    );
    sam.event("agent_engagement_invitation").await;
    assert!(!kinds(&dana.settle().await).contains(&"chat_created"));
}

#[tokio::test]
async fn a_supervisor_sets_a_status_and_gives_a_chat_to_another() {
    let world = World::new().await;
    let (mut sam, mut sofia) = (desk(&world, "sam").await, desk(&world, "sofia").await);
    let mut talk = world.talk().await;
    let away = json!({"name": "set_agent_status", "agent": "sam", "status": "away"});
    talk.desk.refused("s0", away.clone(), "not_allowed").await;
    done(&mut sofia, "s1", away.clone()).await;
    let is_by_sofia = |f: &Value| f["event"]["data"]["reason"] == "supervisor";
    let changed = sam.until(is_by_sofia).await["event"].clone();
    assert_eq!(
        (&changed["data"]["status"], &changed["data"]["reason"]),
        (&json!("away"), &json!("supervisor"))
    );
    let reassign = to_agent("reassign_chat", &talk.chat, "sam");
    sofia.refused("r0", reassign.clone(), "unavailable").await;
    let back = json!({"name": "set_status", "status": "available"});
    done(&mut sam, "s2", back).await;
    talk.desk.refused("r1", reassign.clone(), "not_allowed").await;
    done(&mut sofia, "r2", reassign).await;
    let shown = conversation(&mut sam).await;
    assert_eq!(shown["participants"][0]["agent"], "sam");
    assert_eq!(
        talk.widget.event("engagement_participant_entered").await["data"]["participant"]["name"],
        "Sam"
    );
    talk.desk.event("engagement_participant_left").await;
    done(&mut sam, "m", post(&talk.chat, "Sam here")).await;
}

#[tokio::test]
async fn the_customer_never_gets_what_is_internal() {
    let world = World::new().await;
    let (mut sam, mut sofia) = (desk(&world, "sam").await, desk(&world, "sofia").await);
    let mut talk = world.talk().await;
    let chat = talk.chat.clone();
    done(&mut sofia, "1", about("start_monitoring", &chat)).await;
    done(&mut sofia, "2", about("start_coaching", &chat)).await;
    for (n, visibility) in ["int", "vip"].into_iter().enumerate() {
        let whisper = json!({"name": "post_internal", "chat": chat, "text": "SECRET", "visibility": visibility});
        done(&mut sofia, &format!("3{n}"), whisper).await;
    }
    let attributes =
        json!({"name": "set_attributes", "chat": chat, "attributes": {"mood": "SECRET"}});
    done(&mut talk.desk, "4", attributes).await;
    let note = json!({"name": "add_side_note", "chat": chat, "text": "SECRET"});
    done(&mut talk.desk, "5", note).await;
    done(&mut talk.desk, "6", to_agent("invite_to_conference", &chat, "sam")).await;
    done(&mut sam, "7", about("decline_invitation", &chat)).await;
    let mut transfer = to_agent("transfer_to_agent", &chat, "sam");
    transfer["note"] = json!("SECRET");
    done(&mut talk.desk, "8", transfer).await;
    done(&mut sam, "9", about("accept_invitation", &chat)).await;
    let incident = json!({"name": "update_incident", "conversation": talk.conversation, "incident": {"summary": "SECRET"}});
    done(&mut sam, "10", incident).await;
    let link = json!({"name": "push_link", "chat": chat, "url": "https://shop.example/returns", "title": "Returns"});
    done(&mut sam, "11", link).await;
    done(&mut sam, "12", about("release_to_queue", &chat)).await;
    talk.widget.event("transferred_to_queue").await;
    talk.widget.settle().await;

    let (second, _) = world.widget(&talk.token, "second").await;
    let customer = world.http().with("authorization", &format!("Bearer {}", talk.token));
    let history = customer.get("/api/conversations/mine").await.text;
    let all = [talk.widget.heard.concat(), second.heard.concat(), history].concat();
    for word in [
        "SECRET",
        "dana",
        "sam\"",
        "sofia",
        "Sofia",
        "invitation",
        "conference",
        "monitor",
        "coach",
        "internal",
        "attributes",
        "side_note",
        "incident",
        "lead_session",
        "declined",
        "accepted",
        "general",
        "billing",
        "Resync",
    ] {
        assert!(!all.contains(word), "a customer was told of {word}: {all}");
    }
    assert!(all.contains("https://shop.example/returns") && all.contains("Returns"));
    let frames = talk.widget.heard.iter().map(|text| serde_json::from_str::<Value>(text).unwrap());
    let types: std::collections::BTreeSet<String> =
        frames.map(|f| f["type"].as_str().unwrap().to_owned()).collect();
    let allowed = [
        "ack",
        "event",
        "place",
        "pong",
        "presence",
        "seen",
        "typing",
        "welcome",
        "widget_snapshot",
    ];
    assert!(types.iter().all(|t| allowed.contains(&t.as_str())), "{types:?}");
}
