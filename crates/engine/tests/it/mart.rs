//! The mart is the same however it is filled: at once, event by event, with restarts in between; and its figures add up.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use domain::event::{
    ChatConcluded, ChatCreated, Customer, CustomerOut, DisconnectReason, EndedBy, EndedReason, How,
    LeftReason, Role, StatusReason,
};
use domain::{
    Body, ChatId, ConversationId, Event, MessageId, Party, PartyType, QueueId, Recorded, StatusId,
    Timestamp,
};
use engine::Filler;
use mart::facts::{
    AGT_CHAT_STATS_HOUR, CHAT_SESSION_FACT, CONVERSATION_FACT, DATE_TIME, Field, MAXES, Row, SUMS,
    TABLES, Table,
};
use store::{Batch, Grain, Journal, MemoryDisk, MemoryWarehouse, WarehouseReader};

/// Numbers that look random and are the same for a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

struct Talk {
    id: ConversationId,
    segment: u32,
    is_async: bool,
    is_open: bool,
    lead: Option<Party>,
    others: Vec<Party>,
}

/// A log of some conversations, as the rules would write it and now and then as they would not.
pub(crate) struct Story {
    dice: Dice,
    at: i64,
    talks: Vec<Talk>,
    events: Vec<Recorded>,
}

const AGENTS: [&str; 4] = ["dana", "sam", "kim", "lee"];

impl Story {
    pub(crate) fn tell(seed: u64, steps: u32) -> Vec<Recorded> {
        let dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let at = 1_795_251_600_000 + seed as i64 * 977;
        let mut story = Self { dice, at, talks: Vec::new(), events: Vec::new() };
        for _ in 0..steps {
            let gap = [0, 0, 400, 5_000, 60_000, 900_000][story.dice.roll(6) as usize];
            story.at += story.dice.roll(gap + 1) as i64;
            story.step();
        }
        story.events
    }

    fn agent(&mut self) -> Party {
        Party::new(PartyType::Agent, AGENTS[self.dice.roll(4) as usize])
    }

    fn put(&mut self, talk: Option<usize>, actor: Party, body: Body) {
        let (conversation, chat) = match talk.map(|talk| &self.talks[talk]) {
            Some(talk) => (Some(talk.id.clone()), Some(ChatId::of(&talk.id, talk.segment))),
            None => (None, None),
        };
        let event =
            Event { at: Timestamp(self.at), conversation, chat, actor, command: None, body };
        let seq = self.events.len() as u64 + 1;
        self.events.push(Recorded { seq, event: Arc::new(event) });
    }

    fn begin(&mut self, talk: usize, continues: Option<ChatId>) {
        let origins = [None, Some("web".to_owned()), Some("sms".to_owned())];
        let created = ChatCreated {
            media_type: "chat".into(),
            media_origin: origins[self.dice.roll(3) as usize].clone(),
            language: Some("de".into()).filter(|_| self.dice.roll(2) == 0),
            is_async: self.talks[talk].is_async,
            queue: QueueId::new(["general", "sales"][self.dice.roll(2) as usize]),
            arrived_at: Timestamp(self.at),
            continues,
            priority: 0,
            customer: Customer::default(),
            subject: String::new(),
            topic: None,
        };
        self.put(Some(talk), Party::new(PartyType::Customer, "ann"), Body::ChatCreated(created));
    }

    fn enter(&mut self, talk: usize, agent: Party, role: Role, how: How) {
        let participant = agent.clone();
        let body = Body::EngagementParticipantEntered { participant, role, how: Some(how) };
        self.put(Some(talk), agent.clone(), body);
        if role == Role::Lead {
            let participant = agent.clone();
            self.put(Some(talk), agent.clone(), Body::LeadSessionStart { participant });
            self.talks[talk].lead = Some(agent);
        } else {
            self.talks[talk].others.push(agent);
        }
    }

    fn leave(&mut self, talk: usize, agent: &Party, reason: LeftReason) {
        let participant = agent.clone();
        let body = Body::EngagementParticipantLeft { participant, reason };
        self.put(Some(talk), agent.clone(), body);
    }

