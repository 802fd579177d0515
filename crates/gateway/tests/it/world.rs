//! A gateway with a small directory: two agents, a supervisor and an admin, all with the same password.

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

use domain::directory::{
    Agent, Allocation, Balance, Profile, PullPolicy, Queue, StaffRole, Status, Tenant,
};
use domain::{AgentId, Command, CommandId, Party, ProfileId, QueueId, StatusId};
use engine::{Engine, Handle, SystemClock};
use gateway::{Config, Gateway, Stores};
use serde_json::{Value, json};
use store::{Change, MemoryBlobs, MemoryDisk, MemoryScratch, OpenReports, Scratch};
use store_sqlite::{DataFolder, SqliteReportReader, SqliteWarehouse};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::client::{Http, Socket};

pub(crate) const PASSWORD: &str = "correct horse battery";

/// Hashing takes long, so it is done once.
static HASH: LazyLock<String> = LazyLock::new(|| gateway::hash_password(PASSWORD).unwrap());

pub(crate) struct World {
    pub(crate) address: SocketAddr,
    pub(crate) engine: Handle,
    pub(crate) disk: MemoryDisk,
    pub(crate) blobs: MemoryBlobs,
    _uploads: TempDir,
    mart: TempDir,
    stop: Option<oneshot::Sender<()>>,
    served: JoinHandle<()>,
}

/// The command that makes or replaces a queue.
pub(crate) fn queue(id: &str, hours: Option<Value>) -> Value {
    json!({"name": "put_queue", "queue": {"id": id, "name": id, "allocation": "offer", "balance": "longest_idle", "priority": 0,
           "waiting_max": null, "enabled": true, "company_filter": false, "hours": hours}})
}

fn queue_record(id: &str) -> Queue {
    Queue {
        id: QueueId::new(id),
        name: id.into(),
        allocation: Allocation::Offer,
        balance: Balance::LongestIdle,
        priority: 0,
        waiting_max: None,
        enabled: true,
        hours: None,
        company_filter: false,
    }
}

pub(crate) fn agent(id: &str, role: StaffRole, queues: &[&str]) -> Agent {
    Agent {
        id: AgentId::new(id),
        name: format!("{}{}", id[..1].to_uppercase(), &id[1..]),
        role,
        profile: ProfileId::new("standard"),
        queues: queues.iter().map(|q| QueueId::new(q)).collect(),
        company: None,
    }
}

fn directory() -> Vec<Command> {
    let profile = Profile {
        id: ProfileId::new("standard"),
        name: "Standard".into(),
        allow_decline: true,
        auto_decline: true,
        can_pick: true,
        chats_max: 5,
        pull_policy: PullPolicy::FirstDue,
        not_ready_after_chat: false,
        transfer_to_other_groups: true,
        can_monitor: false,
    };
    let status =
        |id: &str, takes_chats| Status { id: StatusId::new(id), name: id.into(), takes_chats };
    let tenant = Tenant { name: "Acme".into(), time_zone: "UTC".into() };
    let mut commands = vec![
        Command::PutTenant { tenant },
        Command::PutStatus { status: status("available", true) },
        Command::PutStatus { status: status("away", false) },
        Command::PutProfile { profile },
        Command::PutQueue { queue: queue_record("general") },
        Command::PutQueue { queue: queue_record("billing") },
    ];
    let staff = [
        agent("dana", StaffRole::Agent, &["general"]),
        agent("sam", StaffRole::Agent, &["billing"]),
        agent("sofia", StaffRole::Supervisor, &[]),
        agent("ada", StaffRole::Admin, &[]),
    ];
    commands.extend(staff.map(|agent| Command::PutAgent { agent }));
    commands
}

