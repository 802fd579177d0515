//! Rules by which a visitor of the tenant's pages is asked whether it wants a chat: where, after how long, whom, how often, with which words.
//! What it leaves out: watching the visitor, which is the page's own script's, and how the question looks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::core::Core;
use crate::directory::{Directory, check_name, unknown};
use crate::id::{InvitationRuleId, QueueId, TopicId};
use crate::messages::check_chars;
use crate::prompts::{LANGUAGES, nearest_language};
use crate::refusal::{Code, Refusal};

/// Most rules: each page looks at all of them.
pub const RULES_MAX: usize = 50;
/// Most characters in a pattern for addresses.
pub const URL_CHARS_MAX: usize = 200;
/// Most characters in what a visitor is asked.
pub const TEXT_CHARS_MAX: usize = 300;
/// Most seconds on a page until it is asked.
pub const SECONDS_ON_PAGE_MAX: u32 = 3_600;
/// Most days until it may be asked again.
pub const EVERY_DAYS_MAX: u32 = 365;

/// Which visitors a rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visitors {
    /// Everyone.
    #[default]
    All,
    /// Who was never on the pages before.
    New,
    /// Who was.
    Returning,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRule {
    /// Its id.
    pub id: InvitationRuleId,
    /// Its name.
    pub name: String,
    /// Whether it is in force.
    pub enabled: bool,
    /// On which pages: `*` stands for any characters; empty: on all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// After how many seconds on the page.
    pub seconds_on_page: u32,
    /// Whom.
    pub visitors: Visitors,
    /// What is asked, by shipped language; where a visitor's is missing, English or else the first.
    pub texts: BTreeMap<String, String>,
    /// The queue of the chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<QueueId>,
    /// The topic of the chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<TopicId>,
    /// A visitor is asked once in so many days.
    pub every_days: u32,
}

impl InvitationRule {
    /// What a visitor is asked, in the shipped language nearest to its own if there is a text in it.
    #[must_use]
    pub fn text(&self, language: Option<&str>) -> Option<&str> {
        let known = |language: &str| self.texts.get(language);
        let text = known(nearest_language(language)).or_else(|| known(LANGUAGES[0]));
        text.or_else(|| self.texts.values().next()).map(String::as_str)
    }

    /// The queue that its chats come to; None when the topic is gone or switched off.
    #[must_use]
    pub fn leads_to<'a>(&'a self, directory: &'a Directory) -> Option<&'a QueueId> {
        match (&self.queue, &self.topic) {
            (Some(queue), _) => Some(queue),
            (None, Some(topic)) => {
                let topic = directory.library.topics.get(topic).filter(|topic| topic.enabled);
                topic.map(|topic| &topic.queue)
            }
            (None, None) => None,
        }
    }
}

fn out_of_range(field: &'static str, value: u32, min: u32, max: u32) -> Refusal {
    Refusal::new(Code::Invalid, format!("{field} is {value}, it must be from {min} to {max}"))
        .field(field, value)
        .limit(format!("{min} to {max}"))
}

fn check_url(url: &str) -> Result<(), Refusal> {
    check_chars("url", url, URL_CHARS_MAX)?;
    let begins = ["/", "*", "https://", "http://"].iter().any(|begin| url.starts_with(begin));
    if (url.is_empty() || begins) && !url.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Ok(());
    }
    let detail = "url must begin with /, *, https:// or http:// and have no spaces";
    Err(Refusal::new(Code::Invalid, detail).field("url", url))
}

/// Refuses a rule that cannot be one.
pub(crate) fn check(directory: &Directory, rule: &InvitationRule) -> Result<(), Refusal> {
    check_name("name", &rule.name)?;
    check_url(&rule.url)?;
    if rule.seconds_on_page > SECONDS_ON_PAGE_MAX {
        let (field, value) = ("seconds_on_page", rule.seconds_on_page);
        return Err(out_of_range(field, value, 0, SECONDS_ON_PAGE_MAX));
    }
    if !(1..=EVERY_DAYS_MAX).contains(&rule.every_days) {
        return Err(out_of_range("every_days", rule.every_days, 1, EVERY_DAYS_MAX));
    }
    if rule.texts.is_empty() {
        let detail = "texts must have a text in at least one language";
        return Err(Refusal::new(Code::Invalid, detail).field("texts", "{}"));
    }
    for (language, text) in &rule.texts {
        if !LANGUAGES.contains(&language.as_str()) {
            let detail = format!("texts may be in {}, not in {language:?}", LANGUAGES.join(", "));
            return Err(Refusal::new(Code::Invalid, detail)
                .field("texts", language)
                .limit(LANGUAGES.join(", ")));
        }
        if text.trim().is_empty() {
            let detail = format!("the text in {language} must not be empty");
            return Err(Refusal::new(Code::Invalid, detail).field("texts", language));
        }
        check_chars("texts", text, TEXT_CHARS_MAX)?;
    }
    if let Some(queue) = rule.queue.as_ref().filter(|q| !directory.queues.contains_key(q)) {
        return Err(unknown("queue", queue));
    }
    let topics = &directory.library.topics;
    if let Some(topic) = rule.topic.as_ref().filter(|topic| !topics.contains_key(topic)) {
        return Err(unknown("topic", topic));
    }
    if let (Some(_), Some(topic)) = (&rule.queue, &rule.topic) {
        let detail = "a rule leads to a queue or to a topic, not to both";
        return Err(Refusal::new(Code::Invalid, detail).field("topic", topic));
    }
    let rules = &directory.library.invitation_rules;
    if !rules.contains_key(&rule.id) && rules.len() >= RULES_MAX {
        let detail = format!("there are {} invitation rules, at most {RULES_MAX}", rules.len());
        return Err(Refusal::new(Code::TooLong, detail).limit(RULES_MAX));
    }
    Ok(())
}

impl Core {
    /// Whether an agent could take a chat of the queue at this moment.
    #[must_use]
    pub fn has_ready_agent(&self, queue: &QueueId) -> bool {
        self.ready.has_agent(queue)
    }
}
