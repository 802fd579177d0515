//! Messages of one sort of party: how many, and how many characters. What it leaves out: whose message is which.

/// Messages and their characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Messages {
    /// How many.
    pub count: u64,
    /// All their texts' Unicode scalar values, spaces included.
    pub size: u64,
}

impl Messages {
    pub(crate) fn add(&mut self, characters: u64) {
        self.count += 1;
        self.size += characters;
    }
}
