//! Frames of the socket: JSON texts, each with a `type`. docs/protocol.md tells the conversation between the two sides.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::command::Command;
use crate::event::Event;
use crate::problem::Problem;
use crate::view::{DeskSnapshot, Presence, WidgetSnapshot};

/// What a client sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientFrame {
    /// The first frame, within 10 s.
    Hello {
        /// [`crate::PROTOCOL_VERSION`].
        protocol: u32,
        /// A customer's session token. Staff are known by their cookie and leave it out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<String>,
        /// The last `seq` the client has folded; absent: send a snapshot.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<u64>,
        /// The journal that the position is of, from the last welcome.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        journal: Option<String>,
        /// Made once per tab; tells tabs of one agent apart.
        client: String,
    },
    /// Asks for something to be done. The id is the client's, a UUID; the same id again has no second effect.
    Command {
        /// 1 to 64 characters of `A-Z a-z 0-9 . _ : @ -`.
        id: String,
        /// What.
        command: Command,
    },
    /// Saves what was typed and not sent; answered by an ack or a refusal. Agents only.
    SaveDraft {
        /// Chosen by the client, as with commands.
        id: String,
        /// Which draft.
        draft: Draft,
    },
    /// The sender is typing. Not stored. Customers may send the text so far (sneak preview); null: stopped.
    Typing {
        /// A conversation id.
        conversation: String,
        /// The text so far for the agents' eyes; empty: typing without preview; null: stopped.
        text: Option<String>,
    },
    /// The sender has seen everything up to this `seq`.
    Seen {
        /// A conversation id.
        conversation: String,
        /// A position.
        seq: u64,
    },
    /// Co-browsing: a piece of what the customer's page shows, or where the agent points. Passed on to the other side while co-browsing is
    /// accepted or running, and kept nowhere.
    Cobrowse {
        /// A chat id.
        chat: String,
        /// Opaque; the two clients agree on it. At most 49,152 bytes of a customer, 4,096 of an agent.
        data: String,
    },
    /// Answered by `pong`; at least one frame every `heartbeat_ms` of the welcome.
    Ping {},
}

/// A draft: one text per conversation, agent and field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// A conversation id.
    pub conversation: String,
    /// `reply`, `note`, or `wrap_up.subject`, `wrap_up.disposition`, `wrap_up.summary`.
    pub field: String,
    /// The whole text; empty removes the draft.
    pub text: String,
    /// When the client wrote it, its own clock in milliseconds; an older one never replaces a newer one of the same agent.
    pub written_at_ms: u64,
    /// Who wrote it; filled by the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
}

/// What the server sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "made, written and dropped one at a time")]
pub enum ServerFrame {
    /// Answers hello. Then come the missed events, or one snapshot, then what happens.
    Welcome {
        /// [`crate::PROTOCOL_VERSION`].
        protocol: u32,
        /// Names the journal; a position is good only with it.
        journal: String,
        /// The server's time, RFC 3339, for countdowns.
        now: String,
        /// How often each side must be heard; a side that hears nothing for two of these ends the connection.
        heartbeat_ms: u64,
        /// True: the events after the client's position follow. False: a snapshot follows.
        resumed: bool,
    },
    /// The state of the desk from nothing.
    DeskSnapshot {
        /// The state.
        state: Box<DeskSnapshot>,
    },
    /// The state of the widget from nothing.
    WidgetSnapshot {
        /// The state.
        state: Box<WidgetSnapshot>,
    },
    /// Something happened. Frames come in the order of `seq`.
    Event {
        /// The event.
        event: Event,
    },
    /// A conversation that the desk could not have folded from events it got: put it in place of what it has under that id.
    Conversation {
        /// The state.
        conversation: Box<crate::view::Conversation>,
    },
    /// A command is done and durable.
    Ack {
        /// The command's id.
        id: String,
        /// Position of its last event; 0 if it had none. It comes after the event frames of the command.
        seq: u64,
    },
    /// A command was refused and changed nothing; or a frame was not understood (then `id` is null).
    Refused {
        /// The command's id.
        #[schema(required)]
        id: Option<String>,
        /// Why.
        problem: Problem,
    },
    /// Whether a party's client is heard.
    Presence {
        /// A conversation id.
        conversation: String,
        /// `customer`, or an agent's id.
        party: String,
        /// The state.
        presence: Presence,
        /// When it will be given up as lost, while it is not heard; RFC 3339.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lost_at: Option<String>,
    },
    /// A party is typing.
    Typing {
        /// A conversation id.
        conversation: String,
        /// `customer`, or an agent's id.
        party: String,
        /// The name to show.
        name: String,
        /// The text so far (to agents only), empty: no preview; null: stopped.
        #[schema(required)]
        text: Option<String>,
    },
    /// A side has seen everything up to this `seq`.
    Seen {
        /// A conversation id.
        conversation: String,
        /// `customer` or `agent`.
        by: String,
        /// A position.
        seq: u64,
    },
    /// A customer's place in its queue.
    Place {
        /// From 1.
        place: u32,
        /// Estimated wait in milliseconds, if known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        estimate_ms: Option<u64>,
    },
    /// A draft as stored: of another tab of the same agent, or of the agent before.
    Draft {
        /// The draft.
        draft: Draft,
    },
    /// Co-browsing: what the other side sent.
    Cobrowse {
        /// A chat id.
        chat: String,
        /// As it was sent.
        data: String,
    },
    /// A client held for lost is heard again: what became of its chats. It starts clean: a snapshot follows.
    Reset {
        /// The chats it lost.
        chats: Vec<String>,
    },
    /// Answers ping.
    Pong {},
    /// The server ends the connection.
    Closing {
        /// `shutting_down`, `signed_out`, `too_slow`, `too_fast`, `silent`, `bad_frame`, `replaced` or `too_many`.
        reason: String,
        /// Whether to connect again.
        reconnect: bool,
    },
}
