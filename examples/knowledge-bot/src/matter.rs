//! What a conversation is about, read from its events: what the customer asked, and what of it has been answered.

use std::collections::BTreeSet;

use protocol::event::Event;
use uuid::Uuid;

/// The id of what the bot does about something in a chat: the same at every try.
pub(crate) fn id_of(chat: &str, what: &str, seq: u64) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{chat} {what} {seq}").as_bytes()).to_string()
}

/// A conversation as far as the bot is concerned.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Matter {
    /// The chat that it is in.
    pub(crate) chat: String,
    /// The queue of that chat.
    pub(crate) queue: String,
    /// The customer's language.
    pub(crate) language: Option<String>,
    /// What the customer wrote, with positions, oldest first.
    pub(crate) asked: Vec<(u64, String)>,
    /// What the bot has said.
    pub(crate) said: BTreeSet<String>,
    /// The commands that were carried out.
    pub(crate) done: BTreeSet<String>,
}

impl Matter {
    /// Folds the events of a conversation; None if this chat is not the bot's now.
    pub(crate) fn of(events: &[Event], me: &str) -> Option<Self> {
        let mut matter = Self::default();
        let mut own_chat = None;
        for event in events {
            matter.done.extend(event.command.clone());
            let is_me = event.data.participant.as_ref().is_some_and(|party| party.id == me);
            if let Some(queue) = event.data.queue.as_ref().and_then(|queue| queue.as_str()) {
                queue.clone_into(&mut matter.queue);
            }
            match event.kind.as_str() {
                "chat_created" => matter.language.clone_from(&event.data.language),
                "end_user_post" => {
                    matter.asked.push((event.seq, event.data.text.clone().unwrap_or_default()));
                }
                "bot_post" if event.actor.id == me => matter.said.extend(event.data.text.clone()),
                "bot_entered" if is_me => own_chat.clone_from(&event.chat),
                "bot_left" if is_me => own_chat = None,
                "chat_concluded" | "chat_released" if own_chat == event.chat => own_chat = None,
                _ => {}
            }
        }
        matter.chat = own_chat?;
        Some(matter)
    }

    /// What the customer wrote since the last answer, and the position of the newest; None if all is answered.
    pub(crate) fn open_question(&self) -> Option<(u64, String)> {
        let is_answered = |seq: u64| self.done.contains(&id_of(&self.chat, "answer", seq));
        let answered = self.asked.iter().rposition(|(seq, _)| is_answered(*seq));
        let open = &self.asked[answered.map_or(0, |at| at + 1)..];
        let (newest, _) = open.last()?;
        let texts: Vec<&str> = open.iter().map(|(_, text)| text.as_str()).collect();
        Some((*newest, texts.join("\n")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(seq: u64, kind: &str, actor: &str, data: serde_json::Value) -> Event {
        let event = serde_json::json!({
            "seq": seq, "at": "2026-11-21T00:00:00.000Z", "conversation": "c-1", "chat": "c-1.1", "kind": kind,
            "actor": {"type": if actor == "robbie" { "bot" } else { "customer" }, "id": actor}, "data": data,
        });
        serde_json::from_value(event).unwrap()
    }

    fn entered(seq: u64) -> Event {
        let me = serde_json::json!({"participant": {"type": "bot", "id": "robbie"}});
        event(seq, "bot_entered", "robbie", me)
    }

    fn post(seq: u64, text: &str) -> Event {
        event(seq, "end_user_post", "ann", serde_json::json!({"text": text}))
    }

    fn answer(seq: u64, to: u64) -> Event {
        let mut post = event(seq, "bot_post", "robbie", serde_json::json!({"text": "So."}));
        post.command = Some(id_of("c-1.1", "answer", to));
        post
    }

    #[test]
    fn what_was_written_since_the_last_answer_is_open() {
        let mut events = vec![
            event(
                1,
                "chat_created",
                "ann",
                serde_json::json!({"queue": "general", "language": "de"}),
            ),
            post(2, "Hello?"),
            entered(3),
        ];
        let open = |events: &[Event]| Matter::of(events, "robbie").unwrap().open_question();
        assert_eq!(open(&events), Some((2, "Hello?".into())));
        events.push(post(4, "My bill"));
        assert_eq!(open(&events), Some((4, "Hello?\nMy bill".into())));
        // An answer to the first that came after the second leaves the second open.
        events.push(answer(5, 2));
        assert_eq!(open(&events), Some((4, "My bill".into())));
        events.push(answer(6, 4));
        assert_eq!(open(&events), None);
        let matter = Matter::of(&events, "robbie").unwrap();
        assert_eq!((matter.queue.as_str(), matter.language.as_deref()), ("general", Some("de")));
    }

    #[test]
    fn what_is_not_the_bots_is_none_of_its_matter() {
        let mut events = vec![post(1, "Hello?")];
        assert_eq!(Matter::of(&events, "robbie"), None);
        events.push(entered(2));
        assert!(Matter::of(&events, "robbie").is_some());
        assert_eq!(Matter::of(&events, "marvin"), None);
        events.push(event(3, "chat_concluded", "ann", serde_json::json!({})));
        assert_eq!(Matter::of(&events, "robbie"), None);
    }
}
