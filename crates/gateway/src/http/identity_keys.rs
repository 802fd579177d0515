//! Keys by which customers prove who they are: made, listed and revoked by an admin.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use domain::directory::StaffRole;
use domain::identity::{Algorithm, IdentityKey};
use domain::{Code, Command, CommandId, IdentityKeyId, Party, Refusal, Timestamp};
use protocol::identity as wire;
use protocol::problem::Problem;
use store::{Change, IdentitySecret};
use uuid::Uuid;

use super::request::{Json, staff};
use crate::alias::hex;
use crate::app::App;
use crate::auth::{jwt, token};
use crate::limits::PUBLIC_KEY_BYTES_MAX;
use crate::problem::{Failure, invalid};
use crate::translate::record::id;

/// How every key's id begins.
const MARK: &str = "hfi_";
/// How every shared secret begins, so that one that was published is recognised.
const SECRET_MARK: &str = "hfs_";

async fn admin(app: &App, headers: &HeaderMap) -> Result<Party, Refusal> {
    let staff = staff(app, headers).await?;
    if staff.record.role == StaffRole::Admin {
        return Ok(staff.party());
    }
    Err(Refusal::new(Code::NotAllowed, "identity keys are an admin's to make and to revoke"))
}

fn algorithm_in(algorithm: wire::IdentityAlgorithm) -> Algorithm {
    match algorithm {
        wire::IdentityAlgorithm::Hs256 => Algorithm::Hs256,
        wire::IdentityAlgorithm::Rs256 => Algorithm::Rs256,
        wire::IdentityAlgorithm::Es256 => Algorithm::Es256,
        wire::IdentityAlgorithm::EdDsa => Algorithm::EdDsa,
    }
}

fn key_out(key: &IdentityKey, used_at: Option<Timestamp>) -> wire::IdentityKey {
    wire::IdentityKey {
        id: key.id.to_string(),
        name: key.name.clone(),
        algorithm: match key.algorithm {
            Algorithm::Hs256 => wire::IdentityAlgorithm::Hs256,
            Algorithm::Rs256 => wire::IdentityAlgorithm::Rs256,
            Algorithm::Es256 => wire::IdentityAlgorithm::Es256,
            Algorithm::EdDsa => wire::IdentityAlgorithm::EdDsa,
        },
        created_at: key.created_at.clone(),
        last_used_at: used_at.map(|at| at.to_string()),
    }
}

/// What a new key proves with, and whether it is a secret that is shown.
fn secret_of(wanted: &wire::NewIdentityKey) -> Result<(String, bool), Refusal> {
    let algorithm = algorithm_in(wanted.algorithm);
    match (&wanted.public_key, algorithm) {
        (None, Algorithm::Hs256) => Ok((format!("{SECRET_MARK}{}", token::new_token()?), true)),
        (Some(_), Algorithm::Hs256) => {
            let detail = "an HS256 key has a shared secret, which is made here, and no public key";
            Err(invalid("public_key", "", detail))
        }
        (None, _) => Err(invalid("public_key", "", "a public key is needed, as PEM")),
        (Some(pem), _) if pem.len() > PUBLIC_KEY_BYTES_MAX => {
            let detail = format!(
                "public_key has {} bytes, at most {PUBLIC_KEY_BYTES_MAX} are allowed",
                pem.len()
            );
            Err(Refusal::new(Code::TooLong, detail)
                .field("public_key", "")
                .limit(PUBLIC_KEY_BYTES_MAX))
        }
        (Some(pem), algorithm) if jwt::is_public_key(algorithm, pem) => Ok((pem.clone(), false)),
        (Some(_), algorithm) => {
            let what = match algorithm {
                Algorithm::Es256 => "an EC key on P-256",
                Algorithm::EdDsa => "an Ed25519 key",
                Algorithm::Rs256 | Algorithm::Hs256 => "an RSA key of 2048 bits or more",
            };
            let detail =
                format!("public_key must be {what}, as PEM that begins with BEGIN PUBLIC KEY");
            Err(invalid("public_key", "", detail))
        }
    }
}

