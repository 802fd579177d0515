//! Files over real connections: cut off and resumed, refused at their limits and for what they are, fetched by those who may and by nobody
//! else.

use domain::{Command, CommandId, Party};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::client::{Answer, Http};
use crate::world::{Talk, World};

const BYTES: &str = "application/octet-stream";

impl World {
    async fn set(&self, name: &str, value: &str) {
        let id = CommandId::new(&format!("set-{name}-{value}"));
        let command = Command::SetSetting { name: name.into(), value: value.into() };
        self.engine.command(Party::system(), id, command).await.unwrap();
    }

    fn as_customer(&self, token: &str) -> Http {
        self.http().with("authorization", &format!("Bearer {token}"))
    }

    fn as_staff(&self, cookie: &str) -> Http {
        self.http().with("cookie", cookie)
    }
}

async fn begin(http: &Http, chat: &str, name: &str, bytes: usize) -> Answer {
    let file = json!({"name": name, "bytes": bytes});
    http.send("POST", &format!("/api/chats/{chat}/files"), Some(&file)).await
}

async fn begun(http: &Http, chat: &str, name: &str, bytes: usize) -> String {
    let answer = begin(http, chat, name, bytes).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(answer.body["received"], 0);
    answer.body["upload"].as_str().unwrap().to_owned()
}

async fn put(http: &Http, upload: &str, offset: usize, bytes: &[u8]) -> Answer {
    let path = format!("/api/uploads/{upload}?offset={offset}");
    http.raw("PUT", &path, Some(BYTES), bytes.to_vec()).await
}

async fn complete(http: Http, upload: &str, key: &str) -> Answer {
    let path = format!("/api/uploads/{upload}/complete");
    http.with("idempotency-key", key).send("POST", &path, Some(&json!({}))).await
}

/// Sends a whole file; what it became.
async fn sent(http: impl Fn() -> Http, chat: &str, name: &str, bytes: &[u8], key: &str) -> Value {
    let upload = begun(&http(), chat, name, bytes.len()).await;
    let answer = put(&http(), &upload, 0, bytes).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let answer = complete(http(), &upload, key).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body
}

async fn link(http: &Http, chat: &str, file: &str) -> Answer {
    http.send("POST", &format!("/api/chats/{chat}/files/{file}/link"), None).await
}

#[tokio::test]
async fn a_customer_sends_a_file_and_the_agent_fetches_it() {
    let world = World::new().await;
    let Talk { mut desk, mut widget, chat, cookie, token, conversation } = world.talk().await;
    let customer = || world.as_customer(&token);
    let body = sent(customer, &chat, "C:\\fakepath\\bill.html", b"two kettles", "f1").await;
    assert_eq!(body["name"], "bill.html.txt", "what it is decides how it is named");
    assert_eq!((&body["media_type"], &body["bytes"]), (&json!("text/plain"), &json!(11)));
    assert_eq!((&body["chat"], &body["conversation"]), (&json!(chat), &json!(conversation)));
    let event = desk.event("file_attachment_received").await;
    for field in ["file", "name", "bytes", "media_type"] {
        assert_eq!(event["data"][field], body[field], "{field}");
    }
    assert_eq!(widget.event("file_attachment_received").await["seq"], body["seq"]);

    let file = body["file"].as_str().unwrap();
    let granted = link(&world.as_staff(&cookie), &chat, file).await;
    assert_eq!(granted.status, 200, "{}", granted.text);
    // The link is all that it takes: a browser's own download carries no token.
    let url = granted.body["url"].as_str().unwrap();
    let answer = world.http().without("origin").get(url).await;
    assert_eq!((answer.status, &*answer.text), (200, "two kettles"));
    let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
    assert!(header("content-disposition").starts_with("attachment; filename=\"bill.html.txt\""));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-type"), "text/plain");
    assert!(header("content-security-policy").contains("default-src 'none'; sandbox"));
    assert_eq!(header("cache-control"), "private, no-store");
    assert_eq!(header("content-length"), "11");
}

