//! Bots over real connections: their keys, and a bot in a chat as any agent: offered, answering, handing over, lost.

use domain::directory::StaffRole;
use domain::{Command, CommandId, Party};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Error;

use crate::client::{Answer, Socket};
use crate::world::{World, agent};

const KEYS: &str = "/api/agents/robbie/keys";

impl World {
    async fn put(&self, id: &str, command: Command) {
        self.engine.command(Party::system(), CommandId::new(id), command).await.unwrap();
    }

    /// Robbie, a bot of the general queue, and its first key.
    async fn robbie(&self) -> String {
        let agent = agent("robbie", StaffRole::Bot, &["general"]);
        self.put("robbie", Command::PutAgent { agent }).await;
        let answer = self.signed_in("ada").await.send("POST", KEYS, None).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.body["key"].as_str().unwrap().to_owned()
    }

    async fn with_key(&self, key: &str, path: &str) -> Answer {
        self.http()
            .without("origin")
            .with("authorization", &format!("Bearer {key}"))
            .get(path)
            .await
    }

    async fn bot(&self, key: &str) -> Result<Socket, Error> {
        let authorization = format!("Bearer {key}");
        let mut socket =
            Socket::open_with(self.address, [("authorization", authorization.as_str())]).await?;
        socket.send(json!({"type": "hello", "protocol": 1, "client": "bot"})).await;
        Ok(socket)
    }

    async fn connected_bot(&self, key: &str) -> (Socket, Value) {
        let mut socket = self.bot(key).await.unwrap();
        let snapshot = socket.until(|frame| frame["type"] == "desk_snapshot").await;
        (socket, snapshot["state"].clone())
    }
}

/// The bot takes the chat that it is offered.
async fn take(bot: &mut Socket) -> String {
    let offer = bot.event("agent_engagement_invitation").await;
    assert_eq!(offer["data"]["participant"]["id"], "robbie");
    let chat = offer["chat"].as_str().unwrap().to_owned();
    for name in ["confirm_offer", "accept_offer"] {
        bot.command(name, json!({"name": name, "chat": chat})).await;
        assert_eq!(bot.answer(name).await["type"], "ack");
    }
    chat
}

#[tokio::test]
async fn an_admin_makes_a_key_that_is_shown_once_and_revokes_it() {
    let world = World::new().await;
    let key = world.robbie().await;
    let ada = world.signed_in("ada").await;
    let listed = ada.get(KEYS).await;
    assert!(!listed.text.contains(&key), "{}", listed.text);
    let prefix = listed.body["keys"][0]["prefix"].as_str().unwrap().to_owned();
    assert!(key.starts_with(&prefix) && prefix.len() < 16);
    assert_eq!(listed.body["keys"][0]["last_used_at"], Value::Null);

    let me = world.with_key(&key, "/api/me").await;
    assert_eq!((me.status, &me.body["agent"]["role"]), (200, &json!("bot")));
    assert!(me.headers.get("set-cookie").is_none(), "a key makes no session");
    let (mut bot, state) = world.connected_bot(&key).await;
    assert_eq!(state["me"]["id"], "robbie");
    assert!(ada.get(KEYS).await.body["keys"][0]["last_used_at"].is_string());

    let second = ada.send("POST", KEYS, None).await.body["key"].as_str().unwrap().to_owned();
    assert_eq!(ada.send("DELETE", &format!("{KEYS}/{prefix}"), None).await.status, 204);
    assert_eq!(bot.closing().await, ("signed_out".to_owned(), false));
    world.with_key(&key, "/api/me").await.refused(401, "not_signed_in");
    let mut refused = world.bot(&key).await.unwrap();
    assert_eq!(refused.closing().await, ("signed_out".to_owned(), false));
    assert_eq!(world.with_key(&second, "/api/me").await.status, 200);
    ada.send("DELETE", &format!("{KEYS}/{prefix}"), None).await.refused(404, "not_found");
}

#[tokio::test]
async fn only_an_admin_and_only_for_bots_and_not_without_end() {
    let world = World::new().await;
    let key = world.robbie().await;
    for name in ["dana", "sofia"] {
        let http = world.signed_in(name).await;
        http.send("POST", KEYS, None).await.refused(403, "not_allowed");
        http.get(KEYS).await.refused(403, "not_allowed");
        http.send("DELETE", &format!("{KEYS}/x"), None).await.refused(403, "not_allowed");
    }
    world.with_key(&key, KEYS).await.refused(403, "not_allowed");
    world.http().get(KEYS).await.refused(401, "not_signed_in");
    let ada = world.signed_in("ada").await;
    ada.send("POST", "/api/agents/dana/keys", None).await.refused(409, "wrong_state");
    ada.send("POST", "/api/agents/nobody/keys", None).await.refused(404, "not_found");
    for _ in 1..10 {
        assert_eq!(ada.send("POST", KEYS, None).await.status, 201);
    }
    ada.send("POST", KEYS, None).await.refused(409, "at_limit");
}

