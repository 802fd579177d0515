//! `cargo xtask screens [folder]`: pictures of every view of desk and widget, light and dark, in three sizes, of one server with an ordinary
//! morning in it, and a page with all of them. What is in a picture is looked at by people; nothing here compares pixels.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::step::{self, Command};
use crate::{browser, build, places};

/// Where Debian's package puts the library that gives a process a clock of its own.
const CLOCK: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

/// Takes the pictures. `arguments`: a folder, by default `target/screens`, and `--only PATTERN` for some of the views.
///
/// # Errors
/// When something that it needs is missing, a build fails, or a view cannot be reached.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    let (folder, only) = match arguments {
        [] => (places::target(root).join("screens"), None),
        ["--only", pattern] => (places::target(root).join("screens"), Some(*pattern)),
        [folder] if !folder.starts_with('-') => (absolute(folder)?, None),
        [folder, "--only", pattern] => (absolute(folder)?, Some(*pattern)),
        other => bail!("screens takes a folder and --only PATTERN, not {}", other.join(" ")),
    };
    browser::ensure(root)?;
    ensure_clock(root)?;
    build::server(root)?;
    let arguments = ["playwright", "test", "--config", "screens.config.ts"];
    let pictures = Command::new(&places::web(root).join("e2e"), "npx", &arguments)
        .env("HOLDFAST_BIN", places::server(root))
        .env("HOLDFAST_CLOCK", CLOCK)
        .env("HOLDFAST_SCREENS", &folder);
    match only {
        Some(pattern) => pictures.env("HOLDFAST_SCREENS_ONLY", pattern).run()?,
        None => pictures.run()?,
    }
    println!("all on one page: {}", folder.join("index.html").display());
    Ok(())
}

/// The command runs in another folder than it was typed in.
fn absolute(folder: &str) -> anyhow::Result<PathBuf> {
    std::path::absolute(folder).with_context(|| format!("{folder} is no path"))
}

/// The pictures' clock stands still, so that two runs show the same times.
fn ensure_clock(root: &Path) -> anyhow::Result<()> {
    if Path::new(CLOCK).is_file() {
        return Ok(());
    }
    if !step::exists("apt-get") {
        bail!("{CLOCK} is missing: install libfaketime");
    }
    println!("{CLOCK} is missing: installing Debian's package");
    Command::new(root, "apt-get", &["install", "--yes", "--no-install-recommends", "faketime"])
        .env("DEBIAN_FRONTEND", "noninteractive")
        .run()
        .context("cannot install faketime; as root: apt-get install faketime")
}
