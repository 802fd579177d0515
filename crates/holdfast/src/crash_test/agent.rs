//! An agent of the crash rounds: takes what it is offered, sends numbered messages and saves drafts in its chats, ends some of them, and
//! writes up what ended.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::ledger::{Outcome, Sent};
use super::link::{Behaviour, Board, Wish};
use crate::load::chance::Chance;

/// Messages and drafts that it sends without waiting for an answer.
const UNANSWERED_MAX: u32 = 8;

/// Where one of its chats is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Engaged,
    /// It has said that the chat ends.
    Ending,
    WrapUp,
    /// It has written up.
    Written,
}

#[derive(Debug)]
struct Held {
    conversation: String,
    stage: Stage,
}

/// One agent.
#[derive(Debug)]
pub(crate) struct Agent {
    id: String,
    board: Arc<Board>,
    chance: Chance,
    /// Whether it has a status, or has asked for one.
    is_available: bool,
    offers: Vec<String>,
    chats: BTreeMap<String, Held>,
    /// The number of its next message in each conversation.
    numbers: BTreeMap<String, u64>,
    written_at_ms: u64,
    unanswered: u32,
    count: u64,
    next_at: Instant,
    is_finished: bool,
}

impl Agent {
    /// An agent that has just signed in.
    pub(crate) fn new(id: String, board: Arc<Board>, chance: Chance) -> Self {
        Self {
            id,
            board,
            chance,
            is_available: false,
            offers: Vec::new(),
            chats: BTreeMap::new(),
            numbers: BTreeMap::new(),
            written_at_ms: 0,
            unanswered: 0,
            count: 0,
            next_at: Instant::now(),
            is_finished: false,
        }
    }

    fn command(&mut self, command: &Value) -> Wish {
        self.count += 1;
        let id = format!("{}.{}", self.id, self.count);
        Wish::command(&id, command)
    }

    fn is_me(&self, party: &Value) -> bool {
        party["id"] == self.id.as_str()
    }

    fn say(&mut self, chat: &str, conversation: &str) -> Wish {
        let number = self.numbers.entry(conversation.to_owned()).or_default();
        let text = format!("{} says {number}", self.id);
        let sent = Sent {
            sender: self.id.clone(),
            conversation: Some(conversation.to_owned()),
            number: *number,
            text: text.clone(),
            outcome: Outcome::Waiting,
            was_put_off: false,
        };
        *number += 1;
        let wish = self.command(&json!({"name": "post_message", "chat": chat, "text": text}));
        self.board.ledger().send(&wish.id, sent);
        self.unanswered += 1;
        wish
    }

    fn draft(&mut self, conversation: &str) -> Wish {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now_ms = u64::try_from(now.as_millis()).unwrap_or_default();
        self.written_at_ms = now_ms.max(self.written_at_ms + 1);
        self.count += 1;
        let (id, number) = (format!("{}.{}", self.id, self.count), self.count);
        self.board.ledger().send_draft(conversation, &self.id, number);
        self.unanswered += 1;
        let draft = json!({"conversation": conversation, "field": "note",
            "text": number.to_string(), "written_at_ms": self.written_at_ms});
        let frame = json!({"type": "save_draft", "id": id, "draft": draft});
        Wish { id, frame }
    }

    fn write_up(&mut self, chat: &str, conversation: &str) -> Wish {
        self.board.ledger().forget_drafts(conversation, &self.id);
        self.command(&json!({"name": "complete_wrap_up", "chat": chat,
            "incident": {"disposition": "Answered"}, "close_incident": true}))
    }

    /// Does something in one of its chats.
    fn work(&mut self) -> Option<Wish> {
        let count = u64::try_from(self.chats.len()).unwrap_or_default();
        let index = usize::try_from(self.chance.between(0, count.checked_sub(1)?)).ok()?;
        let (chat, held) = self.chats.iter().nth(index)?;
        let (chat, conversation, stage) = (chat.clone(), held.conversation.clone(), held.stage);
        let (next, wish) = match stage {
            Stage::Engaged if self.chance.once_in(60) => {
                (Stage::Ending, Some(self.command(&json!({"name": "end_chat", "chat": chat}))))
            }
            Stage::Engaged if self.unanswered >= UNANSWERED_MAX => (stage, None),
            Stage::Engaged if self.chance.once_in(4) => (stage, Some(self.draft(&conversation))),
            Stage::Engaged => (stage, Some(self.say(&chat, &conversation))),
            Stage::WrapUp => (Stage::Written, Some(self.write_up(&chat, &conversation))),
            Stage::Ending | Stage::Written => (stage, None),
        };
        if let Some(held) = self.chats.get_mut(&chat) {
            held.stage = next;
        }
        wish
    }

