//! Signed tokens: reading and making them, with the signatures of `ring`. Each is checked with the one algorithm of its key, whatever its
//! header says. What it leaves out: what a token must say, and the time.

use std::sync::OnceLock;

use domain::identity::Algorithm;
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::signature::{Error as SignatureError, Signer, Verifier};
use jsonwebtoken::{Algorithm as Alg, DecodingKey, EncodingKey, Header, Validation};
use ring::{hmac, signature};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Installs the signatures once in a process.
fn ready() {
    static READY: OnceLock<()> = OnceLock::new();
    READY.get_or_init(|| {
        static PROVIDER: CryptoProvider = CryptoProvider {
            signer_factory: signer,
            verifier_factory: verifier,
            key_utils: KeyUtils::new_unimplemented(),
        };
        // Whoever was first has installed the same.
        let _ = PROVIDER.install_default();
    });
}

fn alg(algorithm: Algorithm) -> Alg {
    match algorithm {
        Algorithm::Hs256 => Alg::HS256,
        Algorithm::Rs256 => Alg::RS256,
        Algorithm::Es256 => Alg::ES256,
        Algorithm::EdDsa => Alg::EdDSA,
    }
}

struct Checks {
    algorithm: Alg,
    key: DecodingKey,
}

fn verifier(algorithm: &Alg, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>, Error> {
    Ok(Box::new(Checks { algorithm: *algorithm, key: key.clone() }))
}

impl Verifier<Vec<u8>> for Checks {
    fn verify(&self, message: &[u8], signed: &Vec<u8>) -> Result<(), SignatureError> {
        let key = self.key.try_get_as_bytes().map_err(|_| SignatureError::new())?;
        let public = |algorithm: &'static dyn signature::VerificationAlgorithm| {
            signature::UnparsedPublicKey::new(algorithm, key).verify(message, signed)
        };
        let checked = match self.algorithm {
            // Takes as long for every wrong signature.
            Alg::HS256 => hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, key), message, signed),
            Alg::RS256 => public(&signature::RSA_PKCS1_2048_8192_SHA256),
            Alg::ES256 => public(&signature::ECDSA_P256_SHA256_FIXED),
            Alg::EdDSA => public(&signature::ED25519),
            _ => return Err(SignatureError::new()),
        };
        checked.map_err(|_| SignatureError::new())
    }
}

impl JwtVerifier for Checks {
    fn algorithm(&self) -> Alg {
        self.algorithm
    }
}

/// Only the demo signs, with a shared secret.
struct Signs(hmac::Key);

fn signer(algorithm: &Alg, key: &EncodingKey) -> Result<Box<dyn JwtSigner>, Error> {
    match algorithm {
        Alg::HS256 => Ok(Box::new(Signs(hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes())))),
        _ => Err(ErrorKind::UnsupportedAlgorithm.into()),
    }
}

impl Signer<Vec<u8>> for Signs {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        Ok(hmac::sign(&self.0, message).as_ref().to_vec())
    }
}

impl JwtSigner for Signs {
    fn algorithm(&self) -> Alg {
        Alg::HS256
    }
}

/// What a key checks with.
fn decoding_key(algorithm: Algorithm, secret: &str) -> Result<DecodingKey, Error> {
    match algorithm {
        Algorithm::Hs256 => Ok(DecodingKey::from_secret(secret.as_bytes())),
        Algorithm::Rs256 => DecodingKey::from_rsa_pem(secret.as_bytes()),
        Algorithm::Es256 => DecodingKey::from_ec_pem(secret.as_bytes()),
        Algorithm::EdDsa => DecodingKey::from_ed_pem(secret.as_bytes()),
    }
}

/// Whether a text is a public key, as PEM, for an algorithm.
pub(crate) fn is_public_key(algorithm: Algorithm, pem: &str) -> bool {
    // What jsonwebtoken takes may also be a private key, which must not come here, or one of another length or curve.
    if algorithm == Algorithm::Hs256 || pem.contains("PRIVATE") {
        return false;
    }
    let Ok(key) = decoding_key(algorithm, pem) else { return false };
    let Ok(bytes) = key.try_get_as_bytes() else { return false };
    match algorithm {
        Algorithm::Hs256 => false,
        // 2048 bits and their wrapping.
        Algorithm::Rs256 => bytes.len() > 260,
        Algorithm::Es256 => bytes.len() == 65 && bytes.first() == Some(&4),
        Algorithm::EdDsa => bytes.len() == 32,
    }
}

/// Whether what a token's header claims is a key's own algorithm.
pub(crate) fn is_algorithm(claimed: Alg, algorithm: Algorithm) -> bool {
    claimed == alg(algorithm)
}

/// The key id that a token's header names, and the algorithm that it claims; None if it is no token.
pub(crate) fn header(token: &str) -> Option<(Option<String>, Alg)> {
    let header = jsonwebtoken::decode_header(token).ok()?;
    Some((header.kid, header.alg))
}

/// What a token says, if the key with this secret has signed it by its own algorithm.
///
/// # Errors
/// When it has not. The time is not looked at.
pub(crate) fn read<T: DeserializeOwned>(
    token: &str,
    algorithm: Algorithm,
    secret: &str,
) -> Result<T, Error> {
    ready();
    let mut rules = Validation::new(alg(algorithm));
    // The engine's clock decides, not the machine's.
    rules.validate_exp = false;
    rules.required_spec_claims.clear();
    // Whom else a token is for does no harm.
    rules.validate_aud = false;
    jsonwebtoken::decode(token, &decoding_key(algorithm, secret)?, &rules).map(|data| data.claims)
}

/// A token signed with a shared secret.
///
/// # Errors
/// When the claims cannot be written.
pub(crate) fn sign<T: Serialize>(claims: &T, kid: &str, secret: &str) -> Result<String, Error> {
    ready();
    let header = Header { kid: Some(kid.to_owned()), ..Header::new(Alg::HS256) };
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_secret(secret.as_bytes()))
}

/// Whether a text of hexadecimal digits is the HMAC-SHA256 of another under a secret. Takes as long for every wrong one.
pub(crate) fn is_hmac(secret: &str, message: &str, digits: &str) -> bool {
    let pairs = digits.as_bytes().chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    });
    let Some(wanted) = pairs.collect::<Option<Vec<u8>>>() else { return false };
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hmac::verify(&key, message.as_bytes(), &wanted).is_ok()
}
