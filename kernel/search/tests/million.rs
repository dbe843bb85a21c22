//! The long proof of size: one million associations, little memory, quick answers. It takes a minute in
//! an optimised build, so it runs when asked for:
//! `SOLIDAIRE_PROVE_MILLION=1 cargo test --release -p search --test million -- --nocapture`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::time::{Duration, Instant};

use search::{Index, SearchDoc};

const MOST_RESIDENT_KB: u64 = 100 * 1024;

const WORDS: &[&str] = &[
    "amis",
    "jardin",
    "théâtre",
    "école",
    "musique",
    "sport",
    "football",
    "danse",
    "lecture",
    "quartier",
    "entraide",
    "solidarité",
    "parents",
    "élèves",
    "patrimoine",
    "chasse",
    "pêche",
    "randonnée",
    "cinéma",
    "peinture",
    "culture",
    "jeunesse",
    "retraités",
    "anciens",
    "combattants",
    "comité",
    "fêtes",
    "club",
    "union",
    "cercle",
    "foyer",
    "rural",
    "insertion",
    "emploi",
    "logement",
    "santé",
    "recherche",
    "environnement",
    "nature",
    "oiseaux",
    "abeilles",
    "rucher",
    "vélo",
    "course",
    "judo",
    "karaté",
    "tennis",
    "natation",
    "gymnastique",
    "pétanque",
    "échecs",
    "bridge",
    "couture",
];

fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let found = status
        .lines()
        .find_map(|text| text.strip_prefix(line))
        .unwrap();
    found.trim().trim_end_matches(" kB").parse().unwrap()
}

fn doc(number: usize) -> SearchDoc {
    // A small congruential generator: the same million on every machine.
    let mut state = number as u64 + 1;
    let mut word = |limit: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        WORDS[(state >> 33) as usize % limit.min(WORDS.len())]
    };
    let title = format!(
        "Association {} et {} de {} n{}",
        word(60),
        word(60),
        word(60),
        number % 40_000
    );
    let body: Vec<&str> = (0..20).map(|_| word(60)).collect();
    SearchDoc {
        id: format!("0190a{:027x}", number * 7919),
        title,
        other_names: String::new(),
        body: body.join(" "),
        codes: vec![
            format!("{:09}", 100_000_000 + number),
            format!("W{:09}", number),
        ],
    }
}

const PROVE: &str = "SOLIDAIRE_PROVE_MILLION";
const CHILD: &str = "SEARCH_TEST_MILLION_DIR";

/// Fills the index in a process of its own, so that the memory of filling is not counted for answering.
#[test]
fn child_that_fills() {
    let Some(dir) = std::env::var_os(CHILD) else {
        return;
    };
    let index = Index::open(std::path::Path::new(&dir)).unwrap();
    let start = Instant::now();
    for batch in 0..100usize {
        let docs: Vec<SearchDoc> = (batch * 10_000..(batch + 1) * 10_000).map(doc).collect();
        index.apply(&docs, &[], batch as i64 + 1).unwrap();
    }
    println!(
        "filled in {:?}; peak {} kB, at the end {} kB of which {} kB own",
        start.elapsed(),
        memory("VmHWM:"),
        memory("VmRSS:"),
        memory("RssAnon:")
    );
}

#[test]
fn a_million_associations_fit() {
    if std::env::var_os(PROVE).is_none() {
        println!("Un million d’associations : passé ({PROVE} absent)");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let filled = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["child_that_fills", "--exact", "--nocapture"])
        .env(CHILD, dir.path())
        .status()
        .unwrap();
    assert!(filled.success());

    let start = Instant::now();
    let index = Index::open(dir.path()).unwrap();
    println!(
        "opened and checked in {:?}; resident {} kB",
        start.elapsed(),
        memory("VmRSS:")
    );
    assert_eq!((index.len(), index.cursor()), (1_000_000, 100));
    let mut slowest = Duration::ZERO;
    for query in [
        "jardin",
        "association",
        "amis du théâtre",
        "assocation jardn",
        "musique et danse de quartier",
        "W000123456",
        "100 123 456",
        "solidarté entraide",
        "club",
        "n1234",
        "éco",
        "rucher abeilles n39999",
        "xyzzy plugh",
    ] {
        let start = Instant::now();
        let hits = index.find(query, 1_000).unwrap();
        let took = start.elapsed();
        slowest = slowest.max(took);
        println!("{query:30} {:5} hits in {took:?}", hits.len());
    }
    let resident = memory("VmRSS:");
    println!(
        "slowest {slowest:?}; resident {resident} kB, of which {} kB own",
        memory("RssAnon:")
    );
    assert_eq!(index.find("100 123 456", 1).unwrap()[0].id, doc(123_456).id);
    assert!(resident <= MOST_RESIDENT_KB, "{resident} kB resident");
}
