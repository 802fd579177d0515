//! The secrets that requests to webhooks are signed with. They are made from the installation's secret and a name that is in the log, so
//! that they are stored nowhere and are the same after a restart.

use domain::{Refusal, ReportScheduleId};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::alias::hex;
use crate::auth::token::random;

/// How every secret begins, so that one that was published is recognised.
const MARK: &str = "hfw_";

/// Makes secrets.
pub(crate) struct Secrets(Hmac<Sha256>);

impl Secrets {
    pub(crate) fn new(secret: &[u8; 32]) -> Self {
        // A key that is shorter than a block is filled up with zeros.
        let mut block = [0; 64];
        block[..secret.len()].copy_from_slice(secret);
        Self(Hmac::new(&block.into()))
    }

    /// The secret of a schedule's webhook under a name.
    pub(crate) fn of(&self, schedule: &ReportScheduleId, key: &str) -> String {
        let mut mac = self.0.clone();
        // No part can have a line break, so no two are written alike.
        mac.update(format!("webhook\n{schedule}\n{key}").as_bytes());
        format!("{MARK}{}", hex(&mac.finalize().into_bytes()))
    }
}

/// A new name for a secret.
///
/// # Errors
/// When the system gives no random bytes.
pub(crate) fn new_key() -> Result<String, Refusal> {
    Ok(hex(&random::<8>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_that_of_one_schedule_one_name_and_one_installation() {
        let secrets = Secrets::new(&[7; 32]);
        let id = ReportScheduleId::new;
        let one = secrets.of(&id("a"), "k1");
        assert_eq!(one, Secrets::new(&[7; 32]).of(&id("a"), "k1"), "the same after a restart");
        assert_eq!(one.len(), MARK.len() + 64);
        for other in [
            secrets.of(&id("b"), "k1"),
            secrets.of(&id("a"), "k2"),
            Secrets::new(&[8; 32]).of(&id("a"), "k1"),
        ] {
            assert_ne!(one, other);
        }
        assert_ne!(new_key().unwrap(), new_key().unwrap());
    }
}
