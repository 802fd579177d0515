//! What a client starts from: the directory's records and the state that events are folded into. Times are RFC 3339 in UTC.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The tenant's own record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Tenant {
    /// Shown in the desk and the widget, 1 to 100 characters.
    pub name: String,
    /// IANA name, e.g. `Europe/Berlin`.
    pub time_zone: String,
}

/// What staff may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    /// Takes chats.
    Agent,
    /// Takes chats, sees all of them.
    Supervisor,
    /// Changes the directory and settings; may do what a supervisor may.
    Admin,
    /// A program that takes chats.
    Bot,
}

/// A person of the staff, or a bot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// Its id, also its sign-in name.
    pub id: String,
    /// The name that customers and colleagues see, 1 to 100 characters.
    pub name: String,
    /// What it may do.
    pub role: StaffRole,
    /// A profile id.
    pub profile: String,
    /// The queues it serves, in rank order.
    pub queues: Vec<String>,
    /// The company it works for, for the company filter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
}

/// How waiting chats find agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Allocation {
    /// The server offers, the agent accepts.
    Offer,
    /// Assigned without asking.
    Auto,
    /// Agents choose from the list.
    Pick,
}

/// Who gets the next chat of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Balance {
    /// The agent whose last assignment is oldest.
    LongestIdle,
    /// The agent with the fewest chats.
    LeastBusy,
}

/// Which of its queues feeds an agent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PullPolicy {
    /// The longest wait over all its queues.
    FirstDue,
    /// Its queues by rank, then the longest wait.
    StrictPriority,
}

/// A queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Queue {
    /// Its id, e.g. `general`.
    pub id: String,
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// How its chats find agents.
    pub allocation: Allocation,
    /// Who gets the next one.
    pub balance: Balance,
    /// Priority of its chats, −100 to 100; higher goes first.
    pub priority: i32,
    /// How many may wait; null: no limit.
    #[schema(required)]
    pub waiting_max: Option<u32>,
    /// Whether new chats may enter.
    pub enabled: bool,
    /// When new chats may enter; absent: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<crate::library::Hours>,
    /// Whether its chats go only to agents of the customer's company, where that is known.
    #[serde(default)]
    #[schema(required)]
    pub company_filter: bool,
}

fn yes() -> bool {
    true
}

/// What the agents that have it may do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its id.
    pub id: String,
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// Whether offers may be declined.
    pub allow_decline: bool,
    /// Whether an offer that runs out is declined (true) or assigned (false).
    pub auto_decline: bool,
    /// Whether waiting chats may be picked from the list.
    pub can_pick: bool,
    /// How many chats at once, 1 to 100.
    pub chats_max: u32,
    /// Which queue feeds first.
    pub pull_policy: PullPolicy,
    /// Whether the status becomes not ready after each chat.
    pub not_ready_after_chat: bool,
    /// Whether chats may be passed to queues that the agent does not serve, and to their agents.
    #[serde(default = "yes")]
    #[schema(required)]
    pub transfer_to_other_groups: bool,
    /// Whether chats may be monitored, coached, joined and reassigned; supervisors always may.
    #[serde(default)]
    #[schema(required)]
    pub can_monitor: bool,
}

/// An agent status of the tenant's own list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// Its id.
    pub id: String,
    /// Its name, 1 to 60 characters.
    pub name: String,
    /// Whether chats are offered in it.
    pub takes_chats: bool,
}

/// What is known of the customer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[expect(missing_docs, reason = "plain words")]
pub struct Customer {
    pub id: String,
    #[serde(default)]
    #[schema(required)]
    pub name: String,
    #[serde(default)]
    #[schema(required)]
    pub email: String,
    #[serde(default)]
    #[schema(required)]
    pub page: String,
    #[serde(default)]
    #[schema(required)]
    pub company: String,
    /// Whether it has proved who it is; else what is known of it is what it said itself.
    #[serde(default)]
    pub verified: bool,
    /// Its id at the host, if it is verified.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub external_id: String,
}

/// Where a chat stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// In its queue, also while it is offered.
    Waiting,
    /// An agent or bot is in it.
    Engaged,
    /// An async chat that nobody attends to until its customer is active.
    OnHold,
    /// Over for the customer; the agent writes it up.
    WrapUp,
    /// Released.
    Closed,
}

/// Whether a party's client is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Heard.
    Present,
    /// Its socket closed or a heartbeat was missed; nothing is logged yet.
    Interrupted,
    /// Not heard for `absent_interval` (4, 6).
    Absent,
}

/// An agent in a chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Participant {
    /// The agent's id (to a customer an opaque one).
    pub agent: String,
    /// The name to show.
    pub name: String,
    /// `lead` or `supporting`.
    pub role: String,
    /// When it entered.
    pub entered_at: String,
    /// Whether its client is heard.
    pub presence: Presence,
    /// When it will be given up as lost, while it is not heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_at: Option<String>,
}

/// A chat being offered to an agent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Offer {
    /// The agent's id.
    pub agent: String,
    /// When it was offered (the event's time).
    pub offered_at: String,
    /// When it runs out.
    pub expires_at: String,
}

/// The incident of a conversation.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[expect(missing_docs, reason = "plain words; see IncidentFields")]
pub struct Incident {
    pub id: String,
    #[serde(default)]
    #[schema(required)]
    pub subject: String,
    #[serde(default)]
    #[schema(required)]
    pub disposition: String,
    #[serde(default)]
    #[schema(required)]
    pub summary: String,
    #[serde(default)]
    #[schema(required)]
    pub ticket: String,
    #[serde(default)]
    #[schema(required)]
    pub ticket_status: crate::command::TicketStatus,
    #[serde(default)]
    #[schema(required)]
    pub status: String,
    #[serde(default)]
    #[schema(required)]
    pub assignee: String,
    #[serde(default)]
    #[schema(required)]
    pub contact: String,
    #[serde(default)]
    #[schema(required)]
    pub custom: std::collections::BTreeMap<String, String>,
    pub open: bool,
}

