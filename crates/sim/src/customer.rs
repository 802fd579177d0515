//! What customers do: ask, prove who they are, talk, fall silent, leave, rate, come back to a conversation, open a second tab.

use domain::command::{File, LeftMessage, Request};
use domain::event::{CobrowseStage, Customer};
use domain::identity::Proved;
use domain::{Command, ConversationId, Party, PartyType, QueueId, TopicId};

use crate::eyes::{CustomerEyes, Stage};
use crate::identity::{name, proof_of};
use crate::library::TOPICS;
use crate::site::QUEUES;
use crate::tab::Eyes;
use crate::weather::HOUR;
use crate::world::{Happening, Life, Visit, World};

impl World {
    /// Somebody comes, unless there are as many as there may be.
    pub(crate) fn arrival(&mut self) {
        if self.is_draining {
            return;
        }
        let gap = self.chance.around(self.weather.arrival_gap);
        self.at(self.now + gap.max(1), Happening::Arrival);
        if self.customers >= self.weather.customers_max {
            return;
        }
        self.customers += 1;
        self.ids += 1;
        let can_prove = self.chance.percent(self.weather.known_percent);
        let party = Party::new(PartyType::Customer, &name(self.ids, can_prove));
        let is_async = self.chance.percent(self.weather.async_percent);
        let left_to_say = self.chance.around(8);
        let visit = Visit { is_async, left_to_say, is_leaving: false };
        let person = self.add_person(party, Life::Customer(visit));
        let tabs = if self.chance.percent(10) { 2 } else { 1 };
        for _ in 0..tabs {
            self.add_tab(person, Eyes::Customer(CustomerEyes::default()));
        }
        // Some begin to type before they are connected: what they ask stands in the outbox.
        let first = self.now + self.chance.around(2_000);
        self.act_by(person, first);
    }

    pub(crate) fn act_as_customer(&mut self, index: usize) {
        let Some(person) = self.people[index].as_ref() else { return };
        let Life::Customer(Visit { is_async, left_to_say, is_leaving }) = person.life else {
            return;
        };
        let alive: Vec<usize> =
            person.tabs.iter().copied().filter(|tab| self.tabs[*tab].is_alive).collect();
        let Some(tab) = self.chance.one(&alive).copied() else { return };
        let Some(eyes) = self.tabs[tab].customer().cloned() else { return };
        let has_unanswered = !self.tabs[tab].outbox.is_empty();
        if is_leaving && !has_unanswered {
            return self.go_away(index);
        }
        let think = self.weather.think;
        let mut pause = self.chance.around(think);
        match eyes.stage {
            Stage::None if !self.has_asked(index) => self.ask_for_chat(tab, index, is_async),
            Stage::None => pause += think,
            Stage::Waiting => {
                pause = pause.max(think) * 2;
                match self.chance.weighted(&[20, 3, 77]) {
                    0 => self.say(tab, &eyes),
                    1 => self.leave(tab, &eyes),
                    _ => {}
                }
            }
            Stage::Engaged | Stage::OnHold => {
                let is_done = left_to_say == 0 || self.is_draining;
                if !is_done || is_async {
                    self.one_less_to_say(index);
                }
                if let Some(stage) = eyes.cobrowse
                    && self.show_page(tab, &eyes, stage)
                {
                    return self.act_by(index, self.now + pause.max(1));
                }
                match self.chance.weighted(&[70, if is_done { 30 } else { 1 }, 8, 2, 4, 4, 1]) {
                    // Nothing new is said, which would wake a chat on hold for another day.
                    0 | 3..=5 if self.is_draining => {}
                    0 => self.say(tab, &eyes),
                    1 if !is_async => self.leave(tab, &eyes),
                    3 => self.send_file(tab, &eyes),
                    4 => self.prove(tab, index, &eyes),
                    5 => self.tell_page(tab, &eyes),
                    6 => self.rate(tab, &eyes),
                    _ => {}
                }
                if is_async && self.chance.percent(30) {
                    pause = self.chance.around(3 * HOUR);
                } else if self.chance.percent(1) {
                    // Long enough for the chat to be idle.
                    pause = self.chance.around(12 * 60_000);
                }
            }
            Stage::Over => {
                if !self.is_draining && !has_unanswered && self.chance.percent(30) {
                    self.rate(tab, &eyes);
                    return self.act_by(index, self.now + pause.max(1));
                }
                let stays = !self.is_draining && !has_unanswered && self.chance.percent(20);
                if !(stays && self.continue_chat(tab, &eyes)) {
                    self.set_leaving(index);
                }
            }
        }
        self.act_by(index, self.now + pause.max(1));
    }

