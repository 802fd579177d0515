//! Starting and owning the threads of one tenant's engine.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64};
use std::sync::mpsc::sync_channel;
use std::thread::{self, JoinHandle};

use store::{Journal, ReadError};
use tokio::sync::watch;

use crate::clock::{Clock, LogTime};
use crate::committer::Committer;
use crate::config::Config;
use crate::handle::{Handle, Health, Inner};
use crate::inbox::Inbox;
use crate::load;
use crate::meters::Meters;
use crate::publisher::Publisher;
use crate::readers::Readers;
use crate::recent::Recent;
use crate::snapshotter::Snapshotter;
use crate::writer::{self, Writer};

/// Opens the tenant's journal: at the start, and again after a failure that left it in doubt whether a commit is durable. Before the second
/// call the first journal is dropped, though readers of it may still be open.
pub type Open =
    Box<dyn FnMut() -> Result<Box<dyn Journal>, Box<dyn std::error::Error + Send + Sync>> + Send>;

/// Why an engine does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The journal does not open.
    #[error("the journal of tenant {tenant:?} does not open: {source}")]
    Open {
        /// The tenant.
        tenant: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The journal cannot be read.
    #[error("the journal of tenant {tenant:?} cannot be replayed: {source}")]
    Read {
        /// The tenant.
        tenant: String,
        /// Why.
        source: ReadError,
    },
    /// A thread could not be started.
    #[error("a thread of the engine could not be started: {0}")]
    Thread(#[from] std::io::Error),
}

/// The engine of one tenant while it runs.
#[derive(Debug)]
pub struct Engine {
    handle: Handle,
    threads: Vec<JoinHandle<()>>,
}

/// What an engine is made of, whoever drives it.
pub(crate) struct Parts {
    pub(crate) handle: Handle,
    pub(crate) inbox: Arc<Inbox>,
    pub(crate) writer: Writer,
    pub(crate) committer: Committer,
    pub(crate) snapshotter: Snapshotter,
}

/// Opens the journal, replays it from the newest snapshot that leaves clients something to resume from, and puts the parts together.
pub(crate) fn build(
    mut open: Open,
    config: Config,
    clock: Arc<dyn Clock>,
) -> Result<Parts, StartError> {
    let tenant = config.tenant.clone();
    let journal = open().map_err(|source| StartError::Open { tenant: tenant.clone(), source })?;
    let cannot_read = |source| StartError::Read { tenant: tenant.clone(), source };
    let loaded =
        load::load(&*journal, &*journal.snapshots(), &config, None).map_err(cannot_read)?;
    let time = Arc::new(LogTime::start(clock, loaded.state.at));
    let answers = load::answers(&*journal, time.now()).map_err(cannot_read)?;
    let readers = load::readers(&*journal, config.readers).map_err(cannot_read)?;
    let writers_reader = journal.reader().map_err(cannot_read)?;
    let snapshot_reader = journal.reader().map_err(cannot_read)?;

    let inbox = Arc::new(Inbox::new(config.queue_max));
    let position = Arc::new(AtomicU64::new(loaded.state.position));
    let (health_sender, health) = watch::channel(Health::Serving);
    let readers = Arc::new(Readers::new(readers));
    let recent = Arc::new(Recent::new(config.ring_max));
    let meters = Meters::new(&config.tenant);
    let handle = Handle(Arc::new(Inner {
        inbox: Arc::clone(&inbox),
        time: Arc::clone(&time),
        journal_id: journal.identity().to_owned(),
        position: Arc::clone(&position),
        readers: Arc::clone(&readers),
        recent: Arc::clone(&recent),
        health,
        mart_fails_since: AtomicI64::new(0),
    }));
    tracing::info!(
        tenant,
        journal = journal.identity(),
        position = loaded.state.position,
        snapshot = loaded.snapshot,
        conversations = loaded.state.conversations.len(),
        "the journal is replayed"
    );

    let (snapshotter, snapshots) = Snapshotter::new(
        snapshot_reader,
        journal.snapshots(),
        Arc::clone(&recent),
        loaded.newest_snapshot,
        loaded.state.conversations.len(),
        &config,
    );
    let (work, works) = sync_channel(1);
    let publisher =
        Publisher::new(&loaded.state, loaded.told, config.ring_max, config.session_frames_max);
    let ring_first = publisher.ring_first();
    let readers_count = config.readers;
    let writer = Writer::new(writer::Parts {
        state: loaded.state,
        views: loaded.views,
        ring_first,
        reader: writers_reader,
        stored_answers: answers,
        config,
        time,
        inbox: Arc::clone(&inbox),
        work,
        health: health_sender,
        meters: meters.clone(),
        position: Arc::clone(&position),
    });
    let committer = Committer {
        open,
        journal: Some(journal),
        works,
        inbox: Arc::clone(&inbox),
        publisher,
        position,
        recent,
        readers,
        readers_count,
        snapshots,
        meters,
    };
    Ok(Parts { handle, inbox, writer, committer, snapshotter })
}

impl Engine {
    /// Opens the journal, replays it from the newest snapshot that leaves clients something to resume from, and starts to serve. Blocks until
    /// then. Everyone who was in a chat has a full absent interval from now on.
    ///
    /// # Errors
    /// When the journal does not open or cannot be replayed.
    pub fn start(open: Open, config: Config, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        let Parts { handle, writer, committer, snapshotter, .. } = build(open, config, clock)?;
        let threads = vec![
            thread::Builder::new().name("snapshotter".into()).spawn(move || snapshotter.run())?,
            thread::Builder::new().name("committer".into()).spawn(move || committer.run())?,
            thread::Builder::new().name("writer".into()).spawn(move || writer.run())?,
        ];
        Ok(Self { handle, threads })
    }

    /// A handle to it.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Stops it as [`Handle::stop`], and waits until its threads have ended and the journal is closed.
    pub async fn stop(self) {
        self.handle.stop().await;
        let threads = self.threads;
        let joined = tokio::task::spawn_blocking(move || {
            for thread in threads {
                // A thread that panicked has said so and ended the others.
                let _ = thread.join();
            }
        });
        let _ = joined.await;
    }
}
