//! The mart of a data folder: `holdfast mart` fills it anew and holds it against the log, and a server has it followed. What it leaves out:
//! how it is filled, which is the engine's.

mod aggregates;
mod compare;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use engine::{Filler, Follower, Handle};
use store::{JournalReader, Warehouse};
use store_postgres::{Address, PostgresWarehouse};
use store_sqlite::{DataFolder, OpenError, SqliteJournal, SqliteWarehouse};

use crate::config::Secret;

/// Events in one commit when nothing else waits for it.
const EVENTS_MAX: usize = 20_000;

/// How often progress is told.
const PROGRESS: Duration = Duration::from_secs(1);

/// What to do with the mart.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Action {
    /// Drops the mart and fills it from the log again. Tells its progress on standard error.
    Rebuild {
        #[command(flatten)]
        place: Place,
        /// Also when the warehouse at `--warehouse` has the rows of another journal, which are given up.
        #[arg(long)]
        replace: bool,
    },
    /// Makes the mart once more from the log, up to where it is, and prints every row and every aggregate that differs; ends with 1 if any does.
    Check(Place),
}

/// Where the mart is.
#[derive(Debug, clap::Args)]
pub(crate) struct Place {
    /// The data folder.
    #[arg(long, env = "HOLDFAST_DATA", default_value = "data")]
    data: PathBuf,
    /// The tenant that the mart names.
    #[arg(long, default_value = "main")]
    tenant: String,
    /// The mart is in PostgreSQL, at postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require, not in the data folder.
    #[arg(long, env = "HOLDFAST_WAREHOUSE", value_name = "ADDRESS", hide_env_values = true)]
    warehouse: Option<Secret>,
}

/// Does it; the exit code is 1 when the mart differs from the log.
///
/// # Errors
/// When a file cannot be read or written.
pub(crate) fn run(action: &Action) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout();
    match action {
        Action::Rebuild { place, replace } => rebuild(place, *replace, &mut out),
        Action::Check(place) => check(place, &mut out),
    }
}

fn rebuild(place: &Place, replace: bool, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let folder = DataFolder::hold(&place.data)?;
    let journal = SqliteJournal::open(&folder)?;
    let mart: Box<dyn Warehouse> = match &place.warehouse {
        Some(warehouse) => {
            let mut mart = PostgresWarehouse::new(&warehouse.address()?, journal.identity());
            mart.open_empty(replace)?;
            Box::new(mart)
        }
        None => {
            SqliteWarehouse::remove(&folder)?;
            Box::new(SqliteWarehouse::open(&folder)?)
        }
    };
    let filled = fill(mart, &place.tenant, &journal, u64::MAX)?;
    writeln!(out, "mart filled from {} events", filled.position())?;
    Ok(ExitCode::SUCCESS)
}

/// Has the mart filled while the engine runs.
///
/// # Errors
/// When it cannot be opened, or is somebody else's. A database that is not there now is no reason not to serve.
pub(crate) async fn follow(
    folder: &DataFolder,
    handle: &Handle,
    tenant: &str,
    warehouse: Option<&Address>,
) -> anyhow::Result<Follower> {
    let mart: Box<dyn Warehouse> = match warehouse {
        Some(address) => {
            let mart = PostgresWarehouse::new(address, handle.journal_id());
            Box::new(tokio::task::spawn_blocking(move || reach(mart)).await??)
        }
        None => Box::new(in_folder(folder)?),
    };
    Ok(Follower::start(handle.clone(), tenant, mart)?)
}

fn reach(mart: PostgresWarehouse) -> Result<PostgresWarehouse, store_postgres::OpenError> {
    match mart.open() {
        Ok(()) => {}
        Err(why @ store_postgres::OpenError::Unreachable { .. }) => {
            tracing::error!(%why, "chats go on without the mart; it is tried again");
        }
        // Its tables, which the follower says as well; a rebuild makes them anew.
        Err(why @ store_postgres::OpenError::Corrupt { .. }) => tracing::error!(%why),
        Err(why) => return Err(why),
    }
    Ok(mart)
}