    fn has_asked(&self, index: usize) -> bool {
        let Some(person) = self.person(index) else { return false };
        person.tabs.iter().any(|tab| !self.tabs[*tab].outbox.is_empty())
            || self.judge.conversation_of.contains_key(&person.party.id)
    }

    fn ask_for_chat(&mut self, tab: usize, index: usize, is_async: bool) {
        if self.is_draining {
            return self.set_leaving(index);
        }
        let Some(person) = self.person(index) else { return };
        let id = person.party.id.to_string();
        let button = QUEUES[self.chance.index(self.weather.queues)];
        // By a button that names the queue, by a topic, because it was invited, or by none of these.
        let (queue, topic) = match self.chance.weighted(&[50, 25, 10, 15]) {
            0 => (Some(QueueId::new(button)), None),
            1 => (None, self.chance.one(&TOPICS).map(|topic| TopicId::new(topic))),
            2 => self.invited_to(),
            _ => (None, None),
        };
        let company = if self.chance.percent(30) { self.random_company() } else { String::new() };
        let proof = proof_of(&id).filter(|_| {
            self.judge.truth.directory.settings.identity_required || self.chance.percent(60)
        });
        let customer = Customer { id, company, ..Customer::default() };
        let customer = proof.iter().fold(customer, Customer::proved);
        let conversation = ConversationId::new("new");
        if self.chance.percent(2) {
            return self.leave_message(tab, index, customer, queue, topic);
        }
        let request = Request {
            conversation,
            customer,
            queue,
            topic,
            is_async,
            question: self.chance.percent(80).then(|| "Where is my parcel?".into()),
            subject: String::new(),
            language: None,
            media_origin: Some("web".to_owned()),
        };
        self.ask(tab, Command::StartChat(Box::new(request)));
    }

    /// Nobody is there, or nobody is wanted: a message is left, and that is all.
    fn leave_message(
        &mut self,
        tab: usize,
        index: usize,
        customer: Customer,
        queue: Option<QueueId>,
        topic: Option<TopicId>,
    ) {
        let text = "Call me back, please".to_owned();
        let conversation = ConversationId::new("new");
        let left = LeftMessage { conversation, customer, queue, topic, text };
        self.ask(tab, Command::LeaveMessage(Box::new(left)));
        self.set_leaving(index);
    }

    /// The queue is closed: most leave a message, the others go.
    pub(crate) fn find_it_closed(&mut self, tab: usize, index: usize, request: &Request) {
        if self.chance.percent(80) {
            let (queue, topic) = (request.queue.clone(), request.topic.clone());
            self.leave_message(tab, index, request.customer.clone(), queue, topic);
        } else {
            self.set_leaving(index);
        }
        self.act_by(index, self.now + 1);
    }

    /// Only who has proved who it is may ask: who can comes again and does, the others go.
    pub(crate) fn find_it_for_others(&mut self, index: usize) {
        let id = self.person(index).map(|person| person.party.id.clone());
        if id.and_then(|id| proof_of(&id)).is_none() {
            self.set_leaving(index);
        }
        self.act_by(index, self.now + 1);
    }

    /// Proves in the middle of a chat who it is; now and then with the proof of somebody else, who is not let in.
    fn prove(&mut self, tab: usize, index: usize, eyes: &CustomerEyes) {
        let Some(chat) = eyes.chat.clone() else { return };
        let Some(proof) = self.person(index).and_then(|person| proof_of(&person.party.id)) else {
            return;
        };
        let is_verified = |id: &ConversationId| {
            let open = self.judge.truth.conversations.get(id);
            open.is_some_and(|open| open.customer.verified)
        };
        let is_known = eyes.conversation.as_ref().is_some_and(is_verified);
        let external_id = "host-v0".to_owned();
        let proved = if is_known && self.chance.percent(30) {
            Proved { external_id, ..proof }
        } else {
            proof
        };
        self.ask(tab, Command::IdentifyCustomer { chat, proved });
    }

