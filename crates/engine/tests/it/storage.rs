//! Storage that fails: nothing is half done, nobody is lied to, and it serves again by itself.

use domain::{AgentId, Code, Millis, Who};
use engine::{Config, Health};
use store::{Fault, JournalReader as _};

use crate::world::{World, agent, code, customer, frames, id, post, staff, visitor};

async fn until_it_serves(world: &World) {
    let health = world.handle.health();
    for _ in 0..100_000 {
        // What is read was looked at after the failure was noticed.
        let is_read = world.handle.read(|_| ()).await.is_ok();
        if is_read && *health.borrow() == Health::Serving {
            return world.settle().await;
        }
        world.clock.advance(Millis::secs(1));
        world.handle.wake();
        tokio::task::yield_now().await;
    }
    panic!("it does not serve again");
}

#[tokio::test]
async fn a_full_disk_refuses_and_serves_again_when_there_is_room() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    let mut ann = world.connect(staff("ann")).await;
    frames(&mut ann);
    let before = world.state().await;
    world.faults.stand(Fault::Full);
    let refused = world.handle.command(customer("carl"), id("m1"), post(&chat, "one")).await;
    assert_eq!(code(refused), Code::StorageUnavailable);
    for n in 0..3 {
        world.clock.advance(Millis::secs(1));
        world.handle.wake();
        let id = id(&format!("n{n}"));
        let refused = world.handle.command(customer("carl"), id, post(&chat, "more")).await;
        assert_eq!(code(refused), Code::StorageUnavailable);
    }
    assert_eq!(*world.handle.health().borrow(), Health::StorageUnavailable);
    assert_eq!(frames(&mut ann), [""; 0]);
    // What is there can still be looked at.
    assert_eq!(world.state().await, before);
    let carl = world.connect(visitor("carl", Some("c1"))).await;
    assert_eq!(carl.snapshot, before);

    world.faults.clear();
    until_it_serves(&world).await;
    world.handle.command(customer("carl"), id("m1"), post(&chat, "one")).await.unwrap();
    assert_eq!(world.said(), ["Where is my parcel?", "one"]);
    let told = frames(&mut ann);
    assert!(told.contains(&"carl says one".to_owned()), "{told:?}");
    assert_eq!(world.state().await, world.replayed());
}

#[tokio::test]
async fn a_disk_that_is_full_for_longer_than_the_limits_loses_nobody() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    let ann = world.connect(staff("ann")).await;
    let carl = world.connect(visitor("carl", Some("c1"))).await;
    world.faults.stand(Fault::Full);
    let refused = world.handle.command(customer("carl"), id("m1"), post(&chat, "one")).await;
    assert_eq!(code(refused), Code::StorageUnavailable);
    for n in 0..90 {
        world.clock.advance(Millis::secs(1));
        ann.session.heard();
        carl.session.heard();
        world.handle.wake();
        let refused =
            world.handle.command(customer("carl"), id(&format!("n{n}")), post(&chat, "x"));
        assert_eq!(code(refused.await), Code::StorageUnavailable);
    }
    world.faults.clear();
    until_it_serves(&world).await;
    world.handle.command(customer("carl"), id("m1"), post(&chat, "one")).await.unwrap();
    let state = world.state().await;
    let open = state.conversations.values().next().unwrap();
    assert_eq!(open.chat, chat, "no other chat has continued it");
    assert!(open.lead().is_some_and(|lead| !lead.absent) && !open.customer_absent);
}

