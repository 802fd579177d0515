//! Uploads: how far one is, more of it, giving it up, and sending the file that has arrived.

use std::sync::Arc;

use axum::Json as Reply;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use domain::command::File;
use domain::{Code, Command, Refusal};
use http_body_util::BodyExt;
use protocol::file::{CompleteUpload, SentFile, Upload as Wire};
use protocol::problem::Problem;
use store::{ContentHash, PutError};
use tokio::time::timeout;

use super::files::{owner, sender};
use super::request::{Json, Query};
use crate::app::{App, Sender, command_id};
use crate::files::examine::{Examined, examine};
use crate::files::media_type::fitting_name;
use crate::files::unusable;
use crate::files::upload::Upload;
use crate::limits::{FILE_NAME_CHARS_MAX, UPLOAD_PIECE_BYTES, UPLOAD_SILENT};
use crate::problem::{Failure, invalid};

/// An upload as it is told.
pub(super) fn upload_out(upload: &Upload) -> Wire {
    Wire {
        upload: upload.id.clone(),
        received: upload.received(),
        bytes: upload.bytes,
        expires_at: upload.expires_at().to_string(),
        sent: upload.sent().map(|(_, sent)| sent),
    }
}

async fn find(app: &App, id: &str, headers: &HeaderMap) -> Result<(Arc<Upload>, Sender), Refusal> {
    let (_, sender) = sender(app, headers).await?;
    let upload = app.files.uploads.find(id, &owner(&sender), app.now())?;
    Ok((upload, sender))
}

/// How far an upload is: after a drop, go on from there.
#[utoipa::path(
    get,
    path = "/api/uploads/{upload}",
    tag = "files",
    params(("upload" = String, Path, description = "an upload id")),
    responses(
        (status = 200, description = "how far it is", body = Wire),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 404, description = "given up, or another's", body = Problem),
        (status = 429, description = "slow down", body = Problem),
    )
)]
pub(crate) async fn get(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Reply<Wire>, Failure> {
    let (upload, _) = find(&app, &id, &headers).await?;
    Ok(Reply(upload_out(&upload)))
}

/// Gives an upload up.
#[utoipa::path(
    delete,
    path = "/api/uploads/{upload}",
    tag = "files",
    params(("upload" = String, Path, description = "an upload id")),
    responses(
        (status = 204, description = "given up"),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 404, description = "given up already, or another's", body = Problem),
        (status = 409, description = "the file has been sent", body = Problem),
        (status = 429, description = "slow down", body = Problem),
    )
)]
pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Failure> {
    let (upload, _) = find(&app, &id, &headers).await?;
    if !upload.is_open() {
        return Err(Refusal::new(Code::WrongState, "the file has been sent already").into());
    }
    give_up(&app, upload).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn give_up(app: &App, upload: Arc<Upload>) -> Result<(), Refusal> {
    let uploads = Arc::clone(&app.files.uploads);
    let removed = app.files.work(move || {
        uploads.remove(&upload);
        Ok(())
    });
    removed.await
}

/// Adds bytes to an upload. They may come in any number of requests; each begins where the last ended.
#[utoipa::path(
    put,
    path = "/api/uploads/{upload}",
    tag = "files",
    params(
        ("upload" = String, Path, description = "an upload id"),
        ("offset" = u64, Query, description = "how many bytes came before"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, description = "how far it is", body = Wire),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 404, description = "given up, or another's", body = Problem),
        (status = 408, description = "the bytes stopped coming", body = Problem),
        (status = 409, description = "not where the last ended; `limit` says where that is", body = Problem),
        (status = 413, description = "more bytes than were said", body = Problem),
        (status = 429, description = "slow down", body = Problem),
        (status = 503, description = "nothing can be stored now", body = Problem),
    )
)]
pub(crate) async fn put(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Reply<Wire>, Failure> {
    let (parts, body) = request.into_parts();
    let (upload, _) = find(&app, &id, &parts.headers).await?;
    let offset = Query::read(&parts, &["offset"])?.number("offset")?;
    let offset = offset.ok_or_else(|| invalid("offset", "", "offset says where the bytes go"))?;
    let said = parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let said: u64 = said.and_then(|text| text.parse().ok()).unwrap_or(0);
    if offset.saturating_add(said) > upload.bytes {
        let detail = format!("more bytes come than the {} that were said", upload.bytes);
        let refusal =
            Refusal::new(Code::TooLong, detail).field("bytes", offset.saturating_add(said));
        return Err(refusal.limit(upload.bytes).into());
    }
    let taken = take(&app, &upload, offset, body).await;
    // Also of a connection that broke off: it is what the client goes on from.
    let synced = Arc::clone(&upload);
    app.files.work(move || synced.sync()).await?;
    taken?;
    Ok(Reply(upload_out(&upload)))
}

async fn take(
    app: &App,
    upload: &Arc<Upload>,
    mut offset: u64,
    mut body: Body,
) -> Result<(), Failure> {
    let mut piece: Vec<u8> = Vec::new();
    loop {
        let frame = timeout(UPLOAD_SILENT, body.frame()).await;
        let (data, end) = match frame {
            Ok(Some(Ok(frame))) => (frame.into_data().unwrap_or_default(), None),
            Ok(None) => (bytes::Bytes::new(), Some(Ok(()))),
            Ok(Some(Err(_))) => (bytes::Bytes::new(), Some(Err(broken_off()))),
            Err(_) => (bytes::Bytes::new(), Some(Err(silent()))),
        };
        piece.extend_from_slice(&data);
        if piece.len() >= UPLOAD_PIECE_BYTES || end.is_some() {
            let (to, bytes, now) = (Arc::clone(upload), std::mem::take(&mut piece), app.now());
            let count = bytes.len() as u64;
            // Also when there is nothing: the place is checked.
            app.files.work(move || to.append(offset, &bytes, now)).await?;
            offset += count;
        }
        if let Some(end) = end {
            return end;
        }
    }
}

fn broken_off() -> Failure {
    let detail = "the bytes broke off; ask how far the upload is and go on from there";
    Failure::with_status(StatusCode::BAD_REQUEST, Code::Invalid, detail)
}

fn silent() -> Failure {
    let detail = format!("no more bytes came for {} s; go on", UPLOAD_SILENT.as_secs());
    Failure::with_status(StatusCode::REQUEST_TIMEOUT, Code::Invalid, detail)
}

/// Sends the file that has arrived whole. The same again with the same key is answered the same.
#[utoipa::path(
    post,
    path = "/api/uploads/{upload}/complete",
    tag = "files",
    params(
        ("upload" = String, Path, description = "an upload id"),
        ("Idempotency-Key" = String, Header, description = "the command's id; the same again has no second effect"),
    ),
    request_body = CompleteUpload,
    responses(
        (status = 200, description = "sent and durable", body = SentFile),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "not allowed", body = Problem),
        (status = 404, description = "given up, or another's", body = Problem),
        (status = 409, description = "not whole yet, or the chat is over", body = Problem),
        (status = 413, description = "too large, or too many files", body = Problem),
        (status = 422, description = "its type is not taken, or its hash is another; it was given up", body = Problem),
        (status = 429, description = "slow down", body = Problem),
        (status = 503, description = "nothing changed; send again later", body = Problem),
    )
)]
pub(crate) async fn complete(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(wanted): Json<CompleteUpload>,
) -> Result<Reply<SentFile>, Failure> {
    let (upload, sender) = find(&app, &id, &headers).await?;
    let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    let key = key.ok_or_else(|| {
        invalid("idempotency-key", "", "the header Idempotency-Key must be the command's id")
    })?;
    if let Some((command, sent)) = upload.sent() {
        if command == key {
            return Ok(Reply(sent));
        }
        return Err(Refusal::new(Code::WrongState, "the file has been sent already").into());
    }
    let (received, bytes) = (upload.received(), upload.bytes);
    if received != bytes {
        let detail = format!("{received} of {bytes} bytes have arrived");
        let refusal = Refusal::new(Code::WrongState, detail).field("received", received);
        return Err(refusal.limit(bytes).into());
    }
    match send(&app, &upload, &sender, key, wanted).await {
        Ok(sent) => Ok(Reply(sent)),
        Err(refusal) => {
            // With the same bytes it will never be anything else.
            let is_final = !refusal.is_passing() && refusal.code != Code::IdReused;
            if is_final && refusal.field.as_deref() != Some("idempotency-key") {
                give_up(&app, upload).await?;
            }
            Err(refusal.into())
        }
    }
}

