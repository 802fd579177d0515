//! Bodies of the HTTP interface about who customers prove to be, and about the keys with which the host's server proves it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `POST /api/customer/identity`: a proof of who the customer is. Either `token`, or `external_id` with `hmac`.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityProof {
    /// A JWT with `kid`, `external_id`, `exp` at most 24 hours ahead and, if wanted, `name` and `email`; at most 4096 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The customer's id at the host, 1 to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// HMAC-SHA256 of `external_id` under a key's secret, as 64 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hmac: Option<String>,
    /// The key's id; any shared secret that fits if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// With `hmac`: the name, which is not part of the proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// With `hmac`: the address, which is not part of the proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl std::fmt::Debug for IdentityProof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IdentityProof").finish_non_exhaustive()
    }
}

/// Answer of `POST /api/customer/identity`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Identified {
    /// The token of the session from now on; absent: as before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Whether the session before was another customer's: nothing of it may be shown any more.
    pub switched: bool,
    /// Whether the customer has a conversation to see.
    pub conversation: bool,
    /// Its name, if it is known.
    pub name: String,
    /// Its address, if it is known.
    pub email: String,
    /// Until when the proof is good; a new one before that keeps the session going. RFC 3339.
    pub until: String,
}

/// How an identity key proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum IdentityAlgorithm {
    /// A shared secret; also for `hmac`.
    Hs256,
    /// RSA.
    Rs256,
    /// ECDSA on P-256.
    Es256,
    /// Ed25519.
    #[serde(rename = "EdDSA")]
    EdDsa,
}

/// `POST /api/identity-keys`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIdentityKey {
    /// For people, 1 to 100 characters.
    pub name: String,
    /// The only algorithm that the key will be good for.
    pub algorithm: IdentityAlgorithm,
    /// The public key as PEM (`BEGIN PUBLIC KEY`), for all algorithms but `HS256`; at most 8192 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
}

/// An identity key as it is listed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct IdentityKey {
    /// Its id, for the `kid` of tokens.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its algorithm.
    pub algorithm: IdentityAlgorithm,
    /// When it was made, RFC 3339.
    pub created_at: String,
    /// When it last proved something, to within some minutes; absent if never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<String>,
}

/// Answer of `POST /api/identity-keys`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MadeIdentityKey {
    /// The key.
    pub key: IdentityKey,
    /// The shared secret of an `HS256` key; it is shown this once. Its characters are the bytes to sign with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// Answer of `GET /api/identity-keys`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct IdentityKeyList {
    /// All keys, by id.
    pub keys: Vec<IdentityKey>,
}

/// `POST /api/demo/identity`, with the demo shop only.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DemoCustomer {
    /// The name of one of the demo's customers.
    pub name: String,
}

/// Answer of `POST /api/demo/identity`.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct DemoIdentity {
    /// A JWT that is good for some minutes.
    pub token: String,
}
