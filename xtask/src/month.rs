//! `cargo xtask month`: a month of a simulated site is imported, a server fills its mart and is killed in the middle of it, again and again, and
//! when it has filled it `holdfast mart check` must find every row and every sum as the log says, in the data folder and in PostgreSQL. The
//! check of PostgreSQL's rows is against rows made in SQLite, so that it holds the two against each other as well. Then the questions of docs/bi.md
//! and of the Grafana dashboard are asked.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};

use crate::places::Program;
use crate::postgres::Cluster;
use crate::step::Command;
use crate::{bi, build, places};

/// How often the server is killed while it fills the mart.
const KILLS: u32 = 4;

/// How long filling may take before something is wrong.
const FILLED_WITHIN: Duration = Duration::from_secs(120);

/// Under which name a server and the commands of the mart find where that is.
const WAREHOUSE: &str = "HOLDFAST_WAREHOUSE";

/// Builds what it needs, makes the month and does it all.
///
/// # Errors
/// When a build fails, something does not start, or a row or a sum is not as the log says.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    build::programs(root, &[Program::Server, Program::Month])?;
    check(root)
}

/// The same with what was built.
///
/// # Errors
/// When something does not start, or a row or a sum is not as the log says.
pub(crate) fn check(root: &Path) -> anyhow::Result<()> {
    let cluster = Cluster::start(root)?;
    let folder = std::env::temp_dir().join(format!("holdfast-month-{}", std::process::id()));
    std::fs::create_dir(&folder).with_context(|| folder.display().to_string())?;
    let done = checked(root, &folder, &cluster);
    std::fs::remove_dir_all(&folder)?;
    done
}

fn checked(root: &Path, folder: &Path, cluster: &Cluster) -> anyhow::Result<()> {
    let log = folder.join("month.jsonl");
    let month = Program::Month.path(root);
    let lines = Command::new::<&str>(root, &month.to_string_lossy(), &[]).show_errors().output()?;
    std::fs::write(&log, lines)?;
    let server = places::server(root);
    for warehouse in [None, Some(cluster.url())] {
        let data = folder.join(if warehouse.is_some() { "postgres" } else { "folder" });
        let month = Month { root, server: &server, data, warehouse };
        month.command(&["import", "events"]).arg(&log).quiet().run()?;
        month.fill().with_context(|| format!("the mart in {}", month.place()))?;
        let said = month.command(&["mart", "check"]).output()?;
        print!("{}: {said}", month.place());
    }
    bi::check(root, cluster)
}

struct Month<'a> {
    root: &'a Path,
    server: &'a Path,
    data: PathBuf,
    warehouse: Option<&'a str>,
}

impl Month<'_> {
    fn place(&self) -> &'static str {
        if self.warehouse.is_some() { "PostgreSQL" } else { "the data folder" }
    }

    fn command(&self, words: &[&str]) -> Command {
        let command = Command::new(self.root, &self.server.to_string_lossy(), words);
        let command = command.arg("--data").arg(&self.data);
        match self.warehouse {
            Some(address) => command.env(WAREHOUSE, address),
            None => command,
        }
    }

    /// Lets servers fill the mart: all but the last are killed at some moment of it.
    fn fill(&self) -> anyhow::Result<()> {
        let began = Instant::now();
        let mut at = Vec::new();
        for _ in 0..KILLS {
            let mut server = Running::start(self)?;
            // Each gets a little further; where it was killed is told, and differs.
            let mut filled = 0.0;
            while filled == 0.0 {
                server.still_runs()?;
                ensure!(began.elapsed() < FILLED_WITHIN, "nothing was filled");
                filled = server.metric("holdfast_mart_events_total")?;
            }
            at.push(format!("{filled:.0}"));
        }
        let mut server = Running::start(self)?;
        loop {
            let is_up = server.metric("holdfast_mart_up")? == 1.0;
            if is_up && server.metric("holdfast_mart_lag_events")? == 0.0 {
                break;
            }
            server.still_runs()?;
            ensure!(began.elapsed() < FILLED_WITHIN, "it is not filled");
            thread::sleep(Duration::from_millis(50));
        }
        println!("{}: servers killed after {} events", self.place(), at.join(", "));
        Ok(())
    }
}

/// A server, killed when it is dropped.
struct Running {
    child: Child,
    address: String,
    /// Held open: the server says more than its address, and ends when nobody can read it.
    _output: Option<BufReader<ChildStdout>>,
}

impl Running {
    fn start(month: &Month<'_>) -> anyhow::Result<Self> {
        let log = File::options().create(true).append(true).open(month.data.join("server.log"))?;
        let mut command = std::process::Command::new(month.server);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&month.data);
        match month.warehouse {
            Some(address) => command.env(WAREHOUSE, address),
            None => command.env_remove(WAREHOUSE),
        };
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn()?;
        let output = child.stdout.take().context("the server has no standard output")?;
        let mut output = BufReader::new(output);
        let mut server = Self { child, address: String::new(), _output: None };
        let mut line = String::new();
        while output.read_line(&mut line)? > 0 {
            if let Some(address) = line.trim_end().strip_prefix("listening on http://") {
                address.clone_into(&mut server.address);
                server._output = Some(output);
                return Ok(server);
            }
            line.clear();
        }
        let log = std::fs::read_to_string(month.data.join("server.log")).unwrap_or_default();
        bail!("the server did not listen:\n{log}")
    }

    fn still_runs(&mut self) -> anyhow::Result<()> {
        match self.child.try_wait()? {
            Some(status) => bail!("the server ended by itself ({status})"),
            None => Ok(()),
        }
    }

    /// A figure of `/metrics`; 0 as long as it is not there. A server that has just started cuts the lines on which it said so.
    fn metric(&self, name: &str) -> anyhow::Result<f64> {
        let Ok(text) = self.metrics() else { return Ok(0.0) };
        let value = text.lines().find(|line| line.starts_with(&format!("{name}{{")));
        let value = value.and_then(|line| line.rsplit(' ').next());
        Ok(value.map_or(Ok(0.0), str::parse)?)
    }

    fn metrics(&self) -> std::io::Result<String> {
        let mut line = TcpStream::connect(&self.address)?;
        line.write_all(b"GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
        let mut text = String::new();
        line.read_to_string(&mut text)?;
        Ok(text)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
