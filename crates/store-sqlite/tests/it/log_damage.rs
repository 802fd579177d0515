//! Damaged write-ahead logs: a torn last commit is normal, anything else would lose acknowledged commits and is refused.

use std::fs;
use std::path::PathBuf;

use store::JournalReader;
use store_sqlite::OpenError;
use tempfile::TempDir;

use crate::setting::{append, find, flip, image, open, refusal};

const FRAME_BYTES: usize = 24 + 4096;

/// A crashed folder whose log has ten commits of twenty events.
fn crashed() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open(home.path()).unwrap();
    for round in 0..10 {
        append(&mut journal, round * 20 + 1..=round * 20 + 20);
    }
    image(home.path())
}

fn log(home: &TempDir) -> PathBuf {
    home.path().join("journal.db-wal")
}

/// The offsets of the frames that end a commit.
fn commits(home: &TempDir) -> Vec<usize> {
    let bytes = fs::read(log(home)).unwrap();
    let frames = (32..bytes.len()).step_by(FRAME_BYTES);
    frames.filter(|&at| bytes[at + 4..at + 8] != [0; 4]).collect()
}

fn last_seq(home: &TempDir) -> u64 {
    let journal = open(home.path()).unwrap();
    assert_eq!(journal.check_all().unwrap(), journal.last_seq().unwrap());
    journal.last_seq().unwrap()
}

#[test]
fn a_whole_log_is_taken() {
    let home = crashed();
    assert_eq!(commits(&home).len(), 10);
    assert_eq!(last_seq(&home), 200);
}

#[test]
fn a_flipped_bit_in_the_middle_of_the_log_is_refused() {
    let home = crashed();
    let commits = commits(&home);
    let middle = commits[4];
    let told = |offset: usize| {
        let copy = image(home.path());
        flip(&log(&copy), offset);
        refusal(copy.path())
    };
    for offset in [
        // The page, the page number, the mark of the commit, the salts, the checksum, of frames in the middle and of the first.
        middle + 1_000,
        middle + 3,
        middle + 7,
        middle + 9,
        middle + 13,
        middle + 17,
        middle + 23,
        middle + FRAME_BYTES + 500,
        32 + 24,
        commits[7] + 100,
        // The last but one: the last was begun after it was synced.
        commits[8] + 100,
    ] {
        let told = told(offset);
        assert!(told.contains("journal.db-wal is damaged at byte"), "{offset}: {told}");
        assert!(told.contains("backup"), "{told}");
    }
    let frame = (middle - 32) / FRAME_BYTES * FRAME_BYTES + 32;
    assert!(told(middle + 1_000).contains(&format!("at byte {frame}")));
    assert!(told(middle + 1_000).contains("6 commits"));
    let text = find(&log(&home), "text of 50.");
    assert!(told(text).contains("is damaged at byte"));
    // The header: everything would be dropped.
    for offset in [0, 5, 9, 13, 17, 21, 25, 31] {
        assert!(told(offset).contains("at byte 0"), "{offset}");
    }
}

#[test]
fn a_torn_last_commit_is_normal() {
    let home = crashed();
    let last = *commits(&home).last().unwrap();
    let bytes = fs::metadata(log(&home)).unwrap().len();
    for cut in [1, 100, 4_096, FRAME_BYTES as u64 - 1, FRAME_BYTES as u64] {
        let copy = image(home.path());
        let file = fs::File::options().write(true).open(log(&copy)).unwrap();
        file.set_len(bytes - cut).unwrap();
        assert_eq!(last_seq(&copy), 180, "cut by {cut}");
    }
    // Sectors of the last commit that never reached the disk, whichever they are.
    let before = commits(&home)[8] + FRAME_BYTES;
    for offset in [before + 10, before + 2_000, last + 10, last + 2_000] {
        let copy = image(home.path());
        flip(&log(&copy), offset);
        assert_eq!(last_seq(&copy), 180, "torn at {offset}");
    }
}

#[test]
fn a_torn_leftover_of_a_commit_without_room_is_normal() {
    let home = crashed();
    let last = *commits(&home).last().unwrap();
    flip(&log(&home), last + 100);
    // The head of a frame that says it ends a commit, in front of a page that was never written.
    let mut bytes = fs::read(log(&home)).unwrap();
    let leftover = bytes[last..last + 24].to_vec();
    bytes.extend(leftover);
    bytes.extend([0; 4096]);
    fs::write(log(&home), bytes).unwrap();
    assert_eq!(last_seq(&home), 180);
}

#[test]
fn frames_of_an_earlier_round_of_the_log_are_no_damage() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open(home.path()).unwrap();
    for round in 0..10 {
        append(&mut journal, round * 20 + 1..=round * 20 + 20);
    }
    // The log is written from its beginning again, with what was there before behind it.
    let raw = rusqlite::Connection::open(home.path().join("journal.db")).unwrap();
    raw.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(())).unwrap();
    drop(raw);
    append(&mut journal, 201..=205);
    append(&mut journal, 206..=210);
    let copy = image(home.path());
    assert!(fs::metadata(log(&copy)).unwrap().len() > 10 * FRAME_BYTES as u64);
    assert_eq!(last_seq(&copy), 210);
    let copy = image(home.path());
    flip(&log(&copy), 32 + 24 + 100);
    assert!(refusal(copy.path()).contains("damaged at byte 32"));
}

#[test]
fn a_log_without_its_database_is_refused() {
    let home = crashed();
    for empty in [false, true] {
        let copy = image(home.path());
        fs::remove_file(copy.path().join("journal.db")).unwrap();
        if empty {
            fs::write(copy.path().join("journal.db"), b"").unwrap();
        }
        let told = refusal(copy.path());
        assert!(told.contains("missing or empty"), "{told}");
        assert!(log(&copy).exists(), "nothing was thrown away");
    }
}

#[test]
fn an_empty_or_unbegun_log_is_normal() {
    for content in [&b""[..], &[0; 20]] {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path()).unwrap();
        append(&mut journal, 1..=5);
        drop(journal);
        fs::write(home.path().join("journal.db-wal"), content).unwrap();
        assert!(matches!(open(home.path()), Ok(journal) if journal.last_seq().unwrap() == 5));
    }
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("journal.db-wal")).unwrap();
    assert!(matches!(open(home.path()), Err(OpenError::Io { .. })));
}
