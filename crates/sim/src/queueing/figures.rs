//! What the mart says of an office: its log goes through the server's own filler into a mart, and the figures are those of the report Queue
//! performance, as a supervisor would ask for it. What whole seconds hide, whether a chat waited at all and how long to the millisecond, is
//! read from the mart's rows. What it leaves out: what the figures should be (`theory`).

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use anyhow::{Context as _, anyhow, ensure};
use domain::{Recorded, Timestamp};
use engine::Filler;
use mart::facts::Field;
use protocol::report::{Cell, Report};
use store::{Batch, Journal as _, MemoryDisk, MemoryJournal, ReportReader as _};
use store_sqlite::{DataFolder, SqliteReportReader, SqliteWarehouse};
use tempfile::TempDir;

use super::theory::Figure;

/// The service level that is asked for, in whole seconds.
pub(super) const SERVICE_LEVEL: u32 = 20;

/// Most events in one write to the mart.
const EVENTS_MAX: usize = 20_000;

/// Waits to the millisecond of the chats that began in a time: how many, how many that waited, and how long all did. A chat's wait ends when
/// its agent enters or, if none does, with the chat.
const WAITS: &str = "SELECT COUNT(*), SUM(CASE WHEN wait > 0 THEN 1 ELSE 0 END), SUM(wait) FROM \
    (SELECT COALESCE(e.entered_ts, c.end_ts) - c.start_ts AS wait FROM chat_session_fact c \
     LEFT JOIN agent_engagement_fact e ON e.chat = c.media_server_ixn_guid \
     WHERE c.start_date_time_key >= ? AND c.start_date_time_key < ?)";

/// A mart of its own, in a folder that goes with it.
pub(super) struct Mart {
    journal: MemoryJournal,
    disk: MemoryDisk,
    filler: Filler,
    folder: TempDir,
}

/// What was measured of some days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measured {
    /// Chats that began.
    pub(super) chats: f64,
    waited: f64,
    /// Seconds.
    wait: f64,
    within: f64,
    answered: f64,
    /// Seconds, each wait rounded down.
    answered_wait: f64,
    abandoned: f64,
    abandoned_wait: f64,
}

impl Measured {
    /// What a figure is made of: it is the first divided by the second.
    pub(super) fn parts(&self, figure: Figure) -> (f64, f64) {
        match figure {
            Figure::Waiting => (self.waited, self.chats),
            Figure::Wait => (self.wait, self.chats),
            Figure::WaitOfWaiting => (self.wait, self.waited),
            Figure::Within(_) => (self.within, self.chats),
            Figure::WaitOfServed => (self.answered_wait, self.answered),
            Figure::Abandonment => (self.abandoned, self.chats),
            Figure::WaitOfAbandoned => (self.abandoned_wait, self.abandoned),
        }
    }
}

/// The day of a moment, as reports are asked for it.
fn day(at: Timestamp) -> String {
    at.to_string().chars().take("2026-11-21".len()).collect()
}

impl Mart {
    pub(super) fn new() -> anyhow::Result<Self> {
        let disk = MemoryDisk::named("queueing");
        let journal = disk.open();
        let folder = tempfile::tempdir()?;
        let warehouse = SqliteWarehouse::open(&DataFolder::hold(folder.path())?)?;
        let filler = Filler::open(Box::new(warehouse), "queueing", &journal)?;
        Ok(Self { journal, disk, filler, folder })
    }

    /// Takes what follows in the log, and forgets the events when their rows are written.
    pub(super) fn fill(&mut self, log: &[Recorded]) -> anyhow::Result<()> {
        self.journal.append(&Batch { events: log, answers: &[] })?;
        while self.filler.fill(&self.journal, u64::MAX, EVENTS_MAX)?.events == EVENTS_MAX {}
        self.disk.forget_before(self.filler.position());
        Ok(())
    }

    /// What it says of the days from a midnight (UTC) on, before another.
    pub(super) fn measured(&self, from: Timestamp, until: Timestamp) -> anyhow::Result<Measured> {
        let reader = SqliteReportReader::open(self.folder.path())?;
        let seconds = |at: Timestamp| Field::Integer(at.0 / 1_000);
        let mut sums = None;
        reader.select(WAITS, &[seconds(from), seconds(until)], &mut |row| {
            sums = row.iter().map(Field::integer).collect::<Option<Vec<i64>>>();
            ControlFlow::Break(())
        })?;
        let Some([chats, waited, wait_ms]) = sums.as_deref() else {
            return Err(anyhow!("no chat began from {from} to {until}"));
        };

        let last = day(Timestamp(until.0 - 1));
        let given = [("from", day(from)), ("to", last), ("interval", "day".to_owned())]
            .into_iter()
            .chain([("service_level_seconds", SERVICE_LEVEL.to_string())])
            .map(|(name, value)| (name.to_owned(), value))
            .collect::<BTreeMap<_, _>>();
        let definition = reports::report("queue-performance").context("the report is not there")?;
        let question = reports::ask(&reader, definition, &given, until)?;
        let report = reports::answer(&reader, &question)?;
        let figure = |column| total(&report, column);
        let (answered, abandoned) = (figure("answered")?, figure("abandoned")?);
        let measured = Measured {
            chats: *chats as f64,
            waited: *waited as f64,
            wait: *wait_ms as f64 / 1_000.0,
            within: figure("within")?,
            answered,
            answered_wait: figure("average_wait")? * answered,
            abandoned,
            abandoned_wait: figure("average_abandoned_wait")? * abandoned,
        };
        measured.agrees(&report)?;
        Ok(measured)
    }
}

impl Measured {
    /// Rows and report must say the same: as many chats, and waits that differ by what was rounded down.
    fn agrees(&self, report: &Report) -> anyhow::Result<()> {
        let offered = total(report, "offered")?;
        let (answered, abandoned) = (self.answered, self.abandoned);
        ensure!(
            offered == self.chats && answered + abandoned == self.chats,
            "the rows have {} chats, the report {offered}: {answered} answered, {abandoned} abandoned",
            self.chats
        );
        let rounded = self.wait - self.answered_wait - self.abandoned_wait;
        ensure!(
            (-0.5..=self.waited + 0.5).contains(&rounded),
            "{} chats waited for {} s by the rows and {rounded} s less by the report",
            self.waited,
            self.wait
        );
        Ok(())
    }
}

/// A column of the total of the report's main table; 0 where there is nothing to divide by.
fn total(report: &Report, column: &str) -> anyhow::Result<f64> {
    let table = report.tables.first().context("the report has no table")?;
    let place = table.columns.iter().position(|known| known.id == column);
    let cells = table.total.as_ref().map(|total| &total.cells);
    let cell = place.and_then(|place| cells?.get(place));
    match cell.with_context(|| format!("the report has no total of {column}"))? {
        Cell::Whole(number) => Ok(*number as f64),
        Cell::Number(number) => Ok(*number),
        Cell::Null => Ok(0.0),
        Cell::Text(text) => Err(anyhow!("the total of {column} is {text:?}")),
    }
}
