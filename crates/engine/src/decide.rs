//! Commands: whether one was carried out before, carrying it out, and what of its answer must be stored.

use std::sync::Arc;

use domain::state::command_hash;
use domain::{
    ChatId, Code, Command, CommandId, ConversationId, Emitted, Party, PartyType, Refusal, Seq,
    Timestamp, Who,
};
use store::ReadError;
use tokio::sync::oneshot;

use crate::answer::{Answer, Stored, fingerprint, key};
use crate::answers::Recent;
use crate::batch::Item;
use crate::inbox::{Reply, unavailable};
use crate::load::ANSWERS_KEPT;
use crate::presence::Owner;
use crate::subject::{makes, opens};
use crate::writer::Writer;

type Outcome = Result<Answer, Refusal>;

impl Writer {
    pub(crate) fn command(
        &mut self,
        by: Party,
        id: CommandId,
        command: Command,
        reply: Reply,
        now: Timestamp,
    ) {
        self.meters.commands.increment(1);
        let result = if self.failing.is_some() {
            Err(unavailable())
        } else {
            let about = command.conversation();
            match self.known(&by, &id, &command, about.as_ref(), now) {
                Ok(Some(known)) => {
                    self.meters.repeated.increment(1);
                    known
                }
                Ok(None) if self.is_outdated(&command) => {
                    let detail = "the conversation has gone on meanwhile; send it again";
                    Err(Refusal::new(Code::Busy, detail))
                }
                Ok(None) => self.carry_out(&by, &id, command, about, now),
                Err(why) => {
                    tracing::warn!(%why, "it cannot be read whether a command is a repeated one");
                    Err(unavailable())
                }
            }
        };
        if let Err(refusal) = &result {
            self.meters.refused(refusal);
        }
        self.batch.items.push(Item::Answer { reply, id, result });
    }

    /// The answer that a command got before, if it is a repeated one.
    fn known(
        &mut self,
        by: &Party,
        id: &CommandId,
        command: &Command,
        about: Option<&ConversationId>,
        now: Timestamp,
    ) -> Result<Option<Outcome>, ReadError> {
        let key = key(by, id);
        if let Some(recent) = self.answers.recent(&key) {
            if recent.fingerprint == fingerprint(command) {
                return Ok(Some(recent.result.clone()));
            }
            let detail = "the id was used for a different command before";
            return Ok(Some(Err(Refusal::new(Code::IdReused, detail).field("id", id))));
        }
        if let Some(stored) = self.stored(&key)? {
            return Ok(Some(stored));
        }
        let seq = match about {
            Some(conversation) if !makes(command) || self.is_open(conversation) => {
                self.find(by, id, command, conversation, now)?
            }
            // A conversation that is made now has seen nothing; what is about none has its answer stored.
            Some(_) | None => None,
        };
        let Some(seq) = seq else { return Ok(None) };
        let event = self.reader.read(seq, 1)?.into_iter().next().map(|recorded| recorded.event);
        let chat = event.as_ref().and_then(|event| event.chat.clone());
        let conversation = event.and_then(|event| event.conversation.clone());
        Ok(Some(Ok(Answer { seq, chat, conversation })))
    }

    /// Whether what the caller read of a closed conversation is not its end any more: another command has gone on with it, and that chat is
    /// over too. Carried out, the command would use that chat's id again.
    fn is_outdated(&self, command: &Command) -> bool {
        let Command::ContinueConversation { closed, .. } = command else { return false };
        let mut chats = self.released.iter().rev().map(|(_, chat)| chat);
        let later = |chat: &&ChatId| chat.conversation().as_ref() == Some(&closed.id);
        let newest = chats.find(later);
        !self.is_open(&closed.id) && newest.is_some_and(|chat| *chat != closed.last.chat)
    }

    fn is_open(&self, conversation: &ConversationId) -> bool {
        self.core.state.conversations.contains_key(conversation)
    }

    /// The position of the last event that a command left in its conversation, if it was carried out before. The journal is asked only when
    /// what the core remembers of an open conversation does not rule that out.
    fn find(
        &self,
        by: &Party,
        id: &CommandId,
        command: &Command,
        conversation: &ConversationId,
        now: Timestamp,
    ) -> Result<Option<Seq>, ReadError> {
        let mut since = Timestamp(now.0.saturating_sub_unsigned(ANSWERS_KEPT.0));
        if let Some(open) = self.core.state.conversations.get(conversation) {
            let names_this = match command.chat() {
                Some(chat) => *chat == open.chat,
                None => open.continues.is_none() || opens(command),
            };
            if open.commands.contains(command_hash(by, id)) {
                since = Timestamp(i64::MIN);
            } else if names_this {
                return Ok(None);
            }
        }
        self.reader.find_command(Some(conversation), by, id, since)
    }

    fn stored(&self, key: &str) -> Result<Option<Outcome>, ReadError> {
        if !self.answers.may_be_stored(key) {
            return Ok(None);
        }
        let Some(answer) = self.reader.answer(key)? else { return Ok(None) };
        let stored: Stored = serde_json::from_str(&answer.body)
            .map_err(|why| ReadError::Corrupt { detail: format!("a stored answer: {why}") })?;
        Ok(Some(stored.into()))
    }

