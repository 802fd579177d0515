//! The workloads themselves: each starts what it needs, measures, and stops it.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use domain::{
    Body, ChatId, CommandId, ConversationId, Event, MessageId, Party, PartyType, Recorded,
    Timestamp,
};
use store::{Batch, Journal, JournalReader};
use store_sqlite::{DataFolder, SqliteJournal};

use super::client::{self, Identity};
use super::history::{self, Past};
use super::message::TEXT_CHARS;
use super::samples::Percentiles;
use super::stage::{self, Stage};
use super::talk::Talk;
use super::{Plan, lag, machine, progress};
use crate::load::process;
use crate::load::server::{self, Server};

/// How often a small append is synced.
const SYNCS: usize = 1_000;
/// After this the server's memory has settled.
const SETTLED: Duration = Duration::from_secs(3);

/// The machine's own limits.
#[derive(Debug)]
pub(crate) struct Machine {
    /// A small append made durable.
    pub(crate) fdatasync: Percentiles,
    /// Events a second into the journal, by the size of a commit.
    pub(crate) appends: Vec<(u32, f64)>,
    /// The bare WebSocket echo of the same frames.
    pub(crate) echo: TalkFigures,
}

/// Figures of messages that flow.
#[derive(Debug)]
pub(crate) struct TalkFigures {
    /// How many chats.
    pub(crate) chats: usize,
    /// Messages delivered a second, in turn, as fast as it goes.
    pub(crate) rate: f64,
    /// Processor time of the server for one message then.
    pub(crate) cpu_a_message: Duration,
    /// Times from send to delivery then.
    pub(crate) times_at_most: Percentiles,
    /// At half that pace.
    pub(crate) half: PaceFigures,
    /// At half of the pace that is aimed at, an eighth of the echo's, beside the echo.
    pub(crate) half_aim: Option<BesideEcho>,
    /// How far the mart was behind at most, where there is one.
    pub(crate) mart_lag: Option<Duration>,
}

/// Figures of messages that are due at fixed times.
#[derive(Debug)]
pub(crate) struct PaceFigures {
    /// Messages delivered a second.
    pub(crate) rate: f64,
    /// Processor time of the server for one message.
    pub(crate) cpu_a_message: Duration,
    /// Times from when a send was due to its delivery.
    pub(crate) times: Percentiles,
}

/// Holdfast and the echo, measured in rounds one after the other because the machine is faster and slower by the minute. Each is told by the
/// round that is in the middle by its p99.
#[derive(Debug)]
pub(crate) struct BesideEcho {
    /// Holdfast's.
    pub(crate) talk: PaceFigures,
    /// The echo's at half of its rate.
    pub(crate) echo: PaceFigures,
}

/// An echo that is still connected, and half of its rate.
pub(crate) struct Echo {
    talk: Talk,
    server: Server,
    half: f64,
}

/// Figures of W2, in bytes of the server's memory.
#[derive(Debug)]
pub(crate) struct IdleFigures {
    pub(crate) clients: usize,
    pub(crate) before: u64,
    pub(crate) after: u64,
}

/// Figures of W3.
#[derive(Debug)]
pub(crate) struct ReconnectFigures {
    pub(crate) clients: usize,
    pub(crate) resumed: usize,
    pub(crate) up: Duration,
    pub(crate) all_back: Duration,
}

/// Figures of W4.
#[derive(Debug)]
pub(crate) struct StartFigures {
    pub(crate) events: u64,
    pub(crate) open_chats: usize,
    pub(crate) read: Duration,
    pub(crate) from_nothing: Duration,
    pub(crate) again: Duration,
    pub(crate) bytes: u64,
}

/// What a message costs while so many chats are open.
#[derive(Debug)]
pub(crate) struct CostFigures {
    pub(crate) open_chats: usize,
    pub(crate) talk: TalkFigures,
    pub(crate) bytes: u64,
}

impl Echo {
    /// Stops it.
    ///
    /// # Errors
    /// When it cannot be stopped.
    pub(crate) async fn end(self) -> anyhow::Result<()> {
        self.talk.end().await;
        self.server.kill()
    }
}

