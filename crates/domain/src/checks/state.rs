//! What holds of every state between two commands.

use std::cmp::Reverse;

use super::{Check, Checked, ensure};
use crate::conversation::{Conversation, Phase};
use crate::directory::Directory;
use crate::event::Role;
use crate::id::{AgentId, QueueId, TopicId};
use crate::state::State;

/// What holds of one open conversation.
///
/// # Errors
/// The promise that is broken.
pub fn check_conversation(state: &State, c: &Conversation) -> Checked {
    let leads = c.participants.iter().filter(|p| p.role == Role::Lead).count();
    ensure(leads <= 1, Check::OneLead, || format!("{} has {leads} leads", c.chat))?;
    let place = |is_so: bool, what: &str| {
        ensure(is_so, Check::OnePlace, || format!("{} is {:?}: {what}", c.chat, c.phase))
    };
    place((c.phase == Phase::Engaged) == (leads == 1), "a chat is engaged when it has a lead")?;
    place(
        c.participants.is_empty() || c.phase == Phase::Engaged,
        "nobody takes part in it unless it is engaged",
    )?;
    place(c.offer.is_none() || c.phase == Phase::Waiting, "only who waits is offered")?;
    place(c.invitation.is_none() || c.phase == Phase::Engaged, "only from a lead one is invited")?;
    place(c.concluded.is_some() == (c.phase == Phase::WrapUp), "wrap-up comes with the end")?;
    let line = state.lines.get(&c.queue);
    let stands_at = (Reverse(c.priority), c.arrived_at, c.id.clone());
    let waits = line.is_some_and(|line| line.waiting.contains(&stands_at));
    place(waits == (c.phase == Phase::Waiting), "its queue has it when it waits")?;
    ensure(!c.incident.id.is_empty(), Check::Incident, || format!("{} has no incident", c.id))?;
    for holder in c.holders() {
        let has = state.desks.get(holder).is_some_and(|desk| desk.chats.contains(&c.id));
        place(has, "who holds it has it on the desk")?;
    }
    for part in &c.participants {
        let has = state.desks.get(&part.agent).is_some_and(|desk| desk.parts.contains(&c.id));
        place(has, "who takes part has it on the desk")?;
    }
    if let Some(offer) = &c.offer {
        let desk = state.desks.get(&offer.agent);
        let has = desk.is_some_and(|desk| desk.offered.as_ref() == Some(&c.id));
        place(has, "who is asked has the offer on the desk")?;
    }
    Ok(())
}

/// What holds of one agent's desk.
///
/// # Errors
/// The promise that is broken.
pub fn check_desk(state: &State, agent: &AgentId) -> Checked {
    let Some(desk) = state.desks.get(agent) else { return Ok(()) };
    let place = |is_so: bool, id: &dyn std::fmt::Display, what: &str| {
        ensure(is_so, Check::OnePlace, || format!("{id} on the desk of {agent}: {what}"))
    };
    for id in &desk.chats {
        let open = state.conversations.get(id);
        let holds = open.is_some_and(|c| c.holders().any(|holder| holder == agent));
        place(holds, id, "it holds what is on its desk")?;
    }
    for id in &desk.parts {
        place(state.conversations.contains_key(id), id, "what is on a desk is open")?;
    }
    if let Some(id) = &desk.offered {
        let open = state.conversations.get(id).and_then(|c| c.offer.as_ref());
        place(
            open.is_some_and(|offer| offer.agent == *agent),
            id,
            "it is asked what it is offered",
        )?;
    }
    Ok(())
}

/// What holds of a whole state.
///
/// # Errors
/// The first promise that is broken.
pub fn check_state(state: &State) -> Checked {
    for conversation in state.conversations.values() {
        check_conversation(state, conversation)?;
    }
    for agent in state.desks.keys() {
        check_desk(state, agent)?;
    }
    check_library(&state.directory)?;
    let waiting: usize = state.lines.values().map(|line| line.waiting.len()).sum();
    let phases = state.conversations.values().filter(|c| c.phase == Phase::Waiting).count();
    ensure(waiting == phases, Check::OnePlace, || {
        format!("{waiting} stand in the queues, {phases} wait")
    })
}

/// What customers and visitors are offered leads somewhere.
fn check_library(directory: &Directory) -> Checked {
    let library = &directory.library;
    for topic in library.topics.values() {
        let is_there = directory.queues.contains_key(&topic.queue);
        ensure(is_there, Check::LeadsSomewhere, || {
            format!("the topic {} leads to {}, which is no queue", topic.id, topic.queue)
        })?;
    }
    for rule in library.invitation_rules.values() {
        let is_queue = |queue: &QueueId| directory.queues.contains_key(queue);
        let is_topic = |topic: &TopicId| library.topics.contains_key(topic);
        let leads = rule.queue.as_ref().is_none_or(is_queue);
        ensure(leads && rule.topic.as_ref().is_none_or(is_topic), Check::LeadsSomewhere, || {
            let (id, queue, topic) = (&rule.id, &rule.queue, &rule.topic);
            format!("the invitation rule {id} leads to {queue:?} and {topic:?}")
        })?;
    }
    Ok(())
}

/// A state that was worked out in one way equals the same worked out in another.
///
/// # Errors
/// In which part they differ.
pub fn replay_equals(found: &State, replayed: &State) -> Checked {
    if found == replayed {
        return Ok(());
    }
    let differing = if found.position != replayed.position {
        format!("the position: {} and {}", found.position, replayed.position)
    } else if found.directory != replayed.directory {
        "the directory".to_owned()
    } else if found.desks != replayed.desks {
        let one = replayed.desks.iter().find(|(id, desk)| found.desks.get(*id) != Some(*desk));
        format!("the desk of {:?}", one.map(|(id, _)| id))
    } else if found.conversations != replayed.conversations {
        let keys = found.conversations.keys().chain(replayed.conversations.keys());
        let one = keys
            .into_iter()
            .find(|id| found.conversations.get(*id) != replayed.conversations.get(*id));
        format!("the conversation {one:?}")
    } else if found.lines != replayed.lines {
        "the waiting lines".to_owned()
    } else {
        "something about departures or lost customers".to_owned()
    };
    ensure(false, Check::Replay, || {
        format!("at {} the state and its replay differ in {differing}", found.position)
    })
}

/// A state that is written down and read again is the same.
///
/// # Errors
/// When it cannot be written or read, or differs.
pub fn snapshot_equals(state: &State) -> Checked {
    let read = serde_json::to_vec(state).and_then(|json| serde_json::from_slice::<State>(&json));
    match read {
        Ok(mut read) => {
            read.rebuild();
            replay_equals(&read, state)
        }
        Err(why) => ensure(false, Check::Replay, || format!("a snapshot does not read: {why}")),
    }
}
