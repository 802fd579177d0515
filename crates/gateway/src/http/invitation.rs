//! Whether a visitor that a rule has come true for may be invited now, and with which words; and the rules themselves for who keeps them.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use domain::conversation::Phase;
use domain::directory::GENERAL_QUEUE;
use domain::{ConversationId, Core, InvitationRuleId, QueueId, Timestamp};
use protocol::library::InvitationRule;
use protocol::problem::Problem;
use protocol::rest::WidgetInvitation;

use super::request::{Query, staff};
use super::widget::{Takes, entered, queue_of};
use crate::app::App;
use crate::auth::{sessions, token};
use crate::problem::Failure;
use crate::translate::library::invitation_rule_out;
use crate::translate::record::id;

/// What is asked about.
struct Asked {
    rule: InvitationRuleId,
    /// The page's own queue.
    queue: QueueId,
    language: Option<String>,
    /// The newest conversation of who asks.
    conversation: Option<ConversationId>,
}

fn invitation(core: &Core, asked: &Asked, now: Timestamp) -> Option<WidgetInvitation> {
    let directory = &core.state.directory;
    let rule = directory.library.invitation_rules.get(&asked.rule).filter(|rule| rule.enabled)?;
    let open = asked.conversation.as_ref().and_then(|id| core.state.conversations.get(id));
    // Who has a chat is not asked whether it wants one.
    if open.is_some_and(|conversation| conversation.phase != Phase::WrapUp) {
        return None;
    }
    let wanted = match (&rule.queue, &rule.topic) {
        (None, None) => asked.queue.clone(),
        _ => rule.leads_to(directory)?.clone(),
    };
    let queue = entered(directory, &queue_of(directory, wanted))?;
    if !Takes::of(core, &queue.id, now).open || !core.has_ready_agent(&queue.id) {
        return None;
    }
    let text = rule.text(asked.language.as_deref())?.to_owned();
    let topic = rule.topic.as_ref().filter(|_| directory.settings.queues_and_topics);
    Some(WidgetInvitation {
        text,
        queue: rule.queue.as_ref().map(ToString::to_string),
        topic: topic.map(ToString::to_string),
    })
}

/// Whether a visitor may be invited to a chat now: null when nobody could take it, the queue is closed or full, the rule is not in force, or
/// the visitor has a chat.
#[utoipa::path(
    get,
    path = "/api/widget/invitation",
    tag = "customer",
    params(
        ("rule" = String, Query, description = "the invitation rule's id"),
        ("queue" = Option<String>, Query, description = "the page's own queue, for rules that name none; the general one if absent"),
        ("language" = Option<String>, Query, description = "BCP 47 tag of the visitor"),
    ),
    responses((status = 200, description = "what to ask; null: nothing", body = Option<WidgetInvitation>))
)]
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Reply<Option<WidgetInvitation>>, Failure> {
    let (parts, _) = request.into_parts();
    let query = Query::read(&parts, &["rule", "queue", "language"])?;
    let rule = id("rule", query.text("rule").unwrap_or_default(), InvitationRuleId::parse)?;
    let queue = id("queue", query.text("queue").unwrap_or(GENERAL_QUEUE), QueueId::parse)?;
    let language = query.text("language").map(str::to_owned);
    let conversation = conversation_of(&app, &parts.headers).await?;
    let asked = Asked { rule, queue, language, conversation };
    let now = app.now();
    let read = app.engine.read(move |core| invitation(core, &asked, now)).await?;
    let serves = matches!(*app.engine.health().borrow(), engine::Health::Serving);
    Ok(Reply(read.filter(|_| serves)))
}

async fn conversation_of(
    app: &App,
    headers: &HeaderMap,
) -> Result<Option<ConversationId>, Failure> {
    if !headers.contains_key(header::AUTHORIZATION) {
        return Ok(None);
    }
    // Whose session has run out is a visitor like any other.
    let Ok(customer) = sessions::customer(app, token::of_bearer(headers)).await else {
        return Ok(None);
    };
    Ok(customer.conversation)
}

/// Lists the rules by which visitors are invited.
#[utoipa::path(
    get,
    path = "/api/invitation-rules",
    tag = "library",
    responses(
        (status = 200, description = "all rules by id", body = Vec<InvitationRule>),
        (status = 401, description = "nobody is signed in", body = Problem),
    )
)]
pub(crate) async fn rules(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Reply<Vec<InvitationRule>>, Failure> {
    staff(&app, &headers).await?;
    let all = app.engine.read(|core| core.state.directory.library.invitation_rules.clone()).await?;
    Ok(Reply(all.values().map(invitation_rule_out).collect()))
}
