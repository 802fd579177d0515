//! What the tenant keeps for its staff and customers, over HTTP: articles by search, lists, prompts, transfer targets, the widget's config.

use serde_json::{Value, json};

use crate::world::{World, queue};

fn article(id: &str, language: &str, title: &str, body: &str) -> Value {
    json!({"name": "put_article", "article": {"id": id, "title": title, "body": body, "language": language}})
}

fn prompt(queue: Option<&str>, text: Value) -> Value {
    json!({"name": "set_prompt", "prompt": {"prompt": "welcome", "queue": queue, "language": "de", "text": text}})
}

fn topic(id: &str, queue: &str, enabled: bool) -> Value {
    json!({"name": "put_topic", "topic": {"id": id, "name": id, "queue": queue, "enabled": enabled}})
}

#[tokio::test]
async fn articles_are_found_by_what_they_say_as_they_are_now() {
    let world = World::new().await;
    let (ada, dana) = (world.signed_in("ada").await, world.signed_in("dana").await);
    assert_eq!(dana.get("/api/articles?query=return").await.body, json!([]));
    ada.command("1", article("returns", "en", "Returns", "Send it back within 30 days.")).await;
    ada.command("2", article("delivery", "en", "Delivery", "You may return it.")).await;
    ada.command("3", article("retouren", "de", "Return", "30 Tage.")).await;
    let found = dana.get("/api/articles?query=how+can+I+return+it%3F&language=en-GB").await.body;
    let ids: Vec<&Value> = found.as_array().unwrap().iter().map(|f| &f["article"]["id"]).collect();
    assert_eq!(ids, ["returns", "delivery"]);
    assert!(found[0]["score"].as_f64().unwrap() > found[1]["score"].as_f64().unwrap());
    assert_eq!(found[0]["article"]["body"], "Send it back within 30 days.");

    ada.command("4", article("delivery", "en", "Delivery", "Within five days.")).await;
    ada.command("5", json!({"name": "remove_article", "article": "returns"})).await;
    assert_eq!(dana.get("/api/articles?query=return&language=en").await.body, json!([]));
    let all = dana.get("/api/articles?limit=1").await.body;
    assert_eq!(all[0]["article"]["id"], "delivery");
    let rest = dana.get("/api/articles?after=delivery").await.body;
    assert_eq!(
        (rest[0]["article"]["id"].as_str(), rest.as_array().unwrap().len()),
        (Some("retouren"), 1)
    );
    dana.get("/api/articles?limit=101").await.refused(422, "invalid");
    world.http().get("/api/articles?query=x").await.refused(401, "not_signed_in");
}

#[tokio::test]
async fn topics_texts_and_prompts_are_listed_for_staff_only() {
    let world = World::new().await;
    let (ada, dana) = (world.signed_in("ada").await, world.signed_in("dana").await);
    ada.command("1", topic("invoices", "billing", true)).await;
    let text = json!({"id": "hi", "name": "Hello", "text": "Hello!", "url": "", "shortcut": "hi", "language": ""});
    ada.command("2", json!({"name": "put_standard_text", "standard_text": text})).await;
    ada.command("3", prompt(Some("billing"), json!("Guten Tag!"))).await;
    let topics = dana.get("/api/topics").await.body;
    assert_eq!(
        topics,
        json!([{"id": "invoices", "name": "invoices", "queue": "billing", "enabled": true}])
    );
    assert_eq!(dana.get("/api/standard-texts").await.body, json!([text]));
    let prompts = dana.get("/api/prompts").await.body;
    let own =
        json!([{"prompt": "welcome", "queue": "billing", "language": "de", "text": "Guten Tag!"}]);
    assert_eq!(prompts["own"], own);
    let shipped = prompts["shipped"].as_array().unwrap();
    assert_eq!(shipped.len(), 13 * 6);
    assert!(shipped.iter().all(|p| p["text"].as_str().is_some_and(|text| !text.is_empty())));
    for path in ["/api/topics", "/api/standard-texts", "/api/prompts"] {
        world.http().get(path).await.refused(401, "not_signed_in");
    }
}

