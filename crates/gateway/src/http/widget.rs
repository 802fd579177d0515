//! What a widget must know before there is a session.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Request, State};
use domain::directory::GENERAL_QUEUE;
use domain::{Code, QueueId, Refusal};
use protocol::problem::Problem;
use protocol::rest::WidgetConfig;

use super::request::Query;
use crate::app::App;
use crate::problem::Failure;
use crate::translate::record::id;

/// Names, and whether a chat can be asked for now.
#[utoipa::path(
    get,
    path = "/api/widget/config",
    tag = "customer",
    params(("queue" = Option<String>, Query, description = "a queue id; the general one if absent")),
    responses(
        (status = 200, description = "what the widget shows first", body = WidgetConfig),
        (status = 404, description = "there is no such queue", body = Problem),
    )
)]
pub(crate) async fn config(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Reply<WidgetConfig>, Failure> {
    let (parts, _) = request.into_parts();
    let query = Query::read(&parts, &["queue"])?;
    let wanted = query.text("queue").unwrap_or(GENERAL_QUEUE).to_owned();
    let queue = id("queue", &wanted, QueueId::parse)?;
    let read = app.engine.read(move |core| {
        let directory = &core.state.directory;
        let queue = directory.queues.get(&queue)?;
        let waiting = core.state.lines.get(&queue.id).map_or(0, |line| line.waiting.len());
        let is_full = queue.waiting_max.is_some_and(|max| waiting >= max as usize);
        // A queue that is off passes its chats to the general one.
        let is_open = !is_full || !queue.enabled;
        Some((directory.tenant.name.clone(), queue.name.clone(), is_open))
    });
    let (tenant_name, queue_name, open) = read.await?.ok_or_else(|| {
        Refusal::new(Code::NotFound, format!("there is no queue {wanted}")).field("queue", &wanted)
    })?;
    let takes = matches!(*app.engine.health().borrow(), engine::Health::Serving);
    Ok(Reply(WidgetConfig { tenant_name, queue_name, open: open && takes }))
}
