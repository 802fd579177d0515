//! Keys by which bots sign in: made by an admin, shown once, stored as a hash, good until they are revoked or their owner is no bot any
//! more.

use axum::http::{HeaderMap, header};
use domain::directory::StaffRole;
use domain::{AgentId, Code, Party, Refusal};
use store::{ApiKey, Change, TokenHash};

use crate::app::App;
use crate::auth::sessions::{SignedIn, Staff};
use crate::auth::token;
use crate::limits::{KEYS_MAX, TOUCH_EVERY_MS};
use crate::problem::not_signed_in;

/// How every key begins, so that one that was published is recognised.
const MARK: &str = "hfk_";
/// Characters of a key by which people know it.
const PREFIX_CHARS: usize = MARK.len() + 8;

/// The hash of a key that came from outside; None if it cannot be one.
pub(crate) fn hash_of(text: &str) -> Option<TokenHash> {
    token::hash_of(text.strip_prefix(MARK)?)
}

/// The key that a request's `Authorization` names.
pub(crate) fn of_bearer(headers: &HeaderMap) -> Option<TokenHash> {
    let line = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = line.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| hash_of(key.trim())).flatten()
}

/// Makes a key for a bot; returns it and how it begins.
///
/// # Errors
/// When it has as many as it may, or it cannot be stored.
pub(crate) async fn make(app: &App, agent: &AgentId) -> Result<(String, String), Refusal> {
    let known = list(app, agent).await?;
    if known.len() >= KEYS_MAX {
        let detail = format!("{agent} has {} keys; revoke one first", known.len());
        return Err(Refusal::new(Code::AtLimit, detail).field("agent", agent).limit(KEYS_MAX));
    }
    let (key, prefix, hash) = loop {
        let token = token::new_token()?;
        let key = format!("{MARK}{token}");
        let prefix = key[..PREFIX_CHARS].to_owned();
        if !known.iter().any(|known| known.prefix == prefix) {
            break (key, prefix, token::hash(&token));
        }
    };
    let now = app.now();
    let record = ApiKey {
        hash,
        agent: agent.clone(),
        prefix: prefix.clone(),
        created_at: now,
        last_used_at: now,
    };
    app.keeper.write(vec![Change::SaveApiKey(record)]).await?;
    Ok((key, prefix))
}

/// The keys of a bot, by prefix.
///
/// # Errors
/// When they cannot be read.
pub(crate) async fn list(app: &App, agent: &AgentId) -> Result<Vec<ApiKey>, Refusal> {
    let agent = agent.clone();
    app.keeper.read(move |scratch| scratch.api_keys_of(&agent)).await
}

/// The bot whose key it is.
///
/// # Errors
/// `not_signed_in` when there is none, or it is no bot any more.
pub(crate) async fn bot(app: &App, hash: TokenHash) -> Result<Staff, Refusal> {
    let key = app.keeper.read(move |scratch| scratch.api_key(&hash)).await?;
    let key = key.ok_or_else(not_signed_in)?;
    let agent = key.agent.clone();
    let record = app.engine.read(move |core| core.state.directory.agents.get(&agent).cloned());
    let record = record.await?.filter(|record| record.role == StaffRole::Bot);
    let record = record.ok_or_else(not_signed_in)?;
    let now = app.now();
    // The first use is noted at once: a key that nobody has used may be thrown away.
    let is_first = key.last_used_at == key.created_at;
    if is_first || now >= key.last_used_at + domain::Millis(TOUCH_EVERY_MS) {
        app.keeper.write_behind(vec![Change::TouchApiKey { hash, at: now }]);
    }
    Ok(Staff { record, signed_in: SignedIn::Key(hash) })
}

/// Ends keys, and the sockets that were opened with them.
///
/// # Errors
/// When it cannot be stored.
pub(crate) async fn end(app: &App, party: &Party, keys: &[ApiKey]) -> Result<(), Refusal> {
    let removals = keys.iter().map(|key| Change::RemoveApiKey(key.hash));
    app.keeper.write(removals.collect()).await?;
    for key in keys {
        app.registry.end(party, key.hash);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_no_session_and_a_session_no_key() {
        let token = token::new_token().unwrap();
        let key = format!("{MARK}{token}");
        assert_eq!(hash_of(&key), Some(token::hash(&token)));
        assert_eq!(token::hash_of(&key), None);
        assert_eq!(hash_of(&token), None);
        assert_eq!(hash_of(&key[..key.len() - 1]), None);
    }
}
