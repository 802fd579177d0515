//! What the disk knows of an upload: a record beside its bytes, written whole or not at all.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use protocol::file::SentFile;
use serde::{Deserialize, Serialize};

/// The ending of records' names.
const ENDING: &str = "json";

/// An upload as the disk knows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Record {
    /// Whose it is.
    pub(crate) owner: String,
    /// The chat that the file is for.
    pub(crate) chat: String,
    /// The file's name.
    pub(crate) name: String,
    /// How many bytes it has.
    pub(crate) bytes: u64,
    /// How many of them are durable.
    pub(crate) received: u64,
    /// When it began, in milliseconds.
    pub(crate) created_at: i64,
    /// When something arrived last, in milliseconds.
    pub(crate) used_at: i64,
    /// The command that sent it, and the file as it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sent: Option<(String, SentFile)>,
}

/// Where the bytes of an upload are.
pub(crate) fn bytes_path(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("{id}.part"))
}

fn record_path(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("{id}.{ENDING}"))
}

/// Writes a record in place of the one before.
pub(crate) fn write(folder: &Path, id: &str, record: &Record) -> io::Result<()> {
    let new = folder.join(format!("{id}.new"));
    let mut file = File::create(&new)?;
    file.write_all(&serde_json::to_vec(record)?)?;
    file.sync_all()?;
    std::fs::rename(new, record_path(folder, id))
}

/// Removes bytes and record; what is not there any more is no error.
pub(crate) fn remove(folder: &Path, id: &str) -> io::Result<()> {
    for path in [bytes_path(folder, id), record_path(folder, id)] {
        remove_file(&path)?;
    }
    Ok(())
}

/// Removes a file that may be gone already.
pub(crate) fn remove_file(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => Err(why),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Reads all records of a folder. Bytes behind what is known to be durable are cut off, and files that belong to no record removed.
pub(crate) fn read_all(folder: &Path) -> io::Result<Vec<(String, Record)>> {
    let mut records = Vec::new();
    let mut others = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_record = path.extension().is_some_and(|ending| ending == ENDING);
        let id = path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned);
        let record = is_record.then(|| std::fs::read(&path)).transpose()?;
        let record = record.and_then(|bytes| serde_json::from_slice::<Record>(&bytes).ok());
        match (id, record) {
            (Some(id), Some(record)) => records.push((id, record)),
            _ => others.push(path),
        }
    }
    let mut kept = Vec::new();
    for (id, record) in records {
        if record.sent.is_some() || cut(&bytes_path(folder, &id), record.received)? {
            kept.push((id, record));
        } else {
            remove(folder, &id)?;
        }
    }
    let belongs = |path: &Path| kept.iter().any(|(id, _)| path == bytes_path(folder, id));
    for path in others.iter().filter(|path| path.is_file() && !belongs(path)) {
        remove_file(path)?;
    }
    Ok(kept)
}

/// Cuts a file after so many bytes; false if it has fewer, or is gone.
fn cut(path: &Path, bytes: u64) -> io::Result<bool> {
    let file = match File::options().write(true).open(path) {
        Ok(file) => file,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(why) => return Err(why),
    };
    if file.metadata()?.len() < bytes {
        return Ok(false);
    }
    file.set_len(bytes)?;
    Ok(true)
}
