//! Which pages may act for somebody who is signed in: Holdfast's own. A browser names the page's origin with everything that changes
//! something; a page of another site is refused whatever cookie comes with it.

use axum::http::{HeaderMap, header};
use domain::{Code, Refusal};

use crate::config::Config;

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn is_own(origin: &str, headers: &HeaderMap, config: &Config) -> bool {
    if config.public_origins.iter().any(|own| own.eq_ignore_ascii_case(origin)) {
        return true;
    }
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    authority
        .zip(text(headers, header::HOST))
        .is_some_and(|(authority, host)| authority.eq_ignore_ascii_case(host))
}

fn refusal(origin: &str) -> Refusal {
    let detail = "the request comes from a page of another site";
    Refusal::new(Code::NotAllowed, detail).field("origin", origin)
}

/// Checks a request that changes something. Without an `Origin` it must not carry a cookie, which only a browser adds by itself.
///
/// # Errors
/// `not_allowed` for another site's page.
pub(crate) fn check_change(headers: &HeaderMap, config: &Config) -> Result<(), Refusal> {
    match text(headers, header::ORIGIN) {
        Some(origin) if is_own(origin, headers, config) => Ok(()),
        Some(origin) => Err(refusal(origin)),
        None if headers.contains_key(header::COOKIE) => Err(refusal("")),
        None => Ok(()),
    }
}

/// Checks the upgrade of a socket, which no browser keeps from other sites' pages.
///
/// # Errors
/// `not_allowed` for another site's page, or without an `Origin`.
pub(crate) fn check_socket(headers: &HeaderMap, config: &Config) -> Result<(), Refusal> {
    match text(headers, header::ORIGIN) {
        Some(origin) if is_own(origin, headers, config) => Ok(()),
        origin => Err(refusal(origin.unwrap_or_default())),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_own_pages() {
        let config =
            Config { public_origins: vec!["https://chat.example.com".into()], ..Config::default() };
        let check = |origin| {
            let headers = headers(&[(header::HOST, "127.0.0.1:7070"), (header::ORIGIN, origin)]);
            check_socket(&headers, &config).is_ok()
        };
        assert!(check("http://127.0.0.1:7070"));
        assert!(check("https://chat.example.com"));
        for other in [
            "http://127.0.0.1:7071",
            "http://127.0.0.1",
            "https://chat.example.com.evil.example",
            "https://chat.example.com:8443",
            "null",
            "",
        ] {
            assert!(!check(other), "{other}");
        }
    }

    #[test]
    fn without_an_origin_there_must_be_no_cookie() {
        let config = Config::default();
        let plain = headers(&[(header::HOST, "h")]);
        assert!(check_change(&plain, &config).is_ok());
        assert!(check_socket(&plain, &config).is_err());
        let cookie = headers(&[(header::HOST, "h"), (header::COOKIE, "a=b")]);
        assert!(check_change(&cookie, &config).is_err());
    }
}
