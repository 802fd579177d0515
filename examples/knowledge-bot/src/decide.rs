//! What to do about a matter: greet, answer with an article, or hand over. A function of what was read, and nothing else.

use std::collections::BTreeMap;

use protocol::command::Command;
use protocol::rest::FoundArticle;

use crate::Config;
use crate::matter::{Matter, id_of};
use crate::wording::{asks_for_a_person, wording};

/// Most characters of an article in one message; the rest is left out, and said so.
const ANSWER_CHARS_MAX: usize = 4_000;
/// Most characters of an attribute's value.
const LINE_CHARS_MAX: usize = 200;
/// Questions that a summary names.
const QUESTIONS_MAX: usize = 5;
/// Most characters of each.
const QUESTION_CHARS_MAX: usize = 300;

/// A command with its id.
pub(crate) type Sent = (String, Command);

/// What to look for; None if nothing has to be looked for.
pub(crate) fn query(matter: &Matter) -> Option<String> {
    matter.open_question().map(|(_, text)| text).filter(|text| !asks_for_a_person(text))
}

/// What to send, in this order. `found` are the articles for [`query`], best first.
pub(crate) fn decide(matter: &Matter, found: &[FoundArticle], config: &Config) -> Vec<Sent> {
    let chat = matter.chat.clone();
    let Some((seq, question)) = matter.open_question() else {
        let id = id_of(&chat, "greet", 0);
        if !matter.asked.is_empty() || matter.done.contains(&id) {
            return Vec::new();
        }
        let text = wording(matter.language.as_deref()).greeting.to_owned();
        return vec![(id, Command::PostMessage { chat, text })];
    };
    if asks_for_a_person(&question) {
        return hand_over(matter, seq, "The customer asks for a person.", config);
    }
    let fitting = found.iter().filter(|found| found.score >= config.fit_min);
    let mut answers = fitting.map(|found| answer(matter, found));
    // What has been said has not helped.
    match answers.find(|answer| !matter.said.contains(answer)) {
        Some(text) => vec![(id_of(&chat, "answer", seq), Command::PostMessage { chat, text })],
        None => hand_over(matter, seq, "No article fits.", config),
    }
}

fn answer(matter: &Matter, found: &FoundArticle) -> String {
    let article = &found.article;
    let after = wording(matter.language.as_deref()).after_article;
    format!("{}\n\n{}\n\n{after}", article.title, cut(&article.body, ANSWER_CHARS_MAX))
}

