//! Sessions as the writer sees them: connecting, being heard and silent, and what is told live.

use std::sync::Arc;

use domain::conversation::Conversation;
use domain::event::CobrowseStage;
use domain::{
    ChatId, Code, ConversationId, Millis, Party, PartyType, Refusal, Seq, Timestamp, Who,
};

use crate::batch::{Item, Recipients, Subscribe, View};
use crate::inbox::{Connecting, unavailable};
use crate::presence::Owner;
use crate::publisher::sees_all;
use crate::session::{SessionId, Viewer};
use crate::signal::{PresenceState, Signal};
use crate::writer::Writer;

impl Writer {
    pub(crate) fn connect(
        &mut self,
        viewer: Viewer,
        position: Option<Seq>,
        job: Box<dyn Connecting>,
        now: Timestamp,
    ) {
        if self.is_stale() {
            return job.refuse(unavailable());
        }
        let view = match self.view(&viewer) {
            Ok(view) => view,
            Err(refusal) => return job.refuse(refusal),
        };
        if let Viewer::Customer { customer, conversation: None } = &viewer
            && self.newcomers.iter().any(|(_, newcomer)| newcomer == customer)
        {
            // Its chat was created, by another tab, after the caller looked for one. A session that does not know of it would never be told.
            let detail = "the customer's chat has just been created; connect again";
            return job.refuse(Refusal::new(Code::Busy, detail));
        }
        let (shared, owner) = self.parties.add(&viewer, now);
        let lost = self.lost_chats(&owner);
        if self.failing.is_none() {
            self.hear(&owner, now);
        }
        let at = self.core.state.position;
        let after = position.filter(|after| lost.is_none() && self.can_resume(*after, &viewer));
        let finish = job.read(&self.core, after.is_some());
        let subscribe = Subscribe { shared, view, after, position: at, lost, finish };
        self.batch.items.push(Item::Subscribe(Box::new(subscribe)));
    }

    fn view(&self, viewer: &Viewer) -> Result<View, Refusal> {
        match viewer {
            Viewer::Staff { agent } => {
                let Some(record) = self.core.state.directory.agents.get(agent) else {
                    let detail = format!("{agent} is not in the directory");
                    return Err(Refusal::new(Code::NotAllowed, detail));
                };
                let (queues, sees_all) = (record.queues.clone(), sees_all(record));
                Ok(View::Staff { agent: agent.clone(), queues, sees_all })
            }
            Viewer::Customer { customer, conversation } => {
                let (customer, conversation) = (Arc::clone(customer), conversation.clone());
                Ok(View::Customer { customer, conversation })
            }
        }
    }

    /// Whether all after a position will be at hand when the session begins, and can be folded by its client.
    fn can_resume(&self, after: Seq, viewer: &Viewer) -> bool {
        let position = self.core.state.position;
        let kept = position.saturating_sub(self.config.ring_max as u64) + 1;
        let changed = match viewer {
            Viewer::Staff { agent } => self.views.get(agent).copied().unwrap_or(0),
            Viewer::Customer { .. } => 0,
        };
        after <= position && after + 1 >= kept.max(self.ring_first) && after >= changed
    }

    /// The chats that a party lost while it was away, if it was given up as lost.
    fn lost_chats(&self, owner: &Owner) -> Option<Vec<domain::ChatId>> {
        let state = &self.core.state;
        match self.parties.who(owner)? {
            Who::Agent(agent) => {
                state.desk(&agent).filter(|desk| desk.lost).map(|desk| desk.lost_chats.clone())
            }
            Who::Customer(id) => state.lost_customers.get(&id).map(|(chat, _)| vec![chat.clone()]),
        }
    }

    pub(crate) fn gone(&mut self, session: SessionId, now: Timestamp) {
        self.batch.items.push(Item::Unsubscribe(session));
        let Some((Some(who), Some(last_heard))) = self.parties.remove(session) else { return };
        if self.failing.is_none() {
            self.silence(&who, last_heard, now);
        }
    }

    pub(crate) fn heard(&mut self, session: SessionId, now: Timestamp) {
        let owner = self.parties.owner(session).cloned();
        if let Some(owner) = owner.filter(|_| self.failing.is_none()) {
            self.hear(&owner, now);
        }
    }

