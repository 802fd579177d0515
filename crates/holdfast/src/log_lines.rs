//! Reads a log in the export format. What it leaves out: the lines themselves, which are `mart`'s, and what is done with the events.

use std::io::Read;

use ::mart::log::{Line, Lines, Malformed};

/// Why a log is not read to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LogError {
    /// A line is not as the format says.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// The input cannot be read.
    #[error("line {number} cannot be read: {why}")]
    Input {
        /// Which line, from 1.
        number: u64,
        /// Why.
        why: std::io::Error,
    },
}

/// The lines of an input.
pub(crate) struct LogLines<R> {
    input: R,
    lines: Lines,
}

impl<R: Read> LogLines<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { input, lines: Lines::default() }
    }

    /// The number of the line that was handed out last, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.lines.number()
    }

    /// The next line with its text; none at the end.
    ///
    /// # Errors
    /// When the line cannot be read, is malformed, or out of order; nothing after it is to be believed.
    pub(crate) fn next(&mut self) -> Result<Option<(Line<'_>, &[u8])>, LogError> {
        while !self.lines.is_ready() {
            match self.input.read(self.lines.room()) {
                Ok(count) => self.lines.put(count),
                Err(why) if why.kind() == std::io::ErrorKind::Interrupted => {}
                Err(why) => {
                    return Err(LogError::Input { number: self.lines.number() + 1, why });
                }
            }
        }
        Ok(self.lines.take()?)
    }
}
