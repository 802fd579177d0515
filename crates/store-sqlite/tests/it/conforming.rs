//! The suites of the ports.

use std::collections::HashMap;

use store::conformance;
use store_sqlite::{DataFolder, SqliteJournal, SqliteReportReader, SqliteScratch, SqliteWarehouse};
use tempfile::TempDir;

#[test]
fn the_journal_conforms() {
    let mut folders: HashMap<u32, TempDir> = HashMap::new();
    conformance::journal(&mut |number| {
        let folder = folders.entry(number).or_insert_with(|| tempfile::tempdir().unwrap());
        Box::new(SqliteJournal::open(&DataFolder::hold(folder.path()).unwrap()).unwrap())
    });
}

#[test]
fn the_scratch_conforms() {
    let mut folders: HashMap<u32, TempDir> = HashMap::new();
    conformance::scratch(&mut |number| {
        let folder = folders.entry(number).or_insert_with(|| tempfile::tempdir().unwrap());
        Box::new(SqliteScratch::open(&DataFolder::hold(folder.path()).unwrap()).unwrap())
    });
}

#[test]
fn the_warehouse_conforms() {
    let mut folders: HashMap<u32, TempDir> = HashMap::new();
    conformance::warehouse(&mut |number| {
        let folder = folders.entry(number).or_insert_with(|| tempfile::tempdir().unwrap());
        Box::new(SqliteWarehouse::open(&DataFolder::hold(folder.path()).unwrap()).unwrap())
    });
}

#[test]
fn the_reports_conform() {
    let mut folders: Vec<TempDir> = Vec::new();
    conformance::reports(&mut || {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        folders.push(folder);
        let warehouse = SqliteWarehouse::open(&DataFolder::hold(&path).unwrap()).unwrap();
        let readers = move || {
            Box::new(SqliteReportReader::open(&path).unwrap()) as Box<dyn store::ReportReader>
        };
        (Box::new(warehouse), Box::new(readers))
    });
}

#[test]
fn a_mart_of_another_version_is_not_asked() {
    let folder = tempfile::tempdir().unwrap();
    let why = SqliteReportReader::open(folder.path()).err().unwrap().to_string();
    assert!(why.contains("mart.db"), "{why}");
    drop(SqliteWarehouse::open(&DataFolder::hold(folder.path()).unwrap()).unwrap());
    let connection = rusqlite::Connection::open(folder.path().join("mart.db")).unwrap();
    let newest: i64 =
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
    let why = SqliteReportReader::open(folder.path()).err().unwrap().to_string();
    assert!(why.contains(&format!("has format 1, not {newest}")), "{why}");
}
