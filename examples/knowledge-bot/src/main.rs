//! The program: reads its options, and runs the bot until it is ended or turned away for good.

use anyhow::Context as _;
use clap::Parser;
use knowledge_bot::Config;
use tracing_subscriber::filter::LevelFilter;

/// Answers customers from the knowledge articles; hands over to people when none fits.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// Where the server is.
    #[arg(long, env = "HOLDFAST_SERVER", default_value = "http://127.0.0.1:7070")]
    server: String,
    /// The bot's key; better given in the environment, where other users do not see it.
    #[arg(long, env = "HOLDFAST_KEY", hide_env_values = true)]
    key: String,
    /// The queue that chats are handed over to; the chat's own if absent.
    #[arg(long, env = "HOLDFAST_QUEUE")]
    queue: Option<String>,
    /// How well an article must fit to be an answer, above 0 to 1.
    #[arg(long, default_value_t = 0.35)]
    fit_min: f64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let level = std::env::var("HOLDFAST_LOG").unwrap_or_else(|_| "info".to_owned());
    let level: LevelFilter = level.parse().with_context(|| {
        format!("HOLDFAST_LOG is {level:?} and must be off, error, warn, info, debug or trace")
    })?;
    tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).init();
    let Options { server, key, queue, fit_min } = Options::parse();
    let config = Config { server, key, queue, fit_min };
    tokio::select! {
        why = knowledge_bot::run(config) => Err(why.into()),
        asked = tokio::signal::ctrl_c() => Ok(asked?),
    }
}
