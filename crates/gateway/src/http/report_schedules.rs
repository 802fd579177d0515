//! Reports that are sent by themselves, for supervisors and admins: put, listed, removed, sent now, and the secrets of their webhooks.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use domain::report_schedules::{ReportSchedule, SendTo};
use domain::{Code, Command, CommandId, Party, Refusal, ReportScheduleId};
use protocol::problem::Problem;
use protocol::report_schedule as wire;
use store::{Change, ReportRun, RunState};
use uuid::Uuid;

use super::request::{Json, staff};
use crate::app::App;
use crate::problem::{Failure, invalid};
use crate::schedules::new_key;
use crate::schedules::plan::run_by_hand;
use crate::translate::record::id;
use crate::translate::report_schedule::{run_out, schedule_in, schedule_out};
use crate::translate::view::sees_all;

/// Parameters that a schedule has in another way: days of its own would always be the same ones.
const NOT_TAKEN: [&str; 3] = ["from", "to", "time_zone"];

async fn who(app: &App, headers: &HeaderMap) -> Result<Party, Refusal> {
    let staff = staff(app, headers).await?;
    if sees_all(staff.record.role) {
        return Ok(staff.party());
    }
    Err(Refusal::new(Code::NotAllowed, "reports are for supervisors and admins"))
}

fn schedule_id(text: &str) -> Result<ReportScheduleId, Refusal> {
    id("schedule", text, ReportScheduleId::parse)
}

async fn known(app: &App, id: &ReportScheduleId) -> Result<Option<ReportSchedule>, Refusal> {
    let id = id.clone();
    app.engine.read(move |core| core.state.directory.report_schedules.get(&id).cloned()).await
}

async fn existing(app: &App, id: &ReportScheduleId) -> Result<ReportSchedule, Refusal> {
    known(app, id).await?.ok_or_else(|| {
        let detail = format!("there is no report schedule {:?}", id.as_str());
        Refusal::new(Code::NotFound, detail).field("schedule", id)
    })
}

async fn put_now(app: &App, by: Party, schedule: ReportSchedule) -> Result<(), Refusal> {
    let command = Command::PutReportSchedule(Box::new(schedule));
    // A fresh id: putting the same once more is the same.
    app.engine.command(by, CommandId::new(&Uuid::now_v7().to_string()), command).await?;
    app.schedules.look();
    Ok(())
}

/// Refuses a question that its report would refuse.
async fn check_question(app: &Arc<App>, schedule: &ReportSchedule) -> Result<(), Refusal> {
    let Some(report) = reports::report(&schedule.report) else {
        let known: Vec<&str> = reports::DEFINITIONS.iter().map(|report| report.id).collect();
        let detail = format!("report must be one of {}", known.join(", "));
        return Err(invalid("report", &schedule.report, detail));
    };
    let mut taken: Vec<&str> = report.parameters();
    taken.retain(|name| !NOT_TAKEN.contains(name));
    taken.push("table");
    if let Some(name) = schedule.parameters.keys().find(|name| !taken.contains(&name.as_str())) {
        let detail =
            format!("a schedule of {} takes no {name}; it takes {}", report.id, taken.join(", "));
        return Err(invalid("parameters", name, detail));
    }
    let mut given = schedule.parameters.clone();
    given.insert("time_zone".to_owned(), schedule.time_zone.clone());
    let now = app.now();
    app.reports
        .read(move |reader| {
            let question = reports::ask(reader, report, &given, now)?;
            reports::check(reader, &question)
        })
        .await
}

fn check_to(app: &App, schedule: &ReportSchedule) -> Result<(), Refusal> {
    let courier = &app.schedules.courier;
    match &schedule.to {
        // One that is switched off may stay as it is.
        SendTo::Mail(_) if schedule.enabled && !courier.can_mail() => {
            let detail = "the server has no mail server: an operator sets smtp_url and mail_from (docs/operators.md); a webhook needs none";
            Err(Refusal::new(Code::Unavailable, detail).field("mail", ""))
        }
        SendTo::Mail(addresses) => addresses.iter().try_for_each(|address| {
            courier.check_address(address).map_err(|why| invalid("mail", address, why.detail))
        }),
        SendTo::Webhook { url, .. } => {
            let wrong = |why: delivery::Failure| {
                invalid("webhook", url, format!("webhook cannot be used: {}", why.detail))
            };
            courier.check_url(url).map_err(wrong)
        }
    }
}

/// Makes or replaces a schedule.
#[utoipa::path(
    put,
    path = "/api/report-schedules/{schedule}",
    tag = "reports",
    params(("schedule" = String, Path, description = "its id, chosen by who makes it: letters, digits, `.`, `_`, `-`, at most 64")),
    request_body = wire::ReportPlan,
    responses(
        (status = 200, description = "it is in force; a new webhook's secret is shown this once", body = wire::SavedReportSchedule),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "the asker is no supervisor or admin", body = Problem),
        (status = 409, description = "there are as many as there may be, or the server sends no mail", body = Problem),
        (status = 413, description = "a text or list is too long", body = Problem),
        (status = 422, description = "a value that is none, a parameter that the report does not take, or an address that is not allowed", body = Problem),
        (status = 503, description = "the mart cannot be read, so that the question cannot be checked", body = Problem),
    )
)]
pub(crate) async fn put(
    State(app): State<Arc<App>>,
    Path(schedule): Path<String>,
    headers: HeaderMap,
    Json(wanted): Json<wire::ReportPlan>,
) -> Result<Reply<wire::SavedReportSchedule>, Failure> {
    let by = who(&app, &headers).await?;
    let id = schedule_id(&schedule)?;
    let before = known(&app, &id).await?.map(|schedule| schedule.to);
    let mut is_new = false;
    let key = || match before {
        Some(SendTo::Webhook { key, .. }) => Ok(key),
        Some(SendTo::Mail(_)) | None => {
            is_new = true;
            new_key()
        }
    };
    let schedule = schedule_in(id.clone(), wanted, key)?;
    check_to(&app, &schedule)?;
    check_question(&app, &schedule).await?;
    put_now(&app, by, schedule).await?;
    let schedule = existing(&app, &id).await?;
    let secret = match &schedule.to {
        SendTo::Webhook { key, .. } if is_new => Some(app.schedules.secrets.of(&id, key)),
        SendTo::Webhook { .. } | SendTo::Mail(_) => None,
    };
    let runs = app.keeper.read(|scratch| scratch.report_runs()).await?;
    let schedule = schedule_out(&schedule, &runs, app.now());
    Ok(Reply(wire::SavedReportSchedule { schedule, secret }))
}