/// Measures the machine itself. The echo stays, to be measured in turn with W1.
///
/// # Errors
/// When it cannot be measured.
pub(crate) async fn machine(plan: &Plan) -> anyhow::Result<(Machine, Echo)> {
    progress("the machine: fdatasync, journal, echo");
    let folder = tempfile::tempdir()?;
    let fdatasync = machine::fdatasync(folder.path(), SYNCS)?;
    let mut appends = Vec::new();
    for batch in [64, 1_024] {
        let folder = tempfile::tempdir()?;
        appends.push((batch, journal_appends(folder.path(), batch, plan.measured / 4)?));
    }
    let program = std::env::current_exe().context("cannot find this program")?;
    let server = Server::start(&program, &["bench-echo".to_owned()])?;
    let mut talk = stage::echo(&server, plan.chats_compared).await?;
    let echo = figures(&mut talk, plan, plan.chats_compared).await.context("echo")?;
    let half = echo.rate / 2.0;
    Ok((Machine { fdatasync, appends, echo }, Echo { talk, server, half }))
}

/// The journal alone: messages of the load's length in commits of one size.
fn journal_appends(
    folder: &std::path::Path,
    batch: u32,
    measured: Duration,
) -> anyhow::Result<f64> {
    let mut journal = SqliteJournal::open(&DataFolder::hold(folder)?)?;
    let text: Arc<str> = "x".repeat(TEXT_CHARS).into();
    let conversation = ConversationId::new("01900000-0000-7000-8000-000000000000");
    let chat = ChatId::of(&conversation, 1);
    let mut seq = 0;
    machine::appends_a_second(batch, measured, |batch| {
        let events: Vec<Recorded> = (0..batch)
            .map(|_| {
                seq += 1;
                let id = format!("01900000-0000-7000-8000-{seq:012x}");
                let body = Body::EndUserPost { message: MessageId::new(&id), text: text.clone() };
                let event = Event {
                    at: Timestamp(i64::try_from(seq).unwrap_or_default()),
                    conversation: Some(conversation.clone()),
                    chat: Some(chat.clone()),
                    actor: Party::new(PartyType::Customer, "01900000-0000-7000-8000-000000000001"),
                    command: Some(CommandId::new(&id)),
                    body,
                };
                Recorded { seq, event: Arc::new(event) }
            })
            .collect();
        Ok(journal.append(&Batch { events: &events, answers: &[] })?)
    })
}

async fn at_pace(talk: &mut Talk, plan: &Plan, pace: f64) -> anyhow::Result<PaceFigures> {
    let paced = talk.at_pace(pace, plan.warm_up, plan.measured).await?;
    ensure!(
        paced.samples.count() > 0,
        "nothing was delivered at a pace of {pace:.0} messages a second"
    );
    Ok(PaceFigures {
        rate: paced.rate,
        cpu_a_message: paced.cpu_a_message,
        times: paced.samples.percentiles(),
    })
}

async fn figures(talk: &mut Talk, plan: &Plan, chats: usize) -> anyhow::Result<TalkFigures> {
    let most = talk.in_turn(plan.warm_up, plan.measured).await?;
    let half = at_pace(talk, plan, most.rate / 2.0).await?;
    Ok(TalkFigures {
        chats,
        rate: most.rate,
        cpu_a_message: most.cpu_a_message,
        times_at_most: most.samples.percentiles(),
        half,
        half_aim: None,
        mart_lag: None,
    })
}

/// Holdfast at a pace and the echo at half of its rate, in turn.
async fn beside_echo(
    talk: &mut Talk,
    echo: &mut Echo,
    plan: &Plan,
    pace: f64,
) -> anyhow::Result<BesideEcho> {
    let (mut talks, mut echoes) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        echoes.push(at_pace(&mut echo.talk, plan, echo.half).await.context("echo")?);
        talks.push(at_pace(talk, plan, pace).await?);
    }
    let both = middle(talks).zip(middle(echoes));
    let (talk, echo) = both.context("no round was measured")?;
    Ok(BesideEcho { talk, echo })
}

/// The one in the middle by its p99.
fn middle(mut rounds: Vec<PaceFigures>) -> Option<PaceFigures> {
    rounds.sort_by_key(|round| round.times.p99);
    let middle = rounds.len() / 2;
    rounds.into_iter().nth(middle)
}

/// W1: two-party chats. Half of the pace that is aimed at is an eighth of the echo's rate.
///
/// # Errors
/// When the server refuses anything.
pub(crate) async fn talk(
    plan: &Plan,
    chats: usize,
    echo: &mut Echo,
) -> anyhow::Result<TalkFigures> {
    progress(&format!("W1: {chats} chats"));
    talk_on(Stage::fresh(&plan.program)?, plan, chats, Some(echo)).await
}

