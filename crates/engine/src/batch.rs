//! What is decided together and made durable in one commit, with what is to be told once it is.

use std::sync::Arc;
use std::time::Instant;

use domain::audience::Audience;
use domain::{
    AgentId, CommandId, ConversationId, Emitted, QueueId, Recorded, Refusal, Seq, Timestamp,
};

use crate::answer::Answer;
use crate::inbox::{Finish, Inbox, Message, Reply, unavailable};
use crate::session::{Reason, SessionId, Shared, Viewer};
use crate::signal::Signal;

/// What a session may see, as it is at its starting point.
#[derive(Debug, Clone)]
pub(crate) enum View {
    Staff { agent: AgentId, queues: Vec<QueueId>, sees_all: bool },
    Customer { customer: Arc<str>, conversation: Option<ConversationId> },
}

/// A session that begins.
pub(crate) struct Subscribe {
    pub(crate) shared: Arc<Shared>,
    pub(crate) view: View,
    /// The position to resume from; None: it starts from a snapshot.
    pub(crate) after: Option<Seq>,
    pub(crate) position: Seq,
    pub(crate) lost: Option<Vec<domain::ChatId>>,
    pub(crate) finish: Finish,
}

/// Whom a signal goes to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recipients {
    pub(crate) customer: Option<ConversationId>,
    pub(crate) agents: Vec<AgentId>,
    pub(crate) except: Option<SessionId>,
}

/// What is told after the commit, in this order.
pub(crate) enum Item {
    /// The next of the batch's events.
    Event(Audience),
    Answer {
        reply: Reply,
        id: CommandId,
        result: Result<Answer, Refusal>,
    },
    Run(Box<dyn FnOnce() + Send>),
    Subscribe(Box<Subscribe>),
    Unsubscribe(SessionId),
    Close {
        viewer: Viewer,
        except: Option<SessionId>,
        reason: Reason,
    },
    Signal {
        to: Recipients,
        signal: Arc<Signal>,
    },
}

pub(crate) struct Batch {
    pub(crate) number: u64,
    pub(crate) events: Vec<Recorded>,
    pub(crate) answers: Vec<store::Answer>,
    pub(crate) items: Vec<Item>,
    /// How many messages were decided into it.
    pub(crate) messages: usize,
    /// When the first of them was taken.
    pub(crate) since: Instant,
    /// Its events are in the journal already and only have to be told.
    pub(crate) is_durable: bool,
    /// Stored answers older than this may go.
    pub(crate) prune_before: Option<Timestamp>,
}

impl Batch {
    pub(crate) fn new(number: u64) -> Self {
        Self {
            number,
            events: Vec::new(),
            answers: Vec::new(),
            items: Vec::new(),
            messages: 0,
            since: Instant::now(),
            is_durable: false,
            prune_before: None,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty() && self.answers.is_empty() && self.prune_before.is_none()
    }

    pub(crate) fn push_event(&mut self, emitted: Emitted) {
        self.events.push(emitted.recorded);
        self.items.push(Item::Event(emitted.audience));
    }

    /// Gives the batch up: answers become refusals, what was read is not handed out. Returns what is still to be told.
    pub(crate) fn abandon(self, inbox: &Inbox) -> Vec<Item> {
        let mut left = Vec::new();
        for item in self.items {
            match item {
                Item::Event(_) => {}
                // Who waits for what was read learns from the dropped channel.
                Item::Run(run) => drop(run),
                Item::Answer { reply, id, result: _ } => {
                    left.push(Item::Answer { reply, id, result: Err(unavailable()) });
                }
                Item::Subscribe(subscribe) => {
                    inbox.push_always(Message::Gone(subscribe.shared.id));
                }
                Item::Unsubscribe(_) | Item::Close { .. } | Item::Signal { .. } => left.push(item),
            }
        }
        left
    }
}
