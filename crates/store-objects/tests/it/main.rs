//! The port's suite on a local folder and on a store in memory, and what is a folder's own.

#![expect(
    clippy::unwrap_used,
    reason = "a test that unwraps what is not there fails, as it should"
)]

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use object_store::memory::InMemory;
use store::{Blobs, ContentHash, PutError, WriteError, conformance};
use store_objects::ObjectBlobs;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// SHA-256 of "abc", from the standard.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn open(runtime: &Runtime, folder: &Path) -> ObjectBlobs {
    ObjectBlobs::in_folder(folder, runtime.handle().clone()).unwrap()
}

#[test]
fn a_folder_conforms() {
    let runtime = Runtime::new().unwrap();
    let mut folders: HashMap<u32, TempDir> = HashMap::new();
    conformance::blobs(&mut |number| {
        let folder = folders.entry(number).or_insert_with(|| tempfile::tempdir().unwrap());
        Box::new(open(&runtime, &folder.path().join("files")))
    });
}

#[test]
fn any_object_store_conforms() {
    let runtime = Runtime::new().unwrap();
    let mut stores: HashMap<u32, Arc<InMemory>> = HashMap::new();
    conformance::blobs(&mut |number| {
        let store = Arc::clone(stores.entry(number).or_default());
        Box::new(ObjectBlobs::new(store, runtime.handle().clone()))
    });
}

#[test]
fn what_a_crash_left_half_written_is_removed() {
    let (runtime, folder) = (Runtime::new().unwrap(), tempfile::tempdir().unwrap());
    let hash = ContentHash::parse(ABC).unwrap();
    open(&runtime, folder.path()).put(&hash, &mut "abc".as_bytes()).unwrap();
    let half = folder.path().join("ba").join(format!("{ABC}#1"));
    std::fs::write(&half, "ab").unwrap();
    let blobs = open(&runtime, folder.path());
    assert!(!half.exists());
    assert_eq!(blobs.get(&hash, 1..9).unwrap().as_deref(), Some(b"bc".as_slice()));
}

#[test]
fn a_folder_that_cannot_be_used_is_named() {
    let (runtime, folder) = (Runtime::new().unwrap(), tempfile::tempdir().unwrap());
    let path = folder.path().join("files");
    std::fs::write(&path, "no folder").unwrap();
    let why = ObjectBlobs::in_folder(&path, runtime.handle().clone()).unwrap_err();
    assert!(why.to_string().contains("files"), "{why}");
}

#[test]
fn what_cannot_be_written_is_refused_and_the_next_is_taken() {
    let (runtime, folder) = (Runtime::new().unwrap(), tempfile::tempdir().unwrap());
    let hash = ContentHash::parse(ABC).unwrap();
    let blobs = open(&runtime, folder.path());
    // A file where a folder must be made.
    std::fs::write(folder.path().join("ba"), "").unwrap();
    let refused = blobs.put(&hash, &mut "abc".as_bytes());
    assert!(matches!(refused, Err(PutError::Write(WriteError::Io { .. }))), "{refused:?}");
    std::fs::remove_file(folder.path().join("ba")).unwrap();
    blobs.put(&hash, &mut "abc".as_bytes()).unwrap();
}