async fn talk_on(
    stage: Stage,
    plan: &Plan,
    chats: usize,
    echo: Option<&mut Echo>,
) -> anyhow::Result<TalkFigures> {
    let mut talk = stage.talk(chats).await?;
    let lag = lag::Watch::start(stage.server.address());
    let mut figures = figures(&mut talk, plan, chats).await?;
    if let Some(echo) = echo {
        let half_aim = echo.half / 4.0;
        figures.half_aim = Some(beside_echo(&mut talk, echo, plan, half_aim).await?);
    }
    figures.mart_lag = Some(lag.most().await.context("the mart's lag")?);
    talk.end().await;
    stage.stop()?;
    Ok(figures)
}

/// W2: idle customers.
///
/// # Errors
/// When the server refuses anything.
pub(crate) async fn idle(plan: &Plan) -> anyhow::Result<IdleFigures> {
    progress(&format!("W2: {} idle customers", plan.idle));
    let stage = Stage::fresh(&plan.program)?;
    drop(stage.prepare().await?);
    let tokens = stage.customers(plan.idle).await?;
    tokio::time::sleep(SETTLED).await;
    let before = process::resident_bytes(stage.server.process())?;
    let clients = stage.connect(&tokens).await?;
    tokio::time::sleep(SETTLED).await;
    let after = process::resident_bytes(stage.server.process())?;
    let figures = IdleFigures { clients: clients.len(), before, after };
    drop(clients);
    stage.stop()?;
    Ok(figures)
}

/// W3: everyone connects again at once.
///
/// # Errors
/// When the server refuses anything.
pub(crate) async fn reconnect(plan: &Plan) -> anyhow::Result<ReconnectFigures> {
    progress(&format!("W3: {} clients connect again", plan.reconnecting));
    let stage = Stage::fresh(&plan.program)?;
    drop(stage.prepare().await?);
    let tokens = stage.customers(plan.reconnecting).await?;
    let places = stage.wait_in_line(&tokens).await?;
    let (stage, listens) = stage.restart()?;
    let address = stage.server.address();
    let back = tokens.iter().zip(&places).enumerate().map(|(index, (token, place))| {
        client::greet(address, index, Identity::Customer(token), Some(place))
    });
    let clients = futures_util::future::try_join_all(back).await?;
    let all_back = listens.elapsed();
    let resumed = clients.iter().filter(|client| client.resumed).count();
    let up = stage.server.took();
    drop(clients);
    stage.stop()?;
    Ok(ReconnectFigures { clients: plan.reconnecting, resumed, up, all_back })
}

/// A data folder that a server has begun and stopped, with a past.
async fn with_past(plan: &Plan, past: Past) -> anyhow::Result<(tempfile::TempDir, u64)> {
    let stage = Stage::fresh(&plan.program)?;
    drop(stage.prepare().await?);
    let data = stage.stop()?;
    let events = history::write(data.path(), past)?;
    Ok((data, events))
}

/// W4: a start with a long journal.
///
/// # Errors
/// When the server does not start.
pub(crate) async fn start(plan: &Plan) -> anyhow::Result<StartFigures> {
    let past = Past { open_chats: plan.journal_open_chats, events_min: plan.journal_events };
    progress(&format!("W4: start with {} events", past.events_min));
    let (data, events) = with_past(plan, past).await?;
    let read = read_all(data.path())?;
    // Its newest snapshot is from before the past.
    let server = Server::start(&plan.program, &server::arguments(data.path(), None)?)?;
    let from_nothing = server.took();
    let bytes = process::resident_bytes(server.process())?;
    server.stop()?;
    let server = Server::start(&plan.program, &server::arguments(data.path(), None)?)?;
    let again = server.took();
    server.stop()?;
    Ok(StartFigures { events, open_chats: past.open_chats, read, from_nothing, again, bytes })
}

/// How long the journal alone takes to hand out all events.
fn read_all(folder: &std::path::Path) -> anyhow::Result<Duration> {
    let journal = SqliteJournal::open(&DataFolder::hold(folder)?)?;
    let start = Instant::now();
    journal.scan(1, &mut |_| ControlFlow::Continue(()))?;
    Ok(start.elapsed())
}

/// W1 while many other chats are open.
///
/// # Errors
/// When the server refuses anything.
pub(crate) async fn cost_with(plan: &Plan, open_chats: usize) -> anyhow::Result<CostFigures> {
    progress(&format!("cost of a message with {open_chats} open chats"));
    let (data, _) = with_past(plan, Past { open_chats, events_min: 0 }).await?;
    let stage = Stage::on(&plan.program, data)?;
    // Its past was written without a server. Filling that in is not what a message costs.
    lag::none_left(stage.server.address()).await?;
    let bytes = process::resident_bytes(stage.server.process())?;
    let talk = talk_on(stage, plan, plan.chats_compared, None).await?;
    Ok(CostFigures { open_chats, talk, bytes })
}