async fn send(
    app: &App,
    upload: &Arc<Upload>,
    sender: &Sender,
    key: &str,
    wanted: CompleteUpload,
) -> Result<SentFile, Refusal> {
    let id = command_id(key).map_err(|mut refusal| {
        refusal.field = Some("idempotency-key".into());
        refusal
    })?;
    let (chat, by, bytes) = (upload.chat.clone(), sender.party().party_type, upload.bytes);
    // Before it is stored; a second time when it is sent.
    app.engine.read(move |core| core.check_file(&chat, by, bytes)).await??;
    let (path, blobs) = (upload.path(), Arc::clone(&app.files.blobs));
    let stored = app.files.work(move || {
        let Examined { hash, media_type } = examine(&path)?;
        check_hash(&hash, wanted.sha256.as_deref())?;
        let mut content = std::fs::File::open(&path).map_err(|why| unusable(&why))?;
        blobs.put(&hash, &mut content).map_err(|why| unstored(&why))?;
        Ok((hash, media_type))
    });
    let (hash, media_type) = stored.await?;
    let name = fitting_name(&upload.name, media_type, FILE_NAME_CHARS_MAX);
    let file = File {
        file: hash.to_string(),
        name: name.clone(),
        bytes: upload.bytes,
        media_type: media_type.name.to_owned(),
    };
    let command = Command::SendFile { chat: upload.chat.clone(), file };
    let answer = app.engine.command(sender.party().clone(), id, command).await?;
    let chat = answer.chat.as_ref().unwrap_or(&upload.chat);
    let conversation = answer.conversation.as_ref().map(ToString::to_string);
    let sent = SentFile {
        seq: answer.seq,
        conversation: conversation.unwrap_or_default(),
        chat: chat.to_string(),
        file: hash.to_string(),
        name,
        bytes: upload.bytes,
        media_type: media_type.name.to_owned(),
    };
    let (noted, key, file, now) = (Arc::clone(upload), key.to_owned(), sent.clone(), app.now());
    let note = app.files.work(move || {
        noted.note_sent(&key, file, now);
        Ok(())
    });
    note.await?;
    Ok(sent)
}

fn check_hash(found: &ContentHash, said: Option<&str>) -> Result<(), Refusal> {
    match said {
        Some(said) if ContentHash::parse(said) != Some(*found) => {
            let detail = format!("the file that arrived has the hash {found}; send it again");
            Err(invalid("sha256", said, detail))
        }
        Some(_) | None => Ok(()),
    }
}

fn unstored(why: &PutError) -> Refusal {
    unusable(why)
}
