//! The door's pages by real requests, in every language.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod common;

use std::sync::Arc;

use associations::publication::Register;
use common::{Town, towns, waldec};
use pages::axum::Router;
use pages::axum::body::{Body, to_bytes};
use pages::axum::http::{Request, StatusCode};
use pages::{Site, WebSettings, house_layers};
use tower::ServiceExt;
use values::Lang;

fn app(town: &Town) -> Router {
    let routes = (associations::door().routes)(&town.house);
    house_layers(
        routes,
        Arc::new(Site::default()),
        WebSettings::new(town.house.ids().clone()),
    )
}

async fn get(app: &Router, path: &str) -> (StatusCode, String, String) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let header = |name: &str| {
        response
            .headers()
            .get(name)
            .map(|v| v.to_str().unwrap().to_owned())
            .unwrap_or_default()
    };
    let about = format!("{} {}", header("content-type"), header("location"));
    let body = to_bytes(response.into_body(), 10_000_000).await.unwrap();
    (status, about, String::from_utf8(body.to_vec()).unwrap())
}

/// The demonstration city with one body more, whose name wants to be HTML.
async fn demo(town: &Town) {
    associations::demo::make(&town.house, 1, &|_| {})
        .await
        .unwrap();
    let annex = town.file(
        "annexe.csv",
        "siren,nom,total_subventions_etat_2010_eur\n775664634,<script>alert(1)</script> & \"Cie\",5272884\n",
    );
    town.import(Register::BudgetAnnex, &annex).await.unwrap();
}

#[tokio::test]
async fn every_page_passes_in_every_language() {
    let town = &towns().await[0];
    demo(town).await;
    let app = app(town);
    let (_, _, json) = get(&app, "/api/v1/associations?q=775664634").await;
    let found: serde_json::Value = serde_json::from_str(&json).unwrap();
    let odd = found["items"][0]["reference"].as_str().unwrap().to_owned();
    let (_, _, json) = get(&app, "/api/v1/associations?aides=1&tri=montant").await;
    let found: serde_json::Value = serde_json::from_str(&json).unwrap();
    let rich = found["items"][0]["reference"].as_str().unwrap().to_owned();
    let paths = [
        "/associations".to_owned(),
        "/associations?toutes=1&page=3".to_owned(),
        "/associations?q=jardn".to_owned(),
        "/associations?q=xyzzyqwfp".to_owned(),
        "/associations?theme=culture&aides=1&tri=recent".to_owned(),
        "/associations/chiffres".to_owned(),
        format!("/associations/{odd}"),
        format!("/associations/{rich}"),
        format!("/associations/{rich}/corriger"),
    ];
    for path in &paths {
        for (lang, prefix) in [(Lang::Fr, ""), (Lang::En, "/en"), (Lang::Ar, "/ar")] {
            let (status, _, html) = get(&app, &format!("{prefix}{path}")).await;
            assert_eq!(status, StatusCode::OK, "{prefix}{path}");
            pages::samples::check(&html, lang)
                .unwrap_or_else(|said| panic!("{prefix}{path}: {said}"));
            assert!(!html.contains("<script"), "{path}");
        }
    }
    let (_, _, html) = get(&app, &format!("/associations/{odd}")).await;
    assert!(
        html.contains("&#60;script&#62;") || html.contains("&lt;script"),
        "{html}"
    );
}

#[tokio::test]
async fn an_empty_register_says_so() {
    for town in towns().await {
        let app = app(&town);
        for (lang, prefix) in [(Lang::Fr, ""), (Lang::En, "/en"), (Lang::Ar, "/ar")] {
            for path in ["/associations", "/associations/chiffres"] {
                let (status, _, html) = get(&app, &format!("{prefix}{path}")).await;
                assert_eq!(status, StatusCode::OK);
                pages::samples::check(&html, lang).unwrap_or_else(|said| panic!("{path}: {said}"));
            }
        }
    }
}