    pub(crate) fn recall(
        &mut self,
        by: &Party,
        id: &CommandId,
        reply: oneshot::Sender<Option<Outcome>>,
    ) {
        if self.failing.is_some() {
            // The dropped channel says that it cannot be known.
            return;
        }
        let key = key(by, id);
        let known = match self.answers.recent(&key) {
            Some(recent) => Ok(Some(recent.result.clone())),
            None => self.stored(&key),
        };
        match known {
            Ok(known) => {
                // Who does not wait any more needs no answer.
                let run = Box::new(move || drop(reply.send(known)));
                self.batch.items.push(Item::Run(run));
            }
            Err(why) => tracing::warn!(%why, "a stored answer cannot be read"),
        }
    }

    fn carry_out(
        &mut self,
        by: &Party,
        id: &CommandId,
        command: Command,
        conversation: Option<ConversationId>,
        now: Timestamp,
    ) -> Outcome {
        let fingerprint = fingerprint(&command);
        let (opens, makes) = (opens(&command), makes(&command));
        let without_session = self.without_session(by, conversation.as_ref());
        if let Some(who) = &without_session
            && self.core.live.silent.contains_key(who)
        {
            let events = self.core.heard(now, who);
            self.push_events(events, now);
        }
        let executed = self.core.execute(now, by, id, command);
        let (result, has_own_event) = match executed {
            Ok(decided) => {
                let (seq, is_own) = last_event(&decided.events, by, id);
                let chat = decided.chat;
                let answer =
                    Answer { seq, conversation: about(chat.as_ref(), &conversation), chat };
                self.push_events(decided.events, now);
                (Ok(answer), is_own)
            }
            Err(refusal) => {
                // What was due before it has happened all the same.
                let due = self.core.take();
                self.push_events(due, now);
                (Err(refusal), false)
            }
        };
        self.follow_sender(by, without_session, opens, result.as_ref().ok(), now);
        if result.as_ref().is_err_and(Refusal::is_passing) {
            return result;
        }
        let key = key(by, id);
        // What left an event of its own in a conversation is found there.
        if !has_own_event || makes || conversation.is_none() {
            self.store(&key, &result, now);
        }
        let recent = Recent { fingerprint, result: result.clone() };
        self.answers.remember(key, recent, self.batch.number);
        result
    }

    fn store(&mut self, key: &Arc<str>, result: &Outcome, now: Timestamp) {
        let stored = match result {
            Ok(answer) => Stored::Done(answer.clone()),
            Err(refusal) => Stored::Refused(refusal.clone()),
        };
        match serde_json::to_string(&stored) {
            Ok(body) => {
                self.batch.answers.push(store::Answer { key: key.to_string(), at: now, body });
                self.answers.store(key, now);
            }
            // Cannot happen: an answer is texts and numbers. It is still remembered in memory.
            Err(why) => tracing::error!(%why, "an answer cannot be written"),
        }
    }

    /// Who sends a command without any open session, if the core waits for it: it counts as heard with the command and silent after.
    fn without_session(&self, by: &Party, conversation: Option<&ConversationId>) -> Option<Who> {
        match by.party_type {
            PartyType::Customer => {
                if self.parties.is_connected(&Owner::Customer(Arc::clone(&by.id))) {
                    return None;
                }
                let open = self.core.state.conversations.get(conversation?)?;
                (*open.customer.id == *by.id).then(|| Who::Customer(open.id.clone()))
            }
            PartyType::Agent | PartyType::Supervisor | PartyType::Admin | PartyType::Bot => {
                let agent = by.agent_id()?;
                if self.parties.is_connected(&Owner::Agent(agent.clone())) {
                    return None;
                }
                // Hearing one that is signed out would sign it in.
                let desk = self.core.state.desk(&agent)?;
                (desk.status.is_some() || !desk.parts.is_empty()).then_some(Who::Agent(agent))
            }
            PartyType::System => None,
        }
    }

    fn follow_sender(
        &mut self,
        by: &Party,
        without_session: Option<Who>,
        opens: bool,
        answer: Option<&Answer>,
        now: Timestamp,
    ) {
        let mut silent = without_session;
        let opened = answer.filter(|_| opens).and_then(|a| a.conversation.as_ref());
        if let Some(conversation) = opened {
            if self.parties.is_connected(&Owner::Customer(Arc::clone(&by.id))) {
                self.parties.bind(&by.id, conversation);
            } else {
                silent = Some(Who::Customer(conversation.clone()));
            }
        } else if silent.is_none() && by.party_type != PartyType::Customer {
            // Its status may have been set by this very command.
            silent = self.without_session(by, None);
        }
        if let Some(who) = silent {
            let events = self.core.silent(now, &who, now);
            self.push_events(events, now);
        }
    }
}

/// The position of a command's last own event, and whether there is one; without one, of the last that it caused, or 0.
fn last_event(events: &[Emitted], by: &Party, id: &CommandId) -> (Seq, bool) {
    let caused = || {
        let all = events.iter().rev().map(|emitted| &emitted.recorded);
        all.filter(|recorded| recorded.event.command.as_ref() == Some(id))
    };
    match caused().find(|recorded| recorded.event.actor == *by) {
        Some(own) => (own.seq, true),
        None => (caused().next().map_or(0, |recorded| recorded.seq), false),
    }
}

/// The conversation that an answer is about: its chat's, or else the command's.
fn about(chat: Option<&ChatId>, of_command: &Option<ConversationId>) -> Option<ConversationId> {
    let Some(named) = chat.and_then(ChatId::conversation_text) else { return of_command.clone() };
    match of_command {
        Some(same) if same.as_str() == named => of_command.clone(),
        Some(_) | None => chat.and_then(ChatId::conversation).or_else(|| of_command.clone()),
    }
}
