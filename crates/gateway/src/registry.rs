//! The open sockets of each party: a bound on their number, and a way to close one from outside it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::{IdentityKeyId, Party};
use store::TokenHash;
use tokio::sync::oneshot;

use crate::limits::{AGENT_SOCKETS_MAX, CUSTOMER_SOCKETS_MAX};
use crate::socket::closing::Closing;

/// By which a socket is told from outside to close, once.
#[derive(Debug)]
struct Control(Mutex<Option<oneshot::Sender<Closing>>>);

impl Control {
    fn close(&self, why: Closing) {
        if let Some(sender) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // A socket that does not wait for it has closed already.
            let _ = sender.send(why);
        }
    }
}

/// An open socket's place in the registry.
#[derive(Debug)]
pub(crate) struct Place {
    control: Arc<Control>,
    closed: oneshot::Receiver<Closing>,
}

impl Default for Place {
    fn default() -> Self {
        let (sender, closed) = oneshot::channel();
        Self { control: Arc::new(Control(Mutex::new(Some(sender)))), closed }
    }
}

impl Place {
    /// Waits until the socket is to close.
    pub(crate) async fn closed(&mut self) -> Closing {
        // The other end is kept beside it, so that it cannot be gone.
        (&mut self.closed).await.unwrap_or(Closing::Replaced)
    }
}

#[derive(Debug)]
struct Entry {
    client: Box<str>,
    token: Option<TokenHash>,
    /// The key that proved who the customer is.
    key: Option<IdentityKeyId>,
    control: Arc<Control>,
}

/// Whether of the staff, and the id: an agent whose role changes stays the same.
type Key = (bool, Arc<str>);

fn key(party: &Party) -> Key {
    (party.agent_id().is_some(), Arc::clone(&party.id))
}

/// The open sockets.
#[derive(Debug, Default)]
pub(crate) struct Registry(Mutex<HashMap<Key, Vec<Entry>>>);

impl Registry {
    /// Notes a new socket. An older one of the same tab is closed: the tab has given it up.
    ///
    /// # Errors
    /// The number of open sockets that is the bound.
    pub(crate) fn enter(
        &self,
        party: &Party,
        client: &str,
        token: Option<TokenHash>,
        proved_by: Option<IdentityKeyId>,
    ) -> Result<Place, usize> {
        let max = match party.agent_id() {
            Some(_) => AGENT_SOCKETS_MAX,
            None => CUSTOMER_SOCKETS_MAX,
        };
        let mut parties = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entries = parties.entry(key(party)).or_default();
        if let Some(at) = entries.iter().position(|entry| *entry.client == *client) {
            entries.swap_remove(at).control.close(Closing::Replaced);
        }
        if entries.len() >= max {
            return Err(max);
        }
        let place = Place::default();
        let control = Arc::clone(&place.control);
        let (client, key) = (client.into(), proved_by);
        entries.push(Entry { client, token, key, control });
        Ok(place)
    }

    /// Forgets a socket that is closed.
    pub(crate) fn leave(&self, party: &Party, place: &Place) {
        let mut parties = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = key(party);
        if let Some(entries) = parties.get_mut(&key) {
            entries.retain(|entry| !Arc::ptr_eq(&entry.control, &place.control));
            if entries.is_empty() {
                parties.remove(&key);
            }
        }
    }

    /// Closes the sockets that were opened with a session or key.
    pub(crate) fn end(&self, party: &Party, token: TokenHash) {
        let parties = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in parties.get(&key(party)).into_iter().flatten() {
            if entry.token == Some(token) {
                entry.control.close(Closing::SignedOut);
            }
        }
    }

    /// Closes the sockets that were opened with a customer's session which has another token now: their clients come again with that.
    pub(crate) fn renew(&self, party: &Party, token: TokenHash) {
        let parties = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in parties.get(&key(party)).into_iter().flatten() {
            if entry.token == Some(token) {
                entry.control.close(Closing::Identified);
            }
        }
    }

    /// Closes the sockets of all customers that a key proved: they prove anew who they are, with another.
    pub(crate) fn end_key(&self, key: &IdentityKeyId) {
        let parties = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in parties.values().flatten().filter(|entry| entry.key.as_ref() == Some(key)) {
            entry.control.close(Closing::IdentityExpired);
        }
    }

    /// Whether a party is connected with another session, too.
    pub(crate) fn is_elsewhere(&self, party: &Party, token: TokenHash) -> bool {
        let parties = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        parties.get(&key(party)).into_iter().flatten().any(|entry| entry.token != Some(token))
    }

    /// Closes all sockets of a party but those of one session: they are signed out.
    pub(crate) fn sign_out(&self, party: &Party, except: Option<TokenHash>) {
        let parties = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in parties.get(&key(party)).into_iter().flatten() {
            if except.is_none() || entry.token != except {
                entry.control.close(Closing::SignedOut);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::PartyType;

    use super::*;

    #[test]
    fn so_many_sockets_and_no_more() {
        let registry = Registry::default();
        let customer = Party::new(PartyType::Customer, "c");
        let open: Vec<_> = (0..CUSTOMER_SOCKETS_MAX)
            .map(|n| registry.enter(&customer, &n.to_string(), None, None).unwrap())
            .collect();
        assert_eq!(
            registry.enter(&customer, "more", None, None).unwrap_err(),
            CUSTOMER_SOCKETS_MAX
        );
        let again = registry.enter(&customer, "0", None, None).unwrap();
        // What has been replaced leaves late and takes nobody with it.
        registry.leave(&customer, &open[0]);
        assert!(registry.enter(&customer, "more", None, None).is_err());
        registry.leave(&customer, &again);
        assert!(registry.enter(&customer, "more", None, None).is_ok());
    }
}
