//! Runs a story. Each line is `TIME WHO VERB …`, e.g. `20s ann silent`; time moves to it, through every deadline on the way. What comes
//! out is a line an event, `TIME ID slug chat details`, and `TIME ! code: detail` for a refusal.
//!
//! The stage: agents dana and sam and supervisor sofia serve *general* (dana also *sales*), with a limit of 3 chats, and must be `heard` first; every
//! other name is a customer, whose conversation has its name. An agent's client confirms offers at once, unless it `sleeps`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use domain::command::Request;
use domain::conversation::{Closed, ConversationFold};
use domain::directory::{Agent, Profile, PullPolicy, Queue, StaffRole, Status, Tenant};
use domain::event::{Customer, IncidentFields};
use domain::{
    AgentId, Body, ChatId, Command, CommandId, ConversationId, Core, Emitted, Event, Party,
    PartyType, ProfileId, QueueId, Recorded, Refusal, State, StatusId, Timestamp, Who,
};
use expect_test::Expect;

pub(crate) struct Stage {
    pub(crate) core: Core,
    pub(crate) log: Vec<Recorded>,
    sleepers: BTreeSet<String>,
    now: Timestamp,
    commands: u32,
    out: String,
}

/// Runs a script from an empty stage and compares what comes out.
pub(crate) fn check(script: &str, expect: Expect) {
    let mut stage = Stage::set();
    stage.run(script);
    stage.check_replay();
    expect.assert_eq(&stage.out);
}

fn profile(id: &str) -> Profile {
    Profile {
        id: ProfileId::new(id),
        name: id.into(),
        allow_decline: true,
        auto_decline: true,
        can_pick: true,
        chats_max: 3,
        pull_policy: PullPolicy::FirstDue,
        not_ready_after_chat: false,
        transfer_to_other_groups: true,
        can_monitor: false,
    }
}

pub(crate) fn queue(id: &str) -> Queue {
    Queue {
        id: QueueId::new(id),
        name: id.into(),
        allocation: domain::directory::Allocation::Offer,
        balance: domain::directory::Balance::LongestIdle,
        priority: 0,
        waiting_max: None,
        enabled: true,
        hours: None,
        company_filter: false,
    }
}

fn agent(id: &str, role: StaffRole, queues: &[&str]) -> Agent {
    Agent {
        id: AgentId::new(id),
        name: id.into(),
        role,
        profile: ProfileId::new("standard"),
        queues: queues.iter().map(|q| QueueId::new(q)).collect(),
        company: None,
    }
}

impl Stage {
    pub(crate) fn set() -> Self {
        let mut stage = Self {
            core: Core::start(State::default(), Timestamp(0)),
            log: Vec::new(),
            sleepers: BTreeSet::new(),
            now: Timestamp(0),
            commands: 0,
            out: String::new(),
        };
        let status = |id: &str, takes_chats| Command::PutStatus {
            status: Status { id: StatusId::new(id), name: id.into(), takes_chats },
        };
        let mut setup = vec![
            Command::PutTenant {
                tenant: Tenant { name: "Northwind".into(), time_zone: "UTC".into() },
            },
            status("available", true),
            status("lunch", false),
            Command::PutProfile { profile: profile("standard") },
            Command::PutQueue { queue: queue("general") },
            Command::PutQueue { queue: queue("sales") },
        ];
        for record in [
            agent("dana", StaffRole::Agent, &["general", "sales"]),
            agent("sam", StaffRole::Agent, &["general"]),
            agent("sofia", StaffRole::Supervisor, &["general"]),
        ] {
            setup.push(Command::PutAgent { agent: record });
        }
        for command in setup {
            stage.execute(&Party::system(), command).unwrap();
        }
        stage.out.clear();
        stage
    }

