//! `holdfast check`: the files, and the state against its replay. The server must not be running.

use std::path::Path;

use store::{Journal as _, JournalReader as _};
use store_sqlite::{DataFolder, SqliteJournal, SqliteScratch};

/// Checks a data folder and says what was found in order.
///
/// # Errors
/// What is damaged, or differs.
pub(crate) fn run(data: &Path) -> anyhow::Result<String> {
    let folder = DataFolder::hold(data)?;
    let journal = SqliteJournal::open(&folder)?;
    let events = journal.check_all()?;
    let checked = engine::check(&journal, &*journal.snapshots())?;
    drop(SqliteScratch::open(&folder)?);
    Ok(format!(
        "journal {}: {events} events in order, {} open conversations after the replay, {} snapshots equal to it",
        journal.identity(),
        checked.open_conversations,
        checked.snapshots.len(),
    ))
}