#[tokio::test]
async fn of_what_was_decided_while_a_commit_failed_nothing_is_done() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    world.gate.close();
    world.faults.script([Some(Fault::Full)]);
    let mut asked = Vec::new();
    for n in 0..80 {
        let (handle, chat) = (world.handle.clone(), chat.clone());
        asked.push(tokio::spawn(async move {
            handle.command(customer("carl"), id(&format!("m{n}")), post(&chat, "x")).await
        }));
        tokio::task::yield_now().await;
    }
    world.gate.somebody_waits().await;
    world.gate.open();
    for one in asked {
        let result = one.await.unwrap();
        // Those that came after it served again are done; the others are refused as passing.
        assert!(result.is_ok() || code(result) == Code::StorageUnavailable);
    }
    until_it_serves(&world).await;
    for n in 0..80 {
        let id = id(&format!("m{n}"));
        world.handle.command(customer("carl"), id, post(&chat, "x")).await.unwrap();
    }
    assert_eq!(world.said().len(), 81);
    assert_eq!(world.state().await, world.replayed());
}

#[tokio::test]
async fn a_commit_in_doubt_that_is_durable_is_told_and_answered_once() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    let mut ann = world.connect(staff("ann")).await;
    frames(&mut ann);
    world.faults.script([Some(Fault::AfterCommit)]);
    let refused = world.handle.command(customer("carl"), id("m1"), post(&chat, "one")).await;
    assert_eq!(code(refused), Code::StorageUnavailable);
    until_it_serves(&world).await;
    let told = frames(&mut ann);
    assert_eq!(told.iter().filter(|word| *word == "carl says one").count(), 1, "{told:?}");
    let answer = world.handle.command(customer("carl"), id("m1"), post(&chat, "one")).await;
    assert!(answer.unwrap().seq > 0);
    assert_eq!(world.said(), ["Where is my parcel?", "one"]);
    assert_eq!(world.state().await, world.replayed());
    // History is read from the journal as it was opened again.
    let history = world.handle.history(&domain::ConversationId::new("c1"), None, 1).await.unwrap();
    assert_eq!(history.len(), 1);
}

#[tokio::test]
async fn a_commit_in_doubt_that_is_not_durable_is_done_when_it_comes_again() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    world.faults.script([Some(Fault::Io)]);
    let refused = world.handle.command(customer("carl"), id("m1"), post(&chat, "one")).await;
    assert_eq!(code(refused), Code::StorageUnavailable);
    until_it_serves(&world).await;
    assert_eq!(world.said(), ["Where is my parcel?"]);
    world.handle.command(customer("carl"), id("m1"), post(&chat, "one")).await.unwrap();
    assert_eq!(world.said(), ["Where is my parcel?", "one"]);
}

#[tokio::test]
async fn after_a_crash_the_state_is_what_the_journal_replays_to() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    world.does(&customer("carl"), post(&chat, "kept")).await.unwrap();
    world.disk.hold_back_syncs();
    // A disk that lies: these are answered and lost, which the journal's own check must find; here it shows that nothing else is.
    world.does(&customer("carl"), post(&chat, "lost")).await.unwrap();
    world.crash_and_restart().await;
    assert_eq!(world.said(), ["Where is my parcel?", "kept"]);
    assert_eq!(world.state().await, world.replayed());
    world.does(&agent("ann"), post(&chat, "on")).await.unwrap();
    assert_eq!(world.state().await, world.replayed());
}

#[tokio::test]
async fn a_start_from_a_snapshot_is_the_same_as_from_zero() {
    let config = Config { snapshot_every: 20, ..Config::default() };
    let mut world = World::with(config).await;
    let chat = world.engaged("c1", "carl", "ann").await;
    world.chat("c2", "dora").await;
    for n in 0..100 {
        world.does(&customer("carl"), post(&chat, &format!("{n}"))).await.unwrap();
    }
    let before = world.state().await;
    world.restart().await;
    let snapshots = store::Journal::snapshots(&world.disk.open()).newest(9).unwrap();
    assert!(!snapshots.is_empty());
    assert_eq!(world.state().await, before);
    assert_eq!(world.state().await, world.replayed());
    assert_eq!(world.disk.open().last_seq().unwrap(), before.position);
    // A thread that takes breaths reads them in pieces, and reads the same.
    let journal = world.disk.open();
    let (reader, kept) =
        (store::Journal::reader(&journal).unwrap(), store::Journal::snapshots(&journal));
    let at_once = engine::check(&*reader, &*kept).unwrap();
    store::background::take_breaths(true);
    let in_pieces = engine::check(&*reader, &*kept).unwrap();
    store::background::take_breaths(false);
    assert_eq!((at_once.snapshots.len(), &at_once), (snapshots.len(), &in_pieces));
    // One that cannot be read is passed over.
    let mut store = store::Journal::snapshots(&world.disk.open());
    store.save(before.position, b"holdfast state 99\n{}").unwrap();
    world.restart().await;
    assert_eq!(world.state().await, before);
}

