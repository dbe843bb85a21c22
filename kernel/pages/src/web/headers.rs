use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

use crate::site::Site;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const PERMISSIONS: &str =
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
/// One year (ASVS 3.4.1).
const STRICT_TRANSPORT: &str = "max-age=31536000; includeSubDomains";

/// Open data: pages of other sites may read this answer (previews of data portals do). Only for what anybody may
/// have; the portal sets no cookie, so nothing of the visitor goes along.
#[must_use]
pub fn open_data(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    response
}

/// What every answer carries, errors and files included.
pub(crate) struct Always(Vec<(HeaderName, HeaderValue)>);

impl Always {
    pub fn new(site: &Site) -> Self {
        let mut list = vec![
            (
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::from_static(POLICY),
            ),
            (
                header::X_CONTENT_TYPE_OPTIONS,
                HeaderValue::from_static("nosniff"),
            ),
            // Not `no-referrer`: browsers would then send `Origin: null`, which the protection of forms needs.
            (
                header::REFERRER_POLICY,
                HeaderValue::from_static("same-origin"),
            ),
            (
                HeaderName::from_static("permissions-policy"),
                HeaderValue::from_static(PERMISSIONS),
            ),
            (
                HeaderName::from_static("cross-origin-opener-policy"),
                HeaderValue::from_static("same-origin"),
            ),
            (
                HeaderName::from_static("cross-origin-resource-policy"),
                HeaderValue::from_static("same-origin"),
            ),
        ];
        if site.is_https() {
            list.push((
                header::STRICT_TRANSPORT_SECURITY,
                HeaderValue::from_static(STRICT_TRANSPORT),
            ));
        }
        Self(list)
    }

    /// A header that the handler has set on purpose stays (an export may be fetched from elsewhere).
    pub fn add(&self, response: &mut Response, request_id: &str) {
        let headers = response.headers_mut();
        for (name, value) in &self.0 {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        if let Ok(value) = HeaderValue::from_str(request_id) {
            headers.insert(HeaderName::from_static("x-request-id"), value);
        }
    }
}
