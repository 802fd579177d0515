//! A connection after its hello: what comes from the engine goes out, what comes in is heard and passed on, and silence ends it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::ws::{Message, WebSocket};
use domain::{Body, CommandId, PartyType, Refusal, Seq, Timestamp};
use engine::{Line, Out, PresenceState, Session, Signal};
use futures_util::{SinkExt, StreamExt};
use protocol::frame::ServerFrame;
use protocol::view::Presence;
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::app::{App, Sender};
use crate::auth::sessions;
use crate::commands::{self, Effect};
use crate::history;
use crate::limits::{FRAMES_PER_FLUSH, TOUCH_EVERY_MS};
use crate::problem::problem;
use crate::rate::Bucket;
use crate::registry::Place;
use crate::server::Guard;
use crate::socket::closing::Closing;
use crate::socket::cobrowse;
use crate::socket::hello::{self, Begun, Credential, Side, Turned};
use crate::socket::outbound::{message, text};
use crate::socket::side::Side as Drafts;
use crate::translate::customer_event::{self, name_of};
use crate::translate::staff_event;
use crate::translate::view::{Desk, Open, Widget, conversation_out};

/// How long the last words may take.
const LAST_WORDS_WITHIN: Duration = Duration::from_secs(2);

/// Why a connection ends.
#[derive(Debug)]
pub(crate) enum End {
    /// The server ends it, after a refusal if there is one.
    Closing(Option<Refusal>, Closing),
    /// The other side is gone.
    Gone,
}

impl From<axum::Error> for End {
    fn from(_: axum::Error) -> Self {
        Self::Gone
    }
}

/// One connection's state.
pub(crate) struct Client {
    pub(crate) app: Arc<App>,
    pub(crate) session: Session,
    pub(crate) sender: Sender,
    pub(crate) side: Side,
    /// Drafts on their way to the disk; only agents have them.
    pub(crate) drafts: Option<Box<Drafts>>,
    pub(crate) bucket: Bucket,
    /// Co-browsing has a bound of its own, so that it holds up no message.
    pub(crate) cobrowse: Bucket,
    /// Since when it is known that nothing of its page is to be kept.
    pub(crate) not_recorded_since: Option<Instant>,
    /// Nothing is read until then.
    pub(crate) paused_until: Option<Instant>,
    /// What follows from commands that are on their way.
    pub(crate) effects: Vec<(CommandId, Effect)>,
    heartbeat: Duration,
    last_heard: Instant,
    touched_at: Timestamp,
    /// Events up to here are part of a snapshot that was sent since.
    skip_to: Seq,
    /// The last event that was sent.
    pub(crate) sent_to: Seq,
}

/// Serves a socket until it ends; a server that stops waits for it as long as the guard is held.
pub(crate) async fn run(
    app: Arc<App>,
    mut socket: WebSocket,
    credential: Option<Credential>,
    _guard: Option<Guard>,
) {
    let begun = Box::pin(hello::begin(&app, &mut socket, credential)).await;
    let end = match begun {
        Ok(begun) => serve(&app, &mut socket, begun).await,
        Err(Turned { refusal, closing }) => End::Closing(refusal, closing),
    };
    if let End::Closing(refusal, closing) = end {
        let last = last_words(&mut socket, refusal, closing);
        // Who does not take them is gone.
        let _ = timeout(LAST_WORDS_WITHIN, last).await;
    }
}

async fn last_words(
    socket: &mut WebSocket,
    refusal: Option<Refusal>,
    closing: Closing,
) -> Result<(), axum::Error> {
    if let Some(refusal) = refusal {
        socket.feed(text(&ServerFrame::Refused { id: None, problem: problem(&refusal) })).await?;
    }
    socket.feed(text(&closing.frame())).await?;
    socket.send(closing.close()).await?;
    // The client answers with its own close; until then the connection stays, so that no reset overtakes the last words.
    while let Some(Ok(message)) = socket.next().await {
        if matches!(message, Message::Close(_)) {
            break;
        }
    }
    Ok(())
}

/// Until when nothing is read.
async fn pause(until: Option<Instant>) {
    match until {
        Some(until) => tokio::time::sleep_until(until.into()).await,
        None => std::future::pending().await,
    }
}

