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
        /// The chosen topic's id; it leads to its queue unless `queue` names another.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<String>,
        /// One line on what it is about, at most 200 characters; the question's first line if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
        /// The customer's company, for the company filter, at most 100 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        company: Option<String>,
        /// Whether it is an async chat: one that may be put on hold for days.
        #[serde(default, rename = "async", skip_serializing_if = "std::ops::Not::not")]
        is_async: bool,
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
    /// Customer: what it thinks of the conversation after its end, within `rating_time`; the last one counts.
    RateChat {
        /// A chat id; the rating is of its conversation.
        chat: String,
        /// A whole number from 1 to 5; 5 is best.
        rating: f64,
        /// In the customer's own words, at most 1,000 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
    /// Customer: leaves a message outside the queue's hours; it opens an incident and no chat.
    LeaveMessage {
        /// Queue id; the topic's, or the general one, if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        queue: Option<String>,
        /// Topic id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<String>,
        /// The customer's name, at most 100 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        customer_name: Option<String>,
        /// The customer's e-mail address, at most 254 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<String>,
        /// The address of the page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<String>,
        /// 1 to `message_chars_max` characters.
        text: String,
    },
    /// Lead agent: asks another agent to take the chat over; the sender stays the lead until then.
    TransferToAgent {
        /// A chat id.
        chat: String,
        /// An agent id.
        agent: String,
        /// A side note for whoever takes it, 1 to `message_chars_max` characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Lead agent: asks another agent to support it in the chat.
    InviteToConference {
        /// A chat id.
        chat: String,
        /// An agent id.
        agent: String,
    },
    /// Lead agent: takes its transfer or conference invitation back.
    CancelInvitation {
        /// A chat id.
        chat: String,
    },
    /// Invited agent: takes the chat over, or joins the conference.
    AcceptInvitation {
        /// A chat id.
        chat: String,
    },
    /// Invited agent: declines.
    DeclineInvitation {
        /// A chat id.
        chat: String,
    },
    /// Invited agent's client: cannot.
    AnswerInvitationUnavailable {
        /// A chat id.
        chat: String,
    },
    /// Lead agent, or a bot that hands over: passes the chat to another queue.
    TransferToQueue {
        /// A chat id.
        chat: String,
        /// A queue id.
        queue: String,
        /// A side note for whoever takes it, 1 to `message_chars_max` characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Lead agent: puts the chat back into its own queue, at its place.
    ReleaseToQueue {
        /// A chat id.
        chat: String,
    },
    /// Lead agent: a supporting agent becomes the lead, and the lead supports.
    MakeLead {
        /// A chat id.
        chat: String,
        /// An agent id.
        agent: String,
    },
    /// Supporting agent: leaves.
    LeaveConference {
        /// A chat id.
        chat: String,
    },
    /// Supervisor: watches the chat; the customer never sees it, agents only with `announce_monitoring`.
    StartMonitoring {
        /// A chat id.
        chat: String,
    },
    /// Supervisor: watches and may speak to the agents, who see it; the customer does not.
    StartCoaching {
        /// A chat id.
        chat: String,
    },
    /// Supervisor: stops monitoring or coaching.
    StopWatching {
        /// A chat id.
        chat: String,
    },
    /// Supervisor: takes part openly, as a supporting agent.
    JoinChat {
        /// A chat id.
        chat: String,
    },
    /// Supervisor: gives the chat to an agent, whoever has it now.
    ReassignChat {
        /// A chat id.
        chat: String,
        /// An agent id.
        agent: String,
    },
    /// Supervisor: sets the status of an agent that is signed in.
    SetAgentStatus {
        /// An agent id.
        agent: String,
        /// A status id.
        status: String,
    },
    /// Agent or coach: a message that the customer never sees.
    PostInternal {
        /// A chat id.
        chat: String,
        /// 1 to `message_chars_max` characters.
        text: String,
        /// Who sees it: `int` agents and supervisors, `vip` supervisors only.
        visibility: Visibility,
    },
    /// Agent: a link for the customer to open.
    PushLink {
        /// A chat id.
        chat: String,
        /// `https://…` or `http://…`, at most 2,000 characters.
        url: String,
        /// What it is, at most 200 characters.
        title: String,
    },
    /// Agent or bot: what is known of the matter, for whoever comes next; an empty value takes one away. Customer: what its page says, under
    /// names that the server begins with `page.`.
    SetAttributes {
        /// A chat id.
        chat: String,
        /// At most 50 in a conversation, names and values at most 200 characters.
        attributes: std::collections::BTreeMap<String, String>,
    },
    /// Customer: the page of the site that it is on now.
    TellPage {
        /// A chat id.
        chat: String,
        /// Its address, at most 2000 characters.
        page: String,
    },
    /// Lead agent: puts an async chat on hold; its slot is free, and the customer's next message wakes it.
    HoldChat {
        /// A chat id.
        chat: String,
    },
    /// Lead agent: asks to see the customer's page.
    InviteToCobrowse {
        /// A chat id.
        chat: String,
    },
    /// Customer: shows it.
    AcceptCobrowse {
        /// A chat id.
        chat: String,
    },
    /// Customer: does not.
    DeclineCobrowse {
        /// A chat id.
        chat: String,
    },
    /// Agent's client: the page is on the screen.
    ConfirmCobrowse {
        /// A chat id.
        chat: String,
    },
    /// Customer or agent: no more of it.
    StopCobrowse {
        /// A chat id.
        chat: String,
    },
    /// Either client: it does not work.
    FailCobrowse {
        /// A chat id.
        chat: String,
        /// What is wrong, at most 200 characters.
        detail: String,
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
        /// Whether the linked ticket, which must be open, is resolved first.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        resolve_ticket: bool,
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
    /// Agent: changes the incident, at any time, also after the end; also of a left message.
    UpdateIncident {
        /// A conversation id.
        conversation: String,
        /// What changed.
        #[serde(default)]
        incident: IncidentFields,
        /// True opens it again, false closes it; absent: as it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        open: Option<bool>,
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
    /// Admin: makes or replaces a topic.
    PutTopic {
        /// The whole record.
        topic: crate::library::Topic,
    },
    /// Admin: removes a topic.
    RemoveTopic {
        /// A topic id.
        topic: String,
    },
    /// Admin: makes or replaces a standard text.
    PutStandardText {
        /// The whole record.
        standard_text: crate::library::StandardText,
    },
    /// Admin: removes a standard text.
    RemoveStandardText {
        /// A standard text id.
        standard_text: String,
    },
    /// Admin: makes or replaces a knowledge article.
    PutArticle {
        /// The whole record.
        article: crate::library::Article,
    },
    /// Admin: removes a knowledge article.
    RemoveArticle {
        /// An article id.
        article: String,
    },
    /// Admin: words a prompt, switches it off, or puts it back as shipped.
    SetPrompt {
        /// Which, and how.
        prompt: crate::library::Prompt,
    },
    /// Admin: makes or replaces a rule by which visitors are invited to a chat.
    PutInvitationRule {
        /// The whole record.
        invitation_rule: crate::library::InvitationRule,
    },
    /// Admin: removes such a rule.
    RemoveInvitationRule {
        /// An invitation rule's id.
        invitation_rule: String,
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
    /// How that ticket stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_status: Option<TicketStatus>,
    /// Where the matter stands, in the tenant's own words, at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Who sees to it, at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// Whom to answer, at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Fields of the tenant's own, at most 50; an empty value takes one away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom: Option<std::collections::BTreeMap<String, String>>,
}

/// How a linked ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the specification")]
pub enum TicketStatus {
    #[default]
    Open,
    Resolved,
    Cancelled,
}

/// Who may see an internal message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Agents and supervisors.
    Int,
    /// Supervisors.
    Vip,
}
