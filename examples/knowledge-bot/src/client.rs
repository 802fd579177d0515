//! The server's HTTP interface and socket, as far as a bot needs them. Plain HTTP only: it runs beside the server, or behind a proxy that adds
//! TLS.

use std::time::Duration;

use anyhow::{Context, bail, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt, Empty, Limited};
use hyper::client::conn::http1::handshake;
use hyper::{Request, Uri, header};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{WebSocketStream, client_async};

/// How long connecting or an answer may take.
const WITHIN: Duration = Duration::from_secs(10);
/// Most bytes of an answer.
const ANSWER_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Where the server is, and who asks.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    authority: String,
    key: String,
}

impl Client {
    /// For a server at `http://host:port`.
    ///
    /// # Errors
    /// When the address is another kind of thing.
    pub(crate) fn new(server: &str, key: &str) -> anyhow::Result<Self> {
        let uri: Uri = server.parse().with_context(|| format!("server {server:?}"))?;
        ensure!(uri.scheme_str() == Some("http"), "server {server:?} must be http://host:port");
        let host = uri.host().with_context(|| format!("server {server:?} names no host"))?;
        let port = uri.port_u16().unwrap_or(80);
        Ok(Self { authority: format!("{host}:{port}"), key: key.to_owned() })
    }

    async fn dial(&self) -> anyhow::Result<TcpStream> {
        let connecting = timeout(WITHIN, TcpStream::connect(&self.authority)).await;
        let stream = connecting.context("the server does not answer")??;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    /// Reads what is at a path.
    ///
    /// # Errors
    /// When the server does not answer, refuses, or answers something else.
    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> anyhow::Result<T> {
        let (mut sender, connection) = handshake(TokioIo::new(self.dial().await?)).await?;
        // It ends with the sender; what went wrong is the request's error.
        drop(tokio::spawn(connection));
        let request = Request::builder()
            .uri(path)
            .header(header::HOST, &self.authority)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.key))
            .body(Empty::<Bytes>::new())?;
        let answering = async {
            let answer = sender.send_request(request).await?;
            let status = answer.status();
            let body = Limited::new(answer.into_body(), ANSWER_BYTES_MAX).collect().await;
            let body = body.map_err(|why| anyhow::anyhow!("{path}: {why}"))?.to_bytes();
            anyhow::Ok((status, body))
        };
        let (status, body) = timeout(WITHIN, answering).await.context("no answer in time")??;
        if !status.is_success() {
            bail!("{path}: {status}");
        }
        serde_json::from_slice(&body).with_context(|| format!("{path}: not what was expected"))
    }

    /// Opens the socket.
    ///
    /// # Errors
    /// When the server does not answer or refuses.
    pub(crate) async fn socket(&self) -> anyhow::Result<WebSocketStream<TcpStream>> {
        let mut request = format!("ws://{}/api/socket", self.authority).into_client_request()?;
        let authorization = format!("Bearer {}", self.key).parse()?;
        request.headers_mut().insert(header::AUTHORIZATION, authorization);
        let stream = self.dial().await?;
        let (socket, _) =
            timeout(WITHIN, client_async(request, stream)).await.context("no answer")??;
        Ok(socket)
    }
}

/// A text as it stands in a query.
pub(crate) fn in_query(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_named_by_plain_addresses() {
        let authority = |server| Client::new(server, "k").map(|client| client.authority).ok();
        assert_eq!(authority("http://127.0.0.1:7070"), Some("127.0.0.1:7070".into()));
        assert_eq!(authority("http://chat.example/"), Some("chat.example:80".into()));
        assert_eq!(authority("https://chat.example"), None);
        assert_eq!(authority("chat"), None);
    }

    #[test]
    fn queries_are_escaped() {
        assert_eq!(in_query("a&ü?"), "a%26%C3%BC%3F");
    }
}
