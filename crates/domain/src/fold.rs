//! A conversation folded from its own events alone, open or not: what a transcript's reader, or who goes on with it, needs.

use crate::conversation::Conversation;
use crate::event::{Body, Customer, Recorded, Seq};
use crate::id::{ConversationId, QueueId};
use crate::incident::{Incident, PastIncident, queue_of_left};
use crate::time::Timestamp;

/// What is needed of a conversation that is no longer open to continue it or to change its incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// Its id.
    pub id: ConversationId,
    /// As it was when its last chat was released.
    pub last: Conversation,
}

impl Closed {
    /// Folds all events of one conversation, oldest first; None unless its last chat was released.
    #[must_use]
    pub fn of_events<'a>(events: impl IntoIterator<Item = &'a Recorded>) -> Option<Self> {
        let mut fold = ConversationFold::default();
        events.into_iter().for_each(|e| fold.apply(e));
        fold.released.then_some(())?;
        fold.conversation.map(|last| Self { id: last.id.clone(), last })
    }
}

/// A fold over the events of one conversation, open or not.
#[derive(Debug, Clone, Default)]
pub struct ConversationFold {
    /// The conversation, once its 26 was seen.
    pub conversation: Option<Conversation>,
    /// The incident of a message that was left while nobody was there; such a conversation has no chat.
    pub left: Option<Incident>,
    /// Who left that message; None in logs from before that was said.
    pub left_by: Option<Customer>,
    /// Whether its last chat was released.
    pub released: bool,
    /// When the first event was.
    pub started_at: Timestamp,
    /// The position of the last event.
    pub position: Seq,
}

impl ConversationFold {
    /// Folds one event.
    pub fn apply(&mut self, recorded: &Recorded) {
        let event = &*recorded.event;
        self.position = recorded.seq;
        match (&event.body, &event.conversation, &event.chat) {
            (body, Some(_), None) => self.apply_left(body, event.at),
            (Body::ChatCreated(data), Some(id), Some(chat)) => {
                if self.conversation.is_none() {
                    self.started_at = event.at;
                }
                let before = self.conversation.take();
                self.conversation = Some(Conversation::created(id, chat, event.at, data, before));
                self.released = false;
            }
            (Body::ChatReleased {}, ..) => self.released = true,
            _ => {
                if let Some(conversation) = &mut self.conversation {
                    conversation.apply(event);
                }
            }
        }
    }
    fn apply_left(&mut self, body: &Body, at: Timestamp) {
        match body {
            Body::IncidentOpened { incident, fields, customer } => {
                if self.left.is_none() {
                    self.started_at = at;
                }
                let left = self.left.get_or_insert_default();
                left.id.clone_from(incident);
                left.open = true;
                left.change(fields);
                if let Some(customer) = customer {
                    self.left_by = Some((**customer).clone());
                }
            }
            Body::IncidentUpdated { fields, .. } => {
                if let Some(left) = &mut self.left {
                    left.change(fields);
                }
            }
            Body::IncidentClosed { .. } => {
                if let Some(left) = &mut self.left {
                    left.open = false;
                }
            }
            _ => {}
        }
    }

    /// The incident, with the last chat if there was one.
    #[must_use]
    pub fn incident(&self) -> Option<PastIncident> {
        let of_chats = self
            .conversation
            .as_ref()
            .map(|c| PastIncident { chat: Some(c.chat.clone()), incident: c.incident.clone() });
        let left = || self.left.clone().map(|incident| PastIncident { chat: None, incident });
        of_chats.or_else(left)
    }

    /// The queue of the last chat, or that for which a message was left.
    #[must_use]
    pub fn queue(&self) -> Option<QueueId> {
        match (&self.conversation, &self.left) {
            (Some(conversation), _) => Some(conversation.queue.clone()),
            (None, Some(left)) => queue_of_left(&left.custom),
            (None, None) => None,
        }
    }
}
