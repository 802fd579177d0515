//! While the journal is being replayed nobody can be served, but whoever asks is told so.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::{Code, Refusal};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;

use crate::limits::HEADERS_WITHIN;
use crate::problem::Failure;
use crate::server::ACCEPT_AGAIN_AFTER;

fn answer(path: &str) -> Response {
    let mut response = if path == "/health/live" {
        "live\n".into_response()
    } else {
        let detail = "the server is starting: the journal is being replayed";
        Failure::from(Refusal::new(Code::Busy, detail)).into_response()
    };
    // The next request is answered by the server itself.
    let close = header::HeaderValue::from_static("close");
    response.headers_mut().insert(header::CONNECTION, close);
    response
}

/// Answers every request with `busy` and why, and that the process lives. Never ends; drop it when the server can serve.
pub async fn answer_while_starting(listener: &TcpListener) -> std::convert::Infallible {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(ACCEPT_AGAIN_AFTER).await;
            continue;
        };
        let service = service_fn(|request: Request<Incoming>| {
            std::future::ready(Ok::<_, std::convert::Infallible>(answer(request.uri().path())))
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS_WITHIN)
            .serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async move {
            // Who went away needs no answer.
            let _ = connection.await;
        });
    }
}
