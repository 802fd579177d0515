//! The built web, embedded: desk, widget, loader and demo site, compressed once, with the headers that keep pages from doing what they
//! need not do.

mod policy;

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use domain::Code;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::alias::hex;
use crate::app::App;
use crate::problem::Failure;

#[derive(RustEmbed)]
#[folder = "../../web/dist/"]
struct Dist;

/// The snippet.
const SNIPPET: &str = "loader/widget.js";
/// The snippet with what invites visitors, which is served in its place while there are rules for that.
const INVITING: &str = "loader/widget-inviting.js";
/// What stands for the rules in it.
const RULES_PLACE: &str = "__INVITATION_RULES__";
/// What stands for the nonce in the desk's page.
const NONCE_PLACE: &str = "__CSP_NONCE__";
/// Media types for which compressing is worth it begin with these.
const COMPRESSED: [&str; 5] =
    ["text/", "application/javascript", "application/json", "image/svg", "text/javascript"];

/// Which part of the web a file is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Demo,
    Desk,
    Loader,
    Mirror,
    Widget,
}

/// Compressed files, by path and content.
#[derive(Debug, Default)]
pub(crate) struct Web {
    compressed: Mutex<HashMap<String, (String, Bytes)>>,
}

/// What is at an address.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    File(Part, String),
    To(&'static str),
    Nothing,
}

fn find(path: &str, demo: bool, exists: impl Fn(&str) -> bool) -> Found {
    let file = |part, path: String| {
        if exists(&path) { Found::File(part, path) } else { Found::Nothing }
    };
    match path {
        "/" if demo => file(Part::Demo, "demo/index.html".to_owned()),
        "/" | "/desk" => Found::To("/desk/"),
        "/widget" => Found::To("/widget/"),
        "/widget/" => file(Part::Widget, "widget/index.html".to_owned()),
        "/widget.js" => file(Part::Loader, SNIPPET.to_owned()),
        "/cobrowse.js" => file(Part::Loader, "recorder/cobrowse.js".to_owned()),
        "/mirror/" => file(Part::Mirror, "mirror/index.html".to_owned()),
        _ => {
            if let Some(rest) = path.strip_prefix("/desk/") {
                let wanted = format!("desk/{rest}");
                // An address within the desk is the desk's own matter; a file that is not there is missing.
                let is_page = !rest.rsplit('/').next().unwrap_or_default().contains('.');
                return if !rest.is_empty() && exists(&wanted) {
                    Found::File(Part::Desk, wanted)
                } else if is_page {
                    file(Part::Desk, "desk/index.html".to_owned())
                } else {
                    Found::Nothing
                };
            }
            if path.starts_with("/widget/") {
                return file(Part::Widget, path[1..].to_owned());
            }
            if path.starts_with("/mirror/") {
                return file(Part::Mirror, path[1..].to_owned());
            }
            if demo { file(Part::Demo, format!("demo{path}")) } else { Found::Nothing }
        }
    }
}

/// Answers what no route of the interface does.
pub(crate) async fn serve(State(app): State<Arc<App>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        let detail = "pages are read, nothing else";
        return Failure::with_status(status, Code::Invalid, detail).into_response();
    }
    let exists = |path: &str| Dist::get(path).is_some();
    match find(request.uri().path(), app.config.demo, exists) {
        Found::File(part, path) => {
            let is_snippet = path == SNIPPET;
            let rules = if is_snippet { app.invitations.in_force(&app).await } else { None };
            let path = if rules.is_some() { INVITING.to_owned() } else { path };
            match Dist::get(&path) {
                Some(file) => answer(&app, part, &path, &file, rules.as_deref(), request.headers()),
                None => not_there(),
            }
        }
        Found::To(address) => Redirect::temporary(address).into_response(),
        Found::Nothing => not_there(),
    }
}

fn not_there() -> Response {
    let detail = "there is nothing at this address";
    Failure::with_status(StatusCode::NOT_FOUND, Code::NotFound, detail).into_response()
}

fn answer(
    app: &App,
    part: Part,
    path: &str,
    file: &EmbeddedFile,
    rules: Option<&str>,
    asked: &HeaderMap,
) -> Response {
    let is_page = path.ends_with(".html");
    let nonce = match part {
        Part::Desk if is_page => policy::nonce(),
        Part::Desk | Part::Demo | Part::Loader | Part::Mirror | Part::Widget => None,
    };
    let mut response = match &nonce {
        Some(nonce) => {
            let page = String::from_utf8_lossy(&file.data).replace(NONCE_PLACE, nonce);
            Response::new(Body::from(page))
        }
        None => content(app, path, file, rules, asked),
    };
    let headers = response.headers_mut();
    if let Ok(media_type) = HeaderValue::from_str(&media_type(file)) {
        headers.insert(header::CONTENT_TYPE, media_type);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching(part, path)));
    if is_page {
        policy::put(headers, part, nonce.as_deref(), &app.config);
    }
    if part == Part::Loader {
        // Any site may load the snippet.
        let any = HeaderValue::from_static("*");
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
        let cross = HeaderValue::from_static("cross-origin");
        headers.insert(HeaderName::from_static("cross-origin-resource-policy"), cross);
    }
    response
}

