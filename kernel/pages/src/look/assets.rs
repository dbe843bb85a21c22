use std::sync::Arc;

use axum::Router;
use axum::extract::{Extension, Path};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::site::Site;
use crate::web::error::PageError;

/// A file embedded in the binary.
struct Asset {
    name: &'static str,
    file: &'static str,
    path: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
    gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The name of a file carries its hash, so browsers may keep it for ever.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Address of an embedded file by its plain name (`solidaire.css`), with its hash; empty when the build did not
/// embed it.
#[must_use]
pub fn asset(name: &str) -> &'static str {
    ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .map_or("", |asset| asset.path)
}

/// Serves the embedded files and the city's colours under `/assets/`.
pub fn assets_router() -> Router {
    Router::new().route("/assets/{file}", get(serve))
}

async fn serve(
    Path(file): Path<String>,
    site: Option<Extension<Arc<Site>>>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let theme = site.as_ref().and_then(|site| site.theme.as_ref());
    if let Some(theme) =
        theme.filter(|theme| theme.href.strip_prefix("/assets/") == Some(file.as_str()))
    {
        let kind = HeaderValue::from_static("text/css; charset=utf-8");
        return Ok((
            [
                (header::CONTENT_TYPE, kind),
                (header::CACHE_CONTROL, FOR_EVER),
            ],
            theme.css.clone(),
        )
            .into_response());
    }
    let asset = ASSETS
        .iter()
        .find(|asset| asset.file == file)
        .ok_or(PageError::NotFound)?;
    let mut answer = HeaderMap::new();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    answer.insert(header::CACHE_CONTROL, FOR_EVER);
    let gzip = asset.gzip.filter(|_| accepts_gzip(&headers));
    if asset.gzip.is_some() {
        answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if gzip.is_some() {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok((answer, gzip.unwrap_or(asset.bytes)).into_response())
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| {
            let mut parts = one.split(';').map(str::trim);
            parts.next() == Some("gzip")
                && !parts.any(|p| matches!(p, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
}