    /// Looks which parties have fallen silent and which are heard again.
    pub(crate) fn sweep(&mut self, now: Timestamp) {
        let limit = self.core.state.directory.settings.heartbeat_interval.times(2);
        let mut changed = Vec::new();
        for (owner, last_heard) in self.parties.last_heard() {
            let Some(who) = self.parties.who(owner) else { continue };
            let is_heard = now - last_heard < limit;
            if is_heard == self.core.live.silent.contains_key(&who) {
                changed.push((owner.clone(), who, last_heard, is_heard));
            }
        }
        for (owner, who, last_heard, is_heard) in changed {
            if is_heard {
                self.hear(&owner, now);
            } else {
                self.parties.mark_silent(&owner, true);
                self.silence(&who, last_heard, now);
            }
        }
    }

    /// The core has begun anew and holds everyone for silent: the next frame of each is told to the writer at once.
    pub(crate) fn expect_everyone(&mut self) {
        let silent = &self.core.live.silent;
        let owners = self.parties.last_heard().map(|(owner, _)| owner.clone());
        let expected = owners
            .filter(|owner| self.parties.who(owner).is_some_and(|who| silent.contains_key(&who)));
        let expected: Vec<Owner> = expected.collect();
        for owner in expected {
            self.parties.mark_silent(&owner, true);
        }
    }

    /// The engine stood still: nobody could be heard meanwhile, so that time does not count.
    pub(crate) fn pardon(&mut self, stalled: Millis, now: Timestamp) {
        tracing::warn!(stalled_ms = stalled.0, "the engine stood still; nobody is held for silent");
        self.parties.shift(stalled);
        for since in self.core.live.silent.values_mut() {
            *since = (*since + stalled).min(now);
        }
    }

    fn hear(&mut self, owner: &Owner, now: Timestamp) {
        self.parties.mark_silent(owner, false);
        let Some(who) = self.parties.who(owner) else { return };
        let was_silent = self.core.live.silent.contains_key(&who);
        let events = self.core.heard(now, &who);
        self.push_events(events, now);
        if was_silent {
            self.tell_presence(&who, PresenceState::Present);
        }
    }

    fn silence(&mut self, who: &Who, last_heard: Timestamp, now: Timestamp) {
        if self.core.live.silent.contains_key(who) {
            return;
        }
        let events = self.core.silent(now, who, last_heard);
        self.push_events(events, now);
        if self.core.live.silent.contains_key(who) {
            self.tell_presence(who, PresenceState::Interrupted);
        }
    }

    /// Tells the others in a party's conversations whether it is heard.
    fn tell_presence(&mut self, who: &Who, state: PresenceState) {
        let lost_at = self.core.lost_at(who);
        let open = &self.core.state.conversations;
        let concerned: Vec<(&Conversation, Party)> = match who {
            Who::Customer(id) => {
                let conversation = open.get(id).map(|c| &**c);
                let party = |c: &Conversation| Party::new(PartyType::Customer, &c.customer.id);
                conversation.map(|c| (c, party(c))).into_iter().collect()
            }
            Who::Agent(agent) => {
                let parts = self.core.state.desk(agent).map(|desk| &desk.parts);
                let conversations = parts.into_iter().flatten().filter_map(|id| open.get(id));
                conversations
                    .filter_map(|c| c.participant(agent).map(|p| (&**c, p.party.clone())))
                    .collect()
            }
        };
        for (conversation, party) in concerned {
            let to = others(conversation, &party);
            let conversation = conversation.id.clone();
            let signal = Arc::new(Signal::Presence { conversation, party, state, lost_at });
            self.batch.items.push(Item::Signal { to, signal });
        }
    }

