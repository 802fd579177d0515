//! JSON of what is sent. It grows in room that each thread keeps and is copied once, into as much as it needs: a frame is some hundred
//! bytes, and there are tens of thousands a second.

use std::cell::RefCell;

use bytes::Bytes;
use serde::Serialize;

/// Room beyond this is given back; only snapshots and histories need it.
const KEPT_BYTES_MAX: usize = 64 * 1024;

thread_local! {
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// JSON that is being put together.
#[derive(Debug)]
pub(crate) struct Out<'a>(&'a mut Vec<u8>);

impl Out<'_> {
    /// Text that is JSON already.
    pub(crate) fn raw(&mut self, json: &str) {
        self.0.extend_from_slice(json.as_bytes());
    }

    /// A string. Nearly none has anything in it that must be escaped, which is found out for many bytes at a time.
    pub(crate) fn text(&mut self, text: &str) {
        let is_plain = text.bytes().fold(true, |is_plain, byte| {
            is_plain & (byte >= b' ') & (byte != b'"') & (byte != b'\\')
        });
        if is_plain {
            self.0.push(b'"');
            self.0.extend_from_slice(text.as_bytes());
            self.0.push(b'"');
        } else {
            self.value(text);
        }
    }

    /// Any value.
    pub(crate) fn value<T: Serialize + ?Sized>(&mut self, value: &T) {
        // Strings, numbers and maps with text keys: nothing here can fail to be written.
        let _ = serde_json::to_writer(&mut *self.0, value);
    }
}

/// What is put together.
pub(crate) fn build(write: impl FnOnce(&mut Out<'_>)) -> Bytes {
    ROOM.with_borrow_mut(|room| {
        room.clear();
        write(&mut Out(room));
        let bytes = Bytes::copy_from_slice(room);
        if room.capacity() > KEPT_BYTES_MAX {
            *room = Vec::new();
        }
        bytes
    })
}

/// A value as JSON.
pub(crate) fn bytes(value: &impl Serialize) -> Bytes {
    build(|out| out.value(value))
}
