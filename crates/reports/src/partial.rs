//! What a row's figures are computed from: parts that can be added up, and the distribution of waits. Totals are made by adding these, never
//! from figures.

use std::collections::BTreeMap;

use mart::reports::{Column, Figure, Part, Take, Unit, Waited, What};
use protocol::report::Cell;

/// Waits of fewer seconds are counted in a list, which is quicker: most are.
const SHORT_SECONDS: usize = 300;

/// How many chats waited how many seconds.
#[derive(Debug, Clone, Default)]
struct Counts {
    /// By the seconds.
    short: Vec<u64>,
    long: BTreeMap<i64, u64>,
}

impl Counts {
    fn add(&mut self, wait: i64, chats: u64) {
        match usize::try_from(wait) {
            Ok(wait) if wait < SHORT_SECONDS => {
                if wait >= self.short.len() {
                    self.short.resize(wait + 1, 0);
                }
                self.short[wait] += chats;
            }
            Ok(_) | Err(_) => *self.long.entry(wait).or_default() += chats,
        }
    }

    /// Waits that there are, with their number, the shortest first.
    fn all(&self) -> impl DoubleEndedIterator<Item = (i64, u64)> {
        let short = self.short.iter().enumerate().filter(|(_, chats)| **chats > 0);
        let short = short.map(|(wait, chats)| (wait as i64, *chats));
        short.chain(self.long.iter().map(|(wait, chats)| (*wait, *chats)))
    }

    fn number(&self) -> u64 {
        self.all().map(|(_, chats)| chats).sum()
    }

    fn longest(&self) -> Option<i64> {
        self.all().next_back().map(|(wait, _)| wait)
    }
}

/// The waits of chats that were answered, and of those that were abandoned.
#[derive(Debug, Clone, Default)]
pub(crate) struct Waits {
    answered: Counts,
    abandoned: Counts,
}

impl Waits {
    pub(crate) fn add(&mut self, is_answered: bool, wait: i64, chats: u64) {
        let of = if is_answered { &mut self.answered } else { &mut self.abandoned };
        of.add(wait, chats);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (is_answered, of) in [(true, &other.answered), (false, &other.abandoned)] {
            for (wait, chats) in of.all() {
                self.add(is_answered, wait, chats);
            }
        }
    }

    fn number(&self, of: Waited) -> u64 {
        match of {
            Waited::Answered => self.answered.number(),
            Waited::Both => self.answered.number() + self.abandoned.number(),
        }
    }

    fn within(&self, seconds: i64) -> u64 {
        let within = self.answered.all().take_while(|(wait, _)| *wait <= seconds);
        within.map(|(_, chats)| chats).sum()
    }

    fn longest(&self, of: Waited) -> Option<i64> {
        match of {
            Waited::Answered => self.answered.longest(),
            Waited::Both => self.answered.longest().max(self.abandoned.longest()),
        }
    }

    /// Nearest rank: the smallest wait that at least so many of a hundred do not exceed.
    fn percentile(&self, of_hundred: u8) -> Option<i64> {
        let rank = (self.number(Waited::Answered) * u64::from(of_hundred)).div_ceil(100).max(1);
        let mut seen = 0;
        self.answered.all().find_map(|(wait, chats)| {
            seen += chats;
            (seen >= rank).then_some(wait)
        })
    }

    fn take(&self, of: Waited, take: Take, seconds: i64) -> Cell {
        let whole = |number: Option<i64>| number.map_or(Cell::Null, Cell::Whole);
        match take {
            Take::Number => Cell::Whole(self.number(of) as i64),
            Take::Within => Cell::Whole(self.within(seconds) as i64),
            Take::Longest => whole(self.longest(of)),
            Take::Percentile(of_hundred) => whole(self.percentile(of_hundred)),
            Take::Average => {
                let sum: i64 = self.answered.all().map(|(wait, n)| wait * n as i64).sum();
                quotient(Some(sum), Some(self.number(Waited::Answered) as i64), 1.0)
            }
        }
    }
}

fn quotient(number: Option<i64>, by: Option<i64>, per: f64) -> Cell {
    match (number, by) {
        (Some(number), Some(by)) if by != 0 => Cell::Number(number as f64 / by as f64 / per),
        (Some(_), None | Some(_)) | (None, _) => Cell::Null,
    }
}

/// Milliseconds in a second.
const MS: f64 = 1_000.0;

/// The parts of one row, in the order of a list of them; none where there is nothing of it, or a key has none of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Partial {
    pub(crate) values: Vec<Option<i64>>,
    pub(crate) waits: Waits,
}

