//! A customer rates its conversation after the end: over the socket and over HTTP, once an id, seen by those who may.

use serde_json::{Value, json};

use crate::world::{Talk, World};

fn rate(chat: &str, rating: impl Into<Value>, comment: &str) -> Value {
    json!({"name": "rate_chat", "chat": chat, "rating": rating.into(), "comment": comment})
}

async fn ended(world: &World) -> Talk {
    let mut talk = world.talk().await;
    talk.desk.command("end", json!({"name": "end_chat", "chat": talk.chat})).await;
    talk.widget.event("chat_concluded").await;
    talk.desk.answer("end").await;
    talk
}

#[tokio::test]
async fn who_writes_the_chat_up_sees_it_at_once_and_the_last_one_counts() {
    let world = World::new().await;
    let mut talk = ended(&world).await;
    talk.widget.command("r1", rate(&talk.chat, 2, "")).await;
    let first = talk.widget.answer("r1").await;
    let seen = talk.desk.event("chat_rated").await;
    assert_eq!(seen["data"], json!({"rating": 2}));
    // The same command again has the same answer, though the log says more by now.
    talk.widget.command("r1", rate(&talk.chat, 2, "")).await;
    assert_eq!(talk.widget.answer("r1").await, first);
    talk.widget.refused("r1", rate(&talk.chat, 3, ""), "id_reused").await;

    talk.desk.command("done", json!({"name": "complete_wrap_up", "chat": talk.chat})).await;
    talk.desk.answer("done").await;
    let http = world.http().with("authorization", &format!("Bearer {}", talk.token));
    let rated = http.command("r2", rate(&talk.chat, 5, " Thank you! ")).await;
    assert_eq!(rated.status, 200);
    let again = http.command("r2", rate(&talk.chat, 5, " Thank you! ")).await;
    assert_eq!((again.status, &again.body["seq"]), (200, &rated.body["seq"]));
    // Its own windows are told, also after the release.
    let event = talk.widget.until(|frame| frame["event"]["command"] == "r2").await;
    assert_eq!(event["event"]["data"], json!({"rating": 5, "comment": "Thank you!"}));

    let dana = world.signed_in("dana").await;
    let row = dana.get("/api/incidents").await.body[0].clone();
    assert_eq!((&row["rating"], &row["rating_comment"]), (&json!(5), &json!("Thank you!")));
    let (_, snapshot) = world.widget(&talk.token, "later").await;
    assert_eq!(snapshot["rating_ms"], 7 * 24 * 3_600_000);
    let rated = snapshot["events"].as_array().unwrap().iter().filter(|e| e["kind"] == "chat_rated");
    assert_eq!(rated.count(), 2);
}

#[tokio::test]
async fn bad_ratings_are_refused_naming_field_value_and_limit() {
    let world = World::new().await;
    let mut talk = ended(&world).await;
    for (n, bad) in
        [json!(0), json!(6), json!(2.5), json!(-1), json!(1e300)].into_iter().enumerate()
    {
        let problem = talk
            .widget
            .refused(&format!("b{n}"), rate(&talk.chat, bad.clone(), ""), "invalid")
            .await;
        assert_eq!(
            (&problem["field"], &problem["limit"]),
            (&json!("rating"), &json!("1 to 5")),
            "{bad}"
        );
        assert!(problem["value"].is_string(), "{problem}");
    }
    let problem = talk.widget.refused("b9", rate(&talk.chat, "good", ""), "invalid").await;
    assert_eq!(problem["field"], "rating");
    let long =
        talk.widget.refused("long", rate(&talk.chat, 5, &"ü".repeat(1_001)), "too_long").await;
    assert_eq!((&long["field"], &long["limit"]), (&json!("comment"), &json!("1000")));
    assert!(talk.desk.settle().await.iter().all(|f| f["event"]["kind"] != "chat_rated"));
}

#[tokio::test]
async fn only_its_own_customer_rates_it_and_only_after_the_end() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    talk.widget.refused("early", rate(&talk.chat, 5, ""), "wrong_state").await;
    talk.desk.command("end", json!({"name": "end_chat", "chat": talk.chat})).await;
    talk.desk.answer("end").await;
    talk.desk.refused("staff", rate(&talk.chat, 5, ""), "not_allowed").await;
    let (mut other, _) = world.widget(&world.customer().await, "other").await;
    other.refused("other", rate(&talk.chat, 1, ""), "not_found").await;
    other.refused("none", rate("nothing.1", 1, ""), "not_found").await;
    let off = json!({"name": "set_setting", "setting": "rating_time", "value": "0s"});
    world.signed_in("ada").await.command("off", off).await;
    talk.widget.refused("off", rate(&talk.chat, 5, ""), "not_allowed").await;
}
