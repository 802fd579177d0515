//! The texts of the statements, made from the tables' columns.

use mart::facts::{TEXTS, Table};

fn list(columns: &[&str]) -> String {
    columns.join(", ")
}

fn type_of(column: &str) -> &'static str {
    if TEXTS.contains(&column) { "text" } else { "bigint" }
}

fn arrays(columns: &[&str]) -> String {
    let arrays = (1..).zip(columns).map(|(n, column)| format!("${n}::{}[]", type_of(column)));
    arrays.collect::<Vec<_>>().join(", ")
}

fn key(table: &Table) -> &[&'static str] {
    table.columns.get(..table.key).unwrap_or(table.columns)
}

/// Puts many rows, from an array a column; no key may be in it twice.
pub(crate) fn put(table: &Table) -> String {
    let (name, columns, key) = (table.name, list(table.columns), key(table));
    let rest = table.columns.iter().skip(table.key);
    let rest: Vec<String> = rest.map(|column| format!("{column} = EXCLUDED.{column}")).collect();
    format!(
        "INSERT INTO {name} ({columns}) SELECT * FROM unnest({}) ON CONFLICT ({}) DO UPDATE SET {}",
        arrays(table.columns),
        list(key),
        rest.join(", ")
    )
}

/// Removes many rows, from an array a column of the key.
pub(crate) fn remove(table: &Table) -> String {
    let (name, key) = (table.name, key(table));
    format!("DELETE FROM {name} WHERE ({}) IN (SELECT * FROM unnest({}))", list(key), arrays(key))
}

/// One row, by its key.
pub(crate) fn row(table: &Table) -> String {
    let condition = (1..).zip(key(table)).map(|(n, column)| format!("{column} = ${n}"));
    let condition: Vec<String> = condition.collect();
    format!("SELECT {} FROM {} WHERE {}", list(table.columns), table.name, condition.join(" AND "))
}

/// Rows by key, of the table or of what has its columns.
pub(crate) fn by_key(table: &Table, from: &str, condition: &str) -> String {
    format!(
        "SELECT {} FROM {from} WHERE {condition} ORDER BY {}",
        list(table.columns),
        list(key(table))
    )
}

/// Moves the position on, if it is where this writer left it.
pub(crate) const MOVE_POSITION: &str = "UPDATE mart_position SET position = $1 WHERE position = $2";

/// The position.
pub(crate) const POSITION: &str = "SELECT position FROM mart_position";
