//! The port on an object store: each content an object named by its hash.

use std::io::{ErrorKind, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Name;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt};
use sha2::{Digest, Sha256};
use store::{Blobs, ContentHash, PutError, ReadError, WriteError};
use tokio::runtime::Handle;

use crate::leftovers;

/// Contents are read and sent in pieces of this size, the least that the common clouds take but for the last; it bounds the memory of a put.
const PIECE_BYTES: usize = 5 * 1024 * 1024;

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the folder {} cannot be used for files: {detail}", .path.display())]
pub struct OpenError {
    /// The folder.
    pub path: PathBuf,
    /// What the system said.
    pub detail: String,
}

/// Contents in an object store. Its calls block, so they are made from threads that may, outside the runtime's own.
#[derive(Debug)]
pub struct ObjectBlobs {
    store: Arc<dyn ObjectStore>,
    runtime: Handle,
}

impl ObjectBlobs {
    /// In any object store. What it writes must be durable when it says so.
    #[must_use]
    pub fn new(store: Arc<dyn ObjectStore>, runtime: Handle) -> Self {
        Self { store, runtime }
    }

    /// In a local folder, which is made when it is not there. What a crash left half written is removed.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn in_folder(path: &Path, runtime: Handle) -> Result<Self, OpenError> {
        let refuse = |detail: String| OpenError { path: path.to_owned(), detail };
        std::fs::create_dir_all(path).map_err(|why| refuse(why.to_string()))?;
        leftovers::remove(path).map_err(|why| refuse(why.to_string()))?;
        let local =
            LocalFileSystem::new_with_prefix(path).map_err(|why| refuse(why.to_string()))?;
        Ok(Self::new(Arc::new(local.with_fsync(true)), runtime))
    }

    fn find(&self, name: &Name) -> Result<Option<u64>, object_store::Error> {
        match self.runtime.block_on(self.store.head(name)) {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(why) => Err(why),
        }
    }

    /// Stores a content that has more than one piece; what fails is taken back.
    fn put_pieces(
        &self,
        name: &Name,
        first: Vec<u8>,
        rest: &mut Pieces<'_>,
    ) -> Result<(), PutError> {
        let mut upload =
            self.runtime.block_on(self.store.put_multipart(name)).map_err(unwritten)?;
        let result = self.send_pieces(&mut *upload, first, rest);
        if result.is_err() {
            // What could not be taken back is not seen either, and is removed at the next start.
            let _ = self.runtime.block_on(upload.abort());
        }
        result
    }

    fn send_pieces(
        &self,
        upload: &mut dyn MultipartUpload,
        first: Vec<u8>,
        rest: &mut Pieces<'_>,
    ) -> Result<(), PutError> {
        let mut piece = first;
        while !piece.is_empty() {
            let sent = upload.put_part(Bytes::from(piece).into());
            self.runtime.block_on(sent).map_err(unwritten)?;
            piece = rest.next()?;
        }
        rest.check()?;
        self.runtime.block_on(upload.complete()).map_err(unwritten)?;
        Ok(())
    }
}

/// The first digits make folders, so that none has too many entries.
fn name(hash: &ContentHash) -> Name {
    let digits = hash.to_string();
    Name::from(format!("{}/{}", &digits[..2], digits))
}

/// A content in pieces, hashed as it goes.
struct Pieces<'a> {
    content: &'a mut dyn Read,
    hasher: Sha256,
    expected: ContentHash,
}

impl Pieces<'_> {
    /// The next piece; empty at the end.
    fn next(&mut self) -> Result<Vec<u8>, PutError> {
        let mut piece = Vec::new();
        let mut content = (&mut self.content).take(PIECE_BYTES as u64);
        let read = content.read_to_end(&mut piece);
        read.map_err(|why| PutError::Source { detail: why.to_string() })?;
        self.hasher.update(&piece);
        Ok(piece)
    }

    /// Whether all pieces together were what was said.
    fn check(&self) -> Result<(), PutError> {
        let (expected, found) = (self.expected, ContentHash(self.hasher.clone().finalize().into()));
        if found == expected { Ok(()) } else { Err(PutError::Mismatch { expected, found }) }
    }
}

impl Blobs for ObjectBlobs {
    fn put(&self, hash: &ContentHash, content: &mut dyn Read) -> Result<(), PutError> {
        let name = name(hash);
        if self.find(&name).map_err(unwritten)?.is_some() {
            return Ok(());
        }
        let mut pieces = Pieces { content, hasher: Sha256::new(), expected: *hash };
        let first = pieces.next()?;
        if first.len() == PIECE_BYTES {
            return self.put_pieces(&name, first, &mut pieces);
        }
        pieces.check()?;
        let put = self.store.put(&name, Bytes::from(first).into());
        self.runtime.block_on(put).map_err(unwritten)?;
        Ok(())
    }

    fn size(&self, hash: &ContentHash) -> Result<Option<u64>, ReadError> {
        self.find(&name(hash)).map_err(unread)
    }

    fn get(&self, hash: &ContentHash, range: Range<u64>) -> Result<Option<Vec<u8>>, ReadError> {
        let name = name(hash);
        let Some(size) = self.find(&name).map_err(unread)? else { return Ok(None) };
        let range = range.start.min(size)..range.end.min(size);
        if range.is_empty() {
            return Ok(Some(Vec::new()));
        }
        match self.runtime.block_on(self.store.get_range(&name, range)) {
            Ok(bytes) => Ok(Some(bytes.into())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(why) => Err(unread(why)),
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it maps errors")]
fn unread(why: object_store::Error) -> ReadError {
    ReadError::Io { detail: why.to_string() }
}

#[expect(clippy::needless_pass_by_value, reason = "it maps errors")]
fn unwritten(why: object_store::Error) -> PutError {
    let detail = why.to_string();
    let full = |kind| matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded);
    let error = match kind_of(&why) {
        Some(kind) if full(kind) => WriteError::Full { detail },
        Some(_) | None => WriteError::Io { detail },
    };
    error.into()
}

/// What the operating system said, if it was asked.
fn kind_of(why: &object_store::Error) -> Option<ErrorKind> {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(why);
    while let Some(error) = cause {
        if let Some(io) = error.downcast_ref::<std::io::Error>() {
            return Some(io.kind());
        }
        cause = error.source();
    }
    None
}
