//! The data folder and who holds it: one process at a time, by a lock of the operating system that ends with the process. What it
//! leaves out: what is in the folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::open_error::OpenError;

/// The data folder, held by this process until this and everything opened from it is dropped.
#[derive(Debug, Clone)]
pub struct DataFolder {
    path: PathBuf,
    _lock: Arc<File>,
}

impl DataFolder {
    /// Takes hold of a data folder; makes it when it is not there.
    ///
    /// # Errors
    /// When another process holds it, or it cannot be made or written.
    pub fn hold(path: &Path) -> Result<Self, OpenError> {
        let io =
            |why: std::io::Error| OpenError::Io { path: path.to_owned(), detail: why.to_string() };
        fs::create_dir_all(path).map_err(io)?;
        let lock_path = path.join("holdfast.lock");
        let mut options = OpenOptions::new();
        let mut lock = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(lock_path)
            .map_err(io)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(OpenError::InUse { path: path.to_owned(), holder: holder(&mut lock) });
            }
            Err(TryLockError::Error(why)) => return Err(io(why)),
        }
        // Who holds it is only a hint for people, so a full disk does not matter here.
        let _ = lock
            .set_len(0)
            .and_then(|()| lock.rewind())
            .and_then(|()| write!(lock, "{}", std::process::id()));
        Ok(Self { path: path.to_owned(), _lock: Arc::new(lock) })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

fn holder(lock: &mut File) -> String {
    let mut process = String::new();
    match lock.read_to_string(&mut process) {
        Ok(_) if !process.trim().is_empty() => format!("another holdfast (process {process})"),
        Ok(_) | Err(_) => "another holdfast".to_owned(),
    }
}
