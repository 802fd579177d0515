//! The bot's life: connects, takes what it is offered, looks into each of its conversations when something was said there, and connects again
//! when it was cut off.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use protocol::PROTOCOL_VERSION;
use protocol::command::Command;
use protocol::event::Event;
use protocol::frame::{ClientFrame, ServerFrame};
use protocol::rest::{ConversationHistory, FoundArticle};
use protocol::view::{Conversation, DeskSnapshot, Phase};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use crate::Config;
use crate::client::{Client, in_query};
use crate::decide::{Sent, decide, query};
use crate::matter::{Matter, id_of};

/// The first wait before connecting again; it doubles up to the longest.
const AGAIN_AFTER: Duration = Duration::from_millis(300);
const AGAIN_AFTER_MAX: Duration = Duration::from_secs(30);
/// How long the first frame may take.
const WELCOME_WITHIN: Duration = Duration::from_secs(10);
/// When something could not be read or was refused for a while, it is looked at again after this.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// Events read of a conversation; what was said before that does not matter to a bot.
const EVENTS: usize = 500;
/// Characters of a question that are looked for.
const QUERY_CHARS: usize = 500;
/// Articles read for a question.
const ARTICLES: usize = 3;

/// Why the bot does not go on.
#[derive(Debug)]
pub enum Error {
    /// It is set up wrongly.
    Config(anyhow::Error),
    /// The server turned it away for good, for this reason: its key was revoked, or it runs twice.
    TurnedAway(String),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Config(why) => write!(f, "{why:#}"),
            Self::TurnedAway(reason) => write!(f, "turned away by the server: {reason}"),
        }
    }
}

impl std::error::Error for Error {}

/// Runs the bot. Returns only when it makes no sense to go on.
pub async fn run(config: Config) -> Error {
    let client = match Client::new(&config.server, &config.key) {
        Ok(client) => client,
        Err(why) => return Error::Config(why),
    };
    let mut wait = AGAIN_AFTER;
    loop {
        match connected(&client, &config, &mut wait).await {
            Ok(reason) => return Error::TurnedAway(reason),
            Err(why) => tracing::warn!("not connected: {why:#}"),
        }
        // A random part, so that many clients do not come back at the same moment.
        sleep(wait.mul_f64(0.5 + fastrand::f64() / 2.0)).await;
        wait = (wait * 2).min(AGAIN_AFTER_MAX);
    }
}

/// One connection, until it ends; with a reason if it is not to be tried again.
async fn connected(
    client: &Client,
    config: &Config,
    wait: &mut Duration,
) -> anyhow::Result<String> {
    let mut socket = client.socket().await?;
    let hello = ClientFrame::Hello {
        protocol: PROTOCOL_VERSION,
        token: None,
        position: None,
        journal: None,
        client: "knowledge-bot".to_owned(),
    };
    send(&mut socket, &hello).await?;
    let mut bot = Bot {
        client,
        config,
        me: String::new(),
        sent: BTreeMap::new(),
        own: BTreeMap::new(),
        looking: JoinSet::new(),
        busy: BTreeMap::new(),
        again: BTreeSet::new(),
        again_at: None,
    };
    let mut heartbeat = WELCOME_WITHIN;
    let mut heard = Instant::now();
    let mut ping_at = heard + heartbeat;
    loop {
        let out = tokio::select! {
            message = socket.next() => {
                let Some(message) = message else { anyhow::bail!("the server closed the connection") };
                heard = Instant::now();
                let Message::Text(text) = message? else { continue };
                // A kind of frame that a newer server has is not for this bot.
                let Ok(frame) = serde_json::from_str::<ServerFrame>(&text) else { continue };
                match frame {
                    ServerFrame::Welcome { heartbeat_ms, .. } => {
                        heartbeat = Duration::from_millis(heartbeat_ms);
                        ping_at = heard + heartbeat / 2;
                        *wait = AGAIN_AFTER;
                        tracing::info!("connected");
                        Vec::new()
                    }
                    ServerFrame::Closing { reason, reconnect: false } => return Ok(reason),
                    frame => bot.frame(frame),
                }
            }
            Some(looked) = bot.looking.join_next() => bot.looked(looked?),
            () = sleep_until(ping_at) => {
                anyhow::ensure!(heard.elapsed() < heartbeat * 2, "nothing was heard for two heartbeats");
                ping_at = Instant::now() + heartbeat / 2;
                send(&mut socket, &ClientFrame::Ping {}).await?;
                Vec::new()
            }
            () = until(bot.again_at) => bot.look_again(),
        };
        for (id, command) in out {
            bot.note_sent(&id, &command);
            send(&mut socket, &ClientFrame::Command { id, command }).await?;
        }
    }
}

async fn until(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}

async fn send(socket: &mut WebSocketStream<TcpStream>, frame: &ClientFrame) -> anyhow::Result<()> {
    let text = serde_json::to_string(frame)?;
    // A line that takes nothing any more is as good as cut.
    timeout(WELCOME_WITHIN, socket.send(Message::text(text))).await??;
    Ok(())
}

/// What was read of a conversation leads to these commands.
struct Looked {
    conversation: String,
    result: anyhow::Result<Vec<Sent>>,
}

struct Bot<'a> {
    client: &'a Client,
    config: &'a Config,
    me: String,
    /// The conversation of each command that is not answered yet.
    sent: BTreeMap<String, String>,
    /// The chats that the bot is in, by conversation.
    own: BTreeMap<String, String>,
    looking: JoinSet<Looked>,
    /// Conversations that are being looked at, and whether something was said there since.
    busy: BTreeMap<String, bool>,
    /// Conversations to look at again.
    again: BTreeSet<String>,
    again_at: Option<Instant>,
}

