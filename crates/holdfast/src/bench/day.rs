//! A day of a contact centre, made with the real rules in virtual time and kept in memory: chats that come all day long, wait, are answered, end one
//! way or another, are written up and rated; some customers give up. What it leaves out: transfers, conferences and all that is rare.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;

use anyhow::Context;
use domain::command::Request;
use domain::directory::{Status, Tenant};
use domain::event::{Customer, IncidentFields};
use domain::{
    ChatId, Command, CommandId, ConversationId, Core, Emitted, Event, Millis, Party, PartyType,
    QueueId, State, StatusId, Timestamp, Who,
};

use super::staff;
use crate::stats::Mode;

/// 2024-01-01T06:00:00Z.
const BEGIN: Timestamp = Timestamp(1_704_088_800_000);
/// Chats come for so long.
const OPEN: Millis = Millis(16 * 3_600_000);
/// Queues that are served, and one that is not.
const QUEUES: usize = 9;
const QUEUE_UNSERVED: &str = "unserved";
const AGENTS: usize = 200;
const CHATS_PER_AGENT: u32 = 3;
/// One in so many asks in the queue that is not served, and gives up.
const GIVES_UP_EVERY: usize = 20;
/// One in so many says what it thinks.
const RATES_EVERY: usize = 4;
/// One in so many leaves before the agent ends the chat.
const LEAVES_EVERY: usize = 3;
const MESSAGES: u8 = 8;
const BETWEEN_MESSAGES: Millis = Millis(25_000);
const WRITING_UP: Millis = Millis(40_000);
const PATIENCE: Millis = Millis(45_000);
/// Who has no agent yet looks again after this long.
const LOOKS_AGAIN: Millis = Millis(5_000);

/// What a chat does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Ask,
    GiveUp,
    Say(u8),
    End,
    WriteUp,
}

/// The events of a day with so many chats, in order.
///
/// # Errors
/// When the rules refuse something.
pub(crate) fn events(chats: usize, attach: Mode) -> anyhow::Result<Vec<Arc<Event>>> {
    let mut day = Day {
        core: Core::start(State::default(), BEGIN),
        events: Vec::new(),
        commands: 0,
        steps: BinaryHeap::new(),
        leads: HashMap::new(),
    };
    let status = day.open(attach)?;
    for number in 0..chats {
        let after = OPEN.0 * number as u64 / chats.max(1) as u64;
        day.steps.push(Reverse((BEGIN + Millis(60_000 + after), number, Step::Ask)));
    }
    let mut now = BEGIN;
    while let Some(Reverse((at, number, step))) = day.steps.pop() {
        now = at;
        day.pass_time(now);
        day.step(now, number, step)?;
    }
    day.close(now + Millis(60_000), &status)?;
    Ok(day.events)
}

struct Day {
    core: Core,
    events: Vec<Arc<Event>>,
    commands: u64,
    steps: BinaryHeap<Reverse<(Timestamp, usize, Step)>>,
    /// Who leads each chat that is under way.
    leads: HashMap<usize, Party>,
}

fn agent_id(number: usize) -> String {
    format!("agent{number}")
}

fn queue_id(number: usize) -> String {
    format!("queue{number}")
}

fn conversation(number: usize) -> ConversationId {
    ConversationId::new(&format!("01900000-0000-7000-8000-{number:012x}"))
}

fn customer(number: usize) -> Party {
    Party::new(PartyType::Customer, &format!("customer-{number}"))
}

impl Day {
    /// Makes the site and has everyone begin to work; returns the status of those who do not.
    fn open(&mut self, attach: Mode) -> anyhow::Result<StatusId> {
        let admin = Party::new(PartyType::Admin, "admin");
        let statuses = [("available", true), ("away", false)].map(|(id, takes_chats)| Status {
            id: StatusId::new(id),
            name: id.into(),
            takes_chats,
        });
        let [available, away] = statuses.clone().map(|status| status.id);
        let tenant = Tenant { name: "Holdfast".into(), time_zone: "UTC".into() };
        let mut commands = vec![Command::PutTenant { tenant }];
        commands.extend(statuses.map(|status| Command::PutStatus { status }));
        commands.extend(staff::settings());
        let (name, value) = ("attach_session_statistics".into(), attach.name());
        commands.push(Command::SetSetting { name, value });
        commands.push(staff::profile(CHATS_PER_AGENT));
        commands.push(staff::queue(QUEUE_UNSERVED));
        commands.extend((0..QUEUES).map(|number| staff::queue(&queue_id(number))));
        commands.extend((0..AGENTS).map(|number| {
            let queues = [queue_id(number % QUEUES), queue_id((number + 1) % QUEUES)];
            let agent = staff::agent(&agent_id(number), &queues.each_ref().map(String::as_str));
            Command::PutAgent { agent }
        }));
        for command in commands {
            self.execute(BEGIN, &admin, command)?;
        }
        for number in 0..AGENTS {
            let by = Party::new(PartyType::Agent, &agent_id(number));
            let id = by.agent_id().context("an agent has an id")?;
            let heard = self.core.heard(BEGIN, &Who::Agent(id));
            self.keep(heard);
            self.execute(BEGIN, &by, Command::SetStatus { status: available.clone() })?;
        }
        Ok(away)
    }

