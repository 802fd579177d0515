//! Who is typing: relayed, and ended by itself when nothing more is heard of it.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use domain::{ConversationId, Millis, Party, Timestamp};

/// Typing of which nothing more is heard ends after this.
const ENDS_AFTER: Millis = Millis(6_000);

type Key = (ConversationId, Party);

#[derive(Clone, Copy)]
struct Until {
    at: Timestamp,
    /// The party itself said that it stopped; nothing is left to tell.
    is_told_ended: bool,
}

#[derive(Default)]
pub(crate) struct Typing {
    until: HashMap<Key, Until>,
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
        let Some(_) = text else {
            // The entry stays until it comes up, so that a key never has two.
            if let Some(typing) = self.until.get_mut(&key) {
                typing.is_told_ended = true;
            }
            return;
        };
        let until = now + ENDS_AFTER;
        match self.until.get_mut(&key) {
            Some(typing) => *typing = Until { at: until, is_told_ended: false },
            None => {
                self.until.insert(key.clone(), Until { at: until, is_told_ended: false });
                self.order.push_back((until, key));
            }
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
                Some(until) if until.at > now && !until.is_told_ended => {
                    self.order.push_back((until.at, key));
                }
                Some(until) => {
                    self.until.remove(&key);
                    if !until.is_told_ended {
                        ended.push(key);
                    }
                }
                None => {}
            }
        }
        ended
    }
}
