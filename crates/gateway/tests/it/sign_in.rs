//! Signing in and out, and passwords.

use gateway::Config;
use serde_json::json;

use crate::world::{PASSWORD, World};

#[tokio::test]
async fn only_the_right_password() {
    let world = World::new().await;
    let sign_in = async |name: &str, password: &str| {
        let body = json!({"name": name, "password": password});
        world.http().send("POST", "/api/sign-in", Some(&body)).await
    };
    let answer = sign_in("dana", PASSWORD).await;
    assert_eq!(answer.body["agent"]["name"], "Dana");
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
    assert!(!cookie.contains("Secure"), "{cookie}");
    for (name, password) in [
        ("dana", "wrong password"),
        ("nobody", PASSWORD),
        ("no name", PASSWORD),
        ("", ""),
        ("dana", &"x".repeat(201)),
    ] {
        let answer = sign_in(name, password).await;
        answer.refused(401, "not_allowed");
        assert!(!answer.headers.contains_key("set-cookie"));
    }
}

#[tokio::test]
async fn five_failures_a_minute_for_a_name() {
    let world = World::new().await;
    let wrong = json!({"name": "dana", "password": "wrong password"});
    let right = json!({"name": "dana", "password": PASSWORD});
    let http = world.http();
    for _ in 0..4 {
        http.send("POST", "/api/sign-in", Some(&wrong)).await.refused(401, "not_allowed");
    }
    assert_eq!(http.send("POST", "/api/sign-in", Some(&right)).await.status, 200);
    http.send("POST", "/api/sign-in", Some(&wrong)).await.refused(401, "not_allowed");
    let refused = http.send("POST", "/api/sign-in", Some(&right)).await;
    refused.refused(429, "too_fast");
    assert!(refused.headers.contains_key("retry-after"));
    // Others can.
    world.sign_in("sam").await;
}

#[tokio::test]
async fn cookies_are_for_tls_only_behind_a_proxy() {
    let world = World::with(Config { secure_cookies: true, ..Config::default() }).await;
    let body = json!({"name": "dana", "password": PASSWORD});
    let answer = world.http().send("POST", "/api/sign-in", Some(&body)).await;
    assert!(answer.headers["set-cookie"].to_str().unwrap().ends_with("; Secure"));
}

#[tokio::test]
async fn signing_out_asks_first_while_chats_are_open() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    let http = world.http().with("cookie", &talk.cookie);
    http.send("POST", "/api/sign-out", None).await.refused(409, "wrong_state");
    assert_eq!(http.get("/api/me").await.status, 200);
    let answer = http.send("POST", "/api/sign-out?confirmed=true", None).await;
    assert_eq!(answer.status, 204);
    assert!(answer.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    http.get("/api/me").await.refused(401, "not_signed_in");
    assert_eq!(talk.desk.closing().await, ("signed_out".to_owned(), false));
    // The customer's conversation goes on in a new chat, and nobody asks it for anything.
    let requeued = talk.widget.event("chat_requeued").await;
    assert_eq!(requeued["conversation"], talk.conversation.as_str());
}

#[tokio::test]
async fn who_is_not_signed_in_gets_nothing() {
    let world = World::new().await;
    let http = world.http();
    for path in ["/api/me", "/api/incidents", "/api/conversations/mine", "/api/conversations/c"] {
        http.get(path).await.refused(401, "not_signed_in");
        http.get(path).await;
        let forged = world.http().with("cookie", &format!("holdfast_session={}", "0".repeat(64)));
        forged.get(path).await.refused(401, "not_signed_in");
    }
    let command = json!({"name": "set_status", "status": "away"});
    let keyed = world.http().with("idempotency-key", "k");
    keyed.send("POST", "/api/commands", Some(&command)).await.refused(401, "not_signed_in");
    let mut socket = crate::client::Socket::open(world.address, None).await;
    socket.send(json!({"type": "hello", "protocol": 1, "client": "c"})).await;
    assert_eq!(socket.closing().await, ("signed_out".to_owned(), false));
    let mut socket = crate::client::Socket::open(world.address, None).await;
    let token = "0".repeat(64);
    socket.send(json!({"type": "hello", "protocol": 1, "client": "c", "token": token})).await;
    assert_eq!(socket.next().await.unwrap()["problem"]["code"], "not_signed_in");
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions() {
    let world = World::new().await;
    let (first, second) = (world.sign_in("dana").await, world.sign_in("dana").await);
    let (mut desk, _) = world.desk(&second, "desk").await;
    let body = json!({"password": "another good password"});
    let path = "/api/agents/dana/password";
    let own = world.http().with("cookie", &first);
    assert_eq!(own.send("PUT", path, Some(&body)).await.status, 204);
    assert_eq!(own.get("/api/me").await.status, 200);
    world.http().with("cookie", &second).get("/api/me").await.refused(401, "not_signed_in");
    assert_eq!(desk.closing().await, ("signed_out".to_owned(), false));
    let old = json!({"name": "dana", "password": PASSWORD});
    world.http().send("POST", "/api/sign-in", Some(&old)).await.refused(401, "not_allowed");
}

#[tokio::test]
async fn passwords_have_bounds_and_owners() {
    let world = World::new().await;
    let admin = world.http().with("cookie", &world.sign_in("ada").await);
    let set = async |http: &crate::client::Http, agent: &str, chars: usize| {
        let body = json!({"password": "p".repeat(chars)});
        http.send("PUT", &format!("/api/agents/{agent}/password"), Some(&body)).await
    };
    set(&admin, "sam", 9).await.refused(422, "invalid");
    assert_eq!(set(&admin, "sam", 10).await.status, 204);
    assert_eq!(set(&admin, "sam", 200).await.status, 204);
    set(&admin, "sam", 201).await.refused(422, "invalid");
    set(&admin, "nobody", 20).await.refused(404, "not_found");
    let agent = world.http().with("cookie", &world.sign_in("dana").await);
    set(&agent, "sam", 20).await.refused(403, "not_allowed");
}