/// Makes a key, as an admin or at a start; returns its secret.
///
/// # Errors
/// When there are as many as there may be, or it cannot be stored.
async fn make_key(
    app: &App,
    by: Party,
    wanted: &wire::NewIdentityKey,
) -> Result<(IdentityKey, String, bool), Refusal> {
    let (secret, is_shown) = secret_of(wanted)?;
    let key = IdentityKey {
        id: IdentityKeyId::new(&format!("{MARK}{}", hex(&token::random::<8>()?))),
        name: wanted.name.trim().to_owned(),
        algorithm: algorithm_in(wanted.algorithm),
        created_at: app.now().to_string(),
    };
    let stored = IdentitySecret { key: key.id.clone(), secret: secret.clone(), used_at: None };
    // Before the log says that there is one; a secret without a key in the log proves nothing.
    app.keeper.write(vec![Change::SaveIdentitySecret(stored)]).await?;
    let command = Command::PutIdentityKey { key: key.clone() };
    let id = CommandId::new(&Uuid::now_v7().to_string());
    if let Err(refusal) = app.engine.command(by, id, command).await {
        app.keeper.write_behind(vec![Change::RemoveIdentitySecret(key.id)]);
        return Err(refusal);
    }
    Ok((key, secret, is_shown))
}

/// Makes a key. Its shared secret, if it has one, is shown this once.
#[utoipa::path(
    post,
    path = "/api/identity-keys",
    tag = "staff",
    request_body = wire::NewIdentityKey,
    responses(
        (status = 201, description = "a new key", body = wire::MadeIdentityKey),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "not an admin", body = Problem),
        (status = 409, description = "there are as many as there may be", body = Problem),
        (status = 422, description = "no name, or no public key of that algorithm", body = Problem),
    )
)]
pub(crate) async fn make(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Json(wanted): Json<wire::NewIdentityKey>,
) -> Result<(StatusCode, Reply<wire::MadeIdentityKey>), Failure> {
    let by = admin(&app, &headers).await?;
    let (key, secret, is_shown) = make_key(&app, by, &wanted).await?;
    let secret = is_shown.then_some(secret);
    let made = wire::MadeIdentityKey { key: key_out(&key, None), secret };
    Ok((StatusCode::CREATED, Reply(made)))
}

/// Lists the keys, without what they prove with.
#[utoipa::path(
    get,
    path = "/api/identity-keys",
    tag = "staff",
    responses(
        (status = 200, description = "all keys", body = wire::IdentityKeyList),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "not an admin", body = Problem),
    )
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Reply<wire::IdentityKeyList>, Failure> {
    admin(&app, &headers).await?;
    let secrets = app.keeper.read(|scratch| scratch.identity_secrets()).await?;
    let keys = app.engine.read(|core| core.state.directory.identity_keys.clone()).await?;
    let used = |id: &IdentityKeyId| secrets.iter().find(|s| s.key == *id).and_then(|s| s.used_at);
    let keys = keys.values().map(|key| key_out(key, used(&key.id))).collect();
    Ok(Reply(wire::IdentityKeyList { keys }))
}

/// Revokes a key: customers whom it proved have to prove anew who they are.
#[utoipa::path(
    delete,
    path = "/api/identity-keys/{key}",
    tag = "staff",
    params(("key" = String, Path, description = "the id of a key")),
    responses(
        (status = 204, description = "it is no good any more"),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "not an admin", body = Problem),
        (status = 404, description = "there is no such key", body = Problem),
    )
)]
pub(crate) async fn revoke(
    State(app): State<Arc<App>>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Failure> {
    let by = admin(&app, &headers).await?;
    let key = id("key", &key, IdentityKeyId::parse)?;
    let command = Command::RemoveIdentityKey { key: key.clone() };
    app.engine.command(by, CommandId::new(&Uuid::now_v7().to_string()), command).await?;
    app.keeper.write(vec![Change::RemoveIdentitySecret(key.clone())]).await?;
    app.registry.end_key(&key);
    Ok(StatusCode::NO_CONTENT)
}

/// The name of the demo's key.
const DEMO: &str = "Demo shop";

/// The demo's own key and its secret; it is made when it is first needed.
///
/// # Errors
/// When it cannot be stored.
pub(super) async fn demo_key(app: &App) -> Result<(IdentityKeyId, String), Refusal> {
    let secrets = app.keeper.read(|scratch| scratch.identity_secrets()).await?;
    let keys = app.engine.read(|core| core.state.directory.identity_keys.clone()).await?;
    let is_demo = |key: &&IdentityKey| key.name == DEMO && key.algorithm == Algorithm::Hs256;
    let known = keys.values().filter(is_demo).find_map(|key| {
        let secret = secrets.iter().find(|secret| secret.key == key.id)?;
        Some((key.id.clone(), secret.secret.clone()))
    });
    if let Some(known) = known {
        return Ok(known);
    }
    let algorithm = wire::IdentityAlgorithm::Hs256;
    let wanted = wire::NewIdentityKey { name: DEMO.to_owned(), algorithm, public_key: None };
    let (key, secret, _) = make_key(app, Party::system(), &wanted).await?;
    Ok((key.id, secret))
}
