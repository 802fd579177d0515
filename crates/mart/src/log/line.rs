//! Reads one line of the export format without copying it, the quick way if it goes, else thoroughly. Unknown kinds and keys are passed over; what the format requires must be there
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
    match super::quick::read(text) {
        Some(line) => Ok(line),
        None => parse_thoroughly(text),
    }
}

/// Reads a line by the general parser, which takes every form of JSON and says what is wrong.
fn parse_thoroughly(text: &str) -> Result<Line<'_>, LineError> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::quick;
    use super::*;

    const LINES: [&str; 6] = [
        r#"{"seq":10,"at":"2026-11-21T09:00:01.250Z","tenant":"t","conversation":null,"chat":"c","kind":"end_user_post","data":{"text":"x\u00e9\ud83d\ude42\n é","n":[-1.5e+3,0,true,null,{"a":"b\"c"}]},"actor":{"type":"customer","id":"a"}}"#,
        r#"{ "data" : {"participant":{"type":"agent","id":"a"},"role":"lead"}, "actor":{"type":"agent","id":"a"},"kind":"engagement_participant_entered","seq":0,"at":"2026-11-21T09:00:01Z","tenant":"t","conversation":"c","chat":"c" }"#,
        r#"{"seq":1,"at":"2026-11-21T09:00:01.250Z","tenant":"t","conversation":"c","chat":"c","kind":"chat_created","data":{"media_type":"chat","media_origin":null,"language":"de","async":false,"continues":null},"actor":{"type":"customer","id":"a"}}"#,
        r#"{"seq":1,"at":"2026-11-21T09:00:01.250Z","tenant":"t","conversation":"c","chat":"c","kind":"chat_concluded","data":{"ended_by":"AGENT","ended_reason":"FORCE"},"actor":{"type":"supervisor","id":"a"}}"#,
        r#"{"seq":1,"at":"2026-11-21T09:00:01.250Z","tenant":"t","conversation":"c","chat":"c","kind":"agent_pushed_url","data":{"url":"u"},"actor":{"type":"bot","id":"a"}}"#,
        r#"{"seq":1,"at":"2026-11-21T09:00:01.250Z","tenant":"t","conversation":null,"chat":null,"kind":"new","data":{"text":1},"actor":{"type":"system","id":""},"more":[]}"#,
    ];

    #[test]
    fn usual_lines_go_the_quick_way_and_say_the_same() {
        for line in LINES {
            assert_eq!(quick::read(line), parse_thoroughly(line).ok(), "{line}");
            assert!(quick::read(line).is_some(), "{line}");
        }
    }

    /// Pieces that break a line, or only make it unusual.
    const PIECES: [&str; 24] = [
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "0",
        "1",
        "-",
        ".",
        "e",
        " ",
        "\n",
        "\u{1}",
        "\\u",
        "\\ud800",
        "null",
        "true",
        "\"seq\":1,",
        "\"text\":\"\",",
        "\"x\":{},",
        "é",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn the_quick_way_never_says_what_the_thorough_one_does_not(
            line in 0..LINES.len(),
            changes in proptest::collection::vec(
                (any::<prop::sample::Index>(), 0..PIECES.len(), 0usize..4), 1..4,
            ),
        ) {
            let mut characters: Vec<char> = LINES[line].chars().collect();
            for (place, piece, removed) in changes {
                let place = place.index(characters.len());
                let end = (place + removed).min(characters.len());
                characters.splice(place..end, PIECES[piece].chars());
            }
            let text: String = characters.into_iter().collect();
            if let Some(quick) = quick::read(&text) {
                prop_assert_eq!(Ok(quick), parse_thoroughly(&text));
            }
        }
    }
}
