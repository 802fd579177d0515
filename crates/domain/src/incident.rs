//! The incident: the record of the conversation that stays. It exists from the moment the chat is created, holds every event of the
//! conversation, and needs nobody to save it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::core::{Context, Core, Subject};
use crate::event::{Body, IncidentFields, PartyType, TicketStatus};
use crate::id::{ChatId, ConversationId, QueueId};
use crate::refusal::{Code, Refusal};

/// Most characters in a subject, a disposition or a ticket's number.
pub const LINE_CHARS_MAX: usize = 200;

/// Most fields of the tenant's own.
pub const CUSTOM_FIELDS_MAX: usize = 50;

/// The custom field of a left message that names its queue.
pub const QUEUE_FIELD: &str = "queue";

/// The incident of a conversation that is not open, or of a message that was left while nobody was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastIncident {
    /// The conversation's last chat; None for a left message.
    pub chat: Option<ChatId>,
    /// As it is.
    pub incident: Incident,
}

/// The queue that a message was left for.
#[must_use]
pub fn queue_of_left(custom: &BTreeMap<String, String>) -> Option<QueueId> {
    custom.get(QUEUE_FIELD).and_then(|queue| QueueId::parse(queue).ok())
}

/// An incident's own fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Incident {
    /// Its id.
    pub id: String,
    /// One line.
    pub subject: String,
    /// How it was settled.
    pub disposition: String,
    /// Free text.
    pub summary: String,
    /// The linked ticket; empty: none.
    pub ticket: String,
    /// How that ticket stands.
    #[serde(default)]
    pub ticket_status: TicketStatus,
    /// Where the matter stands, in the tenant's own words.
    #[serde(default)]
    pub status: String,
    /// Who sees to it.
    #[serde(default)]
    pub assignee: String,
    /// Whom to answer.
    #[serde(default)]
    pub contact: String,
    /// Fields of the tenant's own.
    #[serde(default)]
    pub custom: BTreeMap<String, String>,
    /// Whether it is open.
    pub open: bool,
}

impl Incident {
    /// Folds changed fields.
    pub fn change(&mut self, fields: &IncidentFields) {
        let mut set = |slot: fn(&mut Self) -> &mut String, value: &Option<String>| {
            if let Some(value) = value {
                slot(self).clone_from(value);
            }
        };
        set(|i| &mut i.subject, &fields.subject);
        set(|i| &mut i.disposition, &fields.disposition);
        set(|i| &mut i.summary, &fields.summary);
        if fields.ticket.as_ref().is_some_and(|ticket| *ticket != self.ticket) {
            // Another ticket is open until it is said otherwise.
            self.ticket_status = TicketStatus::Open;
        }
        let mut set = |slot: fn(&mut Self) -> &mut String, value: &Option<String>| {
            if let Some(value) = value {
                slot(self).clone_from(value);
            }
        };
        set(|i| &mut i.ticket, &fields.ticket);
        set(|i| &mut i.status, &fields.status);
        set(|i| &mut i.assignee, &fields.assignee);
        set(|i| &mut i.contact, &fields.contact);
        if let Some(status) = fields.ticket_status {
            self.ticket_status = status;
        }
        for (name, value) in fields.custom.iter().flatten() {
            if value.is_empty() {
                self.custom.remove(name);
            } else {
                self.custom.insert(name.clone(), value.clone());
            }
        }
    }

    /// Its fields as a change that makes an empty incident into this one.
    #[must_use]
    pub fn fields(&self) -> IncidentFields {
        Self::default()
            .difference(IncidentFields {
                subject: Some(self.subject.clone()),
                disposition: Some(self.disposition.clone()),
                summary: Some(self.summary.clone()),
                ticket: Some(self.ticket.clone()),
                ticket_status: Some(self.ticket_status),
                status: Some(self.status.clone()),
                assignee: Some(self.assignee.clone()),
                contact: Some(self.contact.clone()),
                custom: Some(self.custom.clone()),
            })
            .unwrap_or_default()
    }

    /// What of the fields differs from the incident as it is; None if nothing does.
    #[must_use]
    pub fn difference(&self, fields: IncidentFields) -> Option<IncidentFields> {
        let only = |new: Option<String>, old: &str| new.filter(|value| value != old);
        let fields = IncidentFields {
            subject: only(fields.subject, &self.subject),
            disposition: only(fields.disposition, &self.disposition),
            summary: only(fields.summary, &self.summary),
            ticket: only(fields.ticket, &self.ticket),
            ticket_status: fields.ticket_status.filter(|status| *status != self.ticket_status),
            status: only(fields.status, &self.status),
            assignee: only(fields.assignee, &self.assignee),
            contact: only(fields.contact, &self.contact),
            custom: fields
                .custom
                .map(|mut custom| {
                    custom.retain(|name, value| {
                        self.custom.get(name).map_or("", String::as_str) != value
                    });
                    custom
                })
                .filter(|custom| !custom.is_empty()),
        };
        (fields != IncidentFields::default()).then_some(fields)
    }
}

