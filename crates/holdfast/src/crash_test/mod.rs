//! `holdfast crash-test`: kills a loaded server at random moments and checks after each restart that nothing acknowledged is lost or doubled,
//! that every client finds its place again by itself, and that the state is what a replay from zero gives.

mod agent;
mod customer;
mod histories;
mod ledger;
mod link;
mod records;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use tokio::task::JoinHandle;

use self::agent::Agent;
use self::customer::Customer;
use self::histories::check as check_histories;
use self::link::{Board, Link};
use self::records::Records;
use crate::load::chance::Chance;
use crate::load::http::Http;
use crate::load::server::{self, Server};
use crate::load::staff::{Admin, SignedIn, customer_session, sign_in};

/// The queue of the test.
const QUEUE: &str = "crash";
/// The agents' status that takes chats.
const STATUS: &str = "available";
/// Customers at any one time.
const CUSTOMERS: usize = 20;
/// Agents.
const AGENTS: usize = 4;
/// Chats of one agent at once: some customers wait.
const CHATS_MAX: u32 = 4;
/// How long a round's load lasts before the server is killed, in milliseconds.
const LOAD_MS: (u64, u64) = (200, 1_500);
/// How long the clients may take to be all back.
const BACK_WITHIN: Duration = Duration::from_secs(15);
/// How long the last answers may take.
const ANSWERED_WITHIN: Duration = Duration::from_secs(20);
/// Somebody not heard for thrice this long would be held for lost, which must not happen: far longer than a restart takes, far shorter than the test.
const ABSENT_INTERVAL: &str = "3s";
/// How often clients and server must be heard.
const HEARTBEAT: &str = "1s";

/// What is to be run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The server's binary; this one if not given
    #[arg(long)]
    server: Option<PathBuf>,
    /// How often the server is killed
    #[arg(long, default_value_t = 20)]
    rounds: u32,
    /// What chance is made from; the same seed kills at the same moments
    #[arg(long)]
    seed: Option<u64>,
}

/// Runs the rounds; returns whether all passed.
///
/// # Errors
/// When the server cannot be started at all.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    let seed = options.seed.unwrap_or_else(|| std::process::id().into());
    let program = match &options.server {
        Some(path) => path.clone(),
        None => std::env::current_exe().context("cannot find this program")?,
    };
    say(&format!("seed {seed}, {} rounds", options.rounds));
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let mut passed = 0;
    let outcome = runtime.block_on(rounds(&program, options.rounds, seed, &mut passed));
    runtime.shutdown_background();
    match outcome {
        Ok(()) => {
            say(&format!("{passed} passed, 0 failed"));
            Ok(true)
        }
        Err(why) => {
            say(&format!("failed: {why:#}"));
            say(&format!("{passed} passed, 1 failed"));
            Ok(false)
        }
    }
}

#[expect(clippy::print_stdout, reason = "the report is what this command is for")]
fn say(line: &str) {
    println!("{line}");
}

/// What stays the same over all rounds.
struct Stage {
    program: PathBuf,
    data: tempfile::TempDir,
    address: SocketAddr,
    board: Arc<Board>,
    /// An admin's session, which lives through every restart.
    admin: SignedIn,
}

async fn rounds(program: &Path, rounds: u32, seed: u64, passed: &mut u32) -> anyhow::Result<()> {
    let mut chance = Chance::new(seed);
    let data = tempfile::tempdir()?;
    let first = Server::start(program, &server::arguments(data.path(), None)?)?;
    let (admin, agents) = set_up(&first).await?;
    let address = first.address();
    let board = Arc::new(Board::default());
    let stage = Stage { program: program.to_owned(), data, address, board, admin };
    let clients = stage.start_clients(&agents, &mut chance);
    stage.wait_for_clients().await?;
    let mut server = Some(first);
    for round in 1..=rounds {
        let load = Duration::from_millis(chance.between(LOAD_MS.0, LOAD_MS.1));
        let running = server.take().context("no server runs")?;
        let line = stage.round(running, load, &mut server).await;
        say(&format!("round {round}: {}", line.with_context(|| format!("round {round}"))?));
        *passed += 1;
    }
    let running = server.take().context("no server runs")?;
    stage.finish(running, clients).await.context("the end")
}

