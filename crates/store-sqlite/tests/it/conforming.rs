//! The suites of the ports.

use std::collections::HashMap;

use store::conformance;
use store_sqlite::{DataFolder, SqliteJournal, SqliteScratch, SqliteWarehouse};
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
