//! Incidents, newest first: for agents those of their queues and those they took part in, for supervisors and admins all.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Request, State};
use domain::Refusal;
use domain::identity::verified_contact;
use protocol::problem::Problem;
use protocol::rest::IncidentRow;
use store::{ConversationFilter, ConversationRow};

use super::request::{Query, staff};
use crate::app::App;
use crate::auth::sessions::Staff;
use crate::history::may_read_incident;
use crate::limits::{INCIDENTS_DEFAULT, INCIDENTS_MAX, INCIDENTS_SCANNED_MAX};
use crate::problem::{Failure, unreadable};
use crate::translate::record::{customer_out, incident_out};

/// Lists incidents.
#[utoipa::path(
    get,
    path = "/api/incidents",
    tag = "conversations",
    params(
        ("customer" = Option<String>, Query, description = "only those of this customer id"),
        ("external_id" = Option<String>, Query, description = "only those of the verified customer with this id at the host"),
        ("open" = Option<bool>, Query, description = "only open or only closed ones"),
        ("left" = Option<bool>, Query, description = "only messages that were left while nobody was there, or none of them"),
        ("before" = Option<u64>, Query, description = "the smallest `seq` of the page before"),
        ("limit" = Option<u64>, Query, description = "how many, 1 to 100; 50 if absent"),
    ),
    responses(
        (status = 200, description = "incidents, newest first", body = Vec<IncidentRow>),
        (status = 401, description = "nobody is signed in", body = Problem),
    )
)]
pub(crate) async fn incidents(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Reply<Vec<IncidentRow>>, Failure> {
    let (parts, _) = request.into_parts();
    let query =
        Query::read(&parts, &["customer", "external_id", "open", "left", "before", "limit"])?;
    let limit = query.limit(INCIDENTS_DEFAULT, INCIDENTS_MAX)?;
    let mut before = query.number("before")?;
    let left = query.flag("left")?;
    let filter = ConversationFilter {
        incident_open: query.flag("open")?,
        customer: query
            .text("external_id")
            .map(verified_contact)
            .or_else(|| query.text("customer").map(str::to_owned)),
        or_left_by: left != Some(false),
        left_only: left == Some(true),
    };
    let staff = staff(&app, &parts.headers).await?;
    let mut found = Vec::new();
    let mut scanned = 0;
    while found.len() < limit && scanned < INCIDENTS_SCANNED_MAX {
        let rows = app.engine.conversations(before, limit, filter.clone()).await;
        let rows = rows.map_err(|why| unreadable(&why))?;
        scanned += rows.len();
        before = rows.last().map(|row| row.first_seq);
        let is_last = rows.len() < limit;
        for row in rows {
            if found.len() < limit
                && let Some(incident) = incident(&app, &staff, row).await?
                && left.is_none_or(|left| left == incident.chat.is_none())
            {
                found.push(incident);
            }
        }
        if is_last {
            break;
        }
    }
    Ok(Reply(found))
}

async fn incident(
    app: &App,
    staff: &Staff,
    row: ConversationRow,
) -> Result<Option<IncidentRow>, Refusal> {
    let fold = app.engine.fold(&row.id).await.map_err(|why| unreadable(&why))?;
    let Some(fold) = fold else { return Ok(None) };
    let Some(past) = fold.incident() else { return Ok(None) };
    let queue = fold.queue();
    if !may_read_incident(app, &staff.record, &row.id, queue.as_ref()).await? {
        return Ok(None);
    }
    // Who left a message is named by its contact.
    let customer_name = match &fold.conversation {
        Some(conversation) => conversation.customer.name.clone(),
        None => past.incident.contact.clone(),
    };
    let customer = match &fold.conversation {
        Some(conversation) => Some(&conversation.customer),
        None => fold.left_by.as_ref(),
    };
    let customer = customer.map(customer_out);
    let rating = fold.conversation.as_ref().and_then(|conversation| conversation.rating.clone());
    Ok(Some(IncidentRow {
        seq: row.first_seq,
        conversation: row.id.to_string(),
        started_at: row.started_at.to_string(),
        customer_name,
        customer,
        chat: past.chat.map(|chat| chat.to_string()),
        queue: queue.map(|queue| queue.to_string()),
        rating: rating.as_ref().map(|given| given.rating),
        rating_comment: rating
            .map(|given| given.comment.to_string())
            .filter(|comment| !comment.is_empty()),
        incident: incident_out(&past.incident),
    }))
}
