//! Schedules of reports, in both directions. What it leaves out: whether the report can be asked so, which `http` finds out.

use domain::report_schedules::{DayOfWeek, ReportFormat, ReportSchedule, SendDays, SendTo};
use domain::{Refusal, ReportScheduleId, Timestamp};
use protocol::report_schedule as wire;
use store::{ReportRun, RunState};

use crate::limits::REPORT_RUNS_SHOWN;
use crate::problem::invalid;

fn format_in(format: wire::ReportFormat) -> ReportFormat {
    match format {
        wire::ReportFormat::Csv => ReportFormat::Csv,
        wire::ReportFormat::Xlsx => ReportFormat::Xlsx,
        wire::ReportFormat::Parquet => ReportFormat::Parquet,
        wire::ReportFormat::Json => ReportFormat::Json,
    }
}

fn format_out(format: ReportFormat) -> wire::ReportFormat {
    match format {
        ReportFormat::Csv => wire::ReportFormat::Csv,
        ReportFormat::Xlsx => wire::ReportFormat::Xlsx,
        ReportFormat::Parquet => wire::ReportFormat::Parquet,
        ReportFormat::Json => wire::ReportFormat::Json,
    }
}

fn day_in(day: wire::DayOfWeek) -> DayOfWeek {
    match day {
        wire::DayOfWeek::Monday => DayOfWeek::Monday,
        wire::DayOfWeek::Tuesday => DayOfWeek::Tuesday,
        wire::DayOfWeek::Wednesday => DayOfWeek::Wednesday,
        wire::DayOfWeek::Thursday => DayOfWeek::Thursday,
        wire::DayOfWeek::Friday => DayOfWeek::Friday,
        wire::DayOfWeek::Saturday => DayOfWeek::Saturday,
        wire::DayOfWeek::Sunday => DayOfWeek::Sunday,
    }
}

fn day_out(day: DayOfWeek) -> wire::DayOfWeek {
    match day {
        DayOfWeek::Monday => wire::DayOfWeek::Monday,
        DayOfWeek::Tuesday => wire::DayOfWeek::Tuesday,
        DayOfWeek::Wednesday => wire::DayOfWeek::Wednesday,
        DayOfWeek::Thursday => wire::DayOfWeek::Thursday,
        DayOfWeek::Friday => wire::DayOfWeek::Friday,
        DayOfWeek::Saturday => wire::DayOfWeek::Saturday,
        DayOfWeek::Sunday => wire::DayOfWeek::Sunday,
    }
}

fn days_in(plan: &wire::ReportPlan) -> Result<SendDays, Refusal> {
    if let (wire::SendEvery::Day | wire::SendEvery::Month, Some(_)) = (plan.every, plan.weekday) {
        return Err(invalid("weekday", "", "weekday is for every week only"));
    }
    if let (wire::SendEvery::Day | wire::SendEvery::Week, Some(day)) = (plan.every, plan.monthday) {
        return Err(invalid("monthday", day, "monthday is for every month only"));
    }
    match (plan.every, plan.weekday, plan.monthday) {
        (wire::SendEvery::Day, ..) => Ok(SendDays::Daily),
        (wire::SendEvery::Week, Some(day), _) => Ok(SendDays::Weekly(day_in(day))),
        (wire::SendEvery::Week, None, _) => {
            Err(invalid("weekday", "", "weekday is needed, such as monday"))
        }
        (wire::SendEvery::Month, _, Some(day)) => Ok(SendDays::Monthly(day)),
        (wire::SendEvery::Month, _, None) => {
            Err(invalid("monthday", "", "monthday is needed, from 1 to 31").limit("1 to 31"))
        }
    }
}

/// A schedule as it is put. `key` names the secret of its webhook.
///
/// # Errors
/// A refusal that names the field.
pub(crate) fn schedule_in(
    id: ReportScheduleId,
    plan: wire::ReportPlan,
    key: impl FnOnce() -> Result<String, Refusal>,
) -> Result<ReportSchedule, Refusal> {
    let days = days_in(&plan)?;
    let to = match (plan.mail, plan.webhook) {
        (Some(addresses), None) => SendTo::Mail(addresses),
        (None, Some(url)) => SendTo::Webhook { url, key: key()? },
        (None, None) => return Err(invalid("mail", "", "either mail or webhook is needed")),
        (Some(_), Some(url)) => {
            return Err(invalid("webhook", url, "a report goes by mail or to a webhook, not both"));
        }
    };
    Ok(ReportSchedule {
        id,
        name: plan.name.trim().to_owned(),
        report: plan.report,
        parameters: plan.parameters,
        format: format_in(plan.format),
        time_zone: plan.time_zone,
        days,
        at: plan.at,
        to,
        enabled: plan.enabled,
        // The log's own time comes in its place.
        changed_at: Timestamp(0),
    })
}

/// A run as it is shown.
pub(crate) fn run_out(run: &ReportRun) -> wire::ReportRun {
    let (state, at) = match run.state {
        RunState::Waiting(at) => (wire::ReportRunState::Waiting, at),
        RunState::Delivered(at) => (wire::ReportRunState::Delivered, at),
        RunState::Failed(at) => (wire::ReportRunState::Failed, at),
    };
    let said = |text: &String| (!text.is_empty()).then(|| text.clone());
    wire::ReportRun {
        delivery: run.delivery.clone(),
        due: run.due.to_string(),
        by_hand: run.by_hand,
        state,
        at: at.to_string(),
        attempts: run.attempts,
        tried_at: run.tried_at.map(|at| at.to_string()),
        error: said(&run.error),
        file: said(&run.file),
        bytes: (!run.file.is_empty()).then_some(run.bytes),
    }
}

/// A schedule as it is shown, with its runs among all of them, which are the newest first.
pub(crate) fn schedule_out(
    schedule: &ReportSchedule,
    runs: &[ReportRun],
    now: Timestamp,
) -> wire::ReportSchedule {
    let (every, weekday, monthday) = match schedule.days {
        SendDays::Daily => (wire::SendEvery::Day, None, None),
        SendDays::Weekly(day) => (wire::SendEvery::Week, Some(day_out(day)), None),
        SendDays::Monthly(day) => (wire::SendEvery::Month, None, Some(day)),
    };
    let (mail, webhook) = match &schedule.to {
        SendTo::Mail(addresses) => (Some(addresses.clone()), None),
        SendTo::Webhook { url, .. } => (None, Some(url.clone())),
    };
    let next = schedule.next_due(now).filter(|_| schedule.enabled);
    let own = runs.iter().filter(|run| run.schedule == schedule.id);
    wire::ReportSchedule {
        id: schedule.id.to_string(),
        plan: wire::ReportPlan {
            name: schedule.name.clone(),
            report: schedule.report.clone(),
            parameters: schedule.parameters.clone(),
            format: format_out(schedule.format),
            time_zone: schedule.time_zone.clone(),
            every,
            weekday,
            monthday,
            at: schedule.at.clone(),
            mail,
            webhook,
            enabled: schedule.enabled,
        },
        changed_at: schedule.changed_at.to_string(),
        next_at: next.map(|next| next.to_string()),
        runs: own.take(REPORT_RUNS_SHOWN).map(run_out).collect(),
    }
}
