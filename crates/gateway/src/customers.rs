//! A customer's conversations: their ids follow from the customer's own and their number, so that two requests at the same moment name the
//! same conversation and one of them is refused. Which is the newest is read from the journal, the only place that cannot be wrong.

use domain::conversation::Phase;
use domain::{ConversationId, Refusal};
use store::ConversationFilter;
use uuid::Uuid;

use crate::app::App;
use crate::problem::unreadable;

/// The id of a new customer.
pub(crate) fn new_id() -> String {
    Uuid::now_v7().to_string()
}

/// The id of a customer's conversation after another.
fn next_id(customer: &str, newest: Option<&ConversationId>) -> Option<ConversationId> {
    let number = |id: &ConversationId| -> Option<u32> {
        id.as_str().strip_prefix(customer)?.strip_prefix('-')?.parse().ok()
    };
    // An imported conversation has a foreign id; then one number is left out.
    let next = newest.map_or(1, |id| number(id).unwrap_or(1) + 1);
    ConversationId::parse(&format!("{customer}-{next}")).ok()
}

/// The newest conversation of a customer, open or not.
///
/// # Errors
/// When the journal cannot be read.
pub(crate) async fn newest_conversation(
    app: &App,
    customer: &str,
) -> Result<Option<ConversationId>, Refusal> {
    let filter =
        ConversationFilter { customer: Some(customer.to_owned()), ..ConversationFilter::default() };
    let rows = app.engine.conversations(None, 1, filter).await.map_err(|why| unreadable(&why))?;
    Ok(rows.into_iter().next().map(|row| row.id))
}

/// The conversation that a request for a chat is of: the open one, which the domain then refuses, or the next.
///
/// # Errors
/// When the journal cannot be read.
pub(crate) async fn conversation_to_start(
    app: &App,
    customer: &str,
) -> Result<ConversationId, Refusal> {
    let newest = newest_conversation(app, customer).await?;
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
}
