//! Journals of a contact centre's past, made with the real rules in virtual time and written with the real journal: so many events, so many
//! chats still open. The data folder is one that a server has begun, so that its directory and accounts are there.

use std::path::Path;

use anyhow::Context;
use domain::command::Request;
use domain::directory::Agent;
use domain::event::{Customer, IncidentFields};
use domain::{
    ChatId, Command, CommandId, ConversationId, Core, Emitted, Party, PartyType, QueueId, Recorded,
    State, Timestamp, Who,
};
use std::ops::ControlFlow;
use store::{Batch, Journal, JournalReader};
use store_sqlite::{DataFolder, SqliteJournal};

use super::staff;

/// Chats that one agent of the past has at once: the most that a profile may say.
const CHATS_PER_AGENT: usize = 100;
/// Events written in one commit.
const BATCH: usize = 5_000;
/// Messages in a chat of the past.
const MESSAGES_PER_CHAT: usize = 24;
/// The queue, profile and agents' first letters of the past, apart from those of the present.
const QUEUE: &str = "past";

/// How much past there is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Past {
    /// Chats that are still open, with an agent in each.
    pub(crate) open_chats: usize,
    /// How many events the journal has at least; chats that began and ended make them up.
    pub(crate) events_min: u64,
}

/// Writes a past into a data folder that no server holds; returns how many events the journal has then.
///
/// # Errors
/// When the journal cannot be read or written, or the rules refuse something.
pub(crate) fn write(folder: &Path, past: Past) -> anyhow::Result<u64> {
    let journal = SqliteJournal::open(&DataFolder::hold(folder)?)?;
    let mut state = State::default();
    journal.scan(1, &mut |recorded| {
        state.apply(&recorded);
        ControlFlow::Continue(())
    })?;
    let mut historian = Historian {
        now: Timestamp(state.at.0 + 1),
        core: Core::start(state, Timestamp(0)),
        journal,
        waiting: Vec::new(),
        commands: 0,
    };
    historian.write(past)?;
    historian.flush()?;
    Ok(historian.core.state.position)
}

struct Historian {
    core: Core,
    journal: SqliteJournal,
    now: Timestamp,
    waiting: Vec<Recorded>,
    commands: u64,
}

impl Historian {
    fn write(&mut self, past: Past) -> anyhow::Result<()> {
        let admin = Party::new(PartyType::Admin, "admin");
        self.hire(&admin, past.open_chats.div_ceil(CHATS_PER_AGENT) + 1)?;
        // The last one takes the chats that end, one at a time: the others are full by then.
        let mut number = 0;
        while number < past.open_chats {
            self.chat(number, false)?;
            number += 1;
        }
        while self.core.state.position < past.events_min {
            self.chat(number, true)?;
            number += 1;
        }
        Ok(())
    }

    fn hire(&mut self, admin: &Party, count: usize) -> anyhow::Result<()> {
        let agents: Vec<Agent> =
            (0..count).map(|number| staff::agent(&format!("{QUEUE}{number}"), &[QUEUE])).collect();
        let chats_max = u32::try_from(CHATS_PER_AGENT)?;
        let before = [staff::queue(QUEUE), staff::profile(chats_max)];
        for command in staff::settings().into_iter().chain(before) {
            self.execute(admin, command)?;
        }
        for agent in &agents {
            self.execute(admin, Command::PutAgent { agent: agent.clone() })?;
        }
        for agent in agents {
            let events = self.core.heard(self.now, &Who::Agent(agent.id.clone()));
            self.keep(events)?;
            let status = self.takes_chats()?;
            let by = Party::new(PartyType::Agent, agent.id.as_str());
            self.execute(&by, Command::SetStatus { status })?;
        }
        Ok(())
    }

    fn takes_chats(&self) -> anyhow::Result<domain::StatusId> {
        let statuses = &self.core.state.directory.statuses;
        let status = statuses.iter().find(|status| status.takes_chats);
        Ok(status.context("no status takes chats")?.id.clone())
    }

    /// A chat with what is said in it; ended, written up and released if so wanted.
    fn chat(&mut self, number: usize, ends: bool) -> anyhow::Result<()> {
        // UUIDs as the server makes them, in the order of time.
        let conversation = ConversationId::new(&format!("01900000-0000-7000-8000-{number:012x}"));
        let customer = Party::new(PartyType::Customer, &format!("past-customer-{number}"));
        let request = Request {
            conversation: conversation.clone(),
            topic: None,
            is_async: false,
            customer: Customer {
                id: customer.id.to_string(),
                name: format!("Customer {number}"),
                ..Customer::default()
            },
            queue: Some(QueueId::new(QUEUE)),
            question: Some("Is the oak shelf back in stock?".into()),
            subject: String::new(),
            language: Some("en".into()),
            media_origin: Some("web".into()),
        };
        self.execute(&customer, Command::StartChat(Box::new(request)))?;
        let chat = ChatId::of(&conversation, 1);
        let open = self.core.state.conversations.get(&conversation);
        let lead = open.and_then(|open| open.lead()).context("no agent took the chat")?;
        let agent = lead.party.clone();
        let messages = if ends { MESSAGES_PER_CHAT } else { 2 };
        for message in 0..messages {
            let by = if message % 2 == 0 { &agent } else { &customer };
            let text = "It should be with you on Thursday, we are sorry that it takes so long.";
            self.execute(by, Command::PostMessage { chat: chat.clone(), text: text.into() })?;
        }
        if ends {
            self.execute(&agent, Command::EndChat { chat: chat.clone(), resolve_ticket: false })?;
            let incident = IncidentFields {
                disposition: Some("Answered".into()),
                ..IncidentFields::default()
            };
            let write_up = Command::CompleteWrapUp { chat, incident, close_incident: true };
            self.execute(&agent, write_up)?;
        }
        Ok(())
    }

    fn execute(&mut self, by: &Party, command: Command) -> anyhow::Result<()> {
        self.commands += 1;
        // A millisecond for many commands: the past must not reach into the future.
        self.now = Timestamp(self.now.0 + i64::from(self.commands.is_multiple_of(200)));
        let id = CommandId::new(&format!("01900000-0000-7000-9000-{:012x}", self.commands));
        let decided = self
            .core
            .execute(self.now, by, &id, command)
            .map_err(|refusal| anyhow::anyhow!("the rules refuse a past: {refusal:?}"))?;
        self.keep(decided.events)
    }

    fn keep(&mut self, events: Vec<Emitted>) -> anyhow::Result<()> {
        self.waiting.extend(events.into_iter().map(|emitted| emitted.recorded));
        if self.waiting.len() < BATCH {
            return Ok(());
        }
        self.flush()
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        let events = std::mem::take(&mut self.waiting);
        self.journal.append(&Batch { events: &events, answers: &[] })?;
        Ok(())
    }
}
