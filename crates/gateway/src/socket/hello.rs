//! The beginning of a connection: hello is read, the party is known, and it gets all that it missed or a snapshot, in one go and without
//! a gap to what comes next.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::ws::{Message, WebSocket};
use domain::{AgentId, Code, ConversationId, IdentityKeyId, PartyType, Refusal};
use engine::{Connected, Line, Out, Session, Viewer};
use futures_util::StreamExt;
use protocol::PROTOCOL_VERSION;
use protocol::frame::{ClientFrame, ServerFrame};
use store::TokenHash;
use tokio::sync::mpsc;

use crate::app::{App, Sender};
use crate::auth::{keys, sessions, token};
use crate::history;
use crate::limits::{CLIENT_BYTES_MAX, FRAME_BYTES_MAX, HELLO_WITHIN};
use crate::parse::parse;
use crate::problem::{invalid, not_signed_in};
use crate::registry::Place;
use crate::socket::closing::Closing;
use crate::socket::outbound::Outbox;
use crate::socket::parts::Parts;
use crate::translate::customer_event;
use crate::translate::staff_event;
use crate::translate::view::{Desk, Open, Widget};

/// Why there is no connection.
#[derive(Debug)]
pub(crate) struct Turned {
    /// What is said first, if anything.
    pub(crate) refusal: Option<Refusal>,
    pub(crate) closing: Closing,
}

impl Turned {
    fn bad(refusal: Refusal) -> Self {
        Self { refusal: Some(refusal), closing: Closing::BadFrame }
    }
}

impl From<Refusal> for Turned {
    fn from(refusal: Refusal) -> Self {
        let closing = match refusal.code {
            Code::NotSignedIn | Code::NotAllowed => Closing::SignedOut,
            Code::IdentityExpired => Closing::IdentityExpired,
            Code::ShuttingDown => Closing::ShuttingDown,
            _ if refusal.is_passing() => Closing::TooSlow,
            _ => Closing::BadFrame,
        };
        Self { refusal: Some(refusal), closing }
    }
}

/// By what the staff is known at the upgrade.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Credential {
    /// The cookie of a session.
    Cookie(TokenHash),
    /// A bot's key.
    Key(TokenHash),
}

/// Whose connection it is.
#[derive(Debug)]
pub(crate) enum Side {
    /// A member of the staff, with the conversations it knows.
    Staff { parts: Parts, token: TokenHash },
    /// A customer, with the conversation it has.
    Customer { conversation: Option<ConversationId> },
}

/// A connection that has begun.
#[derive(Debug)]
pub(crate) struct Begun {
    pub(crate) session: Session,
    pub(crate) frames: mpsc::Receiver<Out>,
    pub(crate) sender: Sender,
    pub(crate) side: Side,
    pub(crate) heartbeat: Duration,
    pub(crate) place: Place,
}

/// What a hello says.
struct Hello {
    token: Option<String>,
    position: Option<(String, u64)>,
    client: String,
}

async fn read(socket: &mut WebSocket) -> Result<Hello, Turned> {
    let late = || Turned { refusal: None, closing: Closing::Silent };
    let until = Instant::now() + HELLO_WITHIN;
    loop {
        let wait = tokio::time::timeout_at(until.into(), socket.next()).await;
        let text = match wait.map_err(|_| late())? {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
            Some(Ok(Message::Binary(_))) => {
                return Err(Turned::bad(Refusal::new(
                    Code::Invalid,
                    "frames are JSON texts, not binary",
                )));
            }
            Some(Ok(Message::Close(_)) | Err(_)) | None => {
                return Err(Turned { refusal: None, closing: Closing::BadFrame });
            }
        };
        if text.len() > FRAME_BYTES_MAX {
            return Err(Turned::bad(super::inbound::too_large(text.len())));
        }
        let frame = parse::<ClientFrame>(text.as_bytes()).map_err(Turned::bad)?;
        return hello(frame).map_err(Turned::bad);
    }
}

fn hello(frame: ClientFrame) -> Result<Hello, Refusal> {
    let ClientFrame::Hello { protocol, token, position, journal, client } = frame else {
        return Err(invalid("type", "", "the first frame is hello"));
    };
    if protocol != PROTOCOL_VERSION {
        let detail = format!("protocol {protocol} is not spoken here, {PROTOCOL_VERSION} is");
        return Err(invalid("protocol", protocol, detail).limit(PROTOCOL_VERSION));
    }
    if client.is_empty() || client.len() > CLIENT_BYTES_MAX {
        let detail =
            format!("client has {} bytes; 1 to {CLIENT_BYTES_MAX} are allowed", client.len());
        return Err(invalid("client", &client, detail).limit(CLIENT_BYTES_MAX));
    }
    Ok(Hello { token, client, position: journal.zip(position) })
}

