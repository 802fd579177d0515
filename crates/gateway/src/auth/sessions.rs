//! The sessions that tokens name: staff's, which slide and end, and customers', which last as long as they are used.

use domain::identity::Proved;
use domain::{AgentId, ConversationId, Party, Refusal, Timestamp, directory};
use store::{Change, CustomerSession, Identity, StaffSession, TokenHash};

use crate::app::{App, Sender};
use crate::auth::{identity, token};
use crate::customers;
use crate::limits::{
    STAFF_GRACE_MS, STAFF_IDLE_MS, STAFF_ROTATE_MS, STAFF_SESSION_MS, TOUCH_EVERY_MS,
};
use crate::problem::not_signed_in;

fn after(at: Timestamp, ms: u64) -> Timestamp {
    at + domain::Millis(ms)
}

/// A member of the staff that is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Staff {
    /// Its record now.
    pub(crate) record: directory::Agent,
    /// By what it is signed in.
    pub(crate) signed_in: SignedIn,
}

/// By what a member of the staff is signed in.
#[derive(Debug, Clone)]
pub(crate) enum SignedIn {
    /// A session, begun with a password.
    Session(StaffSession),
    /// A bot's key.
    Key(TokenHash),
}

impl Staff {
    /// As events name it.
    pub(crate) fn party(&self) -> Party {
        Party::new(self.record.party_type(), self.record.id.as_str())
    }

    /// What names its session or key.
    pub(crate) fn token(&self) -> TokenHash {
        match &self.signed_in {
            SignedIn::Session(session) => session.token,
            SignedIn::Key(hash) => *hash,
        }
    }

    /// As a sender of commands.
    pub(crate) fn sender(&self) -> Sender {
        Sender::Staff { agent: self.record.id.clone(), party: self.party() }
    }
}

/// A customer and the conversation that it has, if it has one.
#[derive(Debug, Clone)]
pub(crate) struct Customer {
    /// Its id.
    pub(crate) id: String,
    /// The conversation that it may see: the one that goes on, else its newest.
    pub(crate) conversation: Option<ConversationId>,
    /// Who it has proved to be.
    pub(crate) identity: Option<Identity>,
    /// What names its session.
    pub(crate) token: TokenHash,
}

impl Customer {
    /// As a sender of commands.
    pub(crate) fn sender(&self) -> Sender {
        Sender::customer(&self.id, self.identity.as_ref().map(proved))
    }
}

/// What an identity says of a customer.
pub(crate) fn proved(identity: &Identity) -> Proved {
    Proved {
        external_id: identity.external_id.clone(),
        name: identity.name.clone(),
        email: identity.email.clone(),
    }
}

fn is_good(session: &StaffSession, now: Timestamp) -> bool {
    now < session.expires_at && now < after(session.last_used_at, STAFF_IDLE_MS)
}

/// Begins a staff session; returns its token.
///
/// # Errors
/// When it cannot be stored.
pub(crate) async fn begin(app: &App, agent: AgentId) -> Result<String, Refusal> {
    let now = app.now();
    let token = token::new_token()?;
    let session = StaffSession {
        token: token::hash(&token),
        agent,
        created_at: now,
        last_used_at: now,
        expires_at: after(now, STAFF_SESSION_MS),
    };
    app.keeper.write(vec![Change::SaveStaffSession(session)]).await?;
    Ok(token)
}

/// The member of the staff whose session a token names.
///
/// # Errors
/// `not_signed_in` when there is none or it has ended.
pub(crate) async fn staff(app: &App, hash: Option<TokenHash>) -> Result<Staff, Refusal> {
    let hash = hash.ok_or_else(not_signed_in)?;
    let now = app.now();
    let session = app.keeper.read(move |scratch| scratch.staff_session(&hash)).await?;
    let session = session.filter(|session| is_good(session, now)).ok_or_else(not_signed_in)?;
    let agent = session.agent.clone();
    let record = app.engine.read(move |core| core.state.directory.agents.get(&agent).cloned());
    let record = record.await?.ok_or_else(not_signed_in)?;
    if now >= after(session.last_used_at, TOUCH_EVERY_MS) {
        touch(app, hash);
    }
    Ok(Staff { record, signed_in: SignedIn::Session(session) })
}

/// Notes that a staff session, or a bot's key, is used.
pub(crate) fn touch(app: &App, token: TokenHash) {
    let at = app.now();
    // It is one of the two; the other is not there to be changed.
    let session = Change::TouchStaffSession { token, at };
    app.keeper.write_behind(vec![session, Change::TouchApiKey { hash: token, at }]);
}

/// Replaces a token that is old by a new one, which is returned. The old one is good for a little longer.
///
/// # Errors
/// When it cannot be stored.
pub(crate) async fn rotate(app: &App, session: &StaffSession) -> Result<Option<String>, Refusal> {
    let now = app.now();
    let is_ending = session.expires_at <= after(now, STAFF_GRACE_MS);
    if is_ending || now < after(session.created_at, STAFF_ROTATE_MS) {
        return Ok(None);
    }
    let mut old = session.clone();
    old.expires_at = after(now, STAFF_GRACE_MS);
    let token = token::new_token()?;
    let new = StaffSession {
        token: token::hash(&token),
        created_at: now,
        last_used_at: now,
        expires_at: after(now, STAFF_SESSION_MS),
        agent: session.agent.clone(),
    };
    let changes = vec![Change::SaveStaffSession(new), Change::SaveStaffSession(old)];
    app.keeper.write(changes).await?;
    Ok(Some(token))
}

/// Begins a customer's session, of somebody in particular or not; returns its token.
///
/// # Errors
/// When it cannot be stored.
pub(crate) async fn begin_customer(
    app: &App,
    customer: String,
    identity: Option<Identity>,
    instead_of: Option<TokenHash>,
) -> Result<String, Refusal> {
    let now = app.now();
    let token = token::new_token()?;
    let session = CustomerSession {
        token: token::hash(&token),
        customer,
        conversation: None,
        created_at: now,
        last_used_at: now,
        identity,
    };
    let mut changes = vec![Change::SaveCustomerSession(session)];
    changes.extend(instead_of.map(Change::RemoveCustomerSession));
    app.keeper.write(changes).await?;
    Ok(token)
}

/// A customer's session as it is stored, also when its proof has had its time.
///
/// # Errors
/// `not_signed_in` when there is none.
pub(crate) async fn customer_session(
    app: &App,
    hash: Option<TokenHash>,
) -> Result<CustomerSession, Refusal> {
    let hash = hash.ok_or_else(not_signed_in)?;
    let session = app.keeper.read(move |scratch| scratch.customer_session(&hash)).await?;
    session.ok_or_else(not_signed_in)
}

/// The customer whose session a token names.
///
/// # Errors
/// `not_signed_in` when there is none, `identity_expired` when it must prove anew who it is.
pub(crate) async fn customer(app: &App, hash: Option<TokenHash>) -> Result<Customer, Refusal> {
    let session = customer_session(app, hash).await?;
    let (now, token) = (app.now(), session.token);
    if let Some(identity) = &session.identity
        && (now >= identity.until || !identity::is_good(app, &identity.key).await?)
    {
        return Err(identity::expired());
    }
    if now >= after(session.last_used_at, TOUCH_EVERY_MS) {
        app.keeper.write_behind(vec![Change::TouchCustomerSession { token, at: now }]);
    }
    let (id, conversation) = customers::place(app, &session).await?;
    Ok(Customer { id, conversation, identity: session.identity, token })
}
