//! Whom a chat can be passed to: the list in the dialog of transfers and conferences.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use domain::{AgentId, ChatId, Code, Refusal};
use protocol::problem::Problem;
use protocol::rest::TransferTarget;

use super::request::staff;
use crate::app::App;
use crate::problem::{Failure, problem};
use crate::translate::record::id;
use crate::translate::view::sees_all;

/// Lists the colleagues to whom a chat can be passed, or who can be asked to join it.
#[utoipa::path(
    get,
    path = "/api/chats/{chat}/targets",
    tag = "conversations",
    params(("chat" = String, Path, description = "a chat id")),
    responses(
        (status = 200, description = "by agent id; who cannot take it over now with the reason", body = Vec<TransferTarget>),
        (status = 403, description = "the asker has no part in the chat", body = Problem),
        (status = 409, description = "the chat is over", body = Problem),
    )
)]
pub(crate) async fn targets(
    State(app): State<Arc<App>>,
    Path(chat): Path<String>,
    headers: HeaderMap,
) -> Result<Reply<Vec<TransferTarget>>, Failure> {
    let staff = staff(&app, &headers).await?;
    let chat = id("chat", &chat, ChatId::parse)?;
    let (me, wanted) = (staff.record.id.clone(), chat.clone());
    let all = sees_all(staff.record.role);
    let read = app.engine.read(move |core| {
        let open = wanted.conversation().and_then(|id| core.state.conversations.get(&id));
        let open = open.filter(|c| c.chat == wanted)?;
        let may = all || open.is_seen_by(&me);
        Some(may.then(|| core.transfer_targets(&me, &wanted)))
    });
    let Some(found) = read.await? else {
        let detail = format!("the chat {chat} is over or does not exist");
        return Err(Refusal::new(Code::ChatOver, detail).field("chat", &chat).into());
    };
    let Some(found) = found else {
        let detail = "only who takes part in a chat passes it on";
        return Err(Refusal::new(Code::NotAllowed, detail).field("chat", &chat).into());
    };
    let names = app.names();
    let target = |(agent, why): (AgentId, Option<Refusal>)| TransferTarget {
        name: names.get(&agent).map_or_else(|| agent.to_string(), ToString::to_string),
        agent: agent.to_string(),
        refusal: why.as_ref().map(problem),
    };
    Ok(Reply(found.into_iter().map(target).collect()))
}