/// Reads hello and answers it.
///
/// # Errors
/// Why there will be no connection.
pub(crate) async fn begin(
    app: &Arc<App>,
    socket: &mut WebSocket,
    credential: Option<Credential>,
) -> Result<Begun, Turned> {
    let hello = read(socket).await?;
    if app.is_stopping() {
        return Err(Turned { refusal: None, closing: Closing::ShuttingDown });
    }
    let mut outbox = Outbox::new(socket);
    match &hello.token {
        Some(token) => {
            let hash = token::hash_of(token).ok_or_else(not_signed_in)?;
            let customer = sessions::customer(app, Some(hash)).await?;
            begin_customer(app, &mut outbox, &hello, customer).await
        }
        None => {
            let staff = match credential {
                Some(Credential::Key(hash)) => keys::bot(app, hash).await?,
                Some(Credential::Cookie(hash)) => sessions::staff(app, Some(hash)).await?,
                None => return Err(not_signed_in().into()),
            };
            begin_staff(app, &mut outbox, &hello, &staff).await
        }
    }
}

struct Entered<'a> {
    app: &'a App,
    party: &'a domain::Party,
    place: Option<Place>,
}

impl<'a> Entered<'a> {
    fn new(
        app: &'a App,
        sender: &'a Sender,
        client: &str,
        token: TokenHash,
        key: Option<IdentityKeyId>,
    ) -> Result<Self, Turned> {
        let party = sender.party();
        let place = app.registry.enter(party, client, Some(token), key).map_err(|max| Turned {
            refusal: Some(
                Refusal::new(Code::AtLimit, format!("{max} connections are open already"))
                    .limit(max),
            ),
            closing: Closing::TooMany,
        })?;
        Ok(Self { app, party, place: Some(place) })
    }

    fn keep(mut self) -> Place {
        self.place.take().unwrap_or_default()
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        if let Some(place) = &self.place {
            self.app.registry.leave(self.party, place);
        }
    }
}

async fn welcome<S>(
    app: &App,
    outbox: &mut Outbox<'_>,
    connected: &Connected<S>,
    heartbeat: Duration,
) -> Result<(), Turned> {
    let frame = ServerFrame::Welcome {
        protocol: PROTOCOL_VERSION,
        journal: app.engine.journal_id().to_owned(),
        now: app.now().to_string(),
        heartbeat_ms: u64::try_from(heartbeat.as_millis()).unwrap_or(u64::MAX),
        resumed: connected.resumed,
    };
    outbox.frame(&frame).await.map_err(gone)?;
    if let Some(chats) = &connected.lost {
        let chats = chats.iter().map(ToString::to_string).collect();
        outbox.frame(&ServerFrame::Reset { chats }).await.map_err(gone)?;
    }
    Ok(())
}

fn gone(_: axum::Error) -> Turned {
    Turned { refusal: None, closing: Closing::TooSlow }
}

fn presence(open: &Open, aliases: Option<&crate::alias::Aliases>) -> Vec<ServerFrame> {
    let conversation = open.conversation.id.to_string();
    let agents = open.conversation.participants.iter().zip(&open.agents).map(|(p, (heard, _))| {
        let party = aliases.map_or_else(
            || p.agent.to_string(),
            |aliases| aliases.of(p.agent.as_str()).to_string(),
        );
        (party, *heard)
    });
    // A customer need not be told of itself.
    let customer = aliases.is_none().then(|| ("customer".to_owned(), open.customer));
    agents
        .chain(customer)
        .map(|(party, heard)| ServerFrame::Presence {
            conversation: conversation.clone(),
            party,
            presence: heard.presence,
            lost_at: heard.lost_at.map(|at| at.to_string()),
        })
        .collect()
}

async fn begin_customer(
    app: &Arc<App>,
    outbox: &mut Outbox<'_>,
    hello: &Hello,
    customer: sessions::Customer,
) -> Result<Begun, Turned> {
    let sender = customer.sender();
    let key = customer.identity.as_ref().map(|identity| identity.key.clone());
    let entered = Entered::new(app, &sender, &hello.client, customer.token, key)?;
    let conversation = customer.conversation;
    let viewer =
        Viewer::Customer { customer: Arc::from(customer.id), conversation: conversation.clone() };
    let position = hello.position.as_ref().map(|(journal, seq)| (journal.as_str(), *seq));
    let (id, now) = (conversation.clone(), app.now());
    let connected = app.engine.connect(viewer, position, move |core, _| {
        let heartbeat = core.state.directory.settings.heartbeat_interval;
        (heartbeat, Widget::read(core, id.as_ref(), now))
    });
    let connected = connected.await?;
    let heartbeat = Duration::from_millis(connected.snapshot.0.0);
    let widget = &connected.snapshot.1;
    let seen = match &conversation {
        Some(id) => history::seen(app, id, PartyType::Agent).await?,
        None => None,
    };
    let snapshot = if connected.resumed {
        None
    } else {
        Some(widget_snapshot(app, widget, conversation.as_ref(), seen).await?)
    };
    welcome(app, outbox, &connected, heartbeat).await?;
    if let Some(frame) = snapshot {
        outbox.frame(&frame).await.map_err(gone)?;
    } else {
        for line in &connected.missed {
            outbox.bytes(customer_event::frame(line, &app.aliases)).await.map_err(gone)?;
        }
        let frames = widget.open.iter().flat_map(|open| presence(open, Some(&app.aliases)));
        let place = widget.place.map(|place| ServerFrame::Place {
            place: place.place,
            estimate_ms: place.estimate.map(|wait| wait.0),
        });
        let seen = conversation.as_ref().zip(seen).map(|(id, seq)| ServerFrame::Seen {
            conversation: id.to_string(),
            by: "agent".to_owned(),
            seq,
        });
        for frame in frames.chain(place).chain(seen) {
            outbox.frame(&frame).await.map_err(gone)?;
        }
    }
    outbox.flush().await.map_err(gone)?;
    let place = entered.keep();
    let Connected { session, frames, .. } = connected;
    let side = Side::Customer { conversation };
    Ok(Begun { session, frames, sender, side, heartbeat, place })
}

