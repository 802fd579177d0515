//! The simulator's command line, called by `cargo xtask sim`.

#![expect(clippy::print_stdout, reason = "a command-line tool talks to a person")]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, anyhow, bail};
use clap::Parser;
use sim::{Report, Run, run, run_mutants};

/// As in the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How long a run from a new seed lasts, in virtual minutes.
const MINUTES: u64 = 120;

/// Runs the simulator: known seeds, then new ones for a while; or one seed.
#[derive(Debug, Parser)]
#[command(name = "sim")]
struct Arguments {
    /// Only this seed.
    #[arg(long)]
    seed: Option<u64>,
    /// How many virtual hours a run lasts.
    #[arg(long, conflicts_with = "minutes")]
    hours: Option<u64>,
    /// How many virtual minutes a run lasts.
    #[arg(long)]
    minutes: Option<u64>,
    /// How many agents the site has, instead of what the seed draws.
    #[arg(long)]
    agents: Option<usize>,
    /// A site on ordinary days instead of drawn weather.
    #[arg(long)]
    ordinary: bool,
    /// For how many seconds new seeds are tried.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// The file of seeds that once failed; new failures are named, not added.
    #[arg(long, default_value = "crates/sim/seeds.txt")]
    seeds: PathBuf,
    /// Of one seed that fails: prints everything that happened at last, not only what has to do with it.
    #[arg(long, requires = "seed")]
    whole_trace: bool,
    /// Tries this many seeds from the given one on, and goes on after a failure: a line for each.
    #[arg(long, requires = "seed")]
    survey: Option<u64>,
    /// Breaks the rules on purpose, one after the other, and shows that each is noticed.
    #[arg(long)]
    mutants: bool,
}

fn main() -> ExitCode {
    match simulate() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn simulate() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    if arguments.mutants {
        return mutants();
    }
    let minutes = arguments.minutes.or(arguments.hours.map(|hours| hours * 60));
    let plan = |seed, minutes| Run {
        seed,
        minutes,
        agents: arguments.agents,
        is_ordinary: arguments.ordinary,
    };
    let started = Instant::now();
    let mut total = Report::default();
    if let (Some(first), Some(count)) = (arguments.seed, arguments.survey) {
        let failed = (first..first + count).filter_map(|seed| {
            run(plan(seed, minutes.unwrap_or(MINUTES))).map(|report| total.add(&report)).err()
        });
        let failed =
            failed.inspect(|failure| println!("{}: {}", failure.run.seed, failure.violation));
        let failed = failed.count();
        tell(&total, count, started.elapsed());
        return if failed == 0 { Ok(()) } else { Err(anyhow!("{failed} of {count} failed")) };
    }
    if let Some(seed) = arguments.seed {
        let done = run(plan(seed, minutes.unwrap_or(MINUTES)));
        if let Some(failure) = done.as_ref().err().filter(|_| arguments.whole_trace) {
            failure.whole_trace.iter().for_each(|line| println!("{line}"));
        }
        total.add(&done.map_err(|failure| anyhow!("{failure}"))?);
        tell(&total, 1, started.elapsed());
        return Ok(());
    }
    let known = known_seeds(&arguments.seeds)?;
    let count = known.len() as u64;
    for (seed, known_minutes) in known {
        one(Run { seed, minutes: known_minutes, agents: None, is_ordinary: false }, &mut total)?;
    }
    println!("{count} seeds that once failed are well");
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let mut seed = u64::try_from(since).unwrap_or_default();
    let (begin, mut fresh) = (Instant::now(), 0);
    while begin.elapsed() < Duration::from_secs(arguments.seconds) {
        one(plan(seed, minutes.unwrap_or(MINUTES)), &mut total)?;
        seed += 1;
        fresh += 1;
    }
    tell(&total, count + fresh, started.elapsed());
    Ok(())
}

fn one(plan: Run, total: &mut Report) -> anyhow::Result<()> {
    match run(plan) {
        Ok(report) => {
            total.add(&report);
            Ok(())
        }
        Err(failure) => bail!("{failure}"),
    }
}

/// The seeds that once failed: one a line, with how many virtual minutes the run lasts; what follows a `#` is a remark.
fn known_seeds(path: &PathBuf) -> anyhow::Result<BTreeSet<(u64, u64)>> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut seeds = BTreeSet::new();
    for line in text.lines() {
        let mut words = line.split('#').next().unwrap_or_default().split_whitespace();
        let Some(seed) = words.next() else { continue };
        let wrong = || format!("{line:?} is not a seed and its minutes");
        let seed = seed.parse().with_context(wrong)?;
        let minutes = words.next().map_or(Ok(MINUTES), str::parse).with_context(wrong)?;
        seeds.insert((seed, minutes));
    }
    Ok(seeds)
}

fn tell(total: &Report, runs: u64, took: Duration) {
    let seconds = took.as_secs_f64().max(0.001);
    let rate = |count: u64| (count as f64 / seconds) as u64;
    let hours = total.virtual_ms as f64 / 3_600_000.0;
    println!(
        "{runs} runs, {hours:.0} virtual hours in {seconds:.1} s\n\
         {} conversations ({}/s), {} events in the log ({}/s), {} shown to clients, {} commands\n\
         {} steps ({}/s), {} faults, {} kills, {} connections resumed, {} from a snapshot",
        total.conversations,
        rate(total.conversations),
        total.events,
        rate(total.events),
        total.shown,
        total.commands,
        total.steps,
        rate(total.steps),
        total.faults,
        total.kills,
        total.resumed,
        total.from_snapshot,
    );
}

fn mutants() -> anyhow::Result<()> {
    let mut missed = 0;
    run_mutants(|mutant| match mutant.seed {
        Some(seed) => println!("caught on seed {seed}: {}\n    {}", mutant.what, mutant.said),
        None => {
            missed += 1;
            println!("NOT CAUGHT: {}\n    {}", mutant.what, mutant.said);
        }
    });
    if missed > 0 {
        bail!("{missed} broken rules were not noticed");
    }
    Ok(())
}
