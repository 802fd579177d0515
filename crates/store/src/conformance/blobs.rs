//! What every store of contents must do.

use std::io::Read;

use sha2::{Digest, Sha256};

use crate::blobs::{Blobs, ContentHash, PutError};

/// Runs the suite. `open(n)` opens store number `n`: a fresh one at the first call, the same one, opened again, at later calls.
///
/// # Panics
/// When the store does not do what it must.
pub fn blobs(open: &mut dyn FnMut(u32) -> Box<dyn Blobs>) {
    what_is_put_is_there(open);
    any_part_can_be_read(open);
    what_is_there_is_not_read_again(open);
    another_content_is_not_stored(open);
    a_content_that_breaks_off_is_not_stored(open);
    many_threads_put_and_read(open);
}

fn content(bytes: usize, kind: u8) -> Vec<u8> {
    (0..bytes).map(|n| (n % 251) as u8 ^ kind).collect()
}

fn hash(bytes: &[u8]) -> ContentHash {
    ContentHash(Sha256::digest(bytes).into())
}

/// A content that breaks off with an error after its bytes.
struct Broken<'a>(&'a [u8]);

impl Read for Broken<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(std::io::Error::other("broken off")),
            bytes => Ok(bytes),
        }
    }
}

fn what_is_put_is_there(open: &mut dyn FnMut(u32) -> Box<dyn Blobs>) {
    let store = open(1);
    // Around the sizes in which a store may cut its pieces.
    for (bytes, kind) in [(0, 1), (1, 2), (65_536, 3), (5 << 20, 4), ((11 << 20) + 7, 5)] {
        let bytes = content(bytes, kind);
        let hash = hash(&bytes);
        assert!(!store.exists(&hash).expect("read"));
        assert_eq!(store.size(&hash).expect("read"), None);
        assert_eq!(store.get(&hash, 0..10).expect("read"), None);
        store.put(&hash, &mut bytes.as_slice()).expect("put");
        assert!(store.exists(&hash).expect("read"));
    }
    drop(store);
    let store = open(1);
    let bytes = content((11 << 20) + 7, 5);
    assert_eq!(store.size(&hash(&bytes)).expect("read"), Some(bytes.len() as u64));
    let found = store.get(&hash(&bytes), 0..u64::MAX).expect("read").expect("it is there");
    assert!(found == bytes, "another content");
    let empty = store.get(&hash(&[]), 0..10).expect("read");
    assert_eq!(empty, Some(Vec::new()));
}

fn any_part_can_be_read(open: &mut dyn FnMut(u32) -> Box<dyn Blobs>) {
    let store = open(2);
    let bytes = content(100, 0);
    let hash = hash(&bytes);
    store.put(&hash, &mut bytes.as_slice()).expect("put");
    for (from, to) in [(0, 1), (0, 100), (99, 100), (40, 60), (40, 40)] {
        let part = store.get(&hash, from as u64..to as u64).expect("read");
        assert_eq!(part.as_deref(), Some(&bytes[from..to]), "{from} to {to}");
    }
    for (from, to) in [(90, 200), (99, 101), (100, 101), (200, 300)] {
        let part = store.get(&hash, from..to).expect("read").expect("it is there");
        assert_eq!(part, &bytes[from.min(100) as usize..], "{from} to {to}");
    }
}

fn what_is_there_is_not_read_again(open: &mut dyn FnMut(u32) -> Box<dyn Blobs>) {
    let store = open(3);
    let bytes = content(1_000, 0);
    store.put(&hash(&bytes), &mut bytes.as_slice()).expect("put");
    store.put(&hash(&bytes), &mut Broken(&[])).expect("put again");
    assert_eq!(store.get(&hash(&bytes), 0..2_000).expect("read"), Some(bytes));
}

fn another_content_is_not_stored(open: &mut dyn FnMut(u32) -> Box<dyn Blobs>) {
    let store = open(4);
    let (said, came) = (content(6 << 20, 0), content(6 << 20, 1));
    let expected = hash(&said);
    let refused = store.put(&expected, &mut came.as_slice());
    assert_eq!(refused, Err(PutError::Mismatch { expected, found: hash(&came) }));
    let refused = store.put(&expected, &mut &said[..said.len() - 1]);
    assert!(matches!(refused, Err(PutError::Mismatch { .. })), "{refused:?}");
    assert!(!store.exists(&expected).expect("read"));
    assert!(!store.exists(&hash(&came)).expect("read"));
    store.put(&expected, &mut said.as_slice()).expect("put");
    assert!(store.exists(&expected).expect("read"));
}

fn a_content_that_breaks_off_is_not_stored(open: &mut dyn FnMut(u32) -> Box<dyn Blobs>) {
    let store = open(5);
    let bytes = content(6 << 20, 0);
    let refused = store.put(&hash(&bytes), &mut Broken(&bytes));
    assert!(matches!(refused, Err(PutError::Source { .. })), "{refused:?}");
    assert!(!store.exists(&hash(&bytes)).expect("read"));
    drop(store);
    assert!(!open(5).exists(&hash(&bytes)).expect("read"));
}

fn many_threads_put_and_read(open: &mut dyn FnMut(u32) -> Box<dyn Blobs>) {
    let store = open(6);
    let bytes = content(100_000, 0);
    let hash = hash(&bytes);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                store.put(&hash, &mut bytes.as_slice()).expect("put");
                let found = store.get(&hash, 0..200_000).expect("read").expect("it is there");
                assert!(found == bytes, "another content");
            });
        }
    });
}
