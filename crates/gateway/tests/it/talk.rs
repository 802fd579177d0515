//! Two sides of a chat: snapshots, order, answers, resuming, continuing.

use serde_json::{Value, json};

use crate::client::Socket;
use crate::world::World;

fn post(chat: &str, text: &str) -> Value {
    json!({"name": "post_message", "chat": chat, "text": text})
}

#[tokio::test]
async fn answers_come_in_order_each_after_its_event() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    talk.widget.settle().await;
    for n in 0..20 {
        talk.widget.command(&format!("m{n}"), post(&talk.chat, &format!("message {n}"))).await;
    }
    for n in 0..20 {
        let event = talk.widget.event("end_user_post").await;
        assert_eq!(event["data"]["text"], format!("message {n}"));
        assert_eq!(event["command"], format!("m{n}"));
        let ack = talk.widget.next().await.unwrap();
        assert_eq!((&ack["id"], &ack["seq"]), (&json!(format!("m{n}")), &event["seq"]));
        let other = talk.desk.event("end_user_post").await;
        assert_eq!(other["seq"], event["seq"]);
    }
}

#[tokio::test]
async fn the_same_command_again_has_the_same_answer_and_no_effect() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    talk.widget.command("m", post(&talk.chat, "once")).await;
    let first = talk.widget.answer("m").await;
    talk.widget.command("m", post(&talk.chat, "once")).await;
    let second = talk.widget.answer("m").await;
    assert_eq!(first, second);
    let problem = talk.widget.refused("m", post(&talk.chat, "twice"), "id_reused").await;
    assert_eq!(problem["retry"], false);
    talk.desk.event("end_user_post").await;
    assert!(talk.desk.settle().await.iter().all(|f| f["event"]["kind"] != "end_user_post"));
}

#[tokio::test]
async fn a_client_resumes_where_it_was() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    talk.widget.command("m0", post(&talk.chat, "before")).await;
    let position = talk.widget.answer("m0").await["seq"].as_u64().unwrap();
    drop(talk.widget);
    for n in 1..=3 {
        talk.desk.command(&format!("a{n}"), post(&talk.chat, &format!("reply {n}"))).await;
    }
    talk.desk.answer("a3").await;
    let mut again = Socket::open(world.address, None).await;
    let journal = world.engine.journal_id().to_owned();
    let hello = |position: u64, journal: &str| {
        json!({"type": "hello", "protocol": 1, "client": "again", "token": talk.token,
               "position": position, "journal": journal})
    };
    again.send(hello(position, &journal)).await;
    assert_eq!(again.next().await.unwrap()["resumed"], true);
    let mut last = position;
    for n in 1..=3 {
        let event = again.event("agent_post").await;
        assert_eq!(event["data"]["text"], format!("reply {n}"));
        assert!(event["seq"].as_u64().unwrap() > last);
        last = event["seq"].as_u64().unwrap();
    }
    let presence = again.until(|f| f["type"] == "presence").await;
    assert_eq!((&presence["presence"], presence["party"] == "dana"), (&json!("present"), false));
    for (position, journal) in [(position, "another"), (u64::MAX, journal.as_str())] {
        let mut other = Socket::open(world.address, None).await;
        other.send(hello(position, journal)).await;
        assert_eq!(other.next().await.unwrap()["resumed"], false);
        assert_eq!(other.next().await.unwrap()["type"], "widget_snapshot");
    }
}

#[tokio::test]
async fn snapshots_have_what_was_missed() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    talk.desk.command("a1", post(&talk.chat, "hello")).await;
    talk.desk.answer("a1").await;
    let (_, widget) = world.widget(&talk.token, "second tab").await;
    assert_eq!(widget["phase"], "engaged");
    assert_eq!(widget["participants"][0]["name"], "Dana");
    assert_ne!(widget["participants"][0]["agent"], "dana");
    let kinds: Vec<&str> =
        widget["events"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    let wanted = ["chat_created", "end_user_post", "engagement_participant_entered", "agent_post"];
    assert_eq!(kinds, wanted);
    let (_, desk) = world.desk(&talk.cookie, "second tab").await;
    let conversation = &desk["conversations"][0];
    assert_eq!(conversation["conversation"], talk.conversation.as_str());
    assert_eq!(conversation["customer"]["name"], "Eleanor");
    assert_eq!((&desk["me"]["id"], &desk["status"]), (&json!("dana"), &json!("available")));
    assert_eq!(desk["settings"]["absent_interval"], "20s");
}

