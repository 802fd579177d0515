//! Commands from outside, over the socket or HTTP: what is read before one can be given to the engine, and what follows in the scratch data
//! when it was carried out.

use std::sync::Arc;

use domain::command::{LeftMessage, Request};
use domain::conversation::{Closed, Phase};
use domain::directory::StaffRole;
use domain::event::Customer;
use domain::identity::Proved;
use domain::incident::PastIncident;
use domain::{
    AgentId, Code, Command, CommandId, ConversationId, Party, PartyType, Refusal, Timestamp,
};
use engine::{Answer, Session, Signal};
use store::Change;

use crate::app::{App, Sender};
use crate::auth::keys;
use crate::customers;
use crate::drafts::{Sent, removed_at};
use crate::history::may_read_incident;
use crate::problem::unreadable;
use crate::starting::Started;
use crate::translate::command::{Left, Start, Wish};
use crate::translate::record::incident_in;

/// Where a widget's chats come from.
const ORIGIN_WEB: &str = "web";

/// A command that can be given to the engine, or whose answer is known already.
#[derive(Debug)]
pub(crate) enum Prepared {
    /// Give it to the engine.
    Submit(Command, Effect),
    /// It was carried out before.
    Known(Result<Answer, Refusal>),
}

/// What follows from a command that was carried out, beside its events.
#[derive(Debug, Default)]
pub(crate) enum Effect {
    /// Nothing.
    #[default]
    None,
    /// These drafts were sent.
    Drafts(Vec<(ConversationId, String, Timestamp)>),
    /// The directory names someone anew.
    Names,
    /// Someone of the directory is no bot, and has no keys any more.
    NoBot(AgentId),
    /// An agent was removed: its credential, sessions and keys go.
    Forget(AgentId),
    /// The sender signed out: its sessions end.
    SignOut,
    /// Another request of the same customer may come.
    Started {
        /// Held until then.
        _guard: Started,
    },
}

/// Puts together what a wish needs.
///
/// # Errors
/// A refusal, after which nothing was changed.
pub(crate) async fn prepare(
    app: &App,
    sender: &Sender,
    id: &CommandId,
    wish: Wish,
) -> Result<Prepared, Refusal> {
    match wish {
        Wish::Command(command) => {
            let effect = effect(app, sender, &command).await?;
            Ok(Prepared::Submit(command, effect))
        }
        Wish::StartChat(start) => start_chat(app, sender, *start).await,
        Wish::LeaveMessage(left) => leave_message(sender, id, *left),
        Wish::Continue { question } => continue_conversation(app, sender, id, question).await,
        Wish::Rate { chat, rating, comment } => {
            let past = match (sender, chat.conversation()) {
                (Sender::Customer { .. }, Some(id)) => {
                    let fold = app.engine.fold(&id).await.map_err(|why| unreadable(&why))?;
                    fold.and_then(|fold| fold.conversation).map(Box::new)
                }
                // The domain refuses it; nothing is read for it.
                (Sender::Customer { .. } | Sender::Staff { .. }, _) => None,
            };
            let command = Command::RateChat { chat, past, rating, comment };
            Ok(Prepared::Submit(command, Effect::None))
        }
        Wish::UpdateIncident { conversation, incident, open } => {
            let past = match sender {
                // The domain refuses it; nothing is read for it.
                Sender::Customer { .. } => None,
                Sender::Staff { agent, .. } => past_incident(app, agent, &conversation).await?,
            };
            let (past, incident) = (past.map(Box::new), incident_in(incident));
            let command = Command::UpdateIncident { conversation, past, incident, open };
            Ok(Prepared::Submit(command, Effect::None))
        }
    }
}

/// The incident of a conversation as the journal has it, for who may read it; the domain has those of open ones itself.
async fn past_incident(
    app: &App,
    agent: &AgentId,
    conversation: &ConversationId,
) -> Result<Option<PastIncident>, Refusal> {
    let fold = app.engine.fold(conversation).await.map_err(|why| unreadable(&why))?;
    let Some(fold) = fold else { return Ok(None) };
    let Some(incident) = fold.incident() else { return Ok(None) };
    let read = app.engine.read({
        let agent = agent.clone();
        move |core| core.state.directory.agents.get(&agent).cloned()
    });
    let Some(record) = read.await? else { return Ok(None) };
    let may = may_read_incident(app, &record, conversation, fold.queue().as_ref()).await?;
    Ok(may.then_some(incident))
}

