//! Reads a log in the export format line by line: each line whole, bounded, in order. What it leaves out: what is done with the events.

use std::io::Read;

use ::mart::log::{ByTenant, Line, Order, parse};

/// The longest line. A message of the most characters that can be set, all escaped, has an eighth of it.
const LINE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How much is read at a time; the buffer grows for a longer line.
const BUFFER_BYTES: usize = 256 * 1024;

/// Why a log is not read to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LogError {
    /// A line is not as the format says.
    #[error("line {number}: {what}")]
    Malformed {
        /// Which line, from 1.
        number: u64,
        /// What is wrong with it.
        what: String,
    },
    /// The input cannot be read.
    #[error("line {number} cannot be read: {why}")]
    Input {
        /// Which line, from 1.
        number: u64,
        /// Why.
        why: std::io::Error,
    },
}

/// The lines of a log. Order is held a tenant: positions are those of the tenant's own journal.
pub(crate) struct LogLines<R> {
    input: R,
    /// What was read and not yet handed out is in `from..to`; lines are handed out from here without a copy.
    buffer: Vec<u8>,
    from: usize,
    to: usize,
    is_at_end: bool,
    number: u64,
    orders: ByTenant<Order>,
}

impl<R: Read> LogLines<R> {
    pub(crate) fn new(input: R) -> Self {
        Self {
            input,
            buffer: vec![0; BUFFER_BYTES],
            from: 0,
            to: 0,
            is_at_end: false,
            number: 0,
            orders: ByTenant::default(),
        }
    }

    /// The next line; none at the end.
    ///
    /// # Errors
    /// When the line cannot be read, is malformed, or out of order; nothing after it is to be believed.
    pub(crate) fn next(&mut self) -> Result<Option<Line<'_>>, LogError> {
        Ok(self.next_with_text()?.map(|(line, _)| line))
    }

    /// The number of the line that was handed out last, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The next line with its text; none at the end.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub(crate) fn next_with_text(&mut self) -> Result<Option<(Line<'_>, &[u8])>, LogError> {
        self.number += 1;
        let number = self.number;
        let malformed = |what| LogError::Malformed { number, what };
        let length = match self.whole_line() {
            Ok(Some(length)) => length,
            Ok(None) => return Err(malformed(format!("longer than {LINE_BYTES_MAX} bytes"))),
            Err(why) => return Err(LogError::Input { number, why }),
        };
        if length == 0 {
            return Ok(None);
        }
        let bytes = &self.buffer[self.from..self.from + length];
        self.from += length;
        let line = parse(bytes).map_err(|why| malformed(why.to_string()))?;
        let ordered = self.orders.of(&line.tenant).next(line.seq, line.entry.at);
        ordered.map_err(|why| malformed(why.to_string()))?;
        Ok(Some((line, bytes)))
    }

    /// Has the next line whole in the buffer; its length with its end, 0 at the end of the log, none when it is too long.
    fn whole_line(&mut self) -> std::io::Result<Option<usize>> {
        let mut looked = 0;
        loop {
            let rest = &self.buffer[self.from..self.to];
            if let Some(end) = memchr::memchr(b'\n', &rest[looked..]) {
                return Ok(Some(looked + end + 1));
            }
            looked = rest.len();
            if looked > LINE_BYTES_MAX {
                return Ok(None);
            }
            if self.is_at_end {
                return Ok(Some(looked));
            }
            self.read_more()?;
        }
    }

    fn read_more(&mut self) -> std::io::Result<()> {
        self.buffer.copy_within(self.from..self.to, 0);
        self.to -= self.from;
        self.from = 0;
        if self.to == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        match self.input.read(&mut self.buffer[self.to..]) {
            Ok(0) => self.is_at_end = true,
            Ok(count) => self.to += count,
            Err(why) if why.kind() == std::io::ErrorKind::Interrupted => {}
            Err(why) => return Err(why),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out a byte at a time, or a few.
    struct Drips<'a>(&'a [u8], usize);

    impl Read for Drips<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(self.0.len()).min(into.len());
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn line(seq: u64, filler: usize) -> String {
        format!(
            r#"{{"seq":{seq},"at":"2026-11-21T09:00:00Z","tenant":"t","conversation":null,"chat":null,"kind":"x","data":{{"f":"{}"}},"actor":{{"type":"system","id":""}}}}"#,
            "x".repeat(filler)
        )
    }

    #[test]
    fn lines_are_whole_however_the_input_comes() {
        let log = format!("{}\n{}\r\n{}", line(1, 0), line(2, 3 * BUFFER_BYTES), line(3, 1));
        for at_once in [7, 4_096, usize::MAX] {
            let mut lines = LogLines::new(Drips(log.as_bytes(), at_once));
            for seq in 1..=3 {
                assert_eq!(lines.next().unwrap().unwrap().seq, seq);
            }
            assert!(lines.next().unwrap().is_none());
        }
    }

    #[test]
    fn a_line_has_a_limit() {
        let overhead = line(1, 0).len() + 1;
        let log = |filler| format!("{}\n", line(1, filler)).into_bytes();
        let fits = log(LINE_BYTES_MAX - overhead);
        assert_eq!(fits.len(), LINE_BYTES_MAX);
        assert!(LogLines::new(&fits[..]).next().is_ok());
        let endless = vec![b'x'; LINE_BYTES_MAX + 2];
        let refused = LogLines::new(&endless[..]).next().unwrap_err();
        assert_eq!(refused.to_string(), "line 1: longer than 16777216 bytes");
    }
}
