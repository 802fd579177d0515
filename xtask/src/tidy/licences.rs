//! Licences of everything that is linked, bundled or used to build: each must be on the list in deny.toml, which `cargo deny` reads too.
//! There is no copyleft on it.

use anyhow::Context;
use serde_json::Value;

use super::metadata::Package;
use super::{File, Finding, find, spdx};

const LIST: &str = "deny.toml";
const WEB_LOCK: &str = "web/package-lock.json";

/// The names in the `allow` list of deny.toml's `[licenses]`.
pub(super) fn allowed(files: &[File]) -> Vec<String> {
    let text = find(files, LIST).map_or("", |file| file.text.as_str());
    let section = text.split_once("[licenses]").map_or("", |(_, rest)| rest);
    let list = section.split_once("allow = [").map_or("", |(_, rest)| rest);
    let list = list.split_once(']').map_or("", |(list, _)| list);
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Finds crates whose licence is not on the list or not stated.
pub(super) fn check_crates(packages: &[Package], allowed: &[String]) -> Vec<Finding> {
    let is_met = |package: &&Package| {
        package.licence.as_ref().is_some_and(|licence| spdx::is_met(licence, allowed))
    };
    packages
        .iter()
        .filter(|package| !is_met(package))
        .map(|package| {
            let licence = package.licence.as_deref().unwrap_or("not stated");
            let what = format!(
                "{} {}: licence {licence} is not on the list of {LIST}",
                package.name, package.version
            );
            Finding::new("Cargo.lock", 1, what)
        })
        .collect()
}

/// Finds npm packages whose licence is not on the list; those used only to build and test need only state one.
///
/// # Errors
/// When the lock file is not JSON.
pub(super) fn check_web(files: &[File], allowed: &[String]) -> anyhow::Result<Vec<Finding>> {
    let Some(file) = find(files, WEB_LOCK) else {
        return Ok(Vec::new());
    };
    let lock: Value =
        serde_json::from_str(&file.text).with_context(|| format!("{WEB_LOCK}: not JSON"))?;
    let Some(packages) = lock.get("packages").and_then(Value::as_object) else {
        return Ok(vec![Finding::new(
            WEB_LOCK,
            1,
            "has no packages; the lock file is of an old form",
        )]);
    };
    let mut findings = Vec::new();
    for (path, package) in packages {
        let Some((_, name)) = path.rsplit_once("node_modules/") else { continue };
        let is = |field: &str| package.get(field).and_then(Value::as_bool).unwrap_or(false);
        if is("link") || is("dev") || is("devOptional") {
            continue;
        }
        let licence = package.get("license").and_then(Value::as_str);
        if !licence.is_some_and(|licence| spdx::is_met(licence, allowed)) {
            let licence = licence.unwrap_or("not stated");
            let what = format!("{name}: licence {licence} is not on the list of {LIST}");
            findings.push(Finding::new(WEB_LOCK, line_of(&file.text, path), what));
        }
    }
    Ok(findings)
}

fn line_of(text: &str, key: &str) -> usize {
    let key = format!("\"{key}\"");
    text.lines().position(|line| line.contains(&key)).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::super::File;
    use super::super::metadata::Package;

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn list() {
        let deny = "[bans]\nallow = [\"x\"]\n[licenses]\n# why\nallow = [\n  \"MIT\",\n  \"Apache-2.0\",\n]\n";
        assert_eq!(super::allowed(&[file("deny.toml", deny)]), ["MIT", "Apache-2.0"]);
        assert_eq!(super::allowed(&[]), Vec::<String>::new());
    }

    #[test]
    fn crates() {
        let package = |name: &str, licence: Option<&str>| Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: licence.map(str::to_owned),
            ..Package::default()
        };
        let packages = [
            package("a", Some("MIT OR GPL-3.0")),
            package("b", Some("GPL-3.0")),
            package("c", None),
        ];
        let findings = super::check_crates(&packages, &["MIT".to_owned()]);
        let texts: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "Cargo.lock:1: b 1.0.0: licence GPL-3.0 is not on the list of deny.toml",
                "Cargo.lock:1: c 1.0.0: licence not stated is not on the list of deny.toml"
            ]
        );
    }

    #[test]
    fn web() {
        let lock = r#"{"packages": {
            "": {"license": "Apache-2.0"},
            "node_modules/@holdfast/desk": {"link": true},
            "node_modules/a": {"license": "(MPL-2.0 OR MIT)"},
            "node_modules/b": {"license": "GPL-3.0"},
            "node_modules/c/node_modules/d": {},
            "node_modules/e": {"license": "GPL-3.0", "dev": true}
        }}"#;
        let findings =
            super::check_web(&[file("web/package-lock.json", lock)], &["MIT".to_owned()]).unwrap();
        let texts: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "web/package-lock.json:5: b: licence GPL-3.0 is not on the list of deny.toml",
                "web/package-lock.json:6: d: licence not stated is not on the list of deny.toml"
            ]
        );
    }
}
