//! The blobs port: contents of files, each stored once under the hash of its bytes and never changed. What it leaves out: names, types,
//! who may, and taking away what nothing refers to any more.

use std::fmt;
use std::io::Read;
use std::ops::Range;

use crate::error::{ReadError, WriteError};

/// SHA-256 of a content, by which it is stored.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub [u8; 32]);

impl ContentHash {
    /// Reads 64 lower-case hexadecimal digits; None if the text is anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let mut hash = [0; 32];
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != hash.len() || !rest.is_empty() {
            return None;
        }
        for (byte, [high, low]) in hash.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Self(hash))
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a content was not stored. In every case it is safe to put the same again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PutError {
    /// The caller's content could not be read to its end.
    #[error("the content cannot be read: {detail}")]
    Source {
        /// What the reader said.
        detail: String,
    },
    /// The content has another hash than the caller said. Nothing was stored.
    #[error("the content has the hash {found}, not {expected}")]
    Mismatch {
        /// What was said.
        expected: ContentHash,
        /// What was found.
        found: ContentHash,
    },
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Stores contents under their hashes. One object serves any number of threads.
///
/// Rules for implementers: when [`put`](Self::put) returns `Ok`, the whole content survives a power cut. Until then nothing of it is seen:
/// a content is there whole or not at all. What has another hash than was said is never stored.
pub trait Blobs: Send + Sync {
    /// Stores a content, hashed again while it streams. What is stored already is not read again, and that is no error.
    ///
    /// # Errors
    /// When the content cannot be read, has another hash, or cannot be written.
    fn put(&self, hash: &ContentHash, content: &mut dyn Read) -> Result<(), PutError>;

    /// How many bytes a content has; None if it is not there.
    ///
    /// # Errors
    /// When that cannot be read.
    fn size(&self, hash: &ContentHash) -> Result<Option<u64>, ReadError>;

    /// Some bytes of a content, fewer if it ends before; None if it is not there.
    ///
    /// # Errors
    /// When they cannot be read.
    fn get(&self, hash: &ContentHash, range: Range<u64>) -> Result<Option<Vec<u8>>, ReadError>;

    /// Whether a content is there.
    ///
    /// # Errors
    /// When that cannot be read.
    fn exists(&self, hash: &ContentHash) -> Result<bool, ReadError> {
        Ok(self.size(hash)?.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_64_lower_case_digits() {
        let text = "00ff10ab".repeat(8);
        let hash = ContentHash::parse(&text).unwrap();
        assert_eq!(hash.0[..4], [0x00, 0xff, 0x10, 0xab]);
        assert_eq!(hash.to_string(), text);
        for wrong in [&text[1..], &format!("{text}0"), &text.to_uppercase(), &"g".repeat(64), ""] {
            assert_eq!(ContentHash::parse(wrong), None, "{wrong}");
        }
    }
}
