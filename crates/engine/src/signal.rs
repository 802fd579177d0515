//! What is told to clients and is not history: it has no position, is not stored, and may be lost.

use std::sync::Arc;

use domain::{AgentId, ChatId, ConversationId, Millis, Party, Seq, Timestamp};

/// Whether a party's client is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresenceState {
    /// It is heard.
    Present,
    /// Its last socket closed, or two heartbeats were missed. What follows from longer silence comes as events.
    Interrupted,
}

/// A signal. The engine sends it to the sessions concerned: to the customer of the conversation and the agents with a part in it, without
/// the session it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// A party is heard again, or no longer. Made by the engine.
    Presence {
        /// The conversation.
        conversation: ConversationId,
        /// Whose client.
        party: Party,
        /// Whether it is heard.
        state: PresenceState,
        /// When it will be given up as lost, while it is not heard.
        lost_at: Option<Timestamp>,
    },
    /// A party is typing; ignored unless it has a part in the conversation. Ends by itself 6 s after the last one.
    Typing {
        /// The conversation.
        conversation: ConversationId,
        /// Who.
        party: Party,
        /// A customer's text so far, which only agents get; empty: no preview; None: stopped.
        text: Option<Arc<str>>,
    },
    /// A party has seen everything up to a position; ignored unless it has a part in the conversation.
    Seen {
        /// The conversation.
        conversation: ConversationId,
        /// Who.
        by: Party,
        /// Up to here.
        seq: Seq,
    },
    /// A waiting customer's place in its queue. Made by the engine, at most once a second for a queue, only when it changed.
    Place {
        /// The conversation.
        conversation: ConversationId,
        /// From 1.
        place: u32,
        /// The estimated wait, if one is known.
        estimate: Option<Millis>,
    },
    /// Co-browsing: a piece of the customer's page for the agent that watches it, or where that agent points, for the customer. Ignored unless
    /// the chat's co-browsing is accepted or running and the party is one of its two.
    Cobrowse {
        /// The conversation.
        conversation: ConversationId,
        /// Its chat.
        chat: ChatId,
        /// Who.
        party: Party,
        /// Opaque.
        data: Arc<str>,
    },
    /// A draft as it was stored, for the other tabs of the agent that typed it.
    Draft {
        /// The conversation.
        conversation: ConversationId,
        /// Who typed it.
        agent: AgentId,
        /// Which field.
        field: String,
        /// The text; empty: none any more.
        text: Arc<str>,
        /// When, by the client's clock.
        written_at: Timestamp,
    },
}
