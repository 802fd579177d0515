//! The writer's thread: takes what waits, decides it against the core, and hands batches to the committer, one at a time; while one is
//! being written the next is decided. It never waits for a disk or a client, only for something to do.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

use domain::{AgentId, Body, ChatId, Core, Emitted, Millis, Recorded, Seq, State, Timestamp};
use store::{JournalReader, ReadError};
use tokio::sync::watch;

use crate::answers::Answers;
use crate::batch::{Batch, Item};
use crate::clock::LogTime;
use crate::committer::Work;
use crate::config::Config;
use crate::handle::Health;
use crate::inbox::{Inbox, Message, Opened, Report, Woken};
use crate::load;
use crate::meters::Meters;
use crate::places::Places;
use crate::presence::Parties;
use crate::saboteur::{Saboteur, Spoiler};
use crate::typing::Typing;

/// How often it is tried whether the journal takes writes again.
const RETRY_EVERY: Millis = Millis(1_000);
/// How many of the chats that were created or released last are remembered: more than a gateway can miss that asks the journal first.
const NEWCOMERS_MAX: usize = 1_024;
/// Old answers are looked for this often; each time a bounded number goes.
const PRUNE_EVERY: Millis = Millis(10_000);
/// The engine counts as having stood still when it did not look at the clock for this long, or for two heartbeats.
const STALL_MIN: Millis = Millis(1_000);

/// The journal takes no writes.
pub(crate) struct Failing {
    /// The core has what may not be in the journal: it must be read anew before anyone sees it.
    pub(crate) is_stale: bool,
    retry_at: Timestamp,
}

pub(crate) struct Writer {
    pub(crate) core: Core,
    pub(crate) parties: Parties,
    pub(crate) answers: Answers,
    pub(crate) places: Places,
    pub(crate) typing: Typing,
    pub(crate) batch: Batch,
    pub(crate) config: Config,
    pub(crate) meters: Meters,
    pub(crate) reader: Box<dyn JournalReader>,
    /// Where each agent's record last changed: a client cannot resume from before.
    pub(crate) views: HashMap<AgentId, Seq>,
    /// The customers of the chats that were created last, each with where that was.
    pub(crate) newcomers: VecDeque<(Seq, Arc<str>)>,
    /// The chats that were released last, in the same way.
    pub(crate) released: VecDeque<(Seq, ChatId)>,
    /// The first event that was at hand for resuming at the start.
    pub(crate) ring_first: Seq,
    pub(crate) failing: Option<Failing>,
    time: Arc<LogTime>,
    pub(crate) inbox: Arc<Inbox>,
    work: SyncSender<Work>,
    /// Whether the committer has work; it gets the next when it is done.
    is_committing: bool,
    /// The last position that was told.
    position: Arc<AtomicU64>,
    health: watch::Sender<Health>,
    looked_at: Timestamp,
    sweep_at: Timestamp,
    prune_at: Timestamp,
    /// Only ever there in a [`crate::Stepped`] engine.
    spoiler: Option<Spoiler>,
}

/// What a writer is made from.
pub(crate) struct Parts {
    pub(crate) state: State,
    pub(crate) views: HashMap<AgentId, Seq>,
    pub(crate) ring_first: Seq,
    pub(crate) reader: Box<dyn JournalReader>,
    pub(crate) stored_answers: Vec<u64>,
    pub(crate) config: Config,
    pub(crate) time: Arc<LogTime>,
    pub(crate) inbox: Arc<Inbox>,
    pub(crate) work: SyncSender<Work>,
    pub(crate) health: watch::Sender<Health>,
    pub(crate) meters: Meters,
    pub(crate) position: Arc<AtomicU64>,
}

/// However the writer ends, nobody waits for it any more.
pub(crate) struct Guard {
    inbox: Arc<Inbox>,
    health: watch::Sender<Health>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.inbox.close();
        self.inbox.clear();
        self.health.send_if_modified(|health| {
            let is_news = !matches!(health, Health::Ended(_));
            if is_news {
                let why = std::thread::panicking().then(|| "the writer has panicked".to_owned());
                *health = Health::Ended(why);
            }
            is_news
        });
    }
}

