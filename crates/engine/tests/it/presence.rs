//! Who is heard: one party in several sessions, silence and its end, restarts and stand-stills.

use domain::{Millis, Timestamp};

use crate::world::{World, customer, frames, post, staff, visitor};

fn only(words: Vec<String>, wanted: &str) -> Vec<String> {
    words.into_iter().filter(|word| word.contains(wanted)).collect()
}

#[tokio::test]
async fn closing_one_of_two_tabs_is_nothing() {
    let mut world = World::new().await;
    world.engaged("c1", "carl", "ann").await;
    let one = world.connect(staff("ann")).await;
    let two = world.connect(staff("ann")).await;
    let mut carl = world.connect(visitor("carl", Some("c1"))).await;
    frames(&mut carl);
    drop(one);
    world.pass(Millis::secs(120), &[&two.session, &carl.session]).await;
    assert_eq!(frames(&mut carl), [""; 0]);
    drop(two);
    world.settle().await;
    assert_eq!(frames(&mut carl), ["ann is Interrupted"]);
}

#[tokio::test]
async fn two_silent_heartbeats_interrupt_and_the_first_frame_ends_it() {
    let mut world = World::new().await;
    world.engaged("c1", "carl", "ann").await;
    let mut ann = world.connect(staff("ann")).await;
    let carl = world.connect(visitor("carl", Some("c1"))).await;
    frames(&mut ann);
    world.pass(Millis::secs(9), &[&ann.session]).await;
    assert_eq!(frames(&mut ann), [""; 0]);
    world.pass(Millis::secs(4), &[&ann.session]).await;
    assert_eq!(frames(&mut ann), ["carl is Interrupted"]);
    carl.session.heard();
    world.settle().await;
    assert_eq!(frames(&mut ann), ["carl is Present"]);
}

#[tokio::test]
async fn an_agent_that_stays_away_is_lost_and_starts_clean_when_it_comes_back() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    let ann = world.connect(staff("ann")).await;
    let mut carl = world.connect(visitor("carl", Some("c1"))).await;
    let position = world.handle.position();
    frames(&mut carl);
    drop(ann);
    world.settle().await;
    assert_eq!(frames(&mut carl), ["ann is Interrupted"]);
    world.pass(Millis(19_999), &[&carl.session]).await;
    assert_eq!(frames(&mut carl), [""; 0]);
    world.pass(Millis(1), &[&carl.session]).await;
    assert_eq!(frames(&mut carl), ["agent_absent"]);
    world.pass(Millis(39_999), &[&carl.session]).await;
    assert_eq!(frames(&mut carl), [""; 0]);
    world.pass(Millis(1), &[&carl.session]).await;
    let got = frames(&mut carl);
    assert_eq!(only(got.clone(), "agent_lost"), ["agent_lost"], "{got:?}");
    assert_eq!(only(got.clone(), "place"), ["place 1"], "{got:?}");

    let ann = world.resume(staff("ann"), position).await;
    assert!(!ann.resumed);
    assert_eq!(ann.lost, Some(vec![chat]));
}

#[tokio::test]
async fn a_restart_loses_nobody_who_comes_back() {
    let mut world = World::new().await;
    world.engaged("c1", "carl", "ann").await;
    let ann = world.connect(staff("ann")).await;
    let carl = world.connect(visitor("carl", Some("c1"))).await;
    // They have been heard long ago: the time before the restart does not count.
    world.pass(Millis::secs(9), &[]).await;
    drop((ann, carl));
    world.restart().await;
    world.pass(Millis(19_000), &[]).await;
    let ann = world.connect(staff("ann")).await;
    let carl = world.connect(visitor("carl", Some("c1"))).await;
    assert!(ann.lost.is_none() && carl.lost.is_none());
    world.pass(Millis::secs(120), &[&ann.session, &carl.session]).await;
    let state = world.state().await;
    let conversation = state.conversations.values().next().unwrap();
    assert_eq!(conversation.chat.as_str(), "c1.1");
    assert!(!conversation.customer_absent && !conversation.participants[0].absent);
}

#[tokio::test]
async fn a_stand_still_of_the_machine_loses_nobody() {
    let mut world = World::new().await;
    world.engaged("c1", "carl", "ann").await;
    let ann = world.connect(staff("ann")).await;
    let mut carl = world.connect(visitor("carl", Some("c1"))).await;
    frames(&mut carl);
    world.clock.advance(Millis::secs(300));
    world.handle.wake();
    world.settle().await;
    world.pass(Millis::secs(8), &[&ann.session, &carl.session]).await;
    assert_eq!(frames(&mut carl), ["idle_alert"], "only what has nothing to do with being heard");
}

#[tokio::test]
async fn who_sends_without_a_session_is_heard_then() {
    let mut world = World::new().await;
    let chat = world.engaged("c1", "carl", "ann").await;
    let ann = world.connect(staff("ann")).await;
    // carl has no socket, but speaks every 50 seconds.
    for n in 0..4 {
        world.pass(Millis::secs(50), &[&ann.session]).await;
        world.does(&customer("carl"), post(&chat, &format!("{n}"))).await.unwrap();
    }
    let state = world.state().await;
    assert_eq!(state.conversations.len(), 1);
    assert!(!state.conversations.values().next().unwrap().customer_absent);
    world.pass(Millis::secs(61), &[&ann.session]).await;
    let late = world.does(&customer("carl"), post(&chat, "late")).await.unwrap_err();
    assert_eq!(late.code, domain::Code::ChatOver);
}

#[tokio::test]
async fn a_wall_clock_that_is_set_back_holds_no_limit_up() {
    let mut world = World::new().await;
    world.engaged("c1", "carl", "ann").await;
    let ann = world.connect(staff("ann")).await;
    let mut carl = world.connect(visitor("carl", Some("c1"))).await;
    frames(&mut carl);
    drop(ann);
    world.settle().await;
    assert_eq!(frames(&mut carl), ["ann is Interrupted"]);
    let began = world.handle.now();
    world.clock.set_wall(Timestamp(began.0 - 3_600_000));
    // While the wall clock is behind, the log's time leaves out one millisecond of ten: 20 seconds take a little longer.
    world.pass(Millis(22_000), &[&carl.session]).await;
    assert_eq!(frames(&mut carl), [""; 0]);
    world.pass(Millis(223), &[&carl.session]).await;
    assert_eq!(frames(&mut carl), ["agent_absent"]);
    assert_eq!(world.state().await.at, began + Millis(20_001));
}

#[tokio::test]
async fn after_a_restart_under_a_wall_clock_set_back_time_goes_on_from_the_last_event() {
    let mut world = World::new().await;
    world.engaged("c1", "carl", "ann").await;
    let last = world.state().await.at;
    world.clock.set_wall(Timestamp(last.0 - 3_600_000));
    world.restart().await;
    assert_eq!(world.handle.now(), last);
    let mut carl = world.connect(visitor("carl", Some("c1"))).await;
    frames(&mut carl);
    world.pass(Millis(22_223), &[&carl.session]).await;
    assert_eq!(frames(&mut carl), ["agent_absent"], "nobody waits an hour for the wall clock");
}
