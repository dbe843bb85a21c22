//! What people type, and what they must find.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use proptest::prelude::*;
use search::{Index, Match, SearchDoc};

fn doc(id: &str, title: &str, other_names: &str, body: &str, codes: &[&str]) -> SearchDoc {
    SearchDoc {
        id: id.into(),
        title: title.into(),
        other_names: other_names.into(),
        body: body.into(),
        codes: codes.iter().map(|&code| code.to_owned()).collect(),
    }
}

fn city() -> (tempfile::TempDir, Index) {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    let docs = [
        doc(
            "theatre",
            "THÉÂTRE DE L’ESPACE",
            "",
            "création et diffusion de spectacles",
            &["775664634"],
        ),
        doc(
            "jardin",
            "Association des jardins de Palente",
            "AJP",
            "cultiver ensemble",
            &["W251000123"],
        ),
        doc(
            "jardinage",
            "Les amis du jardinage",
            "",
            "conseils aux débutants",
            &[],
        ),
        doc("art", "L’ART POUR TOUS", "", "ateliers de peinture", &[]),
        doc(
            "artisans",
            "Union des artisans",
            "",
            "défense du métier",
            &[],
        ),
        doc(
            "cemea",
            "C.E.M.E.A. de Franche-Comté",
            "Centres d’entraînement aux méthodes d’éducation active",
            "formation",
            &[],
        ),
        doc(
            "mjc",
            "Maison des jeunes et de la culture",
            "M.J.C. Palente",
            "théâtre, danse, musique",
            &[],
        ),
        doc("nous", "Entre nous", "", "", &[]),
        doc(
            "entraide",
            "Entraide de Saint-Claude",
            "",
            "aide alimentaire pour les familles, entre voisins",
            &[],
        ),
        doc("arabe", "جمعية الصداقة", "", "اللغة العربية", &[]),
        doc(
            "numero",
            "Besançon 775664634",
            "",
            "",
            &["380129866", "38012986600014"],
        ),
    ];
    index.apply(&docs, &[], 11).unwrap();
    (dir, index)
}

fn ids(index: &Index, query: &str) -> Vec<String> {
    let hits = index.find(query, 50).unwrap();
    for pair in hits.windows(2) {
        assert!(pair[0].score >= pair[1].score, "{query}: weights in order");
    }
    hits.into_iter().map(|hit| hit.id).collect()
}

fn first(index: &Index, query: &str) -> String {
    ids(index, query).into_iter().next().unwrap_or_default()
}

#[test]
fn accents_case_and_apostrophes_do_not_matter() {
    let (_dir, index) = city();
    for query in [
        "theatre",
        "Théâtre",
        "THEATRE",
        "the\u{301}a\u{302}tre",
        "théatre de l'espace",
    ] {
        assert_eq!(first(&index, query), "theatre", "{query}");
    }
    for query in ["l'art", "L’ART", "l art", "art pour tous", "d'art"] {
        assert_eq!(first(&index, query), "art", "{query}");
    }
    assert_eq!(first(&index, "franche comte"), "cemea");
    assert_eq!(first(&index, "الصداقة"), "arabe");
    assert_eq!(first(&index, "اللُّغَة"), "arabe");
}

#[test]
fn typing_errors_are_forgiven() {
    let (_dir, index) = city();
    assert_eq!(first(&index, "assocation jardn"), "jardin");
    for (query, expected) in [
        ("teatre", "theatre"),
        ("thaétre", "theatre"),
        ("palentte", "jardin"),
        ("artisnas", "artisans"),
        ("centres d'entrainment", "cemea"),
        ("pienture", "art"),
    ] {
        assert!(
            ids(&index, query).iter().any(|id| id == expected),
            "{query}: {:?}",
            ids(&index, query)
        );
    }
}

#[test]
fn exact_answers_come_before_mistyped_ones() {
    let (_dir, index) = city();
    let found = ids(&index, "jardin");
    assert_eq!(found[0], "jardin");
    assert_eq!(
        ids(&index, "danse"),
        ["mjc"],
        "« dans » and « défense » are other words"
    );
}

#[test]
fn plurals_and_forms_meet() {
    let (_dir, index) = city();
    assert_eq!(first(&index, "jardin de palente"), "jardin");
    assert_eq!(first(&index, "spectacle"), "theatre");
    assert_eq!(first(&index, "atelier peintures"), "art");
    assert_eq!(first(&index, "famille"), "entraide");
}

#[test]
fn the_last_word_may_be_unfinished() {
    let (_dir, index) = city();
    assert!(ids(&index, "jard").contains(&"jardin".to_owned()));
    assert!(ids(&index, "amis du jardi").contains(&"jardinage".to_owned()));
    assert_eq!(first(&index, "maison des jeunes et de la cult"), "mjc");
}

#[test]
fn acronyms_with_and_without_points() {
    let (_dir, index) = city();
    for query in ["cemea", "C.E.M.E.A.", "c.e.m.e.a", "C. E. M. E. A."] {
        assert_eq!(first(&index, query), "cemea", "{query}");
    }
    for query in ["MJC Palente", "M.J.C. palente", "mjc"] {
        assert_eq!(first(&index, query), "mjc", "{query}");
    }
}

