//! Listening: connections that cannot hold the house up, and answers to what is too broken to be a request.
//!
//! The HTTP library answers an over-long address or a malformed request by itself, with an empty page, before any
//! route or layer. Here such an answer is replaced by a page of ours, and the connection is closed so that the
//! visitor can still read it.

mod polite;

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt as _;
use values::Lang;

use crate::site::Site;
use crate::web::error_page::{self, Asked, Refusal};
use crate::web::headers::Always;
use crate::web::visit::Visit;
use polite::Polite;

/// How long and how much a connection may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once; more wait in the system's queue (1024).
    pub connections: usize,
    /// For the head of a request to arrive, idle time between two requests included (15 s).
    pub head: Duration,
    /// Without the visitor taking any of the answer (30 s).
    pub stall: Duration,
    /// After the end of the answer, to let the visitor read it while still sending (2 s).
    pub linger: Duration,
    /// For open connections to end when the server stops (10 s).
    pub stop: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            head: Duration::from_secs(15),
            stall: Duration::from_secs(30),
            linger: Duration::from_secs(2),
            stop: Duration::from_secs(10),
        }
    }
}

/// Largest head of a request. The layers refuse addresses far shorter; this bounds memory.
const LARGEST_HEAD: usize = 64 * 1024;
/// Bytes read and thrown away while a visitor reads the answer.
const LINGER_BYTES: usize = 16 * 1024 * 1024;

/// Whole answers, head included, by status and language.
type Pages = Arc<HashMap<(u16, Lang), Vec<u8>>>;

/// Serves `router` (with its layers) until `shutdown` turns true, then lets open requests end.
///
/// # Errors
/// When the listener's address cannot be read. Errors of single connections end those only.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    site: Arc<Site>,
    limits: Limits,
    mut shutdown: watch::Receiver<bool>,
) -> io::Result<()> {
    listener.local_addr()?;
    let pages: Pages = Arc::new(pages(&site).await);
    let seats = Arc::new(Semaphore::new(limits.connections));
    loop {
        let seat = tokio::select! {
            seat = seats.clone().acquire_owned() => seat,
            () = stopped(&mut shutdown) => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut shutdown) => break,
        };
        match accepted {
            Ok((stream, _)) => {
                let (router, pages, shutdown) = (router.clone(), pages.clone(), shutdown.clone());
                tokio::spawn(async move {
                    connection(stream, router, pages, limits, shutdown).await;
                    drop(seat);
                });
            }
            // Out of file descriptors, or the visitor left: neither is a reason to stop, nor to spin.
            Err(error) => {
                tracing::debug!(%error, "connexion refusée");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
    drop(listener);
    let everyone = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    let _ = tokio::time::timeout(limits.stop, seats.acquire_many(everyone)).await;
    Ok(())
}

/// Returns once the house stops (or nobody can say any more).
async fn stopped(shutdown: &mut watch::Receiver<bool>) {
    let _ = shutdown.wait_for(|stop| *stop).await;
}

async fn connection(
    stream: TcpStream,
    router: Router,
    pages: Pages,
    limits: Limits,
    mut shutdown: watch::Receiver<bool>,
) {
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        Box::pin(async move {
            let answer: Result<Response, Infallible> = router.oneshot(request.map(Body::new)).await;
            answer
        })
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(LARGEST_HEAD)
        .half_close(false)
        .serve_connection(
            TokioIo::new(Polite::new(stream, pages, limits.stall)),
            service,
        );
    let mut stopping = false;
    loop {
        let ended = {
            let mut stop = pin!(stopped(&mut shutdown));
            poll_fn(|context| {
                if let std::task::Poll::Ready(end) = connection.poll_without_shutdown(context) {
                    return std::task::Poll::Ready(Some(end));
                }
                if !stopping && stop.as_mut().poll(context).is_ready() {
                    return std::task::Poll::Ready(None);
                }
                std::task::Poll::Pending
            })
            .await
        };
        match ended {
            Some(Err(error)) => {
                tracing::debug!(%error, "connexion rompue");
                break;
            }
            Some(Ok(())) => break,
            None => {
                stopping = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
        }
    }
    linger(connection.into_parts().io.into_inner(), limits.linger).await;
}

/// Ends the answer, then reads on for a while: closing at once on a visitor who is still sending would make the
/// system throw away the answer that the visitor has not read.
async fn linger(mut stream: Polite<TcpStream>, time: Duration) {
    let drain = async {
        stream.shutdown().await?;
        let mut bin = [0u8; 8192];
        let mut left = LINGER_BYTES;
        while left > 0 {
            let count = stream.read(&mut bin).await?;
            if count == 0 {
                break;
            }
            left = left.saturating_sub(count);
        }
        io::Result::Ok(())
    };
    let _ = tokio::time::timeout(time, drain).await;
}

/// The pages for what never becomes a request.
async fn pages(site: &Arc<Site>) -> HashMap<(u16, Lang), Vec<u8>> {
    let always = Always::new(site);
    let mut pages = HashMap::new();
    for status in [
        StatusCode::BAD_REQUEST,
        StatusCode::URI_TOO_LONG,
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
    ] {
        for lang in Lang::ALL {
            let asked = Asked {
                visit: Visit {
                    lang,
                    path: "/".to_owned(),
                    query: String::new(),
                    site: site.clone(),
                },
                writes: false,
                request_id: String::new(),
            };
            let refusal = (status == StatusCode::URI_TOO_LONG).then_some(Refusal::TooLong);
            let mut response = error_page::write(status.into_response(), refusal, &asked);
            always.add(&mut response, "");
            pages.insert((status.as_u16(), lang), flat(response).await);
        }
    }
    pages
}

/// A whole answer as bytes.
async fn flat(response: Response) -> Vec<u8> {
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    let reason = parts.status.canonical_reason().unwrap_or("Error");
    let mut bytes = format!("HTTP/1.1 {} {reason}\r\n", parts.status.as_u16()).into_bytes();
    for (name, value) in &parts.headers {
        if !value.is_empty() {
            bytes.extend_from_slice(name.as_str().as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
    }
    bytes.extend_from_slice(
        format!(
            "content-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        )
        .as_bytes(),
    );
    bytes.extend_from_slice(&body);
    bytes
}