/// What follows from a command, known before it is carried out without waiting; None: [`prepare`] it.
pub(crate) fn effect_at_once(app: &App, sender: &Sender, command: &Command) -> Option<Effect> {
    match (sent(command), sender) {
        (None, _) | (_, Sender::Customer { .. }) => match command {
            Command::PutAgent { agent } if agent.role != StaffRole::Bot => {
                Some(Effect::NoBot(agent.id.clone()))
            }
            Command::PutAgent { .. } => Some(Effect::Names),
            Command::RemoveAgent { agent } => Some(Effect::Forget(agent.clone())),
            Command::SignOut { .. } => Some(Effect::SignOut),
            _ => Some(Effect::None),
        },
        (Some(sent), Sender::Staff { agent, .. }) => {
            app.drafts.has_none(agent, &sent).then_some(Effect::None)
        }
    }
}

async fn effect(app: &App, sender: &Sender, command: &Command) -> Result<Effect, Refusal> {
    if let Some(effect) = effect_at_once(app, sender, command) {
        return Ok(effect);
    }
    match (sent(command), sender) {
        (Some(sent), Sender::Staff { agent, .. }) => {
            let drafts = app.drafts.removals(app, agent, &sent).await?;
            Ok(if drafts.is_empty() { Effect::None } else { Effect::Drafts(drafts) })
        }
        _ => Ok(Effect::None),
    }
}

/// What a command takes from the drafts.
fn sent(command: &Command) -> Option<Sent> {
    match command {
        Command::PostMessage { chat, .. } => chat.conversation().map(Sent::Reply),
        Command::AddSideNote { chat, .. } => chat.conversation().map(Sent::Note),
        Command::PostInternal { chat, .. } => chat.conversation().map(Sent::Internal),
        Command::CompleteWrapUp { chat, .. } | Command::AbandonChat { chat } => {
            chat.conversation().map(Sent::All)
        }
        _ => None,
    }
}

/// The customer as it asks, with what it has proved in place of what it only says.
fn verified(customer: Customer, proved: Option<&Proved>) -> Customer {
    match proved {
        Some(proved) => customer.proved(proved),
        None => customer,
    }
}

async fn start_chat(app: &App, sender: &Sender, start: Start) -> Result<Prepared, Refusal> {
    let (party, proved) = match sender {
        Sender::Customer { party, proved } => (party, proved.as_deref()),
        Sender::Staff { .. } => {
            return Err(Refusal::new(Code::NotAllowed, "only a customer asks for a chat"));
        }
    };
    let guard = app.starting.begin(&party.id)?;
    let conversation = customers::conversation_to_start(app, &party.id, proved).await?;
    let customer = Customer {
        id: party.id.to_string(),
        name: start.customer_name,
        email: start.email,
        page: start.page,
        company: start.company,
        ..Customer::default()
    };
    let customer = verified(customer, proved);
    let request = Request {
        conversation,
        customer,
        queue: start.queue,
        topic: start.topic,
        is_async: start.is_async,
        question: start.question,
        subject: start.subject,
        language: start.language,
        media_origin: Some(ORIGIN_WEB.to_owned()),
    };
    let command = Command::StartChat(Box::new(request));
    Ok(Prepared::Submit(command, Effect::Started { _guard: guard }))
}

fn leave_message(sender: &Sender, id: &CommandId, left: Left) -> Result<Prepared, Refusal> {
    let (party, proved) = match sender {
        Sender::Customer { party, proved } => (party, proved.as_deref()),
        Sender::Staff { .. } => {
            return Err(Refusal::new(Code::NotAllowed, "only a customer leaves a message"));
        }
    };
    let customer = Customer {
        id: party.id.to_string(),
        name: left.customer_name,
        email: left.email,
        page: left.page,
        ..Customer::default()
    };
    let customer = verified(customer, proved);
    // Nobody talks in it, so it is not a conversation of the customer's session; the same command names the same one.
    let name = format!("{} {id}", party.id);
    let conversation = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, name.as_bytes());
    let message = LeftMessage {
        conversation: ConversationId::new(&conversation.to_string()),
        customer,
        queue: left.queue,
        topic: left.topic,
        text: left.text,
    };
    Ok(Prepared::Submit(Command::LeaveMessage(Box::new(message)), Effect::None))
}

