use std::hash::Hasher as _;

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::web::error::PageError;

/// What most pages need; a larger one grows.
const USUAL_PAGE: usize = 24 * 1024;

/// The page as an answer: HTML, an `ETag` of its content, and the order to ask again each time (a repeated visit
/// then costs a 304).
pub fn render(page: &impl Template) -> Response {
    render_with_status(StatusCode::OK, page)
}

/// The same with another status, for instance 400 for a form with mistakes.
pub fn render_with_status(status: StatusCode, page: &impl Template) -> Response {
    let mut html = String::with_capacity(USUAL_PAGE);
    if let Err(error) = page.render_into(&mut html) {
        return PageError::internal(error).into_response();
    }
    let tag = etag(html.as_bytes());
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if status == StatusCode::OK
        && let Ok(value) = HeaderValue::from_str(&tag)
    {
        headers.insert(header::ETAG, value);
    }
    response
}

/// A weak validator of those bytes: the same on every node that runs the same build.
#[must_use]
pub fn etag(bytes: &[u8]) -> String {
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(bytes);
    format!("W/\"{:016x}{:x}\"", hasher.finish(), bytes.len())
}
