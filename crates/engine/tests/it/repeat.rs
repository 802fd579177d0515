//! The same id again gets the same answer and changes nothing: while it is on its way, after it, after a restart, after the end.

use domain::{Code, Command};

use crate::world::{World, agent, code, customer, id, post, start_chat};

#[tokio::test]
async fn a_repeated_command_gets_the_first_answer_even_while_that_is_on_its_way() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    world.gate.close();
    let send =
        |text: &'static str| world.handle.command(customer("carl"), id("m1"), post(&chat, text));
    let (one, two, other, ()) = tokio::join!(send("hello"), send("hello"), send("else"), async {
        world.gate.somebody_waits().await;
        world.gate.open();
    });
    assert_eq!(one.clone().unwrap(), two.unwrap());
    assert_eq!(code(other), Code::IdReused);
    assert_eq!(send("hello").await.unwrap(), one.unwrap());
    assert_eq!(world.said(), ["Where is my parcel?", "hello"]);
}

#[tokio::test]
async fn ids_are_each_senders_own() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    world.handle.command(customer("carl"), id("m1"), post(&chat, "one")).await.unwrap();
    world.handle.command(agent("ann"), id("m1"), post(&chat, "two")).await.unwrap();
    assert_eq!(world.said(), ["Where is my parcel?", "one", "two"]);
}

#[tokio::test]
async fn a_repeated_command_gets_the_first_answer_after_a_restart() {
    let mut world = World::new().await;
    let start = || start_chat("c1", "carl");
    let started = world.handle.command(customer("carl"), id("s1"), start()).await.unwrap();
    let chat = started.chat.clone().unwrap();
    let pick = Command::PickChat { chat: chat.clone() };
    let picked = world.handle.command(agent("ann"), id("p1"), pick.clone()).await.unwrap();
    let said = world.handle.command(customer("carl"), id("m1"), post(&chat, "one")).await.unwrap();
    let refused = world.handle.command(agent("bob"), id("p2"), pick.clone()).await.unwrap_err();
    let status = Command::SetStatus { status: domain::StatusId::new("lunch") };
    let set = world.handle.command(agent("ann"), id("t1"), status.clone()).await.unwrap();
    let position = world.handle.position();

    for _ in 0..2 {
        world.restart().await;
        // The gateway makes a new conversation id for each request; the first one's answer tells which it became.
        let again = start_chat("c2", "carl");
        let again = world.handle.command(customer("carl"), id("s1"), again).await.unwrap();
        assert_eq!(again, started);
        let again = world.handle.command(agent("ann"), id("p1"), pick.clone()).await.unwrap();
        assert_eq!(again, picked);
        let again = post(&chat, "one");
        let again = world.handle.command(customer("carl"), id("m1"), again).await.unwrap();
        assert_eq!(again, said);
        let again = world.handle.command(agent("bob"), id("p2"), pick.clone()).await.unwrap_err();
        assert_eq!(again, refused);
        let again = world.handle.command(agent("ann"), id("t1"), status.clone()).await.unwrap();
        assert_eq!(again, set);
        assert_eq!(world.handle.position(), position);
    }
}

#[tokio::test]
async fn a_command_that_ended_the_chat_is_known_after_it_is_closed() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    let said = world.handle.command(customer("carl"), id("m1"), post(&chat, "one")).await.unwrap();
    world
        .does(&agent("ann"), Command::EndChat { chat: chat.clone(), resolve_ticket: false })
        .await
        .unwrap();
    let done = Command::CompleteWrapUp {
        chat: chat.clone(),
        incident: Default::default(),
        close_incident: false,
    };
    let first = world.handle.command(agent("ann"), id("w1"), done.clone()).await.unwrap();
    world.restart().await;
    let position = world.handle.position();
    assert_eq!(world.handle.command(agent("ann"), id("w1"), done.clone()).await.unwrap(), first);
    let again = world.handle.command(customer("carl"), id("m1"), post(&chat, "one")).await;
    assert_eq!(again.unwrap(), said);
    assert_eq!(world.handle.position(), position);
    assert_eq!(code(world.does(&agent("ann"), done).await), Code::ChatOver);
}

#[tokio::test]
async fn a_continued_conversation_is_continued_once() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    let said = world.handle.command(customer("carl"), id("m1"), post(&chat, "one")).await.unwrap();
    world
        .does(&agent("ann"), Command::EndChat { chat: chat.clone(), resolve_ticket: false })
        .await
        .unwrap();
    assert!(world.handle.closed(&domain::ConversationId::new("c1")).await.unwrap().is_none());
    let done = Command::CompleteWrapUp {
        chat: chat.clone(),
        incident: Default::default(),
        close_incident: false,
    };
    world.does(&agent("ann"), done).await.unwrap();
    let closed = world.handle.closed(&domain::ConversationId::new("c1")).await.unwrap().unwrap();
    let go_on = Command::ContinueConversation { closed: Box::new(closed), question: None };
    let first = world.handle.command(customer("carl"), id("g1"), go_on.clone()).await.unwrap();
    assert_eq!(first.chat.as_ref().unwrap().as_str(), "c1.2");

    world.restart().await;
    let recalled = world.handle.recall(customer("carl"), id("g1")).await.unwrap();
    assert_eq!(recalled, Some(Ok(first.clone())));
    assert_eq!(world.handle.recall(customer("carl"), id("g2")).await.unwrap(), None);
    let again = world.handle.command(customer("carl"), id("g1"), go_on).await.unwrap();
    assert_eq!(again, first);
    // What was said in the chat before is known too, although the new chat has seen no such command.
    let again = world.handle.command(customer("carl"), id("m1"), post(&chat, "one")).await;
    assert_eq!(again.unwrap(), said);
}

#[tokio::test]
async fn stored_answers_are_kept_a_day_and_then_pruned() {
    let world = World::new().await;
    let status = || Command::SetStatus { status: domain::StatusId::new("nowhere") };
    let refused = world.handle.command(agent("ann"), id("t1"), status()).await;
    assert_eq!(code(refused), Code::NotFound);
    let keys = |world: &World| {
        use store::JournalReader as _;
        world.disk.open().answer_keys(domain::Timestamp(0)).unwrap().len()
    };
    let before = keys(&world);
    world.clock.advance(domain::Millis(24 * 3_600_000));
    world.handle.wake();
    world.settle().await;
    assert_eq!(keys(&world), before);
    world.clock.advance(domain::Millis(2 * 3_600_000));
    world.handle.wake();
    world.settle().await;
    assert_eq!(keys(&world), 0);
}
