//! Where a workload plays: a server of its own with a fresh data folder, agents that have signed in, customers with their sessions.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::client::{self, Greeted, Identity, Resume};
use super::message::Side;
use super::talk::{Chat, Part, Talk};
use crate::load::http::Http;
use crate::load::server::{self, Server};
use crate::load::staff::{Admin, SignedIn, customer_session};

/// The queue and profile of the load's agents.
pub(crate) const QUEUE: &str = "load";
/// A queue that nobody serves.
pub(crate) const QUEUE_UNSERVED: &str = "unserved";
/// Chats for each agent of the load; their profile allows 100.
const CHATS_PER_AGENT: usize = 80;
/// Clients that connect at the same time while a workload is set up.
const AT_ONCE: usize = 64;
/// The status that takes chats.
const STATUS: &str = "available";

/// A running server and its data.
#[derive(Debug)]
pub(crate) struct Stage {
    /// The server.
    pub(crate) server: Server,
    program: PathBuf,
    data: tempfile::TempDir,
}

impl Stage {
    /// Starts a server with a fresh data folder.
    ///
    /// # Errors
    /// When it does not start.
    pub(crate) fn fresh(program: &Path) -> anyhow::Result<Self> {
        Self::on(program, tempfile::tempdir()?)
    }

    /// Starts a server with a data folder.
    ///
    /// # Errors
    /// When it does not start.
    pub(crate) fn on(program: &Path, data: tempfile::TempDir) -> anyhow::Result<Self> {
        let server = Server::start(program, &server::arguments(data.path(), None)?)?;
        Ok(Self { server, program: program.to_owned(), data })
    }

    /// Stops the server as an operator would; the data folder stays.
    ///
    /// # Errors
    /// When it does not end well.
    pub(crate) fn stop(self) -> anyhow::Result<tempfile::TempDir> {
        self.server.stop()?;
        Ok(self.data)
    }

    /// Kills the server and starts it again at the same address. Returns it with the moment at which it listened.
    ///
    /// # Errors
    /// When it does not start again.
    pub(crate) fn restart(self) -> anyhow::Result<(Self, Instant)> {
        let address = self.server.address();
        self.server.kill()?;
        let arguments = server::arguments(self.data.path(), Some(address))?;
        let server = Server::start(&self.program, &arguments)?;
        Ok((Self { server, program: self.program, data: self.data }, Instant::now()))
    }

    /// Sets intervals that a load of minutes does not meet, and makes the load's queues.
    ///
    /// # Errors
    /// When the server refuses.
    pub(crate) async fn prepare(&self) -> anyhow::Result<Admin> {
        let password = self.server.password(server::ADMIN)?;
        let address = self.server.address();
        let mut admin = Admin::sign_in(address, server::ADMIN, &password).await?;
        for (setting, value) in [
            ("absent_interval", "1h"),
            ("heartbeat_interval", "1min"),
            ("queue_timeout", "7d"),
            ("idle_alert", "1d"),
            ("idle_timeout", "7d"),
        ] {
            admin.set(setting, value).await?;
        }
        admin.put_queue(QUEUE, "auto", 100).await?;
        admin.put_queue(QUEUE_UNSERVED, "pick", 1).await?;
        Ok(admin)
    }

    /// Sessions of so many customers.
    ///
    /// # Errors
    /// When the server refuses.
    pub(crate) async fn customers(&self, count: usize) -> anyhow::Result<Vec<String>> {
        let address = self.server.address();
        let shares =
            (0..AT_ONCE).map(|share| count / AT_ONCE + usize::from(share < count % AT_ONCE));
        let tokens: Vec<Vec<String>> = stream::iter(shares)
            .map(|share| async move {
                let mut http = Http::connect(address).await?;
                let mut tokens = Vec::with_capacity(share);
                for _ in 0..share {
                    tokens.push(customer_session(&mut http).await?);
                }
                anyhow::Ok(tokens)
            })
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await?;
        Ok(tokens.into_iter().flatten().collect())
    }

