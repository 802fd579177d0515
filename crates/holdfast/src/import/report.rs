//! What became of an imported log.

use std::collections::BTreeMap;
use std::fmt;

/// Most kinds that are counted by name; a log has some dozens.
const KINDS_MAX: usize = 1_000;

/// What was loaded, and what could not be kept as it was.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Report {
    /// Events that are stored.
    pub(super) events: u64,
    /// Events of kinds that this version does not know, by kind.
    pub(super) unknown: BTreeMap<String, u64>,
    /// Events of known kinds whose data does not say enough to be stored.
    pub(super) unfit: u64,
    /// Events that lacked something and got what it stands for when absent.
    pub(super) completed: u64,
    /// Events with keys that the stored format does not have.
    pub(super) trimmed: u64,
    /// Events that have another position than in the file.
    pub(super) moved: u64,
}

impl Report {
    /// Counts an event of a kind that is not known.
    pub(super) fn count_unknown(&mut self, kind: &str) {
        let is_new = !self.unknown.contains_key(kind);
        let name = if is_new && self.unknown.len() >= KINDS_MAX { "others" } else { kind };
        *self.unknown.entry(name.to_owned()).or_default() += 1;
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} events were loaded", self.events)?;
        for (kind, count) in &self.unknown {
            write!(f, "\n{count} of the unknown kind {kind} were left out")?;
        }
        let counts = [
            (self.unfit, "were left out, since their data does not say enough to be stored"),
            (self.completed, "lacked something and got what it stands for when absent"),
            (self.trimmed, "had keys that are not stored; the rest of them is"),
            (self.moved, "have another position than in the file, which has gaps now or then"),
        ];
        for (count, what) in counts.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, "\n{count} {what}")?;
        }
        Ok(())
    }
}
