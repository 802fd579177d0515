//! A content that has arrived whole, looked at from its first byte to its last: its hash and its type.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use domain::Refusal;
use sha2::{Digest, Sha256};
use store::ContentHash;

use super::media_type::{self, KINDS, MediaType, can_be_text};
use super::unusable;
use crate::problem::invalid;

/// Read at a time; the first of them is what a type is known by.
const PIECE_BYTES: usize = 64 * 1024;

/// What was found.
#[derive(Debug)]
pub(crate) struct Examined {
    pub(crate) hash: ContentHash,
    pub(crate) media_type: &'static MediaType,
}

/// Looks at a content. Takes a while: called on a thread that may.
///
/// # Errors
/// When its type is not taken, or it cannot be read.
pub(crate) fn examine(path: &Path) -> Result<Examined, Refusal> {
    let mut file = File::open(path).map_err(|why| unusable(&why))?;
    let mut hasher = Sha256::new();
    let (mut beginning, mut is_text) = (Vec::new(), true);
    loop {
        let mut piece = Vec::with_capacity(PIECE_BYTES);
        let read = (&mut file).take(PIECE_BYTES as u64).read_to_end(&mut piece);
        read.map_err(|why| unusable(&why))?;
        if piece.is_empty() {
            break;
        }
        hasher.update(&piece);
        is_text = is_text && can_be_text(&piece);
        if beginning.is_empty() {
            beginning = piece;
        }
    }
    let media_type = media_type::of_content(&beginning, is_text).ok_or_else(|| {
        let detail = format!("files of this type are not taken; these are: {KINDS}");
        invalid("media_type", "", detail).limit(KINDS)
    })?;
    Ok(Examined { hash: ContentHash(hasher.finalize().into()), media_type })
}
