//! Records that the tenant keeps for its staff and customers: hours, topics, standard texts, articles, prompts, invitation rules.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// From and until a time of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// `09:00`, included.
    pub from: String,
    /// `17:30`, not included; `24:00` is the end of the day.
    pub until: String,
}

/// When a queue takes new chats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// IANA name, e.g. `Europe/Berlin`.
    pub time_zone: String,
    /// The spans of each day, Monday first; always seven, each of at most 8 spans.
    pub week: Vec<Vec<Span>>,
    /// Days on which it is closed all day, `2026-12-25`, at most 400.
    #[serde(default)]
    #[schema(required)]
    pub closed_dates: Vec<String>,
}

/// What the customer chooses before the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Its id.
    pub id: String,
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// The queue that it leads to.
    pub queue: String,
    /// Whether customers may choose it.
    pub enabled: bool,
}

/// A text that agents insert, or push as a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StandardText {
    /// Its id.
    pub id: String,
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// What is inserted, at most 5,000 characters.
    pub text: String,
    /// The address that is pushed instead, if it is a link.
    #[serde(default)]
    #[schema(required)]
    pub url: String,
    /// What is typed after `/` to insert it, at most 30 characters without spaces.
    #[serde(default)]
    #[schema(required)]
    pub shortcut: String,
    /// BCP 47 tag; empty: any language.
    #[serde(default)]
    #[schema(required)]
    pub language: String,
}

/// A knowledge article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Its id.
    pub id: String,
    /// Its title, 1 to 100 characters.
    pub title: String,
    /// Its text, at most 20,000 characters.
    pub body: String,
    /// BCP 47 tag; empty: any language.
    #[serde(default)]
    #[schema(required)]
    pub language: String,
    /// Whether it says that something does not work at the moment.
    #[serde(default)]
    #[schema(required)]
    pub outage: bool,
}

/// The wording of a prompt in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    /// Its name, e.g. `agent_lost`.
    pub prompt: String,
    /// The queue that it is of; absent: of all that have none of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// `en`, `de`, `es`, `fr`, `ja` or `ar`.
    pub language: String,
    /// The wording, at most 5,000 characters; empty switches the prompt off; null puts it back as shipped.
    #[schema(required)]
    pub text: Option<String>,
}

/// Which visitors an invitation rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Visitors {
    /// Everyone.
    All,
    /// Who was never on the pages before.
    New,
    /// Who was.
    Returning,
}

/// A rule by which a visitor of the tenant's pages is asked whether it wants a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationRule {
    /// Its id; chats that come of it have it as the attribute `page.invitation`.
    pub id: String,
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// Whether it is in force.
    pub enabled: bool,
    /// On which pages, at most 200 characters: `*` stands for any characters; one that begins with `/` is held against path and query, any
    /// other against the whole address; empty: on all pages.
    #[serde(default)]
    #[schema(required)]
    pub url: String,
    /// After how many seconds on the page, 0 to 3,600.
    pub seconds_on_page: u32,
    /// Whom.
    pub visitors: Visitors,
    /// What is asked, at most 300 characters, by language (`en`, `de`, `es`, `fr`, `ja`, `ar`); one is enough for all.
    pub texts: std::collections::BTreeMap<String, String>,
    /// The queue of the chat; else the topic's, or the page's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// The topic of the chat; not beside a queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// A visitor is asked once in so many days, 1 to 365.
    pub every_days: u32,
}
