//! `cargo xtask test [part…] [-- filter…]`: everything that is tested, or only the parts named. What a part needs and does not find it
//! installs, or the run fails naming it; no part is left out in silence.

use std::path::Path;

use anyhow::bail;

use crate::places::Program;
use crate::postgres::Cluster;
use crate::step::{self, Command, Steps};
use crate::{browser, build, crash, month, places, sim};

/// How many crash rounds a full run makes.
const CRASH_ROUNDS: u32 = 20;

/// How many of them more with the mart in PostgreSQL.
const POSTGRES_ROUNDS: u32 = 5;

/// A part of the tests that can be run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Unit and integration tests of all crates, and their documentation's examples.
    Rust,
    /// Type check, lint and unit tests of the web packages.
    Web,
    /// The proofs in a real browser against a release build.
    Browser,
    /// Crash rounds against a release build.
    Crash,
    /// The mart of a simulated month.
    Mart,
    /// Known and new seeds of the simulator.
    Sim,
}

impl Part {
    const ALL: [Self; 6] =
        [Self::Rust, Self::Web, Self::Browser, Self::Crash, Self::Mart, Self::Sim];

    fn of_name(name: &str) -> anyhow::Result<Self> {
        match name {
            "rust" => Ok(Self::Rust),
            "web" => Ok(Self::Web),
            "browser" => Ok(Self::Browser),
            "crash" => Ok(Self::Crash),
            "mart" => Ok(Self::Mart),
            "sim" => Ok(Self::Sim),
            other => bail!(
                "{other} is not a part of the tests; they are rust, web, browser, crash, mart, sim"
            ),
        }
    }

    /// The release builds that it runs.
    const fn programs(self) -> &'static [Program] {
        match self {
            Self::Rust | Self::Web => &[],
            // A proof runs the example bot as its users do.
            Self::Browser => &[Program::Server, Program::Bot],
            Self::Crash => &[Program::Server],
            Self::Mart => &[Program::Server, Program::Month],
            Self::Sim => &[Program::Simulator],
        }
    }
}

/// What to run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    parts: Vec<Part>,
    filters: Vec<String>,
}

impl Options {
    /// Reads the parts, and behind `--` what is handed to their runners.
    ///
    /// # Errors
    /// When a part is not known, or filters are given for more than one runner.
    pub(crate) fn parse(arguments: &[&str]) -> anyhow::Result<Self> {
        let mut halves = arguments.splitn(2, |argument| *argument == "--");
        let names = halves.next().unwrap_or_default();
        let filters: Vec<String> =
            halves.next().unwrap_or_default().iter().map(|filter| (*filter).to_owned()).collect();
        let parts = names.iter().map(|name| Part::of_name(name)).collect::<Result<Vec<_>, _>>()?;
        if !filters.is_empty() && parts.len() != 1 {
            bail!("filters behind -- go to one runner; name one part before them");
        }
        Ok(Self { parts: if parts.is_empty() { Part::ALL.to_vec() } else { parts }, filters })
    }

    /// The release builds that the parts run, each once.
    fn programs(&self) -> Vec<Program> {
        let mut programs = Vec::new();
        for program in self.parts.iter().flat_map(|part| part.programs()) {
            if !programs.contains(program) {
                programs.push(*program);
            }
        }
        programs
    }
}

