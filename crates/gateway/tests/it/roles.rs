//! Everything tried by those who may not.

use serde_json::{Value, json};

use crate::world::World;

fn for_staff(chat: &str, conversation: &str) -> Vec<Value> {
    vec![
        json!({"name": "set_status", "status": "away"}),
        json!({"name": "sign_out"}),
        json!({"name": "confirm_offer", "chat": chat}),
        json!({"name": "accept_offer", "chat": chat}),
        json!({"name": "decline_offer", "chat": chat}),
        json!({"name": "answer_unavailable", "chat": chat}),
        json!({"name": "pick_chat", "chat": chat}),
        json!({"name": "add_side_note", "chat": chat, "text": "x"}),
        json!({"name": "end_chat", "chat": chat}),
        json!({"name": "abandon_chat", "chat": chat}),
        json!({"name": "complete_wrap_up", "chat": chat}),
        json!({"name": "update_incident", "conversation": conversation, "incident": {"subject": "x"}}),
    ]
}

/// Of those who share a chat or watch it.
fn for_staff_together(chat: &str) -> Vec<Value> {
    let about = |name: &str| json!({"name": name, "chat": chat});
    let to_agent = |name: &str| json!({"name": name, "chat": chat, "agent": "sam"});
    let mut all: Vec<Value> = [
        "cancel_invitation",
        "accept_invitation",
        "decline_invitation",
        "answer_invitation_unavailable",
        "release_to_queue",
        "leave_conference",
        "start_monitoring",
        "start_coaching",
        "stop_watching",
        "join_chat",
        "hold_chat",
        "invite_to_cobrowse",
    ]
    .map(about)
    .into();
    all.extend(
        ["transfer_to_agent", "invite_to_conference", "make_lead", "reassign_chat"].map(to_agent),
    );
    all.extend([
        json!({"name": "transfer_to_queue", "chat": chat, "queue": "billing"}),
        json!({"name": "set_agent_status", "agent": "sam", "status": "away"}),
        json!({"name": "post_internal", "chat": chat, "text": "x", "visibility": "int"}),
        json!({"name": "push_link", "chat": chat, "url": "https://a.example", "title": "x"}),
    ]);
    all
}

fn for_admins() -> Vec<Value> {
    let agent =
        json!({"id": "eve", "name": "Eve", "role": "admin", "profile": "standard", "queues": []});
    vec![
        json!({"name": "put_agent", "agent": agent}),
        json!({"name": "remove_agent", "agent": "sam"}),
        json!({"name": "put_queue", "queue": {"id": "q", "name": "Q", "allocation": "offer",
               "balance": "longest_idle", "priority": 0, "waiting_max": null, "enabled": true}}),
        json!({"name": "remove_queue", "queue": "billing"}),
        json!({"name": "remove_profile", "profile": "standard"}),
        json!({"name": "put_status", "status": {"id": "s", "name": "S", "takes_chats": true}}),
        json!({"name": "remove_status", "status": "away"}),
        json!({"name": "put_topic", "topic": {"id": "t", "name": "T", "queue": "general", "enabled": true}}),
        json!({"name": "remove_topic", "topic": "t"}),
        json!({"name": "put_standard_text", "standard_text": {"id": "t", "name": "T", "text": "x"}}),
        json!({"name": "remove_standard_text", "standard_text": "t"}),
        json!({"name": "put_article", "article": {"id": "a", "title": "A", "body": "x"}}),
        json!({"name": "remove_article", "article": "a"}),
        json!({"name": "set_prompt", "prompt": {"prompt": "welcome", "language": "en", "text": "x"}}),
        json!({"name": "set_setting", "setting": "idle_alert", "value": "1s"}),
        json!({"name": "put_tenant", "tenant": {"name": "Evil", "time_zone": "UTC"}}),
    ]
}

#[tokio::test]
async fn a_customer_may_do_only_what_customers_do() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    let position = world.engine.position();
    let all = for_staff(&talk.chat, &talk.conversation).into_iter();
    let all = all.chain(for_staff_together(&talk.chat)).chain(for_admins());
    for (n, command) in all.enumerate() {
        talk.widget.refused(&format!("x{n}"), command, "not_allowed").await;
    }
    let draft = json!({"conversation": talk.conversation, "field": "reply", "text": "x", "written_at_ms": 1});
    talk.widget.send(json!({"type": "save_draft", "id": "d", "draft": draft})).await;
    assert_eq!(talk.widget.answer("d").await["problem"]["code"], "not_allowed");
    assert_eq!(world.engine.position(), position);
}

#[tokio::test]
async fn another_customer_may_do_nothing_in_a_chat() {
    let world = World::new().await;
    let talk = world.talk().await;
    let (mut other, _) = world.widget(&world.customer().await, "other").await;
    let post = json!({"name": "post_message", "chat": talk.chat, "text": "boo"});
    other.refused("p", post, "not_found").await;
    other.refused("l", json!({"name": "leave_chat", "chat": talk.chat}), "not_found").await;
    other.refused("c", json!({"name": "continue_conversation"}), "not_found").await;
}

#[tokio::test]
async fn an_agent_changes_no_directory_and_acts_in_no_chat_of_others() {
    let world = World::new().await;
    let talk = world.talk().await;
    let (mut sam, _) = world.desk(&world.sign_in("sam").await, "sam").await;
    sam.settle().await;
    let position = world.engine.position();
    for (n, command) in for_admins().into_iter().enumerate() {
        sam.refused(&format!("x{n}"), command, "not_allowed").await;
    }
    sam.refused("s", json!({"name": "start_chat"}), "not_allowed").await;
    sam.refused("c", json!({"name": "continue_conversation"}), "not_allowed").await;
    let post = json!({"name": "post_message", "chat": talk.chat, "text": "x"});
    sam.refused("p", post, "session_lost").await;
    sam.refused("e", json!({"name": "end_chat", "chat": talk.chat}), "session_lost").await;
    let draft = json!({"conversation": talk.conversation, "field": "reply", "text": "x", "written_at_ms": 1});
    sam.send(json!({"type": "save_draft", "id": "d", "draft": draft})).await;
    assert_eq!(sam.answer("d").await["problem"]["code"], "not_allowed");
    assert_eq!(world.engine.position(), position);
}

#[tokio::test]
async fn an_admin_changes_the_directory_and_all_of_the_staff_hear_of_it() {
    let world = World::new().await;
    let (mut dana, _) = world.desk(&world.sign_in("dana").await, "dana").await;
    let (mut ada, _) = world.desk(&world.sign_in("ada").await, "ada").await;
    let set = json!({"name": "set_setting", "setting": "idle_alert", "value": "1s"});
    ada.command("s", set).await;
    assert_eq!(ada.answer("s").await["type"], "ack");
    assert_eq!(dana.event("setting_changed").await["data"]["value"], "1s");
    let agent = json!({"id": "dana", "name": "Dana", "role": "supervisor", "profile": "standard", "queues": []});
    ada.command("a", json!({"name": "put_agent", "agent": agent})).await;
    // What she may see has changed: she starts anew.
    let snapshot = dana.until(|f| f["type"] == "desk_snapshot").await;
    assert_eq!(snapshot["state"]["me"]["role"], "supervisor");
    dana.command("st", json!({"name": "set_status", "status": "away"})).await;
    let changed = dana.event("agent_status_changed").await;
    assert_eq!(changed["actor"], json!({"type": "supervisor", "id": "dana"}));
    ada.command("r", json!({"name": "remove_agent", "agent": "dana"})).await;
    assert_eq!(dana.closing().await, ("signed_out".to_owned(), false));
}