    fn end(&mut self, talk: usize, is_lost: bool) {
        let lead = self.talks[talk].lead.take();
        let others = std::mem::take(&mut self.talks[talk].others);
        let next = ChatId::of(&self.talks[talk].id, self.talks[talk].segment + 1);
        if let (true, Some(lead)) = (is_lost, &lead) {
            let participant = lead.clone();
            self.put(Some(talk), Party::system(), Body::AgentDisconnected { participant });
        }
        let by = if is_lost { EndedBy::Agent } else { EndedBy::Client };
        let concluded = ChatConcluded {
            ended_by: by,
            ended_reason: EndedReason::Quit,
            disconnect_reason: DisconnectReason::CustomerLeft,
            continued_as: is_lost.then_some(next),
        };
        self.put(Some(talk), Party::system(), Body::ChatConcluded(concluded));
        if !is_lost {
            let reason = CustomerOut::Quit;
            self.put(Some(talk), Party::system(), Body::EndUserDisconnected { reason });
        }
        if let Some(lead) = lead {
            let participant = lead.clone();
            self.put(Some(talk), Party::system(), Body::LeadSessionEnd { participant });
            self.leave(talk, &lead, LeftReason::Concluded);
        }
        for other in others {
            self.leave(talk, &other, LeftReason::Concluded);
        }
        self.at += self.dice.roll(2) as i64 * 7_300;
        self.put(Some(talk), Party::system(), Body::ChatReleased {});
        if is_lost {
            let before = ChatId::of(&self.talks[talk].id, self.talks[talk].segment);
            self.talks[talk].segment += 1;
            self.begin(talk, Some(before.clone()));
            let queue = QueueId::new("general");
            let body =
                Body::ChatRequeued { queue, arrived_at: Timestamp(self.at), continues: before };
            self.put(Some(talk), Party::system(), body);
        } else {
            self.talks[talk].is_open = false;
        }
    }

    fn step(&mut self) {
        if self.talks.is_empty() || self.dice.roll(12) == 0 {
            let id = ConversationId::new(&format!("c{}", self.talks.len()));
            let is_async = self.dice.roll(3) == 0;
            let talk =
                Talk { id, segment: 1, is_async, is_open: true, lead: None, others: Vec::new() };
            self.talks.push(talk);
            self.begin(self.talks.len() - 1, None);
            return;
        }
        if self.dice.roll(15) == 0 {
            let agent = self.agent();
            let status = [None, Some("available"), Some("lunch")][self.dice.roll(3) as usize];
            let status = status.map(StatusId::new);
            let reason = StatusReason::Chosen;
            let participant = agent.clone();
            self.put(None, agent, Body::AgentStatusChanged { participant, status, reason });
            return;
        }
        if self.dice.roll(40) == 0 {
            let name = "attach_stats_rep_events".to_owned();
            let value = self.dice.roll(8).to_string();
            self.put(None, Party::system(), Body::SettingChanged { name, value });
            return;
        }
        let talk = self.dice.roll(self.talks.len() as u64) as usize;
        if !self.talks[talk].is_open {
            match self.dice.roll(4) {
                0 => {
                    // The customer comes back later: a new chat of the same conversation.
                    let before = ChatId::of(&self.talks[talk].id, self.talks[talk].segment);
                    self.talks[talk].segment += 1;
                    self.talks[talk].is_open = true;
                    self.begin(talk, Some(before));
                }
                1 => {
                    let rating = self.dice.roll(5) as u8 + 1;
                    let ann = Party::new(PartyType::Customer, "ann");
                    self.put(Some(talk), ann, Body::ChatRated { rating, comment: "".into() });
                }
                _ => {}
            }
            return;
        }
        self.happen(talk);
    }

