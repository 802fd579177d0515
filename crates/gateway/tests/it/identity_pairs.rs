//! Tokens signed with key pairs, whose public half alone the server has: good ones, and what is tried with what is public.

use domain::identity::Algorithm;
use ring::rand::SystemRandom;
use ring::signature::{
    self, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaKeyPair,
};
use serde_json::{Value, json};

use crate::client::Answer;
use crate::identity::{base64url, signed};
use crate::world::World;

/// `SEQUENCE`, `BIT STRING`, and the identifiers of algorithms, of a SubjectPublicKeyInfo (RFC 5280, RFC 3279, RFC 5480, RFC 8410).
const SEQUENCE: u8 = 0x30;
const BIT_STRING: u8 = 0x03;
const RSA: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 0x05, 0];
const P256: &[u8] =
    &[0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
const ED25519: &[u8] = &[0x06, 3, 0x2b, 0x65, 0x70];

enum Private {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
}

/// A pair as a site's server has it, and its public half as it was given to ours.
struct Pair {
    algorithm: &'static str,
    private: Private,
    pem: String,
    /// Under which id ours knows it.
    kid: String,
}

/// A tag, a length and what it is of, as DER has it.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let length = &length[length.iter().position(|byte| *byte > 0).unwrap()..];
    let mut all = vec![tag];
    if content.len() > 127 {
        all.push(0x80 | length.len() as u8);
    }
    all.extend(length);
    all.extend(content);
    all
}

fn pem(identifier: &[u8], public: &[u8]) -> String {
    let bits = [&[0], public].concat();
    let info = [der(SEQUENCE, identifier), der(BIT_STRING, &bits)].concat();
    let text = base64url(&der(SEQUENCE, &info)).replace('-', "+").replace('_', "/");
    let padding = "=".repeat((4 - text.len() % 4) % 4);
    let text = format!("{text}{padding}");
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
}

impl Private {
    /// Two of each kind. Those of RSA take long to find, so they are kept; they are for these tests alone.
    fn two_of(algorithm: Algorithm) -> [Self; 2] {
        let chance = SystemRandom::new();
        match algorithm {
            Algorithm::Rs256 => {
                let keys: [&[u8]; 2] = [
                    include_bytes!("../../fixtures/rsa_a.pk8"),
                    include_bytes!("../../fixtures/rsa_b.pk8"),
                ];
                keys.map(|key| Self::Rsa(RsaKeyPair::from_pkcs8(key).unwrap()))
            }
            Algorithm::Es256 => [(); 2].map(|()| {
                let kind = &ECDSA_P256_SHA256_FIXED_SIGNING;
                let key = EcdsaKeyPair::generate_pkcs8(kind, &chance).unwrap();
                Self::Ec(EcdsaKeyPair::from_pkcs8(kind, key.as_ref(), &chance).unwrap())
            }),
            Algorithm::EdDsa => [(); 2].map(|()| {
                let key = Ed25519KeyPair::generate_pkcs8(&chance).unwrap();
                Self::Ed(Ed25519KeyPair::from_pkcs8(key.as_ref()).unwrap())
            }),
            Algorithm::Hs256 => panic!("HS256 has one secret and no pair"),
        }
    }

    fn pem(&self) -> String {
        match self {
            Self::Rsa(key) => pem(RSA, key.public_key().as_ref()),
            Self::Ec(key) => pem(P256, key.public_key().as_ref()),
            Self::Ed(key) => pem(ED25519, key.public_key().as_ref()),
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let chance = SystemRandom::new();
        match self {
            Self::Rsa(key) => {
                let mut signed = vec![0; key.public().modulus_len()];
                key.sign(&signature::RSA_PKCS1_SHA256, &chance, message, &mut signed).unwrap();
                signed
            }
            Self::Ec(key) => key.sign(&chance, message).unwrap().as_ref().to_vec(),
            Self::Ed(key) => key.sign(message).as_ref().to_vec(),
        }
    }

    fn token(&self, header: &Value, claims: &Value) -> String {
        let [header, claims] = [header, claims].map(|part| base64url(part.to_string().as_bytes()));
        let message = format!("{header}.{claims}");
        format!("{message}.{}", base64url(&self.sign(message.as_bytes())))
    }
}

impl World {
    /// Gives the server the public half of a pair.
    async fn pair(&self, algorithm: &'static str, private: Private) -> Pair {
        let pem = private.pem();
        let wanted = json!({"name": "Shop", "algorithm": algorithm, "public_key": pem});
        let admin = self.signed_in("ada").await;
        let made = admin.send("POST", "/api/identity-keys", Some(&wanted)).await;
        assert_eq!(made.status, 201, "{algorithm}: {}", made.text);
        let kid = made.body["key"]["id"].as_str().unwrap().to_owned();
        Pair { algorithm, private, pem, kid }
    }

    async fn prove_by(&self, token: &str) -> Answer {
        let proof = json!({"token": token});
        self.http().send("POST", "/api/customer/identity", Some(&proof)).await
    }

