//! Who customers prove to be, over real connections: two devices, a chat that goes on, and what is tried without a proof, or with a false one.

use ring::hmac;
use serde_json::{Value, json};

use crate::client::{Answer, Http};
use crate::world::World;

const HOUR: i64 = 3_600;

/// A key of the tenant's: its id and its secret.
struct Key {
    id: String,
    secret: String,
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for piece in bytes.chunks(3) {
        let mut group = [0; 4];
        group[1..=piece.len()].copy_from_slice(piece);
        let number = u32::from_be_bytes(group);
        for place in 0..=piece.len() {
            let digit = (number >> (18 - 6 * place)) & 63;
            text.push(char::from(DIGITS[digit as usize]));
        }
    }
    text
}

pub(crate) fn signed(header: &Value, claims: &Value, secret: impl AsRef<[u8]>) -> String {
    let message = format!(
        "{}.{}",
        base64url(header.to_string().as_bytes()),
        base64url(claims.to_string().as_bytes())
    );
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_ref());
    format!("{message}.{}", base64url(hmac::sign(&key, message.as_bytes()).as_ref()))
}

impl Key {
    fn token(&self, claims: &Value) -> String {
        signed(&json!({"alg": "HS256", "kid": self.id}), claims, &self.secret)
    }

    fn proof(&self, external_id: &str, world: &World) -> Value {
        json!({"token": self.token(&claims(external_id, world, 300))})
    }
}

fn now(world: &World) -> i64 {
    world.engine.clock().now().0 / 1000
}

fn claims(external_id: &str, world: &World, seconds: i64) -> Value {
    json!({"external_id": external_id, "name": "Eleanor Vance", "email": "e@example.com", "exp": now(world) + seconds})
}

impl World {
    async fn key(&self, name: &str) -> Key {
        let wanted = json!({"name": name, "algorithm": "HS256"});
        let admin = self.signed_in("ada").await;
        let made = admin.send("POST", "/api/identity-keys", Some(&wanted)).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Key { id: text(&made.body["key"]["id"]), secret: text(&made.body["secret"]) }
    }

    fn with_token(&self, token: &str) -> Http {
        self.http().with("authorization", &format!("Bearer {token}"))
    }

    async fn prove(&self, token: Option<&str>, proof: &Value) -> Answer {
        let http = token.map_or_else(|| self.http(), |token| self.with_token(token));
        http.send("POST", "/api/customer/identity", Some(proof)).await
    }

