//! Reports that are sent by themselves: a task looks at what is due, makes the file and sends it, and stores what came of it. What it leaves
//! out: when a schedule is due (`domain`), how things are sent (`delivery`).

pub(crate) mod plan;
mod run;
mod secret;
mod send;

use delivery::{Courier, Settings, SettingsError};
use tokio::sync::{Notify, Semaphore, watch};

pub(crate) use run::run;
pub(crate) use secret::new_key;

use crate::limits::REPORTS_SENT_AT_ONCE;
use secret::Secrets;

/// What the task and the requests share.
pub(crate) struct Schedules {
    pub(crate) courier: Courier,
    pub(crate) secrets: Secrets,
    /// Something was changed or asked for.
    changed: Notify,
    stop: watch::Sender<bool>,
    /// Of the few reports that are made at once, viewers have all but one.
    makes: Semaphore,
    sends: Semaphore,
}

impl Schedules {
    /// With the settings of the process and the installation's secret.
    ///
    /// # Errors
    /// When the settings cannot be used.
    pub(crate) fn new(settings: &Settings, secret: &[u8; 32]) -> Result<Self, SettingsError> {
        metrics::describe_counter!(
            "holdfast_report_deliveries_total",
            "attempts to send scheduled reports, by way and result"
        );
        Ok(Self {
            courier: Courier::new(settings)?,
            secrets: Secrets::new(secret),
            changed: Notify::new(),
            stop: watch::Sender::new(false),
            makes: Semaphore::new(1),
            sends: Semaphore::new(REPORTS_SENT_AT_ONCE),
        })
    }

    /// Has the task look at once.
    pub(crate) fn look(&self) {
        self.changed.notify_one();
    }

    /// Begins nothing more; what is on its way ends.
    pub(crate) fn begin_to_stop(&self) {
        self.stop.send_replace(true);
    }
}
