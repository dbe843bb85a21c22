//! Serves every component on a page and every error page, to look at them:
//! `cargo run -p pages --example look` then http://localhost:8026/
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::routing::get;
use pages::chart::{Bar, Bars, Share, Shares, bars, shares};
use pages::{Html, PageError, Pager, Shell, Site, SiteDoor, Visit, WebSettings, house_layers};
use values::{Cents, Ids, Lang};

#[derive(askama::Template)]
#[template(
    source = r##"{% extends "layout.html" %}{% import "components.html" as ui %}{% block content %}
<p class="kick">{{ icon }} Jardin partagé</p><h1>{{ shell.title() }}</h1><p class="lead">Ce que la page répond, en une phrase.</p>
<dl class="stats">{% call ui::stat("214", "adhérents") %}{% endcall %}{% call ui::stat(money, "reçus de la ville en 2026") %}{% endcall %}{% call ui::stat("3 ans", "de convention") %}{% endcall %}</dl>
{% call ui::error_summary(errors, shell) %}{% endcall %}
<form class="search" role="search" action="{{ shell.link("/") }}"><label class="sr" for="q">Votre besoin</label><input id="q" type="search" name="q"><button type="submit" class="btn">Chercher</button></form>
<p>{% call ui::tag("ok", "Versé") %}{% endcall %} {% call ui::tag("wait", "En attente") %}{% endcall %} {% call ui::tag("no", "Refusé") %}{% endcall %} {% call ui::tag("new", "Nouveau") %}{% endcall %}</p>
<h2>Ce que la ville lui verse</h2>{{ bars }}{% call ui::source("Comptabilité de la ville", "20 novembre 2026", shell) %}{% endcall %}
<h2>Par quartier</h2>{{ shares }}
<h2>Pages</h2>{% call ui::pagination(pager, shell) %}{% endcall %}
<div class="actions"><a class="btn" href="/rien">Proposer mon aide</a><a class="btn second" href="/erreur/500">Erreur 500</a></div>
{% endblock %}"##,
    ext = "html"
)]
struct Look {
    shell: Shell,
    icon: Html,
    money: String,
    errors: Vec<(String, String)>,
    bars: Html,
    shares: Html,
    pager: Pager,
}

async fn look(visit: Visit) -> axum::response::Response {
    let lang = visit.lang;
    let mark = |cents: i64| pages::format::euros_short(Cents(cents), lang);
    let cell = |cents: i64| pages::format::euros(Cents(cents), lang);
    let rows: Vec<Bar> = [
        (2021, 900_000, 0),
        (2022, 900_000, 400_000),
        (2023, 1_000_000, 0),
        (2024, 1_000_000, 650_000),
        (2025, 1_200_000, 0),
        (2026, 1_200_000, 850_000),
    ]
    .iter()
    .map(|(year, one, two)| Bar {
        label: format!("{year}"),
        values: vec![*one, *two],
    })
    .collect();
    let chart = Bars {
        id: "g1",
        title: "En six ans, 81 000 €. Les projets varient, le fonctionnement est stable.",
        unit: "Subventions versées, par année",
        summary: "Six barres, de 9 000 euros en 2021 à 20 500 euros en 2026.",
        head: "Année",
        series: &["Fonctionnement", "Projets"],
        rows: &rows,
        mark: &mark,
        cell: &cell,
    };
    let parts: Vec<Share> = [
        ("Planoise", 52_000_000),
        ("Battant", 31_000_000),
        ("Saint-Claude – Torcols", 9_500_000),
        ("Palente", 1_200_000),
    ]
    .iter()
    .map(|(label, value)| Share {
        label: (*label).to_owned(),
        href: Some(visit.link("/associations")),
        value: *value,
    })
    .collect();
    let share = Shares {
        id: "s1",
        title: "Planoise reçoit plus de la moitié.",
        head: "Quartier",
        value_head: "Montant",
        rows: &parts,
        cell: &cell,
    };
    pages::render(&Look {
        shell: visit
            .shell("Les Jardins de la Boucle")
            .crumb("Associations", Some("/associations"))
            .crumb("Les Jardins de la Boucle", None),
        icon: pages::icon("heart-handshake"),
        money: cell(2_050_000),
        errors: if visit.query.contains("erreur") {
            vec![("q".to_owned(), "Écrivez au moins un mot.".to_owned())]
        } else {
            Vec::new()
        },
        bars: bars(&chart, lang),
        shares: shares(&share, lang),
        pager: Pager::new(&visit.here(), &visit.query, 4, 50, 1000, lang),
    })
}

#[derive(askama::Template)]
#[template(
    source = r##"{% extends "layout.html" %}{% import "components.html" as ui %}{% block content %}<h1>{{ shell.title() }}</h1>
<div class="scroll" role="region" aria-labelledby="t" tabindex="0"><table class="stack" role="table"><caption id="t">Cinquante lignes</caption><tbody role="rowgroup">
{% for row in rows %}<tr role="row"><th scope="row" role="rowheader"><a href="{{ shell.link(row.0) }}">{{ row.1 }}</a><small>Sport, loisirs et plein air – Planoise</small></th><td role="cell" class="num" data-l="Reçu">{{ row.2 }}</td><td role="cell" data-l="État">{% call ui::tag("ok", shell.m().chart_total()) %}{% endcall %}</td></tr>
{% endfor %}</tbody></table></div>{% call ui::pagination(pager, shell) %}{% endcall %}{% endblock %}"##,
    ext = "html"
)]
struct List {
    shell: Shell,
    rows: Vec<(String, String, String)>,
    pager: Pager,
}

async fn list(visit: Visit) -> axum::response::Response {
    let rows = (0..50)
        .map(|n| {
            let name = format!("Association des amis du quartier et de l’entraide n° {n}");
            (
                format!("/associations/4F7K2M9Q{n}"),
                name,
                pages::format::euros(Cents(n * 123_456), visit.lang),
            )
        })
        .collect();
    pages::render(&List {
        shell: visit.shell("Liste").crumb("Liste", None),
        rows,
        pager: Pager::new(&visit.here(), &visit.query, 4, 50, 1000, visit.lang),
    })
}

async fn error(Path(status): Path<u16>) -> axum::response::Response {
    match status {
        503 => PageError::Unavailable { saved: false }.into_response(),
        other => StatusCode::from_u16(other)
            .unwrap_or(StatusCode::NOT_FOUND)
            .into_response(),
    }
}

#[tokio::main]
async fn main() {
    fn title(lang: Lang) -> String {
        if lang == Lang::Ar {
            "الجمعيات".to_owned()
        } else {
            "Associations".to_owned()
        }
    }
    let site = Arc::new(Site {
        city: "Besançon".to_owned(),
        base_url: "http://localhost:8026".to_owned(),
        demonstration: true,
        doors: vec![SiteDoor {
            key: "associations",
            path: "/associations",
            title,
        }],
        phone: Some("03 81 00 00 00".to_owned()),
        ..Site::default()
    });
    let router = Router::new()
        .route("/", get(look))
        .route("/liste", get(list))
        .route("/erreur/{status}", get(error))
        .merge(pages::assets_router());
    let settings = WebSettings::new(Ids::system(Arc::new(calendar::SystemClock)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8026")
        .await
        .unwrap();
    let (_stop, stopped) = tokio::sync::watch::channel(false);
    let router = house_layers(router, site.clone(), settings);
    pages::server::serve(
        listener,
        router,
        site,
        pages::server::Limits::default(),
        stopped,
    )
    .await
    .unwrap();
}
