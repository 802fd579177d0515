//! An event for staff: the public log line as it is, without the tenant, which a client knows.

use bytes::Bytes;
use domain::{Body, ChatId, CommandId, ConversationId, Party, Recorded, Seq, Timestamp};
use engine::Line;
use serde::Serialize;

use crate::json;
use crate::translate::post::{self, Actor};

/// A log line.
#[derive(Debug, Serialize)]
pub(crate) struct StaffEvent<'a> {
    seq: Seq,
    #[serde(serialize_with = "Timestamp::serialize_rfc3339")]
    at: Timestamp,
    conversation: Option<&'a ConversationId>,
    chat: Option<&'a ChatId>,
    #[serde(flatten)]
    body: &'a Body,
    actor: &'a Party,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<&'a CommandId>,
}

#[derive(Serialize)]
struct Frame<'a> {
    #[serde(rename = "type")]
    frame_type: &'static str,
    event: StaffEvent<'a>,
}

impl<'a> StaffEvent<'a> {
    /// The line of an event.
    pub(crate) fn of(recorded: &'a Recorded) -> Self {
        let event = &*recorded.event;
        Self {
            seq: recorded.seq,
            at: event.at,
            conversation: event.conversation.as_ref(),
            chat: event.chat.as_ref(),
            body: &event.body,
            actor: &event.actor,
            command: event.command.as_ref(),
        }
    }
}

/// The frame that all of the staff get.
pub(crate) fn frame(line: &Line) -> Bytes {
    line.staff(|line| {
        let event = &*line.recorded.event;
        if let Some(message) = post::of(event) {
            let actor = Actor { party: &event.actor, id: &event.actor.id, name: None };
            return post::frame(&line.recorded, message, &actor, event.command.as_ref());
        }
        general(&line.recorded)
    })
}

fn general(recorded: &Recorded) -> Bytes {
    json::bytes(&Frame { frame_type: "event", event: StaffEvent::of(recorded) })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::{Event, MessageId, PartyType};
    use serde_json::Value;

    use super::*;

    #[test]
    fn a_message_is_the_same_as_any_other_event() {
        let texts = ["Hello", "", "\"quoted\" \\ and\nlines\t\u{0} \u{7f}", "Grüße 👋 \u{2028}"];
        for text in texts {
            for (actor, command) in [(PartyType::Agent, Some("c-1")), (PartyType::Customer, None)] {
                let event = Event {
                    at: Timestamp(1_795_251_601_250),
                    conversation: command.map(|_| ConversationId::new("k1")),
                    chat: Some(ChatId::of(&ConversationId::new("k1"), 1)),
                    actor: Party::new(actor, "dana"),
                    command: command.map(|id| CommandId::parse(id).unwrap()),
                    body: Body::AgentPost { message: MessageId::new("m1"), text: text.into() },
                };
                let recorded = Recorded { seq: 7, event: Arc::new(event) };
                let event = &*recorded.event;
                let actor = Actor { party: &event.actor, id: &event.actor.id, name: None };
                let message = post::of(event).unwrap();
                let frame = post::frame(&recorded, message, &actor, event.command.as_ref());
                let read = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap();
                assert_eq!(read(&frame), read(&general(&recorded)));
            }
        }
    }
}
