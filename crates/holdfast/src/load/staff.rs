//! Staff of the load: signed in over HTTP, and the directory's records that an admin makes for them.

use std::net::SocketAddr;

use anyhow::Context;
use serde_json::json;

use super::http::Http;

/// The password of every agent that the load makes.
const PASSWORD: &str = "a password of the load";

/// An admin that can make what the load needs.
#[derive(Debug)]
pub(crate) struct Admin {
    http: Http,
    server: SocketAddr,
    count: u64,
}

/// An agent that has signed in.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    /// Its id.
    pub(crate) agent: String,
    /// Its session, as `name=value`.
    pub(crate) cookie: String,
}

/// Signs in.
///
/// # Errors
/// When the server refuses.
pub(crate) async fn sign_in(
    server: SocketAddr,
    agent: &str,
    password: &str,
) -> anyhow::Result<SignedIn> {
    let mut http = Http::connect(server).await?;
    let answer = http.post("/api/sign-in", &json!({"name": agent, "password": password})).await?;
    let cookie = answer.cookie.clone();
    answer.ok().with_context(|| format!("cannot sign in as {agent}"))?;
    let cookie = cookie.context("signing in set no cookie")?;
    Ok(SignedIn { agent: agent.to_owned(), cookie })
}

impl Admin {
    /// Signs in as one.
    ///
    /// # Errors
    /// When the server refuses.
    pub(crate) async fn sign_in(
        server: SocketAddr,
        name: &str,
        password: &str,
    ) -> anyhow::Result<Self> {
        let session = sign_in(server, name, password).await?;
        let http = Http::connect(server).await?.with_cookie(&session.cookie);
        Ok(Self { http, server, count: 0 })
    }

    /// Changes the directory.
    ///
    /// # Errors
    /// When the server refuses.
    pub(crate) async fn command(&mut self, command: &serde_json::Value) -> anyhow::Result<()> {
        self.count += 1;
        let id = format!("load-{}-{}", std::process::id(), self.count);
        self.http.command(&id, command).await.map(drop)
    }

    /// Sets a setting.
    ///
    /// # Errors
    /// When the server refuses.
    pub(crate) async fn set(&mut self, setting: &str, value: &str) -> anyhow::Result<()> {
        self.command(&json!({"name": "set_setting", "setting": setting, "value": value})).await
    }

    /// Makes a queue and a profile of that name.
    ///
    /// # Errors
    /// When the server refuses.
    pub(crate) async fn put_queue(
        &mut self,
        queue: &str,
        allocation: &str,
        chats_max: u32,
    ) -> anyhow::Result<()> {
        let record = json!({
            "id": queue, "name": queue, "allocation": allocation, "balance": "least_busy",
            "priority": 0, "waiting_max": null, "enabled": true
        });
        self.command(&json!({"name": "put_queue", "queue": record})).await?;
        let record = json!({
            "id": queue, "name": queue, "allow_decline": true, "auto_decline": true,
            "can_pick": true, "chats_max": chats_max, "pull_policy": "first_due",
            "not_ready_after_chat": false
        });
        self.command(&json!({"name": "put_profile", "profile": record})).await
    }

    /// Makes an agent that serves that queue with that profile, and signs it in.
    ///
    /// # Errors
    /// When the server refuses.
    pub(crate) async fn put_agent(&mut self, agent: &str, queue: &str) -> anyhow::Result<SignedIn> {
        let record = json!({
            "id": agent, "name": agent, "role": "agent", "profile": queue, "queues": [queue]
        });
        self.command(&json!({"name": "put_agent", "agent": record})).await?;
        let path = format!("/api/agents/{agent}/password");
        self.http.put(&path, &json!({"password": PASSWORD})).await?.ok()?;
        sign_in(self.server, agent, PASSWORD).await
    }
}

/// Makes a new customer's session and returns its token.
///
/// # Errors
/// When the server refuses.
pub(crate) async fn customer_session(http: &mut Http) -> anyhow::Result<String> {
    let body = http.post("/api/customer/session", &json!({})).await?.ok()?;
    let token = body.get("token").and_then(serde_json::Value::as_str);
    token.map(str::to_owned).context("a customer's session has no token")
}