/// A transfer or conference invitation that is out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Invitation {
    /// The invited agent's id.
    pub agent: String,
    /// Whether it is a conference; else a transfer.
    pub conference: bool,
    /// When it was sent (the event's time).
    pub invited_at: String,
    /// When it runs out.
    pub expires_at: String,
}

/// Someone who watches a chat: coaches, or monitors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Watcher {
    /// The agent's id.
    pub agent: String,
    /// The name to show.
    pub name: String,
    /// Whether it coaches; else it monitors.
    pub coaches: bool,
}

/// Co-browsing that is under way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Cobrowse {
    /// The agent that watches the customer's page.
    pub agent: String,
    /// `invited`, `accepted` or `running`.
    pub stage: String,
    /// Whether what is shown is kept.
    #[serde(default)]
    #[schema(required)]
    pub recorded: bool,
}

/// An open conversation as staff see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Conversation {
    /// The conversation's id.
    pub conversation: String,
    /// Its chat that is not closed.
    pub chat: String,
    /// Where that chat stands.
    pub phase: Phase,
    /// Its queue.
    pub queue: String,
    /// Higher goes first.
    pub priority: i32,
    /// First arrival time in the queue.
    pub arrived_at: String,
    /// When this chat was requested.
    pub requested_at: String,
    /// When the chat concluded, in wrap-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concluded_at: Option<String>,
    /// Who concluded it (`disconnect_reason`), in wrap-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disconnect_reason: Option<String>,
    /// When wrap-up ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrap_up_until: Option<String>,
    /// The customer.
    pub customer: Customer,
    /// The subject given before the chat.
    pub subject: String,
    /// BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The chat that this one continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<String>,
    /// The agents in it.
    pub participants: Vec<Participant>,
    /// The offer that is out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// The transfer or conference invitation that is out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<Invitation>,
    /// Who watches it, as far as the reader may know.
    #[serde(default)]
    #[schema(required)]
    pub watchers: Vec<Watcher>,
    /// Whether it is an async chat.
    #[serde(default, rename = "async")]
    #[schema(required)]
    pub is_async: bool,
    /// The topic chosen before the chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// What agents and bots noted of the matter.
    #[serde(default)]
    #[schema(required)]
    pub attributes: std::collections::BTreeMap<String, String>,
    /// Co-browsing that is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cobrowse: Option<Cobrowse>,
    /// Whether the customer's client is heard.
    pub customer_presence: Presence,
    /// When the customer will be given up as lost, while it is not heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_lost_at: Option<String>,
    /// The incident.
    pub incident: Incident,
}

/// A colleague.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Colleague {
    /// The record.
    pub agent: Agent,
    /// Its status id; null when signed out.
    #[schema(required)]
    pub status: Option<String>,
    /// How many chats it has.
    pub chats: u32,
}

/// What the desk starts from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DeskSnapshot {
    /// The journal position that this state is of.
    pub position: u64,
    /// The tenant.
    pub tenant: Tenant,
    /// Who is signed in.
    pub me: Agent,
    /// Its profile.
    pub profile: Profile,
    /// All profiles.
    #[serde(default)]
    #[schema(required)]
    pub profiles: Vec<Profile>,
    /// Its status id; null when it has none.
    #[schema(required)]
    pub status: Option<String>,
    /// Statuses to choose from.
    pub statuses: Vec<Status>,
    /// All queues.
    pub queues: Vec<Queue>,
    /// Everyone of the staff.
    pub colleagues: Vec<Colleague>,
    /// The chats waiting in the agent's queues and those it is in. Supervisors and admins: all.
    pub conversations: Vec<Conversation>,
    /// Topics that lead to queues.
    #[serde(default)]
    #[schema(required)]
    pub topics: Vec<crate::library::Topic>,
    /// Standard texts to insert.
    #[serde(default)]
    #[schema(required)]
    pub standard_texts: Vec<crate::library::StandardText>,
    /// The settings that a desk needs, by name, as texts: durations such as `20s`.
    pub settings: std::collections::BTreeMap<String, String>,
}

/// What the widget starts from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WidgetSnapshot {
    /// The journal position that this state is of.
    pub position: u64,
    /// The tenant's name.
    pub tenant_name: String,
    /// The conversation, if the session has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<String>,
    /// Its newest chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat: Option<String>,
    /// Where that chat stands; wrap-up looks `closed` to a customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
    /// Why it ended (`disconnect_reason`), when it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disconnect_reason: Option<String>,
    /// Place in the queue from 1, while waiting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// Estimated wait in milliseconds, while waiting and known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate_ms: Option<u64>,
    /// The agents in it.
    pub participants: Vec<Participant>,
    /// Co-browsing that is asked for or under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cobrowse: Option<Cobrowse>,
    /// What the customer is told at each turn in its chat, by the prompt's name, in its language and its queue's wording; absent without an
    /// open chat. Places such as `{agent}` are for the client to fill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompts: Option<std::collections::BTreeMap<String, String>>,
    /// The newest events of the conversation, oldest first; earlier ones over HTTP.
    pub events: Vec<crate::event::Event>,
    /// Whether there are earlier events.
    pub more: bool,
    /// The last message of the customer that an agent has seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_seq: Option<u64>,
    /// Most characters in a message.
    pub message_chars_max: u32,
    /// For how many milliseconds after its end a conversation may be rated; 0: not at all.
    #[serde(default)]
    #[schema(required)]
    pub rating_ms: u64,
}
