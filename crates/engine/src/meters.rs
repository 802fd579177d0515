//! The engine's figures, looked up once.

use domain::Refusal;
use metrics::{Counter, Gauge, Histogram};

#[derive(Clone)]
pub(crate) struct Meters {
    tenant: String,
    pub(crate) batch_size: Histogram,
    pub(crate) commit_seconds: Histogram,
    pub(crate) lag_seconds: Histogram,
    pub(crate) queue_depth: Gauge,
    pub(crate) sessions: Gauge,
    pub(crate) events: Counter,
    pub(crate) commands: Counter,
    pub(crate) repeated: Counter,
    pub(crate) resumes: Counter,
    pub(crate) snapshots: Counter,
    pub(crate) too_slow: Counter,
}

impl Meters {
    /// The recorder must be installed before.
    pub(crate) fn new(tenant: &str) -> Self {
        let tenant = tenant.to_owned();
        let t = || tenant.clone();
        Self {
            batch_size: metrics::histogram!("holdfast_batch_events", "tenant" => t()),
            commit_seconds: metrics::histogram!("holdfast_commit_seconds", "tenant" => t()),
            lag_seconds: metrics::histogram!("holdfast_answer_seconds", "tenant" => t()),
            queue_depth: metrics::gauge!("holdfast_commands_waiting", "tenant" => t()),
            sessions: metrics::gauge!("holdfast_sessions", "tenant" => t()),
            events: metrics::counter!("holdfast_events_total", "tenant" => t()),
            commands: metrics::counter!("holdfast_commands_total", "tenant" => t()),
            repeated: metrics::counter!("holdfast_commands_repeated_total", "tenant" => t()),
            resumes: metrics::counter!("holdfast_sessions_resumed_total", "tenant" => t()),
            snapshots: metrics::counter!("holdfast_sessions_from_snapshot_total", "tenant" => t()),
            too_slow: metrics::counter!("holdfast_sessions_too_slow_total", "tenant" => t()),
            tenant,
        }
    }

    pub(crate) fn refused(&self, refusal: &Refusal) {
        let (tenant, code) = (self.tenant.clone(), refusal.code.as_str());
        metrics::counter!("holdfast_refusals_total", "tenant" => tenant, "code" => code)
            .increment(1);
    }
}
