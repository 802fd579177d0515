//! How far the mart is behind while messages flow: the server's own gauge, looked at again and again. What it leaves out: what lies between two looks.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use tokio::task::JoinHandle;

use crate::load::http::Http;

/// How often it is looked at.
const EVERY: Duration = Duration::from_millis(250);
const GAUGE: &str = "holdfast_mart_lag_seconds";

/// Watches a server until it is asked.
pub(crate) struct Watch {
    watching: JoinHandle<anyhow::Result<()>>,
    seconds_max: Arc<Mutex<f64>>,
}

impl Watch {
    /// Begins to watch.
    pub(crate) fn start(server: SocketAddr) -> Self {
        let seconds_max = Arc::new(Mutex::new(0.0_f64));
        let seen = Arc::clone(&seconds_max);
        let watching = tokio::spawn(async move {
            let mut http = Http::connect(server).await?;
            loop {
                tokio::time::sleep(EVERY).await;
                let lag = lag(&http.text("/metrics").await?)?;
                let mut most = seen.lock().unwrap_or_else(PoisonError::into_inner);
                *most = most.max(lag);
            }
        });
        Self { watching, seconds_max }
    }

    /// The greatest lag that was seen.
    ///
    /// # Errors
    /// When the server did not tell it.
    pub(crate) async fn most(self) -> anyhow::Result<Duration> {
        if self.watching.is_finished() {
            self.watching.await??;
        } else {
            self.watching.abort();
        }
        let most = *self.seconds_max.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Duration::from_secs_f64(most))
    }
}

fn lag(metrics: &str) -> anyhow::Result<f64> {
    let line = metrics.lines().find(|line| line.starts_with(GAUGE));
    let value =
        line.and_then(|line| line.rsplit(' ').next()).with_context(|| format!("no {GAUGE}"))?;
    Ok(value.parse()?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_gauge_is_found_among_others() {
        let text = "# TYPE holdfast_mart_lag_seconds gauge\nholdfast_mart_lag_seconds{tenant=\"main\"} 0.25\nx 1\n";
        assert!((super::lag(text).unwrap() - 0.25).abs() < f64::EPSILON);
        assert!(super::lag("x 1").is_err());
    }
}
