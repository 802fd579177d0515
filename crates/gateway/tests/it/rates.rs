//! How often, how many.

use gateway::Config;
use serde_json::json;

use crate::client::Socket;
use crate::world::World;

fn slow() -> Config {
    Config { commands_per_second: 1, commands_burst: 10, ..Config::default() }
}

#[tokio::test]
async fn a_burst_is_taken_and_what_is_more_is_refused() {
    let world = World::with(slow()).await;
    let (mut widget, _) = world.widget(&world.customer().await, "w").await;
    for n in 0..12 {
        widget.command(&format!("c{n}"), json!({"name": "continue_conversation"})).await;
    }
    let mut codes = Vec::new();
    for n in 0..12 {
        let answer = widget.answer(&format!("c{n}")).await;
        codes.push(answer["problem"]["code"].as_str().unwrap().to_owned());
    }
    assert_eq!(codes[..10], ["not_found"; 10]);
    assert_eq!(codes[10..], ["too_fast"; 2]);
}

#[tokio::test]
async fn others_are_not_slowed_by_one_that_is_too_fast() {
    let world = World::with(slow()).await;
    let (mut fast, _) = world.widget(&world.customer().await, "w").await;
    let (mut calm, _) = world.widget(&world.customer().await, "w").await;
    for n in 0..40 {
        fast.command(&format!("c{n}"), json!({"name": "continue_conversation"})).await;
    }
    fast.answer("c19").await;
    calm.command("c", json!({"name": "continue_conversation"})).await;
    assert_eq!(calm.answer("c").await["problem"]["code"], "not_found");
}

#[tokio::test]
async fn commands_over_http_have_the_same_bound() {
    let world = World::with(slow()).await;
    let token = world.customer().await;
    let http = world.http().with("authorization", &format!("Bearer {token}"));
    let command = json!({"name": "continue_conversation"});
    for n in 0..10 {
        let http = &http;
        let answer = http.send("POST", "/api/commands", Some(&command)).await;
        answer.refused(422, "invalid");
        assert_eq!(answer.body["field"], "idempotency-key", "{n}");
    }
    http.send("POST", "/api/commands", Some(&command)).await.refused(429, "too_fast");
}

#[tokio::test]
async fn five_sockets_of_a_customer() {
    let world = World::new().await;
    let token = world.customer().await;
    let mut open = Vec::new();
    for n in 0..5 {
        open.push(world.widget(&token, &format!("tab {n}")).await);
    }
    let hello = json!({"type": "hello", "protocol": 1, "client": "tab 5", "token": token});
    let mut sixth = Socket::open(world.address, None).await;
    sixth.send(hello.clone()).await;
    assert_eq!(sixth.closing().await, ("too_many".to_owned(), true));
    let (mut first, _) = open.remove(0);
    first.raw(tokio_tungstenite::tungstenite::Message::Close(None)).await;
    while first.next().await.is_some() {}
    let mut again = Socket::open(world.address, None).await;
    again.send(hello).await;
    assert_eq!(again.next().await.unwrap()["type"], "welcome");
}

#[tokio::test]
async fn so_many_new_customers_a_minute_from_one_address() {
    let config = Config { customer_sessions_per_minute: 3, ..Config::default() };
    let world = World::with(config).await;
    for _ in 0..3 {
        world.customer().await;
    }
    let more = world.http().send("POST", "/api/customer/session", None).await;
    more.refused(429, "too_fast");
    assert_eq!(more.body["limit"], "3");
    assert_eq!(more.body["retry"], true);
}
