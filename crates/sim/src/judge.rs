//! Holds everything against the promises while it happens: the log as it becomes durable, answers and events as clients get them, silence
//! as the server really heard it. It keeps a state of its own, folded from the log alone.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::ControlFlow;
use std::sync::Arc;

use domain::checks::{
    AnswerLedger, Check, Checked, Hearing, LogCheck, Outcome, Violation, check_conversation,
    check_desk, check_state, is_overdue, replay_equals, snapshot_equals,
};
use domain::conversation::{Closed, Conversation};
use domain::{
    Body, Command, CommandId, ConversationId, Core, MessageId, Millis, Party, Recorded, State,
    Timestamp, Who,
};
use engine::Stepped;
use store::{JournalReader, MemoryDisk};

use crate::clock::START;
use crate::identity::is_proved;
use crate::visible::Views;

/// How many answers are remembered.
const ANSWERS_MAX: usize = 20_000;
/// How long a closed conversation may be gone on with.
const CLOSED_KEPT: Millis = Millis(3 * 24 * 3_600_000);

/// In so many turns of the writer what is over its limit ends: a limit that was made shorter in one turn is looked at in the next.
const LATE_TURNS_MAX: u32 = 8;

pub(crate) struct Judge {
    /// What the durable log amounts to.
    pub(crate) truth: State,
    log: LogCheck,
    ledger: AnswerLedger,
    answered: VecDeque<(Party, CommandId)>,
    /// What everybody may see.
    pub(crate) views: Views,
    closed: BTreeMap<ConversationId, (Conversation, Timestamp)>,
    /// The conversations of each customer.
    pub(crate) conversation_of: BTreeMap<Arc<str>, ConversationId>,
    /// When the server heard each party.
    pub(crate) hearing: Hearing,
    /// How many turns of the writer in a row left something over its limit.
    late_turns: u32,
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
            views: Views::default(),
            closed: BTreeMap::new(),
            conversation_of: BTreeMap::new(),
            hearing,
            late_turns: 0,
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
                is_proved(&data.customer)?;
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
        if let Body::CustomerChanged { customer } = &event.body {
            is_proved(customer)?;
        }
        self.views.event(recorded, &audience, &self.truth.directory);
        Ok(())
    }

    /// A sender got a final answer.
    pub(crate) fn answered(
        &mut self,
        by: &Party,
        id: &CommandId,
        outcome: Outcome,
        asked: Option<&Command>,
    ) -> Checked {
        let is_done = matches!(outcome, Outcome::Done { .. });
        let of = asked.and_then(Command::conversation);
        let wrong = match (asked, of) {
            (Some(Command::PostMessage { .. }), Some(of)) => {
                let message = MessageId::new(id.as_str());
                let is_there = self.log.has_message(&of, &message);
                is_there.is_some_and(|is_there| is_there != is_done).then_some(Check::AckedOnce)
            }
            // The same rating may have been given before by another command, which a refused one does not undo.
            (Some(Command::RateChat { rating, comment, .. }), Some(of)) if is_done => {
                let is_there = self.log.has_rating(&of, *rating, comment);
                (is_there == Some(false)).then_some(Check::Rated)
            }
            _ => None,
        };
        if let Some(check) = wrong {
            let detail = format!("{id} of {} is answered {outcome:?}; see the log", by.id);
            return Err(Violation::of(check, detail));
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

    /// The writer has taken a turn: what was over its limit by then has ended. What became so in that turn, because the limit was made
    /// shorter, ends in the next ones.
    pub(crate) fn after_turn(&mut self, engine: &Stepped, now: Timestamp) -> Checked {
        if engine.is_failing() || engine.sleep().as_millis() > 0 {
            self.late_turns = 0;
            return Ok(());
        }
        match is_overdue(engine.core(), now) {
            Ok(()) => self.late_turns = 0,
            Err(_) if self.late_turns < LATE_TURNS_MAX => self.late_turns += 1,
            Err(late) => return Err(late),
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

    /// What a gateway reads of a conversation that its customer rates: the last chat of it, over or not.
    pub(crate) fn past(&self, id: &ConversationId) -> Option<Conversation> {
        let open = self.truth.conversations.get(id).map(|c| Conversation::clone(c));
        open.or_else(|| self.closed.get(id).map(|(last, _)| last.clone()))
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
        self.views.keep(is_known);
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
