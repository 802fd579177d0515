//! The incident: the record of the conversation that stays. It exists from the moment the chat is created, holds every event of the
//! conversation, and needs nobody to save it.

use serde::{Deserialize, Serialize};

use crate::conversation::Closed;
use crate::core::{Context, Core, Subject};
use crate::event::{Body, IncidentFields, PartyType};
use crate::id::ConversationId;
use crate::refusal::{Code, Refusal};

/// Most characters in a subject, a disposition or a ticket's number.
pub const LINE_CHARS_MAX: usize = 200;

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
        set(|i| &mut i.ticket, &fields.ticket);
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
        let chars_max = self.state.directory.settings.message_chars_max as usize;
        check_length("summary", fields.summary.as_ref(), chars_max)
    }

    /// Changes the incident of a conversation, open or closed.
    pub(crate) fn update_incident(
        &mut self,
        ctx: &Context,
        conversation: &ConversationId,
        closed: Option<&Closed>,
        fields: IncidentFields,
    ) -> Result<(), Refusal> {
        if matches!(ctx.by.party_type, PartyType::Customer) {
            return Err(Refusal::new(Code::NotAllowed, "a customer may not change the incident"));
        }
        self.check_incident(&fields)?;
        let known = match (self.state.conversations.get(conversation), closed) {
            (Some(open), _) => &**open,
            (None, Some(closed)) => &closed.last,
            (None, None) => {
                return Err(Refusal::new(Code::NotFound, "there is no such conversation")
                    .field("conversation", conversation));
            }
        };
        let subject = Subject { conversation: conversation.clone(), chat: known.chat.clone() };
        let incident = known.incident.id.clone();
        if let Some(fields) = known.incident.difference(fields) {
            self.emit(ctx, &subject, Body::IncidentUpdated { incident, fields });
        }
        Ok(())
    }

    /// Closes the incident if it is open.
    pub(crate) fn close_incident(&mut self, ctx: &Context, subject: &Subject) {
        let open = self.state.conversations.get(&subject.conversation).filter(|c| c.incident.open);
        if let Some(incident) = open.map(|c| c.incident.id.clone()) {
            self.emit(ctx, subject, Body::IncidentClosed { incident });
        }
    }
}
