//! Reading JSON from outside once, into types that refuse what they do not know. When it fails, and only then, it is found out which field
//! was wrong.

use std::borrow::Cow;

use domain::{Code, Refusal};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Fields tried when the wrong one is looked for; more has no record of ours.
const FIELDS_TRIED_MAX: usize = 32;

/// The fields that say what the others are.
const TAGS: [&str; 2] = ["type", "name"];

/// Reads a value.
///
/// # Errors
/// A refusal that names the field.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|why| refusal::<T>(bytes, &why))
}

/// The frame that nearly all are: a message.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Message<'a> {
    #[serde(rename = "type", borrow)]
    frame_type: &'a str,
    /// The command's id.
    pub(crate) id: &'a str,
    /// The chat and the text.
    pub(crate) command: Post<'a>,
}

/// Its command.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Post<'a> {
    name: &'a str,
    /// A chat id.
    pub(crate) chat: &'a str,
    /// What is said.
    #[serde(borrow)]
    pub(crate) text: Cow<'a, str>,
}

/// Reads a message without the copies that are made of a frame whose type comes from one of its fields. None for every other frame, and
/// for everything that is wrong: that is for [`parse`] to say.
pub(crate) fn message(text: &str) -> Option<Message<'_>> {
    let message: Message<'_> = serde_json::from_str(text).ok()?;
    (message.frame_type == "command" && message.command.name == "post_message").then_some(message)
}

/// Whether a text is JSON at all, and the `id` of the frame that it is.
pub(crate) fn id_of(bytes: &[u8]) -> Option<Option<String>> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    Some(value.get("id").and_then(Value::as_str).map(str::to_owned))
}

fn refusal<T: DeserializeOwned>(bytes: &[u8], why: &serde_json::Error) -> Refusal {
    let said = why.to_string();
    let Ok(mut value) = serde_json::from_slice::<Value>(bytes) else {
        return Refusal::new(Code::Invalid, format!("not JSON: {said}"));
    };
    let field = quoted(&said).or_else(|| wrong_field::<T>(&mut value, &said));
    let mut refusal = Refusal::new(Code::Invalid, without_place(&said).to_owned());
    if let Some(field) = field {
        let is_missing = said.starts_with("missing field");
        let value = if is_missing { None } else { find(&value, &field) };
        refusal.value = value.map(|v| v.to_string().chars().take(80).collect());
        refusal.field = Some(field.into());
    }
    refusal
}

/// The name in messages such as "unknown field `colour`, expected …".
fn quoted(said: &str) -> Option<String> {
    let rest =
        said.strip_prefix("unknown field `").or_else(|| said.strip_prefix("missing field `"))?;
    rest.split_once('`').map(|(name, _)| name.to_owned())
}

fn without_place(said: &str) -> &str {
    said.rfind(" at line ").map_or(said, |at| &said[..at])
}

fn find<'a>(value: &'a Value, field: &str) -> Option<&'a Value> {
    match value {
        Value::Object(map) => {
            map.get(field).or_else(|| map.values().find_map(|inner| find(inner, field)))
        }
        _ => None,
    }
}

/// The field without which the complaint is another one. Records are few and small, and this runs only for refusals.
fn wrong_field<T: DeserializeOwned>(value: &mut Value, said: &str) -> Option<String> {
    let mut tried = 0;
    let mut path = Vec::new();
    look::<T>(value, &mut path, without_place(said), &mut tried)
}

fn at<'a>(value: &'a mut Value, path: &[String]) -> Option<&'a mut serde_json::Map<String, Value>> {
    let mut value = value;
    for name in path {
        value = value.get_mut(name)?;
    }
    value.as_object_mut()
}

fn look<T: DeserializeOwned>(
    value: &mut Value,
    path: &mut Vec<String>,
    said: &str,
    tried: &mut usize,
) -> Option<String> {
    let mut names: Vec<String> = at(value, path)?.keys().cloned().collect();
    // Without its tag nothing can be read at all, so that tells least.
    names.sort_by_key(|name| TAGS.contains(&name.as_str()));
    for name in names {
        if *tried >= FIELDS_TRIED_MAX {
            return None;
        }
        *tried += 1;
        let taken = at(value, path)?.remove(&name)?;
        let now = T::deserialize(&*value).err().map(|why| why.to_string());
        let is_object = taken.is_object();
        at(value, path)?.insert(name.clone(), taken);
        if now.as_deref() == Some(said) {
            continue;
        }
        if is_object {
            path.push(name.clone());
            let inner = look::<T>(value, path, said, tried);
            path.pop();
            return inner.or(Some(name));
        }
        return Some(name);
    }
    None
}

#[cfg(test)]
mod tests {
    use protocol::command::Command;
    use protocol::frame::ClientFrame;

    use super::*;

    fn complaint(text: &str) -> (String, Option<String>) {
        let refusal = parse::<ClientFrame>(text.as_bytes()).unwrap_err();
        (refusal.detail.to_string(), refusal.field.map(|f| f.to_string()))
    }

    #[test]
    fn a_message_is_read_either_way() {
        let read = |text: &str| {
            let fast = message(text)
                .map(|m| (m.id.to_owned(), m.command.chat.to_owned(), m.command.text.into_owned()));
            let slow = match parse::<ClientFrame>(text.as_bytes()) {
                Ok(ClientFrame::Command { id, command: Command::PostMessage { chat, text } }) => {
                    Some((id, chat, text))
                }
                _ => None,
            };
            assert_eq!(fast, slow, "{text}");
            fast.is_some()
        };
        let frame = |rest: &str| format!(r#"{{"type":"command","id":"i","command":{{{rest}}}}}"#);
        assert!(read(&frame(r#""name":"post_message","chat":"c","text":"a\n\"b\" ü""#)));
        assert!(read(
            r#" { "command": {"text":"t","chat":"c","name":"post_message"}, "id":"i", "type":"command"}"#
        ));
        assert!(!read(&frame(r#""name":"add_side_note","chat":"c","text":"t""#)));
        assert!(!read(&frame(r#""name":"post_message","chat":"c""#)));
        assert!(!read(&frame(r#""name":"post_message","chat":"c","text":"t","more":1"#)));
        assert!(!read(&frame(r#""name":"post_message","chat":"c","text":"t","text":"u""#)));
        assert!(!read(r#"{"type":"ping"}"#));
    }

    #[test]
    fn the_wrong_field_is_named() {
        let field = |text| complaint(text).1;
        let name = |name: &str| Some(name.to_owned());
        assert_eq!(field(r#"{"type":"ping","colour":1}"#), name("colour"));
        assert_eq!(field(r#"{"type":"seen","conversation":"c"}"#), name("seq"));
        assert_eq!(field(r#"{"type":"seen","conversation":"c","seq":"x"}"#), name("seq"));
        let command = r#"{"type":"command","id":"1","command":{"name":"set_status","status":7}}"#;
        assert_eq!(field(command), name("status"));
        let command = r#"{"type":"command","id":"1","command":{"name":"dance"}}"#;
        assert_eq!(field(command), name("name"));
        assert_eq!(field(r#"{"type":"dance"}"#), name("type"));
        assert_eq!(field("{"), None);
    }
}
