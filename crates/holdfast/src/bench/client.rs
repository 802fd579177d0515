//! Clients of the load up to the point where messages flow: connected, greeted, in a chat. From here on see `talk`.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::load::socket::{self, Socket};

/// How long the server may take for any one step.
const STEP_MAX: Duration = Duration::from_secs(60);
/// The kind of the event of an agent that comes into a chat.
const ENTERED: &str = "engagement_participant_entered";

/// A position to resume from.
#[derive(Debug, Clone)]
pub(crate) struct Resume {
    /// The last `seq` seen.
    pub(crate) position: u64,
    /// The journal it is of.
    pub(crate) journal: String,
}

/// A client that has been welcomed.
#[derive(Debug)]
pub(crate) struct Greeted {
    /// Its socket.
    pub(crate) socket: Socket,
    /// Whether the server went on where the client was.
    pub(crate) resumed: bool,
    /// Where it is now.
    pub(crate) resume: Resume,
}

/// Who a client is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Identity<'a> {
    /// A customer with its token.
    Customer(&'a str),
    /// Staff with its cookie.
    Staff(&'a str),
}

/// Connects as the `index`th client, says hello and reads up to the snapshot, if one comes.
///
/// # Errors
/// When the server refuses or does not answer in time.
pub(crate) async fn greet(
    server: SocketAddr,
    index: usize,
    who: Identity<'_>,
    resume: Option<&Resume>,
) -> anyhow::Result<Greeted> {
    let cookie = match who {
        Identity::Customer(_) => None,
        Identity::Staff(cookie) => Some(cookie),
    };
    let mut socket = socket::open(server, index, cookie).await?;
    let mut hello = json!({"type": "hello", "protocol": protocol::PROTOCOL_VERSION,
        "client": format!("load-{}-{index}", std::process::id())});
    if let Identity::Customer(token) = who {
        hello["token"] = token.into();
    }
    if let Some(resume) = resume {
        hello["position"] = resume.position.into();
        hello["journal"] = resume.journal.as_str().into();
    }
    socket.send(Message::text(hello.to_string())).await?;
    let (resumed, journal) = wait_for(&mut socket, |frame| {
        let is_welcome = frame["type"] == "welcome";
        is_welcome.then(|| (frame["resumed"] == true, frame["journal"].as_str().map(str::to_owned)))
    })
    .await
    .context("no welcome")?;
    let journal = journal.context("the welcome names no journal")?;
    let position = match resume.filter(|_| resumed) {
        Some(resume) => resume.position,
        None => wait_for(&mut socket, |frame| frame["state"]["position"].as_u64())
            .await
            .context("no snapshot")?,
    };
    Ok(Greeted { socket, resumed, resume: Resume { position, journal } })
}

/// A chat that a customer has asked for.
#[derive(Debug)]
pub(crate) struct Started {
    /// Its id.
    pub(crate) chat: String,
    /// The last position that the customer has seen.
    pub(crate) position: u64,
    /// Whether an agent is in it already.
    pub(crate) has_agent: bool,
}

/// A customer asks for a chat.
///
/// # Errors
/// When the server refuses or does not answer in time.
pub(crate) async fn start_chat(
    socket: &mut Socket,
    number: usize,
    queue: &str,
) -> anyhow::Result<Started> {
    let id = format!("load-start-{number}");
    let command = json!({"name": "start_chat", "queue": queue, "customer_name": format!("Customer {number}"),
        "question": "Is the oak shelf back in stock?"});
    let frame = json!({"type": "command", "id": id, "command": command});
    socket.send(Message::text(frame.to_string())).await?;
    let (mut chat, mut position, mut has_agent) = (None, 0, false);
    wait_for(socket, |frame| {
        let event = &frame["event"];
        position = event["seq"].as_u64().unwrap_or(position);
        has_agent |= event["kind"] == ENTERED;
        if event["kind"] == "chat_created" {
            chat = event["chat"].as_str().map(str::to_owned);
        }
        (frame["type"] == "ack" && frame["id"] == id.as_str()).then_some(())
    })
    .await
    .with_context(|| format!("chat {number} did not start"))?;
    let chat = chat.with_context(|| format!("the ack of chat {number} came before it"))?;
    Ok(Started { chat, position, has_agent })
}

/// Waits until an agent is in the customer's chat.
///
/// # Errors
/// When none comes in time.
pub(crate) async fn wait_for_agent(socket: &mut Socket) -> anyhow::Result<()> {
    wait_for(socket, |frame| (frame["event"]["kind"] == ENTERED).then_some(()))
        .await
        .context("no agent came into the chat")
}

/// An agent chooses a status.
///
/// # Errors
/// When the server refuses or does not answer in time.
pub(crate) async fn set_status(socket: &mut Socket, status: &str) -> anyhow::Result<()> {
    let id = format!("load-status-{}", std::process::id());
    let command = json!({"name": "set_status", "status": status});
    let frame = json!({"type": "command", "id": id, "command": command});
    socket.send(Message::text(frame.to_string())).await?;
    wait_for(socket, |frame| (frame["type"] == "ack" && frame["id"] == id.as_str()).then_some(()))
        .await
}

async fn wait_for<T>(
    socket: &mut Socket,
    mut find: impl FnMut(&Value) -> Option<T>,
) -> anyhow::Result<T> {
    let found = async {
        while let Some(message) = socket.next().await {
            let Message::Text(text) = message? else { continue };
            let frame: Value = serde_json::from_str(&text)?;
            if frame["type"] == "refused" || frame["type"] == "closing" {
                bail!("the server says {text}");
            }
            if let Some(found) = find(&frame) {
                return Ok(found);
            }
        }
        bail!("the server closed the socket");
    };
    tokio::time::timeout(STEP_MAX, found).await.context("the server did not answer in time")?
}
