//! Commands inwards. Those that say all they need are translated as they stand; three need something that only the gateway knows or can
//! read first: which conversation a new chat is of, and what a closed conversation was.

use std::sync::Arc;

use domain::{AgentId, ChatId, Command, ConversationId, ProfileId, QueueId, Refusal, StatusId};
use protocol::command::Command as Wire;
use protocol::command::IncidentFields;

use crate::translate::record::{
    agent_in, id, incident_in, profile_in, queue_in, status_in, tenant_in,
};

/// What a command on the wire asks for.
#[derive(Debug)]
pub(crate) enum Wish {
    /// All that is needed.
    Command(Command),
    /// A chat in a new conversation.
    StartChat(Box<Start>),
    /// A new chat in the conversation that the customer has.
    Continue {
        /// What to say with it.
        question: Option<Arc<str>>,
    },
    /// A change of an incident, open or closed.
    UpdateIncident {
        /// Whose.
        conversation: ConversationId,
        /// What.
        incident: IncidentFields,
    },
}

/// What a customer gives with a request for a chat.
#[derive(Debug)]
pub(crate) struct Start {
    pub(crate) queue: Option<QueueId>,
    pub(crate) customer_name: String,
    pub(crate) email: String,
    pub(crate) page: String,
    pub(crate) question: Option<Arc<str>>,
    pub(crate) language: Option<String>,
}

fn chat(text: &str) -> Result<ChatId, Refusal> {
    id("chat", text, ChatId::parse)
}

/// Translates a command.
///
/// # Errors
/// A refusal that names the field whose value is not an id.
pub(crate) fn wish(wire: Wire) -> Result<Wish, Refusal> {
    Ok(Wish::Command(match wire {
        Wire::StartChat { queue, customer_name, email, question, language, page } => {
            let queue = queue.map(|queue| id("queue", &queue, QueueId::parse)).transpose()?;
            return Ok(Wish::StartChat(Box::new(Start {
                queue,
                customer_name: customer_name.unwrap_or_default(),
                email: email.unwrap_or_default(),
                page: page.unwrap_or_default(),
                question: question.map(Arc::from),
                language,
            })));
        }
        Wire::ContinueConversation { question } => {
            return Ok(Wish::Continue { question: question.map(Arc::from) });
        }
        Wire::UpdateIncident { conversation, incident } => {
            let conversation = id("conversation", &conversation, ConversationId::parse)?;
            return Ok(Wish::UpdateIncident { conversation, incident });
        }
        Wire::PostMessage { chat: id, text } => {
            Command::PostMessage { chat: chat(&id)?, text: text.into() }
        }
        Wire::AddSideNote { chat: id, text } => {
            Command::AddSideNote { chat: chat(&id)?, text: text.into() }
        }
        Wire::LeaveChat { chat: id } => Command::LeaveChat { chat: chat(&id)? },
        Wire::SetStatus { status } => {
            Command::SetStatus { status: id("status", &status, StatusId::parse)? }
        }
        Wire::SignOut { confirmed } => Command::SignOut { confirmed },
        Wire::ConfirmOffer { chat: id } => Command::ConfirmOffer { chat: chat(&id)? },
        Wire::AcceptOffer { chat: id } => Command::AcceptOffer { chat: chat(&id)? },
        Wire::DeclineOffer { chat: id } => Command::DeclineOffer { chat: chat(&id)? },
        Wire::AnswerUnavailable { chat: id } => Command::AnswerUnavailable { chat: chat(&id)? },
        Wire::PickChat { chat: id } => Command::PickChat { chat: chat(&id)? },
        Wire::EndChat { chat: id } => Command::EndChat { chat: chat(&id)? },
        Wire::AbandonChat { chat: id } => Command::AbandonChat { chat: chat(&id)? },
        Wire::CompleteWrapUp { chat: id, incident, close_incident } => Command::CompleteWrapUp {
            chat: chat(&id)?,
            incident: incident_in(incident),
            close_incident,
        },
        Wire::PutAgent { agent } => Command::PutAgent { agent: agent_in(agent)? },
        Wire::RemoveAgent { agent } => {
            Command::RemoveAgent { agent: id("agent", &agent, AgentId::parse)? }
        }
        Wire::PutQueue { queue } => Command::PutQueue { queue: queue_in(queue)? },
        Wire::RemoveQueue { queue } => {
            Command::RemoveQueue { queue: id("queue", &queue, QueueId::parse)? }
        }
        Wire::PutProfile { profile } => Command::PutProfile { profile: profile_in(profile)? },
        Wire::RemoveProfile { profile } => {
            Command::RemoveProfile { profile: id("profile", &profile, ProfileId::parse)? }
        }
        Wire::PutStatus { status } => Command::PutStatus { status: status_in(status)? },
        Wire::RemoveStatus { status } => {
            Command::RemoveStatus { status: id("status", &status, StatusId::parse)? }
        }
        Wire::SetSetting { setting, value } => Command::SetSetting { name: setting, value },
        Wire::PutTenant { tenant } => Command::PutTenant { tenant: tenant_in(tenant) },
    }))
}
