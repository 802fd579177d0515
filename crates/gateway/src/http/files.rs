//! Files of a chat: beginning an upload, links, and downloads by link. Nothing is ever shown inline: what is fetched is saved.

use std::sync::Arc;
use std::time::Instant;

use axum::Json as Reply;
use axum::body::Body as Content;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::{Body, ChatId, Code, ConversationId, Core, Recorded, Refusal, Seq};
use protocol::file::{FileLink, NewFile, Upload};
use protocol::problem::Problem;
use store::ContentHash;

use super::conversations::incident_for;
use super::request::{Asker, Json, Query, asker};
use super::uploads::upload_out;
use crate::app::{App, Sender, conversation_id};
use crate::auth::token::random;
use crate::files::links::Grant;
use crate::files::range::{Wanted, wanted};
use crate::files::unusable;
use crate::files::uploads::Begin;
use crate::limits::{DOWNLOAD_PIECE_BYTES, FILE_NAME_CHARS_MAX, HISTORY_MAX, LINK_MS};
use crate::problem::{Failure, invalid, too_fast, unreadable};
use crate::translate::record::id;

/// Nothing may run in what is downloaded, wherever it is opened.
const POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// What a recording of co-browsing is saved as: a line of JSON a piece.
const RECORDING_NAME: &str = "co-browsing.jsonl";
const RECORDING_TYPE: &str = "application/x-ndjson";

/// Who asks, if not too fast.
pub(super) async fn sender(app: &App, headers: &HeaderMap) -> Result<(Asker, Sender), Refusal> {
    let asker = asker(app, headers).await?;
    let sender = match &asker {
        Asker::Staff(staff) => staff.sender(),
        Asker::Customer(customer) => customer.sender(),
    };
    if app.rates.take(&sender.party().id, Instant::now()) {
        return Ok((asker, sender));
    }
    let rate = app.config.commands_per_second;
    Err(too_fast(format!("more than {rate} requests a second; slow down"), rate))
}

/// Whose an upload is.
pub(super) fn owner(sender: &Sender) -> String {
    match sender {
        Sender::Staff { agent, .. } => format!("staff {agent}"),
        Sender::Customer { party, .. } => format!("customer {}", party.id),
    }
}

fn no_such_chat(chat: &ChatId) -> Refusal {
    Refusal::new(Code::NotFound, "there is no such chat").field("chat", chat)
}

/// Refuses a file that could not be sent in the end.
fn check(core: &Core, chat: &ChatId, asker: &Sender, bytes: u64) -> Result<(), Refusal> {
    core.check_file(chat, asker.party().party_type, bytes)?;
    let conversation = chat.conversation().and_then(|id| core.state.conversations.get(&id));
    let conversation = conversation.ok_or_else(|| no_such_chat(chat))?;
    let takes_part = match asker {
        Sender::Customer { party, .. } => conversation.customer.id == *party.id,
        Sender::Staff { agent, .. } => conversation.participant(agent).is_some(),
    };
    if takes_part {
        return Ok(());
    }
    match asker {
        Sender::Customer { .. } => Err(no_such_chat(chat)),
        Sender::Staff { .. } => {
            let detail = "files are sent by those who take part in the chat";
            Err(Refusal::new(Code::NotAllowed, detail).field("chat", chat))
        }
    }
}

/// A name without its folders, of characters that a name may have.
fn clean_name(name: &str) -> Result<String, Refusal> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).collect();
    let clean = clean.trim();
    let chars = clean.chars().count();
    if chars > FILE_NAME_CHARS_MAX {
        let detail = format!("a name of {chars} characters; at most {FILE_NAME_CHARS_MAX} may be");
        let refusal = Refusal::new(Code::TooLong, detail).field("name", chars);
        return Err(refusal.limit(FILE_NAME_CHARS_MAX));
    }
    if clean.is_empty() {
        return Err(invalid("name", name, "a file has a name"));
    }
    Ok(clean.to_owned())
}

