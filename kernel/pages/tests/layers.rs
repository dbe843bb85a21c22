//! What stands around every route: languages, headers, limits, revalidation, compression.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod support;

use std::io::Read as _;

use support::{ask, get_page};

#[tokio::test]
async fn the_prefix_is_the_language() {
    for (uri, lang, dir, seen) in [
        ("/liste?q=a", "fr", "ltr", "fr /liste q=a"),
        ("/en/liste?q=a", "en", "ltr", "en /liste q=a"),
        ("/ar/liste?q=a", "ar", "rtl", "ar /liste q=a"),
        ("/en", "en", "ltr", "en / "),
        ("/ar/", "ar", "rtl", "ar / "),
    ] {
        let answer = get_page(uri).await;
        assert_eq!(answer.status, 200, "{uri}");
        let html = answer.text();
        assert!(
            html.contains(&format!("<html lang=\"{lang}\" dir=\"{dir}\">")),
            "{uri}"
        );
        assert!(html.contains(seen), "{uri}: {html}");
        assert_eq!(
            html.contains("/assets/ar."),
            lang == "ar",
            "{uri}: the Arabic sheet only in Arabic"
        );
    }
    let html = get_page("/en/liste?q=a").await.text();
    assert!(html.contains("href=\"/ar/liste?q=a\" lang=\"ar\" hreflang=\"ar\">العربية"));
    assert!(html.contains("href=\"/liste?q=a\" lang=\"fr\""));
    assert!(html.contains("hreflang=\"en\" aria-current=\"true\">English"));
    assert!(
        html.contains(
            "rel=\"alternate\" hreflang=\"ar\" href=\"https://essai.example/ar/liste?q=a\""
        )
    );
    assert!(html.contains("href=\"/en/associations\">Associations (en)"));
}

#[tokio::test]
async fn no_prefix_hides_another_one() {
    assert_eq!(get_page("/enfance").await.status, 404);
    assert_eq!(get_page("/en/en/liste").await.status, 404);
    assert_eq!(get_page("/en/liste/%2e%2e").await.status, 200);
}

