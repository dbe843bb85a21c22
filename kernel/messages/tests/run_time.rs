//! What messages say at run time.
#![allow(clippy::unwrap_used, missing_docs)]

use messages::{Arg, Catalogue, Source};
use values::Lang;

const FR: &str = "found = { $count ->\n    [0] aucune fiche\n    [one] { $count } fiche\n   *[other] { $count } fiches\n }\nhello = Bonjour { $name }\nplain = Tout\nyear = { NUMBER($y, useGrouping: \"false\") }\nshare = { NUMBER($p, minimumFractionDigits: 1, maximumFractionDigits: 1) } %\n";
const EN: &str = "found = { $count ->\n    [one] { $count } entry\n   *[other] { $count } entries\n }\nhello = Hello { $name }\nplain = All\nyear = { $y }\nshare = { $p }%\n";
const AR: &str = "found = { $count ->\n    [zero] لا شيء\n    [one] بطاقة واحدة\n    [two] بطاقتان\n    [few] { $count } بطاقات\n    [many] { $count } بطاقة\n   *[other] { $count } بطاقة\n }\nhello = مرحبا { $name }\nplain = الكل\nyear = { $y }\nshare = { $p }%\n";

static CATALOGUE: Catalogue = Catalogue::new(
    [
        Source {
            lang: Lang::Fr,
            files: &[FR],
        },
        Source {
            lang: Lang::En,
            files: &[EN],
        },
        Source {
            lang: Lang::Ar,
            files: &[AR],
        },
    ],
    &["found", "hello", "plain", "year", "share"],
);

fn found(lang: Lang, count: f64) -> String {
    CATALOGUE.format(lang, 0, vec![("count", Arg::Number(count))])
}

#[test]
fn plurals_follow_each_language() {
    assert_eq!(found(Lang::Fr, 0.0), "aucune fiche");
    assert_eq!(found(Lang::Fr, 1.0), "1 fiche");
    assert_eq!(found(Lang::Fr, 1_214.0), "1\u{202f}214 fiches");
    assert_eq!(found(Lang::En, 0.0), "0 entries");
    assert_eq!(found(Lang::En, 1_214.0), "1,214 entries");
    assert_eq!(found(Lang::Ar, 2.0), "بطاقتان");
    assert_eq!(found(Lang::Ar, 3.0), "3 بطاقات");
    assert_eq!(found(Lang::Ar, 11.0), "11 بطاقة");
}

#[test]
fn texts_stand_as_they_are_without_marks() {
    let hello = |name: &str| CATALOGUE.format(Lang::Ar, 1, vec![("name", Arg::Text(name.into()))]);
    assert_eq!(hello("Nadia"), "مرحبا Nadia");
    assert_eq!(CATALOGUE.plain(Lang::Fr, 2), "Tout");
    assert_eq!(CATALOGUE.plain(Lang::Ar, 2), "الكل");
}

#[test]
fn number_options_hold() {
    assert_eq!(
        CATALOGUE.format(Lang::Fr, 3, vec![("y", Arg::Number(2026.0))]),
        "2026"
    );
    assert_eq!(
        CATALOGUE.format(Lang::Fr, 4, vec![("p", Arg::Number(12.25))]),
        "12,2 %"
    );
}

#[test]
fn every_thread_may_ask() {
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(found(Lang::Fr, 2.0), "2 fiches"));
        }
    });
}
