//! Commands inwards. Those that say all they need are translated as they stand; some need something that only the gateway knows or can
//! read first: which conversation a new chat is of, and what a closed conversation was.

use std::sync::Arc;

use domain::event::Visibility;
use domain::library::Change;
use domain::rating::rating_of;
use domain::{
    AgentId, ArticleId, ChatId, Command, ConversationId, InvitationRuleId, ProfileId, QueueId,
    Refusal, StandardTextId, StatusId, TopicId,
};
use protocol::command::Command as Wire;
use protocol::command::IncidentFields;

use crate::translate::library::{
    article_in, invitation_rule_in, prompt_in, standard_text_in, topic_in,
};
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
    /// A message left outside the hours.
    LeaveMessage(Box<Left>),
    /// A new chat in the conversation that the customer has.
    Continue {
        /// What to say with it.
        question: Option<Arc<str>>,
    },
    /// What the customer thinks of a conversation that has ended.
    Rate {
        /// One of its chats.
        chat: ChatId,
        /// From 1 to 5.
        rating: u8,
        /// In its own words; may be empty.
        comment: Arc<str>,
    },
    /// A change of an incident, open or closed.
    UpdateIncident {
        /// Whose.
        conversation: ConversationId,
        /// What.
        incident: IncidentFields,
        /// Whether it is to be open; None: as it is.
        open: Option<bool>,
    },
}

/// What a customer gives with a request for a chat.
#[derive(Debug)]
pub(crate) struct Start {
    pub(crate) queue: Option<QueueId>,
    pub(crate) topic: Option<TopicId>,
    pub(crate) subject: String,
    pub(crate) company: String,
    pub(crate) is_async: bool,
    pub(crate) customer_name: String,
    pub(crate) email: String,
    pub(crate) page: String,
    pub(crate) question: Option<Arc<str>>,
    pub(crate) language: Option<String>,
}

/// What a customer gives with a message that it leaves.
#[derive(Debug)]
pub(crate) struct Left {
    pub(crate) queue: Option<QueueId>,
    pub(crate) topic: Option<TopicId>,
    pub(crate) customer_name: String,
    pub(crate) email: String,
    pub(crate) page: String,
    pub(crate) text: String,
}

fn agent_id(text: &str) -> Result<AgentId, Refusal> {
    id("agent", text, AgentId::parse)
}

fn queue_id(text: &str) -> Result<QueueId, Refusal> {
    id("queue", text, QueueId::parse)
}

fn topic_id(text: &str) -> Result<TopicId, Refusal> {
    id("topic", text, TopicId::parse)
}