async fn set_up(first: &Server) -> anyhow::Result<(SignedIn, Vec<SignedIn>)> {
    let (address, password) = (first.address(), first.password(server::ADMIN)?);
    let mut admin = Admin::sign_in(address, server::ADMIN, &password).await?;
    admin.set("absent_interval", ABSENT_INTERVAL).await?;
    admin.set("heartbeat_interval", HEARTBEAT).await?;
    admin.put_queue(QUEUE, "offer", CHATS_MAX).await?;
    let mut agents = Vec::new();
    for number in 1..=AGENTS {
        agents.push(admin.put_agent(&format!("agent{number}"), QUEUE).await?);
    }
    Ok((sign_in(address, server::ADMIN, &password).await?, agents))
}

/// What a customer had on its screen at the end.
type Screen = (Option<String>, std::collections::BTreeSet<String>);

impl Stage {
    fn start_clients(
        &self,
        agents: &[SignedIn],
        chance: &mut Chance,
    ) -> Vec<JoinHandle<Vec<Screen>>> {
        let mut clients = Vec::new();
        for agent in agents {
            let mut link = Link::new(
                self.address,
                agent.agent.clone(),
                Arc::clone(&self.board),
                chance.fork(),
            );
            link.cookie = Some(agent.cookie.clone());
            let mut behaviour =
                Agent::new(agent.agent.clone(), Arc::clone(&self.board), chance.fork());
            clients.push(tokio::spawn(async move {
                link.run(&mut behaviour).await;
                Vec::new()
            }));
        }
        for number in 0..CUSTOMERS {
            let (board, address) = (Arc::clone(&self.board), self.address);
            clients.push(tokio::spawn(customers(address, number, board, chance.fork())));
        }
        clients
    }

    /// Load, kill, check what is on the disk, restart, wait for everyone, check what is told.
    async fn round(
        &self,
        running: Server,
        load: Duration,
        next: &mut Option<Server>,
    ) -> anyhow::Result<String> {
        tokio::time::sleep(load).await;
        running.kill()?;
        let copy = self.copy()?;
        // What was acknowledged before the kill is still read by the clients for a moment; all of it must be on the disk.
        tokio::time::sleep(Duration::from_millis(60)).await;
        let records = Records::of_folder(copy.path())?;
        let acknowledged = {
            let ledger = self.board.ledger();
            records.check(&ledger, false)?;
            ledger.acknowledged()
        };
        self.replay(copy.path())?;
        let arguments = server::arguments(self.data.path(), Some(self.address))?;
        let started = Server::start(&self.program, &arguments)?;
        let up = started.took();
        *next = Some(started);
        let back = self.wait_for_clients().await?;
        let mut http = Http::connect(self.address).await?.with_cookie(&self.admin.cookie);
        let conversations = self.board.ledger().conversations();
        check_histories(&mut http, &self.board, &conversations).await?;
        self.no_trouble()?;
        Ok(format!(
            "killed after {} ms; {} events, {acknowledged} messages acknowledged, {} conversations; up in {} ms, all clients back in {} ms",
            load.as_millis(),
            records.events(),
            conversations.len(),
            up.as_millis(),
            back.as_millis()
        ))
    }

    /// A copy of the data as the killed server left it, so that looking at it repairs nothing that the next start must repair itself.
    fn copy(&self) -> anyhow::Result<tempfile::TempDir> {
        let copy = tempfile::tempdir()?;
        copy_folder(self.data.path(), copy.path())?;
        Ok(copy)
    }

