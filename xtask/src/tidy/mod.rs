//! `cargo xtask tidy`: what can be checked of the style is checked here. Each rule returns findings; all are printed before the command fails,
//! so that one run shows everything. One file a subject.

mod changelog;
mod crates;
mod files;
mod licences;
mod links;
mod metadata;
mod spdx;

use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use crate::codegen;
use crate::step::Command;

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    /// From the repository's root.
    path: String,
    /// From 1.
    line: usize,
    /// What is wrong, and the limit if there is one.
    what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// A text of the repository.
#[derive(Debug)]
struct File {
    /// From the repository's root.
    path: String,
    text: String,
}

/// Checks the whole tree.
///
/// # Errors
/// When a rule finds something (all findings have been printed then), or the tree cannot be read.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    let files = files(root)?;
    let packages = metadata::load(root)?;
    let mut findings: Vec<Finding> = files.iter().flat_map(files::check).collect();
    findings.extend(changelog::check(&files));
    findings.extend(links::check(root, &files));
    findings.extend(crates::check(&packages));
    findings.extend(crates::check_page(&files));
    let allowed = licences::allowed(&files);
    findings.extend(licences::check_crates(&packages, &allowed));
    findings.extend(licences::check_web(&files, &allowed)?);
    if !codegen::types_are_current(root)? {
        findings.push(Finding::new(codegen::TYPES, 1, "stale; run `cargo xtask codegen`"));
    }
    findings.sort();
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!("tidy: {} findings", findings.len());
    }
    println!("tidy: {} files, {} packages", files.len(), packages.len());
    Ok(())
}

/// All texts that are in the repository or would be with the next commit; pictures and other bytes are left out.
fn files(root: &Path) -> anyhow::Result<Vec<File>> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    let list = Command::new(root, "git", &list).output().context("cannot list the files")?;
    let mut paths: Vec<&str> = list.split('\0').filter(|path| !path.is_empty()).collect();
    paths.sort_unstable();
    paths.dedup();
    let mut files = Vec::new();
    for path in paths {
        let Ok(bytes) = fs::read(root.join(path)) else { continue };
        if let Ok(text) = String::from_utf8(bytes) {
            files.push(File { path: path.to_owned(), text });
        }
    }
    Ok(files)
}

/// The file of that path, if there is one.
fn find<'a>(files: &'a [File], path: &str) -> Option<&'a File> {
    files.iter().find(|file| file.path == path)
}
