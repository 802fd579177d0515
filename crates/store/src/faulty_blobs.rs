//! A wrapper that makes the storing of contents fail on plan, as those of [`crate::faulty`].

use std::io::Read;
use std::ops::Range;

use crate::blobs::{Blobs, ContentHash, PutError};
use crate::error::{ReadError, WriteError};
use crate::faulty::{Fault, FaultPlan, PLANNED};

/// Contents of which some cannot be stored, as planned.
pub struct FaultyBlobs {
    inner: Box<dyn Blobs>,
    plan: FaultPlan,
}

impl FaultyBlobs {
    /// Wraps contents.
    #[must_use]
    pub fn new(inner: Box<dyn Blobs>, plan: FaultPlan) -> Self {
        Self { inner, plan }
    }
}

impl Blobs for FaultyBlobs {
    fn put(&self, hash: &ContentHash, content: &mut dyn Read) -> Result<(), PutError> {
        let io = || PutError::from(WriteError::Io { detail: PLANNED.to_owned() });
        match self.plan.next() {
            None => self.inner.put(hash, content),
            Some(Fault::Full) => Err(WriteError::Full { detail: PLANNED.to_owned() }.into()),
            Some(Fault::Io) => Err(io()),
            Some(Fault::AfterCommit) => {
                self.inner.put(hash, content)?;
                Err(io())
            }
        }
    }

    fn size(&self, hash: &ContentHash) -> Result<Option<u64>, ReadError> {
        self.inner.size(hash)
    }

    fn get(&self, hash: &ContentHash, range: Range<u64>) -> Result<Option<Vec<u8>>, ReadError> {
        self.inner.get(hash, range)
    }
}
