//! The changelog has a place for what comes next.

use super::{File, Finding, find};

const PATH: &str = "CHANGELOG.md";

/// Finds a changelog that is missing or has no section `Unreleased`.
pub(super) fn check(files: &[File]) -> Option<Finding> {
    let Some(file) = find(files, PATH) else {
        return Some(Finding::new(PATH, 1, "missing"));
    };
    let is_section = |line: &str| line.trim_end() == "## [Unreleased]";
    let found = file.text.lines().any(is_section);
    (!found).then(|| Finding::new(PATH, 1, "no section `## [Unreleased]`"))
}

#[cfg(test)]
mod tests {
    use super::super::File;

    #[test]
    fn section_is_asked_for() {
        let check = |text: &str| {
            super::check(&[File { path: "CHANGELOG.md".to_owned(), text: text.to_owned() }])
        };
        assert_eq!(check("# Changelog\n\n## [Unreleased]\n"), None);
        assert!(check("# Changelog\n\nNothing Unreleased.\n").is_some());
        assert!(super::check(&[]).is_some());
    }
}
