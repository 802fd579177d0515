//! What several commands build first: the web packages, the web itself, the server that embeds it.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, bail};

use crate::places::{self, Program};
use crate::step::{self, Command};

/// Folders of `web/` that are made, not written, or that no build reads.
const NOT_INPUT: [&str; 6] =
    ["node_modules", "dist", "e2e", "test-results", "playwright-report", ".vite"];

/// The parts that the server embeds and the build must have made.
const WEB_PARTS: [&str; 4] = ["desk", "widget", "loader", "demo"];

/// Installs the web packages exactly as the lock file says, unless that was done already.
///
/// # Errors
/// When Node is not there or the installation fails.
pub(crate) fn web_packages(root: &Path) -> anyhow::Result<()> {
    let web = places::web(root);
    for program in ["node", "npm"] {
        if !step::exists(program) {
            bail!(
                "{program} is not installed; Holdfast's web parts need Node 20.19 or later with npm"
            );
        }
    }
    let lock =
        fs::read(web.join("package-lock.json")).context("cannot read web/package-lock.json")?;
    let stamp = Stamp::new(root, "web-packages", hash(&lock));
    if web.join("node_modules").is_dir() && stamp.is_current() {
        println!("web packages: as in web/package-lock.json already");
        return Ok(());
    }
    println!("web packages: npm ci (downloads them; some 20 s)");
    Command::new(&web, "npm", &["ci", "--no-audit", "--no-fund"]).run()?;
    stamp.write()
}

/// Builds the web parts into `web/dist`, unless nothing they are made of changed since the last time.
///
/// # Errors
/// When a file cannot be read or the build fails.
pub(crate) fn web(root: &Path) -> anyhow::Result<()> {
    web_packages(root)?;
    let web = places::web(root);
    let mut inputs = Vec::new();
    list_inputs(&web, &web, &mut inputs)?;
    inputs.sort();
    let stamp = Stamp::new(root, "web-build", hash(&inputs));
    let is_built = WEB_PARTS.iter().all(|part| web.join("dist").join(part).is_dir());
    if is_built && stamp.is_current() {
        println!("web: built already, nothing changed");
        return Ok(());
    }
    println!("web: npm run build (desk, widget, loader, demo; some 20 s)");
    Command::new(&web, "npm", &["run", "--silent", "build"]).run()?;
    if let Some(part) = WEB_PARTS.iter().find(|part| !web.join("dist").join(part).is_dir()) {
        bail!("the web build made no web/dist/{part}");
    }
    stamp.write()
}

/// Builds the server with the web in it, optimised.
///
/// # Errors
/// When either build fails.
pub(crate) fn server(root: &Path) -> anyhow::Result<()> {
    programs(root, &[Program::Server])
}

/// Builds programs of this workspace, optimised, and the web for the server that embeds it. What is needed together is built together:
/// alone each would choose features of its own for what they share, and most of that would be built a second time.
///
/// # Errors
/// When a build fails.
pub(crate) fn programs(root: &Path, programs: &[Program]) -> anyhow::Result<()> {
    if programs.contains(&Program::Server) {
        web(root)?;
    }
    let names = programs.iter().map(|program| program.name()).collect::<Vec<_>>().join(", ");
    if programs.iter().all(|program| program.path(root).is_file()) {
        println!("{names}: cargo build --release (only what changed)");
    } else {
        println!(
            "{names}: cargo build --release (the first time all dependencies too: some 5 minutes on 2 cores)"
        );
    }
    let command = Command::new(root, "cargo", &["build", "--release", "--locked"]);
    let command = programs.iter().fold(command, |command, program| {
        command.arg("--package").arg(program.package()).arg("--bin").arg(program.name())
    });
    command.run()
}

/// Builds the server as it is installed where people work (`[profile.dist]`), with the web in it.
///
/// # Errors
/// When either build fails.
pub(crate) fn dist(root: &Path) -> anyhow::Result<PathBuf> {
    web(root)?;
    let server = places::target(root).join("dist").join(Program::Server.name());
    println!(
        "holdfast: cargo build --profile dist (all as one; the first time some 10 minutes on 2 cores)"
    );
    let arguments = ["build", "--profile", "dist", "--locked", "--package", "holdfast"];
    Command::new(root, "cargo", &arguments).run()?;
    Ok(server)
}

/// Adds each input's path, size and time of change; contents are not read, so that a start stays fast.
fn list_inputs(
    web: &Path,
    folder: &Path,
    inputs: &mut Vec<(String, u64, u128)>,
) -> anyhow::Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        if NOT_INPUT.iter().any(|made| name == *made) {
            continue;
        }
        let metadata = entry.metadata()?;
        if metadata.is_dir() {
            list_inputs(web, &entry.path(), inputs)?;
            continue;
        }
        let path = entry.path().strip_prefix(web)?.to_string_lossy().into_owned();
        let changed = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        inputs.push((path, metadata.len(), changed.as_nanos()));
    }
    Ok(())
}

/// What a step was last done for. Kept in the target folder, so that `cargo clean` forgets it.
#[derive(Debug)]
struct Stamp {
    path: std::path::PathBuf,
    wanted: String,
}

impl Stamp {
    fn new(root: &Path, name: &str, hash: u64) -> Self {
        Self { path: places::stamp(root, name), wanted: format!("{hash:016x}\n") }
    }

    fn is_current(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|found| found == self.wanted)
    }

    fn write(&self) -> anyhow::Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.path, &self.wanted)
            .with_context(|| format!("cannot write {}", self.path.display()))
    }
}

/// Not a digest to rely on against an adversary: it tells a changed tree from an unchanged one.
fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{hash, list_inputs};

    fn inputs_hash(folder: &std::path::Path) -> u64 {
        let mut inputs = Vec::new();
        list_inputs(folder, folder, &mut inputs).unwrap();
        inputs.sort();
        hash(&inputs)
    }

    #[test]
    fn a_changed_input_is_noticed_and_a_made_file_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("apps/desk/src")).unwrap();
        fs::create_dir_all(root.join("dist/desk")).unwrap();
        fs::write(root.join("apps/desk/src/main.ts"), "1").unwrap();
        let before = inputs_hash(root);
        fs::write(root.join("dist/desk/main.js"), "1").unwrap();
        assert_eq!(before, inputs_hash(root));
        fs::write(root.join("apps/desk/src/main.ts"), "12").unwrap();
        assert_ne!(before, inputs_hash(root));
    }
}
