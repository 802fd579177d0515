//! What the tests share: folders, events, and images of a folder as a power cut would leave it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use domain::{
    Body, ChatId, CommandId, ConversationId, Event, MessageId, Party, PartyType, Recorded, Seq,
    Timestamp,
};
use store::{Batch, Journal};
use store_sqlite::{DataFolder, OpenError, SqliteJournal};
use tempfile::TempDir;

pub(crate) fn event(seq: Seq, text: &str) -> Recorded {
    let conversation = ConversationId::new(&format!("conversation-{}", seq % 7));
    let event = Event {
        at: Timestamp(i64::try_from(seq).unwrap()),
        chat: Some(ChatId::of(&conversation, 1)),
        conversation: Some(conversation),
        actor: Party::new(PartyType::Customer, "ann"),
        command: Some(CommandId::new(&format!("m{seq}"))),
        body: Body::EndUserPost {
            message: MessageId::new(&format!("m{seq}")),
            text: Arc::from(text),
        },
    };
    Recorded { seq, event: Arc::new(event) }
}

pub(crate) fn append(journal: &mut dyn Journal, seqs: std::ops::RangeInclusive<Seq>) {
    let events: Vec<Recorded> = seqs.map(|seq| event(seq, &format!("text of {seq}."))).collect();
    journal.append(&Batch { events: &events, answers: &[] }).unwrap();
}

pub(crate) fn open(path: &Path) -> Result<SqliteJournal, OpenError> {
    SqliteJournal::open(&DataFolder::hold(path)?)
}

/// The message with which the journal refuses to open.
pub(crate) fn refusal(path: &Path) -> String {
    match open(path) {
        Ok(_) => panic!("{} opens", path.display()),
        Err(why @ OpenError::Corrupt { .. }) => why.to_string(),
        Err(why) => panic!("{why:?}"),
    }
}

/// A copy of the folder as it is now, as a power cut at this moment would leave it.
pub(crate) fn image(folder: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_files(folder, copy.path());
    copy
}

fn copy_files(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy_files(&entry.path(), &target);
        } else if entry.file_name() != "journal.db-shm" {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Flips one bit.
pub(crate) fn flip(file: &Path, offset: usize) {
    let mut bytes = fs::read(file).unwrap();
    bytes[offset] ^= 0x10;
    fs::write(file, bytes).unwrap();
}

pub(crate) fn find(file: &Path, text: &str) -> usize {
    let bytes = fs::read(file).unwrap();
    bytes.windows(text.len()).position(|window| window == text.as_bytes()).unwrap()
}
