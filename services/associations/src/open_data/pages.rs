//! Exported files over HTTP.

use std::sync::Arc;

use pages::PageError;
use pages::axum::body::Body;
use pages::axum::extract::{Path, State as Shared};
use pages::axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
};
use pages::axum::response::{IntoResponse, Response};

use crate::open_data::{Export, ExportError};
use crate::state::State;

/// `GET /associations/export/{file}`: the file as it lies on disk, read piece by piece.
///
/// # Errors
/// When there is no such file, or it cannot be made.
pub async fn file(
    Path(name): Path<String>,
    Shared(state): Shared<Arc<State>>,
) -> Result<Response, PageError> {
    let export = Export::from_file_name(&name).ok_or(PageError::NotFound)?;
    let files = state
        .exports
        .current(&state)
        .await
        .map_err(|error| match error {
            ExportError::Storage(error) => PageError::from(error),
            ExportError::Io { error, .. } if error.kind() == std::io::ErrorKind::StorageFull => {
                PageError::Full
            }
            ExportError::Io { .. } => PageError::internal(error),
        })?;
    let file = files
        .iter()
        .find(|file| file.export == export)
        .ok_or(PageError::NotFound)?;
    let opened = tokio::fs::File::open(&file.path)
        .await
        .map_err(PageError::internal)?;
    let stream = tokio_util::io::ReaderStream::with_capacity(opened, 64 * 1024);
    let headers = [
        (CONTENT_TYPE, export.media_type().to_owned()),
        (CONTENT_LENGTH, file.bytes.to_string()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", export.file_name()),
        ),
        (CACHE_CONTROL, "public, max-age=300".to_owned()),
        (ETAG, format!("\"{}\"", file.sha256)),
    ];
    Ok((headers, Body::from_stream(stream)).into_response())
}
