//! Setting a password: an admin anyone's, everybody their own.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use domain::directory::StaffRole;
use domain::{AgentId, Code, Party, Refusal};
use protocol::problem::Problem;
use protocol::rest::Password;
use store::Change;

use super::request::{Json, staff};
use crate::app::App;
use crate::problem::Failure;
use crate::translate::record::id;

/// Sets a password. All other sessions of the agent end.
#[utoipa::path(
    put,
    path = "/api/agents/{agent}/password",
    tag = "staff",
    params(("agent" = String, Path, description = "an agent id")),
    request_body = Password,
    responses(
        (status = 204, description = "set"),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "neither an admin nor oneself", body = Problem),
        (status = 404, description = "there is no such agent", body = Problem),
        (status = 422, description = "too short or too long", body = Problem),
    )
)]
pub(crate) async fn put_password(
    State(app): State<Arc<App>>,
    Path(agent): Path<String>,
    headers: HeaderMap,
    Json(wanted): Json<Password>,
) -> Result<StatusCode, Failure> {
    let staff = staff(&app, &headers).await?;
    let agent = id("agent", &agent, AgentId::parse)?;
    let is_self = staff.record.id == agent;
    if !is_self && staff.record.role != StaffRole::Admin {
        let detail = "only an admin sets another one's password";
        return Err(Refusal::new(Code::NotAllowed, detail).into());
    }
    let known = agent.clone();
    let record = app.engine.read(move |core| core.state.directory.agents.get(&known).cloned());
    let Some(record) = record.await? else {
        let refusal = Refusal::new(Code::NotFound, format!("there is no agent {agent}"));
        return Err(refusal.field("agent", &agent).into());
    };
    let hash = app.passwords.hash(wanted.password).await?;
    let except = is_self.then(|| staff.token());
    let set = Change::SetCredential { agent: agent.clone(), hash };
    let end = Change::RemoveStaffSessionsOf { agent: agent.clone(), except };
    app.keeper.write(vec![set, end]).await?;
    app.registry.sign_out(&Party::new(record.party_type(), agent.as_str()), except);
    Ok(StatusCode::NO_CONTENT)
}
