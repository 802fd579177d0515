//! Passwords: argon2id on threads that may block, few at a time. A name that does not exist takes as long as a wrong password.

use std::sync::{Arc, OnceLock};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use domain::{Code, Refusal};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::limits::{PASSWORD_CHARS, PASSWORDS_AT_ONCE, PASSWORDS_WAITING_MAX};
use crate::problem::invalid;

/// Hashes and checks passwords.
#[derive(Debug)]
pub(crate) struct Passwords {
    working: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            working: Arc::new(Semaphore::new(PASSWORDS_AT_ONCE)),
            waiting: Arc::new(Semaphore::new(PASSWORDS_WAITING_MAX)),
        }
    }
}

fn failed(why: &dyn std::fmt::Display) -> Refusal {
    tracing::error!(error = %why, "a password could not be hashed");
    Refusal::new(Code::Busy, "the password cannot be checked now; try again later")
}

/// Makes the text that is stored of a password. Takes tens of milliseconds.
///
/// # Errors
/// When no random salt can be had.
pub fn hash_password(password: &str) -> Result<String, argon2::password_hash::Error> {
    let hash: PasswordHash = Argon2::default().hash_password(password.as_bytes())?;
    Ok(hash.to_string())
}

/// The hash of a password that nobody knows, made with the same cost as all others.
fn nobodys() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        let token = super::token::new_token().unwrap_or_default();
        hash_password(&token).unwrap_or_default()
    })
}

fn is_right(password: &str, stored: Option<&str>) -> bool {
    let text = stored.unwrap_or_else(|| nobodys());
    let Ok(hash) = PasswordHash::new(text) else { return false };
    let matches = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
    matches && stored.is_some()
}

impl Passwords {
    async fn permits(&self) -> Result<(OwnedSemaphorePermit, OwnedSemaphorePermit), Refusal> {
        let waiting = Arc::clone(&self.waiting).try_acquire_owned().map_err(|_| {
            Refusal::new(Code::Busy, "too many sign-ins at once; try again")
                .limit(PASSWORDS_WAITING_MAX)
        })?;
        let working =
            Arc::clone(&self.working).acquire_owned().await.map_err(|why| failed(&why))?;
        Ok((waiting, working))
    }

    /// Whether a password is the one whose hash is stored.
    ///
    /// # Errors
    /// Refused with `busy` when too many are being checked.
    pub(crate) async fn check(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<bool, Refusal> {
        let permits = self.permits().await?;
        let checked = tokio::task::spawn_blocking(move || {
            let _permits = permits;
            is_right(&password, stored.as_deref())
        });
        checked.await.map_err(|why| failed(&why))
    }

    /// The text to store of a new password.
    ///
    /// # Errors
    /// When it is too short or too long, or `busy`.
    pub(crate) async fn hash(&self, password: String) -> Result<String, Refusal> {
        let chars = password.chars().count();
        let (min, max) = (*PASSWORD_CHARS.start(), *PASSWORD_CHARS.end());
        if !PASSWORD_CHARS.contains(&chars) {
            let detail = format!("a password of {chars} characters; {min} to {max} are allowed");
            return Err(invalid("password", "", detail).limit(format!("{min} to {max}")));
        }
        let permits = self.permits().await?;
        let hashed = tokio::task::spawn_blocking(move || {
            let _permits = permits;
            hash_password(&password)
        });
        hashed.await.map_err(|why| failed(&why))?.map_err(|why| failed(&why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_of_a_known_name() {
        let stored = hash_password("correct horse").unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(is_right("correct horse", Some(&stored)));
        assert!(!is_right("correct hors", Some(&stored)));
        assert!(!is_right("correct horse", None));
        assert!(!is_right("", Some("not a hash")));
    }
}
