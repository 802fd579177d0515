//! The mart of many chats: how fast it is filled, how large it is, how long each report takes. Filled in this process from a day that is repeated,
//! with the follower's own code and the real warehouse. What it leaves out: PostgreSQL.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use domain::{Body, Millis, Timestamp};
use store::JournalReader as _;
use store_sqlite::{DataFolder, SqliteReportReader, SqliteWarehouse};

use super::repeated::Repeated;
use super::{day, progress};
use crate::stats::Mode;

/// Chats of a day.
const CHATS_A_DAY: u64 = 10_000;
/// The month that reports are asked of begins so long before the end.
const MONTH: Millis = Millis(30 * 86_400_000);

/// Figures of the mart.
#[derive(Debug)]
pub(crate) struct MartFigures {
    /// Chats in it.
    pub(crate) chats: u64,
    /// Events that it was filled from.
    pub(crate) events: u64,
    /// Which statistics are attached to each chat.
    pub(crate) attach: Mode,
    /// How long that took.
    pub(crate) filling: Duration,
    /// Its size on disk.
    pub(crate) bytes: u64,
    /// Each report with how long it took for the last month by days, and for all by months.
    pub(crate) reports: Vec<(&'static str, Duration, Duration)>,
}

/// Fills a mart and asks every report of it.
///
/// # Errors
/// When it cannot be filled or asked.
pub(crate) fn measure(chats: u64, attach: Mode) -> anyhow::Result<MartFigures> {
    progress(&format!("the mart: {chats} chats"));
    // Two days at least, so that a short run repeats as a long one does.
    let a_day = CHATS_A_DAY.min(chats.div_ceil(2)).max(1);
    let events = day::events(usize::try_from(a_day)?, attach)?;
    let created = events.iter().filter(|event| matches!(event.body, Body::ChatCreated(_)));
    anyhow::ensure!(created.count() as u64 == a_day, "the day has not the chats that it must have");
    let days = chats.div_ceil(a_day);
    let past = Repeated::new(events, days);
    let folder = tempfile::tempdir()?;
    let (events, end) = (past.last_seq()?, past.end());
    let began = Instant::now();
    let mart = SqliteWarehouse::open(&DataFolder::hold(folder.path())?)?;
    drop(crate::mart::fill(Box::new(mart), "main", &past, u64::MAX)?);
    let filling = began.elapsed();
    let bytes = size(folder.path())?;
    let mut reports = Vec::new();
    for report in reports::DEFINITIONS {
        progress(&format!("the mart: {}", report.id));
        let month = ask(folder.path(), report, end, Some(MONTH))?;
        let all = ask(folder.path(), report, end, None)?;
        reports.push((report.id, month, all));
    }
    Ok(MartFigures { chats: days * a_day, events, attach, filling, bytes, reports })
}

/// How long a report takes, with the opening of the mart.
fn ask(
    folder: &Path,
    report: &'static reports::Definition,
    end: Timestamp,
    long: Option<Millis>,
) -> anyhow::Result<Duration> {
    let day = |at: Timestamp| at.to_string().chars().take(10).collect::<String>();
    let mut given = BTreeMap::from([("time_zone".to_owned(), "Europe/Berlin".to_owned())]);
    match long {
        Some(long) => {
            let from = Timestamp(end.0.saturating_sub_unsigned(long.0));
            given.insert("from".to_owned(), day(from));
            given.insert("to".to_owned(), day(end));
            given.insert("interval".to_owned(), "day".to_owned());
        }
        None => {
            given.insert("preset".to_owned(), "all".to_owned());
            given.insert("interval".to_owned(), "month".to_owned());
        }
    }
    given.retain(|name, _| name != "interval" || report.parameters().contains(&name.as_str()));
    let began = Instant::now();
    let reader = SqliteReportReader::open(folder)?;
    let question = reports::ask(&reader, report, &given, end)?;
    let answer = reports::answer(&reader, &question).with_context(|| report.id)?;
    let took = began.elapsed();
    anyhow::ensure!(
        answer.tables.iter().any(|table| !table.rows.is_empty()),
        "{} is empty",
        report.id
    );
    Ok(took)
}

fn size(folder: &Path) -> anyhow::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes)
}
