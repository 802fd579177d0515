//! The site before anyone comes: its directory, made by commands, and its staff, who sign in.

use std::pin::pin;
use std::task::{Context, Waker};

use domain::checks::{Check, Checked, Violation};
use domain::directory::{
    Agent, Allocation, Balance, Profile, PullPolicy, Queue, StaffRole, Status, Tenant,
};
use domain::{
    AgentId, Command, CommandId, ConversationId, Party, PartyType, ProfileId, QueueId, StatusId,
};

use crate::eyes::StaffEyes;
use crate::library::TOPICS;
use crate::tab::Eyes;
use crate::world::{Life, World};

/// The queues, of which a run has some.
pub(crate) const QUEUES: [&str; 3] = ["general", "sales", "billing"];
/// The statuses.
pub(crate) const STATUSES: [&str; 2] = ["available", "lunch"];
/// The profiles.
pub(crate) const PROFILES: [&str; 2] = ["standard", "strict"];
/// The companies that agents and customers may be of.
pub(crate) const COMPANIES: [&str; 2] = ["Northwind", "Contoso"];

impl World {
    pub(crate) fn next_conversation(&mut self) -> ConversationId {
        self.ids += 1;
        ConversationId::new(&format!("c{}", self.ids))
    }

    /// Gives a command on nobody's socket, and does not wait for its answer.
    pub(crate) fn command(&mut self, by: Party, command: Command) {
        self.ids += 1;
        let id = CommandId::new(&format!("a{}", self.ids));
        let now = self.now;
        self.trace.note(now, || crate::lines::asks(&by, &id, &command));
        if let Some(engine) = &self.server.engine {
            let handle = engine.handle();
            let asked = pin!(handle.command(by, id, command));
            // The command takes its place when this is polled; who asked does not wait.
            let _ = asked.poll(&mut Context::from_waker(Waker::noop()));
        }
        self.turn_by(self.now);
    }

    pub(crate) fn random_queue(&mut self, id: &str) -> Queue {
        let hours = self.random_hours();
        let chance = &mut self.chance;
        Queue {
            id: QueueId::new(id),
            name: id.to_owned(),
            allocation: [Allocation::Offer, Allocation::Offer, Allocation::Auto, Allocation::Pick]
                [chance.index(4)],
            balance: [Balance::LongestIdle, Balance::LeastBusy][chance.index(2)],
            priority: [0, 0, 5][chance.index(3)],
            waiting_max: [None, None, Some(5)][chance.index(3)],
            enabled: true,
            hours,
            company_filter: chance.percent(15),
        }
    }

    pub(crate) fn random_profile(&mut self, id: &str) -> Profile {
        let chance = &mut self.chance;
        Profile {
            id: ProfileId::new(id),
            name: id.to_owned(),
            allow_decline: chance.percent(80),
            auto_decline: chance.percent(70),
            can_pick: chance.percent(70),
            chats_max: 1 + chance.index(4) as u32,
            pull_policy: [PullPolicy::FirstDue, PullPolicy::StrictPriority][chance.index(2)],
            not_ready_after_chat: chance.percent(10),
            transfer_to_other_groups: chance.percent(80),
            can_monitor: chance.percent(20),
        }
    }

    pub(crate) fn random_agent(&mut self, id: &str, role: StaffRole) -> Agent {
        let mut queues: Vec<QueueId> =
            QUEUES[..self.weather.queues].iter().map(|queue| QueueId::new(queue)).collect();
        if queues.len() > 1 && self.chance.percent(40) {
            let left_out = self.chance.index(queues.len());
            queues.remove(left_out);
        }
        let profile = PROFILES[self.chance.index(PROFILES.len())];
        let company = self.chance.percent(40).then(|| self.random_company());
        Agent {
            id: AgentId::new(id),
            name: id.to_uppercase(),
            role,
            profile: ProfileId::new(profile),
            queues,
            company,
        }
    }

    pub(crate) fn random_company(&mut self) -> String {
        COMPANIES[self.chance.index(COMPANIES.len())].to_owned()
    }