/// Begins to upload a file. Its bytes follow with `PUT /api/uploads/{upload}`.
#[utoipa::path(
    post,
    path = "/api/chats/{chat}/files",
    tag = "files",
    params(("chat" = String, Path, description = "a chat id")),
    request_body = NewFile,
    responses(
        (status = 201, description = "the upload has begun", body = Upload),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "not in the chat, or customers may not send files", body = Problem),
        (status = 404, description = "no such chat, or not the asker's to know", body = Problem),
        (status = 409, description = "the chat is over, or too many uploads are on their way", body = Problem),
        (status = 413, description = "too large, or too many files", body = Problem),
        (status = 422, description = "a field is wrong", body = Problem),
        (status = 429, description = "slow down", body = Problem),
        (status = 503, description = "try again later", body = Problem),
    )
)]
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    Path(chat): Path<String>,
    headers: HeaderMap,
    Json(file): Json<NewFile>,
) -> Result<(StatusCode, Reply<Upload>), Failure> {
    let (_, sender) = sender(&app, &headers).await?;
    let chat = id("chat", &chat, ChatId::parse)?;
    let name = clean_name(&file.name)?;
    let (wanted, by, bytes) = (chat.clone(), sender.clone(), file.bytes);
    let read = app.engine.read(move |core| {
        check(core, &wanted, &by, bytes)?;
        Ok::<u32, Refusal>(core.state.directory.settings.file_bytes_max)
    });
    let bytes_max = read.await??;
    let begin = Begin {
        id: crate::alias::hex(&random::<16>()?),
        owner: owner(&sender),
        chat,
        name,
        bytes,
        bytes_max: u64::from(bytes_max),
    };
    let (uploads, now) = (Arc::clone(&app.files.uploads), app.now());
    let upload = app.files.work(move || uploads.begin(begin, now)).await?;
    Ok((StatusCode::CREATED, Reply(upload_out(&upload))))
}

/// A file that was sent, as its event says.
struct Found {
    seq: Seq,
    name: String,
    bytes: u64,
    media_type: String,
    /// Whether it is the staff's alone.
    is_recording: bool,
}

fn found(recorded: &Recorded, file: &str) -> Option<Found> {
    match &recorded.event.body {
        Body::FileAttachmentReceived { file: sent, name, bytes, media_type }
        | Body::AgentFileSent { file: sent, name, bytes, media_type }
            if sent == file =>
        {
            let (name, media_type) = (name.clone(), media_type.clone());
            let seq = recorded.seq;
            Some(Found { seq, name, bytes: *bytes, media_type, is_recording: false })
        }
        Body::CobrowseRecorded { file: kept, bytes, .. } if kept == file => Some(Found {
            seq: recorded.seq,
            name: RECORDING_NAME.to_owned(),
            bytes: *bytes,
            media_type: RECORDING_TYPE.to_owned(),
            is_recording: true,
        }),
        _ => None,
    }
}

fn no_such_file(file: &ContentHash) -> Refusal {
    Refusal::new(Code::NotFound, "there is no such file in this conversation").field("file", file)
}

fn content_hash(text: &str) -> Result<ContentHash, Refusal> {
    let parsed = ContentHash::parse(text);
    parsed.ok_or_else(|| invalid("file", text, "a file is named by 64 hexadecimal digits"))
}

async fn find(
    app: &App,
    conversation: &ConversationId,
    file: &ContentHash,
) -> Result<Found, Refusal> {
    let name = file.to_string();
    let mut before = None;
    loop {
        let read = app.engine.history(conversation, before, HISTORY_MAX).await;
        let events = read.map_err(|why| unreadable(&why))?;
        if let Some(found) = events.iter().rev().find_map(|event| found(event, &name)) {
            return Ok(found);
        }
        if events.len() < HISTORY_MAX {
            return Err(no_such_file(file));
        }
        before = events.first().map(|event| event.seq);
    }
}

