//! What a crash leaves of contents that were being written: files whose names have a `#`, which no content's name has.

use std::io;
use std::path::Path;

/// Removes them. Called before anything is written, by the one process that holds the folder.
pub(crate) fn remove(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(entry.path())? {
            let file = file?;
            if file.file_name().to_string_lossy().contains('#') {
                std::fs::remove_file(file.path())?;
            }
        }
    }
    Ok(())
}
