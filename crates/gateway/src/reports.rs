//! The readers that answer reports: a few, each used by one blocking call at a time, each call with a time limit. Whoever goes away has its
//! question ended. What it leaves out: what is asked.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::{Code, Refusal};
use reports::ReportError;
use store::{Interrupter, OpenReports, ReportReader};
use tokio::sync::{Semaphore, oneshot};
use tokio::time::timeout;

use crate::config::Config;
use crate::limits::REPORTS_AT_ONCE;
use crate::problem::{invalid, unreadable};

/// The readers that are not used now, and what opens more.
pub(crate) struct Reports {
    open: OpenReports,
    free: Mutex<Vec<Box<dyn ReportReader>>>,
    permits: Arc<Semaphore>,
    waits_for: Duration,
    within: Duration,
}

/// What the one who asks and the one who reads tell each other.
#[derive(Default)]
struct Asking {
    is_done: bool,
    is_given_up: bool,
    interrupter: Option<Interrupter>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the question when nobody waits for its answer any more.
struct Waiting(Arc<Mutex<Asking>>);

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut asking = locked(&self.0);
        asking.is_given_up = true;
        if let (false, Some(interrupt)) = (asking.is_done, &asking.interrupter) {
            interrupt();
        }
    }
}

impl Reports {
    pub(crate) fn new(open: OpenReports, config: &Config) -> Self {
        let permits = Arc::new(Semaphore::new(REPORTS_AT_ONCE));
        let Config { report_waits_for: waits_for, report_within: within, .. } = *config;
        Self { open, free: Mutex::default(), permits, waits_for, within }
    }

    /// Reads on a thread for blocking calls.
    ///
    /// # Errors
    /// A refusal: the question's own, `busy` when as many are read as may be or it took too long, `storage_unavailable`.
    pub(crate) async fn read<R: Send + 'static>(
        self: &Arc<Self>,
        read: impl FnOnce(&dyn ReportReader) -> Result<R, ReportError> + Send + 'static,
    ) -> Result<R, Refusal> {
        let permit = timeout(self.waits_for, Arc::clone(&self.permits).acquire_owned()).await;
        let Ok(Ok(permit)) = permit else {
            let detail = format!(
                "{REPORTS_AT_ONCE} reports are being made, as many as may be at once; ask again later"
            );
            return Err(Refusal::new(Code::Busy, detail).limit(REPORTS_AT_ONCE));
        };
        let asking: Arc<Mutex<Asking>> = Arc::default();
        let waiting = Waiting(Arc::clone(&asking));
        let (sender, answer) = oneshot::channel();
        let this = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            // Held until the reader is back, also when nobody waits any more.
            let _permit = permit;
            // Nobody waits any more: that is no failure.
            drop(sender.send(this.read_now(&asking, read)));
        });
        match timeout(self.within, answer).await {
            Ok(Ok(result)) => result.map_err(|why| refusal(&why)),
            // It panicked, and has said so.
            Ok(Err(_)) => {
                Err(Refusal::new(Code::StorageUnavailable, "the report could not be made"))
            }
            Err(_) => {
                drop(waiting);
                let seconds = self.within.as_secs();
                let detail = format!(
                    "the report took more than {seconds} s; ask for less time or longer intervals"
                );
                Err(Refusal::new(Code::Busy, detail).limit(seconds))
            }
        }
    }

    fn read_now<R>(
        &self,
        asking: &Mutex<Asking>,
        read: impl FnOnce(&dyn ReportReader) -> Result<R, ReportError>,
    ) -> Result<R, ReportError> {
        let free = locked(&self.free).pop();
        let reader = match free {
            Some(reader) => reader,
            None => (self.open)()?,
        };
        {
            let mut asking = locked(asking);
            if asking.is_given_up {
                locked(&self.free).push(reader);
                let detail = "nobody waits for the report any more".to_owned();
                return Err(store::ReadError::Io { detail }.into());
            }
            asking.interrupter = Some(reader.interrupter());
        }
        let result = read(&*reader);
        let mut asking = locked(asking);
        asking.is_done = true;
        // One that failed may be of a mart that was made anew meanwhile; one that was interrupted may still hear of it.
        let is_sound = !matches!(result, Err(ReportError::Read(_)));
        if is_sound && !asking.is_given_up {
            locked(&self.free).push(reader);
        }
        result
    }
}

fn refusal(why: &ReportError) -> Refusal {
    match why {
        ReportError::Question(wrong) => {
            let refusal = invalid(wrong.field, &wrong.value, wrong.detail.clone());
            match &wrong.limit {
                Some(limit) => refusal.limit(limit),
                None => refusal,
            }
        }
        ReportError::Read(why) => unreadable(why),
        ReportError::Write { .. } => {
            tracing::error!(error = %why, "a report cannot be written");
            Refusal::new(Code::StorageUnavailable, "the report could not be written in this format")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::Condvar;
    use std::sync::mpsc;

    use mart::facts::Field;
    use store::ReadError;

    use super::*;

    /// Answers nothing until it is interrupted.
    #[derive(Clone, Default)]
    struct Stuck(Arc<(Mutex<bool>, Condvar)>);

    impl ReportReader for Stuck {
        fn position(&self) -> Result<u64, ReadError> {
            Ok(7)
        }

        fn select(
            &self,
            _: &str,
            _: &[Field],
            _: &mut dyn FnMut(&[Field]) -> ControlFlow<()>,
        ) -> Result<(), ReadError> {
            let (is_interrupted, told) = &*self.0;
            let held = locked(is_interrupted);
            drop(told.wait_while(held, |is_interrupted| !*is_interrupted));
            Err(ReadError::Io { detail: "interrupted".to_owned() })
        }

        fn in_snapshot(&self, read: &mut dyn FnMut()) -> Result<(), ReadError> {
            read();
            Ok(())
        }

        fn interrupter(&self) -> Interrupter {
            let this = self.clone();
            Arc::new(move || {
                *locked(&this.0.0) = true;
                this.0.1.notify_all();
            })
        }
    }

    #[tokio::test]
    async fn who_goes_away_has_its_question_ended_and_the_next_is_answered() {
        let open: OpenReports = Box::new(|| Ok(Box::new(Stuck::default())));
        let reports = Arc::new(Reports::new(open, &Config::default()));
        let (began, beginning) = oneshot::channel();
        let (ended, end) = mpsc::channel();
        let asked = Arc::clone(&reports);
        let asking = tokio::spawn(async move {
            let read = asked.read(move |reader| {
                let _ = began.send(());
                let result = reader.select("", &[], &mut |_| ControlFlow::Continue(()));
                drop(ended.send(result.clone()));
                Ok(result?)
            });
            read.await
        });
        beginning.await.unwrap();
        asking.abort();
        let result = tokio::task::spawn_blocking(move || end.recv().unwrap()).await.unwrap();
        assert!(result.is_err(), "interrupted, or it would be stuck for ever");
        // As many as may be at once are free again, each with a reader that was not interrupted.
        for _ in 0..=REPORTS_AT_ONCE {
            assert_eq!(reports.read(|reader| Ok(reader.position()?)).await.unwrap(), 7);
        }
    }

    #[tokio::test]
    async fn a_mart_that_cannot_be_read_is_a_passing_refusal() {
        let open: OpenReports = Box::new(|| Err(ReadError::Io { detail: "gone".to_owned() }));
        let reports = Arc::new(Reports::new(open, &Config::default()));
        let refused = reports.read(|reader| Ok(reader.position()?)).await.unwrap_err();
        assert_eq!(refused.code, Code::StorageUnavailable);
    }
}
