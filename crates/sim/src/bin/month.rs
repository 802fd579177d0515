//! Writes the log of a simulated month to standard output, for `cargo xtask month`.

use std::io::{BufWriter, Write as _};

use clap::Parser;
use sim::{Past, write_log};

/// Writes the log of a site on ordinary days, as `holdfast import events` reads it.
#[derive(Debug, Parser)]
#[command(name = "month")]
struct Arguments {
    /// Where its chance begins.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many virtual hours it lasts.
    #[arg(long, default_value_t = 720)]
    hours: u64,
    /// How many agents the site has.
    #[arg(long, default_value_t = 8)]
    agents: usize,
}

fn main() -> anyhow::Result<()> {
    let Arguments { seed, hours, agents } = Arguments::parse();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let events = write_log(Past { seed, hours, agents }, &mut out)?;
    out.flush()?;
    eprintln!("{events} events of {agents} agents in {hours} hours");
    Ok(())
}
