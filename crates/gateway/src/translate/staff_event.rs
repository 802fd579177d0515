//! An event for staff: the public log line as it is, without the tenant, which a client knows.

use bytes::Bytes;
use domain::{Body, ChatId, CommandId, ConversationId, Party, Recorded, Seq, Timestamp};
use engine::Line;
use serde::{Serialize, Serializer};

/// A log line.
#[derive(Debug, Serialize)]
pub(crate) struct StaffEvent<'a> {
    seq: Seq,
    #[serde(serialize_with = "rfc3339")]
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

/// Writes a time as the log does.
pub(crate) fn rfc3339<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(at)
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
        let frame = Frame { frame_type: "event", event: StaffEvent::of(&line.recorded) };
        // Strings, numbers and maps with text keys: nothing here can fail to be written.
        serde_json::to_vec(&frame).unwrap_or_default().into()
    })
}
