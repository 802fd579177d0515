//! Damaged databases and snapshots: found at the start with a message, never skipped.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use store::{Journal, JournalReader, ReadError};
use store_sqlite::{DataFolder, OpenError, SqliteScratch};
use tempfile::TempDir;

use crate::setting::{append, find, flip, image, open, refusal};

/// A folder with 2,000 events, closed cleanly.
fn closed() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open(home.path()).unwrap();
    append(&mut journal, 1..=1_000);
    append(&mut journal, 1_001..=2_000);
    drop(journal);
    home
}

fn assert_told(told: &str, file: &str) {
    assert!(told.contains(file), "{told}");
    assert!(told.contains("backup") || told.contains("removed"), "{told}");
}

#[test]
fn a_flipped_bit_in_an_event_is_found() {
    let home = closed();
    let file = home.path().join("journal.db");
    flip(&file, find(&file, "text of 777."));
    let told = refusal(home.path());
    assert_told(&told, "journal.db");
    assert!(told.contains("event 777 does not match its checksum"), "{told}");
}

#[test]
fn no_flipped_bit_of_the_header_goes_unnoticed_or_loses_anything() {
    let home = closed();
    for offset in 0..100 {
        assert_noticed(&home, offset);
    }
    let copy = image(home.path());
    flip(&copy.path().join("journal.db"), 3);
    assert_told(&refusal(copy.path()), "journal.db");
}

/// What the start leaves to the full check (indexes, free pages, bytes without a meaning) is found there, or everything is there.
fn assert_noticed(home: &TempDir, offset: usize) {
    let copy = image(home.path());
    flip(&copy.path().join("journal.db"), offset);
    match open(copy.path()) {
        Ok(journal) => match journal.check_all() {
            Ok(_) => assert_eq!(journal.read(1, 9_999).unwrap().len(), 2_000, "byte {offset}"),
            Err(ReadError::Corrupt { detail }) => assert_told(&detail, "journal.db"),
            Err(why) => panic!("byte {offset}: {why:?}"),
        },
        Err(OpenError::Corrupt { detail }) => assert_told(&detail, "journal.db"),
        // The marks of the format are part of the header.
        Err(OpenError::Foreign { .. } | OpenError::Newer { .. }) if offset < 100 => {}
        Err(why) => panic!("byte {offset}: {why:?}"),
    }
}

#[test]
fn no_flipped_bit_of_a_page_goes_unnoticed() {
    let home = closed();
    let file = fs::read(home.path().join("journal.db")).unwrap();
    for offset in (100..file.len()).step_by(file.len() / 150) {
        assert_noticed(&home, offset);
    }
}

#[test]
fn a_cut_off_database_is_found() {
    let home = closed();
    let whole = fs::metadata(home.path().join("journal.db")).unwrap().len();
    for bytes in [whole - 1, whole - 4096, whole / 2, 5_000, 4_096, 50] {
        let copy = image(home.path());
        let file = fs::File::options().write(true).open(copy.path().join("journal.db")).unwrap();
        file.set_len(bytes).unwrap();
        assert_told(&refusal(copy.path()), "journal.db");
    }
}

#[test]
fn a_missing_event_is_found() {
    for (sql, told) in [
        ("DELETE FROM events WHERE seq = 1000", "1999 events from 1 to 2000"),
        ("DELETE FROM events WHERE seq = 1", "1999 events from 2 to 2000"),
        ("UPDATE events SET seq = 2001 WHERE seq = 1000", "2000 events from 1 to 2001"),
    ] {
        let home = closed();
        let raw = Connection::open(home.path().join("journal.db")).unwrap();
        raw.execute(sql, []).unwrap();
        drop(raw);
        let refused = refusal(home.path());
        assert!(refused.contains(told), "{refused}");
        assert!(refused.contains("missing"), "{refused}");
    }
}

