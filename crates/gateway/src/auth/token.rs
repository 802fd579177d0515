//! Tokens of sessions: 256 random bits, of which only a hash is stored, and the cookie that staff carry theirs in.

use axum::http::{HeaderMap, HeaderValue, header};
use domain::{Code, Refusal};
use sha2::{Digest, Sha256};
use store::TokenHash;

use crate::alias::hex;
use crate::limits::STAFF_SESSION_MS;

/// The cookie of a staff session.
pub(crate) const COOKIE: &str = "holdfast_session";
/// Hexadecimal digits of a token.
const TOKEN_CHARS: usize = 64;

/// Random bytes of the system.
///
/// # Errors
/// Refused with `busy` when the system gives none.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Refusal> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|why| {
        tracing::error!(error = %why, "the system gives no random bytes");
        Refusal::new(Code::Busy, "no random bytes can be had now; try again later")
    })?;
    Ok(bytes)
}

/// A new token.
///
/// # Errors
/// As [`random`].
pub(crate) fn new_token() -> Result<String, Refusal> {
    Ok(hex(&random::<32>()?))
}

/// What is stored of a token.
pub(crate) fn hash(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}

fn well_formed(token: &str) -> Option<TokenHash> {
    (token.len() == TOKEN_CHARS && token.bytes().all(|b| b.is_ascii_hexdigit()))
        .then(|| hash(token))
}

/// The hash of a token that came from outside; None if it cannot be one.
pub(crate) fn hash_of(token: &str) -> Option<TokenHash> {
    well_formed(token)
}

/// The staff session that a request's cookie names.
pub(crate) fn of_cookie(headers: &HeaderMap) -> Option<TokenHash> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| name.trim() == COOKIE).and_then(|(_, token)| well_formed(token.trim()))
}

/// The customer's session that a request's `Authorization` names.
pub(crate) fn of_bearer(headers: &HeaderMap) -> Option<TokenHash> {
    let line = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = line.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| well_formed(token.trim())).flatten()
}

/// The header that gives a browser its cookie.
pub(crate) fn set_cookie(token: &str, secure: bool) -> Option<HeaderValue> {
    let max_age = STAFF_SESSION_MS / 1_000;
    cookie(token, max_age, secure)
}

/// The header that takes it away.
pub(crate) fn clear_cookie(secure: bool) -> Option<HeaderValue> {
    cookie("", 0, secure)
}

fn cookie(token: &str, max_age: u64, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    let text =
        format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={max_age}{secure}");
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_tokens_are_looked_up() {
        let token = new_token().unwrap();
        assert_eq!(hash_of(&token), Some(hash(&token)));
        assert_eq!(hash_of(&token[1..]), None);
        assert_eq!(hash_of(&format!("{token}0")), None);
        assert_eq!(hash_of(&"g".repeat(TOKEN_CHARS)), None);
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let token = new_token().unwrap();
        let mut headers = HeaderMap::new();
        let line = format!("a=b; {COOKIE}={token}; c=d");
        headers.insert(header::COOKIE, HeaderValue::from_str(&line).unwrap());
        assert_eq!(of_cookie(&headers), Some(hash(&token)));
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b"));
        assert_eq!(of_cookie(&headers), None);
    }
}
