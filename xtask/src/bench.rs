//! `cargo xtask bench [--quick]`: measures a release build and keeps the table in `docs/performance.md`, with the machine and the commit
//! it was measured on. `--quick` only prints.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use crate::step::Command;
use crate::{build, places};

const PAGE: &str = "docs/performance.md";
const BEGIN: &str = "<!-- bench: begin -->";
const END: &str = "<!-- bench: end -->";

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
    build::server(root)?;
    let server = places::server(root).to_string_lossy().into_owned();
    let bench = Command::new(root, &server, &["bench"]);
    let bench = if is_quick { bench.arg("--quick") } else { bench };
    let table = bench.show_errors().output()?;
    println!("{table}");
    if is_quick {
        return Ok(());
    }
    let section = format!("{}\n\n{}", machine(root)?, table.trim());
    let path = root.join(PAGE);
    let page = fs::read_to_string(&path).with_context(|| format!("cannot read {PAGE}"))?;
    fs::write(&path, replaced(&page, &section)?).with_context(|| format!("cannot write {PAGE}"))?;
    println!("kept in {PAGE}");
    Ok(())
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

fn replaced(page: &str, section: &str) -> anyhow::Result<String> {
    let (before, rest) = page.split_once(BEGIN).with_context(|| format!("{PAGE}: no {BEGIN}"))?;
    let (_, after) =
        rest.split_once(END).with_context(|| format!("{PAGE}: no {END} after {BEGIN}"))?;
    Ok(format!("{before}{BEGIN}\n\n{section}\n\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn only_what_is_between_the_marks_is_replaced() {
        let page = "# A\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nrest\n";
        let wanted = "# A\n<!-- bench: begin -->\n\nnew\n\n<!-- bench: end -->\nrest\n";
        assert_eq!(replaced(page, "new").unwrap(), wanted);
        assert_eq!(replaced(wanted, "new").unwrap(), wanted);
    }

    #[test]
    fn a_page_without_marks_is_left_alone() {
        assert!(replaced("# A\n", "new").is_err());
        assert!(replaced("# A\n<!-- bench: end --> <!-- bench: begin -->\n", "new").is_err());
    }
}
