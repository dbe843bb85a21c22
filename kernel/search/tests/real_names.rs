//! Every real association of a real list finds itself by its name, and by its number.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::path::PathBuf;

use search::{Index, SearchDoc};

fn luhn(number: &str) -> bool {
    let digits = number.bytes().rev().map(|byte| u32::from(byte - b'0'));
    let weigh = |(place, digit): (usize, u32)| match place % 2 {
        0 => digit,
        _ => digit * 2 / 10 + digit * 2 % 10,
    };
    digits.enumerate().map(weigh).sum::<u32>() % 10 == 0
}

#[test]
fn every_association_of_the_state_s_list_finds_itself() {
    let folder = std::env::var_os("SOLIDAIRE_SHARED_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let path = folder.join("associations/besancon_associations_jaune_plf2012.csv");
    let Ok(mut reader) = csv::Reader::from_path(&path) else {
        println!("Noms réels : passé (SOLIDAIRE_SHARED_DATA absent)");
        return;
    };
    let mut docs = Vec::new();
    for record in reader.records() {
        let record = record.unwrap();
        if !luhn(&record[0]) {
            continue; // placeholder numbers, which the register refuses
        }
        docs.push(SearchDoc {
            id: docs.len().to_string(),
            title: record[1].to_owned(),
            codes: vec![record[0].to_owned()],
            ..SearchDoc::default()
        });
    }
    assert_eq!(docs.len(), 140);
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    index.apply(&docs, &[], 1).unwrap();
    let place_of = |doc: &SearchDoc, query: &str| {
        let hits = index.find(query, 200).unwrap();
        hits.iter().position(|hit| hit.id == doc.id)
    };
    for doc in &docs {
        assert!(
            place_of(doc, &doc.title).is_some_and(|place| place < 3),
            "{}",
            doc.title
        );
        assert!(
            place_of(doc, &doc.title.to_lowercase()).is_some_and(|place| place < 3),
            "{} in lower case",
            doc.title
        );
        assert_eq!(place_of(doc, &doc.codes[0]), Some(0), "{}", doc.codes[0]);
    }
    let first = docs
        .iter()
        .filter(|doc| place_of(doc, &doc.title) == Some(0))
        .count();
    println!("{first} of {} names find themselves first", docs.len());
}