impl Partial {
    /// With nothing in it: sums of what may be asked for are 0.
    pub(crate) fn empty(parts: &[Part], is_there: &[bool]) -> Self {
        let value = |(part, is_there): (&Part, &bool)| match part.what {
            What::Count(_) | What::Sum(_) => is_there.then_some(0),
            What::Max(_) => None,
        };
        Self { values: parts.iter().zip(is_there).map(value).collect(), waits: Waits::default() }
    }

    /// Adds a value of one part.
    pub(crate) fn add(&mut self, index: usize, what: What, value: Option<i64>) {
        let Some(kept) = self.values.get_mut(index) else { return };
        *kept = match what {
            What::Max(_) => (*kept).max(value),
            What::Count(_) | What::Sum(_) => match (*kept, value) {
                (Some(kept), Some(value)) => Some(kept + value),
                (kept, None) => kept,
                (None, value) => value,
            },
        };
    }

    pub(crate) fn merge(&mut self, parts: &[Part], other: &Self) {
        for (index, part) in parts.iter().enumerate() {
            self.add(index, part.what, other.values.get(index).copied().flatten());
        }
        self.waits.merge(&other.waits);
    }

    /// A column's figure.
    pub(crate) fn cell(&self, column: &Column, parts: &[Part], seconds: i64) -> Cell {
        let value = |part: Part| {
            let index = parts.iter().position(|one| *one == part)?;
            self.values.get(index).copied().flatten()
        };
        match column.figure {
            Figure::Of(part) => match (value(part), column.unit) {
                (None, _) => Cell::Null,
                (Some(number), _) => Cell::Whole(number),
            },
            Figure::OfMs(part) => value(part).map_or(Cell::Null, |ms| Cell::Number(ms as f64 / MS)),
            Figure::Quotient(part, by) => quotient(value(part), value(by), 1.0),
            Figure::QuotientMs(part, by) => quotient(value(part), value(by), MS),
            Figure::Wait(of, take) => self.waits.take(of, take, seconds),
            Figure::WaitShare(_, by) => {
                let within = self.waits.within(seconds) as i64;
                quotient(Some(within), Some(self.waits.number(by) as i64), 1.0)
            }
        }
    }
}

/// What a value of the chats behind a column's figure is shown as.
pub(crate) fn value_of(column: &Column, value: i64) -> Cell {
    match column.figure {
        Figure::OfMs(_) | Figure::QuotientMs(..) => Cell::Number(value as f64 / MS),
        Figure::Of(_) | Figure::Quotient(..) | Figure::Wait(..) | Figure::WaitShare(..) => {
            Cell::Whole(value)
        }
    }
}

/// A unit as it is sent.
pub(crate) fn unit(unit: Unit) -> protocol::report::Unit {
    use protocol::report::Unit as Out;
    match unit {
        Unit::Count => Out::Count,
        Unit::Seconds => Out::Seconds,
        Unit::Share => Out::Share,
        Unit::Number => Out::Number,
        Unit::Time => Out::Time,
        Unit::Text => Out::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let mut waits = Waits::default();
        assert_eq!(waits.percentile(50), None);
        for wait in [15, 20, 35, 40, 50] {
            waits.add(true, wait, 1);
        }
        assert_eq!(waits.percentile(50), Some(35));
        assert_eq!(waits.percentile(90), Some(50));
        assert_eq!(waits.percentile(40), Some(20));
        waits.add(true, 60, 1);
        assert_eq!(waits.percentile(50), Some(35), "the third of six");
        waits.add(false, 90, 1);
        assert_eq!(waits.longest(Waited::Answered), Some(60));
        assert_eq!(waits.longest(Waited::Both), Some(90));
        assert_eq!((waits.within(19), waits.within(20)), (1, 2));
    }

    #[test]
    fn long_waits_count_as_short_ones_do() {
        let mut waits = Waits::default();
        let long = SHORT_SECONDS as i64;
        for wait in [long + 1, 0, long - 1, 100_000, long] {
            waits.add(true, wait, 2);
        }
        let mut both = Waits::default();
        both.merge(&waits);
        both.merge(&waits);
        assert_eq!((both.number(Waited::Answered), both.within(long)), (20, 12));
        assert_eq!(
            [1, 20, 21, 50, 60, 80, 81].map(|of_hundred| both.percentile(of_hundred)),
            [
                Some(0),
                Some(0),
                Some(long - 1),
                Some(long),
                Some(long),
                Some(long + 1),
                Some(100_000)
            ]
        );
        assert_eq!(both.longest(Waited::Both), Some(100_000));
        let average = both.take(Waited::Answered, Take::Average, 0);
        assert_eq!(average, Cell::Number((3 * long + 100_000) as f64 / 5.0));
    }
}
