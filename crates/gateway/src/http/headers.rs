//! What every request is checked for and every answer carries.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::origin;
use crate::problem::Failure;

/// Refuses changes that come from another site's page.
pub(crate) async fn origin(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let is_change = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if is_change && let Err(refusal) = origin::check_change(request.headers(), &app.config) {
        return Failure::from(refusal).into_response();
    }
    next.run(request).await
}

/// Headers that keep browsers from guessing and from telling others.
pub(crate) async fn common(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("strict-origin-when-cross-origin"),
    );
    headers.entry("permissions-policy").or_insert(HeaderValue::from_static(
        "camera=(), geolocation=(), microphone=(), payment=()",
    ));
    if is_api {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}
