//! The suite of the scratch port.

use std::sync::Arc;

use domain::{
    AgentId, ConversationId, IdentityKeyId, Party, PartyType, ReportScheduleId, Seq, Timestamp,
};

use crate::scratch::{
    ApiKey, Change, CustomerSession, Draft, Identity, IdentitySecret, REPORT_RUNS_KEPT, ReportRun,
    RunState, Scratch, SeenMark, StaffSession,
};

/// Runs the whole suite. `open` opens the scratch data of a storage named by a number (the same number is the same storage, also after it
/// was closed); each number is new and empty the first time.
///
/// # Panics
/// Where the scratch data does not keep the port's rules.
pub fn scratch(open: &mut dyn FnMut(u32) -> Box<dyn Scratch>) {
    drafts_are_kept(open);
    an_older_draft_never_replaces_a_newer(open);
    a_removed_draft_does_not_come_back(open);
    credentials_are_kept(open);
    staff_sessions_are_kept(open);
    customer_sessions_are_kept(open);
    identities_are_kept(open);
    seen_marks_never_go_back(open);
    what_has_had_its_time_is_pruned(open);
    api_keys_are_kept(open);
    runs_of_reports_are_kept(open);
    readers_see_what_was_written(open);
}

fn draft(conversation: &str, agent: &str, field: &str, text: &str, at: i64) -> Draft {
    Draft {
        conversation: ConversationId::new(conversation),
        agent: AgentId::new(agent),
        field: field.to_owned(),
        text: Arc::from(text),
        written_at: Timestamp(at),
    }
}

fn save(conversation: &str, agent: &str, field: &str, text: &str, at: i64) -> Change {
    Change::SaveDraft(draft(conversation, agent, field, text, at))
}

fn remove(conversation: &str, agent: &str, field: Option<&str>, at: i64) -> Change {
    Change::RemoveDrafts {
        conversation: ConversationId::new(conversation),
        agent: AgentId::new(agent),
        field: field.map(ToOwned::to_owned),
        at: Timestamp(at),
    }
}

fn write(scratch: &mut dyn Scratch, changes: &[Change]) {
    scratch.write(changes).expect("the changes are written");
}

/// The drafts of a conversation as `agent field text`.
fn drafts(scratch: &dyn Scratch, conversation: &str) -> Vec<String> {
    let drafts = scratch.drafts_of_conversation(&ConversationId::new(conversation));
    let drafts = drafts.expect("read");
    drafts.iter().map(|d| format!("{} {} {}", d.agent, d.field, d.text)).collect()
}

fn drafts_are_kept(open: &mut dyn FnMut(u32) -> Box<dyn Scratch>) {
    let mut scratch = open(1);
    write(
        scratch.as_mut(),
        &[
            save("c1", "dana", "reply", "Hello \u{1f44b}", 1),
            save("c1", "dana", "note", "angry", 2),
            save("c1", "bert", "reply", "Hi", 3),
            save("c2", "dana", "reply", "Yes", 4),
        ],
    );
    write(scratch.as_mut(), &[]);
    drop(scratch);
    let scratch = open(1);
    let of_c1 = ["bert reply Hi", "dana note angry", "dana reply Hello \u{1f44b}"];
    assert_eq!(drafts(scratch.as_ref(), "c1"), of_c1);
    let of_dana = scratch.drafts_of_agent(&AgentId::new("dana")).expect("read");
    assert_eq!(
        of_dana,
        [
            draft("c1", "dana", "note", "angry", 2),
            draft("c1", "dana", "reply", "Hello \u{1f44b}", 1),
            draft("c2", "dana", "reply", "Yes", 4),
        ]
    );
    assert_eq!(scratch.drafts_of_agent(&AgentId::new("nobody")).expect("read"), []);
}

