//! Where things are: the target folder, the server's binary, the stamps that tell whether a step can be left out.

use std::path::{Path, PathBuf};

/// Cargo's target folder for this workspace.
pub(crate) fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root.join("target"), |folder| root.join(folder))
}

/// The programs of this workspace whose release builds are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    /// The server, which is its own measure and crash driver too.
    Server,
    /// The example bot.
    Bot,
    /// The simulator.
    Simulator,
    /// What simulates a month and writes its log.
    Month,
}

impl Program {
    /// Its name, which is its file's too.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Server => "holdfast",
            Self::Bot => "knowledge-bot",
            Self::Simulator => "sim",
            Self::Month => "month",
        }
    }

    /// The package that it is of.
    pub(crate) const fn package(self) -> &'static str {
        match self {
            Self::Server | Self::Bot | Self::Simulator => self.name(),
            Self::Month => Self::Simulator.name(),
        }
    }

    /// Its release build.
    pub(crate) fn path(self, root: &Path) -> PathBuf {
        target(root).join("release").join(self.name())
    }
}

/// The release build of the server.
pub(crate) fn server(root: &Path) -> PathBuf {
    Program::Server.path(root)
}

/// A small file that remembers what a step was last done for.
pub(crate) fn stamp(root: &Path, name: &str) -> PathBuf {
    target(root).join("xtask").join(name)
}

/// The npm workspace.
pub(crate) fn web(root: &Path) -> PathBuf {
    root.join("web")
}
