//! Rules by which visitors are invited: kept by an admin, part of the page's script only while there are any, and asked about when one came true.

use serde_json::{Value, json};

use crate::world::{World, queue};

fn rule(more: Value) -> Value {
    let mut rule = json!({"id": "basket", "name": "Long at the basket", "enabled": true, "url": "/basket*",
        "seconds_on_page": 60, "visitors": "returning", "texts": {"en": "May we help?", "de": "Können wir helfen?"},
        "queue": "general", "every_days": 30});
    rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"name": "put_invitation_rule", "invitation_rule": rule})
}

#[tokio::test]
async fn a_visitor_is_invited_while_somebody_can_take_the_chat() {
    let world = World::new().await;
    let ada = world.signed_in("ada").await;
    assert_eq!(ada.command("1", rule(json!({}))).await.status, 200);
    let ask = async |language: &str| {
        let path = format!("/api/widget/invitation?rule=basket&language={language}");
        world.http().get(&path).await.body
    };
    // Nobody is there.
    assert_eq!(ask("en").await, Value::Null);
    let mut talk = world.talk().await;
    let invited = json!({"text": "Können wir helfen?", "queue": "general"});
    assert_eq!(ask("de-AT").await, invited);
    // Who has a chat is not asked whether it wants one; when it has ended it is a visitor again.
    let own = world.http().with("authorization", &format!("Bearer {}", talk.token));
    let path = "/api/widget/invitation?rule=basket&language=de";
    assert_eq!(own.get(path).await.body, Value::Null);
    talk.desk.command("end", json!({"name": "end_chat", "chat": talk.chat})).await;
    talk.desk.answer("end").await;
    assert_eq!(own.get(path).await.body, invited);
    // Outside the queue's hours, and when the rule is not in force.
    let never = json!({"time_zone": "UTC", "week": [[], [], [], [], [], [], []]});
    ada.command("2", queue("general", Some(never))).await;
    assert_eq!(ask("en").await, Value::Null);
    ada.command("3", queue("general", None)).await;
    assert_eq!(ask("en").await["text"], "May we help?");
    ada.command("4", rule(json!({"enabled": false}))).await;
    assert_eq!(ask("en").await, Value::Null);
    world.http().get("/api/widget/invitation?rule=").await.refused(422, "invalid");
}

#[tokio::test]
async fn rules_are_listed_for_staff_and_refused_naming_field_and_limit() {
    let world = World::new().await;
    let ada = world.signed_in("ada").await;
    ada.command("1", rule(json!({}))).await;
    let rules = world.signed_in("dana").await.get("/api/invitation-rules").await.body;
    assert_eq!(rules, json!([rule(json!({}))["invitation_rule"]]));
    world.http().get("/api/invitation-rules").await.refused(401, "not_signed_in");
    world.signed_in("dana").await.refused("2", rule(json!({})), 403, "not_allowed").await;
    let bad = ada.try_command("3", &rule(json!({"every_days": 366}))).await;
    assert_eq!(bad.status, 422);
    assert_eq!(
        (&bad.body["field"], &bad.body["limit"]),
        (&json!("every_days"), &json!("1 to 365"))
    );
    ada.refused("4", rule(json!({"visitors": "some"})), 422, "invalid").await;
    ada.command("5", json!({"name": "remove_invitation_rule", "invitation_rule": "basket"})).await;
    assert_eq!(world.signed_in("dana").await.get("/api/invitation-rules").await.body, json!([]));
}