#[test]
fn a_number_finds_its_holder_first() {
    let (_dir, index) = city();
    for query in [
        "775664634",
        "775 664 634",
        "775\u{202f}664\u{a0}634",
        "SIREN 775.664.634",
        "n° 775664634",
    ] {
        assert_eq!(first(&index, query), "theatre", "{query}");
    }
    for query in [
        "W251000123",
        "w251000123",
        "W 25 1000123",
        "w 251 000 123",
        "RNA : W251000123",
    ] {
        assert_eq!(first(&index, query), "jardin", "{query}");
    }
    assert_eq!(first(&index, "380 129 866 00014"), "numero");
    assert_eq!(
        first(&index, "380 129 866 00022"),
        "numero",
        "another SIRET of the same SIREN"
    );
    assert_eq!(
        ids(&index, "775664635"),
        Vec::<String>::new(),
        "a number is never mistyped into another"
    );
}

#[test]
fn words_without_meaning_do_not_count_unless_alone() {
    let (_dir, index) = city();
    assert_eq!(first(&index, "entre nous"), "nous");
    assert_eq!(first(&index, "le théâtre de la"), "theatre");
    assert!(!ids(&index, "de la").is_empty());
}

#[test]
fn if_no_document_holds_every_word_some_are_enough() {
    let (_dir, index) = city();
    assert_eq!(first(&index, "jardins partagés de palente"), "jardin");
    assert_eq!(first(&index, "peinture aquarelle xyz"), "art");
    assert_eq!(ids(&index, "zzzzzz qqqqqq"), Vec::<String>::new());
}

#[test]
fn an_answer_says_how_well_it_answers() {
    let (_dir, index) = city();
    for (query, how) in [
        ("775 664 634", Match::Number),
        ("théâtre de l’espace", Match::Words),
        ("jardi", Match::Words),
        ("thaétre", Match::Mistyped),
        ("peinture aquarelle", Match::Partial),
    ] {
        assert_eq!(index.find(query, 10).unwrap()[0].how, how, "{query}");
    }
    let hits = index.find("jardin", 10).unwrap();
    assert!(
        hits.windows(2).all(|pair| pair[0].how <= pair[1].how),
        "best first"
    );
}

#[test]
fn strange_queries_find_nothing_and_break_nothing() {
    let (_dir, index) = city();
    for query in [
        "",
        " ",
        "?!",
        "'",
        "\"",
        "((((",
        "title:x AND (",
        "*",
        "\0",
        "\u{202e}\u{feff}",
        "💐💐",
        "-- ;",
        "\u{fffd}",
        "…",
    ] {
        assert_eq!(index.find(query, 10).unwrap(), [], "{query:?}");
    }
    let megabyte = "théâtre ".repeat(125_000);
    assert_eq!(first(&index, &megabyte), "theatre");
    let one_word = "a".repeat(1_000_000);
    assert_eq!(index.find(&one_word, 10).unwrap(), []);
    assert_eq!(index.find("théâtre", 0).unwrap(), []);
    assert_eq!(index.find("théâtre", usize::MAX).unwrap()[0].id, "theatre");
    let zalgo: String = "théâtre"
        .chars()
        .flat_map(|c| [c, '\u{0338}', '\u{0489}'])
        .collect();
    index.find(&zalgo, 10).unwrap();
}

#[test]
fn a_later_document_replaces_and_a_removed_one_is_gone() {
    let (dir, index) = city();
    index
        .apply(
            &[
                doc("theatre", "Cinéma Victor", "", "", &[]),
                doc("theatre", "Cinéma Hugo", "", "", &[]),
            ],
            &["art".into(), "never seen".into()],
            12,
        )
        .unwrap();
    assert_eq!(ids(&index, "cinema"), ["theatre"]);
    assert_eq!(ids(&index, "victor"), Vec::<String>::new());
    assert!(!ids(&index, "espace").contains(&"theatre".to_owned()));
    assert_eq!(ids(&index, "ateliers de peinture"), Vec::<String>::new());
    assert_eq!((index.cursor(), index.len()), (12, 10));
    drop(index);
    let again = Index::open(dir.path()).unwrap();
    assert_eq!((again.cursor(), again.len()), (12, 10));
    assert_eq!(ids(&again, "cinema hugo"), ["theatre"]);
    again.clear().unwrap();
    assert_eq!((again.cursor(), again.is_empty()), (0, true));
}

#[test]
fn names_longer_than_what_is_read_of_a_query_find_themselves() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    let long = "Comité départemental de liaison et de coordination des associations d’anciens élèves, parents \
                d’élèves et amis de l’école publique laïque et de ses œuvres complémentaires post et périscolaires \
                du canton de Besançon";
    let docs = [
        doc("long", long, "", "", &[]),
        doc("short", "Amis de l’école", "", "", &[]),
    ];
    index.apply(&docs, &[], 1).unwrap();
    assert_eq!(first(&index, long), "long");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_query_is_an_error(query in "\\PC{0,250}|[\\x00-\\x7f]{0,250}|[a-z .'’-]{0,250}") {
        thread_local!(static CITY: (tempfile::TempDir, Index) = city());
        let hits = CITY.with(|(_, index)| index.find(&query, 5));
        prop_assert!(hits.is_ok_and(|hits| hits.len() <= 5));
    }
}
