//! An office as the formulas have it: agents with room for one chat each, customers who come at random, chats that last for exponential
//! times. Who gets whom and when is decided by `domain::Core` alone; here somebody comes, accepts what is offered, ends a chat or gives up.
//! What it leaves out: everything that may go wrong, which the rest of the simulator is for.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use anyhow::{Context as _, anyhow, ensure};
use domain::command::Request;
use domain::directory::{
    Agent, Allocation, Balance, Profile, PullPolicy, Queue, StaffRole, Status, Tenant,
};
use domain::event::Customer;
use domain::{
    AgentId, Body, ChatId, Command, CommandId, ConversationId, Core, Emitted, Millis, Party,
    PartyType, ProfileId, QueueId, Recorded, State, StatusId, Timestamp, Who,
};

use super::exponential::exponential;
use super::theory::Rates;
use crate::chance::Chance;

/// Mean times, all in milliseconds, and how many agents there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Traffic {
    pub(super) agents: u32,
    /// Between two that come.
    pub(super) gap: u64,
    /// Of a chat.
    pub(super) service: u64,
    /// Of who waits; None: nobody gives up.
    pub(super) patience: Option<u64>,
}

impl Traffic {
    /// Of so many agents with this share of their time asked for, in hundredths.
    pub(super) fn of_load(
        agents: u32,
        hundredths: u64,
        service: u64,
        patience: Option<u64>,
    ) -> Self {
        let gap = (service * 100).div_ceil(u64::from(agents) * hundredths);
        Self { agents, gap, service, patience }
    }

