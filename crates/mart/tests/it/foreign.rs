//! Logs of other systems: unknown kinds and keys, keys in any order, optional fields that are missing.

use mart::log::{Fact, parse};
use mart::{Mode, Session};

#[test]
fn keys_may_stand_in_any_order_and_unknown_ones_are_ignored() {
    let line = r#"{"data":{"text":"h\u00e9\ud834\udd1e","more":[1,{"a":null}]},"extra":{"seq":1},"actor":{"id":"","role":2,"type":"customer"},
        "kind":"end_user_post","chat":"c\n1","conversation":null,"tenant":"t","at":"2026-11-21T09:00:01.250Z","seq":7}"#;
    let line = parse(line.as_bytes()).unwrap();
    assert_eq!((line.seq, &*line.tenant, line.conversation.as_deref()), (7, "t", None));
    assert_eq!(line.chat.as_deref(), Some("c\n1"));
    assert_eq!(line.entry.fact, Fact::CustomerPost(3));
}

#[test]
fn data_of_unknown_kinds_is_not_looked_at() {
    let line = r#"{"seq":1,"at":"2026-11-21T09:00:01Z","tenant":"t","conversation":null,"chat":null,"kind":"their_own","data":{"text":1,"participant":"x"},"actor":{"type":"system","id":""}}"#;
    assert_eq!(parse(line.as_bytes()).unwrap().entry.fact, Fact::Other);
}

#[test]
fn optional_fields_may_be_missing_or_null() {
    let line = r#"{"seq":1,"at":"2026-11-21T09:00:01Z","tenant":"t","conversation":"c","chat":"c","kind":"chat_created","data":{"media_type":"chat","async":false,"language":null},"actor":{"type":"customer","id":"a"}}"#;
    let line = parse(line.as_bytes()).unwrap();
    let Fact::Created(created) = &line.entry.fact else { panic!("{:?}", line.entry.fact) };
    let session = Session::new("t", "say \"c\"", line.entry.at, created);
    let mut out = Vec::new();
    session.statistics(line.entry.at).write_line(Mode::Fired, &mut out);
    assert_eq!(
        String::from_utf8(out).unwrap(),
        r#"{"chat":"say \"c\"","stats":{"ChatServerSessionClosedAt":"","ChatServerSessionStartedAt":"2026-11-21T09:00:01Z","csg_ChatSessionID":"say \"c\"","csg_MediaType":"chat","csg_SessionEndedAgent":"ABSENT","csg_SessionEndedBy":"","csg_SessionEndedReason":"","csg_TenantId":"t"}}"#
            .to_owned()
            + "\n"
    );
}

#[test]
fn stored_events_and_their_lines_say_the_same() {
    let fixture = include_str!("../../../domain/fixtures/events.jsonl");
    for (number, stored) in fixture.lines().enumerate() {
        let event: domain::Event = serde_json::from_str(stored).unwrap();
        let recorded = domain::Recorded { seq: number as u64 + 1, event: event.clone().into() };
        let line = domain::log::LogLine::of(&recorded, Some("main"));
        let text = serde_json::to_string(&line).unwrap();
        let read = parse(text.as_bytes()).unwrap();
        assert_eq!(read.entry, mart::Entry::of(&event), "{text}");
        assert_eq!(read.chat.as_deref(), event.chat.as_ref().map(domain::ChatId::as_str));
    }
}
