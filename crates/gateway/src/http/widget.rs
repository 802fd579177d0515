//! What a widget must know before there is a session: whether somebody is there, what to choose from, and what customers are told.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Request, State};
use domain::directory::{Directory, GENERAL_QUEUE, Queue};
use domain::prompts::nearest_language;
use domain::{Code, Core, QueueId, Refusal, Timestamp};
use protocol::problem::Problem;
use protocol::rest::{WidgetConfig, WidgetTopic};

use super::request::Query;
use crate::app::App;
use crate::problem::Failure;
use crate::translate::library::prompts_out;
use crate::translate::record::id;

/// Whether a queue takes chats.
pub(super) struct Takes {
    pub(super) open: bool,
    closed: bool,
    opens_at: Option<String>,
}

impl Takes {
    pub(super) fn of(core: &Core, queue: &QueueId, now: Timestamp) -> Self {
        let Some(queue) = entered(&core.state.directory, queue) else {
            return Self { open: false, closed: false, opens_at: None };
        };
        let waiting = core.state.lines.get(&queue.id).map_or(0, |line| line.waiting.len());
        let is_full = queue.waiting_max.is_some_and(|max| waiting >= max as usize);
        let closed = queue.hours.as_ref().is_some_and(|hours| !hours.is_open(now));
        let opens_at = queue.hours.as_ref().and_then(|hours| hours.opens_after(now));
        Self { open: !is_full && !closed, closed, opens_at: opens_at.map(|at| at.to_string()) }
    }
}

/// The queue that a chat for a queue enters: one that is off passes its chats to the general one.
pub(super) fn entered<'a>(directory: &'a Directory, queue: &QueueId) -> Option<&'a Queue> {
    let queue = directory.queues.get(queue).filter(|queue| queue.enabled);
    queue.or_else(|| directory.queues.get(&QueueId::new(GENERAL_QUEUE)))
}

/// The queue that chats asked for in a named one go to.
pub(super) fn queue_of(directory: &Directory, wanted: QueueId) -> QueueId {
    if directory.settings.queues_and_topics { wanted } else { QueueId::new(GENERAL_QUEUE) }
}

fn topics(core: &Core, now: Timestamp) -> Vec<WidgetTopic> {
    let directory = &core.state.directory;
    if !directory.settings.queues_and_topics {
        return Vec::new();
    }
    let enabled = directory.library.topics.values().filter(|topic| topic.enabled);
    let out = enabled.map(|topic| {
        let Takes { open, closed, opens_at } = Takes::of(core, &topic.queue, now);
        WidgetTopic { id: topic.id.to_string(), name: topic.name.clone(), open, closed, opens_at }
    });
    out.collect()
}

/// Names, whether a chat can be asked for now, topics, and the wording of the prompts.
#[utoipa::path(
    get,
    path = "/api/widget/config",
    tag = "customer",
    params(
        ("queue" = Option<String>, Query, description = "a queue id; the general one if absent"),
        ("language" = Option<String>, Query, description = "BCP 47 tag; English if absent or not shipped"),
    ),
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
    let query = Query::read(&parts, &["queue", "language"])?;
    let wanted = query.text("queue").unwrap_or(GENERAL_QUEUE).to_owned();
    let queue = id("queue", &wanted, QueueId::parse)?;
    let language = query.text("language").map(str::to_owned);
    let now = app.now();
    let read = app.engine.read(move |core| {
        let directory = &core.state.directory;
        let record = directory.queues.get(&queue)?;
        let queue = queue_of(directory, queue.clone());
        let Takes { open, closed, opens_at } = Takes::of(core, &queue, now);
        Some(WidgetConfig {
            tenant_name: directory.tenant.name.clone(),
            queue_name: record.name.clone(),
            open,
            closed,
            opens_at,
            identity_required: directory.settings.identity_required,
            topics: topics(core, now),
            files: directory.settings.customer_files,
            file_bytes_max: directory.settings.file_bytes_max,
            message_chars_max: directory.settings.message_chars_max,
            language: nearest_language(language.as_deref()).to_owned(),
            prompts: prompts_out(directory, &queue, language.as_deref()),
        })
    });
    let config = read.await?.ok_or_else(|| {
        Refusal::new(Code::NotFound, format!("there is no queue {wanted}")).field("queue", &wanted)
    })?;
    let serves = matches!(*app.engine.health().borrow(), engine::Health::Serving);
    let topics = config.topics.into_iter().map(|topic| {
        let open = topic.open && serves;
        WidgetTopic { open, ..topic }
    });
    Ok(Reply(WidgetConfig { open: config.open && serves, topics: topics.collect(), ..config }))
}