    /// Has the server's own checks replay the journal from zero and compare, the state and the mart.
    fn replay(&self, data: &Path) -> anyhow::Result<()> {
        for check in [&["check"][..], &["mart", "check"]] {
            let output =
                Command::new(&self.program).args(check).arg("--data").arg(data).output()?;
            let said = String::from_utf8_lossy(&output.stdout);
            let errors = String::from_utf8_lossy(&output.stderr);
            ensure!(output.status.success(), "holdfast {}: {said}{errors}", check.join(" "));
        }
        Ok(())
    }

    async fn wait_for_clients(&self) -> anyhow::Result<Duration> {
        let start = Instant::now();
        let wanted = AGENTS + CUSTOMERS;
        loop {
            self.no_trouble()?;
            let connected = self.board.connected.load(Ordering::Relaxed);
            // A customer that goes away for good is followed by another.
            if connected + 2 >= wanted {
                return Ok(start.elapsed());
            }
            let waited = start.elapsed();
            ensure!(waited < BACK_WITHIN, "only {connected} of {wanted} clients after {waited:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn no_trouble(&self) -> anyhow::Result<()> {
        let trouble = std::mem::take(&mut self.board.ledger().trouble);
        ensure!(trouble.is_empty(), "{}", trouble.join("\n"));
        Ok(())
    }

    /// The load ends; every command gets its answer; then the books must agree to the last line.
    async fn finish(
        &self,
        running: Server,
        clients: Vec<JoinHandle<Vec<Screen>>>,
    ) -> anyhow::Result<()> {
        self.board.is_quiet.store(true, Ordering::Relaxed);
        let mut screens = Vec::new();
        let start = Instant::now();
        for client in clients {
            let left = ANSWERED_WITHIN.saturating_sub(start.elapsed());
            match tokio::time::timeout(left, client).await {
                Ok(screen) => screens.extend(screen?),
                Err(_) => {
                    self.no_trouble()?;
                    let waiting = self.board.waiting.load(Ordering::Relaxed);
                    bail!("{waiting} commands have no answer after {ANSWERED_WITHIN:?}");
                }
            }
        }
        running.stop()?;
        self.no_trouble()?;
        let records = Records::of_folder(self.data.path())?;
        let ledger = self.board.ledger();
        records.check(&ledger, true)?;
        for (conversation, seen) in screens {
            let Some(conversation) = conversation else { continue };
            let unknown: Vec<_> =
                seen.difference(&records.messages_of(&conversation)).cloned().collect();
            ensure!(unknown.is_empty(), "{conversation} showed what is not recorded: {unknown:?}");
        }
        drop(ledger);
        self.replay(self.data.path())?;
        let (sent, acknowledged) = {
            let ledger = self.board.ledger();
            (ledger.messages.len(), ledger.acknowledged())
        };
        say(&format!(
            "{sent} messages sent, {acknowledged} acknowledged and kept, {} came when their chat was over; {} events",
            sent - acknowledged,
            records.events()
        ));
        Ok(())
    }
}

/// One customer after another, each with a session of its own.
async fn customers(
    address: SocketAddr,
    number: usize,
    board: Arc<Board>,
    mut chance: Chance,
) -> Vec<Screen> {
    let mut screens = Vec::new();
    for life in 1.. {
        if board.is_quiet.load(Ordering::Relaxed) {
            break;
        }
        let token = match Http::connect(address).await {
            Ok(mut http) => customer_session(&mut http).await,
            Err(why) => Err(why),
        };
        let Ok(token) = token else {
            // No server now: as a page that loads while there is none.
            tokio::time::sleep(Duration::from_millis(chance.between(20, 100))).await;
            continue;
        };
        let name = format!("customer{number}.{life}");
        let mut link = Link::new(address, name.clone(), Arc::clone(&board), chance.fork());
        link.token = Some(token);
        let mut customer = Customer::new(name, Arc::clone(&board), chance.fork());
        link.run(&mut customer).await;
        screens.push(customer.screen());
    }
    screens
}

fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            std::fs::create_dir(&target)?;
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), &target)
                .with_context(|| format!("cannot copy {}", entry.path().display()))?;
        }
    }
    Ok(())
}
