//! Files on their way in and out: uploads that can be resumed, recordings, what type a content is, and links that end. What it leaves out: who may,
//! which is asked by the routes, and where contents are kept, which is the store's.

pub(crate) mod examine;
pub(crate) mod links;
pub(crate) mod media_type;
pub(crate) mod range;
mod record;
pub(crate) mod recordings;
pub(crate) mod upload;
pub(crate) mod uploads;

use std::sync::Arc;

use domain::{Code, Refusal};
use store::Blobs;
use tokio::sync::Semaphore;

use crate::limits::FILE_WORK_AT_ONCE;
use recordings::Recordings;
use uploads::Uploads;

/// Everything about files that requests share.
pub(crate) struct Files {
    pub(crate) blobs: Arc<dyn Blobs>,
    pub(crate) uploads: Arc<Uploads>,
    pub(crate) recordings: Arc<Recordings>,
    pub(crate) links: links::Links,
    working: Arc<Semaphore>,
}

impl Files {
    /// Puts it together.
    pub(crate) fn new(
        blobs: Arc<dyn Blobs>,
        uploads: Uploads,
        recordings: Recordings,
        secret: &[u8; 32],
    ) -> Self {
        Self {
            blobs,
            uploads: Arc::new(uploads),
            recordings: Arc::new(recordings),
            links: links::Links::new(secret),
            working: Arc::new(Semaphore::new(FILE_WORK_AT_ONCE)),
        }
    }

    /// Does something with files on a thread that may block; few do so at once.
    ///
    /// # Errors
    /// What `work` says, or that the server is shutting down.
    pub(crate) async fn work<R: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<R, Refusal> + Send + 'static,
    ) -> Result<R, Refusal> {
        let gone = || Refusal::new(Code::ShuttingDown, "the server is shutting down");
        let permit = Arc::clone(&self.working).acquire_owned().await.map_err(|_| gone())?;
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.unwrap_or_else(|_| Err(gone()))
    }
}

/// A file could not be read or written. The operator reads why in the log.
pub(crate) fn unusable(why: &dyn std::fmt::Display) -> Refusal {
    tracing::error!(error = %why, "a file cannot be stored or read");
    Refusal::new(Code::StorageUnavailable, "files cannot be stored or read now; try again later")
}
