//! What a client may ask for. Unknown names and unknown fields are refused.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A command: `{"name": "post_message", "chat": …, "text": …}`. Who may send which is in docs/protocol.md.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Customer: asks for a chat. Refused with `already_open` while the session has one that is not closed.
    StartChat {
        /// Queue id; the first enabled queue if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        queue: Option<String>,
        /// The customer's name, at most 100 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        customer_name: Option<String>,
        /// The customer's e-mail address, at most 254 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<String>,
        /// The opening question, becomes the first message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        question: Option<String>,
        /// BCP 47 tag.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        /// The address of the page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<String>,
    },
    /// Customer: a new chat in the same conversation after the last one ended.
    ContinueConversation {
        /// What to say with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        question: Option<String>,
    },
    /// Customer or agent in the chat: a message that all in the chat see. Its message id is the command's id.
    PostMessage {
        /// A chat id. A customer's message goes to its conversation's open chat even when that chat has been continued by another.
        chat: String,
        /// 1 to `message_chars_max` characters.
        text: String,
    },
    /// Customer: leaves an engaged chat, or gives up waiting.
    LeaveChat {
        /// A chat id.
        chat: String,
    },
    /// Agent: chooses its status from the tenant's list.
    SetStatus {
        /// A status id.
        status: String,
    },
    /// Agent: signs out. With open chats it is refused with `wrong_state` unless `confirmed`; then they go back to their queues.
    SignOut {
        /// Whether losing the open chats was confirmed.
        #[serde(default)]
        confirmed: bool,
    },
    /// Agent's client: the offer arrived and is on the screen.
    ConfirmOffer {
        /// A chat id.
        chat: String,
    },
    /// Agent: takes the offered chat.
    AcceptOffer {
        /// A chat id.
        chat: String,
    },
    /// Agent: declines the offered chat, if its profile allows that.
    DeclineOffer {
        /// A chat id.
        chat: String,
    },
    /// Agent's client: cannot take the offered chat.
    AnswerUnavailable {
        /// A chat id.
        chat: String,
    },
    /// Agent: takes a waiting chat from the list.
    PickChat {
        /// A chat id.
        chat: String,
    },
    /// Agent in the chat: a note for the next agent, never seen by the customer.
    AddSideNote {
        /// A chat id.
        chat: String,
        /// 1 to `message_chars_max` characters.
        text: String,
    },
    /// Lead agent: ends the chat; wrap-up begins.
    EndChat {
        /// A chat id.
        chat: String,
    },
    /// Agent in wrap-up: the customer left before the matter was dealt with; outcome abandoned, the chat is released.
    AbandonChat {
        /// A chat id.
        chat: String,
    },
    /// Agent in wrap-up: what it was about; the chat is released.
    CompleteWrapUp {
        /// A chat id.
        chat: String,
        /// What changed of the incident.
        #[serde(default)]
        incident: IncidentFields,
        /// Whether the incident is settled.
        #[serde(default)]
        close_incident: bool,
    },
    /// Agent: changes the incident, at any time, also after the end.
    UpdateIncident {
        /// A conversation id.
        conversation: String,
        /// What changed.
        incident: IncidentFields,
    },
    /// Admin: makes or replaces an agent, supervisor, admin or bot. A password is set over HTTP.
    PutAgent {
        /// The whole record.
        agent: crate::view::Agent,
    },
    /// Admin: removes one that has no open chat.
    RemoveAgent {
        /// An agent id.
        agent: String,
    },
    /// Admin: makes or replaces a queue.
    PutQueue {
        /// The whole record.
        queue: crate::view::Queue,
    },
    /// Admin: removes an empty queue; *general* cannot be removed.
    RemoveQueue {
        /// A queue id.
        queue: String,
    },
    /// Admin: makes or replaces a profile.
    PutProfile {
        /// The whole record.
        profile: crate::view::Profile,
    },
    /// Admin: removes a profile that nobody has.
    RemoveProfile {
        /// A profile id.
        profile: String,
    },
    /// Admin: makes or replaces an agent status.
    PutStatus {
        /// The whole record.
        status: crate::view::Status,
    },
    /// Admin: removes a status that nobody has.
    RemoveStatus {
        /// A status id.
        status: String,
    },
    /// Admin: changes a setting; effective at once.
    SetSetting {
        /// The setting's name, e.g. `absent_interval`.
        setting: String,
        /// Its value as text, e.g. `20s`.
        value: String,
    },
    /// Admin: changes the tenant's own record.
    PutTenant {
        /// The whole record.
        tenant: crate::view::Tenant,
    },
}

/// The fields of an incident that a person may change; absent ones stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IncidentFields {
    /// One line, at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// How it was settled, at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disposition: Option<String>,
    /// Free text, at most `message_chars_max` characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The linked ticket; empty removes the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
}
