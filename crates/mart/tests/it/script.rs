//! A chat as a script, one event a line: seconds from its creation, a word, and what the word needs. It becomes lines of the export
//! format, which are read and folded as any log's are.

use mart::log::{Fact, parse};
use mart::{Mode, Session};

/// The time of the first second.
const START_MS: i64 = 1_795_251_600_000;

fn instant(seconds: &str) -> String {
    let seconds: f64 = seconds.parse().unwrap();
    domain::Timestamp(START_MS + (seconds * 1_000.0).round() as i64).to_string()
}

/// Kind, actor type and data of a word.
fn event(word: &str, rest: &str) -> (&'static str, &'static str, String) {
    let text = || format!(r#"{{"message":"m","text":{}}}"#, serde_json::to_string(rest).unwrap());
    let person = |party: &str| format!(r#"{{"participant":{{"type":"{party}","id":"{rest}"}}}}"#);
    let of_agent = || person("agent");
    let none = || "{}".to_owned();
    match word {
        "created" => {
            let is_async = rest.contains("async");
            let origin = if rest.contains("web") { r#""media_origin":"web","# } else { "" };
            let language = if rest.contains("de") { r#""language":"de","# } else { "" };
            let data = format!(
                r#"{{"media_type":"chat",{origin}{language}"async":{is_async},"queue":"general","continues":null}}"#
            );
            ("chat_created", "customer", data)
        }
        "customer" => ("end_user_post", "customer", text()),
        "agent" => ("agent_post", "agent", text()),
        "bot" => ("bot_post", "bot", text()),
        "internal" => ("internal_post", "agent", text()),
        "link" => ("agent_pushed_url", "agent", none()),
        "file" => ("file_attachment_received", "customer", none()),
        "bot-link" => ("agent_pushed_url", "bot", none()),
        "enter" => ("engagement_participant_entered", "agent", of_agent()),
        "join" => ("engagement_participant_entered", "supervisor", person("supervisor")),
        "leave" => ("engagement_participant_left", "agent", of_agent()),
        "disconnected" => ("agent_disconnected", "system", of_agent()),
        "bot-enter" => ("bot_entered", "bot", person("bot")),
        "bot-leave" => ("bot_left", "bot", person("bot")),
        "coach" => ("coach_begin", "supervisor", person("supervisor")),
        "monitor" => ("monitor_begin", "supervisor", person("supervisor")),
        "customer-out" => ("end_user_disconnected", "customer", r#"{"reason":"quit"}"#.to_owned()),
        "idle" => ("idle_alert", "system", none()),
        "hold" => ("async_on_hold", "agent", of_agent()),
        "wake" => ("async_customer_activity", "customer", none()),
        "async-idle" => ("async_idle_alert", "system", none()),
        "typing" => ("something_new", "customer", r#"{"text":7}"#.to_owned()),
        "end" => {
            let (by, reason) = rest.split_once(' ').unwrap();
            let data = format!(r#"{{"ended_by":"{by}","ended_reason":"{reason}"}}"#);
            ("chat_concluded", "agent", data)
        }
        other => panic!("{other} is no word of a script"),
    }
}

/// The lines of a script.
pub(crate) fn lines(script: &str) -> Vec<String> {
    let steps = script.lines().map(str::trim).filter(|line| !line.is_empty());
    steps
        .enumerate()
        .map(|(number, line)| {
            let (seconds, what) = line.split_once(' ').unwrap();
            let (word, rest) = what.split_once(' ').unwrap_or((what, ""));
            let (kind, actor, data) = event(word, rest);
            format!(
                r#"{{"seq":{},"at":"{}","tenant":"main","conversation":"c","chat":"c.1","kind":"{kind}","data":{data},"actor":{{"type":"{actor}","id":"x"}}}}"#,
                number + 1,
                instant(seconds),
            )
        })
        .collect()
}

/// Folds lines of one chat; the time of the last is now.
pub(crate) fn fold(lines: &[String]) -> (Session, domain::Timestamp) {
    let mut session = None;
    let mut now = domain::Timestamp(0);
    for line in lines {
        let line = parse(line.as_bytes()).unwrap();
        now = line.entry.at;
        match (&mut session, &line.entry.fact) {
            (None, Fact::Created(created)) => {
                session = Some(Session::new(&line.tenant, "c.1", now, created));
            }
            (None, _) => panic!("a script begins with created"),
            (Some(session), _) => {
                session.apply(&line.entry);
            }
        }
    }
    (session.unwrap(), now)
}

/// The pairs of a script in a mode, one a line.
pub(crate) fn pairs(script: &str, mode: Mode) -> String {
    let (session, now) = fold(&lines(script));
    let mut text = String::new();
    session.statistics(now).pairs(mode, &mut |key, value| {
        text += &format!("{key} {}\n", value.to_text());
    });
    text
}

/// Those pairs of a script that have a word in their key, in the mode that shows all.
pub(crate) fn about(script: &str, words: &[&str]) -> String {
    let all = pairs(script, Mode::All);
    let wanted = |line: &&str| words.iter().any(|word| line.contains(word));
    all.lines().filter(wanted).map(|line| format!("{line}\n")).collect()
}
