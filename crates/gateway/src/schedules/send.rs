//! One attempt to send a scheduled report: waits until the mart has what was in the log, makes the file, and sends it.

use std::sync::Arc;

use delivery::{Failure, File, Letter, Post};
use domain::report_schedules::{ReportFormat, ReportSchedule, SendTo};
use domain::{Refusal, Seq};
use reports::Format;
use store::ReportRun;
use tokio::time::{sleep, timeout};

use crate::app::App;
use crate::limits::{MART_ASKED_EVERY, MART_WITHIN, REPORT_IS_LATE_MS};

/// The file that was made, if one was.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) file: String,
    pub(super) bytes: u64,
}

/// A report as a file, with what is said about it.
struct Parcel {
    file: File,
    title: &'static str,
    from: String,
    to: String,
}

/// The way that a report goes, as it is counted.
pub(super) fn way(to: &SendTo) -> &'static str {
    match to {
        SendTo::Mail(_) => "mail",
        SendTo::Webhook { .. } => "webhook",
    }
}

/// The form of a file.
pub(crate) fn format_of(format: ReportFormat) -> Format {
    match format {
        ReportFormat::Csv => Format::Csv,
        ReportFormat::Xlsx => Format::Xlsx,
        ReportFormat::Parquet => Format::Parquet,
        ReportFormat::Json => Format::Json,
    }
}

fn failure(refusal: Refusal) -> Failure {
    Failure { is_passing: refusal.is_passing(), detail: refusal.detail.into_owned() }
}

/// Makes and sends it.
pub(super) async fn send(
    app: &Arc<App>,
    schedule: &ReportSchedule,
    run: &ReportRun,
) -> (Made, Result<(), Failure>) {
    let parcel = match make(app, schedule, run).await {
        Ok(parcel) => parcel,
        Err(failure) => return (Made::default(), Err(failure)),
    };
    let bytes = u64::try_from(parcel.file.bytes.len()).unwrap_or(u64::MAX);
    let made = Made { file: parcel.file.name.clone(), bytes };
    let result = match &schedule.to {
        SendTo::Mail(to) => mail(app, schedule, run, to, &parcel).await,
        SendTo::Webhook { url, key } => {
            let secret = app.schedules.secrets.of(&schedule.id, key);
            post(app, schedule, run, (url, &secret), &parcel).await
        }
    };
    (made, result)
}

/// Waits until the mart has what is in the log now, so that the figures of a day are those of the whole day.
async fn caught_up(app: &App, position: Seq) -> Result<(), Refusal> {
    while app.reports.read(|reader| Ok(reader.position()?)).await? < position {
        sleep(MART_ASKED_EVERY).await;
    }
    Ok(())
}

async fn make(
    app: &Arc<App>,
    schedule: &ReportSchedule,
    run: &ReportRun,
) -> Result<Parcel, Failure> {
    let Some(report) = reports::report(&schedule.report) else {
        return Err(Failure::lasting(format!("there is no report {}", schedule.report)));
    };
    let Ok(_turn) = app.schedules.makes.acquire().await else {
        return Err(Failure::passing("the server is shutting down"));
    };
    let position = app.engine.position();
    match timeout(MART_WITHIN, caught_up(app, position)).await {
        Ok(result) => result.map_err(failure)?,
        Err(_) => {
            let seconds = MART_WITHIN.as_secs();
            let detail = format!("the figures are more than {seconds} s behind what happened");
            return Err(Failure::passing(detail));
        }
    }
    let mut given = schedule.parameters.clone();
    given.insert("time_zone".to_owned(), schedule.time_zone.clone());
    // The days that it is about are those of the moment at which it was due, however late it is.
    let (asked_at, format) = (run.due, format_of(schedule.format));
    let made = app.reports.read(move |reader| {
        let question = reports::ask(reader, report, &given, asked_at)?;
        let export = reports::export(reader, &question, format)?;
        let period = &question.period;
        Ok((export, period.from.to_string(), period.to.to_string()))
    });
    let (export, from, to) = made.await.map_err(failure)?;
    let reports::Export { name, media_type, bytes } = export;
    let file = File { name, media_type, bytes: bytes.into() };
    Ok(Parcel { file, title: report.title, from, to })
}

async fn mail(
    app: &App,
    schedule: &ReportSchedule,
    run: &ReportRun,
    to: &[String],
    parcel: &Parcel,
) -> Result<(), Failure> {
    let Parcel { file, title, from, to: until } = parcel;
    let days = if from == until { from.clone() } else { format!("{from} to {until}") };
    let now = app.now();
    let late = match (now - run.due).0 > REPORT_IS_LATE_MS {
        true => format!("It was due at {} and is late.\n\n", run.due),
        false => String::new(),
    };
    let text = format!(
        "{title}, {days} ({}).\n\n{late}The figures are in the attached file {}.\n\n-- \nSent by Holdfast for the schedule \"{}\". Whoever reads reports there can change it: Reports, Schedules.\n",
        schedule.time_zone, file.name, schedule.name
    );
    let letter = Letter {
        to,
        subject: format!("{}: {title}, {days}", schedule.name),
        text,
        delivery: &run.delivery,
        seconds: u64::try_from(now.0 / 1_000).unwrap_or(0),
        file,
    };
    app.schedules.courier.mail(&letter).await
}

async fn post(
    app: &App,
    schedule: &ReportSchedule,
    run: &ReportRun,
    (url, secret): (&str, &str),
    parcel: &Parcel,
) -> Result<(), Failure> {
    let headers = [
        ("holdfast-schedule", schedule.id.to_string()),
        ("holdfast-report", schedule.report.clone()),
        ("holdfast-due", run.due.to_string()),
        ("holdfast-from", parcel.from.clone()),
        ("holdfast-to", parcel.to.clone()),
        ("holdfast-time-zone", schedule.time_zone.clone()),
    ];
    let seconds = app.now().0 / 1_000;
    let (delivery, file) = (run.delivery.as_str(), &parcel.file);
    let post = Post { url, secret, delivery, seconds, headers: &headers, file };
    app.schedules.courier.post(&post).await
}
