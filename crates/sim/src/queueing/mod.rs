//! The real router, domain and mart held against queueing theory: an office that is as the formulas suppose, run again and again on virtual
//! time, must wait and lose as they say. What it leaves out: people who are not as the formulas suppose, and everything that fails.

mod exponential;
mod figures;
mod interval;
mod office;
mod page;
mod theory;

use anyhow::Context as _;
use domain::{Millis, Timestamp};

use figures::{Mart, Measured, SERVICE_LEVEL};
use interval::Estimate;
use office::{Office, Traffic};
use theory::Figure;

const DAY: u64 = 24 * 60 * 60 * 1_000;
const MINUTE: u64 = 60 * 1_000;

/// The midnight at which every run begins.
const FIRST_DAY: &str = "2026-01-05T00:00:00.000Z";

/// What is compared of each load, in the order of the page.
const FIGURES: [Figure; 7] = [
    Figure::Waiting,
    Figure::Wait,
    Figure::WaitOfWaiting,
    Figure::Within(SERVICE_LEVEL),
    Figure::WaitOfServed,
    Figure::Abandonment,
    Figure::WaitOfAbandoned,
];

/// The probability with which all intervals together have what theory says, if all is right.
const ALL_SURE: f64 = 0.95;

/// Whether customers give up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Model {
    ErlangC,
    ErlangA,
}

/// A load, and how long an office is watched under it.
#[derive(Debug, Clone, Copy)]
struct Load {
    /// Of the agents' time, in hundredths.
    hundredths: u64,
    /// Of each replication.
    measured_days: u64,
}

const fn load(hundredths: u64, measured_days: u64) -> Load {
    Load { hundredths, measured_days }
}

/// The loads of the page. The fuller, the longer one busy hour is felt; so it is watched for longer.
const ERLANG_C: &[Load] = &[load(50, 7), load(70, 7), load(80, 7), load(90, 14), load(95, 28)];
const ERLANG_A: &[Load] = &[load(70, 7), load(90, 7), load(100, 7), load(110, 7), load(120, 7)];

/// What is run.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    seed: u64,
    agents: u32,
    service: u64,
    patience: u64,
    replications: u64,
    /// At the beginning of each replication, which starts with nobody there.
    warm_up_days: u64,
    erlang_c: &'static [Load],
    erlang_a: &'static [Load],
}

impl Plan {
    /// What docs/queueing.md is made from.
    #[must_use]
    pub fn whole(seed: u64) -> Self {
        Self {
            seed,
            agents: 10,
            service: 5 * MINUTE,
            patience: 10 * MINUTE,
            replications: 20,
            warm_up_days: 3,
            erlang_c: ERLANG_C,
            erlang_a: ERLANG_A,
        }
    }
}

/// A figure under a load.
struct Row {
    model: Model,
    load: Load,
    figure: Figure,
    theory: f64,
    measured: Estimate,
    chats: f64,
}

/// What came out.
pub struct Comparison {
    plan: Plan,
    rows: Vec<Row>,
}

/// Runs every load and compares.
///
/// # Errors
/// When something was refused, did not come to its end, or could not be read; not when a figure is off.
pub fn compare(plan: Plan) -> anyhow::Result<Comparison> {
    let model = |model, loads: &'static [Load]| -> anyhow::Result<Vec<Row>> {
        let rows = loads.iter().map(|load| rows(&plan, model, *load));
        Ok(rows.collect::<anyhow::Result<Vec<_>>>()?.into_iter().flatten().collect())
    };
    // Two offices at a time: neither knows of the other, so that the order does not matter.
    let (endless, impatient) = std::thread::scope(|scope| {
        let endless = scope.spawn(|| model(Model::ErlangC, plan.erlang_c));
        let impatient = model(Model::ErlangA, plan.erlang_a);
        (endless.join(), impatient)
    });
    let mut rows = endless.map_err(|_| anyhow::anyhow!("the run of Erlang C panicked"))??;
    rows.extend(impatient?);
    Ok(Comparison { plan, rows })
}

