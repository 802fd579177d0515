//! The messages of the load: 120 characters that say which side sent them, in which chat and when, so that the receiving client knows all
//! it needs from the bytes of the frame, without parsing it. The load shares the machine with the server and must not eat it.

use std::fmt::Write as _;
use std::time::Instant;

use tokio_tungstenite::tungstenite::Message;

/// Characters of a message's text.
pub(crate) const TEXT_CHARS: usize = 120;

/// What fills a text up: plain words, as people write.
const FILLER: &str = "thank you, I have looked at the order again and it should be with you on Thursday at the latest, we are sorry.";

/// Who sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The customer of a chat.
    Customer,
    /// Its agent.
    Agent,
}

impl Side {
    const fn letter(self) -> char {
        match self {
            Self::Customer => 'c',
            Self::Agent => 'a',
        }
    }
}

/// Microseconds since the load began; all clients share it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock(Instant);

impl Clock {
    /// Begins now.
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// The time now, in microseconds.
    pub(crate) fn now_us(self) -> u64 {
        u64::try_from(self.0.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// The moment of a time.
    pub(crate) fn at(self, us: u64) -> Instant {
        self.0 + std::time::Duration::from_micros(us)
    }
}

/// A message as found in a frame from the server.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found<'a> {
    /// Who sent it.
    pub(crate) side: Side,
    /// The chat's number in the load.
    pub(crate) number: usize,
    /// When it was sent, in the load's microseconds.
    pub(crate) sent_us: u64,
    /// The chat's id.
    pub(crate) chat: &'a str,
}

/// Makes the frames that a client sends, with ids that no other client has.
#[derive(Debug)]
pub(crate) struct Writer {
    prefix: u64,
    count: u64,
}

impl Writer {
    /// A writer whose ids begin with a number of its own.
    pub(crate) const fn new(prefix: u64) -> Self {
        Self { prefix, count: 0 }
    }

    /// The frame of a message.
    pub(crate) fn message(
        &mut self,
        side: Side,
        number: usize,
        chat: &str,
        now_us: u64,
    ) -> Message {
        self.count += 1;
        let mut frame = String::with_capacity(320);
        // Of the form of a UUID, as clients make them. Writing to a text cannot fail.
        let _ = write!(
            frame,
            "{{\"type\":\"command\",\"id\":\"{:08x}-{:04x}-7000-8000-{:012x}\",\"command\":{{\"name\":\"post_message\",\"chat\":\"{chat}\",\"text\":\"{}{number:06}.{now_us:012} ",
            self.prefix >> 16,
            self.prefix & 0xffff,
            self.count,
            side.letter(),
        );
        // The letter, the number, the dot, the time, the space.
        frame.push_str(&FILLER[..TEXT_CHARS - 21]);
        frame.push_str("\"}}");
        Message::text(frame)
    }
}

/// Finds the message in a frame, if it carries one.
pub(crate) fn find(frame: &str) -> Option<Found<'_>> {
    let text = after(frame, "\"text\":\"")?;
    let side = match text.as_bytes().first()? {
        b'c' => Side::Customer,
        b'a' => Side::Agent,
        _ => return None,
    };
    let number = text.get(1..7)?.parse().ok()?;
    let sent_us = text.get(8..20)?.parse().ok()?;
    let chat = after(frame, "\"chat\":\"")?;
    let chat = &chat[..chat.find('"')?];
    Some(Found { side, number, sent_us, chat })
}

fn after<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let at = memchr::memmem::find(text.as_bytes(), mark.as_bytes())?;
    text.get(at + mark.len()..)
}

#[cfg(test)]
mod tests {
    use super::{Side, TEXT_CHARS, Writer, find};

    #[test]
    fn a_message_is_a_command_and_is_found_again() {
        let frame = Writer::new(7).message(Side::Agent, 42, "chat.1", 123_456);
        let text = frame.to_text().unwrap();
        let parsed: protocol::frame::ClientFrame = serde_json::from_str(text).unwrap();
        let protocol::frame::ClientFrame::Command { id, command } = parsed else {
            panic!("{text}")
        };
        assert_eq!(id, "00000000-0007-7000-8000-000000000001");
        let protocol::command::Command::PostMessage { chat, text: said } = command else {
            panic!("{text}")
        };
        assert_eq!((chat.as_str(), said.chars().count()), ("chat.1", TEXT_CHARS));
        let found = find(text).unwrap();
        assert_eq!((found.side, found.number, found.sent_us), (Side::Agent, 42, 123_456));
        assert_eq!(found.chat, "chat.1");
    }

    #[test]
    fn other_frames_hold_no_message() {
        assert_eq!(find("{\"type\":\"ack\",\"id\":\"x\",\"seq\":4}"), None);
        assert_eq!(find("{\"type\":\"event\",\"event\":{\"data\":{\"text\":\"Hello\"}}}"), None);
    }
}
