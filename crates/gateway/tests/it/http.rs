//! The HTTP interface: commands with keys, bodies, queries, the document, health.

use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn a_command_with_a_key_is_carried_out_once() {
    let world = World::new().await;
    let token = world.customer().await;
    let http = world.http().with("authorization", &format!("Bearer {token}"));
    let start = json!({"name": "start_chat", "question": "Anyone?"});
    let keyed = http.with("idempotency-key", "k1");
    let first = keyed.send("POST", "/api/commands", Some(&start)).await;
    assert_eq!(first.status, 200, "{}", first.text);
    assert!(first.body["seq"].as_u64().unwrap() > 0);
    let chat = first.body["chat"].as_str().unwrap();
    assert!(chat.starts_with(first.body["conversation"].as_str().unwrap()));
    let position = world.engine.position();
    let second = keyed.send("POST", "/api/commands", Some(&start)).await;
    assert_eq!(second.body, first.body);
    assert_eq!(world.engine.position(), position);
    let other = json!({"name": "start_chat", "question": "Someone?"});
    keyed.send("POST", "/api/commands", Some(&other)).await.refused(409, "id_reused");
    let history = keyed.get("/api/conversations/mine").await;
    assert_eq!(history.body["events"][1]["data"]["text"], "Anyone?");
}

#[tokio::test]
async fn bodies_are_bounded_json_objects_of_known_fields() {
    let world = World::new().await;
    let http = world.http();
    let path = "/api/sign-in";
    let raw = async |media_type: Option<&str>, body: &str| {
        http.raw("POST", path, media_type, body.as_bytes().to_vec()).await
    };
    let json = Some("application/json");
    raw(json, "{").await.refused(400, "invalid");
    raw(json, "").await.refused(400, "invalid");
    raw(None, "{}").await.refused(415, "invalid");
    raw(Some("text/plain"), "{}").await.refused(415, "invalid");
    let unknown = raw(json, r#"{"name":"a","password":"b","colour":"c"}"#).await;
    unknown.refused(422, "invalid");
    assert_eq!(unknown.body["field"], "colour");
    let missing = raw(Some("application/json; charset=utf-8"), r#"{"name":"a"}"#).await;
    missing.refused(422, "invalid");
    assert_eq!(missing.body["field"], "password");
    let body = |bytes: usize| format!("\"{}\"", "x".repeat(bytes - 2));
    raw(json, &body(65_536)).await.refused(422, "invalid");
    raw(json, &body(65_537)).await.refused(413, "too_long");
}

#[tokio::test]
async fn addresses_and_methods_that_are_not_there() {
    let world = World::new().await;
    let http = world.http();
    http.get("/api/nothing").await.refused(404, "not_found");
    http.get("/nothing").await.refused(404, "not_found");
    http.get("/desk/assets/nothing.js").await.refused(404, "not_found");
    http.send("DELETE", "/api/me", None).await.refused(405, "invalid");
    http.send("POST", "/desk/", None).await.refused(405, "invalid");
    http.get("/api/socket").await.refused(426, "invalid");
    http.send("GET", "/api/incidents?colour=red", None).await.refused(422, "invalid");
    let home = http.get("/").await;
    assert_eq!((home.status, &home.headers["location"]), (307, &"/desk/".parse().unwrap()));
}

#[tokio::test]
async fn history_is_read_in_pages() {
    let world = World::new().await;
    let mut talk = world.talk().await;
    for n in 0..10 {
        let post = json!({"name": "post_message", "chat": talk.chat, "text": format!("m{n}")});
        talk.widget.command(&format!("m{n}"), post).await;
    }
    talk.widget.answer("m9").await;
    let texts = |body: &serde_json::Value| -> Vec<String> {
        let events = body["events"].as_array().unwrap().iter();
        events.filter_map(|e| e["data"]["text"].as_str()).map(str::to_owned).collect()
    };
    let customer = world.http().with("authorization", &format!("Bearer {}", talk.token));
    let staff = world.http().with("cookie", &talk.cookie);
    let path = format!("/api/conversations/{}", talk.conversation);
    for http in [&customer, &staff] {
        let last = http.get(&format!("{path}?limit=3")).await;
        assert_eq!(texts(&last.body), ["m7", "m8", "m9"]);
        assert_eq!(last.body["more"], true);
        let before = last.body["events"][0]["seq"].as_u64().unwrap();
        let earlier = http.get(&format!("{path}?limit=2&before={before}")).await;
        assert_eq!(texts(&earlier.body), ["m5", "m6"]);
        let all = http.get(&format!("{path}?limit=500")).await;
        assert_eq!(all.body["more"], false);
        assert_eq!(texts(&all.body).len(), 11);
        http.get(&format!("{path}?limit=501")).await.refused(422, "invalid");
        http.get(&format!("{path}?limit=0")).await.refused(422, "invalid");
    }
}

#[tokio::test]
async fn the_document_has_frames_and_paths() {
    let world = World::new().await;
    let document = world.http().get("/api/openapi.json").await.body;
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"]["/api/commands"]["post"].is_object());
    for name in ["ClientFrame", "ServerFrame", "Command", "Problem"] {
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
}

#[tokio::test]
async fn health_and_widget_config_are_for_anyone() {
    let world = World::new().await;
    let http = world.http();
    assert_eq!(http.get("/health/live").await.status, 200);
    assert_eq!(http.get("/health/ready").await.status, 200);
    let config = http.get("/api/widget/config").await.body;
    for (key, wanted) in
        [("tenant_name", json!("Acme")), ("queue_name", json!("general")), ("open", json!(true))]
    {
        assert_eq!(config[key], wanted, "{key}");
    }
    http.get("/api/widget/config?queue=nothing").await.refused(404, "not_found");
    for path in ["/health/live", "/api/me"] {
        let headers = http.get(path).await.headers;
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert!(headers.contains_key("referrer-policy"));
    }
}
