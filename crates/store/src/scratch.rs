//! The scratch port: small durable state that is not history: drafts, credentials and sessions, and what each side has seen. All
//! changes go through one call, so that many clients' changes share one commit. What it leaves out: hashing, tokens, and who may.

use std::sync::Arc;

use domain::{AgentId, ConversationId, IdentityKeyId, Party, ReportScheduleId, Seq, Timestamp};

use crate::error::{ReadError, WriteError};

/// SHA-256 of a session's token; the token itself is stored nowhere.
pub type TokenHash = [u8; 32];

/// What an agent typed and did not send: one text per conversation, agent and field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The conversation it is for; drafts outlive a chat.
    pub conversation: ConversationId,
    /// Who typed it.
    pub agent: AgentId,
    /// Which field, e.g. `reply`, `note`; not empty.
    pub field: String,
    /// The text; an empty one is no draft and is never listed.
    pub text: Arc<str>,
    /// When it was typed. An older one never replaces a newer one, nor brings back one that was removed later.
    pub written_at: Timestamp,
}

/// A staff member's signed-in session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSession {
    /// Hash of the cookie's token.
    pub token: TokenHash,
    /// Whose it is.
    pub agent: AgentId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
}

/// A customer's session: who holds the token is that customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerSession {
    /// Hash of the token.
    pub token: TokenHash,
    /// The customer's id.
    pub customer: String,
    /// The conversation it may see and act in, once there is one.
    pub conversation: Option<ConversationId>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Timestamp,
    /// Who the customer has proved to be; None: nobody in particular.
    pub identity: Option<Identity>,
}

/// Who the customer of a session has proved to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its id at the host.
    pub external_id: String,
    /// Its name, if the proof has one.
    pub name: String,
    /// Its address, if the proof has one.
    pub email: String,
    /// The key that proved it.
    pub key: IdentityKeyId,
    /// Until when the proof is good.
    pub until: Timestamp,
}

/// What a key of the host's proves with. The only place where it is.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentitySecret {
    /// The key.
    pub key: IdentityKeyId,
    /// A shared secret, or a public key as PEM.
    pub secret: String,
    /// When it last proved something, if ever.
    pub used_at: Option<Timestamp>,
}

impl std::fmt::Debug for IdentitySecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // It must not get into a log by way of something that holds it.
        f.debug_struct("IdentitySecret").field("key", &self.key).finish_non_exhaustive()
    }
}

/// A key by which a bot signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Hash of the key; the key itself is stored nowhere.
    pub hash: TokenHash,
    /// Whose it is.
    pub agent: AgentId,
    /// How it begins, by which people know it; one of an agent's keys has it.
    pub prefix: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used; as when it was made, if never.
    pub last_used_at: Timestamp,
}

/// How far one party has seen a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenMark {
    /// The conversation.
    pub conversation: ConversationId,
    /// Who has seen it.
    pub by: Party,
    /// Everything up to here; it never goes back.
    pub seq: Seq,
}

/// Runs that are kept of each schedule: so many that were due, and so many that were asked for by hand.
pub const REPORT_RUNS_KEPT: usize = 20;

/// How far the sending of a report has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunState {
    /// It is to be tried, at this moment.
    Waiting(Timestamp),
    /// It was taken, at this moment.
    Delivered(Timestamp),
    /// It was given up, at this moment.
    Failed(Timestamp),
}

/// One sending of a report that is sent by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRun {
    /// Its schedule.
    pub schedule: ReportScheduleId,
    /// The id by which the receiver knows it, the same at every attempt.
    pub delivery: String,
    /// The moment that it is for.
    pub due: Timestamp,
    /// Whether somebody asked for it, out of turn.
    pub by_hand: bool,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was last tried.
    pub tried_at: Option<Timestamp>,
    /// How far it has come.
    pub state: RunState,
    /// What went wrong at the last attempt; empty: nothing.
    pub error: String,
    /// The name of the file that was last sent; empty: none was made.
    pub file: String,
    /// Its length.
    pub bytes: u64,
}

