//! What may be asked of the domain. Ids of new things are made by the caller and passed in.

use std::sync::Arc;

use crate::conversation::Closed;
use crate::directory::{Agent, Profile, Queue, Status, Tenant};
use crate::event::{Customer, IncidentFields};
use crate::id::{AgentId, ChatId, ConversationId, ProfileId, QueueId, StatusId};

/// A request for a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The id of the new conversation.
    pub conversation: ConversationId,
    /// What is known of the customer.
    pub customer: Customer,
    /// The wanted queue; the general one if absent.
    pub queue: Option<QueueId>,
    /// The opening question.
    pub question: Option<Arc<str>>,
    /// One line on what it is about.
    pub subject: String,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Where it came from, e.g. `web`.
    pub media_origin: Option<String>,
}

/// A command. Who sends it, its id and the time come beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the ids of what the command is about")]
pub enum Command {
    /// Customer: asks for a chat.
    StartChat(Box<Request>),
    /// Customer: a new chat in a conversation whose last chat is closed. The engine reads `closed` from the journal.
    ContinueConversation {
        closed: Box<Closed>,
        question: Option<Arc<str>>,
    },
    /// Customer, agent or bot: a message that all in the chat see.
    PostMessage {
        chat: ChatId,
        text: Arc<str>,
    },
    /// Customer: leaves, or gives up waiting.
    LeaveChat {
        chat: ChatId,
    },
    /// Agent: chooses its status.
    SetStatus {
        status: StatusId,
    },
    /// Agent: signs out; open chats go back to their queues, if confirmed.
    SignOut {
        confirmed: bool,
    },
    /// Agent's client: the offer is on the screen.
    ConfirmOffer {
        chat: ChatId,
    },
    /// Agent: takes the offered chat.
    AcceptOffer {
        chat: ChatId,
    },
    /// Agent: declines it.
    DeclineOffer {
        chat: ChatId,
    },
    /// Agent's client: cannot take it.
    AnswerUnavailable {
        chat: ChatId,
    },
    /// Agent: takes a waiting chat from the list.
    PickChat {
        chat: ChatId,
    },
    /// Agent in the chat: a note for the next agent.
    AddSideNote {
        chat: ChatId,
        text: Arc<str>,
    },
    /// Lead agent: ends the chat.
    EndChat {
        chat: ChatId,
    },
    /// Agent in wrap-up, after the customer left: outcome abandoned.
    AbandonChat {
        chat: ChatId,
    },
    /// Agent in wrap-up: done.
    CompleteWrapUp {
        chat: ChatId,
        incident: IncidentFields,
        close_incident: bool,
    },
    /// Staff: changes the incident. `closed` is given when the conversation is no longer open.
    UpdateIncident {
        conversation: ConversationId,
        closed: Option<Box<Closed>>,
        incident: IncidentFields,
    },
    PutTenant {
        tenant: Tenant,
    },
    PutAgent {
        agent: Agent,
    },
    RemoveAgent {
        agent: AgentId,
    },
    PutQueue {
        queue: Queue,
    },
    RemoveQueue {
        queue: QueueId,
    },
    PutProfile {
        profile: Profile,
    },
    RemoveProfile {
        profile: ProfileId,
    },
    PutStatus {
        status: Status,
    },
    RemoveStatus {
        status: StatusId,
    },
    SetSetting {
        name: String,
        value: String,
    },
}

impl Command {
    /// The conversation that the command is about, if it names one.
    #[must_use]
    pub fn conversation(&self) -> Option<ConversationId> {
        match self {
            Self::StartChat(request) => Some(request.conversation.clone()),
            Self::ContinueConversation { closed, .. } => Some(closed.id.clone()),
            Self::UpdateIncident { conversation, .. } => Some(conversation.clone()),
            Self::PostMessage { chat, .. }
            | Self::LeaveChat { chat }
            | Self::ConfirmOffer { chat }
            | Self::AcceptOffer { chat }
            | Self::DeclineOffer { chat }
            | Self::AnswerUnavailable { chat }
            | Self::PickChat { chat }
            | Self::AddSideNote { chat, .. }
            | Self::EndChat { chat }
            | Self::AbandonChat { chat }
            | Self::CompleteWrapUp { chat, .. } => chat.conversation(),
            Self::SetStatus { .. }
            | Self::SignOut { .. }
            | Self::PutTenant { .. }
            | Self::PutAgent { .. }
            | Self::RemoveAgent { .. }
            | Self::PutQueue { .. }
            | Self::RemoveQueue { .. }
            | Self::PutProfile { .. }
            | Self::RemoveProfile { .. }
            | Self::PutStatus { .. }
            | Self::RemoveStatus { .. }
            | Self::SetSetting { .. } => None,
        }
    }
}
