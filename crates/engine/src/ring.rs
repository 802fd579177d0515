//! The last events with those who may see them, for clients that resume.

use std::collections::VecDeque;
use std::sync::Arc;

use domain::audience::Audience;
use domain::{ConversationId, Recorded, Seq};
use foldhash::{HashMap, HashMapExt};

use crate::batch::View;
use crate::line::{Line, Names};

struct Kept {
    recorded: Recorded,
    audience: Audience,
}

/// Serialised forms are not kept: few events are asked for again, and they are most of the memory.
pub(crate) struct Ring {
    kept: VecDeque<Kept>,
    /// Where each conversation's customer has something to see: after a restart thousands of customers resume at once, each from its own
    /// last event, which may be far back.
    customers: HashMap<ConversationId, VecDeque<Seq>>,
    max: usize,
}

impl Ring {
    pub(crate) fn new(max: usize) -> Self {
        Self { kept: VecDeque::new(), customers: HashMap::new(), max }
    }

    pub(crate) fn first(&self) -> Option<Seq> {
        self.kept.front().map(|kept| kept.recorded.seq)
    }

    pub(crate) fn push(&mut self, recorded: Recorded, audience: Audience) {
        if self.max == 0 {
            return;
        }
        if self.kept.len() >= self.max {
            self.pop();
        }
        if let Some(conversation) = &audience.customer {
            match self.customers.get_mut(conversation) {
                Some(seqs) => seqs.push_back(recorded.seq),
                None => {
                    self.customers.insert(conversation.clone(), VecDeque::from([recorded.seq]));
                }
            }
        }
        self.kept.push_back(Kept { recorded, audience });
    }

    fn pop(&mut self) {
        let Some(oldest) = self.kept.pop_front() else { return };
        let Some(conversation) = &oldest.audience.customer else { return };
        if let Some(seqs) = self.customers.get_mut(conversation) {
            seqs.pop_front();
            if seqs.is_empty() {
                self.customers.remove(conversation);
            }
        }
    }

    /// All after a position that a view may see.
    pub(crate) fn after(&self, position: Seq, view: &View, names: &Arc<Names>) -> Vec<Arc<Line>> {
        let line = |kept: &Kept| Arc::new(Line::new(kept.recorded.clone(), Arc::clone(names)));
        match view {
            View::Staff { agent, queues, sees_all } => {
                let sees = |audience: &Audience| {
                    let mut told = audience.queues.iter();
                    audience.everyone
                        || audience.agents.contains(agent)
                        || told.any(|queue| *sees_all || queues.contains(queue))
                };
                let start = self.kept.partition_point(|kept| kept.recorded.seq <= position);
                self.kept.range(start..).filter(|kept| sees(&kept.audience)).map(line).collect()
            }
            View::Customer { conversation, .. } => {
                let seqs = conversation.as_ref().and_then(|id| self.customers.get(id));
                let Some((seqs, first)) = seqs.zip(self.first()) else { return Vec::new() };
                let start = seqs.partition_point(|seq| *seq <= position);
                let indexes = seqs.range(start..).map(|seq| (seq - first) as usize);
                indexes.filter_map(|index| self.kept.get(index)).map(line).collect()
            }
        }
    }
}