/// The frame with all that a customer may see, of the position at which the core was read.
pub(crate) async fn widget_snapshot(
    app: &App,
    widget: &Widget,
    conversation: Option<&ConversationId>,
    seen: Option<u64>,
) -> Result<ServerFrame, Refusal> {
    let (events, more) = match conversation {
        Some(id) => history::newest_for_customer(app, id, widget.position()).await?,
        None => (Vec::new(), false),
    };
    let state = widget.snapshot(conversation, events, more, seen, &app.aliases);
    Ok(ServerFrame::WidgetSnapshot { state: Box::new(state) })
}

/// What is read when an agent connects.
struct Read {
    heartbeat: domain::Millis,
    desk: Option<Desk>,
}

async fn begin_staff(
    app: &Arc<App>,
    outbox: &mut Outbox<'_>,
    hello: &Hello,
    staff: &sessions::Staff,
) -> Result<Begun, Turned> {
    let (sender, me, token) = (staff.sender(), staff.record.id.clone(), staff.token());
    let entered = Entered::new(app, &sender, &hello.client, token, None)?;
    let drafts = app.drafts.read(app, &me).await?;
    let position = hello.position.as_ref().map(|(journal, seq)| (journal.as_str(), *seq));
    let (viewer, id) = (Viewer::Staff { agent: me.clone() }, me.clone());
    let connected = app.engine.connect(viewer, position, move |core, _| Read {
        heartbeat: core.state.directory.settings.heartbeat_interval,
        desk: Desk::read(core, &id),
    });
    let connected = connected.await?;
    let heartbeat = Duration::from_millis(connected.snapshot.heartbeat.0);
    let desk = connected.snapshot.desk.as_ref().ok_or_else(not_signed_in)?;
    let snapshot = if connected.resumed { None } else { Some(desk_snapshot(desk)?) };
    welcome(app, outbox, &connected, heartbeat).await?;
    let parts = parts(&me, desk);
    if let Some(frame) = snapshot {
        outbox.frame(&frame).await.map_err(gone)?;
    } else {
        resume_staff(app, outbox, desk, &parts, &connected.missed).await?;
    }
    for draft in drafts {
        outbox.frame(&draft_frame(draft)).await.map_err(gone)?;
    }
    outbox.flush().await.map_err(gone)?;
    let place = entered.keep();
    let Connected { session, frames, .. } = connected;
    Ok(Begun { session, frames, sender, side: Side::Staff { parts, token }, heartbeat, place })
}

/// The frame with all that an agent may see.
///
/// # Errors
/// When the agent is not in the directory.
pub(crate) fn desk_snapshot(desk: &Desk) -> Result<ServerFrame, Refusal> {
    let state = Box::new(desk.snapshot().ok_or_else(not_signed_in)?);
    Ok(ServerFrame::DeskSnapshot { state })
}

/// The conversations of a desk.
pub(crate) fn parts(me: &AgentId, desk: &Desk) -> Parts {
    let known: HashSet<ConversationId> =
        desk.conversations.iter().map(|open| open.conversation.id.clone()).collect();
    Parts::new(me.clone(), desk.parts.clone(), known)
}

async fn resume_staff(
    app: &App,
    outbox: &mut Outbox<'_>,
    desk: &Desk,
    parts: &Parts,
    missed: &[Arc<Line>],
) -> Result<(), Turned> {
    for line in missed {
        outbox.bytes(staff_event::frame(line)).await.map_err(gone)?;
    }
    // Who is heard is told live to those who take part.
    for open in desk.conversations.iter().filter(|open| parts.has(&open.conversation.id)) {
        for frame in presence(open, None) {
            outbox.frame(&frame).await.map_err(gone)?;
        }
        let id = &open.conversation.id;
        if let Some(seq) = history::seen(app, id, PartyType::Customer).await? {
            let (conversation, by) = (id.to_string(), "customer".to_owned());
            outbox.frame(&ServerFrame::Seen { conversation, by, seq }).await.map_err(gone)?;
        }
    }
    Ok(())
}

/// A stored draft on the wire.
pub(crate) fn draft_frame(draft: store::Draft) -> ServerFrame {
    ServerFrame::Draft { draft: history::draft_out(draft) }
}
