//! An event on the wire: the public log format, one object an event. A customer gets only the kinds it may see, with staff named by
//! `name` and no internal field.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who did it, or who takes part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Party {
    /// `customer`, `agent`, `supervisor`, `bot`, `system` or `admin`.
    #[serde(rename = "type")]
    pub party_type: PartyType,
    /// Its id; empty for the system.
    pub id: String,
    /// To customers only: the name to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What sort of party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the specification")]
pub enum PartyType {
    Customer,
    Agent,
    Supervisor,
    Bot,
    System,
    Admin,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Event {
    /// Position in the journal; strictly increasing, with gaps where a client may not see.
    pub seq: u64,
    /// UTC, RFC 3339 with milliseconds.
    pub at: String,
    /// The conversation.
    #[schema(required)]
    pub conversation: Option<String>,
    /// The chat.
    #[schema(required)]
    pub chat: Option<String>,
    /// Slug of the kind; docs/events.md lists them.
    pub kind: String,
    /// Who did it.
    pub actor: Party,
    /// The id of the command that caused it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// What the kind carries.
    pub data: EventData,
}

/// The data of all kinds in one record: each kind has some of these fields (docs/events.md), none has others.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[expect(
    missing_docs,
    reason = "each field is documented in docs/events.md with the kinds that carry it"
)]
pub struct EventData {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participant: Option<Party>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<serde_json::Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_origin: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "async")]
    pub is_async: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<crate::view::Customer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disconnect_reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continued_as: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disposition: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// A status id (130; null when signed out), or the record of a changed status (147).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<serde_json::Value>,
    /// The changed agent's record (141) or id (142).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<serde_json::Value>,
    /// The changed profile's record or id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<serde_json::Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<crate::view::Tenant>,
    /// Name of a changed setting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Value of a changed setting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The hash of a file's content, by which it is fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<std::collections::BTreeMap<String, String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<Party>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supporting: Option<Party>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The chosen topic's id (26), or the changed topic's record or id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<serde_json::Value>,
    /// The changed standard text's record or id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_text: Option<serde_json::Value>,
    /// The changed article's record or id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<serde_json::Value>,
    /// The changed invitation rule's record or id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation_rule: Option<serde_json::Value>,
    /// The changed schedule's record, or the removed one's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_schedule: Option<serde_json::Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_status: Option<crate::command::TicketStatus>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom: Option<std::collections::BTreeMap<String, String>>,
    /// From 1 to 5; 5 is best.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Whether what the customer shows is kept (35).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<bool>,
    /// How long a recording is, in milliseconds (135).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length_ms: Option<u64>,
    /// The chats that a lost agent's client had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chats: Option<Vec<String>>,
}
