//! A log goes in whole or not at all, and comes out as it went in.

use domain::log::LogLine;
use domain::{ChatId, ConversationId};

use super::*;
use crate::export::{self, Selection};

fn line(seq: u64, second: u64, chat: &str, kind: &str, actor: &str, data: &str) -> String {
    format!(
        "{{\"seq\":{seq},\"at\":\"2026-11-21T09:00:{second:02}.000Z\",\"tenant\":\"t\",\"conversation\":\"{chat}\",\"chat\":\"{chat}.1\",\
         \"kind\":\"{kind}\",\"data\":{data},\"actor\":{{\"type\":\"{actor}\",\"id\":\"x\"}}}}\n"
    )
}

const CREATED: &str = r#"{"media_type":"chat","async":false,"queue":"general","arrived_at":"2026-11-21T09:00:01.000Z","continues":null,"priority":0,"customer":{"id":"c"}}"#;
const CONCLUDED: &str = r#"{"ended_by":"CLIENT","ended_reason":"QUIT","disconnect_reason":"CustomerLeft","continued_as":null}"#;

/// A chat from its beginning to its end, and one that stays open.
fn log() -> String {
    [
        line(1, 1, "a", "chat_created", "customer", CREATED),
        line(2, 2, "a", "end_user_post", "customer", r#"{"message":"m1","text":"Grüße \"🪑\""}"#),
        line(3, 3, "b", "chat_created", "customer", CREATED),
        line(4, 4, "a", "chat_concluded", "customer", CONCLUDED),
        line(5, 4, "a", "end_user_disconnected", "customer", r#"{"reason":"quit"}"#),
        line(6, 5, "a", "chat_released", "system", "{}"),
        line(7, 6, "b", "end_user_post", "customer", r#"{"message":"m2","text":"Still there?"}"#),
    ]
    .concat()
}

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    fn import(&self, log: &str) -> Result<Report, String> {
        let file = self.folder.path().join("log.jsonl");
        std::fs::write(&file, log).unwrap();
        import(&self.data(), &file).map_err(|why| why.to_string())
    }

    fn export(&self) -> String {
        let journal = SqliteJournal::open(&DataFolder::hold(&self.data()).unwrap()).unwrap();
        let mut out = Vec::new();
        export::write(&journal, "t", &Selection::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }
}

fn values(log: &str) -> Vec<serde_json::Value> {
    log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn an_export_that_is_imported_exports_the_same() {
    let (first, second) = (Place::new(), Place::new());
    let report = first.import(&log()).unwrap();
    assert_eq!(report, Report { events: 7, ..Report::default() });
    let exported = first.export();
    assert_eq!(values(&exported), values(&log()));
    assert_eq!(second.import(&exported).unwrap().events, 7);
    assert_eq!(second.export(), exported);
}

#[test]
fn the_fixtures_of_all_kinds_go_through_unchanged() {
    let fixtures = include_str!("../../../domain/fixtures/events.jsonl");
    let mut log = String::new();
    let mut last = domain::Timestamp(0);
    let mut events: Vec<Event> =
        fixtures.lines().map(|stored| serde_json::from_str(stored).unwrap()).collect();
    events.sort_by_key(|event| event.at);
    for (seq, event) in (1..).zip(events) {
        assert!(event.at >= last);
        last = event.at;
        let recorded = recorded(seq, event);
        log += &serde_json::to_string(&LogLine::of(&recorded, Some("t"))).unwrap();
        log.push('\n');
    }
    let place = Place::new();
    let report = place.import(&log).unwrap();
    assert_eq!(report, Report { events: log.lines().count() as u64, ..Report::default() });
    assert_eq!(place.export(), log);
}

#[test]
fn a_malformed_line_in_the_middle_loads_nothing() {
    let good = log();
    let lines: Vec<&str> = good.lines().collect();
    let broken = |at: usize, with: &str| {
        let mut lines = lines.clone();
        lines[at] = with;
        lines.join("\n")
    };
    let place = Place::new();
    for (at, with, what) in [
        (3, "{", "line 4: "),
        (3, "", "line 4: the line is empty"),
        (4, lines[1], "line 5: seq 2 does not come after seq 4"),
        (
            6,
            &lines[6].replace("\"tenant\":\"t\"", "\"tenant\":\"u\""),
            "line 7: the tenant is \"u\"",
        ),
    ] {
        let refused = place.import(&broken(at, with)).unwrap_err();
        assert!(refused.starts_with(what), "{refused}");
        assert!(!place.data().exists() || place.export().is_empty());
    }
    assert_eq!(place.import(&good).unwrap().events, 7);
}

#[test]
fn a_log_is_imported_into_an_empty_folder_only() {
    let place = Place::new();
    place.import(&log()).unwrap();
    let refused = place.import(&log()).unwrap_err();
    assert!(refused.contains("has 7 events"), "{refused}");
    let half = Place::new();
    std::fs::create_dir_all(half.data()).unwrap();
    std::fs::write(half.data().join(UNDER_WAY), "").unwrap();
    assert!(half.import(&log()).unwrap_err().contains("was cut off"));
    let folder = DataFolder::hold(&half.data()).unwrap();
    assert!(end_what_is_open(&folder).unwrap_err().to_string().contains("was cut off"));
}

#[test]
fn a_foreign_log_says_less_and_more() {
    let log = [
        line(
            10,
            1,
            "a",
            "chat_created",
            "customer",
            r#"{"media_type":"chat","async":false,"shop":"north"}"#,
        ),
        line(12, 1, "a", "shop_event", "system", r#"{"x":1}"#),
        line(13, 2, "a", "agent_engagement_invitation", "agent", "{}"),
        line(14, 3, "a", "agent_absent", "agent", "{}"),
        line(15, 3, "a", "agent_status_changed", "agent", "{}"),
        line(
            16,
            4,
            "a",
            "chat_concluded",
            "agent",
            r#"{"ended_by":"AGENT","ended_reason":"FORCE"}"#,
        ),
    ]
    .concat();
    let place = Place::new();
    let report = place.import(&log).unwrap();
    let unknown = [("shop_event".to_owned(), 1)].into();
    let expected = Report { events: 4, unknown, unfit: 1, completed: 4, trimmed: 1, moved: 4 };
    assert_eq!(report, expected);
    assert_eq!(
        report.to_string(),
        "4 events were loaded\n\
         1 of the unknown kind shop_event were left out\n\
         1 were left out, since their data does not say enough to be stored\n\
         4 lacked something and got what it stands for when absent\n\
         1 had keys that are not stored; the rest of them is\n\
         4 have another position than in the file, which has gaps now or then"
    );
    let out = values(&place.export());
    assert_eq!(out[0]["data"]["queue"], "general");
    assert_eq!(out[0]["data"]["arrived_at"], "2026-11-21T09:00:01.000Z");
    assert_eq!(out[2]["data"]["participant"], serde_json::json!({"type": "agent", "id": "x"}));
    assert_eq!(out[3]["data"]["disconnect_reason"], "AgentEnded");
}

#[test]
fn what_is_open_is_ended_at_the_first_start_and_only_then() {
    let place = Place::new();
    place.import(&log()).unwrap();
    let folder = DataFolder::hold(&place.data()).unwrap();
    end_what_is_open(&folder).unwrap();
    end_what_is_open(&folder).unwrap();
    drop(folder);
    let exported = place.export();
    assert!(exported.lines().count() > 7 && exported.starts_with(&before_the_start()));
    let mut state = State::default();
    let journal = SqliteJournal::open(&DataFolder::hold(&place.data()).unwrap()).unwrap();
    let mut ended = Vec::new();
    journal
        .scan(1, &mut |recorded| {
            state.apply(&recorded);
            if recorded.seq > 7 {
                ended.push((recorded.event.chat.clone(), recorded.event.body.kind().slug()));
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    assert!(state.conversations.is_empty());
    let chat = Some(ChatId::of(&ConversationId::new("b"), 1));
    assert!(ended.iter().all(|(of, _)| *of == chat), "{ended:?}");
    assert!(ended.iter().any(|(_, kind)| *kind == "chat_released"));
}

/// The beginning of every export of [`log`].
fn before_the_start() -> String {
    let place = Place::new();
    place.import(&log()).unwrap();
    place.export()
}
