//! A house with a few routes, and one request to it.
#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::{get, post};
use http_body_util::BodyExt as _;
use pages::{PageError, Saved, Shell, Site, Visit, WebSettings, house_layers};
use tower::ServiceExt as _;
use values::{Ids, Lang};

#[derive(askama::Template)]
#[template(
    source = r#"{% extends "layout.html" %}{% block content %}<h1>{{ shell.title() }}</h1><p>{{ shell.lang().code() }} {{ text }}</p>{% endblock %}"#,
    ext = "html"
)]
struct Page {
    shell: Shell,
    text: String,
}

async fn page(visit: Visit) -> axum::response::Response {
    let text = format!("{} {}", visit.path, visit.query);
    pages::render(&Page {
        shell: visit.shell("Essai"),
        text,
    })
}

/// The settings of the tests: a second at most, identifiers that repeat.
pub fn settings() -> WebSettings {
    let clock = Arc::new(calendar::FixedClock::at(calendar::Instant(0)));
    WebSettings {
        timeout: Duration::from_millis(200),
        ..WebSettings::new(Ids::seeded(clock, 7))
    }
}

pub fn site() -> Site {
    fn title(lang: Lang) -> String {
        match lang {
            Lang::Fr => "Associations".to_owned(),
            Lang::En => "Associations (en)".to_owned(),
            Lang::Ar => "الجمعيات".to_owned(),
        }
    }
    Site {
        city: "Besançon".to_owned(),
        base_url: "https://essai.example".to_owned(),
        demonstration: true,
        doors: vec![pages::SiteDoor {
            key: "associations",
            path: "/associations",
            title,
        }],
        phone: Some("03 81 00 00 00".to_owned()),
        ..Site::default()
    }
}

pub fn house() -> Router {
    let router = Router::new()
        .route("/", get(page))
        .route("/liste", get(page))
        .route("/liste/{reference}", get(page))
        .route(
            "/long",
            get(|visit: Visit| async move {
                pages::render(&Page {
                    shell: visit.shell("Long"),
                    text: "mot ".repeat(3_000),
                })
            }),
        )
        .route("/flot", get(async || vec![b'a'; 60_000_000]))
        .route(
            "/envoi",
            post(|body: String| async move { format!("reçu {}", body.len()) }),
        )
        .route(
            "/json",
            post(
                |axum::Json(value): axum::Json<serde_json::Value>| async move { value.to_string() },
            ),
        )
        .route("/lent", get(slow).post(slow))
        .route(
            "/panique",
            get(async || -> &'static str { panic!("exprès") })
                .post(async || -> &'static str { panic!("exprès") }),
        )
        .route(
            "/refus",
            get(async || PageError::BadRequest {
                message: "Écrivez un mot.".into(),
            }),
        )
        .route("/plein", post(async || PageError::Full))
        .route(
            "/perdu",
            post(async || PageError::Unavailable { saved: false }),
        )
        .route(
            "/garde",
            post(async || PageError::Unavailable { saved: true }),
        )
        .route(
            "/doute",
            post(async || PageError::Internal {
                detail: "x".into(),
                saved: Saved::Unknown,
            }),
        )
        .route("/api/v1/x", get(async || PageError::NotFound))
        .merge(pages::assets_router());
    house_layers(router, Arc::new(site()), settings())
}

async fn slow() -> &'static str {
    tokio::time::sleep(Duration::from_secs(5)).await;
    "jamais"
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

pub async fn send(request: Request<Body>) -> Answer {
    let response = house().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    Answer {
        status: parts.status,
        headers: parts.headers,
        bytes: body.collect().await.unwrap().to_bytes().to_vec(),
    }
}

pub async fn ask(method: &str, uri: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(uri)
        .header("host", "essai.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(request.body(Body::from("a=b")).unwrap()).await
}

pub async fn get_page(uri: &str) -> Answer {
    let request = Request::builder().uri(uri).header("host", "essai.example");
    send(request.body(Body::empty()).unwrap()).await
}
