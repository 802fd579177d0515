//! One event as the statistics see it. What it leaves out: kinds and data that no statistic counts ([`Fact::Other`]).

use std::borrow::Cow;

use domain::event::Body;
use domain::{Event, Party, PartyType, Timestamp};

/// Data of `chat_created` that the statistics read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created<'a> {
    /// e.g. `chat`.
    pub media_type: Cow<'a, str>,
    /// e.g. `web`; empty when absent.
    pub media_origin: Cow<'a, str>,
    /// e.g. `de`; empty when absent.
    pub language: Cow<'a, str>,
    /// Whether it is an async chat.
    pub is_async: bool,
}

/// Data of `chat_concluded` that the statistics read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concluded<'a> {
    /// e.g. `AGENT`.
    pub ended_by: Cow<'a, str>,
    /// e.g. `FORCE`.
    pub ended_reason: Cow<'a, str>,
}

/// What happened, as far as a statistic counts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact<'a> {
    /// 26.
    Created(Created<'a>),
    /// 100.
    Concluded(Concluded<'a>),
    /// 1, with the text's length in characters.
    AgentPost(u64),
    /// 2, with the text's length in characters.
    CustomerPost(u64),
    /// 104, with the text's length in characters.
    BotPost(u64),
    /// A file or a pushed link, of anyone but a bot.
    Activity,
    /// 23 of a person, with its id.
    AgentEntered(Cow<'a, str>),
    /// 24 or 29, with the person's id.
    AgentLeft(Cow<'a, str>),
    /// 102.
    BotEntered,
    /// 105, with the person's id.
    CoachBegan(Cow<'a, str>),
    /// 45, with the person's id.
    MonitorBegan(Cow<'a, str>),
    /// 44.
    CustomerLeft,
    /// 114.
    IdleAlert,
    /// 110.
    AsyncOnHold,
    /// 111.
    AsyncCustomerActivity,
    /// 112.
    AsyncIdleAlert,
    /// Nothing that a statistic counts.
    Other,
}

/// One event about one chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// When.
    pub at: Timestamp,
    /// What.
    pub fact: Fact<'a>,
}

impl<'a> Entry<'a> {
    /// What the statistics read of a stored event.
    #[must_use]
    pub fn of(event: &'a Event) -> Self {
        Self { at: event.at, fact: Fact::of(&event.body, event.actor.party_type) }
    }
}

impl<'a> Fact<'a> {
    fn of(body: &'a Body, by: PartyType) -> Self {
        let id = |party: &'a Party| Cow::Borrowed(&*party.id);
        match body {
            Body::ChatCreated(created) => Self::Created(Created {
                media_type: Cow::Borrowed(&created.media_type),
                media_origin: Cow::Borrowed(created.media_origin.as_deref().unwrap_or_default()),
                language: Cow::Borrowed(created.language.as_deref().unwrap_or_default()),
                is_async: created.is_async,
            }),
            Body::ChatConcluded(concluded) => Self::Concluded(Concluded {
                ended_by: word(&concluded.ended_by),
                ended_reason: word(&concluded.ended_reason),
            }),
            Body::AgentPost { text, .. } => Self::AgentPost(characters(text)),
            Body::EndUserPost { text, .. } => Self::CustomerPost(characters(text)),
            Body::BotPost { text, .. } => Self::BotPost(characters(text)),
            Body::AgentPushedUrl { .. }
            | Body::AgentFileSent { .. }
            | Body::FileAttachmentReceived { .. } => Self::activity(by),
            Body::EngagementParticipantEntered { participant, .. } => {
                Self::entered(participant.party_type, id(participant))
            }
            Body::EngagementParticipantLeft { participant, .. }
            | Body::AgentDisconnected { participant } => Self::AgentLeft(id(participant)),
            Body::BotEntered { .. } => Self::BotEntered,
            Body::CoachBegin { participant } => Self::CoachBegan(id(participant)),
            Body::MonitorBegin { participant, .. } => Self::MonitorBegan(id(participant)),
            Body::EndUserDisconnected { .. } => Self::CustomerLeft,
            Body::IdleAlert {} => Self::IdleAlert,
            Body::AsyncOnHold { .. } => Self::AsyncOnHold,
            Body::AsyncCustomerActivity {} => Self::AsyncCustomerActivity,
            Body::AsyncIdleAlert { .. } => Self::AsyncIdleAlert,
            _ => Self::Other,
        }
    }

    pub(super) fn activity(by: PartyType) -> Self {
        match by {
            PartyType::Bot => Self::Other,
            PartyType::Customer
            | PartyType::Agent
            | PartyType::Supervisor
            | PartyType::System
            | PartyType::Admin => Self::Activity,
        }
    }

    /// An agent is a person of the staff: who else is said to enter is none.
    pub(super) fn entered(party: PartyType, id: Cow<'a, str>) -> Self {
        match party {
            PartyType::Agent | PartyType::Supervisor | PartyType::Admin => Self::AgentEntered(id),
            PartyType::Customer | PartyType::Bot | PartyType::System => Self::Other,
        }
    }
}

/// Unicode scalar values of a text.
pub(crate) fn characters(text: &str) -> u64 {
    text.chars().count() as u64
}

/// A word of one of the closed lists as the log writes it.
pub(crate) fn word<T: serde::Serialize>(value: &T) -> Cow<'static, str> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Cow::Owned(text),
        // The lists have unit variants only, which are written as texts.
        Ok(_) | Err(_) => Cow::Borrowed(""),
    }
}
