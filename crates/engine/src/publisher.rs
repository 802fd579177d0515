//! Who is connected and what each gets: events by their audience, signals, answers. It runs on the committer's thread, so that deciding
//! is never held up by it. A session that does not keep up is closed; nobody waits for it.

use std::sync::Arc;

use domain::audience::Audience;
use domain::directory::{Agent, StaffRole};
use domain::{AgentId, Body, ConversationId, QueueId, Recorded, Seq, State};
use foldhash::{HashMap, HashMapExt};
use tokio::sync::mpsc;

use crate::answer::Answered;
use crate::batch::{Item, Recipients, Subscribe, View};
use crate::inbox::{Reply, Subscribed};
use crate::line::{Line, Names};
use crate::load::Told;
use crate::ring::Ring;
use crate::session::{Out, Reason, SessionId, Shared, Viewer};
use crate::signal::Signal;

struct Entry {
    frames: mpsc::Sender<Out>,
    shared: Arc<Shared>,
    owner: Owner,
    /// The last event it got: an event that it may see for several reasons is sent once.
    sent: Seq,
}

enum Owner {
    Staff(AgentId),
    Customer { customer: Arc<str>, conversation: Option<ConversationId> },
}

/// A member of the staff with at least one session.
struct Staff {
    queues: Vec<QueueId>,
    sees_all: bool,
    sessions: Vec<SessionId>,
}

#[derive(Default)]
struct Counts {
    resumed: u64,
    from_snapshot: u64,
    too_slow: u64,
}

pub(crate) struct Publisher {
    sessions: HashMap<SessionId, Entry>,
    conversations: HashMap<ConversationId, Vec<SessionId>>,
    customers: HashMap<Arc<str>, Vec<SessionId>>,
    staff: HashMap<AgentId, Staff>,
    queues: HashMap<QueueId, Vec<AgentId>>,
    all_seeing: Vec<AgentId>,
    ring: Ring,
    names: Arc<Names>,
    frames_max: usize,
    last: Seq,
    counts: Counts,
    /// Sessions found closed while something was sent.
    dead: Vec<SessionId>,
}

/// Whether an agent sees whatever moves a chat of any queue.
pub(crate) fn sees_all(agent: &Agent) -> bool {
    match agent.role {
        StaffRole::Supervisor | StaffRole::Admin => true,
        StaffRole::Agent | StaffRole::Bot => false,
    }
}

fn remove<K: std::hash::Hash + Eq, V: PartialEq>(map: &mut HashMap<K, Vec<V>>, key: &K, value: &V) {
    if let Some(values) = map.get_mut(key) {
        values.retain(|v| v != value);
        if values.is_empty() {
            map.remove(key);
        }
    }
}

impl Publisher {
    pub(crate) fn new(state: &State, told: Vec<Told>, ring_max: usize, frames_max: usize) -> Self {
        let agents = state.directory.agents.values();
        let names = agents.map(|a| (a.id.clone(), Arc::from(a.name.as_str()))).collect();
        let mut publisher = Self {
            sessions: HashMap::new(),
            conversations: HashMap::new(),
            customers: HashMap::new(),
            staff: HashMap::new(),
            queues: HashMap::new(),
            all_seeing: Vec::new(),
            ring: Ring::new(ring_max),
            names: Arc::new(names),
            frames_max,
            last: state.position,
            counts: Counts::default(),
            dead: Vec::new(),
        };
        for Told { recorded, audience } in told {
            publisher.ring.push(recorded, audience);
        }
        publisher
    }

    /// The first event that can be resumed.
    pub(crate) fn ring_first(&self) -> Seq {
        self.ring.first().unwrap_or(self.last + 1)
    }

    pub(crate) fn sessions(&self) -> usize {
        self.sessions.len()
    }

    /// How many sessions were resumed, began with a snapshot, and were too slow since the last call.
    pub(crate) fn take_counts(&mut self) -> (u64, u64, u64) {
        let counts = std::mem::take(&mut self.counts);
        (counts.resumed, counts.from_snapshot, counts.too_slow)
    }

    /// Tells what a batch was about, in order.
    pub(crate) fn publish(&mut self, events: Vec<Recorded>, items: Vec<Item>) {
        let mut events = events.into_iter();
        for item in items {
            match item {
                Item::Event(audience) => {
                    if let Some(recorded) = events.next() {
                        self.event(recorded, audience);
                    }
                }
                Item::Answer { reply: Reply::Once(reply), result, .. } => {
                    // Who does not wait any more asks again with the same id.
                    let _ = reply.send(result);
                }
                Item::Answer { reply: Reply::Session(session), id, result } => {
                    self.send(session, Out::Answer(Arc::new(Answered { id, result })));
                }
                Item::Run(run) => run(),
                Item::Subscribe(subscribe) => self.subscribe(*subscribe),
                Item::Unsubscribe(session) => self.forget(session),
                Item::Close { viewer, except, reason } => self.close(&viewer, except, reason),
                Item::Signal { to, signal } => self.signal(&to, &signal),
            }
        }
        self.bury();
    }

