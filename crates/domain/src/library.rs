//! What the tenant keeps for its staff and customers to choose from or to read: topics, standard texts, knowledge articles, its own
//! wording of prompts, and rules by which visitors are invited. Changed by commands of an admin, kept as events.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::directory::{Directory, check_name, unknown};
use crate::event::Body;
use crate::id::{ArticleId, InvitationRuleId, QueueId, StandardTextId, TopicId};
use crate::invitations::{self, InvitationRule};
use crate::prompts::{LANGUAGES, PromptName};
use crate::refusal::{Code, Refusal};

/// Most topics, most standard texts, most articles.
pub const RECORDS_MAX: usize = 2_000;
/// Most characters in a standard text or a prompt.
pub const TEXT_CHARS_MAX: usize = 5_000;
/// Most characters in an article.
pub const ARTICLE_CHARS_MAX: usize = 20_000;
/// Most characters in a shortcut.
pub const SHORTCUT_CHARS_MAX: usize = 30;

/// What the customer chooses before the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Its id.
    pub id: TopicId,
    /// Its name.
    pub name: String,
    /// Where it leads.
    pub queue: QueueId,
    /// Whether it is offered.
    pub enabled: bool,
}

/// A text that agents insert or push as a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardText {
    /// Its id.
    pub id: StandardTextId,
    /// Its name.
    pub name: String,
    /// What is inserted.
    pub text: String,
    /// The address that is pushed instead, if it is a link.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// What is typed after `/` to insert it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub shortcut: String,
    /// BCP 47 tag; empty: any language.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
}

/// A knowledge article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its id.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: String,
    /// BCP 47 tag; empty: any language.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Whether it says that something does not work at the moment.
    #[serde(default)]
    pub outage: bool,
}

/// A tenant's own wording of a prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptChange {
    /// Which prompt.
    pub prompt: PromptName,
    /// Of which queue; None: of all that have none of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<QueueId>,
    /// A shipped language.
    pub language: String,
    /// The wording; an empty text switches the prompt off; None puts it back as shipped.
    pub text: Option<String>,
}

/// Which wording is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PromptKey {
    prompt: PromptName,
    queue: Option<QueueId>,
    language: String,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Library {
    /// The topics.
    pub topics: BTreeMap<TopicId, Topic>,
    /// The standard texts.
    pub standard_texts: BTreeMap<StandardTextId, StandardText>,
    /// The articles.
    pub articles: BTreeMap<ArticleId, Article>,
    /// The rules by which visitors are invited to a chat.
    #[serde(default)]
    pub invitation_rules: BTreeMap<InvitationRuleId, InvitationRule>,
    /// The tenant's own wordings.
    prompts: Vec<(PromptKey, String)>,
}

/// A change that an admin wants.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "make or replace, or remove, the record that the name says")]
pub enum Change {
    PutTopic(Topic),
    RemoveTopic(TopicId),
    PutStandardText(StandardText),
    RemoveStandardText(StandardTextId),
    PutArticle(Article),
    RemoveArticle(ArticleId),
    SetPrompt(PromptChange),
    PutInvitationRule(InvitationRule),
    RemoveInvitationRule(InvitationRuleId),
}

fn check_text(field: &'static str, text: &str, max: usize) -> Result<(), Refusal> {
    let count = text.chars().count();
    if count <= max {
        return Ok(());
    }
    let detail = format!("{field} has {count} characters, at most {max} are allowed");
    Err(Refusal::new(Code::TooLong, detail).field(field, text).limit(max))
}

fn check_count(what: &'static str, count: usize, is_new: bool) -> Result<(), Refusal> {
    if !is_new || count < RECORDS_MAX {
        return Ok(());
    }
    let detail = format!("there are {count} {what}, at most {RECORDS_MAX} are allowed");
    Err(Refusal::new(Code::TooLong, detail).limit(RECORDS_MAX))
}

/// Refuses what a browser would not open as a page.
pub(crate) fn check_url(url: &str) -> Result<(), Refusal> {
    check_text("url", url, 2_000)?;
    let is_link = url.starts_with("https://") || url.starts_with("http://");
    if is_link && !url.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Ok(());
    }
    Err(Refusal::new(Code::Invalid, "url must begin with https:// or http://").field("url", url))
}

impl Library {
    /// Folds an event; false if it is not about the library.
    pub fn apply(&mut self, body: &Body) -> bool {
        match body {
            Body::TopicChanged { topic } => {
                self.topics.insert(topic.id.clone(), topic.clone());
            }
            Body::TopicRemoved { topic } => {
                self.topics.remove(topic);
            }
            Body::StandardTextChanged { standard_text } => {
                self.standard_texts.insert(standard_text.id.clone(), standard_text.clone());
            }
            Body::StandardTextRemoved { standard_text } => {
                self.standard_texts.remove(standard_text);
            }
            Body::ArticleChanged { article } => {
                self.articles.insert(article.id.clone(), article.clone());
            }
            Body::ArticleRemoved { article } => {
                self.articles.remove(article);
            }
            Body::InvitationRuleChanged { invitation_rule } => {
                self.invitation_rules.insert(invitation_rule.id.clone(), invitation_rule.clone());
            }
            Body::InvitationRuleRemoved { invitation_rule } => {
                self.invitation_rules.remove(invitation_rule);
            }
            Body::PromptChanged(change) => {
                let key = PromptKey {
                    prompt: change.prompt,
                    queue: change.queue.clone(),
                    language: change.language.clone(),
                };
                self.prompts.retain(|(other, _)| *other != key);
                self.prompts.extend(change.text.clone().map(|text| (key, text)));
            }
            _ => return false,
        }
        true
    }