    fn happen(&mut self, talk: usize) {
        let lead = self.talks[talk].lead.clone();
        let message = MessageId::new("m");
        let ann = Party::new(PartyType::Customer, "ann");
        match (self.dice.roll(14), lead) {
            (0..=3, _) => {
                self.put(Some(talk), ann, Body::EndUserPost { message, text: "why?".into() });
            }
            (4..=6, Some(lead)) => {
                self.put(Some(talk), lead, Body::AgentPost { message, text: "because".into() });
            }
            (4..=6, None) => {
                let agent = self.agent();
                let participant = agent.clone();
                let queue = QueueId::new("general");
                let body = Body::AgentEngagementInvitation { participant, queue };
                self.put(Some(talk), Party::system(), body);
                self.at += self.dice.roll(9_000) as i64;
                let participant = agent.clone();
                if self.dice.roll(3) == 0 {
                    let body = Body::AgentEngagementDeclined { participant };
                    self.put(Some(talk), agent, body);
                } else {
                    let body = Body::AgentEngagementAccepted { participant };
                    self.put(Some(talk), agent.clone(), body);
                    self.enter(talk, agent, Role::Lead, How::Accepted);
                }
            }
            (7, Some(lead)) => {
                let agent = self.agent();
                if agent != lead && !self.talks[talk].others.contains(&agent) {
                    self.enter(talk, agent, Role::Supporting, How::Conferenced);
                }
            }
            (8, Some(lead)) => {
                let participant = lead.clone();
                let body = if self.dice.roll(2) == 0 {
                    Body::AgentAbsent { participant }
                } else {
                    Body::AgentPresent { participant }
                };
                self.put(Some(talk), Party::system(), body);
            }
            (9, Some(_)) => self.put(Some(talk), Party::system(), Body::IdleAlert {}),
            (10, Some(lead)) => {
                let participant = lead.clone();
                self.put(Some(talk), lead.clone(), Body::LeadSessionEnd { participant });
                self.talks[talk].lead = None;
                if self.talks[talk].is_async {
                    self.leave(talk, &lead, LeftReason::OnHold);
                    let participant = lead.clone();
                    self.put(Some(talk), lead, Body::AsyncOnHold { participant });
                } else {
                    self.leave(talk, &lead, LeftReason::Transferred);
                    let queue = QueueId::new("sales");
                    self.put(Some(talk), lead, Body::TransferredToQueue { queue });
                }
            }
            (11, _) => self.put(Some(talk), ann, Body::AsyncCustomerActivity {}),
            (12, _) => self.end(talk, false),
            (13, Some(_)) => self.end(talk, true),
            (_, _) => {
                let check_at = Timestamp(self.at);
                self.put(Some(talk), Party::system(), Body::AsyncIdleAlert { check_at });
            }
        }
    }
}

pub(crate) fn journal(events: &[Recorded]) -> Box<dyn Journal> {
    named_journal("one", events)
}

fn named_journal(identity: &str, events: &[Recorded]) -> Box<dyn Journal> {
    let mut journal = MemoryDisk::named(identity).open();
    journal.append(&Batch { events, answers: &[] }).unwrap();
    Box::new(journal)
}

/// Fills a new mart in pieces of a size; after each the filler is begun again if `restarts`.
pub(crate) fn fill(journal: &dyn Journal, piece: usize, restarts: bool) -> MemoryWarehouse {
    let warehouse = MemoryWarehouse::default();
    let open = || Filler::open(Box::new(warehouse.clone()), "main", journal).unwrap();
    let mut filler = open();
    while filler.fill(journal, u64::MAX, piece).unwrap().events > 0 {
        if restarts {
            filler = open();
        }
    }
    warehouse
}

pub(crate) fn rows(warehouse: &MemoryWarehouse, table: &'static Table) -> Vec<Row> {
    let mut all = Vec::new();
    let scanned = warehouse.scan(table, &mut |row| {
        all.push(row);
        ControlFlow::Continue(())
    });
    scanned.unwrap();
    all
}

fn number(table: &Table, row: &Row, name: &str) -> i64 {
    row[table.column(name).unwrap()].integer().unwrap()
}

#[test]
fn rows_are_the_same_however_the_log_is_cut() {
    for seed in 1..=60 {
        let journal = journal(&Story::tell(seed, 250));
        let at_once = fill(&*journal, usize::MAX, false);
        for (piece, restarts) in [(1, false), (1, true), (7, true), (64, false)] {
            let in_pieces = fill(&*journal, piece, restarts);
            for table in TABLES {
                assert_eq!(
                    rows(&in_pieces, table),
                    rows(&at_once, table),
                    "seed {seed}, {} in pieces of {piece}, restarts: {restarts}",
                    table.name
                );
            }
        }
    }
}

#[test]
fn at_every_position_the_rows_are_those_of_the_log_so_far() {
    let events = Story::tell(99, 220);
    let whole = journal(&events);
    let warehouse = MemoryWarehouse::default();
    let mut filler = Filler::open(Box::new(warehouse.clone()), "main", &*whole).unwrap();
    for up_to in (1..=events.len()).step_by(5) {
        while filler.fill(&*whole, up_to as u64, 3).unwrap().events > 0 {}
        let other = MemoryWarehouse::default();
        let mut at_once = Filler::open(Box::new(other.clone()), "main", &*whole).unwrap();
        at_once.fill(&*whole, up_to as u64, usize::MAX).unwrap();
        for table in TABLES {
            assert_eq!(rows(&warehouse, table), rows(&other, table), "{} at {up_to}", table.name);
        }
    }
}

