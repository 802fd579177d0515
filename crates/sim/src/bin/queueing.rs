//! Holds the router, the domain and the mart against queueing theory, and writes the tables to standard output, for `cargo xtask queueing`.

#![expect(clippy::print_stdout, reason = "a command-line tool talks to a person")]

use std::process::ExitCode;

use clap::Parser;
use sim::queueing::{Plan, compare};

/// Runs offices as the formulas suppose them and compares; fails when a figure is off by more than chance explains.
#[derive(Debug, Parser)]
#[command(name = "queueing")]
struct Arguments {
    /// Where its chance begins.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> anyhow::Result<ExitCode> {
    let Arguments { seed } = Arguments::parse();
    let done = compare(Plan::whole(seed))?;
    print!("{}", done.markdown());
    Ok(if done.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
