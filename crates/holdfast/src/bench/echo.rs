//! A WebSocket server that sends back every frame and does nothing else: what axum, tokio and the kernel alone make on this machine,
//! beside which Holdfast's own figures are read.

use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::routing::get;

/// Listens on a free port, says which on standard output, and serves until it is killed.
///
/// # Errors
/// When it cannot listen.
pub(crate) fn serve() -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let listener = tokio::net::TcpListener::bind(any_port).await?;
        let line = format!("listening on http://{}\n", listener.local_addr()?);
        std::io::Write::write_all(&mut std::io::stdout(), line.as_bytes())?;
        let upgrade = |upgrade: WebSocketUpgrade| async {
            upgrade.read_buffer_size(4096).write_buffer_size(4096).on_upgrade(echo)
        };
        let router = Router::new().route("/api/socket", get(upgrade));
        Ok(axum::serve(
            axum::serve::ListenerExt::tap_io(listener, |stream| {
                // As Holdfast does; without it every answer waits for the client's acknowledgement.
                drop(stream.set_nodelay(true));
            }),
            router,
        )
        .await?)
    })
}

async fn echo(mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        if matches!(message, Message::Close(_)) || socket.send(message).await.is_err() {
            return;
        }
    }
}
