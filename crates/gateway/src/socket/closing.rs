//! Why the server ends a connection: told in a `closing` frame before the socket closes.

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes};
use engine::Reason;
use protocol::frame::ServerFrame;

/// The reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closing {
    /// The server stops.
    ShuttingDown,
    /// The session has ended.
    SignedOut,
    /// The client does not take its frames fast enough.
    TooSlow,
    /// Nothing was heard for two heartbeats.
    Silent,
    /// A frame could not be read.
    BadFrame,
    /// The same tab has connected again.
    Replaced,
    /// The party has as many connections as it may.
    TooMany,
    /// The session has another token now.
    Identified,
    /// Who the customer is has to be proved anew.
    IdentityExpired,
}

impl From<Reason> for Closing {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::TooSlow => Self::TooSlow,
            Reason::ShuttingDown => Self::ShuttingDown,
            Reason::SignedOut => Self::SignedOut,
        }
    }
}

impl Closing {
    /// The word on the wire.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::ShuttingDown => "shutting_down",
            Self::SignedOut => "signed_out",
            Self::TooSlow => "too_slow",
            Self::Silent => "silent",
            Self::BadFrame => "bad_frame",
            Self::Replaced => "replaced",
            Self::TooMany => "too_many",
            Self::Identified => "identified",
            Self::IdentityExpired => "identity_expired",
        }
    }

    /// Whether the client should connect again.
    pub(crate) fn reconnect(self) -> bool {
        match self {
            Self::ShuttingDown
            | Self::TooSlow
            | Self::Silent
            | Self::TooMany
            | Self::Identified
            | Self::IdentityExpired => true,
            Self::SignedOut | Self::BadFrame | Self::Replaced => false,
        }
    }

    /// The frame that says so.
    pub(crate) fn frame(self) -> ServerFrame {
        ServerFrame::Closing { reason: self.reason().to_owned(), reconnect: self.reconnect() }
    }

    /// The WebSocket's own close message.
    pub(crate) fn close(self) -> Message {
        let code = match self {
            Self::ShuttingDown => 1001,
            Self::BadFrame => 1008,
            Self::TooMany | Self::TooSlow => 1013,
            Self::SignedOut
            | Self::Silent
            | Self::Replaced
            | Self::Identified
            | Self::IdentityExpired => 1000,
        };
        Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::from_static(self.reason()) }))
    }
}
