//! Reading requests: bodies bounded and parsed once, queries of known fields, the client's address, and who sends.

use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use domain::{Code, Refusal};
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use crate::app::App;
use crate::auth::sessions::{self, Customer, Staff};
use crate::auth::{keys, token};
use crate::limits::{BODY_WITHIN, FRAME_BYTES_MAX};
use crate::parse::parse;
use crate::problem::{Failure, invalid, not_signed_in};

/// A JSON body.
pub(crate) struct Json<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let media_type = request.headers().get(header::CONTENT_TYPE);
        let media_type = media_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            let detail = "the body must be application/json";
            return Err(Failure::with_status(status, Code::Invalid, detail));
        }
        let bytes = read(request.into_body()).await?;
        if serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).is_err() {
            let status = StatusCode::BAD_REQUEST;
            return Err(Failure::with_status(status, Code::Invalid, "the body is not JSON"));
        }
        Ok(Self(parse(&bytes)?))
    }
}

async fn read(body: Body) -> Result<bytes::Bytes, Failure> {
    let too_long = || {
        let detail = format!("the body has more than {FRAME_BYTES_MAX} bytes");
        Failure::from(Refusal::new(Code::TooLong, detail).limit(FRAME_BYTES_MAX))
    };
    let limited = http_body_util::Limited::new(body, FRAME_BYTES_MAX);
    let collected = timeout(BODY_WITHIN, http_body_util::BodyExt::collect(limited)).await;
    let Ok(collected) = collected else {
        let detail = format!("the body did not arrive within {} s", BODY_WITHIN.as_secs());
        return Err(Failure::with_status(StatusCode::REQUEST_TIMEOUT, Code::Invalid, detail));
    };
    match collected {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(why) if why.is::<http_body_util::LengthLimitError>() => Err(too_long()),
        Err(_) => {
            let detail = "the body could not be read to its end";
            Err(Failure::with_status(StatusCode::BAD_REQUEST, Code::Invalid, detail))
        }
    }
}

/// The fields of a query; others are refused.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query that may have these fields.
    ///
    /// # Errors
    /// A refusal that names a field that is not known.
    pub(crate) fn read(parts: &Parts, known: &[&str]) -> Result<Self, Refusal> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        });
        let pairs: Vec<(String, String)> = pairs.collect();
        if let Some((name, value)) = pairs.iter().find(|(name, _)| !known.contains(&name.as_str()))
        {
            let detail = format!("unknown field {name:?}; there are {}", known.join(", "));
            let mut refusal = invalid("query", value, detail);
            refusal.field = Some(name.clone().into());
            return Err(refusal);
        }
        Ok(Self(pairs))
    }

    /// A field's text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// A whole number.
    ///
    /// # Errors
    /// When it is none.
    pub(crate) fn number(&self, name: &'static str) -> Result<Option<u64>, Refusal> {
        let parse = |text: &str| {
            text.parse().map_err(|_| invalid(name, text, format!("{name} must be a whole number")))
        };
        self.text(name).map(parse).transpose()
    }

    /// A limit from 1 to `max`.
    ///
    /// # Errors
    /// When it is out of range.
    pub(crate) fn limit(&self, default: usize, max: usize) -> Result<usize, Refusal> {
        let Some(wanted) = self.number("limit")? else { return Ok(default) };
        let wanted = usize::try_from(wanted).ok().filter(|n| (1..=max).contains(n));
        wanted.ok_or_else(|| {
            let value = self.text("limit").unwrap_or_default();
            invalid("limit", value, format!("limit must be from 1 to {max}")).limit(max)
        })
    }

    /// Yes or no.
    ///
    /// # Errors
    /// When it is neither `true` nor `false`.
    pub(crate) fn flag(&self, name: &'static str) -> Result<Option<bool>, Refusal> {
        match self.text(name) {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(other) => Err(invalid(name, other, format!("{name} must be true or false"))),
        }
    }
}

/// Percent-decoding of a query's part; what is not UTF-8 is replaced.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        let hex = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match (first, hex.and_then(|two| u8::from_str_radix(two, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The client's address: the connection's, or what a trusted proxy says last.
pub(crate) struct Address(pub(crate) IpAddr);

impl FromRequestParts<std::sync::Arc<App>> for Address {
    type Rejection = Failure;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &std::sync::Arc<App>,
    ) -> Result<Self, Failure> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let peer = peer.unwrap_or(IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED));
        if app.config.trust_forwarded_for
            && let Some(forwarded) = forwarded(&parts.headers)
        {
            return Ok(Self(forwarded));
        }
        Ok(Self(peer))
    }
}

fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let line = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    line.rsplit(',').next()?.trim().parse().ok()
}

/// Who asks: by cookie or by token. A token goes first, since a browser adds cookies by itself.
pub(crate) enum Asker {
    /// A member of the staff.
    Staff(Box<Staff>),
    /// A customer.
    Customer(Customer),
}

/// Finds out who asks.
///
/// # Errors
/// `not_signed_in` when nobody does.
pub(crate) async fn asker(app: &App, headers: &HeaderMap) -> Result<Asker, Refusal> {
    if headers.contains_key(header::AUTHORIZATION) && keys::of_bearer(headers).is_none() {
        let hash = token::of_bearer(headers).ok_or_else(not_signed_in)?;
        return Ok(Asker::Customer(sessions::customer(app, Some(hash)).await?));
    }
    Ok(Asker::Staff(Box::new(staff(app, headers).await?)))
}

/// The member of the staff that asks, by cookie, or a bot by its key.
///
/// # Errors
/// `not_signed_in` when none does.
pub(crate) async fn staff(app: &App, headers: &HeaderMap) -> Result<Staff, Refusal> {
    match keys::of_bearer(headers) {
        Some(hash) => keys::bot(app, hash).await,
        None => sessions::staff(app, token::of_cookie(headers)).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(uri: &str) -> Parts {
        Request::builder().uri(uri).body(()).unwrap().into_parts().0
    }

    #[test]
    fn queries_have_known_fields_only() {
        let query = Query::read(&parts("/?a=x%20y%C3%BC+z&limit=7"), &["a", "limit"]).unwrap();
        assert_eq!(query.text("a"), Some("x yü z"));
        assert_eq!(query.limit(5, 10).unwrap(), 7);
        let refusal = Query::read(&parts("/?b=1"), &["a"]).unwrap_err();
        assert_eq!(refusal.field.as_deref(), Some("b"));
    }

    #[test]
    fn limits_have_bounds() {
        let limit = |text: &str| {
            let query = Query::read(&parts(&format!("/?limit={text}")), &["limit"]).unwrap();
            query.limit(5, 10).ok()
        };
        assert_eq!(limit("1"), Some(1));
        assert_eq!(limit("10"), Some(10));
        for wrong in ["0", "11", "-1", "x", "99999999999999999999"] {
            assert_eq!(limit(wrong), None, "{wrong}");
        }
    }
}