    fn saw(&mut self, event: &Value) {
        let Some(chat) = event["chat"].as_str() else {
            if event["kind"] == "agent_status_changed" && self.is_me(&event["data"]["participant"])
            {
                self.is_available = !event["data"]["status"].is_null();
            }
            return;
        };
        let participant = &event["data"]["participant"];
        match event["kind"].as_str().unwrap_or_default() {
            "agent_engagement_invitation" if self.is_me(participant) => {
                self.offers.push(chat.to_owned());
            }
            "engagement_participant_entered" if self.is_me(participant) => {
                let conversation = event["conversation"].as_str().unwrap_or_default().to_owned();
                self.chats.insert(chat.to_owned(), Held { conversation, stage: Stage::Engaged });
            }
            "chat_concluded" => {
                if let Some(held) = self.chats.get_mut(chat) {
                    held.stage = Stage::WrapUp;
                }
            }
            "chat_released" => drop(self.chats.remove(chat)),
            _ => {}
        }
    }

    fn take_over(&mut self, conversation: &Value) {
        let chat = conversation["chat"].as_str().unwrap_or_default().to_owned();
        let id = conversation["conversation"].as_str().unwrap_or_default().to_owned();
        if conversation["offer"]["agent"] == self.id.as_str() {
            self.offers.push(chat.clone());
        }
        let participants = conversation["participants"].as_array();
        let mut agents = participants.into_iter().flatten().map(|p| &p["agent"]);
        let stage = match conversation["phase"].as_str() {
            Some("engaged") if agents.any(|agent| *agent == self.id.as_str()) => Stage::Engaged,
            // Only who writes it up is shown a chat in wrap-up.
            Some("wrap_up") => Stage::WrapUp,
            Some(_) | None => return,
        };
        self.chats.insert(chat, Held { conversation: id, stage });
    }
}

impl Behaviour for Agent {
    fn snapshot(&mut self, state: &Value) {
        self.is_available = !state["status"].is_null();
        self.chats.clear();
        self.offers.clear();
        for conversation in state["conversations"].as_array().into_iter().flatten() {
            self.take_over(conversation);
        }
    }

    fn hear(&mut self, frame: &Value) {
        match frame["type"].as_str().unwrap_or_default() {
            "event" => self.saw(&frame["event"]),
            "conversation" => self.take_over(&frame["conversation"]),
            "reset" => {
                let trouble = format!("{} was told that it was lost", self.id);
                self.board.ledger().trouble.push(trouble);
            }
            _ => {}
        }
    }

    fn done(&mut self, wish: &Wish) {
        let is_draft = wish.frame["type"] == "save_draft";
        if is_draft {
            let draft = &wish.frame["draft"];
            let conversation = draft["conversation"].as_str().unwrap_or_default();
            let number = draft["text"].as_str().and_then(|text| text.parse().ok());
            let mut ledger = self.board.ledger();
            ledger.acknowledge_draft(conversation, &self.id, number.unwrap_or_default());
        }
        if is_draft || wish.frame["command"]["name"] == "post_message" {
            self.unanswered = self.unanswered.saturating_sub(1);
        }
    }

    fn refused(&mut self, wish: &Wish, code: &str) {
        if wish.frame["type"] == "save_draft" || wish.frame["command"]["name"] == "post_message" {
            self.unanswered = self.unanswered.saturating_sub(1);
        }
        // The customer may leave, and the chat end or the offer go, at any moment.
        if !["chat_over", "session_lost", "wrong_state", "offer_gone", "taken"].contains(&code) {
            let what = &wish.frame;
            let trouble = format!("{}: {what} was refused with {code}", self.id);
            self.board.ledger().trouble.push(trouble);
        }
    }

    fn act(&mut self, is_quiet: bool) -> Vec<Wish> {
        let now = Instant::now();
        if is_quiet {
            self.is_finished = true;
        }
        if self.is_finished || now < self.next_at {
            return Vec::new();
        }
        self.next_at = now + Duration::from_millis(self.chance.between(3, 12));
        let mut wishes = Vec::new();
        if !self.is_available {
            self.is_available = true;
            wishes.push(self.command(&json!({"name": "set_status", "status": super::STATUS})));
        }
        for chat in std::mem::take(&mut self.offers) {
            wishes.push(self.command(&json!({"name": "confirm_offer", "chat": chat})));
            wishes.push(self.command(&json!({"name": "accept_offer", "chat": chat})));
        }
        wishes.extend(self.work());
        wishes
    }

    fn is_finished(&self) -> bool {
        self.is_finished
    }
}