impl Writer {
    pub(crate) fn new(parts: Parts) -> Self {
        let now = parts.time.now();
        Self {
            core: Core::start(parts.state, now),
            parties: Parties::default(),
            answers: Answers::new(parts.stored_answers, now),
            places: Places::default(),
            typing: Typing::default(),
            batch: Batch::new(1),
            config: parts.config,
            meters: parts.meters,
            reader: parts.reader,
            views: parts.views,
            newcomers: VecDeque::new(),
            released: VecDeque::new(),
            ring_first: parts.ring_first,
            failing: None,
            time: parts.time,
            inbox: parts.inbox,
            work: parts.work,
            is_committing: false,
            position: parts.position,
            health: parts.health,
            looked_at: now,
            sweep_at: now,
            prune_at: now,
            spoiler: None,
        }
    }

    /// From now on a saboteur changes what is decided.
    pub(crate) fn use_saboteur(&mut self, saboteur: Box<dyn Saboteur>) {
        let mut spoiler = Spoiler::new(saboteur);
        spoiler.started(&mut self.core);
        self.spoiler = Some(spoiler);
    }

    pub(crate) fn guard(&self) -> Guard {
        Guard { inbox: Arc::clone(&self.inbox), health: self.health.clone() }
    }

    pub(crate) fn run(mut self) {
        let guard = self.guard();
        // Where it is refused, everyone waits a little longer.
        let _ = store::foreground::take_short_turns();
        let ended = self.serve();
        if let Err(why) = ended {
            tracing::error!(why, tenant = self.config.tenant, "the engine has stopped");
            self.health.send_replace(Health::Ended(Some(why)));
        } else {
            // The committer waits for work, so this does not block; it closes the sessions.
            let _ = self.work.send(Work::Stop);
        }
        // The committer ends when nobody can give it work any more.
        drop(self);
        drop(guard);
    }

    /// Serves until it is told to stop.
    ///
    /// # Errors
    /// What makes it impossible to go on.
    fn serve(&mut self) -> Result<(), String> {
        let mut taken = Vec::with_capacity(self.config.batch_max);
        loop {
            let timeout = self.timeout();
            let woken = self.inbox.wait(self.has_work(), self.room(), timeout, &mut taken);
            if !self.turn(woken, &mut taken)? {
                return Ok(());
            }
        }
    }

    /// How many messages it takes into the open batch.
    pub(crate) fn room(&self) -> usize {
        self.config.batch_max.saturating_sub(self.batch.messages)
    }

    /// Whether it has something to hand over.
    pub(crate) fn has_work(&self) -> bool {
        !self.batch.is_empty() || self.must_retry(self.time.now())
    }

    /// One turn: follows what the committer says, does what is due, decides what was taken, and hands over a batch if it can. False when it
    /// was told to stop and has done all.
    ///
    /// # Errors
    /// What makes it impossible to go on.
    pub(crate) fn turn(&mut self, woken: Woken, taken: &mut Vec<Message>) -> Result<bool, String> {
        let room = self.room();
        self.meters.queue_depth.set(woken.waiting as f64);
        let now = self.time.now();
        let Woken { report, idle, closed, waiting } = woken;
        if idle {
            self.is_committing = false;
        }
        if let Some(report) = report {
            self.follow_report(report, now)?;
        }
        self.pass_time(now);
        if self.batch.messages == 0 && !taken.is_empty() {
            self.batch.since = Instant::now();
        }
        self.batch.messages += taken.len();
        for message in taken.drain(..) {
            self.message(message, now);
        }
        self.tell_places(now);
        if self.batch.is_empty() {
            // What left nothing to tell takes no room: a batch that is never handed over must not fill up with it.
            self.batch.messages = 0;
        }
        if closed {
            self.health.send_if_modified(|health| {
                let is_news = *health != Health::Stopping;
                *health = Health::Stopping;
                is_news
            });
        }
        if self.is_committing {
            return Ok(true);
        }
        if self.must_retry(now) && !closed {
            // First, since those who are refused meanwhile may keep coming.
            self.give(Work::Recover)?;
        } else if !self.batch.is_empty() {
            self.hand_over()?;
        } else if closed && waiting <= room {
            return Ok(false);
        }
        Ok(true)
    }

