//! The bot against a real server: it answers from the articles, says nothing twice when it is killed and started again, and hands over with
//! a summary.

#![expect(
    clippy::unwrap_used,
    reason = "a test that unwraps what is not there fails, as it should"
)]

mod server;

use knowledge_bot::{Config, Error};
use server::{Customer, Server};

fn config(server: &Server, key: &str) -> Config {
    let server = format!("http://{}", server.address);
    Config { server, key: key.to_owned(), queue: None, fit_min: 0.35 }
}

#[tokio::test]
async fn it_answers_once_and_hands_over() {
    let server = Server::start().await;
    let key = server.key().await;
    let bot = tokio::spawn(knowledge_bot::run(config(&server, &key)));
    let mut customer = Customer::connect(&server).await;
    customer
        .command("start", r#"{"name":"start_chat","question":"How do I return a desk?"}"#)
        .await;
    let post = customer.event("bot_post").await;
    assert!(
        post["data"]["text"].as_str().unwrap().starts_with("Returns\n\nSend it back"),
        "{post}"
    );
    let chat = post["chat"].as_str().unwrap().to_owned();

    // Killed, and something is asked before it is back.
    bot.abort();
    assert!(bot.await.unwrap_err().is_cancelled());
    let post = |text: &str| format!(r#"{{"name":"post_message","chat":"{chat}","text":"{text}"}}"#);
    customer.command("bill", &post("And my bill?")).await;
    let bot = tokio::spawn(knowledge_bot::run(config(&server, &key)));
    let answer = customer.event("bot_post").await;
    assert!(answer["data"]["text"].as_str().unwrap().starts_with("Bills\n\n"), "{answer}");

    customer.command("warp", &post("Does it have a warp engine?")).await;
    customer.event("transferred_to_queue").await;
    let texts = customer.said("bot_post");
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert!(texts[2].starts_with("A colleague takes over."), "{texts:?}");
    let history = server.history(chat.split('.').next().unwrap()).await;
    let events = history["events"].as_array().unwrap();
    let note = events.iter().find(|event| event["kind"] == "side_note_added").unwrap();
    let note = note["data"]["text"].as_str().unwrap();
    for line in ["No article fits.", "- asked: And my bill?", "- shown: Bills", "- shown: Returns"]
    {
        assert!(note.contains(line), "{note}");
    }
    bot.abort();
}

#[tokio::test]
async fn who_asks_nothing_is_greeted_and_who_wants_a_person_gets_one() {
    let server = Server::start().await;
    let key = server.key().await;
    let bot = tokio::spawn(knowledge_bot::run(config(&server, &key)));
    let mut customer = Customer::connect(&server).await;
    customer.command("start", r#"{"name":"start_chat","language":"de"}"#).await;
    let greeting = customer.event("bot_post").await;
    assert!(greeting["data"]["text"].as_str().unwrap().starts_with("Guten Tag"), "{greeting}");
    let chat = greeting["chat"].as_str().unwrap();
    let wish = format!(r#"{{"name":"post_message","chat":"{chat}","text":"Mensch bitte"}}"#);
    customer.command("wish", &wish).await;
    customer.event("transferred_to_queue").await;
    bot.abort();
}

#[tokio::test]
async fn a_key_that_is_no_good_ends_it() {
    let server = Server::start().await;
    let wrong = format!("hfk_{}", "0".repeat(64));
    let why = knowledge_bot::run(config(&server, &wrong)).await;
    assert!(matches!(&why, Error::TurnedAway(reason) if reason == "signed_out"), "{why}");
    let why =
        knowledge_bot::run(Config { server: "ftp://x".into(), ..config(&server, &wrong) }).await;
    assert!(matches!(why, Error::Config(_)), "{why}");
}
