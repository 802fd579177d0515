//! Who may see which events, worked out from each event's audience and the directory: what clients are shown is held against it. What it
//! leaves out: how far each client is, which the client's own view knows.

use std::collections::{BTreeMap, VecDeque};

use domain::audience::Audience;
use domain::checks::{Checked, ClientView};
use domain::directory::{Directory, StaffRole};
use domain::{AgentId, Body, ConversationId, QueueId, Recorded, Seq};

/// How many visible events are remembered of each viewer.
const KEPT: usize = 20_000;

/// The last events that one viewer may see.
#[derive(Debug, Default)]
struct Visible(VecDeque<Seq>);

impl Visible {
    fn push(&mut self, seq: Seq) {
        if self.0.back() != Some(&seq) {
            self.0.push_back(seq);
        }
        if self.0.len() > KEPT {
            self.0.pop_front();
        }
    }

    /// The index of the first event after a position. Most clients are close behind, so it looks back from the end, further each time.
    fn index_after(&self, position: Seq) -> usize {
        let (mut low, mut high, mut step) = (self.0.len(), self.0.len(), 1);
        while low > 0 && self.0[low - 1] > position {
            high = low - 1;
            low = low.saturating_sub(step);
            step *= 2;
        }
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.0[middle] > position {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// What must be shown next to who has seen all up to a position, and is shown `seq` now.
    fn next(&self, position: Seq, seq: Seq) -> Option<Seq> {
        let index = self.index_after(position);
        // What lies before the first that is remembered cannot be told any more.
        if index == 0 && self.0.len() >= KEPT {
            return Some(seq);
        }
        self.0.get(index).copied()
    }
}

/// A member of the staff or a bot, by its number here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Desk(usize);

/// What everybody may see.
#[derive(Debug, Default)]
pub(crate) struct Views {
    staff: Vec<Visible>,
    numbers: BTreeMap<AgentId, Desk>,
    customers: BTreeMap<ConversationId, Visible>,
    /// Those of the directory as it is now: all, who sees every queue, and who serves which.
    everyone: Vec<Desk>,
    all_seeing: Vec<Desk>,
    serving: BTreeMap<QueueId, Vec<Desk>>,
}

impl Views {
    /// The number of a member of the staff.
    pub(crate) fn desk(&mut self, agent: &AgentId) -> Desk {
        if let Some(desk) = self.numbers.get(agent) {
            return *desk;
        }
        let desk = Desk(self.staff.len());
        self.staff.push(Visible::default());
        self.numbers.insert(agent.clone(), desk);
        desk
    }

    /// Remembers who may see an event, given the directory after it.
    pub(crate) fn event(&mut self, recorded: &Recorded, audience: &Audience, after: &Directory) {
        if matches!(recorded.event.body, Body::AgentChanged { .. } | Body::AgentRemoved { .. }) {
            self.follow(after);
        }
        for agent in &audience.agents {
            let desk = self.desk(agent);
            self.staff[desk.0].push(recorded.seq);
        }
        let no_one: &[Desk] = &[];
        let everyone = if audience.everyone { &self.everyone } else { no_one };
        let all_seeing = if audience.queues.is_empty() { no_one } else { &self.all_seeing };
        let serving = audience.queues.iter().filter_map(|queue| self.serving.get(queue)).flatten();
        for desk in everyone.iter().chain(all_seeing).chain(serving) {
            self.staff[desk.0].push(recorded.seq);
        }
        if let Some(id) = &audience.customer {
            match self.customers.get_mut(id) {
                Some(visible) => visible.push(recorded.seq),
                None => {
                    self.customers.insert(id.clone(), Visible(VecDeque::from([recorded.seq])));
                }
            }
        }
    }

    fn follow(&mut self, directory: &Directory) {
        self.everyone.clear();
        self.all_seeing.clear();
        self.serving.clear();
        for record in directory.agents.values() {
            let desk = self.desk(&record.id);
            self.everyone.push(desk);
            match record.role {
                StaffRole::Supervisor | StaffRole::Admin => self.all_seeing.push(desk),
                StaffRole::Agent | StaffRole::Bot => {}
            }
            for queue in &record.queues {
                self.serving.entry(queue.clone()).or_default().push(desk);
            }
        }
    }

    /// A client of a member of the staff is shown an event.
    pub(crate) fn shown_to_staff(
        &self,
        view: &mut ClientView,
        desk: Desk,
        agent: &AgentId,
        seq: Seq,
    ) -> Checked {
        let next = self.staff[desk.0].next(view.position, seq);
        view.shown(agent, seq, next)
    }

    /// A client of a customer is shown an event of its conversation.
    pub(crate) fn shown_to_customer(
        &self,
        view: &mut ClientView,
        id: &ConversationId,
        seq: Seq,
    ) -> Checked {
        let visible = self.customers.get(id);
        let next = visible.and_then(|visible| visible.next(view.position, seq));
        view.shown(&format_args!("the customer of {id}"), seq, next)
    }

    /// Forgets the conversations of which nobody is shown anything more.
    pub(crate) fn keep(&mut self, is_kept: impl Fn(&ConversationId) -> bool) {
        self.customers.retain(|id, _| is_kept(id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_event_is_found_from_any_position() {
        let mut visible = Visible::default();
        (1..=300).for_each(|n| visible.push(n * 3));
        for position in 0..=900 {
            let next = (1..=300).map(|n| n * 3).find(|seq| *seq > position);
            assert_eq!(visible.next(position, 0), next, "after {position}");
        }
        assert_eq!(visible.next(900, 0), None);
    }

    #[test]
    fn what_is_forgotten_is_not_asked_for() {
        let mut visible = Visible::default();
        (1..=KEPT as u64 + 5).for_each(|seq| visible.push(seq));
        assert_eq!(visible.next(2, 77), Some(77));
        assert_eq!(visible.next(6, 77), Some(7));
    }
}
