//! What the facts need of one conversation: its chats and what they come to together. What it leaves out: the events between them.

use std::collections::BTreeSet;

use domain::event::{Body, How};
use domain::{Recorded, Timestamp};

use super::chat::Chat;
use super::keys::Keys;
use super::table::{Field, Row};

#[derive(Debug, Clone)]
pub(super) struct Conversation {
    first_at: Timestamp,
    last_at: Timestamp,
    pub(super) chats: Vec<Chat>,
    agents: BTreeSet<i64>,
    engagements: i64,
    requeued: i64,
    transferred: i64,
    rating: Option<i64>,
    pub(super) is_dirty: bool,
}

impl Conversation {
    pub(super) fn new(at: Timestamp) -> Self {
        Self {
            first_at: at,
            last_at: at,
            chats: Vec::new(),
            agents: BTreeSet::new(),
            engagements: 0,
            requeued: 0,
            transferred: 0,
            rating: None,
            is_dirty: true,
        }
    }

    pub(super) fn chat(&self, id: &str) -> Option<&Chat> {
        self.chats.iter().rev().find(|chat| chat.id == id)
    }

    pub(super) fn is_settled(&self) -> bool {
        self.chats.iter().all(Chat::is_settled)
    }

    pub(super) fn apply(&mut self, recorded: &Recorded, tenant: &str, keys: &mut Keys) {
        let event = &*recorded.event;
        let Some(id) = &event.chat else { return };
        if let Body::ChatRated { rating, .. } = &event.body {
            // It is said of what is over: no chat's figures and no time of it change.
            self.rating = Some((*rating).into());
            self.is_dirty = true;
            return;
        }
        let known = self.chats.iter_mut().rev().find(|chat| chat.id == id.as_str());
        match known {
            Some(chat) => chat.apply(recorded, keys),
            None => match Chat::begin(recorded, tenant, keys) {
                Some(chat) => self.chats.push(chat),
                // The chat's beginning is not in the log.
                None => return,
            },
        }
        self.is_dirty = true;
        self.last_at = event.at;
        match &event.body {
            Body::EngagementParticipantEntered { participant, how, .. } => {
                self.agents.insert(keys.agent(&participant.id));
                self.engagements += 1;
                if *how == Some(How::Transferred) {
                    self.transferred += 1;
                }
            }
            Body::ChatRequeued { .. } => self.requeued += 1,
            Body::TransferredToQueue { .. } => self.transferred += 1,
            _ => {}
        }
    }

    /// After a replay: everything in it is stored already.
    pub(super) fn is_stored(&mut self, tenant: i64) {
        self.is_dirty = false;
        for chat in &mut self.chats {
            chat.is_dirty = false;
            chat.part = Some(chat.part_now(tenant));
            chat.engagements.retain(|engagement| !engagement.is_final);
            chat.engagements.iter_mut().for_each(|engagement| engagement.is_dirty = false);
            chat.offers.retain(|offer| offer.answer.is_none());
            chat.offers.iter_mut().for_each(|offer| offer.is_dirty = false);
        }
    }

    /// Counted once, by how its last chat went.
    fn outcome(&self) -> &'static str {
        let Some(last) = self.chats.last() else { return "open" };
        let Some(end) = &last.ended else { return "open" };
        if self.chats.iter().any(|chat| chat.ended.is_none()) {
            return "open";
        }
        let was_served = last.statistics().agents > 0 || end.by == "BOT";
        match (was_served, end.by.as_str()) {
            (true, _) => "handled",
            (false, "CLIENT") => "abandoned",
            (false, _) => "missed",
        }
    }

    pub(super) fn row(&self, thread: &str) -> Row {
        let seconds = |length: fn(&Chat) -> u64| {
            let ms: u64 = self.chats.iter().map(length).sum();
            Field::Integer((ms / 1_000) as i64)
        };
        vec![
            thread.into(),
            self.first_at.0.into(),
            self.last_at.0.into(),
            (self.chats.len() as i64).into(),
            (self.agents.len() as i64).into(),
            self.engagements.into(),
            self.requeued.into(),
            self.transferred.into(),
            seconds(|chat| chat.waiting.at(chat.as_of()).total_ms),
            seconds(|chat| chat.statistics().handle.total_ms),
            self.outcome().into(),
            self.rating.map_or(Field::Null, Field::Integer),
        ]
    }
}