    /// The tenant's own wording, if it has one: the queue's before the general one.
    #[must_use]
    pub fn wording(&self, prompt: PromptName, queue: &QueueId, language: &str) -> Option<&str> {
        let find = |queue: Option<&QueueId>| {
            let wanted = |key: &PromptKey| {
                key.prompt == prompt && key.queue.as_ref() == queue && key.language == language
            };
            self.prompts.iter().find(|(key, _)| wanted(key)).map(|(_, text)| text.as_str())
        };
        find(Some(queue)).or_else(|| find(None))
    }

    /// The tenant's own wordings as the changes that make them.
    pub fn prompts(&self) -> impl Iterator<Item = PromptChange> {
        self.prompts.iter().map(|(key, text)| PromptChange {
            prompt: key.prompt,
            queue: key.queue.clone(),
            language: key.language.clone(),
            text: Some(text.clone()),
        })
    }
}

/// The event that a change comes to.
///
/// # Errors
/// A refusal that names the field.
pub(crate) fn decide(directory: &Directory, change: Change) -> Result<Body, Refusal> {
    let library = &directory.library;
    Ok(match change {
        Change::PutTopic(topic) => {
            check_name("name", &topic.name)?;
            let is_new = !library.topics.contains_key(&topic.id);
            check_count("topics", library.topics.len(), is_new)?;
            if !directory.queues.contains_key(&topic.queue) {
                return Err(unknown("queue", &topic.queue));
            }
            Body::TopicChanged { topic }
        }
        Change::RemoveTopic(topic) => {
            if !library.topics.contains_key(&topic) {
                return Err(unknown("topic", &topic));
            }
            let leads = |rule: &&InvitationRule| rule.topic.as_ref() == Some(&topic);
            if let Some(rule) = library.invitation_rules.values().find(leads) {
                let detail = format!("the invitation rule {} still leads to the topic", rule.id);
                return Err(Refusal::new(Code::WrongState, detail).field("topic", &topic));
            }
            Body::TopicRemoved { topic }
        }
        Change::PutStandardText(standard_text) => {
            check_name("name", &standard_text.name)?;
            check_text("text", &standard_text.text, TEXT_CHARS_MAX)?;
            if !standard_text.url.is_empty() {
                check_url(&standard_text.url)?;
            }
            check_text("language", &standard_text.language, 35)?;
            check_text("shortcut", &standard_text.shortcut, SHORTCUT_CHARS_MAX)?;
            if standard_text.shortcut.contains(char::is_whitespace) {
                return Err(Refusal::new(Code::Invalid, "a shortcut has no spaces")
                    .field("shortcut", &standard_text.shortcut));
            }
            let taken = library.standard_texts.values().find(|other| {
                other.id != standard_text.id
                    && !other.shortcut.is_empty()
                    && other.shortcut == standard_text.shortcut
                    && other.language == standard_text.language
            });
            if let Some(other) = taken {
                let detail = format!("the shortcut is that of {} already", other.id);
                return Err(
                    Refusal::new(Code::Invalid, detail).field("shortcut", &standard_text.shortcut)
                );
            }
            let is_new = !library.standard_texts.contains_key(&standard_text.id);
            check_count("standard texts", library.standard_texts.len(), is_new)?;
            Body::StandardTextChanged { standard_text }
        }
        Change::RemoveStandardText(standard_text) => {
            if !library.standard_texts.contains_key(&standard_text) {
                return Err(unknown("standard_text", &standard_text));
            }
            Body::StandardTextRemoved { standard_text }
        }
        Change::PutArticle(article) => {
            check_name("title", &article.title)?;
            check_text("body", &article.body, ARTICLE_CHARS_MAX)?;
            check_text("language", &article.language, 35)?;
            let is_new = !library.articles.contains_key(&article.id);
            check_count("articles", library.articles.len(), is_new)?;
            Body::ArticleChanged { article }
        }
        Change::RemoveArticle(article) => {
            if !library.articles.contains_key(&article) {
                return Err(unknown("article", &article));
            }
            Body::ArticleRemoved { article }
        }
        Change::SetPrompt(change) => {
            if let Some(queue) = change.queue.as_ref().filter(|q| !directory.queues.contains_key(q))
            {
                return Err(unknown("queue", queue));
            }
            if !LANGUAGES.contains(&change.language.as_str()) {
                let detail = format!("language must be one of {}", LANGUAGES.join(", "));
                return Err(Refusal::new(Code::Invalid, detail)
                    .field("language", &change.language)
                    .limit(LANGUAGES.join(", ")));
            }
            check_text("text", change.text.as_deref().unwrap_or_default(), TEXT_CHARS_MAX)?;
            Body::PromptChanged(change)
        }
        Change::PutInvitationRule(invitation_rule) => {
            invitations::check(directory, &invitation_rule)?;
            Body::InvitationRuleChanged { invitation_rule }
        }
        Change::RemoveInvitationRule(invitation_rule) => {
            if !library.invitation_rules.contains_key(&invitation_rule) {
                return Err(unknown("invitation_rule", &invitation_rule));
            }
            Body::InvitationRuleRemoved { invitation_rule }
        }
    })
}