fn an_older_draft_never_replaces_a_newer(open: &mut dyn FnMut(u32) -> Box<dyn Scratch>) {
    let mut scratch = open(2);
    for (at, text, then) in
        [(100, "b", "b"), (99, "a", "b"), (100, "c", "c"), (101, "d", "d"), (100, "e", "d")]
    {
        write(scratch.as_mut(), &[save("c1", "dana", "reply", text, at)]);
        assert_eq!(drafts(scratch.as_ref(), "c1"), [format!("dana reply {then}")], "at {at}");
    }
    let both = [save("c1", "dana", "note", "new", 9), save("c1", "dana", "note", "old", 8)];
    write(scratch.as_mut(), &both);
    assert_eq!(drafts(scratch.as_ref(), "c1"), ["dana note new", "dana reply d"]);
}

fn a_removed_draft_does_not_come_back(open: &mut dyn FnMut(u32) -> Box<dyn Scratch>) {
    let mut scratch = open(3);
    write(
        scratch.as_mut(),
        &[
            save("c1", "dana", "reply", "r", 10),
            save("c1", "dana", "note", "n", 20),
            save("c1", "bert", "reply", "b", 10),
            save("c2", "dana", "reply", "x", 10),
            remove("c1", "dana", Some("reply"), 15),
        ],
    );
    assert_eq!(drafts(scratch.as_ref(), "c1"), ["bert reply b", "dana note n"]);
    write(scratch.as_mut(), &[save("c1", "dana", "reply", "late", 14)]);
    assert_eq!(drafts(scratch.as_ref(), "c1"), ["bert reply b", "dana note n"]);
    write(scratch.as_mut(), &[save("c1", "dana", "reply", "next", 16)]);
    write(scratch.as_mut(), &[remove("c1", "dana", None, 18)]);
    assert_eq!(
        drafts(scratch.as_ref(), "c1"),
        ["bert reply b", "dana note n"],
        "the note is newer"
    );
    let late =
        [save("c1", "dana", "summary", "on its way", 17), save("c1", "dana", "note", "", 21)];
    write(scratch.as_mut(), &late);
    assert_eq!(drafts(scratch.as_ref(), "c1"), ["bert reply b"]);
    write(scratch.as_mut(), &[save("c1", "dana", "note", "late", 20)]);
    assert_eq!(drafts(scratch.as_ref(), "c1"), ["bert reply b"]);
    write(scratch.as_mut(), &[remove("c3", "dana", Some("reply"), 5)]);
    write(scratch.as_mut(), &[save("c3", "dana", "reply", "on its way", 4)]);
    assert_eq!(drafts(scratch.as_ref(), "c3"), [""; 0]);
    assert_eq!(drafts(scratch.as_ref(), "c2"), ["dana reply x"]);
}

fn credentials_are_kept(open: &mut dyn FnMut(u32) -> Box<dyn Scratch>) {
    let mut scratch = open(4);
    let dana = AgentId::new("dana");
    let set = |hash: &str| Change::SetCredential { agent: dana.clone(), hash: hash.to_owned() };
    write(scratch.as_mut(), &[set("$argon2id$1"), set("$argon2id$2")]);
    drop(scratch);
    let mut scratch = open(4);
    assert_eq!(scratch.credential(&dana).expect("read").as_deref(), Some("$argon2id$2"));
    assert_eq!(scratch.credential(&AgentId::new("bert")).expect("read"), None);
    write(scratch.as_mut(), &[Change::RemoveCredential(dana.clone())]);
    assert_eq!(scratch.credential(&dana).expect("read"), None);
}

fn staff_session(token: u8, agent: &str, expires_at: i64) -> StaffSession {
    StaffSession {
        token: [token; 32],
        agent: AgentId::new(agent),
        created_at: Timestamp(1),
        last_used_at: Timestamp(2),
        expires_at: Timestamp(expires_at),
    }
}

