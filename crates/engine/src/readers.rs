//! The journal readers that answer history: a few, each used by one blocking call at a time.

use std::sync::{Arc, Mutex, PoisonError};

use store::{JournalReader, ReadError};
use tokio::runtime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

struct Pool {
    /// Readers of an older generation than this belong to a journal that was closed.
    generation: u64,
    free: Vec<Box<dyn JournalReader>>,
}

pub(crate) struct Readers {
    pool: Mutex<Pool>,
    free: Arc<Semaphore>,
}

impl Readers {
    pub(crate) fn new(readers: Vec<Box<dyn JournalReader>>) -> Self {
        let free = Arc::new(Semaphore::new(readers.len()));
        Self { pool: Mutex::new(Pool { generation: 0, free: readers }), free }
    }

    fn with_pool<R>(&self, f: impl FnOnce(&mut Pool) -> R) -> R {
        f(&mut self.pool.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// After the journal was opened again: its readers take the place of those of before.
    pub(crate) fn replace(&self, readers: Vec<Box<dyn JournalReader>>) {
        let old = self.with_pool(|pool| {
            pool.generation += 1;
            std::mem::replace(&mut pool.free, readers)
        });
        drop(old);
    }

    /// Reads on a thread that may wait.
    pub(crate) async fn read<R: Send + 'static>(
        self: &Arc<Self>,
        read: impl FnOnce(&dyn JournalReader) -> Result<R, ReadError> + Send + 'static,
    ) -> Result<R, ReadError> {
        let permit = self.permit().await?;
        let readers = Arc::clone(self);
        // The permit is held until the reader is back, also when nobody waits for the result any more.
        let reading = tokio::task::spawn_blocking(move || readers.read_with(permit, read));
        reading.await.unwrap_or_else(|_| Err(unreadable("reading the journal panicked")))
    }

    /// Reads on the calling thread, which waits for a reader.
    pub(crate) fn read_here<R>(
        &self,
        runtime: &runtime::Handle,
        read: impl FnOnce(&dyn JournalReader) -> Result<R, ReadError>,
    ) -> Result<R, ReadError> {
        self.read_with(runtime.block_on(self.permit())?, read)
    }

    async fn permit(&self) -> Result<OwnedSemaphorePermit, ReadError> {
        let permit = Arc::clone(&self.free).acquire_owned().await;
        permit.map_err(|_| unreadable("the journal's readers are gone"))
    }

    fn read_with<R>(
        &self,
        _permit: OwnedSemaphorePermit,
        read: impl FnOnce(&dyn JournalReader) -> Result<R, ReadError>,
    ) -> Result<R, ReadError> {
        let taken = self.with_pool(|pool| pool.free.pop().map(|r| (pool.generation, r)));
        let Some((generation, reader)) = taken else {
            return Err(unreadable("the journal is not open"));
        };
        let result = read(&*reader);
        self.with_pool(|pool| {
            if pool.generation == generation {
                pool.free.push(reader);
            }
        });
        result
    }
}

fn unreadable(detail: &str) -> ReadError {
    ReadError::Io { detail: detail.to_owned() }
}
