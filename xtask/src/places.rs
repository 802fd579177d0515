//! Where things are: the target folder, the server's binary, the stamps that tell whether a step can be left out.

use std::path::{Path, PathBuf};

/// Cargo's target folder for this workspace.
pub(crate) fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root.join("target"), |folder| root.join(folder))
}

/// The release build of the server.
pub(crate) fn server(root: &Path) -> PathBuf {
    target(root).join("release").join("holdfast")
}

/// A small file that remembers what a step was last done for.
pub(crate) fn stamp(root: &Path, name: &str) -> PathBuf {
    target(root).join("xtask").join(name)
}

/// The npm workspace.
pub(crate) fn web(root: &Path) -> PathBuf {
    root.join("web")
}
