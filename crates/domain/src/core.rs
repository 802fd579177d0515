//! The writer's core: state, live presence and derived indexes together, and the one way in which anything changes: a command or the
//! passing of time is decided against the state, and each event that follows is applied as it is emitted.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::audience::{Audience, audience};
use crate::checks::{check_conversation, check_desk, overdue_conversation};
use crate::command::Command;
use crate::conversation::Conversation;
use crate::event::{Body, Event, Party, PartyType, Recorded};
use crate::hashed::HashMap;
use crate::id::{AgentId, ChatId, CommandId, ConversationId, QueueId};
use crate::presence::Live;
use crate::refusal::{Code, Refusal};
use crate::routing::Ready;
use crate::state::{State, is_said};
use crate::time::Timestamp;

/// Under which circumstances something is decided.
#[derive(Debug, Clone)]
pub struct Context {
    /// Now.
    pub now: Timestamp,
    /// Who asks.
    pub by: Party,
    /// The id of the command, if it is one.
    pub command: Option<CommandId>,
}

impl Context {
    /// Time passes; nobody asks.
    #[must_use]
    pub fn system(now: Timestamp) -> Self {
        Self { now, by: Party::system(), command: None }
    }

    /// The same moment and command, but what follows is Holdfast's own doing.
    #[must_use]
    pub(crate) fn as_system(&self) -> Self {
        Self { now: self.now, by: Party::system(), command: self.command.clone() }
    }
}

/// The chat that an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The conversation.
    pub conversation: ConversationId,
    /// The chat.
    pub chat: ChatId,
}

/// An event with those who may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emitted {
    /// The event at its place.
    pub recorded: Recorded,
    /// Who may see it.
    pub audience: Audience,
}

/// What a command came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decided {
    /// The events that follow, in order; empty if there was nothing to change.
    pub events: Vec<Emitted>,
    /// The chat that it was about, if it was about one.
    pub chat: Option<ChatId>,
}

/// Whose next deadline an entry of the timetable is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Timed {
    /// An agent's presence.
    Agent(AgentId),
    /// Everything about a conversation.
    Conversation(ConversationId),
}

/// Deadlines by time. An entry may be too early, never too late: it is looked at again when it comes up.
#[derive(Debug, Clone, Default)]
struct Timetable {
    order: BTreeSet<(Timestamp, Timed)>,
    entries: HashMap<Timed, Timestamp>,
}

impl Timetable {
    fn put(&mut self, timed: &Timed, due: Timestamp) {
        match self.entries.get_mut(timed) {
            Some(entry) if *entry <= due => {}
            Some(entry) => {
                self.order.remove(&(*entry, timed.clone()));
                *entry = due;
                self.order.insert((due, timed.clone()));
            }
            None => {
                self.entries.insert(timed.clone(), due);
                self.order.insert((due, timed.clone()));
            }
        }
    }

    fn pop(&mut self, now: Timestamp) -> Option<Timed> {
        self.order.first().filter(|(due, _)| *due <= now)?;
        let (_, timed) = self.order.pop_first()?;
        self.entries.remove(&timed);
        Some(timed)
    }
}

/// State, presence and indexes of one tenant.
#[derive(Debug, Clone, Default)]
pub struct Core {
    /// What the log amounts to.
    pub state: State,
    /// Whose clients are heard; not part of the log.
    pub live: Live,
    pub(crate) ready: Ready,
    timetable: Timetable,
    out: Vec<Emitted>,
}

impl Core {
    /// A core that goes on from a state: of a new tenant, or replayed at a start. Everyone who was in a chat gets a full absent
    /// interval from `now`.
    #[must_use]
    pub fn start(state: State, now: Timestamp) -> Self {
        let live = Live::after_restart(&state, now);
        Self::go_on(state, live)
    }

    /// A core that goes on from a state, with what is known of who is heard. Nothing happens yet, also not what is due.
    #[must_use]
    pub fn go_on(mut state: State, live: Live) -> Self {
        state.rebuild();
        let mut core = Self { state, live, ..Self::default() };
        core.rebuild();
        core
    }

    /// Carries out a command: everything that was due first, then the command, then the offers that follow.
    ///
    /// # Errors
    /// A refusal, which changed nothing, although events that were due may have been emitted: take them with [`Self::take`].
    pub fn execute(
        &mut self,
        now: Timestamp,
        by: &Party,
        id: &CommandId,
        command: Command,
    ) -> Result<Decided, Refusal> {
        let now = self.advance(now);
        let ctx = Context { now, by: by.clone(), command: Some(id.clone()) };
        let done = self.carry_out(&ctx, command);
        let chat = done?;
        self.route(&Context::system(now));
        Ok(Decided { events: self.take(), chat })
    }

