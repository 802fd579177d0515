//! Random stories: whatever happens in whatever order, state equals its replay and the promises hold.

use std::collections::{BTreeMap, BTreeSet};

use domain::checks::{
    Hearing, LogCheck, check_state, is_customers_own, is_overdue, replay_equals, snapshot_equals,
};
use domain::event::{Role, Visibility};
use domain::{
    AgentId, Body, ChatId, ConversationId, Core, Kind, PartyType, Recorded, State, Timestamp, Who,
};
use proptest::prelude::*;

use crate::script::Stage;

const CUSTOMERS: [&str; 3] = ["ann", "bea", "cyd"];
const STAFF: [&str; 4] = ["dana", "sam", "sofia", "robo"];
const QUEUES: [&str; 2] = ["general", "sales"];

/// What a customer does, with how often.
const CUSTOMER_DOES: [(u32, &str); 12] = [
    (6, "asks general Hello"),
    (2, "asks sales Hello"),
    (3, "asks-async general Hello"),
    (4, "says Hello?"),
    (2, "sends photo.txt 12"),
    (1, "leaves"),
    (1, "silent"),
    (2, "heard"),
    (6, "shows"),
    (1, "hides"),
    (1, "stops-showing"),
    (1, "asks-for acme general Hello"),
];

/// Whom a step of the staff is about, if there is one such: an agent and a chat.
#[derive(Debug, Clone, Copy)]
enum About {
    /// Anyone, any chat.
    Any,
    /// Who is being offered the chat.
    Offered,
    /// Who is invited to it.
    Invited,
    /// Who leads it.
    Lead,
    /// Who supports in it.
    Supporting,
    /// Who writes it up.
    WrapUp,
    /// Who watches it.
    Watcher,
}

/// What one of the staff does; `CHAT`, `COLLEAGUE`, `SUPPORTING` and `QUEUE` stand for one.
const STAFF_DOES: [(u32, About, &str); 46] = [
    (12, About::Any, "heard"),
    (3, About::Any, "silent"),
    (1, About::Any, "signs-out confirmed"),
    (1, About::Any, "chooses lunch"),
    (6, About::Any, "chooses available"),
    (1, About::Any, "appoints COLLEAGUE lunch"),
    (1, About::Any, "appoints COLLEAGUE available"),
    (1, About::Any, "sleeps"),
    (2, About::Any, "wakes"),
    (20, About::Offered, "accepts CHAT"),
    (2, About::Offered, "declines CHAT"),
    (1, About::Offered, "unavailable CHAT"),
    (4, About::Any, "picks CHAT"),
    (3, About::Lead, "says CHAT Hello"),
    (1, About::Supporting, "says CHAT Hello"),
    (1, About::Lead, "notes CHAT A note"),
    (1, About::Supporting, "whispers CHAT Psst"),
    (1, About::Watcher, "whispers CHAT Psst"),
    (1, About::Watcher, "confides CHAT Psst"),
    (1, About::Lead, "pushes CHAT https://example.org/a A"),
    (1, About::Lead, "marks CHAT order=17"),
    (1, About::Lead, "sends CHAT manual.txt 12"),
    (1, About::Lead, "ends CHAT"),
    (1, About::WrapUp, "abandons CHAT"),
    (2, About::WrapUp, "wraps-up CHAT done"),
    (6, About::Lead, "transfers CHAT COLLEAGUE A note"),
    (8, About::Lead, "invites CHAT COLLEAGUE"),
    (2, About::Lead, "takes-back CHAT"),
    (12, About::Invited, "comes CHAT"),
    (2, About::Invited, "stays-away CHAT"),
    (2, About::Invited, "cannot-come CHAT"),
    (2, About::Lead, "passes CHAT QUEUE A note"),
    (2, About::Lead, "puts-back CHAT"),
    (3, About::Lead, "makes-lead CHAT SUPPORTING"),
    (1, About::Supporting, "goes-out CHAT"),
    (3, About::Any, "monitors CHAT"),
    (3, About::Any, "coaches CHAT"),
    (2, About::Watcher, "looks-away CHAT"),
    (1, About::Any, "joins CHAT"),
    (2, About::Watcher, "joins CHAT"),
    (3, About::Any, "assigns CHAT COLLEAGUE"),
    (4, About::Lead, "holds CHAT"),
    (5, About::Lead, "asks-to-see CHAT"),
    (5, About::Lead, "sees CHAT"),
    (1, About::Lead, "stops-seeing CHAT"),
    (1, About::Lead, "sees-nothing CHAT Nothing there"),
];

