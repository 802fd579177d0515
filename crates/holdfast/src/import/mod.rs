//! `holdfast import events`: a log in the export format becomes the history of an empty tenant. It is read twice: once to find what is
//! malformed, before anything is written, and once to write it. What it leaves out: how a line becomes an event ([`convert`]).

mod convert;
mod report;

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use ::mart::log::Malformed;
use anyhow::{Context as _, bail};
use domain::{Event, Recorded, Seq, State};
use store::{Batch, Journal as _, JournalReader as _};
use store_sqlite::{DataFolder, SqliteJournal};

use crate::log_lines::{LogError, LogLines};
use convert::Converter;
use report::Report;

/// In a data folder into which a log is being written; one that stays is half a history.
const UNDER_WAY: &str = "import-under-way";
/// In a data folder whose history was imported, until the first start has ended what was open in it.
const IMPORTED: &str = "imported";
/// Events written in one commit.
const BATCH: usize = 5_000;
/// The exit code when a line is malformed.
const MALFORMED: u8 = 2;

/// Loads a log; the exit code is 2 when a line is malformed.
///
/// # Errors
/// When the file cannot be read, the folder is not empty, or the journal cannot be written.
pub(crate) fn run(data: &Path, file: &Path) -> anyhow::Result<ExitCode> {
    match import(data, file) {
        Ok(report) => {
            use std::io::Write as _;
            writeln!(std::io::stdout(), "{report}")?;
            Ok(ExitCode::SUCCESS)
        }
        Err(why) => match why.downcast_ref::<LogError>() {
            Some(LogError::Malformed(_)) => {
                eprintln!("holdfast: {why}; nothing was loaded");
                Ok(ExitCode::from(MALFORMED))
            }
            Some(LogError::Input { .. }) | None => Err(why),
        },
    }
}

fn import(data: &Path, file: &Path) -> anyhow::Result<Report> {
    let checked = read(file, |_| Ok(()))?;
    let folder = DataFolder::hold(data)?;
    refuse_half(&folder)?;
    let mut journal = SqliteJournal::open(&folder)?;
    let events = journal.last_seq()?;
    if events > 0 {
        bail!(
            "the journal in {} has {events} events; a log is imported into an empty data folder",
            data.display()
        );
    }
    let under_way = folder.path().join(UNDER_WAY);
    File::create(&under_way).and_then(|file| file.sync_all()).context("the data folder")?;
    let mut waiting: Vec<Recorded> = Vec::with_capacity(BATCH);
    let written = read(file, |recorded| {
        waiting.push(recorded);
        if waiting.len() == BATCH {
            journal.append(&Batch { events: &waiting, answers: &[] })?;
            waiting.clear();
        }
        Ok(())
    })?;
    if !waiting.is_empty() {
        journal.append(&Batch { events: &waiting, answers: &[] })?;
    }
    if written.events != checked.events {
        bail!(
            "{} changed while it was read; remove {} and import again",
            file.display(),
            data.display()
        );
    }
    std::fs::rename(&under_way, folder.path().join(IMPORTED)).context("the data folder")?;
    Ok(written)
}

/// Hands every event that can be stored to `each`, at the positions that they get.
fn read(
    file: &Path,
    mut each: impl FnMut(Recorded) -> anyhow::Result<()>,
) -> anyhow::Result<Report> {
    let open = File::open(file).with_context(|| file.display().to_string())?;
    let mut lines = LogLines::new(open);
    let mut converter = Converter::default();
    loop {
        let number = lines.number() + 1;
        let Some((line, text)) = lines.next()? else { break };
        let next: Seq = converter.report.events + 1;
        let event = converter
            .event(&line, text, next)
            .map_err(|what| LogError::from(Malformed { number, what }))?;
        if let Some(event) = event {
            each(recorded(next, event))?;
        }
    }
    Ok(converter.report)
}

fn recorded(seq: Seq, event: Event) -> Recorded {
    Recorded { seq, event: Arc::new(event) }
}

fn refuse_half(folder: &DataFolder) -> anyhow::Result<()> {
    if folder.path().join(UNDER_WAY).exists() {
        bail!(
            "an import into {} was cut off; remove the folder and import again",
            folder.path().display()
        );
    }
    Ok(())
}

/// Ends the chats that are open in a history that was imported, before a server begins to work on it.
///
/// # Errors
/// When the import was cut off, or the journal cannot be read or written.
pub(crate) fn end_what_is_open(folder: &DataFolder) -> anyhow::Result<()> {
    refuse_half(folder)?;
    let imported = folder.path().join(IMPORTED);
    if !imported.exists() {
        return Ok(());
    }
    let mut journal = SqliteJournal::open(folder)?;
    let mut state = State::default();
    journal.scan(1, &mut |recorded| {
        state.apply(&recorded);
        ControlFlow::Continue(())
    })?;
    let ends = domain::end_all(state);
    // All in one commit: either all of it is open, or nothing.
    journal.append(&Batch { events: &ends, answers: &[] })?;
    std::fs::remove_file(&imported).with_context(|| imported.display().to_string())?;
    tracing::info!(events = ends.len(), "what was open in the imported history is ended");
    Ok(())
}

#[cfg(test)]
mod tests;
