//! Commands over HTTP: the same as on the socket, with the id in `Idempotency-Key`.

use std::sync::Arc;
use std::time::Instant;

use axum::Json as Reply;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::Refusal;
use engine::Answer;
use protocol::command::Command;
use protocol::problem::Problem;
use protocol::rest::Done;

use super::request::{Asker, Json, asker};
use crate::app::{App, Sender, command_id};
use crate::commands::{self, Prepared};
use crate::problem::{Failure, invalid, too_fast};
use crate::translate::command::wish;

/// Carries out a command.
#[utoipa::path(
    post,
    path = "/api/commands",
    tag = "commands",
    params(("Idempotency-Key" = String, Header, description = "the command's id; the same again has no second effect")),
    request_body = Command,
    responses(
        (status = 200, description = "done and durable", body = Done),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "not allowed", body = Problem),
        (status = 404, description = "no such thing", body = Problem),
        (status = 409, description = "the rules say no", body = Problem),
        (status = 422, description = "a field is wrong", body = Problem),
        (status = 429, description = "slow down", body = Problem),
        (status = 503, description = "nothing changed; send again later", body = Problem),
    )
)]
pub(crate) async fn command(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Json(command): Json<Command>,
) -> Result<Reply<Done>, Failure> {
    let sender = match asker(&app, &headers).await? {
        Asker::Staff(staff) => staff.sender(),
        Asker::Customer(customer) => customer.sender(),
    };
    if !app.rates.take(&sender.party().id, Instant::now()) {
        let rate = app.config.commands_per_second;
        return Err(too_fast(format!("more than {rate} commands a second; slow down"), rate).into());
    }
    let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    let key = key.ok_or_else(|| {
        invalid("idempotency-key", "", "the header Idempotency-Key must be the command's id")
    })?;
    let answer = carry_out(&app, &sender, key, command).await?;
    Ok(Reply(Done {
        seq: answer.seq,
        conversation: answer.conversation.map(|id| id.to_string()),
        chat: answer.chat.map(|id| id.to_string()),
    }))
}

async fn carry_out(
    app: &App,
    sender: &Sender,
    key: &str,
    command: Command,
) -> Result<Answer, Refusal> {
    let id = command_id(key).map_err(|mut refusal| {
        refusal.field = Some("idempotency-key".into());
        refusal
    })?;
    match commands::prepare(app, sender, &id, wish(command)?).await? {
        Prepared::Known(answer) => answer,
        Prepared::Submit(command, effect) => {
            match app.engine.command(sender.party().clone(), id, command).await {
                Ok(answer) => {
                    if let Err(refusal) = commands::follow(app, sender, None, effect).await {
                        let code = refusal.code.as_str();
                        tracing::warn!(code, "what follows from a command is not done");
                    }
                    Ok(answer)
                }
                Err(refusal) => {
                    commands::unfollow(app, sender, effect);
                    Err(refusal)
                }
            }
        }
    }
}
