//! Whether everything ends at its limit, worked out from the state and from who is silent, without the core's own timetable.

use super::{Check, Checked, Violation, ensure};
use crate::conversation::{Conversation, Phase};
use crate::core::Core;
use crate::id::AgentId;
use crate::presence::Who;
use crate::time::{Millis, Timestamp};

fn limit(what: &str, whose: &dyn std::fmt::Display, due: Timestamp, now: Timestamp) -> Checked {
    ensure(due > now, Check::EverythingEnds, || {
        format!("{what} of {whose} was to end at {due}, now it is {now}")
    })
}

/// Everything about one conversation that is over its limit at `now`, when the core has let time pass up to `now`.
///
/// # Errors
/// The first thing that should have ended.
pub fn overdue_conversation(core: &Core, c: &Conversation, now: Timestamp) -> Checked {
    let s = &core.state.directory.settings;
    let now = now.max(core.state.at);
    if let Some(offer) = &c.offer {
        limit("the offer", &c.id, offer.offered_at + s.offer_timeout, now)?;
        if !core.live.confirmed.contains(&c.id) {
            let due = offer.offered_at + s.offer_confirm_timeout;
            limit("the unconfirmed offer", &c.id, due, now)?;
        }
    }
    if let Some(invitation) = &c.invitation {
        limit("the invitation", &c.id, invitation.invited_at + s.transfer_timeout, now)?;
    }
    match c.phase {
        Phase::Waiting if c.is_async => {}
        Phase::Waiting => limit("the wait", &c.id, c.waiting_since + s.queue_timeout, now)?,
        Phase::Engaged if c.is_async => {}
        Phase::Engaged => {
            limit("the idleness", &c.id, c.active_at + s.idle_timeout, now)?;
            if !c.idle_alerted {
                limit("the unwarned idleness", &c.id, c.active_at + s.idle_alert, now)?;
            }
        }
        Phase::OnHold => {
            let due = match c.async_alerted_at {
                None => c.active_at + s.async_idle_alert,
                Some(at) => at + s.async_idle_close,
            };
            limit("the hold", &c.id, due, now)?;
        }
        Phase::WrapUp => {
            let since = c.concluded.as_ref().map_or(c.requested_at, |concluded| concluded.at);
            limit("the wrap-up", &c.id, since + s.wrap_up_timeout, now)?;
        }
    }
    let can_be_lost = matches!(c.phase, Phase::Waiting | Phase::Engaged);
    let silent = core.live.silent.get(&Who::Customer(c.id.clone()));
    if let Some(since) = silent.filter(|_| can_be_lost) {
        if !c.customer_absent {
            limit("the untold silence", &c.id, *since + s.absent_interval, now)?;
        } else if !c.is_async {
            let lost = s.absent_interval.times(s.user_absent_retry_count);
            limit("the silence", &c.id, *since + lost, now)?;
        }
    }
    Ok(())
}

/// An agent whose silence should have had consequences by `now`.
///
/// # Errors
/// What should have happened.
pub fn overdue_agent(core: &Core, agent: &AgentId, now: Timestamp) -> Checked {
    let Some(since) = core.live.silent.get(&Who::Agent(agent.clone())) else { return Ok(()) };
    let Some(desk) = core.state.desks.get(agent) else { return Ok(()) };
    if desk.status.is_none() && desk.parts.is_empty() {
        return Ok(());
    }
    let s = &core.state.directory.settings;
    let now = now.max(core.state.at);
    let lost = s.absent_interval.times(s.agent_absent_retry_count);
    limit("the silence", agent, *since + lost, now)?;
    for id in &desk.parts {
        let part = core.state.conversations.get(id).and_then(|c| c.participant(agent));
        if part.is_some_and(|part| !part.absent) {
            limit("the untold silence", agent, *since + s.absent_interval, now)?;
        }
    }
    Ok(())
}

/// Whether anything at all is over its limit.
///
/// # Errors
/// The first thing that should have ended.
pub fn is_overdue(core: &Core, now: Timestamp) -> Checked {
    for conversation in core.state.conversations.values() {
        overdue_conversation(core, conversation, now)?;
    }
    for agent in core.state.desks.keys() {
        overdue_agent(core, agent, now)?;
    }
    let due = core.next_deadline();
    let behind = due.map_or(Millis(0), |due| now - due);
    if behind > Millis::mins(1) {
        let detail = format!("the timetable is {} behind", behind);
        return Err(Violation::new(Check::EverythingEnds, detail));
    }
    Ok(())
}