    /// Lets time pass: everything due up to `now` happens.
    pub fn tick(&mut self, now: Timestamp) -> Vec<Emitted> {
        let now = self.advance(now);
        if cfg!(debug_assertions) {
            for c in self.changed() {
                debug_assert_eq!(overdue_conversation(self, c, now), Ok(()));
            }
        }
        self.take()
    }

    /// Takes the events emitted and not yet taken.
    pub fn take(&mut self) -> Vec<Emitted> {
        if cfg!(debug_assertions) {
            self.hold_promises();
        }
        std::mem::take(&mut self.out)
    }

    /// The open conversations that the events not yet taken are about.
    fn changed(&self) -> impl Iterator<Item = &Conversation> {
        let ids =
            self.out.iter().filter_map(|emitted| emitted.recorded.event.conversation.as_ref());
        let ids: BTreeSet<&ConversationId> = ids.collect();
        ids.into_iter().filter_map(|id| self.state.conversations.get(id)).map(|c| &**c)
    }

    /// What must hold of a state between two commands, held where something has changed. Only in builds with debug assertions.
    fn hold_promises(&self) {
        for c in self.changed() {
            debug_assert_eq!(check_conversation(&self.state, c), Ok(()));
            for agent in c.holders() {
                debug_assert_eq!(check_desk(&self.state, agent), Ok(()));
            }
        }
        for agent in self.out.iter().filter_map(|e| e.recorded.event.actor.agent_id()) {
            debug_assert_eq!(check_desk(&self.state, &agent), Ok(()));
        }
    }

