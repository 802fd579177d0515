//! A server of ours as a child process: started on a free port, found by the line it prints, stopped or killed.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

/// What the process is told beyond its defaults: a load from one address sends more than people do.
const CONFIG: &str = "commands_per_second = 1000000
commands_burst = 1000000
customer_sessions_per_minute = 1000000
";

/// What of its log a server writes.
const LOG: &str = "HOLDFAST_LOG";

/// The name of the account that can make all others.
pub(crate) const ADMIN: &str = "admin";

/// How long a server may take to print its accounts once it listens.
const ACCOUNTS_WITHIN: Duration = Duration::from_secs(5);

/// The command line of a server with its data in a folder, at an address or a free port.
///
/// # Errors
/// When the server's configuration cannot be written.
pub(crate) fn arguments(data: &Path, address: Option<SocketAddr>) -> anyhow::Result<Vec<String>> {
    let config = data.join("load.toml");
    std::fs::write(&config, CONFIG)
        .with_context(|| format!("cannot write {}", config.display()))?;
    let listen = address.map_or_else(|| "127.0.0.1:0".to_owned(), |address| address.to_string());
    let (data, config) = (data.to_string_lossy(), config.to_string_lossy());
    // Only a demo says its passwords at every start.
    let arguments = ["serve", "--demo", "--data", &data, "--config", &config, "--listen", &listen];
    Ok(arguments.map(str::to_owned).to_vec())
}

/// A running server. It is killed when dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    address: SocketAddr,
    took: Duration,
    /// The lines that it prints after the one that says where it listens.
    lines: Receiver<String>,
}

impl Server {
    /// Starts a program with arguments and waits until it says where it listens.
    ///
    /// # Errors
    /// When it cannot be started, or ends before it listens.
    pub(crate) fn start(program: &Path, arguments: &[String]) -> anyhow::Result<Self> {
        let start = Instant::now();
        let mut child = Command::new(program)
            .args(arguments)
            // Its progress is not ours; who wants it says so.
            .env(LOG, std::env::var_os(LOG).unwrap_or_else(|| "warn".into()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let output = child.stdout.take().context("the server has no standard output")?;
        let mut lines = BufReader::new(output).lines();
        let address = loop {
            let Some(line) = lines.next().transpose()? else {
                bail!("the server ended before it listened: {}", child.wait()?);
            };
            if let Some(address) = address_of(&line) {
                break address;
            }
        };
        let took = start.elapsed();
        let (sender, receiver) = channel();
        // What nobody wants to know goes nowhere, but is read: a full pipe would stop the server.
        drop(std::thread::spawn(move || {
            lines.map_while(Result::ok).for_each(|line| drop(sender.send(line)));
        }));
        Ok(Self { child, address, took, lines: receiver })
    }

    /// The password of an account that the server made or knows from its demo.
    ///
    /// # Errors
    /// When it does not print one.
    pub(crate) fn password(&self, account: &str) -> anyhow::Result<String> {
        let until = Instant::now() + ACCOUNTS_WITHIN;
        while let Ok(line) =
            self.lines.recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            let words: Vec<&str> = line.split_whitespace().collect();
            if let ["account", name, password] = words[..]
                && name == account
            {
                return Ok(password.to_owned());
            }
        }
        bail!("the server does not say the password of {account}")
    }

    /// Where it listens.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The time from its start until it listened.
    pub(crate) const fn took(&self) -> Duration {
        self.took
    }

    /// Its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Kills it as a power cut would (SIGKILL) and waits until it is gone.
    ///
    /// # Errors
    /// When it had ended by itself before.
    pub(crate) fn kill(mut self) -> anyhow::Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("the server ended by itself: {status}");
        }
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop (SIGTERM) and waits until it has.
    ///
    /// # Errors
    /// When it does not end well.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        let process = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &process]).status()?;
        if !sent.success() {
            bail!("cannot send SIGTERM to {process}");
        }
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the server did not stop well: {status}");
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already, and then there is nothing to do.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The address in a line such as `listening on http://127.0.0.1:7070`.
fn address_of(line: &str) -> Option<SocketAddr> {
    let (_, rest) = line.split_once("listening on http://")?;
    rest.split(|c: char| c.is_whitespace() || c == '/').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::address_of;

    #[test]
    fn the_address_is_found() {
        let wanted = "127.0.0.1:7070".parse().ok();
        assert_eq!(address_of("holdfast: listening on http://127.0.0.1:7070"), wanted);
        assert_eq!(address_of("listening on http://127.0.0.1:7070/ after 3 ms"), wanted);
        assert_eq!(address_of("opening the journal"), None);
    }
}
