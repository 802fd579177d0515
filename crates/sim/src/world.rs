//! The simulated site: everybody in it, the queue of what happens next, and the one loop that makes it happen. One thread, virtual time,
//! chance from one seed: the same seed is the same run.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use domain::checks::{Check, Checked, Violation};
use domain::{AgentId, Millis, Party, Timestamp};

use crate::chance::Chance;
use crate::clock::START;
use crate::connect::Pending;
use crate::judge::Judge;
use crate::sabotage::Sabotage;
use crate::server::Server;
use crate::tab::{Eyes, Tab};
use crate::trace::Trace;
use crate::visible::Desk;
use crate::weather::{HOUR, Weather};

/// After this long without a fault everything that was asked must be answered and every chat over: an async chat lies a day and an hour.
const DRAIN_MAX: u64 = 40 * HOUR;
/// The longest that one commit takes.
const SLOW_MAX: u64 = 4_000;
/// So many turns at one moment of virtual time mean that the engine never gets done.
const SPIN_MAX: u32 = 20_000;

/// Every that many heartbeats what is long over is forgotten; that looks at all that is kept.
const FORGET_EVERY: u64 = 512;

/// Something that happens at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Happening {
    /// The writer takes a turn, unless another one is due instead.
    Turn,
    /// The disk is done: of this start of the server.
    Commit(u32),
    /// A frame of a tab reaches the server.
    Arrive(usize),
    /// A frame reaches a tab.
    Show(usize),
    /// A person does something; of this life in its place.
    Act(usize, u32),
    /// A client tries to connect, if it still has this connection number.
    Connect(usize, u32),
    /// A client sends again what was refused for the moment.
    Resend(usize),
    /// Heartbeats.
    Pulse,
    /// Somebody comes.
    Arrival,
    Fault,
    /// The network of a tab works again.
    Mend(usize, u32),
    /// A crashed tab is opened again.
    Reopen(usize, u32),
    Restart,
    /// The disk works and is as fast as ever.
    DiskWell,
}

/// What somebody is.
#[derive(Debug, Clone)]
pub(crate) enum Life {
    Staff { agent: AgentId, desk: Desk },
    Customer(Visit),
}

/// What a customer has in mind.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visit {
    pub(crate) is_async: bool,
    pub(crate) left_to_say: u64,
    pub(crate) is_leaving: bool,
}

/// Somebody with one or more tabs.
pub(crate) struct Person {
    pub(crate) party: Party,
    pub(crate) life: Life,
    pub(crate) tabs: Vec<usize>,
    /// Which life this is in its place, so that what was scheduled for another is void.
    pub(crate) born: u32,
    pub(crate) acts_at: Option<u64>,
}

/// What a run is to be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) until: u64,
    pub(crate) agents: Option<usize>,
    pub(crate) is_ordinary: bool,
    pub(crate) sabotage: Option<Sabotage>,
    pub(crate) is_traced: bool,
}

/// What was done.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) steps: u64,
    pub(crate) commands: u64,
    pub(crate) shown: u64,
    pub(crate) resumed: u64,
    pub(crate) from_snapshot: u64,
    pub(crate) kills: u64,
    pub(crate) faults: u64,
}

pub(crate) struct World {
    pub(crate) plan: Plan,
    pub(crate) weather: Weather,
    pub(crate) chance: Chance,
    pub(crate) now: u64,
    /// How far the wall clock is ahead of virtual time.
    pub(crate) skew: i64,
    queue: BinaryHeap<Reverse<(u64, u64, Happening)>>,
    scheduled: u64,
    pub(crate) server: Server,
    pub(crate) judge: Judge,
    pub(crate) trace: Trace,
    pub(crate) tabs: Vec<Tab>,
    pub(crate) free_tabs: Vec<usize>,
    pub(crate) people: Vec<Option<Person>>,
    pub(crate) free_people: Vec<usize>,
    pub(crate) lives: u32,
    pub(crate) customers: usize,
    pub(crate) pending: Vec<Pending>,
    turn_at: Option<u64>,
    spins: u32,
    is_commit_due: bool,
    pub(crate) slow_until: u64,
    pub(crate) is_draining: bool,
    pub(crate) ids: u64,
    pub(crate) counts: Counts,
    serving_since: Timestamp,
    pulses: u64,
}

