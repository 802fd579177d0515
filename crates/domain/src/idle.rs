//! Everything that time does to a conversation: offers that run out, waits that are too long, idleness, the end of wrap-up, and a
//! customer that is not heard. One timer, the earliest, is looked at at a time.

use crate::conversation::{Conversation, Phase};
use crate::core::{Context, Core};
use crate::event::Body;
use crate::id::ConversationId;
use crate::presence::Who;
use crate::time::Timestamp;
use crate::wrap_up::End;

/// What comes next for a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Timer {
    CustomerAbsent,
    CustomerLost,
    OfferUnconfirmed,
    OfferRanOut,
    InvitationRanOut,
    PreferenceOver,
    QueueTimeout,
    IdleAlert,
    IdleTimeout,
    AsyncIdleAlert,
    AsyncIdleClose,
    WrapUpOver,
}

impl Core {
    /// The earliest timer of a conversation. Of two at the same moment the one that stands first in [`Timer`] is.
    pub(crate) fn conversation_timer(&self, c: &Conversation) -> Option<(Timestamp, Timer)> {
        let settings = &self.state.directory.settings;
        let mut timers: [Option<(Timestamp, Timer)>; 5] = [None; 5];
        if c.phase != Phase::WrapUp
            && c.phase != Phase::OnHold
            && !(c.is_async && c.customer_absent)
            && let Some(since) = self.live.silent.get(&Who::Customer(c.id.clone()))
        {
            timers[0] = Some(if c.customer_absent {
                let retries = settings.user_absent_retry_count;
                (*since + settings.absent_interval.times(retries), Timer::CustomerLost)
            } else {
                (*since + settings.absent_interval, Timer::CustomerAbsent)
            });
        }
        match c.phase {
            Phase::Waiting => {
                // Only its own idleness ends an async chat.
                if !c.is_async {
                    timers[1] =
                        Some((c.waiting_since + settings.queue_timeout, Timer::QueueTimeout));
                }
                if let Some((_, until)) = self.preferred_agent(c)
                    && !self.is_past_preference(c)
                {
                    timers[4] = Some((until, Timer::PreferenceOver));
                }
                if let Some(offer) = &c.offer {
                    timers[2] =
                        Some((offer.offered_at + settings.offer_timeout, Timer::OfferRanOut));
                    if !self.live.confirmed.contains(&c.id) {
                        let due = offer.offered_at + settings.offer_confirm_timeout;
                        timers[3] = Some((due, Timer::OfferUnconfirmed));
                    }
                }
            }
            Phase::Engaged if !c.is_async => {
                timers[1] = Some((c.active_at + settings.idle_timeout, Timer::IdleTimeout));
                if !c.idle_alerted {
                    timers[2] = Some((c.active_at + settings.idle_alert, Timer::IdleAlert));
                }
            }
            Phase::Engaged => {}
            Phase::OnHold => {
                timers[1] = Some(match c.async_alerted_at {
                    None => (c.active_at + settings.async_idle_alert, Timer::AsyncIdleAlert),
                    Some(at) => (at + settings.async_idle_close, Timer::AsyncIdleClose),
                });
            }
            Phase::WrapUp => {
                let concluded_at = c.concluded.as_ref().map_or(c.requested_at, |c| c.at);
                timers[1] = Some((concluded_at + settings.wrap_up_timeout, Timer::WrapUpOver));
            }
        }
        if let Some(invitation) = &c.invitation {
            let due = invitation.invited_at + settings.transfer_timeout;
            timers[3] = Some((due, Timer::InvitationRanOut));
        }
        timers.into_iter().flatten().min()
    }

    pub(crate) fn conversation_due(&mut self, ctx: &Context, id: &ConversationId) {
        while let Some(c) = self.conversation_arc(id) {
            let Some((_, timer)) = self.conversation_timer(&c).filter(|(due, _)| *due <= ctx.now)
            else {
                return;
            };
            match timer {
                Timer::CustomerAbsent => self.customer_goes_absent(ctx, &c),
                Timer::CustomerLost => self.customer_is_lost(ctx, &c),
                Timer::OfferUnconfirmed => self.offer_unconfirmed(ctx, &c),
                Timer::OfferRanOut => self.offer_ran_out(ctx, &c),
                Timer::InvitationRanOut => self.invitation_ran_out(ctx, &c),
                Timer::PreferenceOver => self.preference_over(&c),
                Timer::AsyncIdleAlert => self.async_idle_alert(ctx, &c),
                Timer::AsyncIdleClose => self.async_idle_close(ctx, &c),
                Timer::QueueTimeout => {
                    self.conclude(ctx, &c.subject(), &End::QUEUE_TIMEOUT);
                }
                Timer::IdleAlert => self.emit(ctx, &c.subject(), Body::IdleAlert {}),
                Timer::IdleTimeout => {
                    self.settle(ctx, &c.subject());
                    self.emit(ctx, &c.subject(), Body::ChatDisconnectedIdleEndUser {});
                    self.conclude(ctx, &c.subject(), &End::IDLE);
                }
                Timer::WrapUpOver => self.release(ctx, &c.subject()),
            }
        }
    }
}