    fn close(&mut self, now: Timestamp, away: &StatusId) -> anyhow::Result<()> {
        self.pass_time(now);
        for number in 0..AGENTS {
            let by = Party::new(PartyType::Agent, &agent_id(number));
            self.execute(now, &by, Command::SetStatus { status: away.clone() })?;
        }
        Ok(())
    }

    /// Does what is due until then.
    fn pass_time(&mut self, now: Timestamp) {
        while let Some(due) = self.core.next_deadline().filter(|due| *due <= now) {
            let events = self.core.tick(due);
            self.keep(events);
        }
    }

    fn step(&mut self, now: Timestamp, number: usize, step: Step) -> anyhow::Result<()> {
        let chat = ChatId::of(&conversation(number), 1);
        let mut after = |wait, step| self.steps.push(Reverse((now + wait, number, step)));
        match step {
            Step::Ask => {
                let gives_up = number.is_multiple_of(GIVES_UP_EVERY);
                if gives_up {
                    after(PATIENCE, Step::GiveUp);
                } else {
                    after(LOOKS_AGAIN, Step::Say(0));
                }
                let queue =
                    if gives_up { QUEUE_UNSERVED.into() } else { queue_id(number % QUEUES) };
                self.execute(now, &customer(number), Command::StartChat(request(number, &queue)))
            }
            Step::GiveUp => self.execute(now, &customer(number), Command::LeaveChat { chat }),
            Step::Say(count) => {
                let open = self.core.state.conversations.get(&conversation(number));
                let Some(lead) = open.and_then(|open| open.lead()) else {
                    after(LOOKS_AGAIN, step);
                    return Ok(());
                };
                let lead = lead.party.clone();
                let next = if count + 1 < MESSAGES { Step::Say(count + 1) } else { Step::End };
                after(BETWEEN_MESSAGES, next);
                let by = if count.is_multiple_of(2) { lead.clone() } else { customer(number) };
                self.leads.insert(number, lead);
                let text = "It should be with you on Thursday, we are sorry that it takes so long.";
                self.execute(now, &by, Command::PostMessage { chat, text: text.into() })
            }
            Step::End => {
                after(WRITING_UP, Step::WriteUp);
                if number.is_multiple_of(LEAVES_EVERY) {
                    self.execute(now, &customer(number), Command::LeaveChat { chat })
                } else {
                    let lead = self.leads.get(&number).context("the chat has a lead")?.clone();
                    self.execute(now, &lead, Command::EndChat { chat, resolve_ticket: false })
                }
            }
            Step::WriteUp => {
                if number.is_multiple_of(RATES_EVERY) {
                    let rating = u8::try_from(1 + number % 5)?;
                    let (past, comment) = (None, "".into());
                    let rate = Command::RateChat { chat: chat.clone(), past, rating, comment };
                    self.execute(now, &customer(number), rate)?;
                }
                let lead = self.leads.remove(&number).context("the chat has a lead")?;
                let incident = IncidentFields {
                    disposition: Some("Answered".into()),
                    ..IncidentFields::default()
                };
                let write_up = Command::CompleteWrapUp { chat, incident, close_incident: true };
                self.execute(now, &lead, write_up)
            }
        }
    }

    fn execute(&mut self, now: Timestamp, by: &Party, command: Command) -> anyhow::Result<()> {
        self.commands += 1;
        let id = CommandId::new(&format!("01900000-0000-7000-9000-{:012x}", self.commands));
        let decided = self
            .core
            .execute(now, by, &id, command)
            .map_err(|refusal| anyhow::anyhow!("the rules refuse a day: {refusal:?}"))?;
        self.keep(decided.events);
        Ok(())
    }

    fn keep(&mut self, events: Vec<Emitted>) {
        self.events.extend(events.into_iter().map(|emitted| emitted.recorded.event));
    }
}

fn request(number: usize, queue: &str) -> Box<Request> {
    Box::new(Request {
        conversation: conversation(number),
        topic: None,
        is_async: false,
        customer: Customer {
            id: customer(number).id.to_string(),
            name: format!("Customer {number}"),
            ..Customer::default()
        },
        queue: Some(QueueId::new(queue)),
        question: Some("Is the oak shelf back in stock?".into()),
        subject: String::new(),
        language: Some("en".into()),
        media_origin: Some("web".into()),
    })
}
