//! What a proof does to the session of a customer, and how a session ends. A session that proved nothing becomes another one with a new token
//! when it proves something, so that nobody who knew the old token has a part in it; a session of somebody never becomes another's.

use domain::identity::Proved;
use domain::{Code, Command, CommandId, Party, PartyType, Refusal};
use store::{Change, CustomerSession, Identity};
use uuid::Uuid;

use crate::app::App;
use crate::auth::sessions::{self, proved};
use crate::customers;

/// What became of a session.
#[derive(Debug)]
pub(crate) struct Identified {
    /// Its token, if it is another one now.
    pub(crate) token: Option<String>,
    /// Whether it was another customer's before.
    pub(crate) switched: bool,
    /// Whether there is a conversation to see.
    pub(crate) conversation: bool,
}

fn command_id() -> CommandId {
    CommandId::new(&Uuid::now_v7().to_string())
}

fn party(customer: &str) -> Party {
    Party::new(PartyType::Customer, customer)
}

/// Tells the open chat of a customer who it is; whether there is one.
async fn tell_chat(
    app: &App,
    customer: &str,
    conversation: Option<domain::ConversationId>,
    proved: Proved,
) -> Result<bool, Refusal> {
    let Some(open) = customers::open_chat(app, conversation).await? else { return Ok(false) };
    let command = Command::IdentifyCustomer { chat: open.chat, proved };
    match app.engine.command(party(customer), command_id(), command).await {
        Ok(_) => Ok(true),
        // It has ended in this moment.
        Err(refusal) if refusal.code == Code::ChatOver => Ok(false),
        Err(refusal) => Err(refusal),
    }
}

/// Gives a session, or a new one, to who has proved who it is.
///
/// # Errors
/// When it cannot be stored.
pub(crate) async fn identify(
    app: &App,
    session: Option<CustomerSession>,
    identity: Identity,
) -> Result<Identified, Refusal> {
    let own = customers::verified_id(&identity.external_id);
    let known = proved(&identity);
    let mut made = CustomerSession {
        token: [0; 32],
        customer: own.clone(),
        conversation: None,
        created_at: app.now(),
        last_used_at: app.now(),
        identity: Some(identity.clone()),
    };
    let (mut switched, mut instead_of) = (false, None);
    match session {
        Some(session) if session.identity.is_none() => {
            let (customer, conversation) = customers::place(app, &session).await?;
            // Who is in a chat stays in it, and it is its own from now on; what was over before is nobody's in particular.
            if tell_chat(app, &customer, conversation, known).await? {
                made.customer = customer;
            }
            instead_of = Some(session);
        }
        Some(session)
            if session.identity.as_ref().is_some_and(|i| i.external_id == identity.external_id) =>
        {
            let renewed =
                CustomerSession { identity: Some(identity), last_used_at: app.now(), ..session };
            app.keeper.write(vec![Change::SaveCustomerSession(renewed.clone())]).await?;
            let (customer, conversation) = customers::place(app, &renewed).await?;
            let is_there = conversation.is_some();
            tell_chat(app, &customer, conversation, known).await?;
            return Ok(Identified { token: None, switched, conversation: is_there });
        }
        Some(session) => {
            end(app, &session).await?;
            switched = true;
        }
        None => {}
    }
    let before = instead_of.as_ref().map(|session| session.token);
    let token =
        sessions::begin_customer(app, made.customer.clone(), made.identity.clone(), before).await?;
    if let Some(session) = instead_of {
        app.registry.renew(&party(&session.customer), session.token);
    }
    let (_, conversation) = customers::place(app, &made).await?;
    Ok(Identified { token: Some(token), switched, conversation: conversation.is_some() })
}

/// Ends a session. Its chat is left, unless the customer is in it elsewhere too or can come back to it from anywhere.
///
/// # Errors
/// When it cannot be stored.
pub(crate) async fn end(app: &App, session: &CustomerSession) -> Result<(), Refusal> {
    let (customer, conversation) = customers::place(app, session).await?;
    let party = party(&customer);
    let open = customers::open_chat(app, conversation).await?;
    let stays = |is_async: bool| {
        session.identity.is_some() && (is_async || app.registry.is_elsewhere(&party, session.token))
    };
    if let Some(open) = open.filter(|open| !stays(open.is_async)) {
        let command = Command::LeaveChat { chat: open.chat };
        match app.engine.command(party.clone(), command_id(), command).await {
            Ok(_) => {}
            Err(refusal) if refusal.code == Code::ChatOver => {}
            Err(refusal) => return Err(refusal),
        }
    }
    app.keeper.write(vec![Change::RemoveCustomerSession(session.token)]).await?;
    app.registry.end(&party, session.token);
    Ok(())
}
