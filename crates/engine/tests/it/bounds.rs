//! What is bounded, and what happens at the bound.

use domain::Code;
use engine::Config;

use crate::world::{World, agent, customer, frames, id, post, staff, visitor};

#[tokio::test]
async fn a_session_that_does_not_keep_up_is_closed_and_others_are_not_slowed() {
    let config = Config { session_frames_max: 4, ..Config::default() };
    let mut world = World::with(config).await;
    let chat = world.engaged("c1", "carl", "ann").await;
    let mut slow = world.connect(visitor("carl", Some("c1"))).await;
    let mut quick = world.connect(staff("ann")).await;
    frames(&mut quick);
    frames(&mut slow);
    let position = world.handle.position();
    for n in 1..=4 {
        world.does(&agent("ann"), post(&chat, &format!("{n}"))).await.unwrap();
        assert_eq!(frames(&mut quick), [format!("ann says {n}")]);
    }
    assert_eq!(slow.session.closed(), None);
    world.does(&agent("ann"), post(&chat, "5")).await.unwrap();
    assert_eq!(frames(&mut quick), ["ann says 5"]);
    assert_eq!(slow.session.closed(), Some(engine::Reason::TooSlow));
    assert_eq!(
        frames(&mut slow),
        ["ann says 1", "ann says 2", "ann says 3", "ann says 4", "closed: TooSlow"]
    );
    drop(slow);
    let back = world.resume(visitor("carl", Some("c1")), position + 4).await;
    assert!(back.resumed);
    assert_eq!(back.missed.len(), 1);
}

#[tokio::test]
async fn past_the_bound_of_the_queue_commands_are_refused_at_once() {
    let config = Config { queue_max: 3, batch_max: 1, ..Config::default() };
    let mut world = World::with(config).await;
    let chat = world.engaged("c1", "carl", "ann").await;
    world.gate.close();
    let mut asked = Vec::new();
    let mut refused = None;
    // One is being committed, one is decided, three wait.
    for n in 0..100 {
        let (handle, chat) = (world.handle.clone(), chat.clone());
        let one = tokio::spawn(async move {
            let text = format!("{n}");
            handle.command(customer("carl"), id(&format!("m{n}")), post(&chat, &text)).await
        });
        if n == 0 {
            world.gate.somebody_waits().await;
        }
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        if one.is_finished() {
            refused = Some((n, one.await.unwrap()));
            break;
        }
        asked.push(one);
    }
    let (n, refusal) = refused.unwrap();
    assert_eq!(refusal.unwrap_err().code, Code::Busy);
    world.gate.open();
    for one in asked {
        one.await.unwrap().unwrap();
    }
    // It was not remembered: the same id is carried out when there is room.
    let again = post(&chat, &format!("{n}"));
    world.handle.command(customer("carl"), id(&format!("m{n}")), again).await.unwrap();
    let said = world.said();
    let expected: Vec<String> = (0..=n).map(|n| format!("{n}")).collect();
    assert_eq!(said[1..], expected);
}

#[tokio::test]
async fn after_a_stop_nothing_is_taken_and_what_waited_is_done() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    let mut ann = world.connect(staff("ann")).await;
    frames(&mut ann);
    world.gate.close();
    let (handle, to) = (world.handle.clone(), chat.clone());
    let said = tokio::spawn(async move {
        handle.command(customer("carl"), id("m1"), post(&to, "last words")).await
    });
    world.gate.somebody_waits().await;
    let handle = world.handle.clone();
    let stopping = tokio::spawn(async move { handle.stop().await });
    tokio::task::yield_now().await;
    let late = world.handle.command(customer("carl"), id("m2"), post(&chat, "late")).await;
    assert_eq!(late.unwrap_err().code, Code::ShuttingDown);
    world.gate.open();
    said.await.unwrap().unwrap();
    stopping.await.unwrap();
    let mut got = Vec::new();
    while let Some(out) = ann.frames.recv().await {
        got.push(crate::world::word(&out));
    }
    assert_eq!(got, ["carl says last words", "closed: ShuttingDown"]);
    let after = world.handle.read(|_| ()).await.unwrap_err();
    assert_eq!(after.code, Code::ShuttingDown);
}
