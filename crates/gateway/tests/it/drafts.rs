//! What was typed and not sent.

use serde_json::{Value, json};

use crate::world::World;

fn draft(conversation: &str, field: &str, text: &str, at: u64) -> Value {
    json!({"conversation": conversation, "field": field, "text": text, "written_at_ms": at})
}

fn save(id: &str, draft: Value) -> Value {
    json!({"type": "save_draft", "id": id, "draft": draft})
}

#[tokio::test]
async fn a_draft_survives_its_tab_and_goes_with_the_reply() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    let (mut second, _) = world.desk(&talk.cookie, "second").await;
    let id = talk.conversation.clone();
    talk.desk.send(save("d1", draft(&id, "reply", "half a rep", 5))).await;
    assert_eq!(talk.desk.answer("d1").await, json!({"type": "ack", "id": "d1", "seq": 0}));
    let shown = second.until(|f| f["type"] == "draft").await;
    assert_eq!(shown["draft"]["text"], "half a rep");
    assert_eq!(shown["draft"]["agent"], "dana");
    // An older version that was late changes nothing.
    talk.desk.send(save("d0", draft(&id, "reply", "half", 4))).await;
    talk.desk.answer("d0").await;
    let http = world.http().with("cookie", &talk.cookie);
    let path = format!("/api/conversations/{id}");
    assert_eq!(http.get(&path).await.body["drafts"][0]["text"], "half a rep");
    let (mut third, _) = world.desk(&talk.cookie, "third").await;
    assert_eq!(third.until(|f| f["type"] == "draft").await["draft"]["text"], "half a rep");

    talk.desk.send(save("d2", draft(&id, "note", "call back", 6))).await;
    talk.desk.answer("d2").await;
    let post = json!({"name": "post_message", "chat": talk.chat, "text": "half a reply"});
    talk.desk.command("p", post).await;
    talk.desk.answer("p").await;
    let gone = second.until(|f| f["type"] == "draft" && f["draft"]["field"] == "reply").await;
    assert_eq!(gone["draft"]["text"], "");
    let left = http.get(&path).await.body["drafts"].clone();
    assert_eq!(left.as_array().unwrap().len(), 1);
    assert_eq!(left[0]["text"], "call back");
    // What was typed after it is a new draft.
    talk.desk.send(save("d3", draft(&id, "reply", "and", 7))).await;
    talk.desk.answer("d3").await;
    assert_eq!(http.get(&path).await.body["drafts"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn writing_up_takes_all_of_them() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    let id = talk.conversation.clone();
    for (n, field) in ["reply", "note", "wrap_up.summary"].into_iter().enumerate() {
        talk.desk.send(save(field, draft(&id, field, "x", n as u64))).await;
        talk.desk.answer(field).await;
    }
    talk.desk.command("e", json!({"name": "end_chat", "chat": talk.chat})).await;
    talk.desk.answer("e").await;
    let http = world.http().with("cookie", &talk.cookie);
    let path = format!("/api/conversations/{id}");
    assert_eq!(http.get(&path).await.body["drafts"].as_array().unwrap().len(), 3);
    talk.desk.command("w", json!({"name": "complete_wrap_up", "chat": talk.chat})).await;
    talk.desk.answer("w").await;
    assert_eq!(http.get(&path).await.body["drafts"], json!([]));
}

#[tokio::test]
async fn a_refused_reply_keeps_its_draft() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    let id = talk.conversation.clone();
    talk.desk.send(save("d", draft(&id, "reply", "x", 1))).await;
    talk.desk.answer("d").await;
    let post = json!({"name": "post_message", "chat": talk.chat, "text": " "});
    talk.desk.refused("p", post, "invalid").await;
    let http = world.http().with("cookie", &talk.cookie);
    let drafts = http.get(&format!("/api/conversations/{id}")).await.body["drafts"].clone();
    assert_eq!(drafts[0]["text"], "x");
    // And it still goes with the one that is taken.
    let post = json!({"name": "post_message", "chat": talk.chat, "text": "y"});
    talk.desk.command("q", post).await;
    talk.desk.answer("q").await;
    let drafts = http.get(&format!("/api/conversations/{id}")).await.body["drafts"].clone();
    assert_eq!(drafts, json!([]));
}

#[tokio::test]
async fn fields_are_known_ones() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    talk.desk.send(save("d", draft(&talk.conversation, "poem", "x", 1))).await;
    let answer = talk.desk.answer("d").await;
    assert_eq!(answer["problem"]["field"], "field");
}

#[tokio::test]
async fn what_a_coach_types_is_kept_until_it_is_said() {
    let world = World::new().await;
    let talk = world.talk().await;
    let cookie = world.sign_in("sofia").await;
    let (mut coach, _) = world.desk(&cookie, "coach").await;
    coach.command("c", json!({"name": "start_coaching", "chat": talk.chat})).await;
    coach.answer("c").await;
    let id = talk.conversation.clone();
    coach.send(save("d", draft(&id, "internal", "offer a dis", 5))).await;
    assert_eq!(coach.answer("d").await["type"], "ack");
    let (mut again, _) = world.desk(&cookie, "again").await;
    assert_eq!(again.until(|f| f["type"] == "draft").await["draft"]["text"], "offer a dis");
    let said = json!({"name": "post_internal", "chat": talk.chat, "text": "offer a discount", "visibility": "int"});
    coach.command("p", said).await;
    coach.answer("p").await;
    let gone = again.until(|f| f["type"] == "draft").await;
    assert_eq!((&gone["draft"]["field"], &gone["draft"]["text"]), (&json!("internal"), &json!("")));
}
