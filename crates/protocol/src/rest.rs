//! Bodies of the HTTP interface that are not commands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::event::Event;
use crate::frame::Draft;
use crate::library::{Article, Prompt};
use crate::problem::Problem;
use crate::view::{Agent, Customer, Incident};

/// `POST /api/sign-in`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The agent's id.
    pub name: String,
    /// Its password, at most 200 characters.
    pub password: String,
}

/// Answer of `POST /api/sign-in` and `GET /api/me`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Me {
    /// Who is signed in.
    pub agent: Agent,
}

/// `PUT /api/agents/{agent}/password`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Password {
    /// 10 to 200 characters.
    pub password: String,
}

/// Answer of `POST /api/customer/session`: a session of the customer's own. Keep the token; it is shown once.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CustomerSession {
    /// 256 random bits; send it in hello, or as `Authorization: Bearer`.
    pub token: String,
}

/// Answer of `POST /api/commands`, whose body is a command and whose `Idempotency-Key` is its id.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Done {
    /// Position of the command's last event; 0 if it had none.
    pub seq: u64,
    /// The conversation it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<String>,
    /// The chat it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat: Option<String>,
}

/// Answer of `GET /api/conversations/{conversation}`: `?before=SEQ&limit=N` pages back.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConversationHistory {
    /// Its events, oldest first.
    pub events: Vec<Event>,
    /// Whether there are earlier ones.
    pub more: bool,
    /// Its incident; null to a customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<Incident>,
    /// Unsent drafts of all its agents; empty to a customer.
    #[serde(default)]
    #[schema(required)]
    pub drafts: Vec<Draft>,
    /// The last `seq` the customer has seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_seen_seq: Option<u64>,
}

/// A row of `GET /api/incidents`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct IncidentRow {
    /// Position of the conversation's first event; the smallest of a page is the next page's `before`.
    pub seq: u64,
    /// The conversation.
    pub conversation: String,
    /// When it began, RFC 3339.
    pub started_at: String,
    /// The customer's name; of a left message whom to answer.
    pub customer_name: String,
    /// The customer, and whether it has proved who it is; absent: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Customer>,
    /// The conversation's last chat; absent: a message left while nobody was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat: Option<String>,
    /// The queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// What the customer thinks of it, from 1 to 5; absent: it did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// What the customer said with its rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating_comment: Option<String>,
    /// The incident.
    pub incident: Incident,
}

/// An article that `GET /api/articles` found.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FoundArticle {
    /// The article.
    pub article: Article,
    /// How well it fits, above 0 to 1: 1 when all words of the query that say something stand in its title. 0 without a query.
    pub score: f64,
}

/// Answer of `GET /api/prompts`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PromptList {
    /// The tenant's own wordings; an empty text is a prompt that is switched off.
    pub own: Vec<Prompt>,
    /// What is said where there is no wording of its own, in every shipped language.
    pub shipped: Vec<Prompt>,
}

/// A colleague in the dialog of transfers and conferences, of `GET /api/chats/{chat}/targets`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TransferTarget {
    /// The agent's id.
    pub agent: String,
    /// The name to show.
    pub name: String,
    /// Why it cannot take the chat over now; absent: it can. A conference needs no room: only who is not connected cannot be invited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Problem>,
}

/// A topic that a customer may choose.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WidgetTopic {
    /// Its id, for `start_chat` and `leave_message`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether a chat about it can be asked for now.
    pub open: bool,
    /// Whether its queue is outside its hours; then a message can be left.
    pub closed: bool,
    /// When its queue opens next, if it is closed and that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<String>,
}

/// Answer of `GET /api/widget/config?queue=&language=`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WidgetConfig {
    /// The tenant's name.
    pub tenant_name: String,
    /// The queue's name.
    pub queue_name: String,
    /// Whether a chat can be asked for now.
    pub open: bool,
    /// Whether the queue is outside its hours; then a message can be left.
    pub closed: bool,
    /// When the queue opens next, if it is closed and that is known; RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<String>,
    /// Whether only customers that have proved who they are may write.
    #[serde(default)]
    pub identity_required: bool,
    /// What the customer may choose from; empty when topics are off.
    pub topics: Vec<WidgetTopic>,
    /// Whether customers may send files.
    pub files: bool,
    /// Most bytes in a file.
    pub file_bytes_max: u32,
    /// Most characters in a message.
    pub message_chars_max: u32,
    /// The language of the prompts: the shipped one that is nearest to the asked one.
    pub language: String,
    /// What the customer is told at each turn, by the prompt's name; one that is switched off is missing.
    pub prompts: BTreeMap<String, String>,
}

/// Answer of `GET /api/widget/invitation?rule=&queue=&language=` when the visitor may be asked.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WidgetInvitation {
    /// What it is asked.
    pub text: String,
    /// The queue of the chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// The topic of the chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
}
