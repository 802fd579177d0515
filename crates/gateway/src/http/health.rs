//! Whether the server lives and serves, and what it counted.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::{Code, Refusal};
use engine::Health;
use protocol::problem::Problem;

use crate::app::App;
use crate::problem::Failure;

/// The process answers.
#[utoipa::path(
    get,
    path = "/health/live",
    tag = "operations",
    responses((status = 200, description = "the process answers", content_type = "text/plain", body = String))
)]
pub(crate) async fn live() -> &'static str {
    "live\n"
}

/// Whether commands are taken.
#[utoipa::path(
    get,
    path = "/health/ready",
    tag = "operations",
    responses(
        (status = 200, description = "it serves; a second line says since when the mart is not filled, if it is not", content_type = "text/plain", body = String),
        (status = 503, description = "it does not, and why", body = Problem),
    )
)]
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Result<String, Failure> {
    if app.is_stopping() {
        return Err(Refusal::new(Code::ShuttingDown, "the server is shutting down").into());
    }
    let health = app.engine.health().borrow().clone();
    let refusal = match health {
        Health::Serving => {
            // Chats go on without it, so that nobody is to be sent elsewhere.
            let mart = app.engine.mart_fails_since();
            let mart = mart.map(|since| format!("the mart is not filled since {since}\n"));
            return Ok(format!("ready\n{}", mart.unwrap_or_default()));
        }
        Health::StorageUnavailable => {
            Refusal::new(Code::StorageUnavailable, "the journal takes no writes")
        }
        Health::Stopping => Refusal::new(Code::ShuttingDown, "the server is shutting down"),
        Health::Ended(why) => {
            let why = why.unwrap_or_else(|| "it was stopped".to_owned());
            Refusal::new(Code::ShuttingDown, format!("the engine has ended: {why}"))
        }
    };
    Err(refusal.into())
}

/// What was counted.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operations",
    responses((status = 200, description = "Prometheus text", content_type = "text/plain", body = String))
)]
pub(crate) async fn metrics(State(app): State<Arc<App>>) -> Response {
    let mut response = (app.render_metrics)().into_response();
    let media_type = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    response
}
