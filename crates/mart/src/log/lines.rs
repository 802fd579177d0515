//! A log in the export format, line by line: each whole, bounded, in order. What it leaves out: where the bytes come from, and what is done
//! with the events.

use super::{ByTenant, Line, Order, parse};

/// The longest line. A message of the most characters that can be set, all escaped, has an eighth of it.
const LINE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How many bytes are taken at a time; the buffer grows for a longer line.
const BUFFER_BYTES: usize = 256 * 1024;

/// A line that is not as the format says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {number}: {what}")]
pub struct Malformed {
    /// Which line, from 1.
    pub number: u64,
    /// What is wrong with it.
    pub what: String,
}

/// The lines of a log. Who has it puts bytes in until a line is whole, and then takes that one. Order is held a tenant: positions are those of
/// the tenant's own journal.
#[derive(Debug)]
pub struct Lines {
    /// What was put in and not yet taken is in `from..to`; lines are handed out from here without a copy.
    buffer: Vec<u8>,
    from: usize,
    to: usize,
    /// How much of that has no line's end.
    looked: usize,
    is_at_end: bool,
    number: u64,
    orders: ByTenant<Order>,
}

impl Default for Lines {
    fn default() -> Self {
        Self {
            buffer: vec![0; BUFFER_BYTES],
            from: 0,
            to: 0,
            looked: 0,
            is_at_end: false,
            number: 0,
            orders: ByTenant::default(),
        }
    }
}

impl Lines {
    /// The number of the line that was taken last, from 1.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Whether [`Self::take`] can be called; if not, bytes are to be put in first.
    #[must_use]
    pub fn is_ready(&mut self) -> bool {
        let rest = &self.buffer[self.from..self.to];
        match memchr::memchr(b'\n', &rest[self.looked..]) {
            Some(at) => {
                // Where the line's end is: looked at once more when it is taken.
                self.looked += at;
                true
            }
            None => {
                self.looked = rest.len();
                self.is_at_end || self.looked > LINE_BYTES_MAX
            }
        }
    }

    /// Where the next bytes go. Never empty.
    pub fn room(&mut self) -> &mut [u8] {
        self.buffer.copy_within(self.from..self.to, 0);
        self.to -= self.from;
        self.from = 0;
        if self.to == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        &mut self.buffer[self.to..]
    }

    /// So many bytes were put there; none: the log is over.
    pub fn put(&mut self, count: usize) {
        self.is_at_end = count == 0;
        self.to = (self.to + count).min(self.buffer.len());
    }

    /// The next line with its text; none at the end. Only once [`Self::is_ready`].
    ///
    /// # Errors
    /// When the line is malformed or out of order; nothing after it is to be believed.
    pub fn take(&mut self) -> Result<Option<(Line<'_>, &[u8])>, Malformed> {
        self.number += 1;
        let number = self.number;
        let malformed = |what| Malformed { number, what };
        let has_end = self.from + self.looked < self.to;
        let length = self.looked + usize::from(has_end);
        if length > LINE_BYTES_MAX {
            return Err(malformed(format!("longer than {LINE_BYTES_MAX} bytes")));
        }
        if length == 0 {
            return Ok(None);
        }
        let bytes = &self.buffer[self.from..self.from + length];
        self.from += length;
        self.looked = 0;
        let line = parse(bytes).map_err(|why| malformed(why.to_string()))?;
        let ordered = self.orders.of(&line.tenant).next(line.seq, line.entry.at);
        ordered.map_err(|why| malformed(why.to_string()))?;
        Ok(Some((line, bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(seq: u64, filler: usize) -> String {
        format!(
            r#"{{"seq":{seq},"at":"2026-11-21T09:00:00Z","tenant":"t","conversation":null,"chat":null,"kind":"x","data":{{"f":"{}"}},"actor":{{"type":"system","id":""}}}}"#,
            "x".repeat(filler)
        )
    }

    /// Puts the next bytes of a log in until a line is whole: as many as there is room for, or only so many.
    fn until_ready(lines: &mut Lines, log: &mut &[u8], at_once: usize) {
        while !lines.is_ready() {
            let room = lines.room();
            let count = at_once.min(log.len()).min(room.len());
            room[..count].copy_from_slice(&log[..count]);
            *log = &log[count..];
            lines.put(count);
        }
    }

    #[test]
    fn lines_are_whole_however_the_bytes_come() {
        let log = format!("{}\n{}\r\n{}", line(1, 0), line(2, 3 * BUFFER_BYTES), line(3, 1));
        for at_once in [7, 4_096, usize::MAX] {
            let (mut lines, mut rest) = (Lines::default(), log.as_bytes());
            for seq in 1..=3 {
                until_ready(&mut lines, &mut rest, at_once);
                let (taken, text) = lines.take().unwrap().unwrap();
                assert_eq!(taken.seq, seq);
                assert!(text.starts_with(format!("{{\"seq\":{seq},").as_bytes()));
            }
            until_ready(&mut lines, &mut rest, at_once);
            assert_eq!(lines.take(), Ok(None));
        }
    }

    #[test]
    fn a_line_has_a_limit() {
        let first = |log: &[u8]| {
            let (mut lines, mut rest) = (Lines::default(), log);
            until_ready(&mut lines, &mut rest, usize::MAX);
            lines.take().map(|line| line.map(|(line, _)| line.seq))
        };
        let overhead = line(1, 0).len() + 1;
        let log = |filler| format!("{}\n", line(1, filler)).into_bytes();
        let fits = log(LINE_BYTES_MAX - overhead);
        assert_eq!(fits.len(), LINE_BYTES_MAX);
        assert_eq!(first(&fits), Ok(Some(1)));
        for endless in [log(LINE_BYTES_MAX - overhead + 1), vec![b'x'; LINE_BYTES_MAX + 2]] {
            let refused = first(&endless).unwrap_err();
            assert_eq!(refused.to_string(), "line 1: longer than 16777216 bytes");
        }
    }
}
