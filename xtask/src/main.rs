//! Developer commands: `cargo xtask help` lists them. One file a command; what a command calls is an ordinary program, so that everything
//! here can also be done by hand.

#![expect(clippy::print_stdout, reason = "a command-line tool talks to a person")]

mod codegen;
mod step;

use std::path::{Path, PathBuf};

use anyhow::bail;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = root();
    match arguments.as_slice() {
        ["codegen"] => codegen::run(&root, codegen::Mode::Write),
        ["codegen", "--check"] => codegen::run(&root, codegen::Mode::Check),
        other => bail!("`{}` is not a command; `cargo xtask help` lists them", other.join(" ")),
    }
}

/// The repository's root: this crate's folder's parent, wherever the command was typed.
fn root() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    folder.parent().unwrap_or(folder).to_owned()
}