    /// Connects customers, as the first clients of this process.
    ///
    /// # Errors
    /// When the server refuses.
    pub(crate) async fn connect(&self, tokens: &[String]) -> anyhow::Result<Vec<Greeted>> {
        let address = self.server.address();
        stream::iter(tokens.iter().enumerate())
            .map(|(index, token)| client::greet(address, index, Identity::Customer(token), None))
            .buffered(AT_ONCE)
            .try_collect()
            .await
    }

    /// Connects customers, has each ask for a chat in a queue that nobody serves, and hangs up; returns where they were.
    ///
    /// # Errors
    /// When the server refuses.
    pub(crate) async fn wait_in_line(&self, tokens: &[String]) -> anyhow::Result<Vec<Resume>> {
        let address = self.server.address();
        stream::iter(tokens.iter().enumerate())
            .map(|(index, token)| async move {
                let who = Identity::Customer(token);
                let mut greeted = client::greet(address, index, who, None).await?;
                let started =
                    client::start_chat(&mut greeted.socket, index, QUEUE_UNSERVED).await?;
                greeted.socket.close(None).await?;
                anyhow::Ok(Resume { position: started.position, ..greeted.resume })
            })
            .buffered(AT_ONCE)
            .try_collect()
            .await
    }

    /// So many two-party chats, ready to talk.
    ///
    /// # Errors
    /// When the server refuses.
    pub(crate) async fn talk(&self, chats: usize) -> anyhow::Result<Talk> {
        let mut admin = self.prepare().await?;
        let mut agents = Vec::new();
        for number in 0..chats.div_ceil(CHATS_PER_AGENT) {
            agents.push(admin.put_agent(&format!("load{number}"), QUEUE).await?);
        }
        let tokens = self.customers(chats).await?;
        let mut talk = Talk::new(self.server.process());
        // An agent must be heard and take chats before customers come; it learns its chats from the messages.
        let first_agent = chats;
        let mut desks = Vec::new();
        for (number, agent) in agents.iter().enumerate() {
            desks.push(self.desk(first_agent + number, agent).await?);
        }
        let weight = chats.div_ceil(desks.len().max(1));
        for desk in desks {
            talk.join(desk.socket, Part::Side(Side::Agent), None, weight);
        }
        let address = self.server.address();
        let customers: Vec<_> = stream::iter(tokens.iter().enumerate())
            .map(|(number, token)| async move {
                let who = Identity::Customer(token);
                let mut greeted = client::greet(address, number, who, None).await?;
                let started = client::start_chat(&mut greeted.socket, number, QUEUE).await?;
                if !started.has_agent {
                    client::wait_for_agent(&mut greeted.socket).await?;
                }
                anyhow::Ok((greeted.socket, Chat { number, id: started.chat }))
            })
            .buffered(AT_ONCE)
            .try_collect()
            .await
            .context("customers")?;
        for (socket, chat) in customers {
            talk.join(socket, Part::Side(Side::Customer), Some(chat), 1);
        }
        // The desks take in what came with the chats.
        tokio::time::sleep(Duration::from_millis(300)).await;
        Ok(talk)
    }

    async fn desk(&self, index: usize, agent: &SignedIn) -> anyhow::Result<Greeted> {
        let who = Identity::Staff(&agent.cookie);
        let mut desk = client::greet(self.server.address(), index, who, None).await?;
        client::set_status(&mut desk.socket, STATUS).await?;
        Ok(desk)
    }
}

/// As many clients as there are chats, alone with an echo.
///
/// # Errors
/// When the echo does not answer.
pub(crate) async fn echo(server: &Server, chats: usize) -> anyhow::Result<Talk> {
    let mut talk = Talk::new(server.process());
    for number in 0..chats {
        let socket = crate::load::socket::open(server.address(), number, None).await?;
        // As long as a real chat's id.
        let id = format!("01900000-0000-7000-8000-{number:012x}.1");
        talk.join(socket, Part::Echo, Some(Chat { number, id }), 1);
    }
    Ok(talk)
}