    fn event(&mut self, recorded: Recorded, audience: Audience) {
        self.last = recorded.seq;
        self.follow_names(&recorded);
        self.follow_customer(&recorded);
        let line = Arc::new(Line::new(recorded.clone(), Arc::clone(&self.names)));
        if audience.everyone {
            for staff in self.staff.values() {
                deliver_all(&mut self.sessions, &staff.sessions, &line, &mut self.dead);
            }
        }
        let serving = audience.queues.iter().filter_map(|queue| self.queues.get(queue)).flatten();
        let all_seeing = audience.queues.first().into_iter().flat_map(|_| &self.all_seeing);
        for agent in audience.agents.iter().chain(serving).chain(all_seeing) {
            if let Some(staff) = self.staff.get(agent) {
                deliver_all(&mut self.sessions, &staff.sessions, &line, &mut self.dead);
            }
        }
        let customer = audience.customer.as_ref().and_then(|id| self.conversations.get(id));
        if let Some(sessions) = customer {
            deliver_all(&mut self.sessions, sessions, &line, &mut self.dead);
        }
        self.follow_view(&recorded);
        self.ring.push(recorded, audience);
        self.bury();
    }

    fn follow_names(&mut self, recorded: &Recorded) {
        // The names of those who are removed stay: what they said is still shown.
        if let Body::AgentChanged { agent } = &recorded.event.body
            && self.names.get(&agent.id).is_none_or(|name| **name != *agent.name)
        {
            let names = Arc::make_mut(&mut self.names);
            names.insert(agent.id.clone(), Arc::from(agent.name.as_str()));
        }
    }

    /// A chat that a connected customer asked for becomes its sessions' own.
    fn follow_customer(&mut self, recorded: &Recorded) {
        let Body::ChatCreated(created) = &recorded.event.body else { return };
        let Some(id) = &recorded.event.conversation else { return };
        let sessions = self.customers.get(created.customer.id.as_str()).cloned();
        for session in sessions.unwrap_or_default() {
            let Some(entry) = self.sessions.get_mut(&session) else { continue };
            let Owner::Customer { conversation, .. } = &mut entry.owner else { continue };
            if conversation.as_ref() == Some(id) {
                continue;
            }
            if let Some(old) = conversation.replace(id.clone()) {
                remove(&mut self.conversations, &old, &session);
            }
            self.conversations.entry(id.clone()).or_default().push(session);
        }
    }

    /// What a member of the staff may see follows the directory; its clients cannot fold that from events.
    fn follow_view(&mut self, recorded: &Recorded) {
        match &recorded.event.body {
            Body::AgentChanged { agent } => {
                let Some(staff) = self.staff.get_mut(&agent.id) else { return };
                let sees_all = sees_all(agent);
                if staff.queues == agent.queues && staff.sees_all == sees_all {
                    return;
                }
                staff.queues.clone_from(&agent.queues);
                staff.sees_all = sees_all;
                let sessions = staff.sessions.clone();
                self.unindex_staff(&agent.id);
                self.index_staff(&agent.id);
                sessions.into_iter().for_each(|session| self.send(session, Out::Resync));
            }
            Body::AgentClientReset { participant, .. } => {
                let staff = participant.agent_id().and_then(|id| self.staff.get(&id));
                let sessions = staff.map(|staff| staff.sessions.clone()).unwrap_or_default();
                sessions.into_iter().for_each(|session| self.send(session, Out::Resync));
            }
            Body::AgentRemoved { agent } => {
                self.close(&Viewer::Staff { agent: agent.clone() }, None, Reason::SignedOut);
            }
            _ => {}
        }
    }

    fn index_staff(&mut self, agent: &AgentId) {
        let Some(staff) = self.staff.get(agent) else { return };
        for queue in &staff.queues {
            self.queues.entry(queue.clone()).or_default().push(agent.clone());
        }
        if staff.sees_all {
            self.all_seeing.push(agent.clone());
        }
    }

    fn unindex_staff(&mut self, agent: &AgentId) {
        self.queues.retain(|_, agents| {
            agents.retain(|a| a != agent);
            !agents.is_empty()
        });
        self.all_seeing.retain(|a| a != agent);
    }

