//! The `data` of a line by its kind: only what a statistic needs is read, and must be there; the rest is not looked at.

use domain::PartyType;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer};

use super::entry::{Concluded, Created, Fact};
use super::text::{AnyObject, Characters, Object, Text};

/// The kinds whose data is read, or that count by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    Created,
    Concluded,
    AgentPost,
    CustomerPost,
    BotPost,
    Activity,
    AgentEntered,
    AgentLeft,
    BotEntered,
    CoachBegan,
    MonitorBegan,
    CustomerLeft,
    IdleAlert,
    AsyncOnHold,
    AsyncCustomerActivity,
    AsyncIdleAlert,
    Nothing,
}

impl Counted {
    pub(super) fn of_kind(slug: &str) -> Self {
        match slug {
            "agent_post" => Self::AgentPost,
            "end_user_post" => Self::CustomerPost,
            "bot_post" => Self::BotPost,
            "chat_created" => Self::Created,
            "chat_concluded" => Self::Concluded,
            "agent_pushed_url" | "agent_file_sent" | "file_attachment_received" => Self::Activity,
            "engagement_participant_entered" => Self::AgentEntered,
            "engagement_participant_left" | "agent_disconnected" => Self::AgentLeft,
            "bot_entered" => Self::BotEntered,
            "coach_begin" => Self::CoachBegan,
            "monitor_begin" => Self::MonitorBegan,
            "end_user_disconnected" => Self::CustomerLeft,
            "idle_alert" => Self::IdleAlert,
            "async_on_hold" => Self::AsyncOnHold,
            "async_customer_activity" => Self::AsyncCustomerActivity,
            "async_idle_alert" => Self::AsyncIdleAlert,
            _ => Self::Nothing,
        }
    }
}

#[derive(Deserialize)]
struct CreatedData<'a> {
    #[serde(borrow)]
    media_type: Text<'a>,
    #[serde(borrow, default)]
    media_origin: Option<Text<'a>>,
    #[serde(borrow, default)]
    language: Option<Text<'a>>,
    #[serde(rename = "async")]
    is_async: bool,
}

#[derive(Deserialize)]
struct ConcludedData<'a> {
    #[serde(borrow)]
    ended_by: Text<'a>,
    #[serde(borrow)]
    ended_reason: Text<'a>,
}

#[derive(Deserialize)]
struct PostData {
    text: Characters,
}

#[derive(Deserialize)]
struct Participant<'a> {
    #[serde(rename = "type")]
    party_type: PartyType,
    #[serde(borrow)]
    id: Text<'a>,
}

#[derive(Deserialize)]
struct ParticipantData<'a> {
    #[serde(borrow)]
    participant: Object<Participant<'a>>,
}

/// Reads the data of a kind. What depends on the actor is [`Fact::Activity`] until the actor is known.
impl<'de> DeserializeSeed<'de> for Counted {
    type Value = Fact<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fact<'de>, D::Error> {
        let plain = match self {
            Self::AgentPost => return Ok(Fact::AgentPost(chars(deserializer)?)),
            Self::CustomerPost => return Ok(Fact::CustomerPost(chars(deserializer)?)),
            Self::BotPost => return Ok(Fact::BotPost(chars(deserializer)?)),
            Self::Created => {
                let Object(data) = Object::<CreatedData<'de>>::deserialize(deserializer)?;
                let text = |text: Option<Text<'de>>| text.map(|text| text.0).unwrap_or_default();
                return Ok(Fact::Created(Created {
                    media_type: data.media_type.0,
                    media_origin: text(data.media_origin),
                    language: text(data.language),
                    is_async: data.is_async,
                }));
            }
            Self::Concluded => {
                let Object(data) = Object::<ConcludedData<'de>>::deserialize(deserializer)?;
                return Ok(Fact::Concluded(Concluded {
                    ended_by: data.ended_by.0,
                    ended_reason: data.ended_reason.0,
                }));
            }
            Self::AgentEntered => {
                let Participant { party_type, id } = participant(deserializer)?;
                return Ok(Fact::entered(party_type, id.0));
            }
            Self::AgentLeft => return Ok(Fact::AgentLeft(participant(deserializer)?.id.0)),
            Self::CoachBegan => return Ok(Fact::CoachBegan(participant(deserializer)?.id.0)),
            Self::MonitorBegan => return Ok(Fact::MonitorBegan(participant(deserializer)?.id.0)),
            Self::Activity => Fact::Activity,
            Self::BotEntered => Fact::BotEntered,
            Self::CustomerLeft => Fact::CustomerLeft,
            Self::IdleAlert => Fact::IdleAlert,
            Self::AsyncOnHold => Fact::AsyncOnHold,
            Self::AsyncCustomerActivity => Fact::AsyncCustomerActivity,
            Self::AsyncIdleAlert => Fact::AsyncIdleAlert,
            Self::Nothing => Fact::Other,
        };
        AnyObject::deserialize(deserializer)?;
        Ok(plain)
    }
}

fn chars<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    Ok(Object::<PostData>::deserialize(deserializer)?.0.text.0)
}

fn participant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Participant<'de>, D::Error> {
    Ok(Object::<ParticipantData<'de>>::deserialize(deserializer)?.0.participant.0)
}