#[tokio::test]
async fn an_agent_sends_a_file_and_the_customer_fetches_parts_of_it() {
    let world = World::new().await;
    let Talk { mut widget, chat, cookie, token, .. } = world.talk().await;
    let bytes: Vec<u8> = (0..1_500_000_u32).map(|n| b'a' + (n % 26) as u8).collect();
    let body = sent(|| world.as_staff(&cookie), &chat, "log.txt", &bytes, "f1").await;
    let event = widget.event("agent_file_sent").await;
    assert_eq!(event["data"]["file"], body["file"]);
    let file = body["file"].as_str().unwrap();
    let granted = link(&world.as_customer(&token), &chat, file).await;
    let url = granted.body["url"].as_str().unwrap();
    let whole = world.http().get(url).await;
    assert!(whole.text.as_bytes() == bytes, "another content");
    let part = world.http().with("range", "bytes=26-30").get(url).await;
    assert_eq!((part.status, &*part.text), (206, "abcde"));
    assert_eq!(part.headers["content-range"], "bytes 26-30/1500000");
    let tag = part.headers["etag"].to_str().unwrap().to_owned();
    let rest = world.http().with("range", "bytes=1499998-").with("if-range", &tag).get(url).await;
    assert_eq!((rest.status, rest.text.len()), (206, 2));
    let other =
        world.http().with("range", "bytes=0-0").with("if-range", "\"other\"").get(url).await;
    assert_eq!((other.status, other.text.len()), (200, 1_500_000));
    let none = world.http().with("range", "bytes=1500000-").get(url).await;
    assert_eq!(none.status, 416);
    assert_eq!(none.headers["content-range"], "bytes */1500000");
}

