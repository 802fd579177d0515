//! Who may open the folder, and which files.

use domain::{AgentId, ConversationId};
use rusqlite::Connection;
use store::{Change, Journal, JournalReader, Scratch, ScratchReader};
use store_sqlite::{DataFolder, OpenError, SqliteJournal, SqliteScratch};

use crate::setting::{append, image, open};

#[test]
fn a_folder_is_held_by_one_until_all_of_it_is_dropped() {
    let home = tempfile::tempdir().unwrap();
    let folder = DataFolder::hold(home.path()).unwrap();
    let journal = SqliteJournal::open(&folder).unwrap();
    let scratch = SqliteScratch::open(&folder).unwrap();
    let reader = journal.reader().unwrap();
    drop((folder, journal, scratch));
    let Err(refused) = DataFolder::hold(home.path()) else { panic!("held twice") };
    assert!(matches!(refused, OpenError::InUse { .. }));
    let told = refused.to_string();
    assert!(told.contains(&format!("process {}", std::process::id())), "{told}");
    assert!(told.contains("in use") && told.contains("stop that one first"), "{told}");
    drop(reader);
    DataFolder::hold(home.path()).unwrap();
}

#[test]
fn a_newer_format_and_a_foreign_file_are_refused() {
    let home = tempfile::tempdir().unwrap();
    drop(open(home.path()).unwrap());
    let raw = Connection::open(home.path().join("journal.db")).unwrap();
    raw.pragma_update(None, "user_version", 99).unwrap();
    drop(raw);
    assert!(matches!(open(home.path()), Err(OpenError::Newer { found: 99, known: 2, .. })));

    let home = tempfile::tempdir().unwrap();
    let raw = Connection::open(home.path().join("journal.db")).unwrap();
    raw.execute_batch("CREATE TABLE somebody_elses (data)").unwrap();
    drop(raw);
    assert!(matches!(open(home.path()), Err(OpenError::Foreign { found: 0, .. })));

    let folder = DataFolder::hold(home.path()).unwrap();
    drop(SqliteScratch::open(&folder).unwrap());
    std::fs::rename(home.path().join("scratch.db"), home.path().join("journal.db")).unwrap();
    drop(folder);
    assert!(matches!(open(home.path()), Err(OpenError::Foreign { .. })));
}

#[test]
fn what_was_acknowledged_is_there_after_a_crash_at_any_commit() {
    let home = tempfile::tempdir().unwrap();
    let folder = DataFolder::hold(home.path()).unwrap();
    let mut journal = SqliteJournal::open(&folder).unwrap();
    let mut scratch = SqliteScratch::open(&folder).unwrap();
    for round in 0..12_u64 {
        append(&mut journal, round * 40 + 1..=round * 40 + 40);
        let agent = AgentId::new(&format!("agent-{round}"));
        let hash = format!("hash-{round}");
        scratch.write(&[Change::SetCredential { agent: agent.clone(), hash }]).unwrap();
        if round % 3 == 0 {
            journal.snapshots().save(round * 40 + 40, b"state").unwrap();
        }
        let crashed = image(home.path());
        let folder = DataFolder::hold(crashed.path()).unwrap();
        let mut again = SqliteJournal::open(&folder).unwrap();
        assert_eq!(again.last_seq().unwrap(), round * 40 + 40);
        assert_eq!(again.check_all().unwrap(), round * 40 + 40);
        assert_eq!(again.identity(), journal.identity());
        append(&mut again, round * 40 + 41..=round * 40 + 41);
        let conversation = ConversationId::new("conversation-1");
        assert!(!again.conversation(&conversation, None, 5).unwrap().is_empty());
        let again = SqliteScratch::open(&folder).unwrap();
        assert_eq!(again.credential(&agent).unwrap(), Some(format!("hash-{round}")));
    }
}
