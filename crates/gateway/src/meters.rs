//! What is counted for Prometheus. Handles are made once: looking one up by name costs more than a frame.

use metrics::{Counter, Gauge, counter, gauge};

/// The gateway's meters.
#[derive(Debug, Clone)]
pub(crate) struct Meters {
    pub(crate) customers: Gauge,
    pub(crate) staff: Gauge,
    pub(crate) frames_in: Counter,
    pub(crate) frames_out: Counter,
    pub(crate) refused: Counter,
    pub(crate) bad_frames: Counter,
    pub(crate) sign_ins: Counter,
    pub(crate) sign_ins_failed: Counter,
}

impl Meters {
    /// Registers them.
    pub(crate) fn new() -> Self {
        metrics::describe_gauge!("holdfast_sockets", "open sockets by side");
        metrics::describe_counter!("holdfast_frames_total", "socket frames by direction");
        metrics::describe_counter!("holdfast_refusals_total", "refusals sent on sockets");
        metrics::describe_counter!("holdfast_bad_frames_total", "frames that were not understood");
        metrics::describe_counter!("holdfast_sign_ins_total", "sign-ins by result");
        Self {
            customers: gauge!("holdfast_sockets", "side" => "customer"),
            staff: gauge!("holdfast_sockets", "side" => "staff"),
            frames_in: counter!("holdfast_frames_total", "direction" => "in"),
            frames_out: counter!("holdfast_frames_total", "direction" => "out"),
            refused: counter!("holdfast_refusals_total"),
            bad_frames: counter!("holdfast_bad_frames_total"),
            sign_ins: counter!("holdfast_sign_ins_total", "result" => "done"),
            sign_ins_failed: counter!("holdfast_sign_ins_total", "result" => "failed"),
        }
    }
}
