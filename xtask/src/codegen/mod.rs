//! `cargo xtask codegen`: writes the schema golden of `crates/protocol` and the TypeScript types made from it. With `--check` it writes
//! nothing and fails when either is stale.

mod typescript;

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use crate::step::Command;

const GOLDEN: &str = "crates/protocol/fixtures/schema.json";
/// The generated types, from the repository's root.
pub(crate) const TYPES: &str = "web/packages/client/src/generated/protocol.ts";

/// Whether to write what is stale or to fail on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write both files.
    Write,
    /// Fail when a file differs from what would be written.
    Check,
}

/// Brings the golden and the types up to date, or checks that they are.
///
/// # Errors
/// When the protocol crate does not build, a file cannot be read or written, or, with [`Mode::Check`], one is stale.
pub(crate) fn run(root: &Path, mode: Mode) -> anyhow::Result<()> {
    golden(root, mode)?;
    let wanted = types(root)?;
    let path = root.join(TYPES);
    let found = fs::read_to_string(&path).unwrap_or_default();
    if found == wanted {
        return Ok(());
    }
    if mode == Mode::Check {
        bail!("{TYPES}: stale; run `cargo xtask codegen`");
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&path, wanted).with_context(|| format!("cannot write {TYPES}"))
}

/// Whether the types in the tree are those of the golden in the tree; needs no build. The golden itself is held by a test
/// of the protocol crate.
///
/// # Errors
/// When the golden cannot be read or holds a shape that the generator does not know.
pub(crate) fn types_are_current(root: &Path) -> anyhow::Result<bool> {
    Ok(fs::read_to_string(root.join(TYPES)).unwrap_or_default() == types(root)?)
}

/// The protocol crate's own test writes the golden or compares it, so this crate need not be built with all of its dependencies.
fn golden(root: &Path, mode: Mode) -> anyhow::Result<()> {
    let mut command = Command::new(root, "cargo", &["test", "--quiet", "-p", "protocol", "schema"]);
    if mode == Mode::Write {
        command = command.env("UPDATE_EXPECT", "1");
    }
    command.quiet().run().with_context(|| match mode {
        Mode::Write => format!("cannot write {GOLDEN}"),
        Mode::Check => format!("{GOLDEN}: stale; run `cargo xtask codegen`"),
    })
}

fn types(root: &Path) -> anyhow::Result<String> {
    let text = fs::read_to_string(root.join(GOLDEN))
        .with_context(|| format!("cannot read {GOLDEN}; run `cargo xtask codegen`"))?;
    let schema = serde_json::from_str(&text).with_context(|| format!("{GOLDEN}: not JSON"))?;
    typescript::emit(&schema)
}