    fn tell_page(&mut self, tab: usize, eyes: &CustomerEyes) {
        let Some(chat) = eyes.chat.clone() else { return };
        let page = format!("https://example.com/parcels/{}", self.chance.below(9));
        self.ask(tab, Command::TellPage { chat, page });
    }

    /// Says what it thinks of the conversation, or thinks better of it; before the end that is refused.
    fn rate(&mut self, tab: usize, eyes: &CustomerEyes) {
        let past = eyes.conversation.as_ref().and_then(|id| self.judge.past(id));
        let Some(chat) = eyes.chat.clone().or(past.map(|past| past.chat)) else { return };
        let rating = self.chance.between(1, 5) as u8;
        let comment = if self.chance.percent(40) { "Quick and kind" } else { "" };
        self.ask(tab, Command::RateChat { chat, past: None, rating, comment: comment.into() });
    }

    fn say(&mut self, tab: usize, eyes: &CustomerEyes) {
        if let Some(chat) = eyes.chat.clone()
            && self.tabs[tab].outbox.len() < 8
        {
            self.ask(tab, Command::PostMessage { chat, text: "It has not come yet".into() });
        }
    }

    fn leave(&mut self, tab: usize, eyes: &CustomerEyes) {
        if let Some(chat) = eyes.chat.clone() {
            self.ask(tab, Command::LeaveChat { chat });
        }
    }

    fn send_file(&mut self, tab: usize, eyes: &CustomerEyes) {
        let Some(chat) = eyes.chat.clone() else { return };
        self.ask(tab, Command::SendFile { chat, file: picture() });
    }

    /// Answers who asks to see the page, or has shown enough of it; false if neither.
    fn show_page(&mut self, tab: usize, eyes: &CustomerEyes, stage: CobrowseStage) -> bool {
        let Some(chat) = eyes.chat.clone() else { return false };
        let command = match (stage, self.chance.below(100)) {
            (CobrowseStage::Invited, 0..60) => Command::AcceptCobrowse { chat },
            (CobrowseStage::Invited, 60..80) => Command::DeclineCobrowse { chat },
            (CobrowseStage::Accepted | CobrowseStage::Running, 0..10) => {
                Command::StopCobrowse { chat }
            }
            _ => return false,
        };
        self.ask(tab, command);
        true
    }

    /// Goes on with a conversation whose chat is over; false if there is nothing to go on with.
    fn continue_chat(&mut self, tab: usize, eyes: &CustomerEyes) -> bool {
        let closed = eyes.conversation.as_ref().and_then(|id| self.judge.closed(id));
        let Some(closed) = closed else { return false };
        let question = self.chance.percent(50).then(|| "One more thing".into());
        self.ask(tab, Command::ContinueConversation { closed: Box::new(closed), question });
        true
    }

    fn one_less_to_say(&mut self, index: usize) {
        if let Some(person) = self.people[index].as_mut()
            && let Life::Customer(Visit { left_to_say, .. }) = &mut person.life
        {
            *left_to_say = left_to_say.saturating_sub(1);
        }
    }

    fn set_leaving(&mut self, index: usize) {
        if let Some(person) = self.people[index].as_mut()
            && let Life::Customer(Visit { is_leaving, .. }) = &mut person.life
        {
            *is_leaving = true;
        }
    }

    /// A customer closes its tabs and is not seen again.
    pub(crate) fn go_away(&mut self, index: usize) {
        let Some(person) = self.people[index].take() else { return };
        self.customers -= 1;
        self.free_people.push(index);
        for tab in person.tabs {
            self.close_tab(tab);
        }
    }

    fn close_tab(&mut self, tab: usize) {
        self.hang_up(tab, false);
        let here = &mut self.tabs[tab];
        here.is_alive = false;
        here.person = None;
        here.outbox.clear();
        here.sockets.clear();
        self.free_tabs.push(tab);
        self.turn_by(self.now + 1);
    }
}

/// A file as it is when it has been stored.
pub(crate) fn picture() -> File {
    File {
        file: "0".repeat(64),
        name: "parcel.png".to_owned(),
        bytes: 2_048,
        media_type: "image/png".to_owned(),
    }
}
