//! The only way in: HTTP, WebSocket, sign-in and the static web, and the only translator between the wire and the domain. What it leaves
//! out: every rule (`domain`), order and durability (`engine`), files (the stores), and the process (`holdfast`).

mod alias;
mod app;
mod articles;
mod auth;
mod cobrowse_recording;
mod commands;
mod config;
mod customers;
mod drafts;
mod files;
mod history;
mod http;
mod invitations;
mod json;
mod keeper;
mod limits;
mod meters;
mod origin;
mod parse;
mod problem;
mod rate;
mod registry;
mod reports;
mod schedules;
mod server;
mod socket;
mod starting;
mod translate;
mod waiting;
mod web;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use domain::{Millis, Timestamp};
use engine::Handle;
use store::{Blobs, Change, OpenReports, Scratch};
use tokio::net::TcpListener;

pub use app::RenderMetrics;
pub use auth::passwords::hash_password;
pub use config::Config;
pub use waiting::answer_while_starting;

/// How often sessions and removed drafts that have had their time are thrown away.
const PRUNE_EVERY: Duration = Duration::from_secs(6 * 3_600);
/// How often uploads that have had their time are removed.
const SWEEP_EVERY: Duration = Duration::from_secs(5 * 60);

/// Why a gateway does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The scratch data cannot be read.
    #[error("the scratch data cannot be read: {0}")]
    Scratch(#[from] store::ReadError),
    /// The folder of uploads cannot be used.
    #[error("the folder of uploads cannot be used: {0}")]
    Uploads(#[from] std::io::Error),
    /// A setting of how scheduled reports are sent cannot be used.
    #[error(transparent)]
    Delivery(#[from] delivery::SettingsError),
    /// The engine does not answer.
    #[error("the engine does not answer: {0}")]
    Engine(#[from] domain::Refusal),
}

/// What the gateway keeps beside the log.
pub struct Stores {
    /// Drafts, sessions, what was seen.
    pub scratch: Box<dyn Scratch>,
    /// Contents of files.
    pub blobs: Arc<dyn Blobs>,
    /// The folder of files that are on their way; made when it is not there. One gateway holds it.
    pub uploads: PathBuf,
    /// Opens readers of the mart, for reports.
    pub reports: OpenReports,
}

impl std::fmt::Debug for Stores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stores").field("uploads", &self.uploads).finish_non_exhaustive()
    }
}

/// The gateway of one tenant.
pub struct Gateway {
    app: Arc<app::App>,
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gateway").finish_non_exhaustive()
    }
}

impl Gateway {
    /// Puts it together. `render_metrics` writes what the process counted in Prometheus' text format.
    ///
    /// # Errors
    /// When the scratch data or the uploads cannot be read or the engine does not answer.
    pub async fn new(
        engine: Handle,
        stores: Stores,
        config: Config,
        render_metrics: RenderMetrics,
    ) -> Result<Self, StartError> {
        let Stores { scratch, blobs, uploads, reports } = stores;
        let opening = tokio::task::spawn_blocking(|| {
            let recordings = files::recordings::Recordings::open(uploads.join("recordings"))?;
            Ok::<_, std::io::Error>((files::uploads::Uploads::open(uploads)?, recordings))
        });
        let (uploads, recordings) = opening.await.map_err(std::io::Error::other)??;
        let files = files::Files::new(blobs, uploads, recordings, &config.secret);
        let app = app::App::new(engine, scratch, files, reports, config, render_metrics)?;
        let app = Arc::new(app);
        app.refresh_names().await?;
        Ok(Self { app })
    }

    /// Serves until `ended`; then tells all clients, stops the engine, and returns when everything is written and everybody gone, or was
    /// waited for long enough.
    pub async fn serve(self, listener: TcpListener, ended: impl Future<Output = ()>) {
        let pruning = tokio::spawn(prune(Arc::clone(&self.app)));
        let sweeping = tokio::spawn(sweep(Arc::clone(&self.app)));
        let recording = tokio::spawn(cobrowse_recording::run(Arc::clone(&self.app)));
        let schedules = tokio::spawn(schedules::run(Arc::clone(&self.app)));
        let router = http::router(Arc::clone(&self.app));
        server::run(self.app, router, listener, ended, schedules).await;
        pruning.abort();
        sweeping.abort();
        recording.abort();
    }
}

async fn sweep(app: Arc<app::App>) {
    let mut ticks = tokio::time::interval(SWEEP_EVERY);
    loop {
        ticks.tick().await;
        let (uploads, now) = (Arc::clone(&app.files.uploads), app.now());
        let sweep = app.files.work(move || {
            uploads.sweep(now);
            Ok(())
        });
        // What could not be removed has been logged.
        let _ = sweep.await;
    }
}

async fn prune(app: Arc<app::App>) {
    let before = |ms: u64, now: Timestamp| Timestamp(now.0.saturating_sub_unsigned(Millis(ms).0));
    let mut ticks = tokio::time::interval(PRUNE_EVERY);
    loop {
        ticks.tick().await;
        let now = app.now();
        app.keeper.write_behind(vec![Change::Prune {
            now,
            customer_sessions_before: before(limits::CUSTOMER_SESSION_MS, now),
            removed_drafts_before: before(limits::REMOVED_DRAFT_MS, now),
        }]);
    }
}