async fn continue_conversation(
    app: &App,
    sender: &Sender,
    id: &CommandId,
    question: Option<Arc<str>>,
) -> Result<Prepared, Refusal> {
    let (party, proved) = match sender {
        Sender::Customer { party, proved } => (party.clone(), proved.as_deref()),
        Sender::Staff { .. } => {
            return Err(Refusal::new(
                Code::NotAllowed,
                "only a customer goes on with its conversation",
            ));
        }
    };
    let Some(conversation) = customers::newest_of(app, &party.id, proved).await? else {
        return Err(Refusal::new(Code::NotFound, "there is no conversation to go on with"));
    };
    let fold = app.engine.fold(&conversation).await.map_err(|why| unreadable(&why))?;
    let over = fold.and_then(|fold| {
        let is_released = fold.released;
        fold.conversation.filter(|c| is_released || c.phase == Phase::WrapUp)
    });
    match over {
        Some(last) => {
            let closed = Box::new(Closed { id: last.id.clone(), last });
            let command = Command::ContinueConversation { closed, question };
            Ok(Prepared::Submit(command, Effect::None))
        }
        // It is open: either by this very command, or by another.
        None => match app.engine.recall(party, id.clone()).await? {
            Some(known) => Ok(Prepared::Known(known)),
            None => Err(Refusal::new(Code::AlreadyOpen, "the conversation is open already")),
        },
    }
}

/// Does what follows from a command that was carried out.
///
/// # Errors
/// When it could not be done; the command stands all the same.
pub(crate) async fn follow(
    app: &App,
    sender: &Sender,
    from: Option<&Session>,
    effect: Effect,
) -> Result<(), Refusal> {
    match (effect, sender) {
        (Effect::Drafts(drafts), Sender::Staff { agent, .. }) => {
            let removals = drafts.iter().map(|(id, field, written_at)| Change::RemoveDrafts {
                conversation: id.clone(),
                agent: agent.clone(),
                field: Some(field.clone()),
                at: removed_at(*written_at),
            });
            app.keeper.write_behind(removals.collect());
            for (conversation, field, written_at) in drafts {
                let written_at = removed_at(written_at);
                let (agent, text) = (agent.clone(), Arc::from(""));
                let signal = Signal::Draft { conversation, agent, field, text, written_at };
                app.engine.live_signal(from, signal);
            }
        }
        (Effect::Names, _) => app.refresh_names().await?,
        (Effect::NoBot(agent), _) => {
            app.refresh_names().await?;
            let known = keys::list(app, &agent).await?;
            if !known.is_empty() {
                let party = Party::new(PartyType::Agent, agent.as_str());
                keys::end(app, &party, &known).await?;
            }
        }
        (Effect::Forget(agent), _) => {
            let sessions = Change::RemoveStaffSessionsOf { agent: agent.clone(), except: None };
            let keys = Change::RemoveApiKeysOf(agent.clone());
            app.keeper.write(vec![Change::RemoveCredential(agent), sessions, keys]).await?;
            app.refresh_names().await?;
        }
        (Effect::SignOut, Sender::Staff { agent, party }) => {
            let all = Change::RemoveStaffSessionsOf { agent: agent.clone(), except: None };
            app.keeper.write(vec![all]).await?;
            app.registry.sign_out(party, None);
        }
        (Effect::None | Effect::Started { .. } | Effect::Drafts(_) | Effect::SignOut, _) => {}
    }
    Ok(())
}

/// Takes back what was noted for a command that was refused.
pub(crate) fn unfollow(app: &App, sender: &Sender, effect: Effect) {
    if let (Effect::Drafts(drafts), Sender::Staff { agent, .. }) = (effect, sender) {
        for (conversation, field, written_at) in drafts {
            let (agent, text) = (agent.clone(), Arc::from(""));
            app.drafts.note(&store::Draft { conversation, agent, field, text, written_at });
        }
    }
}
