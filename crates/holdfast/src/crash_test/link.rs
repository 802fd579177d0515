//! A client's link to the server as docs/protocol.md has it: an outbox that is sent again until it is answered, a position to resume from,
//! heartbeats, and connecting again by itself. What the client says and understands is its behaviour's.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Context;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::tungstenite::Message;

use super::ledger::Ledger;
use crate::load::chance::Chance;
use crate::load::socket::{self, Socket};

/// How often a client looks for something to do.
const TICK: Duration = Duration::from_millis(15);
/// How often it says that it is there.
const PING: Duration = Duration::from_millis(400);
/// A server not heard for so long is given up: two heartbeats of the test's setting.
const SILENCE_MAX: Duration = Duration::from_secs(2);
/// How long the upgrade may take.
const CONNECT_MAX: Duration = Duration::from_secs(2);
/// The waits between tries, in milliseconds: as the protocol says, but short.
const RETRY_MS: (u64, u64) = (20, 250);

/// What all clients share.
#[derive(Debug, Default)]
pub(crate) struct Board {
    /// The other book.
    ledger: Mutex<Ledger>,
    /// How many clients are welcomed now.
    pub(crate) connected: AtomicUsize,
    /// Whether clients say nothing new.
    pub(crate) is_quiet: AtomicBool,
    /// Commands not answered yet, over all clients.
    pub(crate) waiting: AtomicUsize,
}

impl Board {
    /// The other book.
    pub(crate) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Something a client wants done.
#[derive(Debug)]
pub(crate) struct Wish {
    /// Its id.
    pub(crate) id: String,
    /// The whole frame.
    pub(crate) frame: Value,
}

impl Wish {
    /// A command.
    pub(crate) fn command(id: &str, command: &Value) -> Self {
        let frame = json!({"type": "command", "id": id, "command": command});
        Self { id: id.to_owned(), frame }
    }
}

/// How a client behaves: what it makes of frames, and what it wants done.
pub(crate) trait Behaviour: Send {
    /// A snapshot replaces all that was known; returns its position.
    fn snapshot(&mut self, frame: &Value);
    /// Something happened, or another frame came that is neither an answer nor the link's own.
    fn hear(&mut self, frame: &Value);
    /// A wish was carried out.
    fn done(&mut self, wish: &Wish);
    /// A wish was refused for good.
    fn refused(&mut self, wish: &Wish, code: &str);
    /// Time passes: what it wants done now. `is_quiet`: only what ends things.
    fn act(&mut self, is_quiet: bool) -> Vec<Wish>;
    /// Whether the client has nothing more to do and leaves.
    fn is_finished(&self) -> bool;
}

/// The link of one client.
pub(crate) struct Link {
    /// Where the server is, also after a restart.
    pub(crate) server: SocketAddr,
    /// Names the tab.
    pub(crate) client: String,
    /// A customer's token.
    pub(crate) token: Option<String>,
    /// A staff member's session.
    pub(crate) cookie: Option<String>,
    /// Shared with the others.
    pub(crate) board: Arc<Board>,
    /// For waits.
    pub(crate) chance: Chance,
    /// Sent or to be sent, oldest first.
    outbox: VecDeque<Wish>,
    position: Option<u64>,
    journal: Option<String>,
}

impl Link {
    /// A link that has never been up.
    pub(crate) const fn new(
        server: SocketAddr,
        client: String,
        board: Arc<Board>,
        chance: Chance,
    ) -> Self {
        Self {
            server,
            client,
            token: None,
            cookie: None,
            board,
            chance,
            outbox: VecDeque::new(),
            position: None,
            journal: None,
        }
    }

    /// Lives until the behaviour is finished and nothing waits.
    pub(crate) async fn run<B: Behaviour>(mut self, behaviour: &mut B) {
        let mut failures = 0_u32;
        while !(behaviour.is_finished() && self.outbox.is_empty()) {
            let was_up = match timeout(CONNECT_MAX, self.connect()).await {
                Ok(Ok(socket)) => {
                    let (was_welcomed, ended) = self.serve(socket, behaviour).await;
                    if was_welcomed {
                        self.board.connected.fetch_sub(1, Ordering::Relaxed);
                    }
                    if let Err(why) = ended {
                        self.board.ledger().trouble.push(format!("{}: {why:#}", self.client));
                    }
                    was_welcomed
                }
                Ok(Err(_)) | Err(_) => false,
            };
            failures = if was_up { 0 } else { failures + 1 };
            let most = (RETRY_MS.0 << failures.min(8)).min(RETRY_MS.1);
            let wait = self.chance.between(most / 2, most);
            // What is wanted while there is no server goes into the outbox, as in a browser that is offline.
            let is_quiet = self.board.is_quiet.load(Ordering::Relaxed);
            self.take_in(behaviour.act(is_quiet));
            sleep(Duration::from_millis(wait)).await;
        }
    }

    async fn connect(&self) -> anyhow::Result<Socket> {
        let mut socket = socket::open(self.server, 0, self.cookie.as_deref()).await?;
        let mut hello = json!({"type": "hello", "protocol": protocol::PROTOCOL_VERSION,
            "client": self.client});
        if let Some(token) = &self.token {
            hello["token"] = token.as_str().into();
        }
        if let (Some(position), Some(journal)) = (self.position, &self.journal) {
            hello["position"] = position.into();
            hello["journal"] = journal.as_str().into();
        }
        socket.send(Message::text(hello.to_string())).await?;
        Ok(socket)
    }

