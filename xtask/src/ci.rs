//! `cargo xtask ci`: what decides whether a change may land. Form, lints, tidiness, then the same tests as `cargo xtask test`.

use std::path::Path;

use crate::step::{Command, Steps};
use crate::{build, test, tidy};

/// Runs all checks, cheapest first, and prints how long each took.
///
/// # Errors
/// The first check that fails.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    Steps::default().all(|steps| checks(root, steps))
}

fn checks(root: &Path, steps: &mut Steps) -> anyhow::Result<()> {
    let cargo = |arguments: &[&str]| Command::new(root, "cargo", arguments);
    steps.step("fmt", || cargo(&["fmt", "--all", "--check"]).run())?;
    steps.step("tidy", || tidy::run(root))?;
    // The gateway embeds the web, so the web stands before anything of Rust that sees the gateway.
    steps.step("web: packages and build", || build::web(root))?;
    steps.step("clippy", || {
        cargo(&[
            "clippy",
            "--quiet",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ])
        .run()
    })?;
    steps.step("documentation", || {
        cargo(&["doc", "--quiet", "--locked", "--workspace", "--no-deps"])
            .env("RUSTDOCFLAGS", "-D warnings")
            .run()
    })?;
    test::run(root, &test::Options::parse(&[])?, steps)
}
