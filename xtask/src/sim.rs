//! `cargo xtask sim …`: the deterministic simulator. It is a program of its own; this builds it as released, for it is meant to run for long.

use std::path::Path;

use crate::step::Command;

/// How long a full test run tries new seeds, in seconds.
const TEST_SECONDS: &str = "60";

/// Runs the simulator with these arguments: without any, the seeds that once failed and then new ones for a while.
///
/// # Errors
/// When the build fails, or a promise is broken.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    let cargo = ["run", "--quiet", "--release", "--package", "sim", "--"];
    let command = Command::new(root, "cargo", &cargo);
    arguments.iter().fold(command, |command, argument| command.arg(argument)).run()
}

/// What a full test run does: known seeds, a minute of new ones, and the rules broken on purpose, so that it is known to notice.
///
/// # Errors
/// When the build fails, a promise is broken, or a broken rule is not noticed.
pub(crate) fn test(root: &Path) -> anyhow::Result<()> {
    run(root, &["--seconds", TEST_SECONDS])?;
    run(root, &["--mutants"])
}
