//! Requests for a chat, and what is said in one: messages and side notes.

use std::sync::Arc;

use crate::command::{LeftMessage, Request};
use crate::conversation::{Closed, Phase};
use crate::core::{Context, Core, Subject};
use crate::directory::GENERAL_QUEUE;
use crate::event::{Body, ChatCreated, Customer, IncidentFields, PartyType};
use crate::id::{ChatId, CommandId, MessageId, QueueId, TopicId};
use crate::identity::check_external_id;
use crate::incident::QUEUE_FIELD;
use crate::refusal::{Code, Refusal};
use crate::wrap_up::End;

/// Most characters in an e-mail address (RFC 5321: 254).
const EMAIL_CHARS_MAX: usize = 254;
/// Most characters in a customer's name.
const CUSTOMER_NAME_CHARS_MAX: usize = 100;
/// Most characters in a page's address.
pub(crate) const PAGE_CHARS_MAX: usize = 2_000;
/// How much of a question stands for a subject that was not given.
const SUBJECT_CHARS: usize = 120;

pub(crate) fn check_chars(field: &'static str, text: &str, max: usize) -> Result<(), Refusal> {
    let count = text.chars().count();
    if count <= max {
        return Ok(());
    }
    let detail = format!("{field} has {count} characters, at most {max} are allowed");
    Err(Refusal::new(Code::TooLong, detail).field(field, text).limit(max))
}

pub(crate) fn message_id(command: Option<&CommandId>) -> MessageId {
    command.map_or_else(|| MessageId::new("none"), MessageId::from)
}

fn first_line(question: &str) -> String {
    let line = question.trim().lines().next().unwrap_or_default();
    line.chars().take(SUBJECT_CHARS).collect()
}

impl Core {
    pub(crate) fn check_text(&self, field: &'static str, text: &str) -> Result<(), Refusal> {
        if text.trim().is_empty() {
            return Err(Refusal::new(Code::Invalid, format!("{field} must not be empty"))
                .field(field, text));
        }
        let max = self.state.directory.settings.message_chars_max as usize;
        check_chars(field, text, max)
    }

    pub(crate) fn check_customer(customer: &Customer) -> Result<(), Refusal> {
        check_chars("customer_name", &customer.name, CUSTOMER_NAME_CHARS_MAX)?;
        check_chars("email", &customer.email, EMAIL_CHARS_MAX)?;
        check_chars("page", &customer.page, PAGE_CHARS_MAX)?;
        check_chars("company", &customer.company, CUSTOMER_NAME_CHARS_MAX)?;
        if customer.verified {
            check_external_id(&customer.external_id)?;
        }
        if !customer.email.is_empty() && !customer.email.contains('@') {
            return Err(Refusal::new(Code::Invalid, "email must be an e-mail address")
                .field("email", &customer.email));
        }
        Ok(())
    }

    /// The queue that a request is for: the wanted one, or the topic's, or the general one. With queues and topics off it is always that.
    fn queue_for(
        &self,
        queue: Option<QueueId>,
        topic: Option<&TopicId>,
    ) -> Result<QueueId, Refusal> {
        let library = &self.state.directory.library;
        if !self.state.directory.settings.queues_and_topics {
            return Ok(QueueId::new(GENERAL_QUEUE));
        }
        let Some(topic) = topic else { return self.wanted_queue(queue) };
        let Some(record) = library.topics.get(topic).filter(|t| t.enabled) else {
            return Err(Refusal::new(Code::NotFound, format!("there is no topic {topic}"))
                .field("topic", topic));
        };
        self.wanted_queue(queue.or_else(|| Some(record.queue.clone())))
    }

    fn check_open(&self, ctx: &Context, queue: &QueueId) -> Result<(), Refusal> {
        let hours = self.state.directory.queues.get(queue).and_then(|q| q.hours.as_ref());
        if hours.is_none_or(|hours| hours.is_open(ctx.now)) {
            return Ok(());
        }
        let detail = format!("the queue {queue} is closed at this hour; leave a message instead");
        Err(Refusal::new(Code::QueueClosed, detail).field("queue", queue))
    }

