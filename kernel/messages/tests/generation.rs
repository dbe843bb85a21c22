//! The build-time checks and the generated code, on folders made for the purpose.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use messages::build::{Kind, check_folder, code};

fn folder(fr: &str, en: &str, ar: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (lang, text) in [("fr", fr), ("en", en), ("ar", ar)] {
        std::fs::create_dir(dir.path().join(lang)).unwrap();
        std::fs::write(dir.path().join(lang).join("main.ftl"), text).unwrap();
    }
    dir
}

fn problems(fr: &str, en: &str, ar: &str) -> Vec<String> {
    let dir = folder(fr, en, ar);
    let found = check_folder(dir.path()).unwrap_err();
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn languages_that_agree_give_typed_functions() {
    let dir = folder(
        "home-title = Accueil\nfound = { $count ->\n    [one] { $count } fiche pour { $query }\n   *[other] { $count } fiches pour { $query }\n }\nbtn = Chercher\n    .label = Votre besoin\n",
        "home-title = Home\nfound = { NUMBER($count) } for { $query }\nbtn = Search\n    .label = Your need\n",
        "home-title = الاستقبال\nfound = { $count } { $query }\nbtn = بحث\n    .label = حاجتك\n",
    );
    let report = check_folder(dir.path()).unwrap();
    let keys: Vec<&str> = report.messages.iter().map(|m| m.key.as_str()).collect();
    assert_eq!(keys, ["btn", "btn.label", "found", "home-title"]);
    let found = &report.messages[2];
    assert_eq!(
        found.args,
        [
            ("count".to_owned(), Kind::Number),
            ("query".to_owned(), Kind::Text)
        ]
    );
    let code = code(&report);
    for line in [
        "pub const KEYS",
        "fn btn_attr_label(self)",
        "fn found(self, r#count: impl ::messages::Count",
        "fn home_title(self)",
    ] {
        assert!(code.contains(line), "{line} in {code}");
    }
    assert_eq!(report.files.len(), 3);
}

#[test]
fn every_disagreement_is_named_with_file_language_and_key() {
    let missing = problems("a = un\nb = deux\n", "a = one\n", "a = ١\nb = ٢\n");
    assert_eq!(missing.len(), 1);
    assert!(
        missing[0].contains("en/main.ftl [en] « b » : manque"),
        "{missing:?}"
    );

    let extra = problems("a = un\n", "a = one\n", "\n\na = ١\nb = ٢\n");
    assert!(
        extra[0].contains("ar/main.ftl:4 [ar] « b » : n’existe pas en français"),
        "{extra:?}"
    );

    let args = problems(
        "a = { $x } et { $y }\n",
        "a = { $x } and { $y }\n",
        "a = { $x }\n",
    );
    assert!(
        args[0].contains("[ar] « a »") && args[0].contains("attendu $x, $y, trouvé $x"),
        "{args:?}"
    );

    let attribute = problems(
        "a = un\n    .hint = ici\n",
        "a = one\n",
        "a = ١\n    .hint = هنا\n",
    );
    assert!(
        attribute[0].contains("[en] « a.hint » : manque"),
        "{attribute:?}"
    );

    let syntax = problems(
        "a = un\nb = { $x\n",
        "a = one\nb = { $x }\n",
        "a = ١\nb = { $x }\n",
    );
    assert!(
        syntax[0].contains("fr/main.ftl:") && syntax[0].contains("« b » : erreur de syntaxe"),
        "{syntax:?}"
    );

    let twice = problems("a = un\na = deux\n", "a = one\n", "a = ١\n");
    assert!(twice[0].contains("« a » : défini deux fois"), "{twice:?}");
}

#[test]
fn references_lead_somewhere_and_terms_serve() {
    let unknown = problems("a = { -ville }\n", "a = x\n", "a = x\n");
    assert!(
        unknown[0].contains("[fr] « a » : renvoie au terme inconnu « -ville »"),
        "{unknown:?}"
    );
    let unused = problems("-ville = Besançon\na = x\n", "a = x\n", "a = x\n");
    assert!(
        unused[0].contains("fr/main.ftl:1 [fr] « -ville » : ce terme ne sert nulle part"),
        "{unused:?}"
    );
    let message = problems("a = { b }\n", "a = x\n", "a = x\n");
    assert!(
        message[0].contains("renvoie au message inconnu « b »"),
        "{message:?}"
    );
    let function = problems("a = { DATETIME($x) }\n", "a = { $x }\n", "a = { $x }\n");
    assert!(
        function[0].contains("fonction inconnue « DATETIME »"),
        "{function:?}"
    );
    let cycle = problems("a = { b }\nb = { a }\n", "a = x\nb = x\n", "a = x\nb = x\n");
    assert!(cycle[0].contains("se contient lui-même"), "{cycle:?}");
}

#[test]
fn keys_that_cannot_be_functions_are_refused() {
    let keyword = problems("type = x\n", "type = x\n", "type = x\n");
    assert!(keyword[0].contains("réservé par Rust"), "{keyword:?}");
    let clash = problems(
        "a-b = x\na_b = x\n",
        "a-b = x\na_b = x\n",
        "a-b = x\na_b = x\n",
    );
    assert!(clash[0].contains("la même fonction a_b"), "{clash:?}");
}

#[test]
fn a_language_without_files_is_a_problem() {
    let dir = folder("a = x\n", "a = x\n", "a = x\n");
    std::fs::remove_file(dir.path().join("ar/main.ftl")).unwrap();
    let found = check_folder(dir.path()).unwrap_err();
    assert!(
        found[0].to_string().contains("[ar] : aucun fichier .ftl"),
        "{found:?}"
    );
}

#[test]
fn an_argument_inside_an_included_message_counts() {
    let dir = folder(
        "a = { b } !\nb = { $n }\n",
        "a = { b }!\nb = { $n }\n",
        "a = { $n }!\nb = { $n }\n",
    );
    let report = check_folder(dir.path()).unwrap();
    assert_eq!(report.messages[0].args, [("n".to_owned(), Kind::Text)]);
}
