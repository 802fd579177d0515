//! `cargo xtask sim …`: the deterministic simulator. It is a program of its own; this builds it as released, for it is meant to run for long.

use std::path::Path;
use std::thread;

use anyhow::anyhow;

use crate::places::Program;
use crate::step::Command;

/// How long a full test run tries new seeds, in seconds.
const TEST_SECONDS: &str = "60";

/// Runs the simulator with these arguments: without any, the seeds that once failed and then new ones for a while.
///
/// # Errors
/// When the build fails, or a promise is broken.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    let cargo = ["run", "--quiet", "--release", "--package", "sim", "--"];
    let command = Command::new(root, "cargo", &cargo);
    arguments.iter().fold(command, |command, argument| command.arg(argument)).run()
}

/// What a full test run does with the simulator that was built: known seeds, a minute of new ones, and the rules broken on purpose, so that
/// it is known to notice. The two are on one processor each: their time is virtual, so neither disturbs the other.
///
/// # Errors
/// When a promise is broken, or a broken rule is not noticed.
pub(crate) fn test(root: &Path) -> anyhow::Result<()> {
    let sim = Program::Simulator.path(root);
    let sim = |arguments: &[&str]| Command::new(root, &sim.to_string_lossy(), arguments);
    let (seeds, mutants) = thread::scope(|scope| {
        let mutants = scope.spawn(|| sim(&["--mutants"]).output());
        (sim(&["--seconds", TEST_SECONDS]).run(), mutants.join())
    });
    let mutants = mutants.map_err(|_| anyhow!("what waits for the mutants panicked"))??;
    print!("{mutants}");
    seeds
}
