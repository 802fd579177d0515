//! What was said in a conversation, for those who may see it.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::{Code, ConversationId, PartyType, Recorded, Refusal};
use protocol::frame::Draft;
use protocol::problem::Problem;
use protocol::rest::ConversationHistory;
use protocol::view::Incident;
use serde::Serialize;

use super::request::{Asker, Query, asker};
use crate::app::{App, conversation_id};
use crate::auth::sessions::{Customer, Staff};
use crate::auth::token;
use crate::history;
use crate::limits::{HISTORY_DEFAULT, HISTORY_MAX};
use crate::problem::{Failure, unreadable};
use crate::translate::record::incident_out;
use crate::translate::staff_event::StaffEvent;
use crate::translate::view::sees_all;

/// [`ConversationHistory`] with events as the log has them.
#[derive(Serialize)]
struct StaffHistory<'a> {
    events: Vec<StaffEvent<'a>>,
    more: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<Incident>,
    drafts: Vec<Draft>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_seen_seq: Option<u64>,
}

struct Page {
    before: Option<u64>,
    limit: usize,
}

fn page(parts: &Parts) -> Result<Page, Refusal> {
    let query = Query::read(parts, &["before", "limit"])?;
    let limit = query.limit(HISTORY_DEFAULT, HISTORY_MAX)?;
    Ok(Page { before: query.number("before")?, limit })
}

fn no_such(conversation: &ConversationId) -> Refusal {
    Refusal::new(Code::NotFound, "there is no such conversation")
        .field("conversation", conversation)
}

/// Reads a conversation.
#[utoipa::path(
    get,
    path = "/api/conversations/{conversation}",
    tag = "conversations",
    params(
        ("conversation" = String, Path, description = "a conversation id"),
        ("before" = Option<u64>, Query, description = "only events before this position"),
        ("limit" = Option<u64>, Query, description = "how many events, 1 to 500; 200 if absent"),
    ),
    responses(
        (status = 200, description = "its newest events, oldest first", body = ConversationHistory),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "what is said there is not for the asker", body = Problem),
        (status = 404, description = "no such conversation, or not the asker's to know", body = Problem),
    )
)]
pub(crate) async fn conversation(
    State(app): State<Arc<App>>,
    Path(conversation): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let (parts, _) = request.into_parts();
    let page = page(&parts)?;
    let id = conversation_id(&conversation)?;
    match asker(&app, &parts.headers).await? {
        Asker::Customer(customer) if customer.conversation.as_ref() == Some(&id) => {
            Ok(of_customer(&app, Some(&id), &page).await?)
        }
        Asker::Customer(_) => Err(no_such(&id).into()),
        Asker::Staff(staff) => Ok(of_staff(&app, &staff, &id, &page).await?),
    }
}

/// Reads the customer's own conversation.
#[utoipa::path(
    get,
    path = "/api/conversations/mine",
    tag = "conversations",
    params(
        ("before" = Option<u64>, Query, description = "only events before this position"),
        ("limit" = Option<u64>, Query, description = "how many events, 1 to 500; 200 if absent"),
    ),
    responses(
        (status = 200, description = "its newest events, oldest first; empty if there is none", body = ConversationHistory),
        (status = 401, description = "no customer's session", body = Problem),
    )
)]
pub(crate) async fn mine(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Response, Failure> {
    let (parts, _) = request.into_parts();
    let page = page(&parts)?;
    let customer = customer(&app, &parts.headers).await?;
    Ok(of_customer(&app, customer.conversation.as_ref(), &page).await?)
}

async fn customer(app: &App, headers: &HeaderMap) -> Result<Customer, Refusal> {
    crate::auth::sessions::customer(app, token::of_bearer(headers)).await
}

async fn of_customer(
    app: &App,
    conversation: Option<&ConversationId>,
    page: &Page,
) -> Result<Response, Refusal> {
    let (events, more) = match conversation {
        Some(id) => history::page_for_customer(app, id, page.before, page.limit).await?,
        None => (Vec::new(), false),
    };
    let body = ConversationHistory {
        events,
        more,
        incident: None,
        drafts: Vec::new(),
        customer_seen_seq: None,
    };
    Ok(axum::Json(body).into_response())
}

async fn of_staff(
    app: &App,
    staff: &Staff,
    id: &ConversationId,
    page: &Page,
) -> Result<Response, Refusal> {
    let incident = incident_for(app, staff, id).await?;
    let (events, more) = history::page(app, id, page.before, page.limit).await?;
    let wanted = id.clone();
    let drafts = app.keeper.read(move |scratch| scratch.drafts_of_conversation(&wanted)).await?;
    let body = StaffHistory {
        events: events.iter().map(|recorded: &Recorded| StaffEvent::of(recorded)).collect(),
        more,
        incident: Some(incident),
        drafts: drafts.into_iter().map(history::draft_out).collect(),
        customer_seen_seq: history::seen(app, id, PartyType::Customer).await?,
    };
    Ok(axum::Json(body).into_response())
}

/// The incident of a conversation whose text a member of the staff may read: its own chats, closed chats of its queues or in which it took
/// part, and for supervisors all.
pub(super) async fn incident_for(
    app: &App,
    staff: &Staff,
    id: &ConversationId,
) -> Result<Incident, Refusal> {
    let (wanted, agent) = (id.clone(), staff.record.id.clone());
    let all = sees_all(staff.record.role);
    let open = app.engine.read(move |core| {
        let open = core.state.conversations.get(&wanted)?;
        Some((all || open.is_seen_by(&agent), open.incident.clone()))
    });
    match open.await? {
        Some((true, incident)) => return Ok(incident_out(&incident)),
        Some((false, _)) => {
            let detail = "what is said in a chat is for those who take part in it";
            return Err(Refusal::new(Code::NotAllowed, detail).field("conversation", id));
        }
        None => {}
    }
    let fold = app.engine.fold(id).await.map_err(|why| unreadable(&why))?;
    let fold = fold.ok_or_else(|| no_such(id))?;
    let past = fold.incident().ok_or_else(|| no_such(id))?;
    if history::may_read_incident(app, &staff.record, id, fold.queue().as_ref()).await? {
        return Ok(incident_out(&past.incident));
    }
    Err(no_such(id))
}
