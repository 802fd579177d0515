//! Holdfast's HTTP interface as its clients use it: JSON in, JSON out, one kept connection. It leaves out everything that a browser
//! would do beyond that.

use std::net::SocketAddr;

use anyhow::{Context, bail};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use serde_json::Value;

use super::socket::dial;

/// A kept connection to the server.
#[derive(Debug)]
pub(crate) struct Http {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    /// The session of the staff member who asks.
    cookie: Option<String>,
}

/// What the server answered.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The HTTP status.
    pub(crate) status: StatusCode,
    /// The body; null if there was none.
    pub(crate) body: Value,
    /// The session cookie that was set, as `name=value`.
    pub(crate) cookie: Option<String>,
}

impl Answer {
    /// The body of an answer that is a success.
    ///
    /// # Errors
    /// When the server refused; the problem's own words are the error.
    pub(crate) fn ok(self) -> anyhow::Result<Value> {
        if !self.status.is_success() {
            bail!("{}: {}", self.status, self.body);
        }
        Ok(self.body)
    }
}

impl Http {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens there.
    pub(crate) async fn connect(server: SocketAddr) -> anyhow::Result<Self> {
        let stream = dial(server, 0).await?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        // It ends with the sender; what went wrong is the request's error.
        drop(tokio::spawn(connection));
        Ok(Self { sender, host: server.to_string(), cookie: None })
    }

    /// Goes on as staff with a session cookie.
    pub(crate) fn with_cookie(mut self, cookie: &str) -> Self {
        self.cookie = Some(cookie.to_owned());
        self
    }

    /// Reads.
    ///
    /// # Errors
    /// When the connection fails or the answer is not JSON.
    pub(crate) async fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.send(Method::GET, path, None, &Value::Null).await
    }

    /// Reads what is a text of its own.
    ///
    /// # Errors
    /// When the connection fails or the answer is no text.
    pub(crate) async fn text(&mut self, path: &str) -> anyhow::Result<String> {
        let request = Request::builder().uri(path).header(header::HOST, &self.host);
        self.sender.ready().await?;
        let response = self.sender.send_request(request.body(Full::default())?).await?;
        let bytes = response.into_body().collect().await?.to_bytes();
        Ok(String::from_utf8(bytes.to_vec())?)
    }

    /// Sends a body.
    ///
    /// # Errors
    /// When the connection fails or the answer is not JSON.
    pub(crate) async fn put(&mut self, path: &str, body: &Value) -> anyhow::Result<Answer> {
        self.send(Method::PUT, path, None, body).await
    }

    /// Sends a body.
    ///
    /// # Errors
    /// When the connection fails or the answer is not JSON.
    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> anyhow::Result<Answer> {
        self.send(Method::POST, path, None, body).await
    }

    /// Sends a command.
    ///
    /// # Errors
    /// When the connection fails, or the server refuses.
    pub(crate) async fn command(&mut self, id: &str, command: &Value) -> anyhow::Result<Value> {
        let answer = self.send(Method::POST, "/api/commands", Some(id), command).await?;
        answer.ok().with_context(|| format!("{command}"))
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        key: Option<&str>,
        body: &Value,
    ) -> anyhow::Result<Answer> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, &self.host)
            // A browser's page of ours would say the same; the server checks it.
            .header(header::ORIGIN, format!("http://{}", self.host));
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let bytes = if body.is_null() {
            Bytes::new()
        } else {
            request = request.header(header::CONTENT_TYPE, "application/json");
            Bytes::from(body.to_string())
        };
        self.sender.ready().await?;
        let response = self.sender.send_request(request.body(Full::new(bytes))?).await?;
        let status = response.status();
        let cookies = response.headers().get_all(header::SET_COOKIE);
        let cookie = cookies
            .iter()
            .find_map(|value| Some(value.to_str().ok()?.split(';').next()?.to_owned()));
        let bytes = response.into_body().collect().await?.to_bytes();
        let body = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes)
                .with_context(|| format!("{path}: {status}, and the body is not JSON"))?
        };
        Ok(Answer { status, body, cookie })
    }
}
