//! Files, links and attributes in a chat. The content of a file is stored before the command comes; here is decided whether it may be sent.

use std::collections::BTreeMap;

use crate::command::File;
use crate::conversation::Phase;
use crate::core::{Context, Core};
use crate::event::{Body, PartyType};
use crate::id::ChatId;
use crate::incident::LINE_CHARS_MAX;
use crate::library::check_url;
use crate::messages::check_chars;
use crate::refusal::{Code, Refusal};

/// Most attributes of a conversation.
const ATTRIBUTES_MAX: usize = 50;
/// What the names of attributes that the customer's page set begin with.
const PAGE_PREFIX: &str = "page.";

impl Core {
    /// Refuses a file that may not be sent; asked before an upload begins and again when it is done.
    ///
    /// # Errors
    /// A refusal that names the limit.
    pub fn check_file(&self, chat: &ChatId, by: PartyType, bytes: u64) -> Result<(), Refusal> {
        let settings = &self.state.directory.settings;
        if by == PartyType::Customer && !settings.customer_files {
            return Err(Refusal::new(Code::NotAllowed, "customers may not send files"));
        }
        if bytes > u64::from(settings.file_bytes_max) || bytes == 0 {
            let max = settings.file_bytes_max;
            let detail = format!("a file has from 1 to {max} bytes, this one has {bytes}");
            return Err(Refusal::new(Code::TooLong, detail).field("bytes", bytes).limit(max));
        }
        let c = self.open_conversation(chat)?;
        if c.files >= settings.files_max {
            let max = settings.files_max;
            let detail = format!("{} files were sent, at most {max} are allowed", c.files);
            return Err(Refusal::new(Code::TooLong, detail).field("files", c.files).limit(max));
        }
        Ok(())
    }

    /// A file that has been stored is sent.
    pub(crate) fn send_file(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        file: File,
    ) -> Result<ChatId, Refusal> {
        self.check_file(chat, ctx.by.party_type, file.bytes)?;
        check_chars("name", &file.name, LINE_CHARS_MAX)?;
        let File { file, name, bytes, media_type } = file;
        let c = self.open_conversation(chat)?;
        let over =
            || Refusal::new(Code::ChatOver, "the chat takes no more files").field("chat", chat);
        if ctx.by.party_type == PartyType::Customer {
            self.check_is_customer(ctx, &c.customer)?;
            if c.phase == Phase::WrapUp {
                return Err(over());
            }
            let subject = c.subject();
            self.emit(
                ctx,
                &subject,
                Body::FileAttachmentReceived { file, name, bytes, media_type },
            );
            self.wake(ctx, &subject);
            return Ok(subject.chat);
        }
        let c = self.current_chat(chat)?;
        self.check_takes_part(ctx, &c)?;
        if c.phase != Phase::Engaged {
            return Err(over());
        }
        self.emit(ctx, &c.subject(), Body::AgentFileSent { file, name, bytes, media_type });
        Ok(c.chat.clone())
    }

    /// An agent pushes a link for the customer to open.
    pub(crate) fn push_link(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        url: String,
        title: String,
    ) -> Result<(), Refusal> {
        check_url(&url)?;
        check_chars("title", &title, LINE_CHARS_MAX)?;
        let c = self.current_chat(chat)?;
        self.check_takes_part(ctx, &c)?;
        if c.phase != Phase::Engaged {
            return Err(
                Refusal::new(Code::ChatOver, "the chat takes no more links").field("chat", chat)
            );
        }
        self.emit(ctx, &c.subject(), Body::AgentPushedUrl { url, title });
        Ok(())
    }

    /// What an agent or bot knows of the matter, for whoever comes next; an empty value takes one away. The customer's page may say
    /// something, too: that is a claim, its names begin with `page.`, and so none of the staff's is overwritten by it.
    pub(crate) fn set_attributes(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        mut attributes: BTreeMap<String, String>,
    ) -> Result<(), Refusal> {
        let c = self.current_chat(chat)?;
        let is_page = ctx.by.party_type == PartyType::Customer;
        if is_page {
            self.check_is_customer(ctx, &c.customer)?;
        } else {
            self.check_takes_part(ctx, &c)?;
        }
        if let Some(name) = attributes.keys().find(|name| name.trim().is_empty()) {
            let refusal = Refusal::new(Code::Invalid, "an attribute has a name");
            return Err(refusal.field("attributes", name));
        }
        if is_page {
            let named = |(name, value)| (format!("{PAGE_PREFIX}{name}"), value);
            attributes = attributes.into_iter().map(named).collect();
        }
        for (name, value) in &attributes {
            check_chars("attributes", name, LINE_CHARS_MAX)?;
            check_chars("attributes", value, LINE_CHARS_MAX)?;
        }
        attributes.retain(|name, value| c.attributes.get(name).map_or("", String::as_str) != value);
        let added = attributes.keys().filter(|name| !c.attributes.contains_key(*name)).count();
        if c.attributes.len() + added > ATTRIBUTES_MAX {
            let detail = format!("a conversation has at most {ATTRIBUTES_MAX} attributes");
            return Err(Refusal::new(Code::TooLong, detail)
                .field("attributes", c.attributes.len() + added)
                .limit(ATTRIBUTES_MAX));
        }
        if !attributes.is_empty() {
            self.emit(ctx, &c.subject(), Body::AttributesChanged { attributes });
        }
        Ok(())
    }
}
