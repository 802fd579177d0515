//! The ids under which customers know staff: the same for one agent everywhere, and nothing that can be turned back into its name.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use domain::{Party, PartyType};
use sha2::{Digest, Sha256};

/// Ids that are kept once made; past it all are made anew.
const KEPT_MAX: usize = 10_000;

/// Makes the ids.
#[derive(Debug)]
pub(crate) struct Aliases {
    secret: [u8; 32],
    made: RwLock<HashMap<Arc<str>, Arc<str>>>,
}

impl Aliases {
    /// With the installation's secret.
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self { secret, made: RwLock::default() }
    }

    /// The id of a member of the staff as customers see it.
    pub(crate) fn of(&self, agent: &str) -> Arc<str> {
        let known = self.made.read().unwrap_or_else(PoisonError::into_inner).get(agent).cloned();
        known.unwrap_or_else(|| {
            let mut hasher = Sha256::new();
            hasher.update(self.secret);
            hasher.update(agent.as_bytes());
            let id: Arc<str> = hex(&hasher.finalize()[..8]).into();
            let mut made = self.made.write().unwrap_or_else(PoisonError::into_inner);
            if made.len() >= KEPT_MAX {
                made.clear();
            }
            made.insert(agent.into(), Arc::clone(&id));
            id
        })
    }

    /// The id of any party as a customer sees it.
    pub(crate) fn of_party(&self, party: &Party) -> Arc<str> {
        match party.party_type {
            PartyType::Customer | PartyType::System => Arc::clone(&party.id),
            PartyType::Agent | PartyType::Supervisor | PartyType::Bot | PartyType::Admin => {
                self.of(&party.id)
            }
        }
    }
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}
