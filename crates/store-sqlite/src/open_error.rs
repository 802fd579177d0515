//! Why the data folder or a file in it was not opened. The texts are for the operator who started the server.

use std::path::PathBuf;

/// Why something was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process holds the data folder.
    #[error("data folder {} is in use by {holder}; stop that one first", path.display())]
    InUse {
        /// The folder.
        path: PathBuf,
        /// Who holds it, as far as is known.
        holder: String,
    },
    /// A file was written by a later version.
    #[error(
        "{} has format {found}, and this version of holdfast knows formats up to {known}; start a newer version", path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest that this version knows.
        known: i64,
    },
    /// A file is not what its name says.
    #[error(
        "{} is a database of another program (application id {found}); choose another data folder", path.display()
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// The application id found.
        found: i64,
    },
    /// A file is damaged, or part of what was acknowledged is missing.
    #[error("{detail}")]
    Corrupt {
        /// What is damaged, where, and what to do.
        detail: String,
    },
    /// There is no room to open it.
    #[error("{} cannot be opened because there is no room left: {detail}", path.display())]
    Full {
        /// The file.
        path: PathBuf,
        /// What the storage said.
        detail: String,
    },
    /// Reading or writing failed.
    #[error("{} cannot be opened: {detail}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the storage said.
        detail: String,
    },
}