    /// As the formulas have it.
    pub(super) fn rates(self) -> Rates {
        let rate = |mean: u64| 1_000.0 / mean as f64;
        Rates {
            agents: self.agents,
            arrivals: rate(self.gap),
            service: rate(self.service),
            patience: self.patience.map_or(0.0, rate),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    Comes,
    GivesUp(ChatId),
    Ends(ChatId, AgentId),
}

/// The office and what happens next in it.
pub(super) struct Office {
    core: Core,
    traffic: Traffic,
    chance: Chance,
    now: Timestamp,
    until: Timestamp,
    happenings: BinaryHeap<Reverse<(Timestamp, u64, Happening)>>,
    waiting: BTreeSet<ChatId>,
    ids: u64,
    log: Vec<Recorded>,
}

/// So long that nothing in an office with these times comes near it.
const NEVER: &str = "7d";

const QUEUE: &str = "general";

fn agent_party(agent: &AgentId) -> Party {
    Party::new(PartyType::Agent, agent.as_str())
}

impl Office {
    /// An office with everybody at work and nobody in the queue.
    pub(super) fn open(traffic: Traffic, seed: u64, now: Timestamp) -> anyhow::Result<Self> {
        let mut office = Self {
            core: Core::start(State::default(), now),
            traffic,
            chance: Chance::of_seed(seed),
            now,
            until: now,
            happenings: BinaryHeap::new(),
            waiting: BTreeSet::new(),
            ids: 0,
            log: Vec::new(),
        };
        office.set_up()?;
        Ok(office)
    }

    fn set_up(&mut self) -> anyhow::Result<()> {
        let profile = Profile {
            id: ProfileId::new("standard"),
            name: "standard".to_owned(),
            allow_decline: true,
            auto_decline: true,
            can_pick: false,
            chats_max: 1,
            pull_policy: PullPolicy::FirstDue,
            not_ready_after_chat: false,
            transfer_to_other_groups: false,
            can_monitor: false,
        };
        let queue = Queue {
            id: QueueId::new(QUEUE),
            name: QUEUE.to_owned(),
            allocation: Allocation::Offer,
            balance: Balance::LongestIdle,
            priority: 0,
            waiting_max: None,
            enabled: true,
            hours: None,
            company_filter: false,
        };
        let available = StatusId::new("available");
        let status =
            Status { id: available.clone(), name: "available".to_owned(), takes_chats: true };
        let set = |name: &str, value: &str| Command::SetSetting {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        let tenant = Tenant { name: "Northwind".to_owned(), time_zone: "UTC".to_owned() };
        let mut commands = vec![
            Command::PutTenant { tenant },
            Command::PutStatus { status },
            Command::PutProfile { profile },
            Command::PutQueue { queue },
            // Service is the chat alone, and nothing but the customer's patience ends a wait.
            set("wrap_up_timeout", "0s"),
            set("queue_timeout", NEVER),
            set("idle_alert", "1d"),
            set("idle_timeout", NEVER),
        ];
        let agents: Vec<AgentId> =
            (0..self.traffic.agents).map(|n| AgentId::new(&format!("agent-{n}"))).collect();
        commands.extend(agents.iter().map(|id| Command::PutAgent {
            agent: Agent {
                id: id.clone(),
                name: id.as_str().to_owned(),
                role: StaffRole::Agent,
                profile: ProfileId::new("standard"),
                queues: vec![QueueId::new(QUEUE)],
                company: None,
            },
        }));
        for command in commands {
            self.command(&Party::system(), command)?;
        }
        for agent in agents {
            let heard = self.core.heard(self.now, &Who::Agent(agent.clone()));
            self.follow(heard)?;
            let status = available.clone();
            self.command(&agent_party(&agent), Command::SetStatus { status })?;
        }
        Ok(())
    }

    /// Lets customers come from one moment to another, and goes on until the last of them is gone. Nobody is there when it begins.
    ///
    /// # Errors
    /// A refusal, or a chat that did not come to its end.
    pub(super) fn run(&mut self, from: Timestamp, until: Timestamp) -> anyhow::Result<()> {
        ensure!(self.now <= from, "the last customers went at {}, after {from}", self.now);
        self.until = until;
        self.schedule_next(from);
        while let Some(Reverse((at, _, happening))) = self.happenings.pop() {
            self.pass_time(at)?;
            match happening {
                Happening::Comes => self.comes()?,
                Happening::GivesUp(chat) => self.gives_up(chat)?,
                Happening::Ends(chat, agent) => {
                    let command = Command::EndChat { chat, resolve_ticket: false };
                    self.command(&agent_party(&agent), command)?;
                }
            }
        }
        let left = self.core.state.conversations.len();
        ensure!(
            left == 0 && self.waiting.is_empty(),
            "{left} conversations did not come to an end"
        );
        Ok(())
    }

    /// What the log has got since the last call.
    pub(super) fn take_log(&mut self) -> Vec<Recorded> {
        std::mem::take(&mut self.log)
    }

    fn at(&mut self, at: Timestamp, happening: Happening) {
        self.ids += 1;
        self.happenings.push(Reverse((at, self.ids, happening)));
    }

    fn after(&mut self, mean: u64, happening: Happening) {
        let at = self.now + Millis(exponential(&mut self.chance, mean));
        self.at(at, happening);
    }

    fn schedule_next(&mut self, after: Timestamp) {
        let at = after + Millis(exponential(&mut self.chance, self.traffic.gap));
        if at < self.until {
            self.at(at, Happening::Comes);
        }
    }

    /// Every deadline on the way is met at its own time, as a server's timers do.
    fn pass_time(&mut self, to: Timestamp) -> anyhow::Result<()> {
        while let Some(due) = self.core.next_deadline().filter(|due| *due < to) {
            self.now = self.now.max(due);
            let events = self.core.tick(self.now);
            self.follow(events)?;
        }
        self.now = to;
        Ok(())
    }

    fn comes(&mut self) -> anyhow::Result<()> {
        self.schedule_next(self.now);
        self.ids += 1;
        let id = format!("c{}", self.ids);
        let customer = Customer { id: id.clone(), name: "Ann".to_owned(), ..Customer::default() };
        let request = Request {
            conversation: ConversationId::new(&id),
            customer,
            queue: None,
            topic: None,
            is_async: false,
            question: None,
            subject: String::new(),
            language: None,
            media_origin: Some("web".to_owned()),
        };
        let by = Party::new(PartyType::Customer, &id);
        self.command(&by, Command::StartChat(Box::new(request)))
    }

    fn gives_up(&mut self, chat: ChatId) -> anyhow::Result<()> {
        if !self.waiting.contains(&chat) {
            return Ok(());
        }
        let conversation = chat.conversation().with_context(|| format!("{chat} is no chat"))?;
        let by = Party::new(PartyType::Customer, conversation.as_str());
        self.command(&by, Command::LeaveChat { chat })
    }

    fn command(&mut self, by: &Party, command: Command) -> anyhow::Result<()> {
        self.ids += 1;
        let id = CommandId::new(&format!("k{}", self.ids));
        let decided = self.core.execute(self.now, by, &id, command);
        let decided = decided.map_err(|refusal| anyhow!("{by:?} was refused: {refusal:?}"))?;
        self.follow(decided.events)
    }

    /// What people do about what happened: an agent takes what it is offered at once, a chat that began will end, patience that began will too.
    fn follow(&mut self, events: Vec<Emitted>) -> anyhow::Result<()> {
        let mut offers = Vec::new();
        for Emitted { recorded, .. } in events {
            if let Some(chat) = &recorded.event.chat {
                match &recorded.event.body {
                    Body::ChatCreated(_) => {
                        self.waiting.insert(chat.clone());
                        if let Some(patience) = self.traffic.patience {
                            self.after(patience, Happening::GivesUp(chat.clone()));
                        }
                    }
                    Body::AgentEngagementInvitation { participant, .. } => {
                        offers.push((chat.clone(), AgentId::new(&participant.id)));
                    }
                    Body::EngagementParticipantEntered { participant, .. } => {
                        self.waiting.remove(chat);
                        let agent = AgentId::new(&participant.id);
                        self.after(self.traffic.service, Happening::Ends(chat.clone(), agent));
                    }
                    Body::ChatConcluded(_) => drop(self.waiting.remove(chat)),
                    _ => {}
                }
            }
            self.log.push(recorded);
        }
        for (chat, agent) in offers {
            let by = agent_party(&agent);
            self.command(&by, Command::ConfirmOffer { chat: chat.clone() })?;
            self.command(&by, Command::AcceptOffer { chat })?;
        }
        Ok(())
    }
}