#[tokio::test]
async fn browsing_shows_the_living_and_search_finds_every_one() {
    for town in towns().await {
        let file = town.file(
            "rna.csv",
            &waldec(&[
                ("W251000001", "Vivante du Doubs", "A", "2026-05-01"),
                ("W251000002", "Dormante du Doubs", "A", "2009-05-01"),
                ("W251000003", "Dissoute du Doubs", "D", "2025-05-01"),
            ]),
        );
        town.import(Register::Rna, &file).await.unwrap();
        let app = app(&town);
        let (_, _, html) = get(&app, "/associations").await;
        assert!(
            html.contains("Vivante du Doubs")
                && !html.contains("Dormante")
                && !html.contains("Dissoute du")
        );
        assert!(html.contains("toutes=1"));
        let (_, _, html) = get(&app, "/associations?toutes=1").await;
        assert!(html.contains("Dormante du Doubs") && html.contains("Dissoute du Doubs"));
        // At once after an import, also before the search cache has followed.
        let (_, _, html) = get(&app, "/associations?q=dormante").await;
        assert!(
            html.contains("Dormante du Doubs") && html.contains("2009"),
            "{}",
            town.name
        );
    }
}

#[tokio::test]
async fn numbers_lead_to_the_page_and_nonsense_to_nothing() {
    for town in towns().await {
        let file = town.file(
            "rna.csv",
            &waldec(&[("W251000001", "Une", "A", "2026-05-01")]),
        );
        town.import(Register::Rna, &file).await.unwrap();
        let app = app(&town);
        let (status, about, _) = get(&app, "/ar/associations/W251000001").await;
        assert_eq!(status, StatusCode::PERMANENT_REDIRECT);
        assert!(about.contains("/ar/associations/"), "{about}");
        for path in [
            "/associations/W251999999",
            "/associations/rien",
            "/associations/export/rien.csv",
            "/api/v1/associations/%00",
        ] {
            assert_eq!(get(&app, path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
        for path in [
            "/associations?page=1000000000",
            "/associations?page=-1",
            "/associations?theme=rien",
            "/api/v1/grants?apres=zz",
        ] {
            let (status, _, body) = get(&app, path).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{path}");
            assert!(!body.is_empty());
        }
        let long = "é".repeat(1_000);
        assert_eq!(
            get(
                &app,
                &format!(
                    "/associations?q={}",
                    associations::listing::model::encode(&long)
                )
            )
            .await
            .0,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn the_api_answers_what_it_describes() {
    for town in towns().await {
        associations::demo::make(&town.house, 1, &|_| {})
            .await
            .unwrap();
        let app = app(&town);
        let described = (associations::door().openapi)();
        let schemas = &described["components"]["schemas"];
        for (path, schema) in [
            ("/api/v1/associations", "AssociationPage"),
            ("/api/v1/grants", "GrantPart"),
            ("/api/v1/figures", "Figures"),
        ] {
            let (status, about, body) = get(&app, path).await;
            assert_eq!(status, StatusCode::OK);
            assert!(about.starts_with("application/json"));
            let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
            let mut names: Vec<&String> = answer.as_object().unwrap().keys().collect();
            let mut wanted: Vec<&String> = schemas[schema]["properties"]
                .as_object()
                .unwrap()
                .keys()
                .collect();
            names.sort();
            wanted.sort();
            assert_eq!(names, wanted, "{path}");
        }
        let (_, _, first) = get(&app, "/api/v1/grants").await;
        let first: serde_json::Value = serde_json::from_str(&first).unwrap();
        let next = first["suite"].as_str().unwrap();
        let (_, _, second) = get(&app, &format!("/api/v1/grants?apres={next}")).await;
        let second: serde_json::Value = serde_json::from_str(&second).unwrap();
        assert_ne!(first["items"][0], second["items"][0]);
    }
}

#[tokio::test]
async fn exported_files_are_what_the_catalogue_says() {
    let town = &towns().await[0];
    associations::demo::make(&town.house, 1, &|_| {})
        .await
        .unwrap();
    let app = app(town);
    let datasets = (associations::door().datasets)(&town.house, Lang::Fr)
        .await
        .unwrap();
    let mut files = 0;
    for file in datasets.iter().flat_map(|dataset| &dataset.distributions) {
        let (status, _, body) = get(&app, &file.path).await;
        assert_eq!(status, StatusCode::OK, "{}", file.path);
        assert_eq!(body.len() as u64, file.bytes, "{}", file.path);
        let digest = <sha2::Sha256 as sha2::Digest>::digest(body.as_bytes());
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, file.sha256);
        assert!(body.lines().count() > 100, "{}", file.path);
        files += 1;
    }
    assert_eq!(files, 5);
}
