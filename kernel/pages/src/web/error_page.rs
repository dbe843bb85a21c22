use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use tower_http::csrf::ProtectionError;

use crate::msg::Msg;
use crate::shell::Shell;
use crate::web::error::{PageError, Saved};
use crate::web::render::render_with_status;
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    title: String,
    what: String,
    saved: String,
    todo: String,
    retry: Option<String>,
    number: Option<String>,
}

/// What the request was, as far as an error page must know.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub visit: Visit,
    /// Whether it could change something (neither GET nor HEAD).
    pub writes: bool,
    pub request_id: String,
}

/// The error given by the layers themselves, when no handler had a say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The address is longer than allowed.
    TooLong,
    /// The handler took too long; what it wrote, nobody knows.
    Timeout,
    /// The handler stopped in the middle.
    Panic,
}

/// The words of an error: title, what happened, what to do.
struct Words(String, String, String);

impl Words {
    fn of(m: Msg, response: &Response, refusal: Option<Refusal>) -> Self {
        let words = |title: std::borrow::Cow<'static, str>,
                     what: std::borrow::Cow<'static, str>,
                     todo: std::borrow::Cow<'static, str>| {
            Self(title.into_owned(), what.into_owned(), todo.into_owned())
        };
        match refusal {
            Some(Refusal::TooLong) => {
                return words(
                    m.error_too_long(),
                    m.error_too_long_attr_what(),
                    m.error_too_long_attr_todo(),
                );
            }
            Some(Refusal::Timeout) => {
                return words(
                    m.error_timeout(),
                    m.error_timeout_attr_what(),
                    m.error_timeout_attr_todo(),
                );
            }
            Some(Refusal::Panic) | None => {}
        }
        if response.extensions().get::<ProtectionError>().is_some() {
            return words(
                m.error_foreign(),
                m.error_foreign_attr_what(),
                m.error_foreign_attr_todo(),
            );
        }
        let status = response.status();
        let mut words = match status {
            StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => words(
                m.error_forbidden(),
                m.error_forbidden_attr_what(),
                m.error_forbidden_attr_todo(),
            ),
            StatusCode::NOT_FOUND | StatusCode::GONE => words(
                m.error_not_found(),
                m.error_not_found_attr_what(),
                m.error_not_found_attr_todo(),
            ),
            StatusCode::METHOD_NOT_ALLOWED => words(
                m.error_method(),
                m.error_method_attr_what(),
                m.error_method_attr_todo(),
            ),
            StatusCode::PAYLOAD_TOO_LARGE => words(
                m.error_too_large(),
                m.error_too_large_attr_what(),
                m.error_too_large_attr_todo(),
            ),
            StatusCode::URI_TOO_LONG => words(
                m.error_too_long(),
                m.error_too_long_attr_what(),
                m.error_too_long_attr_todo(),
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => words(
                m.error_media(),
                m.error_media_attr_what(),
                m.error_media_attr_todo(),
            ),
            StatusCode::TOO_MANY_REQUESTS => words(
                m.error_too_many(),
                m.error_too_many_attr_what(),
                m.error_too_many_attr_todo(),
            ),
            StatusCode::SERVICE_UNAVAILABLE => words(
                m.error_unavailable(),
                m.error_unavailable_attr_what(),
                m.error_unavailable_attr_todo(),
            ),
            StatusCode::INSUFFICIENT_STORAGE => words(
                m.error_full(),
                m.error_full_attr_what(),
                m.error_full_attr_todo(),
            ),
            other if other.is_server_error() => words(
                m.error_internal(),
                m.error_internal_attr_what(),
                m.error_internal_attr_todo(),
            ),
            _ => words(
                m.error_bad_request(),
                m.error_bad_request_attr_what(),
                m.error_bad_request_attr_todo(),
            ),
        };
        if let Some(PageError::BadRequest { message }) = response.extensions().get::<PageError>() {
            words.1.clone_from(message);
        }
        words
    }
}

/// Whether the answer is an error for which nobody has written a page yet.
pub(crate) fn is_bare(response: &Response) -> bool {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return false;
    }
    response.extensions().get::<PageError>().is_some()
        || response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

/// Writes the page, or the JSON problem under `/api/`, of a bare error. Headers such as `Allow` stay.
pub(crate) fn write(response: Response, refusal: Option<Refusal>, asked: &Asked) -> Response {
    let m = Msg::new(asked.visit.lang);
    let status = response.status();
    let words = Words::of(m, &response, refusal);
    let known = response
        .extensions()
        .get::<PageError>()
        .map(PageError::saved);
    let saved = match (asked.writes, known, refusal) {
        // Who only reads a wrong address has nothing to fear for.
        (false, _, _) if status.is_client_error() => "".into(),
        (false, _, _) => m.error_saved_reading(),
        (true, Some(Saved::Yes), _) => m.error_saved_yes(),
        (true, Some(Saved::Unknown), _) | (true, None, Some(Refusal::Timeout | Refusal::Panic)) => {
            m.error_saved_unknown()
        }
        // A bare 5xx that no PageError explains: the handler may have written before it failed.
        (true, None, None) if status.is_server_error() => m.error_saved_unknown(),
        (true, _, _) => m.error_saved_no(),
    };
    let mut page = if asked.visit.path.starts_with("/api/") {
        problem(status, &words, &saved, &asked.request_id)
    } else {
        let retry = (!asked.writes && status.is_server_error()).then(|| {
            let query = &asked.visit.query;
            let mark = if query.is_empty() { "" } else { "?" };
            format!("{}{mark}{query}", asked.visit.here())
        });
        render_with_status(
            status,
            &ErrorPage {
                shell: asked.visit.shell(words.0.clone()).unlisted(),
                title: words.0,
                what: words.1,
                saved: saved.into_owned(),
                todo: words.2,
                retry,
                number: status.is_server_error().then(|| asked.request_id.clone()),
            },
        )
    };
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page.headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::SERVICE_UNAVAILABLE
        && !page.headers().contains_key(header::RETRY_AFTER)
    {
        page.headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
    }
    page
}

/// RFC 9457.
fn problem(status: StatusCode, words: &Words, saved: &str, request_id: &str) -> Response {
    let detail = [words.1.as_str(), saved, words.2.as_str()]
        .join(" ")
        .replace("  ", " ");
    let body = serde_json::json!({
        "type": "about:blank",
        "title": words.0,
        "status": status.as_u16(),
        "detail": detail,
        "instance": format!("urn:request:{request_id}"),
    });
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    response
}