fn change(change: Change) -> Command {
    Command::ChangeLibrary(Box::new(change))
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
        Wire::LeaveMessage { queue, topic, customer_name, email, page, text } => {
            return Ok(Wish::LeaveMessage(Box::new(Left {
                queue: queue.as_deref().map(queue_id).transpose()?,
                topic: topic.as_deref().map(topic_id).transpose()?,
                customer_name: customer_name.unwrap_or_default(),
                email: email.unwrap_or_default(),
                page: page.unwrap_or_default(),
                text,
            })));
        }
        Wire::StartChat {
            queue,
            customer_name,
            email,
            question,
            language,
            page,
            topic,
            subject,
            company,
            is_async,
        } => {
            return Ok(Wish::StartChat(Box::new(Start {
                queue: queue.as_deref().map(queue_id).transpose()?,
                topic: topic.as_deref().map(topic_id).transpose()?,
                subject: subject.unwrap_or_default(),
                company: company.unwrap_or_default(),
                is_async,
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
        Wire::RateChat { chat: id, rating, comment } => {
            let chat = chat(&id)?;
            let rating = rating_of(rating)?;
            return Ok(Wish::Rate { chat, rating, comment: comment.unwrap_or_default().into() });
        }
        Wire::UpdateIncident { conversation, incident, open } => {
            let conversation = id("conversation", &conversation, ConversationId::parse)?;
            return Ok(Wish::UpdateIncident { conversation, incident, open });
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
        Wire::EndChat { chat: id, resolve_ticket } => {
            Command::EndChat { chat: chat(&id)?, resolve_ticket }
        }
        Wire::CancelInvitation { chat: id } => Command::CancelInvitation { chat: chat(&id)? },
        Wire::AcceptInvitation { chat: id } => Command::AcceptInvitation { chat: chat(&id)? },
        Wire::DeclineInvitation { chat: id } => Command::DeclineInvitation { chat: chat(&id)? },
        Wire::AnswerInvitationUnavailable { chat: id } => {
            Command::AnswerInvitationUnavailable { chat: chat(&id)? }
        }
        Wire::ReleaseToQueue { chat: id } => Command::ReleaseToQueue { chat: chat(&id)? },
        Wire::LeaveConference { chat: id } => Command::LeaveConference { chat: chat(&id)? },
        Wire::StartMonitoring { chat: id } => Command::StartMonitoring { chat: chat(&id)? },
        Wire::StartCoaching { chat: id } => Command::StartCoaching { chat: chat(&id)? },
        Wire::StopWatching { chat: id } => Command::StopWatching { chat: chat(&id)? },
        Wire::JoinChat { chat: id } => Command::JoinChat { chat: chat(&id)? },
        Wire::HoldChat { chat: id } => Command::HoldChat { chat: chat(&id)? },
        Wire::InviteToCobrowse { chat: id } => Command::InviteToCobrowse { chat: chat(&id)? },
        Wire::AcceptCobrowse { chat: id } => Command::AcceptCobrowse { chat: chat(&id)? },
        Wire::DeclineCobrowse { chat: id } => Command::DeclineCobrowse { chat: chat(&id)? },
        Wire::ConfirmCobrowse { chat: id } => Command::ConfirmCobrowse { chat: chat(&id)? },
        Wire::StopCobrowse { chat: id } => Command::StopCobrowse { chat: chat(&id)? },
        Wire::FailCobrowse { chat: id, detail } => {
            Command::FailCobrowse { chat: chat(&id)?, detail }
        }
        Wire::TransferToAgent { chat: id, agent, note } => Command::TransferToAgent {
            chat: chat(&id)?,
            agent: agent_id(&agent)?,
            note: note.map(Arc::from),
        },
        Wire::InviteToConference { chat: id, agent } => {
            Command::InviteToConference { chat: chat(&id)?, agent: agent_id(&agent)? }
        }
        Wire::TransferToQueue { chat: id, queue, note } => Command::TransferToQueue {
            chat: chat(&id)?,
            queue: queue_id(&queue)?,
            note: note.map(Arc::from),
        },
        Wire::MakeLead { chat: id, agent } => {
            Command::MakeLead { chat: chat(&id)?, agent: agent_id(&agent)? }
        }
        Wire::ReassignChat { chat: id, agent } => {
            Command::ReassignChat { chat: chat(&id)?, agent: agent_id(&agent)? }
        }
        Wire::SetAgentStatus { agent, status } => Command::SetAgentStatus {
            agent: agent_id(&agent)?,
            status: id("status", &status, StatusId::parse)?,
        },
        Wire::PostInternal { chat: id, text, visibility } => Command::PostInternal {
            chat: chat(&id)?,
            text: text.into(),
            visibility: match visibility {
                protocol::command::Visibility::Int => Visibility::Int,
                protocol::command::Visibility::Vip => Visibility::Vip,
            },
        },
        Wire::PushLink { chat: id, url, title } => {
            Command::PushLink { chat: chat(&id)?, url, title }
        }
        Wire::SetAttributes { chat: id, attributes } => {
            Command::SetAttributes { chat: chat(&id)?, attributes }
        }
        Wire::TellPage { chat: id, page } => Command::TellPage { chat: chat(&id)?, page },
        Wire::PutTopic { topic } => change(Change::PutTopic(topic_in(topic)?)),
        Wire::RemoveTopic { topic } => {
            change(Change::RemoveTopic(id("topic", &topic, TopicId::parse)?))
        }
        Wire::PutStandardText { standard_text } => {
            change(Change::PutStandardText(standard_text_in(standard_text)?))
        }
        Wire::RemoveStandardText { standard_text } => {
            let standard_text = id("standard_text", &standard_text, StandardTextId::parse)?;
            change(Change::RemoveStandardText(standard_text))
        }
        Wire::PutArticle { article } => change(Change::PutArticle(article_in(article)?)),
        Wire::RemoveArticle { article } => {
            change(Change::RemoveArticle(id("article", &article, ArticleId::parse)?))
        }
        Wire::SetPrompt { prompt } => change(Change::SetPrompt(prompt_in(prompt)?)),
        Wire::PutInvitationRule { invitation_rule } => {
            change(Change::PutInvitationRule(invitation_rule_in(invitation_rule)?))
        }
        Wire::RemoveInvitationRule { invitation_rule: rule } => {
            let rule = id("invitation_rule", &rule, InvitationRuleId::parse)?;
            change(Change::RemoveInvitationRule(rule))
        }
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
