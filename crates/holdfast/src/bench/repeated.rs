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
/// So many digits of an id tell the repetition.
const DIGITS: usize = 8;

/// A past that is repeated.
pub(super) struct Repeated {
    events: Vec<Arc<Event>>,
    /// The places of a conversation's events.
    places: HashMap<ConversationId, Vec<usize>>,
    /// The first digits of the past's ids, which are the same in all.
    first: String,
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
        let first = places.keys().next().and_then(|id| id.as_str().get(..DIGITS));
        let first = first.unwrap_or_default().to_owned();
        Self { events, places, first, times, period: long.div_ceil(DAY_MS) * DAY_MS }
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
        event.conversation =
            event.conversation.as_ref().map(|id| ConversationId::new(&renamed(id.as_str(), time)));
        event.chat = event.chat.as_ref().map(|id| ChatId::new(&renamed(id.as_str(), time)));
        match &mut event.body {
            Body::ChatCreated(created) => {
                created.arrived_at = created.arrived_at + later;
                created.continues =
                    created.continues.as_ref().map(|id| ChatId::new(&renamed(id.as_str(), time)));
            }
            Body::ChatConcluded(concluded) => {
                let next = concluded.continued_as.as_ref();
                concluded.continued_as = next.map(|id| ChatId::new(&renamed(id.as_str(), time)));
            }
            Body::ChatRequeued { arrived_at, continues, .. } => {
                *arrived_at = *arrived_at + later;
                *continues = ChatId::new(&renamed(continues.as_str(), time));
            }
            _ => {}
        }
        Some(Recorded { seq, event: Arc::new(event) })
    }
}

/// An id of a later repetition: its first eight digits, which tell the time in a real one too, are higher. So rows are added to the mart's
/// indexes where they would be: at the end.
fn renamed(id: &str, time: u64) -> String {
    let (first, rest) = id.split_at_checked(DIGITS).unwrap_or(("", id));
    let first = u64::from_str_radix(first, 16).unwrap_or_default();
    format!("{:08x}{rest}", first + time)
}

/// The id in the past that is repeated, and in which repetition it is.
fn original(id: &str, first: &str) -> (String, u64) {
    let (own, rest) = id.split_at_checked(DIGITS).unwrap_or(("", id));
    let number = |digits: &str| u64::from_str_radix(digits, 16).unwrap_or_default();
    (format!("{first}{rest}"), number(own).saturating_sub(number(first)))
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
        let (own, time) = original(id.as_str(), &self.first);
        let places = self.places.get(&ConversationId::new(&own)).map_or(&[][..], Vec::as_slice);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::day;
    use crate::stats::Mode;

    #[test]
    fn a_past_that_is_repeated_goes_on_with_other_conversations() {
        let past = Repeated::new(day::events(20, Mode::Fired).unwrap(), 3);
        let mut all = Vec::new();
        past.scan(1, &mut |event| {
            all.push(event);
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(all.len() as u64, past.last_seq().unwrap());
        assert!(all.is_sorted_by(|a, b| a.seq < b.seq && a.event.at <= b.event.at));
        let third = all.iter().rev().find_map(|event| event.event.conversation.clone()).unwrap();
        assert_eq!(original(third.as_str(), &past.first).1, 2, "{third}");
        let own = past.conversation(&third, None, usize::MAX).unwrap();
        assert!(!own.is_empty());
        assert!(own.iter().all(|event| event.event.conversation.as_ref() == Some(&third)));
    }
}
