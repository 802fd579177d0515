//! `holdfast bench`: drives a server of its own, in a process of its own, with real WebSocket clients, and prints what it makes, beside what
//! the machine alone makes in the same run. Tables go to standard output, progress to standard error. docs/performance.md says what they mean.

mod client;
mod day;
pub(crate) mod echo;
mod history;
mod lag;
mod machine;
mod mart;
mod message;
mod repeated;
mod report;
mod samples;
mod staff;
mod stage;
mod table;
mod talk;
mod workloads;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;

use self::report::Report;
use crate::stats::Mode;

/// What is to be measured.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The server's binary; this one if not given
    #[arg(long)]
    server: Option<PathBuf>,
    /// Only these workloads; the machine itself is always measured
    #[arg(long, value_delimiter = ',')]
    only: Vec<Workload>,
    /// W1 only with these numbers of chats
    #[arg(long, value_delimiter = ',')]
    chats: Vec<usize>,
    /// So many chats in the mart
    #[arg(long)]
    mart_chats: Option<u64>,
    /// Which statistics the mart attaches to each chat (`attach_session_statistics`)
    #[arg(long, default_value = "fired")]
    mart_attach: Mode,
    /// Smaller and shorter, to see that it works; not for comparing
    #[arg(long)]
    quick: bool,
}

/// A workload of docs/performance.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Workload {
    /// Nothing but the machine itself
    Machine,
    /// Two-party chats
    W1,
    /// Idle customers
    W2,
    /// All clients connect again at once
    W3,
    /// Start with a long journal
    W4,
    /// Cost of a message against the number of open chats
    Flat,
    /// Filling the mart, and its reports
    Mart,
}

/// How much of everything.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// The server's binary.
    pub(crate) program: PathBuf,
    /// W1: numbers of chats.
    pub(crate) chats: Vec<usize>,
    /// Chats of the echo, and of W1 where it is measured on top of something.
    pub(crate) chats_compared: usize,
    /// How long messages flow before it counts, and for how long it counts.
    pub(crate) warm_up: Duration,
    /// See `warm_up`.
    pub(crate) measured: Duration,
    /// How often what is measured in turn with the echo is.
    pub(crate) rounds: usize,
    /// W2: idle customers.
    pub(crate) idle: usize,
    /// W3: clients that connect again.
    pub(crate) reconnecting: usize,
    /// W4: events in the journal, and chats open.
    pub(crate) journal_events: u64,
    /// See `journal_events`.
    pub(crate) journal_open_chats: usize,
    /// Open chats against which the cost of a message is held.
    pub(crate) open_chats: Vec<usize>,
    /// Chats in the mart.
    pub(crate) mart_chats: u64,
    /// Statistics that the mart attaches to each.
    pub(crate) mart_attach: Mode,
}

impl Plan {
    fn full(program: PathBuf) -> Self {
        Self {
            program,
            chats: vec![50, 500, 2_000],
            chats_compared: 500,
            warm_up: Duration::from_secs(2),
            measured: Duration::from_secs(8),
            rounds: 3,
            idle: 10_000,
            reconnecting: 5_000,
            journal_events: 1_000_000,
            journal_open_chats: 10_000,
            open_chats: vec![1_000, 10_000, 100_000],
            mart_chats: 1_000_000,
            mart_attach: Mode::Fired,
        }
    }

    fn quick(program: PathBuf) -> Self {
        Self {
            chats: vec![50],
            chats_compared: 50,
            warm_up: Duration::from_millis(500),
            measured: Duration::from_secs(2),
            rounds: 1,
            idle: 500,
            reconnecting: 500,
            journal_events: 50_000,
            journal_open_chats: 500,
            open_chats: vec![100, 1_000],
            mart_chats: 2_000,
            ..Self::full(program)
        }
    }
}

/// Runs the workloads and prints the tables.
///
/// # Errors
/// When a server does not start, or a client is refused anything.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let program = match &options.server {
        Some(path) => path.clone(),
        None => std::env::current_exe().context("cannot find this program")?,
    };
    let mut plan = if options.quick { Plan::quick(program) } else { Plan::full(program) };
    if !options.chats.is_empty() {
        plan.chats.clone_from(&options.chats);
    }
    plan.mart_chats = options.mart_chats.unwrap_or(plan.mart_chats);
    plan.mart_attach = options.mart_attach;
    let is_wanted =
        |workload: Workload| options.only.is_empty() || options.only.contains(&workload);
    // What is measured is not to be this program's own waiting for memory.
    let _ = store::foreground::use_small_pages();
    // One thread for all clients: the server keeps the rest of the machine.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut report = Report::default();
    let measured = runtime.block_on(measure(&plan, is_wanted, &mut report));
    // Also what was measured before a workload failed: it took minutes.
    print(&report);
    measured
}

#[expect(clippy::print_stdout, reason = "the tables are what this command is for")]
fn print(report: &Report) {
    print!("{report}");
}

#[expect(clippy::print_stderr, reason = "who waits for minutes wants to see what for")]
pub(crate) fn progress(line: &str) {
    eprintln!("bench: {line}");
}

async fn measure(
    plan: &Plan,
    is_wanted: impl Fn(Workload) -> bool,
    report: &mut Report,
) -> anyhow::Result<()> {
    let (machine, mut echo) = workloads::machine(plan).await?;
    report.machine = Some(machine);
    if is_wanted(Workload::W1) {
        for &chats in &plan.chats {
            report.talks.push(workloads::talk(plan, chats, &mut echo).await.context("W1")?);
        }
    }
    echo.end().await?;
    if is_wanted(Workload::W2) {
        report.idle = Some(workloads::idle(plan).await.context("W2")?);
    }
    if is_wanted(Workload::W3) {
        report.reconnect = Some(workloads::reconnect(plan).await.context("W3")?);
    }
    if is_wanted(Workload::W4) {
        report.start = Some(workloads::start(plan).await.context("W4")?);
    }
    if is_wanted(Workload::Flat) {
        for &open_chats in &plan.open_chats {
            let cost = workloads::cost_with(plan, open_chats).await;
            report.costs.push(cost.context("cost against open chats")?);
        }
    }
    if is_wanted(Workload::Mart) {
        report.mart = Some(mart::measure(plan.mart_chats, plan.mart_attach).context("the mart")?);
    }
    Ok(())
}
