//! Holds everything against the promises while it happens: the log as it becomes durable, answers and events as clients get them, silence
//! as the server really heard it. It keeps a state of its own, folded from the log alone.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::ControlFlow;
use std::sync::Arc;

use domain::audience::Audience;
use domain::checks::{
    AnswerLedger, Check, Checked, ClientView, Hearing, LogCheck, Outcome, Violation,
    check_conversation, check_desk, check_state, is_overdue, replay_equals, snapshot_equals,
};
use domain::conversation::{Closed, Conversation};
use domain::directory::StaffRole;
use domain::{
    AgentId, Body, CommandId, ConversationId, Core, MessageId, Millis, Party, Recorded, Seq, State,
    Timestamp, Who,
};
use engine::Stepped;
use store::{JournalReader, MemoryDisk};

use crate::clock::START;

/// How many visible events are remembered of each viewer.
const VISIBLE_MAX: usize = 20_000;
/// How many answers are remembered.
const ANSWERS_MAX: usize = 20_000;
/// How long a closed conversation may be gone on with.
const CLOSED_KEPT: Millis = Millis(3 * 24 * 3_600_000);

/// Who looks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Viewer {
    Agent(AgentId),
    Customer(ConversationId),
}

pub(crate) struct Judge {
    /// What the durable log amounts to.
    pub(crate) truth: State,
    log: LogCheck,
    ledger: AnswerLedger,
    answered: VecDeque<(Party, CommandId)>,
    visible: BTreeMap<Viewer, VecDeque<Seq>>,
    closed: BTreeMap<ConversationId, (Conversation, Timestamp)>,
    /// The conversations of each customer.
    pub(crate) conversation_of: BTreeMap<Arc<str>, ConversationId>,
    /// When the server heard each party.
    pub(crate) hearing: Hearing,
    /// Whether the wall clock jumped ahead: then it cannot be said from outside how long somebody was silent.
    pub(crate) has_clock_jumped: bool,
    pub(crate) events: u64,
    commits: u64,
    /// Every that many commits the engine's whole state is held against the log's.
    whole_every: u64,
}

impl Judge {
    pub(crate) fn new(whole_every: u64) -> Self {
        let mut hearing = Hearing::default();
        hearing.started(Timestamp(START));
        Self {
            truth: State::default(),
            log: LogCheck::default(),
            ledger: AnswerLedger::default(),
            answered: VecDeque::new(),
            visible: BTreeMap::new(),
            closed: BTreeMap::new(),
            conversation_of: BTreeMap::new(),
            hearing,
            has_clock_jumped: false,
            events: 0,
            commits: 0,
            whole_every,
        }
    }

    pub(crate) fn conversations(&self) -> u64 {
        self.log.conversations()
    }

    /// Follows what became durable; returns it.
    pub(crate) fn follow(&mut self, disk: &MemoryDisk) -> Result<Vec<Recorded>, Violation> {
        let mut fresh = Vec::new();
        let read = disk.open().scan(self.truth.position + 1, &mut |recorded| {
            fresh.push(recorded);
            ControlFlow::Continue(())
        });
        read.map_err(|why| Violation::of(Check::Replay, why.to_string()))?;
        let mut touched = BTreeSet::new();
        let mut agents = BTreeSet::new();
        for recorded in &fresh {
            self.event(recorded)?;
            touched.extend(recorded.event.conversation.clone());
            agents.extend(recorded.event.actor.agent_id());
        }
        for id in &touched {
            self.log.settled(id)?;
            if let Some(c) = self.truth.conversations.get(id) {
                check_conversation(&self.truth, c)?;
            }
        }
        for agent in &agents {
            check_desk(&self.truth, agent)?;
        }
        self.events += fresh.len() as u64;
        self.commits += 1;
        Ok(fresh)
    }

    fn event(&mut self, recorded: &Recorded) -> Checked {
        let event = &*recorded.event;
        let before = self.log.look(&self.truth, event)?;
        if !self.has_clock_jumped {
            self.hearing.event(&self.truth, event)?;
        }
        if let (Body::ChatReleased {}, Some(id)) = (&event.body, &event.conversation)
            && let Some(c) = self.truth.conversations.get(id)
        {
            self.closed.insert(id.clone(), (Conversation::clone(c), event.at));
        }
        let audience = Core::replay(&mut self.truth, recorded);
        self.log.event(&before, recorded, &self.truth)?;
        match (&event.body, &event.conversation) {
            (Body::ChatCreated(data), Some(id)) => {
                self.closed.remove(id);
                self.conversation_of.insert(data.customer.id.as_str().into(), id.clone());
            }
            (_, Some(id)) if !self.truth.conversations.contains_key(id) => {
                if let Some((last, _)) = self.closed.get_mut(id) {
                    last.apply(event);
                }
            }
            _ => {}
        }
        self.show(recorded.seq, &audience);
        Ok(())
    }

