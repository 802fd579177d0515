//! Reports over HTTP: who may see them, what is refused, and that figures, lists and files come from the log.

use serde_json::Value;

use crate::client::Http;
use crate::world::World;

/// The answer once the mart has all that is in the log.
async fn current(world: &World, http: &Http, path: &str) -> Value {
    loop {
        let answer = http.get(path).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        if answer.body["position"].as_u64() == Some(world.engine.position()) {
            return answer.body;
        }
        tokio::task::yield_now().await;
    }
}

fn figure(report: &Value, table: usize, column: &str) -> Value {
    let table = &report["tables"][table];
    let columns = table["columns"].as_array().unwrap();
    let index = columns.iter().position(|one| one["id"] == column).unwrap();
    table["total"]["cells"][index].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_reads_figures_and_the_chats_behind_them() {
    let world = World::new().await;
    let follower = world.follow();
    let talk = world.talk().await;
    let http = world.signed_in("sofia").await;
    let report = current(&world, &http, "/api/reports/queue-performance?preset=today").await;
    assert_eq!(report["report"]["title"], "Queue performance");
    assert_eq!(report["lag_ms"], 0);
    assert_eq!(figure(&report, 0, "offered"), 1);
    assert_eq!(figure(&report, 0, "answered"), 1);
    assert_eq!(report["tables"][1]["rows"][0]["cells"][1], "general");

    let list = http.get("/api/reports").await;
    assert_eq!(list.body["reports"].as_array().unwrap().len(), 8);
    assert_eq!(list.body["choices"]["queue"][1]["value"], "general");
    let answered = "/api/reports/queue-performance/chats?preset=today&column=answered";
    let chats = http.get(answered).await;
    assert_eq!(chats.status, 200, "{}", chats.text);
    assert_eq!(chats.body["chats"][0]["chat"], talk.chat.as_str());
    assert_eq!(chats.body["chats"][0]["agents"][0], "Dana");
    let of = chats.body["chats"][0]["conversation"].as_str().unwrap();
    let transcript = http.get(&format!("/api/conversations/{of}")).await;
    assert_eq!(transcript.status, 200, "from the figure to what was said");

    let csv = http.get("/api/reports/queue-performance/export?preset=today&table=queues").await;
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8; header=present");
    let disposition = csv.headers["content-disposition"].to_str().unwrap();
    assert!(disposition.starts_with("attachment; filename=\"queue-performance-queues_"));
    assert!(csv.text.starts_with("queue,queue_id,offered,"), "{}", csv.text);
    for format in ["json", "xlsx", "parquet"] {
        let path = format!("/api/reports/queue-performance/export?format={format}");
        assert_eq!(http.get(&path).await.status, 200, "{format}");
    }
    follower.stop().await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_are_for_supervisors_and_questions_are_checked() {
    let world = World::new().await;
    world.http().get("/api/reports").await.refused(401, "not_signed_in");
    let dana = world.signed_in("dana").await;
    for path in ["", "/queue-performance", "/queue-performance/chats", "/queue-performance/export"]
    {
        dana.get(&format!("/api/reports{path}")).await.refused(403, "not_allowed");
    }
    let sofia = world.signed_in("sofia").await;
    // Nothing was filled yet: there is no mart.
    sofia.get("/api/reports").await.refused(503, "storage_unavailable");
    let follower = world.follow();
    sofia.get("/api/reports/weather").await.refused(404, "not_found");
    let wrong = [
        ("queue-performance?preset=tomorrow", "preset"),
        ("queue-performance?agent=dana", "agent"),
        ("queue-performance?column=offered", "column"),
        ("queue-performance?limit=0", "limit"),
        ("queue-performance?service_level_seconds=3601", "service_level_seconds"),
        ("queue-performance/chats?column=nothing", "column"),
        ("queue-performance/chats?column=offered&at=now", "at"),
        ("queue-performance/chats?column=offered&table=queues&of=nowhere", "of"),
        ("queue-performance/export?format=pdf", "format"),
        ("queue-performance/export?table=nothing", "table"),
    ];
    for (path, field) in wrong {
        let answer = sofia.get(&format!("/api/reports/{path}")).await;
        answer.refused(422, "invalid");
        assert_eq!(answer.body["field"], field, "{}", answer.text);
    }
    follower.stop().await;
    world.stop().await;
}
