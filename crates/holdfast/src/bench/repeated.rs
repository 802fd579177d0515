//! A past again and again, each time later and with other conversations: a journal of any length without a disk that holds it, which is what the
//! mart is measured with. What it leaves out: what only a server asks of a journal.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use domain::{
    Body, ChatId, CommandId, ConversationId, Event, Millis, Party, Recorded, Seq, Timestamp,
};
use store::{Answer, ConversationFilter, ConversationRow, JournalReader, ReadError};

/// A repetition begins on a day.
const DAY_MS: u64 = 86_400_000;

/// A past that is repeated.
pub(super) struct Repeated {
    events: Vec<Arc<Event>>,
    /// The places of a conversation's events.
    places: HashMap<ConversationId, Vec<usize>>,
    times: u64,
    period: u64,
}

impl Repeated {
    /// Repeats a past, each time a whole number of days later.
    pub(super) fn new(events: Vec<Arc<Event>>, times: u64) -> Self {
        let mut places: HashMap<ConversationId, Vec<usize>> = HashMap::new();
        for (place, event) in events.iter().enumerate() {
            if let Some(id) = &event.conversation {
                places.entry(id.clone()).or_default().push(place);
            }
        }
        let long = match (events.first(), events.last()) {
            (Some(first), Some(last)) => (last.at - first.at).0.max(1),
            _ => 1,
        };
        Self { events, places, times, period: long.div_ceil(DAY_MS) * DAY_MS }
    }

    /// When the last repetition ends.
    pub(super) fn end(&self) -> Timestamp {
        let last = self.events.last().map_or(Timestamp(0), |event| event.at);
        last + Millis(self.period * (self.times.max(1) - 1))
    }

    fn len(&self) -> u64 {
        self.events.len() as u64
    }

    /// The event at a place, of a repetition.
    fn event(&self, place: usize, time: u64) -> Option<Recorded> {
        let event = self.events.get(place)?;
        let seq = time * self.len() + place as u64 + 1;
        if time == 0 {
            return Some(Recorded { seq, event: Arc::clone(event) });
        }
        let later = Millis(self.period * time);
        let mut event = Event::clone(event);
        event.at = event.at + later;
        event.conversation = event.conversation.as_ref().map(|id| conversation(id, time));
        event.chat = event.chat.as_ref().map(|id| chat(id, time));
        match &mut event.body {
            Body::ChatCreated(created) => {
                created.arrived_at = created.arrived_at + later;
                created.continues = created.continues.as_ref().map(|id| chat(id, time));
            }
            Body::ChatConcluded(concluded) => {
                let next = concluded.continued_as.as_ref();
                concluded.continued_as = next.map(|id| chat(id, time));
            }
            Body::ChatRequeued { arrived_at, continues, .. } => {
                *arrived_at = *arrived_at + later;
                *continues = chat(continues, time);
            }
            _ => {}
        }
        Some(Recorded { seq, event: Arc::new(event) })
    }
}

fn conversation(id: &ConversationId, time: u64) -> ConversationId {
    ConversationId::new(&format!("{id}~{time}"))
}

/// A chat is its conversation and a number.
fn chat(id: &ChatId, time: u64) -> ChatId {
    let text = id.as_str();
    let (conversation, number) = text.rsplit_once('.').unwrap_or((text, "1"));
    ChatId::new(&format!("{conversation}~{time}.{number}"))
}

fn not_kept<T>() -> Result<T, ReadError> {
    Err(ReadError::Io { detail: "a journal that is repeated has only its events".to_owned() })
}

impl JournalReader for Repeated {
    fn identity(&self) -> &str {
        "a past that is repeated"
    }

    fn last_seq(&self) -> Result<Seq, ReadError> {
        Ok(self.times * self.len())
    }

    fn scan(
        &self,
        from: Seq,
        each: &mut dyn FnMut(Recorded) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        for seq in from.max(1)..=self.times * self.len() {
            let (time, place) = ((seq - 1) / self.len(), (seq - 1) % self.len());
            let event = usize::try_from(place).ok().and_then(|place| self.event(place, time));
            if event.is_some_and(|event| each(event).is_break()) {
                break;
            }
        }
        Ok(())
    }

    fn conversation(
        &self,
        id: &ConversationId,
        before: Option<Seq>,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        let (own, time) = id.as_str().rsplit_once('~').unwrap_or((id.as_str(), "0"));
        let time: u64 = time.parse().unwrap_or_default();
        let places = self.places.get(&ConversationId::new(own)).map_or(&[][..], Vec::as_slice);
        let events = places.iter().rev().filter_map(|place| self.event(*place, time));
        let events = events.filter(|event| before.is_none_or(|before| event.seq < before));
        let mut newest: Vec<Recorded> = events.take(limit).collect();
        newest.reverse();
        Ok(newest)
    }

    fn find_command(
        &self,
        _: Option<&ConversationId>,
        _: &Party,
        _: &CommandId,
        _: Timestamp,
    ) -> Result<Option<Seq>, ReadError> {
        not_kept()
    }

    fn conversations(
        &self,
        _: Option<Seq>,
        _: usize,
        _: &ConversationFilter,
    ) -> Result<Vec<ConversationRow>, ReadError> {
        not_kept()
    }

    fn answer(&self, _: &str) -> Result<Option<Answer>, ReadError> {
        not_kept()
    }

    fn answer_keys(&self, _: Timestamp) -> Result<Vec<String>, ReadError> {
        not_kept()
    }

    fn verify(&self, from: Seq, to: Seq) -> Result<u64, ReadError> {
        Ok(to.saturating_sub(from) + 1)
    }
}
