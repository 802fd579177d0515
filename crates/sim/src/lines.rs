//! How what happens is written in a trace: one short line each.

use domain::{Command, CommandId, Event, Party, Recorded};

/// An event that became durable.
pub(crate) fn event(recorded: &Recorded) -> String {
    let event: &Event = &recorded.event;
    let about = event.chat.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    let command = event.command.as_ref().map(|id| format!(" [{id}]")).unwrap_or_default();
    let body = format!("{:?}", event.body);
    let data = body.split_once(' ').map_or("", |(_, data)| data);
    let data: String = data.replace("Party ", "").chars().take(150).collect();
    let actor = if event.actor.id.is_empty() { "system" } else { &event.actor.id };
    format!("#{} {about} {actor}: {} {data}{command}", recorded.seq, event.body.kind().slug())
}

/// A client asks for something.
pub(crate) fn asks(by: &Party, id: &CommandId, command: &Command) -> String {
    let text: String = format!("{command:?}").chars().take(110).collect();
    format!("  {} asks {id}: {text}", by.id)
}

/// A client is answered.
pub(crate) fn answer(by: &Party, answered: &engine::Answered) -> String {
    match &answered.result {
        Ok(answer) => format!("  {} is told {}: done at {}", by.id, answered.id, answer.seq),
        Err(refusal) => format!("  {} is told {}: {refusal}", by.id, answered.id),
    }
}
