//! Refusals on the wire: the domain's codes as problem+json with the fitting HTTP status. The mapping is here and nowhere else.

use std::borrow::Cow;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{Code, Refusal};
use protocol::problem::Problem;
use store::{ReadError, WriteError};

/// Most characters of a detail; a list of all allowed words can be long.
const DETAIL_CHARS_MAX: usize = 400;

/// The HTTP status of a code.
pub(crate) fn status(code: Code) -> StatusCode {
    match code {
        Code::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Code::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::NotAllowed | Code::IdentityRequired => StatusCode::FORBIDDEN,
        Code::NotSignedIn | Code::IdentityInvalid | Code::IdentityExpired => {
            StatusCode::UNAUTHORIZED
        }
        Code::TooFast => StatusCode::TOO_MANY_REQUESTS,
        Code::ChatOver
        | Code::WrongState
        | Code::AlreadyOpen
        | Code::Taken
        | Code::AtLimit
        | Code::OfferGone
        | Code::QueueFull
        | Code::QueueClosed
        | Code::Unavailable
        | Code::SessionLost
        | Code::IdReused => StatusCode::CONFLICT,
        Code::Busy | Code::StorageUnavailable | Code::ShuttingDown => {
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

/// A refusal as it is sent.
pub(crate) fn problem(refusal: &Refusal) -> Problem {
    Problem {
        code: refusal.code.as_str().to_owned(),
        status: status(refusal.code).as_u16(),
        detail: refusal.detail.chars().take(DETAIL_CHARS_MAX).collect(),
        field: refusal.field.as_deref().map(str::to_owned),
        value: refusal.value.clone(),
        limit: refusal.limit.clone(),
        retry: refusal.is_passing(),
    }
}

/// An answer over HTTP that is a refusal.
#[derive(Debug)]
pub(crate) struct Failure {
    problem: Problem,
}

impl Failure {
    /// A refusal with a status of its own, for what HTTP itself refuses.
    pub(crate) fn with_status(
        status: StatusCode,
        code: Code,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        let mut failure = Self::from(Refusal::new(code, detail));
        failure.problem.status = status.as_u16();
        failure
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self { problem: problem(&refusal) }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status);
        let body = serde_json::to_vec(&self.problem).unwrap_or_default();
        let mut response =
            (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.problem.retry {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

/// A field that is malformed.
pub(crate) fn invalid(
    field: &'static str,
    value: impl ToString,
    detail: impl Into<Cow<'static, str>>,
) -> Refusal {
    Refusal::new(Code::Invalid, detail).field(field, value)
}

/// Nobody is signed in.
pub(crate) fn not_signed_in() -> Refusal {
    Refusal::new(Code::NotSignedIn, "sign in first: the session is not known or has ended")
}

/// Sent too fast.
pub(crate) fn too_fast(detail: impl Into<Cow<'static, str>>, limit: impl ToString) -> Refusal {
    Refusal::new(Code::TooFast, detail).limit(limit)
}

/// Stored data could not be read. The operator reads why in the log.
pub(crate) fn unreadable(why: &ReadError) -> Refusal {
    tracing::error!(error = %why, "stored data cannot be read");
    Refusal::new(Code::StorageUnavailable, "stored data cannot be read now; try again later")
}

/// Scratch data could not be written.
pub(crate) fn unwritable(why: &WriteError) -> Refusal {
    tracing::error!(error = %why, "scratch data cannot be written");
    Refusal::new(Code::StorageUnavailable, "nothing can be stored now; try again later")
}