fn staff_sessions_are_kept(open: &mut dyn FnMut(u32) -> Box<dyn Scratch>) {
    let mut scratch = open(5);
    let [one, two, three] = [(1, "dana"), (2, "dana"), (3, "bert")]
        .map(|(token, agent)| staff_session(token, agent, 100));
    let all = [one.clone(), two.clone(), three.clone()].map(Change::SaveStaffSession);
    write(scratch.as_mut(), &all);
    let touch = |token: u8, at| Change::TouchStaffSession { token: [token; 32], at: Timestamp(at) };
    write(scratch.as_mut(), &[touch(1, 9), touch(1, 8), touch(7, 9)]);
    drop(scratch);
    let mut scratch = open(5);
    let used = StaffSession { last_used_at: Timestamp(9), ..one };
    assert_eq!(scratch.staff_session(&[1; 32]).expect("read"), Some(used));
    assert_eq!(scratch.staff_session(&[7; 32]).expect("read"), None);
    let dana = AgentId::new("dana");
    write(
        scratch.as_mut(),
        &[Change::RemoveStaffSessionsOf { agent: dana.clone(), except: Some([2; 32]) }],
    );
    assert_eq!(scratch.staff_session(&[1; 32]).expect("read"), None);
    assert_eq!(scratch.staff_session(&[2; 32]).expect("read"), Some(two));
    write(scratch.as_mut(), &[Change::RemoveStaffSessionsOf { agent: dana, except: None }]);
    assert_eq!(scratch.staff_session(&[2; 32]).expect("read"), None);
    assert_eq!(scratch.staff_session(&[3; 32]).expect("read"), Some(three));
    write(scratch.as_mut(), &[Change::RemoveStaffSession([3; 32])]);
    assert_eq!(scratch.staff_session(&[3; 32]).expect("read"), None);
}

fn customer_session(token: u8, conversation: Option<&str>, last_used_at: i64) -> CustomerSession {
    CustomerSession {
        token: [token; 32],
        customer: format!("customer-{token}"),
        conversation: conversation.map(ConversationId::new),
        created_at: Timestamp(1),
        last_used_at: Timestamp(last_used_at),
        identity: None,
    }
}

fn identities_are_kept(open: &mut dyn FnMut(u32) -> Box<dyn Scratch>) {
    let mut scratch = open(11);
    let key = |id: &str| IdentityKeyId::new(id);
    let identity = Identity {
        external_id: "4711 \u{1f44b}".to_owned(),
        name: "Eleanor".to_owned(),
        email: String::new(),
        key: key("one"),
        until: Timestamp(99),
    };
    let session = CustomerSession { identity: Some(identity), ..customer_session(1, None, 2) };
    let secret = |id: &str, secret: &str, used_at: Option<i64>| IdentitySecret {
        key: key(id),
        secret: secret.to_owned(),
        used_at: used_at.map(Timestamp),
    };
    write(
        scratch.as_mut(),
        &[
            Change::SaveCustomerSession(session.clone()),
            Change::SaveIdentitySecret(secret("two", "b", None)),
            Change::SaveIdentitySecret(secret("one", "x", None)),
            Change::SaveIdentitySecret(secret("one", "a", None)),
        ],
    );
    let touch = |id: &str, at| Change::TouchIdentitySecret { key: key(id), at: Timestamp(at) };
    write(scratch.as_mut(), &[touch("one", 9), touch("one", 8), touch("nobody", 9)]);
    drop(scratch);
    let mut scratch = open(11);
    assert_eq!(scratch.customer_session(&[1; 32]).expect("read"), Some(session));
    let all = [secret("one", "a", Some(9)), secret("two", "b", None)];
    assert_eq!(scratch.identity_secrets().expect("read"), all);
    assert!(!format!("{all:?}").contains("\"a\""), "a secret is not printed");
    write(scratch.as_mut(), &[Change::RemoveIdentitySecret(key("one"))]);
    assert_eq!(scratch.identity_secrets().expect("read"), [secret("two", "b", None)]);
}

fn customer_sessions_are_kept(open: &mut dyn FnMut(u32) -> Box<dyn Scratch>) {
    let mut scratch = open(6);
    let first = customer_session(1, None, 2);
    let later = customer_session(1, Some("c1"), 3);
    write(scratch.as_mut(), &[Change::SaveCustomerSession(first.clone())]);
    assert_eq!(scratch.customer_session(&[1; 32]).expect("read"), Some(first));
    write(scratch.as_mut(), &[Change::SaveCustomerSession(later.clone())]);
    let touch = |at| Change::TouchCustomerSession { token: [1; 32], at: Timestamp(at) };
    write(scratch.as_mut(), &[touch(7), touch(5)]);
    drop(scratch);
    let mut scratch = open(6);
    let used = CustomerSession { last_used_at: Timestamp(7), ..later };
    assert_eq!(scratch.customer_session(&[1; 32]).expect("read"), Some(used));
    write(scratch.as_mut(), &[Change::RemoveCustomerSession([1; 32])]);
    assert_eq!(scratch.customer_session(&[1; 32]).expect("read"), None);
}