/// Puts the directory, with passwords; doing it once more changes nothing.
pub(crate) async fn furnish(engine: &Handle, scratch: &mut MemoryScratch) {
    for (number, command) in directory().into_iter().enumerate() {
        if let Command::PutAgent { agent } = &command {
            let set = Change::SetCredential { agent: agent.id.clone(), hash: HASH.clone() };
            scratch.write(&[set]).unwrap();
        }
        let id = CommandId::new(&format!("setup-{number}"));
        engine.command(Party::system(), id, command).await.unwrap();
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Config::default()).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let mart = tempfile::tempdir().unwrap();
        let folder = mart.path().to_owned();
        let reports: OpenReports =
            Box::new(move || Ok(Box::new(SqliteReportReader::open(&folder)?)));
        Self::with_reports(config, mart, reports).await
    }

    /// With readers of reports of the test's own.
    pub(crate) async fn with_reports(config: Config, mart: TempDir, reports: OpenReports) -> Self {
        let disk = MemoryDisk::named("journal-of-the-test");
        let opened = disk.clone();
        let open: engine::Open = Box::new(move || Ok(Box::new(opened.open())));
        let started = tokio::task::spawn_blocking(move || {
            Engine::start(open, engine::Config::default(), Arc::new(SystemClock))
        });
        let engine = started.await.unwrap().unwrap().handle();
        let mut scratch = MemoryScratch::new();
        furnish(&engine, &mut scratch).await;
        let render = Box::new(String::new);
        let (blobs, uploads) = (MemoryBlobs::new(), tempfile::tempdir().unwrap());
        let stores = Stores {
            scratch: Box::new(scratch),
            blobs: Arc::new(blobs.clone()),
            uploads: uploads.path().to_owned(),
            reports,
        };
        let gateway = Gateway::new(engine.clone(), stores, config, render).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let ended = async move { drop(stopped.await) };
        let served = tokio::spawn(gateway.serve(listener, ended));
        Self { address, engine, disk, blobs, _uploads: uploads, mart, stop: Some(stop), served }
    }

    /// Has a mart filled from the log while the test goes on.
    pub(crate) fn follow(&self) -> engine::Follower {
        let folder = DataFolder::hold(self.mart.path()).unwrap();
        let warehouse = SqliteWarehouse::open(&folder).unwrap();
        engine::Follower::start(self.engine.clone(), "main", Box::new(warehouse)).unwrap()
    }

    /// Stops the gateway and waits until it has.
    pub(crate) async fn stop(mut self) {
        drop(self.stop.take());
        self.served.await.unwrap();
    }

    /// Asks the gateway to stop.
    pub(crate) fn begin_to_stop(&mut self) {
        drop(self.stop.take());
    }

    pub(crate) fn http(&self) -> Http {
        Http::new(self.address)
    }

    /// The cookie of a new session.
    pub(crate) async fn sign_in(&self, name: &str) -> String {
        let body = json!({"name": name, "password": PASSWORD});
        let answer = self.http().send("POST", "/api/sign-in", Some(&body)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.cookie()
    }

    /// HTTP with a new session of a member of the staff.
    pub(crate) async fn signed_in(&self, name: &str) -> Http {
        self.http().with("cookie", &self.sign_in(name).await)
    }

    /// The token of a new customer.
    pub(crate) async fn customer(&self) -> String {
        let answer = self.http().send("POST", "/api/customer/session", None).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["token"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn desk(&self, cookie: &str, tab: &str) -> (Socket, Value) {
        let mut socket = Socket::open(self.address, Some(cookie)).await;
        socket.send(json!({"type": "hello", "protocol": 1, "client": tab})).await;
        let snapshot = socket.until(|frame| frame["type"] == "desk_snapshot").await;
        (socket, snapshot["state"].clone())
    }

    pub(crate) async fn widget(&self, token: &str, tab: &str) -> (Socket, Value) {
        let mut socket = Socket::open(self.address, None).await;
        socket.send(json!({"type": "hello", "protocol": 1, "client": tab, "token": token})).await;
        let snapshot = socket.until(|frame| frame["type"] == "widget_snapshot").await;
        (socket, snapshot["state"].clone())
    }

    /// A customer and Dana in a chat: the widget's socket, the desk's, and the chat's id.
    pub(crate) async fn talk(&self) -> Talk {
        let (cookie, token) = (self.sign_in("dana").await, self.customer().await);
        let (mut desk, _) = self.desk(&cookie, "desk").await;
        let (mut widget, _) = self.widget(&token, "widget").await;
        let start = json!({"name": "start_chat", "customer_name": "Eleanor", "question": "Hello?"});
        widget.command("start", start).await;
        let offer = desk.event("agent_engagement_invitation").await;
        let chat = offer["chat"].as_str().unwrap().to_owned();
        let conversation = offer["conversation"].as_str().unwrap().to_owned();
        desk.command("accept", json!({"name": "accept_offer", "chat": chat})).await;
        desk.until(|frame| frame["type"] == "ack").await;
        widget.event("engagement_participant_entered").await;
        Talk { desk, widget, chat, conversation, cookie, token }
    }
}

pub(crate) struct Talk {
    pub(crate) desk: Socket,
    pub(crate) widget: Socket,
    pub(crate) chat: String,
    pub(crate) conversation: String,
    pub(crate) cookie: String,
    pub(crate) token: String,
}
