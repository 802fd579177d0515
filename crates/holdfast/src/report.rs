//! `holdfast report`: a report of the mart on the command line, from the same questions and files as over HTTP. What it leaves out: the
//! server, which may run meanwhile or not.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use domain::Timestamp;
use engine::{Clock as _, SystemClock};
use reports::Format;
use store::{OpenReports, ReportReader};
use store_postgres::{Address, PostgresReportReader};
use store_sqlite::SqliteReportReader;

use crate::config::Secret;

/// Which report, about what, and in which form.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Its id, such as `queue-performance`; without one the reports are listed.
    report: Option<String>,
    /// `csv`, `xlsx`, `parquet` or `json`.
    #[arg(long, default_value = "csv")]
    format: String,
    /// One table alone; CSV and Parquet have the main one if none is named.
    #[arg(long)]
    table: Option<String>,
    /// `today`, `last_week`, `current_month` (if nothing is said), `all` and others; see docs/reports.md.
    #[arg(long)]
    preset: Option<String>,
    /// First day, such as 2026-11-01.
    #[arg(long)]
    from: Option<String>,
    /// Last day, itself included.
    #[arg(long)]
    to: Option<String>,
    /// `hour`, `day`, `week`, `month`, `quarter` or `year`.
    #[arg(long)]
    interval: Option<String>,
    /// A name of the IANA database, such as Europe/Berlin; UTC if none is given.
    #[arg(long)]
    time_zone: Option<String>,
    /// `monday`, `sunday` or `saturday`.
    #[arg(long)]
    week_start: Option<String>,
    /// Ids of queues, with commas between them.
    #[arg(long)]
    queue: Option<String>,
    /// Ids of agents.
    #[arg(long)]
    agent: Option<String>,
    /// Reasons why chats ended.
    #[arg(long)]
    end_reason: Option<String>,
    /// Media types.
    #[arg(long)]
    media_type: Option<String>,
    /// Media origins.
    #[arg(long)]
    media_origin: Option<String>,
    /// Languages.
    #[arg(long)]
    language: Option<String>,
    /// Names of tenants.
    #[arg(long)]
    tenant: Option<String>,
    /// Seconds of the service level.
    #[arg(long)]
    service_level_seconds: Option<String>,
    /// Where it is written; standard output if nothing is given.
    #[arg(long)]
    output: Option<PathBuf>,
    /// The data folder.
    #[arg(long, env = "HOLDFAST_DATA", default_value = "data")]
    data: PathBuf,
    /// The mart is in PostgreSQL, at postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require, not in the data folder.
    #[arg(long, env = "HOLDFAST_WAREHOUSE", value_name = "ADDRESS", hide_env_values = true)]
    warehouse: Option<Secret>,
}

/// What opens readers of the mart: of a data folder, or of a database.
pub(crate) fn readers(data: &Path, warehouse: Option<&Address>) -> OpenReports {
    match warehouse.cloned() {
        Some(address) => Box::new(move || Ok(Box::new(PostgresReportReader::new(&address)))),
        None => {
            let data = data.to_owned();
            Box::new(move || Ok(Box::new(SqliteReportReader::open(&data)?)))
        }
    }
}

fn given(options: &Options) -> BTreeMap<String, String> {
    let all = [
        ("table", &options.table),
        ("preset", &options.preset),
        ("from", &options.from),
        ("to", &options.to),
        ("interval", &options.interval),
        ("time_zone", &options.time_zone),
        ("week_start", &options.week_start),
        ("queue", &options.queue),
        ("agent", &options.agent),
        ("end_reason", &options.end_reason),
        ("media_type", &options.media_type),
        ("media_origin", &options.media_origin),
        ("language", &options.language),
        ("tenant", &options.tenant),
        ("service_level_seconds", &options.service_level_seconds),
    ];
    let given = all.into_iter().filter_map(|(name, value)| Some((name, value.clone()?)));
    given.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Prints or writes it.
///
/// # Errors
/// What is wrong with the question, or why the mart cannot be read.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let address = options.warehouse.as_ref().map(Secret::address).transpose()?;
    let reader = readers(&options.data, address.as_ref())()?;
    let bytes = match &options.report {
        Some(report) => file(&*reader, report, options, SystemClock.now())?,
        None => listed(),
    };
    match &options.output {
        Some(path) => std::fs::write(path, bytes)?,
        None => std::io::stdout().lock().write_all(&bytes)?,
    }
    Ok(())
}

fn listed() -> Vec<u8> {
    let line = |report: &&reports::Definition| format!("{:<24} {}\n", report.id, report.about);
    reports::DEFINITIONS.iter().map(line).collect::<String>().into_bytes()
}

fn file(
    reader: &dyn ReportReader,
    report: &str,
    options: &Options,
    now: Timestamp,
) -> anyhow::Result<Vec<u8>> {
    let Some(definition) = reports::report(report) else {
        let known: Vec<&str> = reports::DEFINITIONS.iter().map(|report| report.id).collect();
        anyhow::bail!("there is no report {report:?}; there are {}", known.join(", "));
    };
    let format = Format::parse(&options.format)?;
    let question = reports::ask(reader, definition, &given(options), now)?;
    Ok(reports::export(reader, &question, format)?.bytes)
}
