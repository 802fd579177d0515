//! A refusal by the rules: data with a stable code, naming the field, the value and the limit. It changes nothing.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The stable codes. Clients match these, never the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A field's value is malformed or out of its range.
    Invalid,
    /// A text, list or number is over its limit.
    TooLong,
    /// The named thing does not exist, or the sender may not know of it.
    NotFound,
    /// The sender's role, profile or part in the chat does not allow it.
    NotAllowed,
    /// The chat is over, or takes no more messages.
    ChatOver,
    /// The chat is not in the state that the command needs.
    WrongState,
    /// The conversation already has a chat that is not closed.
    AlreadyOpen,
    /// Another agent was first; the refusal names who.
    Taken,
    /// The agent has as many chats as its limit allows.
    AtLimit,
    /// The offer is no longer there.
    OfferGone,
    /// The queue takes no more chats.
    QueueFull,
    /// Outside the queue's hours.
    QueueClosed,
    /// The other agent cannot take or join the chat now.
    Unavailable,
    /// The agent's part in the chat ended while it was away.
    SessionLost,
    /// The client sends faster than its bound.
    TooFast,
    /// The server has as much to do as its bounds allow; send again later.
    Busy,
    /// The journal takes no writes (disk full or failing); nothing was changed, send again later.
    StorageUnavailable,
    /// The id was used for a different command before.
    IdReused,
    /// Signed out, or the session is not known.
    NotSignedIn,
    /// Only customers that have proved who they are may do this.
    IdentityRequired,
    /// The proof of who a customer is does not hold.
    IdentityInvalid,
    /// The proof of who a customer is has had its time; a new one is needed.
    IdentityExpired,
    /// The server is shutting down.
    ShuttingDown,
}

impl Code {
    /// The code as written on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::TooLong => "too_long",
            Self::NotFound => "not_found",
            Self::NotAllowed => "not_allowed",
            Self::ChatOver => "chat_over",
            Self::WrongState => "wrong_state",
            Self::AlreadyOpen => "already_open",
            Self::Taken => "taken",
            Self::AtLimit => "at_limit",
            Self::OfferGone => "offer_gone",
            Self::QueueFull => "queue_full",
            Self::QueueClosed => "queue_closed",
            Self::Unavailable => "unavailable",
            Self::SessionLost => "session_lost",
            Self::TooFast => "too_fast",
            Self::Busy => "busy",
            Self::StorageUnavailable => "storage_unavailable",
            Self::IdReused => "id_reused",
            Self::NotSignedIn => "not_signed_in",
            Self::IdentityRequired => "identity_required",
            Self::IdentityInvalid => "identity_invalid",
            Self::IdentityExpired => "identity_expired",
            Self::ShuttingDown => "shutting_down",
        }
    }
}

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{}: {detail}", .code.as_str())]
pub struct Refusal {
    /// What kind of refusal.
    pub code: Code,
    /// One sentence for a person, naming the thing, the value and the limit.
    pub detail: Cow<'static, str>,
    /// The command's field that was wrong, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Cow<'static, str>>,
    /// The value it had, shortened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The limit it broke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Refusal {
    /// A refusal with a code and a sentence.
    pub fn new(code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { code, detail: detail.into(), field: None, value: None, limit: None }
    }

    /// Names the field and the value it had (cut after 80 characters).
    #[must_use]
    pub fn field(mut self, field: &'static str, value: impl ToString) -> Self {
        let value: String = value.to_string().chars().take(80).collect();
        self.field = Some(field.into());
        self.value = Some(value);
        self
    }

    /// Names the limit.
    #[must_use]
    pub fn limit(mut self, limit: impl ToString) -> Self {
        self.limit = Some(limit.to_string());
        self
    }

    /// Whether the same command may succeed when it is sent again later with nothing else changed.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self.code {
            Code::TooFast | Code::Busy | Code::StorageUnavailable | Code::ShuttingDown => true,
            Code::Invalid
            | Code::TooLong
            | Code::NotFound
            | Code::NotAllowed
            | Code::ChatOver
            | Code::WrongState
            | Code::AlreadyOpen
            | Code::Taken
            | Code::AtLimit
            | Code::OfferGone
            | Code::QueueFull
            | Code::QueueClosed
            | Code::Unavailable
            | Code::SessionLost
            | Code::IdReused
            | Code::IdentityRequired
            | Code::IdentityInvalid
            | Code::IdentityExpired
            | Code::NotSignedIn => false,
        }
    }
}