    fn take_in(&mut self, wishes: Vec<Wish>) -> usize {
        let count = wishes.len();
        self.board.waiting.fetch_add(count, Ordering::Relaxed);
        self.outbox.extend(wishes);
        count
    }

    /// Returns whether it was welcomed, and an error only for what the server must not do.
    async fn serve<B: Behaviour>(
        &mut self,
        mut socket: Socket,
        behaviour: &mut B,
    ) -> (bool, anyhow::Result<()>) {
        let mut is_welcomed = false;
        let (mut heard, mut pinged) = (Instant::now(), Instant::now());
        let mut put_off_until = None;
        loop {
            let frame = timeout(TICK, socket.next()).await;
            match frame {
                Ok(Some(Ok(Message::Text(text)))) => {
                    heard = Instant::now();
                    match self.take(&text, behaviour) {
                        Ok(Taken::Welcome) => {
                            is_welcomed = true;
                            self.board.connected.fetch_add(1, Ordering::Relaxed);
                            put_off_until = Some(Instant::now());
                        }
                        Ok(Taken::PutOff) => {
                            put_off_until = Some(Instant::now() + Duration::from_millis(50));
                        }
                        Ok(Taken::Other) => {}
                        Err(why) => return (is_welcomed, Err(why)),
                    }
                }
                Ok(Some(Ok(_))) => {}
                Ok(Some(Err(_)) | None) => return (is_welcomed, Ok(())),
                Err(_) if heard.elapsed() > SILENCE_MAX => return (is_welcomed, Ok(())),
                Err(_) => {}
            }
            if !is_welcomed {
                continue;
            }
            let is_quiet = self.board.is_quiet.load(Ordering::Relaxed);
            let new = self.take_in(behaviour.act(is_quiet));
            let first = match put_off_until {
                // After a welcome or a passing refusal: everything, oldest first, with the same ids.
                Some(at) if at <= Instant::now() => {
                    put_off_until = None;
                    0
                }
                Some(_) => self.outbox.len(),
                None => self.outbox.len() - new,
            };
            let mut texts: Vec<String> =
                self.outbox.range(first..).map(|wish| wish.frame.to_string()).collect();
            if pinged.elapsed() > PING {
                pinged = Instant::now();
                texts.push("{\"type\":\"ping\"}".to_owned());
            }
            for text in texts {
                if socket.send(Message::text(text)).await.is_err() {
                    return (is_welcomed, Ok(()));
                }
            }
            if behaviour.is_finished() && self.outbox.is_empty() {
                // Whether the server hears the farewell does not matter.
                drop(socket.close(None).await);
                return (is_welcomed, Ok(()));
            }
        }
    }

    fn take<B: Behaviour>(&mut self, text: &str, behaviour: &mut B) -> anyhow::Result<Taken> {
        let frame: Value = serde_json::from_str(text).context("a frame is not JSON")?;
        match frame["type"].as_str().unwrap_or_default() {
            "welcome" => {
                let journal = frame["journal"].as_str().map(str::to_owned);
                if self.journal.is_some() && self.journal != journal {
                    anyhow::bail!("the journal is another one after the restart");
                }
                self.journal = journal;
                return Ok(Taken::Welcome);
            }
            "desk_snapshot" | "widget_snapshot" => {
                self.position = frame["state"]["position"].as_u64();
                behaviour.snapshot(&frame["state"]);
            }
            "event" => {
                let seq = frame["event"]["seq"].as_u64().context("an event has no seq")?;
                if self.position.is_some_and(|position| seq <= position) {
                    anyhow::bail!("event {seq} came after {}", self.position.unwrap_or_default());
                }
                self.position = Some(seq);
                behaviour.hear(&frame);
            }
            "ack" => {
                let (id, seq) = (frame["id"].as_str().unwrap_or_default(), frame["seq"].as_u64());
                self.board.ledger().acknowledge(id, seq.context("an ack has no seq")?);
                if let Some(wish) = self.answered(id) {
                    behaviour.done(&wish);
                }
            }
            "refused" => {
                let problem = &frame["problem"];
                let id = frame["id"].as_str().context("a frame was not understood")?;
                let code = problem["code"].as_str().unwrap_or_default();
                let is_passing = problem["retry"] == true;
                self.board.ledger().refuse(id, code, is_passing);
                if is_passing {
                    return Ok(Taken::PutOff);
                }
                if let Some(wish) = self.answered(id) {
                    behaviour.refused(&wish, code);
                }
            }
            "closing" if frame["reconnect"] == false => {
                anyhow::bail!("the server ended the connection for good: {text}");
            }
            _ => behaviour.hear(&frame),
        }
        Ok(Taken::Other)
    }

    /// Takes the wish out of the outbox; None when it was answered before.
    fn answered(&mut self, id: &str) -> Option<Wish> {
        let index = self.outbox.iter().position(|wish| wish.id == id)?;
        self.board.waiting.fetch_sub(1, Ordering::Relaxed);
        self.outbox.remove(index)
    }
}

enum Taken {
    Welcome,
    PutOff,
    Other,
}