#[test]
fn damage_while_running_is_never_handed_out() {
    let home = closed();
    let journal = open(home.path()).unwrap();
    let raw = Connection::open(home.path().join("journal.db")).unwrap();
    raw.execute("UPDATE events SET body = replace(body, 'text', 'lies') WHERE seq = 1500", [])
        .unwrap();
    raw.execute("DELETE FROM events WHERE seq = 1600", []).unwrap();
    for reader in [journal.reader().unwrap(), Box::new(journal)] {
        assert_eq!(reader.read(1400, 100).unwrap().len(), 100);
        let Err(ReadError::Corrupt { detail }) = reader.read(1400, 101) else { panic!("read") };
        assert!(detail.contains("event 1500"), "{detail}");
        assert!(reader.verify(1, 1499).is_ok());
        assert!(reader.verify(1, 1500).is_err());
        let Err(ReadError::Corrupt { detail }) = reader.read(1550, 100) else { panic!("read") };
        assert!(detail.contains("event 1600 is missing"), "{detail}");
        assert!(reader.verify(1550, 1700).is_err());
        assert!(reader.verify(1900, 2001).is_err());
    }
}

fn newest_snapshot(home: &Path) -> std::path::PathBuf {
    let mut files: Vec<_> =
        fs::read_dir(home.join("snapshots")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.pop().unwrap()
}

/// A folder with 2,000 events and a snapshot at the last.
fn with_snapshot() -> TempDir {
    let home = closed();
    let journal = open(home.path()).unwrap();
    journal.snapshots().save(2_000, &b"the state at 2000 ".repeat(1_000)).unwrap();
    home
}

#[test]
fn a_damaged_snapshot_is_found() {
    let home = with_snapshot();
    let bytes = fs::metadata(newest_snapshot(home.path())).unwrap().len() as usize;
    for offset in [0, 10, 45, 50, 57, 60, bytes / 2, bytes - 5, bytes - 1] {
        let copy = image(home.path());
        flip(&newest_snapshot(copy.path()), offset);
        if offset < 60 {
            assert_told(&refusal(copy.path()), ".snapshot");
        } else {
            let read = open(copy.path()).unwrap().snapshots().newest(1);
            let Err(ReadError::Corrupt { detail }) = read else { panic!("{offset}: {read:?}") };
            assert_told(&detail, ".snapshot");
        }
    }
    for bytes in [0, 30, 60, 63, 64, bytes - 1] {
        let copy = image(home.path());
        let file = fs::File::options().write(true).open(newest_snapshot(copy.path())).unwrap();
        file.set_len(bytes as u64).unwrap();
        let found = match open(copy.path()) {
            Err(OpenError::Corrupt { .. }) => true,
            Err(why) => panic!("{why:?}"),
            Ok(journal) => journal.snapshots().newest(1).is_err(),
        };
        assert!(found, "cut to {bytes} bytes");
    }
}

#[test]
fn a_journal_that_is_older_than_its_snapshot_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open(home.path()).unwrap();
    append(&mut journal, 1..=100);
    let before = image(home.path());
    append(&mut journal, 101..=200);
    journal.snapshots().save(150, b"state").unwrap();
    drop(journal);
    drop(open(home.path()).unwrap());
    let restored = tempfile::tempdir().unwrap();
    for name in ["journal.db", "journal.db-wal"] {
        fs::copy(before.path().join(name), restored.path().join(name)).unwrap();
    }
    fs::create_dir(restored.path().join("snapshots")).unwrap();
    let snapshot = newest_snapshot(home.path());
    let name = snapshot.file_name().unwrap();
    fs::copy(&snapshot, restored.path().join("snapshots").join(name)).unwrap();
    let told = refusal(restored.path());
    assert!(told.contains("ends at event 100") && told.contains("at event 150"), "{told}");
}

#[test]
fn a_missing_journal_beside_snapshots_is_not_made_anew() {
    let home = with_snapshot();
    fs::remove_file(home.path().join("journal.db")).unwrap();
    let told = refusal(home.path());
    assert!(told.contains("belongs to another journal"), "{told}");
}

#[test]
fn an_unfinished_snapshot_does_no_harm() {
    let home = with_snapshot();
    fs::write(home.path().join("snapshots/unfinished"), b"half").unwrap();
    let journal = open(home.path()).unwrap();
    assert_eq!(journal.snapshots().newest(9).unwrap().len(), 1);
}

#[test]
fn damaged_scratch_data_is_found() {
    let home = tempfile::tempdir().unwrap();
    drop(SqliteScratch::open(&DataFolder::hold(home.path()).unwrap()).unwrap());
    let file = home.path().join("scratch.db");
    flip(&file, 5);
    let opened = SqliteScratch::open(&DataFolder::hold(home.path()).unwrap());
    let Err(OpenError::Corrupt { detail }) = opened else { panic!("opened") };
    assert_told(&detail, "scratch.db");
}