impl Bot<'_> {
    fn frame(&mut self, frame: ServerFrame) -> Vec<Sent> {
        match frame {
            ServerFrame::DeskSnapshot { state } => self.snapshot(*state),
            ServerFrame::Conversation { conversation } => self.conversation(&conversation),
            ServerFrame::Event { event } => self.event(&event),
            ServerFrame::Ack { id, .. } => {
                self.sent.remove(&id);
                Vec::new()
            }
            ServerFrame::Refused { id, problem } => {
                let conversation = id.and_then(|id| self.sent.remove(&id));
                if let (true, Some(conversation)) = (problem.retry, conversation) {
                    self.later(conversation);
                } else {
                    tracing::debug!(code = problem.code, "refused: {}", problem.detail);
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn snapshot(&mut self, state: DeskSnapshot) -> Vec<Sent> {
        self.me = state.me.id;
        self.own.clear();
        state
            .conversations
            .iter()
            .flat_map(|conversation| self.conversation(conversation))
            .collect()
    }

    fn conversation(&mut self, conversation: &Conversation) -> Vec<Sent> {
        let id = &conversation.conversation;
        let takes_part = conversation.participants.iter().any(|part| part.agent == self.me);
        if takes_part && conversation.phase == Phase::Engaged {
            self.own.insert(id.clone(), conversation.chat.clone());
            self.look(id);
        } else {
            self.own.remove(id);
        }
        match &conversation.offer {
            Some(offer) if offer.agent == self.me => take(&conversation.chat, &offer.offered_at),
            Some(_) | None => Vec::new(),
        }
    }

    fn event(&mut self, event: &Event) -> Vec<Sent> {
        let (Some(conversation), Some(chat)) = (&event.conversation, &event.chat) else {
            return Vec::new();
        };
        let is_me = event.data.participant.as_ref().is_some_and(|party| party.id == self.me);
        match event.kind.as_str() {
            "agent_engagement_invitation" if is_me => return take(chat, &event.at),
            "bot_entered" if is_me => {
                self.own.insert(conversation.clone(), chat.clone());
                self.look(conversation);
            }
            "bot_left" if is_me => {
                self.own.remove(conversation);
            }
            "end_user_post" => self.look(conversation),
            _ => {}
        }
        Vec::new()
    }

    fn note_sent(&mut self, id: &str, command: &Command) {
        let chat = match command {
            Command::PostMessage { chat, .. }
            | Command::SetAttributes { chat, .. }
            | Command::TransferToQueue { chat, .. }
            | Command::ReleaseToQueue { chat } => chat,
            _ => return,
        };
        if let Some((conversation, _)) = self.own.iter().find(|(_, own)| *own == chat) {
            self.sent.insert(id.to_owned(), conversation.clone());
        }
    }

    /// Looks into a conversation, if it is the bot's; one that is being looked at is looked at once more.
    fn look(&mut self, conversation: &str) {
        if !self.own.contains_key(conversation) {
            return;
        }
        if let Some(changed) = self.busy.get_mut(conversation) {
            *changed = true;
            return;
        }
        self.busy.insert(conversation.to_owned(), false);
        let (client, config, me) = (self.client.clone(), self.config.clone(), self.me.clone());
        let conversation = conversation.to_owned();
        self.looking.spawn(async move {
            let result = examine(&client, &config, &me, &conversation).await;
            Looked { conversation, result }
        });
    }

    fn looked(&mut self, Looked { conversation, result }: Looked) -> Vec<Sent> {
        let changed = self.busy.remove(&conversation).unwrap_or(false);
        let sent = result.unwrap_or_else(|why| {
            tracing::warn!("a conversation could not be read: {why:#}");
            self.later(conversation.clone());
            Vec::new()
        });
        if changed {
            self.look(&conversation);
        }
        sent
    }

    fn later(&mut self, conversation: String) {
        self.again.insert(conversation);
        self.again_at.get_or_insert_with(|| Instant::now() + LOOK_AGAIN_AFTER);
    }

    fn look_again(&mut self) -> Vec<Sent> {
        self.again_at = None;
        for conversation in std::mem::take(&mut self.again) {
            self.look(&conversation);
        }
        Vec::new()
    }
}

/// Confirms an offer and takes it. The same offer has the same ids.
fn take(chat: &str, at: &str) -> Vec<Sent> {
    let chat = chat.to_owned();
    let id = |what: &str| id_of(&chat, &format!("{what} {at}"), 0);
    vec![
        (id("confirm"), Command::ConfirmOffer { chat: chat.clone() }),
        (id("accept"), Command::AcceptOffer { chat: chat.clone() }),
    ]
}

/// Reads a conversation, and what may answer it.
async fn examine(
    client: &Client,
    config: &Config,
    me: &str,
    conversation: &str,
) -> anyhow::Result<Vec<Sent>> {
    let path = format!("/api/conversations/{conversation}?limit={EVENTS}");
    let history: ConversationHistory = client.get(&path).await?;
    let Some(matter) = Matter::of(&history.events, me) else { return Ok(Vec::new()) };
    let found: Vec<FoundArticle> = match query(&matter) {
        Some(text) => {
            let language = matter.language.as_deref().map(in_query);
            let language = language.map_or_else(String::new, |tag| format!("&language={tag}"));
            let query = in_query(&text.chars().take(QUERY_CHARS).collect::<String>());
            let path = format!("/api/articles?query={query}&limit={ARTICLES}{language}");
            client.get(&path).await?
        }
        None => Vec::new(),
    };
    Ok(decide(&matter, &found, config))
}
