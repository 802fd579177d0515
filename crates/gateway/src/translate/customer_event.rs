//! An event for the customer: a list of what it may know, kind by kind. What is not named here does not leave the house. Staff are known to
//! it by their display name and an id that says nothing.

use bytes::Bytes;
use domain::audience::is_for_customer;
use domain::{AgentId, Body, PartyType, Recorded};
use engine::{Line, Names};
use protocol::event::{Event, EventData, Party};
use protocol::frame::ServerFrame;

use crate::alias::Aliases;
use crate::json;
use crate::translate::post::{self, Actor};
use crate::translate::record::party_type;

/// The name of someone who is in the directory no more.
pub(crate) const UNKNOWN_NAME: &str = "Agent";

/// The display name of a member of the staff.
pub(crate) fn name_of<'a>(names: &'a Names, agent: &AgentId) -> &'a str {
    names.get(agent).map_or(UNKNOWN_NAME, |name| name)
}

/// A party as a customer sees it.
pub(crate) fn party(party: &domain::Party, names: &Names, aliases: &Aliases) -> Party {
    let name = party.agent_id().map(|agent| name_of(names, &agent).to_owned());
    Party {
        party_type: party_type(party.party_type),
        id: aliases.of_party(party).to_string(),
        name,
    }
}

/// The event as the customer sees it; None if it may not.
pub(crate) fn customer_event(
    recorded: &Recorded,
    names: &Names,
    aliases: &Aliases,
) -> Option<Event> {
    let event = &*recorded.event;
    if !is_for_customer(&event.body) {
        return None;
    }
    let is_own = event.actor.party_type == PartyType::Customer;
    Some(Event {
        seq: recorded.seq,
        at: event.at.to_string(),
        conversation: event.conversation.as_ref().map(ToString::to_string),
        chat: event.chat.as_ref().map(ToString::to_string),
        kind: event.body.kind().slug().to_owned(),
        actor: party(&event.actor, names, aliases),
        command: event.command.as_ref().filter(|_| is_own).map(ToString::to_string),
        data: data(&event.body, names, aliases),
    })
}

fn word<T: serde::Serialize>(word: T) -> Option<String> {
    serde_json::to_value(word).ok().and_then(|value| value.as_str().map(str::to_owned))
}

fn data(body: &Body, names: &Names, aliases: &Aliases) -> EventData {
    let none = EventData::default();
    let shown = |who: &domain::Party| Some(party(who, names, aliases));
    match body {
        Body::AgentPost { message, text }
        | Body::BotPost { message, text }
        | Body::EndUserPost { message, text } => {
            EventData { message: Some(message.to_string()), text: Some(text.to_string()), ..none }
        }
        // A link goes as its address with its title.
        Body::AgentPushedUrl { url, title } => {
            EventData { text: Some(url.clone()), subject: Some(title.clone()), ..none }
        }
        Body::EngagementParticipantEntered { participant, role, .. } => {
            EventData { participant: shown(participant), role: word(role), ..none }
        }
        Body::EngagementParticipantLeft { participant, reason } => {
            EventData { participant: shown(participant), reason: word(reason), ..none }
        }
        Body::AgentAbsent { participant }
        | Body::AgentPresent { participant }
        | Body::AgentLost { participant } => EventData { participant: shown(participant), ..none },
        Body::AgentRoleChange { lead, .. } => EventData { participant: shown(lead), ..none },
        Body::ChatCreated(created) => EventData {
            media_type: Some(created.media_type.clone()),
            language: created.language.clone(),
            arrived_at: Some(created.arrived_at.to_string()),
            continues: created.continues.as_ref().map(ToString::to_string),
            subject: Some(created.subject.clone()).filter(|s| !s.is_empty()),
            ..none
        },
        Body::ChatRequeued { arrived_at, continues, .. } => EventData {
            arrived_at: Some(arrived_at.to_string()),
            continues: Some(continues.to_string()),
            ..none
        },
        Body::ChatConcluded(concluded) => EventData {
            ended_by: word(concluded.ended_by),
            ended_reason: word(concluded.ended_reason),
            disconnect_reason: word(concluded.disconnect_reason),
            continued_as: concluded.continued_as.as_ref().map(ToString::to_string),
            ..none
        },
        Body::FileAttachmentReceived { file, name, bytes, media_type }
        | Body::AgentFileSent { file, name, bytes, media_type } => EventData {
            file: Some(file.clone()),
            name: Some(name.clone()),
            bytes: Some(*bytes),
            media_type: Some(media_type.clone()),
            ..none
        },
        Body::CobrowseInvitationSent { participant, recorded } => EventData {
            participant: shown(participant),
            recorded: Some(true).filter(|_| *recorded),
            ..none
        },
        Body::ChatRated { rating, comment } => EventData {
            rating: Some(*rating),
            comment: Some(comment.to_string()).filter(|comment| !comment.is_empty()),
            ..none
        },
        Body::BotEntered { participant, .. }
        | Body::BotLeft { participant, .. }
        | Body::CobrowseSessionStarted { participant }
        | Body::CobrowseSessionStopped { participant }
        | Body::CobrowseSessionError { participant, .. } => {
            EventData { participant: shown(participant), ..none }
        }
        _ => none,
    }
}

fn post(line: &Line, aliases: &Aliases) -> Option<Bytes> {
    let event = &*line.recorded.event;
    let message = post::of(event)?;
    let party = &event.actor;
    let is_own = party.party_type == PartyType::Customer;
    let is_staff = !is_own && party.party_type != PartyType::System;
    let name = is_staff.then(|| line.name_of(party).unwrap_or(UNKNOWN_NAME));
    let id = aliases.of_party(party);
    let command = event.command.as_ref().filter(|_| is_own);
    Some(post::frame(&line.recorded, message, &Actor { party, id: &id, name }, command))
}

/// The frame that the customer gets; empty if it may not see the event.
pub(crate) fn frame(line: &Line, aliases: &Aliases) -> Bytes {
    line.customer(|line| {
        post(line, aliases).unwrap_or_else(|| {
            match customer_event(&line.recorded, &line.names, aliases) {
                Some(event) => json::bytes(&ServerFrame::Event { event }),
                None => Bytes::new(),
            }
        })
    })
}
