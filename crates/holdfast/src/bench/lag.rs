//! How far the mart is behind, while messages flow or after a start: the server's own gauges, looked at again and again. What it leaves out: what lies between two looks.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use tokio::task::JoinHandle;

use crate::load::http::Http;

/// How often it is looked at.
const EVERY: Duration = Duration::from_millis(250);
const SECONDS: &str = "holdfast_mart_lag_seconds";
const EVENTS: &str = "holdfast_mart_lag_events";
const IS_UP: &str = "holdfast_mart_up";

/// Waits until the mart has all events of a server that nobody talks to.
///
/// # Errors
/// When the server did not tell.
pub(crate) async fn none_left(server: SocketAddr) -> anyhow::Result<()> {
    let mut http = Http::connect(server).await?;
    loop {
        let metrics = http.text("/metrics").await?;
        // Before it is up nothing is known of its lag.
        let is_up = gauge(&metrics, IS_UP)? == Some(1.0);
        if is_up && gauge(&metrics, EVENTS)? == Some(0.0) {
            return Ok(());
        }
        tokio::time::sleep(EVERY).await;
    }
}

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
                let lag = gauge(&http.text("/metrics").await?, SECONDS)?;
                let lag = lag.with_context(|| format!("no {SECONDS}"))?;
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

fn gauge(metrics: &str, name: &str) -> anyhow::Result<Option<f64>> {
    let line = metrics.lines().find(|line| line.starts_with(name));
    let value = line.and_then(|line| line.rsplit(' ').next());
    Ok(value.map(str::parse).transpose()?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_gauge_is_found_among_others() {
        let text = "# TYPE holdfast_mart_lag_seconds gauge\nholdfast_mart_lag_seconds{tenant=\"main\"} 0.25\nx 1\n";
        assert_eq!(super::gauge(text, super::SECONDS).unwrap(), Some(0.25));
        assert_eq!(super::gauge("x 1", super::SECONDS).unwrap(), None);
        assert!(super::gauge("x one", "x").is_err());
    }
}
