//! Reports, for supervisors and admins: which there are, their figures, the chats behind a figure, and files of them. What it leaves out:
//! what the figures are (`reports`).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::{Code, Refusal};
use protocol::problem::Problem;
use protocol::report::{Report, ReportChats, ReportList, ReportQuestion};
use reports::{Format, ReportError};
use store::ReportReader;

use super::request::{Query, staff};
use crate::app::App;
use crate::problem::{Failure, unreadable};
use crate::translate::view::sees_all;

/// The parameters of a report that is there, for who may see reports.
struct Asked {
    report: &'static reports::Definition,
    given: BTreeMap<String, String>,
    format: Option<String>,
}

async fn may(app: &App, parts: &Parts) -> Result<(), Refusal> {
    let staff = staff(app, &parts.headers).await?;
    if sees_all(staff.record.role) {
        return Ok(());
    }
    Err(Refusal::new(Code::NotAllowed, "reports are for supervisors and admins"))
}

async fn asked(
    app: &App,
    parts: &Parts,
    report: &str,
    others: &[&'static str],
) -> Result<Asked, Refusal> {
    may(app, parts).await?;
    let Some(definition) = reports::report(report) else {
        let detail = "there is no such report; /api/reports tells which there are";
        return Err(Refusal::new(Code::NotFound, detail).field("report", report));
    };
    let mut known = definition.parameters();
    known.extend(others);
    let query = Query::read(parts, &known)?;
    let format = query.text("format").map(str::to_owned);
    let given = known.iter().filter(|name| **name != "format").filter_map(|name| {
        let value = query.text(name)?;
        Some(((*name).to_owned(), value.to_owned()))
    });
    Ok(Asked { report: definition, given: given.collect(), format })
}

/// Has a question asked and answered on a thread of its own.
async fn answered<R: Send + 'static>(
    app: &Arc<App>,
    asked: Asked,
    answer: impl FnOnce(&dyn ReportReader, &reports::Question) -> Result<R, ReportError>
    + Send
    + 'static,
) -> Result<R, Refusal> {
    let now = app.now();
    app.reports
        .read(move |reader| {
            let question = reports::ask(reader, asked.report, &asked.given, now)?;
            answer(reader, &question)
        })
        .await
}

/// How far a position is behind the log, in milliseconds.
async fn lag(app: &App, position: u64) -> Result<u64, Refusal> {
    if position >= app.engine.position() {
        return Ok(0);
    }
    let next = app.engine.read_journal(move |journal| journal.read(position + 1, 1)).await;
    let next = next.map_err(|why| unreadable(&why))?;
    Ok(next.first().map_or(0, |event| (app.now() - event.event.at).0))
}

/// Lists the reports.
#[utoipa::path(
    get,
    path = "/api/reports",
    tag = "reports",
    responses(
        (status = 200, description = "the reports, and what there is to choose from", body = ReportList),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "the asker is no supervisor or admin", body = Problem),
        (status = 503, description = "as many reports are made as may be, or the mart cannot be read", body = Problem),
    )
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Reply<ReportList>, Failure> {
    let (parts, _) = request.into_parts();
    may(&app, &parts).await?;
    Query::read(&parts, &[])?;
    Ok(Reply(app.reports.read(reports::list).await?))
}

/// Answers a question to a report.
#[utoipa::path(
    get,
    path = "/api/reports/{report}",
    tag = "reports",
    params(("report" = String, Path, description = "a report's id"), ReportQuestion),
    responses(
        (status = 200, description = "tables, cards and charts; the main table has a page of its rows", body = Report),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "the asker is no supervisor or admin", body = Problem),
        (status = 404, description = "no such report", body = Problem),
        (status = 422, description = "a parameter that the report does not take, or a value that is none", body = Problem),
        (status = 503, description = "as many reports are made as may be, it took too long, or the mart cannot be read", body = Problem),
    )
)]
pub(crate) async fn report(
    State(app): State<Arc<App>>,
    Path(report): Path<String>,
    request: Request,
) -> Result<Reply<Report>, Failure> {
    let (parts, _) = request.into_parts();
    let asked = asked(&app, &parts, &report, &["after", "limit"]).await?;
    let answer = answered(&app, asked, |reader, question| {
        reports::page(reports::answer(reader, question)?, question)
    });
    let mut answer = answer.await?;
    answer.lag_ms = lag(&app, answer.position).await?;
    Ok(Reply(answer))
}

/// Lists the chats behind a figure.
#[utoipa::path(
    get,
    path = "/api/reports/{report}/chats",
    tag = "reports",
    params(("report" = String, Path, description = "a report's id"), ReportQuestion),
    responses(
        (status = 200, description = "a page of the chats, oldest first; one that counts twice is there twice", body = ReportChats),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "the asker is no supervisor or admin", body = Problem),
        (status = 404, description = "no such report", body = Problem),
        (status = 422, description = "a parameter that the report does not take, or a value that is none", body = Problem),
        (status = 503, description = "as many reports are made as may be, it took too long, or the mart cannot be read", body = Problem),
    )
)]
pub(crate) async fn chats(
    State(app): State<Arc<App>>,
    Path(report): Path<String>,
    request: Request,
) -> Result<Reply<ReportChats>, Failure> {
    let (parts, _) = request.into_parts();
    let others = ["table", "column", "at", "of", "after", "limit"];
    let asked = asked(&app, &parts, &report, &others).await?;
    Ok(Reply(answered(&app, asked, reports::chats).await?))
}

/// Makes a file of a report.
#[utoipa::path(
    get,
    path = "/api/reports/{report}/export",
    tag = "reports",
    params(
        ("report" = String, Path, description = "a report's id"),
        ("format" = Option<String>, Query, description = "`csv` (if absent), `xlsx`, `parquet`, `json`; the first and third hold one table: `table`, or the main one"),
        ReportQuestion
    ),
    responses(
        (status = 200, description = "the file, with all rows", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "the asker is no supervisor or admin", body = Problem),
        (status = 404, description = "no such report", body = Problem),
        (status = 422, description = "a parameter that the report does not take, or a value that is none", body = Problem),
        (status = 503, description = "as many reports are made as may be, it took too long, or the mart cannot be read", body = Problem),
    )
)]
pub(crate) async fn export(
    State(app): State<Arc<App>>,
    Path(report): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let (parts, _) = request.into_parts();
    let asked = asked(&app, &parts, &report, &["table", "format"]).await?;
    let name = asked.format.clone().unwrap_or_else(|| "csv".to_owned());
    let file = answered(&app, asked, move |reader, question| {
        reports::export(reader, question, Format::parse(&name)?)
    });
    let file = file.await?;
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    let headers = [
        (CONTENT_TYPE, file.media_type.to_owned()),
        (CONTENT_DISPOSITION, disposition),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, file.bytes).into_response())
}
