//! The hourly aggregate, kept up to date as chats change: each chat's old part is taken out and its new one put in. What it leaves out:
//! days and longer, which are derived from the hours.

use std::collections::BTreeMap;

use super::aggregates::{AGT_CHAT_STATS_HOUR, OUTCOMES, SUMS};
use super::chat::Measures;
use super::table::{Field, Row, RowChange};

/// Most groups that are remembered between two writes; others are read again.
const REMEMBERED_MAX: usize = 20_000;

/// Key fields of a group: hour, tenant, media type, media origin, queue, dimension row.
pub(super) type GroupKey = (i64, i64, i64, String, i64, i64);

/// A chat's part in the aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) key: GroupKey,
    pub(super) is_open: bool,
    pub(super) accepted: bool,
    pub(super) abandoned: bool,
    pub(super) continued: bool,
    pub(super) measures: Measures,
}

impl Part {
    fn outcomes(&self) -> [i64; 4] {
        [1, i64::from(self.accepted), i64::from(self.abandoned), i64::from(self.continued)]
    }
}

#[derive(Debug, Clone, Default)]
struct Group {
    outcomes: [i64; 4],
    sums: Vec<i64>,
    maxes: [i64; 4],
    is_dirty: bool,
}

/// The largest values of the open chats of a group, each with how many have it: an open chat leaves its group when it ends.
type OpenMaxes = [BTreeMap<i64, u32>; 4];

/// The groups of late. A group has only open chats or only ended ones, since the dimension row says how a chat ended.
#[derive(Debug, Default)]
pub(super) struct Hours {
    groups: BTreeMap<GroupKey, Group>,
    open: BTreeMap<GroupKey, OpenMaxes>,
}

impl Hours {
    /// Whether the group is at hand; if not, [`Self::load`] it first.
    pub(super) fn knows(&self, key: &GroupKey) -> bool {
        self.groups.contains_key(key)
    }

    /// Takes a group as it is stored, or that there is none.
    pub(super) fn load(&mut self, key: GroupKey, row: Option<&Row>) {
        let table = &AGT_CHAT_STATS_HOUR;
        let mut group = Group { sums: vec![0; SUMS.len()], ..Group::default() };
        if let Some(row) = row {
            let number = |index: usize| row.get(index).and_then(Field::integer).unwrap_or_default();
            let from = table.key;
            group.outcomes = std::array::from_fn(|index| number(from + index));
            let sums = from + OUTCOMES.len();
            group.sums = (0..SUMS.len()).map(|index| number(sums + index)).collect();
            group.maxes = std::array::from_fn(|index| number(sums + SUMS.len() + index));
        }
        self.groups.insert(key, group);
    }

    /// Notes an open chat that is stored already.
    pub(super) fn load_open(&mut self, key: GroupKey, maxes: [i64; 4]) {
        self.count_open(&key, maxes);
    }

    fn count_open(&mut self, key: &GroupKey, maxes: [i64; 4]) {
        if !self.open.contains_key(key) {
            self.open.insert(key.clone(), OpenMaxes::default());
        }
        if let Some(open) = self.open.get_mut(key) {
            for (counts, max) in open.iter_mut().zip(maxes) {
                *counts.entry(max).or_default() += 1;
            }
        }
    }

    fn uncount_open(&mut self, key: &GroupKey, maxes: [i64; 4]) {
        let Some(open) = self.open.get_mut(key) else { return };
        for (counts, max) in open.iter_mut().zip(maxes) {
            if let Some(count) = counts.get_mut(&max) {
                *count -= 1;
                if *count == 0 {
                    counts.remove(&max);
                }
            }
        }
        if open[0].is_empty() {
            self.open.remove(key);
        }
    }

    /// Takes a chat's part out.
    pub(super) fn remove(&mut self, part: &Part) {
        if part.is_open {
            self.uncount_open(&part.key, part.measures.maxes);
        }
        if let Some(group) = self.groups.get_mut(&part.key) {
            change(&mut group.outcomes, &part.outcomes(), -1);
            change(&mut group.sums, &part.measures.sums, -1);
            group.is_dirty = true;
        }
    }

    /// Puts a chat's part in.
    pub(super) fn add(&mut self, part: &Part) {
        if part.is_open {
            self.count_open(&part.key, part.measures.maxes);
        }
        if let Some(group) = self.groups.get_mut(&part.key) {
            change(&mut group.outcomes, &part.outcomes(), 1);
            change(&mut group.sums, &part.measures.sums, 1);
            if !part.is_open {
                for (max, own) in group.maxes.iter_mut().zip(part.measures.maxes) {
                    *max = own.max(*max);
                }
            }
            group.is_dirty = true;
        }
    }

    /// Rows that changed since the last time.
    pub(super) fn take_changes(&mut self) -> Vec<RowChange> {
        let table = &AGT_CHAT_STATS_HOUR;
        let mut changes = Vec::new();
        for (key, group) in &mut self.groups {
            if !std::mem::take(&mut group.is_dirty) {
                continue;
            }
            let mut row = key_fields(key);
            if group.outcomes[0] == 0 {
                changes.push(RowChange::Remove(table, row));
                continue;
            }
            if let Some(open) = self.open.get(key) {
                for (max, counts) in group.maxes.iter_mut().zip(open) {
                    *max = counts.last_key_value().map_or(0, |(max, _)| *max);
                }
            }
            let numbers = group.outcomes.iter().chain(&group.sums).chain(&group.maxes);
            row.extend(numbers.map(|number| Field::Integer(*number)));
            changes.push(RowChange::Put(table, row));
        }
        if self.groups.len() > REMEMBERED_MAX {
            self.groups.clear();
        } else {
            self.groups.retain(|_, group| group.outcomes[0] != 0);
        }
        changes
    }
}

fn change(numbers: &mut [i64], by: &[i64], sign: i64) {
    for (number, by) in numbers.iter_mut().zip(by) {
        *number += sign * by;
    }
}

/// The key of a group as fields.
pub(super) fn key_fields(key: &GroupKey) -> Row {
    let (hour, tenant, media_type, media_origin, queue, dim) = key;
    vec![
        (*hour).into(),
        (*tenant).into(),
        (*media_type).into(),
        media_origin.as_str().into(),
        (*queue).into(),
        (*dim).into(),
    ]
}
