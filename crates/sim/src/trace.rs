//! What happened, as lines that a person can read. A run is repeated with the trace on when it failed, and only its last lines that have
//! to do with what was found are printed.

use std::collections::VecDeque;

/// How many lines are kept; what is printed is a choice of them.
const KEPT: usize = 4_000;

#[derive(Debug, Default)]
pub(crate) struct Trace {
    is_on: bool,
    lines: VecDeque<String>,
}

impl Trace {
    pub(crate) fn new(is_on: bool) -> Self {
        Self { is_on, lines: VecDeque::new() }
    }

    /// Notes a line, which is made only when somebody will read it.
    pub(crate) fn note(&mut self, at: u64, line: impl FnOnce() -> String) {
        if !self.is_on {
            return;
        }
        if self.lines.len() == KEPT {
            self.lines.pop_front();
        }
        let (seconds, ms) = (at / 1_000, at % 1_000);
        self.lines.push_back(format!("{seconds:>7}.{ms:03}  {}", line()));
    }

    /// All lines that are kept.
    pub(crate) fn into_lines(self) -> Vec<String> {
        self.lines.into()
    }

    /// The last lines that have to do with any of these words, and what befell the server.
    pub(crate) fn about(&self, words: &[String], most: usize) -> Vec<String> {
        let concerns = |line: &&String| {
            line.contains("server") || words.iter().any(|word| has_word(line, word))
        };
        let mut lines: Vec<String> =
            self.lines.iter().rev().filter(concerns).take(most).cloned().collect();
        lines.reverse();
        lines
    }
}

/// Whether a word stands in a line, not as a part of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let next = line[at + word.len()..].chars().next();
        let before = line[..at].chars().next_back();
        let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        is_apart(next) && is_apart(before)
    })
}
