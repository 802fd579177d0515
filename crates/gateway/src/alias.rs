//! The ids under which customers know staff: the same for one agent everywhere, and nothing that can be turned back into its name.

use domain::Party;
use sha2::{Digest, Sha256};

/// Makes the ids.
#[derive(Debug, Clone)]
pub(crate) struct Aliases {
    secret: [u8; 32],
}

impl Aliases {
    /// With the installation's secret.
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self { secret }
    }

    /// The id of a member of the staff as customers see it.
    pub(crate) fn of(&self, agent: &str) -> String {
        let mut hasher = Sha256::new();
        hasher.update(self.secret);
        hasher.update(agent.as_bytes());
        hex(&hasher.finalize()[..8])
    }

    /// The id of any party as a customer sees it.
    pub(crate) fn of_party(&self, party: &Party) -> String {
        match party.agent_id() {
            Some(agent) => self.of(agent.as_str()),
            None => party.id.to_string(),
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