    /// A message left while nobody is there: it opens an incident, and no chat.
    pub(crate) fn leave_message(&mut self, ctx: &Context, m: LeftMessage) -> Result<(), Refusal> {
        if ctx.by.party_type != PartyType::Customer {
            return Err(Refusal::new(Code::NotAllowed, "only a customer leaves a message"));
        }
        if self.state.conversations.contains_key(&m.conversation) {
            return Err(Refusal::new(Code::AlreadyOpen, "the conversation is open already"));
        }
        self.check_identity(&m.customer)?;
        Self::check_customer(&m.customer)?;
        self.check_text("text", &m.text)?;
        let topic = m.topic.filter(|_| self.state.directory.settings.queues_and_topics);
        let queue = self.queue_for(m.queue, topic.as_ref())?;
        let contact: Vec<&str> = [m.customer.name.as_str(), m.customer.email.as_str()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        let mut custom =
            std::collections::BTreeMap::from([(QUEUE_FIELD.to_owned(), queue.to_string())]);
        custom.extend(topic.map(|topic| ("topic".into(), topic.to_string())));
        let page = Some(&m.customer.page).filter(|page| !page.is_empty());
        custom.extend(page.map(|page| ("page".into(), first_line(page))));
        let fields = IncidentFields {
            subject: Some(first_line(&m.text)),
            contact: (!contact.is_empty()).then(|| {
                contact.join(", ").chars().take(crate::incident::LINE_CHARS_MAX).collect()
            }),
            summary: Some(m.text),
            custom: Some(custom),
            ..IncidentFields::default()
        };
        let incident = m.conversation.to_string();
        let customer = Some(Box::new(m.customer));
        let body = Body::IncidentOpened { incident, fields, customer };
        self.emit_alone(ctx, m.conversation, None, body);
        Ok(())
    }

    fn wanted_queue(&self, wanted: Option<QueueId>) -> Result<QueueId, Refusal> {
        let queues = &self.state.directory.queues;
        let Some(wanted) = wanted else { return Ok(QueueId::new(GENERAL_QUEUE)) };
        match queues.get(&wanted) {
            Some(queue) if queue.enabled => Ok(wanted),
            Some(_) => Ok(QueueId::new(GENERAL_QUEUE)),
            None => Err(Refusal::new(Code::NotFound, format!("there is no queue {wanted}"))
                .field("queue", &wanted)),
        }
    }

    /// A customer asks for a chat: 26, 2 if it came with a question, 120.
    pub(crate) fn start_chat(&mut self, ctx: &Context, r: Request) -> Result<ChatId, Refusal> {
        if ctx.by.party_type != PartyType::Customer {
            return Err(Refusal::new(Code::NotAllowed, "only a customer asks for a chat"));
        }
        if self.state.conversations.contains_key(&r.conversation) {
            return Err(Refusal::new(Code::AlreadyOpen, "the conversation is open already"));
        }
        self.check_identity(&r.customer)?;
        Self::check_customer(&r.customer)?;
        check_chars("subject", &r.subject, crate::incident::LINE_CHARS_MAX)?;
        check_chars("language", r.language.as_deref().unwrap_or_default(), 35)?;
        if let Some(question) = &r.question {
            self.check_text("question", question)?;
        }
        let topic = r.topic.filter(|_| self.state.directory.settings.queues_and_topics);
        let queue = self.queue_for(r.queue, topic.as_ref())?;
        self.check_open(ctx, &queue)?;
        let subject_line = if r.subject.is_empty() {
            first_line(r.question.as_deref().unwrap_or_default())
        } else {
            r.subject
        };
        let chat = ChatId::of(&r.conversation, 1);
        let created = ChatCreated {
            media_type: "chat".into(),
            media_origin: r.media_origin,
            language: r.language,
            is_async: r.is_async,
            priority: self.state.directory.queues.get(&queue).map_or(0, |q| q.priority),
            queue,
            arrived_at: ctx.now,
            continues: None,
            customer: r.customer,
            subject: subject_line.clone(),
            topic,
        };
        let subject = Subject { conversation: r.conversation, chat };
        let fields = IncidentFields {
            subject: Some(subject_line).filter(|s| !s.is_empty()),
            ..IncidentFields::default()
        };
        self.create(ctx, &subject, created, r.question, Some(fields), None);
        Ok(subject.chat)
    }

    /// A customer whose chat is over goes on with the conversation in a new chat. If an agent still writes the old one up, that ends first:
    /// the incident keeps what was entered.
    pub(crate) fn continue_conversation(
        &mut self,
        ctx: &Context,
        closed: &Closed,
        question: Option<Arc<str>>,
    ) -> Result<ChatId, Refusal> {
        let open = self.conversation_arc(&closed.id);
        let last = open.as_deref().unwrap_or(&closed.last);
        if ctx.by.party_type != PartyType::Customer || *ctx.by.id != *last.customer.id {
            return Err(Refusal::new(Code::NotAllowed, "the conversation is another customer's"));
        }
        if open.as_ref().is_some_and(|c| c.phase != Phase::WrapUp) {
            return Err(Refusal::new(Code::AlreadyOpen, "the conversation is open already"));
        }
        self.check_identity(&last.customer)?;
        if let Some(question) = &question {
            self.check_text("question", question)?;
        }
        let known = self.state.directory.queues.contains_key(&last.queue);
        let queue = self.queue_for(known.then(|| last.queue.clone()), None)?;
        self.check_open(ctx, &queue)?;
        if open.is_some() {
            self.release(&ctx.as_system(), &last.subject());
        }
        let created = ChatCreated {
            media_type: last.media_type.clone(),
            media_origin: last.media_origin.clone(),
            language: last.language.clone(),
            is_async: last.is_async,
            priority: self.state.directory.queues.get(&queue).map_or(0, |q| q.priority),
            queue,
            arrived_at: ctx.now,
            continues: Some(last.chat.clone()),
            customer: last.customer.clone(),
            subject: last.subject.clone(),
            topic: last.topic.clone(),
        };
        let chat = ChatId::of(&closed.id, last.segment + 1);
        let subject = Subject { conversation: closed.id.clone(), chat };
        self.create(ctx, &subject, created, question, None, Some(last));
        Ok(subject.chat)
    }

    fn create(
        &mut self,
        ctx: &Context,
        subject: &Subject,
        created: ChatCreated,
        question: Option<Arc<str>>,
        incident: Option<IncidentFields>,
        last: Option<&crate::conversation::Conversation>,
    ) {
        let queue = created.queue.clone();
        let waiting = self.state.lines.get(&queue).map_or(0, |line| line.waiting.len());
        let max = self.state.directory.queues.get(&queue).and_then(|q| q.waiting_max);
        self.emit(ctx, subject, Body::ChatCreated(created));
        if let Some(text) = question {
            let message = message_id(ctx.command.as_ref());
            self.emit(ctx, subject, Body::EndUserPost { message, text });
        }
        if let Some(fields) = incident {
            let incident = subject.conversation.to_string();
            let body = Body::IncidentOpened { incident, fields, customer: None };
            self.emit(&ctx.as_system(), subject, body);
        }
        if let Some(last) = last {
            self.adopt_incident(ctx, subject, last);
        }
        if max.is_some_and(|max| waiting >= max as usize) {
            self.conclude(&ctx.as_system(), subject, &End::QUEUE_FULL);
        }
    }

    /// The incident of a conversation that goes on is open again, with all that it had: it is the conversation's only one. What was noted of
    /// the matter is there for the next agent, too.
    fn adopt_incident(
        &mut self,
        ctx: &Context,
        subject: &Subject,
        last: &crate::conversation::Conversation,
    ) {
        let (incident, fields) = (last.incident.id.clone(), last.incident.fields());
        let body = Body::IncidentOpened { incident, fields, customer: None };
        self.emit(&ctx.as_system(), subject, body);
        let attributes = last.attributes.clone();
        if !attributes.is_empty() {
            self.emit(&ctx.as_system(), subject, Body::AttributesChanged { attributes });
        }
    }

    /// A message of the customer, or of an agent in the chat.
    pub(crate) fn post_message(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        text: Arc<str>,
    ) -> Result<ChatId, Refusal> {
        self.check_text("text", &text)?;
        let message = message_id(ctx.command.as_ref());
        let (subject, body) = match ctx.by.party_type {
            PartyType::Customer => {
                let conversation = self.open_conversation(chat)?;
                self.check_is_customer(ctx, &conversation.customer)?;
                if conversation.phase == Phase::WrapUp {
                    return Err(Refusal::new(Code::ChatOver, "the chat takes no more messages")
                        .field("chat", chat));
                }
                (conversation.subject(), Body::EndUserPost { message, text })
            }
            PartyType::Agent | PartyType::Supervisor | PartyType::Admin | PartyType::Bot => {
                let conversation = self.current_chat(chat)?;
                self.check_takes_part(ctx, &conversation)?;
                if conversation.phase != Phase::Engaged {
                    return Err(Refusal::new(Code::ChatOver, "the chat takes no more messages")
                        .field("chat", chat));
                }
                let body = if ctx.by.party_type == PartyType::Bot {
                    Body::BotPost { message, text }
                } else {
                    Body::AgentPost { message, text }
                };
                (conversation.subject(), body)
            }
            PartyType::System => {
                return Err(Refusal::new(Code::NotAllowed, "the system does not post"));
            }
        };
        self.emit(ctx, &subject, body);
        if ctx.by.party_type == PartyType::Customer {
            self.wake(ctx, &subject);
        }
        Ok(subject.chat)
    }

    pub(crate) fn check_is_customer(
        &self,
        ctx: &Context,
        customer: &Customer,
    ) -> Result<(), Refusal> {
        if *ctx.by.id == *customer.id {
            return Ok(());
        }
        Err(Refusal::new(Code::NotFound, "there is no such chat"))
    }

    /// Refuses who has no part in the chat; who had one and lost it is told so.
    pub(crate) fn check_takes_part(
        &self,
        ctx: &Context,
        conversation: &crate::conversation::Conversation,
    ) -> Result<(), Refusal> {
        let agent = self.sender(ctx)?;
        let writes_up = conversation.concluded.as_ref().and_then(|c| c.by.as_ref()) == Some(&agent);
        if conversation.participant(&agent).is_some() || writes_up {
            return Ok(());
        }
        Err(Refusal::new(Code::SessionLost, "you are not in the chat")
            .field("chat", &conversation.chat))
    }

    /// A note for the next agent.
    pub(crate) fn add_side_note(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        text: Arc<str>,
    ) -> Result<(), Refusal> {
        self.check_text("text", &text)?;
        let conversation = self.current_chat(chat)?;
        self.check_takes_part(ctx, &conversation)?;
        self.emit(ctx, &conversation.subject(), Body::SideNoteAdded { text });
        Ok(())
    }
}