#[tokio::test]
async fn a_state_that_is_kept_between_snapshots_follows_the_log() {
    let config = Config { snapshot_every: 1_500, ..Config::default() };
    let mut world = World::with(config).await;
    let chat = world.engaged("c1", "carl", "ann").await;
    // The second snapshot is made from the state of the first, which has followed the log in between.
    for n in 0..3_300 {
        world.does(&customer("carl"), post(&chat, &format!("{n}"))).await.unwrap();
    }
    let before = world.state().await;
    world.restart().await;
    let journal = world.disk.open();
    let (reader, kept) =
        (store::Journal::reader(&journal).unwrap(), store::Journal::snapshots(&journal));
    assert!(kept.newest(9).unwrap().len() >= 2);
    engine::check(&*reader, &*kept).unwrap();
    assert_eq!(world.state().await, before);
    assert_eq!(world.state().await, world.replayed());
}

#[tokio::test]
async fn a_damaged_journal_ends_the_engine_and_says_why() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    let mut ann = world.connect(staff("ann")).await;
    frames(&mut ann);
    world.gate.damage();
    let refused = world.handle.command(customer("carl"), id("m1"), post(&chat, "one")).await;
    assert_eq!(code(refused), Code::StorageUnavailable);
    let mut health = world.handle.health();
    let ended = health.wait_for(|health| matches!(health, Health::Ended(_))).await.unwrap().clone();
    let why = "the journal is damaged: page 7 is not what was written";
    assert_eq!(ended, Health::Ended(Some(why.to_owned())));
    let refused = world.handle.command(customer("carl"), id("m2"), post(&chat, "two")).await;
    assert_eq!(code(refused), Code::ShuttingDown);
    while let Some(out) = ann.frames.recv().await {
        assert_eq!(crate::world::word(&out), "closed: ShuttingDown");
    }
    assert_eq!(world.said(), ["Where is my parcel?"]);
}

#[tokio::test]
async fn whose_frame_comes_first_when_it_serves_again_is_heard_at_once() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    let ann = world.connect(staff("ann")).await;
    let mut carl = world.connect(visitor("carl", Some("c1"))).await;
    world.faults.stand(Fault::Full);
    let refused = world.handle.command(agent("ann"), id("m1"), post(&chat, "one")).await;
    assert_eq!(code(refused), Code::StorageUnavailable);
    for _ in 0..30 {
        world.clock.advance(Millis::secs(1));
        world.handle.wake();
        let refused = world.handle.command(agent("ann"), id("m1"), post(&chat, "one")).await;
        assert_eq!(code(refused), Code::StorageUnavailable);
    }
    world.faults.clear();
    until_it_serves(&world).await;
    frames(&mut carl);
    // Everyone had a full interval from then on. Ann's frame comes at the end of it, between two looks at who is silent.
    let ann_is = Who::Agent(AgentId::new("ann"));
    let silent = world.handle.read(move |core| core.live.silent.get(&ann_is).copied()).await;
    let absent_at = silent.unwrap().unwrap() + Millis(20_000);
    let left = absent_at - world.handle.now();
    world.pass(Millis(left.0 - 100), &[&carl.session]).await;
    ann.session.heard();
    world.settle().await;
    world.pass(Millis(200), &[&carl.session]).await;
    assert_eq!(frames(&mut carl), ["ann is Present"]);
}
