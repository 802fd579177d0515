//! Reads one line of the export format without copying it. Unknown kinds and keys are passed over; what the format requires must be there
//! and of its type. What it leaves out: where lines come from, and their order.

use std::borrow::Cow;
use std::fmt;

use domain::{PartyType, Timestamp};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::data::Counted;
use super::entry::{Entry, Fact};
use super::instant;
use super::text::{Object, Text};

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Not UTF-8.
    #[error("not UTF-8 after {0} bytes")]
    Encoding(usize),
    /// Not an event of the format.
    #[error("{0}")]
    Format(String),
}

/// One line, as far as the folds need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// Position in the tenant's journal.
    pub seq: u64,
    /// Whose log it is.
    pub tenant: Cow<'a, str>,
    /// The conversation; none for an event about none.
    pub conversation: Option<Cow<'a, str>>,
    /// The chat; none for an event about none.
    pub chat: Option<Cow<'a, str>>,
    /// When and what.
    pub entry: Entry<'a>,
}

/// Reads a line, with or without its end.
///
/// # Errors
/// What is wrong with it.
pub fn parse(line: &[u8]) -> Result<Line<'_>, LineError> {
    let text = std::str::from_utf8(line).map_err(|why| LineError::Encoding(why.valid_up_to()))?;
    if text.trim_ascii().is_empty() {
        return Err(LineError::Format("the line is empty".to_owned()));
    }
    serde_json::from_str(text).map_err(|why| LineError::Format(said(&why)))
}

/// The parser's words with our own idea of a place: it always thinks that it reads line 1.
fn said(why: &serde_json::Error) -> String {
    match why.column() {
        0 => words(why),
        column => format!("{} (column {column})", words(why)),
    }
}

/// The parser's words without a place.
fn words(why: &serde_json::Error) -> String {
    let text = why.to_string().replace("expected u64", "expected a whole number");
    match text.rsplit_once(" at line ") {
        Some((what, _)) => what.to_owned(),
        None => text,
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Key {
    Seq,
    At,
    Tenant,
    Conversation,
    Chat,
    Kind,
    Actor,
    Data,
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
struct Actor<'a> {
    #[serde(rename = "type")]
    party_type: PartyType,
    #[serde(borrow, rename = "id")]
    _id: Text<'a>,
}

/// Data before or after its kind was read.
enum Data<'a> {
    Raw(&'a RawValue),
    Fact(Fact<'a>),
}

#[derive(Default)]
struct Parts<'a> {
    seq: Option<u64>,
    at: Option<Timestamp>,
    tenant: Option<Cow<'a, str>>,
    conversation: Option<Option<Cow<'a, str>>>,
    chat: Option<Option<Cow<'a, str>>>,
    kind: Option<Counted>,
    actor: Option<PartyType>,
    data: Option<Data<'a>>,
}

fn once<T, E: serde::de::Error>(
    slot: &mut Option<T>,
    name: &'static str,
    value: T,
) -> Result<(), E> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(E::duplicate_field(name)),
    }
}

/// The next value; what is wrong with it names its key.
fn value<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    map: &mut A,
    key: &str,
) -> Result<T, A::Error> {
    map.next_value().map_err(|why| named(key, &why))
}

fn named<E: serde::de::Error>(key: &str, why: &E) -> E {
    E::custom(format_args!("{key}: {why}"))
}

impl<'de> Parts<'de> {
    fn read<A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Key>()? {
            match key {
                Key::Seq => once(&mut self.seq, "seq", value(map, "seq")?)?,
                Key::At => {
                    let at = instant::parse(&value::<Text<'de>, A>(map, "at")?.0)
                        .map_err(|why| A::Error::custom(format_args!("at: {why}")))?;
                    once(&mut self.at, "at", at)?;
                }
                Key::Tenant => {
                    once(&mut self.tenant, "tenant", value::<Text<'de>, A>(map, "tenant")?.0)?;
                }
                Key::Conversation => {
                    let id = value::<Option<Text<'de>>, A>(map, "conversation")?.map(|text| text.0);
                    once(&mut self.conversation, "conversation", id)?;
                }
                Key::Chat => {
                    let id = value::<Option<Text<'de>>, A>(map, "chat")?.map(|text| text.0);
                    once(&mut self.chat, "chat", id)?;
                }
                Key::Kind => {
                    let kind = Counted::of_kind(&value::<Text<'de>, A>(map, "kind")?.0);
                    once(&mut self.kind, "kind", kind)?;
                }
                Key::Actor => {
                    let Object(actor) = value::<Object<Actor<'de>>, A>(map, "actor")?;
                    once(&mut self.actor, "actor", actor.party_type)?;
                }
                Key::Data => {
                    let data = match self.kind {
                        Some(kind) => Data::Fact(
                            map.next_value_seed(kind).map_err(|why| named("data", &why))?,
                        ),
                        None => Data::Raw(value(map, "data")?),
                    };
                    once(&mut self.data, "data", data)?;
                }
                Key::Unknown => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn line<E: serde::de::Error>(self) -> Result<Line<'de>, E> {
        let missing = E::missing_field;
        let seq = self.seq.ok_or_else(|| missing("seq"))?;
        let at = self.at.ok_or_else(|| missing("at"))?;
        let tenant = self.tenant.ok_or_else(|| missing("tenant"))?;
        let conversation = self.conversation.ok_or_else(|| missing("conversation"))?;
        let chat = self.chat.ok_or_else(|| missing("chat"))?;
        let kind = self.kind.ok_or_else(|| missing("kind"))?;
        let actor = self.actor.ok_or_else(|| missing("actor"))?;
        let fact = match self.data.ok_or_else(|| missing("data"))? {
            Data::Fact(fact) => fact,
            Data::Raw(raw) => {
                let mut deserializer = serde_json::Deserializer::from_str(raw.get());
                kind.deserialize(&mut deserializer)
                    .map_err(|why| E::custom(format_args!("data: {}", words(&why))))?
            }
        };
        let fact = if fact == Fact::Activity { Fact::activity(actor) } else { fact };
        Ok(Line { seq, tenant, conversation, chat, entry: Entry { at, fact } })
    }
}

impl<'de> Deserialize<'de> for Line<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reads;
        impl<'de> Visitor<'de> for Reads {
            type Value = Line<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an event as a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Line<'de>, A::Error> {
                let mut parts = Parts::default();
                parts.read(&mut map)?;
                parts.line()
            }
        }
        deserializer.deserialize_map(Reads)
    }
}
