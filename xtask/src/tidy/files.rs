//! Rules that look at one text at a time: how it opens, how long it is, what must not stand in it.

use super::{File, Finding};

/// The most lines a source file may have; files aim at a third of it.
const LINES_MAX: usize = 600;

/// Texts that must not stand in a kind of file, and why. The parts are joined, so that this file does not hold them itself.
const FORBIDDEN: [Forbidden; 10] = [
    Forbidden {
        suffixes: &[".rs"],
        text: concat!("#[al", "low("),
        what: "silence a lint with `#[expect(…, reason = \"…\")]`",
    },
    Forbidden {
        suffixes: &[".rs"],
        text: concat!("#![al", "low("),
        what: "silence a lint with `#![expect(…, reason = \"…\")]`",
    },
    Forbidden {
        suffixes: &[".rs"],
        text: concat!("#[ig", "nore"),
        what: "a test that does not run proves nothing",
    },
    Forbidden {
        suffixes: &[".test.ts", ".test.tsx", ".spec.ts"],
        text: concat!(".sk", "ip("),
        what: "a test that does not run proves nothing",
    },
    Forbidden {
        suffixes: &[".test.ts", ".test.tsx", ".spec.ts"],
        text: concat!(".on", "ly("),
        what: "keeps all other tests from running",
    },
    Forbidden {
        suffixes: &[".ts", ".tsx"],
        text: concat!("@ts-ig", "nore"),
        what: "use @ts-expect-error with a reason",
    },
    Forbidden {
        suffixes: &[".rs", ".ts", ".tsx", ".css", ".html"],
        text: concat!("TO", "DO"),
        what: "unfinished; finish it or file an issue",
    },
    Forbidden {
        suffixes: &[".rs", ".ts", ".tsx", ".css", ".html"],
        text: concat!("FIX", "ME"),
        what: "unfinished; finish it or file an issue",
    },
    Forbidden {
        suffixes: &["package-lock.json"],
        text: "\"resolved\": \"http",
        what: "an address to fetch from; web/.npmrc has omit-lockfile-registry-resolved=true, so run npm install in web/ again",
    },
    Forbidden { suffixes: &[""], text: concat!("/tmp/ba", "sh"), what: "a path of one machine" },
];

/// Paths that exist on one machine only, when they begin a path.
const MACHINE_PATHS: [&str; 3] =
    [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];

/// Hosts that packages are fetched from: which ones is a setting of the machine, not of the repository.
const REGISTRY_HOSTS: [&str; 6] = [
    concat!("registry.npm", "js.org"),
    concat!("registry.yarn", "pkg.com"),
    concat!("static.crates", ".io"),
    concat!("index.crates", ".io"),
    concat!("files.python", "hosted.org"),
    concat!("deb.deb", "ian.org"),
];

#[derive(Debug)]
struct Forbidden {
    suffixes: &'static [&'static str],
    text: &'static str,
    what: &'static str,
}

/// Applies all rules to one file.
pub(super) fn check(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(opening(file));
    findings.extend(length(file));
    for (number, line) in file.text.lines().enumerate() {
        let mut found = |what: &str| findings.push(Finding::new(&file.path, number + 1, what));
        for rule in &FORBIDDEN {
            if rule.suffixes.iter().any(|end| file.path.ends_with(end)) && line.contains(rule.text)
            {
                found(rule.what);
            }
        }
        if MACHINE_PATHS.iter().any(|path| begins_a_path(line, path)) {
            found("a path of one machine");
        }
        if REGISTRY_HOSTS.iter().any(|host| line.contains(host)) {
            found("the host of a package registry");
        }
    }
    findings
}

fn opening(file: &File) -> Option<Finding> {
    let is_missing = file.path.ends_with(".rs") && !file.text.starts_with("//!");
    let what = "does not open with `//!`: what it is for and what it leaves out";
    is_missing.then(|| Finding::new(&file.path, 1, what))
}

fn length(file: &File) -> Option<Finding> {
    let is_source = [".rs", ".ts", ".tsx", ".css"].iter().any(|end| file.path.ends_with(end));
    let lines = file.text.lines().count();
    let is_long = is_source && lines > LINES_MAX && !file.path.contains("/generated/");
    let what = || format!("{lines} lines; the limit is {LINES_MAX}");
    is_long.then(|| Finding::new(&file.path, LINES_MAX + 1, what()))
}

/// Whether `path` stands in the line where a path begins, and not within a longer one such as `./dist/work/`.
fn begins_a_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|before| before.is_alphanumeric() || "._-*}~/".contains(before))
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::File;
    use super::LINES_MAX;

    fn check(path: &str, text: &str, expected: &Expect) {
        let file = File { path: path.to_owned(), text: text.to_owned() };
        let findings: Vec<String> = super::check(&file).iter().map(ToString::to_string).collect();
        expected.assert_eq(&findings.join("\n"));
    }

    #[test]
    fn opening() {
        check("a.rs", "//! Why.\n", &expect![""]);
        check(
            "a.rs",
            "// Why.\n",
            &expect!["a.rs:1: does not open with `//!`: what it is for and what it leaves out"],
        );
        check("a.ts", "// Why.\n", &expect![""]);
    }

    #[test]
    fn length() {
        let lines = |count: usize| "//! x\n".repeat(count);
        check("a.rs", &lines(LINES_MAX), &expect![""]);
        check("a.rs", &lines(LINES_MAX + 1), &expect!["a.rs:601: 601 lines; the limit is 600"]);
        check("a.css", &lines(LINES_MAX + 1), &expect!["a.css:601: 601 lines; the limit is 600"]);
        check("src/generated/a.ts", &lines(LINES_MAX + 1), &expect![""]);
        check("a.md", &lines(LINES_MAX + 1), &expect![""]);
    }

    #[test]
    fn forbidden() {
        check(
            "a.rs",
            concat!("//! x\n#[al", "low(dead_code)]\n#[ig", "nore]\nfn a() {}\n"),
            &expect![[r#"
                a.rs:2: silence a lint with `#[expect(…, reason = "…")]`
                a.rs:3: a test that does not run proves nothing"#]],
        );
        check(
            "a.spec.ts",
            concat!("test.sk", "ip(1);\n"),
            &expect!["a.spec.ts:1: a test that does not run proves nothing"],
        );
        check("a.ts", concat!("list.sk", "ip(1);\n"), &expect![""]);
        check(
            "web/package-lock.json",
            concat!("\"resolved\": \"https://registry.npm", "js.org/a\"\n"),
            &expect![[r#"
                web/package-lock.json:1: an address to fetch from; web/.npmrc has omit-lockfile-registry-resolved=true, so run npm install in web/ again
                web/package-lock.json:1: the host of a package registry"#]],
        );
    }

    #[test]
    fn machine_paths() {
        check(
            "a.md",
            concat!("see /wo", "rk/main and \"/ro", "ot/x\"\n"),
            &expect!["a.md:1: a path of one machine"],
        );
        check("a.md", concat!("see ./net", "/wo", "rk/main\n"), &expect![""]);
    }
}
