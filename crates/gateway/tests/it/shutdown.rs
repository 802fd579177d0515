//! A clean end: everyone is told, nothing that was taken is dropped.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn everyone_is_told_and_what_was_taken_is_answered() {
    let mut world = World::new().await;
    let mut talk = world.talk().await;
    for n in 0..10 {
        let post = json!({"name": "post_message", "chat": talk.chat, "text": format!("m{n}")});
        talk.widget.command(&format!("m{n}"), post).await;
    }
    talk.widget.answer("m0").await;
    let begun = Instant::now();
    world.begin_to_stop();
    let mut acknowledged = 1;
    let closing = loop {
        let frame = talk.widget.next().await.unwrap();
        match frame["type"].as_str().unwrap() {
            "ack" => acknowledged += 1,
            "closing" => break frame,
            _ => {}
        }
    };
    assert_eq!(closing, json!({"type": "closing", "reason": "shutting_down", "reconnect": true}));
    assert_eq!(talk.desk.closing().await, ("shutting_down".to_owned(), true));
    assert_eq!(talk.widget.next().await, None);
    let disk = world.disk.clone();
    world.stop().await;
    assert!(begun.elapsed() < Duration::from_secs(10));
    let mut kept = 0;
    let mut each = |recorded: domain::Recorded| {
        kept += usize::from(
            recorded.event.command.as_ref().is_some_and(|c| c.as_str().starts_with('m')),
        );
        std::ops::ControlFlow::Continue(())
    };
    store::JournalReader::scan(&disk.open(), 1, &mut each).unwrap();
    assert!(kept >= acknowledged, "{acknowledged} were acknowledged, {kept} are there");
}

#[tokio::test]
async fn who_asks_while_the_journal_is_replayed_is_told_so() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let http = crate::client::Http::new(listener.local_addr().unwrap());
    let asking = async {
        let ready = http.get("/health/ready").await;
        ready.refused(503, "busy");
        assert_eq!(ready.body["retry"], true);
        assert_eq!(http.get("/health/live").await.status, 200);
        http.get("/api/socket").await.refused(503, "busy");
    };
    tokio::select! {
        () = asking => {}
        never = gateway::answer_while_starting(&listener) => match never {},
    }
}
