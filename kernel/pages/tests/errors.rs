//! Error pages say truly what was and was not saved, in the visitor's language.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod support;

use axum::body::Body;
use axum::http::Request;
use pages::samples;
use support::{ask, get_page, send};
use values::Lang;

#[tokio::test]
async fn every_error_is_a_sound_page_in_three_languages() {
    for (method, path, status) in [
        ("GET", "/rien", 404),
        ("POST", "/liste", 405),
        ("GET", "/refus", 400),
        ("GET", "/lent", 503),
        ("POST", "/lent", 503),
        ("GET", "/panique", 500),
        ("POST", "/plein", 507),
        ("POST", "/perdu", 503),
        ("POST", "/garde", 503),
        ("POST", "/doute", 500),
        ("POST", "/json", 415),
    ] {
        for lang in Lang::ALL {
            let prefix = if lang == Lang::Fr {
                String::new()
            } else {
                format!("/{}", lang.code())
            };
            let answer = ask(method, &format!("{prefix}{path}"), &[]).await;
            assert_eq!(answer.status, status, "{method} {path}");
            assert_eq!(
                answer.header("content-type"),
                "text/html; charset=utf-8",
                "{method} {path}"
            );
            assert_eq!(answer.header("cache-control"), "no-store");
            if path != "/refus" {
                samples::check(&answer.text(), lang)
                    .unwrap_or_else(|said| panic!("{method} {path} {lang:?}\n{said}"));
            }
        }
    }
}

#[tokio::test]
async fn they_say_what_became_of_what_was_sent() {
    for (method, path, said) in [
        (
            "GET",
            "/panique",
            "Rien n’était à enregistrer, et rien n’a été modifié.",
        ),
        (
            "GET",
            "/lent",
            "Rien n’était à enregistrer, et rien n’a été modifié.",
        ),
        (
            "POST",
            "/panique",
            "Nous ne savons pas si votre envoi est enregistré.",
        ),
        (
            "POST",
            "/lent",
            "Nous ne savons pas si votre envoi est enregistré.",
        ),
        (
            "POST",
            "/doute",
            "Nous ne savons pas si votre envoi est enregistré.",
        ),
        ("POST", "/plein", "Votre envoi n’est pas enregistré."),
        ("POST", "/perdu", "Votre envoi n’est pas enregistré."),
        (
            "POST",
            "/garde",
            "Votre envoi est enregistré. Ne le refaites pas.",
        ),
    ] {
        let html = ask(method, path, &[]).await.text();
        assert!(html.contains(said), "{method} {path}: {html}");
        assert!(
            html.contains("<bdi class=\"nb\">03 81 00 00 00</bdi>"),
            "{path}: a number to call"
        );
    }
    let english = ask("POST", "/en/plein", &[]).await.text();
    assert!(english.contains("What you sent is not saved."), "{english}");
    assert!(
        get_page("/ar/rien")
            .await
            .text()
            .contains("الصفحة غير موجودة")
    );
}

#[tokio::test]
async fn an_internal_error_shows_its_number_and_never_its_detail() {
    let answer = get_page("/panique").await;
    let html = answer.text();
    assert!(html.contains(answer.header("x-request-id")));
    assert!(!html.contains("exprès"));
    assert!(html.contains("href=\"/panique\">Réessayer"));
    assert!(get_page("/refus").await.text().contains("Écrivez un mot."));
}

#[tokio::test]
async fn a_form_of_the_wrong_method_keeps_its_allow_header() {
    assert_eq!(ask("POST", "/liste", &[]).await.header("allow"), "GET,HEAD");
}

#[tokio::test]
async fn too_much_is_refused_before_it_is_read() {
    let announced = ask("POST", "/envoi", &[("content-length", "1000001")]).await;
    assert_eq!(announced.status, 413);
    assert!(announced.text().contains("Envoi trop volumineux"));

    // Nothing announced: cut while reading.
    let chunks = axum::body::Bytes::from(vec![b'a'; 1_000_001]);
    let stream = Body::new(http_body_util::Full::new(chunks));
    let request = Request::builder()
        .method("POST")
        .uri("/envoi")
        .header("host", "essai.example");
    let read = send(request.body(stream).unwrap()).await;
    assert_eq!(read.status, 413);
    assert!(read.text().contains("Votre envoi n’est pas enregistré."));

    let fits = Request::builder()
        .method("POST")
        .uri("/envoi")
        .header("host", "essai.example");
    let fits = send(fits.body(Body::from(vec![b'a'; 1_000_000])).unwrap()).await;
    assert_eq!(fits.status, 200);
}

#[tokio::test]
async fn an_address_too_long_is_said_and_not_repeated() {
    let uri = format!("/ar/liste?q={}", "x".repeat(9_000));
    let answer = get_page(&uri).await;
    assert_eq!(answer.status, 414);
    let html = answer.text();
    assert!(html.contains("العنوان طويل جدا") && !html.contains("xxxx"));
    samples::check(&html, Lang::Ar).unwrap();
    assert_eq!(
        get_page(&format!("/liste?q={}", "x".repeat(8_000)))
            .await
            .status,
        200
    );
    let largest = format!("/liste?q={}", "x".repeat(65_000));
    assert_eq!(get_page(&largest).await.status, 414);
}

#[tokio::test]
async fn the_api_answers_with_json_problems() {
    for (uri, lang_word) in [
        ("/api/v1/x", "Page introuvable"),
        ("/en/api/v1/y", "Page not found"),
    ] {
        let answer = get_page(uri).await;
        assert_eq!(answer.status, 404);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem: serde_json::Value = serde_json::from_slice(&answer.bytes).unwrap();
        assert_eq!(problem["status"], 404);
        assert_eq!(problem["title"], lang_word);
        assert_eq!(
            problem["instance"],
            format!("urn:request:{}", answer.header("x-request-id"))
        );
    }
}

#[tokio::test]
async fn a_temporary_refusal_says_when_to_come_back() {
    assert_eq!(ask("POST", "/perdu", &[]).await.header("retry-after"), "30");
}
