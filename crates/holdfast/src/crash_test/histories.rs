//! What the restarted server tells over HTTP, held against what its clients were told before: the histories of conversations, and the
//! drafts in them.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use serde_json::Value;

use super::ledger::{Ledger, Outcome};
use super::link::Board;
use crate::load::http::Http;

/// Checks the history and the drafts of conversations.
///
/// # Errors
/// What is lost, doubled or out of order.
pub(crate) async fn check(
    http: &mut Http,
    board: &Board,
    conversations: &[String],
) -> anyhow::Result<()> {
    for conversation in conversations {
        let expected = expected(&board.ledger(), conversation);
        let drafts_before = board.ledger().drafts_of(conversation);
        let history = read(http, conversation).await?;
        check_messages(&history.events, &expected)
            .with_context(|| format!("the history of {conversation}"))?;
        // What was written meanwhile may be there as well.
        let drafts_after = board.ledger().drafts_of(conversation);
        for (agent, oldest, _) in drafts_before {
            let Some((_, _, newest)) = drafts_after.iter().find(|(of, _, _)| *of == agent) else {
                continue;
            };
            let found = history.drafts.get(&agent).copied();
            ensure!(
                found.is_some_and(|number| (oldest..=*newest).contains(&number)),
                "the note that {agent} was typing in {conversation} is {found:?}, not from {oldest} to {newest}"
            );
        }
    }
    Ok(())
}

/// The messages of a conversation that were acknowledged: id, sender and the sender's count.
type Expected = BTreeMap<String, (String, u64)>;

fn expected(ledger: &Ledger, conversation: &str) -> Expected {
    let of = ledger.messages.iter().filter(|(_, sent)| {
        sent.conversation.as_deref() == Some(conversation)
            && matches!(sent.outcome, Outcome::Acknowledged(_))
    });
    of.map(|(id, sent)| (id.clone(), (sent.sender.clone(), sent.number))).collect()
}

fn check_messages(events: &[Value], expected: &Expected) -> anyhow::Result<()> {
    let mut missing: BTreeMap<&String, &(String, u64)> = expected.iter().collect();
    let mut last: BTreeMap<&str, u64> = BTreeMap::new();
    let mut seen = std::collections::BTreeSet::new();
    for event in events {
        let Some(message) = event["data"]["message"].as_str() else { continue };
        ensure!(seen.insert(message), "message {message} is there twice");
        if let Some((sender, number)) = missing.remove(&message.to_owned()) {
            let before = last.insert(sender, *number);
            ensure!(
                before.is_none_or(|before| before < *number),
                "message {number} of {sender} comes after {}",
                before.unwrap_or_default()
            );
        }
    }
    let lost: Vec<_> = missing.keys().take(5).collect();
    ensure!(lost.is_empty(), "{} acknowledged messages are lost: {lost:?}", missing.len());
    Ok(())
}

struct History {
    /// Oldest first.
    events: Vec<Value>,
    /// The number in each agent's note.
    drafts: BTreeMap<String, u64>,
}

async fn read(http: &mut Http, conversation: &str) -> anyhow::Result<History> {
    let mut pages: Vec<Vec<Value>> = Vec::new();
    let mut drafts = BTreeMap::new();
    let mut before = String::new();
    loop {
        let path = format!("/api/conversations/{conversation}?limit=500{before}");
        let mut page = http.get(&path).await?.ok().with_context(|| path.clone())?;
        if pages.is_empty() {
            drafts = numbers(&page["drafts"]);
        }
        let Value::Array(events) = page["events"].take() else {
            anyhow::bail!("{path}: no events")
        };
        let first = events.first().and_then(|event| event["seq"].as_u64());
        pages.push(events);
        match first {
            Some(first) if page["more"] == true => before = format!("&before={first}"),
            Some(_) | None => break,
        }
    }
    Ok(History { events: pages.into_iter().rev().flatten().collect(), drafts })
}

fn numbers(drafts: &Value) -> BTreeMap<String, u64> {
    let drafts = drafts.as_array().into_iter().flatten();
    drafts
        .filter(|draft| draft["field"] == "note")
        .filter_map(|draft| {
            let agent = draft["agent"].as_str()?.to_owned();
            Some((agent, draft["text"].as_str()?.parse().ok()?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Expected, check_messages};
    use serde_json::json;

    fn check(messages: &[&str]) -> String {
        let expected: Expected =
            [("a".to_owned(), ("ann".to_owned(), 0)), ("b".to_owned(), ("ann".to_owned(), 1))]
                .into();
        let events: Vec<_> =
            messages.iter().map(|message| json!({"data": {"message": message}})).collect();
        match check_messages(&events, &expected) {
            Ok(()) => "fine".to_owned(),
            Err(why) => why.to_string(),
        }
    }

    #[test]
    fn a_history_has_every_message_once_and_in_order() {
        assert_eq!(check(&["a", "new", "b"]), "fine");
        assert_eq!(check(&["a"]), "1 acknowledged messages are lost: [\"b\"]");
        assert_eq!(check(&["a", "b", "a"]), "message a is there twice");
        assert_eq!(check(&["b", "a"]), "message 0 of ann comes after 1");
    }
}
