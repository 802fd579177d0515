//! `cargo xtask bench [--quick]`: measures the build that is installed (`cargo xtask dist`) and keeps the table in `docs/performance.md`, with the machine and the commit
//! it was measured on. `--quick` only prints.

use std::fs;
use std::path::Path;

use anyhow::bail;

use crate::step::Command;
use crate::{build, page};

const PAGE: &str = "docs/performance.md";

/// Runs the benchmark; its Markdown comes on its standard output, its progress on its standard error.
///
/// # Errors
/// When the build or the benchmark fails, or the page cannot be written.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    let is_quick = match arguments {
        [] => false,
        ["--quick"] => true,
        other => bail!("bench takes --quick and nothing else, not {}", other.join(" ")),
    };
    let server = build::dist(root)?.to_string_lossy().into_owned();
    let bench = Command::new(root, &server, &["bench"]);
    let bench = if is_quick { bench.arg("--quick") } else { bench };
    let table = bench.show_errors().output()?;
    println!("{table}");
    if is_quick {
        return Ok(());
    }
    let section = format!("{}\n\n{}", machine(root)?, table.trim());
    page::keep(root, PAGE, "bench", &section)
}

/// One line: processor, cores, kernel, commit, and whether the tree had changes of its own.
fn machine(root: &Path) -> anyhow::Result<String> {
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor = processor
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("unknown processor", |(_, name)| name.trim());
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let commit = Command::new(root, "git", &["rev-parse", "--short", "HEAD"]).output()?;
    let is_changed =
        !Command::new(root, "git", &["status", "--porcelain", "--", "crates"]).output()?.is_empty();
    let note = if is_changed { " with changes" } else { "" };
    Ok(format!(
        "Measured on {processor}, {cores} cores, Linux {}, commit {}{note}.",
        kernel.trim(),
        commit.trim()
    ))
}