#[tokio::test]
async fn a_key_is_good_only_as_long_as_its_owner_is_a_bot() {
    let world = World::new().await;
    let key = world.robbie().await;
    let (mut bot, _) = world.connected_bot(&key).await;
    let (mut ada, _) = world.desk(&world.sign_in("ada").await, "ada").await;
    let record = |role: &str| {
        let agent =
            json!({"id": "robbie", "name": "R", "role": role, "profile": "standard", "queues": []});
        json!({"name": "put_agent", "agent": agent})
    };
    ada.command("person", record("agent")).await;
    assert_eq!(ada.answer("person").await["type"], "ack");
    assert_eq!(bot.closing().await, ("signed_out".to_owned(), false));
    world.with_key(&key, "/api/me").await.refused(401, "not_signed_in");
    // Being a bot again does not bring its old keys back.
    ada.command("bot", record("bot")).await;
    assert_eq!(ada.answer("bot").await["type"], "ack");
    world.with_key(&key, "/api/me").await.refused(401, "not_signed_in");
}

#[tokio::test]
async fn a_page_of_another_site_uses_no_key() {
    let world = World::new().await;
    let key = world.robbie().await;
    let authorization = format!("Bearer {key}");
    let lines = [("authorization", authorization.as_str()), ("origin", "https://evil.example")];
    assert!(Socket::open_with(world.address, lines).await.is_err());
    // What is no key does not open a socket without an origin.
    let wrong = [("authorization", "Bearer nothing")];
    assert!(Socket::open_with(world.address, wrong).await.is_err());
}

#[tokio::test]
async fn a_bot_answers_and_hands_over_with_a_summary() {
    let world = World::new().await;
    let key = world.robbie().await;
    let (mut bot, _) = world.connected_bot(&key).await;
    let token = world.customer().await;
    let (mut widget, _) = world.widget(&token, "widget").await;
    widget.command("start", json!({"name": "start_chat", "question": "Where is my bill?"})).await;
    let chat = take(&mut bot).await;
    widget.event("bot_entered").await;

    let post = json!({"name": "post_message", "chat": chat, "text": "Let me look."});
    bot.command("answer", post).await;
    let post = widget.event("bot_post").await;
    assert_eq!(post["data"]["text"], "Let me look.");
    let attributes = json!({"topic": "billing"});
    bot.command("note", json!({"name": "set_attributes", "chat": chat, "attributes": attributes}))
        .await;
    assert_eq!(bot.answer("note").await["type"], "ack");

    let (mut sam, _) = world.desk(&world.sign_in("sam").await, "sam").await;
    let over = json!({"name": "transfer_to_queue", "chat": chat, "queue": "billing",
                      "note": "Asks for its bill. No article fits."});
    bot.command("over", over).await;
    assert_eq!(bot.answer("over").await["type"], "ack");
    widget.event("transferred_to_queue").await;
    sam.event("agent_engagement_invitation").await;
    sam.command("accept", json!({"name": "accept_offer", "chat": chat})).await;
    let conversation = sam.until(|frame| frame["type"] == "conversation").await;
    assert_eq!(conversation["conversation"]["attributes"], attributes);
    let id = conversation["conversation"]["conversation"].as_str().unwrap();
    let history = world.signed_in("sam").await.get(&format!("/api/conversations/{id}")).await;
    let events = history.body["events"].as_array().unwrap();
    let note = events.iter().find(|event| event["kind"] == "side_note_added").unwrap();
    assert_eq!(note["data"]["text"], "Asks for its bill. No article fits.");
    assert_eq!(note["actor"]["type"], "bot");
    // The summary was not for the customer.
    assert!(!widget.heard.iter().any(|frame| frame.contains("No article fits")));
    // It has left: the rest is not the bot's.
    let late = json!({"name": "post_message", "chat": chat, "text": "Hello?"});
    bot.refused("late", late, "session_lost").await;
}

#[tokio::test]
async fn a_bot_that_dies_is_an_agent_that_dies() {
    let world = World::new().await;
    let key = world.robbie().await;
    for (name, value) in [
        ("absent_interval", "300ms"),
        ("agent_absent_retry_count", "2"),
        ("user_absent_retry_count", "100"),
    ] {
        let (name, value) = (name.to_owned(), value.to_owned());
        world.put(&name.clone(), Command::SetSetting { name, value }).await;
    }
    let (mut bot, _) = world.connected_bot(&key).await;
    let (mut widget, _) = world.widget(&world.customer().await, "widget").await;
    widget.command("start", json!({"name": "start_chat", "question": "Hello?"})).await;
    let chat = take(&mut bot).await;
    widget.event("bot_entered").await;
    drop(bot);
    let concluded = widget.event("chat_concluded").await;
    assert_eq!(concluded["chat"], chat);
    assert_eq!(concluded["data"]["ended_by"], "BOT");
    assert_eq!(concluded["data"]["disconnect_reason"], "AgentSessionLost");
    let requeued = widget.event("chat_requeued").await;
    // Its place in the queue is its own; the next who comes is asked.
    let (mut dana, _) = world.desk(&world.sign_in("dana").await, "dana").await;
    let offer = dana
        .until(|frame| {
            frame.to_string().contains("\"offer\"")
                || frame["event"]["kind"] == "agent_engagement_invitation"
        })
        .await;
    assert!(offer.to_string().contains(requeued["chat"].as_str().unwrap()), "{offer}");
}
