//! The macros that other crates' templates call.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use askama::Template as _;
use pages::{Pager, Shell, Visit};
use values::Lang;

#[derive(askama::Template)]
#[template(
    source = r#"{% extends "layout.html" %}{% import "components.html" as ui %}{% block content %}<h1>Liste</h1>
{% call ui::error_summary(errors, shell) %}{% endcall %}
<dl class="stats">{% call ui::stat("12", "choses") %}{% endcall %}</dl>
{% call ui::tag("ok", "fait") %}{% endcall %}
{% call ui::scroll("t1") %}<table><caption id="t1">T</caption></table>{% endcall %}
{% call ui::source("RNA", "3 mai", shell) %}{% endcall %}
{% call ui::pagination(pager, shell) %}{% endcall %}{% endblock %}"#,
    ext = "html"
)]
struct Sample {
    shell: Shell,
    pager: Pager,
    errors: Vec<(String, String)>,
}

#[test]
fn every_component_renders() {
    let visit = Visit::sample(Lang::Ar, "/liste?q=a%20b&page=3");
    let html = Sample {
        shell: visit.shell("Liste").crumb("Liste", None).error(),
        pager: Pager::new(&visit.here(), &visit.query, 3, 10, 95, visit.lang),
        errors: vec![("q".into(), "Écrivez <un> mot".into())],
    }
    .render()
    .unwrap();
    for part in [
        "<a href=\"#q\">Écrivez &#60;un&#62; mot</a>",
        "<div><dt>choses</dt><dd>12</dd></div>",
        "<span class=\"tag ok\">fait</span>",
        "aria-labelledby=\"t1\" tabindex=\"0\"><table>",
        "href=\"/ar/liste?q=a%20b&#38;page=4\"",
        "<title>خطأ: Liste – Ville d’essai</title>",
        "href=\"/en/liste?q=a%20b&#38;page=3\"",
        "<span aria-current=\"page\">Liste</span>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}