/// The mart in the data folder. One that is damaged is made anew: all that is in it comes from the log.
fn in_folder(folder: &DataFolder) -> Result<SqliteWarehouse, OpenError> {
    match SqliteWarehouse::open(folder) {
        Err(OpenError::Corrupt { detail }) => {
            tracing::error!(detail, "the mart is damaged and is filled again from the log");
            SqliteWarehouse::remove(folder)?;
            SqliteWarehouse::open(folder)
        }
        opened => opened,
    }
}

fn check(place: &Place, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let folder = DataFolder::hold(&place.data)?;
    let journal = SqliteJournal::open(&folder)?;
    let mart: Box<dyn Warehouse> = match &place.warehouse {
        Some(warehouse) => {
            let mart = PostgresWarehouse::new(&warehouse.address()?, journal.identity());
            mart.open()?;
            Box::new(mart)
        }
        None => Box::new(SqliteWarehouse::open(&folder)?),
    };
    let (position, last) = (mart.position()?, journal.last_seq()?);
    anyhow::ensure!(
        position <= last,
        "the mart has {position} events and the log only {last}: it is of another log; run `holdfast mart rebuild`"
    );
    // On the disk of the journal, and as large as a mart in the data folder.
    let fresh_place = Scratch::new(&place.data)?;
    let fresh_folder = DataFolder::hold(&fresh_place.0)?;
    let fresh = SqliteWarehouse::open(&fresh_folder)?;
    let fresh = fill(Box::new(fresh), &place.tenant, &journal, position)?;
    let rows = compare::tables(&*mart, fresh.warehouse(), out)?;
    let sums = aggregates::check(&*mart, out)?;
    let differences = rows.different + sums.different;
    writeln!(
        out,
        "mart at event {position} of {last}: {} rows and {} aggregates compared, {differences} differ",
        rows.compared, sums.compared,
    )?;
    Ok(if differences == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// How many were compared, and how many of them differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Comparison {
    compared: u64,
    different: u64,
}

/// A folder within another that is gone when this is.
struct Scratch(PathBuf);

impl Scratch {
    fn new(within: &Path) -> anyhow::Result<Self> {
        let path = within.join("mart-check");
        // One that a check that was cut off left behind.
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Fills a mart to the end of a journal, or to a position before.
///
/// # Errors
/// When the journal cannot be read or the mart not written.
pub(crate) fn fill(
    mart: Box<dyn Warehouse>,
    tenant: &str,
    journal: &dyn JournalReader,
    up_to: u64,
) -> anyhow::Result<Filler> {
    let last = journal.last_seq()?.min(up_to);
    let mut filler = Filler::open(mart, tenant, journal)?;
    let began = Instant::now();
    let mut told = began;
    while filler.fill(journal, up_to, EVENTS_MAX)?.events > 0 {
        if told.elapsed() >= PROGRESS {
            told = Instant::now();
            let (done, seconds) = (filler.position(), began.elapsed().as_secs_f64());
            eprintln!("mart: {done} of {last} events, {:.0} a second", done as f64 / seconds);
        }
    }
    Ok(filler)
}

#[cfg(test)]
mod tests {
    use ::mart::facts::{AGT_CHAT_STATS_HOUR, CHAT_SESSION_FACT, Field, RowChange};
    use domain::event::{ChatCreated, Customer};
    use domain::{
        Body, ChatId, ConversationId, Event, MessageId, Party, PartyType, QueueId, Recorded,
        Timestamp,
    };
    use store::{Batch, Journal, WarehouseReader};

    use super::*;

    fn place(data: &Path) -> Place {
        Place { data: data.to_owned(), tenant: "main".to_owned(), warehouse: None }
    }

    /// A data folder with one chat of three messages, and its mart.
    fn folder() -> tempfile::TempDir {
        let data = tempfile::tempdir().unwrap();
        let conversation = ConversationId::new("c");
        let created = Body::ChatCreated(ChatCreated {
            media_type: "chat".into(),
            media_origin: None,
            language: None,
            is_async: false,
            queue: QueueId::new("general"),
            arrived_at: Timestamp(0),
            continues: None,
            priority: 0,
            customer: Customer::default(),
            subject: String::new(),
            topic: None,
        });
        let post = || Body::EndUserPost { message: MessageId::new("m"), text: "hello".into() };
        let events: Vec<Recorded> = (1..)
            .zip([created, post(), post(), post()])
            .map(|(seq, body)| {
                let event = Event {
                    at: Timestamp(1_795_251_600_000 + seq as i64),
                    conversation: Some(conversation.clone()),
                    chat: Some(ChatId::of(&conversation, 1)),
                    actor: Party::new(PartyType::Customer, "ann"),
                    command: None,
                    body,
                };
                Recorded { seq, event: event.into() }
            })
            .collect();
        let held = DataFolder::hold(data.path()).unwrap();
        let mut journal = SqliteJournal::open(&held).unwrap();
        journal.append(&Batch { events: &events, answers: &[] }).unwrap();
        drop((journal, held));
        assert_eq!(
            rebuild(&place(data.path()), false, &mut Vec::new()).unwrap(),
            ExitCode::SUCCESS
        );
        data
    }

    fn checked(data: &Path) -> (ExitCode, String) {
        let mut out = Vec::new();
        let code = check(&place(data), &mut out).unwrap();
        (code, String::from_utf8(out).unwrap())
    }

    fn change(data: &Path, changes: &[RowChange]) {
        let held = DataFolder::hold(data).unwrap();
        SqliteWarehouse::open(&held).unwrap().write(4, changes).unwrap();
    }

    #[test]
    fn a_mart_that_is_as_the_log_says_has_no_difference() {
        let data = folder();
        let (code, said) = checked(data.path());
        assert_eq!(code, ExitCode::SUCCESS);
        let last = "mart at event 4 of 4: 11 rows and 6 aggregates compared, 0 differ\n";
        assert_eq!(said, last);
        assert!(!data.path().join("mart-check").exists());
    }

    #[test]
    fn what_differs_is_named() {
        let data = folder();
        let held = DataFolder::hold(data.path()).unwrap();
        let mart = SqliteWarehouse::open(&held).unwrap();
        let mut chat = mart.row(&CHAT_SESSION_FACT, &["c.1".into()]).unwrap().unwrap();
        drop((mart, held));
        let count = CHAT_SESSION_FACT.column("msg_from_customers_count").unwrap();
        chat[count] = Field::Integer(4);
        let mut surplus = chat.clone();
        surplus[0] = "c.2".into();
        let puts = [chat, surplus].map(|row| RowChange::Put(&CHAT_SESSION_FACT, row));
        change(data.path(), &puts);
        let (code, said) = checked(data.path());
        assert_eq!(code, ExitCode::FAILURE);
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(
            lines[..2],
            [
                "chat_session_fact \"c.1\": msg_from_customers_count is 4, should be 3",
                "chat_session_fact \"c.2\": should not be there",
            ]
        );
        assert!(lines[2].contains("sessions is 1, chats give 2"), "{}", lines[2]);
        assert_eq!(lines.len(), 2 + 6 + 1, "{said}");
    }

    #[test]
    fn a_row_that_is_missing_is_named() {
        let data = folder();
        let key = vec!["c.1".into()];
        change(data.path(), &[RowChange::Remove(&CHAT_SESSION_FACT, key)]);
        let (code, said) = checked(data.path());
        assert_eq!(code, ExitCode::FAILURE);
        assert!(said.starts_with("chat_session_fact \"c.1\": missing\n"), "{said}");
        assert!(said.contains(AGT_CHAT_STATS_HOUR.name));
    }
}
