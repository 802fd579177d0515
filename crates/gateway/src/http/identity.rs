//! Who a customer proves to be.

use std::sync::Arc;
use std::time::Instant;

use axum::Json as Reply;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use domain::{Code, Refusal};
use protocol::identity::{Identified, IdentityProof};
use protocol::problem::Problem;

use super::request::{Address, Json};
use crate::app::App;
use crate::auth::identify;
use crate::auth::{identity, sessions, token};
use crate::limits::IDENTITY_FAILURES_PER_ADDRESS;
use crate::problem::{Failure, not_signed_in, too_fast};
use crate::rate::Counting;

/// Proves who the customer of a session is, or begins a session of that customer. A chat that is open goes on.
#[utoipa::path(
    post,
    path = "/api/customer/identity",
    tag = "customer",
    request_body = IdentityProof,
    responses(
        (status = 200, description = "it is proved", body = Identified),
        (status = 401, description = "the proof does not hold (`identity_invalid`) or has had its time (`identity_expired`)", body = Problem),
        (status = 429, description = "too many sessions, or proofs that failed, from one address", body = Problem),
    )
)]
pub(crate) async fn identify(
    State(app): State<Arc<App>>,
    Address(address): Address,
    headers: HeaderMap,
    Json(proof): Json<IdentityProof>,
) -> Result<Reply<Identified>, Failure> {
    let (failing, now) = (Counting::Proofs(address), Instant::now());
    if !app.windows.is_under(&failing, IDENTITY_FAILURES_PER_ADDRESS, now) {
        let detail = "too many proofs that failed from one address; wait a minute";
        return Err(too_fast(detail, IDENTITY_FAILURES_PER_ADDRESS).into());
    }
    let identity = match identity::check(&app, &proof).await {
        Ok(identity) => identity,
        Err(refusal) => {
            if refusal.code == Code::IdentityInvalid {
                app.windows.count(&failing, now);
                tracing::info!("a proof of who a customer is was refused");
            }
            return Err(refusal.into());
        }
    };
    let session = session(&app, &headers).await?;
    if session.is_none() {
        let (counting, max) =
            (Counting::Sessions(address), app.config.customer_sessions_per_minute);
        if !app.windows.is_under(&counting, max, now) {
            let detail = format!("more than {max} new sessions a minute from one address");
            return Err(too_fast(detail, max).into());
        }
        app.windows.count(&counting, now);
    }
    let (name, email, until) =
        (identity.name.clone(), identity.email.clone(), identity.until.to_string());
    let done = identify::identify(&app, session, identity).await?;
    let (token, switched, conversation) = (done.token, done.switched, done.conversation);
    Ok(Reply(Identified { token, switched, conversation, name, email, until }))
}

/// The session that the request names. One that is not known any more is none: the answer to an earlier proof may have been lost.
async fn session(
    app: &App,
    headers: &HeaderMap,
) -> Result<Option<store::CustomerSession>, Refusal> {
    if !headers.contains_key(header::AUTHORIZATION) {
        return Ok(None);
    }
    let hash = token::of_bearer(headers).ok_or_else(not_signed_in)?;
    match sessions::customer_session(app, Some(hash)).await {
        Ok(session) => Ok(Some(session)),
        Err(refusal) if refusal.code == Code::NotSignedIn => Ok(None),
        Err(refusal) => Err(refusal),
    }
}