impl World {
    pub(crate) fn new(plan: Plan) -> Self {
        let mut chance = Chance::of_seed(plan.seed);
        let weather = if plan.is_ordinary {
            Weather::ordinary(plan.agents.unwrap_or(50))
        } else {
            Weather::draw(&mut chance, plan.agents)
        };
        let whole_every = if plan.is_ordinary { 5_000 } else { 40 };
        Self {
            server: Server::new(&weather),
            judge: Judge::new(whole_every),
            trace: Trace::new(plan.is_traced),
            plan,
            weather,
            chance,
            now: 0,
            skew: 0,
            queue: BinaryHeap::new(),
            scheduled: 0,
            tabs: Vec::new(),
            free_tabs: Vec::new(),
            people: Vec::new(),
            free_people: Vec::new(),
            lives: 0,
            customers: 0,
            pending: Vec::new(),
            turn_at: None,
            spins: 0,
            is_commit_due: false,
            slow_until: 0,
            is_draining: false,
            ids: 0,
            counts: Counts::default(),
            serving_since: Timestamp(START),
            pulses: 0,
        }
    }

    pub(crate) fn at(&mut self, at: u64, happening: Happening) {
        self.scheduled += 1;
        self.queue.push(Reverse((at.max(self.now), self.scheduled, happening)));
    }

    /// The machine's clocks show what they must.
    pub(crate) fn set_clocks(&self) {
        self.server.clock.set(self.now, self.skew);
    }

    /// Runs to the end of the plan, and on until everything is over.
    pub(crate) fn run(&mut self) -> Checked {
        self.open_site()?;
        self.at(0, Happening::Pulse);
        self.at(1_000, Happening::Arrival);
        let first_fault = self.chance.around(self.weather.fault_gap);
        self.at(first_fault, Happening::Fault);
        let mut same_moment = 0;
        while let Some(Reverse((at, _, happening))) = self.queue.pop() {
            if at >= self.plan.until + DRAIN_MAX {
                return self.not_over();
            }
            same_moment = if at == self.now { same_moment + 1 } else { 0 };
            if same_moment > SPIN_MAX {
                let detail =
                    format!("{happening:?} comes without end at {}", self.server.log_time());
                return Err(Violation::of(Check::NeverStuck, detail));
            }
            self.now = at;
            self.set_clocks();
            if at >= self.plan.until && !self.is_draining {
                self.drain()?;
            }
            self.counts.steps += 1;
            self.happen(happening)?;
            if self.is_draining && self.is_over() {
                break;
            }
        }
        self.judge.finish()
    }

    fn happen(&mut self, happening: Happening) -> Checked {
        match happening {
            Happening::Turn => self.turn(),
            Happening::Commit(generation) => self.commit(generation),
            Happening::Arrive(tab) => self.arrive(tab),
            Happening::Show(tab) => self.show(tab),
            Happening::Act(person, born) => {
                self.act(person, born);
                Ok(())
            }
            Happening::Connect(tab, epoch) => {
                self.connect(tab, epoch);
                Ok(())
            }
            Happening::Resend(tab) => {
                // Also on a connection that it made since: what was refused there waits for this moment too.
                self.tabs[tab].sends_again = false;
                if self.tabs[tab].is_open() {
                    self.send_outbox(tab);
                }
                Ok(())
            }
            Happening::Pulse => self.pulse(),
            Happening::Arrival => {
                self.arrival();
                Ok(())
            }
            Happening::Fault => self.fault(),
            Happening::Mend(tab, epoch) => {
                self.mend(tab, epoch);
                Ok(())
            }
            Happening::Reopen(tab, born) => {
                self.reopen(tab, born);
                Ok(())
            }
            Happening::Restart => self.restart(),
            Happening::DiskWell => {
                self.server.plan.clear();
                Ok(())
            }
        }
    }

    /// The writer has something to do at a moment.
    pub(crate) fn turn_by(&mut self, at: u64) {
        if self.turn_at.is_none_or(|turn_at| at < turn_at) {
            self.turn_at = Some(at);
            self.at(at, Happening::Turn);
        }
    }

