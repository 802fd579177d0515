//! A message's frame, for either side. Nearly every frame is one, so it is put together here without looking at each byte of it; it is the same
//! as what the general forms make of the event, which a test holds.

use bytes::Bytes;
use domain::{Body, CommandId, Event, MessageId, Party, Recorded};

use crate::json;

/// The message of an event, if it is one.
pub(crate) fn of(event: &Event) -> Option<(&MessageId, &str)> {
    match &event.body {
        Body::AgentPost { message, text }
        | Body::BotPost { message, text }
        | Body::EndUserPost { message, text } => Some((message, text)),
        _ => None,
    }
}

/// Who said it, as the side that gets the frame knows it.
#[derive(Debug)]
pub(crate) struct Actor<'a> {
    pub(crate) party: &'a Party,
    pub(crate) id: &'a str,
    pub(crate) name: Option<&'a str>,
}

/// The frame with a message.
pub(crate) fn frame(
    recorded: &Recorded,
    (message, text): (&MessageId, &str),
    actor: &Actor<'_>,
    command: Option<&CommandId>,
) -> Bytes {
    let event = &*recorded.event;
    json::build(|out| {
        out.raw("{\"type\":\"event\",\"event\":{\"seq\":");
        out.value(&recorded.seq);
        out.raw(",\"at\":\"");
        out.raw(&event.at.to_string());
        out.raw("\",\"conversation\":");
        optional(out, event.conversation.as_ref().map(|id| id.as_str()));
        out.raw(",\"chat\":");
        optional(out, event.chat.as_ref().map(|id| id.as_str()));
        out.raw(",\"kind\":");
        out.text(event.body.kind().slug());
        out.raw(",\"actor\":{\"type\":");
        out.value(&actor.party.party_type);
        out.raw(",\"id\":");
        out.text(actor.id);
        if let Some(name) = actor.name {
            out.raw(",\"name\":");
            out.text(name);
        }
        if let Some(command) = command {
            out.raw("},\"command\":");
            out.text(command.as_str());
            out.raw(",\"data\":{\"message\":");
        } else {
            out.raw("},\"data\":{\"message\":");
        }
        out.text(message.as_str());
        out.raw(",\"text\":");
        out.text(text);
        out.raw("}}}");
    })
}

fn optional(out: &mut json::Out<'_>, id: Option<&str>) {
    match id {
        Some(id) => out.text(id),
        None => out.raw("null"),
    }
}
