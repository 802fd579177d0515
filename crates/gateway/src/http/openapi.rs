//! The document of the interface: paths from the handlers, components from the wire's types.

use std::sync::OnceLock;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Holdfast",
        description = "The HTTP interface of Holdfast, and under components the frames of its socket: ClientFrame and ServerFrame.",
        license(name = "Apache-2.0")
    ),
    paths(
        crate::socket::socket,
        super::sign_in::sign_in,
        super::sign_in::sign_out,
        super::sign_in::me,
        super::passwords::put_password,
        super::keys::make,
        super::keys::list,
        super::keys::revoke,
        super::identity_keys::make,
        super::identity_keys::list,
        super::identity_keys::revoke,
        super::customer::new_session,
        super::customer::end_session,
        super::identity::identify,
        super::demo::identity,
        super::commands::command,
        super::conversations::mine,
        super::conversations::conversation,
        super::incidents::incidents,
        super::reports::list,
        super::reports::report,
        super::reports::chats,
        super::reports::export,
        super::report_schedules::list,
        super::report_schedules::put,
        super::report_schedules::remove,
        super::report_schedules::send,
        super::report_schedules::new_secret,
        super::targets::targets,
        super::library::articles,
        super::library::topics,
        super::library::standard_texts,
        super::library::prompts,
        super::invitation::rules,
        super::files::begin,
        super::files::link,
        super::files::download,
        super::uploads::get,
        super::uploads::put,
        super::uploads::delete,
        super::uploads::complete,
        super::widget::config,
        super::invitation::ask,
        super::openapi::document,
        super::health::live,
        super::health::ready,
        super::health::metrics,
    )
)]
struct Paths;

/// The document.
pub(crate) fn api() -> utoipa::openapi::OpenApi {
    Paths::openapi().merge_from(protocol::schema::Wire::openapi())
}

/// This document.
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    tag = "operations",
    responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json", body = String))
)]
pub(crate) async fn document() -> Response {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| serde_json::to_string(&api()).unwrap_or_default());
    let mut response = text.as_str().into_response();
    let media_type = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    response
}