    /// Remembers who may see an event.
    fn show(&mut self, seq: Seq, audience: &Audience) {
        let visible = &mut self.visible;
        let mut see = |viewer: Viewer| {
            let seqs = visible.entry(viewer).or_default();
            if seqs.back() != Some(&seq) {
                seqs.push_back(seq);
            }
            if seqs.len() > VISIBLE_MAX {
                seqs.pop_front();
            }
        };
        for agent in &audience.agents {
            see(Viewer::Agent(agent.clone()));
        }
        if audience.everyone || !audience.queues.is_empty() {
            for record in self.truth.directory.agents.values() {
                let sees_all = match record.role {
                    StaffRole::Supervisor | StaffRole::Admin => true,
                    StaffRole::Agent | StaffRole::Bot => false,
                };
                let serves = audience.queues.iter().any(|q| record.queues.contains(q));
                if audience.everyone || sees_all || serves {
                    see(Viewer::Agent(record.id.clone()));
                }
            }
        }
        if let Some(id) = &audience.customer {
            see(Viewer::Customer(id.clone()));
        }
    }

    /// A client is shown an event.
    pub(crate) fn shown(&self, view: &mut ClientView, viewer: &Viewer, seq: Seq) -> Checked {
        let seqs = self.visible.get(viewer);
        let next = seqs.and_then(|seqs| {
            let start = seqs.partition_point(|s| *s <= view.position);
            // What lies before the first that is remembered cannot be told any more.
            if start == 0 && seqs.len() >= VISIBLE_MAX {
                return Some(seq);
            }
            seqs.get(start).copied()
        });
        view.shown(&format_viewer(viewer), seq, next)
    }

    /// A sender got a final answer.
    pub(crate) fn answered(
        &mut self,
        by: &Party,
        id: &CommandId,
        outcome: Outcome,
        posted_to: Option<&ConversationId>,
    ) -> Checked {
        if let Some(conversation) = posted_to {
            let message = MessageId::new(id.as_str());
            let is_there = self.log.has_message(conversation, &message);
            let is_done = matches!(outcome, Outcome::Done { .. });
            if is_there.is_some_and(|is_there| is_there != is_done) {
                let detail = format!("{id} of {} is answered {outcome:?} and {is_there:?}", by.id);
                return Err(Violation::of(Check::AckedOnce, detail));
            }
        }
        self.ledger.answered(by, id, outcome, self.truth.position)?;
        self.answered.push_back((by.clone(), id.clone()));
        if self.answered.len() > ANSWERS_MAX
            && let Some((by, id)) = self.answered.pop_front()
        {
            self.ledger.forget(&by, &id);
        }
        Ok(())
    }

    /// The server has started; the log must have all that it had.
    pub(crate) fn started(
        &mut self,
        disk: &MemoryDisk,
        engine: &Stepped,
        at: Timestamp,
    ) -> Checked {
        let last = disk.open().last_seq();
        let last = last.map_err(|why| Violation::of(Check::Replay, why.to_string()))?;
        self.ledger.log_ends_at(last)?;
        if last < self.truth.position {
            let detail =
                format!("the log ends at {last}, it was told up to {}", self.truth.position);
            return Err(Violation::of(Check::AckedOnce, detail));
        }
        self.follow(disk)?;
        self.hearing.started(at);
        replay_equals(&engine.core().state, &self.truth)
    }

    /// What the engine believes is held against the log, and everything against its limits.
    pub(crate) fn look_at(&mut self, engine: &Stepped, now: Timestamp) -> Checked {
        if engine.is_failing() {
            return Ok(());
        }
        if engine.sleep().as_millis() > 0 {
            is_overdue(engine.core(), now)?;
        }
        if self.commits >= self.whole_every && engine.core().state.position == self.truth.position {
            self.commits = 0;
            check_state(&self.truth)?;
            replay_equals(&engine.core().state, &self.truth)?;
            snapshot_equals(&self.truth)?;
        }
        Ok(())
    }

    /// An agent that nobody has heard for long must have lost its chats by now, whatever the engine believes of it.
    pub(crate) fn unheard(&self, now: Timestamp, serving_since: Timestamp) -> Checked {
        if self.has_clock_jumped {
            return Ok(());
        }
        self.hearing.unheard(&self.truth, now, serving_since)
    }

    /// What a gateway reads of a closed conversation when its customer goes on with it.
    pub(crate) fn closed(&self, id: &ConversationId) -> Option<Closed> {
        let (last, _) = self.closed.get(id)?;
        Some(Closed { id: id.clone(), last: last.clone() })
    }

    /// Forgets what is long over; returns the position before which nobody needs the log.
    pub(crate) fn forget(&mut self) {
        let before = Timestamp(self.truth.at.0.saturating_sub_unsigned(CLOSED_KEPT.0));
        self.closed.retain(|_, (_, at)| *at >= before);
        self.log.forget_closed_before(before);
        let (closed, truth) = (&self.closed, &self.truth);
        let is_known =
            |id: &ConversationId| closed.contains_key(id) || truth.conversations.contains_key(id);
        self.conversation_of.retain(|_, id| is_known(id));
        self.visible.retain(|viewer, _| match viewer {
            Viewer::Agent(_) => true,
            Viewer::Customer(id) => is_known(id),
        });
        self.hearing.keep(|who| match who {
            Who::Agent(_) => true,
            Who::Customer(id) => is_known(id),
        });
    }

    /// The end: every chat came to its end.
    pub(crate) fn finish(&self) -> Checked {
        check_state(&self.truth)?;
        self.log.finish()
    }
}

fn format_viewer(viewer: &Viewer) -> String {
    match viewer {
        Viewer::Agent(agent) => agent.to_string(),
        Viewer::Customer(id) => format!("the customer of {id}"),
    }
}
