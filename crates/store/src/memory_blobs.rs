//! Contents of files in memory, for tests and the simulator. Clones share them, so that a test can close and open it again.

use std::collections::BTreeMap;
use std::io::Read;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use crate::blobs::{Blobs, ContentHash, PutError};
use crate::error::ReadError;

/// Contents in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryBlobs(Arc<Mutex<BTreeMap<ContentHash, Arc<[u8]>>>>);

impl MemoryBlobs {
    /// Without contents.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many contents there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<ContentHash, Arc<[u8]>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Blobs for MemoryBlobs {
    fn put(&self, hash: &ContentHash, content: &mut dyn Read) -> Result<(), PutError> {
        if self.lock().contains_key(hash) {
            return Ok(());
        }
        let mut bytes = Vec::new();
        let source = |why: std::io::Error| PutError::Source { detail: why.to_string() };
        content.read_to_end(&mut bytes).map_err(source)?;
        let found = ContentHash(Sha256::digest(&bytes).into());
        if found != *hash {
            return Err(PutError::Mismatch { expected: *hash, found });
        }
        self.lock().insert(*hash, bytes.into());
        Ok(())
    }

    fn size(&self, hash: &ContentHash) -> Result<Option<u64>, ReadError> {
        Ok(self.lock().get(hash).map(|bytes| bytes.len() as u64))
    }

    fn get(&self, hash: &ContentHash, range: Range<u64>) -> Result<Option<Vec<u8>>, ReadError> {
        let bytes = self.lock().get(hash).cloned();
        Ok(bytes.map(|bytes| {
            let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
            bytes.get(place(range.start)..place(range.end)).unwrap_or_default().to_vec()
        }))
    }
}