    /// A new session of somebody who has proved who it is.
    async fn proved(&self, key: &Key, external_id: &str) -> String {
        let answer = self.prove(None, &key.proof(external_id, self)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.body["token"].as_str().unwrap().to_owned()
    }

    /// What a session sees of its conversation.
    async fn said(&self, token: &str) -> Vec<String> {
        let answer = self.with_token(token).get("/api/conversations/mine").await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let events = answer.body["events"].as_array().unwrap();
        let texts = events.iter().filter(|event| event["kind"] == "end_user_post");
        texts.map(|event| event["data"]["text"].as_str().unwrap().to_owned()).collect()
    }
}

fn asks(question: &str) -> Value {
    json!({"name": "start_chat", "customer_name": "Eleanor Vance", "email": "e@example.com", "question": question})
}

#[tokio::test]
async fn a_verified_customer_sees_its_conversation_on_every_device() {
    let world = World::new().await;
    let key = world.key("Shop").await;
    let one = world.proved(&key, "4711").await;
    world.with_token(&one).command("a", asks("From here")).await;
    let two = world.proved(&key, "4711").await;
    assert_ne!(one, two);
    assert_eq!(world.said(&two).await, ["From here"]);
    let chat =
        world.with_token(&two).get("/api/conversations/mine").await.body["events"][0]["chat"]
            .clone();
    let says = json!({"name": "post_message", "chat": chat, "text": "From there"});
    world.with_token(&two).command("b", says).await;
    assert_eq!(world.said(&one).await, ["From here", "From there"]);
    // Nobody else has it: neither another customer, nor who only says the same.
    let other = world.proved(&key, "4712").await;
    assert_eq!(world.said(&other).await, [""; 0]);
    let stranger = world.customer().await;
    world.with_token(&stranger).command("c", asks("Me too")).await;
    assert_eq!(world.said(&stranger).await, ["Me too"]);
    assert_eq!(world.said(&two).await, ["From here", "From there"]);
    // Staff find it by who it is.
    let admin = world.signed_in("ada").await;
    let found = admin.get("/api/incidents?external_id=4711").await;
    assert_eq!(found.body.as_array().unwrap().len(), 1, "{}", found.text);
    world.stop().await;
}

#[tokio::test]
async fn a_chat_goes_on_when_its_customer_signs_in_in_the_middle() {
    let world = World::new().await;
    let key = world.key("Shop").await;
    let before = world.customer().await;
    let asked = world.with_token(&before).command("a", asks("Who am I?")).await;
    let answer = world.prove(Some(&before), &key.proof("4711", &world)).await;
    assert_eq!(
        (answer.body["switched"].clone(), answer.body["conversation"].clone()),
        (json!(false), json!(true))
    );
    let after = answer.body["token"].as_str().unwrap().to_owned();
    // Who knew the old token has no part in it.
    world.with_token(&before).get("/api/conversations/mine").await.refused(401, "not_signed_in");
    let says = json!({"name": "post_message", "chat": asked.body["chat"], "text": "Still me"});
    world.with_token(&after).command("b", says).await;
    let elsewhere = world.proved(&key, "4711").await;
    assert_eq!(world.said(&elsewhere).await, ["Who am I?", "Still me"]);
    // The answer to an earlier proof may have been lost: the old token is nobody's, and the chat is found all the same.
    let again = world.prove(Some(&before), &key.proof("4711", &world)).await;
    assert_eq!(world.said(again.body["token"].as_str().unwrap()).await.len(), 2);
    world.stop().await;
}

#[tokio::test]
async fn who_signs_out_or_is_another_leaves_nothing_behind() {
    let world = World::new().await;
    let key = world.key("Shop").await;
    let one = world.proved(&key, "4711").await;
    world.with_token(&one).command("a", asks("Mine")).await;
    let other = world.prove(Some(&one), &key.proof("4712", &world)).await;
    assert_eq!(other.body["switched"], true);
    let other = other.body["token"].as_str().unwrap();
    assert_eq!(world.said(other).await, [""; 0]);
    world.with_token(&one).get("/api/conversations/mine").await.refused(401, "not_signed_in");
    assert_eq!(
        world.with_token(other).send("DELETE", "/api/customer/session", None).await.status,
        204
    );
    world.with_token(other).get("/api/conversations/mine").await.refused(401, "not_signed_in");
    assert_eq!(
        world.said(&world.proved(&key, "4711").await).await,
        ["Mine"],
        "it comes back to it"
    );
    world.stop().await;
}

#[tokio::test]
async fn no_false_proof_is_taken() {
    let world = World::new().await;
    let (key, other) = (world.key("Shop").await, World::new().await);
    let foreign = other.key("Other tenant").await;
    let good = claims("4711", &world, 300);
    let header = |alg: &str| json!({"alg": alg, "kid": key.id});
    let token = |token: String| json!({"token": token});
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        token(key.token(&claims))
    };
    let without = |name: &str| {
        let mut claims = good.clone();
        claims.as_object_mut().unwrap().remove(name);
        token(key.token(&claims))
    };
    let mut forged = key.token(&good);
    forged.truncate(forged.len() - 4);
    for (what, proof) in [
        ("another tenant's key", token(foreign.token(&good))),
        ("a wrong secret", token(signed(&header("HS256"), &good, &foreign.secret))),
        ("no algorithm", token(signed(&header("none"), &good, &key.secret))),
        ("another algorithm", token(signed(&header("HS512"), &good, &key.secret))),
        ("no kid", token(signed(&json!({"alg": "HS256"}), &good, &key.secret))),
        ("a cut signature", token(forged)),
        ("no token", token("eyJ".into())),
        ("too long a token", token("x".repeat(4_097))),
        ("no exp", without("exp")),
        ("no external_id", without("external_id")),
        ("an empty external_id", with("external_id", json!(" "))),
        ("too long an external_id", with("external_id", json!("7".repeat(201)))),
        ("exp too far ahead", with("exp", json!(now(&world) + 25 * HOUR))),
        ("nbf in the future", with("nbf", json!(now(&world) + 120))),
        ("iat in the future", with("iat", json!(now(&world) + 120))),
        ("a forged hash", json!({"external_id": "4711", "hmac": "00".repeat(32)})),
        ("no hash", json!({"external_id": "4711", "hmac": "x"})),
    ] {
        let answer = world.prove(None, &proof).await;
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (401, &json!("identity_invalid")),
            "{what}: {}",
            answer.text
        );
    }
    let late = with("exp", json!(now(&world) - 61));
    world.prove(None, &late).await.refused(401, "identity_expired");
    for fine in [
        with("exp", json!(now(&world) - 30)),
        with("iat", json!(now(&world) + 30)),
        with("external_id", json!(4711)),
    ] {
        assert_eq!(world.prove(None, &fine).await.status, 200);
    }
    world.stop().await;
    other.stop().await;
}

