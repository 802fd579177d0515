//! Threads whose work can wait: snapshots, moving the log into the database, the mart. What customers and agents wait for goes first, which
//! on few cores is the difference between answers in two milliseconds and in twenty. It leaves out starting them.

use std::cell::Cell;
use std::io::{Read, Result, Write};
use std::thread;
use std::time::{Duration, Instant};

/// How far such a thread steps back: with others ready to run it gets about a tenth of a core.
const NICE: i32 = 10;

/// How long such a thread works without a rest. A system hands a core to who has something to answer only after a while of the same length
/// or longer, so this is what one answer may be late for it.
const SLICE: Duration = Duration::from_micros(500);

/// How long it rests after each slice.
const REST: Duration = Duration::from_micros(1_000);

thread_local! {
    /// Since when this thread works without a rest; none on a thread that needs none.
    static WORKS_SINCE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Lets all other threads go before this one and those that it starts. Where the system does not know that, nothing changes.
pub fn step_back() {
    // On Linux a priority belongs to a thread, and the one that calls is meant.
    #[cfg(target_os = "linux")]
    // Where it is refused the thread works all the same, only less quietly.
    let _ = rustix::process::nice(NICE);
    take_breaths(true);
}

/// Whether this thread rests whenever it [`breathe`]s after some work. It is off at first.
pub fn take_breaths(is_on: bool) {
    WORKS_SINCE.set(is_on.then(Instant::now));
}

/// Whether this thread takes breaths.
pub fn takes_breaths() -> bool {
    WORKS_SINCE.get().is_some()
}

/// Rests for a moment if this thread takes breaths and one is due; to be called every few microseconds of long work, with nothing locked that
/// others wait for.
pub fn breathe() {
    let Some(since) = WORKS_SINCE.get() else { return };
    if since.elapsed() >= SLICE {
        thread::sleep(REST);
        WORKS_SINCE.set(Some(Instant::now()));
    }
}

/// How much is read or written between two breaths. Where a system does not take a core from who is in the middle of a call, this is what the
/// others wait for.
const PIECE: usize = 64 * 1024;

/// Reads or writes in pieces, with a breath after each.
#[derive(Debug)]
pub struct Breathing<T> {
    inner: T,
    since_breath: usize,
}

impl<T> Breathing<T> {
    /// Wraps what is read or written.
    pub fn new(inner: T) -> Self {
        Self { inner, since_breath: 0 }
    }

    /// Gives back what was wrapped.
    pub fn into_inner(self) -> T {
        self.inner
    }

    /// What is read or written.
    pub fn get_ref(&self) -> &T {
        &self.inner
    }

    fn moved(&mut self, bytes: usize) {
        self.since_breath += bytes;
        if self.since_breath >= PIECE {
            self.since_breath = 0;
            breathe();
        }
    }
}

impl<T: Read> Read for Breathing<T> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let room = buffer.len().min(PIECE);
        let bytes = self.inner.read(&mut buffer[..room])?;
        self.moved(bytes);
        Ok(bytes)
    }
}

impl<T: Write> Write for Breathing<T> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let written = self.inner.write(&bytes[..bytes.len().min(PIECE)])?;
        self.moved(written);
        Ok(written)
    }

    fn flush(&mut self) -> Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes what it is given, and notes in which pieces.
    #[derive(Default)]
    struct Taker {
        bytes: Vec<u8>,
        pieces: Vec<usize>,
    }

    impl Write for Taker {
        fn write(&mut self, bytes: &[u8]) -> Result<usize> {
            self.pieces.push(bytes.len());
            self.bytes.write(bytes)
        }

        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_goes_through_is_whole_and_goes_in_pieces() {
        let text: Vec<u8> = (0..PIECE * 2 + 7).map(|index| index as u8).collect();
        let mut taker = Breathing::new(Taker::default());
        taker.write_all(&text).unwrap();
        assert_eq!(taker.get_ref().pieces, [PIECE, PIECE, 7]);
        assert!(taker.into_inner().bytes == text);

        let mut given = Breathing::new(text.as_slice());
        let mut piece = vec![0; PIECE * 2];
        assert_eq!(given.read(&mut piece).unwrap(), PIECE);
        let mut rest = Vec::new();
        given.read_to_end(&mut rest).unwrap();
        assert!(rest == text[PIECE..]);
    }
}
