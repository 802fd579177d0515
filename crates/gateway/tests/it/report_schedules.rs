//! Reports that send themselves: by mail and to a webhook, on a clock that is moved by hand, over restarts, to real servers.

use std::collections::BTreeMap;

use delivery::{Settings, sign};
use serde_json::{Value, json};

use crate::receiver::Receiver;
use crate::schedule_site::Site;
use crate::smtp::{SmtpServer, Taken, Turn};

fn plan(with: Value) -> Value {
    let mut plan = json!({
        "name": "Queues of yesterday", "report": "queue-performance",
        "parameters": {"preset": "yesterday", "interval": "hour"}, "format": "csv",
        "time_zone": "Europe/Berlin", "every": "day", "at": "07:30",
        "mail": ["figures@example.com"], "enabled": true,
    });
    let fields = with.as_object().unwrap().clone();
    plan.as_object_mut().unwrap().extend(fields);
    plan.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    plan
}

fn by_mail(server: &SmtpServer) -> Settings {
    Settings {
        smtp_url: Some(server.url()),
        mail_from: Some("Holdfast <reports@example.com>".into()),
        private_hosts: vec!["127.0.0.1".into()],
    }
}

async fn next(server: &mut SmtpServer) -> Taken {
    server.letters.recv().await.unwrap()
}

