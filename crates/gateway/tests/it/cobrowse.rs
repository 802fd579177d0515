//! Co-browsing over the socket: only between the customer and the agent that asked, only while it is allowed, bounded, and kept nowhere
//! but where the tenant wants it and the customer was told.

use serde_json::{Value, json};

use crate::world::{Talk, World};

fn piece(chat: &str, data: &str) -> Value {
    json!({"type": "cobrowse", "chat": chat, "data": data})
}

fn about(name: &str, chat: &str) -> Value {
    json!({"name": name, "chat": chat})
}

/// Asked for and allowed.
async fn allowed(world: &World) -> Talk {
    let mut talk = world.talk().await;
    talk.desk.command("invite", about("invite_to_cobrowse", &talk.chat)).await;
    talk.widget.event("cobrowse_invitation_sent").await;
    talk.widget.command("yes", about("accept_cobrowse", &talk.chat)).await;
    talk.widget.answer("yes").await;
    talk.desk.event("cobrowse_invitation_accepted").await;
    talk
}

fn data_of(frames: &[Value]) -> Vec<&str> {
    let of_cobrowse = frames.iter().filter(|f| f["type"] == "cobrowse");
    of_cobrowse.map(|f| f["data"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_page_goes_to_the_agent_and_its_pointer_comes_back() {
    let world = World::new().await;
    let mut talk = allowed(&world).await;
    talk.widget.send(piece(&talk.chat, "PAGE 1")).await;
    let shown = talk.desk.until(|f| f["type"] == "cobrowse").await;
    assert_eq!(shown, piece(&talk.chat, "PAGE 1"));
    talk.desk.command("confirm", about("confirm_cobrowse", &talk.chat)).await;
    talk.widget.event("cobrowse_session_started").await;
    talk.desk.send(piece(&talk.chat, "POINTER 1")).await;
    let pointed = talk.widget.until(|f| f["type"] == "cobrowse").await;
    assert_eq!(pointed, piece(&talk.chat, "POINTER 1"));

    // A reloaded widget goes on, and knows that it does.
    let (mut again, state) = world.widget(&talk.token, "reloaded").await;
    assert_eq!(state["cobrowse"]["stage"], "running");
    assert_ne!(state["cobrowse"]["agent"], "dana");
    again.send(piece(&talk.chat, "PAGE 2")).await;
    assert_eq!(talk.desk.until(|f| f["type"] == "cobrowse").await["data"], "PAGE 2");

    talk.widget.command("stop", about("stop_cobrowse", &talk.chat)).await;
    talk.desk.event("cobrowse_session_stopped").await;
    talk.widget.answer("stop").await;
    talk.widget.send(piece(&talk.chat, "PAGE 3")).await;
    talk.desk.send(piece(&talk.chat, "POINTER 3")).await;
    talk.widget.settle().await;
    talk.desk.settle().await;
    // All that was relayed before is through by now.
    assert_eq!(data_of(&talk.desk.settle().await), [""; 0]);
    assert_eq!(data_of(&talk.widget.settle().await), [""; 0]);

    let history = world.signed_in("sofia").await;
    let history = history.get(&format!("/api/conversations/{}", talk.conversation)).await.text;
    assert!(history.contains("cobrowse_session_started") && !history.contains("PAGE"), "{history}");
}

#[tokio::test]
async fn nothing_goes_before_it_is_allowed_nor_to_or_from_others() {
    let world = World::new().await;
    let (mut sofia, _) = world.desk(&world.sign_in("sofia").await, "sofia").await;
    let (mut stranger, _) = world.widget(&world.customer().await, "stranger").await;
    let mut talk = world.talk().await;
    talk.widget.send(piece(&talk.chat, "EARLY")).await;
    talk.desk.command("invite", about("invite_to_cobrowse", &talk.chat)).await;
    talk.widget.event("cobrowse_invitation_sent").await;
    talk.widget.send(piece(&talk.chat, "ASKED")).await;
    sofia.command("coach", about("start_coaching", &talk.chat)).await;
    sofia.answer("coach").await;
    talk.widget.command("yes", about("accept_cobrowse", &talk.chat)).await;
    talk.widget.answer("yes").await;
    stranger.send(piece(&talk.chat, "STRANGE")).await;
    sofia.send(piece(&talk.chat, "COACH")).await;
    stranger.settle().await;
    sofia.settle().await;
    talk.widget.send(piece(&talk.chat, "ALLOWED")).await;
    assert_eq!(talk.desk.until(|f| f["type"] == "cobrowse").await["data"], "ALLOWED");
    assert_eq!(data_of(&sofia.settle().await), [""; 0]);
    assert_eq!(data_of(&talk.widget.settle().await), [""; 0]);
    let heard = talk.desk.heard.concat();
    assert!(["EARLY", "ASKED", "STRANGE", "COACH"].iter().all(|word| !heard.contains(word)));
}

#[tokio::test]
async fn too_much_of_it_is_refused_and_messages_go_all_the_same() {
    let world = World::new().await;
    let mut talk = allowed(&world).await;
    talk.widget.send(piece(&talk.chat, &"x".repeat(48 * 1024))).await;
    let long = talk.desk.until(|f| f["type"] == "cobrowse").await;
    assert_eq!(long["data"].as_str().unwrap().len(), 48 * 1024);
    talk.widget.send(piece(&talk.chat, &"x".repeat(48 * 1024 + 1))).await;
    let refused = talk.widget.until(|f| f["type"] == "refused").await;
    assert_eq!((&refused["id"], &refused["problem"]["code"]), (&Value::Null, &json!("too_long")));
    assert_eq!(
        (&refused["problem"]["field"], &refused["problem"]["limit"]),
        (&json!("data"), &json!("49152"))
    );
    talk.desk.send(piece(&talk.chat, &"x".repeat(4 * 1024 + 1))).await;
    let refused = talk.desk.until(|f| f["type"] == "refused").await;
    assert_eq!(refused["problem"]["limit"], "4096");

    for (socket, burst) in [(&mut talk.desk, 60), (&mut talk.widget, 120)] {
        let mut refused = 0;
        for _ in 0..burst + 30 {
            socket.send(piece(&talk.chat, "y")).await;
        }
        let post = json!({"name": "post_message", "chat": talk.chat, "text": "still here"});
        socket.command("post", post).await;
        loop {
            let frame = socket.next().await.unwrap();
            if frame["type"] == "refused" {
                assert_eq!(frame["problem"]["code"], "too_fast");
                assert_eq!(frame["problem"]["field"], "cobrowse");
                refused += 1;
            } else if frame["id"] == "post" {
                assert_eq!(frame["type"], "ack", "{frame}");
                break;
            }
        }
        // The pieces before count too; how much is refilled meanwhile is the machine's affair.
        assert!((1..=32).contains(&refused), "{refused} of 32 over the burst were refused");
    }
}

#[tokio::test]
async fn what_is_shown_is_kept_only_where_the_customer_was_told_so() {
    let world = World::new().await;
    let mut talk = allowed(&world).await;
    talk.widget.send(piece(&talk.chat, "NOT KEPT")).await;
    talk.desk.until(|f| f["type"] == "cobrowse").await;
    talk.desk.command("stop", about("stop_cobrowse", &talk.chat)).await;
    talk.widget.event("cobrowse_session_stopped").await;

    let on = json!({"name": "set_setting", "setting": "cobrowse_recording", "value": "true"});
    world.signed_in("ada").await.command("on", on).await;
    talk.desk.command("again", about("invite_to_cobrowse", &talk.chat)).await;
    let asked = talk.widget.event("cobrowse_invitation_sent").await;
    assert_eq!(asked["data"]["recorded"], true, "the customer is told");
    talk.widget.send(piece(&talk.chat, "TOO EARLY")).await;
    talk.widget.command("yes2", about("accept_cobrowse", &talk.chat)).await;
    talk.widget.answer("yes2").await;
    for data in ["PAGE \"1\"", "PAGE 2"] {
        talk.widget.send(piece(&talk.chat, data)).await;
        talk.desk.until(|f| f["type"] == "cobrowse").await;
    }
    talk.desk.send(piece(&talk.chat, "POINTER")).await;
    talk.widget.until(|f| f["type"] == "cobrowse").await;
    let (_again, state) = world.widget(&talk.token, "reloaded").await;
    assert_eq!(state["cobrowse"]["recorded"], true);
    talk.widget.command("stop2", about("stop_cobrowse", &talk.chat)).await;
    let kept = talk.desk.event("cobrowse_recorded").await;
    assert_eq!((&kept["actor"]["type"], &kept["chat"]), (&json!("system"), &json!(talk.chat)));
    let file = kept["data"]["file"].as_str().unwrap();

    let path = format!("/api/chats/{}/files/{file}/link", talk.chat);
    let customer = world.http().with("authorization", &format!("Bearer {}", talk.token));
    customer.send("POST", &path, None).await.refused(404, "not_found");
    let staff = || world.http().with("cookie", &talk.cookie);
    let link = staff().send("POST", &path, None).await;
    let content = staff().get(link.body["url"].as_str().unwrap()).await;
    assert_eq!(content.text.len() as u64, kept["data"]["bytes"].as_u64().unwrap());
    let lines: Vec<Value> =
        content.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["chat"], json!(talk.chat));
    let pieces: Vec<&str> = lines[1..].iter().map(|line| line["data"].as_str().unwrap()).collect();
    assert_eq!(pieces, ["PAGE \"1\"", "PAGE 2"]);

    let history = staff().get(&format!("/api/conversations/{}", talk.conversation)).await.text;
    assert_eq!(history.matches("\"cobrowse_recorded\"").count(), 1, "{history}");
    assert!(!history.contains("PAGE"));
    let heard = talk.widget.heard.concat();
    assert!(!heard.contains("cobrowse_recorded"), "a recording is the staff's");
}