/// Runs the parts in the order of [`Part::ALL`], stopping at the first that fails.
///
/// # Errors
/// When something that a part needs is missing, or the part fails.
pub(crate) fn run(root: &Path, options: &Options, steps: &mut Steps) -> anyhow::Result<()> {
    let filters = &options.filters;
    let has = |part| options.parts.contains(&part);
    if has(Part::Browser) {
        steps.step("browser: Chromium", || browser::ensure(root))?;
    }
    steps.step("web: packages and build", || build::web(root))?;
    if has(Part::Web) {
        web(root, filters, steps)?;
    }
    if has(Part::Rust) {
        let cluster = steps.step("rust: PostgreSQL", || Cluster::start(root))?;
        rust(root, filters, &cluster, steps)?;
    }
    let programs = options.programs();
    if !programs.is_empty() {
        steps.step("release builds", || build::programs(root, &programs))?;
    }
    if has(Part::Browser) {
        let server = places::server(root);
        let proofs = Command::new(&places::web(root), "npm", &["run", "--silent", "e2e", "--"]);
        let proofs = filters.iter().fold(proofs, |command, filter| command.arg(filter));
        steps.step("browser: proofs", || proofs.env("HOLDFAST_BIN", &server).run())?;
    }
    if has(Part::Crash) {
        let rounds = crash::Options::of_rounds(CRASH_ROUNDS);
        steps.step("crash: rounds", || crash::rounds(root, &rounds, None))?;
        // A cluster of its own: a warehouse is one journal's.
        let rounds = crash::Options::of_rounds(POSTGRES_ROUNDS);
        steps.step("crash: rounds with the mart in PostgreSQL", || {
            crash::rounds(root, &rounds, Some(Cluster::start(root)?.url()))
        })?;
    }
    if has(Part::Mart) {
        steps.step("mart: a simulated month", || month::check(root))?;
    }
    if has(Part::Sim) {
        steps.step("sim: known seeds, new ones, and broken rules", || sim::test(root))?;
    }
    Ok(())
}

fn web(root: &Path, filters: &[String], steps: &mut Steps) -> anyhow::Result<()> {
    let web = places::web(root);
    if filters.is_empty() {
        steps.step("web: types and lint", || {
            Command::new(&web, "npm", &["run", "--silent", "check"]).run()
        })?;
    }
    let units = Command::new(&web, "npm", &["run", "--silent", "test", "--"]);
    let units = filters.iter().fold(units, |command, filter| command.arg(filter));
    steps.step("web: unit tests", || units.run())
}

/// The examples come first, so that the run of the tests themselves ends what is printed of Rust.
fn rust(
    root: &Path,
    filters: &[String],
    cluster: &Cluster,
    steps: &mut Steps,
) -> anyhow::Result<()> {
    if filters.is_empty() {
        steps.step("rust: examples in the documentation", || {
            Command::new(root, "cargo", &["test", "--quiet", "--doc", "--workspace"]).run()
        })?;
    }
    let runner: &[&str] =
        if step::exists("cargo-nextest") { &["nextest", "run"] } else { &["test"] };
    let tests = Command::new(root, "cargo", runner).arg("--workspace");
    let tests = filters.iter().fold(tests, |command, filter| command.arg(filter));
    steps.step("rust: tests", || cluster.hand_to(tests).run())
}

#[cfg(test)]
mod tests {
    use super::{Options, Part, Program};

    #[test]
    fn what_several_parts_run_is_built_once() {
        let programs = |arguments: &[&str]| Options::parse(arguments).map(|it| it.programs()).ok();
        assert_eq!(programs(&["rust", "web"]), Some(vec![]));
        assert_eq!(
            programs(&["mart", "crash", "sim"]),
            Some(vec![Program::Server, Program::Month, Program::Simulator])
        );
    }

    #[test]
    fn parts_and_filters() {
        let parse = |arguments: &[&str]| Options::parse(arguments).ok();
        assert_eq!(parse(&[]), Some(Options { parts: Part::ALL.to_vec(), filters: vec![] }));
        assert_eq!(
            parse(&["rust", "--", "presence"]),
            Some(Options { parts: vec![Part::Rust], filters: vec!["presence".to_owned()] })
        );
        assert_eq!(
            parse(&["web", "crash"]),
            Some(Options { parts: vec![Part::Web, Part::Crash], filters: vec![] })
        );
        assert_eq!(parse(&["--", "presence"]), None);
        assert_eq!(parse(&["presence"]), None);
    }
}