    pub(crate) fn run(&mut self, script: &str) {
        for line in script.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let words: Vec<&str> = line.split_whitespace().collect();
            self.move_to(Timestamp(millis(words[0])));
            if words.len() > 1 {
                self.act(words[1], words[2], &words[3..]);
            }
        }
    }

    /// Moves time through every deadline on the way, as a server's timers do.
    fn move_to(&mut self, to: Timestamp) {
        assert!(to >= self.now, "a story goes forward");
        while let Some(due) = self.core.next_deadline().filter(|due| *due < to) {
            self.now = self.now.max(due);
            let events = self.core.tick(self.now);
            self.note(events);
        }
        self.now = to;
    }

    pub(crate) fn execute(&mut self, by: &Party, command: Command) -> Result<(), Refusal> {
        self.commands += 1;
        let id = CommandId::new(&format!("k{}", self.commands));
        let result = self.core.execute(self.now, by, &id, command);
        let (events, done) = match result {
            Ok(decided) => (decided.events, Ok(())),
            Err(refusal) => (self.core.take(), Err(refusal)),
        };
        self.note(events);
        done
    }

    fn act(&mut self, who: &str, verb: &str, rest: &[&str]) {
        let staff = self.core.state.directory.agents.get(&AgentId::new(who)).cloned();
        let is_staff = staff.is_some();
        let by = match &staff {
            Some(agent) => Party::new(agent.party_type(), who),
            None if who == "admin" => Party::new(PartyType::Admin, "admin"),
            None => Party::new(PartyType::Customer, who),
        };
        let presence = if is_staff {
            Who::Agent(AgentId::new(who))
        } else {
            Who::Customer(ConversationId::new(who))
        };
        let text = || Arc::<str>::from(rest.get(1..).unwrap_or_default().join(" "));
        // `ann` means the conversation's open chat, `ann.1` that very one.
        let chat = rest.first().filter(|n| ChatId::parse(n).is_ok()).map(|name| self.chat(name));
        let chat = || chat.clone().expect("the verb names a chat");
        let command = match verb {
            "heard" => {
                let events = self.core.heard(self.now, &presence);
                return self.note(events);
            }
            "silent" => {
                let events = self.core.silent(self.now, &presence, self.now);
                return self.note(events);
            }
            "sleeps" => {
                self.sleepers.insert(who.to_owned());
                return;
            }
            "wakes" => {
                self.sleepers.remove(who);
                return;
            }
            "restarts" => {
                let mut state = State::default();
                self.log.iter().for_each(|recorded| state.apply(recorded));
                self.core = Core::start(state, self.now);
                // As a server does before anything else: what came due while it was down happens.
                let events = self.core.tick(self.now);
                return self.note(events);
            }
            "happens" => return self.happens(rest),
            // A conversation's id is used once: who asks again goes on with it.
            "asks" | "asks-async" | "asks-for" if self.is_over(who) => {
                return self.act(who, "continues", &[]);
            }
            // `ann asks-async general Hello`, `ann asks-for acme general Hello`.
            "asks" | "asks-async" | "asks-for" => {
                let company = if verb == "asks-for" { rest[0].to_owned() } else { String::new() };
                let rest = if verb == "asks-for" { &rest[1..] } else { rest };
                let question = Some(rest.get(1..).unwrap_or_default().join(" "));
                Command::StartChat(Box::new(Request {
                    conversation: ConversationId::new(who),
                    customer: Customer {
                        id: who.into(),
                        name: who.into(),
                        company,
                        ..Customer::default()
                    },
                    queue: rest.first().map(|q| QueueId::new(q)),
                    question: question.filter(|q| !q.is_empty()).map(Into::into),
                    subject: String::new(),
                    topic: None,
                    is_async: verb == "asks-async",
                    language: None,
                    media_origin: Some("web".into()),
                }))
            }
            "continues" => {
                let fold = self.fold(who);
                let last = fold.conversation.expect("there was a conversation");
                let closed = Box::new(Closed { id: last.id.clone(), last });
                Command::ContinueConversation { closed, question: None }
            }
            "says" if is_staff => Command::PostMessage { chat: chat(), text: text() },
            "says" => Command::PostMessage { chat: self.chat(who), text: rest.join(" ").into() },
            "leaves" => Command::LeaveChat { chat: self.chat(who) },
            // `ann rates 4 Quick and kind`: what the log has of the conversation goes with it, as from the gateway.
            "rates" => Command::RateChat {
                chat: self.chat(who),
                past: self.fold(who).conversation.map(Box::new),
                rating: rest[0].parse().unwrap(),
                comment: text(),
            },
            // `ann proves 4711 Eleanor Vance`, `eve proves-of ann 4711`: the gateway has checked it.
            "proves" => Command::IdentifyCustomer { chat: self.chat(who), proved: proved(rest) },
            "proves-of" => Command::IdentifyCustomer { chat: chat(), proved: proved(&rest[1..]) },
            "goes-to" => Command::TellPage { chat: self.chat(who), page: rest[0].into() },
            "accepts" => Command::AcceptOffer { chat: chat() },
            "declines" => Command::DeclineOffer { chat: chat() },
            "unavailable" => Command::AnswerUnavailable { chat: chat() },
            "confirms" => Command::ConfirmOffer { chat: chat() },
            "picks" => Command::PickChat { chat: chat() },
            "notes" => Command::AddSideNote { chat: chat(), text: text() },
            "ends" => {
                Command::EndChat { chat: chat(), resolve_ticket: rest.get(1) == Some(&"resolving") }
            }
            "abandons" => Command::AbandonChat { chat: chat() },
            "wraps-up" => Command::CompleteWrapUp {
                chat: chat(),
                incident: IncidentFields {
                    disposition: Some(text().to_string()),
                    ..IncidentFields::default()
                },
                close_incident: true,
            },
            "transfers" => Command::TransferToAgent {
                chat: chat(),
                agent: AgentId::new(rest[1]),
                note: rest.get(2).map(|_| rest[2..].join(" ").into()),
            },
            "invites" => Command::InviteToConference { chat: chat(), agent: AgentId::new(rest[1]) },
            "takes-back" => Command::CancelInvitation { chat: chat() },
            "comes" => Command::AcceptInvitation { chat: chat() },
            "stays-away" => Command::DeclineInvitation { chat: chat() },
            "cannot-come" => Command::AnswerInvitationUnavailable { chat: chat() },
            "passes" => Command::TransferToQueue {
                chat: chat(),
                queue: QueueId::new(rest[1]),
                note: rest.get(2).map(|_| rest[2..].join(" ").into()),
            },
            "puts-back" => Command::ReleaseToQueue { chat: chat() },
            "makes-lead" => Command::MakeLead { chat: chat(), agent: AgentId::new(rest[1]) },
            "goes-out" => Command::LeaveConference { chat: chat() },
            "monitors" => Command::StartMonitoring { chat: chat() },
            "coaches" => Command::StartCoaching { chat: chat() },
            "looks-away" => Command::StopWatching { chat: chat() },
            "joins" => Command::JoinChat { chat: chat() },
            "assigns" => Command::ReassignChat { chat: chat(), agent: AgentId::new(rest[1]) },
            "appoints" => Command::SetAgentStatus {
                agent: AgentId::new(rest[0]),
                status: StatusId::new(rest[1]),
            },
            "whispers" => Command::PostInternal {
                chat: chat(),
                text: text(),
                visibility: domain::event::Visibility::Int,
            },
            "confides" => Command::PostInternal {
                chat: chat(),
                text: text(),
                visibility: domain::event::Visibility::Vip,
            },
            "pushes" => {
                Command::PushLink { chat: chat(), url: rest[1].into(), title: rest[2..].join(" ") }
            }
            "marks" => Command::SetAttributes {
                chat: chat(),
                attributes: rest[1..]
                    .iter()
                    .filter_map(|pair| pair.split_once('='))
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect(),
            },
            "holds" => Command::HoldChat { chat: chat() },
            "asks-to-see" => Command::InviteToCobrowse { chat: chat() },
            "shows" => Command::AcceptCobrowse { chat: self.chat(who) },
            "hides" => Command::DeclineCobrowse { chat: self.chat(who) },
            "sees" => Command::ConfirmCobrowse { chat: chat() },
            "stops-showing" => Command::StopCobrowse { chat: self.chat(who) },
            "stops-seeing" => Command::StopCobrowse { chat: chat() },
            "sees-nothing" => Command::FailCobrowse { chat: chat(), detail: text().to_string() },
            "sends" => Command::SendFile {
                chat: if is_staff { chat() } else { self.chat(who) },
                file: domain::command::File {
                    file: "9f86d081884c7d65".into(),
                    name: rest[usize::from(is_staff)].into(),
                    bytes: rest[usize::from(is_staff) + 1].parse().unwrap(),
                    media_type: "text/plain".into(),
                },
            },
            "leaves-message" => Command::LeaveMessage(Box::new(domain::command::LeftMessage {
                conversation: ConversationId::new(who),
                customer: Customer { id: who.into(), name: who.into(), ..Customer::default() },
                queue: Some(QueueId::new(rest[0])),
                topic: None,
                text: rest[1..].join(" "),
            })),
            "links" => Command::UpdateIncident {
                conversation: ConversationId::new(rest[0]),
                past: None,
                incident: IncidentFields {
                    ticket: Some(rest[1].into()),
                    ..IncidentFields::default()
                },
                open: None,
            },
            "hires" => {
                let role = match rest[1] {
                    "bot" => StaffRole::Bot,
                    "supervisor" => StaffRole::Supervisor,
                    _ => StaffRole::Agent,
                };
                let mut record = agent(rest[0], role, &[rest[2]]);
                record.company = rest.get(3).map(|&company| company.to_owned());
                Command::PutAgent { agent: record }
            }
            "chooses" => Command::SetStatus { status: StatusId::new(rest[0]) },
            "signs-out" => Command::SignOut { confirmed: rest.first() == Some(&"confirmed") },
            "removes" => Command::RemoveAgent { agent: AgentId::new(rest[0]) },
            "sets" => Command::SetSetting { name: rest[0].into(), value: rest[1].into() },
            "profile" => {
                let mut profile = profile("standard");
                for change in rest {
                    match change.split_once('=').unwrap() {
                        ("auto_decline", on) => profile.auto_decline = on == "on",
                        ("allow_decline", on) => profile.allow_decline = on == "on",
                        ("can_pick", on) => profile.can_pick = on == "on",
                        ("can_monitor", on) => profile.can_monitor = on == "on",
                        ("transfer_to_other_groups", on) => {
                            profile.transfer_to_other_groups = on == "on";
                        }
                        ("chats_max", n) => profile.chats_max = n.parse().unwrap(),
                        ("not_ready_after_chat", on) => profile.not_ready_after_chat = on == "on",
                        ("pull_policy", "strict_priority") => {
                            profile.pull_policy = PullPolicy::StrictPriority;
                        }
                        other => panic!("{other:?}"),
                    }
                }
                Command::PutProfile { profile }
            }
            "queue" => {
                let mut queue = queue(rest[0]);
                for change in &rest[1..] {
                    match change.split_once('=').unwrap() {
                        ("allocation", "auto") => {
                            queue.allocation = domain::directory::Allocation::Auto;
                        }
                        ("allocation", "pick") => {
                            queue.allocation = domain::directory::Allocation::Pick;
                        }
                        ("balance", "least_busy") => {
                            queue.balance = domain::directory::Balance::LeastBusy;
                        }
                        ("priority", n) => queue.priority = n.parse().unwrap(),
                        ("company_filter", on) => queue.company_filter = on == "on",
                        ("hours", zone) => {
                            // Open from one to two hours after midnight on every day.
                            let span =
                                domain::hours::Span { from: "01:00".into(), until: "02:00".into() };
                            queue.hours = Some(domain::hours::Hours {
                                time_zone: zone.into(),
                                week: vec![vec![span]; 7],
                                closed_dates: vec![],
                            });
                        }
                        ("waiting_max", n) => queue.waiting_max = n.parse().ok(),
                        other => panic!("{other:?}"),
                    }
                }
                Command::PutQueue { queue }
            }
            other => panic!("nobody can {other:?}"),
        };
        if let Err(refusal) = self.execute(&by, command) {
            writeln!(self.out, "{} ! {refusal}", self.clock()).unwrap();
        }
    }

    /// Folds an event that no command of this version makes, as a log of a later one has it: `stage happens KIND CHAT AGENT`.
    fn happens(&mut self, words: &[&str]) {
        let chat = self.chat(words[1]);
        let participant = Party::new(PartyType::Agent, words[2]);
        let body = match words[0] {
            "supporting" => Body::EngagementParticipantEntered {
                participant,
                role: domain::event::Role::Supporting,
                how: Some(domain::event::How::Conferenced),
            },
            "monitor_begin" => Body::MonitorBegin { participant, announced: false },
            "coach_begin" => Body::CoachBegin { participant },
            "transfer_invitation" => Body::AgentTransferInvitation { participant },
            "conference_invitation" => Body::AgentConferenceInvitation { participant },
            other => panic!("{other:?}"),
        };
        let event = Event {
            at: self.now,
            conversation: chat.conversation(),
            chat: Some(chat),
            actor: Party::system(),
            command: None,
            body,
        };
        let seq = self.core.state.position + 1;
        let recorded = Recorded { seq, event: Arc::new(event) };
        let live = self.core.live.clone();
        self.core.state.apply(&recorded);
        self.log.push(recorded);
        self.core = Core::start(self.core.state.clone(), self.now);
        self.core.live = live;
    }

    /// Whether the last chat of a conversation is over at this moment, with all that is due.
    fn is_over(&mut self, conversation: &str) -> bool {
        let events = self.core.tick(self.now);
        self.note(events);
        self.fold(conversation).released
    }

    pub(crate) fn fold(&self, conversation: &str) -> ConversationFold {
        let mut fold = ConversationFold::default();
        let mine = self
            .log
            .iter()
            .filter(|r| r.event.conversation.as_ref().is_some_and(|c| c.as_str() == conversation));
        mine.for_each(|recorded| fold.apply(recorded));
        fold
    }

    fn chat(&self, name: &str) -> ChatId {
        if name.contains('.') {
            return ChatId::new(name);
        }
        let open = ConversationId::parse(name)
            .ok()
            .and_then(|id| self.core.state.conversations.get(&id).map(|c| c.chat.clone()));
        open.unwrap_or_else(|| ChatId::new(&format!("{name}.1")))
    }

    fn clock(&self) -> String {
        // No line begins with a blank: the comparison takes away common indentation.
        format!("{:<9}", format!("{:.3}", self.now.0 as f64 / 1000.0))
    }

    pub(crate) fn note(&mut self, events: Vec<Emitted>) {
        let mut asked = Vec::new();
        for emitted in events {
            let event = emitted.recorded.event.clone();
            writeln!(self.out, "{} {}", self.clock(), line(&event)).unwrap();
            self.log.push(emitted.recorded);
            if let Body::AgentEngagementInvitation { participant, .. } = &event.body
                && !self.sleepers.contains(&*participant.id)
            {
                asked.push((participant.clone(), event.chat.clone().unwrap()));
            }
        }
        for (by, chat) in asked {
            // Where much falls due at one moment the offer may be gone again already.
            drop(self.execute(&by, Command::ConfirmOffer { chat }));
        }
    }

    /// State equals its replay, and a snapshot read back equals the state.
    pub(crate) fn check_replay(&self) {
        let mut replayed = State::default();
        self.log.iter().for_each(|recorded| replayed.apply(recorded));
        assert_eq!(replayed, self.core.state, "state equals its replay");
        let snapshot = serde_json::to_string(&self.core.state).unwrap();
        let mut read: State = serde_json::from_str(&snapshot).unwrap();
        read.rebuild();
        assert_eq!(read, replayed, "so does a snapshot");
    }
}

