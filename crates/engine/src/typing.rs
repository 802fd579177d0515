//! Who is typing: relayed, and ended by itself when nothing more is heard of it.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use domain::{ConversationId, Millis, Party, Timestamp};

/// Typing of which nothing more is heard ends after this.
const ENDS_AFTER: Millis = Millis(6_000);

type Key = (ConversationId, Party);

#[derive(Default)]
pub(crate) struct Typing {
    until: HashMap<Key, Timestamp>,
    /// One entry for each key, looked at again when it comes up; nearly in order, since all take equally long.
    order: VecDeque<(Timestamp, Key)>,
}

impl Typing {
    /// Notes what a party says of its typing.
    pub(crate) fn note(
        &mut self,
        conversation: &ConversationId,
        party: &Party,
        text: Option<&Arc<str>>,
        now: Timestamp,
    ) {
        let key = (conversation.clone(), party.clone());
        if text.is_none() {
            self.until.remove(&key);
            return;
        }
        let until = now + ENDS_AFTER;
        if self.until.insert(key.clone(), until).is_none() {
            self.order.push_back((until, key));
        }
    }

    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.order.front().map(|(at, _)| *at)
    }

    /// Those whose typing has ended by itself.
    pub(crate) fn take_ended(&mut self, now: Timestamp) -> Vec<Key> {
        let mut ended = Vec::new();
        while let Some((_, key)) = self.order.pop_front_if(|(at, _)| *at <= now) {
            match self.until.get(&key).copied() {
                Some(until) if until > now => self.order.push_back((until, key)),
                Some(_) => {
                    self.until.remove(&key);
                    ended.push(key);
                }
                None => {}
            }
        }
        ended
    }
}
