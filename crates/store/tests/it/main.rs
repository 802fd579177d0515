//! The in-memory adapters pass the suites, and crashes and planned faults do what they say.

use std::collections::HashMap;
use std::sync::Arc;

use domain::{Body, Event, Party, Recorded, Seq, Timestamp};
use store::{
    AppendError, Batch, Blobs, Change, ContentHash, Fault, FaultPlan, FaultyBlobs, FaultyJournal,
    FaultyScratch, Journal, JournalReader, MemoryBlobs, MemoryDisk, MemoryJournal, MemoryScratch,
    MemoryWarehouse, PutError, ReadError, Scratch, ScratchReader, WriteError, conformance,
};

fn event(seq: Seq) -> Recorded {
    let body = Body::SettingChanged { name: "absent_interval".into(), value: format!("{seq}s") };
    let event = Event {
        at: Timestamp(1),
        conversation: None,
        chat: None,
        actor: Party::system(),
        command: None,
        body,
    };
    Recorded { seq, event: Arc::new(event) }
}

fn append(journal: &mut dyn Journal, seq: Seq) -> Result<(), AppendError> {
    journal.append(&Batch { events: &[event(seq)], answers: &[] })
}

#[test]
fn the_memory_journal_conforms() {
    let mut disks: HashMap<u32, MemoryDisk> = HashMap::new();
    conformance::journal(&mut |disk| Box::new(disks.entry(disk).or_default().open()));
}

#[test]
fn the_memory_warehouse_conforms() {
    let mut all: HashMap<u32, MemoryWarehouse> = HashMap::new();
    conformance::warehouse(&mut |number| Box::new(all.entry(number).or_default().clone()));
}

#[test]
fn a_faulty_journal_without_faults_conforms() {
    let mut disks: HashMap<u32, MemoryDisk> = HashMap::new();
    conformance::journal(&mut |disk| {
        let inner = disks.entry(disk).or_default().open();
        Box::new(FaultyJournal::new(Box::new(inner), FaultPlan::new()))
    });
}

#[test]
fn the_memory_scratch_conforms() {
    let mut scratches: HashMap<u32, MemoryScratch> = HashMap::new();
    conformance::scratch(&mut |number| Box::new(scratches.entry(number).or_default().clone()));
}

#[test]
fn a_faulty_scratch_without_faults_conforms() {
    let mut scratches: HashMap<u32, MemoryScratch> = HashMap::new();
    conformance::scratch(&mut |number| {
        let inner = scratches.entry(number).or_default().clone();
        Box::new(FaultyScratch::new(Box::new(inner), FaultPlan::new()))
    });
}

#[test]
fn the_memory_blobs_conform() {
    let mut stores: HashMap<u32, MemoryBlobs> = HashMap::new();
    conformance::blobs(&mut |number| Box::new(stores.entry(number).or_default().clone()));
}

#[test]
fn faulty_blobs_without_faults_conform() {
    let mut stores: HashMap<u32, MemoryBlobs> = HashMap::new();
    conformance::blobs(&mut |number| {
        let inner = stores.entry(number).or_default().clone();
        Box::new(FaultyBlobs::new(Box::new(inner), FaultPlan::new()))
    });
}

#[test]
fn faulty_blobs_fail_as_planned() {
    let (plan, inner) = (FaultPlan::new(), MemoryBlobs::new());
    let blobs = FaultyBlobs::new(Box::new(inner.clone()), plan.clone());
    // SHA-256 of "abc", from the standard.
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let hash = ContentHash::parse(hash).unwrap();
    plan.script([Some(Fault::Full), Some(Fault::Io), Some(Fault::AfterCommit)]);
    let put = || blobs.put(&hash, &mut "abc".as_bytes());
    assert!(matches!(put(), Err(PutError::Write(WriteError::Full { .. }))));
    assert!(matches!(put(), Err(PutError::Write(WriteError::Io { .. }))));
    assert_eq!(inner.count(), 0);
    assert!(matches!(put(), Err(PutError::Write(WriteError::Io { .. }))));
    assert!(blobs.exists(&hash).unwrap(), "the caller cannot know");
    put().unwrap();
    assert_eq!(inner.count(), 1);
}

#[test]
fn a_crash_loses_what_was_not_synced_and_nothing_else() {
    let disk = MemoryDisk::new();
    let mut journal = disk.open();
    append(&mut journal, 1).unwrap();
    disk.crash();
    assert!(matches!(append(&mut journal, 2), Err(AppendError::Io { .. })), "the machine is gone");
    assert!(matches!(journal.last_seq(), Err(ReadError::Io { .. })));

    let mut journal = disk.open();
    assert_eq!(journal.last_seq().unwrap(), 1);
    disk.hold_back_syncs();
    append(&mut journal, 2).unwrap();
    assert_eq!(journal.last_seq().unwrap(), 2);
    disk.crash();
    assert_eq!(disk.open().last_seq().unwrap(), 1, "a lying disk lost the second");
}

#[test]
fn a_full_disk_refuses_until_there_is_room() {
    let plan = FaultPlan::new();
    let mut journal = FaultyJournal::new(Box::new(MemoryJournal::new()), plan.clone());
    append(&mut journal, 1).unwrap();
    plan.stand(Fault::Full);
    for _ in 0..3 {
        assert!(matches!(append(&mut journal, 2), Err(AppendError::Full { .. })));
        assert!(matches!(journal.probe(), Err(AppendError::Full { .. })));
    }
    plan.clear();
    journal.probe().unwrap();
    assert_eq!(journal.last_seq().unwrap(), 1);
    append(&mut journal, 2).unwrap();
}

#[test]
fn a_fault_in_doubt_ends_the_journal_until_it_is_opened_again() {
    for (fault, durable) in [(Fault::Io, 1), (Fault::AfterCommit, 2)] {
        let disk = MemoryDisk::new();
        let plan = FaultPlan::new();
        let mut journal = FaultyJournal::new(Box::new(disk.open()), plan.clone());
        plan.script([None, Some(fault)]);
        append(&mut journal, 1).unwrap();
        assert!(matches!(append(&mut journal, 2), Err(AppendError::Io { .. })));
        for _ in 0..2 {
            assert!(matches!(append(&mut journal, 3), Err(AppendError::Io { .. })));
            assert!(matches!(journal.probe(), Err(AppendError::Io { .. })));
        }
        assert_eq!(disk.open().last_seq().unwrap(), durable, "{fault:?}");
    }
}

#[test]
fn faulty_scratch_fails_as_planned() {
    let plan = FaultPlan::new();
    let mut scratch = FaultyScratch::new(Box::new(MemoryScratch::new()), plan.clone());
    let agent = domain::AgentId::new("dana");
    let set = |hash: &str| Change::SetCredential { agent: agent.clone(), hash: hash.to_owned() };
    plan.script([Some(Fault::Full), Some(Fault::Io), Some(Fault::AfterCommit)]);
    assert!(matches!(scratch.write(&[set("1")]), Err(WriteError::Full { .. })));
    assert!(matches!(scratch.write(&[set("2")]), Err(WriteError::Io { .. })));
    assert_eq!(scratch.credential(&agent).unwrap(), None);
    assert!(matches!(scratch.write(&[set("3")]), Err(WriteError::Io { .. })));
    assert_eq!(scratch.credential(&agent).unwrap().as_deref(), Some("3"));
    scratch.write(&[set("4")]).unwrap();
    assert_eq!(scratch.credential(&agent).unwrap().as_deref(), Some("4"));
}