    /// When [`Self::tick`] must be called next; it may turn out that nothing is due then.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.timetable.order.first().map(|(due, _)| *due)
    }

    /// Time never runs backwards, whatever the caller says.
    pub(crate) fn advance(&mut self, now: Timestamp) -> Timestamp {
        let now = now.max(self.state.at);
        let ctx = Context::system(now);
        while let Some(timed) = self.timetable.pop(now) {
            match &timed {
                Timed::Agent(agent) => self.agent_due(&ctx, agent),
                Timed::Conversation(conversation) => self.conversation_due(&ctx, conversation),
            }
            self.schedule(&timed);
            self.route(&ctx);
        }
        now
    }

    fn carry_out(&mut self, ctx: &Context, command: Command) -> Result<Option<ChatId>, Refusal> {
        match command {
            Command::StartChat(request) => self.start_chat(ctx, *request).map(Some),
            Command::ContinueConversation { closed, question } => {
                self.continue_conversation(ctx, &closed, question).map(Some)
            }
            Command::PostMessage { chat, text } => self.post_message(ctx, &chat, text).map(Some),
            Command::LeaveChat { chat } => self.leave_chat(ctx, &chat).map(Some),
            Command::RateChat { chat, past, rating, comment } => {
                self.rate_chat(ctx, &chat, past.as_deref(), rating, &comment).map(Some)
            }
            Command::SetStatus { status } => self.set_status(ctx, status).map(|()| None),
            Command::SignOut { confirmed } => self.sign_out(ctx, confirmed).map(|()| None),
            Command::ConfirmOffer { chat } => self.confirm_offer(ctx, &chat).map(|()| Some(chat)),
            Command::AcceptOffer { chat } => self.accept_offer(ctx, &chat).map(|()| Some(chat)),
            Command::DeclineOffer { chat } => self.decline_offer(ctx, &chat).map(|()| Some(chat)),
            Command::AnswerUnavailable { chat } => {
                self.answer_unavailable(ctx, &chat).map(|()| Some(chat))
            }
            Command::PickChat { chat } => self.pick_chat(ctx, &chat).map(|()| Some(chat)),
            Command::AddSideNote { chat, text } => {
                self.add_side_note(ctx, &chat, text).map(|()| Some(chat))
            }
            Command::EndChat { chat, resolve_ticket } => {
                self.end_chat(ctx, &chat, resolve_ticket).map(|()| Some(chat))
            }
            Command::IdentifyCustomer { chat, proved } => {
                self.identify_customer(ctx, &chat, &proved).map(Some)
            }
            Command::TellPage { chat, page } => self.tell_page(ctx, &chat, page).map(Some),
            Command::LeaveMessage(message) => self.leave_message(ctx, *message).map(|()| None),
            Command::SendFile { chat, file } => self.send_file(ctx, &chat, file).map(Some),
            Command::SetAgentStatus { agent, status } => {
                self.set_agent_status(ctx, &agent, status).map(|()| None)
            }
            command @ (Command::TransferToAgent { .. }
            | Command::InviteToConference { .. }
            | Command::CancelInvitation { .. }
            | Command::AcceptInvitation { .. }
            | Command::DeclineInvitation { .. }
            | Command::AnswerInvitationUnavailable { .. }
            | Command::TransferToQueue { .. }
            | Command::ReleaseToQueue { .. }
            | Command::MakeLead { .. }
            | Command::LeaveConference { .. }
            | Command::StartMonitoring { .. }
            | Command::StartCoaching { .. }
            | Command::StopWatching { .. }
            | Command::JoinChat { .. }
            | Command::ReassignChat { .. }
            | Command::PostInternal { .. }
            | Command::PushLink { .. }
            | Command::SetAttributes { .. }
            | Command::HoldChat { .. }
            | Command::InviteToCobrowse { .. }
            | Command::AcceptCobrowse { .. }
            | Command::DeclineCobrowse { .. }
            | Command::ConfirmCobrowse { .. }
            | Command::StopCobrowse { .. }
            | Command::FailCobrowse { .. }
            | Command::RecordCobrowse { .. }) => self.carry_out_in_chat(ctx, command),
            Command::AbandonChat { chat } => self.abandon_chat(ctx, &chat).map(|()| Some(chat)),
            Command::CompleteWrapUp { chat, incident, close_incident } => {
                self.complete_wrap_up(ctx, &chat, incident, close_incident).map(|()| Some(chat))
            }
            Command::UpdateIncident { conversation, past, incident, open } => {
                let past = past.map(|past| *past);
                self.update_incident(ctx, &conversation, past, incident, open).map(|()| None)
            }
            command @ (Command::PutReportSchedule(_) | Command::RemoveReportSchedule { .. }) => {
                self.change_report_schedules(ctx, command).map(|()| None)
            }
            command @ (Command::PutTenant { .. }
            | Command::PutAgent { .. }
            | Command::RemoveAgent { .. }
            | Command::PutQueue { .. }
            | Command::RemoveQueue { .. }
            | Command::PutProfile { .. }
            | Command::RemoveProfile { .. }
            | Command::PutStatus { .. }
            | Command::RemoveStatus { .. }
            | Command::SetSetting { .. }
            | Command::PutIdentityKey { .. }
            | Command::RemoveIdentityKey { .. }
            | Command::ChangeLibrary(_)) => self.change_directory(ctx, command).map(|()| None),
        }
    }

    /// The commands of those who share a chat.
    fn carry_out_in_chat(
        &mut self,
        ctx: &Context,
        command: Command,
    ) -> Result<Option<ChatId>, Refusal> {
        let chat = match command {
            Command::TransferToAgent { chat, agent, note } => {
                self.transfer_to_agent(ctx, &chat, &agent, note).map(|()| chat)
            }
            Command::InviteToConference { chat, agent } => {
                self.invite_to_conference(ctx, &chat, &agent).map(|()| chat)
            }
            Command::CancelInvitation { chat } => self.cancel_invitation(ctx, &chat).map(|()| chat),
            Command::AcceptInvitation { chat } => self.accept_invitation(ctx, &chat).map(|()| chat),
            Command::DeclineInvitation { chat } => {
                self.decline_invitation(ctx, &chat).map(|()| chat)
            }
            Command::AnswerInvitationUnavailable { chat } => {
                self.answer_invitation_unavailable(ctx, &chat).map(|()| chat)
            }
            Command::TransferToQueue { chat, queue, note } => {
                self.transfer_to_queue(ctx, &chat, &queue, note).map(|()| chat)
            }
            Command::ReleaseToQueue { chat } => self.release_to_queue(ctx, &chat).map(|()| chat),
            Command::MakeLead { chat, agent } => self.make_lead(ctx, &chat, &agent).map(|()| chat),
            Command::LeaveConference { chat } => self.leave_conference(ctx, &chat).map(|()| chat),
            Command::StartMonitoring { chat } => {
                self.start_watching(ctx, &chat, false).map(|()| chat)
            }
            Command::StartCoaching { chat } => self.start_watching(ctx, &chat, true).map(|()| chat),
            Command::StopWatching { chat } => self.stop_watching(ctx, &chat).map(|()| chat),
            Command::JoinChat { chat } => self.join_chat(ctx, &chat).map(|()| chat),
            Command::ReassignChat { chat, agent } => {
                self.reassign_chat(ctx, &chat, &agent).map(|()| chat)
            }
            Command::PostInternal { chat, text, visibility } => {
                self.post_internal(ctx, &chat, text, visibility).map(|()| chat)
            }
            Command::PushLink { chat, url, title } => {
                self.push_link(ctx, &chat, url, title).map(|()| chat)
            }
            Command::SetAttributes { chat, attributes } => {
                self.set_attributes(ctx, &chat, attributes).map(|()| chat)
            }
            Command::HoldChat { chat } => self.hold_chat(ctx, &chat).map(|()| chat),
            Command::InviteToCobrowse { chat } => {
                self.invite_to_cobrowse(ctx, &chat).map(|()| chat)
            }
            Command::AcceptCobrowse { chat } => {
                self.answer_cobrowse(ctx, &chat, true).map(|()| chat)
            }
            Command::DeclineCobrowse { chat } => {
                self.answer_cobrowse(ctx, &chat, false).map(|()| chat)
            }
            Command::ConfirmCobrowse { chat } => self.confirm_cobrowse(ctx, &chat).map(|()| chat),
            Command::StopCobrowse { chat } => self.end_cobrowse(ctx, &chat, None).map(|()| chat),
            Command::FailCobrowse { chat, detail } => {
                self.end_cobrowse(ctx, &chat, Some(detail)).map(|()| chat)
            }
            Command::RecordCobrowse { chat, file, bytes, length } => {
                self.record_cobrowse(ctx, &chat, file, bytes, length)
            }
            other => unreachable!("{other:?} is carried out elsewhere"),
        };
        chat.map(Some)
    }

    /// Emits an event about a chat: it is applied at once, and all that is derived follows.
    pub(crate) fn emit(&mut self, ctx: &Context, subject: &Subject, body: Body) {
        let said = is_said(&body);
        let event = Event {
            at: ctx.now,
            conversation: Some(subject.conversation.clone()),
            chat: Some(subject.chat.clone()),
            actor: ctx.by.clone(),
            command: ctx.command.clone(),
            body,
        };
        let recorded = Recorded { seq: self.state.position + 1, event: Arc::new(event) };
        let before = self.conversation_arc(&subject.conversation);
        // Of what is said the audience is the same before and after; not holding on to the old state lets it be changed in place.
        let audience_of_said =
            said.then(|| audience(&recorded.event, before.as_deref(), before.as_deref()));
        let before = before.filter(|_| !said);
        self.state.apply(&recorded);
        let audience = audience_of_said.unwrap_or_else(|| {
            let after = self.conversation_arc(&subject.conversation);
            self.follow(before.as_deref(), after.as_deref());
            audience(&recorded.event, before.as_deref(), after.as_deref())
        });
        self.schedule(&Timed::Conversation(subject.conversation.clone()));
        self.out.push(Emitted { recorded, audience });
    }

    /// Emits an event about a conversation that has no open chat, or never had one: its incident's, its customer's rating, or a recording.
    pub(crate) fn emit_alone(
        &mut self,
        ctx: &Context,
        conversation: ConversationId,
        chat: Option<ChatId>,
        body: Body,
    ) {
        let event = Event {
            at: ctx.now,
            conversation: Some(conversation),
            chat,
            actor: ctx.by.clone(),
            command: ctx.command.clone(),
            body,
        };
        let recorded = Recorded { seq: self.state.position + 1, event: Arc::new(event) };
        self.state.apply(&recorded);
        let audience = audience(&recorded.event, None, None);
        self.out.push(Emitted { recorded, audience });
    }

    /// Emits an event about no chat.
    pub(crate) fn emit_about_none(&mut self, ctx: &Context, body: Body) {
        let is_status =
            matches!(body, Body::AgentStatusChanged { .. } | Body::AgentClientReset { .. });
        let agent = match &body {
            Body::AgentStatusChanged { participant, .. }
            | Body::AgentClientReset { participant, .. } => participant.agent_id(),
            _ => None,
        };
        let event = Event {
            at: ctx.now,
            conversation: None,
            chat: None,
            actor: ctx.by.clone(),
            command: ctx.command.clone(),
            body,
        };
        let recorded = Recorded { seq: self.state.position + 1, event: Arc::new(event) };
        self.state.apply(&recorded);
        let audience = audience(&recorded.event, None, None);
        self.out.push(Emitted { recorded, audience });
        match agent {
            Some(agent) if is_status => self.refresh_agent(&agent),
            // A changed setting, queue or profile may move any deadline and any agent.
            _ => self.rebuild(),
        }
    }

    /// Folds one event of the log and says who may see it; at a start, before [`Self::start`] is called with the state.
    pub fn replay(state: &mut State, recorded: &Recorded) -> Audience {
        let find = |state: &State| {
            let id = recorded.event.conversation.as_ref()?;
            state.conversations.get(id).cloned()
        };
        let before = find(state);
        if is_said(&recorded.event.body) {
            // As in `emit`: the audience stays the same, and letting go of the old state first lets it be changed in place.
            let audience = audience(&recorded.event, before.as_deref(), before.as_deref());
            drop(before);
            state.apply(recorded);
            return audience;
        }
        state.apply(recorded);
        audience(&recorded.event, before.as_deref(), find(state).as_deref())
    }

    /// Derives all indexes anew.
    pub(crate) fn rebuild(&mut self) {
        self.timetable = Timetable::default();
        let past = std::mem::take(&mut self.ready.past_preference);
        // Who is no longer in the directory must not stay among the ready.
        self.ready = Ready::default();
        // Unless the limit is longer now, who has waited long enough does not wait again.
        self.ready.past_preference = past
            .into_iter()
            .filter(|id| self.state.conversations.get(id).is_some_and(|c| self.has_waited(c)))
            .collect();
        let conversations: Vec<ConversationId> = self.state.conversations.keys().cloned().collect();
        for id in conversations {
            self.schedule(&Timed::Conversation(id));
        }
        let agents: BTreeSet<AgentId> =
            self.state.directory.agents.keys().chain(self.state.desks.keys()).cloned().collect();
        for agent in &agents {
            self.refresh_agent(agent);
        }
        let queues: Vec<QueueId> = self.state.lines.keys().cloned().collect();
        self.ready.dirty_queues.extend(queues);
    }

    /// Puts the next deadline of an agent or a conversation into the timetable.
    pub(crate) fn schedule(&mut self, timed: &Timed) {
        let due = match timed {
            Timed::Agent(agent) => self.agent_timer(agent).map(|(due, _)| due),
            Timed::Conversation(id) => self
                .state
                .conversations
                .get(id)
                .and_then(|c| self.conversation_timer(c))
                .map(|t| t.0),
        };
        if let Some(due) = due {
            self.timetable.put(timed, due);
        }
    }

    pub(crate) fn conversation_arc(&self, id: &ConversationId) -> Option<Arc<Conversation>> {
        self.state.conversations.get(id).cloned()
    }

    /// The open conversation that a chat id names.
    ///
    /// # Errors
    /// Refused if there is none.
    pub(crate) fn open_conversation(&self, chat: &ChatId) -> Result<Arc<Conversation>, Refusal> {
        let open = chat.conversation_text().and_then(|id| self.state.conversations.get(id));
        open.cloned().ok_or_else(|| {
            Refusal::new(Code::ChatOver, format!("the chat {chat} is over or does not exist"))
                .field("chat", chat)
        })
    }

    /// The open conversation of a chat that must be its current one.
    ///
    /// # Errors
    /// Refused if there is none, or if another chat has continued it.
    pub(crate) fn current_chat(&self, chat: &ChatId) -> Result<Arc<Conversation>, Refusal> {
        let conversation = self.open_conversation(chat)?;
        if conversation.chat == *chat {
            return Ok(conversation);
        }
        let detail = format!("the chat {chat} was continued by {}", conversation.chat);
        Err(Refusal::new(Code::SessionLost, detail).field("chat", chat))
    }

    /// The agent that sends a command.
    ///
    /// # Errors
    /// Refused for customers and for those not in the directory.
    pub(crate) fn sender(&self, ctx: &Context) -> Result<AgentId, Refusal> {
        match ctx.by.party_type {
            PartyType::Agent | PartyType::Supervisor | PartyType::Bot | PartyType::Admin => {}
            PartyType::Customer | PartyType::System => {
                return Err(Refusal::new(Code::NotAllowed, "only staff may do this"));
            }
        }
        let known = ctx.by.agent_id().filter(|id| self.state.directory.agents.contains_key(id));
        known.ok_or_else(|| Refusal::new(Code::NotAllowed, "the sender is not in the directory"))
    }
}

impl Conversation {
    /// Its current chat as the subject of an event.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject { conversation: self.id.clone(), chat: self.chat.clone() }
    }
}
