//! An aggregate by the hour, perhaps also by the day, kept up to date as what is in it changes: the old part of each is taken out and its new
//! one put in. What it leaves out: chats, whose aggregate is in `hours`, since they move between groups that have largest values.

use std::collections::BTreeMap;

use super::projector::{Past, PastError};
use super::table::{Field, Row, RowChange, Table};

/// Most groups that are remembered between two writes; others are read again.
const REMEMBERED_MAX: usize = 20_000;

/// A day.
const DAY_SECONDS: i64 = 86_400;

/// What one thing adds to one group. A thing with a largest value never changes its group, and the value never gets smaller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Share {
    /// The group's key by the hour, which stands in its first field.
    pub(super) key: Row,
    pub(super) sums: Vec<i64>,
    /// The largest value, in the table's last column, where it has one.
    pub(super) max: Option<i64>,
}

#[derive(Debug, Clone)]
struct Group {
    sums: Vec<i64>,
    max: Option<i64>,
    is_dirty: bool,
}

/// The same things by the hour and, where it has such a table, by the day.
#[derive(Debug)]
pub(super) struct Rollup {
    hours: Groups,
    days: Option<Groups>,
}

impl Rollup {
    /// By the hour alone.
    pub(super) fn of_hours(hours: &'static Table, has_max: bool) -> Self {
        Self { hours: Groups::new(hours, has_max), days: None }
    }

    /// Also by the day, in UTC.
    pub(super) fn of_hours_and_days(
        hours: &'static Table,
        days: &'static Table,
        has_max: bool,
    ) -> Self {
        Self { days: Some(Groups::new(days, has_max)), ..Self::of_hours(hours, has_max) }
    }

    /// Puts a share in the place of the one before.
    ///
    /// # Errors
    /// When a stored group cannot be read.
    pub(super) fn change(
        &mut self,
        before: Option<&Share>,
        after: &Share,
        past: &dyn Past,
    ) -> Result<(), PastError> {
        if before == Some(after) {
            return Ok(());
        }
        for (share, sign) in before.map(|before| (before, -1)).into_iter().chain([(after, 1)]) {
            self.hours.add(&share.key, share, sign, past)?;
            if let Some(days) = &mut self.days {
                days.add(&of_day(&share.key), share, sign, past)?;
            }
        }
        Ok(())
    }

    /// Rows that changed since the last time.
    pub(super) fn take_changes(&mut self) -> Vec<RowChange> {
        let mut changes = self.hours.take_changes();
        if let Some(days) = &mut self.days {
            changes.extend(days.take_changes());
        }
        changes
    }
}

/// The key of the day in which an hour is.
fn of_day(key: &Row) -> Row {
    let mut key = key.clone();
    if let Some(Field::Integer(start)) = key.first_mut() {
        *start = start.div_euclid(DAY_SECONDS) * DAY_SECONDS;
    }
    key
}

/// The groups of late of one table.
#[derive(Debug)]
struct Groups {
    table: &'static Table,
    has_max: bool,
    groups: BTreeMap<Row, Group>,
}

impl Groups {
    fn new(table: &'static Table, has_max: bool) -> Self {
        Self { table, has_max, groups: BTreeMap::new() }
    }

    fn add(
        &mut self,
        key: &Row,
        share: &Share,
        sign: i64,
        past: &dyn Past,
    ) -> Result<(), PastError> {
        if !self.groups.contains_key(key) {
            let stored = past.row(self.table, key)?;
            self.groups.insert(key.clone(), self.group(stored.as_ref()));
        }
        if let Some(group) = self.groups.get_mut(key) {
            for (sum, own) in group.sums.iter_mut().zip(&share.sums) {
                *sum += sign * own;
            }
            group.max = group.max.max(share.max);
            group.is_dirty = true;
        }
        Ok(())
    }

    fn group(&self, row: Option<&Row>) -> Group {
        let number = |index: usize| row.and_then(|row| row.get(index)?.integer());
        let from = self.table.key;
        let to = self.table.columns.len() - usize::from(self.has_max);
        Group {
            sums: (from..to).map(|index| number(index).unwrap_or_default()).collect(),
            max: self.has_max.then(|| number(to).unwrap_or_default()),
            is_dirty: false,
        }
    }

    fn take_changes(&mut self) -> Vec<RowChange> {
        let mut changes = Vec::new();
        let is_empty = |group: &Group| group.sums.iter().all(|sum| *sum == 0);
        for (key, group) in &mut self.groups {
            if !std::mem::take(&mut group.is_dirty) {
                continue;
            }
            let mut row = key.clone();
            if is_empty(group) {
                changes.push(RowChange::Remove(self.table, row));
                continue;
            }
            row.extend(group.sums.iter().chain(&group.max).copied().map(Field::Integer));
            changes.push(RowChange::Put(self.table, row));
        }
        if self.groups.len() > REMEMBERED_MAX {
            self.groups.clear();
        } else {
            self.groups.retain(|_, group| !is_empty(group));
        }
        changes
    }
}
