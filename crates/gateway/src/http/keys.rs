//! Keys of bots: made, listed and revoked by an admin.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use domain::directory::{Agent, StaffRole};
use domain::{AgentId, Code, Party, Refusal};
use protocol::key::{ApiKey, ApiKeyList, NewApiKey};
use protocol::problem::Problem;

use super::request::staff;
use crate::app::App;
use crate::auth::keys;
use crate::problem::Failure;
use crate::translate::record::id;

/// The agent that an admin asks about.
async fn asked_by_admin(app: &App, headers: &HeaderMap, agent: &str) -> Result<Agent, Refusal> {
    let staff = staff(app, headers).await?;
    if staff.record.role != StaffRole::Admin {
        return Err(Refusal::new(Code::NotAllowed, "keys are an admin's to make and to revoke"));
    }
    let agent = id("agent", agent, AgentId::parse)?;
    let wanted = agent.clone();
    let record = app.engine.read(move |core| core.state.directory.agents.get(&wanted).cloned());
    record.await?.ok_or_else(|| {
        Refusal::new(Code::NotFound, format!("there is no agent {agent}")).field("agent", &agent)
    })
}

/// Makes a key for a bot. It is shown this once.
#[utoipa::path(
    post,
    path = "/api/agents/{agent}/keys",
    tag = "staff",
    params(("agent" = String, Path, description = "the id of an agent with the role bot")),
    responses(
        (status = 201, description = "a new key", body = NewApiKey),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "not an admin", body = Problem),
        (status = 404, description = "there is no such agent", body = Problem),
        (status = 409, description = "it is no bot, or has as many keys as it may", body = Problem),
    )
)]
pub(crate) async fn make(
    State(app): State<Arc<App>>,
    Path(agent): Path<String>,
    headers: HeaderMap,
) -> Result<(StatusCode, Reply<NewApiKey>), Failure> {
    let record = asked_by_admin(&app, &headers, &agent).await?;
    if record.role != StaffRole::Bot {
        let detail = "only bots sign in by key; people sign in by password";
        return Err(Refusal::new(Code::WrongState, detail).field("agent", &record.id).into());
    }
    let (key, prefix) = keys::make(&app, &record.id).await?;
    Ok((StatusCode::CREATED, Reply(NewApiKey { key, prefix })))
}

/// Lists the keys of a bot by how they begin.
#[utoipa::path(
    get,
    path = "/api/agents/{agent}/keys",
    tag = "staff",
    params(("agent" = String, Path, description = "an agent id")),
    responses(
        (status = 200, description = "its keys", body = ApiKeyList),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "not an admin", body = Problem),
        (status = 404, description = "there is no such agent", body = Problem),
    )
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    Path(agent): Path<String>,
    headers: HeaderMap,
) -> Result<Reply<ApiKeyList>, Failure> {
    let record = asked_by_admin(&app, &headers, &agent).await?;
    let known = keys::list(&app, &record.id).await?;
    let keys = known.into_iter().map(|key| {
        let is_used = key.last_used_at != key.created_at;
        let last_used_at = is_used.then(|| key.last_used_at.to_string());
        ApiKey { prefix: key.prefix, created_at: key.created_at.to_string(), last_used_at }
    });
    Ok(Reply(ApiKeyList { keys: keys.collect() }))
}

/// Revokes a key: whoever is connected with it is signed out.
#[utoipa::path(
    delete,
    path = "/api/agents/{agent}/keys/{prefix}",
    tag = "staff",
    params(
        ("agent" = String, Path, description = "an agent id"),
        ("prefix" = String, Path, description = "how the key begins, as it is listed"),
    ),
    responses(
        (status = 204, description = "it is no good any more"),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "not an admin", body = Problem),
        (status = 404, description = "there is no such agent or key", body = Problem),
    )
)]
pub(crate) async fn revoke(
    State(app): State<Arc<App>>,
    Path((agent, prefix)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<StatusCode, Failure> {
    let record = asked_by_admin(&app, &headers, &agent).await?;
    let mut known = keys::list(&app, &record.id).await?;
    known.retain(|key| key.prefix == prefix);
    if known.is_empty() {
        let refusal = Refusal::new(Code::NotFound, "there is no key that begins so");
        return Err(refusal.field("prefix", &prefix).into());
    }
    let party = Party::new(record.party_type(), record.id.as_str());
    keys::end(&app, &party, &known).await?;
    Ok(StatusCode::NO_CONTENT)
}