#[tokio::test]
async fn a_conversation_goes_on_and_another_begins() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    talk.widget.refused("s2", json!({"name": "start_chat"}), "already_open").await;
    let resume = json!({"name": "continue_conversation"});
    talk.widget.refused("c0", resume.clone(), "already_open").await;
    talk.widget.command("leave", json!({"name": "leave_chat", "chat": talk.chat})).await;
    talk.widget.event("chat_concluded").await;
    talk.desk.event("chat_concluded").await;
    let wrap_up = json!({"name": "complete_wrap_up", "chat": talk.chat, "incident": {}});
    talk.desk.command("done", wrap_up).await;
    talk.desk.event("chat_released").await;
    talk.widget.event("chat_released").await;

    talk.widget.command("c1", resume.clone()).await;
    let created = talk.widget.event("chat_created").await;
    assert_eq!(created["conversation"], talk.conversation.as_str());
    let first = talk.widget.answer("c1").await;
    // The answer was lost, the conversation is open by now: the same command still gets it.
    talk.widget.command("c1", resume).await;
    assert_eq!(talk.widget.answer("c1").await, first);

    let chat = created["chat"].as_str().unwrap();
    talk.widget.command("leave2", json!({"name": "leave_chat", "chat": chat})).await;
    talk.widget.event("chat_released").await;
    talk.widget.command("s3", json!({"name": "start_chat"})).await;
    let created = talk.widget.event("chat_created").await;
    assert_ne!(created["conversation"], talk.conversation.as_str());
}

#[tokio::test]
async fn two_tabs_start_one_chat() {
    let world = World::new().await;
    let token = world.customer().await;
    let (mut one, _) = world.widget(&token, "one").await;
    let (mut two, _) = world.widget(&token, "two").await;
    one.command("s1", json!({"name": "start_chat"})).await;
    two.command("s2", json!({"name": "start_chat"})).await;
    let answers = [one.answer("s1").await, two.answer("s2").await];
    let started = answers.iter().filter(|answer| answer["type"] == "ack").count();
    assert_eq!(started, 1, "{answers:?}");
}

#[tokio::test]
async fn a_tab_that_connects_again_takes_the_place_of_its_old_socket() {
    let world = World::new().await;
    let token = world.customer().await;
    let (mut old, _) = world.widget(&token, "tab").await;
    let _new = world.widget(&token, "tab").await;
    assert_eq!(old.closing().await, ("replaced".to_owned(), false));
}

#[tokio::test]
async fn seen_and_typing_reach_the_other_side_only() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    let conversation = talk.conversation.clone();
    let typing =
        |text: Value| json!({"type": "typing", "conversation": conversation, "text": text});
    talk.widget.send(typing(json!("secret so f"))).await;
    let seen = talk.desk.until(|f| f["type"] == "typing").await;
    assert_eq!((&seen["party"], &seen["text"]), (&json!("customer"), &json!("secret so f")));
    talk.desk.send(typing(json!("half a thought"))).await;
    let seen = talk.widget.until(|f| f["type"] == "typing").await;
    assert_eq!((&seen["name"], &seen["text"]), (&json!("Dana"), &json!("")));
    talk.desk.command("a", post(&talk.chat, "look")).await;
    let seq = talk.widget.event("agent_post").await["seq"].as_u64().unwrap();
    talk.widget.send(json!({"type": "seen", "conversation": conversation, "seq": seq})).await;
    let seen = talk.desk.until(|f| f["type"] == "seen").await;
    assert_eq!((&seen["by"], &seen["seq"]), (&json!("customer"), &json!(seq)));
    // Another customer has no part in it.
    let (mut other, _) = world.widget(&world.customer().await, "other").await;
    other.send(typing(json!("boo"))).await;
    other.send(json!({"type": "seen", "conversation": conversation, "seq": 1})).await;
    other.settle().await;
    assert!(talk.desk.settle().await.iter().all(|f| f["type"] != "typing"));
}

#[tokio::test]
async fn an_event_is_the_same_live_and_in_the_history() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    talk.widget.command("m", post(&talk.chat, "\"ü\"\n")).await;
    talk.desk.command("a", post(&talk.chat, "<b>")).await;
    let live = [talk.widget.event("end_user_post").await, talk.widget.event("agent_post").await];
    let customer = world.http().with("authorization", &format!("Bearer {}", talk.token));
    let history = customer.get("/api/conversations/mine?limit=2").await.body["events"].clone();
    let mut live = live.to_vec();
    live.sort_by_key(|event| event["seq"].as_u64());
    assert_eq!(history, json!(live));
}
