//! The pages that belong to the city and to no door: home, accessibility, personal data, legal notice,
//! open data with its catalogue, and the description of the API.
//!
//! They show only what exists: doors that are open, figures that the records give, contact details
//! that the city has set. What the city still has to fill in is marked as such.

mod api;
mod catalogue;
mod data;
mod duties;
mod files;
mod home;
mod msg;
mod numbers;
mod openapi;
mod rdf;
mod wrap;

use axum::Router;
use axum::routing::get;
use door::House;

/// Every page and file of the portal, at its full path.
pub fn routes(house: &House) -> Router {
    Router::new()
        .route("/", get(home::page))
        .route("/accessibilite", get(duties::accessibility))
        .route("/donnees-personnelles", get(duties::privacy))
        .route("/mentions-legales", get(duties::legal))
        .route("/donnees", get(data::page))
        .route("/donnees/catalogue.ttl", get(data::turtle))
        .route("/donnees/catalogue.jsonld", get(data::json_ld))
        .route("/donnees/catalogue.rdf", get(data::xml))
        .route("/api", get(api::page))
        .route("/api/openapi.json", get(api::document))
        .route("/robots.txt", get(files::robots))
        .route("/.well-known/security.txt", get(files::security))
        .with_state(house.clone())
}
