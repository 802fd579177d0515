//! The stretches that agents spend in a status with a number of sessions in use; either changing begins a new one. What it leaves out: who
//! may set a status.

use std::collections::BTreeMap;

use domain::Timestamp;

use super::calendar;
use super::rollup::Share;
use super::table::{Field, Row, RowChange};
use super::tables::AGENT_STATE_FACT;

/// An hour.
const HOUR_MS: i64 = 3_600_000;

#[derive(Debug, Clone)]
struct Stretch {
    /// Position of the event that began it.
    id: i64,
    status: String,
    from: Timestamp,
    sessions: i64,
}

impl Stretch {
    fn row(&self, agent: i64, to: Option<Timestamp>) -> Row {
        vec![
            self.id.into(),
            agent.into(),
            self.status.as_str().into(),
            self.from.0.into(),
            to.map(|to| to.0).into(),
            self.sessions.into(),
        ]
    }

    /// Its parts in the hours that it was in.
    fn shares(&self, agent: i64, to: Timestamp) -> impl Iterator<Item = Share> {
        let first = calendar::hour(calendar::interval(self.from)) * 1_000;
        let hours = (first..to.0).step_by(HOUR_MS as usize);
        hours.map(move |hour| {
            let ms = to.0.min(hour + HOUR_MS) - self.from.0.max(hour);
            let in_use = if self.sessions > 0 { ms } else { 0 };
            Share {
                key: vec![(hour / 1_000).into(), agent.into(), self.status.as_str().into()],
                sums: vec![ms, in_use, ms * self.sessions],
                max: None,
            }
        })
    }
}

/// The stretch that each agent who is signed in is in.
#[derive(Debug, Default)]
pub(super) struct AgentStates {
    open: BTreeMap<i64, Stretch>,
    /// The last change of each stretch by its id: most begin and end between two writes.
    changes: BTreeMap<i64, RowChange>,
    /// What the stretches that ended add to the hours.
    shares: Vec<Share>,
}

impl AgentStates {
    /// Takes a stretch that is stored and not over.
    pub(super) fn load(&mut self, row: &Row) {
        let number = |index: usize| row.get(index).and_then(Field::integer).unwrap_or_default();
        let stretch = Stretch {
            id: number(0),
            status: row.get(2).map_or("", Field::text).to_owned(),
            from: Timestamp(number(3)),
            sessions: number(5),
        };
        self.open.insert(number(1), stretch);
    }

    pub(super) fn take_changes(&mut self) -> Vec<RowChange> {
        std::mem::take(&mut self.changes).into_values().collect()
    }

    pub(super) fn take_shares(&mut self) -> Vec<Share> {
        std::mem::take(&mut self.shares)
    }

    /// The agent's status is another; none when it signed out.
    pub(super) fn set_status(
        &mut self,
        agent: i64,
        status: Option<&str>,
        sessions: i64,
        (seq, at): (i64, Timestamp),
    ) {
        let before = self.open.remove(&agent);
        if let (Some(stretch), Some(status)) = (&before, status)
            && stretch.status == status
            && stretch.sessions == sessions
        {
            self.open.insert(agent, stretch.clone());
            return;
        }
        let mut id = seq;
        if let Some(stretch) = before {
            if stretch.from == at {
                // Nobody spends no time in a status: the one that follows takes its place.
                id = stretch.id;
                if status.is_none() {
                    let gone = RowChange::Remove(&AGENT_STATE_FACT, vec![id.into()]);
                    self.changes.insert(id, gone);
                }
            } else {
                let row = stretch.row(agent, Some(at));
                self.changes.insert(stretch.id, RowChange::Put(&AGENT_STATE_FACT, row));
                self.shares.extend(stretch.shares(agent, at));
            }
        }
        if let Some(status) = status {
            let stretch = Stretch { id, status: status.to_owned(), from: at, sessions };
            let row = stretch.row(agent, None);
            self.changes.insert(id, RowChange::Put(&AGENT_STATE_FACT, row));
            self.open.insert(agent, stretch);
        }
    }

    /// The agent has another number of sessions in use.
    pub(super) fn set_sessions(&mut self, agent: i64, sessions: i64, place: (i64, Timestamp)) {
        if let Some(stretch) = self.open.get(&agent) {
            let status = stretch.status.clone();
            self.set_status(agent, Some(&status), sessions, place);
        }
    }
}
