//! What the facts need of one conversation: its chats and what they come to together. What it leaves out: the events between them.

use std::collections::BTreeSet;

use domain::event::{Body, How};
use domain::{Recorded, Timestamp};

use super::calendar;
use super::chat::Chat;
use super::keys::Keys;
use super::recovery::Recovery;
use super::rollup::Share;
use super::table::{Field, Row};
use super::tables::CONVERSATION_FACT;
use crate::log::entry::word;
use crate::log::{Entry, Fact};

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
    pub(super) recoveries: Vec<Recovery>,
    pub(super) is_dirty: bool,
    /// Its part in the hourly aggregate as it is stored; none when it is new.
    pub(super) share: Option<Share>,
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
            recoveries: Vec::new(),
            is_dirty: true,
            share: None,
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
        self.recover(recorded, keys);
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

    /// A chat ends to go on in another; the other enters its queue; an agent takes it up there. Called before the chat has the event.
    fn recover(&mut self, recorded: &Recorded, keys: &mut Keys) {
        let event = &*recorded.event;
        let Some(id) = &event.chat else { return };
        match &event.body {
            Body::ChatConcluded(data) => {
                let Some(next) = &data.continued_as else { return };
                let Some(chat) = self.chat(id.as_str()) else { return };
                if chat.ended.is_some() {
                    return;
                }
                let (agent, absent_at) = chat.lost();
                let s = chat.statistics();
                let messages = s.from_agents.count + s.from_customers.count + s.from_bots.count;
                self.recoveries.push(Recovery {
                    id: recorded.seq as i64,
                    chat: id.to_string(),
                    next_chat: next.to_string(),
                    agent: agent.map(|agent| keys.agent(agent)),
                    queue: chat.queue_now(),
                    reason: word(&data.disconnect_reason).into_owned(),
                    absent_at,
                    concluded_at: event.at,
                    requeued_at: None,
                    answered_at: None,
                    messages: messages as i64,
                    is_dirty: true,
                });
            }
            Body::ChatRequeued { continues, .. } => {
                let open = |one: &&mut Recovery| {
                    one.chat == continues.as_str() && one.requeued_at.is_none()
                };
                if let Some(recovery) = self.recoveries.iter_mut().find(open) {
                    recovery.requeued_at = Some(event.at);
                    recovery.is_dirty = true;
                }
            }
            Body::EngagementParticipantEntered { .. } => {
                let is_agent = matches!(Entry::of(event).fact, Fact::AgentEntered(_));
                let open =
                    |one: &&mut Recovery| one.next_chat == id.as_str() && one.answered_at.is_none();
                if is_agent && let Some(recovery) = self.recoveries.iter_mut().find(open) {
                    recovery.answered_at = Some(event.at);
                    recovery.is_dirty = true;
                }
            }
            _ => {}
        }
    }

    /// After a replay: everything in it is stored already.
    pub(super) fn is_stored(&mut self, tenant: i64, thread: &str) {
        self.is_dirty = false;
        self.share = Some(share_of(&self.row(thread)));
        self.recoveries.iter_mut().for_each(|recovery| recovery.is_dirty = false);
        for chat in &mut self.chats {
            chat.is_dirty = false;
            chat.part = Some(chat.part_now(tenant));
            chat.engagements.retain(|engagement| !engagement.is_final);
            let now = chat.as_of();
            for engagement in &mut chat.engagements {
                engagement.is_dirty = false;
                let row = engagement.row(&chat.id, thread, now);
                engagement.share = Some(engagement.share_of(&row));
            }
            chat.offers.retain(|offer| offer.answer.is_none());
            for offer in &mut chat.offers {
                offer.is_dirty = false;
                offer.share = Some(offer.share_now());
            }
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
        let (first, last) = (self.chats.first(), self.chats.last());
        let text = |of: fn(&Chat) -> &str| Field::from(first.map(of).unwrap_or_default());
        vec![
            thread.into(),
            calendar::interval(self.first_at).into(),
            first.map_or(0, |chat| chat.queue).into(),
            first.map_or(0, |chat| chat.media_type).into(),
            text(|chat| &chat.media_origin),
            text(|chat| &chat.language_name),
            last.map(|chat| chat.id.as_str()).unwrap_or_default().into(),
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

/// A conversation's part in its hour, when it has this row.
pub(super) fn share_of(row: &Row) -> Share {
    let field = |name| CONVERSATION_FACT.column(name).and_then(|index| row.get(index));
    let number = |name| field(name).and_then(Field::integer).unwrap_or_default();
    let named = |name| field(name).cloned().unwrap_or(Field::Null);
    Share {
        key: vec![
            calendar::hour(number("date_time_key")).into(),
            named("queue_key"),
            named("media_type_key"),
            named("media_origin"),
            named("language_name"),
            named("outcome"),
        ],
        sums: vec![
            1,
            number("sessions_count"),
            number("agents_count"),
            number("engagements_count"),
            number("requeued_count"),
            number("transferred_count"),
            number("queue_duration"),
            number("handle_duration"),
            field("rating").and_then(Field::integer).map_or(0, |_| 1),
            number("rating"),
        ],
        max: None,
    }
}
