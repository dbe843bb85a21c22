//! Every page, in every language, by real requests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod common;

use common::{Portal, attributes, broken_door, city, open_door, silent_door};
use door::City;
use pages::Accessibility;
use values::Lang;

const PAGES: [&str; 6] = [
    "/",
    "/accessibilite",
    "/donnees-personnelles",
    "/mentions-legales",
    "/donnees",
    "/api",
];

fn in_language(lang: Lang, path: &str) -> String {
    match lang {
        Lang::Fr => path.to_owned(),
        Lang::En | Lang::Ar => format!("/{}{path}", lang.code()),
    }
}

#[tokio::test]
async fn every_page_in_every_language() {
    let bare = City {
        contact_email: None,
        contact_phone: None,
        siret: None,
        demonstration: true,
        ..city()
    };
    let closed = City {
        doors: Vec::new(),
        ..bare.clone()
    };
    for (city, doors) in [
        (city(), vec![open_door()]),
        (bare, vec![silent_door()]),
        (closed, vec![open_door()]),
    ] {
        let portal = Portal::of(city, doors).await;
        for lang in Lang::ALL {
            for path in PAGES {
                let path = in_language(lang, path);
                let html = portal.page(&path).await;
                if let Err(said) = pages::samples::check(&html, lang) {
                    panic!("{path}:\n{said}");
                }
            }
        }
    }
}

#[tokio::test]
async fn no_link_is_dead() {
    let portal = Portal::open().await;
    for lang in Lang::ALL {
        for path in PAGES {
            let html = portal.page(&in_language(lang, path)).await;
            for href in attributes(&html, "href") {
                if let Some(fragment) = href.strip_prefix('#') {
                    assert!(
                        attributes(&html, "id").contains(&fragment),
                        "{path}: {href}"
                    );
                    continue;
                }
                let Some(local) = href.strip_prefix('/') else {
                    continue;
                };
                // The doors' own pages are not part of the portal.
                if href.starts_with("/api/v1")
                    || local
                        .split('/')
                        .any(|part| part.starts_with("associations"))
                {
                    continue;
                }
                // Embedded files are served by another router.
                if html.contains(&format!("<link rel=\"stylesheet\" href=\"{href}\""))
                    || href.contains("/assets/")
                {
                    continue;
                }
                let answer = portal.get(&href.replace("&amp;", "&")).await;
                assert!(
                    answer.status.is_success(),
                    "{path}: {href} answers {}",
                    answer.status
                );
            }
        }
    }
}

#[tokio::test]
async fn the_home_page_is_light() {
    let portal = Portal::open().await;
    for path in ["/", "/en/", "/ar/"] {
        let html = portal.page(path).await;
        assert!(html.len() <= 60_000, "{path}: {} bytes", html.len());
    }
}

#[tokio::test]
async fn the_home_page_shows_what_exists() {
    let portal = Portal::open().await;
    let html = portal.page("/").await;
    assert!(html.contains("Que cherchez-vous"));
    assert!(html.contains("action=\"/associations\""));
    for number in [
        "112", "114", "115", "119", "39 19", "39 77", "15", "17", "18",
    ] {
        assert!(html.contains(&format!("<bdi>{number}</bdi>")), "{number}");
    }
    assert!(
        html.replace('\u{a0}', " ").contains("24 novembre 2026"),
        "day of check"
    );
    assert!(
        html.contains("jusqu’au 15 décembre") && html.contains("Appel &#60;à&#62; projets"),
        "news, escaped"
    );
    assert!(html.contains("à la date du 1er novembre 2026"));
    assert!(html.contains("tel:0199000000") && html.contains("mailto:contact@ville.example"));

    let english = portal.page("/en/").await;
    assert!(english.contains("What are you looking for?"));
    assert!(
        english.contains("action=\"/en/associations\"") && english.contains("href=\"/en/donnees\"")
    );
}

#[tokio::test]
async fn the_home_page_shows_nothing_that_does_not_exist() {
    let silent = City {
        contact_email: None,
        contact_phone: None,
        ..city()
    };
    let portal = Portal::of(silent.clone(), vec![silent_door()]).await;
    let html = portal.page("/").await;
    for absent in [
        "En ce moment",
        "Ce que disent les registres",
        "Parler à quelqu’un",
        "mailto:",
    ] {
        assert!(!html.contains(absent), "{absent}");
    }
    let closed = City {
        doors: Vec::new(),
        ..silent
    };
    let portal = Portal::of(closed, vec![open_door()]).await;
    for path in PAGES {
        let html = portal.page(path).await;
        assert!(!html.contains("/associations"), "{path}: closed door");
    }
    assert!(!portal.page("/").await.contains("<form"));
}

#[tokio::test]
async fn missing_duties_are_marked() {
    let portal = Portal::open().await;
    let html = portal.page("/mentions-legales").await;
    assert!(html.contains("Besançon") && html.contains("21250056500016"));
    assert_eq!(
        html.matches("à compléter par la ville").count(),
        2,
        "director and host"
    );
    let bare = City {
        contact_email: None,
        contact_phone: None,
        siret: None,
        ..city()
    };
    let portal = Portal::of(bare, vec![open_door()]).await;
    let html = portal.page("/mentions-legales").await;
    assert_eq!(html.matches("à compléter par la ville").count(), 5);
    let html = portal.page("/accessibilite").await;
    assert!(html.contains("non conforme") && html.contains("Défenseur des droits"));
    assert!(html.contains("https://solidaire.ville.example"));
}

#[tokio::test]
async fn urgent_numbers_outlive_the_database() {
    let portal = Portal::of(city(), vec![broken_door()]).await;
    let answer = portal.get("/").await;
    assert_eq!(answer.status, 503);
    assert!(answer.body.contains("<bdi>112</bdi>") && answer.body.contains("ne répondent pas"));
    assert!(!answer.body.contains("Ce que disent les registres"));
    for path in ["/donnees", "/donnees/catalogue.ttl"] {
        assert!(
            portal.get(path).await.status.is_server_error(),
            "{path}: no catalogue rather than a false one"
        );
    }
    assert_eq!(portal.get("/accessibilite").await.status, 200);
}

#[tokio::test]
async fn the_declaration_agrees_with_the_footer() {
    for (level, said) in [
        (Accessibility::NonCompliant, "non conforme"),
        (Accessibility::Partly, "partiellement conforme"),
        (Accessibility::Fully, "totalement conforme"),
    ] {
        let portal = Portal::declaring(level, city(), vec![open_door()]).await;
        for lang in Lang::ALL {
            let html = portal.page(&in_language(lang, "/accessibilite")).await;
            if let Err(said) = pages::samples::check(&html, lang) {
                panic!("{lang:?} {level:?}:\n{said}");
            }
        }
        let html = portal.page("/accessibilite").await;
        let main = html.split("<main").nth(1).unwrap();
        let (main, footer) = main.split_once("<footer").unwrap();
        assert!(main.contains(said), "{level:?}");
        assert!(footer.contains(said), "{level:?}");
        for (other, text) in [
            (Accessibility::NonCompliant, "non conforme"),
            (Accessibility::Partly, "partiellement conforme"),
            (Accessibility::Fully, "totalement conforme"),
        ] {
            assert!(
                other == level || !main.contains(text),
                "{level:?} says {text}"
            );
        }
    }
}