#[tokio::test]
async fn a_hash_of_the_id_proves_it() {
    let world = World::new().await;
    let key = world.key("Shop").await;
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.secret.as_bytes()), b"4711");
    let digits: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    let proof = json!({"external_id": "4711", "hmac": digits, "name": "Eleanor"});
    assert_eq!(world.prove(None, &proof).await.status, 200);
    let stolen = json!({"external_id": "4712", "hmac": digits});
    world.prove(None, &stolen).await.refused(401, "identity_invalid");
    world.stop().await;
}

#[tokio::test]
async fn a_revoked_key_proves_nobody_any_more() {
    let world = World::new().await;
    let (old, new) = (world.key("Old").await, world.key("New").await);
    let token = world.proved(&old, "4711").await;
    world.with_token(&token).command("a", asks("Hello")).await;
    let (mut widget, _) = world.widget(&token, "tab").await;
    let admin = world.signed_in("ada").await;
    let listed = admin.get("/api/identity-keys").await;
    assert_eq!(listed.body["keys"].as_array().unwrap().len(), 2);
    assert!(!listed.text.contains("hfs_"), "no secret is told again");
    let path = format!("/api/identity-keys/{}", old.id);
    assert_eq!(admin.send("DELETE", &path, None).await.status, 204);
    assert_eq!(widget.closing().await, ("identity_expired".to_owned(), true));
    world.with_token(&token).get("/api/conversations/mine").await.refused(401, "identity_expired");
    world.prove(Some(&token), &old.proof("4711", &world)).await.refused(401, "identity_invalid");
    let renewed = world.prove(Some(&token), &new.proof("4711", &world)).await;
    assert_eq!(
        (renewed.status, renewed.body["token"].clone()),
        (200, Value::Null),
        "{}",
        renewed.text
    );
    assert_eq!(world.said(&token).await, ["Hello"], "the same session goes on");
    let dana = world.signed_in("dana").await;
    dana.get("/api/identity-keys").await.refused(403, "not_allowed");
    world.stop().await;
}

#[tokio::test]
async fn keys_of_a_pair_are_taken_as_they_should_be() {
    let world = World::new().await;
    let admin = world.signed_in("ada").await;
    let ec = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9\nq9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n-----END PUBLIC KEY-----";
    let make = async |algorithm: &str, pem: Option<&str>| {
        let wanted = json!({"name": "Shop", "algorithm": algorithm, "public_key": pem});
        admin.send("POST", "/api/identity-keys", Some(&wanted)).await
    };
    let made = make("ES256", Some(ec)).await;
    assert_eq!((made.status, made.body["secret"].clone()), (201, Value::Null), "{}", made.text);
    for (algorithm, pem) in [
        ("RS256", Some(ec)),
        ("EdDSA", Some(ec)),
        ("ES256", None),
        ("HS256", Some(ec)),
        ("ES256", Some("x")),
    ] {
        make(algorithm, pem).await.refused(422, "invalid");
    }
    // What is public is no secret: it signs nothing by another algorithm.
    let id = made.body["key"]["id"].as_str().unwrap();
    let confused = Key { id: id.to_owned(), secret: ec.to_owned() };
    world.prove(None, &confused.proof("4711", &world)).await.refused(401, "identity_invalid");
    world.stop().await;
}

