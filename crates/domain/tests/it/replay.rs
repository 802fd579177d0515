//! Random stories: whatever happens in whatever order, state equals its replay and the promises hold.

use std::collections::BTreeMap;

use domain::{Body, Kind};
use proptest::prelude::*;

use crate::script::Stage;

const VERBS: [&str; 26] = [
    "ann asks general Hello",
    "bea asks sales Hello",
    "cyd asks general",
    "ann says one",
    "bea says two",
    "ann leaves",
    "cyd leaves",
    "dana heard",
    "sam heard",
    "dana silent",
    "sam silent",
    "ann silent",
    "ann heard",
    "bea silent",
    "dana accepts ann",
    "dana accepts bea",
    "sam accepts ann",
    "dana declines ann",
    "sam picks cyd",
    "dana says ann three",
    "dana ends ann",
    "dana wraps-up ann done",
    "dana signs-out confirmed",
    "dana chooses lunch",
    "dana chooses available",
    "server restarts",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_events_breaks_a_promise(
        steps in prop::collection::vec((0..VERBS.len(), 0u32..30_000), 1..80)
    ) {
        let mut stage = Stage::set();
        let mut at = 0;
        for (verb, wait) in steps {
            at += wait;
            stage.run(&format!("{}s {}", f64::from(at) / 1000.0, VERBS[verb]));
            check_promises(&stage);
        }
        stage.check_replay();
    }
}

fn check_promises(stage: &Stage) {
    let state = &stage.core.state;
    let mut arrived = BTreeMap::new();
    let mut ends: BTreeMap<String, Vec<Kind>> = BTreeMap::new();
    for recorded in &stage.log {
        let event = &recorded.event;
        let Some(chat) = &event.chat else { continue };
        let kind = event.body.kind();
        if matches!(kind, Kind::ChatCreated | Kind::ChatConcluded | Kind::ChatReleased) {
            ends.entry(chat.to_string()).or_default().push(kind);
        }
        if let Body::ChatCreated(data) = &event.body {
            let first = arrived.entry(event.conversation.clone()).or_insert(data.arrived_at);
            // Only a request by the customer itself starts a new wait.
            let requeued = event.actor.party_type == domain::PartyType::System;
            assert!(!requeued || *first == data.arrived_at, "first arrival time never changes");
            *first = data.arrived_at;
        }
    }
    for (chat, kinds) in ends {
        let whole = [Kind::ChatCreated, Kind::ChatConcluded, Kind::ChatReleased];
        assert_eq!(
            kinds,
            whole[..kinds.len()],
            "{chat} has one 26, one 100 and one 27, in that order"
        );
    }
    for (agent, desk) in &state.desks {
        assert!(desk.chats.len() <= 3, "{agent} is above its limit");
    }
    for c in state.conversations.values() {
        let leads = c.participants.iter().filter(|p| p.role == domain::event::Role::Lead).count();
        assert!(leads <= 1, "{} has {leads} leads", c.id);
        let held = c.phase == domain::conversation::Phase::Engaged;
        assert_eq!(held, leads == 1, "{} is in the state {:?} with {leads} leads", c.id, c.phase);
        assert!(!c.incident.id.is_empty(), "{} has its incident", c.id);
    }
}