fn check_length(field: &'static str, text: Option<&String>, max: usize) -> Result<(), Refusal> {
    let Some(text) = text else { return Ok(()) };
    let count = text.chars().count();
    if count <= max {
        return Ok(());
    }
    let detail = format!("{field} has {count} characters, at most {max} are allowed");
    Err(Refusal::new(Code::TooLong, detail).field(field, text).limit(max))
}

impl Core {
    /// Refuses incident fields that are too long.
    pub(crate) fn check_incident(&self, fields: &IncidentFields) -> Result<(), Refusal> {
        check_length("subject", fields.subject.as_ref(), LINE_CHARS_MAX)?;
        check_length("disposition", fields.disposition.as_ref(), LINE_CHARS_MAX)?;
        check_length("ticket", fields.ticket.as_ref(), LINE_CHARS_MAX)?;
        check_length("status", fields.status.as_ref(), LINE_CHARS_MAX)?;
        check_length("assignee", fields.assignee.as_ref(), LINE_CHARS_MAX)?;
        check_length("contact", fields.contact.as_ref(), LINE_CHARS_MAX)?;
        let custom = fields.custom.iter().flatten();
        if custom.clone().count() > CUSTOM_FIELDS_MAX {
            let detail = format!("at most {CUSTOM_FIELDS_MAX} custom fields");
            return Err(Refusal::new(Code::TooLong, detail)
                .field("custom", custom.count())
                .limit(CUSTOM_FIELDS_MAX));
        }
        for (name, value) in custom {
            check_length("custom", Some(name), LINE_CHARS_MAX)?;
            check_length("custom", Some(value), LINE_CHARS_MAX)?;
        }
        let chars_max = self.state.directory.settings.message_chars_max as usize;
        check_length("summary", fields.summary.as_ref(), chars_max)
    }

    /// Changes the incident of a conversation, open or not, and opens or closes it.
    pub(crate) fn update_incident(
        &mut self,
        ctx: &Context,
        conversation: &ConversationId,
        past: Option<PastIncident>,
        fields: IncidentFields,
        open: Option<bool>,
    ) -> Result<(), Refusal> {
        if matches!(ctx.by.party_type, PartyType::Customer) {
            return Err(Refusal::new(Code::NotAllowed, "a customer may not change the incident"));
        }
        self.check_incident(&fields)?;
        let current = self.state.conversations.get(conversation);
        let known = current
            .map(|c| PastIncident { chat: Some(c.chat.clone()), incident: c.incident.clone() });
        let Some(PastIncident { chat, mut incident }) = known.or(past) else {
            return Err(Refusal::new(Code::NotFound, "there is no such conversation")
                .field("conversation", conversation));
        };
        let id = incident.id.clone();
        // Those of the queue that a message was left for see what becomes of it.
        let queue = chat.is_none().then(|| queue_of_left(&incident.custom)).flatten();
        let mut bodies = Vec::new();
        if let Some(fields) = incident.difference(fields) {
            incident.change(&fields);
            let queue = queue.clone();
            bodies.push(Body::IncidentUpdated { incident: id.clone(), fields, queue });
        }
        match open {
            Some(false) if incident.open => {
                bodies.push(Body::IncidentClosed { incident: id, queue });
            }
            Some(true) if !incident.open => {
                let fields = incident.fields();
                bodies.push(Body::IncidentOpened { incident: id, fields, customer: None });
            }
            Some(_) | None => {}
        }
        let is_open = self.state.conversations.contains_key(conversation);
        for body in bodies {
            match &chat {
                Some(chat) if is_open => {
                    let (conversation, chat) = (conversation.clone(), chat.clone());
                    self.emit(ctx, &Subject { conversation, chat }, body);
                }
                _ => {
                    let (conversation, chat) = (conversation.clone(), chat.clone());
                    self.emit_alone(ctx, conversation, chat, body);
                }
            }
        }
        Ok(())
    }

    /// Closes the incident if it is open.
    pub(crate) fn close_incident(&mut self, ctx: &Context, subject: &Subject) {
        let open = self.state.conversations.get(&subject.conversation).filter(|c| c.incident.open);
        if let Some(incident) = open.map(|c| c.incident.id.clone()) {
            self.emit(ctx, subject, Body::IncidentClosed { incident, queue: None });
        }
    }
}