    /// What Eleanor's token says, until so many seconds from now.
    fn says(&self, seconds: i64) -> Value {
        let now = self.engine.clock().now().0 / 1_000;
        json!({"external_id": "4711", "name": "Eleanor Vance", "exp": now + seconds})
    }
}

impl Pair {
    fn header(&self) -> Value {
        json!({"alg": self.algorithm, "kid": self.kid})
    }
}

/// All that is tried with one kind of keys.
async fn holds(algorithm: &'static str, kind: Algorithm) {
    let world = World::new().await;
    let [private, stranger] = Private::two_of(kind);
    let pair = world.pair(algorithm, private).await;
    let (header, good) = (pair.header(), world.says(300));

    let answer = world.prove_by(&pair.private.token(&header, &good)).await;
    assert_eq!(answer.status, 200, "{algorithm}: {}", answer.text);
    assert_eq!(answer.body["name"], "Eleanor Vance");

    let unsigned = |header: &Value| {
        let [header, claims] = [header, &good].map(|part| base64url(part.to_string().as_bytes()));
        format!("{header}.{claims}.")
    };
    // The token's own text and signature, with another person in it.
    let mut other = good.clone();
    other["external_id"] = json!("4712");
    let token = pair.private.token(&header, &good);
    let (_, signature) = token.rsplit_once('.').unwrap();
    let swapped = format!(
        "{}.{}.{signature}",
        base64url(header.to_string().as_bytes()),
        base64url(other.to_string().as_bytes())
    );
    let named = |alg: &str| json!({"alg": alg, "kid": pair.kid});
    let public = match &pair.private {
        Private::Rsa(key) => key.public_key().as_ref().to_vec(),
        Private::Ec(key) => key.public_key().as_ref().to_vec(),
        Private::Ed(key) => key.public_key().as_ref().to_vec(),
    };
    let mut tried = vec![
        ("another key of the same kind", stranger.token(&header, &good)),
        ("another person under the same signature", swapped),
        (
            "a kid that nobody has",
            pair.private.token(&json!({"alg": algorithm, "kid": "no"}), &good),
        ),
        ("no kid", pair.private.token(&json!({"alg": algorithm}), &good)),
        ("the public key as a shared secret", signed(&named("HS256"), &good, &pair.pem)),
        ("its text without the last line end", {
            signed(&named("HS256"), &good, pair.pem.trim_end())
        }),
        ("its bytes as a shared secret", signed(&named("HS256"), &good, &public)),
        // The header says what it must; the signature is by the public key all the same.
        ("a keyed hash under the right alg", signed(&header, &good, &pair.pem)),
        ("none", unsigned(&named("none"))),
        ("None", unsigned(&named("None"))),
        ("no signature", unsigned(&header)),
    ];
    for alg in ["RS256", "ES256", "EdDSA", "RS512", "PS256", "ES384"] {
        if alg != algorithm {
            tried.push((
                "signed by the key under another alg",
                pair.private.token(&named(alg), &good),
            ));
        }
    }
    for (what, token) in tried {
        let answer = world.prove_by(&token).await;
        let said = (answer.status, &answer.body["code"]);
        assert_eq!(said, (401, &json!("identity_invalid")), "{algorithm}, {what}: {}", answer.text);
    }
    let late = pair.private.token(&header, &world.says(-61));
    world.prove_by(&late).await.refused(401, "identity_expired");
    // Who cannot sign learns nothing about whether it would be too late.
    let late = stranger.token(&header, &world.says(-61));
    world.prove_by(&late).await.refused(401, "identity_invalid");

    // After the key was revoked nothing that it signed is good.
    let admin = world.signed_in("ada").await;
    let path = format!("/api/identity-keys/{}", pair.kid);
    assert_eq!(admin.send("DELETE", &path, None).await.status, 204);
    let token = pair.private.token(&header, &good);
    world.prove_by(&token).await.refused(401, "identity_invalid");
    world.stop().await;
}

#[tokio::test]
async fn tokens_signed_with_rsa() {
    holds("RS256", Algorithm::Rs256).await;
}

#[tokio::test]
async fn tokens_signed_on_the_curve_p_256() {
    holds("ES256", Algorithm::Es256).await;
}

#[tokio::test]
async fn tokens_signed_with_ed25519() {
    holds("EdDSA", Algorithm::EdDsa).await;
}

#[tokio::test]
async fn keys_of_two_kinds_do_not_stand_in_for_each_other() {
    let world = World::new().await;
    let [one, _] = Private::two_of(Algorithm::Es256);
    let [other, _] = Private::two_of(Algorithm::EdDsa);
    let (one, other) = (world.pair("ES256", one).await, world.pair("EdDSA", other).await);
    let good = world.says(300);
    for (signer, kid) in [(&one, &other), (&other, &one)] {
        let header = json!({"alg": signer.algorithm, "kid": kid.kid});
        let token = signer.private.token(&header, &good);
        world.prove_by(&token).await.refused(401, "identity_invalid");
    }
    for pair in [&one, &other] {
        let token = pair.private.token(&pair.header(), &good);
        assert_eq!(world.prove_by(&token).await.status, 200);
    }
    world.stop().await;
}
