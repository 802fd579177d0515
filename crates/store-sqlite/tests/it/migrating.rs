//! Marts of older formats, as fixtures in SQL, are brought up to date: what can stay stays, and all look like one that was made today.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use mart::facts::{AGT_AGENT_STATE_DAY, AGT_AGENT_STATS_DAY, Row, TABLES};
use rusqlite::Connection;
use store::WarehouseReader;
use store_sqlite::{DataFolder, SqliteReportReader, SqliteWarehouse};

/// The marts of older formats, from the first on.
const OLDER: [&str; 3] = [
    include_str!("../../fixtures/mart_1.sql"),
    include_str!("../../fixtures/mart_2.sql"),
    include_str!("../../fixtures/mart_3.sql"),
];

/// What an older mart does not have: made from its hours.
const DAYS: [&str; 2] = [AGT_AGENT_STATS_DAY.name, AGT_AGENT_STATE_DAY.name];

/// The first format whose rows are as they are today; those of an older one are made from the log again.
const SAME_ROWS_SINCE: usize = 2;

fn made_of(sql: &str, folder: &Path) -> Connection {
    let connection = Connection::open(folder.join("mart.db")).unwrap();
    connection.execute_batch(sql).unwrap();
    connection
}

fn opened(folder: &Path) -> SqliteWarehouse {
    SqliteWarehouse::open(&DataFolder::hold(folder).unwrap()).unwrap()
}

/// Everything that makes up a mart but its rows.
fn schema(folder: &Path) -> Vec<(String, String)> {
    let connection = Connection::open(folder.join("mart.db")).unwrap();
    let sql = "SELECT name, coalesce(sql, '') FROM sqlite_master ORDER BY name";
    let mut statement = connection.prepare(sql).unwrap();
    let all = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    all.map(Result::unwrap).collect()
}

fn version(folder: &Path) -> i64 {
    let connection = Connection::open(folder.join("mart.db")).unwrap();
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

/// All rows of all tables.
fn rows(warehouse: &dyn WarehouseReader) -> BTreeMap<&'static str, Vec<Row>> {
    let of = |table: &'static mart::facts::Table| {
        let mut all = Vec::new();
        let each = &mut |row| {
            all.push(row);
            ControlFlow::Continue(())
        };
        warehouse.scan(table, each).unwrap();
        (table.name, all)
    };
    TABLES.into_iter().map(of).collect()
}

/// Two rows a table are in each fixture; here as texts, with what is null as `-`.
fn told(all: &BTreeMap<&'static str, Vec<Row>>) -> BTreeMap<String, Vec<String>> {
    let field = |field: &mart::facts::Field| match field {
        mart::facts::Field::Null => "-".to_owned(),
        mart::facts::Field::Integer(number) => number.to_string(),
        mart::facts::Field::Text(text) => text.to_string(),
    };
    let row = |row: &Row| row.iter().map(field).collect::<Vec<_>>().join("|");
    all.iter().map(|(name, rows)| ((*name).to_owned(), rows.iter().map(row).collect())).collect()
}

fn told_by_hand(connection: &Connection) -> BTreeMap<String, Vec<String>> {
    let of = |name: &str| {
        let sql = format!("SELECT * FROM {name} ORDER BY 1");
        let mut statement = connection.prepare(&sql).unwrap();
        let columns = statement.column_count();
        let field = |row: &rusqlite::Row<'_>, index| match row.get(index).unwrap() {
            rusqlite::types::Value::Null => "-".to_owned(),
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            other => panic!("{name} has {other:?}"),
        };
        let read = statement.query_map([], |row| {
            Ok((0..columns).map(|index| field(row, index)).collect::<Vec<_>>().join("|"))
        });
        read.unwrap().map(Result::unwrap).collect()
    };
    let there = TABLES.iter().filter(|table| !DAYS.contains(&table.name));
    there.map(|table| (table.name.to_owned(), of(table.name))).collect()
}