    fn turn(&mut self) -> Checked {
        if self.turn_at != Some(self.now) {
            return Ok(());
        }
        self.turn_at = None;
        let log_time = self.server.log_time();
        let Some(engine) = &mut self.server.engine else { return Ok(()) };
        if let Err(why) = engine.write() {
            return Err(Violation::of(Check::NeverStuck, why));
        }
        let sleep = u64::try_from(engine.sleep().as_millis()).unwrap_or(u64::MAX);
        self.spins = if sleep == 0 { self.spins + 1 } else { 0 };
        if self.spins > SPIN_MAX {
            let detail = format!("the writer is due again and again at {log_time}");
            return Err(Violation::of(Check::EverythingEnds, detail));
        }
        self.judge.after_turn(engine, log_time)?;
        let must_commit = engine.must_commit();
        let has_messages = engine.has_messages();
        if has_messages {
            self.judge.hearing.is_behind(log_time);
        }
        if must_commit && !self.is_commit_due {
            self.is_commit_due = true;
            let slow = if self.now < self.slow_until { 200 } else { 1 };
            let latency = self.chance.below(self.weather.commit_max + 1) * slow;
            let latency = latency.min(SLOW_MAX);
            let generation = self.server.generation;
            self.at(self.now + latency, Happening::Commit(generation));
        }
        if !must_commit && has_messages {
            self.turn_by(self.now);
        } else {
            // What waits while a commit runs has no room before that is done.
            self.turn_by(self.now + sleep.min(10 * HOUR));
        }
        Ok(())
    }

    fn commit(&mut self, generation: u32) -> Checked {
        if generation != self.server.generation {
            return Ok(());
        }
        self.is_commit_due = false;
        let log_time = self.server.log_time();
        let Some(engine) = &mut self.server.engine else { return Ok(()) };
        engine.commit();
        while engine.snapshot() {}
        let fresh = self.judge.follow(&self.server.disk)?;
        if let Some(engine) = &self.server.engine {
            self.judge.look_at(engine, log_time)?;
            if engine.is_failing() {
                self.serving_since = log_time;
            }
        }
        for recorded in &fresh {
            self.trace.note(self.now, || crate::lines::event(recorded));
        }
        self.welcome_connected();
        self.deliver();
        self.turn_by(self.now);
        Ok(())
    }

    fn pulse(&mut self) -> Checked {
        let heartbeat = self.judge.truth.directory.settings.heartbeat_interval.0.max(100);
        self.at(self.now + heartbeat, Happening::Pulse);
        for tab in 0..self.tabs.len() {
            self.beat(tab, heartbeat * 2);
        }
        if self.is_draining && !self.is_simple() {
            self.simplify_site();
        }
        self.turn_by(self.now);
        self.pulses += 1;
        if self.pulses.is_multiple_of(FORGET_EVERY) {
            self.judge.forget();
            self.forget_log();
        }
        match &self.server.engine {
            Some(engine) if !engine.is_failing() => {
                self.judge.unheard(engine.now(), self.serving_since)
            }
            _ => Ok(()),
        }
    }

    /// Keeps the disk small on long runs: what lies before the oldest snapshot and before whatever is asked again is not needed.
    fn forget_log(&mut self) {
        let position = self.judge.truth.position;
        let kept = self.weather.snapshot_every * 4 + self.weather.ring as u64 * 2 + 100_000;
        if position > kept * 2 {
            self.server.disk.forget_before(position - kept);
        }
    }

    /// No more faults and nobody new: what was begun comes to its end.
    fn drain(&mut self) -> Checked {
        self.is_draining = true;
        self.trace.note(self.now, || "server: no more faults from here on".to_owned());
        self.server.plan.clear();
        self.slow_until = 0;
        if self.server.engine.is_none() {
            self.restart()?;
        }
        for tab in 0..self.tabs.len() {
            let epoch = self.tabs[tab].epoch;
            self.mend(tab, epoch);
            if !self.tabs[tab].is_alive && self.tabs[tab].person.is_some() {
                let at = self.now + self.chance.below(60_000);
                let born = self.born_of_tab(tab);
                self.at(at, Happening::Reopen(tab, born));
            }
        }
        self.simplify_site();
        Ok(())
    }

    fn is_over(&self) -> bool {
        self.judge.truth.conversations.is_empty()
            && self.customers == 0
            && self.tabs.iter().all(|tab| tab.outbox.is_empty() || tab.person.is_none())
    }

