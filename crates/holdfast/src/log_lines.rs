//! Reads a log in the export format line by line: each line whole, bounded, in order. What it leaves out: what is done with the events.

use std::collections::HashMap;
use std::io::BufRead;

use mart::log::{Line, Order, parse};

/// The longest line. A message of the most characters that can be set, all escaped, has an eighth of it.
const LINE_BYTES_MAX: usize = 16 * 1024 * 1024;

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
    line: Vec<u8>,
    number: u64,
    orders: HashMap<Box<str>, Order>,
}

impl<R: BufRead> LogLines<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { input, line: Vec::new(), number: 0, orders: HashMap::new() }
    }

    /// The next line; none at the end.
    ///
    /// # Errors
    /// When the line cannot be read, is malformed, or out of order; nothing after it is to be believed.
    pub(crate) fn next(&mut self) -> Result<Option<Line<'_>>, LogError> {
        self.number += 1;
        let number = self.number;
        self.line.clear();
        let is_whole = read_line(&mut self.input, &mut self.line)
            .map_err(|why| LogError::Input { number, why })?;
        let malformed = |what| LogError::Malformed { number, what };
        if !is_whole {
            return Err(malformed(format!("longer than {LINE_BYTES_MAX} bytes")));
        }
        if self.line.is_empty() {
            return Ok(None);
        }
        let line = parse(&self.line).map_err(|why| malformed(why.to_string()))?;
        let ordered = match self.orders.get_mut(&*line.tenant) {
            Some(order) => order.next(line.seq, line.entry.at),
            None => {
                let mut order = Order::default();
                let ordered = order.next(line.seq, line.entry.at);
                self.orders.insert((&*line.tenant).into(), order);
                ordered
            }
        };
        ordered.map_err(|why| malformed(why.to_string()))?;
        Ok(Some(line))
    }
}

/// Reads a line with its end; false when it is too long.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    loop {
        let bytes = match input.fill_buf() {
            Ok(bytes) => bytes,
            Err(why) if why.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(why) => return Err(why),
        };
        let end = memchr::memchr(b'\n', bytes);
        let taken = end.map_or(bytes.len(), |end| end + 1);
        line.extend_from_slice(&bytes[..taken]);
        input.consume(taken);
        if line.len() > LINE_BYTES_MAX {
            return Ok(false);
        }
        if end.is_some() || taken == 0 {
            return Ok(true);
        }
    }
}
