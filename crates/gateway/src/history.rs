//! What was said and seen, read from the journal and the scratch data for those who may see it.

use domain::directory::Agent;
use domain::{Body, ConversationId, PartyType, QueueId, Recorded, Refusal, Seq};
use protocol::event::Event;
use protocol::frame::Draft;

use crate::app::App;
use crate::limits::{HISTORY_MAX, WIDGET_EVENTS};
use crate::problem::unreadable;
use crate::translate::customer_event::customer_event;
use crate::translate::view::sees_all;

/// Events read at a time when those that a customer may not see are left out.
const CHUNK: usize = 200;

/// The newest events before a position of a conversation, oldest first, and whether there are earlier ones.
///
/// # Errors
/// When they cannot be read.
pub(crate) async fn page(
    app: &App,
    conversation: &ConversationId,
    before: Option<Seq>,
    limit: usize,
) -> Result<(Vec<Recorded>, bool), Refusal> {
    let read = app.engine.history(conversation, before, limit + 1).await;
    let mut events = read.map_err(|why| unreadable(&why))?;
    let more = events.len() > limit;
    if more {
        events.remove(0);
    }
    Ok((events, more))
}

/// The same of what a customer may see.
///
/// # Errors
/// When they cannot be read.
pub(crate) async fn page_for_customer(
    app: &App,
    conversation: &ConversationId,
    before: Option<Seq>,
    limit: usize,
) -> Result<(Vec<Event>, bool), Refusal> {
    let names = app.names();
    let mut before = before;
    // Newest first while they are gathered.
    let mut gathered: Vec<Event> = Vec::new();
    loop {
        let read = app.engine.history(conversation, before, CHUNK).await;
        let events = read.map_err(|why| unreadable(&why))?;
        let is_all = events.len() < CHUNK;
        before = events.first().map(|event| event.seq);
        let seen = events.iter().rev().filter_map(|e| customer_event(e, &names, &app.aliases));
        gathered.extend(seen);
        if is_all || gathered.len() > limit {
            break;
        }
    }
    let more = gathered.len() > limit;
    gathered.truncate(limit);
    gathered.reverse();
    Ok((gathered, more))
}

/// What a widget's snapshot of a position shows.
///
/// # Errors
/// When it cannot be read.
pub(crate) async fn newest_for_customer(
    app: &App,
    conversation: &ConversationId,
    position: Seq,
) -> Result<(Vec<Event>, bool), Refusal> {
    page_for_customer(app, conversation, Some(position + 1), WIDGET_EVENTS).await
}

/// How far a side has seen a conversation: the customer, or any of the staff.
///
/// # Errors
/// When it cannot be read.
pub(crate) async fn seen(
    app: &App,
    conversation: &ConversationId,
    side: PartyType,
) -> Result<Option<Seq>, Refusal> {
    let id = conversation.clone();
    let marks = app.keeper.read(move |scratch| scratch.seen(&id)).await?;
    let is_customer = side == PartyType::Customer;
    let of_side = marks.iter().filter(|m| (m.by.party_type == PartyType::Customer) == is_customer);
    Ok(of_side.map(|mark| mark.seq).max())
}

/// Whether a member of the staff may read the incident of a conversation that is not open: supervisors all, agents those of their queues
/// and those in which they took part.
///
/// # Errors
/// When its events cannot be read.
pub(crate) async fn may_read_incident(
    app: &App,
    record: &Agent,
    conversation: &ConversationId,
    queue: Option<&QueueId>,
) -> Result<bool, Refusal> {
    let serves = queue.is_some_and(|queue| record.queues.contains(queue));
    if sees_all(record.role) || serves {
        return Ok(true);
    }
    let mut before = None;
    loop {
        let read = app.engine.history(conversation, before, HISTORY_MAX).await;
        let events = read.map_err(|why| unreadable(&why))?;
        let entered = |recorded: &Recorded| match &recorded.event.body {
            Body::EngagementParticipantEntered { participant, .. } => {
                *participant.id == *record.id.as_str()
            }
            _ => false,
        };
        if events.iter().any(entered) {
            return Ok(true);
        }
        if events.len() < HISTORY_MAX {
            return Ok(false);
        }
        before = events.first().map(|event| event.seq);
    }
}

/// A stored draft on the wire.
pub(crate) fn draft_out(draft: store::Draft) -> Draft {
    Draft {
        conversation: draft.conversation.to_string(),
        field: draft.field,
        text: draft.text.to_string(),
        written_at_ms: u64::try_from(draft.written_at.0).unwrap_or(0),
        agent: Some(draft.agent.to_string()),
    }
}