#[tokio::test]
async fn the_widget_learns_topics_hours_and_the_tenants_own_words() {
    let world = World::new().await;
    let ada = world.signed_in("ada").await;
    let config =
        async |query: &str| world.http().get(&format!("/api/widget/config{query}")).await.body;
    ada.command("1", topic("invoices", "billing", true)).await;
    ada.command("2", topic("hidden", "billing", false)).await;
    ada.command("3", prompt(None, json!("Guten Tag!"))).await;
    let german = config("?language=de-AT").await;
    assert_eq!(
        (&german["language"], &german["prompts"]["welcome"]),
        (&json!("de"), &json!("Guten Tag!"))
    );
    assert_eq!(
        (&german["open"], &german["closed"], &german["files"]),
        (&json!(true), &json!(false), &json!(true))
    );
    let topics = json!([{"id": "invoices", "name": "invoices", "open": true, "closed": false}]);
    assert_eq!(german["topics"], topics);
    assert_eq!(config("").await["language"], "en");

    // Switched off for one queue.
    ada.command("4", prompt(Some("billing"), json!(""))).await;
    assert_eq!(config("?queue=billing&language=de").await["prompts"]["welcome"], Value::Null);
    assert_eq!(config("?language=de").await["prompts"]["welcome"], "Guten Tag!");

    // Open for the last minute of each day only: closed now, unless it is that minute.
    let mut hours = queue("billing", None);
    let day = json!([{"from": "23:59", "until": "24:00"}]);
    hours["queue"]["hours"] =
        json!({"time_zone": "UTC", "week": [day, day, day, day, day, day, day]});
    ada.command("5", hours).await;
    let closed = config("?queue=billing").await;
    if closed["closed"] == true {
        assert_eq!(closed["open"], false);
        assert!(closed["opens_at"].as_str().unwrap().ends_with("T23:59:00.000Z"), "{closed}");
        assert_eq!(closed["topics"][0]["opens_at"], closed["opens_at"]);
    }
    assert_eq!(config("").await["open"], true);

    let off = json!({"name": "set_setting", "setting": "queues_and_topics", "value": "false"});
    ada.command("6", off).await;
    let off = json!({"name": "set_setting", "setting": "customer_files", "value": "false"});
    ada.command("7", off).await;
    let plain = config("").await;
    assert_eq!((&plain["topics"], &plain["files"]), (&json!([]), &json!(false)));
}

#[tokio::test]
async fn the_customers_snapshot_has_its_prompts() {
    let world = World::new().await;
    world.signed_in("ada").await.command("1", prompt(None, json!("Guten Tag!"))).await;
    let token = world.customer().await;
    let (mut widget, before) = world.widget(&token, "one").await;
    assert_eq!(before["prompts"], Value::Null);
    widget.command("s", json!({"name": "start_chat", "language": "de"})).await;
    widget.answer("s").await;
    let (_, after) = world.widget(&token, "two").await;
    assert_eq!(after["prompts"]["welcome"], "Guten Tag!");
}

#[tokio::test]
async fn the_dialog_lists_who_can_take_a_chat_over() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    let dana = world.http().with("cookie", &talk.cookie);
    let path = format!("/api/chats/{}/targets", talk.chat);
    // Sam is not signed in at the desk.
    assert_eq!(dana.get(&path).await.body, json!([]));
    let (mut sam, _) = world.desk(&world.sign_in("sam").await, "sam").await;
    let expected = json!([{"agent": "sam", "name": "Sam"}]);
    assert_eq!(dana.get(&path).await.body, expected);
    sam.command("away", json!({"name": "set_status", "status": "away"})).await;
    sam.answer("away").await;
    let refused = dana.get(&path).await.body;
    assert_eq!(refused[0]["refusal"]["code"], "unavailable", "{refused}");
    world.signed_in("sam").await.get(&path).await.refused(403, "not_allowed");
    assert_eq!(world.signed_in("sofia").await.get(&path).await.status, 200);
    talk.widget.command("leave", json!({"name": "leave_chat", "chat": talk.chat})).await;
    talk.desk.event("chat_concluded").await;
    dana.get("/api/chats/unknown.1/targets").await.refused(409, "chat_over");
}
