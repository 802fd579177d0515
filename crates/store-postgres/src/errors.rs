//! What PostgreSQL's errors mean to the warehouse port, and why one does not open. Their texts name host, port and database, and hold neither
//! the password nor what is in a row (PostgreSQL's details have that, so that they are left out).

use postgres::Error;
use postgres::error::{Severity, SqlState};
use store::{ReadError, WriteError};

/// Why a warehouse was not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Nobody answers there, or it takes nobody now. It may later.
    #[error("the warehouse at {place} cannot be reached: {detail}")]
    Unreachable {
        /// Host, port and database.
        place: String,
        /// What was said.
        detail: String,
    },
    /// It does not let us in, or do what must be done.
    #[error("the warehouse at {place} refuses: {detail}")]
    Refused {
        /// Host, port and database.
        place: String,
        /// What was said.
        detail: String,
    },
    /// Somebody else fills it.
    #[error(
        "the warehouse at {place} is being filled by another server; each needs a database or schema of its own"
    )]
    Busy {
        /// Host, port and database.
        place: String,
    },
    /// It has the rows of another journal.
    #[error(
        "the warehouse at {place} was filled from another journal ({found}); name a database or schema of this one's own, or give it up with `holdfast mart rebuild --replace`"
    )]
    Foreign {
        /// Host, port and database.
        place: String,
        /// That journal.
        found: String,
    },
    /// A newer version of this program made it.
    #[error(
        "the warehouse at {place} has format {found}, and this program knows none above {known}"
    )]
    Newer {
        /// Host, port and database.
        place: String,
        /// Its format.
        found: i64,
        /// The newest that is known.
        known: i64,
    },
    /// It is not as it was made.
    #[error("{detail}")]
    Corrupt {
        /// What is wrong, and what to do.
        detail: String,
    },
}

/// What an error means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It may go well later.
    Passing,
    Full,
    Refused,
    Corrupt,
}

/// Whether a field is not of the type that its column was made with.
fn is_wrong_type(why: &Error) -> bool {
    let text = why.to_string();
    text.contains("deserializing") || text.contains("serializing")
}

/// Whether the connection is over with this error: the database ended it, or did not answer.
pub(crate) fn loses_connection(why: &Error) -> bool {
    match why.as_db_error() {
        Some(said) => matches!(said.parsed_severity(), Some(Severity::Fatal | Severity::Panic)),
        None => !is_wrong_type(why),
    }
}

fn kind(why: &Error) -> Kind {
    let Some(state) = why.code() else {
        // No answer of the database, or a wrong one.
        return if is_wrong_type(why) { Kind::Corrupt } else { Kind::Passing };
    };
    if [SqlState::DISK_FULL, SqlState::OUT_OF_MEMORY].contains(state) {
        return Kind::Full;
    }
    match state.code().get(..2) {
        // Connections, resources, cancelled by an operator, deadlocks and lock waits, failures of the system.
        Some("08" | "53" | "57" | "40" | "55" | "58") => Kind::Passing,
        // Authorisation, no such database, no such role, read-only.
        Some("28" | "3D" | "25" | "3F") => Kind::Refused,
        _ if *state == SqlState::INSUFFICIENT_PRIVILEGE => Kind::Refused,
        // Our statements are right: when one is not understood, the tables are not as we made them.
        Some("42" | "XX") => Kind::Corrupt,
        _ => Kind::Passing,
    }
}

/// What was said, without the details, which have fields of rows.
fn detail(why: &Error) -> String {
    match why.as_db_error() {
        Some(said) => format!("{} ({})", said.message(), said.code().code()),
        None => {
            let mut text = why.to_string();
            let mut source = std::error::Error::source(why);
            while let Some(why) = source {
                text.push_str(": ");
                text.push_str(&why.to_string());
                source = why.source();
            }
            text
        }
    }
}

fn damaged(place: &str, why: &Error) -> String {
    format!("the mart at {place} is not as it was made: {}", detail(why))
}

pub(crate) fn open_error(place: &str, why: &Error) -> OpenError {
    let place = place.to_owned();
    match kind(why) {
        Kind::Passing | Kind::Full => OpenError::Unreachable { place, detail: detail(why) },
        Kind::Refused => OpenError::Refused { place, detail: detail(why) },
        Kind::Corrupt => OpenError::Corrupt { detail: damaged(&place, why) },
    }
}

pub(crate) fn read_error(place: &str, why: &Error) -> ReadError {
    match kind(why) {
        Kind::Corrupt => ReadError::Corrupt { detail: damaged(place, why) },
        Kind::Passing | Kind::Full | Kind::Refused => {
            ReadError::Io { detail: format!("{place}: {}", detail(why)) }
        }
    }
}

pub(crate) fn write_error(place: &str, why: &Error) -> WriteError {
    match kind(why) {
        Kind::Corrupt => WriteError::Corrupt { detail: damaged(place, why) },
        Kind::Full => WriteError::Full { detail: format!("{place}: {}", detail(why)) },
        Kind::Passing | Kind::Refused => {
            WriteError::Io { detail: format!("{place}: {}", detail(why)) }
        }
    }
}

/// A warehouse that could not be opened, to who wants to read it.
pub(crate) fn unread(why: OpenError) -> ReadError {
    match why {
        OpenError::Corrupt { detail } => ReadError::Corrupt { detail },
        other => ReadError::Io { detail: other.to_string() },
    }
}

/// A warehouse that could not be opened, to who wants to write it.
pub(crate) fn unwritten(why: OpenError) -> WriteError {
    match why {
        OpenError::Corrupt { detail } => WriteError::Corrupt { detail },
        other => WriteError::Io { detail: other.to_string() },
    }
}