/// One change of the scratch data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Saves a draft, unless a newer one is there or it was removed later. An empty text removes it.
    SaveDraft(Draft),
    /// Removes an agent's drafts of a conversation that were typed at that time or before: one field, or all.
    RemoveDrafts {
        /// The conversation.
        conversation: ConversationId,
        /// Whose drafts.
        agent: AgentId,
        /// Which field; none for all.
        field: Option<String>,
        /// When they were sent or thrown away.
        at: Timestamp,
    },
    /// Sets an agent's credential.
    SetCredential {
        /// Whose.
        agent: AgentId,
        /// The argon2 hash text.
        hash: String,
    },
    /// Removes an agent's credential.
    RemoveCredential(AgentId),
    /// Saves a staff session, in place of one with the same token.
    SaveStaffSession(StaffSession),
    /// Notes that a staff session was used; never goes back, and does nothing when there is none.
    TouchStaffSession {
        /// Which.
        token: TokenHash,
        /// When.
        at: Timestamp,
    },
    /// Removes a staff session.
    RemoveStaffSession(TokenHash),
    /// Removes all sessions of an agent but the one named.
    RemoveStaffSessionsOf {
        /// Whose.
        agent: AgentId,
        /// The one that stays, if any.
        except: Option<TokenHash>,
    },
    /// Saves a customer's session, in place of one with the same token.
    SaveCustomerSession(CustomerSession),
    /// Notes that a customer's session was used; never goes back, and does nothing when there is none.
    TouchCustomerSession {
        /// Which.
        token: TokenHash,
        /// When.
        at: Timestamp,
    },
    /// Removes a customer's session.
    RemoveCustomerSession(TokenHash),
    /// Saves a key, in place of one with the same hash.
    SaveApiKey(ApiKey),
    /// Notes that a key was used; never goes back, and does nothing when there is none.
    TouchApiKey {
        /// Which.
        hash: TokenHash,
        /// When.
        at: Timestamp,
    },
    /// Removes a key.
    RemoveApiKey(TokenHash),
    /// Removes all keys of an agent.
    RemoveApiKeysOf(AgentId),
    /// Saves what an identity key proves with, in place of what it had.
    SaveIdentitySecret(IdentitySecret),
    /// Notes that an identity key was used; never goes back, and does nothing when there is none.
    TouchIdentitySecret {
        /// Which.
        key: IdentityKeyId,
        /// When.
        at: Timestamp,
    },
    /// Removes what an identity key proves with.
    RemoveIdentitySecret(IdentityKeyId),
    /// Saves a run of a report's schedule, in place of one with the same delivery. Of each schedule the [`REPORT_RUNS_KEPT`] newest by their
    /// moments stay of those that were due, and as many of those by hand.
    SaveReportRun(ReportRun),
    /// Removes all runs of a schedule.
    RemoveReportRuns(ReportScheduleId),
    /// Moves a seen mark forward.
    SaveSeen(SeenMark),
    /// Removes what has had its time: staff sessions that ended at `now` or before, customers' sessions not used since
    /// `customer_sessions_before`, and what is remembered of drafts removed before `removed_drafts_before`. Drafts themselves stay.
    Prune {
        /// The time now.
        now: Timestamp,
        /// Customers' sessions last used before this go.
        customer_sessions_before: Timestamp,
        /// Removals of drafts older than this are forgotten.
        removed_drafts_before: Timestamp,
    },
}

/// Reads scratch data. Readers see every change that was written before the call began.
pub trait ScratchReader: Send {
    /// All drafts of a conversation, by agent and field.
    ///
    /// # Errors
    /// When they cannot be read.
    fn drafts_of_conversation(&self, id: &ConversationId) -> Result<Vec<Draft>, ReadError>;

    /// All drafts of an agent, by conversation and field.
    ///
    /// # Errors
    /// When they cannot be read.
    fn drafts_of_agent(&self, id: &AgentId) -> Result<Vec<Draft>, ReadError>;

    /// An agent's argon2 hash text, if it has a credential.
    ///
    /// # Errors
    /// When it cannot be read.
    fn credential(&self, agent: &AgentId) -> Result<Option<String>, ReadError>;

    /// The staff session of a token, also when it has ended.
    ///
    /// # Errors
    /// When it cannot be read.
    fn staff_session(&self, token: &TokenHash) -> Result<Option<StaffSession>, ReadError>;

    /// The customer's session of a token.
    ///
    /// # Errors
    /// When it cannot be read.
    fn customer_session(&self, token: &TokenHash) -> Result<Option<CustomerSession>, ReadError>;

    /// The key with a hash.
    ///
    /// # Errors
    /// When it cannot be read.
    fn api_key(&self, hash: &TokenHash) -> Result<Option<ApiKey>, ReadError>;

    /// All keys of an agent, by prefix.
    ///
    /// # Errors
    /// When they cannot be read.
    fn api_keys_of(&self, agent: &AgentId) -> Result<Vec<ApiKey>, ReadError>;

    /// What all identity keys prove with, by key; there are few.
    ///
    /// # Errors
    /// When it cannot be read.
    fn identity_secrets(&self) -> Result<Vec<IdentitySecret>, ReadError>;

    /// All runs of reports that are sent by themselves, by schedule, the newest moment first.
    ///
    /// # Errors
    /// When they cannot be read.
    fn report_runs(&self) -> Result<Vec<ReportRun>, ReadError>;

    /// What each party has seen of a conversation, by party.
    ///
    /// # Errors
    /// When it cannot be read.
    fn seen(&self, conversation: &ConversationId) -> Result<Vec<SeenMark>, ReadError>;
}

/// Writes scratch data. There is one writer.
///
/// Rules for implementers: when [`write`](Self::write) returns `Ok`, all changes survive a power cut.
pub trait Scratch: ScratchReader {
    /// Makes all changes durable in one commit, in order.
    ///
    /// # Errors
    /// No room, damaged, or not writable. Every change may be written again.
    fn write(&mut self, changes: &[Change]) -> Result<(), WriteError>;

    /// A reader for another thread.
    ///
    /// # Errors
    /// When one cannot be opened.
    fn reader(&self) -> Result<Box<dyn ScratchReader>, ReadError>;
}
