//! Customers whose request for a chat is on its way: one at a time each, so that the number of its conversation is surely the next.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use domain::{Code, Refusal};

type Names = Arc<Mutex<HashSet<Arc<str>>>>;

/// The customers.
#[derive(Debug, Default)]
pub(crate) struct Starting(Names);

/// Held while a request is on its way.
#[derive(Debug)]
pub(crate) struct Started {
    names: Names,
    customer: Arc<str>,
}

impl Starting {
    /// Begins a request.
    ///
    /// # Errors
    /// Refused with `busy` when another one of the same customer is on its way.
    pub(crate) fn begin(&self, customer: &Arc<str>) -> Result<Started, Refusal> {
        let is_first =
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(Arc::clone(customer));
        if !is_first {
            return Err(Refusal::new(Code::Busy, "another request for a chat is on its way"));
        }
        Ok(Started { names: Arc::clone(&self.0), customer: Arc::clone(customer) })
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.customer);
    }
}