#[tokio::test]
async fn no_link_leads_away_because_of_the_address() {
    for uri in [
        "//autre.example/x",
        "/en//autre.example/x",
        "///autre.example",
    ] {
        let html = get_page(uri).await.text();
        assert!(html.contains("hreflang"), "{uri}");
        assert!(
            !html.contains("\"//") && !html.contains("\"/\\"),
            "{uri}: {html}"
        );
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_no_cookie() {
    for (method, uri) in [
        ("GET", "/"),
        ("GET", "/rien"),
        ("POST", "/liste"),
        ("GET", "/lent"),
        ("GET", "/panique"),
        ("GET", "/api/v1/x"),
        ("GET", pages::asset("solidaire.css")),
        ("GET", "/assets/rien.css"),
    ] {
        let answer = ask(method, uri, &[]).await;
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "{uri}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{uri}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{uri}");
        assert_eq!(
            answer.header("cross-origin-opener-policy"),
            "same-origin",
            "{uri}"
        );
        assert!(
            answer.header("permissions-policy").contains("camera=()"),
            "{uri}"
        );
        assert!(
            answer
                .header("strict-transport-security")
                .starts_with("max-age=31536000"),
            "{uri}"
        );
        assert_eq!(answer.header("x-request-id").len(), 16, "{uri}");
        assert_eq!(answer.header("set-cookie"), "", "{uri}");
    }
}

#[tokio::test]
async fn a_page_already_seen_costs_a_304() {
    let first = get_page("/liste").await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    for known in [
        tag.clone(),
        format!("\"x\", {tag}"),
        tag.trim_start_matches("W/").to_owned(),
        "*".to_owned(),
    ] {
        let again = ask("GET", "/liste", &[("if-none-match", &known)]).await;
        assert_eq!(
            (again.status.as_u16(), again.bytes.len()),
            (304, 0),
            "{known}"
        );
        assert_eq!(again.header("etag"), tag);
        assert_eq!(again.header("content-type"), "");
        assert!(!again.header("content-security-policy").is_empty());
    }
    assert_eq!(
        ask("GET", "/liste", &[("if-none-match", "W/\"autre\"")])
            .await
            .status,
        200
    );
    assert_ne!(get_page("/en/liste").await.header("etag"), tag);
}

#[tokio::test]
async fn long_pages_are_compressed_and_say_so() {
    let plain = get_page("/long").await;
    let small = ask("GET", "/long", &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(small.header("content-encoding"), "gzip");
    assert!(small.header("vary").contains("accept-encoding"));
    assert!(small.bytes.len() * 4 < plain.bytes.len());
    let mut text = String::new();
    flate2::read::GzDecoder::new(small.bytes.as_slice())
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text, plain.text());
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(
        ask("GET", "/long", &[("accept-encoding", "gzip;q=0")])
            .await
            .header("content-encoding"),
        ""
    );
}

#[tokio::test]
async fn files_are_kept_for_ever_and_compressed_beforehand() {
    let path = pages::asset("solidaire.css");
    assert!(
        path.starts_with("/assets/solidaire.") && path.ends_with(".css"),
        "{path}"
    );
    let plain = get_page(path).await;
    assert_eq!(
        plain.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(plain.header("content-type"), "text/css; charset=utf-8");
    let small = ask("GET", path, &[("accept-encoding", "br, gzip")]).await;
    assert_eq!(small.header("content-encoding"), "gzip");
    let mut text = String::new();
    flate2::read::GzDecoder::new(small.bytes.as_slice())
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text, plain.text());
    assert!(small.bytes.len() < 9_000, "{}", small.bytes.len());
    let old = get_page("/assets/solidaire.000000000000.css").await;
    assert_eq!(old.status, 404);
    assert_eq!(pages::asset("rien.css"), "");
    // A font is embedded when npm built it, and then the sheet names it by its hash.
    let font = pages::asset("ahn.woff2");
    assert_eq!(text.contains("@font-face"), !font.is_empty());
    if !font.is_empty() {
        assert!(text.contains(font.trim_start_matches("/assets/")));
        let answer = ask("GET", font, &[("accept-encoding", "gzip")]).await;
        assert_eq!(
            (
                answer.header("content-type"),
                answer.header("content-encoding")
            ),
            ("font/woff2", "")
        );
    }
}

#[tokio::test]
async fn head_answers_like_get_without_the_body() {
    for (uri, status) in [("/liste", 200), ("/rien", 404)] {
        let answer = ask("HEAD", uri, &[]).await;
        assert_eq!(
            (answer.status.as_u16(), answer.bytes.len()),
            (status, 0),
            "{uri}"
        );
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{uri}"
        );
    }
}

#[tokio::test]
async fn forms_from_elsewhere_are_refused() {
    let foreign = ask("POST", "/envoi", &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(foreign.status, 403);
    let html = foreign.text();
    assert!(
        html.contains("Envoi venu d’un autre site")
            && html.contains("Votre envoi n’est pas enregistré.")
    );
    let old_browser = ask("POST", "/envoi", &[("origin", "https://autre.example")]).await;
    assert_eq!(old_browser.status, 403);
    let same_site = ask(
        "POST",
        "/envoi",
        &[
            ("sec-fetch-site", "same-site"),
            ("origin", "https://blog.example"),
        ],
    )
    .await;
    assert_eq!(same_site.status, 403);
    for fine in [
        [("sec-fetch-site", "same-origin"), ("x-a", "b")],
        [
            ("origin", "https://essai.example"),
            ("sec-fetch-site", "cross-site"),
        ],
        [("x-a", "b"), ("x-c", "d")],
    ] {
        assert_eq!(ask("POST", "/envoi", &fine).await.status, 200, "{fine:?}");
    }
    assert_eq!(
        ask("GET", "/liste", &[("sec-fetch-site", "cross-site")])
            .await
            .status,
        200
    );
}