fn proved(words: &[&str]) -> domain::identity::Proved {
    domain::identity::Proved {
        external_id: words[0].into(),
        name: words[1..].join(" "),
        email: String::new(),
    }
}

fn millis(time: &str) -> i64 {
    let (sign, digits) = (time.ends_with("min"), time.trim_end_matches(['s', 'm', 'i', 'n']));
    let number: f64 = digits.parse().unwrap_or_else(|_| panic!("{time:?} is not a time"));
    (number * if sign { 60_000.0 } else { 1_000.0 }).round() as i64
}

fn line(event: &Event) -> String {
    let kind = event.body.kind();
    let chat = event.chat.as_ref().map_or("-", |c| c.as_str());
    let data = serde_json::to_value(&event.body).unwrap()["data"].clone();
    let mut details = Vec::new();
    let names = [
        "participant",
        "lead",
        "supporting",
        "role",
        "how",
        "reason",
        "queue",
        "arrived_at",
        "continues",
        "ended_by",
        "ended_reason",
        "disconnect_reason",
        "continued_as",
        "text",
        "status",
        "subject",
        "disposition",
        "ticket",
        "ticket_status",
        "name",
        "value",
        "chats",
        "rating",
        "comment",
    ];
    for name in names {
        let value = &data[name];
        match value {
            serde_json::Value::Null => {
                if name == "status" && kind.id() == 130 {
                    details.push("signed-out".to_owned());
                }
            }
            serde_json::Value::Object(o) => {
                details.push(o.get("id").and_then(|v| v.as_str()).unwrap_or("").to_owned());
            }
            serde_json::Value::String(s) if name == "arrived_at" => {
                let at = Timestamp::parse_rfc3339(s).unwrap();
                details.push(format!("arrived={}", at.0 as f64 / 1000.0));
            }
            serde_json::Value::String(s) if name == "continues" => {
                details.push(format!("continues={s}"));
            }
            serde_json::Value::String(s) if name == "continued_as" => {
                details.push(format!("as={s}"));
            }
            serde_json::Value::String(s) => details.push(s.clone()),
            other => details.push(other.to_string()),
        }
    }
    if let Body::CustomerChanged { customer } = &event.body {
        let proved = if customer.verified { "verified" } else { "not-verified" };
        details = vec![customer.name.clone(), proved.to_owned(), customer.external_id.clone()];
        details.push(customer.page.clone());
        details.retain(|detail| !detail.is_empty());
    }
    if let Body::IdentityKeyChanged { identity_key } = &event.body {
        details = vec![identity_key.id.to_string(), identity_key.name.clone()];
    }
    if let Body::IdentityKeyRemoved { identity_key } = &event.body {
        details = vec![identity_key.to_string()];
    }
    format!("{:<3} {} {chat} {}", kind.id(), kind.slug(), details.join(" ")).trim_end().to_owned()
}

impl Stage {
    /// Forgets what came out so far.
    pub(crate) fn clear(&mut self) {
        self.out.clear();
    }

    /// What came out.
    pub(crate) fn out(&self) -> &str {
        &self.out
    }
}