#[tokio::test]
async fn where_a_proof_is_asked_for_strangers_cannot_write() {
    let world = World::new().await;
    let key = world.key("Shop").await;
    let admin = world.signed_in("ada").await;
    let set = json!({"name": "set_setting", "setting": "identity_required", "value": "true"});
    admin.command("s", set).await;
    assert_eq!(world.http().get("/api/widget/config").await.body["identity_required"], true);
    let stranger = world.with_token(&world.customer().await);
    stranger.refused("a", asks("Hello"), 403, "identity_required").await;
    let left = json!({"name": "leave_message", "customer_name": "Eve", "email": "e@example.com", "text": "Hi"});
    stranger.refused("b", left, 403, "identity_required").await;
    world.with_token(&world.proved(&key, "4711").await).command("c", asks("Hello")).await;
    world.stop().await;
}

#[tokio::test]
async fn a_message_left_by_a_verified_customer_says_so() {
    let world = World::new().await;
    let key = world.key("Shop").await;
    let left = json!({"name": "leave_message", "customer_name": "Eleanor", "email": "e@example.com", "text": "Call me"});
    let token = world.proved(&key, "4711").await;
    world.with_token(&token).command("a", left.clone()).await;
    let stranger = world.customer().await;
    world.with_token(&stranger).command("b", left).await;
    let admin = world.signed_in("ada").await;
    let rows = admin.get("/api/incidents?left=true&open=true").await.body;
    let said =
        |row: &Value| (row["customer"]["verified"].clone(), row["customer"]["external_id"].clone());
    assert_eq!(said(&rows[0]), (json!(false), Value::Null), "{rows}");
    assert_eq!(said(&rows[1]), (json!(true), json!("4711")), "{rows}");
    // It stands among what is known of that customer, and is no conversation for it to go on with.
    let of = admin.get("/api/incidents?external_id=4711").await.body;
    assert_eq!(of.as_array().unwrap().len(), 1, "{of}");
    assert_eq!(of[0]["conversation"], rows[1]["conversation"]);
    world.with_token(&token).command("c", asks("Hello")).await;
    assert_eq!(world.said(&token).await, ["Hello"]);
    assert_eq!(world.said(&world.proved(&key, "4711").await).await, ["Hello"]);
    world.stop().await;
}

#[tokio::test]
async fn the_demo_signs_who_its_own_customers_are_and_nobody_else() {
    let path = "/api/demo/identity";
    let eleanor = json!({"name": "Eleanor Vance"});
    let world = World::with(gateway::Config { demo: true, ..gateway::Config::default() }).await;
    let signed = world.http().send("POST", path, Some(&eleanor)).await;
    assert_eq!(signed.status, 200, "{}", signed.text);
    let proof = json!({"token": signed.body["token"]});
    let answer = world.prove(None, &proof).await;
    assert_eq!((answer.status, answer.body["name"].clone()), (200, json!("Eleanor Vance")));
    // The key is made once, and is among the others.
    assert_eq!(world.http().send("POST", path, Some(&eleanor)).await.status, 200);
    let keys = world.signed_in("ada").await.get("/api/identity-keys").await;
    assert_eq!(keys.body["keys"].as_array().unwrap().len(), 1, "{}", keys.text);
    let stranger = json!({"name": "Eve"});
    world.http().send("POST", path, Some(&stranger)).await.refused(404, "not_found");
    world.stop().await;

    // Without the demo nobody is signed, and no key is made for it.
    let world = World::new().await;
    world.http().send("POST", path, Some(&eleanor)).await.refused(404, "not_found");
    let keys = world.signed_in("ada").await.get("/api/identity-keys").await;
    assert_eq!(keys.body["keys"], json!([]));
    world.stop().await;
}
