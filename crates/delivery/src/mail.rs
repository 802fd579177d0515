//! Letters with a file, handed to a mail server by SMTP. What it leaves out: whether a mailbox is read by anybody.

use std::time::Duration;

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use tokio::time::timeout;

use crate::{Failure, File, SettingsError};

/// Most bytes of a file that is sent by mail: written in base64 it is a third more, and many servers take no more than 20 MiB.
pub const MAIL_BYTES_MAX: usize = 10 << 20;
/// How long one answer of the mail server may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);
/// How long all of it may take.
const WITHIN: Duration = Duration::from_secs(60);

/// What is sent.
#[derive(Debug)]
pub struct Letter<'a> {
    /// To whom.
    pub to: &'a [String],
    /// Its subject.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// The id of the delivery, which its `Message-ID` is made of.
    pub delivery: &'a str,
    /// When it is sent, in seconds since 1970.
    pub seconds: u64,
    /// What is attached.
    pub file: &'a File,
}

/// The header that names the attached file: whole, on a line of its own, since many readers of mail do not put divided names together.
#[derive(Clone)]
struct Attached(String);

impl Header for Attached {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Disposition")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        // Names have nothing that must be escaped.
        let name = &self.0;
        let plain = format!("attachment; filename=\"{name}\"");
        let folded = format!("attachment;\r\n filename=\"{name}\"");
        HeaderValue::dangerous_new_pre_encoded(Self::name(), plain, folded)
    }
}

/// Hands letters to one mail server.
pub(crate) struct Mailer {
    from: Mailbox,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

fn wrong(setting: &'static str, detail: impl Into<String>) -> SettingsError {
    SettingsError { setting, detail: detail.into() }
}

/// The parts of a mail server's address that decide whether a password would be sent for all to read.
fn has_open_password(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("smtp://") else { return false };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let Some((_, host)) = authority.rsplit_once('@') else { return false };
    let is_here = ["localhost", "127.0.0.1", "[::1]"].iter().any(|here| {
        host.strip_prefix(here).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    });
    !is_here && !rest.contains("tls=required")
}

impl Mailer {
    /// For a mail server's address and a sender's.
    ///
    /// # Errors
    /// When either cannot be used; the address, which may have a password in it, is not repeated.
    pub(crate) fn new(url: &str, from: &str) -> Result<Self, SettingsError> {
        let from: Mailbox = from.parse().map_err(|_| {
            wrong("mail_from", "must be an address such as Holdfast <reports@example.com>")
        })?;
        if has_open_password(url) {
            let detail = "would send the password unencrypted; begin with smtps:// or end with ?tls=required";
            return Err(wrong("smtp_url", detail));
        }
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| {
            let detail = "must be smtps://USER:PASSWORD@HOST:PORT or smtp://HOST:PORT?tls=required";
            wrong("smtp_url", detail)
        })?;
        // Some servers refuse who says that it is called 127.0.0.1; a name in the address wins.
        let names_itself = url
            .split_once("://")
            .and_then(|(_, rest)| rest.split('?').next()?.split_once('/'))
            .is_some_and(|(_, path)| !path.is_empty());
        let builder = match names_itself {
            true => builder,
            false => builder.hello_name(ClientId::Domain(from.email.domain().to_owned())),
        };
        Ok(Self { from, transport: builder.timeout(Some(ANSWER_WITHIN)).build() })
    }

    /// Sends a letter to all its addresses, or to none.
    ///
    /// # Errors
    /// Why it was not taken.
    pub(crate) async fn send(&self, letter: &Letter<'_>) -> Result<(), Failure> {
        let message = self.message(letter)?;
        match timeout(WITHIN, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(why)) if why.is_permanent() => {
                Err(Failure::lasting(format!("the mail server refused it: {}", said(&why))))
            }
            Ok(Err(why)) => {
                Err(Failure::passing(format!("it could not be mailed: {}", said(&why))))
            }
            Err(_) => {
                let seconds = WITHIN.as_secs();
                Err(Failure::passing(format!("the mail server took more than {seconds} s")))
            }
        }
    }

    fn message(&self, letter: &Letter<'_>) -> Result<Message, Failure> {
        let Letter { to, subject, text, delivery, seconds, file } = letter;
        if file.bytes.len() > MAIL_BYTES_MAX {
            let detail = format!(
                "the file has {} bytes, by mail at most {MAIL_BYTES_MAX} are sent; ask for less time or longer intervals, or use a webhook",
                file.bytes.len()
            );
            return Err(Failure::lasting(detail));
        }
        let unwritable = |why: &dyn std::fmt::Display| {
            Failure::lasting(format!("the letter could not be written: {why}"))
        };
        let id = format!("<{delivery}@{}>", self.from.email.domain());
        let sent_at = std::time::UNIX_EPOCH + Duration::from_secs(*seconds);
        let mut builder = Message::builder()
            .from(self.from.clone())
            .subject(subject.as_str())
            .message_id(Some(id))
            .date(sent_at)
            // Nobody answers it, and no machine shall.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        for address in *to {
            let address: Address = address.parse().map_err(|why| unwritable(&why))?;
            builder = builder.to(Mailbox::new(None, address));
        }
        let media_type = ContentType::parse(file.media_type).map_err(|why| unwritable(&why))?;
        let attached = SinglePart::builder()
            .header(media_type)
            .header(Attached(file.name.clone()))
            .body(file.bytes.to_vec());
        let parts =
            MultiPart::mixed().singlepart(SinglePart::plain(text.clone())).singlepart(attached);
        builder.multipart(parts).map_err(|why| unwritable(&why))
    }
}