#[test]
fn sums_over_every_length_of_time_are_those_of_the_chats() {
    for seed in 1..=30 {
        let warehouse = fill(&*journal(&Story::tell(seed, 250)), 50, false);
        let chats = rows(&warehouse, &CHAT_SESSION_FACT);
        let fact = |name| chats.iter().map(move |row| number(&CHAT_SESSION_FACT, row, name));
        for grain in Grain::ALL {
            let mut aggregate = Vec::new();
            let scanned = warehouse.scan_aggregate(grain, &mut |row| {
                aggregate.push(row);
                ControlFlow::Continue(())
            });
            scanned.unwrap();
            let of =
                |name| aggregate.iter().map(move |row| number(&AGT_CHAT_STATS_HOUR, row, name));
            for name in SUMS {
                assert_eq!(of(name).sum::<i64>(), fact(name).sum::<i64>(), "{name}, seed {seed}");
            }
            for name in MAXES {
                assert_eq!(of(name).max(), fact(name).max(), "{name}, seed {seed}");
            }
            assert_eq!(of("sessions").sum::<i64>(), chats.len() as i64);
            let accepted = fact("agents_count").filter(|agents| *agents > 0).count();
            assert_eq!(of("accepted").sum::<i64>(), accepted as i64);
            assert_eq!(of("continued").sum::<i64>(), fact("continued").sum::<i64>());
        }
    }
}

#[test]
fn every_conversation_has_one_outcome_and_every_time_its_interval() {
    for seed in 1..=30 {
        let events = Story::tell(seed, 250);
        let warehouse = fill(&*journal(&events), 50, false);
        let mut outcomes: BTreeMap<String, usize> = BTreeMap::new();
        let conversations = rows(&warehouse, &CONVERSATION_FACT);
        let chats = rows(&warehouse, &CHAT_SESSION_FACT);
        let column = CONVERSATION_FACT.column("outcome").unwrap();
        for row in &conversations {
            *outcomes.entry(row[column].text().to_owned()).or_default() += 1;
        }
        assert!(outcomes.keys().all(|outcome| {
            ["handled", "abandoned", "missed", "open"].contains(&outcome.as_str())
        }));
        assert_eq!(outcomes.values().sum::<usize>(), conversations.len());
        let sessions: i64 =
            conversations.iter().map(|row| number(&CONVERSATION_FACT, row, "sessions_count")).sum();
        assert_eq!(sessions, chats.len() as i64);
        for chat in &chats {
            let open = number(&CHAT_SESSION_FACT, chat, "active_flag");
            let end = number(&CHAT_SESSION_FACT, chat, "end_date_time_key");
            assert_eq!(open == 1, end == 0);
            for key in ["start_date_time_key", "end_date_time_key"] {
                let key = chat[CHAT_SESSION_FACT.column(key).unwrap()].clone();
                let row = warehouse.row(&DATE_TIME, std::slice::from_ref(&key)).unwrap();
                assert!(row.is_some() || key == Field::Integer(0));
            }
        }
        let intervals = rows(&warehouse, &DATE_TIME);
        let keys: Vec<i64> = intervals.iter().map(|row| row[0].integer().unwrap()).collect();
        assert!(keys.windows(2).all(|pair| pair[1] - pair[0] == 900), "without a gap");
    }
}

#[test]
fn a_mart_of_another_journal_is_filled_again() {
    let first = journal(&Story::tell(1, 100));
    let shorter = journal(&Story::tell(2, 40));
    let longer = named_journal("another", &Story::tell(3, 300));
    let warehouse = MemoryWarehouse::default();
    for journal in [&first, &shorter, &longer] {
        let mut filler = Filler::open(Box::new(warehouse.clone()), "main", &**journal).unwrap();
        filler.fill(&**journal, u64::MAX, usize::MAX).unwrap();
        assert_eq!(filler.position(), journal.last_seq().unwrap());
        let fresh = fill(&**journal, usize::MAX, false);
        for table in TABLES {
            assert_eq!(rows(&warehouse, table), rows(&fresh, table), "{}", table.name);
        }
    }
}
