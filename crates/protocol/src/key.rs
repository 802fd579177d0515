//! Bodies of the HTTP interface about the keys by which bots sign in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Answer of `POST /api/agents/{agent}/keys`: a new key of a bot.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct NewApiKey {
    /// The key; it is shown this once. Send it as `Authorization: Bearer`.
    pub key: String,
    /// How it begins, by which it is listed and revoked.
    pub prefix: String,
}

/// A key of a bot, as it is listed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ApiKey {
    /// How it begins.
    pub prefix: String,
    /// When it was made, RFC 3339.
    pub created_at: String,
    /// When it was last used, to within some minutes; absent if never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<String>,
}

/// Answer of `GET /api/agents/{agent}/keys`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ApiKeyList {
    /// The bot's keys, by prefix.
    pub keys: Vec<ApiKey>,
}