    /// Makes the directory and lets the staff sign in.
    pub(crate) fn open_site(&mut self) -> Checked {
        let stuck = |why: String| Violation::of(Check::NeverStuck, why);
        self.set_clocks();
        self.server.start(self.plan.sabotage).map_err(stuck)?;
        let mut setup = vec![Command::PutTenant {
            tenant: Tenant { name: "Northwind".into(), time_zone: "UTC".into() },
        }];
        for (index, name) in STATUSES.iter().enumerate() {
            let (id, takes_chats) = (StatusId::new(name), index == 0);
            let status = Status { id, name: (*name).to_owned(), takes_chats };
            setup.push(Command::PutStatus { status });
        }
        for profile in PROFILES {
            setup.push(Command::PutProfile { profile: self.random_profile(profile) });
        }
        for queue in &QUEUES[..self.weather.queues] {
            setup.push(Command::PutQueue { queue: self.random_queue(queue) });
        }
        setup.extend((0..TOPICS.len()).map(|index| self.random_topic(index)));
        setup.extend((0..2).map(|n| self.random_rule(n)));
        let weather = self.weather.clone();
        let staff = (0..weather.agents)
            .map(|n| (format!("agent-{n}"), StaffRole::Agent))
            .chain((0..weather.supervisors).map(|n| (format!("super-{n}"), StaffRole::Supervisor)))
            .chain((0..weather.bots).map(|n| (format!("bot-{n}"), StaffRole::Bot)));
        let staff: Vec<Agent> = staff.map(|(id, role)| self.random_agent(&id, role)).collect();
        setup.extend(staff.iter().map(|agent| Command::PutAgent { agent: agent.clone() }));
        for (name, value) in [
            ("heartbeat_interval", weather.heartbeat),
            ("absent_interval", weather.absent),
            ("wrap_up_timeout", weather.wrap_up),
        ] {
            setup.push(Command::SetSetting { name: name.to_owned(), value: format!("{value}ms") });
        }
        for command in setup {
            self.command(Party::system(), command);
            if let Some(engine) = &mut self.server.engine {
                engine.write().map_err(stuck)?;
                engine.commit();
                engine.write().map_err(stuck)?;
            }
            self.judge.follow(&self.server.disk)?;
        }
        for agent in staff {
            self.sign_in(&agent);
        }
        Ok(())
    }

    /// Before everything comes to its end: every queue has agents who are asked, so that no chat waits for somebody who cannot come.
    pub(crate) fn simplify_site(&mut self) {
        for name in &QUEUES[..self.weather.queues] {
            let queue = self.random_queue(name);
            let allocation = Allocation::Offer;
            let queue = Queue { allocation, company_filter: false, hours: None, ..queue };
            self.command(Self::admin(), Command::PutQueue { queue });
        }
        for (name, value) in [("async_idle_alert", "2h"), ("agent_absent_retry_count", "3")] {
            let (name, value) = (name.to_owned(), value.to_owned());
            self.command(Self::admin(), Command::SetSetting { name, value });
        }
        for n in 0..self.weather.agents {
            let mut agent = self.random_agent(&format!("agent-{n}"), StaffRole::Agent);
            agent.queues = QUEUES[..self.weather.queues].iter().map(|q| QueueId::new(q)).collect();
            self.command(Self::admin(), Command::PutAgent { agent });
        }
    }

    /// Whether the site is as simple as it is made before everything comes to its end. What was asked for may have been refused: the disk may have
    /// failed a moment before.
    pub(crate) fn is_simple(&self) -> bool {
        let directory = &self.judge.truth.directory;
        let queues: Vec<QueueId> =
            QUEUES[..self.weather.queues].iter().map(|queue| QueueId::new(queue)).collect();
        let is_asked = |queue: &QueueId| {
            let queue = directory.queues.get(queue);
            queue.is_some_and(|q| {
                q.allocation == Allocation::Offer && q.hours.is_none() && !q.company_filter
            })
        };
        let serves = |n: usize| {
            let agent = directory.agents.get(&AgentId::new(&format!("agent-{n}")));
            agent.is_some_and(|agent| agent.queues == queues)
        };
        queues.iter().all(is_asked) && (0..self.weather.agents).all(serves)
    }

    fn sign_in(&mut self, agent: &Agent) {
        let party = Party::new(agent.party_type(), agent.id.as_str());
        let desk = self.judge.views.desk(&agent.id);
        let person = self.add_person(party, Life::Staff { agent: agent.id.clone(), desk });
        let tabs = match agent.role {
            StaffRole::Bot => 1,
            StaffRole::Agent | StaffRole::Supervisor | StaffRole::Admin => {
                1 + self.chance.weighted(&[70, 20, 10])
            }
        };
        for _ in 0..tabs {
            self.add_tab(person, Eyes::Staff(StaffEyes::default()));
        }
        let first = self.now + self.chance.below(60_000);
        self.act_by(person, first);
    }

    pub(crate) fn admin() -> Party {
        Party::new(PartyType::Admin, "admin")
    }
}
