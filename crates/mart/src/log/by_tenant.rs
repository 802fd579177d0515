//! A value for each tenant of a log. What it leaves out: what the value is.

use std::collections::BTreeMap;

/// One `T` a tenant. A log mostly stays with the tenant it was at, which is found again without a look into the index.
#[derive(Debug, Default)]
pub struct ByTenant<T> {
    index: BTreeMap<Box<str>, usize>,
    values: Vec<(Box<str>, T)>,
    last: usize,
}

impl<T: Default> ByTenant<T> {
    /// The tenant's value; a new one when it has none.
    #[must_use]
    pub fn of(&mut self, tenant: &str) -> &mut T {
        let is_last = self.values.get(self.last).is_some_and(|(name, _)| **name == *tenant);
        if !is_last {
            self.last = match self.index.get(tenant) {
                Some(at) => *at,
                None => {
                    self.index.insert(tenant.into(), self.values.len());
                    self.values.push((tenant.into(), T::default()));
                    self.values.len() - 1
                }
            };
        }
        &mut self.values[self.last].1
    }

    /// All values.
    pub fn into_values(self) -> impl Iterator<Item = T> {
        self.values.into_iter().map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tenant_finds_its_own_value_again() {
        let mut counts = ByTenant::<u32>::default();
        for tenant in ["a", "a", "b", "a", "c", "b", "b"] {
            *counts.of(tenant) += 1;
        }
        assert_eq!(counts.into_values().collect::<Vec<_>>(), [3, 3, 1]);
    }
}
