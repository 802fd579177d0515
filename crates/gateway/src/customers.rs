//! A customer's conversations: their ids follow from the customer's own and their number, so that two requests at the same moment name the
//! same conversation and one of them is refused. Which is the newest is read from the journal, the only place that cannot be wrong.

use domain::conversation::Phase;
use domain::identity::{Proved, verified_contact};
use domain::{ChatId, ConversationId, Refusal};
use sha2::{Digest, Sha256};
use store::{ConversationFilter, CustomerSession};
use uuid::Uuid;

use crate::app::App;
use crate::problem::unreadable;

/// How many of a contact's newest conversations are looked at for one that goes on.
const LOOKED_AT_MAX: usize = 100;

/// The id of a new customer.
pub(crate) fn new_id() -> String {
    Uuid::now_v7().to_string()
}

/// The id under which a verified customer asks for chats, on whichever device: made of its id at the host, and like no other customer's.
pub(crate) fn verified_id(external_id: &str) -> String {
    let digest = Sha256::digest(format!("holdfast customer {external_id}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::new_v8(bytes).to_string()
}

/// The number of a conversation among those that were begun under a customer's id.
fn number(customer: &str, id: &ConversationId) -> Option<u32> {
    id.as_str().strip_prefix(customer)?.strip_prefix('-')?.parse().ok()
}

/// The id of a customer's conversation after another.
fn next_id(customer: &str, newest: Option<&ConversationId>) -> Option<ConversationId> {
    // An imported conversation has a foreign id; then one number is left out.
    let next = newest.map_or(1, |id| number(customer, id).unwrap_or(1) + 1);
    ConversationId::parse(&format!("{customer}-{next}")).ok()
}

fn contact_of(customer: &str, proved: Option<&Proved>) -> String {
    proved.map_or_else(|| customer.to_owned(), |proved| verified_contact(&proved.external_id))
}

/// The newest conversations of a contact, open or not.
async fn newest(app: &App, contact: &str, limit: usize) -> Result<Vec<ConversationId>, Refusal> {
    let filter =
        ConversationFilter { customer: Some(contact.to_owned()), ..ConversationFilter::default() };
    let rows = app.engine.conversations(None, limit, filter).await;
    Ok(rows.map_err(|why| unreadable(&why))?.into_iter().map(|row| row.id).collect())
}

/// The newest conversation that a customer may go on with: begun under its id, or proved to be its own since.
///
/// # Errors
/// When the journal cannot be read.
pub(crate) async fn newest_of(
    app: &App,
    customer: &str,
    proved: Option<&Proved>,
) -> Result<Option<ConversationId>, Refusal> {
    let known = newest(app, &contact_of(customer, proved), LOOKED_AT_MAX).await?;
    if proved.is_none() {
        return Ok(known.into_iter().next());
    }
    // A verified customer may have begun others under other ids, before it had proved who it is.
    let own = known.iter().find(|id| number(customer, id).is_some());
    Ok(own.or(known.first()).cloned())
}

/// As whom a session acts, and the conversation that it may see. A session that proved nothing has only what was begun under its own id and is
/// nobody's in particular. A verified customer has all of its conversations on every device: the one that goes on here, else one that goes on
/// elsewhere, else the newest.
///
/// # Errors
/// When the journal cannot be read.
pub(crate) async fn place(
    app: &App,
    session: &CustomerSession,
) -> Result<(String, Option<ConversationId>), Refusal> {
    let here = session.customer.clone();
    let Some(identity) = &session.identity else {
        let newest = newest(app, &here, 1).await?.into_iter().next();
        return Ok((here, newest));
    };
    let own = verified_id(&identity.external_id);
    let known = newest(app, &verified_contact(&identity.external_id), LOOKED_AT_MAX).await?;
    let Some(last) = known.first().cloned() else { return Ok((own, None)) };
    let open = app.engine.read(move |core| {
        let open = known.into_iter().filter_map(|id| {
            let open = core.state.conversations.get(&id)?;
            (open.phase != Phase::WrapUp).then(|| (open.customer.id.clone(), id))
        });
        open.collect::<Vec<_>>()
    });
    let open = open.await?;
    let of = |customer: &str| open.iter().find(|(id, _)| id == customer);
    if let Some((customer, id)) = of(&here).or_else(|| of(&own)).or(open.first()) {
        return Ok((customer.clone(), Some(id.clone())));
    }
    if number(&own, &last).is_some() {
        return Ok((own, Some(last)));
    }
    let fold = app.engine.fold(&last).await.map_err(|why| unreadable(&why))?;
    let customer = fold.and_then(|fold| fold.conversation).map(|c| c.customer.id);
    Ok((customer.unwrap_or(own), Some(last)))
}

/// The chat of a session that has proved nothing, if one is open: its customer is still in it.
///
/// # Errors
/// When the journal cannot be read.
pub(crate) async fn open_chat(
    app: &App,
    conversation: Option<ConversationId>,
) -> Result<Option<OpenChat>, Refusal> {
    let Some(id) = conversation else { return Ok(None) };
    let open = app.engine.read(move |core| {
        let open = core.state.conversations.get(&id).filter(|c| c.phase != Phase::WrapUp)?;
        Some(OpenChat { chat: open.chat.clone(), is_async: open.is_async })
    });
    open.await
}

/// A chat that its customer is in.
#[derive(Debug)]
pub(crate) struct OpenChat {
    pub(crate) chat: ChatId,
    pub(crate) is_async: bool,
}

/// The conversation that a request for a chat is of: the open one, which the domain then refuses, or the next.
///
/// # Errors
/// When the journal cannot be read.
pub(crate) async fn conversation_to_start(
    app: &App,
    customer: &str,
    proved: Option<&Proved>,
) -> Result<ConversationId, Refusal> {
    let known = newest(app, &contact_of(customer, proved), LOOKED_AT_MAX).await?;
    let newest = match proved {
        None => known.into_iter().next(),
        Some(_) => known.into_iter().find(|id| number(customer, id).is_some()),
    };
    if let Some(id) = newest.clone() {
        let wanted = id.clone();
        // One that an agent still writes up is over for the customer.
        let is_open = app.engine.read(move |core| {
            let open = core.state.conversations.get(&wanted);
            open.is_some_and(|c| c.phase != Phase::WrapUp)
        });
        if is_open.await? {
            return Ok(id);
        }
    }
    next_id(customer, newest.as_ref()).ok_or_else(|| {
        crate::problem::invalid("customer", customer, "the customer's id is too long")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversations_are_numbered() {
        let id = |text: &str| ConversationId::new(text);
        assert_eq!(next_id("c", None), Some(id("c-1")));
        assert_eq!(next_id("c", Some(&id("c-1"))), Some(id("c-2")));
        assert_eq!(next_id("c", Some(&id("imported"))), Some(id("c-2")));
        assert_eq!(next_id(&"x".repeat(63), None), None);
    }

    #[test]
    fn a_verified_customer_has_the_same_id_everywhere_and_nobody_elses() {
        let id = verified_id("4711");
        assert_eq!(id, verified_id("4711"));
        assert_ne!(id, verified_id("4712"));
        // Those of sessions are of version 7.
        assert_eq!(id.as_bytes()[14], b'8');
        assert_eq!(new_id().as_bytes()[14], b'7');
        assert!(next_id(&id, None).is_some());
    }
}
