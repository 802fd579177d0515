//! The PostgreSQL that tests are run against: Debian's, a cluster of its own in a temporary folder, on a free port, gone afterwards. Installed
//! when it is missing and this is root; otherwise the command to type is named and the run fails, because a test that did not run proves
//! nothing.

use std::ffi::OsString;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::step::{self, Command};

/// Where tests find the cluster: an address of its superuser.
pub(crate) const URL: &str = "HOLDFAST_TEST_POSTGRES";

/// Where they find the authority of its certificate.
pub(crate) const AUTHORITY: &str = "HOLDFAST_TEST_POSTGRES_CA";

/// How long it may take to start.
const START_WITHIN: Duration = Duration::from_secs(60);

/// The superuser's password. Nobody else reaches the cluster while it lives.
const PASSWORD: &str = "tested";

/// A cluster that runs until this is dropped.
#[derive(Debug)]
pub(crate) struct Cluster {
    server: Child,
    folder: PathBuf,
    url: String,
    programs: PathBuf,
}

/// Runs a command, or waits for the end, with a cluster at hand.
///
/// # Errors
/// When there is no PostgreSQL, it does not start, or the command fails.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    let mut cluster = Cluster::start(root)?;
    println!("{URL}={}\n{AUTHORITY}={}", cluster.url, cluster.authority().display());
    match arguments {
        [] => {
            println!("until it is interrupted");
            cluster.server.wait()?;
            Ok(())
        }
        ["--", program, rest @ ..] => cluster.hand_to(Command::new(root, program, rest)).run(),
        other => bail!("`{}`: a command comes after --", other.join(" ")),
    }
}

impl Cluster {
    /// Makes one and starts it.
    ///
    /// # Errors
    /// When there is no PostgreSQL, or it does not start.
    pub(crate) fn start(root: &Path) -> anyhow::Result<Self> {
        let programs = ensure(root)?;
        let folder = std::env::temp_dir().join(format!("holdfast-postgres-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| folder.display().to_string())?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755))?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let user = user()?;
        if let Some((user, group)) = user {
            chown(&folder, Some(user), Some(group))?;
        }
        let command = |program: &str| {
            let mut command = std::process::Command::new(programs.join(program));
            command.current_dir(&folder).env("LC_ALL", "C.UTF-8");
            if let Some((user, group)) = user {
                command.uid(user).gid(group);
            }
            command
        };
        fs::write(folder.join("password"), PASSWORD)?;
        let made = command("initdb")
            .args(["--pgdata=data", "--username=postgres", "--auth=scram-sha-256"])
            .args(["--pwfile=password", "--encoding=UTF8", "--no-sync"])
            .output()
            .context("initdb")?;
        if !made.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&made.stderr));
        }
        let data = folder.join("data");
        certify(&data, user)?;
        let log = fs::File::create(folder.join("log"))?;
        let mut server = command("postgres");
        server.args(["-D", "data", "-p", &port.to_string(), "-k", &folder.display().to_string()]);
        // What it holds is gone with it anyway.
        for setting in ["listen_addresses=127.0.0.1", "ssl=on", "fsync=off", "max_connections=200"]
        {
            server.args(["-c", setting]);
        }
        let server = server.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
        let url = format!("postgres://postgres:{PASSWORD}@127.0.0.1:{port}/postgres");
        let mut cluster = Self { server, folder, url, programs };
        cluster.wait_for(&data)?;
        Ok(cluster)
    }

    /// Tells a command where the cluster is.
    pub(crate) fn hand_to(&self, command: Command) -> Command {
        command.env(URL, &self.url).env(AUTHORITY, self.authority())
    }

    /// The folder of PostgreSQL's programs.
    pub(crate) fn programs(&self) -> &Path {
        &self.programs
    }

    /// The address of its superuser.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    fn authority(&self) -> PathBuf {
        self.folder.join("data/server.crt")
    }

    fn wait_for(&mut self, data: &Path) -> anyhow::Result<()> {
        let began = Instant::now();
        while began.elapsed() < START_WITHIN {
            if let Some(status) = self.server.try_wait()? {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("postgres ended ({status}):\n{log}");
            }
            let state = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
            if state.lines().last().is_some_and(|line| line.trim() == "ready") {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        bail!("postgres did not start within {START_WITHIN:?}")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A certificate for 127.0.0.1 that is its own authority.
fn certify(data: &Path, user: Option<(u32, u32)>) -> anyhow::Result<()> {
    let arguments = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "30",
        "-subj",
        "/CN=holdfast test",
        "-addext",
        "basicConstraints=critical,CA:FALSE",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        "server.key",
        "-out",
        "server.crt",
    ];
    Command::new(data, "openssl", &arguments).quiet().run()?;
    for name in ["server.key", "server.crt"] {
        let path = data.join(name);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        if let Some((user, group)) = user {
            chown(&path, Some(user), Some(group))?;
        }
    }
    Ok(())
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// PostgreSQL does not run as root: then as who Debian's package made for it.
fn user() -> anyhow::Result<Option<(u32, u32)>> {
    if !is_root() {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
    for user in fields {
        if let ["postgres", _, id, group, ..] = user.as_slice() {
            return Ok(Some((id.parse()?, group.parse()?)));
        }
    }
    bail!("there is no user postgres, as whom PostgreSQL is started by root")
}

/// The folder of PostgreSQL's programs: the newest of Debian's, or where they are on the path.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions.filter_map(|entry| {
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        Some((version, entry.path().join("bin")))
    });
    let newest = debian.filter(|(_, bin)| bin.join("initdb").is_file()).max();
    newest.map(|(_, bin)| bin).or_else(|| {
        let paths: OsString = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&paths).find(|folder| folder.join("initdb").is_file())
    })
}

/// Makes sure that PostgreSQL is there.
fn ensure(root: &Path) -> anyhow::Result<PathBuf> {
    if let Some(programs) = programs().filter(|_| step::exists("openssl")) {
        return Ok(programs);
    }
    if !is_root() || !step::exists("apt-get") {
        bail!(
            "PostgreSQL is missing and the tests of its warehouse need it; \
             as root: apt-get update && apt-get install --yes postgresql openssl"
        );
    }
    println!("PostgreSQL is missing: installing Debian's package");
    let apt = |arguments: &[&str]| {
        Command::new(root, "apt-get", arguments).env("DEBIAN_FRONTEND", "noninteractive").run()
    };
    apt(&["update"]).context("cannot refresh the package lists")?;
    apt(&["install", "--yes", "--no-install-recommends", "postgresql", "openssl"])
        .context("cannot install PostgreSQL")?;
    programs().context("PostgreSQL was installed, and its initdb is not where it should be")
}
