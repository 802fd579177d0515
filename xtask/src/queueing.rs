//! `cargo xtask queueing [--seed N]`: holds the real router, domain and mart against queueing theory, and keeps the tables in
//! `docs/queueing.md`. With another seed than the page's it only prints.

use std::path::Path;

use anyhow::bail;

use crate::page;
use crate::step::Command;

const PAGE: &str = "docs/queueing.md";

/// Runs the comparison; its Markdown comes on its standard output.
///
/// # Errors
/// When the build fails, a figure is further from theory than chance explains, or the page cannot be written.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    let cargo = ["run", "--quiet", "--release", "--package", "sim", "--bin", "queueing", "--"];
    let compare = Command::new(root, "cargo", &cargo).show_errors();
    match arguments {
        [] => {
            let tables = compare.output()?;
            println!("{tables}");
            page::keep(root, PAGE, "queueing", tables.trim())
        }
        ["--seed", seed] => compare.arg("--seed").arg(seed).run(),
        other => bail!("queueing takes --seed N and nothing else, not {}", other.join(" ")),
    }
}
