//! Frames that are not as they should be.

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::client::Socket;
use crate::world::World;

const FRAME_BYTES_MAX: usize = 64 * 1024;

#[tokio::test]
async fn rubbish_ends_the_connection() {
    let world = World::new().await;
    for message in [
        Message::text("rubbish"),
        Message::text("{\"type\":\"ping\""),
        Message::binary(b"{\"type\":\"ping\"}".to_vec()),
        Message::text(json!({"type": "hello", "protocol": 1, "client": "c"}).to_string()),
    ] {
        let (mut widget, _) = world.widget(&world.customer().await, "w").await;
        widget.raw(message.clone()).await;
        let refused = widget.next().await.unwrap();
        assert_eq!((&refused["type"], &refused["id"]), (&json!("refused"), &json!(null)));
        assert_eq!(widget.closing().await, ("bad_frame".to_owned(), false), "{message}");
    }
}

#[tokio::test]
async fn what_is_not_known_is_refused_and_named() {
    let world = World::new().await;
    let (mut widget, _) = world.widget(&world.customer().await, "w").await;
    for (frame, field) in [
        (json!({"type": "dance"}), "type"),
        (json!({"type": "ping", "colour": "red"}), "colour"),
        (json!({"type": "seen", "conversation": "c", "seq": -1}), "seq"),
        (json!({"type": "seen", "seq": 1}), "conversation"),
        (
            json!({"type": "command", "id": "i", "command": {"name": "leave_chat", "chat": "c", "why": 1}}),
            "why",
        ),
        (
            json!({"type": "command", "id": "i", "command": {"name": "leave_chat", "chat": 7}}),
            "chat",
        ),
        (
            json!({"type": "command", "id": "i", "command": {"name": "leave_chat", "chat": "a b"}}),
            "chat",
        ),
        (
            json!({"type": "command", "id": "a b", "command": {"name": "continue_conversation"}}),
            "id",
        ),
        (json!({"type": "typing", "conversation": "", "text": null}), "conversation"),
    ] {
        widget.send(frame.clone()).await;
        let refused = widget.next().await.unwrap();
        assert_eq!(refused["type"], "refused", "{frame}");
        assert_eq!(refused["problem"]["code"], "invalid", "{frame}");
        assert_eq!(refused["problem"]["field"], field, "{frame}");
        assert_eq!(refused["id"], frame["id"], "{frame}");
    }
    assert!(widget.settle().await.is_empty());
}

#[tokio::test]
async fn frames_of_64_kib_and_no_more() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    let frame = |bytes: usize| {
        let frame = |text: &str| {
            let typing = json!({"type": "typing", "conversation": talk.conversation, "text": text});
            typing.to_string()
        };
        let empty = frame("").len();
        Message::text(frame(&"x".repeat(bytes - empty)))
    };
    for bytes in [FRAME_BYTES_MAX - 1, FRAME_BYTES_MAX] {
        talk.widget.raw(frame(bytes)).await;
        let typing = talk.desk.until(|f| f["type"] == "typing").await;
        assert!(typing["text"].as_str().unwrap().len() > 60_000);
    }
    talk.widget.raw(frame(FRAME_BYTES_MAX + 1)).await;
    let refused = talk.widget.until(|f| f["type"] == "refused").await;
    assert_eq!(refused["problem"]["code"], "too_long");
    assert_eq!(refused["problem"]["limit"], "65536");
    assert_eq!(talk.widget.closing().await, ("bad_frame".to_owned(), false));
    // Far too large to be read at all.
    let (mut widget, _) = world.widget(&world.customer().await, "w").await;
    widget.raw(Message::text("x".repeat(1 << 20))).await;
    while widget.next().await.is_some() {}
}

#[tokio::test]
async fn messages_of_ten_thousand_characters_and_no_more() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    let post = |chars: usize| json!({"name": "post_message", "chat": talk.chat, "text": "ü".repeat(chars)});
    for (chars, is_taken) in [(9_999, true), (10_000, true), (10_001, false), (0, false)] {
        talk.widget.command(&format!("m{chars}"), post(chars)).await;
        let answer = talk.widget.answer(&format!("m{chars}")).await;
        assert_eq!(answer["type"] == "ack", is_taken, "{chars}: {answer}");
        if !is_taken {
            assert_eq!(answer["problem"]["field"], "text");
        }
    }
}

#[tokio::test]
async fn hello_comes_first_and_is_right() {
    let world = World::new().await;
    let token = world.customer().await;
    let hello = |protocol: u32, client: String| json!({"type": "hello", "protocol": protocol, "client": client, "token": token});
    for frame in [
        json!({"type": "ping"}),
        hello(2, "c".into()),
        hello(1, String::new()),
        hello(1, "c".repeat(65)),
    ] {
        let mut socket = Socket::open(world.address, None).await;
        socket.send(frame.clone()).await;
        assert_eq!(socket.next().await.unwrap()["type"], "refused", "{frame}");
        assert_eq!(socket.closing().await, ("bad_frame".to_owned(), false), "{frame}");
    }
    let mut socket = Socket::open(world.address, None).await;
    socket.send(hello(1, "c".repeat(64))).await;
    assert_eq!(socket.next().await.unwrap()["type"], "welcome");
}

#[tokio::test]
async fn who_is_silent_for_two_heartbeats_is_let_go() {
    let world = World::new().await;
    let (mut ada, _) = world.desk(&world.sign_in("ada").await, "ada").await;
    let set = json!({"name": "set_setting", "setting": "heartbeat_interval", "value": "100ms"});
    ada.command("s", set).await;
    ada.answer("s").await;
    let (mut widget, _) = world.widget(&world.customer().await, "w").await;
    assert_eq!(widget.closing().await, ("silent".to_owned(), true));
}
