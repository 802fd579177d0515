//! No room: appends are refused, nothing is half stored, and it goes on when there is room.

use domain::{ConversationId, Timestamp};
use store::{Answer, AppendError, Batch, Journal, JournalReader};

use crate::setting::{append, event, open};

#[test]
fn a_full_journal_refuses_and_goes_on_when_there_is_room() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open(home.path()).unwrap();
    append(&mut journal, 1..=5);
    let reader = journal.reader().unwrap();
    journal.set_bytes_max(Some(400_000)).unwrap();
    let long = "x".repeat(2_000);
    let mut last = 5;
    let refused = loop {
        let events = [event(last + 1, &long), event(last + 2, &long)];
        let answers =
            [Answer { key: format!("ann {last}"), at: Timestamp(1), body: "{}".to_owned() }];
        match journal.append(&Batch { events: &events, answers: &answers }) {
            Ok(()) => last += 2,
            Err(why) => break why,
        }
        assert!(last < 1_000, "the bound does not hold");
    };
    assert!(matches!(refused, AppendError::Full { .. }), "{refused:?}");
    assert!(last > 50);
    for _ in 0..3 {
        assert!(matches!(journal.probe(), Err(AppendError::Full { .. })));
        let events: Vec<_> = (last + 1..last + 50).map(|seq| event(seq, &long)).collect();
        let again = journal.append(&Batch { events: &events, answers: &[] });
        assert!(matches!(again, Err(AppendError::Full { .. })));
        assert_eq!(journal.last_seq().unwrap(), last);
        assert_eq!(reader.last_seq().unwrap(), last, "reading goes on");
        assert_eq!(reader.answer(&format!("ann {last}")).unwrap(), None);
    }
    journal.set_bytes_max(None).unwrap();
    journal.probe().unwrap();
    append(&mut journal, last + 1..=last + 100);
    assert_eq!(journal.check_all().unwrap(), last + 100);
    drop((journal, reader));
    assert_eq!(open(home.path()).unwrap().last_seq().unwrap(), last + 100);
}

#[test]
fn a_conversation_that_began_in_a_refused_batch_begins_again() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open(home.path()).unwrap();
    journal.set_bytes_max(Some(90_000)).unwrap();
    let huge = [event(1, "first"), event(2, &"x".repeat(200_000))];
    let refused = journal.append(&Batch { events: &huge, answers: &[] });
    assert!(matches!(refused, Err(AppendError::Full { .. })));
    journal.set_bytes_max(None).unwrap();
    append(&mut journal, 1..=9);
    let id = ConversationId::new("conversation-1");
    let seqs: Vec<u64> =
        journal.conversation(&id, None, 9).unwrap().iter().map(|event| event.seq).collect();
    assert_eq!(seqs, [1, 8]);
}

#[test]
fn a_file_that_another_program_holds_is_written_when_it_lets_go() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open(home.path()).unwrap();
    append(&mut journal, 1..=5);
    let other = rusqlite::Connection::open(home.path().join("journal.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = journal.append(&Batch { events: &[event(6, "a")], answers: &[] });
    assert!(matches!(refused, Err(AppendError::Full { .. })), "{refused:?}");
    other.execute_batch("ROLLBACK").unwrap();
    append(&mut journal, 6..=9);
    assert_eq!(journal.last_seq().unwrap(), 9);
}