/// Has a letter of another schedule sent: when it is there, all that was due before it was looked at too.
async fn nothing_else_is_sent(server: &crate::schedule_site::Server, smtp: &mut SmtpServer) {
    let run = server.send_now("other").await;
    let id = format!("<{}@example.com>", run["delivery"].as_str().unwrap());
    assert_eq!(next(smtp).await.header("Message-ID"), id);
    server.run_that_is("other", |run| run["state"] == "delivered").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_mailed_at_its_moment_once_also_over_a_restart() {
    let mut smtp = SmtpServer::start().await;
    let site = Site::new("2026-11-21T06:00:00Z", by_mail(&smtp));
    let server = site.start().await;
    let saved = server.put("queues", &plan(json!({}))).await;
    assert_eq!(saved["schedule"]["next_at"], "2026-11-21T06:30:00.000Z");
    assert!(saved["secret"].is_null(), "a mail is not signed");
    server.put("other", &plan(json!({"enabled": false}))).await;
    server.now_is("2026-11-21T06:29:59.999Z");
    nothing_else_is_sent(&server, &mut smtp).await;

    server.pass(1);
    let letter = next(&mut smtp).await;
    assert_eq!(letter.to, ["figures@example.com"]);
    assert_eq!(letter.header("Message-ID"), "<queues.20261121T063000Z@example.com>");
    let subject = "Queues of yesterday: Queue performance, 2026-11-20";
    assert_eq!(letter.header("Subject"), subject);
    assert!(letter.text.contains("queue-performance_2026-11-20_2026-11-20.csv"));
    assert!(!letter.text.contains("is late"));
    let run = server.run_that_is("queues", |run| run["state"] == "delivered").await;
    assert_eq!((&run["due"], &run["attempts"]), (&json!("2026-11-21T06:30:00.000Z"), &json!(1)));
    assert_eq!(run["file"], "queue-performance_2026-11-20_2026-11-20.csv");
    assert!(run["bytes"].as_u64().unwrap() > 0 && run["error"].is_null(), "{run}");

    server.stop().await;
    let server = site.start().await;
    nothing_else_is_sent(&server, &mut smtp).await;
    let list = server.signed_in("ada").await.get("/api/report-schedules").await.body;
    assert_eq!(list["schedules"][1]["next_at"], "2026-11-22T06:30:00.000Z", "{list}");
    assert_eq!(list["schedules"][1]["runs"][0], run, "what was sent is still known");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_while_the_server_was_down_comes_late_and_only_the_last_of_it() {
    let mut smtp = SmtpServer::start().await;
    let site = Site::new("2026-11-21T06:00:00Z", by_mail(&smtp));
    let server = site.start().await;
    server.put("queues", &plan(json!({}))).await;
    server.put("other", &plan(json!({"enabled": false}))).await;
    server.stop().await;
    site.clock.advance(domain::Millis::mins(3 * 24 * 60 + 300));
    let server = site.start().await;
    let letter = next(&mut smtp).await;
    assert_eq!(letter.header("Message-ID"), "<queues.20261124T063000Z@example.com>");
    assert!(
        letter.text.contains("It was due at 2026-11-24T06:30:00.000Z and is late."),
        "{}",
        letter.text
    );
    assert!(letter.text.contains("_2026-11-23_2026-11-23.csv"), "about the day before it was due");
    server.run_that_is("queues", |run| run["state"] == "delivered").await;
    nothing_else_is_sent(&server, &mut smtp).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_ends_between_sending_and_noting_it_sends_again_under_the_same_id() {
    let mut smtp = SmtpServer::start().await;
    let site = Site::new("2026-11-21T06:00:00Z", by_mail(&smtp));
    let server = site.start().await;
    server.put("queues", &plan(json!({}))).await;
    server.put("other", &plan(json!({"enabled": false}))).await;
    smtp.then(Turn::TakenUnsaid { cut: false });
    server.now_is("2026-11-21T06:30:00Z");
    let first = next(&mut smtp).await;
    // The mail server has it and never says so; the server is gone before it could note anything.
    server.stop().await;
    let server = site.start().await;
    server.pass(59_999);
    nothing_else_is_sent(&server, &mut smtp).await;
    server.pass(1);
    let second = next(&mut smtp).await;
    assert_eq!(first.header("Message-ID"), second.header("Message-ID"));
    let run = server.run_that_is("queues", |run| run["state"] == "delivered").await;
    assert_eq!(run["attempts"], 2);
    server.stop().await;
}

fn verified(secret: &str, headers: &BTreeMap<String, String>, body: &[u8]) -> bool {
    let signature = headers["holdfast-signature"].as_str();
    let seconds = signature.strip_prefix("t=").and_then(|rest| rest.split(',').next()).unwrap();
    signature == sign(secret, seconds.parse().unwrap(), body)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_tried_until_it_takes_the_report_and_knows_who_sent_it() {
    let (smtp, mut receiver) = (SmtpServer::start().await, Receiver::start().await);
    let site = Site::new("2026-11-21T06:00:00Z", by_mail(&smtp));
    let server = site.start().await;
    let hook = plan(json!({"mail": null, "webhook": receiver.url(), "format": "json"}));
    let saved = server.put("erp", &hook).await;
    let secret = saved["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("hfw_"), "{secret}");
    let again = server.put("erp", &hook).await;
    assert!(again["secret"].is_null(), "a secret that is known is not shown again");
    assert!(!again.to_string().contains(&secret));
    receiver.then("503 Not Now");
    server.now_is("2026-11-21T06:30:00Z");
    let first = receiver.requests.recv().await.unwrap();
    let run = server.run_that_is("erp", |run| run["error"].is_string()).await;
    assert_eq!(
        (&run["state"], &run["error"]),
        (&json!("waiting"), &json!("the receiver answered 503"))
    );
    assert_eq!(run["at"], "2026-11-21T06:31:00.000Z");
    server.pass(60_000);
    let second = receiver.requests.recv().await.unwrap();
    server.run_that_is("erp", |run| run["state"] == "delivered").await;
    for request in [&first, &second] {
        assert_eq!(request.line, "POST /hooks/figures?from=holdfast HTTP/1.1");
        assert_eq!(request.headers["holdfast-delivery"], "erp.20261121T063000Z");
        assert_eq!(request.headers["holdfast-from"], "2026-11-20");
        assert!(verified(&secret, &request.headers, &request.body));
        assert!(!verified("hfw_other", &request.headers, &request.body));
        let report: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(report["report"]["id"], "queue-performance");
        assert_eq!(report["asked"]["time_zone"], "Europe/Berlin");
    }
    assert_ne!(first.headers["holdfast-signature"], second.headers["holdfast-signature"]);

    let sofia = server.signed_in("sofia").await;
    let answer = sofia.send("POST", "/api/report-schedules/erp/secret", None).await;
    let changed = answer.body["secret"].as_str().unwrap();
    assert_ne!(changed, secret);
    server.send_now("erp").await;
    let third = receiver.requests.recv().await.unwrap();
    assert!(verified(changed, &third.headers, &third.body));
    assert!(!verified(&secret, &third.headers, &third.body));
    let removed = sofia.send("DELETE", "/api/report-schedules/erp", None).await;
    assert_eq!(removed.status, 204);
    sofia.send("DELETE", "/api/report-schedules/erp", None).await.refused(404, "not_found");
    sofia.send("POST", "/api/report-schedules/erp/send", None).await.refused(404, "not_found");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_for_good_is_shown_and_not_tried_again() {
    let mut smtp = SmtpServer::start().await;
    let site = Site::new("2026-11-21T06:00:00Z", by_mail(&smtp));
    let server = site.start().await;
    server.put("queues", &plan(json!({}))).await;
    smtp.then(Turn::Recipient("550 5.1.1 no such mailbox here"));
    server.send_now("queues").await;
    let run = server.run_that_is("queues", |run| run["state"] == "failed").await;
    assert!(run["error"].as_str().unwrap().contains("no such mailbox here"), "{run}");
    assert_eq!(run["by_hand"], true);
    server.send_now("queues").await;
    next(&mut smtp).await;
    server.run_that_is("queues", |run| run["state"] == "delivered").await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn schedules_are_for_supervisors_and_checked_before_they_are_kept() {
    let smtp = SmtpServer::start().await;
    let site = Site::new("2026-11-21T06:00:00Z", by_mail(&smtp));
    let server = site.start().await;
    let path = "/api/report-schedules/queues";
    let dana = server.signed_in("dana").await;
    dana.send("PUT", path, Some(&plan(json!({})))).await.refused(403, "not_allowed");
    dana.get("/api/report-schedules").await.refused(403, "not_allowed");
    dana.send("DELETE", path, None).await.refused(403, "not_allowed");
    let sofia = server.signed_in("sofia").await;
    for (with, status, code, field) in [
        (json!({"name": " "}), 422, "invalid", "name"),
        (json!({"report": "weather"}), 422, "invalid", "report"),
        (json!({"format": "pdf"}), 422, "invalid", "format"),
        (json!({"parameters": {"preset": "tomorrow"}}), 422, "invalid", "preset"),
        (json!({"parameters": {"from": "2026-11-01"}}), 422, "invalid", "parameters"),
        (json!({"parameters": {"queue": "nowhere"}}), 422, "invalid", "queue"),
        (json!({"parameters": {"table": "nothing"}}), 422, "invalid", "table"),
        (json!({"time_zone": "Berlin"}), 422, "invalid", "time_zone"),
        (json!({"at": "25:00"}), 422, "invalid", "at"),
        (json!({"every": "week"}), 422, "invalid", "weekday"),
        (json!({"every": "month", "monthday": 32}), 422, "invalid", "monthday"),
        (json!({"monthday": 3}), 422, "invalid", "monthday"),
        (json!({"mail": []}), 422, "invalid", "mail"),
        (json!({"mail": ["nobody"]}), 422, "invalid", "mail"),
        (json!({"mail": null}), 422, "invalid", "mail"),
        (json!({"webhook": "https://example.com"}), 422, "invalid", "webhook"),
        (json!({"mail": null, "webhook": "https://10.0.0.1/"}), 422, "invalid", "webhook"),
        (json!({"mail": null, "webhook": "http://example.com/"}), 422, "invalid", "webhook"),
        (json!({"colour": "red"}), 422, "invalid", "colour"),
    ] {
        let answer = sofia.send("PUT", path, Some(&plan(with.clone()))).await;
        answer.refused(status, code);
        assert_eq!(answer.body["field"], field, "{with} {}", answer.text);
    }
    let bad_id = sofia.send("PUT", "/api/report-schedules/a@b", Some(&plan(json!({})))).await;
    bad_id.refused(422, "invalid");
    let list = sofia.get("/api/report-schedules").await.body;
    assert_eq!(list, json!({"schedules": [], "mail": true}));
    server.stop().await;

    // Without a mail server nothing is mailed, and it is said at once.
    let site = Site::new("2026-11-21T06:00:00Z", Settings::default());
    let server = site.start().await;
    let sofia = server.signed_in("sofia").await;
    let answer = sofia.send("PUT", path, Some(&plan(json!({})))).await;
    answer.refused(409, "unavailable");
    assert!(answer.body["detail"].as_str().unwrap().contains("smtp_url"), "{}", answer.text);
    let off = sofia.send("PUT", path, Some(&plan(json!({"enabled": false})))).await;
    assert_eq!(off.status, 200, "one that is switched off may stay as it is");
    server.stop().await;
}
