//! The client's end of the socket, with small buffers, since one process holds thousands of them.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use anyhow::Context;
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// A client's open socket.
pub(crate) type Socket = WebSocketStream<TcpStream>;

/// How many connections one loopback source address is used for: a part of the ports that Linux gives out by itself (28,000).
const CONNECTIONS_PER_ADDRESS: usize = 9_000;
/// What one read takes at most.
const READ_BYTES: usize = 8 * 1024;
/// A desk's snapshot with a hundred chats is some hundred KiB.
const MESSAGE_BYTES_MAX: usize = 64 << 20;

/// Opens a TCP connection as the `index`th client of this process, each 9,000 of which have a loopback address of their own.
///
/// # Errors
/// When nobody listens there, or this process has no socket left.
pub(crate) async fn dial(server: SocketAddr, index: usize) -> anyhow::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    if server.ip().is_loopback() && index >= CONNECTIONS_PER_ADDRESS {
        let host = u8::try_from(1 + index / CONNECTIONS_PER_ADDRESS).context("too many clients")?;
        socket.bind(SocketAddr::new(IpAddr::V4(Ipv4Addr::new(127, 0, 0, host)), 0))?;
    }
    let stream = socket.connect(server).await.with_context(|| format!("no answer at {server}"))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Opens a WebSocket as the `index`th client of this process.
///
/// # Errors
/// When nobody listens there, or the server refuses the upgrade.
pub(crate) async fn open(
    server: SocketAddr,
    index: usize,
    cookie: Option<&str>,
) -> anyhow::Result<Socket> {
    let stream = dial(server, index).await?;
    let mut request = format!("ws://{server}/api/socket").into_client_request()?;
    let headers = request.headers_mut();
    headers.insert("origin", HeaderValue::from_str(&format!("http://{server}"))?);
    if let Some(cookie) = cookie {
        headers.insert("cookie", HeaderValue::from_str(cookie)?);
    }
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BYTES)
        .write_buffer_size(READ_BYTES)
        .max_message_size(Some(MESSAGE_BYTES_MAX))
        .max_frame_size(Some(MESSAGE_BYTES_MAX));
    let upgrade = tokio_tungstenite::client_async_with_config(request, stream, Some(config));
    let (socket, _) = upgrade.await.context("the server did not open the socket")?;
    Ok(socket)
}