/// Lists the schedules with what was sent of late.
#[utoipa::path(
    get,
    path = "/api/report-schedules",
    tag = "reports",
    responses(
        (status = 200, description = "all schedules, and whether the server sends mail", body = wire::ReportScheduleList),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "the asker is no supervisor or admin", body = Problem),
    )
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Reply<wire::ReportScheduleList>, Failure> {
    who(&app, &headers).await?;
    let all = app.engine.read(|core| core.state.directory.report_schedules.clone()).await?;
    let runs = app.keeper.read(|scratch| scratch.report_runs()).await?;
    let now = app.now();
    let schedules = all.values().map(|schedule| schedule_out(schedule, &runs, now)).collect();
    let mail = app.schedules.courier.can_mail();
    Ok(Reply(wire::ReportScheduleList { schedules, mail }))
}

/// Removes a schedule, and what is known of its runs.
#[utoipa::path(
    delete,
    path = "/api/report-schedules/{schedule}",
    tag = "reports",
    params(("schedule" = String, Path, description = "its id")),
    responses(
        (status = 204, description = "it is gone; what is being sent at this moment may still arrive"),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "the asker is no supervisor or admin", body = Problem),
        (status = 404, description = "there is no such schedule", body = Problem),
    )
)]
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    Path(schedule): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Failure> {
    let by = who(&app, &headers).await?;
    let schedule = schedule_id(&schedule)?;
    let command = Command::RemoveReportSchedule { schedule: schedule.clone() };
    app.engine.command(by, CommandId::new(&Uuid::now_v7().to_string()), command).await?;
    app.keeper.write(vec![Change::RemoveReportRuns(schedule)]).await?;
    app.schedules.look();
    Ok(StatusCode::NO_CONTENT)
}

/// Sends a report now, out of turn and also when its schedule is switched off: once, whatever comes of it.
#[utoipa::path(
    post,
    path = "/api/report-schedules/{schedule}/send",
    tag = "reports",
    params(("schedule" = String, Path, description = "its id")),
    responses(
        (status = 202, description = "it is being made and sent; the list says what came of it", body = wire::ReportRun),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "the asker is no supervisor or admin", body = Problem),
        (status = 404, description = "there is no such schedule", body = Problem),
        (status = 409, description = "it is being sent already", body = Problem),
    )
)]
pub(crate) async fn send(
    State(app): State<Arc<App>>,
    Path(schedule): Path<String>,
    headers: HeaderMap,
) -> Result<(StatusCode, Reply<wire::ReportRun>), Failure> {
    who(&app, &headers).await?;
    let id = schedule_id(&schedule)?;
    let schedule = existing(&app, &id).await?;
    let runs = app.keeper.read(|scratch| scratch.report_runs()).await?;
    let waits = |run: &ReportRun| {
        run.schedule == id && run.by_hand && matches!(run.state, RunState::Waiting(_))
    };
    if runs.iter().any(waits) {
        let detail = "the report is being sent now; wait for what comes of it";
        return Err(Refusal::new(Code::WrongState, detail).field("schedule", &id).into());
    }
    let run = run_by_hand(&schedule, &Uuid::now_v7().simple().to_string(), app.now());
    app.keeper.write(vec![Change::SaveReportRun(run.clone())]).await?;
    app.schedules.look();
    Ok((StatusCode::ACCEPTED, Reply(run_out(&run))))
}

/// Makes a new secret for a schedule's webhook; the one before is good no more.
#[utoipa::path(
    post,
    path = "/api/report-schedules/{schedule}/secret",
    tag = "reports",
    params(("schedule" = String, Path, description = "its id")),
    responses(
        (status = 200, description = "the new secret, which is shown this once", body = wire::WebhookSecret),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "the asker is no supervisor or admin", body = Problem),
        (status = 404, description = "there is no such schedule", body = Problem),
        (status = 409, description = "the schedule goes by mail", body = Problem),
    )
)]
pub(crate) async fn new_secret(
    State(app): State<Arc<App>>,
    Path(schedule): Path<String>,
    headers: HeaderMap,
) -> Result<Reply<wire::WebhookSecret>, Failure> {
    let by = who(&app, &headers).await?;
    let id = schedule_id(&schedule)?;
    let mut schedule = existing(&app, &id).await?;
    let SendTo::Webhook { key, .. } = &mut schedule.to else {
        let detail = "the schedule goes by mail, which is not signed";
        return Err(Refusal::new(Code::WrongState, detail).field("schedule", &id).into());
    };
    *key = new_key()?;
    let secret = app.schedules.secrets.of(&id, key);
    put_now(&app, by, schedule).await?;
    Ok(Reply(wire::WebhookSecret { secret }))
}
