//! Measures for Prometheus: requests by route, the database's errors, jobs, memory. Nothing in them leads to
//! a visitor.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use pages::Traffic;
use storage::Storage;

/// Requests and microseconds, by route and status class.
type Routes = BTreeMap<(String, u16), (u64, u64)>;

pub(super) struct Measures {
    storage: Storage,
    traffic: Arc<Traffic>,
    routes: Mutex<Routes>,
}

impl Measures {
    pub(super) fn new(storage: Storage, traffic: Arc<Traffic>) -> Self {
        Self {
            storage,
            traffic,
            routes: Mutex::default(),
        }
    }

    fn routes(&self) -> MutexGuard<'_, Routes> {
        match self.routes.lock() {
            Ok(guard) => guard,
            Err(poisoned) => poisoned.into_inner(),
        }
    }

    fn add(&self, route: &str, status: u16, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let mut routes = self.routes();
        let (count, total) = routes.entry((route.to_owned(), status / 100)).or_default();
        *count += 1;
        *total += micros;
    }

    fn by_route(&self, text: &mut String) {
        text.push_str("# TYPE solidaire_route_requests_total counter\n");
        let mut seconds = String::from("# TYPE solidaire_route_seconds_total counter\n");
        for ((route, class), (count, micros)) in self.routes().iter() {
            let labels = format!("{{route=\"{route}\",class=\"{class}xx\"}}");
            let _ = writeln!(text, "solidaire_route_requests_total{labels} {count}");
            let _ = writeln!(
                seconds,
                "solidaire_route_seconds_total{labels} {}.{:06}",
                micros / 1_000_000,
                micros % 1_000_000
            );
        }
        text.push_str(&seconds);
    }
}

/// Counts a request under the template of its route, never its address.
pub(super) async fn count(
    State(measures): State<Arc<Measures>>,
    request: Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let begun = Instant::now();
    let response = next.run(request).await;
    let name = route.as_ref().map_or("-", MatchedPath::as_str);
    measures.add(name, response.status().as_u16(), begun.elapsed());
    response
}

/// `/metrics`, in the text format 0.0.4.
pub(super) async fn page(State(measures): State<Arc<Measures>>) -> impl IntoResponse {
    let mut text = measures.traffic.prometheus();
    measures.by_route(&mut text);
    text.push_str("# TYPE solidaire_database_errors_total counter\n");
    for (kind, count) in storage::error_counts() {
        let _ = writeln!(
            text,
            "solidaire_database_errors_total{{kind=\"{kind}\"}} {count}"
        );
    }
    let jobs = tokio::time::timeout(Duration::from_secs(3), jobs::counts(&measures.storage)).await;
    let up = u8::from(matches!(jobs, Ok(Ok(_))));
    let _ = writeln!(
        text,
        "# TYPE solidaire_database_up gauge\nsolidaire_database_up {up}"
    );
    if let Ok(Ok(counts)) = jobs {
        text.push_str("# TYPE solidaire_jobs gauge\n");
        for (state, count) in counts {
            let _ = writeln!(text, "solidaire_jobs{{state=\"{}\"}} {count}", state.name());
        }
    }
    if let Some(bytes) = resident_bytes() {
        let _ = writeln!(
            text,
            "# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {bytes}"
        );
    }
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        text,
    )
}

/// Resident memory of this process, from `/proc/self/status` (proc(5)).
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn requests_are_counted_by_route_and_class() {
        let db = testkit::sqlite(jobs::migrations).await;
        let measures = Arc::new(Measures::new(db.storage.clone(), Arc::default()));
        measures.add("/associations/{number}", 200, Duration::from_micros(1_500));
        measures.add("/associations/{number}", 204, Duration::from_micros(500));
        measures.add("/associations/{number}", 503, Duration::from_secs(2));
        let response = page(State(measures)).await.into_response();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX)
            .await
            .unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        for line in [
            "solidaire_route_requests_total{route=\"/associations/{number}\",class=\"2xx\"} 2",
            "solidaire_route_seconds_total{route=\"/associations/{number}\",class=\"2xx\"} 0.002000",
            "solidaire_route_seconds_total{route=\"/associations/{number}\",class=\"5xx\"} 2.000000",
            "solidaire_jobs{state=\"dead\"} 0",
            "solidaire_database_up 1",
            "solidaire_database_errors_total{kind=\"full\"} 0",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
        assert!(text.contains("process_resident_memory_bytes "));
    }
}