fn api_key(hash: u8, agent: &str, prefix: &str) -> ApiKey {
    ApiKey {
        hash: [hash; 32],
        agent: AgentId::new(agent),
        prefix: prefix.to_owned(),
        created_at: Timestamp(1),
        last_used_at: Timestamp(1),
    }
}

fn api_keys_are_kept(open: &mut dyn FnMut(u32) -> Box<dyn Scratch>) {
    let mut scratch = open(10);
    let [one, two, three] = [(1, "robbie", "b"), (2, "robbie", "a"), (3, "marvin", "c")]
        .map(|(hash, agent, prefix)| api_key(hash, agent, prefix));
    let all = [one.clone(), two.clone(), three.clone()].map(Change::SaveApiKey);
    write(scratch.as_mut(), &all);
    let touch = |hash: u8, at| Change::TouchApiKey { hash: [hash; 32], at: Timestamp(at) };
    write(scratch.as_mut(), &[touch(1, 9), touch(1, 8), touch(7, 9)]);
    drop(scratch);
    let mut scratch = open(10);
    let robbie = AgentId::new("robbie");
    let used = ApiKey { last_used_at: Timestamp(9), ..one };
    assert_eq!(scratch.api_key(&[1; 32]).expect("read"), Some(used.clone()));
    assert_eq!(scratch.api_key(&[7; 32]).expect("read"), None);
    assert_eq!(scratch.api_keys_of(&robbie).expect("read"), [two.clone(), used]);
    write(scratch.as_mut(), &[Change::RemoveApiKey([1; 32])]);
    assert_eq!(scratch.api_key(&[1; 32]).expect("read"), None);
    assert_eq!(scratch.api_keys_of(&robbie).expect("read"), [two]);
    write(scratch.as_mut(), &[Change::RemoveApiKeysOf(robbie.clone())]);
    assert_eq!(scratch.api_keys_of(&robbie).expect("read"), []);
    assert_eq!(scratch.api_key(&[3; 32]).expect("read"), Some(three));
}

fn mark(conversation: &str, party_type: PartyType, id: &str, seq: Seq) -> SeenMark {
    let by = Party::new(party_type, id);
    SeenMark { conversation: ConversationId::new(conversation), by, seq }
}

fn seen_marks_never_go_back(open: &mut dyn FnMut(u32) -> Box<dyn Scratch>) {
    let mut scratch = open(7);
    write(
        scratch.as_mut(),
        &[
            Change::SaveSeen(mark("c1", PartyType::Customer, "ann", 5)),
            Change::SaveSeen(mark("c1", PartyType::Agent, "ann", 4)),
            Change::SaveSeen(mark("c1", PartyType::Customer, "ann", 3)),
            Change::SaveSeen(mark("c2", PartyType::Customer, "ann", 9)),
        ],
    );
    drop(scratch);
    let mut scratch = open(7);
    write(scratch.as_mut(), &[Change::SaveSeen(mark("c1", PartyType::Agent, "ann", 6))]);
    let expected =
        [mark("c1", PartyType::Customer, "ann", 5), mark("c1", PartyType::Agent, "ann", 6)];
    assert_eq!(scratch.seen(&ConversationId::new("c1")).expect("read"), expected);
    assert_eq!(scratch.seen(&ConversationId::new("c9")).expect("read"), []);
}

