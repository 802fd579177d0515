//! One tenant with an admin, two agents and customers, its disk and its clock. Tests say what they want here, and nowhere else.

use std::sync::Arc;

use domain::command::Request;
use domain::directory::{
    Agent, Allocation, Balance, Profile, PullPolicy, Queue, StaffRole, Status,
};
use domain::event::Customer;
use domain::{
    AgentId, Body, ChatId, Code, Command, CommandId, ConversationId, Millis, Party, PartyType,
    ProfileId, QueueId, Refusal, Seq, State, StatusId, Timestamp,
};
use engine::{
    Answer, Config, Connected, Engine, Handle, ManualClock, Out, Session, Signal, Viewer,
};
use store::{FaultPlan, FaultyJournal, Journal, JournalReader, MemoryDisk};

use crate::gate::{Gate, GatedJournal};

pub(crate) struct World {
    pub(crate) disk: MemoryDisk,
    pub(crate) faults: FaultPlan,
    pub(crate) gate: Gate,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) config: Config,
    pub(crate) handle: Handle,
    engine: Option<Engine>,
    ids: u32,
}

pub(crate) type Chat = ChatId;

pub(crate) fn agent(id: &str) -> Party {
    Party::new(PartyType::Agent, id)
}

pub(crate) fn customer(id: &str) -> Party {
    Party::new(PartyType::Customer, id)
}

pub(crate) fn id(text: &str) -> CommandId {
    CommandId::new(text)
}

pub(crate) fn staff(agent: &str) -> Viewer {
    Viewer::Staff { agent: AgentId::new(agent) }
}

pub(crate) fn visitor(customer: &str, conversation: Option<&str>) -> Viewer {
    let conversation = conversation.map(ConversationId::new);
    Viewer::Customer { customer: customer.into(), conversation }
}

pub(crate) fn post(chat: &ChatId, text: &str) -> Command {
    Command::PostMessage { chat: chat.clone(), text: text.into() }
}

pub(crate) fn start_chat(conversation: &str, customer: &str) -> Command {
    Command::StartChat(Box::new(Request {
        topic: None,
        is_async: false,
        conversation: ConversationId::new(conversation),
        customer: Customer { id: customer.to_owned(), ..Customer::default() },
        queue: None,
        question: Some("Where is my parcel?".into()),
        subject: String::new(),
        language: None,
        media_origin: None,
    }))
}

pub(crate) fn put_agent(id: &str, queues: &[&str]) -> Command {
    Command::PutAgent {
        agent: Agent {
            id: AgentId::new(id),
            name: id.to_uppercase(),
            role: StaffRole::Agent,
            profile: ProfileId::new("standard"),
            queues: queues.iter().map(|queue| QueueId::new(queue)).collect(),
            company: None,
        },
    }
}

fn put_queue(id: &str) -> Command {
    Command::PutQueue {
        queue: Queue {
            id: QueueId::new(id),
            name: id.to_owned(),
            allocation: Allocation::Pick,
            balance: Balance::LongestIdle,
            priority: 0,
            waiting_max: None,
            enabled: true,
            hours: None,
            company_filter: false,
        },
    }
}

fn put_status(id: &str, takes_chats: bool) -> Command {
    let status = Status { id: StatusId::new(id), name: id.to_owned(), takes_chats };
    Command::PutStatus { status }
}

fn put_profile() -> Command {
    Command::PutProfile {
        profile: Profile {
            id: ProfileId::new("standard"),
            name: "Standard".to_owned(),
            allow_decline: true,
            auto_decline: true,
            can_pick: true,
            chats_max: 5,
            pull_policy: PullPolicy::FirstDue,
            not_ready_after_chat: false,
            transfer_to_other_groups: true,
            can_monitor: false,
        },
    }
}

impl World {
    /// A tenant with two agents, `ann` and `bob`, of the queue *general*, in which chats are picked.
    pub(crate) async fn new() -> Self {
        Self::with(Config::default()).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let mut world = Self::empty(config);
        for command in [
            put_queue("general"),
            put_queue("billing"),
            put_status("available", true),
            put_status("lunch", false),
            put_profile(),
            put_agent("ann", &["general"]),
            put_agent("bob", &["general"]),
        ] {
            world.does(&Party::system(), command).await.unwrap();
        }
        world
    }

    fn empty(config: Config) -> Self {
        let disk = MemoryDisk::new();
        let (faults, gate) = (FaultPlan::new(), Gate::default());
        let clock = Arc::new(ManualClock::new(Timestamp(1_800_000_000_000)));
        let engine = start(&disk, &faults, &gate, &config, &clock);
        let handle = engine.handle();
        Self { disk, faults, gate, clock, config, handle, engine: Some(engine), ids: 0 }
    }

    /// Stops it as asked to, and starts it again.
    pub(crate) async fn restart(&mut self) {
        self.engine.take().unwrap().stop().await;
        self.start_again();
    }

    /// The power goes. What was not synced is lost; the old threads find their handles useless.
    pub(crate) async fn crash_and_restart(&mut self) {
        self.disk.crash();
        let old = self.engine.take().unwrap();
        self.start_again();
        // The old engine cannot open the disk's journal as its own any more: it is stopped only now, when it can do no harm.
        drop(old);
    }

