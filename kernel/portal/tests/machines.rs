//! What machines read: catalogue, OpenAPI, robots.txt, security.txt.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod common;

use common::{BASE, Portal, city, open_door, silent_door};
use door::City;
use serde_json::Value;

#[tokio::test]
async fn the_catalogue_in_three_spellings() {
    let portal = Portal::open().await;
    for (path, media_type) in [
        ("/donnees/catalogue.ttl", "text/turtle; charset=utf-8"),
        ("/donnees/catalogue.jsonld", "application/ld+json"),
        (
            "/donnees/catalogue.rdf",
            "application/rdf+xml; charset=utf-8",
        ),
    ] {
        let answer = portal.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.headers["content-type"], media_type);
        for expected in [
            "checksumAlgorithm_sha256",
            "https://solidaire.ville.example/associations/export/subventions.csv",
            "25056-subventions",
            "http://publications.europa.eu/resource/authority/frequency/MONTHLY",
            "https://schema.data.gouv.fr/schemas/scdl/subventions/2.1.1/schema.json",
            "mailto:contact@ville.example",
            "http://id.insee.fr/geo/commune/25056",
        ] {
            assert!(answer.body.contains(expected), "{path}: {expected}");
        }
        if let Some(folder) = std::env::var_os("SOLIDAIRE_KEEP_CATALOGUE") {
            let name = path.trim_start_matches("/donnees/");
            std::fs::write(std::path::Path::new(&folder).join(name), &answer.body).unwrap();
        }
    }
    let json: Value =
        serde_json::from_str(&portal.page("/donnees/catalogue.jsonld").await).unwrap();
    let nodes = json["@graph"].as_array().unwrap();
    let of = |class: &str| {
        nodes
            .iter()
            .filter(|node| node["@type"] == class)
            .collect::<Vec<_>>()
    };
    assert_eq!(of("dcat:Catalog").len(), 1);
    assert_eq!(of("dcat:Dataset").len(), 1);
    let files = of("dcat:Distribution");
    assert_eq!(files.len(), 2);
    for file in files {
        let url = file["dcat:downloadURL"][0]["@id"].as_str().unwrap();
        assert!(url.starts_with(BASE), "{url}");
        assert_eq!(file["dcat:byteSize"][0]["@value"], "12345");
    }
}

#[tokio::test]
async fn an_empty_catalogue_is_a_catalogue() {
    let portal = Portal::of(city(), vec![silent_door()]).await;
    let ttl = portal.page("/donnees/catalogue.ttl").await;
    assert!(ttl.contains("a dcat:Catalog") && !ttl.contains("dcat:Dataset"));
}

#[tokio::test]
async fn dataset_addresses_lead_to_the_page() {
    let portal = Portal::open().await;
    let html = portal.page("/donnees").await;
    assert!(html.contains("id=\"subventions\"") && html.contains("id=\"subventions-0\""));
    assert!(
        html.replace("<wbr>", "").contains(&"0f".repeat(32)) && html.contains("Licence Ouverte")
    );
}

#[tokio::test]
async fn the_openapi_document_is_whole() {
    let portal = Portal::open().await;
    let answer = portal.get("/api/openapi.json").await;
    assert_eq!(answer.headers["content-type"], "application/json");
    let document: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["servers"][0]["url"], BASE);
    assert!(document["paths"]["/api/v1/associations"]["get"].is_object());
    assert!(document["components"]["schemas"]["Association"].is_object());
    assert!(document["components"]["schemas"]["Problem"].is_object());
    let html = portal.page("/api").await;
    assert!(
        html.replace("<wbr>", "")
            .contains("GET /api/v1/associations")
            && html.contains("Chercher")
    );
}

#[tokio::test]
async fn robots_and_security() {
    let portal = Portal::open().await;
    assert!(portal.page("/robots.txt").await.contains("Allow: /"));
    let text = portal.page("/.well-known/security.txt").await;
    assert!(text.contains("Contact: mailto:contact@ville.example\n"));
    assert!(text.contains("Expires: 2027-05-01T00:00:00Z\n"), "{text}");
    let demonstration = City {
        demonstration: true,
        contact_email: None,
        ..city()
    };
    let portal = Portal::of(demonstration, vec![open_door()]).await;
    assert!(portal.page("/robots.txt").await.contains("Disallow: /"));
    assert!(
        portal
            .page("/.well-known/security.txt")
            .await
            .contains("Contact: https://solidaire.ville.example/mentions-legales")
    );
}
