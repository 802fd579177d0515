//! A server with its stores in memory, two articles, a bot without a key yet, and a customer to talk to it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::directory::{
    Agent, Allocation, Balance, Profile, PullPolicy, Queue, StaffRole, Status, Tenant,
};
use domain::library::{Article, Change as LibraryChange};
use domain::{AgentId, ArticleId, Command, CommandId, Party, ProfileId, QueueId, StatusId};
use engine::{Engine, Handle, SystemClock};
use futures_util::{SinkExt, StreamExt};
use gateway::{Gateway, Stores};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::handshake;
use hyper::{HeaderMap, Request};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use store::{Change, MemoryBlobs, MemoryDisk, MemoryScratch, Scratch};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{WebSocketStream, client_async};

const PASSWORD: &str = "correct horse battery";
/// Nothing here takes long; this only ends a test that has failed.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    _engine: Handle,
    _uploads: TempDir,
}

fn agent(id: &str, role: StaffRole) -> Command {
    let agent = Agent {
        id: AgentId::new(id),
        name: id.into(),
        role,
        profile: ProfileId::new("standard"),
        queues: vec![QueueId::new("general")],
        company: None,
    };
    Command::PutAgent { agent }
}

fn article(id: &str, title: &str, body: &str) -> Command {
    let article = Article {
        id: ArticleId::new(id),
        title: title.into(),
        body: body.into(),
        language: String::new(),
        outage: false,
    };
    Command::ChangeLibrary(Box::new(LibraryChange::PutArticle(article)))
}

fn directory() -> Vec<Command> {
    let profile = Profile {
        id: ProfileId::new("standard"),
        name: "Standard".into(),
        allow_decline: true,
        auto_decline: true,
        can_pick: true,
        chats_max: 5,
        pull_policy: PullPolicy::FirstDue,
        not_ready_after_chat: false,
        transfer_to_other_groups: true,
        can_monitor: false,
    };
    let queue = Queue {
        id: QueueId::new("general"),
        name: "General".into(),
        allocation: Allocation::Offer,
        balance: Balance::LongestIdle,
        priority: 0,
        waiting_max: None,
        enabled: true,
        hours: None,
        company_filter: false,
    };
    let status =
        Status { id: StatusId::new("available"), name: "Available".into(), takes_chats: true };
    let tenant = Tenant { name: "Acme".into(), time_zone: "UTC".into() };
    vec![
        Command::PutTenant { tenant },
        Command::PutStatus { status },
        Command::PutProfile { profile },
        Command::PutQueue { queue },
        agent("robbie", StaffRole::Bot),
        agent("ada", StaffRole::Admin),
        article(
            "returns",
            "Returns",
            "Send it back within 30 days. To return a desk, take the legs off.",
        ),
        article("bills", "Bills", "Your bill is in your account under Orders."),
    ]
}

impl Server {
    pub(crate) async fn start() -> Self {
        let disk = MemoryDisk::new();
        let open: engine::Open = Box::new(move || Ok(Box::new(disk.open())));
        let started = tokio::task::spawn_blocking(move || {
            Engine::start(open, engine::Config::default(), Arc::new(SystemClock))
        });
        let engine = started.await.unwrap().unwrap().handle();
        for (number, command) in directory().into_iter().enumerate() {
            let id = CommandId::new(&format!("setup-{number}"));
            engine.command(Party::system(), id, command).await.unwrap();
        }
        let mut scratch = MemoryScratch::new();
        let hash = gateway::hash_password(PASSWORD).unwrap();
        scratch.write(&[Change::SetCredential { agent: AgentId::new("ada"), hash }]).unwrap();
        let uploads = tempfile::tempdir().unwrap();
        let stores = Stores {
            scratch: Box::new(scratch),
            blobs: Arc::new(MemoryBlobs::new()),
            uploads: uploads.path().to_owned(),
            reports: Box::new(|| {
                Err(store::ReadError::Io { detail: "a bot asks for no reports".to_owned() })
            }),
        };
        let config = gateway::Config::default();
        let render = Box::new(String::new);
        let gateway = Gateway::new(engine.clone(), stores, config, render).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(gateway.serve(listener, std::future::pending()));
        Self { address, _engine: engine, _uploads: uploads }
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        cookie: Option<&str>,
        body: Option<Value>,
    ) -> (HeaderMap, Value) {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (mut sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", self.address.to_string())
            .header("origin", format!("http://{}", self.address));
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let request = request.body(Full::new(Bytes::from(body))).unwrap();
        let (parts, body) = sender.send_request(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        assert!(parts.status.is_success(), "{path}: {}", String::from_utf8_lossy(&bytes));
        (parts.headers, serde_json::from_slice(&bytes).unwrap())
    }

    async fn admin(&self) -> String {
        let body = json!({"name": "ada", "password": PASSWORD});
        let (headers, _) = self.send("POST", "/api/sign-in", None, Some(body)).await;
        let cookie = headers["set-cookie"].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// A new key of the bot.
    pub(crate) async fn key(&self) -> String {
        let cookie = self.admin().await;
        let (_, body) = self.send("POST", "/api/agents/robbie/keys", Some(&cookie), None).await;
        body["key"].as_str().unwrap().to_owned()
    }

    /// What was said in a conversation.
    pub(crate) async fn history(&self, conversation: &str) -> Value {
        let cookie = self.admin().await;
        let path = format!("/api/conversations/{conversation}");
        self.send("GET", &path, Some(&cookie), None).await.1
    }
}

pub(crate) struct Customer {
    socket: WebSocketStream<TcpStream>,
    heard: Vec<Value>,
}

impl Customer {
    pub(crate) async fn connect(server: &Server) -> Self {
        let (_, session) = server.send("POST", "/api/customer/session", None, None).await;
        let stream = TcpStream::connect(server.address).await.unwrap();
        let mut request =
            format!("ws://{}/api/socket", server.address).into_client_request().unwrap();
        let origin = format!("http://{}", server.address).parse().unwrap();
        request.headers_mut().insert("origin", origin);
        let (mut socket, _) = client_async(request, stream).await.unwrap();
        let hello =
            json!({"type": "hello", "protocol": 1, "client": "widget", "token": session["token"]});
        socket.send(Message::text(hello.to_string())).await.unwrap();
        Self { socket, heard: Vec::new() }
    }

    pub(crate) async fn command(&mut self, id: &str, command: &str) {
        let text = format!(r#"{{"type":"command","id":"{id}","command":{command}}}"#);
        self.socket.send(Message::text(text)).await.unwrap();
    }

    /// The next event of a kind.
    pub(crate) async fn event(&mut self, kind: &str) -> Value {
        loop {
            let message = timeout(PATIENCE, self.socket.next()).await.expect(kind);
            let Message::Text(text) = message.unwrap().unwrap() else { continue };
            let frame: Value = serde_json::from_str(&text).unwrap();
            assert_ne!(frame["type"], "refused", "{frame}");
            if frame["type"] == "event" {
                self.heard.push(frame["event"].clone());
                if frame["event"]["kind"] == kind {
                    return frame["event"].clone();
                }
            }
        }
    }

    /// The texts of all events of a kind that were heard.
    pub(crate) fn said(&self, kind: &str) -> Vec<&str> {
        let of_kind = self.heard.iter().filter(|event| event["kind"] == kind);
        of_kind.map(|event| event["data"]["text"].as_str().unwrap()).collect()
    }
}
