//! The checker finds what it claims to find.
#![allow(clippy::unwrap_used, missing_docs)]

use pages::samples::check;
use values::Lang;

fn page(inside: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"fr\" dir=\"ltr\"><head><meta charset=\"utf-8\"><title>T</title></head>\
         <body><main><h1>Titre</h1>{inside}</main></body></html>"
    )
}

fn said(inside: &str) -> String {
    check(&page(inside), Lang::Fr).unwrap_err()
}

#[test]
fn a_sound_page_passes() {
    let inside = "<h2>Suite</h2><p>Oui\u{a0}: voilà\u{202f}! <a href=\"#x\" id=\"x\">lien &amp; texte</a><br>\
        <img src=\"a.png\" alt=\"\"></p><label for=\"q\">Mot</label><input id=\"q\" name=\"q\">\
        <label>Oui <input type=\"checkbox\" name=\"c\"></label><svg><path d=\"M0 0\"/></svg>\
        <a href=\"/en/\" lang=\"en\">Don't \"quote\" : this</a><table><thead><tr><th scope=\"col\">A</th><td></td></tr></thead></table>";
    check(&page(inside), Lang::Fr).unwrap();
}

#[test]
fn each_fault_is_named() {
    for (inside, part) in [
        ("<div><p>a</div>", "</div> ferme <p>"),
        ("<section>", "</main> ferme <section>"),
        ("<h1>Deux</h1>", "2 <h1> au lieu de 1"),
        ("<h3>Saut</h3>", "<h3> suit un titre de niveau 1"),
        ("<p style=\"color:red\">a</p>", "attribut style sur <p>"),
        (
            "<button onclick=\"x()\">a</button>",
            "attribut onclick sur <button>",
        ),
        ("<script>x()</script>", "<script> dans la page"),
        ("<style>a{}</style>", "<style> dans la page"),
        ("<a href=\"\">a</a>", "href vide sur <a>"),
        ("<a href=\"/a\"><svg></svg></a>", "<a> sans texte"),
        ("<input name=\"q\">", "<input name=\"q\"> sans étiquette"),
        (
            "<label for=\"rien\">a</label>",
            "for=\"rien\" sur <label> ne mène à rien",
        ),
        ("<p id=\"a\">a</p><p id=\"a\">b</p>", "id « a » deux fois"),
        ("<img src=\"a.png\">", "<img> sans alt"),
        ("<p>Attention : non</p>", "espace ordinaire dans « : »"),
        ("<p>Quoi<b> ?</b></p>", "espace ordinaire dans « ? »"),
        ("<p>l'eau</p>", "apostrophe droite"),
        (
            "<button aria-label=\"Non !\">x</button>",
            "espace ordinaire dans « ! »",
        ),
        ("<p>layout-skip</p>", "clé non traduite : layout-skip"),
        ("<p>Il y a {$count} fiches</p>", "message sans son argument"),
    ] {
        let said = said(inside);
        let part = part
            .replace("« : »", "«  : »")
            .replace("« ? »", "«  ? »")
            .replace("« ! »", "«  ! »");
        assert!(said.contains(&part), "{inside}: {said}");
    }
    assert!(
        check(&page("a"), Lang::Ar)
            .unwrap_err()
            .contains("<html dir> n’est pas « rtl »")
    );
    assert!(said(&"mot ".repeat(20_000)).contains("60000 au plus"));
}
