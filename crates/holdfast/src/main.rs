//! The binary: configuration, wiring, command line.

mod bench;
mod catalogue;
mod check;
mod config;
mod crash_test;
mod demo_library;
mod export;
mod import;
mod load;
mod log_lines;
mod mart;
mod report;
mod serve;
mod setup;
mod stats;

use std::io::{BufWriter, ErrorKind};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use domain::ConversationId;
use store_sqlite::{DataFolder, SqliteJournal};

/// What is made on one thread is mostly freed on another (frames, events), which this one does well.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A live-chat contact centre that loses no conversation.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Starts the server.
    Serve(config::Options),
    /// Prints the catalogue of events: id, slug, name.
    Events,
    /// Writes data for other programs to standard output. The server must not be running.
    #[command(subcommand)]
    Export(Export),
    /// Loads data of other programs. The server must not be running.
    #[command(subcommand)]
    Import(Import),
    /// Reads a log of events as JSON Lines from standard input and prints the statistics of each chat as one JSON line: those that ended
    /// in that order, then the open ones as of the last event. A malformed line ends it with code 2 and prints nothing.
    Stats {
        /// Which keys are printed.
        #[arg(long, value_enum, default_value_t)]
        mode: stats::Mode,
    },
    /// Checks all files of a data folder, and the state against its replay. The server must not be running.
    Check {
        /// The data folder.
        #[arg(long, env = "HOLDFAST_DATA", default_value = "data")]
        data: PathBuf,
    },
    /// The mart: facts and figures made from the log. The server must not be running.
    #[command(subcommand)]
    Mart(mart::Action),
    /// Prints a report of the mart, or writes it to a file. The server may run or not.
    Report(Box<report::Options>),
    /// Measures a server with real clients.
    Bench(bench::Options),
    #[command(hide = true)]
    BenchEcho,
    /// Kills a server again and again under load and checks that nothing acknowledged is lost or doubled.
    #[command(hide = true)]
    CrashTest(crash_test::Options),
}

#[derive(Subcommand)]
enum Import {
    /// A log of events in the export format, as the history of an empty tenant. A malformed line ends it with code 2, and nothing is loaded.
    /// Chats that are open in it take no more messages: the next start ends them.
    Events {
        /// The log: a file, since it is read twice.
        file: PathBuf,
        /// The data folder; made when it is not there.
        #[arg(long, env = "HOLDFAST_DATA", default_value = "data")]
        data: PathBuf,
    },
}

#[derive(Subcommand)]
enum Export {
    /// The event log as JSON Lines.
    Events {
        /// The data folder.
        #[arg(long, env = "HOLDFAST_DATA", default_value = "data")]
        data: PathBuf,
        /// The tenant that the lines name.
        #[arg(long, default_value = "main")]
        tenant: String,
        /// From this position on.
        #[arg(long, default_value_t = 1)]
        since: u64,
        /// Only those of one conversation.
        #[arg(long, value_parser = |text: &str| ConversationId::parse(text))]
        conversation: Option<ConversationId>,
    },
}

impl Command {
    /// Whether what it is for is what it prints.
    fn prints(&self) -> bool {
        match self {
            Self::Events
            | Self::Export(_)
            | Self::Stats { .. }
            | Self::Check { .. }
            | Self::Report(_) => true,
            Self::Serve(_)
            | Self::Import(_)
            | Self::Mart(_)
            | Self::Bench(_)
            | Self::BenchEcho
            | Self::CrashTest(_) => false,
        }
    }
}

/// Whether the reader of what was being written, such as `head`, has gone: it has what it wanted.
fn is_unread(why: &anyhow::Error) -> bool {
    let is_broken_pipe = |why: &std::io::Error| why.kind() == ErrorKind::BrokenPipe;
    why.chain().any(|why| why.downcast_ref().is_some_and(is_broken_pipe))
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    let prints = command.prints();
    match run(command) {
        Ok(code) => code,
        Err(why) if prints && is_unread(&why) => ExitCode::SUCCESS,
        Err(why) => {
            // For the person who started it: what went wrong and why, never a backtrace.
            eprintln!("holdfast: {why:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(options) => serve::run(&options)?,
        Command::Events => catalogue::write(&mut std::io::stdout().lock())?,
        Command::Export(Export::Events { data, tenant, since, conversation }) => {
            let journal = SqliteJournal::open(&DataFolder::hold(&data)?)?;
            let selection = export::Selection { since, conversation };
            let mut out = BufWriter::new(std::io::stdout().lock());
            export::write(&journal, &tenant, &selection, &mut out)?;
        }
        Command::Import(Import::Events { file, data }) => return import::run(&data, &file),
        Command::Stats { mode } => return stats::run(mode),
        Command::Check { data } => {
            use std::io::Write as _;
            writeln!(std::io::stdout(), "{}", check::run(&data)?)?;
        }
        Command::Mart(action) => return mart::run(&action),
        Command::Report(options) => report::run(&options)?,
        Command::Bench(options) => bench::run(&options)?,
        Command::BenchEcho => bench::echo::serve()?,
        Command::CrashTest(options) => {
            if !crash_test::run(&options)? {
                return Ok(ExitCode::FAILURE);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