const ELSE: [(u32, &str); 11] = [
    (2, "server restarts"),
    (1, "admin sets announce_monitoring true"),
    (1, "admin sets announce_monitoring false"),
    (1, "admin sets wrap_up_timeout 0s"),
    (1, "admin sets transfer_timeout 10s"),
    (1, "admin sets async_idle_alert 60s"),
    (1, "admin sets async_idle_close 60s"),
    (1, "admin profile auto_decline=off"),
    (1, "admin queue general allocation=auto"),
    (1, "admin queue general allocation=pick"),
    (1, "admin queue general company_filter=on"),
];

fn one_of(table: &'static [(u32, &'static str)]) -> impl Strategy<Value = &'static str> {
    let all: Vec<&str> =
        table.iter().flat_map(|(times, what)| (0..*times).map(|_| *what)).collect();
    (0..all.len()).prop_map(move |index| all[index])
}

#[derive(Debug, Clone)]
enum Step {
    /// A line of a story.
    Line(String),
    /// One of the staff does something; the numbers choose among whom it may be about.
    Staff { does: usize, agent: usize, chat: usize, other: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let customer = (0..CUSTOMERS.len(), one_of(&CUSTOMER_DOES))
        .prop_map(|(who, what)| Step::Line(format!("{} {what}", CUSTOMERS[who])));
    let table: Vec<usize> = (STAFF_DOES.iter().enumerate())
        .flat_map(|(index, (times, _, _))| (0..*times).map(move |_| index))
        .collect();
    let does = (0..table.len()).prop_map(move |index| table[index]);
    let staff = (does, 0..60usize, 0..60usize, 0..60usize)
        .prop_map(|(does, agent, chat, other)| Step::Staff { does, agent, chat, other });
    prop_oneof![6 => customer, 20 => staff, 1 => one_of(&ELSE).prop_map(|l| Step::Line(l.into()))]
}

/// The step as a line of the story, given how things stand.
fn tell(stage: &Stage, step: &Step) -> String {
    let (does, agent, chat, other) = match step {
        Step::Line(line) => return line.clone(),
        Step::Staff { does, agent, chat, other } => (*does, *agent, *chat, *other),
    };
    let (_, about, what) = STAFF_DOES[does];
    let found: Vec<(String, String)> = stage
        .core
        .state
        .conversations
        .values()
        .flat_map(|c| {
            let supporting = c.participants.iter().filter(|p| p.role == Role::Supporting);
            let agents: Vec<String> = match about {
                About::Any => vec![],
                About::Offered => c.offer.iter().map(|o| o.agent.to_string()).collect(),
                About::Invited => c.invitation.iter().map(|i| i.agent.to_string()).collect(),
                About::Lead => c.lead().iter().map(|lead| lead.agent.to_string()).collect(),
                About::Supporting => supporting.map(|p| p.agent.to_string()).collect(),
                About::WrapUp => c.holders().map(ToString::to_string).collect(),
                About::Watcher => c.watchers.iter().map(|w| w.party.id.to_string()).collect(),
            };
            agents.into_iter().map(|agent| (agent, c.id.to_string()))
        })
        .collect();
    // Now and then it is somebody who may not.
    let (who, chat) = match found.get(chat % found.len().max(1)).filter(|_| agent % 10 > 0) {
        Some((agent, chat)) => (agent.clone(), chat.clone()),
        None => {
            (STAFF[agent % STAFF.len()].to_owned(), CUSTOMERS[chat % CUSTOMERS.len()].to_owned())
        }
    };
    let c = stage.core.state.conversations.get(&ConversationId::new(&chat));
    let supporting = c.and_then(|c| c.participants.iter().find(|p| p.role == Role::Supporting));
    let supporting =
        supporting.map_or(STAFF[other % STAFF.len()].to_owned(), |p| p.agent.to_string());
    let what = what
        .replace("CHAT", &chat)
        .replace("COLLEAGUE", STAFF[other % STAFF.len()])
        .replace("SUPPORTING", &supporting)
        .replace("QUEUE", QUEUES[other % QUEUES.len()]);
    format!("{who} {what}")
}

/// Mostly a moment, sometimes long enough for a limit.
fn wait() -> impl Strategy<Value = u32> {
    prop_oneof![60 => 0u32..1_500, 4 => 0u32..30_000, 1 => 0u32..400_000, 5 => Just(0)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_events_breaks_a_promise(
        steps in prop::collection::vec((step(), wait()), 1..200)
    ) {
        let mut stage = Stage::set();
        let mut promises = Promises::default();
        stage.run("0s admin hires robo bot general\n 0s dana heard\n 0s sam heard\n 0s robo heard");
        let mut at = 0;
        let mut run = |stage: &mut Stage, promises: &mut Promises, wait: u32, what: &str| {
            at += wait;
            let now = Timestamp(i64::from(at));
            let at = f64::from(at) / 1000.0;
            // What comes before the step is held against what was heard before it.
            stage.run(&format!("{at}s"));
            promises.hold(stage);
            promises.hear(stage, what, now);
            stage.run(&format!("{at}s {what}"));
            promises.hold(stage);
            if stage.core.state.at < now {
                // What is due at this very moment happens with the next step.
                is_overdue(&stage.core, Timestamp(now.0 - 1)).unwrap();
            }
        };
        for (what, wait) in &steps {
            let what = tell(&stage, what);
            run(&mut stage, &mut promises, *wait, &what);
        }
        snapshot_equals(&stage.core.state).unwrap();
        // In the end everybody goes, and what is left runs out.
        for customer in CUSTOMERS {
            run(&mut stage, &mut promises, 0, &format!("{customer} leaves"));
        }
        for agent in STAFF {
            run(&mut stage, &mut promises, 0, &format!("{agent} silent"));
        }
        run(&mut stage, &mut promises, 3_600_000, "");
        prop_assert!(stage.core.state.conversations.is_empty(), "no conversation is forgotten");
        promises.log.finish().unwrap();
        stage.check_replay();
    }
}

/// What hangs on a chat and must end before or with it.
#[derive(Debug, Default)]
struct Hanging {
    invitations: u32,
    offers: u32,
    cobrowsing: u32,
    participants: BTreeSet<String>,
    watchers: BTreeSet<(bool, String)>,
}

/// The promises, held against the log as it grows.
#[derive(Default)]
struct Promises {
    state: State,
    log: LogCheck,
    hearing: Hearing,
    hanging: BTreeMap<ChatId, Hanging>,
    /// Who took over from a colleague that was lost, whatever it had.
    took_over: BTreeSet<AgentId>,
}

impl Promises {
    /// Who is heard with the next step, and for the last time if it falls silent with it. Who is silent already was not heard meanwhile.
    fn hear(&mut self, stage: &Stage, step: &str, at: Timestamp) {
        let words: Vec<&str> = step.split_whitespace().collect();
        if words == ["server", "restarts"] {
            self.hearing.started(at);
        }
        let [name, verb @ ("heard" | "silent")] = words[..] else { return };
        let who = if STAFF.contains(&name) {
            Who::Agent(AgentId::new(name))
        } else {
            Who::Customer(ConversationId::new(name))
        };
        if verb == "heard" || stage.core.lost_at(&who).is_none() {
            self.hearing.heard(who, at);
        }
    }

    fn hold(&mut self, stage: &Stage) {
        let begun = usize::try_from(self.state.position).unwrap();
        for recorded in &stage.log[begun..] {
            let before = self.log.look(&self.state, &recorded.event).unwrap();
            self.hearing.event(&self.state, &recorded.event).unwrap();
            let audience = Core::replay(&mut self.state, recorded);
            self.log.event(&before, recorded, &self.state).unwrap();
            if let Some(conversation) = &audience.customer {
                is_customers_own(&recorded.event, Some(conversation)).unwrap();
            }
            self.check_unseen(recorded, &audience.agents);
            self.check_hanging(recorded);
        }
        for id in self.state.conversations.keys() {
            self.log.settled(id).unwrap();
        }
        check_state(&self.state).unwrap();
        replay_equals(&stage.core.state, &self.state).unwrap();
        self.check_limits();
    }

    /// Who monitors unannounced is seen by nobody else; what is for supervisors is seen by them.
    fn check_unseen(&self, recorded: &Recorded, audience: &[AgentId]) {
        match &recorded.event.body {
            Body::MonitorBegin { participant, announced: false }
            | Body::MonitorEnd { participant, announced: false } => {
                assert_eq!(audience, participant.agent_id().as_slice());
            }
            Body::InternalPost { visibility: Visibility::Vip, .. } => {
                let role = |agent| self.state.directory.agents[agent].party_type();
                assert!(audience.iter().all(|agent| role(agent) == PartyType::Supervisor));
            }
            _ => {}
        }
    }

    fn check_hanging(&mut self, recorded: &Recorded) {
        let Some(chat) = &recorded.event.chat else { return };
        let h = self.hanging.entry(chat.clone()).or_default();
        let kind = recorded.event.body.kind();
        let what = || format!("{} in {chat} at {}", kind.slug(), recorded.seq);
        match &recorded.event.body {
            Body::AgentTransferInvitation { .. } | Body::AgentConferenceInvitation { .. } => {
                assert_eq!(h.invitations, 0, "{}", what());
                h.invitations = 1;
            }
            Body::AgentEngagementInvitation { .. } => {
                assert_eq!(h.offers, 0, "{}", what());
                h.offers = 1;
            }
            Body::CobrowseInvitationSent { .. } => {
                assert_eq!(h.cobrowsing, 0, "{}", what());
                h.cobrowsing = 1;
            }
            Body::EngagementParticipantEntered { participant, .. }
            | Body::BotEntered { participant, .. } => {
                assert!(h.participants.insert(participant.id.to_string()), "{}", what());
                assert!(!h.watchers.iter().any(|(_, id)| **id == *participant.id), "{}", what());
            }
            Body::EngagementParticipantLeft { participant, .. }
            | Body::BotLeft { participant, .. } => {
                assert!(h.participants.remove(&*participant.id), "{}", what());
            }
            Body::MonitorBegin { participant, .. } | Body::CoachBegin { participant } => {
                assert!(!h.participants.contains(&*participant.id), "{}", what());
                let begins = (kind == Kind::CoachBegin, participant.id.to_string());
                assert!(h.watchers.insert(begins), "{}", what());
            }
            Body::MonitorEnd { participant, .. } | Body::CoachEnd { participant } => {
                let ends = (kind == Kind::CoachEnd, participant.id.to_string());
                assert!(h.watchers.remove(&ends), "{}", what());
            }
            Body::AgentRoleChange { lead, .. }
                if recorded.event.actor.party_type == PartyType::System =>
            {
                self.took_over.extend(lead.agent_id());
            }
            Body::ChatConcluded(_) | Body::TransferredToQueue { .. } | Body::AsyncOnHold { .. } => {
                assert_eq!((h.invitations, h.offers, h.cobrowsing), (0, 0, 0), "{}", what());
                let is_over = kind == Kind::ChatConcluded;
                assert!(!is_over || h.watchers.is_empty(), "{}", what());
                assert!(is_over || h.participants.is_empty(), "{}", what());
            }
            Body::ChatReleased {} => assert!(h.participants.is_empty(), "{}", what()),
            _ => match kind.id() {
                15..=22 => {
                    assert_eq!(h.invitations, 1, "{}", what());
                    h.invitations = 0;
                }
                11..=14 | 33 | 34 => {
                    assert_eq!(h.offers, 1, "{}", what());
                    h.offers = 0;
                }
                37 | 41 | 42 => {
                    assert_eq!(h.cobrowsing, 1, "{}", what());
                    h.cobrowsing = 0;
                }
                _ => {}
            },
        }
    }

    /// Nobody has more chats, transfers and offers than its limit, but for who took over from a lost colleague.
    fn check_limits(&mut self) {
        for (agent, desk) in &self.state.desks {
            let has = desk.chats.len() + desk.invited.len() + usize::from(desk.offered.is_some());
            if has <= 3 {
                self.took_over.remove(agent);
            }
            assert!(has <= 3 || self.took_over.contains(agent), "{agent} has {has} of 3");
        }
    }
}
