//! Writing frames: fed one after the other, flushed once.

use axum::Error;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use bytes::Bytes;
use futures_util::SinkExt;
use protocol::frame::ServerFrame;

use crate::json;

/// A frame as it is sent.
pub(crate) fn text(frame: &ServerFrame) -> Message {
    message(json::bytes(frame)).unwrap_or_else(|| Message::Text(Utf8Bytes::default()))
}

/// Bytes of a frame as they are sent; None if there are none.
pub(crate) fn message(bytes: Bytes) -> Option<Message> {
    if bytes.is_empty() {
        return None;
    }
    Utf8Bytes::try_from(bytes).ok().map(Message::Text)
}

/// The frames at the beginning of a connection.
#[derive(Debug)]
pub(crate) struct Outbox<'a> {
    socket: &'a mut WebSocket,
}

impl<'a> Outbox<'a> {
    pub(crate) fn new(socket: &'a mut WebSocket) -> Self {
        Self { socket }
    }

    /// Feeds a frame.
    pub(crate) async fn frame(&mut self, frame: &ServerFrame) -> Result<(), Error> {
        self.socket.feed(text(frame)).await
    }

    /// Feeds a frame that is written already.
    pub(crate) async fn bytes(&mut self, bytes: Bytes) -> Result<(), Error> {
        match message(bytes) {
            Some(message) => self.socket.feed(message).await,
            None => Ok(()),
        }
    }

    /// Sends what was fed.
    pub(crate) async fn flush(&mut self) -> Result<(), Error> {
        self.socket.flush().await
    }
}
