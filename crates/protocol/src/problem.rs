//! How a refusal looks: problem+json over HTTP, the same object in a `refused` frame.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A refusal (RFC 9457). It changed nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// A stable code, e.g. `too_long`, `not_allowed`, `taken`; docs/protocol.md lists them. Match this, never the text.
    pub code: String,
    /// The HTTP status that fits.
    pub status: u16,
    /// One sentence for a person.
    pub detail: String,
    /// The field that was wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The value it had, shortened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The limit it broke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// Whether sending the same again later may succeed.
    #[serde(default)]
    #[schema(required)]
    pub retry: bool,
}
