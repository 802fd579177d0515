//! Who a customer has proved to be. The proof itself (a signed token, a keyed hash) is checked outside, where the secrets are; here is what
//! follows from it, and which keys there are. A claim without a proof never gets here: it is only a name in a form.

use serde::{Deserialize, Serialize};

use crate::conversation::Phase;
use crate::core::{Context, Core};
use crate::directory::{check_name, unknown};
use crate::event::{Body, Customer, PartyType};
use crate::id::{ChatId, IdentityKeyId};
use crate::messages::{PAGE_CHARS_MAX, check_chars};
use crate::refusal::{Code, Refusal};

/// Most characters in a customer's id at the host.
pub const EXTERNAL_ID_CHARS_MAX: usize = 200;
/// Most identity keys: the one in use, the one after it, and some for other sites.
pub const IDENTITY_KEYS_MAX: usize = 20;

/// How a key proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Algorithm {
    /// HMAC with SHA-256 under a shared secret; also for the hash of a customer's id.
    Hs256,
    /// RSA with SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// Ed25519.
    #[serde(rename = "EdDSA")]
    EdDsa,
}

/// A key by which the host's server proves who its visitors are. What it proves with is not part of it, nor of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityKey {
    /// Its id: the `kid` of tokens.
    pub id: IdentityKeyId,
    /// Its name, for people.
    pub name: String,
    /// The only algorithm that it is good for.
    pub algorithm: Algorithm,
    /// When it was made, RFC 3339.
    pub created_at: String,
}

/// What was proved of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    /// Its id at the host.
    pub external_id: String,
    /// Its name; empty: not said.
    pub name: String,
    /// Its address; empty: not said.
    pub email: String,
}

impl Customer {
    /// By what its conversations are found: those of a verified customer by its id at the host, which no session that proved nothing can have.
    #[must_use]
    pub fn contact(&self) -> String {
        if self.verified { verified_contact(&self.external_id) } else { self.id.clone() }
    }

    /// The same customer with what was proved of it.
    #[must_use]
    pub fn proved(mut self, proved: &Proved) -> Self {
        self.verified = true;
        self.external_id.clone_from(&proved.external_id);
        for (field, value) in [(&mut self.name, &proved.name), (&mut self.email, &proved.email)] {
            if !value.is_empty() {
                field.clone_from(value);
            }
        }
        self
    }
}

/// By what the conversations of a verified customer are found. No id of a session looks like it.
#[must_use]
pub fn verified_contact(external_id: &str) -> String {
    format!("verified {external_id}")
}

/// By what the messages are found that a contact has left: they are no conversations that it could go on with.
#[must_use]
pub fn left_contact(contact: &str) -> String {
    format!("{LEFT_BY}{contact}")
}

/// How `left_contact` begins, and no contact does.
pub const LEFT_BY: &str = "left ";

pub(crate) fn check_external_id(external_id: &str) -> Result<(), Refusal> {
    if external_id.trim().is_empty() {
        let refusal = Refusal::new(Code::Invalid, "external_id must not be empty");
        return Err(refusal.field("external_id", external_id));
    }
    check_chars("external_id", external_id, EXTERNAL_ID_CHARS_MAX)
}

impl Core {
    /// Refuses a customer that proved nothing where the tenant asks for a proof.
    pub(crate) fn check_identity(&self, customer: &Customer) -> Result<(), Refusal> {
        if customer.verified || !self.state.directory.settings.identity_required {
            return Ok(());
        }
        let detail = "only customers that are signed in on the site may write here";
        Err(Refusal::new(Code::IdentityRequired, detail))
    }

    /// The customer of an open chat has proved who it is: the chat goes on as it is, and is from now on among that customer's own.
    pub(crate) fn identify_customer(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        proved: &Proved,
    ) -> Result<ChatId, Refusal> {
        let c = self.open_conversation(chat)?;
        self.check_is_customer(ctx, &c.customer)?;
        if c.phase == Phase::WrapUp {
            return Err(Refusal::new(Code::ChatOver, "the chat is over").field("chat", chat));
        }
        if c.customer.verified && c.customer.external_id != proved.external_id {
            let detail = "the chat is another customer's";
            return Err(Refusal::new(Code::NotAllowed, detail).field("chat", chat));
        }
        let customer = c.customer.clone().proved(proved);
        Self::check_customer(&customer)?;
        self.change_customer(ctx, &c, customer);
        Ok(c.chat.clone())
    }

    /// The customer of an open chat is on another page of the site now.
    pub(crate) fn tell_page(
        &mut self,
        ctx: &Context,
        chat: &ChatId,
        page: String,
    ) -> Result<ChatId, Refusal> {
        if ctx.by.party_type != PartyType::Customer {
            return Err(Refusal::new(Code::NotAllowed, "only a customer tells where it is"));
        }
        let c = self.open_conversation(chat)?;
        self.check_is_customer(ctx, &c.customer)?;
        if c.phase == Phase::WrapUp {
            return Err(Refusal::new(Code::ChatOver, "the chat is over").field("chat", chat));
        }
        check_chars("page", &page, PAGE_CHARS_MAX)?;
        let customer = Customer { page, ..c.customer.clone() };
        self.change_customer(ctx, &c, customer);
        Ok(c.chat.clone())
    }

    fn change_customer(
        &mut self,
        ctx: &Context,
        c: &crate::conversation::Conversation,
        customer: Customer,
    ) {
        if c.customer != customer {
            self.emit(ctx, &c.subject(), Body::CustomerChanged { customer });
        }
    }

    pub(crate) fn identity_key_changed(&self, key: IdentityKey) -> Result<Body, Refusal> {
        check_name("name", &key.name)?;
        let keys = &self.state.directory.identity_keys;
        if keys.len() >= IDENTITY_KEYS_MAX && !keys.contains_key(&key.id) {
            let detail = format!("there are {} identity keys; revoke one first", keys.len());
            let refusal = Refusal::new(Code::AtLimit, detail);
            return Err(refusal.field("key", &key.id).limit(IDENTITY_KEYS_MAX));
        }
        Ok(Body::IdentityKeyChanged { identity_key: key })
    }

    pub(crate) fn identity_key_removed(&self, key: IdentityKeyId) -> Result<Body, Refusal> {
        if !self.state.directory.identity_keys.contains_key(&key) {
            return Err(unknown("identity key", &key));
        }
        Ok(Body::IdentityKeyRemoved { identity_key: key })
    }
}