fn cut(text: &str, chars_max: usize) -> String {
    let text = text.trim();
    match text.char_indices().nth(chars_max) {
        Some((end, _)) => format!("{} …", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

fn hand_over(matter: &Matter, seq: u64, why: &str, config: &Config) -> Vec<Sent> {
    let chat = &matter.chat;
    let queue = config.queue.clone().unwrap_or_else(|| matter.queue.clone());
    let (_, last) = matter.asked.last().cloned().unwrap_or_default();
    let last = last.split_whitespace().collect::<Vec<_>>().join(" ");
    let attributes = BTreeMap::from([
        ("bot.reason".to_owned(), why.to_owned()),
        ("bot.question".to_owned(), cut(&last, LINE_CHARS_MAX - 2)),
    ]);
    let text = wording(matter.language.as_deref()).handing_over.to_owned();
    let note = Some(summary(matter, why));
    vec![
        (id_of(chat, "attributes", seq), Command::SetAttributes { chat: chat.clone(), attributes }),
        (id_of(chat, "leave", seq), Command::PostMessage { chat: chat.clone(), text }),
        (id_of(chat, "over", seq), Command::TransferToQueue { chat: chat.clone(), queue, note }),
        // Where that queue is closed or not allowed, the chat goes back to its own; after the first it is refused.
        (id_of(chat, "release", seq), Command::ReleaseToQueue { chat: chat.clone() }),
    ]
}

/// What the next one should know, in a few lines.
fn summary(matter: &Matter, why: &str) -> String {
    let mut lines = vec![format!("Handed over by a bot. {why}")];
    let newest = matter.asked.iter().rev().take(QUESTIONS_MAX).rev();
    lines.extend(newest.map(|(_, text)| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("- asked: {}", cut(&text, QUESTION_CHARS_MAX))
    }));
    let shown = matter.said.iter().filter_map(|text| text.split_once("\n\n"));
    lines.extend(shown.map(|(title, _)| format!("- shown: {title}")));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use protocol::library::Article;

    use super::*;

    fn config() -> Config {
        Config { server: String::new(), key: String::new(), queue: None, fit_min: 0.35 }
    }

    fn matter(asked: &[&str]) -> Matter {
        Matter {
            chat: "c-1.1".into(),
            queue: "general".into(),
            asked: asked.iter().zip(1..).map(|(text, seq)| (seq, (*text).to_owned())).collect(),
            ..Matter::default()
        }
    }

    fn found(title: &str, score: f64) -> FoundArticle {
        let article = Article {
            id: title.to_lowercase(),
            title: title.into(),
            body: format!("All about {title}."),
            language: String::new(),
            outage: false,
        };
        FoundArticle { article, score }
    }

    fn names(sent: &[Sent]) -> Vec<&'static str> {
        let name = |(_, command): &Sent| match command {
            Command::PostMessage { .. } => "post",
            Command::SetAttributes { .. } => "attributes",
            Command::TransferToQueue { .. } => "over",
            Command::ReleaseToQueue { .. } => "release",
            _ => "other",
        };
        sent.iter().map(name).collect()
    }

    const OVER: [&str; 4] = ["attributes", "post", "over", "release"];

    #[test]
    fn it_greets_once_who_asks_nothing() {
        let mut matter = matter(&[]);
        let sent = decide(&matter, &[], &config());
        assert_eq!(names(&sent), ["post"]);
        matter.done.insert(sent[0].0.clone());
        assert_eq!(decide(&matter, &[], &config()), []);
    }

    #[test]
    fn the_best_article_answers_and_the_next_one_when_it_did_not_help() {
        let mut matter = matter(&["Where are my returns?"]);
        let both = [found("Returns", 0.8), found("Delivery", 0.4), found("Desks", 0.34)];
        let sent = decide(&matter, &both, &config());
        let [(id, Command::PostMessage { text, .. })] = sent.as_slice() else { panic!("{sent:?}") };
        assert!(text.starts_with("Returns\n\nAll about Returns.\n\n"), "{text}");
        matter.said.insert(text.clone());
        matter.done.insert(id.clone());
        assert_eq!(decide(&matter, &both, &config()), [], "it is answered");
        matter.asked.push((9, "No, that is not it".into()));
        let sent = decide(&matter, &both, &config());
        let [(_, Command::PostMessage { text, .. })] = sent.as_slice() else { panic!("{sent:?}") };
        assert!(text.starts_with("Delivery"), "{text}");
        matter.said.insert(text.clone());
        assert_eq!(names(&decide(&matter, &both, &config())), OVER, "nothing else fits");
    }

    #[test]
    fn it_hands_over_with_a_summary_when_nothing_fits_or_a_person_is_wanted() {
        let sent = decide(&matter(&["Why?", "Why\nnow?"]), &[found("Returns", 0.349)], &config());
        assert_eq!(names(&sent), OVER);
        let (_, Command::TransferToQueue { queue, note, .. }) = &sent[2] else {
            panic!("{sent:?}")
        };
        assert_eq!(queue, "general");
        let note = note.as_deref().unwrap();
        assert_eq!(
            note,
            "Handed over by a bot. No article fits.\n- asked: Why?\n- asked: Why now?"
        );
        let config = Config { queue: Some("billing".into()), ..config() };
        let sent = decide(&matter(&["A person, please"]), &[found("Returns", 1.0)], &config);
        let (_, Command::TransferToQueue { queue, .. }) = &sent[2] else { panic!("{sent:?}") };
        assert_eq!(queue, "billing");
        assert_eq!(query(&matter(&["A person, please"])), None);
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(cut(" ab ", 2), "ab");
        assert_eq!(cut("äbc", 2), "äb …");
        let long = "x".repeat(1_000);
        let sent = decide(&matter(&[&long]), &[], &config());
        let (_, Command::SetAttributes { attributes, .. }) = &sent[0] else { panic!("{sent:?}") };
        assert_eq!(attributes["bot.question"].chars().count(), LINE_CHARS_MAX);
    }

    #[test]
    fn every_try_has_the_same_ids() {
        let ids = || decide(&matter(&["Why?"]), &[], &config()).into_iter().map(|(id, _)| id);
        assert!(ids().eq(ids()));
    }
}
