//! The API presented: its OpenAPI document, and a page that says the same to people.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use door::House;
use pages::{PageError, Shell, Visit};

use crate::msg::Msg;
use crate::openapi::{self, Operation};

#[derive(Template)]
#[template(path = "api.html")]
pub(crate) struct ApiPage {
    pub(crate) shell: Shell,
    pub(crate) m: Msg,
    pub(crate) base_url: String,
    pub(crate) operations: Vec<Operation>,
}

pub(crate) async fn page(visit: Visit, State(house): State<House>) -> Result<Response, PageError> {
    let m = Msg::new(visit.lang);
    let title = m.api_title().into_owned();
    Ok(pages::render(&ApiPage {
        shell: visit.shell(title.clone()).crumb(title, None),
        m,
        base_url: house.city().base_url.clone(),
        operations: openapi::operations(&openapi::document(&house)),
    }))
}

pub(crate) async fn document(State(house): State<House>) -> Response {
    let json = openapi::document(&house).to_string();
    ([(header::CONTENT_TYPE, "application/json")], json).into_response()
}
