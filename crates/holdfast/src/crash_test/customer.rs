//! A customer of the crash rounds: asks for a chat, sends numbered messages whether an agent is there or not, sometimes leaves, goes on with
//! the conversation after it ended, and at last goes away for good.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::ledger::{Outcome, Sent};
use super::link::{Behaviour, Board, Wish};
use crate::load::chance::Chance;

/// Messages that it sends without waiting for an answer.
const UNANSWERED_MAX: u32 = 4;
/// Chats that it has in one conversation before it goes away.
const CHATS_MAX: u32 = 3;

/// Where it is, as far as it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Not in a chat, and has not asked.
    Out,
    /// Has asked for a chat, the first or another.
    Asked,
    /// In a chat, waiting or engaged.
    In,
    /// In a chat that it is leaving, or that ended.
    Over,
    /// The chat is closed.
    Closed,
}

/// One customer, with one session.
#[derive(Debug)]
pub(crate) struct Customer {
    name: String,
    board: Arc<Board>,
    chance: Chance,
    stage: Stage,
    conversation: Option<String>,
    chat: Option<String>,
    chats: u32,
    number: u64,
    unanswered: u32,
    count: u64,
    next_at: Instant,
    is_finished: bool,
    /// The messages that it has on its screen.
    seen: BTreeSet<String>,
}

impl Customer {
    /// A customer that has done nothing yet; `name` is in all its ids.
    pub(crate) fn new(name: String, board: Arc<Board>, chance: Chance) -> Self {
        Self {
            name,
            board,
            chance,
            stage: Stage::Out,
            conversation: None,
            chat: None,
            chats: 0,
            number: 0,
            unanswered: 0,
            count: 0,
            next_at: Instant::now(),
            is_finished: false,
            seen: BTreeSet::new(),
        }
    }

    /// Its conversation, and the messages that it has on its screen.
    pub(crate) fn screen(self) -> (Option<String>, BTreeSet<String>) {
        (self.conversation, self.seen)
    }

    fn id(&mut self, what: &str) -> String {
        self.count += 1;
        format!("{}.{what}.{}", self.name, self.count)
    }

    fn sent(&mut self, text: &str) -> Sent {
        let number = self.number;
        self.number += 1;
        Sent {
            sender: self.name.clone(),
            conversation: self.conversation.clone(),
            number,
            text: text.to_owned(),
            outcome: Outcome::Waiting,
            was_put_off: false,
        }
    }

    fn ask(&mut self) -> Wish {
        let id = self.id("start");
        let text = format!("{} asks for a chat", self.name);
        let sent = self.sent(&text);
        self.board.ledger().send(&id, sent);
        self.stage = Stage::Asked;
        Wish::command(
            &id,
            &json!({"name": "start_chat", "queue": super::QUEUE, "customer_name": self.name, "question": text}),
        )
    }

    fn go_on(&mut self) -> Wish {
        self.stage = Stage::Asked;
        Wish::command(&self.id("continue"), &json!({"name": "continue_conversation"}))
    }

    fn say_or_leave(&mut self) -> Option<Wish> {
        let chat = self.chat.clone()?;
        if self.chance.once_in(90) {
            self.stage = Stage::Over;
            let id = self.id("leave");
            return Some(Wish::command(&id, &json!({"name": "leave_chat", "chat": chat})));
        }
        if self.unanswered >= UNANSWERED_MAX {
            return None;
        }
        let text = format!("{} says {}", self.name, self.number);
        let (id, sent) = (self.id("post"), self.sent(&text));
        self.board.ledger().send(&id, sent);
        self.unanswered += 1;
        Some(Wish::command(&id, &json!({"name": "post_message", "chat": chat, "text": text})))
    }

    fn saw(&mut self, event: &Value) {
        let kind = event["kind"].as_str().unwrap_or_default();
        let chat = event["chat"].as_str().map(str::to_owned);
        match kind {
            "chat_created" => {
                self.conversation = event["conversation"].as_str().map(str::to_owned);
                self.chat = chat;
                self.stage = Stage::In;
                self.chats += 1;
            }
            "chat_concluded" if chat == self.chat => self.stage = Stage::Over,
            "chat_released" if chat == self.chat => self.stage = Stage::Closed,
            "end_user_post" | "agent_post" => {
                let message = event["data"]["message"].as_str().unwrap_or_default().to_owned();
                if let Some(twice) = self.seen.replace(message) {
                    let trouble = format!("{} saw the message {twice} twice", self.name);
                    self.board.ledger().trouble.push(trouble);
                }
            }
            "agent_lost" => {
                let trouble = format!("{} was told that its agent is lost", self.name);
                self.board.ledger().trouble.push(trouble);
            }
            _ => {}
        }
    }
}

impl Behaviour for Customer {
    fn snapshot(&mut self, state: &Value) {
        self.seen.clear();
        let text = |field: &str| state[field].as_str().map(str::to_owned);
        (self.conversation, self.chat) = (text("conversation"), text("chat"));
        for event in state["events"].as_array().into_iter().flatten() {
            if let Some(message) = event["data"]["message"].as_str() {
                self.seen.insert(message.to_owned());
            }
        }
        let stage = match state["phase"].as_str() {
            Some("waiting" | "engaged") => Stage::In,
            Some(_) => Stage::Closed,
            None => Stage::Out,
        };
        // What it has asked for is still in its outbox.
        if self.stage != Stage::Asked {
            self.stage = stage;
        }
    }

    fn hear(&mut self, frame: &Value) {
        if frame["type"] == "event" {
            self.saw(&frame["event"]);
        }
    }

    fn done(&mut self, wish: &Wish) {
        if wish.frame["command"]["name"] == "post_message" {
            self.unanswered = self.unanswered.saturating_sub(1);
        }
    }

    fn refused(&mut self, wish: &Wish, code: &str) {
        self.done(wish);
        match wish.frame["command"]["name"].as_str().unwrap_or_default() {
            // Its last chat is still being written up: try again later.
            "continue_conversation" if code == "already_open" => self.stage = Stage::Closed,
            // The agent was quicker.
            "post_message" | "leave_chat" => {}
            other => {
                let trouble = format!("{}: {other} was refused with {code}", self.name);
                self.board.ledger().trouble.push(trouble);
            }
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
        self.next_at = now + Duration::from_millis(self.chance.between(5, 40));
        let wish = match self.stage {
            Stage::Out => Some(self.ask()),
            Stage::In => self.say_or_leave(),
            Stage::Closed if self.chats >= CHATS_MAX => {
                self.is_finished = true;
                None
            }
            Stage::Closed => Some(self.go_on()),
            Stage::Asked | Stage::Over => None,
        };
        wish.into_iter().collect()
    }

    fn is_finished(&self) -> bool {
        self.is_finished
    }
}