fn media_type(file: &EmbeddedFile) -> String {
    let media_type = file.metadata.mimetype();
    let is_text = media_type.starts_with("text/") || media_type.ends_with("javascript");
    if is_text { format!("{media_type}; charset=utf-8") } else { media_type.to_owned() }
}

/// Files whose names have a hash of their content never change; all others are asked for anew each time.
fn caching(part: Part, path: &str) -> &'static str {
    let is_hashed = match part {
        Part::Desk | Part::Mirror | Part::Widget => path.contains("/assets/"),
        Part::Demo => path.starts_with("demo/demo/"),
        Part::Loader => false,
    };
    match (is_hashed, part) {
        (true, _) => "public, max-age=31536000, immutable",
        (false, Part::Loader) => "public, max-age=300, stale-while-revalidate=86400",
        (false, Part::Demo | Part::Desk | Part::Mirror | Part::Widget) => "no-cache",
    }
}

fn content(
    app: &App,
    path: &str,
    file: &EmbeddedFile,
    rules: Option<&str>,
    asked: &HeaderMap,
) -> Response {
    let mut tag = hex(&file.metadata.sha256_hash()[..16]);
    let data = match rules {
        Some(rules) => {
            let mut hasher = DefaultHasher::new();
            rules.hash(&mut hasher);
            tag += &hex(&hasher.finish().to_be_bytes());
            let script = String::from_utf8_lossy(&file.data).replace(RULES_PLACE, rules);
            Cow::Owned(script.into_bytes())
        }
        None => Cow::Borrowed(&*file.data),
    };
    let quoted = format!("\"{tag}\"");
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|known| known.split(',').any(|one| one.trim() == quoted));
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else if is_compressed(file) && accepts_gzip(asked) {
        let mut response = Response::new(Body::from(app.web.gzip(path, &tag, &data)));
        let gzip = HeaderValue::from_static("gzip");
        response.headers_mut().insert(header::CONTENT_ENCODING, gzip);
        response
    } else {
        Response::new(Body::from(data.into_owned()))
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&quoted) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

fn is_compressed(file: &EmbeddedFile) -> bool {
    let media_type = file.metadata.mimetype();
    COMPRESSED.iter().any(|begin| media_type.starts_with(begin))
}

fn accepts_gzip(asked: &HeaderMap) -> bool {
    let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|codings| {
        codings.split(',').any(|coding| {
            let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
            name.trim().eq_ignore_ascii_case("gzip") && quality.trim() != "q=0"
        })
    })
}

impl Web {
    /// The compressed file, made at the first request of each.
    fn gzip(&self, path: &str, tag: &str, data: &[u8]) -> Bytes {
        let mut compressed = self.compressed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, bytes)) = compressed.get(path)
            && known == tag
        {
            return bytes.clone();
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        // Writing into memory cannot fail.
        let _ = encoder.write_all(data);
        let bytes = Bytes::from(encoder.finish().unwrap_or_default());
        compressed.insert(path.to_owned(), (tag.to_owned(), bytes.clone()));
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_its_file() {
        let files =
            ["desk/index.html", "desk/assets/a.js", "widget/index.html", "loader/widget.js"];
        let find = |path| find(path, false, |file| files.contains(&file));
        let file = |part, path: &str| Found::File(part, path.to_owned());
        assert_eq!(find("/"), Found::To("/desk/"));
        assert_eq!(find("/desk/"), file(Part::Desk, "desk/index.html"));
        assert_eq!(find("/desk/chats/1"), file(Part::Desk, "desk/index.html"));
        assert_eq!(find("/desk/assets/a.js"), file(Part::Desk, "desk/assets/a.js"));
        assert_eq!(find("/desk/assets/b.js"), Found::Nothing);
        assert_eq!(find("/widget/"), file(Part::Widget, "widget/index.html"));
        assert_eq!(find("/widget.js"), file(Part::Loader, "loader/widget.js"));
        assert_eq!(find("/loader/widget.js"), Found::Nothing);
        assert_eq!(find("/demo/x.svg"), Found::Nothing);
    }

    #[test]
    fn the_demo_is_at_the_root() {
        let files = ["demo/index.html", "demo/demo/room.svg"];
        let find = |path| find(path, true, |file| files.contains(&file));
        let file = |path: &str| Found::File(Part::Demo, path.to_owned());
        assert_eq!(find("/"), file("demo/index.html"));
        assert_eq!(find("/demo/room.svg"), file("demo/demo/room.svg"));
        assert_eq!(find("/nothing"), Found::Nothing);
    }
}
