//! The browser that the browser proofs drive: Debian's Chromium. Installed when it is missing and this is root; otherwise the command to
//! type is named and the run fails, because a proof that did not run proves nothing.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use anyhow::{Context, bail};

use crate::step::{self, Command};

/// Makes sure that Chromium is there.
///
/// # Errors
/// When it is not there and cannot be installed.
pub(crate) fn ensure(root: &Path) -> anyhow::Result<()> {
    if Path::new("/usr/bin/chromium").is_file() {
        return Ok(());
    }
    let is_root = fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    if !is_root || !step::exists("apt-get") {
        bail!(
            "/usr/bin/chromium is missing and the browser proofs need it; \
             as root: apt-get update && apt-get install --yes chromium"
        );
    }
    println!("/usr/bin/chromium is missing: installing Debian's package");
    let apt = |arguments: &[&str]| {
        Command::new(root, "apt-get", arguments).env("DEBIAN_FRONTEND", "noninteractive").run()
    };
    apt(&["update"]).context("cannot refresh the package lists")?;
    apt(&["install", "--yes", "--no-install-recommends", "chromium", "fonts-dejavu-core"])
        .context("cannot install chromium")
}
