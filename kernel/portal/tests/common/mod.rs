//! A house with one invented door, and real requests to it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    dead_code,
    missing_docs
)]

use std::sync::Arc;

use calendar::{Territory, Zone};
use door::{
    City, Dataset, Distribution, Door, DoorFuture, DoorKey, Figure, HomePart, House, NowItem,
};
use pages::axum::Router;
use pages::axum::body::{Body, to_bytes};
use pages::axum::http::{HeaderMap, Request, StatusCode};
use pages::{Accessibility, Site, SiteDoor, WebSettings};
use serde_json::json;
use tower::ServiceExt;
use values::Lang;

pub const BASE: &str = "https://solidaire.ville.example";

fn title(lang: Lang) -> String {
    ["Associations", "Associations", "الجمعيات"][lang as usize].to_owned()
}

fn blurb(lang: Lang) -> String {
    [
        "Annuaire et subventions",
        "Directory and grants",
        "الدليل والإعانات",
    ][lang as usize]
        .to_owned()
}

fn home<'a>(_house: &'a House, _lang: Lang) -> DoorFuture<'a, HomePart> {
    Box::pin(async {
        Ok(HomePart {
            now: vec![NowItem {
                title: "Appel <à> projets".into(),
                note: "Petite mention".into(),
                href: "/associations?call=1".into(),
                when: "jusqu’au 15 décembre".into(),
            }],
            figures: vec![Figure {
                value: "1\u{202f}214".into(),
                what: "associations au registre".into(),
                href: "/associations".into(),
                link: "Voir la liste".into(),
                as_of: "1er novembre 2026".into(),
            }],
        })
    })
}

fn quiet<'a>(_house: &'a House, _lang: Lang) -> DoorFuture<'a, HomePart> {
    Box::pin(async { Ok(HomePart::default()) })
}

fn datasets<'a>(_house: &'a House, _lang: Lang) -> DoorFuture<'a, Vec<Dataset>> {
    Box::pin(async {
        let file = |format: &'static str, media_type: &'static str, path: &str| Distribution {
            title: format!("Subventions ({format})"),
            path: path.to_owned(),
            media_type,
            format,
            bytes: 12_345,
            sha256: "0f".repeat(32),
            conforms_to: (format == "CSV").then_some(
                "https://schema.data.gouv.fr/schemas/scdl/subventions/2.1.1/schema.json",
            ),
        };
        Ok(vec![Dataset {
            identifier: "subventions",
            title: "Subventions 2026 & \"dons\"".into(),
            description: "Ce que la ville verse.\nUne ligne par versement.".into(),
            keywords: vec!["subvention".into(), "association".into()],
            licence: "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
            frequency: "MONTHLY",
            modified: Some("2026-11-01".into()),
            temporal: Some(("2022-01-01".into(), "2026-10-31".into())),
            distributions: vec![
                file("CSV", "text/csv", "/associations/export/subventions.csv"),
                file(
                    "JSON",
                    "application/json",
                    "/associations/export/subventions.json",
                ),
            ],
        }])
    })
}

fn no_datasets<'a>(_house: &'a House, _lang: Lang) -> DoorFuture<'a, Vec<Dataset>> {
    Box::pin(async { Ok(Vec::new()) })
}

fn openapi() -> serde_json::Value {
    json!({
        "tags": [{ "name": "associations" }],
        "paths": {
            "/api/v1/associations": { "get": {
                "summary": "Chercher", "operationId": "find",
                "parameters": [{ "name": "q", "in": "query", "description": "Mots", "schema": { "type": "string" } }],
                "responses": { "default": { "$ref": "#/components/responses/Problem" } },
            } },
        },
        "components": { "schemas": { "Association": { "type": "object" } } },
    })
}

pub fn open_door() -> Door {
    Door {
        key: DoorKey::Associations,
        path: "/associations",
        icon: "heart-handshake",
        title,
        blurb,
        routes: |_| Router::new(),
        migrations: Vec::new,
        jobs: |_, _| {},
        home,
        datasets,
        openapi,
    }
}

/// The same door on its first day: no news, no figure, no dataset.
pub fn silent_door() -> Door {
    Door {
        home: quiet,
        datasets: no_datasets,
        ..open_door()
    }
}

fn broken_home<'a>(_house: &'a House, _lang: Lang) -> DoorFuture<'a, HomePart> {
    Box::pin(async { Err(storage::StorageError::BadValue("essai".into())) })
}

fn broken_datasets<'a>(_house: &'a House, _lang: Lang) -> DoorFuture<'a, Vec<Dataset>> {
    Box::pin(async { Err(storage::StorageError::BadValue("essai".into())) })
}

/// The same door when its records cannot be read.
pub fn broken_door() -> Door {
    Door {
        home: broken_home,
        datasets: broken_datasets,
        ..open_door()
    }
}

pub fn city() -> City {
    City {
        insee: "25056".into(),
        name: "Besançon".into(),
        siret: Some("21250056500016".into()),
        zone: Zone::named("Europe/Paris").unwrap(),
        territory: Territory::Metropole,
        base_url: BASE.into(),
        contact_email: Some("contact@ville.example".into()),
        contact_phone: Some("01 99 00 00 00".into()),
        demonstration: false,
        doors: vec![DoorKey::Associations],
    }
}

pub struct Portal {
    pub app: Router,
    _db: testkit::TestDb,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Portal {
    pub async fn of(city: City, doors: Vec<Door>) -> Self {
        Self::declaring(Accessibility::NonCompliant, city, doors).await
    }

    pub async fn declaring(accessibility: Accessibility, city: City, doors: Vec<Door>) -> Self {
        let db = testkit::sqlite(Vec::new).await;
        let site = Site {
            city: city.name.clone(),
            base_url: city.base_url.clone(),
            accessibility,
            demonstration: city.demonstration,
            doors: doors
                .iter()
                .filter(|door| city.doors.contains(&door.key))
                .map(|door| SiteDoor {
                    key: door.key.name(),
                    path: door.path,
                    title: door.title,
                })
                .collect(),
            ..Site::default()
        };
        let ids = db.ids.clone();
        let house = House::new(
            db.storage.clone(),
            db.ids.clone(),
            city,
            db.path().to_owned(),
            doors,
        );
        let app = pages::house_layers(
            portal::routes(&house),
            Arc::new(site),
            WebSettings::new(ids),
        );
        Self { app, _db: db }
    }

    pub async fn open() -> Self {
        Self::of(city(), vec![open_door()]).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    /// The page, which must be there.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        answer.body
    }
}

/// The values of an attribute, as written.
pub fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!(" {name}=\"");
    html.split(mark.as_str())
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}
