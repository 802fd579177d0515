//! Customers' sessions: how they begin and end.

use std::sync::Arc;
use std::time::Instant;

use axum::Json as Reply;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use protocol::problem::Problem;
use protocol::rest::CustomerSession;

use super::request::Address;
use crate::app::App;
use crate::auth::{identify, sessions, token};
use crate::customers;
use crate::problem::{Failure, too_fast};
use crate::rate::Counting;

/// Begins a session of a new customer.
#[utoipa::path(
    post,
    path = "/api/customer/session",
    tag = "customer",
    responses(
        (status = 200, description = "a new session", body = CustomerSession),
        (status = 429, description = "too many from one address", body = Problem),
    )
)]
pub(crate) async fn new_session(
    State(app): State<Arc<App>>,
    Address(address): Address,
) -> Result<Reply<CustomerSession>, Failure> {
    let (counting, now) = (Counting::Sessions(address), Instant::now());
    let max = app.config.customer_sessions_per_minute;
    if !app.windows.is_under(&counting, max, now) {
        let detail = format!("more than {max} new sessions a minute from one address");
        return Err(too_fast(detail, max).into());
    }
    app.windows.count(&counting, now);
    let token = sessions::begin_customer(&app, customers::new_id(), None, None).await?;
    Ok(Reply(CustomerSession { token }))
}

/// Ends a customer's session. Its chat is left, unless a verified customer is in it elsewhere too, or it is an async one.
#[utoipa::path(
    delete,
    path = "/api/customer/session",
    tag = "customer",
    responses(
        (status = 204, description = "the token is no good any more"),
        (status = 401, description = "no customer's session", body = Problem),
    )
)]
pub(crate) async fn end_session(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<StatusCode, Failure> {
    let session = sessions::customer_session(&app, token::of_bearer(&headers)).await?;
    identify::end(&app, &session).await?;
    Ok(StatusCode::NO_CONTENT)
}
