//! How fast the journal takes appends and opens, by hand: `cargo run --release -p store-sqlite --example append_rate -- FOLDER EVENTS BATCH`.
//! On a folder without room it says so, waits until there is room again, and goes on.
#![expect(clippy::print_stdout, reason = "it prints what it measures")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::{
    Body, ChatId, CommandId, ConversationId, Event, MessageId, Party, PartyType, Recorded, Seq,
    Timestamp,
};
use store::{AppendError, Batch, Journal, JournalReader};
use store_sqlite::{DataFolder, SqliteJournal};

/// How many conversations take turns.
const CONVERSATIONS: u64 = 10_000;

type Failure = Box<dyn std::error::Error>;

fn event(seq: Seq) -> Recorded {
    let id = |n: u64| format!("018f6e2a-7b1c-7def-8a00-{n:012x}");
    let conversation = ConversationId::new(&id(seq % CONVERSATIONS));
    let text = "A message of about a hundred and twenty characters, as people write them in a chat, with a question at its end, is it?";
    let event = Event {
        at: Timestamp(1_790_000_000_000 + seq as i64),
        chat: Some(ChatId::of(&conversation, 1)),
        actor: Party::new(PartyType::Customer, &id(seq % CONVERSATIONS)),
        conversation: Some(conversation),
        command: Some(CommandId::new(&id(seq))),
        body: Body::EndUserPost { message: MessageId::new(&id(seq)), text: Arc::from(text) },
    };
    Recorded { seq, event: Arc::new(event) }
}

/// Appends a batch, waiting for room when there is none.
fn append(journal: &mut SqliteJournal, events: &[Recorded]) -> Result<(), AppendError> {
    loop {
        match journal.append(&Batch { events, answers: &[] }) {
            Err(AppendError::Full { detail }) => {
                println!("no room after event {}: {detail}", events[0].seq - 1);
                while let Err(AppendError::Full { .. }) = journal.probe() {
                    std::thread::sleep(Duration::from_millis(200));
                }
                println!("there is room again");
            }
            other => return other,
        }
    }
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, events, batch] = arguments.as_slice() else {
        return Err("give FOLDER EVENTS BATCH".into());
    };
    let (events, batch): (u64, u64) = (events.parse()?, batch.parse()?);
    let folder = DataFolder::hold(Path::new(folder))?;
    let started = Instant::now();
    let mut journal = SqliteJournal::open(&folder)?;
    let before = journal.last_seq()?;
    println!("opened and checked {before} events in {:?}", started.elapsed());
    let (mut writing, mut worst) = (Duration::ZERO, Duration::ZERO);
    let mut next = before + 1;
    while next <= before + events {
        let made: Vec<Recorded> = (next..next + batch).map(event).collect();
        let started = Instant::now();
        append(&mut journal, &made)?;
        writing += started.elapsed();
        worst = worst.max(started.elapsed());
        next += batch;
    }
    if events > 0 {
        let rate = (next - before - 1) as f64 / writing.as_secs_f64();
        println!("{rate:.0} appends/s at batches of {batch}, slowest batch {worst:?}");
    }
    let started = Instant::now();
    let mut read = 0_u64;
    journal.scan(1, &mut |_| {
        read += 1;
        std::ops::ControlFlow::Continue(())
    })?;
    println!("read {read} events in {:?}", started.elapsed());
    let started = Instant::now();
    println!("checked all of {} events in {:?}", journal.check_all()?, started.elapsed());
    Ok(())
}
