//! Breaking the rules on purpose, so that a simulator can show that it would notice. Only [`crate::Stepped`] takes a saboteur; an engine
//! with threads cannot be given one.

use std::sync::Arc;

use domain::audience::Audience;
use domain::{Core, Emitted, Event, Recorded, State};

/// Changes what the core decides, before it is made durable and told.
pub trait Saboteur: Send {
    /// What happens instead of these events, given the state before them; None leaves them as they are.
    fn rewrite(&mut self, before: &State, events: &[Arc<Event>]) -> Option<Vec<Event>>;

    /// Changes who is told of an event.
    fn retell(&mut self, recorded: &Recorded, audience: &mut Audience);

    /// A core starts to serve, at the beginning or after storage failed.
    fn restart(&mut self, core: &mut Core);
}

/// A saboteur with the state before what was decided last.
pub(crate) struct Spoiler {
    saboteur: Box<dyn Saboteur>,
    before: State,
}

impl Spoiler {
    pub(crate) fn new(saboteur: Box<dyn Saboteur>) -> Self {
        Self { saboteur, before: State::default() }
    }

    pub(crate) fn started(&mut self, core: &mut Core) {
        self.saboteur.restart(core);
        self.before = core.state.clone();
    }

    pub(crate) fn spoil(&mut self, events: Vec<Emitted>, core: &mut Core) -> Vec<Emitted> {
        if events.is_empty() {
            return events;
        }
        let bodies: Vec<Arc<Event>> =
            events.iter().map(|emitted| Arc::clone(&emitted.recorded.event)).collect();
        let mut events = match self.saboteur.rewrite(&self.before, &bodies) {
            Some(instead) => self.replace(instead, core),
            None => events,
        };
        for emitted in &mut events {
            self.saboteur.retell(&emitted.recorded, &mut emitted.audience);
        }
        self.before = core.state.clone();
        events
    }

    /// The core goes on as if it had decided these events. What is due by then it does at its next step, where the saboteur sees it too.
    fn replace(&self, instead: Vec<Event>, core: &mut Core) -> Vec<Emitted> {
        let mut state = self.before.clone();
        let mut emitted = Vec::with_capacity(instead.len());
        for event in instead {
            let recorded = Recorded { seq: state.position + 1, event: Arc::new(event) };
            let audience = Core::replay(&mut state, &recorded);
            emitted.push(Emitted { recorded, audience });
        }
        *core = Core::go_on(state, std::mem::take(&mut core.live));
        emitted
    }
}