    fn not_over(&self) -> Checked {
        if let Some((id, c)) = self.judge.truth.conversations.iter().next() {
            let detail = format!("{id} is {:?} for {}", c.phase, Millis(DRAIN_MAX));
            return Err(Violation::of(Check::EverythingEnds, detail));
        }
        let unanswered = self
            .tabs
            .iter()
            .find_map(|tab| tab.person.and(tab.outbox.front()).map(|waiting| waiting.id.clone()));
        let detail = format!("{unanswered:?} is not answered, {} customers left", self.customers);
        Err(Violation::of(Check::Answered, detail))
    }

    /// The server goes down, and comes back after a while.
    pub(crate) fn kill(&mut self, down_for: u64) {
        self.trace.note(self.now, || "the server is killed".to_owned());
        self.counts.kills += 1;
        self.server.kill();
        self.is_commit_due = false;
        self.turn_at = None;
        self.spins = 0;
        self.pending.clear();
        self.sockets_die();
        self.at(self.now + down_for, Happening::Restart);
    }

    fn restart(&mut self) -> Checked {
        if self.server.engine.is_some() {
            return Ok(());
        }
        self.set_clocks();
        let started = self.server.start(self.plan.sabotage);
        started.map_err(|why| Violation::of(Check::NeverStuck, why))?;
        self.trace.note(self.now, || "the server starts".to_owned());
        self.serving_since = self.server.log_time();
        if let Some(engine) = &self.server.engine {
            self.judge.started(&self.server.disk, engine, self.serving_since)?;
        }
        self.turn_by(self.now);
        Ok(())
    }

    pub(crate) fn person(&self, index: usize) -> Option<&Person> {
        self.people.get(index).and_then(Option::as_ref)
    }

    pub(crate) fn add_person(&mut self, party: Party, life: Life) -> usize {
        self.lives += 1;
        let person = Person { party, life, tabs: Vec::new(), born: self.lives, acts_at: None };
        match self.free_people.pop() {
            Some(index) => {
                self.people[index] = Some(person);
                index
            }
            None => {
                self.people.push(Some(person));
                self.people.len() - 1
            }
        }
    }

    pub(crate) fn add_tab(&mut self, person: usize, eyes: Eyes) -> usize {
        let now = self.now;
        let tab = match self.free_tabs.pop() {
            Some(index) => {
                let epoch = self.tabs[index].epoch + 1;
                let fresh = Tab::new(person, eyes, epoch, now);
                let mut old = std::mem::replace(&mut self.tabs[index], fresh);
                old.up.lose_held();
                old.down.lose_held();
                // What is still on the old one's way arrives for nothing.
                self.tabs[index].up.frames = old.up.frames;
                self.tabs[index].down.frames = old.down.frames;
                self.tabs[index].up.last_at = old.up.last_at;
                self.tabs[index].down.last_at = old.down.last_at;
                index
            }
            None => {
                self.tabs.push(Tab::new(person, eyes, 0, now));
                self.tabs.len() - 1
            }
        };
        if let Some(person) = &mut self.people[person] {
            person.tabs.push(tab);
        }
        let epoch = self.tabs[tab].epoch;
        self.at(now + 1, Happening::Connect(tab, epoch));
        tab
    }

    pub(crate) fn born_of_tab(&self, tab: usize) -> u32 {
        let person = self.tabs[tab].person.and_then(|index| self.person(index));
        person.map_or(0, |person| person.born)
    }

    /// A person does something at a moment, unless it does something sooner.
    pub(crate) fn act_by(&mut self, index: usize, at: u64) {
        let Some(person) = &mut self.people[index] else { return };
        if person.acts_at.is_none_or(|acts_at| at < acts_at) {
            person.acts_at = Some(at);
            let born = person.born;
            self.at(at, Happening::Act(index, born));
        }
    }

    fn act(&mut self, index: usize, born: u32) {
        let now = self.now;
        let Some(person) = &mut self.people[index] else { return };
        if person.born != born || person.acts_at != Some(now) {
            return;
        }
        person.acts_at = None;
        match person.life {
            Life::Staff { .. } => self.act_as_staff(index),
            Life::Customer(_) => self.act_as_customer(index),
        }
    }
}
