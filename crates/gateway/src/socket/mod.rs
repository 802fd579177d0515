//! The socket: upgrade, hello, and the life of a connection. One task a socket, with small buffers: ten thousand idle ones are cheap.

pub(crate) mod closing;
mod cobrowse;
mod connection;
mod hello;
mod inbound;
mod outbound;
mod parts;
mod side;

use std::sync::Arc;

use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Code;

use crate::app::App;
use crate::auth::{keys, token};
use crate::limits::{FRAME_BYTES_MAX, SOCKET_BUFFER_BYTES};
use crate::origin;
use crate::problem::Failure;
use crate::server::Guard;
use crate::socket::hello::Credential;

/// Frames up to this are read, so that it can be said that one was too large; anything larger ends the socket.
const MESSAGE_BYTES_MAX: usize = 4 * FRAME_BYTES_MAX;

/// `GET /api/socket`.
#[utoipa::path(
    get,
    path = "/api/socket",
    tag = "socket",
    summary = "Upgrades to the WebSocket; its frames are ClientFrame and ServerFrame",
    responses(
        (status = 101, description = "the socket is open; say hello"),
        (status = 403, description = "the Origin is not Holdfast's own", body = protocol::problem::Problem),
        (status = 426, description = "not an upgrade", body = protocol::problem::Problem),
    )
)]
pub(crate) async fn socket(State(app): State<Arc<App>>, request: Request) -> Response {
    let headers = request.headers();
    let key = keys::of_bearer(headers);
    // A program has no origin, and no browser sends a key by itself.
    let is_program = key.is_some() && !headers.contains_key(header::ORIGIN);
    if !is_program && let Err(refusal) = origin::check_socket(headers, &app.config) {
        return Failure::from(refusal).into_response();
    }
    let cookie = || token::of_cookie(headers).map(Credential::Cookie);
    let credential = key.map(Credential::Key).or_else(cookie);
    let (mut parts, _) = request.into_parts();
    let guard = parts.extensions.remove::<Guard>();
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade,
        Err(why) => {
            let status = StatusCode::UPGRADE_REQUIRED;
            return Failure::with_status(status, Code::Invalid, why.body_text()).into_response();
        }
    };
    upgrade
        .read_buffer_size(SOCKET_BUFFER_BYTES)
        .write_buffer_size(SOCKET_BUFFER_BYTES)
        .max_message_size(MESSAGE_BYTES_MAX)
        .max_frame_size(MESSAGE_BYTES_MAX)
        .on_upgrade(move |socket: WebSocket| connection::run(app, socket, credential, guard))
}
