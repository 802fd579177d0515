//! Connections: hello, resume or snapshot, frames in order both ways, heartbeats, and all the ways in which a socket ends.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use domain::checks::{Checked, Outcome, is_customers_own};
use domain::{Body, Code, Command, CommandId, Core, Refusal, Seq, Timestamp, Who};
use engine::{Connected, Out};

use crate::eyes::{CustomerEyes, Part, StaffEyes};
use crate::server::JOURNAL;
use crate::tab::{Down, Eyes, Link, Snapshot, Socket, Unanswered, Up, Welcome};
use crate::world::{Happening, Life, World};

/// The longest pause between two tries to connect.
const BACK_OFF_MAX: u64 = 30_000;

/// What a client starts from, and when the writer took its hello, which is when its party is heard.
type Begun = Connected<(Snapshot, Timestamp)>;

type Connecting = Pin<Box<dyn Future<Output = Result<Begun, Refusal>> + Send>>;

/// A hello that the engine has not answered yet.
pub(crate) struct Pending {
    tab: usize,
    epoch: u32,
    at: u64,
    connecting: Connecting,
}

fn poll(connecting: &mut Connecting) -> Poll<Result<Begun, Refusal>> {
    connecting.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

impl World {
    fn delay(&mut self) -> u64 {
        self.now + self.chance.below(self.weather.delay_max + 1)
    }

    pub(crate) fn send_up(&mut self, tab: usize, frame: Up) {
        let arrives_at = self.delay();
        let epoch = self.tabs[tab].epoch;
        if let Some(at) = self.tabs[tab].up.send(epoch, frame, arrives_at) {
            self.at(at, Happening::Arrive(tab));
        }
    }

    fn send_down(&mut self, tab: usize, epoch: u32, frame: Down) {
        let arrives_at = self.delay();
        if let Some(at) = self.tabs[tab].down.send(epoch, frame, arrives_at) {
            self.at(at, Happening::Show(tab));
        }
    }

    /// A client begins a connection.
    pub(crate) fn connect(&mut self, tab: usize, epoch: u32) {
        let here = &mut self.tabs[tab];
        if here.epoch != epoch || !here.is_alive || here.person.is_none() || here.link != Link::Down
        {
            return;
        }
        here.link = Link::Greeting;
        here.heard_at = self.now;
        let position = here.has_position.then_some(here.view.position);
        self.note_of_tab(tab, "says hello");
        self.send_up(tab, Up::Hello { position });
    }

    /// A client gives its connection up and tries again.
    pub(crate) fn hang_up(&mut self, tab: usize, says_so: bool) {
        self.note_of_tab(tab, "hangs up");
        if says_so {
            self.send_up(tab, Up::Bye);
        }
        let back_off = self.tabs[tab].back_off;
        let pause = self.chance.between(back_off / 2, back_off);
        let loses = self.chance.percent(50);
        let here = &mut self.tabs[tab];
        if loses {
            here.up.lose_held();
        }
        here.epoch += 1;
        here.link = Link::Down;
        here.back_off = (back_off * 2).min(BACK_OFF_MAX);
        let epoch = here.epoch;
        self.at(self.now + pause, Happening::Connect(tab, epoch));
    }

    /// A frame reaches the server.
    pub(crate) fn arrive(&mut self, tab: usize) -> Checked {
        let Some((epoch, frame)) = self.tabs[tab].up.take() else { return Ok(()) };
        if self.server.engine.is_none() {
            if matches!(frame, Up::Hello { .. }) {
                self.send_down(tab, epoch, Down::Close);
            }
            return Ok(());
        }
        self.hear(tab, epoch);
        match frame {
            Up::Hello { position } => self.greet(tab, epoch, position),
            Up::Command { id, command } => {
                let again = self.chance.percent(self.weather.duplicate_percent);
                self.submit(tab, epoch, id.clone(), Command::clone(&command));
                if again {
                    self.submit(tab, epoch, id, *command);
                }
            }
            Up::Bye => self.tabs[tab].sockets.retain(|socket| socket.epoch != epoch),
        }
        let wait = self.chance.below(2);
        self.turn_by(self.now + wait);
        Ok(())
    }

    /// Whoever the tab belongs to is heard, if the server still has that socket.
    fn hear(&mut self, tab: usize, epoch: u32) {
        let now = self.now;
        let sockets = &mut self.tabs[tab].sockets;
        let Some(socket) = sockets.iter_mut().find(|socket| socket.epoch == epoch) else { return };
        socket.heard_at = now;
        socket.session.heard();
        let log_time = self.server.log_time();
        if let Some(who) = self.who(tab) {
            self.judge.hearing.heard(who, log_time);
        }
    }

    fn who(&self, tab: usize) -> Option<Who> {
        let person = self.person(self.tabs[tab].person?)?;
        match &person.life {
            Life::Staff { agent, .. } => Some(Who::Agent(agent.clone())),
            Life::Customer(_) => {
                self.judge.conversation_of.get(&person.party.id).cloned().map(Who::Customer)
            }
        }
    }

    fn greet(&mut self, tab: usize, epoch: u32, position: Option<Seq>) {
        let Some(person) = self.tabs[tab].person.and_then(|index| self.person(index)) else {
            return;
        };
        let viewer = match &person.life {
            Life::Staff { agent, .. } => engine::Viewer::Staff { agent: agent.clone() },
            Life::Customer(_) => engine::Viewer::Customer {
                customer: Arc::clone(&person.party.id),
                conversation: self.judge.conversation_of.get(&person.party.id).cloned(),
            },
        };
        let Some(engine) = &self.server.engine else { return };
        let handle = engine.handle();
        let looks = viewer.clone();
        let connecting: Connecting = Box::pin(async move {
            let position = position.map(|position| (JOURNAL, position));
            let clock = handle.clone();
            let read = move |core: &Core, _: bool| {
                let snapshot = match looks {
                    engine::Viewer::Staff { agent } => {
                        Snapshot::Staff(Box::new(StaffEyes::of_core(core, &agent)))
                    }
                    engine::Viewer::Customer { conversation, .. } => {
                        Snapshot::Customer(CustomerEyes::of_core(core, conversation.as_ref()))
                    }
                };
                (snapshot, clock.now())
            };
            handle.connect(viewer, position, read).await
        });
        let mut pending = Pending { tab, epoch, at: self.now, connecting };
        match poll(&mut pending.connecting) {
            Poll::Pending => self.pending.push(pending),
            Poll::Ready(result) => self.connected(&pending, result),
        }
    }

    /// Who waits for its welcome may have it now.
    pub(crate) fn welcome_connected(&mut self) {
        let mut waiting = std::mem::take(&mut self.pending);
        waiting.retain_mut(|pending| match poll(&mut pending.connecting) {
            Poll::Pending => true,
            Poll::Ready(result) => {
                self.connected(pending, result);
                false
            }
        });
        self.pending.append(&mut waiting);
    }

    fn connected(&mut self, pending: &Pending, result: Result<Begun, Refusal>) {
        let (tab, epoch) = (pending.tab, pending.epoch);
        let Ok(connected) = result else { return self.send_down(tab, epoch, Down::Close) };
        let Connected { session, resumed, missed, snapshot, position, lost, frames } = connected;
        let (snapshot, taken_at) = snapshot;
        if let Some(who) = self.who(tab) {
            self.judge.hearing.heard(who, taken_at);
        }
        if resumed {
            self.counts.resumed += 1;
        } else {
            self.counts.from_snapshot += 1;
        }
        let (bell, heard_at) = (self.server.bells.bell(tab, epoch), pending.at);
        self.tabs[tab].sockets.push(Socket { epoch, session, frames, bell, heard_at });
        let welcome = Welcome { resumed, missed, position, snapshot, lost };
        self.send_down(tab, epoch, Down::Welcome(Box::new(welcome)));
        self.pump(tab, epoch);
    }

    /// All sessions that have frames send them.
    pub(crate) fn deliver(&mut self) {
        for (tab, epoch) in self.server.bells.take() {
            self.pump(tab, epoch);
        }
    }

    fn pump(&mut self, tab: usize, epoch: u32) {
        let sockets = &mut self.tabs[tab].sockets;
        let Some(index) = sockets.iter().position(|socket| socket.epoch == epoch) else { return };
        let Socket { frames: waiting, bell, .. } = &mut sockets[index];
        let mut context = Context::from_waker(bell);
        let mut frames = Vec::new();
        let is_closed = loop {
            match waiting.poll_recv(&mut context) {
                Poll::Pending => break false,
                Poll::Ready(Some(Out::Signal(_))) => {}
                Poll::Ready(Some(Out::Closed(_)) | None) => break true,
                Poll::Ready(Some(out)) => frames.push(out),
            }
        };
        if is_closed {
            sockets.remove(index);
        }
        if !frames.is_empty() {
            self.send_down(tab, epoch, Down::Frames(frames));
        }
        if is_closed {
            self.send_down(tab, epoch, Down::Close);
        }
    }

    fn submit(&mut self, tab: usize, epoch: u32, id: CommandId, command: Command) {
        let Some(person) = self.tabs[tab].person.and_then(|index| self.person(index)) else {
            return;
        };
        let by = person.party.clone();
        let command = self.made_anew(command);
        let Some(engine) = &self.server.engine else { return };
        let Some(socket) = self.tabs[tab].sockets.iter().find(|socket| socket.epoch == epoch)
        else {
            return;
        };
        self.counts.commands += 1;
        if engine.handle().submit(&socket.session, by, id, command).is_err() {
            self.send_down(tab, epoch, Down::Busy);
        }
    }

    /// The gateway makes the id of a new conversation, each time that it is asked for one, and reads how one ended that is gone on with or rated.
    fn made_anew(&mut self, command: Command) -> Command {
        match command {
            Command::StartChat(mut request) => {
                request.conversation = self.next_conversation();
                Command::StartChat(request)
            }
            Command::LeaveMessage(mut message) => {
                message.conversation = self.next_conversation();
                Command::LeaveMessage(message)
            }
            Command::ContinueConversation { closed, question } => {
                let closed = self.judge.closed(&closed.id).map_or(closed, Box::new);
                Command::ContinueConversation { closed, question }
            }
            Command::RateChat { chat, past: _, rating, comment } => {
                let past = chat.conversation().and_then(|id| self.judge.past(&id)).map(Box::new);
                Command::RateChat { chat, past, rating, comment }
            }
            other => other,
        }
    }

    /// A frame reaches a client.
    pub(crate) fn show(&mut self, tab: usize) -> Checked {
        let Some((epoch, frame)) = self.tabs[tab].down.take() else { return Ok(()) };
        let here = &mut self.tabs[tab];
        if here.epoch != epoch || !here.is_alive || here.link == Link::Down {
            return Ok(());
        }
        here.heard_at = self.now;
        match frame {
            Down::Welcome(welcome) => self.welcome(tab, *welcome),
            Down::Frames(frames) => {
                for out in frames {
                    // A client that hung up over the last frame sees no more of them.
                    if self.tabs[tab].epoch == epoch {
                        self.see(tab, out)?;
                    }
                }
                Ok(())
            }
            Down::Busy => {
                self.send_again(tab, 500);
                Ok(())
            }
            Down::Close => {
                self.hang_up(tab, false);
                Ok(())
            }
        }
    }

    fn welcome(&mut self, tab: usize, welcome: Welcome) -> Checked {
        let Welcome { resumed, missed, position, snapshot, lost } = welcome;
        self.note_of_tab(tab, if resumed { "is resumed" } else { "is welcomed" });
        let here = &mut self.tabs[tab];
        here.link = Link::Open;
        here.back_off = 300;
        here.has_position = true;
        if !resumed || lost.is_some() {
            here.view.position = position;
            here.eyes = match snapshot {
                Snapshot::Staff(eyes) => Eyes::Staff(*eyes),
                Snapshot::Customer(eyes) => Eyes::Customer(eyes),
            };
        }
        for line in missed {
            self.see_event(tab, &line.recorded)?;
        }
        self.send_outbox(tab);
        if let Some(person) = self.tabs[tab].person {
            let soon = self.now + self.chance.around(self.weather.think / 4);
            self.act_by(person, soon);
        }
        Ok(())
    }

    fn see(&mut self, tab: usize, out: Out) -> Checked {
        match out {
            Out::Event(line) => self.see_event(tab, &line.recorded),
            Out::Answer(answered) => self.see_answer(tab, &answered),
            Out::Resync => {
                // What it may see has changed in a way that events do not tell: it begins anew.
                self.tabs[tab].has_position = false;
                self.hang_up(tab, true);
                Ok(())
            }
            Out::Signal(_) | Out::Closed(_) => Ok(()),
        }
    }

    fn see_event(&mut self, tab: usize, recorded: &domain::Recorded) -> Checked {
        self.counts.shown += 1;
        if self.tabs[tab].link != Link::Open {
            return Ok(());
        }
        let Some(index) = self.tabs[tab].person else { return Ok(()) };
        let Some(person) = self.people[index].as_ref() else { return Ok(()) };
        let event = &*recorded.event;
        let here = &mut self.tabs[tab];
        let is_mine = event.actor == person.party;
        let must_act = match (&mut here.eyes, &person.life) {
            (Eyes::Staff(eyes), Life::Staff { agent, desk }) => {
                self.judge.views.shown_to_staff(&mut here.view, *desk, agent, recorded.seq)?;
                let directory = &self.judge.truth.directory;
                eyes.fold(event, agent, |id| {
                    directory.statuses.iter().any(|s| s.id.as_str() == id && s.takes_chats)
                });
                eyes.is_busy()
            }
            (Eyes::Customer(eyes), Life::Customer(_)) => {
                let own = match &event.body {
                    // The chat that it asked for becomes its own with this event.
                    Body::ChatCreated(data) if *data.customer.id == *person.party.id => {
                        event.conversation.clone()
                    }
                    _ => eyes.conversation.clone(),
                };
                is_customers_own(event, own.as_ref())?;
                if let Some(id) = own {
                    self.judge.views.shown_to_customer(&mut here.view, &id, recorded.seq)?;
                }
                eyes.fold(event);
                true
            }
            (Eyes::Staff(_), Life::Customer(_)) | (Eyes::Customer(_), Life::Staff { .. }) => false,
        };
        let answers = if is_mine { event.command.as_ref() } else { None };
        if let Some(id) = answers
            && matches!(event.body, Body::EndUserPost { .. } | Body::AgentPost { .. })
        {
            // When the message's own event comes first, the command is done too.
            here.outbox.retain(|waiting| {
                waiting.id != *id || matches!(waiting.command, Command::StartChat(_))
            });
        }
        self.confirm(tab, event);
        if must_act {
            let soon = self.now + self.chance.around(self.weather.think);
            self.act_by(index, soon);
        }
        Ok(())
    }

    /// What a client does by itself: who is offered a chat says at once that it is on the screen, and a lead that may see the customer's
    /// page shows it. A sluggish one does not.
    fn confirm(&mut self, tab: usize, event: &domain::Event) {
        let Some(chat) = &event.chat else { return };
        let command = match &event.body {
            Body::AgentEngagementInvitation { participant, .. } => {
                let person = self.tabs[tab].person.and_then(|index| self.person(index));
                let is_me = person.is_some_and(|person| person.party.id == participant.id);
                is_me.then(|| Command::ConfirmOffer { chat: chat.clone() })
            }
            Body::CobrowseInvitationAccepted {} => {
                let mine = self.tabs[tab].staff().map(|eyes| &eyes.mine);
                let leads = mine.is_some_and(|mine| {
                    mine.values().any(|mine| mine.chat == *chat && mine.part == Part::Lead)
                });
                leads.then(|| Command::ConfirmCobrowse { chat: chat.clone() })
            }
            _ => None,
        };
        let Some(command) = command else { return };
        if !self.chance.percent(self.weather.sluggish_percent) {
            self.ask(tab, command);
        }
    }

    fn see_answer(&mut self, tab: usize, answered: &engine::Answered) -> Checked {
        let Some(person) = self.tabs[tab].person.and_then(|index| self.person(index)) else {
            return Ok(());
        };
        let by = person.party.clone();
        let now = self.now;
        self.trace.note(now, || crate::lines::answer(&by, answered));
        let outcome = match &answered.result {
            Ok(answer) => {
                Outcome::Done { seq: answer.seq, conversation: answer.conversation.clone() }
            }
            Err(refusal) if refusal.is_passing() => {
                self.send_again(tab, 1_000);
                return Ok(());
            }
            Err(refusal) => Outcome::Refused(refusal.code),
        };
        let outbox = &mut self.tabs[tab].outbox;
        let index = outbox.iter().position(|waiting| waiting.id == answered.id);
        let command = index.and_then(|index| outbox.remove(index)).map(|waiting| waiting.command);
        if let (Some(Command::StartChat(request)), Some(index)) = (&command, self.tabs[tab].person)
        {
            match &outcome {
                Outcome::Refused(Code::QueueClosed) => self.find_it_closed(tab, index, request),
                Outcome::Refused(Code::IdentityRequired) => self.find_it_for_others(index),
                Outcome::Refused(_) | Outcome::Done { .. } => {}
            }
        }
        self.judge.answered(&by, &answered.id, outcome, command.as_ref())
    }

    /// A client puts a command into its outbox and sends it.
    pub(crate) fn ask(&mut self, tab: usize, command: Command) {
        self.ids += 1;
        let id = CommandId::new(&format!("k{}", self.ids));
        let waiting = Unanswered { id: id.clone(), command: command.clone() };
        self.tabs[tab].outbox.push_back(waiting);
        let now = self.now;
        if let Some(person) = self.tabs[tab].person.and_then(|index| self.person(index)) {
            let party = person.party.clone();
            self.trace.note(now, || crate::lines::asks(&party, &id, &command));
        }
        if self.tabs[tab].link == Link::Open {
            self.send_up(tab, Up::Command { id, command: Box::new(command) });
        }
    }

    /// What was refused for the moment is sent again after a while.
    fn send_again(&mut self, tab: usize, pause: u64) {
        if !self.tabs[tab].sends_again {
            self.tabs[tab].sends_again = true;
            self.at(self.now + pause, Happening::Resend(tab));
        }
    }

    /// Sends again whatever is not answered, oldest first, with the same ids.
    pub(crate) fn send_outbox(&mut self, tab: usize) {
        let again: Vec<Unanswered> = self.tabs[tab].outbox.iter().cloned().collect();
        for Unanswered { id, command } in again {
            self.send_up(tab, Up::Command { id, command: Box::new(command) });
        }
    }

    /// Heartbeats of one tab, both ways: who hears nothing for two of them hangs up.
    pub(crate) fn beat(&mut self, tab: usize, limit: u64) {
        let now = self.now;
        let here = &self.tabs[tab];
        let (epoch, is_alive) = (here.epoch, here.is_alive && here.person.is_some());
        let speaks = is_alive && here.link == Link::Open && here.up.is_up;
        let socket = here.sockets.iter().find(|socket| socket.epoch == epoch);
        let (has_socket, hears) = (socket.is_some(), here.down.is_up);
        if has_socket && speaks {
            self.hear(tab, epoch);
        }
        self.tabs[tab].sockets.retain(|socket| now - socket.heard_at <= limit);
        if is_alive && self.tabs[tab].link != Link::Down {
            if has_socket && hears {
                self.tabs[tab].heard_at = now;
            } else if now - self.tabs[tab].heard_at > limit {
                let says_so = self.tabs[tab].up.is_up;
                self.hang_up(tab, says_so);
            }
        }
    }

    /// The server's end of every socket is gone; those who can hear it learn it soon.
    pub(crate) fn sockets_die(&mut self) {
        for tab in 0..self.tabs.len() {
            let here = &mut self.tabs[tab];
            here.sockets.clear();
            let epoch = here.epoch;
            // Some of what was sent last is lost with the process.
            let sent = here.down.frames.len() - here.down.held;
            let lost = self.chance.below(sent as u64 + 1) as usize;
            for (of, _) in self.tabs[tab].down.frames.iter_mut().rev().take(lost) {
                *of = u32::MAX;
            }
            if self.tabs[tab].person.is_some() && self.tabs[tab].link != Link::Down {
                self.send_down(tab, epoch, Down::Close);
            }
        }
    }

    /// The network of a tab gets through again.
    pub(crate) fn mend(&mut self, tab: usize, _epoch: u32) {
        let (up_at, down_at) = (self.delay(), self.delay());
        let (count, at) = self.tabs[tab].up.mend(up_at);
        (0..count).for_each(|_| self.at(at, Happening::Arrive(tab)));
        let (count, at) = self.tabs[tab].down.mend(down_at);
        (0..count).for_each(|_| self.at(at, Happening::Show(tab)));
    }
}