/// An error with what it was caused by, in one line.
fn said(why: &dyn std::error::Error) -> String {
    const CHARS_MAX: usize = 300;
    let line = why.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(CHARS_MAX).collect()
}

/// Refuses what is no address of a mailbox.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check_address(address: &str) -> Result<(), Failure> {
    match address.parse::<Address>() {
        Ok(_) => Ok(()),
        Err(why) => Err(Failure::lasting(format!("{address:?} is no mail address: {why}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: &str = "Holdfast <reports@example.com>";

    #[test]
    fn an_address_of_a_mail_server_is_checked_at_the_start_and_never_repeated() {
        for right in [
            "smtps://ann:hush@mail.example.com",
            "smtp://ann:hush@mail.example.com?tls=required",
            "smtp://ann:hush@localhost:2525",
            "smtp://mail.example.com",
            "smtp://127.0.0.1:25/my.name",
        ] {
            Mailer::new(right, FROM).map(drop).unwrap();
        }
        for wrong in [
            "mail.example.com",
            "https://ann:hush@mail.example.com",
            "smtp://ann:hush@mail.example.com",
            "smtp://ann:hush@localhost.example.com",
            "smtp://ann:hush@mail.example.com?tls=opportunistic",
        ] {
            let refused = Mailer::new(wrong, FROM).err().expect(wrong);
            assert_eq!(refused.setting, "smtp_url");
            assert!(!refused.to_string().contains("hush"), "{refused}");
        }
        let refused = Mailer::new("smtp://localhost", "nobody").err().unwrap();
        assert_eq!(refused.setting, "mail_from");
    }

    #[test]
    fn a_letter_has_one_id_for_all_its_attempts_and_a_subject_in_one_line() {
        let mailer = Mailer::new("smtp://localhost", FROM).unwrap();
        let file = File {
            name: "chat-message-statistics-intervals_2026-11-01_2026-11-30.csv".into(),
            media_type: "text/csv; charset=utf-8; header=present",
            bytes: vec![b'x'; 3].into(),
        };
        let to = ["ann@example.com".to_owned(), "bob@example.com".to_owned()];
        let letter = Letter {
            to: &to,
            subject: "Zahlen für Köln\r\nBcc: eve@example.com".into(),
            text: "Hello".into(),
            delivery: "queues.20261121T063000Z",
            seconds: 1_795_251_601,
            file: &file,
        };
        let message = mailer.message(&letter).unwrap();
        let text = String::from_utf8(message.formatted()).unwrap();
        assert!(text.contains("Message-ID: <queues.20261121T063000Z@example.com>\r\n"), "{text}");
        assert!(text.contains("Auto-Submitted: auto-generated\r\n"), "{text}");
        assert!(
            text.contains(
                "\r\n filename=\"chat-message-statistics-intervals_2026-11-01_2026-11-30.csv\"\r\n"
            ),
            "{text}"
        );
        assert!(!text.contains("\r\nBcc"), "{text}");
        let recipients: Vec<String> =
            message.envelope().to().iter().map(ToString::to_string).collect();
        assert_eq!(recipients, to);
        let too_long = File { bytes: vec![0; MAIL_BYTES_MAX + 1].into(), ..file.clone() };
        let refused = mailer.message(&Letter { file: &too_long, ..letter }).unwrap_err();
        assert!(!refused.is_passing && refused.detail.contains("10485760"), "{refused}");
    }

    #[test]
    fn addresses_are_those_of_one_mailbox() {
        assert!(check_address("ann@example.com").is_ok());
        for wrong in ["ann", "ann@", "a b@example.com", "Ann <ann@example.com>", "a@b\r\nBcc: c@d"]
        {
            assert!(check_address(wrong).is_err(), "{wrong}");
        }
    }
}
