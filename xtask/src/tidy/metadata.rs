//! What `cargo metadata` says of the packages in the graph: as much as the rules ask of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context;
use serde_json::Value;

use crate::step::Command;

/// A package in the resolved graph.
#[derive(Debug, Clone, Default)]
pub(super) struct Package {
    /// Its name.
    pub(super) name: String,
    /// Its version.
    pub(super) version: String,
    /// Its SPDX expression, if it states one.
    pub(super) licence: Option<String>,
    /// The folder of its manifest from the repository's root, for ours; none for those of others.
    pub(super) folder: Option<String>,
    /// Names of the packages that it needs to be built and to run; what only its tests need is left out.
    pub(super) needs: BTreeSet<String>,
}

/// Reads the graph; the lock file must be current.
///
/// # Errors
/// When cargo fails, or answers in a form that is not known here.
pub(super) fn load(root: &Path) -> anyhow::Result<Vec<Package>> {
    let arguments = ["metadata", "--format-version", "1", "--locked", "--quiet"];
    let text = Command::new(root, "cargo", &arguments).output()?;
    let metadata = serde_json::from_str(&text).context("cargo metadata: not JSON")?;
    parse(&metadata).context("cargo metadata: not of the known form")
}

fn parse(metadata: &Value) -> Option<Vec<Package>> {
    let root = metadata.get("workspace_root")?.as_str()?;
    let mut packages = BTreeMap::new();
    for package in metadata.get("packages")?.as_array()? {
        let text = |field: &str| package.get(field).and_then(Value::as_str).map(str::to_owned);
        let manifest = text("manifest_path")?;
        let folder = manifest
            .strip_prefix(root)
            .and_then(|path| path.strip_suffix("/Cargo.toml"))
            .filter(|_| package.get("source").is_none_or(Value::is_null))
            .map(|path| path.trim_start_matches('/').to_owned());
        let id = text("id")?;
        let package = Package {
            name: text("name")?,
            version: text("version")?,
            licence: text("license"),
            folder,
            needs: BTreeSet::new(),
        };
        packages.insert(id, package);
    }
    let names: BTreeMap<String, String> =
        packages.iter().map(|(id, package)| (id.clone(), package.name.clone())).collect();
    for node in metadata.pointer("/resolve/nodes")?.as_array()? {
        let package = packages.get_mut(node.get("id")?.as_str()?)?;
        for needed in node.get("deps")?.as_array()? {
            let kinds = needed.get("dep_kinds")?.as_array()?;
            let is_for_tests_only =
                kinds.iter().all(|kind| kind.get("kind").and_then(Value::as_str) == Some("dev"));
            if !is_for_tests_only {
                package.needs.insert(names.get(needed.get("pkg")?.as_str()?)?.clone());
            }
        }
    }
    Some(packages.into_values().collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn needs_of_tests_are_left_out() {
        let package = |name: &str, source: Option<&str>, folder: &str| {
            json!({"id": name, "name": name, "version": "1.0.0", "license": "MIT", "source": source,
                   "manifest_path": format!("{folder}/{name}/Cargo.toml")})
        };
        let edge =
            |name: &str, kind: Option<&str>| json!({"pkg": name, "dep_kinds": [{"kind": kind}]});
        let packages = super::parse(&json!({
            "workspace_root": "/r",
            "packages": [package("ours", None, "/r/crates"), package("a", Some("registry"), "/cache"),
                         package("b", Some("registry"), "/cache"), package("c", Some("registry"), "/cache")],
            "resolve": {"nodes": [
                {"id": "ours", "deps": [edge("a", None), edge("b", Some("dev")), edge("c", Some("build"))]},
            ]}
        }))
        .unwrap();
        let ours = packages.iter().find(|package| package.name == "ours").unwrap();
        assert_eq!(ours.folder.as_deref(), Some("crates/ours"));
        assert_eq!(ours.needs.iter().map(String::as_str).collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(packages.iter().filter(|package| package.folder.is_some()).count(), 1);
    }
}
