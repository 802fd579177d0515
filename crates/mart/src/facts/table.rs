//! What the mart's tables and rows are made of, the same in every store. What it leaves out: which tables there are (`tables`, `aggregates`),
//! and how they are stored (the adapters of the warehouse port).

use std::sync::Arc;

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Not known yet.
    Null,
    /// A key, count, size, time in epoch milliseconds or length in whole seconds.
    Integer(i64),
    /// A text.
    Text(Arc<str>),
}

impl From<i64> for Field {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<&str> for Field {
    fn from(text: &str) -> Self {
        Self::Text(if text.contains('\0') { without_null(text).into() } else { Arc::from(text) })
    }
}

impl From<String> for Field {
    fn from(text: String) -> Self {
        Self::Text(if text.contains('\0') { without_null(&text).into() } else { text.into() })
    }
}

/// PostgreSQL's texts cannot have it, and rows are the same in every store.
fn without_null(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

impl<T: Into<Field>> From<Option<T>> for Field {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Field {
    /// The number, if it is one.
    #[must_use]
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::Null | Self::Text(_) => None,
        }
    }

    /// The text; empty if it is none.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Null | Self::Integer(_) => "",
        }
    }
}

/// The columns that hold texts; all others hold whole numbers.
pub const TEXTS: [&str; 37] = [
    "media_server_ixn_guid",
    "thread_id",
    "media_origin",
    "language_name",
    "ended_by",
    "ended_reason",
    "ended_agent",
    "disconnect_reason",
    "cal_date",
    "label_yyyy",
    "label_yyyy_mm",
    "label_yyyy_mm_dd",
    "label_yyyy_mm_dd_hh24",
    "label_hh24",
    "media_name",
    "media_name_code",
    "tenant_name",
    "queue_id",
    "queue_name",
    "agent_id",
    "agent_name",
    "chat",
    "role",
    "how",
    "left_reason",
    "outcome",
    "answer",
    "status",
    "callid",
    "keyname",
    "value",
    "added",
    "report",
    "name",
    "last_chat",
    "next_chat",
    "reason",
];

/// A row: its fields in the order of the table's columns.
pub type Row = Vec<Field>;

/// A table of the mart.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [&'static str],
    /// How many of the first columns are its key.
    pub key: usize,
}

impl Table {
    /// The key of a row.
    #[must_use]
    pub fn key_of<'r>(&self, row: &'r [Field]) -> &'r [Field] {
        row.get(..self.key).unwrap_or(row)
    }

    /// The place of a column.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| *column == name)
    }
}

/// One change of the mart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowChange {
    /// The row with this key is now this one.
    Put(&'static Table, Row),
    /// There is no row with this key any more.
    Remove(&'static Table, Row),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_no_character_that_a_store_cannot_take() {
        assert_eq!(Field::from("a\0b").text(), "a\u{fffd}b");
        assert_eq!(Field::from("a\0".to_owned()), Field::from("a\u{fffd}"));
        assert_eq!(Field::from("\u{1}\n").text(), "\u{1}\n");
    }
}
