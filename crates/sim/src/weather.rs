//! How one run goes: how many there are of everybody, how fast they are, and how often what fails. Drawn from the seed, so that some runs
//! are quiet, most are rough, and some are extreme in one thing.

use crate::chance::Chance;

/// Virtual hours in milliseconds.
pub(crate) const HOUR: u64 = 3_600_000;

/// What may go wrong, in the order of [`Weather::faults`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    TabCrash,
    NetworkLoss,
    SocketReset,
    Kill,
    DiskFailure,
    SlowDisk,
    ClockJump,
    SettingChange,
    DirectoryChange,
}

pub(crate) const FAULTS: [Fault; 9] = [
    Fault::TabCrash,
    Fault::NetworkLoss,
    Fault::SocketReset,
    Fault::Kill,
    Fault::DiskFailure,
    Fault::SlowDisk,
    Fault::ClockJump,
    Fault::SettingChange,
    Fault::DirectoryChange,
];

/// The weights of one run. Times in milliseconds.
#[derive(Debug, Clone)]
pub(crate) struct Weather {
    pub(crate) agents: usize,
    pub(crate) supervisors: usize,
    pub(crate) bots: usize,
    pub(crate) queues: usize,
    /// Mean time between two new customers.
    pub(crate) arrival_gap: u64,
    pub(crate) customers_max: usize,
    pub(crate) think: u64,
    pub(crate) async_percent: u64,
    /// How many customers can prove who they are.
    pub(crate) known_percent: u64,
    pub(crate) delay_max: u64,
    pub(crate) commit_max: u64,
    pub(crate) duplicate_percent: u64,
    /// Mean time between two faults.
    pub(crate) fault_gap: u64,
    pub(crate) faults: [u64; FAULTS.len()],
    /// Whether those who are offered a chat are slow to answer, and clients to confirm.
    pub(crate) sluggish_percent: u64,
    pub(crate) ring: usize,
    pub(crate) snapshot_every: u64,
    pub(crate) frames_max: usize,
    pub(crate) batch_max: usize,
    pub(crate) heartbeat: u64,
    pub(crate) absent: u64,
    pub(crate) wrap_up: u64,
}

impl Weather {
    /// Draws a run's weather; `agents` fixes the size of the site.
    pub(crate) fn draw(chance: &mut Chance, agents: Option<usize>) -> Self {
        let small = 1 + chance.index(8);
        let agents = agents.unwrap_or(if chance.percent(10) { 20 } else { small });
        let think = [800, 3_000, 8_000, 20_000][chance.index(4)];
        // About as many customers as the agents can serve, or far too many, or few.
        let load = [30, 80, 110, 250][chance.index(4)];
        let served_ms = think * 24 / agents as u64;
        let mut faults = [40, 40, 25, 8, 8, 6, 0, 8, 6];
        if chance.percent(20) {
            // Some runs know one fault above all.
            let extreme = chance.index(faults.len());
            faults[extreme] = 400;
        }
        if chance.percent(20) {
            faults[6] = 10;
        } else {
            faults[6] = 0;
        }
        let commit_max = [1, 4, 30, 400][chance.index(4)];
        let heartbeat = [1_000, 5_000, 5_000, 10_000][chance.index(4)];
        Self {
            agents,
            supervisors: chance.index(3),
            bots: chance.index(3),
            queues: 1 + chance.index(3),
            arrival_gap: (served_ms * 100 / load).max(50),
            customers_max: agents * [3, 6, 20][chance.index(3)],
            think,
            async_percent: [0, 10, 60][chance.index(3)],
            known_percent: [0, 30, 90][chance.index(3)],
            delay_max: [5, 80, 400, 3_000][chance.index(4)],
            commit_max,
            duplicate_percent: [0, 2, 30][chance.index(3)],
            fault_gap: [4_000, 20_000, 60_000, 600_000][chance.index(4)],
            faults,
            sluggish_percent: [0, 5, 40][chance.index(3)],
            ring: [4, 60, 1_000, 10_000][chance.index(4)],
            snapshot_every: [20, 300, 3_000][chance.index(3)],
            frames_max: [8, 64, 1_024][chance.index(3)],
            // A slow disk with small batches would only be overloaded, for ever.
            batch_max: if commit_max > 4 { 1_024 } else { [1, 8, 1_024][chance.index(3)] },
            heartbeat,
            absent: heartbeat * [1, 2, 4][chance.index(3)],
            wrap_up: [0, 20_000, 120_000][chance.index(3)],
        }
    }

    /// A site on ordinary days, for long runs: everything fails now and then.
    pub(crate) fn ordinary(agents: usize) -> Self {
        Self {
            agents,
            supervisors: 2,
            bots: 2,
            queues: 3,
            arrival_gap: 6_000_000 / agents.max(1) as u64,
            customers_max: agents * 10,
            think: 12_000,
            async_percent: 10,
            known_percent: 20,
            delay_max: 120,
            commit_max: 3,
            duplicate_percent: 1,
            fault_gap: 240_000,
            faults: [60, 60, 30, 1, 1, 2, 0, 1, 1],
            sluggish_percent: 5,
            ring: 10_000,
            snapshot_every: 20_000,
            frames_max: 1_024,
            batch_max: 1_024,
            heartbeat: 20_000,
            absent: 60_000,
            wrap_up: 60_000,
        }
    }
}
