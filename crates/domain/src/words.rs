//! The closed lists of words that events carry: roles, reasons, ways. They are the specification's, and part of the stored format.

use serde::{Deserialize, Serialize};

/// An agent's part in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Leads the chat; at most one.
    Lead,
    /// Supports the lead in a conference.
    Supporting,
}

/// How an agent came into a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the specification")]
pub enum How {
    Accepted,
    AutoAccepted,
    Assigned,
    Picked,
    Transferred,
    Conferenced,
    Joined,
}

/// Why an agent left a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the specification")]
pub enum LeftReason {
    Left,
    Transferred,
    OnHold,
    Disconnected,
    Concluded,
}

/// Who may see a post: everyone, agents and supervisors, or supervisors only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the specification")]
pub enum Visibility {
    All,
    Int,
    Vip,
}

/// Which side ended a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the words of the specification")]
pub enum EndedBy {
    Client,
    Agent,
    Supervisor,
    Bot,
    System,
}

/// In what way a chat ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the words of the specification")]
pub enum EndedReason {
    Disconnect,
    Quit,
    Force,
    Inactive,
    DbError,
}

/// The finer reason why a chat ended: one per cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the words of the specification")]
pub enum DisconnectReason {
    CustomerLeft,
    CustomerCanceled,
    CustomerLost,
    AgentEnded,
    AgentSessionLost,
    AgentLoggedOut,
    SupervisorEnded,
    BotEnded,
    Abandoned,
    Idle,
    AsyncIdle,
    QueueTimeout,
    QueueFull,
    SystemLimit,
    StorageError,
    Administrator,
}

/// How the customer came to be out of the chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the specification")]
pub enum CustomerOut {
    Quit,
    Disconnect,
    Concluded,
}

/// Why an agent's status changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusReason {
    /// The agent signed in.
    SignedIn,
    /// The agent chose it.
    Chosen,
    /// Too many offers in a row were not answered.
    MissedOffers,
    /// The profile says so after a chat.
    AfterChat,
    /// The agent signed out.
    SignedOut,
    /// The agent was lost to network trouble.
    Lost,
    /// A supervisor or admin set it.
    Supervisor,
}

/// How the linked ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the specification")]
pub enum TicketStatus {
    #[default]
    Open,
    Resolved,
    Cancelled,
}

/// How far co-browsing has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CobrowseStage {
    /// The customer was asked (35).
    Invited,
    /// The customer said yes (36).
    Accepted,
    /// The agent sees the page (40).
    Running,
}
