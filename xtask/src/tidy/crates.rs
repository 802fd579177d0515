//! Which crate may use which: the table of ARCHITECTURE.md, held against the manifests and against the page itself. What only tests
//! use is free.

use std::collections::BTreeSet;

use super::metadata::Package;
use super::{File, Finding, find};

const PAGE: &str = "ARCHITECTURE.md";

/// The crates of ours that a crate may use.
#[derive(Debug)]
enum May {
    /// These.
    Use(&'static [&'static str]),
    /// Every crate but the simulator, the examples and the developer commands.
    UseAll,
}

const TABLE: [(&str, May); 15] = [
    ("domain", May::Use(&[])),
    ("mart", May::Use(&["domain"])),
    ("protocol", May::Use(&[])),
    ("store", May::Use(&["domain", "mart"])),
    ("store-sqlite", May::Use(&["store", "domain", "mart"])),
    ("store-objects", May::Use(&["store", "domain", "mart"])),
    ("store-postgres", May::Use(&["store", "domain", "mart"])),
    ("engine", May::Use(&["store", "domain", "mart"])),
    ("reports", May::Use(&["protocol", "domain", "mart", "store"])),
    ("delivery", May::Use(&[])),
    ("gateway", May::Use(&["engine", "reports", "delivery", "protocol", "domain", "store"])),
    ("holdfast", May::UseAll),
    (
        "sim",
        May::Use(&["domain", "engine", "mart", "protocol", "reports", "store", "store-sqlite"]),
    ),
    ("knowledge-bot", May::Use(&["protocol"])),
    ("xtask", May::Use(&[])),
];

/// Finds edges that the table does not have, and crates that it does not know.
pub(super) fn check(packages: &[Package]) -> Vec<Finding> {
    let ours: BTreeSet<&str> = packages
        .iter()
        .filter(|package| package.folder.is_some())
        .map(|package| package.name.as_str())
        .collect();
    let mut findings = Vec::new();
    for package in packages {
        let Some(folder) = &package.folder else { continue };
        let manifest = format!("{folder}/Cargo.toml");
        let Some((_, may)) = TABLE.iter().find(|(name, _)| *name == package.name) else {
            findings.push(Finding::new(&manifest, 1, "crate is not in the table of crates"));
            continue;
        };
        for needed in package.needs.iter().filter(|needed| ours.contains(needed.as_str())) {
            if !may.use_crate(needed) {
                let what = format!("{} may not use {needed} (table in {PAGE})", package.name);
                findings.push(Finding::new(&manifest, 1, what));
            }
        }
    }
    findings
}

/// Finds rows of the page's table that differ from the table here.
pub(super) fn check_page(files: &[File]) -> Vec<Finding> {
    let Some(page) = find(files, PAGE) else {
        return vec![Finding::new(PAGE, 1, "missing")];
    };
    let mut findings = Vec::new();
    for (name, may) in &TABLE {
        let row = page.text.lines().enumerate().find_map(|(number, line)| {
            let cells: Vec<&str> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
            (cells.len() == 4 && cells[0] == format!("`{name}`")).then(|| (number + 1, cells[2]))
        });
        match row {
            None => findings.push(Finding::new(PAGE, 1, format!("no row for `{name}`"))),
            Some((line, cell)) if cell != may.words() => {
                let what = format!("`{name}` may use {}, not {cell}", may.words());
                findings.push(Finding::new(PAGE, line, what));
            }
            Some(_) => {}
        }
    }
    findings
}

impl May {
    fn use_crate(&self, name: &str) -> bool {
        match self {
            Self::Use(names) => names.contains(&name),
            Self::UseAll => !matches!(name, "sim" | "knowledge-bot" | "xtask"),
        }
    }

    /// The cell of the page's table.
    fn words(&self) -> String {
        match self {
            Self::Use([]) => "nothing of ours".to_owned(),
            Self::Use(names) => {
                names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            }
            Self::UseAll => "all above".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::File;
    use super::super::metadata::Package;
    use super::{TABLE, check, check_page};

    fn package(name: &str, needs: &[&str]) -> Package {
        Package {
            name: name.to_owned(),
            folder: Some(format!("crates/{name}")),
            needs: needs.iter().map(|&name| name.to_owned()).collect(),
            ..Package::default()
        }
    }

    fn texts(findings: &[super::Finding]) -> Vec<String> {
        findings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn edges() {
        let packages = [package("domain", &["mart", "serde"]), package("mart", &["domain"])];
        assert_eq!(
            texts(&check(&packages)),
            ["crates/domain/Cargo.toml:1: domain may not use mart (table in ARCHITECTURE.md)"]
        );
        assert_eq!(
            texts(&check(&[package("other", &[])])),
            ["crates/other/Cargo.toml:1: crate is not in the table of crates"]
        );
    }

    #[test]
    fn page() {
        let row =
            |(name, may): &(&str, super::May)| format!("| `{name}` | is | {} |\n", may.words());
        let text: String = TABLE.iter().map(row).collect();
        let page =
            |text: &str| [File { path: "ARCHITECTURE.md".to_owned(), text: text.to_owned() }];
        assert_eq!(texts(&check_page(&page(&text))), Vec::<String>::new());
        let other = text.replace("| `mart` | is | `domain` |", "| `mart` | is | `store` |");
        assert_eq!(
            texts(&check_page(&page(&other))),
            ["ARCHITECTURE.md:2: `mart` may use `domain`, not `store`"]
        );
        assert_eq!(check_page(&page("")).len(), TABLE.len());
    }
}