    pub(crate) fn relay(&mut self, from: Option<SessionId>, signal: Signal, now: Timestamp) {
        if self.is_stale() {
            return;
        }
        match signal {
            Signal::Typing { conversation, party, text } => {
                if self.has_part(&conversation, &party) {
                    self.typing.note(&conversation, &party, text.as_ref(), now);
                    self.tell_typing(&conversation, party, text);
                }
            }
            Signal::Seen { conversation, by, seq } => {
                let open = self.core.state.conversations.get(&conversation);
                let Some(open) = open.filter(|_| self.has_part(&conversation, &by)) else { return };
                let mut to = all(open);
                to.except = from;
                let signal = Arc::new(Signal::Seen { conversation, by, seq });
                self.batch.items.push(Item::Signal { to, signal });
            }
            Signal::Draft { conversation, agent, field, text, written_at } => {
                let to = Recipients { agents: vec![agent.clone()], except: from, customer: None };
                let signal = Signal::Draft { conversation, agent, field, text, written_at };
                self.batch.items.push(Item::Signal { to, signal: Arc::new(signal) });
            }
            Signal::Cobrowse { conversation, chat, party, data } => {
                if let Some(to) = self.other_side_of_cobrowse(&conversation, &chat, &party) {
                    let signal = Signal::Cobrowse { conversation, chat, party, data };
                    self.batch.items.push(Item::Signal { to, signal: Arc::new(signal) });
                }
            }
            // These are the engine's own.
            Signal::Presence { .. } | Signal::Place { .. } => {}
        }
    }

    fn has_part(&self, conversation: &ConversationId, party: &Party) -> bool {
        let open = self.core.state.conversations.get(conversation);
        open.is_some_and(|c| match party.party_type {
            PartyType::Customer => *c.customer.id == *party.id,
            PartyType::Agent | PartyType::Supervisor | PartyType::Admin | PartyType::Bot => {
                party.agent_id().is_some_and(|agent| c.participant(&agent).is_some())
            }
            PartyType::System => false,
        })
    }

    fn other_side_of_cobrowse(
        &self,
        id: &ConversationId,
        chat: &ChatId,
        party: &Party,
    ) -> Option<Recipients> {
        let open = self.core.state.conversations.get(id).filter(|c| c.chat == *chat)?;
        let cobrowse = open.cobrowse.as_ref()?;
        let is_allowed = match cobrowse.stage {
            CobrowseStage::Invited => false,
            CobrowseStage::Accepted | CobrowseStage::Running => true,
        };
        let to = match party.party_type {
            PartyType::Customer => (*open.customer.id == *party.id).then(|| Recipients {
                agents: vec![cobrowse.agent.clone()],
                ..Recipients::default()
            }),
            PartyType::Agent | PartyType::Supervisor | PartyType::Admin | PartyType::Bot => {
                (*cobrowse.agent.as_str() == *party.id)
                    .then(|| Recipients { customer: Some(id.clone()), ..Recipients::default() })
            }
            PartyType::System => None,
        };
        to.filter(|_| is_allowed)
    }

    fn tell_typing(&mut self, id: &ConversationId, party: Party, text: Option<Arc<str>>) {
        let Some(open) = self.core.state.conversations.get(id) else { return };
        let to = others(open, &party);
        // What an agent has not sent yet is nobody else's to see.
        let text = match party.party_type {
            PartyType::Customer => text,
            _ => text.map(|_| Arc::from("")),
        };
        let signal = Arc::new(Signal::Typing { conversation: id.clone(), party, text });
        self.batch.items.push(Item::Signal { to, signal });
    }

    pub(crate) fn end_typing(&mut self, now: Timestamp) {
        for (conversation, party) in self.typing.take_ended(now) {
            self.tell_typing(&conversation, party, None);
        }
    }

    pub(crate) fn tell_places(&mut self, now: Timestamp) {
        let is_due = self.places.next_due().is_some_and(|due| due <= now);
        if !is_due || self.failing.is_some() {
            return;
        }
        for (conversation, place) in self.places.take(&self.core.state, now) {
            let to = Recipients { customer: Some(conversation.clone()), ..Recipients::default() };
            let (place, estimate) = (place.place, place.estimate);
            let signal = Arc::new(Signal::Place { conversation, place, estimate });
            self.batch.items.push(Item::Signal { to, signal });
        }
    }
}

/// All who take part in a conversation, and those who watch it.
fn all(conversation: &Conversation) -> Recipients {
    let watchers = conversation.watchers.iter().filter_map(|watcher| watcher.party.agent_id());
    let participants = conversation.participants.iter().map(|p| p.agent.clone());
    Recipients {
        customer: Some(conversation.id.clone()),
        agents: participants.chain(watchers).collect(),
        except: None,
    }
}

/// All but one party.
fn others(conversation: &Conversation, party: &Party) -> Recipients {
    let mut to = all(conversation);
    if party.party_type == PartyType::Customer {
        to.customer = None;
    } else if let Some(agent) = party.agent_id() {
        to.agents.retain(|a| *a != agent);
    }
    to
}
