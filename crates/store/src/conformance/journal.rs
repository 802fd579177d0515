//! The suite of the journal port.

use std::ops::ControlFlow;
use std::sync::Arc;

use domain::event::ChatCreated;
use domain::{
    Body, ChatId, CommandId, ConversationId, Event, MessageId, Party, PartyType, QueueId, Recorded,
    Seq, Timestamp,
};

use crate::error::AppendError;
use crate::journal::{
    Answer, Batch, ConversationFilter, Journal, JournalReader, PRUNED_ANSWERS_MAX, SNAPSHOTS_KEPT,
};

/// Runs the whole suite. `open` opens the journal of a storage named by a number (the same number is the same storage, also after the
/// journal was closed); each number is new and empty the first time.
///
/// # Panics
/// Where the journal does not keep the port's rules.
pub fn journal(open: &mut dyn FnMut(u32) -> Box<dyn Journal>) {
    an_empty_journal_has_an_identity_of_its_own(open);
    what_was_appended_is_there_after_reopening(open);
    a_batch_out_of_order_changes_nothing(open);
    conversations_are_read_in_pages(open);
    a_command_is_found_by_sender_and_id(open);
    conversations_are_listed(open);
    answers_are_kept_and_pruned(open);
    snapshots_are_kept(open);
    readers_see_what_was_committed(open);
}

/// A message of a customer in a conversation.
fn post(seq: Seq, conversation: &str, command: &str) -> Recorded {
    let conversation = ConversationId::new(conversation);
    let event = Event {
        at: Timestamp(1_000 + i64::try_from(seq).expect("small")),
        chat: Some(ChatId::of(&conversation, 1)),
        conversation: Some(conversation),
        actor: Party::new(PartyType::Customer, "ann"),
        command: Some(CommandId::new(command)),
        body: Body::EndUserPost {
            message: MessageId::new(command),
            text: Arc::from(format!("message {seq} \u{2713} \"quoted\"")),
        },
    };
    Recorded { seq, event: Arc::new(event) }
}

fn with_body(seq: Seq, conversation: Option<&str>, body: Body) -> Recorded {
    let mut recorded = post(seq, conversation.unwrap_or("none"), "m");
    let event = Arc::make_mut(&mut recorded.event);
    event.body = body;
    if conversation.is_none() {
        event.conversation = None;
        event.chat = None;
    }
    recorded
}

fn created(seq: Seq, conversation: &str, customer: &str) -> Recorded {
    let chat = ChatCreated {
        media_type: "chat".to_owned(),
        media_origin: None,
        language: None,
        is_async: false,
        queue: QueueId::new("general"),
        arrived_at: Timestamp(1),
        continues: None,
        priority: 0,
        customer: domain::event::Customer { id: customer.to_owned(), ..Default::default() },
        subject: String::new(),
        topic: None,
    };
    with_body(seq, Some(conversation), Body::ChatCreated(chat))
}

fn append(journal: &mut dyn Journal, events: &[Recorded]) {
    journal.append(&Batch { events, answers: &[] }).expect("the batch is appended");
}

fn append_answers(journal: &mut dyn Journal, answers: &[Answer]) {
    journal.append(&Batch { events: &[], answers }).expect("the answers are appended");
}

fn answer(key: &str, at: i64) -> Answer {
    Answer { key: key.to_owned(), at: Timestamp(at), body: format!("{{\"at\":{at}}}") }
}

fn seqs(events: &[Recorded]) -> Vec<Seq> {
    events.iter().map(|event| event.seq).collect()
}

fn an_empty_journal_has_an_identity_of_its_own(open: &mut dyn FnMut(u32) -> Box<dyn Journal>) {
    let journal = open(1);
    let identity = journal.identity().to_owned();
    assert!(!identity.is_empty());
    assert_eq!(journal.last_seq().expect("read"), 0);
    assert_eq!(journal.read(1, 10).expect("read"), []);
    assert_eq!(journal.conversations(None, 10, &ConversationFilter::default()).expect("read"), []);
    assert_eq!(journal.answer("nobody 1").expect("read"), None);
    drop(journal);
    assert_eq!(open(1).identity(), identity, "an identity is for ever");
}

