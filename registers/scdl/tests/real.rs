#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

//! Reads the real files of the shared data folder; passes with a printed line where it is absent.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use scdl::{Nature, ScdlGrant, strict_problems};

fn shared(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("SOLIDAIRE_SHARED_DATA")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    let file = folder.join("associations").join(name);
    if file.exists() {
        return Some(file);
    }
    println!("{name}: passé (dossier de données réelles absent, voir SOLIDAIRE_SHARED_DATA)");
    None
}

#[test]
fn every_line_of_the_stress_file_is_read_or_reported() {
    let Some(path) = shared("subventions_pdl_scdl_like.csv.xz") else {
        return;
    };
    let Ok(mut child) = Command::new("xz")
        .arg("-dc")
        .arg(path)
        .stdout(Stdio::piped())
        .spawn()
    else {
        println!("subventions_pdl_scdl_like.csv.xz: passé (commande xz absente)");
        return;
    };
    let mut reader = scdl::read(child.stdout.take().unwrap()).unwrap();
    let (mut grants, mut reasons) = (Vec::new(), BTreeMap::<String, u32>::new());
    let (mut last_line, mut warnings) = (1, 0);
    while let Some(line) = reader.next() {
        let at = match &line {
            Ok(grant) => grant.line,
            Err(reject) => reject.line,
        };
        assert!(at > last_line, "lines come in order");
        last_line = at;
        match line {
            Ok(grant) => grants.push(grant),
            Err(reject) => {
                *reasons
                    .entry(format!("{}: {}", reject.field, reject.reason))
                    .or_default() += 1
            }
        }
        warnings += reader.take_warnings().len();
    }
    assert!(child.wait().unwrap().success());
    println!(
        "{} lues, {warnings} avertissements, rejets: {reasons:#?}",
        grants.len()
    );
    let rejected: u32 = reasons.values().sum();
    assert_eq!(
        grants.len() + rejected as usize,
        18_719,
        "every line is read or reported"
    );
    let counts: Vec<u32> = reasons.values().copied().collect();
    // No date of any kind; loans and guarantees, which have no amount; a line that names nobody.
    assert_eq!(counts, [7, 15, 1], "{reasons:#?}");
    assert_eq!(reader.table().encoding(), tabular::Encoding::Windows1252);
    assert_eq!(grants[0].granter, "Département de Loire-Atlantique");
    assert_eq!(grants[0].year, Some(2014));
    assert_eq!(grants[0].beneficiary_siren.unwrap().as_str(), "452474562");
    assert_eq!(grants[0].beneficiary_siret, None);
    assert_eq!(grants[0].amount_cents, Some(25_000));
    assert_eq!(grants[0].object, "", "NA is empty");
}

#[test]
fn the_valid_example_is_read_whole_and_written_back_equal() {
    let Some(path) = shared("scdl_exemple_valide.csv") else {
        return;
    };
    let mut reader = scdl::read(std::fs::File::open(path).unwrap()).unwrap();
    let grants: Vec<ScdlGrant> = reader.by_ref().map(|line| line.unwrap()).collect();
    assert_eq!(grants.len(), 29);
    assert_eq!(reader.take_warnings(), []);
    for grant in &grants {
        assert_eq!(strict_problems(grant), [], "line {}", grant.line);
    }
    let mut file = Vec::new();
    let written = scdl::write(&mut file, &grants).unwrap();
    assert_eq!((written.count, written.left_out.len()), (29, 0));
    let again: Vec<ScdlGrant> = scdl::read(file.as_slice())
        .unwrap()
        .map(|line| line.unwrap())
        .collect();
    assert_eq!(again, grants);
    assert_eq!(grants[0].amount_cents, Some(9_978_657));
    assert_eq!(grants[20].nature, Some(Nature::Both));
}