/// Grants a download for some minutes, to who may see the conversation.
#[utoipa::path(
    post,
    path = "/api/chats/{chat}/files/{file}/link",
    tag = "files",
    params(
        ("chat" = String, Path, description = "a chat id"),
        ("file" = String, Path, description = "the file's hash, as its event names it"),
    ),
    responses(
        (status = 200, description = "a link for some minutes", body = FileLink),
        (status = 401, description = "nobody is signed in", body = Problem),
        (status = 403, description = "what is said there is not for the asker", body = Problem),
        (status = 404, description = "no such file there, or not the asker's to know", body = Problem),
        (status = 422, description = "a field is wrong", body = Problem),
        (status = 429, description = "slow down", body = Problem),
    )
)]
pub(crate) async fn link(
    State(app): State<Arc<App>>,
    Path((chat, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Reply<FileLink>, Failure> {
    let (asker, _) = sender(&app, &headers).await?;
    let chat = id("chat", &chat, ChatId::parse)?;
    let file = content_hash(&file)?;
    let conversation = chat.conversation().ok_or_else(|| no_such_chat(&chat))?;
    match &asker {
        Asker::Customer(customer) if customer.conversation.as_ref() == Some(&conversation) => {}
        Asker::Customer(_) => return Err(no_such_chat(&chat).into()),
        Asker::Staff(staff) => {
            incident_for(&app, staff, &conversation).await?;
        }
    }
    let Found { seq, is_recording, .. } = find(&app, &conversation, &file).await?;
    if is_recording && matches!(asker, Asker::Customer(_)) {
        return Err(no_such_file(&file).into());
    }
    let until = app.now() + domain::Millis(LINK_MS);
    let url = app.files.links.url(&Grant { file, conversation, seq, until });
    Ok(Reply(FileLink { url, expires_at: until.to_string() }))
}

/// Downloads a file by its link.
#[utoipa::path(
    get,
    path = "/api/files/{file}",
    tag = "files",
    params(
        ("file" = String, Path, description = "the file's hash"),
        ("conversation" = String, Query, description = "as the link says"),
        ("seq" = u64, Query, description = "as the link says"),
        ("until" = i64, Query, description = "as the link says"),
        ("signature" = String, Query, description = "as the link says"),
        ("Range" = Option<String>, Header, description = "one range of bytes"),
    ),
    responses(
        (status = 200, description = "the file, to be saved", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 206, description = "the range of it", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 403, description = "the link has ended or was not made here", body = Problem),
        (status = 404, description = "no such file", body = Problem),
        (status = 416, description = "it has no such bytes"),
    )
)]
pub(crate) async fn download(
    State(app): State<Arc<App>>,
    Path(file): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let (parts, _) = request.into_parts();
    let query = Query::read(&parts, &["conversation", "seq", "until", "signature"])?;
    let until = query.number("until")?.and_then(|until| i64::try_from(until).ok());
    let grant = Grant {
        file: content_hash(&file)?,
        conversation: conversation_id(query.text("conversation").unwrap_or_default())?,
        seq: query.number("seq")?.unwrap_or_default(),
        until: domain::Timestamp(until.unwrap_or_default()),
    };
    app.files.links.check(&grant, query.text("signature").unwrap_or_default(), app.now())?;
    let read = app.engine.history(&grant.conversation, Some(grant.seq + 1), 1).await;
    let events = read.map_err(|why| unreadable(&why))?;
    let name = grant.file.to_string();
    let found = events.first().and_then(|event| found(event, &name));
    let found = found.ok_or_else(|| no_such_file(&grant.file))?;
    let stored = {
        let (blobs, hash) = (Arc::clone(&app.files.blobs), grant.file);
        app.files.work(move || blobs.size(&hash).map_err(|why| unreadable(&why))).await?
    };
    if stored != Some(found.bytes) {
        tracing::error!(file = %grant.file, "the content of a file that was sent is missing");
        return Err(no_such_file(&grant.file).into());
    }
    Ok(response(&app, &grant.file, &found, &parts.headers))
}

fn response(app: &Arc<App>, file: &ContentHash, found: &Found, headers: &HeaderMap) -> Response {
    let tag = format!("\"{file}\"");
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    // Another version than the asker has: all of it.
    let is_same = text(header::IF_RANGE).is_none_or(|known| known == tag);
    let asked = text(header::RANGE).filter(|_| is_same);
    let bytes = found.bytes;
    let (status, range) = match asked.map_or(Wanted::Whole, |range| wanted(range, bytes)) {
        Wanted::Whole => (StatusCode::OK, 0..bytes),
        Wanted::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        Wanted::Nothing => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0),
    };
    let place = match status {
        StatusCode::PARTIAL_CONTENT => {
            Some(format!("bytes {}-{}/{bytes}", range.start, range.end - 1))
        }
        StatusCode::RANGE_NOT_SATISFIABLE => Some(format!("bytes */{bytes}")),
        _ => None,
    };
    let length = range.end - range.start;
    let mut response = Response::new(content(app, *file, range));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let lines = [
        (header::CONTENT_TYPE, found.media_type.clone()),
        (header::CONTENT_LENGTH, length.to_string()),
        (header::CONTENT_DISPOSITION, disposition(&found.name)),
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
        (header::ETAG, tag),
    ];
    let place = place.map(|place| (header::CONTENT_RANGE, place));
    for (name, value) in lines.into_iter().chain(place) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

/// The bytes, read piece by piece as fast as they are taken.
fn content(app: &Arc<App>, file: ContentHash, range: std::ops::Range<u64>) -> Content {
    let app = Arc::clone(app);
    let pieces = futures_util::stream::unfold((app, range), move |(app, range)| async move {
        if range.is_empty() {
            return None;
        }
        let end = range.end.min(range.start + DOWNLOAD_PIECE_BYTES);
        let (blobs, part) = (Arc::clone(&app.files.blobs), range.start..end);
        let length = end - range.start;
        let work = move || match blobs.get(&file, part) {
            Ok(Some(bytes)) if bytes.len() as u64 == length => Ok(bytes),
            Ok(_) => Err(unusable(&"the content of a file is cut short")),
            Err(why) => Err(unreadable(&why)),
        };
        match app.files.work(work).await {
            Ok(bytes) => Some((Ok(bytes::Bytes::from(bytes)), (app, end..range.end))),
            // The connection breaks off, so that nobody takes the part for the whole.
            Err(refusal) => Some((Err(refusal), (app, 0..0))),
        }
    });
    Content::from_stream(pieces)
}

/// To be saved under its name; the plain form is for what reads no other.
fn disposition(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " .-_()".contains(c);
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&crate::alias::hex(&[byte]).to_uppercase());
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_without_folders_and_control_characters() {
        assert_eq!(clean_name("C:\\fakepath\\a b.png").unwrap(), "a b.png");
        assert_eq!(clean_name("../../etc/pass\nwd").unwrap(), "passwd");
        assert_eq!(clean_name("").unwrap_err().code, Code::Invalid);
        assert_eq!(clean_name("folder/").unwrap_err().code, Code::Invalid);
        assert!(clean_name(&"ü".repeat(200)).is_ok());
        assert_eq!(clean_name(&"ü".repeat(201)).unwrap_err().code, Code::TooLong);
    }

    #[test]
    fn a_name_cannot_leave_its_header() {
        let line = disposition("a\"; filename=\"b.html");
        assert_eq!(
            line,
            "attachment; filename=\"a__ filename__b.html\"; filename*=UTF-8''a%22%3B%20filename%3D%22b.html"
        );
        assert!(disposition("Übersicht.pdf").ends_with("''%C3%9Cbersicht.pdf"));
    }
}
