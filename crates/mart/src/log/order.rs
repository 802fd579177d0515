//! What must hold along a log: `seq` goes up, `at` never goes back. What it leaves out: gaps, which a filtered export may have.

use domain::Timestamp;

/// What is out of order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// A position that is not above the one before.
    #[error("seq {found} does not come after seq {before}")]
    Seq {
        /// The one before.
        before: u64,
        /// This one.
        found: u64,
    },
    /// A time before the last one.
    #[error("at {found} is before {before}, the time of the event before")]
    At {
        /// The one before.
        before: Timestamp,
        /// This one.
        found: Timestamp,
    },
}

/// Checks the order of one tenant's log as it goes by.
#[derive(Debug, Clone, Default)]
pub struct Order {
    last: Option<(u64, Timestamp)>,
}

impl Order {
    /// Takes the next event's place.
    ///
    /// # Errors
    /// When it is not after the last one's.
    pub fn next(&mut self, seq: u64, at: Timestamp) -> Result<(), OrderError> {
        if let Some((before, last_at)) = self.last {
            if seq <= before {
                return Err(OrderError::Seq { before, found: seq });
            }
            if at < last_at {
                return Err(OrderError::At { before: last_at, found: at });
            }
        }
        self.last = Some((seq, at));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seq_goes_up_and_at_does_not_go_back() {
        let mut order = Order::default();
        order.next(3, Timestamp(10)).unwrap();
        order.next(5, Timestamp(10)).unwrap();
        let refused = order.next(5, Timestamp(11)).unwrap_err();
        assert_eq!(refused.to_string(), "seq 5 does not come after seq 5");
        let refused = order.next(6, Timestamp(9)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "at 1970-01-01T00:00:00.009Z is before 1970-01-01T00:00:00.010Z, the time of the event before"
        );
        order.next(6, Timestamp(11)).unwrap();
    }
}
