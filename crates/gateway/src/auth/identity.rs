//! Who a customer proves to be: by a token that the host's server signed, or by a keyed hash of its id there. A claim that is not proved is
//! refused here and goes nowhere. What it leaves out: signatures, and what follows for sessions.

use domain::identity::{Algorithm, EXTERNAL_ID_CHARS_MAX, IdentityKey};
use domain::{Code, IdentityKeyId, Millis, Refusal, Timestamp};
use protocol::identity::IdentityProof;
use serde::Deserialize;
use store::{Change, Identity, IdentitySecret};

use crate::app::App;
use crate::auth::jwt;
use crate::limits::{
    IDENTITY_LEEWAY_MS, IDENTITY_MS, IDENTITY_TOKEN_BYTES_MAX, PROVED_NAME_CHARS_MAX,
    TOUCH_EVERY_MS,
};
use crate::problem::invalid;

/// Hexadecimal digits of a keyed hash.
const HMAC_CHARS: usize = 64;

/// What a token says. Whatever else it says is not heard.
#[derive(Deserialize)]
struct Claims {
    external_id: Option<serde_json::Value>,
    name: Option<serde_json::Value>,
    email: Option<serde_json::Value>,
    exp: Option<f64>,
    nbf: Option<f64>,
    iat: Option<f64>,
}

/// A key that is good now.
struct Key {
    record: IdentityKey,
    secret: IdentitySecret,
}

fn wrong(detail: impl Into<std::borrow::Cow<'static, str>>) -> Refusal {
    Refusal::new(Code::IdentityInvalid, detail)
}

/// Refused because a proof has had its time.
pub(crate) fn expired() -> Refusal {
    let detail = "the proof of who the customer is has had its time; fetch a new one";
    Refusal::new(Code::IdentityExpired, detail)
}

/// The keys that are good now: those of the directory whose secret is here.
async fn keys(app: &App) -> Result<Vec<Key>, Refusal> {
    let secrets = app.keeper.read(|scratch| scratch.identity_secrets()).await?;
    let records = app.engine.read(|core| core.state.directory.identity_keys.clone()).await?;
    let pair = |secret: IdentitySecret| {
        records.get(&secret.key).cloned().map(|record| Key { record, secret })
    };
    Ok(secrets.into_iter().filter_map(pair).collect())
}

/// Whether a key is good now.
///
/// # Errors
/// When it cannot be read.
pub(crate) async fn is_good(app: &App, key: &IdentityKeyId) -> Result<bool, Refusal> {
    Ok(keys(app).await?.iter().any(|known| known.record.id == *key))
}

/// Checks a proof.
///
/// # Errors
/// `identity_invalid` with what is wrong, or `identity_expired`.
pub(crate) async fn check(app: &App, proof: &IdentityProof) -> Result<Identity, Refusal> {
    let keys = keys(app).await?;
    let now = app.now();
    let (identity, key) = match (&proof.token, &proof.external_id, &proof.hmac) {
        (Some(token), None, None) => by_token(&keys, token, now)?,
        (None, Some(external_id), Some(hmac)) => by_hmac(&keys, proof, external_id, hmac, now)?,
        _ => {
            let detail = "a proof is either a token, or external_id with hmac";
            return Err(invalid("token", "", detail));
        }
    };
    let used = key.secret.used_at;
    if used.is_none_or(|at| now >= at + Millis(TOUCH_EVERY_MS)) {
        let key = key.record.id.clone();
        app.keeper.write_behind(vec![Change::TouchIdentitySecret { key, at: now }]);
    }
    Ok(identity)
}

fn text(
    field: &'static str,
    value: Option<serde_json::Value>,
    max: usize,
) -> Result<String, Refusal> {
    let text = match value {
        None | Some(serde_json::Value::Null) => String::new(),
        Some(serde_json::Value::String(text)) => text,
        // Ids of hosts are often numbers.
        Some(serde_json::Value::Number(number)) if field == "external_id" => number.to_string(),
        Some(_) => return Err(wrong(format!("{field} of the token is no text"))),
    };
    let chars = text.chars().count();
    if chars > max {
        let detail = format!("{field} has {chars} characters, at most {max} are allowed");
        return Err(wrong(detail).limit(max));
    }
    Ok(text.trim().to_owned())
}

/// A number of seconds as a moment; what no clock will show is as far away as can be.
#[expect(clippy::cast_possible_truncation, reason = "a cast of a float ends at the bounds")]
fn moment(seconds: f64) -> Timestamp {
    Timestamp((seconds * 1000.0).clamp(0.0, 8.0e15) as i64)
}

