//! What pages may do (Content-Security-Policy): nothing but what each needs.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::Part;
use crate::alias::hex;
use crate::auth::token;
use crate::config::Config;

/// A nonce for the styles that the desk's components make at run time.
pub(super) fn nonce() -> Option<String> {
    token::random::<16>().ok().map(|bytes| hex(&bytes))
}

/// A customer's page that is shown again needs its own styles and pictures, both as parts of it. Only our script runs there, nothing at
/// all is loaded, and only the desk shows it.
const MIRROR: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

fn policy(part: Part, nonce: Option<&str>, config: &Config) -> String {
    if part == Part::Mirror {
        return MIRROR.to_owned();
    }
    let styles = nonce.map_or_else(String::new, |nonce| format!(" 'nonce-{nonce}'"));
    let frames = match part {
        Part::Demo | Part::Desk => " frame-src 'self';",
        Part::Loader | Part::Mirror | Part::Widget => "",
    };
    let ancestors = match part {
        Part::Widget if config.widget_sites.is_empty() => "*".to_owned(),
        Part::Widget => config.widget_sites.join(" "),
        Part::Demo | Part::Desk | Part::Loader | Part::Mirror => "'none'".to_owned(),
    };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'{styles}; img-src 'self' data: blob:; \
         connect-src 'self'; font-src 'self'; media-src 'self' data: blob:;{frames} base-uri 'none'; \
         form-action 'self'; frame-ancestors {ancestors}"
    )
}

/// Puts a page's policy.
pub(super) fn put(headers: &mut HeaderMap, part: Part, nonce: Option<&str>, config: &Config) {
    if let Ok(policy) = HeaderValue::from_str(&policy(part, nonce, config)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if part != Part::Widget {
        let may_frame = if part == Part::Mirror { "SAMEORIGIN" } else { "DENY" };
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static(may_frame));
        let opener = HeaderName::from_static("cross-origin-opener-policy");
        headers.insert(opener, HeaderValue::from_static("same-origin"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_page_may_run_what_is_not_ours() {
        let config = Config::default();
        for part in [Part::Demo, Part::Desk, Part::Widget] {
            let policy = policy(part, Some("n"), &config);
            assert!(policy.contains("default-src 'none'; script-src 'self';"), "{policy}");
            assert!(!policy.contains("unsafe"), "{policy}");
        }
        let mirror = policy(Part::Mirror, None, &config);
        assert!(
            mirror.contains("script-src 'self';") && mirror.ends_with("frame-ancestors 'self'")
        );
        assert!(!mirror.contains("connect-src") && !mirror.contains("http"), "{mirror}");
        assert!(policy(Part::Desk, None, &config).ends_with("frame-ancestors 'none'"));
        assert!(policy(Part::Widget, None, &config).ends_with("frame-ancestors *"));
        let config = Config { widget_sites: vec!["https://a.example".into()], ..config };
        assert!(policy(Part::Widget, None, &config).ends_with("frame-ancestors https://a.example"));
    }
}
