//! The last events with those who may see them, for clients that resume.

use std::collections::VecDeque;
use std::sync::Arc;

use domain::audience::Audience;
use domain::{Recorded, Seq};

use crate::batch::View;
use crate::line::{Line, Names};

struct Kept {
    recorded: Recorded,
    audience: Audience,
    names: Arc<Names>,
}

/// Serialised forms are not kept: few events are asked for again, and they are most of the memory.
pub(crate) struct Ring {
    kept: VecDeque<Kept>,
    max: usize,
}

impl Ring {
    pub(crate) fn new(max: usize) -> Self {
        Self { kept: VecDeque::new(), max }
    }

    pub(crate) fn first(&self) -> Option<Seq> {
        self.kept.front().map(|kept| kept.recorded.seq)
    }

    pub(crate) fn push(&mut self, recorded: Recorded, audience: Audience, names: Arc<Names>) {
        if self.kept.len() >= self.max {
            self.kept.pop_front();
        }
        if self.max > 0 {
            self.kept.push_back(Kept { recorded, audience, names });
        }
    }

    /// All after a position that a view may see.
    pub(crate) fn after(&self, position: Seq, view: &View) -> Vec<Arc<Line>> {
        let start = self.kept.partition_point(|kept| kept.recorded.seq <= position);
        self.kept
            .range(start..)
            .filter(|kept| sees(view, &kept.audience))
            .map(|kept| Arc::new(Line::new(kept.recorded.clone(), Arc::clone(&kept.names))))
            .collect()
    }
}

fn sees(view: &View, audience: &Audience) -> bool {
    match view {
        View::Staff { agent, queues, sees_all } => {
            audience.everyone
                || audience.agents.contains(agent)
                || audience.queue.as_ref().is_some_and(|queue| *sees_all || queues.contains(queue))
        }
        View::Customer { conversation, .. } => {
            audience.customer.is_some() && audience.customer == *conversation
        }
    }
}