fn by_token<'a>(
    keys: &'a [Key],
    token: &str,
    now: Timestamp,
) -> Result<(Identity, &'a Key), Refusal> {
    if token.len() > IDENTITY_TOKEN_BYTES_MAX {
        let detail = format!(
            "the token has {} bytes, at most {IDENTITY_TOKEN_BYTES_MAX} are allowed",
            token.len()
        );
        return Err(wrong(detail).limit(IDENTITY_TOKEN_BYTES_MAX));
    }
    let Some((kid, claimed)) = jwt::header(token) else {
        return Err(wrong(
            "the token cannot be read: it must be a JWT signed with HS256, RS256, ES256 or EdDSA",
        ));
    };
    let kid = kid.ok_or_else(|| wrong("the token's header must have a kid, the id of its key"))?;
    let key = keys.iter().find(|key| key.record.id.as_str() == kid);
    let key = key.ok_or_else(|| wrong("the token's key is not known, or was revoked"))?;
    let algorithm = key.record.algorithm;
    if !jwt::is_algorithm(claimed, algorithm) {
        return Err(wrong(format!("the token's alg is not that of its key, {}", word(algorithm))));
    }
    let claims: Claims = jwt::read(token, algorithm, &key.secret.secret)
        .map_err(|_| wrong("the token was not signed by its key, or is damaged"))?;
    let until = claims.exp.map(moment).ok_or_else(|| wrong("the token must have an exp"))?;
    let leeway = Millis(IDENTITY_LEEWAY_MS);
    if now >= until + leeway {
        return Err(expired());
    }
    if until > now + Millis(IDENTITY_MS) + leeway {
        let detail = "the token's exp is more than 24 hours ahead; let it end sooner";
        return Err(wrong(detail).limit("24h"));
    }
    for (name, at) in [("nbf", claims.nbf), ("iat", claims.iat)] {
        if at.is_some_and(|at| moment(at) > now + leeway) {
            return Err(wrong(format!("the token's {name} is in the future")));
        }
    }
    let external_id = text("external_id", claims.external_id, EXTERNAL_ID_CHARS_MAX)?;
    let identity = Identity {
        external_id: not_empty(external_id)?,
        name: text("name", claims.name, PROVED_NAME_CHARS_MAX)?,
        email: email(text("email", claims.email, usize::MAX)?),
        key: key.record.id.clone(),
        until: until + leeway,
    };
    Ok((identity, key))
}

fn by_hmac<'a>(
    keys: &'a [Key],
    proof: &IdentityProof,
    external_id: &str,
    hmac: &str,
    now: Timestamp,
) -> Result<(Identity, &'a Key), Refusal> {
    let chars = external_id.chars().count();
    if chars > EXTERNAL_ID_CHARS_MAX {
        let detail = format!(
            "external_id has {chars} characters, at most {EXTERNAL_ID_CHARS_MAX} are allowed"
        );
        return Err(wrong(detail).limit(EXTERNAL_ID_CHARS_MAX));
    }
    if hmac.len() != HMAC_CHARS {
        return Err(wrong("hmac must be 64 hexadecimal digits: HMAC-SHA256 of external_id"));
    }
    let mut shared = keys.iter().filter(|key| {
        let named = proof.key.as_ref().is_none_or(|id| key.record.id.as_str() == id);
        key.record.algorithm == Algorithm::Hs256 && named
    });
    let key = shared
        .rfind(|key| jwt::is_hmac(&key.secret.secret, external_id, hmac))
        .ok_or_else(|| wrong("hmac is not that of external_id under a key that is good"))?;
    let chosen = |field: Option<&String>, max: usize| {
        field.map(|text| text.trim().chars().take(max).collect::<String>()).unwrap_or_default()
    };
    let identity = Identity {
        external_id: not_empty(external_id.to_owned())?,
        name: chosen(proof.name.as_ref(), PROVED_NAME_CHARS_MAX),
        email: email(chosen(proof.email.as_ref(), usize::MAX)),
        key: key.record.id.clone(),
        until: now + Millis(IDENTITY_MS),
    };
    Ok((identity, key))
}

fn not_empty(external_id: String) -> Result<String, Refusal> {
    if external_id.trim().is_empty() {
        return Err(wrong("external_id must not be empty"));
    }
    Ok(external_id)
}

/// An address that could be one; what could not is left out, for it is no reason to turn a customer away.
fn email(text: String) -> String {
    let fits = text.contains('@') && text.chars().count() <= 254;
    if fits { text } else { String::new() }
}

/// An algorithm as tokens name it.
pub(crate) fn word(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Hs256 => "HS256",
        Algorithm::Rs256 => "RS256",
        Algorithm::Es256 => "ES256",
        Algorithm::EdDsa => "EdDSA",
    }
}
