//! What is told live and is not history: typing, seen marks, drafts, places.

use domain::{AgentId, ConversationId, Millis, Timestamp};
use engine::Signal;

use crate::world::{World, agent, customer, frames, staff, visitor};

fn typing(party: domain::Party, text: Option<&str>) -> Signal {
    let conversation = ConversationId::new("c1");
    Signal::Typing { conversation, party, text: text.map(Into::into) }
}

#[tokio::test]
async fn typing_goes_to_the_others_in_the_chat_and_ends_by_itself() {
    let mut world = World::new().await;
    world.engaged("c1", "carl", "ann").await;
    let mut ann = world.connect(staff("ann")).await;
    let mut bob = world.connect(staff("bob")).await;
    let mut carl = world.connect(visitor("carl", Some("c1"))).await;
    for connected in [&mut ann, &mut bob, &mut carl] {
        frames(connected);
    }
    world.handle.live_signal(Some(&carl.session), typing(customer("carl"), Some("I wa")));
    world.handle.live_signal(Some(&ann.session), typing(agent("ann"), Some("secret")));
    world.handle.live_signal(Some(&bob.session), typing(agent("bob"), Some("stranger")));
    world.handle.live_signal(None, typing(customer("dora"), Some("stranger")));
    world.settle().await;
    assert_eq!(frames(&mut ann), ["carl types Some(\"I wa\")"]);
    assert_eq!(frames(&mut carl), ["ann types Some(\"\")"]);
    world.pass(Millis(5_000), &[&ann.session, &bob.session, &carl.session]).await;
    world.handle.live_signal(Some(&carl.session), typing(customer("carl"), Some("I want")));
    world.settle().await;
    world.pass(Millis(1_000), &[&ann.session, &bob.session, &carl.session]).await;
    assert_eq!(frames(&mut carl), ["ann types None"]);
    assert_eq!(frames(&mut ann), ["carl types Some(\"I want\")"]);
    world.pass(Millis(5_000), &[&ann.session, &bob.session, &carl.session]).await;
    assert_eq!(frames(&mut ann), ["carl types None"]);
    assert_eq!(frames(&mut bob), [""; 0]);
}

#[tokio::test]
async fn seen_marks_and_drafts_go_to_the_other_sessions_concerned() {
    let mut world = World::new().await;
    world.engaged("c1", "carl", "ann").await;
    let mut one = world.connect(staff("ann")).await;
    let mut two = world.connect(staff("ann")).await;
    let mut carl = world.connect(visitor("carl", Some("c1"))).await;
    for connected in [&mut one, &mut two, &mut carl] {
        frames(connected);
    }
    let conversation = ConversationId::new("c1");
    let seen = Signal::Seen { conversation: conversation.clone(), by: agent("ann"), seq: 9 };
    world.handle.live_signal(Some(&one.session), seen);
    let draft = Signal::Draft {
        conversation,
        agent: AgentId::new("ann"),
        field: "reply".into(),
        text: "half a".into(),
        written_at: Timestamp(1),
    };
    world.handle.live_signal(Some(&one.session), draft);
    world.settle().await;
    assert_eq!(frames(&mut one), [""; 0]);
    assert_eq!(frames(&mut two), ["ann has seen 9", "draft half a"]);
    assert_eq!(frames(&mut carl), ["ann has seen 9"]);
}

#[tokio::test]
async fn places_are_told_when_they_change_once_a_second_at_most() {
    let mut world = World::new().await;
    let first = world.chat("c1", "carl").await;
    world.chat("c2", "dora").await;
    world.chat("c3", "eve").await;
    let mut eve = world.connect(visitor("eve", Some("c3"))).await;
    let place = engine::place_of(&eve.snapshot, &ConversationId::new("c3"), Timestamp(0));
    assert_eq!(place.unwrap().place, 3);
    world.pass(Millis(1_000), &[&eve.session]).await;
    frames(&mut eve);
    let pick = domain::Command::PickChat { chat: first };
    world.does(&agent("ann"), pick).await.unwrap();
    world.settle().await;
    assert_eq!(frames(&mut eve), [""; 0]);
    world.pass(Millis(1_000), &[&eve.session]).await;
    assert_eq!(frames(&mut eve), ["place 2"]);
    let leave = domain::Command::LeaveChat { chat: domain::ChatId::new("c2.1") };
    world.does(&customer("dora"), leave).await.unwrap();
    world.settle().await;
    assert_eq!(frames(&mut eve), [""; 0]);
    world.pass(Millis(1_000), &[&eve.session]).await;
    assert_eq!(frames(&mut eve), ["place 1"]);
}