fn what_has_had_its_time_is_pruned(open: &mut dyn FnMut(u32) -> Box<dyn Scratch>) {
    let mut scratch = open(8);
    write(
        scratch.as_mut(),
        &[
            Change::SaveStaffSession(staff_session(1, "dana", 100)),
            Change::SaveStaffSession(staff_session(2, "dana", 101)),
            Change::SaveCustomerSession(customer_session(3, None, 49)),
            Change::SaveCustomerSession(customer_session(4, None, 50)),
            save("c1", "dana", "reply", "old and kept", 1),
            remove("c2", "dana", Some("reply"), 19),
            remove("c3", "dana", Some("reply"), 20),
            Change::Prune {
                now: Timestamp(100),
                customer_sessions_before: Timestamp(50),
                removed_drafts_before: Timestamp(20),
            },
            save("c2", "dana", "reply", "forgotten", 18),
            save("c3", "dana", "reply", "remembered", 18),
        ],
    );
    assert_eq!(scratch.staff_session(&[1; 32]).expect("read"), None);
    assert!(scratch.staff_session(&[2; 32]).expect("read").is_some());
    assert_eq!(scratch.customer_session(&[3; 32]).expect("read"), None);
    assert!(scratch.customer_session(&[4; 32]).expect("read").is_some());
    assert_eq!(drafts(scratch.as_ref(), "c1"), ["dana reply old and kept"]);
    assert_eq!(drafts(scratch.as_ref(), "c2"), ["dana reply forgotten"]);
    assert_eq!(drafts(scratch.as_ref(), "c3"), [""; 0]);
}

fn run(schedule: &str, due: i64, by_hand: bool) -> ReportRun {
    ReportRun {
        schedule: ReportScheduleId::new(schedule),
        delivery: format!("{schedule}.{due:03}{}", if by_hand { "h" } else { "" }),
        due: Timestamp(due),
        by_hand,
        attempts: 0,
        tried_at: None,
        state: RunState::Waiting(Timestamp(due)),
        error: String::new(),
        file: String::new(),
        bytes: 0,
    }
}

fn runs_of_reports_are_kept(open: &mut dyn FnMut(u32) -> Box<dyn Scratch>) {
    let mut scratch = open(12);
    let sent = ReportRun {
        attempts: 2,
        tried_at: Some(Timestamp(7)),
        state: RunState::Delivered(Timestamp(8)),
        error: "it did not answer \u{1f44b}".to_owned(),
        file: "queues.csv".to_owned(),
        bytes: 1 << 40,
        ..run("a", 5, false)
    };
    let failed = ReportRun { state: RunState::Failed(Timestamp(9)), ..run("b", 4, true) };
    let all = [run("a", 5, false), failed.clone(), run("a", 6, true), sent.clone()];
    write(scratch.as_mut(), &all.map(Change::SaveReportRun));
    drop(scratch);
    let mut scratch = open(12);
    let expected = [run("a", 6, true), sent.clone(), failed.clone()];
    assert_eq!(scratch.report_runs().expect("read"), expected);
    // Those by hand do not push out those that were due, nor those of another schedule.
    let more = i64::try_from(REPORT_RUNS_KEPT).expect("few");
    let by_hand: Vec<Change> =
        (10..10 + more).map(|due| Change::SaveReportRun(run("a", due, true))).collect();
    write(scratch.as_mut(), &by_hand);
    let kept = scratch.report_runs().expect("read");
    assert_eq!(kept.len(), REPORT_RUNS_KEPT + 2);
    assert!(!kept.contains(&run("a", 6, true)), "the oldest by hand is forgotten");
    assert!(kept.contains(&sent) && kept.contains(&failed), "{kept:?}");
    write(scratch.as_mut(), &[Change::RemoveReportRuns(ReportScheduleId::new("a"))]);
    assert_eq!(scratch.report_runs().expect("read"), [failed]);
}

fn readers_see_what_was_written(open: &mut dyn FnMut(u32) -> Box<dyn Scratch>) {
    let mut scratch = open(9);
    let reader = scratch.reader().expect("a reader");
    write(scratch.as_mut(), &[save("c1", "dana", "reply", "half a sen", 1)]);
    let found = std::thread::spawn(move || {
        reader.drafts_of_conversation(&ConversationId::new("c1")).expect("read")
    });
    let expected = [draft("c1", "dana", "reply", "half a sen", 1)];
    assert_eq!(found.join().expect("the reader's thread"), expected);
}
