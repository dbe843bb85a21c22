//! Small files that machines look for: `robots.txt` and `security.txt` (RFC 9116).

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use calendar::add_months;
use door::House;

/// RFC 9116 asks for an expiry less than a year ahead.
const SECURITY_MONTHS: i32 = 6;

pub(crate) async fn robots(State(house): State<House>) -> Response {
    // Invented data must not turn up in search engines beside real cities.
    let rule = if house.city().demonstration {
        "Disallow: /"
    } else {
        "Allow: /"
    };
    text(format!("User-agent: *\n{rule}\n"))
}

pub(crate) async fn security(State(house): State<House>) -> Response {
    let city = house.city();
    let contact = city.contact_email.as_ref().map_or_else(
        || format!("{}/mentions-legales", city.base_url),
        |address| format!("mailto:{address}"),
    );
    let today = house.today();
    // The first of a month, so that the file stays the same for a month.
    let expires = add_months(today.first_of_month(), SECURITY_MONTHS);
    text(format!(
        "Contact: {contact}\nExpires: {expires}T00:00:00Z\nPreferred-Languages: fr, en\nCanonical: {}/.well-known/security.txt\n",
        city.base_url
    ))
}

fn text(content: String) -> Response {
    (
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        content,
    )
        .into_response()
}
