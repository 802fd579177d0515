//! The task that sends scheduled reports until the server stops. All it goes by is in the directory and in the stored runs, so that a
//! restart neither forgets a run nor begins one that was begun.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use domain::{Refusal, Timestamp};
use store::{Change, ReportRun, RunState};
use tokio::task::{Id, JoinSet};
use tokio::time::timeout;

use super::plan::{Plan, Schedules, begun, ended, plan};
use super::send::{Made, send, way};
use crate::app::App;
use crate::limits::{DRAIN_WITHIN, SCHEDULES_LOOKED_AT_EVERY};

/// The ids of deliveries that are on their way, by their tasks.
type Trying = HashMap<Id, String>;

/// Sends what is due, until the server stops.
pub(crate) async fn run(app: Arc<App>) {
    let mut stopping = app.schedules.stop.subscribe();
    let mut trying = Trying::new();
    let mut tasks = JoinSet::new();
    while !*stopping.borrow() {
        // What cannot be read or stored now has been logged, and is looked at again.
        let next = step(&app, &mut trying, &mut tasks).await.ok().flatten();
        let wait = next.map_or(SCHEDULES_LOOKED_AT_EVERY, |next| {
            // Clocks may be set: it is looked at now and then whatever they say.
            Duration::from_millis((next - app.now()).0).min(SCHEDULES_LOOKED_AT_EVERY)
        });
        tokio::select! {
            Some(ended) = tasks.join_next_with_id() => {
                // A task that panicked has said so; its run was stored before, and is tried again after its time.
                let task = ended.map_or_else(|why| why.id(), |(task, ())| task);
                trying.remove(&task);
            }
            () = app.schedules.changed.notified() => {}
            () = tokio::time::sleep(wait) => {}
            _ = stopping.changed() => {}
        }
    }
    let rest = async { while tasks.join_next().await.is_some() {} };
    if timeout(DRAIN_WITHIN, rest).await.is_err() {
        tracing::warn!(
            left = tasks.len(),
            "scheduled reports that are on their way are sent again at the next start"
        );
    }
}

async fn step(
    app: &Arc<App>,
    trying: &mut Trying,
    tasks: &mut JoinSet<()>,
) -> Result<Option<Timestamp>, Refusal> {
    let schedules: Schedules =
        app.engine.read(|core| core.state.directory.report_schedules.clone()).await?;
    let runs = app.keeper.read(|scratch| scratch.report_runs()).await?;
    if schedules.is_empty() && runs.is_empty() {
        return Ok(None);
    }
    let on_their_way: BTreeSet<String> = trying.values().cloned().collect();
    let Plan { noted, tried, forgotten, next } = plan(&schedules, &runs, &on_their_way, app.now());
    let mut changes: Vec<Change> = noted.into_iter().map(Change::SaveReportRun).collect();
    changes.extend(forgotten.into_iter().map(Change::RemoveReportRuns));
    if !changes.is_empty() {
        app.keeper.write(changes).await?;
    }
    for run in tried {
        let Some(schedule) = schedules.get(&run.schedule) else { continue };
        let (app, schedule, delivery) = (Arc::clone(app), schedule.clone(), run.delivery.clone());
        let task = tasks.spawn(async move {
            if attempt(&app, &schedule, &run).await.is_err() {
                // What could not be stored has been logged; the run stands as it was, and is not tried again at once.
                tokio::time::sleep(SCHEDULES_LOOKED_AT_EVERY).await;
            }
        });
        trying.insert(task.id(), delivery);
    }
    Ok(next)
}

/// One attempt: it is stored that there is one, the report is made and sent, and what came of it is stored.
async fn attempt(
    app: &Arc<App>,
    schedule: &domain::report_schedules::ReportSchedule,
    run: &ReportRun,
) -> Result<(), Refusal> {
    let shutting_down = |_| Refusal::new(domain::Code::ShuttingDown, "the server is shutting down");
    let _turn = app.schedules.sends.acquire().await.map_err(shutting_down)?;
    let run = begun(run, app.now());
    app.keeper.write(vec![Change::SaveReportRun(run.clone())]).await?;
    let (made, result) = send(app, schedule, &run).await;
    let Made { file, bytes } = made;
    let run = ended(&ReportRun { file, bytes, ..run }, app.now(), result);
    let outcome = match run.state {
        RunState::Delivered(_) => "delivered",
        RunState::Waiting(_) => "again",
        RunState::Failed(_) => "failed",
    };
    let way = way(&schedule.to);
    metrics::counter!("holdfast_report_deliveries_total", "way" => way, "result" => outcome)
        .increment(1);
    // Neither addresses nor what servers say about them: the desk shows that.
    tracing::info!(schedule = %run.schedule, way, outcome, attempt = run.attempts, "a scheduled report was tried");
    app.keeper.write(vec![Change::SaveReportRun(run)]).await
}
