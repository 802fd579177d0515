//! The log of a simulated site, in the format of `holdfast export events`: made by the real rules, with crashes, lost agents, transfers, bots and
//! async chats in it. For what is to be tried on a plausible past. What it leaves out: reading it, which `holdfast import events` does.

use std::io::Write;
use std::ops::ControlFlow;

use anyhow::{Context as _, anyhow};
use domain::log::LogLine;
use store::JournalReader as _;

use crate::weather::HOUR;
use crate::world::{Plan, World};

/// Whose log it says that it is; whoever imports it makes it its own.
const TENANT: &str = "main";

/// What a past is to be.
#[derive(Debug, Clone, Copy)]
pub struct Past {
    /// Where its chance begins.
    pub seed: u64,
    /// How many virtual hours it lasts.
    pub hours: u64,
    /// How many agents the site has; customers come as they can serve.
    pub agents: usize,
}

/// Runs a site on ordinary days and writes its log; returns how many events that are.
///
/// # Errors
/// When the run broke a promise, or the log cannot be written.
pub fn write_log(past: Past, out: &mut dyn Write) -> anyhow::Result<u64> {
    let mut world = World::new(Plan {
        seed: past.seed,
        until: past.hours * HOUR,
        agents: Some(past.agents),
        is_ordinary: true,
        sabotage: None,
        is_traced: false,
    });
    let broken = |check: &str, detail: &str| anyhow!("seed {} broke {check}: {detail}", past.seed);
    world.run().map_err(|violation| broken(violation.check.id(), &violation.detail))?;
    let (mut events, mut failed) = (0, None);
    world.server.disk.open().scan(1, &mut |recorded| {
        let written = serde_json::to_writer(&mut *out, &LogLine::of(&recorded, Some(TENANT)))
            .map_err(anyhow::Error::from)
            .and_then(|()| Ok(out.write_all(b"\n")?));
        match written {
            Ok(()) => {
                events += 1;
                ControlFlow::Continue(())
            }
            Err(why) => {
                failed = Some(why);
                ControlFlow::Break(())
            }
        }
    })?;
    match failed {
        Some(why) => Err(why).context("the log"),
        None => Ok(events),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_log() {
        let past = Past { seed: 3, hours: 1, agents: 4 };
        let (mut one, mut again) = (Vec::new(), Vec::new());
        let events = write_log(past, &mut one).unwrap();
        write_log(past, &mut again).unwrap();
        assert_eq!(one, again);
        assert_eq!(one.iter().filter(|byte| **byte == b'\n').count() as u64, events);
        assert!(events > 50, "{events}");
        let first = one.split(|byte| *byte == b'\n').next().unwrap();
        let first: serde_json::Value = serde_json::from_slice(first).unwrap();
        assert_eq!(first["tenant"], TENANT);
    }
}
