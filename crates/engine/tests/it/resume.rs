//! A client that says where it was gets exactly what it missed, or a snapshot.

use domain::{Command, Millis, Party};
use engine::{Config, Connected};

use crate::world::{World, agent, customer, frames, post, put_agent, staff, visitor};

fn missed<S>(connected: &Connected<S>) -> Vec<String> {
    let out = |line: &std::sync::Arc<engine::Line>| engine::Out::Event(line.clone());
    connected.missed.iter().map(|line| crate::world::word(&out(line))).collect()
}

#[tokio::test]
async fn a_client_that_comes_back_gets_what_it_missed_and_no_more() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    let other = world.engaged("c2", "dora", "bob").await;
    let carl = world.connect(visitor("carl", Some("c1"))).await;
    assert!(!carl.resumed && carl.missed.is_empty());
    assert_eq!(carl.snapshot.position, carl.position);
    let position = carl.position;
    drop(carl);

    world.does(&agent("ann"), post(&chat, "are you there?")).await.unwrap();
    let note = Command::AddSideNote { chat: chat.clone(), text: "gone?".into() };
    world.does(&agent("ann"), note).await.unwrap();
    world.does(&agent("bob"), post(&other, "not for carl")).await.unwrap();

    let mut carl = world.resume(visitor("carl", Some("c1")), position).await;
    assert!(carl.resumed);
    assert_eq!(missed(&carl), ["ann says are you there?"]);
    world.does(&agent("ann"), post(&chat, "ah")).await.unwrap();
    assert_eq!(frames(&mut carl), ["ann says ah"]);

    let again = world.resume(visitor("carl", Some("c1")), world.handle.position()).await;
    assert!(again.resumed && again.missed.is_empty());
}

#[tokio::test]
async fn a_client_resumes_over_a_restart() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    let position = world.handle.position();
    world.does(&customer("carl"), post(&chat, "one")).await.unwrap();
    world.restart().await;
    world.does(&customer("carl"), post(&chat, "two")).await.unwrap();
    let ann = world.resume(staff("ann"), position).await;
    assert!(ann.resumed);
    assert_eq!(missed(&ann), ["carl says one", "carl says two", "agent_status_changed"]);
}

#[tokio::test]
async fn a_position_that_cannot_be_resumed_gets_a_snapshot() {
    let config = Config { ring_max: 4, ..Config::default() };
    let mut world = World::with(config).await;
    let chat = world.engaged("c1", "carl", "ann").await;
    for n in 0..6 {
        world.does(&customer("carl"), post(&chat, &format!("{n}"))).await.unwrap();
    }
    let last = world.handle.position();
    let carl = || visitor("carl", Some("c1"));
    assert!(world.resume(carl(), last - 4).await.resumed);
    assert!(!world.resume(carl(), last - 5).await.resumed);
    // A position of the future, or of another journal, is no position.
    assert!(!world.resume(carl(), last + 1).await.resumed);
    let foreign = Some(("another", last));
    let connected = world.handle.connect(carl(), foreign, |_, resumed| resumed).await.unwrap();
    assert!(!connected.resumed && !connected.snapshot);
}

#[tokio::test]
async fn nothing_is_between_the_snapshot_and_what_follows() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    world.gate.close();
    let handle = world.handle.clone();
    let before = world.handle.position();
    let mut asked = Vec::new();
    for n in 0..20 {
        let (handle, chat) = (handle.clone(), chat.clone());
        asked.push(tokio::spawn(async move {
            let id = crate::world::id(&format!("m{n}"));
            handle.command(customer("carl"), id, post(&chat, "x")).await
        }));
        tokio::task::yield_now().await;
    }
    let other = world.handle.clone();
    let connecting = tokio::spawn(async move {
        other.connect(visitor("carl", Some("c1")), None, |core, _| core.state.position).await
    });
    tokio::task::yield_now().await;
    asked.push(tokio::spawn({
        let (handle, chat) = (handle.clone(), chat.clone());
        async move {
            handle.command(customer("carl"), crate::world::id("m20"), post(&chat, "y")).await
        }
    }));
    tokio::task::yield_now().await;
    world.gate.open();
    for one in asked {
        one.await.unwrap().unwrap();
    }
    let mut carl = connecting.await.unwrap().unwrap();
    assert_eq!((carl.snapshot, carl.position), (before + 20, before + 20));
    let engine::Out::Event(line) = carl.frames.recv().await.unwrap() else { panic!() };
    assert_eq!(line.recorded.seq, before + 21);
}

#[tokio::test]
async fn an_agent_whose_queues_change_starts_from_a_snapshot() {
    let mut world = World::new().await;
    let mut ann = world.connect(staff("ann")).await;
    frames(&mut ann);
    let position = world.handle.position();
    world.does(&Party::system(), put_agent("ann", &["billing"])).await.unwrap();
    assert_eq!(frames(&mut ann), ["agent_changed", "resync"]);
    // The queue is no longer hers.
    world.chat("c1", "carl").await;
    assert_eq!(frames(&mut ann), [""; 0]);
    assert!(!world.resume(staff("ann"), position).await.resumed);
    assert!(world.resume(staff("ann"), position + 1).await.resumed);
    world.pass(Millis(10), &[]).await;
}

#[tokio::test]
async fn an_agent_that_is_removed_is_signed_out() {
    let mut world = World::new().await;
    let mut ann = world.connect(staff("ann")).await;
    frames(&mut ann);
    let gone = Command::RemoveAgent { agent: domain::AgentId::new("ann") };
    world.does(&Party::system(), gone).await.unwrap();
    assert_eq!(frames(&mut ann), ["agent_removed", "closed: SignedOut"]);
    assert_eq!(ann.session.closed(), Some(engine::Reason::SignedOut));
    let refused = world.handle.connect(staff("ann"), None, |_, _| ()).await.unwrap_err();
    assert_eq!(refused.code, domain::Code::NotAllowed);
}