    fn must_retry(&self, now: Timestamp) -> bool {
        self.failing.as_ref().is_some_and(|failing| failing.retry_at <= now)
    }

    /// How long it may sleep when nobody wakes it.
    pub(crate) fn timeout(&self) -> Duration {
        let now = self.time.now();
        // Also when the heartbeat was shortened just now.
        let half = Millis(self.core.state.directory.settings.heartbeat_interval.0 / 2);
        let mut next = self.sweep_at.min(self.prune_at).min(self.looked_at + half.max(Millis(1)));
        if let Some(failing) = &self.failing {
            // While it is being tried its report is what is waited for.
            let earliest = if self.is_committing { now + RETRY_EVERY } else { now };
            next = next.min(failing.retry_at).max(earliest);
        } else {
            let due = [self.core.next_deadline(), self.places.next_due()];
            next = due.into_iter().flatten().fold(next, Timestamp::min);
        }
        if let Some(typing) = self.typing.next_due() {
            next = next.min(typing);
        }
        Duration::from_millis((next - now).0)
    }

    /// Does what is due.
    fn pass_time(&mut self, now: Timestamp) {
        let heartbeat = self.core.state.directory.settings.heartbeat_interval;
        let stalled = now - self.looked_at;
        if stalled > heartbeat.times(2).max(STALL_MIN) {
            self.pardon(stalled, now);
        }
        self.looked_at = self.looked_at.max(now);
        if self.failing.is_none() {
            let due = self.core.tick(now);
            self.push_events(due, now);
        }
        if self.sweep_at <= now {
            self.sweep_at = now + Millis(heartbeat.0 / 2).max(Millis(1));
            if self.failing.is_none() {
                self.sweep(now);
            }
        }
        self.end_typing(now);
        self.tell_places(now);
        if self.prune_at <= now {
            self.prune_at = now + PRUNE_EVERY;
            let before = self.answers.prune(now);
            self.batch.prune_before = before.filter(|_| self.failing.is_none());
        }
    }

    fn message(&mut self, message: Message, now: Timestamp) {
        match message {
            Message::Command { by, id, command, reply } => {
                self.command(by, id, command, reply, now);
            }
            Message::Read(read) => {
                if !self.is_stale() {
                    let run = read(&self.core);
                    self.batch.items.push(Item::Run(run));
                }
            }
            Message::Recall { by, id, reply } => self.recall(&by, &id, reply),
            Message::Connect { viewer, position, job } => self.connect(viewer, position, job, now),
            Message::Signal { from, signal } => self.relay(from, signal, now),
            Message::Gone(session) => self.gone(session, now),
            Message::Heard(session) => self.heard(session, now),
            Message::Close { viewer, except, reason } => {
                self.batch.items.push(Item::Close { viewer, except, reason });
            }
        }
    }

    pub(crate) fn is_committing(&self) -> bool {
        self.is_committing
    }

    pub(crate) fn is_stale(&self) -> bool {
        self.failing.as_ref().is_some_and(|failing| failing.is_stale)
    }

    /// Takes in events that the core emitted.
    pub(crate) fn push_events(&mut self, events: Vec<Emitted>, now: Timestamp) {
        let events = match &mut self.spoiler {
            Some(spoiler) => spoiler.spoil(events, &mut self.core),
            None => events,
        };
        for emitted in events {
            for queue in &emitted.audience.queues {
                self.places.changed(queue, now);
            }
            self.remember(&emitted.recorded);
            self.batch.push_event(emitted);
        }
    }

    /// What is asked of the last events by those who read the journal a moment before.
    fn remember(&mut self, recorded: &Recorded) {
        match &recorded.event.body {
            Body::AgentChanged { agent } => {
                self.views.insert(agent.id.clone(), recorded.seq);
            }
            Body::ChatCreated(created) => {
                if self.newcomers.len() == NEWCOMERS_MAX {
                    self.newcomers.pop_front();
                }
                let customer = Arc::from(created.customer.id.as_str());
                self.newcomers.push_back((recorded.seq, customer));
            }
            Body::ChatReleased {} => {
                if self.released.len() == NEWCOMERS_MAX {
                    self.released.pop_front();
                }
                self.released.extend(recorded.event.chat.clone().map(|chat| (recorded.seq, chat)));
            }
            _ => {}
        }
    }