async fn serve(app: &Arc<App>, socket: &mut WebSocket, begun: Begun) -> End {
    let Begun { session, mut frames, sender, side, heartbeat, mut place } = begun;
    let gauge = match &side {
        Side::Staff { .. } => &app.meters.staff,
        Side::Customer { .. } => &app.meters.customers,
    };
    gauge.increment(1);
    let is_staff = matches!(side, Side::Staff { .. });
    let config = &app.config;
    let now = Instant::now();
    let mut client = Client {
        app: Arc::clone(app),
        session,
        sender,
        side,
        drafts: is_staff.then(|| Box::new(Drafts::new())),
        bucket: Bucket::new(config.commands_per_second, config.commands_burst, now),
        cobrowse: cobrowse::bucket(is_staff, now),
        not_recorded_since: None,
        paused_until: None,
        effects: Vec::new(),
        heartbeat,
        last_heard: now,
        touched_at: app.now(),
        skip_to: 0,
        sent_to: 0,
    };
    let end = client.run(socket, &mut frames, &mut place).await;
    gauge.decrement(1);
    app.registry.leave(client.sender.party(), &place);
    for (_, effect) in std::mem::take(&mut client.effects) {
        commands::unfollow(app, &client.sender, effect);
    }
    end
}

impl Client {
    async fn run(
        &mut self,
        socket: &mut WebSocket,
        frames: &mut mpsc::Receiver<Out>,
        place: &mut Place,
    ) -> End {
        let silence = tokio::time::sleep(self.heartbeat * 2);
        tokio::pin!(silence);
        loop {
            let step = tokio::select! {
                out = frames.recv() => self.outgoing(socket, frames, out).await,
                message = socket.next(), if self.paused_until.is_none() => {
                    self.incoming(socket, message).await
                }
                saved = Drafts::done(self.drafts.as_deref_mut()) => {
                    let frame = saved.tell(&self.app, &self.session);
                    self.send(socket, &frame).await
                }
                () = pause(self.paused_until) => {
                    self.paused_until = None;
                    // It was not listened to.
                    self.last_heard = Instant::now();
                    Ok(())
                }
                why = place.closed() => Err(End::Closing(None, why)),
                () = &mut silence => match self.still_heard() {
                    Some(until) => {
                        silence.as_mut().reset(until.into());
                        Ok(())
                    }
                    None => Err(End::Closing(None, Closing::Silent)),
                },
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    /// Until when the client may be silent; None if it was for too long.
    fn still_heard(&mut self) -> Option<Instant> {
        let until = self.last_heard + self.heartbeat * 2;
        let is_heard = self.paused_until.is_some() || Instant::now() < until;
        if let (Side::Staff { token, .. }, now) = (&self.side, self.app.now())
            && now >= self.touched_at + domain::Millis(TOUCH_EVERY_MS)
        {
            // An open desk keeps its session.
            self.touched_at = now;
            sessions::touch(&self.app, *token);
        }
        is_heard.then(|| until.max(Instant::now() + Duration::from_millis(1)))
    }

    async fn incoming(
        &mut self,
        socket: &mut WebSocket,
        message: Option<Result<Message, axum::Error>>,
    ) -> Result<(), End> {
        let message = match message {
            Some(Ok(message)) => message,
            // Too large to be read, or no WebSocket: it is tried to say so.
            Some(Err(_)) => return Err(End::Closing(None, Closing::BadFrame)),
            None => return Err(End::Gone),
        };
        self.last_heard = Instant::now();
        self.session.heard();
        let reply = match message {
            Message::Text(text) => self.text(&text).await?,
            Message::Binary(_) => {
                self.app.meters.bad_frames.increment(1);
                let refusal =
                    Refusal::new(domain::Code::Invalid, "frames are JSON texts, not binary");
                return Err(End::Closing(Some(refusal), Closing::BadFrame));
            }
            Message::Ping(_) => return self.flush(socket).await,
            Message::Pong(_) => None,
            Message::Close(_) => {
                // The answer to a close is written by itself, and sent by this.
                return self.flush(socket).await.and(Err(End::Gone));
            }
        };
        match reply {
            Some(frame) => self.send(socket, &frame).await,
            None => Ok(()),
        }
    }

    async fn flush(&self, socket: &mut WebSocket) -> Result<(), End> {
        match timeout(self.heartbeat * 2, socket.flush()).await {
            Ok(flushed) => Ok(flushed?),
            Err(_) => Err(End::Gone),
        }
    }

    async fn send(&self, socket: &mut WebSocket, frame: &ServerFrame) -> Result<(), End> {
        self.app.meters.frames_out.increment(1);
        match timeout(self.heartbeat * 2, socket.send(text(frame))).await {
            Ok(sent) => Ok(sent?),
            Err(_) => Err(End::Gone),
        }
    }

    /// Writes all that waits, and sends it at once.
    async fn outgoing(
        &mut self,
        socket: &mut WebSocket,
        frames: &mut mpsc::Receiver<Out>,
        first: Option<Out>,
    ) -> Result<(), End> {
        let patience = self.heartbeat * 2;
        // Mostly done at once, so that no timer is ever set.
        let work = async {
            let mut next = first;
            let mut count = 0;
            while let Some(out) = next {
                count += 1;
                if let Some(message) = self.out(socket, out).await? {
                    socket.feed(message).await?;
                }
                next = if count < FRAMES_PER_FLUSH { frames.try_recv().ok() } else { None };
            }
            if count == 0 {
                // The engine has ended.
                let why = self.session.closed().map_or(Closing::ShuttingDown, Closing::from);
                return Err(End::Closing(None, why));
            }
            self.app.meters.frames_out.increment(count as u64);
            socket.flush().await?;
            Ok(())
        };
        match timeout(patience, work).await {
            Ok(done) => done,
            Err(_) => Err(End::Gone),
        }
    }

    async fn out(&mut self, socket: &mut WebSocket, out: Out) -> Result<Option<Message>, End> {
        match out {
            Out::Event(line) => {
                if line.recorded.seq <= self.skip_to {
                    return Ok(None);
                }
                self.sent_to = line.recorded.seq;
                if let Some(id) = self.follow(&line) {
                    if let Some(event) = self.event(&line) {
                        socket.feed(event).await?;
                    }
                    return Ok(Box::pin(self.conversation(id)).await);
                }
                Ok(self.event(&line))
            }
            Out::Answer(answered) => {
                let effect = self.take_effect(&answered.id);
                let frame = match &answered.result {
                    Ok(answer) => ServerFrame::Ack { id: answered.id.to_string(), seq: answer.seq },
                    Err(refusal) => {
                        self.app.meters.refused.increment(1);
                        let id = Some(answered.id.to_string());
                        ServerFrame::Refused { id, problem: problem(refusal) }
                    }
                };
                if let Some(effect) = effect {
                    Box::pin(self.follow_up(effect, answered.result.is_ok())).await;
                }
                Ok(Some(text(&frame)))
            }
            Out::Signal(signal) => Ok(self.signal(&signal).map(|frame| text(&frame))),
            Out::Resync => {
                let frame = Box::pin(self.resync()).await;
                frame
                    .map(|frame| Some(text(&frame)))
                    .map_err(|refusal| End::Closing(Some(refusal), Closing::TooSlow))
            }
            Out::Closed(reason) => Err(End::Closing(None, reason.into())),
        }
    }

    fn event(&self, line: &Line) -> Option<Message> {
        message(match &self.side {
            Side::Staff { .. } => staff_event::frame(line),
            Side::Customer { .. } => customer_event::frame(line, &self.app.aliases),
        })
    }

    /// Follows an event; a conversation that the client does not have is returned.
    fn follow(&mut self, line: &Line) -> Option<domain::ConversationId> {
        let event = &*line.recorded.event;
        match &mut self.side {
            Side::Staff { parts, .. } => parts.follow(event),
            Side::Customer { conversation } => {
                if let Body::ChatCreated(_) = &event.body {
                    conversation.clone_from(&event.conversation);
                }
                None
            }
        }
    }

    async fn conversation(&self, id: domain::ConversationId) -> Option<Message> {
        let Side::Staff { parts, .. } = &self.side else { return None };
        let me = parts.me().clone();
        let read = self.app.engine.read(move |core| {
            let open = core.state.conversations.get(&id)?;
            Some(conversation_out(&Open::of(core, open), &core.state.directory, &me))
        });
        // When it cannot be read, or is closed by now, the desk goes on without it.
        let conversation = read.await.ok().flatten()?;
        Some(text(&ServerFrame::Conversation { conversation: Box::new(conversation) }))
    }

    fn take_effect(&mut self, id: &CommandId) -> Option<Effect> {
        if self.effects.is_empty() {
            return None;
        }
        let at = self.effects.iter().position(|(of, _)| of == id)?;
        Some(self.effects.swap_remove(at).1)
    }

    async fn follow_up(&self, effect: Effect, is_done: bool) {
        if !is_done {
            commands::unfollow(&self.app, &self.sender, effect);
            return;
        }
        let done = commands::follow(&self.app, &self.sender, Some(&self.session), effect).await;
        if let Err(refusal) = done {
            tracing::warn!(code = refusal.code.as_str(), "what follows from a command is not done");
        }
    }

    /// Reads a new snapshot: what the client may see has changed.
    async fn resync(&mut self) -> Result<ServerFrame, Refusal> {
        match &self.side {
            Side::Staff { parts, token } => {
                let (me, token) = (parts.me().clone(), *token);
                let id = me.clone();
                let read = self.app.engine.read(move |core| {
                    let record = core.state.directory.agents.get(&id)?;
                    let party = domain::Party::new(record.party_type(), id.as_str());
                    Some((party, Desk::read(core, &id)?, core.state.position))
                });
                let (party, desk, position) =
                    read.await?.ok_or_else(crate::problem::not_signed_in)?;
                let frame = hello::desk_snapshot(&desk)?;
                self.side = Side::Staff { parts: hello::parts(&me, &desk), token };
                self.sender = Sender::Staff { agent: me, party };
                self.skip_to = position;
                Ok(frame)
            }
            Side::Customer { conversation } => {
                let (conversation, now) = (conversation.clone(), self.app.now());
                let id = conversation.clone();
                let read = self.app.engine.read(move |core| Widget::read(core, id.as_ref(), now));
                let widget = read.await?;
                let seen = match &conversation {
                    Some(id) => history::seen(&self.app, id, PartyType::Agent).await?,
                    None => None,
                };
                let app = &self.app;
                let frame =
                    hello::widget_snapshot(app, &widget, conversation.as_ref(), seen).await?;
                self.skip_to = widget.position();
                Ok(frame)
            }
        }
    }

    fn signal(&self, signal: &Signal) -> Option<ServerFrame> {
        let is_customer = matches!(self.side, Side::Customer { .. });
        let party_id = |party: &domain::Party| match party.party_type {
            PartyType::Customer => "customer".to_owned(),
            _ if is_customer => self.app.aliases.of_party(party).to_string(),
            _ => party.id.to_string(),
        };
        Some(match signal {
            Signal::Presence { conversation, party, state, lost_at } => ServerFrame::Presence {
                conversation: conversation.to_string(),
                party: party_id(party),
                presence: match state {
                    PresenceState::Present => Presence::Present,
                    PresenceState::Interrupted => Presence::Interrupted,
                },
                lost_at: lost_at.map(|at| at.to_string()),
            },
            Signal::Typing { conversation, party, text } => ServerFrame::Typing {
                conversation: conversation.to_string(),
                party: party_id(party),
                name: self.display_name(party),
                text: text
                    .as_ref()
                    .map(|text| if is_customer { String::new() } else { text.to_string() }),
            },
            Signal::Seen { conversation, by, seq } => ServerFrame::Seen {
                conversation: conversation.to_string(),
                by: if by.party_type == PartyType::Customer { "customer" } else { "agent" }
                    .to_owned(),
                seq: *seq,
            },
            Signal::Place { place, estimate, .. } => {
                ServerFrame::Place { place: *place, estimate_ms: estimate.map(|wait| wait.0) }
            }
            Signal::Cobrowse { chat, data, .. } => {
                ServerFrame::Cobrowse { chat: chat.to_string(), data: data.to_string() }
            }
            Signal::Draft { conversation, agent, field, text, written_at } => {
                if is_customer {
                    return None;
                }
                hello::draft_frame(store::Draft {
                    conversation: conversation.clone(),
                    agent: agent.clone(),
                    field: field.clone(),
                    text: Arc::clone(text),
                    written_at: *written_at,
                })
            }
        })
    }

    fn display_name(&self, party: &domain::Party) -> String {
        match party.agent_id() {
            Some(agent) => name_of(&self.app.names(), &agent).to_owned(),
            None => String::new(),
        }
    }
}
