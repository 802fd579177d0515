//! `holdfast serve`: puts engine, stores and gateway together, says where it listens, and ends cleanly when it is told to.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Arc;

use anyhow::Context as _;
use engine::{Engine, SystemClock};
use metrics_exporter_prometheus::PrometheusBuilder;
use store_objects::ObjectBlobs;
use store_postgres::Address;
use store_sqlite::{DataFolder, SqliteJournal, SqliteScratch};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{Config, LogFormat, Options, Secret};
use crate::{import, mart, report, setup};

/// How often the metrics' histograms are folded.
const UPKEEP: std::time::Duration = std::time::Duration::from_secs(5);

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// Why it does not start, or did not end cleanly.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    // Where it is refused, some wait a little longer now and then.
    let _ = store::foreground::use_small_pages();
    start_logging(options.log_format)?;
    let config = Config::of(options)?;
    let warehouse = config.warehouse.as_ref().map(Secret::address).transpose()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(config, warehouse))
}

async fn serve(config: Config, warehouse: Option<Address>) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let metrics = PrometheusBuilder::new().install_recorder().context("metrics")?;
    let folder = DataFolder::hold(&config.data)?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}", config.listen))?;

    import::end_what_is_open(&folder)?;
    let journal_folder = folder.clone();
    let open: engine::Open = Box::new(move || Ok(Box::new(SqliteJournal::open(&journal_folder)?)));
    let engine_config =
        engine::Config { tenant: config.tenant.clone(), ..engine::Config::default() };
    let starting = tokio::task::spawn_blocking(move || {
        Engine::start(open, engine_config, Arc::new(SystemClock))
    });
    let engine = tokio::select! {
        engine = starting => engine??,
        never = gateway::answer_while_starting(&listener) => match never {},
    };
    let handle = engine.handle();
    let follower = mart::follow(&folder, &handle, &config.tenant, warehouse.as_ref()).await?;

    let mut scratch = SqliteScratch::open(&folder)?;
    let admin = setup::tenant(&handle, &mut scratch).await?;
    let accounts = if config.demo {
        setup::demo(&handle, &mut scratch, folder.path(), admin.as_deref()).await?
    } else {
        admin.map(|password| ("admin".to_owned(), password)).into_iter().collect()
    };
    setup::settings(&handle, &config.settings).await?;
    let gateway_config = config.gateway(setup::secret(folder.path())?);

    let upkeep = metrics.clone();
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(UPKEEP);
        loop {
            ticks.tick().await;
            upkeep.run_upkeep();
        }
    });
    let render = Box::new(move || metrics.render());
    let blobs =
        ObjectBlobs::in_folder(&folder.path().join("files"), tokio::runtime::Handle::current())?;
    let stores = gateway::Stores {
        scratch: Box::new(scratch),
        blobs: Arc::new(blobs),
        uploads: folder.path().join("uploads"),
        reports: report::readers(folder.path(), warehouse.as_ref()),
    };
    let gateway = gateway::Gateway::new(handle.clone(), stores, gateway_config, render).await?;
    say_where(&listener, &config, &accounts)?;
    let ended = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("asked to end");
    };
    gateway.serve(listener, ended).await;
    follower.stop().await;
    engine.stop().await;
    tracing::info!("ended");
    Ok(())
}

/// Starts the log at the level of `HOLDFAST_LOG`: one for all, or `target=level` with commas between; `info` if it is not set.
fn start_logging(format: LogFormat) -> anyhow::Result<()> {
    let levels = std::env::var("HOLDFAST_LOG").unwrap_or_else(|_| "info".to_owned());
    let filter: Targets = levels.parse().with_context(|| {
        format!("HOLDFAST_LOG is {levels:?} and must be a level (off, error, warn, info, debug, trace) or a list such as info,engine=debug")
    })?;
    let logs = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let registry = tracing_subscriber::registry();
    match format {
        LogFormat::Text => registry.with(logs.with_filter(filter)).init(),
        LogFormat::Json => registry.with(logs.json().with_filter(filter)).init(),
    }
    Ok(())
}

/// Says where it listens, on standard output: the line that scripts wait for first.
fn say_where(
    listener: &TcpListener,
    config: &Config,
    accounts: &BTreeMap<String, String>,
) -> anyhow::Result<()> {
    let address = listener.local_addr()?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "listening on http://{address}")?;
    if config.demo {
        writeln!(out, "  demo site  http://{address}/")?;
    }
    writeln!(out, "  desk       http://{address}/desk/")?;
    for (name, password) in accounts {
        writeln!(out, "  account    {name:<8} {password}")?;
    }
    out.flush()?;
    Ok(())
}