    fn give(&mut self, work: Work) -> Result<(), String> {
        self.is_committing = true;
        self.inbox.committer_works();
        self.work.send(work).map_err(|_| "the committer has ended".to_owned())
    }

    fn hand_over(&mut self) -> Result<(), String> {
        let next = Batch::new(self.batch.number + 1);
        let batch = std::mem::replace(&mut self.batch, next);
        self.give(Work::Batch(Box::new(batch)))
    }

    fn follow_report(&mut self, report: Report, now: Timestamp) -> Result<(), String> {
        match report {
            Report::Fatal(why) => Err(why),
            Report::Failed => {
                self.fail(now);
                Ok(())
            }
            Report::Recovery { opened, writable } => self.recover(opened, writable, now),
        }
    }

    /// Nothing of the last batch was acknowledged, nor is anything of what was decided after it.
    fn fail(&mut self, now: Timestamp) {
        let failed = self.batch.number - 1;
        self.answers.forget_from(failed);
        let next = Batch::new(self.batch.number + 1);
        let open = std::mem::replace(&mut self.batch, next);
        self.batch.items = open.abandon(&self.inbox);
        self.failing = Some(Failing { is_stale: true, retry_at: now });
        self.health.send_replace(Health::StorageUnavailable);
    }

    fn recover(
        &mut self,
        opened: Option<Opened>,
        writable: bool,
        now: Timestamp,
    ) -> Result<(), String> {
        let Some(failing) = &mut self.failing else { return Ok(()) };
        failing.retry_at = now + RETRY_EVERY;
        let Some(opened) = opened else { return Ok(()) };
        if failing.is_stale {
            let told = Some(self.position.load(Ordering::Acquire));
            match load::load(&*opened.reader, &*opened.snapshots, &self.config, told) {
                Ok(loaded) => self.start_anew(loaded, now)?,
                Err(why @ ReadError::Corrupt { .. }) => return Err(why.to_string()),
                Err(why) => {
                    tracing::warn!(%why, "the journal cannot be replayed yet");
                    return Ok(());
                }
            }
        }
        self.reader = opened.reader;
        if writable {
            tracing::info!(position = self.core.state.position, "the journal takes writes again");
            self.failing = None;
            // No time passed for anybody while nothing could be written: as after a restart, everyone has a full absent interval.
            self.core = Core::start(std::mem::take(&mut self.core.state), now);
            if let Some(spoiler) = &mut self.spoiler {
                spoiler.started(&mut self.core);
            }
            self.sweep_at = now;
            self.expect_everyone();
            self.health.send_replace(Health::Serving);
        }
        Ok(())
    }

    /// Goes on from what is really in the journal. What is there and was never told is told now; its commands were refused as passing, and
    /// get their answers when they come again.
    fn start_anew(&mut self, loaded: load::Loaded, now: Timestamp) -> Result<(), String> {
        let told = self.position.load(Ordering::Acquire);
        if loaded.state.position < told {
            return Err(format!(
                "the journal ends at {}, but {told} events were acknowledged",
                loaded.state.position
            ));
        }
        // A customer whose chat never came about must not be taken for one that has just got it, nor a chat for released that is not.
        self.newcomers.retain(|(seq, _)| *seq <= told);
        self.released.retain(|(seq, _)| *seq <= told);
        for untold in loaded.told.iter().filter(|untold| untold.recorded.seq > told) {
            self.remember(&untold.recorded);
        }
        self.views.extend(loaded.views);
        self.core = Core::start(loaded.state, now);
        if let Some(spoiler) = &mut self.spoiler {
            spoiler.started(&mut self.core);
        }
        if let Some(failing) = &mut self.failing {
            failing.is_stale = false;
        }
        let untold = loaded.told.into_iter().filter(|t| t.recorded.seq > told);
        for load::Told { recorded, audience } in untold {
            self.batch.push_event(Emitted { recorded, audience });
        }
        self.batch.is_durable = true;
        if self.batch.is_empty() {
            self.batch.is_durable = false;
            return Ok(());
        }
        self.hand_over()
    }
}
