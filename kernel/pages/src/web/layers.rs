use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::csrf::CsrfLayer;
use values::Ids;

use crate::site::Site;
use crate::web::error::PageError;
use crate::web::error_page::{self, Asked, Refusal};
use crate::web::headers;
use crate::web::traffic::Traffic;
use crate::web::visit::{Visit, split};

/// Limits of the web server, and where request numbers come from.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// Largest body accepted, in bytes (1 MB).
    pub body_limit: usize,
    /// Longest address accepted, path and query, in bytes (8 kB).
    pub uri_limit: usize,
    /// How long a handler may take before the visitor is told to come back (5 s).
    pub timeout: Duration,
    /// Source of request numbers.
    pub ids: Ids,
    /// Where requests are counted, for `/metrics`.
    pub traffic: Arc<Traffic>,
}

impl WebSettings {
    /// The usual limits.
    #[must_use]
    pub fn new(ids: Ids) -> Self {
        Self {
            body_limit: 1_000_000,
            uri_limit: 8 * 1024,
            timeout: Duration::from_secs(5),
            ids,
            traffic: Arc::default(),
        }
    }
}

/// The number of the request, as the log and the `X-Request-Id` header have it; handlers may read it from the
/// request's extensions.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

#[derive(Clone)]
struct House {
    site: Arc<Site>,
    settings: Arc<WebSettings>,
    always: Arc<headers::Always>,
}

/// Everything that stands around every route: languages, request numbers, the access log, limits, protection
/// against forged forms, security headers, compression, revalidation, error pages.
pub fn house_layers(router: Router, site: Arc<Site>, settings: WebSettings) -> Router {
    let house = House {
        always: Arc::new(headers::Always::new(&site)),
        settings: Arc::new(settings),
        site,
    };
    let protection = CsrfLayer::new();
    let protection = match protection.add_trusted_origin(&house.site.base_url) {
        Ok(protection) => protection,
        Err(error) => {
            tracing::warn!(%error, "adresse du portail inutilisable comme origine de confiance");
            CsrfLayer::new()
        }
    };
    let routes = router
        .fallback(async || PageError::NotFound)
        .layer(from_fn(note_route))
        .layer(DefaultBodyLimit::max(house.settings.body_limit))
        .layer(CatchPanicLayer::custom(on_panic))
        .layer(protection);
    // The language prefix goes before any route is chosen: these layers are outside the router.
    let compressed = SizeAbove::new(1024)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::new("font/"));
    let service = ServiceBuilder::new()
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                .compress_when(compressed),
        )
        .layer(from_fn_with_state(house, around))
        .service(routes);
    Router::new().fallback_service(service)
}

/// The template of the route that was chosen, for the log: `/associations/{reference}`, never the address itself.
#[derive(Clone)]
struct Route(MatchedPath);

async fn note_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(Route(route));
    }
    response
}

fn on_panic(panic: Box<dyn std::any::Any + Send>) -> Response {
    let detail = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    tracing::error!(detail, "un gestionnaire s’est arrêté net");
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(Refusal::Panic);
    response
}

async fn around(State(house): State<House>, mut request: Request, next: Next) -> Response {
    let start = Instant::now();
    let traffic = house.settings.traffic.clone();
    let _in_flight = traffic.begin();
    let request_id = format!("{:016x}", house.settings.ids.random_u64());
    let too_long = request
        .uri()
        .path_and_query()
        .map_or(0, |p| p.as_str().len())
        > house.settings.uri_limit;
    let asked = asked(&house, &request, too_long, request_id);
    let method = request.method().clone();
    let known_tag = request.headers().get(header::IF_NONE_MATCH).cloned();

    let mut refusal = None;
    let mut response = if too_long {
        refusal = Some(Refusal::TooLong);
        StatusCode::URI_TOO_LONG.into_response()
    } else if body_too_large(&request, house.settings.body_limit) {
        PageError::TooLarge.into_response()
    } else {
        strip_prefix(&mut request, &asked.visit.path);
        request.extensions_mut().insert(asked.visit.clone());
        request.extensions_mut().insert(house.site.clone());
        request
            .extensions_mut()
            .insert(RequestId(asked.request_id.clone()));
        match tokio::time::timeout(house.settings.timeout, next.run(request)).await {
            Ok(response) => response,
            Err(_) => {
                refusal = Some(Refusal::Timeout);
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
        }
    };

    let status = response.status();
    let route = response
        .extensions()
        .get::<Route>()
        .map(|route| route.0.clone());
    if let Some(PageError::Internal { detail, .. }) = response.extensions().get::<PageError>() {
        tracing::error!(request_id = asked.request_id, detail, "erreur interne");
    }
    if error_page::is_bare(&response) {
        refusal = refusal.or_else(|| response.extensions().get::<Refusal>().copied());
        response = error_page::write(response, refusal, &asked);
        if method == Method::HEAD {
            response = without_body(response);
        }
    } else if status == StatusCode::OK && matches!(method, Method::GET | Method::HEAD) {
        response = unless_known(response, known_tag.as_ref());
    }
    house.always.add(&mut response, &asked.request_id);
    let took = start.elapsed();
    traffic.end(response.status().as_u16(), took);
    tracing::info!(
        target: "access",
        method = %method,
        route = route.as_ref().map_or("-", |route| route.as_str()),
        status = response.status().as_u16(),
        ms = took.as_micros() as f64 / 1000.0,
        lang = asked.visit.lang.code(),
        request_id = asked.request_id,
    );
    response
}

fn asked(house: &House, request: &Request, too_long: bool, request_id: String) -> Asked {
    let (lang, path) = split(request.uri().path());
    // An address that was refused for its length is not repeated in the page.
    let (path, query) = if too_long {
        ("/", "")
    } else {
        (path, request.uri().query().unwrap_or(""))
    };
    Asked {
        visit: Visit {
            lang,
            path: path.to_owned(),
            query: query.to_owned(),
            site: house.site.clone(),
        },
        writes: !matches!(
            *request.method(),
            Method::GET | Method::HEAD | Method::OPTIONS
        ),
        request_id,
    }
}

fn body_too_large(request: &Request, limit: usize) -> bool {
    let announced = request.headers().get(header::CONTENT_LENGTH);
    announced
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<u64>().ok())
        .is_some_and(|length| length > limit as u64)
}

/// Takes the language out of the address, so that one route serves every language.
fn strip_prefix(request: &mut Request, path: &str) {
    if request.uri().path() == path {
        return;
    }
    let stripped = match request.uri().query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let mut parts = std::mem::take(request.uri_mut()).into_parts();
    if let Ok(path_and_query) = stripped.parse() {
        parts.path_and_query = Some(path_and_query);
    }
    *request.uri_mut() = Uri::from_parts(parts).unwrap_or_default();
}

/// The answer to `HEAD`: the length stays, the bytes go. (The router has done so for every page but ours.)
fn without_body(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    if let Some(length) = body.size_hint().exact() {
        parts
            .headers
            .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    Response::from_parts(parts, Body::empty())
}

/// 304 when the visitor already has this very page.
fn unless_known(response: Response, known: Option<&HeaderValue>) -> Response {
    let (Some(known), Some(tag)) = (known, response.headers().get(header::ETAG)) else {
        return response;
    };
    let (Ok(known), Ok(tag)) = (known.to_str(), tag.to_str()) else {
        return response;
    };
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    if known.trim() != "*" && !known.split(',').any(|one| bare(one) == bare(tag)) {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::empty())
}