fn what_was_appended_is_there_after_reopening(open: &mut dyn FnMut(u32) -> Box<dyn Journal>) {
    let mut journal = open(2);
    let events: Vec<Recorded> = (1..=7).map(|seq| post(seq, "c1", &format!("m{seq}"))).collect();
    append(journal.as_mut(), &events[..3]);
    append(journal.as_mut(), &[]);
    append(journal.as_mut(), &events[3..]);
    drop(journal);
    let journal = open(2);
    assert_eq!(journal.last_seq().expect("read"), 7);
    assert_eq!(journal.read(0, 100).expect("read"), events);
    assert_eq!(journal.read(3, 2).expect("read"), events[2..4]);
    assert_eq!(journal.read(8, 10).expect("read"), []);
    assert_eq!(journal.read(1, 0).expect("read"), []);
    let mut seen = Vec::new();
    journal
        .scan(2, &mut |event| {
            // A reader may read again while it scans.
            assert_eq!(journal.read(event.seq, 1).expect("read")[0], event);
            seen.push(event.seq);
            if event.seq == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .expect("scan");
    assert_eq!(seen, [2, 3, 4, 5]);
    assert_eq!(journal.verify(1, 7).expect("whole"), 7);
    assert_eq!(journal.verify(3, 4).expect("whole"), 2);
    assert!(journal.verify(1, 8).is_err(), "event 8 is not there");
}

fn a_batch_out_of_order_changes_nothing(open: &mut dyn FnMut(u32) -> Box<dyn Journal>) {
    let mut journal = open(3);
    append(journal.as_mut(), &[post(1, "c1", "m1")]);
    let answers = [answer("ann 9", 5)];
    for (batch, expected, found) in [
        (vec![post(3, "c1", "m3")], 2, 3),
        (vec![post(1, "c1", "m1")], 2, 1),
        (vec![post(2, "c1", "m2"), post(4, "c2", "m4")], 3, 4),
        (vec![post(2, "c1", "m2"), post(2, "c1", "m2")], 3, 2),
    ] {
        let refused = journal.append(&Batch { events: &batch, answers: &answers });
        assert_eq!(refused, Err(AppendError::OutOfOrder { expected, found }));
        assert_eq!(journal.last_seq().expect("read"), 1);
        assert_eq!(journal.answer("ann 9").expect("read"), None);
    }
    append(journal.as_mut(), &[post(2, "c2", "m2")]);
    assert_eq!(seqs(&journal.read(1, 9).expect("read")), [1, 2]);
    assert_eq!(
        seqs(&journal.conversation(&ConversationId::new("c2"), None, 9).expect("read")),
        [2]
    );
}

fn conversations_are_read_in_pages(open: &mut dyn FnMut(u32) -> Box<dyn Journal>) {
    let mut journal = open(4);
    let events: Vec<Recorded> = (1..=20)
        .map(|seq| post(seq, if seq % 2 == 0 { "even" } else { "odd" }, &format!("m{seq}")))
        .collect();
    append(journal.as_mut(), &events[..9]);
    append(journal.as_mut(), &events[9..]);
    let even = ConversationId::new("even");
    let page = |before, limit| seqs(&journal.conversation(&even, before, limit).expect("read"));
    assert_eq!(page(None, 3), [16, 18, 20]);
    assert_eq!(page(Some(16), 3), [10, 12, 14]);
    assert_eq!(page(Some(17), 1), [16]);
    assert_eq!(page(Some(5), 9), [2, 4]);
    assert_eq!(page(Some(2), 9), [0; 0]);
    assert_eq!(page(None, 0), [0; 0]);
    let unknown = ConversationId::new("unknown");
    assert_eq!(journal.conversation(&unknown, None, 9).expect("read"), []);
}

fn a_command_is_found_by_sender_and_id(open: &mut dyn FnMut(u32) -> Box<dyn Journal>) {
    let mut journal = open(5);
    let setting =
        Body::SettingChanged { name: "absent_interval".to_owned(), value: "1s".to_owned() };
    append(
        journal.as_mut(),
        &[
            post(1, "c1", "first"),
            post(2, "c1", "first"),
            post(3, "c2", "second"),
            with_body(4, None, setting),
            post(5, "c1", "third"),
        ],
    );
    let ann = Party::new(PartyType::Customer, "ann");
    let find = |conversation: Option<&str>, sender: &Party, command: &str, since| {
        let conversation = conversation.map(ConversationId::new);
        let command = CommandId::new(command);
        journal
            .find_command(conversation.as_ref(), sender, &command, Timestamp(since))
            .expect("read")
    };
    assert_eq!(find(Some("c1"), &ann, "first", 0), Some(2), "the last of its events");
    assert_eq!(find(Some("c2"), &ann, "second", 0), Some(3));
    assert_eq!(find(Some("c2"), &ann, "first", 0), None, "of another conversation");
    assert_eq!(find(Some("c9"), &ann, "first", 0), None);
    assert_eq!(find(None, &ann, "m", 0), Some(4));
    assert_eq!(find(None, &ann, "first", 0), None);
    let bob = Party::new(PartyType::Customer, "bob");
    assert_eq!(find(Some("c1"), &bob, "first", 0), None, "of another sender");
    let staff = Party::new(PartyType::Agent, "ann");
    assert_eq!(find(Some("c1"), &staff, "first", 0), None, "of another type of party");
    assert_eq!(find(Some("c1"), &ann, "first", 1_002), Some(2));
    assert_eq!(find(Some("c1"), &ann, "first", 1_003), None, "older than asked for");
}

fn conversations_are_listed(open: &mut dyn FnMut(u32) -> Box<dyn Journal>) {
    let mut journal = open(6);
    let opened = || Body::IncidentOpened {
        incident: "i".to_owned(),
        fields: Default::default(),
        customer: None,
    };
    let closed = || Body::IncidentClosed { incident: "i".to_owned(), queue: None };
    append(
        journal.as_mut(),
        &[
            created(1, "c1", "ann"),
            with_body(2, Some("c1"), opened()),
            created(3, "c2", "bob"),
            with_body(4, Some("c2"), opened()),
        ],
    );
    append(
        journal.as_mut(),
        &[
            with_body(5, Some("c1"), closed()),
            created(6, "c3", "ann"),
            with_body(7, Some("c3"), opened()),
            with_body(8, Some("c3"), closed()),
            with_body(9, Some("c3"), opened()),
            created(10, "c2", "eve"),
            post(11, "c4", "m"),
        ],
    );
    let list = |before, limit, incident_open, customer: Option<&str>| {
        let customer = customer.map(ToOwned::to_owned);
        let filter = ConversationFilter { incident_open, customer, ..Default::default() };
        let rows = journal.conversations(before, limit, &filter).expect("read");
        rows.into_iter().map(|row| (row.first_seq, row.id.to_string())).collect::<Vec<_>>()
    };
    let [c1, c2, c3, c4] =
        [(1, "c1"), (3, "c2"), (6, "c3"), (11, "c4")].map(|(seq, id)| (seq, id.to_owned()));
    assert_eq!(list(None, 9, None, None), [c4.clone(), c3.clone(), c2.clone(), c1.clone()]);
    assert_eq!(list(None, 2, None, None), [c4.clone(), c3.clone()]);
    assert_eq!(list(Some(6), 9, None, None), [c2.clone(), c1.clone()]);
    assert_eq!(list(None, 9, Some(true), None), [c3.clone(), c2.clone()]);
    assert_eq!(list(None, 9, Some(false), None), [c4, c1.clone()]);
    assert_eq!(list(None, 9, None, Some("ann")), [c3.clone(), c1]);
    assert_eq!(list(None, 9, Some(true), Some("ann")), [c3]);
    assert_eq!(list(None, 9, None, Some("eve")), [], "the customer of the first chat counts");
    let rows = journal.conversations(None, 9, &ConversationFilter::default()).expect("read");
    assert_eq!(rows[1].started_at, Timestamp(1_006));
    assert_eq!(rows[1].customer.as_deref(), Some("ann"));
    assert!(rows[1].incident_open);
    assert_eq!(rows[0].customer, None);
    let customer = domain::event::Customer {
        id: "ann".to_owned(),
        verified: true,
        external_id: "4711".to_owned(),
        ..Default::default()
    };
    let contact = customer.contact();
    let moved = Body::CustomerChanged {
        customer: domain::event::Customer { page: "/lamps".to_owned(), ..customer.clone() },
    };
    append(
        journal.as_mut(),
        &[
            with_body(12, Some("c3"), Body::CustomerChanged { customer }),
            with_body(13, Some("c3"), moved),
        ],
    );
    let of = |contact: &str| {
        let filter =
            ConversationFilter { customer: Some(contact.to_owned()), ..Default::default() };
        let rows = journal.conversations(None, 9, &filter).expect("read");
        rows.into_iter().map(|row| row.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(of(&contact), ["c3"], "it is the verified contact's");
    assert_eq!(of("ann"), ["c1"], "and nobody else's");
    assert_eq!(of("4711"), [""; 0], "a contact is no id that somebody may have chosen");
    messages_left_are_listed(journal.as_mut(), &contact);
}

/// After a conversation c3 of a contact and c4 of somebody who is not known.
fn messages_left_are_listed(journal: &mut dyn Journal, contact: &str) {
    let by = |customer: domain::event::Customer| Body::IncidentOpened {
        incident: "i".to_owned(),
        fields: Default::default(),
        customer: Some(Box::new(customer)),
    };
    let ann = domain::event::Customer {
        id: "ann".to_owned(),
        verified: true,
        external_id: "4711".to_owned(),
        ..Default::default()
    };
    let bob = domain::event::Customer { id: "bob".to_owned(), ..Default::default() };
    let closed = Body::IncidentClosed { incident: "i".to_owned(), queue: None };
    append(
        journal,
        &[
            with_body(14, Some("m1"), by(ann)),
            with_body(15, Some("m2"), by(bob)),
            with_body(16, Some("m2"), closed),
        ],
    );
    let list = |filter: ConversationFilter| {
        let rows = journal.conversations(None, 9, &filter).expect("read");
        rows.into_iter().map(|row| row.id.to_string()).collect::<Vec<_>>()
    };
    let of = |or_left_by| ConversationFilter {
        customer: Some(contact.to_owned()),
        or_left_by,
        ..Default::default()
    };
    assert_eq!(list(of(false)), ["c3"], "a message is no conversation to go on with");
    assert_eq!(list(of(true)), ["m1", "c3"]);
    let left =
        |incident_open| ConversationFilter { incident_open, left_only: true, ..Default::default() };
    assert_eq!(list(left(None)), ["m2", "m1", "c4"]);
    assert_eq!(list(left(Some(true))), ["m1"]);
}

fn answers_are_kept_and_pruned(open: &mut dyn FnMut(u32) -> Box<dyn Journal>) {
    let mut journal = open(7);
    append_answers(journal.as_mut(), &[answer("ann 1", 10), answer("ann 2", 20)]);
    append_answers(journal.as_mut(), &[answer("ann 1", 30), answer("bob 1", 30)]);
    let both = [answer("cid 1", 40)];
    journal
        .append(&Batch { events: &[post(1, "c1", "m1")], answers: &both })
        .expect("events and answers together");
    drop(journal);
    let mut journal = open(7);
    assert_eq!(
        journal.answer("ann 1").expect("read"),
        Some(answer("ann 1", 10)),
        "the first stays"
    );
    assert_eq!(journal.answer_keys(Timestamp(20)).expect("read"), ["ann 2", "bob 1", "cid 1"]);
    assert_eq!(journal.prune_answers(Timestamp(30)).expect("pruned"), 2);
    assert_eq!(journal.prune_answers(Timestamp(30)).expect("pruned"), 0);
    assert_eq!(journal.answer("ann 1").expect("read"), None);
    assert_eq!(journal.answer_keys(Timestamp(0)).expect("read"), ["bob 1", "cid 1"]);
    let many: Vec<Answer> =
        (0..=PRUNED_ANSWERS_MAX).map(|n| answer(&format!("dan {n}"), 50)).collect();
    append_answers(journal.as_mut(), &many);
    assert_eq!(journal.prune_answers(Timestamp(51)).expect("pruned"), PRUNED_ANSWERS_MAX);
    assert_eq!(journal.prune_answers(Timestamp(51)).expect("pruned"), 3);
    journal.probe().expect("there is room");
    assert_eq!(journal.last_seq().expect("read"), 1);
    assert_eq!(journal.answer_keys(Timestamp(0)).expect("read"), [""; 0]);
}

fn snapshots_are_kept(open: &mut dyn FnMut(u32) -> Box<dyn Journal>) {
    let mut journal = open(8);
    let events: Vec<Recorded> = (1..=50).map(|seq| post(seq, "c1", &format!("m{seq}"))).collect();
    append(journal.as_mut(), &events);
    let mut snapshots = journal.snapshots();
    assert_eq!(snapshots.newest(9).expect("read"), []);
    for position in [10, 20, 30, 40, 50] {
        let bytes = vec![position as u8; 100_000];
        snapshots.save(position, &bytes).expect("saved");
    }
    snapshots.save(50, b"again").expect("saved");
    drop(snapshots);
    drop(journal);
    let journal = open(8);
    let kept = journal.snapshots().newest(9).expect("read");
    assert_eq!(kept.len(), SNAPSHOTS_KEPT);
    assert_eq!((kept[0].position, kept[0].bytes.as_slice()), (50, b"again".as_slice()));
    assert_eq!((kept[1].position, kept[2].position), (40, 30));
    assert!(kept[2].bytes == vec![30; 100_000]);
    assert_eq!(journal.snapshots().newest(1).expect("read"), kept[..1]);
    assert_eq!(journal.last_seq().expect("read"), 50);
}

fn readers_see_what_was_committed(open: &mut dyn FnMut(u32) -> Box<dyn Journal>) {
    let mut journal = open(9);
    let reader = journal.reader().expect("a reader");
    assert_eq!(reader.identity(), journal.identity());
    append(journal.as_mut(), &[post(1, "c1", "m1")]);
    append_answers(journal.as_mut(), &[answer("ann 1", 10)]);
    assert_eq!(reader.last_seq().expect("read"), 1);
    let from_another_thread = std::thread::spawn(move || {
        let events = reader.read(1, 10).expect("read");
        let of_one = reader.conversation(&ConversationId::new("c1"), None, 10).expect("read");
        (events, of_one, reader.answer("ann 1").expect("read"))
    });
    let (events, of_one, found) = from_another_thread.join().expect("the reader's thread");
    assert_eq!((seqs(&events), seqs(&of_one)), (vec![1], vec![1]));
    assert_eq!(found, Some(answer("ann 1", 10)));
    // A reader in the middle of a scan does not hold up the writer.
    let reader: Box<dyn JournalReader> = journal.reader().expect("a reader");
    let mut seen = Vec::new();
    reader
        .scan(1, &mut |event| {
            if event.seq < 3 {
                append(journal.as_mut(), &[post(event.seq + 1, "c1", "more")]);
            }
            seen.push(event.seq);
            ControlFlow::Continue(())
        })
        .expect("scan");
    assert_eq!(seen[0], 1);
    assert_eq!(journal.last_seq().expect("read"), 1 + seen.len().min(2) as Seq);
}
