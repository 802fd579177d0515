//! The clients of the tests: JSON over HTTP and over the socket, nothing that the protocol's page does not say.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::{HeaderMap, Request};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// Nothing here takes long; this only ends a test that has failed.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) struct Http {
    address: SocketAddr,
    headers: Vec<(String, String)>,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) body: Value,
}

impl Answer {
    /// The session that was set, as `name=value`.
    pub(crate) fn cookie(&self) -> String {
        let line = self.headers["set-cookie"].to_str().unwrap();
        line.split(';').next().unwrap().to_owned()
    }

    /// Checks that it is a refusal in the right form.
    pub(crate) fn refused(&self, status: u16, code: &str) {
        assert_eq!(
            (self.status, self.body["code"].as_str()),
            (status, Some(code)),
            "{}",
            self.text
        );
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(self.body["status"], status);
    }
}

impl Http {
    pub(crate) fn new(address: SocketAddr) -> Self {
        let origin = format!("http://{address}");
        Self { address, headers: vec![("origin".into(), origin)] }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let text = body.map(ToString::to_string).unwrap_or_default();
        let media_type = body.map(|_| "application/json");
        self.raw(method, path, media_type, text.into_bytes()).await
    }

    /// Sends a command, whatever comes of it.
    pub(crate) async fn try_command(&self, id: &str, command: &Value) -> Answer {
        let headers = self.headers.iter().cloned().chain([("idempotency-key".into(), id.into())]);
        let with_id = Self { address: self.address, headers: headers.collect() };
        with_id.send("POST", "/api/commands", Some(command)).await
    }

    /// Carries out a command.
    pub(crate) async fn command(&self, id: &str, command: Value) -> Answer {
        let answer = self.try_command(id, &command).await;
        assert_eq!(answer.status, 200, "{command}: {}", answer.text);
        answer
    }

    /// Sends a command and checks that it is refused with a code.
    pub(crate) async fn refused(&self, id: &str, command: Value, status: u16, code: &str) {
        self.try_command(id, &command).await.refused(status, code);
    }

    pub(crate) async fn raw(
        &self,
        method: &str,
        path: &str,
        media_type: Option<&str>,
        body: Vec<u8>,
    ) -> Answer {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (mut sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let mut request =
            Request::builder().method(method).uri(path).header("host", self.address.to_string());
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(media_type) = media_type {
            request = request.header("content-type", media_type);
        }
        let request = request.body(Full::new(Bytes::from(body))).unwrap();
        let response = timeout(PATIENCE, sender.send_request(request)).await.unwrap().unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or_default();
        Answer { status: parts.status.as_u16(), headers: parts.headers, text, body }
    }
}

pub(crate) struct Socket {
    stream: WebSocketStream<TcpStream>,
    /// Everything that was received, as it was received.
    pub(crate) heard: Vec<String>,
}

impl Socket {
    pub(crate) async fn open(address: SocketAddr, cookie: Option<&str>) -> Self {
        let origin = format!("http://{address}");
        Self::try_open(address, Some(&origin), cookie).await.unwrap()
    }

    pub(crate) async fn try_open(
        address: SocketAddr,
        origin: Option<&str>,
        cookie: Option<&str>,
    ) -> Result<Self, Error> {
        let origin = origin.map(|origin| ("origin", origin));
        let cookie = cookie.map(|cookie| ("cookie", cookie));
        Self::open_with(address, origin.into_iter().chain(cookie)).await
    }

    pub(crate) async fn open_with(
        address: SocketAddr,
        lines: impl IntoIterator<Item = (&'static str, &str)>,
    ) -> Result<Self, Error> {
        let stream = TcpStream::connect(address).await.unwrap();
        let mut request = format!("ws://{address}/api/socket").into_client_request()?;
        for (name, value) in lines {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        let (stream, _) = client_async(request, stream).await?;
        Ok(Self { stream, heard: Vec::new() })
    }

    pub(crate) async fn send(&mut self, frame: Value) {
        self.raw(Message::text(frame.to_string())).await;
    }

    pub(crate) async fn raw(&mut self, message: Message) {
        self.stream.send(message).await.unwrap();
    }

    pub(crate) async fn command(&mut self, id: &str, command: Value) {
        self.send(json!({"type": "command", "id": id, "command": command})).await;
    }

    /// The next frame; None when the socket is closed.
    pub(crate) async fn next(&mut self) -> Option<Value> {
        loop {
            match timeout(PATIENCE, self.stream.next()).await.unwrap() {
                Some(Ok(Message::Text(text))) => {
                    self.heard.push(text.to_string());
                    return Some(serde_json::from_str(&text).unwrap());
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The first frame that is wanted; those before it are passed over.
    pub(crate) async fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let frame = self.next().await.expect("the socket was closed");
            if wanted(&frame) {
                return frame;
            }
        }
    }

    /// The first event of a kind.
    pub(crate) async fn event(&mut self, kind: &str) -> Value {
        let is_wanted = |f: &Value| f["type"] == "event" && f["event"]["kind"] == kind;
        self.until(is_wanted).await["event"].clone()
    }

    /// The answer to a command.
    pub(crate) async fn answer(&mut self, id: &str) -> Value {
        self.until(|f| (f["type"] == "ack" || f["type"] == "refused") && f["id"] == id).await
    }

    /// Sends a command and checks that it is refused with a code.
    pub(crate) async fn refused(&mut self, id: &str, command: Value, code: &str) -> Value {
        self.command(id, command).await;
        let answer = self.answer(id).await;
        assert_eq!(answer["problem"]["code"], code, "{answer}");
        answer["problem"].clone()
    }

    /// The reason with which the server closes; what comes before is passed over.
    pub(crate) async fn closing(&mut self) -> (String, bool) {
        let frame = self.until(|frame| frame["type"] == "closing").await;
        assert_eq!(self.next().await, None);
        (frame["reason"].as_str().unwrap().to_owned(), frame["reconnect"].as_bool().unwrap())
    }

    /// Everything that comes before the answer to a ping: all that was under way.
    pub(crate) async fn settle(&mut self) -> Vec<Value> {
        let mut all = Vec::new();
        self.send(json!({"type": "ping"})).await;
        loop {
            let frame = self.next().await.expect("the socket was closed");
            if frame["type"] == "pong" {
                return all;
            }
            all.push(frame);
        }
    }
}