    fn start_again(&mut self) {
        let engine = start(&self.disk, &self.faults, &self.gate, &self.config, &self.clock);
        self.handle = engine.handle();
        self.engine = Some(engine);
    }

    pub(crate) fn next_id(&mut self) -> CommandId {
        self.ids += 1;
        CommandId::new(&format!("id-{}", self.ids))
    }

    pub(crate) async fn does(&mut self, by: &Party, command: Command) -> Result<Answer, Refusal> {
        let id = self.next_id();
        self.handle.command(by.clone(), id, command).await
    }

    /// A chat of a customer, which is connected if `session` of it is kept.
    pub(crate) async fn chat(&mut self, conversation: &str, by: &str) -> Chat {
        let answer = self.does(&customer(by), start_chat(conversation, by)).await.unwrap();
        answer.chat.unwrap()
    }

    /// A chat that an agent has picked.
    pub(crate) async fn engaged(&mut self, conversation: &str, by: &str, picked_by: &str) -> Chat {
        let chat = self.chat(conversation, by).await;
        self.does(&agent(picked_by), Command::PickChat { chat: chat.clone() }).await.unwrap();
        chat
    }

    pub(crate) async fn connect(&self, viewer: Viewer) -> Connected<State> {
        self.handle.connect(viewer, None, |core, _| core.state.clone()).await.unwrap()
    }

    pub(crate) async fn resume(&self, viewer: Viewer, position: Seq) -> Connected<State> {
        let journal = self.handle.journal_id().to_owned();
        let position = Some((journal.as_str(), position));
        self.handle.connect(viewer, position, |core, _| core.state.clone()).await.unwrap()
    }

    /// Lets time pass, a second at most at a time, in which these sessions are heard.
    pub(crate) async fn pass(&self, time: Millis, heard: &[&Session]) {
        let mut left = time.0;
        while left > 0 {
            let step = left.min(1_000);
            left -= step;
            self.clock.advance(Millis(step));
            heard.iter().for_each(|session| session.heard());
            self.handle.wake();
            self.settle().await;
        }
    }

    /// Waits until all that was asked so far is done and told.
    pub(crate) async fn settle(&self) {
        // The second is answered in a later batch than the first, so all of the first one's has been told.
        for _ in 0..2 {
            self.handle.read(|_| ()).await.unwrap();
        }
    }

    pub(crate) async fn state(&self) -> State {
        self.handle.read(|core| core.state.clone()).await.unwrap()
    }

    /// What the journal amounts to, replayed from its beginning.
    pub(crate) fn replayed(&self) -> State {
        let mut state = State::default();
        for event in self.disk.open().read(1, usize::MAX).unwrap() {
            domain::Core::replay(&mut state, &event);
        }
        state
    }

    /// The texts that were said, in order, as the journal has them.
    pub(crate) fn said(&self) -> Vec<String> {
        let events = self.disk.open().read(1, usize::MAX).unwrap();
        events.iter().filter_map(|event| text_of(&event.event.body)).collect()
    }
}

fn start(
    disk: &MemoryDisk,
    faults: &FaultPlan,
    gate: &Gate,
    config: &Config,
    clock: &Arc<ManualClock>,
) -> Engine {
    let (disk, faults, gate) = (disk.clone(), faults.clone(), gate.clone());
    let open = Box::new(move || {
        let inner = Box::new(FaultyJournal::new(Box::new(disk.open()), faults.clone()));
        Ok(Box::new(GatedJournal { inner, gate: gate.clone() }) as Box<dyn Journal>)
    });
    Engine::start(open, config.clone(), Arc::clone(clock) as Arc<dyn engine::Clock>).unwrap()
}

fn text_of(body: &Body) -> Option<String> {
    match body {
        Body::AgentPost { text, .. } | Body::EndUserPost { text, .. } => Some(text.to_string()),
        _ => None,
    }
}

/// Takes all frames that wait, as words.
pub(crate) fn frames(connected: &mut Connected<State>) -> Vec<String> {
    let mut words = Vec::new();
    while let Ok(out) = connected.frames.try_recv() {
        words.push(word(&out));
    }
    words
}

pub(crate) fn word(out: &Out) -> String {
    match out {
        Out::Event(line) => {
            let body = &line.recorded.event.body;
            match text_of(body) {
                Some(text) => format!("{} says {text}", line.recorded.event.actor.id),
                None => body.kind().slug().to_owned(),
            }
        }
        Out::Signal(signal) => match &**signal {
            Signal::Presence { party, state, .. } => format!("{} is {state:?}", party.id),
            Signal::Typing { party, text, .. } => format!("{} types {text:?}", party.id),
            Signal::Seen { by, seq, .. } => format!("{} has seen {seq}", by.id),
            Signal::Place { place, .. } => format!("place {place}"),
            Signal::Draft { text, .. } => format!("draft {text}"),
            Signal::Cobrowse { party, data, .. } => format!("{} shows {data}", party.id),
        },
        Out::Answer(answered) => match &answered.result {
            Ok(_) => format!("{} done", answered.id),
            Err(refusal) => format!("{} refused: {}", answered.id, refusal.code.as_str()),
        },
        Out::Resync => "resync".to_owned(),
        Out::Closed(reason) => format!("closed: {reason:?}"),
    }
}

pub(crate) fn code(result: Result<Answer, Refusal>) -> Code {
    result.unwrap_err().code
}
