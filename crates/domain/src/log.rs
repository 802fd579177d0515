//! The public log format: one event as one JSON object, the same in an export and in a frame to staff. What it leaves out: reading it.

use serde::Serialize;

use crate::event::{Body, Party, Recorded, Seq};
use crate::id::{ChatId, CommandId, ConversationId};
use crate::time::Timestamp;

/// An event as the public log has it; serialise it to write it.
#[derive(Debug, Serialize)]
pub struct LogLine<'a> {
    seq: Seq,
    #[serde(serialize_with = "Timestamp::serialize_rfc3339")]
    at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<&'a str>,
    conversation: &'a Option<ConversationId>,
    chat: &'a Option<ChatId>,
    #[serde(flatten)]
    body: &'a Body,
    actor: &'a Party,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: &'a Option<CommandId>,
}

impl<'a> LogLine<'a> {
    /// The line of an event; in an export it names the tenant.
    #[must_use]
    pub fn of(recorded: &'a Recorded, tenant: Option<&'a str>) -> Self {
        let event = &*recorded.event;
        Self {
            seq: recorded.seq,
            at: event.at,
            tenant,
            conversation: &event.conversation,
            chat: &event.chat,
            body: &event.body,
            actor: &event.actor,
            command: &event.command,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::event::Event;

    #[test]
    fn every_line_has_all_keys_of_the_specification() {
        for stored in include_str!("../fixtures/events.jsonl").lines() {
            let event: Event = serde_json::from_str(stored).unwrap();
            let recorded = Recorded { seq: 7, event: Arc::new(event) };
            let line = serde_json::to_value(LogLine::of(&recorded, Some("main"))).unwrap();
            for key in ["seq", "at", "tenant", "conversation", "chat", "kind", "actor", "data"] {
                assert!(line.get(key).is_some(), "{key} in {line}");
            }
            assert!(line["data"].is_object());
            assert!(line["at"].as_str().unwrap().ends_with('Z'));
        }
    }
}
