use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use storage::Storage;

const PATIENCE: Duration = Duration::from_secs(3);
const NO_STORE: [(header::HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

/// The process answers.
pub(super) async fn alive() -> impl IntoResponse {
    (NO_STORE, "ok\n")
}

/// The process can work: the database answers a real question in time.
pub(super) async fn ready(State(storage): State<Storage>) -> impl IntoResponse {
    let asked = tokio::time::timeout(PATIENCE, journal::head(&storage)).await;
    match asked {
        Ok(Ok(_)) => (StatusCode::OK, NO_STORE, "ok\n"),
        _ => (
            StatusCode::SERVICE_UNAVAILABLE,
            NO_STORE,
            "la base de données ne répond pas\n",
        ),
    }
}
