//! Signing in and out, and who is signed in.

use std::sync::Arc;
use std::time::Instant;

use axum::Json as Reply;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{AgentId, Code, Command, CommandId, Refusal};
use protocol::problem::Problem;
use protocol::rest::{Me, SignIn};
use uuid::Uuid;

use super::request::{Address, Json, Query, staff};
use crate::app::App;
use crate::auth::sessions::{self, SignedIn};
use crate::auth::token;
use crate::commands::{self, Effect};
use crate::limits::{FAILURES_PER_ADDRESS, FAILURES_PER_NAME, PASSWORD_CHARS};
use crate::problem::{Failure, too_fast};
use crate::rate::Counting;
use crate::translate::record::agent_out;

/// How much of a name that does not exist is counted.
const NAME_CHARS_COUNTED: usize = 64;

fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Signs a member of the staff in.
#[utoipa::path(
    post,
    path = "/api/sign-in",
    tag = "staff",
    request_body = SignIn,
    responses(
        (status = 200, description = "signed in; the cookie `holdfast_session` is set", body = Me),
        (status = 401, description = "the name or the password is wrong", body = Problem),
        (status = 429, description = "too many failures", body = Problem),
    )
)]
pub(crate) async fn sign_in(
    State(app): State<Arc<App>>,
    Address(address): Address,
    Json(wanted): Json<SignIn>,
) -> Result<Response, Failure> {
    let now = Instant::now();
    let counted: String = wanted.name.chars().take(NAME_CHARS_COUNTED).collect();
    let by_name = Counting::Name(counted);
    let by_address = Counting::Address(address);
    let windows = &app.windows;
    if !windows.is_under(&by_name, FAILURES_PER_NAME, now)
        || !windows.is_under(&by_address, FAILURES_PER_ADDRESS, now)
    {
        let detail = "too many failed sign-ins; wait a minute";
        return Err(too_fast(detail, FAILURES_PER_NAME).into());
    }
    // Counted before it is looked at, so that many at once are not more tries than one after the other.
    windows.count(&by_name, now);
    windows.count(&by_address, now);
    let agent = check(&app, wanted).await?;
    let Some(agent) = agent else {
        app.meters.sign_ins_failed.increment(1);
        tracing::info!("a sign-in failed");
        let detail = "the name or the password is wrong";
        return Err(Failure::with_status(StatusCode::UNAUTHORIZED, Code::NotAllowed, detail));
    };
    windows.uncount(&by_name);
    windows.uncount(&by_address);
    let token = sessions::begin(&app, agent.id.clone()).await?;
    app.meters.sign_ins.increment(1);
    let reply = Reply(Me { agent: agent_out(&agent) }).into_response();
    Ok(with_cookie(reply, token::set_cookie(&token, app.config.secure_cookies)))
}

/// The agent whose password it is.
async fn check(app: &App, wanted: SignIn) -> Result<Option<domain::directory::Agent>, Refusal> {
    let Ok(id) = AgentId::parse(&wanted.name) else { return Ok(None) };
    if wanted.password.chars().count() > *PASSWORD_CHARS.end() {
        return Ok(None);
    }
    let known = id.clone();
    let stored = app.keeper.read(move |scratch| scratch.credential(&known)).await?;
    let is_right = app.passwords.check(wanted.password, stored).await?;
    let record = app.engine.read(move |core| core.state.directory.agents.get(&id).cloned());
    Ok(record.await?.filter(|_| is_right))
}

/// Signs out: the agent on all its devices.
#[utoipa::path(
    post,
    path = "/api/sign-out",
    tag = "staff",
    params(("confirmed" = Option<bool>, Query, description = "whether open chats may go back to their queues")),
    responses(
        (status = 204, description = "signed out"),
        (status = 401, description = "nobody was signed in", body = Problem),
        (status = 409, description = "chats are open", body = Problem),
    )
)]
pub(crate) async fn sign_out(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Response, Failure> {
    let (parts, _) = request.into_parts();
    let confirmed = Query::read(&parts, &["confirmed"])?.flag("confirmed")?.unwrap_or(false);
    let staff = staff(&app, &parts.headers).await?;
    let sender = staff.sender();
    let id = CommandId::new(&Uuid::now_v7().to_string());
    app.engine.command(staff.party(), id, Command::SignOut { confirmed }).await?;
    commands::follow(&app, &sender, None, Effect::SignOut).await?;
    let reply = StatusCode::NO_CONTENT.into_response();
    Ok(with_cookie(reply, token::clear_cookie(app.config.secure_cookies)))
}

/// Who is signed in. An old session gets a new token.
#[utoipa::path(
    get,
    path = "/api/me",
    tag = "staff",
    responses(
        (status = 200, description = "who is signed in", body = Me),
        (status = 401, description = "nobody is", body = Problem),
    )
)]
pub(crate) async fn me(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let staff = staff(&app, &headers).await?;
    let token = match &staff.signed_in {
        SignedIn::Session(session) => sessions::rotate(&app, session).await?,
        SignedIn::Key(_) => None,
    };
    let reply = Reply(Me { agent: agent_out(&staff.record) }).into_response();
    let cookie = token.and_then(|token| token::set_cookie(&token, app.config.secure_cookies));
    Ok(with_cookie(reply, cookie))
}
