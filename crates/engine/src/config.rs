//! The bounds of one tenant's engine, in one place, with their reasons.

/// How an engine is sized.
#[derive(Debug, Clone)]
pub struct Config {
    /// The tenant, for logs and metrics.
    pub tenant: String,
    /// Most messages decided into one batch: bounds how long a commit and its fan-out take.
    pub batch_max: usize,
    /// Most messages waiting to be decided; past it commands are refused with `busy`, which is better than answers that come too late.
    pub queue_max: usize,
    /// How many of the last events are kept in memory for clients that resume.
    pub ring_max: usize,
    /// A snapshot is made after this many events: bounds what is replayed at a start. With fewer than are kept in memory none is read again for it.
    pub snapshot_every: u64,
    /// How many events before the end the snapshot that a start uses should lie, so that clients can resume after it.
    pub resumable: u64,
    /// Most frames waiting for one session; a session that falls further behind is closed and may resume.
    pub session_frames_max: usize,
    /// How many journal readers answer history at once.
    pub readers: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            tenant: "default".to_owned(),
            batch_max: 1_024,
            queue_max: 16_384,
            ring_max: 65_536,
            snapshot_every: 50_000,
            resumable: 4_096,
            session_frames_max: 1_024,
            readers: 2,
        }
    }
}
