//! Links of the Markdown pages: a link to a file of the repository leads to one, and its `#anchor` to a heading. Addresses on the
//! web are not followed.

use std::path::Path;

use super::{File, Finding, find};

/// Finds links that lead nowhere.
pub(super) fn check(root: &Path, files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with(".md")) {
        let mut in_code = false;
        for (number, line) in file.text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                in_code = !in_code;
            }
            if in_code {
                continue;
            }
            for target in targets(line) {
                if let Some(what) = broken(root, files, file, target) {
                    findings.push(Finding::new(
                        &file.path,
                        number + 1,
                        format!("link {target}: {what}"),
                    ));
                }
            }
        }
    }
    findings
}

/// What stands in the parentheses of `[text](target)`.
fn targets(line: &str) -> Vec<&str> {
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(target, _)| target)
        .collect()
}

fn broken(root: &Path, files: &[File], file: &File, target: &str) -> Option<&'static str> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) =
        target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    let path = if path.is_empty() { Some(file.path.clone()) } else { resolve(&file.path, path) };
    let Some(path) = path else {
        return Some("leads out of the repository");
    };
    if !root.join(&path).exists() && find(files, &path).is_none() {
        return Some("no such file");
    }
    let page = find(files, &path).filter(|page| page.path.ends_with(".md"))?;
    let has = |anchor: &str| {
        page.text.lines().any(|line| heading_anchor(line).as_deref() == Some(anchor))
    };
    anchor.filter(|anchor| !has(anchor)).map(|_| "no such heading")
}

/// The path from the repository's root of a path that is given from a page's folder; none when it leads out of the repository.
fn resolve(page: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.trim_end_matches('/').split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The anchor that readers of Markdown give a heading: lower case, spaces as hyphens, other signs left out.
fn heading_anchor(line: &str) -> Option<String> {
    let text = line.trim_start_matches('#');
    if text.len() == line.len() || !text.starts_with(' ') {
        return None;
    }
    let text = text.trim().to_lowercase();
    let anchor = text.chars().filter_map(|sign| match sign {
        ' ' => Some('-'),
        sign if sign.is_alphanumeric() || sign == '-' || sign == '_' => Some(sign),
        _ => None,
    });
    Some(anchor.collect())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use expect_test::expect;

    use super::super::File;

    #[test]
    fn links() {
        let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
        let files = [
            file(
                "docs/a.md",
                "# A\n\n## What it's for\n\n[b](b.md) [root](../README.md#go) [own](#what-its-for) [web](https://a.example/x)\n",
            ),
            file(
                "docs/b.md",
                "[gone](c.md), [a](./a.md#nowhere)\n```\n[x](y.md)\n```\n[out](../../x.md)\n",
            ),
            file("README.md", "# Go\n[docs](docs/a.md#a)\n"),
        ];
        let findings = super::check(Path::new("/nowhere"), &files);
        let texts: Vec<String> = findings.iter().map(ToString::to_string).collect();
        expect![[r#"
            docs/b.md:1: link c.md: no such file
            docs/b.md:1: link ./a.md#nowhere: no such heading
            docs/b.md:5: link ../../x.md: leads out of the repository"#]]
        .assert_eq(&texts.join("\n"));
    }
}
