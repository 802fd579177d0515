//! A database's own file beside SQLite's connections to it, to sync what was written there without a connection, so without a lock. What it
//! leaves out: everything else, which is SQLite's.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::open_error::OpenError;

/// The files that are open, by their paths; each is opened once.
static OPEN: Mutex<BTreeMap<PathBuf, Arc<File>>> = Mutex::new(BTreeMap::new());

fn open_files() -> MutexGuard<'static, BTreeMap<PathBuf, Arc<File>>> {
    // Nothing panics while it is held.
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A database's file. Closing it takes all of the process's locks off it, SQLite's among them, because POSIX has them belong to process and
/// file: whoever has a connection to the database holds this as well, drops it after the connection, and the last one closes the file.
#[derive(Debug, Clone)]
pub(crate) struct DatabaseFile {
    path: PathBuf,
    /// None only while it is dropped.
    file: Option<Arc<File>>,
}

impl DatabaseFile {
    /// Opens a database's file, which is made if it is not there.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub(crate) fn open(path: &Path) -> Result<Self, OpenError> {
        let mut open = open_files();
        let file = match open.get(path) {
            Some(file) => Arc::clone(file),
            None => {
                let mut options = OpenOptions::new();
                options.read(true).write(true).create(true).truncate(false);
                let opened = options.open(path).map_err(|why| OpenError::Io {
                    path: path.to_owned(),
                    detail: why.to_string(),
                })?;
                let file = Arc::new(opened);
                open.insert(path.to_owned(), Arc::clone(&file));
                file
            }
        };
        Ok(Self { path: path.to_owned(), file: Some(file) })
    }

    /// Makes durable what was written to it. A failure is not passed on: SQLite is told the same when it syncs the file itself, which it does before
    /// it begins the log anew.
    pub(crate) fn sync(&self) {
        let _ = self.file.as_ref().map(|file| file.sync_data());
    }
}

impl Drop for DatabaseFile {
    fn drop(&mut self) {
        let mut open = open_files();
        self.file = None;
        // Closed while nobody can open it.
        if open.get(&self.path).is_some_and(|file| Arc::strong_count(file) == 1) {
            open.remove(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_opened_once_and_closed_with_the_last_who_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let is_open = || open_files().contains_key(&path);
        let first = DatabaseFile::open(&path).unwrap();
        let copy = first.clone();
        let again = DatabaseFile::open(&path).unwrap();
        assert!(Arc::ptr_eq(first.file.as_ref().unwrap(), again.file.as_ref().unwrap()));
        drop((first, again));
        assert!(is_open(), "a copy holds it");
        copy.sync();
        drop(copy);
        assert!(!is_open());
        let missing = folder.path().join("no").join("journal.db");
        assert!(DatabaseFile::open(&missing).unwrap_err().to_string().contains("journal.db"));
    }
}
