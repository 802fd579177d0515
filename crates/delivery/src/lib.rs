//! Takes a file to where it is sent: by mail over SMTP, or to a webhook over HTTP, one attempt at a time. What it leaves out: what is in
//! the file, when it is sent, and when it is tried again.

mod guard;
mod mail;
mod signature;
mod tls;
mod webhook;

use bytes::Bytes;

pub use guard::is_private;
pub use signature::{SIGNATURE_HEADER, sign};
pub use webhook::{DELIVERY_HEADER, Post};

pub use mail::{Letter, MAIL_BYTES_MAX};

/// What belongs to the process: the mail server, and which hosts of its own network webhooks may reach.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The mail server, `smtps://USER:PASSWORD@HOST`; None: no mail is sent.
    pub smtp_url: Option<String>,
    /// From whom mail is, `Holdfast <reports@example.com>`.
    pub mail_from: Option<String>,
    /// Hosts that webhooks reach although their addresses are private, also without TLS.
    pub private_hosts: Vec<String>,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The mail server's address has a password in it.
        f.debug_struct("Settings")
            .field("private_hosts", &self.private_hosts)
            .finish_non_exhaustive()
    }
}

/// Settings that cannot be used. It repeats no password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{setting}: {detail}")]
pub struct SettingsError {
    /// The setting's name.
    pub setting: &'static str,
    /// What is wrong with it.
    pub detail: String,
}

/// Why something was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Failure {
    /// One sentence for a person; it may name addresses, so it is in no log.
    pub detail: String,
    /// Whether it may go well at another time without anybody changing anything.
    pub is_passing: bool,
}

impl Failure {
    /// One that may pass.
    #[must_use]
    pub fn passing(detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), is_passing: true }
    }

    /// One that stays until somebody changes something.
    #[must_use]
    pub fn lasting(detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), is_passing: false }
    }
}

/// A file that is sent.
#[derive(Debug, Clone)]
pub struct File {
    /// Its name: letters, digits, `-`, `_` and `.` only.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Bytes,
}

/// Takes files to where they are sent.
pub struct Courier {
    mail: Option<mail::Mailer>,
    webhook: webhook::Poster,
}

impl std::fmt::Debug for Courier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Courier").field("mails", &self.mail.is_some()).finish_non_exhaustive()
    }
}

impl Courier {
    /// One with these settings.
    ///
    /// # Errors
    /// When they cannot be used.
    pub fn new(settings: &Settings) -> Result<Self, SettingsError> {
        let mail = match (&settings.smtp_url, &settings.mail_from) {
            (None, _) => None,
            (Some(_), None) => {
                let detail = "is needed to send mail, such as reports@example.com".to_owned();
                return Err(SettingsError { setting: "mail_from", detail });
            }
            (Some(url), Some(from)) => Some(mail::Mailer::new(url, from)?),
        };
        Ok(Self { mail, webhook: webhook::Poster::new(settings.private_hosts.clone()) })
    }

    /// Whether there is a mail server.
    #[must_use]
    pub fn can_mail(&self) -> bool {
        self.mail.is_some()
    }

    /// Refuses what is no address of a mailbox.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check_address(&self, address: &str) -> Result<(), Failure> {
        mail::check_address(address)
    }

    /// Refuses an address that no webhook may have here.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check_url(&self, url: &str) -> Result<(), Failure> {
        self.webhook.check(url).map(drop)
    }

    /// Sends a letter: to all its addresses, or to none.
    ///
    /// # Errors
    /// Why the mail server did not take it.
    pub async fn mail(&self, letter: &Letter<'_>) -> Result<(), Failure> {
        match &self.mail {
            Some(mailer) => mailer.send(letter).await,
            None => Err(Failure::lasting("the server has no mail server set (HOLDFAST_SMTP_URL)")),
        }
    }

    /// Posts to a webhook.
    ///
    /// # Errors
    /// Why it was not taken: anything but an answer from 200 to 299.
    pub async fn post(&self, post: &Post<'_>) -> Result<(), Failure> {
        self.webhook.send(post).await
    }
}
