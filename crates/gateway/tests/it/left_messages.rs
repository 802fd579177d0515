//! Messages left while a queue is closed: they are incidents without a chat, seen, changed, closed and opened again by those of the queue.

use serde_json::{Value, json};

use crate::world::{World, queue};

fn closed_queue() -> Value {
    let never = json!({"time_zone": "UTC", "week": [[], [], [], [], [], [], []]});
    queue("general", Some(never))
}

fn left() -> Value {
    json!({"name": "leave_message", "customer_name": "Eleanor", "email": "eleanor@example.com",
           "page": "https://shop.example/desks", "text": "Is the oak desk back?\nPlease call."})
}

#[tokio::test]
async fn a_message_left_is_an_incident_of_its_queues_agents() {
    let world = World::new().await;
    world.signed_in("ada").await.command("close", closed_queue()).await;
    let (mut dana, _) = world.desk(&world.sign_in("dana").await, "dana").await;
    let (mut sam, _) = world.desk(&world.sign_in("sam").await, "sam").await;
    let (mut widget, _) = world.widget(&world.customer().await, "widget").await;
    widget.refused("s", json!({"name": "start_chat"}), "queue_closed").await;
    widget.command("l", left()).await;
    assert_eq!(widget.answer("l").await["type"], "ack");

    let opened = dana.event("incident_opened").await;
    assert_eq!(opened["chat"], Value::Null);
    assert_eq!(opened["data"]["subject"], "Is the oak desk back?");
    assert!(sam.settle().await.iter().all(|f| f["event"]["kind"] != "incident_opened"));
    // No chat is made of it on any desk.
    assert!(dana.settle().await.iter().all(|f| f["type"] != "conversation"));

    let (as_dana, as_sam) = (world.signed_in("dana").await, world.signed_in("sam").await);
    let rows = as_dana.get("/api/incidents?open=true").await.body;
    let row = &rows[0];
    assert_eq!(row["conversation"], opened["conversation"]);
    assert_eq!(row["customer_name"], "Eleanor, eleanor@example.com");
    assert_eq!((&row["chat"], &row["queue"]), (&Value::Null, &json!("general")));
    assert_eq!(row["incident"]["summary"], "Is the oak desk back?\nPlease call.");
    assert_eq!(row["incident"]["custom"]["page"], "https://shop.example/desks");
    assert_eq!(as_sam.get("/api/incidents").await.body, json!([]));
    assert_eq!(world.signed_in("sofia").await.get("/api/incidents").await.body, rows);
    let path = format!("/api/conversations/{}", opened["conversation"].as_str().unwrap());
    assert_eq!(as_dana.get(&path).await.body["incident"], row["incident"]);
    as_sam.get(&path).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_left_message_is_dealt_with_closed_and_opened_again() {
    let world = World::new().await;
    world.signed_in("ada").await.command("close", closed_queue()).await;
    let (mut widget, _) = world.widget(&world.customer().await, "widget").await;
    widget.command("l", left()).await;
    widget.answer("l").await;
    let (as_dana, as_sam) = (world.signed_in("dana").await, world.signed_in("sam").await);
    let incident = async || as_dana.get("/api/incidents").await.body[0]["incident"].clone();
    let id = as_dana.get("/api/incidents").await.body[0]["conversation"].clone();
    let update = |fields: Value, open: Value| json!({"name": "update_incident", "conversation": id, "incident": fields, "open": open});

    as_dana.command("u1", update(json!({"disposition": "Called back"}), json!(false))).await;
    let closed = incident().await;
    assert_eq!((&closed["disposition"], &closed["open"]), (&json!("Called back"), &json!(false)));
    assert_eq!(as_dana.get("/api/incidents?open=true").await.body, json!([]));
    // The same again changes nothing.
    as_dana.command("u2", update(json!({"disposition": "Called back"}), json!(false))).await;
    assert_eq!(incident().await, closed);

    as_dana.command("u3", update(json!({}), json!(true))).await;
    let open = incident().await;
    assert_eq!((&open["disposition"], &open["open"]), (&json!("Called back"), &json!(true)));
    assert_eq!(open["summary"], closed["summary"]);
    as_sam.refused("u4", update(json!({"subject": "x"}), Value::Null), 404, "not_found").await;
    widget.refused("u5", update(json!({"subject": "x"}), Value::Null), "not_allowed").await;
}

#[tokio::test]
async fn the_incident_of_a_chat_is_closed_and_opened_at_any_time() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    let as_dana = world.signed_in("dana").await;
    let update = |open: bool| json!({"name": "update_incident", "conversation": talk.conversation, "open": open});
    as_dana.command("u1", update(false)).await;
    talk.desk.event("incident_closed").await;
    as_dana.command("u2", update(true)).await;
    assert_eq!(talk.desk.event("incident_opened").await["actor"]["id"], "dana");
    talk.widget.command("leave", json!({"name": "leave_chat", "chat": talk.chat})).await;
    talk.desk.event("chat_concluded").await;
    let wrap_up = json!({"name": "complete_wrap_up", "chat": talk.chat, "close_incident": true});
    talk.desk.command("done", wrap_up).await;
    talk.desk.event("chat_released").await;
    as_dana.command("u3", update(true)).await;
    let row = as_dana.get("/api/incidents").await.body[0].clone();
    assert_eq!((&row["incident"]["open"], &row["chat"]), (&json!(true), &json!(talk.chat)));
    assert_eq!(talk.desk.event("incident_opened").await["chat"], talk.chat.as_str());
}

#[tokio::test]
async fn what_becomes_of_a_left_message_is_seen_by_all_of_its_queue() {
    let world = World::new().await;
    world.signed_in("ada").await.command("close", closed_queue()).await;
    let (mut dana, _) = world.desk(&world.sign_in("dana").await, "dana").await;
    let (mut sam, _) = world.desk(&world.sign_in("sam").await, "sam").await;
    let (mut widget, _) = world.widget(&world.customer().await, "widget").await;
    widget.command("l", left()).await;
    let opened = dana.event("incident_opened").await;
    assert_eq!(opened["data"]["customer"]["verified"], Value::Null);
    let sofia = world.signed_in("sofia").await;
    let update = |fields: Value, open: Value| json!({"name": "update_incident", "conversation": opened["conversation"], "incident": fields, "open": open});
    sofia.command("u1", update(json!({"assignee": "Dana"}), Value::Null)).await;
    assert_eq!(dana.event("incident_updated").await["data"]["assignee"], "Dana");
    sofia.command("u2", update(json!({}), json!(false))).await;
    assert_eq!(dana.event("incident_closed").await["actor"]["id"], "sofia");
    sofia.command("u3", update(json!({}), json!(true))).await;
    dana.event("incident_opened").await;
    let heard = sam.settle().await;
    assert!(heard.iter().all(|f| f["event"]["conversation"] != opened["conversation"]));
    let row = sofia.get("/api/incidents?left=true").await.body[0].clone();
    assert_eq!(row["customer"]["name"], "Eleanor", "still who left it");
    assert_eq!(sofia.get("/api/incidents?left=false").await.body, json!([]));
    world.stop().await;
}
