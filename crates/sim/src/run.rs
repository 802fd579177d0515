//! One run from one seed: what it is to be, what it did, and how a failure is told.

use std::collections::BTreeSet;
use std::fmt;

use domain::checks::{Check, Violation};

use crate::sabotage::Sabotage;
use crate::weather::HOUR;
use crate::world::{Plan, World};

/// How many lines of a trace are printed.
const TRACE_LINES: usize = 60;

/// What a run is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Where its chance begins.
    pub seed: u64,
    /// How many virtual minutes it lasts, before it comes to its end.
    pub minutes: u64,
    /// How many agents the site has; None: drawn from the seed.
    pub agents: Option<usize>,
    /// A site on ordinary days, where everything fails now and then; else the weather is drawn from the seed.
    pub is_ordinary: bool,
}

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// Events in the log.
    pub events: u64,
    /// Conversations.
    pub conversations: u64,
    /// Everything that happened at a moment of virtual time.
    pub steps: u64,
    /// Commands that reached the server.
    pub commands: u64,
    /// Events shown to clients.
    pub shown: u64,
    /// Connections that were resumed.
    pub resumed: u64,
    /// Connections that began with a snapshot.
    pub from_snapshot: u64,
    /// How often the server was killed.
    pub kills: u64,
    /// How many faults there were.
    pub faults: u64,
    /// How much virtual time passed, in milliseconds.
    pub virtual_ms: u64,
}

impl Report {
    /// Adds another run.
    pub fn add(&mut self, other: &Self) {
        self.events += other.events;
        self.conversations += other.conversations;
        self.steps += other.steps;
        self.commands += other.commands;
        self.shown += other.shown;
        self.resumed += other.resumed;
        self.from_snapshot += other.from_snapshot;
        self.kills += other.kills;
        self.faults += other.faults;
        self.virtual_ms += other.virtual_ms;
    }
}

/// A run that broke a promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The run; the same again fails the same.
    pub run: Run,
    /// The promise, and how it was broken.
    pub violation: Violation,
    /// When, in virtual milliseconds.
    pub at_ms: u64,
    /// The last of what led to it, a line each.
    pub trace: Vec<String>,
    /// Everything that happened at last, whatever it has to do with.
    pub whole_trace: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { run, violation, at_ms, trace, .. } = self;
        writeln!(f, "seed {} broke the promise {}", run.seed, violation.check.id())?;
        writeln!(f, "  {}", violation.check.sentence())?;
        writeln!(f, "  at {}.{:03} s: {}", at_ms / 1_000, at_ms % 1_000, violation.detail)?;
        for line in trace {
            writeln!(f, "  {line}")?;
        }
        let agents = run.agents.map(|n| format!(" --agents {n}")).unwrap_or_default();
        let ordinary = if run.is_ordinary { " --ordinary" } else { "" };
        let minutes = run.minutes;
        write!(
            f,
            "repeat with: cargo xtask sim --seed {} --minutes {minutes}{agents}{ordinary}",
            run.seed
        )
    }
}

/// Runs a seed.
///
/// # Errors
/// The promise that was broken, with what led to it.
pub fn run(run: Run) -> Result<Report, Box<Failure>> {
    run_sabotaged(run, None)
}

pub(crate) fn run_sabotaged(run: Run, sabotage: Option<Sabotage>) -> Result<Report, Box<Failure>> {
    let plan = Plan {
        seed: run.seed,
        until: run.minutes * HOUR / 60,
        agents: run.agents,
        is_ordinary: run.is_ordinary,
        sabotage,
        is_traced: false,
    };
    let mut world = World::new(plan);
    let Err(violation) = world.run() else { return Ok(report(&world)) };
    let at_ms = world.now;
    drop(world);
    // The same again, this time with somebody who writes down what happens.
    let mut again = World::new(Plan { is_traced: true, ..plan });
    let violation = match again.run() {
        Err(same) if same == violation => violation,
        other => Violation::of(
            Check::Replay,
            format!("the run is not the same again: {violation}, then {other:?}"),
        ),
    };
    let trace = again.trace.about(&words(&violation.detail), TRACE_LINES);
    let whole_trace = again.trace.into_lines();
    Err(Box::new(Failure { run, violation, at_ms, trace, whole_trace }))
}

fn report(world: &World) -> Report {
    Report {
        events: world.judge.events,
        conversations: world.judge.conversations(),
        steps: world.counts.steps,
        commands: world.counts.commands,
        shown: world.counts.shown,
        resumed: world.counts.resumed,
        from_snapshot: world.counts.from_snapshot,
        kills: world.counts.kills,
        faults: world.counts.faults,
        virtual_ms: world.now,
    }
}

/// The names in a text: of conversations and chats (`c12`, `c12.3`), people (`agent-1`, `u17`, `v18`) and commands (`k9`).
fn words(detail: &str) -> Vec<String> {
    let parts = detail.split(|c: char| !(c.is_ascii_alphanumeric() || "-.".contains(c)));
    let mut names = BTreeSet::new();
    for part in parts {
        let part = part.trim_matches('.');
        let letters = part.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        let is_name = matches!(letters, "c" | "u" | "v" | "k" | "a" | "agent-" | "super-" | "bot-");
        if is_name && letters.len() < part.len() {
            names.insert(part.split('.').next().unwrap_or(part).to_owned());
        }
    }
    names.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{Run, run, words};

    #[test]
    fn a_seed_is_the_same_run_every_time() {
        let plan = Run { seed: 11, minutes: 20, agents: Some(3), is_ordinary: false };
        let first = run(plan).map_err(|failure| failure.to_string());
        assert_eq!(first, run(plan).map_err(|failure| failure.to_string()));
        assert!(first.is_ok_and(|report| report.events > 100));
    }

    #[test]
    fn a_trace_is_about_the_names_in_the_violation() {
        assert_eq!(words("k9 of agent-1 in c12.3 at 17"), ["agent-1", "c12", "k9"]);
    }
}
