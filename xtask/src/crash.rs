//! `cargo xtask crash [--rounds 20] [--seed N]`: kills a loaded server at random moments and checks after each restart that nothing that
//! was acknowledged is lost or doubled. The driver is in the server's binary; this builds it and names the seed.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};

use crate::step::Command;
use crate::{build, places};

/// How often, and with which chance.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    rounds: u32,
    seed: Option<u64>,
}

impl Options {
    /// So many rounds, with a seed of the moment.
    pub(crate) const fn of_rounds(rounds: u32) -> Self {
        Self { rounds, seed: None }
    }

    /// Reads `--rounds` and `--seed`.
    ///
    /// # Errors
    /// When an option is not known or its value is not a number.
    pub(crate) fn parse(arguments: &[&str]) -> anyhow::Result<Self> {
        let mut options = Self::of_rounds(20);
        let mut rest = arguments.iter();
        while let Some(name) = rest.next() {
            let value = rest.next().with_context(|| format!("{name} needs a value"))?;
            let wrong = || format!("{name} {value}: not a number");
            match *name {
                "--rounds" => options.rounds = value.parse().with_context(wrong)?,
                "--seed" => options.seed = Some(value.parse().with_context(wrong)?),
                other => bail!("{other} is not an option of crash; it takes --rounds and --seed"),
            }
        }
        Ok(options)
    }
}

/// Builds the server and runs the rounds.
///
/// # Errors
/// When the build fails, or a round finds something lost, doubled or out of order.
pub(crate) fn run(root: &Path, options: &Options) -> anyhow::Result<()> {
    build::server(root)?;
    rounds(root, options, None)
}

/// Runs the rounds with the server that was built, with the mart in a PostgreSQL database if there is an address of one.
///
/// # Errors
/// When a round finds something lost, doubled or out of order.
pub(crate) fn rounds(
    root: &Path,
    options: &Options,
    warehouse: Option<&str>,
) -> anyhow::Result<()> {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let seed = options.seed.unwrap_or_else(now);
    let server = places::server(root).to_string_lossy().into_owned();
    println!("crash: {} rounds, seed {seed}", options.rounds);
    let command = Command::new(root, &server, &["crash-test", "--server", &server]);
    let command = match warehouse {
        // The servers that it starts, and their checks, find it there.
        Some(address) => command.env("HOLDFAST_WAREHOUSE", address),
        None => command,
    };
    command
        .arg("--rounds")
        .arg(options.rounds.to_string())
        .arg("--seed")
        .arg(seed.to_string())
        .run()
        .with_context(|| {
            format!("repeat with: cargo xtask crash --rounds {} --seed {seed}", options.rounds)
        })
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn options() {
        let parse = |arguments: &[&str]| Options::parse(arguments).ok();
        assert_eq!(parse(&[]), Some(Options { rounds: 20, seed: None }));
        assert_eq!(
            parse(&["--seed", "7", "--rounds", "3"]),
            Some(Options { rounds: 3, seed: Some(7) })
        );
        assert_eq!(parse(&["--rounds", "-1"]), None);
        assert_eq!(parse(&["--round", "1"]), None);
    }
}
