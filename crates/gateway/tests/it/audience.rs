//! What a customer must never see, and what agents see of chats that are not theirs.

use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn a_customer_sees_nothing_internal() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    let chat = talk.chat.clone();
    let note = json!({"name": "add_side_note", "chat": chat, "text": "SECRET note"});
    talk.desk.command("n", note).await;
    talk.desk.answer("n").await;
    let draft = json!({"conversation": talk.conversation, "field": "reply",
                       "text": "SECRET draft", "written_at_ms": 1});
    talk.desk.send(json!({"type": "save_draft", "id": "d", "draft": draft})).await;
    talk.desk.answer("d").await;
    let end = json!({"name": "end_chat", "chat": chat});
    talk.desk.command("e", end).await;
    talk.desk.answer("e").await;
    let wrap_up = json!({"name": "complete_wrap_up", "chat": chat, "close_incident": true,
                         "incident": {"subject": "SECRET subject", "summary": "SECRET summary"}});
    talk.desk.command("w", wrap_up).await;
    talk.desk.answer("w").await;
    talk.widget.event("chat_released").await;
    talk.widget.settle().await;
    let (second, _) = world.widget(&talk.token, "second").await;
    let customer = world.http().with("authorization", &format!("Bearer {}", talk.token));
    let history = customer.get("/api/conversations/mine").await;
    assert_eq!(history.status, 200);
    assert!(history.body["events"].as_array().unwrap().len() > 3);
    assert_eq!(history.body["drafts"], json!([]));
    let all = [talk.widget.heard.concat(), second.heard.concat(), history.text].concat();
    for word in ["SECRET", "dana", "incident", "side_note", "invitation", "lead_session", "general"]
    {
        assert!(!all.contains(word), "a customer was told of {word}: {all}");
    }
    assert!(all.contains("Dana"));
}

#[tokio::test]
async fn a_customer_reads_only_its_own_conversation() {
    let world = World::new().await;
    let talk = world.talk().await;
    let stranger = world.customer().await;
    let path = format!("/api/conversations/{}", talk.conversation);
    let own = world.http().with("authorization", &format!("Bearer {}", talk.token));
    assert_eq!(own.get(&path).await.status, 200);
    let other = world.http().with("authorization", &format!("Bearer {stranger}"));
    other.get(&path).await.refused(404, "not_found");
    assert_eq!(other.get("/api/conversations/mine").await.body["events"], json!([]));
    // A cookie beside a wrong token is not looked at.
    let both = world.http().with("authorization", "Bearer x").with("cookie", &talk.cookie);
    both.get(&path).await.refused(401, "not_signed_in");
}

#[tokio::test]
async fn an_agent_reads_what_is_said_only_where_it_takes_part() {
    let world = World::new().await;
    let talk = world.talk().await;
    let path = format!("/api/conversations/{}", talk.conversation);
    let as_staff = async |name: &str| world.http().with("cookie", &world.sign_in(name).await);
    as_staff("dana").await.get(&path).await;
    as_staff("sam").await.get(&path).await.refused(403, "not_allowed");
    let supervisor = as_staff("sofia").await.get(&path).await;
    assert_eq!(supervisor.status, 200);
    assert_eq!(supervisor.body["incident"]["open"], true);
    let rows = as_staff("dana").await.get("/api/incidents").await;
    assert_eq!(rows.body[0]["customer_name"], "Eleanor");
    assert_eq!(as_staff("sam").await.get("/api/incidents").await.body, json!([]));
    assert_eq!(as_staff("sofia").await.get("/api/incidents?open=false").await.body, json!([]));
}

#[tokio::test]
async fn another_queues_agent_hears_nothing_of_a_chat() {
    let world = World::new().await;
    let cookie = world.sign_in("sam").await;
    let (mut sam, _) = world.desk(&cookie, "sam").await;
    let (mut sofia, _) = world.desk(&world.sign_in("sofia").await, "sofia").await;
    let mut talk = world.talk().await;
    let post = json!({"name": "post_message", "chat": talk.chat, "text": "psst"});
    talk.widget.command("m", post).await;
    talk.widget.answer("m").await;
    let heard = sam.settle().await;
    assert!(heard.iter().all(|f| f["event"]["conversation"].is_null()), "{heard:?}");
    // A supervisor sees that it moves, not what is said.
    let heard = sofia.settle().await;
    assert!(heard.iter().any(|f| f["event"]["kind"] == "engagement_participant_entered"));
    assert!(heard.iter().all(|f| f["event"]["kind"] != "end_user_post"), "{heard:?}");
}
