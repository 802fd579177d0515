//! What customers do beside talking, held against the rules: who they have proved to be, and what they think of a conversation that has ended.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Check, Checked, ensure};
use crate::event::{Customer, Event, PartyType};
use crate::id::ConversationId;
use crate::rating::{COMMENT_CHARS_MAX, RATING_MAX, RATING_MIN};
use crate::settings::Settings;
use crate::time::{Millis, Timestamp};

/// A conversation's customer, as the log has told of it so far.
#[derive(Debug, Clone)]
pub(super) struct Known {
    id: String,
    /// Who it has proved to be.
    proved: Option<String>,
    /// When its last chat was concluded; None while that goes on.
    ended_at: Option<Timestamp>,
    ratings: BTreeSet<(u8, Arc<str>)>,
}

fn proved(customer: &Customer) -> Option<String> {
    customer.verified.then(|| customer.external_id.clone())
}

impl Known {
    pub(super) fn of(customer: &Customer) -> Self {
        let id = customer.id.clone();
        Self { id, proved: proved(customer), ended_at: None, ratings: BTreeSet::new() }
    }

    /// The conversation's next chat begins, of this customer.
    pub(super) fn goes_on(&mut self, of: &ConversationId, customer: &Customer) -> Checked {
        self.ended_at = None;
        self.is_now(of, customer)
    }

    pub(super) fn ended(&mut self, at: Timestamp) {
        self.ended_at = Some(at);
    }

    /// The log says who the customer is: the same as before, and what it has proved stays.
    pub(super) fn is_now(&mut self, of: &ConversationId, customer: &Customer) -> Checked {
        ensure(self.id == customer.id, Check::Proved, || {
            format!("the customer of {of} was {}, now it is {}", self.id, customer.id)
        })?;
        let now = proved(customer);
        ensure(self.proved.is_none() || self.proved == now, Check::Proved, || {
            format!("the customer of {of} has proved to be {:?}, now it is {now:?}", self.proved)
        })?;
        self.proved = now;
        Ok(())
    }

    /// A rating is its own customer's, after the end and within the time for it.
    pub(super) fn rates(
        &mut self,
        event: &Event,
        rating: u8,
        comment: &Arc<str>,
        settings: &Settings,
    ) -> Checked {
        let of = event.conversation.as_ref();
        let is_own = event.actor.party_type == PartyType::Customer && *event.actor.id == *self.id;
        ensure(is_own, Check::Rated, || {
            format!("{of:?} of {} is rated by {}", self.id, event.actor.id)
        })?;
        ensure((RATING_MIN..=RATING_MAX).contains(&rating), Check::Rated, || {
            format!("{of:?} is rated {rating}, not {RATING_MIN} to {RATING_MAX}")
        })?;
        let chars = comment.chars().count();
        ensure(chars <= COMMENT_CHARS_MAX, Check::Rated, || {
            format!("{of:?} is rated with {chars} characters, at most {COMMENT_CHARS_MAX}")
        })?;
        let within = settings.rating_time;
        let in_time =
            self.ended_at.is_some_and(|ended| within > Millis(0) && event.at - ended <= within);
        ensure(in_time, Check::Rated, || {
            format!(
                "{of:?} is rated at {}, it ended at {:?}, for {within}",
                event.at, self.ended_at
            )
        })?;
        self.ratings.insert((rating, Arc::clone(comment)));
        Ok(())
    }

    pub(super) fn has_rated(&self, rating: u8, comment: &Arc<str>) -> bool {
        self.ratings.contains(&(rating, Arc::clone(comment)))
    }
}

/// A customer asks for a chat: where a proof is required it has proved who it is.
pub(super) fn may_ask(event: &Event, customer: &Customer, settings: &Settings) -> Checked {
    let asks = event.actor.party_type == PartyType::Customer;
    ensure(!asks || customer.verified || !settings.identity_required, Check::Proved, || {
        format!("{} asks for {:?} and has proved nothing", customer.id, event.chat)
    })
}