    fn subscribe(&mut self, subscribe: Subscribe) {
        let Subscribe { shared, view, after, position, lost, finish } = subscribe;
        let missed =
            after.map(|after| self.ring.after(after, &view, &self.names)).unwrap_or_default();
        // One place is kept for the word that it is closed.
        let (frames, receiver) = mpsc::channel(self.frames_max + 1);
        let id = shared.id;
        let owner = match view {
            View::Staff { agent, queues, sees_all } => {
                let is_first = !self.staff.contains_key(&agent);
                let fresh = Staff { queues, sees_all, sessions: Vec::new() };
                self.staff.entry(agent.clone()).or_insert(fresh).sessions.push(id);
                if is_first {
                    self.index_staff(&agent);
                }
                Owner::Staff(agent)
            }
            View::Customer { customer, conversation } => {
                self.customers.entry(Arc::clone(&customer)).or_default().push(id);
                if let Some(conversation) = &conversation {
                    self.conversations.entry(conversation.clone()).or_default().push(id);
                }
                Owner::Customer { customer, conversation }
            }
        };
        let entry = Entry { frames, shared: Arc::clone(&shared), owner, sent: position };
        self.sessions.insert(id, entry);
        let resumed = after.is_some();
        if resumed {
            self.counts.resumed += 1;
        } else {
            self.counts.from_snapshot += 1;
        }
        finish(Subscribed { shared, resumed, missed, position, lost, frames: receiver });
    }

    fn signal(&mut self, to: &Recipients, signal: &Arc<Signal>) {
        let agents = to.agents.iter().filter_map(|agent| self.staff.get(agent));
        let customer = to.customer.iter().filter_map(|id| self.conversations.get(id));
        let sessions = agents.map(|staff| &staff.sessions).chain(customer).flatten();
        for session in sessions.filter(|session| Some(**session) != to.except) {
            if let Some(entry) = self.sessions.get_mut(session) {
                put(entry, Out::Signal(Arc::clone(signal)), &mut self.dead);
            }
        }
    }

    fn send(&mut self, session: SessionId, out: Out) {
        if let Some(entry) = self.sessions.get_mut(&session) {
            put(entry, out, &mut self.dead);
        }
    }

    fn sessions_of(&self, viewer: &Viewer) -> Vec<SessionId> {
        match viewer {
            Viewer::Staff { agent } => self.staff.get(agent).map(|staff| staff.sessions.clone()),
            Viewer::Customer { customer, .. } => self.customers.get(customer).cloned(),
        }
        .unwrap_or_default()
    }

    fn close(&mut self, viewer: &Viewer, except: Option<SessionId>, reason: Reason) {
        for session in self.sessions_of(viewer) {
            if Some(session) != except {
                self.end(session, reason);
            }
        }
    }

    /// Tells all sessions that the engine ends.
    pub(crate) fn close_all(&mut self) {
        let all: Vec<SessionId> = self.sessions.keys().copied().collect();
        all.into_iter().for_each(|session| self.end(session, Reason::ShuttingDown));
    }

    fn end(&mut self, session: SessionId, reason: Reason) {
        if let Some(entry) = self.sessions.get(&session) {
            entry.shared.close(reason);
            // There is always room for this last one, unless the client is gone already.
            let _ = entry.frames.try_send(Out::Closed(reason));
        }
        self.forget(session);
    }

    fn bury(&mut self) {
        while let Some(session) = self.dead.pop() {
            let is_slow =
                self.sessions.get(&session).is_some_and(|entry| !entry.frames.is_closed());
            if is_slow {
                self.counts.too_slow += 1;
            }
            self.end(session, Reason::TooSlow);
        }
    }

    fn forget(&mut self, session: SessionId) {
        let Some(entry) = self.sessions.remove(&session) else { return };
        match entry.owner {
            Owner::Staff(agent) => {
                if let Some(staff) = self.staff.get_mut(&agent) {
                    staff.sessions.retain(|s| *s != session);
                    if staff.sessions.is_empty() {
                        self.staff.remove(&agent);
                        self.unindex_staff(&agent);
                    }
                }
            }
            Owner::Customer { customer, conversation } => {
                remove(&mut self.customers, &customer, &session);
                if let Some(conversation) = conversation {
                    remove(&mut self.conversations, &conversation, &session);
                }
            }
        }
    }
}

fn deliver_all(
    sessions: &mut HashMap<SessionId, Entry>,
    to: &[SessionId],
    line: &Arc<Line>,
    dead: &mut Vec<SessionId>,
) {
    for session in to {
        if let Some(entry) = sessions.get_mut(session)
            && entry.sent < line.recorded.seq
        {
            entry.sent = line.recorded.seq;
            put(entry, Out::Event(Arc::clone(line)), dead);
        }
    }
}

fn put(entry: &mut Entry, out: Out, dead: &mut Vec<SessionId>) {
    let has_room = entry.frames.capacity() > 1;
    if !has_room || entry.frames.try_send(out).is_err() {
        dead.push(entry.shared.id);
    }
}
