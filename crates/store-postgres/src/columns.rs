//! Fields of rows as PostgreSQL's values: arrays of a column for what is written, a row for what is read.

use mart::facts::{Field, Row, TEXTS};
use postgres::types::ToSql;

/// The values of one column in many rows.
#[derive(Debug)]
pub(crate) enum Column<'a> {
    Numbers(Vec<Option<i64>>),
    Texts(Vec<Option<&'a str>>),
}

impl Column<'_> {
    pub(crate) fn parameter(&self) -> &(dyn ToSql + Sync) {
        match self {
            Self::Numbers(numbers) => numbers,
            Self::Texts(texts) => texts,
        }
    }
}

/// Many rows, or keys, as columns.
pub(crate) fn columns<'a>(names: &[&str], rows: &[&'a [Field]]) -> Vec<Column<'a>> {
    let column = |(index, name): (usize, &&str)| {
        let fields = rows.iter().map(|row| row.get(index).unwrap_or(&Field::Null));
        if TEXTS.contains(name) {
            Column::Texts(fields.map(text).collect())
        } else {
            Column::Numbers(fields.map(Field::integer).collect())
        }
    };
    names.iter().enumerate().map(column).collect()
}

fn text(field: &Field) -> Option<&str> {
    match field {
        Field::Text(text) => Some(text),
        Field::Null | Field::Integer(_) => None,
    }
}

/// The value of one column in one row.
#[derive(Debug)]
pub(crate) enum Value<'a> {
    Number(Option<i64>),
    Text(Option<&'a str>),
}

impl Value<'_> {
    pub(crate) fn parameter(&self) -> &(dyn ToSql + Sync) {
        match self {
            Self::Number(number) => number,
            Self::Text(text) => text,
        }
    }
}

/// The fields of one row, or of its key.
pub(crate) fn values<'a>(names: &[&str], fields: &'a [Field]) -> Vec<Value<'a>> {
    let value = |(name, field): (&&str, &'a Field)| {
        if TEXTS.contains(name) { Value::Text(text(field)) } else { Value::Number(field.integer()) }
    };
    names.iter().zip(fields).map(value).collect()
}

/// A row as it was read.
///
/// # Errors
/// When a column has a value of another type.
pub(crate) fn row_of(names: &[&str], row: &postgres::Row) -> Result<Row, postgres::Error> {
    let field = |(index, name): (usize, &&str)| {
        if TEXTS.contains(name) {
            row.try_get::<_, Option<&str>>(index).map(Field::from)
        } else {
            row.try_get::<_, Option<i64>>(index).map(Field::from)
        }
    };
    names.iter().enumerate().map(field).collect()
}