#[tokio::test]
async fn a_connection_cut_in_the_middle_is_resumed_where_it_was_cut() {
    let world = World::new().await;
    let Talk { mut desk, chat, token, .. } = world.talk().await;
    let customer = || world.as_customer(&token);
    let bytes: Vec<u8> = (0..1_000_000_u32).map(|n| b'a' + (n % 23) as u8).collect();
    let upload = begun(&customer(), &chat, "log.txt", bytes.len()).await;
    let mut stream = TcpStream::connect(world.address).await.unwrap();
    let head = format!(
        "PUT /api/uploads/{upload}?offset=0 HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {token}\r\ncontent-length: {}\r\n\r\n",
        world.address,
        bytes.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&bytes[..400_000]).await.unwrap();
    stream.shutdown().await.unwrap();
    drop(stream);
    // The server may still be taking what was on its way.
    let mut received = 0;
    while received < 400_000 {
        let answer = customer().get(&format!("/api/uploads/{upload}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        received = usize::try_from(answer.body["received"].as_u64().unwrap()).unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(received, 400_000);

    complete(customer(), &upload, "f1").await.refused(409, "wrong_state");
    let again = put(&customer(), &upload, 399_999, &bytes[399_999..]).await;
    again.refused(409, "wrong_state");
    assert_eq!(again.body["limit"], "400000");
    put(&customer(), &upload, 400_001, &bytes[400_001..]).await.refused(409, "wrong_state");
    let answer = put(&customer(), &upload, received, &bytes[received..]).await;
    assert_eq!((answer.status, &answer.body["received"]), (200, &json!(1_000_000)));
    let first = complete(customer(), &upload, "f1").await;
    assert_eq!(first.status, 200, "{}", first.text);
    // The answer was not heard: the same again is answered the same, and sent once.
    let again = complete(customer(), &upload, "f1").await;
    assert_eq!((again.status, &again.body), (200, &first.body));
    complete(customer(), &upload, "f2").await.refused(409, "wrong_state");
    assert_eq!(desk.event("file_attachment_received").await["seq"], first.body["seq"]);
    desk.settle().await;
    let heard = desk.heard.iter().filter(|text| text.contains("file_attachment_received"));
    assert_eq!(heard.count(), 1);
}

#[tokio::test]
async fn too_large_is_refused_from_the_first_byte_over() {
    let world = World::new().await;
    let Talk { chat, token, .. } = world.talk().await;
    let customer = || world.as_customer(&token);
    world.set("file_bytes_max", "1000").await;
    sent(customer, &chat, "a.txt", &[b'a'; 999], "f1").await;
    sent(customer, &chat, "a.txt", &[b'a'; 1_000], "f2").await;
    let refused = begin(&customer(), &chat, "a.txt", 1_001).await;
    refused.refused(413, "too_long");
    assert_eq!(refused.body["limit"], "1000");
    begin(&customer(), &chat, "a.txt", 0).await.refused(413, "too_long");
    // What was said is what counts: no byte more is taken.
    let upload = begun(&customer(), &chat, "a.txt", 10).await;
    put(&customer(), &upload, 0, &[b'a'; 11]).await.refused(413, "too_long");
    assert_eq!(put(&customer(), &upload, 0, &[b'a'; 10]).await.status, 200);
    put(&customer(), &upload, 10, b"a").await.refused(413, "too_long");
    // The limit was lowered while it was on its way.
    world.set("file_bytes_max", "9").await;
    complete(customer(), &upload, "f3").await.refused(413, "too_long");
    customer().get(&format!("/api/uploads/{upload}")).await.refused(404, "not_found");
}

#[tokio::test]
async fn so_many_files_and_only_when_customers_may() {
    let world = World::new().await;
    let Talk { chat, token, cookie, .. } = world.talk().await;
    let customer = || world.as_customer(&token);
    world.set("files_max", "2").await;
    let late = begun(&customer(), &chat, "late.txt", 1).await;
    assert_eq!(put(&customer(), &late, 0, b"l").await.status, 200);
    sent(customer, &chat, "a.txt", b"a", "f1").await;
    sent(|| world.as_staff(&cookie), &chat, "b.txt", b"b", "f2").await;
    begin(&customer(), &chat, "c.txt", 1).await.refused(413, "too_long");
    complete(customer(), &late, "f3").await.refused(413, "too_long");
    world.set("files_max", "3").await;
    world.set("customer_files", "false").await;
    begin(&customer(), &chat, "c.txt", 1).await.refused(403, "not_allowed");
    sent(|| world.as_staff(&cookie), &chat, "c.txt", b"c", "f4").await;
}

#[tokio::test]
async fn the_type_is_what_the_bytes_say() {
    let world = World::new().await;
    let Talk { chat, token, .. } = world.talk().await;
    let customer = || world.as_customer(&token);
    let refused: [&[u8]; 4] = [
        b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\x01\x02\x03\x04",
    ];
    for (n, bytes) in refused.into_iter().enumerate() {
        let upload = begun(&customer(), &chat, "photo.png", bytes.len()).await;
        assert_eq!(put(&customer(), &upload, 0, bytes).await.status, 200);
        let answer = complete(customer(), &upload, &format!("f{n}")).await;
        answer.refused(422, "invalid");
        assert_eq!(answer.body["field"], "media_type");
        customer().get(&format!("/api/uploads/{upload}")).await.refused(404, "not_found");
    }
    assert_eq!(world.blobs.count(), 0, "nothing of it is kept");
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    let body = sent(customer, &chat, "invoice.exe", png, "png").await;
    assert_eq!(
        (&body["media_type"], &body["name"]),
        (&json!("image/png"), &json!("invoice.exe.png"))
    );
    let upload = begun(&customer(), &chat, "a.txt", 1).await;
    assert_eq!(put(&customer(), &upload, 0, b"a").await.status, 200);
    let path = format!("/api/uploads/{upload}/complete");
    let wrong = json!({"sha256": "0".repeat(64)});
    let http = customer().with("idempotency-key", "hash");
    http.send("POST", &path, Some(&wrong)).await.refused(422, "invalid");
}

#[tokio::test]
async fn nobody_reaches_another_conversations_files() {
    let world = World::new().await;
    let Talk { chat, token, cookie, .. } = world.talk().await;
    let body = sent(|| world.as_customer(&token), &chat, "a.txt", b"secret", "f1").await;
    let file = body["file"].as_str().unwrap();
    let other = world.customer().await;
    let stranger = || world.as_customer(&other);
    link(&stranger(), &chat, file).await.refused(404, "not_found");
    begin(&stranger(), &chat, "a.txt", 1).await.refused(404, "not_found");
    link(&world.http(), &chat, file).await.refused(401, "not_signed_in");
    // Sam is of another queue and not in the chat.
    let sam = world.sign_in("sam").await;
    link(&world.as_staff(&sam), &chat, file).await.refused(403, "not_allowed");
    begin(&world.as_staff(&sam), &chat, "a.txt", 1).await.refused(403, "not_allowed");
    // A supervisor sees every conversation.
    let sofia = world.sign_in("sofia").await;
    assert_eq!(link(&world.as_staff(&sofia), &chat, file).await.status, 200);
    // That a content is stored does not say that it was sent here.
    let (mut widget, _) = world.widget(&other, "other").await;
    widget.command("start", json!({"name": "start_chat", "question": "Hello?"})).await;
    let own = widget.event("chat_created").await["chat"].as_str().unwrap().to_owned();
    link(&stranger(), &own, file).await.refused(404, "not_found");
    link(&world.as_staff(&cookie), &chat, &"0".repeat(64)).await.refused(404, "not_found");
    link(&world.as_staff(&cookie), &chat, "../secret").await.refused(404, "not_found");
    link(&world.as_staff(&cookie), &chat, "secret").await.refused(422, "invalid");
    // Another's upload is none of theirs.
    let upload = begun(&world.as_customer(&token), &chat, "b.txt", 2).await;
    stranger().get(&format!("/api/uploads/{upload}")).await.refused(404, "not_found");
    put(&stranger(), &upload, 0, b"b").await.refused(404, "not_found");
    complete(stranger(), &upload, "x").await.refused(404, "not_found");
    let path = format!("/api/uploads/{upload}");
    stranger().send("DELETE", &path, None).await.refused(404, "not_found");
    assert_eq!(world.as_customer(&token).send("DELETE", &path, None).await.status, 204);
    put(&world.as_customer(&token), &upload, 0, b"b").await.refused(404, "not_found");
}

#[tokio::test]
async fn a_link_that_has_ended_or_was_altered_opens_nothing() {
    let world = World::new().await;
    let Talk { chat, token, .. } = world.talk().await;
    let body = sent(|| world.as_customer(&token), &chat, "a.txt", b"secret", "f1").await;
    let file = body["file"].as_str().unwrap();
    let granted = link(&world.as_customer(&token), &chat, file).await;
    let url = granted.body["url"].as_str().unwrap().to_owned();
    assert_eq!(world.http().get(&url).await.status, 200);
    for (from, to) in [("seq=", "seq=1"), ("until=", "until=9"), ("signature=", "signature=0")] {
        world.http().get(&url.replace(from, to)).await.refused(403, "not_allowed");
    }
    let unsigned = url.split('?').next().unwrap();
    world.http().get(unsigned).await.refused(422, "invalid");
    // A world whose links have ended when they are made.
    let ended = ended_link(&world, &body);
    let answer = world.http().get(&ended).await;
    answer.refused(403, "not_allowed");
    assert!(answer.text.contains("ended"), "{}", answer.text);
}

/// What the server itself would have granted an hour ago: the signature is HMAC-SHA256 under the installation's secret.
fn ended_link(world: &World, body: &Value) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let until = world.engine.clock().now().0 - 3_600_000;
    let (file, conversation) =
        (body["file"].as_str().unwrap(), body["conversation"].as_str().unwrap());
    let seq = &body["seq"];
    let mut mac = Hmac::<sha2::Sha256>::new(&[0; 64].into());
    mac.update(format!("file link\n{file}\n{conversation}\n{seq}\n{until}").as_bytes());
    let bytes = mac.finalize().into_bytes();
    let signature: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(
        "/api/files/{file}?conversation={conversation}&seq={seq}&until={until}&signature={signature}"
    )
}

#[tokio::test]
async fn another_sites_page_uploads_nothing() {
    let world = World::new().await;
    let Talk { chat, cookie, .. } = world.talk().await;
    let evil = world.as_staff(&cookie).with("origin", "https://evil.example");
    begin(&evil, &chat, "a.txt", 1).await.refused(403, "not_allowed");
    let upload = begun(&world.as_staff(&cookie), &chat, "a.txt", 1).await;
    put(&evil, &upload, 0, b"a").await.refused(403, "not_allowed");
    complete(evil, &upload, "x").await.refused(403, "not_allowed");
}

#[tokio::test]
async fn uploads_have_bounds_for_each_client() {
    let world = World::new().await;
    let Talk { chat, token, .. } = world.talk().await;
    let customer = || world.as_customer(&token);
    for _ in 0..10 {
        begun(&customer(), &chat, "a.txt", 1).await;
    }
    begin(&customer(), &chat, "a.txt", 1).await.refused(409, "at_limit");
}