fn rows(plan: &Plan, model: Model, load: Load) -> anyhow::Result<Vec<Row>> {
    let patience = (model == Model::ErlangA).then_some(plan.patience);
    let traffic = Traffic::of_load(plan.agents, load.hundredths, plan.service, patience);
    let seed = plan.seed * 1_000 + load.hundredths * 2 + u64::from(model == Model::ErlangA);
    let replications = replications(plan, load, traffic, seed)
        .with_context(|| format!("{model:?} with a load of {} %", load.hundredths))?;
    let chats = replications.iter().map(|measured| measured.chats).sum();
    let row = |figure| {
        let theory = traffic.rates().figure(figure)?;
        let parts: Vec<_> = replications.iter().map(|measured| measured.parts(figure)).collect();
        Some(Row { model, load, figure, theory, measured: Estimate::of(&parts), chats })
    };
    Ok(FIGURES.into_iter().filter_map(row).collect())
}

/// One office again and again, each time from an empty one on: its days before those that are measured, those, and one on which the last go.
fn replications(
    plan: &Plan,
    load: Load,
    traffic: Traffic,
    seed: u64,
) -> anyhow::Result<Vec<Measured>> {
    let mut from = Timestamp::parse_rfc3339(FIRST_DAY)?;
    let mut office = Office::open(traffic, seed, from)?;
    let mut mart = Mart::new()?;
    let mut all = Vec::new();
    for _ in 0..plan.replications {
        let measured_from = from + Millis(plan.warm_up_days * DAY);
        let until = measured_from + Millis(load.measured_days * DAY);
        office.run(from, until)?;
        mart.fill(&office.take_log())?;
        all.push(mart.measured(measured_from, until)?);
        from = until + Millis(DAY);
    }
    Ok(all)
}

impl Comparison {
    /// The figures that are so far from theory that chance does not explain it.
    fn off(&self) -> impl Iterator<Item = &Row> {
        let probability = self.each_sure();
        self.rows.iter().filter(move |row| row.distance() > row.measured.half_width(probability))
    }

    /// How sure each interval must be, so that all of them together are (C. E. Bonferroni's inequality).
    fn each_sure(&self) -> f64 {
        1.0 - (1.0 - ALL_SURE) / self.rows.len() as f64
    }

    /// Whether every figure is as theory says, as far as chance lets it.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.off().next().is_none()
    }
}

impl Row {
    fn distance(&self) -> f64 {
        (self.measured.mean - self.theory).abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small office, so that a build with all its checks is done with it soon.
    const SMALL: Plan = Plan {
        seed: 1,
        agents: 2,
        service: 10 * MINUTE,
        patience: 20 * MINUTE,
        replications: 6,
        warm_up_days: 1,
        erlang_c: &[load(70, 2)],
        erlang_a: &[load(100, 2)],
    };

    #[test]
    fn a_small_office_waits_and_loses_as_theory_says() {
        let done = compare(SMALL).unwrap();
        assert_eq!(done.rows.len(), 5 + 7);
        let off: Vec<String> = done.off().map(|row| done.line(row)).collect();
        assert!(done.holds(), "{off:?}");
        // It would notice what is wrong: half a service time more, say, is far from what was measured.
        let mut wrong = done;
        for row in wrong.rows.iter_mut().filter(|row| row.figure == Figure::Wait) {
            row.theory += wrong.plan.service as f64 / 2_000.0;
        }
        assert!(!wrong.holds());
    }

    #[test]
    fn a_seed_gives_the_same_figures() {
        const HALF: &[Load] = &[load(50, 1)];
        let plan = Plan { replications: 2, erlang_c: HALF, erlang_a: &[], ..SMALL };
        let measured = || {
            let rows = compare(plan).unwrap().rows;
            rows.iter().map(|row| (row.measured.mean, row.chats)).collect::<Vec<_>>()
        };
        assert_eq!(measured(), measured());
    }
}