/// The rows of a mart, and of them those by the day.
fn told_and_days(
    warehouse: &dyn WarehouseReader,
) -> (BTreeMap<String, Vec<String>>, BTreeMap<String, Vec<String>>) {
    told(&rows(warehouse)).into_iter().partition(|(name, _)| !DAYS.contains(&name.as_str()))
}

#[test]
fn a_mart_of_any_older_format_becomes_one_of_today() {
    let fresh = tempfile::tempdir().unwrap();
    drop(opened(fresh.path()));
    for (format, sql) in (1..).zip(OLDER) {
        let folder = tempfile::tempdir().unwrap();
        drop(made_of(sql, folder.path()));
        assert_eq!(version(folder.path()), format);
        let refused = SqliteReportReader::open(folder.path()).err().unwrap().to_string();
        assert!(refused.contains(&format!("has format {format}, not ")), "{refused}");
        drop(opened(folder.path()));
        assert_eq!(version(folder.path()), version(fresh.path()), "format {format}");
        assert_eq!(schema(folder.path()), schema(fresh.path()), "format {format}");
        SqliteReportReader::open(folder.path()).unwrap();
    }
}

#[test]
fn rows_that_mean_the_same_today_stay_and_so_does_the_position() {
    for sql in &OLDER[SAME_ROWS_SINCE - 1..] {
        let folder = tempfile::tempdir().unwrap();
        let before = told_by_hand(&made_of(sql, folder.path()));
        assert!(before.values().all(|rows| rows.len() == 2), "{before:?}");
        let warehouse = opened(folder.path());
        let (kept, days) = told_and_days(&warehouse);
        assert_eq!(kept, before);
        assert_eq!(warehouse.position().unwrap(), 4_711);
        // Nothing is done again at the next start.
        drop(warehouse);
        assert_eq!(told_and_days(&opened(folder.path())), (before, days));
    }
}

#[test]
fn days_of_agents_are_made_from_their_hours() {
    let folder = tempfile::tempdir().unwrap();
    // The first and the last hour of the second of January 1970.
    drop(made_of(OLDER[2], folder.path()));
    let (_, days) = told_and_days(&opened(folder.path()));
    let sums: Vec<String> = (1074..1088).map(|one| (2 * one + 18).to_string()).collect();
    let stats = format!("86400|1|1|{}|1106", sums.join("|"));
    let state = "86400|1|status 1|2130|2132|2134".to_owned();
    let expected = [(DAYS[0], vec![stats]), (DAYS[1], vec![state])];
    assert_eq!(days, expected.map(|(name, rows)| (name.to_owned(), rows)).into());
}

#[test]
fn rows_of_before_go_so_that_the_whole_log_is_read_again() {
    for sql in &OLDER[..SAME_ROWS_SINCE - 1] {
        let folder = tempfile::tempdir().unwrap();
        drop(made_of(sql, folder.path()));
        let warehouse = opened(folder.path());
        assert_eq!(warehouse.position().unwrap(), 0);
        let left: Vec<_> =
            rows(&warehouse).into_iter().filter(|(_, rows)| !rows.is_empty()).collect();
        assert_eq!(left, []);
    }
}

#[test]
fn a_step_that_is_cut_off_leaves_the_format_and_the_rows_of_before() {
    let folder = tempfile::tempdir().unwrap();
    let connection = made_of(OLDER[1], folder.path());
    let before = told_by_hand(&connection);
    // What stands in the way of the second index of the step; the first has been made by then.
    connection.execute_batch("CREATE TABLE g_userdata_history_by_chat (it INTEGER)").unwrap();
    drop(connection);
    assert!(SqliteWarehouse::open(&DataFolder::hold(folder.path()).unwrap()).is_err());
    assert_eq!(version(folder.path()), 2);
    let connection = Connection::open(folder.path().join("mart.db")).unwrap();
    assert_eq!(told_by_hand(&connection), before);
    connection.execute_batch("DROP TABLE g_userdata_history_by_chat").unwrap();
    drop(connection);
    assert_eq!(told_and_days(&opened(folder.path())).0, before);
}
