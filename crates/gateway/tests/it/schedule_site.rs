//! A gateway on a clock that is moved by hand, whose storage outlives it: for what must survive a restart.

use std::net::SocketAddr;
use std::sync::Arc;

use delivery::Settings;
use domain::{Millis, Timestamp};
use engine::{Clock as _, Engine, Follower, Handle, ManualClock};
use gateway::{Config, Gateway, Stores};
use serde_json::{Value, json};
use store::{MemoryBlobs, MemoryDisk, MemoryScratch};
use store_sqlite::{DataFolder, SqliteReportReader, SqliteWarehouse};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::client::Http;
use crate::world::{PASSWORD, furnish};

/// What outlives the server.
pub(crate) struct Site {
    pub(crate) clock: Arc<ManualClock>,
    disk: MemoryDisk,
    scratch: MemoryScratch,
    folder: TempDir,
    settings: Settings,
}

/// The server.
pub(crate) struct Server {
    address: SocketAddr,
    engine: Handle,
    clock: Arc<ManualClock>,
    follower: Follower,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

impl Site {
    pub(crate) fn new(now: &str, settings: Settings) -> Self {
        Self {
            clock: Arc::new(ManualClock::new(Timestamp::parse_rfc3339(now).unwrap())),
            disk: MemoryDisk::named("journal-of-the-test"),
            scratch: MemoryScratch::new(),
            folder: tempfile::tempdir().unwrap(),
            settings,
        }
    }

    pub(crate) async fn start(&self) -> Server {
        let disk = self.disk.clone();
        let open: engine::Open = Box::new(move || Ok(Box::new(disk.open())));
        let clock = Arc::clone(&self.clock);
        let started = tokio::task::spawn_blocking(move || {
            Engine::start(open, engine::Config::default(), clock)
        });
        let engine = started.await.unwrap().unwrap().handle();
        furnish(&engine, &mut self.scratch.clone()).await;
        let mart = self.folder.path().to_owned();
        let warehouse = SqliteWarehouse::open(&DataFolder::hold(&mart).unwrap()).unwrap();
        let follower = Follower::start(engine.clone(), "main", Box::new(warehouse)).unwrap();
        let stores = Stores {
            scratch: Box::new(self.scratch.clone()),
            blobs: Arc::new(MemoryBlobs::new()),
            uploads: self.folder.path().join("uploads"),
            reports: Box::new(move || Ok(Box::new(SqliteReportReader::open(&mart)?))),
        };
        let config = Config { delivery: self.settings.clone(), ..Config::default() };
        let render = Box::new(String::new);
        let gateway = Gateway::new(engine.clone(), stores, config, render).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let served = tokio::spawn(gateway.serve(listener, async move { drop(stopped.await) }));
        let clock = Arc::clone(&self.clock);
        Server { address, engine, clock, follower, stop, served }
    }
}

impl Server {
    /// Stops it and waits until it has.
    pub(crate) async fn stop(self) {
        drop(self.stop);
        self.served.await.unwrap();
        self.follower.stop().await;
    }

    /// Moves the clock to a moment.
    pub(crate) fn now_is(&self, moment: &str) {
        let moment = Timestamp::parse_rfc3339(moment).unwrap();
        self.pass(i64::try_from((moment - self.clock.now()).0).unwrap());
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, ms: i64) {
        self.clock.advance(Millis(u64::try_from(ms).unwrap()));
        self.engine.wake();
    }

    /// HTTP with a new session of a member of the staff.
    pub(crate) async fn signed_in(&self, name: &str) -> Http {
        let http = Http::new(self.address);
        let body = json!({"name": name, "password": PASSWORD});
        let answer = http.send("POST", "/api/sign-in", Some(&body)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        http.with("cookie", &answer.cookie())
    }

    /// Puts a schedule; returns the answer.
    pub(crate) async fn put(&self, id: &str, plan: &Value) -> Value {
        let sofia = self.signed_in("sofia").await;
        let answer = sofia.send("PUT", &format!("/api/report-schedules/{id}"), Some(plan)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.body
    }

    /// Sends a report now.
    pub(crate) async fn send_now(&self, id: &str) -> Value {
        let sofia = self.signed_in("sofia").await;
        let path = format!("/api/report-schedules/{id}/send");
        let answer = sofia.send("POST", &path, None).await;
        assert_eq!(answer.status, 202, "{}", answer.text);
        answer.body
    }

    /// The newest run of a schedule once it is in a state.
    pub(crate) async fn run_that_is(&self, id: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let sofia = self.signed_in("sofia").await;
        loop {
            let list = sofia.get("/api/report-schedules").await.body;
            let schedules = list["schedules"].as_array().unwrap();
            let schedule = schedules.iter().find(|one| one["id"] == id).unwrap();
            if wanted(&schedule["runs"][0]) {
                return schedule["runs"][0].clone();
            }
            tokio::task::yield_now().await;
        }
    }
}
