//! Accepting connections, and letting them end: each is a task that is counted, so that a stop waits for all of them, for a while.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::app::App;
use crate::limits::{DRAIN_WITHIN, HEADER_BYTES_MAX, HEADERS_WITHIN};

/// After an accept that failed, for want of file handles mostly.
pub(crate) const ACCEPT_AGAIN_AFTER: Duration = Duration::from_millis(200);

/// Accepts until `ended`, then lets all go; `schedules` ends by itself then, and what it sent is stored.
pub(crate) async fn run(
    app: Arc<App>,
    router: Router,
    listener: TcpListener,
    ended: impl Future<Output = ()>,
    schedules: JoinHandle<()>,
) {
    let (stop, stopping) = watch::channel(false);
    tokio::pin!(ended);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let connection = connection(router.clone(), stream, peer, stopping.clone());
                    tokio::spawn(connection);
                }
                Err(why) => {
                    tracing::warn!(error = %why, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_AGAIN_AFTER).await;
                }
            },
            () = &mut ended => break,
        }
    }
    app.begin_to_stop();
    // Whoever connects from here on is turned away by the system.
    drop(listener);
    // What was taken is carried out and durable, and every socket is told that the server stops.
    app.engine.stop().await;
    // An error means that there is no connection.
    let _ = stop.send(true);
    drop(stopping);
    if timeout(DRAIN_WITHIN, stop.closed()).await.is_err() {
        tracing::warn!(left = stop.receiver_count(), "connections did not end in time");
    }
    // A panic there was logged by the runtime.
    let _ = schedules.await;
    let keeper = Arc::clone(&app);
    // A panic there was logged by the thread itself.
    let _ = tokio::task::spawn_blocking(move || keeper.keeper.stop()).await;
}

/// A request knows that the server still waits for it; a socket holds on to it until it has closed.
#[derive(Debug, Clone)]
pub(crate) struct Guard(#[expect(dead_code, reason = "held, not read")] watch::Receiver<bool>);

async fn stopped(stopping: &mut watch::Receiver<bool>) {
    // An error means that the server is gone already.
    let _ = stopping.wait_for(|stop| *stop).await;
}

async fn connection(
    router: Router,
    stream: TcpStream,
    peer: SocketAddr,
    mut stopping: watch::Receiver<bool>,
) {
    // Frames are small and written whole: waiting for more only adds delay. A socket that cannot be set is about to fail anyway.
    let _ = stream.set_nodelay(true);
    let guard = Guard(stopping.clone());
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(guard.clone());
        tower_service::Service::call(&mut router.clone(), request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN)
        .max_buf_size(HEADER_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(connection);
    let result = tokio::select! {
        result = &mut connection => result,
        () = stopped(&mut stopping) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(why) = result {
        tracing::debug!(error = %why, "a connection ended badly");
    }
}
