//! Nothing is acknowledged, told or read before it is durable.

use domain::Code;

use crate::world::{World, agent, code, customer, frames, id, post, staff, start_chat};

#[tokio::test]
async fn an_answer_waits_for_the_commit_and_so_does_what_others_get() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    let mut ann = world.connect(staff("ann")).await;
    frames(&mut ann);
    let before = world.handle.position();

    world.gate.close();
    let handle = world.handle.clone();
    let said = tokio::spawn(async move {
        handle.command(customer("carl"), id("m1"), post(&chat, "hello")).await
    });
    world.gate.somebody_waits().await;
    let handle = world.handle.clone();
    let reading = tokio::spawn(async move { handle.read(|core| core.state.position).await });
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!said.is_finished() && !reading.is_finished());
    assert_eq!(frames(&mut ann), [""; 0]);
    assert_eq!(world.handle.position(), before);
    assert_eq!(world.said(), ["Where is my parcel?"]);

    world.gate.open();
    let answer = said.await.unwrap().unwrap();
    assert_eq!(answer.seq, before + 1);
    assert_eq!(reading.await.unwrap().unwrap(), before + 1);
    assert_eq!(frames(&mut ann), ["carl says hello"]);
}

#[tokio::test]
async fn what_waits_during_a_commit_shares_the_next_one_in_order() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    world.gate.close();
    let mut asked = Vec::new();
    for n in 0..50 {
        let (handle, chat) = (world.handle.clone(), chat.clone());
        asked.push(tokio::spawn(async move {
            let text = format!("line {n}");
            handle.command(customer("carl"), id(&format!("m{n}")), post(&chat, &text)).await
        }));
        // Each takes its place when it is first polled.
        tokio::task::yield_now().await;
    }
    world.gate.open();
    for one in asked {
        one.await.unwrap().unwrap();
    }
    let said = world.said();
    let expected: Vec<String> = (0..50).map(|n| format!("line {n}")).collect();
    assert_eq!(said[1..], expected);
}

#[tokio::test]
async fn the_answer_to_a_submitted_command_comes_after_its_events() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    let mut ann = world.connect(staff("ann")).await;
    for n in 1..=3 {
        let text = format!("{n}");
        let id = id(&format!("m{n}"));
        world.handle.submit(&ann.session, agent("ann"), id, post(&chat, &text)).unwrap();
    }
    let empty = post(&chat, " ");
    world.handle.submit(&ann.session, agent("ann"), id("m4"), empty).unwrap();
    world.settle().await;
    assert_eq!(
        frames(&mut ann),
        [
            "ann says 1",
            "m1 done",
            "ann says 2",
            "m2 done",
            "ann says 3",
            "m3 done",
            "m4 refused: invalid"
        ]
    );
}

#[tokio::test]
async fn of_two_who_pick_at_once_one_wins_and_the_other_is_told_who() {
    let mut world = World::new().await;
    for round in 0..20 {
        let conversation = format!("c{round}");
        let chat = world.chat(&conversation, "carl").await;
        let pick = domain::Command::PickChat { chat: chat.clone() };
        let (one, two) = tokio::join!(
            world.handle.command(agent("ann"), id(&format!("a{round}")), pick.clone()),
            world.handle.command(agent("bob"), id(&format!("b{round}")), pick),
        );
        assert!(one.is_ok());
        let refusal = two.unwrap_err();
        assert_eq!((refusal.code, refusal.limit.as_deref()), (Code::Taken, Some("ann")));
        let end = domain::Command::EndChat { chat: chat.clone(), resolve_ticket: false };
        world.does(&agent("ann"), end).await.unwrap();
        let done = domain::Command::CompleteWrapUp {
            chat,
            incident: Default::default(),
            close_incident: true,
        };
        world.does(&agent("ann"), done).await.unwrap();
    }
}

#[tokio::test]
async fn a_customers_sessions_become_those_of_the_chat_it_asks_for() {
    let mut world = World::new().await;
    let mut carl = world.connect(crate::world::visitor("carl", None)).await;
    let ask = start_chat("c1", "carl");
    world.handle.submit(&carl.session, customer("carl"), id("m1"), ask).unwrap();
    world.settle().await;
    let got = frames(&mut carl);
    assert_eq!(
        got,
        ["chat_created", "carl says Where is my parcel?", "m1 done", "place 1"],
        "never the incident"
    );
    let second = world.does(&customer("carl"), start_chat("c1", "carl")).await;
    assert_eq!(code(second), Code::AlreadyOpen);
}
