//! The stored format: one line of each kind, kept for ever. Lines are added, never edited.

use std::collections::BTreeSet;

use domain::kind::KINDS;
use domain::{Event, Kind};

const STORED: &str = include_str!("../../fixtures/events.jsonl");

#[test]
fn every_kind_ever_stored_is_read_and_written_back_the_same() {
    let mut seen = BTreeSet::new();
    for line in STORED.lines() {
        let event: Event = serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {line}"));
        let stored: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_value(&event).unwrap(), stored);
        let kind = event.body.kind();
        assert_eq!(stored["body"]["kind"], kind.slug());
        seen.insert(kind);
    }
    let missing: Vec<&Kind> = KINDS.iter().filter(|kind| !seen.contains(kind)).collect();
    assert!(missing.is_empty(), "kinds without a fixture: {missing:?}");
}

#[test]
fn fields_of_a_later_version_do_no_harm() {
    let line = r#"{"at":1,"conversation":"c1","chat":"c1.1","actor":{"type":"agent","id":"dana","face":"round"},
        "mood":"good","body":{"kind":"agent_post","data":{"message":"m","text":"t","tone":"kind"}}}"#;
    let event: Event = serde_json::from_str(line).unwrap();
    assert_eq!(event.body.kind(), Kind::AgentPost);
}
