//! The HTTP interface: its routes, and what all of them have in common.

mod commands;
mod conversations;
mod customer;
mod demo;
mod files;
mod headers;
mod health;
mod identity;
mod identity_keys;
mod incidents;
mod invitation;
mod keys;
mod library;
mod openapi;
mod passwords;
mod report_schedules;
mod reports;
mod request;
mod sign_in;
mod targets;
mod uploads;
mod widget;

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, delete, get, post, put};
use domain::Code;

use crate::app::App;
use crate::problem::Failure;
use crate::socket::socket;

/// A route of the interface; the document at `/api/openapi.json` has all of them.
type Route = (&'static str, MethodRouter<Arc<App>>);

fn routes() -> Vec<Route> {
    vec![
        ("/api/socket", get(socket)),
        ("/api/sign-in", post(sign_in::sign_in)),
        ("/api/sign-out", post(sign_in::sign_out)),
        ("/api/me", get(sign_in::me)),
        ("/api/agents/{agent}/password", put(passwords::put_password)),
        ("/api/agents/{agent}/keys", get(keys::list).post(keys::make)),
        ("/api/agents/{agent}/keys/{prefix}", delete(keys::revoke)),
        ("/api/identity-keys", get(identity_keys::list).post(identity_keys::make)),
        ("/api/identity-keys/{key}", delete(identity_keys::revoke)),
        ("/api/customer/session", post(customer::new_session).delete(customer::end_session)),
        ("/api/customer/identity", post(identity::identify)),
        ("/api/demo/identity", post(demo::identity)),
        ("/api/commands", post(commands::command)),
        ("/api/conversations/mine", get(conversations::mine)),
        ("/api/conversations/{conversation}", get(conversations::conversation)),
        ("/api/incidents", get(incidents::incidents)),
        ("/api/reports", get(reports::list)),
        ("/api/reports/{report}", get(reports::report)),
        ("/api/reports/{report}/chats", get(reports::chats)),
        ("/api/reports/{report}/export", get(reports::export)),
        ("/api/report-schedules", get(report_schedules::list)),
        (
            "/api/report-schedules/{schedule}",
            put(report_schedules::put).delete(report_schedules::remove),
        ),
        ("/api/report-schedules/{schedule}/send", post(report_schedules::send)),
        ("/api/report-schedules/{schedule}/secret", post(report_schedules::new_secret)),
        ("/api/chats/{chat}/targets", get(targets::targets)),
        ("/api/articles", get(library::articles)),
        ("/api/topics", get(library::topics)),
        ("/api/standard-texts", get(library::standard_texts)),
        ("/api/prompts", get(library::prompts)),
        ("/api/invitation-rules", get(invitation::rules)),
        ("/api/chats/{chat}/files", post(files::begin)),
        ("/api/chats/{chat}/files/{file}/link", post(files::link)),
        ("/api/uploads/{upload}", get(uploads::get).put(uploads::put).delete(uploads::delete)),
        ("/api/uploads/{upload}/complete", post(uploads::complete)),
        ("/api/files/{file}", get(files::download)),
        ("/api/widget/config", get(widget::config)),
        ("/api/widget/invitation", get(invitation::ask)),
        ("/api/openapi.json", get(openapi::document)),
        ("/health/live", get(health::live)),
        ("/health/ready", get(health::ready)),
        ("/metrics", get(health::metrics)),
    ]
}

async fn no_method() -> Response {
    let detail = "that is not done with this address; /api/openapi.json tells how";
    Failure::with_status(StatusCode::METHOD_NOT_ALLOWED, Code::Invalid, detail).into_response()
}

async fn not_found() -> Response {
    Failure::with_status(StatusCode::NOT_FOUND, Code::NotFound, "there is nothing at this address")
        .into_response()
}

/// The whole of it: interface and web.
pub(crate) fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for (path, methods) in routes() {
        router = router.route(path, methods);
    }
    router
        .route("/api/{*path}", axum::routing::any(not_found))
        .fallback(crate::web::serve)
        .method_not_allowed_fallback(no_method)
        .layer(from_fn_with_state(Arc::clone(&app), headers::origin))
        .layer(from_fn(headers::common))
        .with_state(app)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn every_route_is_in_the_document() {
        let routes: BTreeSet<String> =
            super::routes().into_iter().map(|(path, _)| path.to_owned()).collect();
        let documented: BTreeSet<String> =
            super::openapi::api().paths.paths.keys().cloned().collect();
        assert_eq!(documented, routes);
    }
}
