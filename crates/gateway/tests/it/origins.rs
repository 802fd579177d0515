//! Pages of other sites.

use gateway::Config;
use serde_json::json;

use crate::client::Socket;
use crate::world::{PASSWORD, World};

#[tokio::test]
async fn other_sites_pages_are_refused() {
    let world = World::new().await;
    let cookie = world.sign_in("dana").await;
    let body = json!({"name": "dana", "password": PASSWORD});
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        let http = world.http().with("origin", origin).with("cookie", &cookie);
        http.send("POST", "/api/sign-in", Some(&body)).await.refused(403, "not_allowed");
        http.send("POST", "/api/sign-out", None).await.refused(403, "not_allowed");
        http.send("POST", "/api/customer/session", None).await.refused(403, "not_allowed");
        http.send("POST", "/api/commands", Some(&json!({}))).await.refused(403, "not_allowed");
        let socket = Socket::try_open(world.address, Some(origin), Some(&cookie)).await;
        assert!(socket.is_err(), "{origin}");
    }
    assert!(Socket::try_open(world.address, None, Some(&cookie)).await.is_err());
    let http = world.http().without("origin").with("cookie", &cookie);
    http.send("POST", "/api/sign-out", None).await.refused(403, "not_allowed");
    // Reading needs none: the browser itself keeps the answer from other sites.
    assert_eq!(http.get("/api/me").await.status, 200);
}

#[tokio::test]
async fn a_proxys_origin_is_ones_own_when_it_is_named() {
    let origin = "https://chat.example.com";
    let config = Config { public_origins: vec![origin.to_owned()], ..Config::default() };
    let world = World::with(config).await;
    let cookie = world.sign_in("dana").await;
    assert!(Socket::try_open(world.address, Some(origin), Some(&cookie)).await.is_ok());
    let http = world.http().with("origin", origin).with("cookie", &cookie);
    assert_eq!(http.send("POST", "/api/sign-out", None).await.status, 204);
}
