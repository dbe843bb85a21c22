#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::path::PathBuf;

use annex::AnnexError;
use proptest::prelude::*;

/// The folder of real data, or none (said once) where it is absent.
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
fn the_besancon_annex_gives_140_grants_and_15_placeholders() {
    let Some(path) = shared("besancon_associations_jaune_plf2012.csv") else {
        return;
    };
    let reader = annex::read(std::fs::File::open(path).unwrap()).unwrap();
    assert_eq!(reader.year(), 2010);
    let (mut grants, mut rejects) = (Vec::new(), Vec::new());
    for line in reader {
        match line {
            Ok(grant) => grants.push(grant),
            Err(reject) => rejects.push(reject),
        }
    }
    assert_eq!((grants.len(), rejects.len()), (140, 15));
    assert_eq!(grants[0].siren.as_str(), "775664634");
    assert_eq!(grants[0].amount_cents, 527_288_400);
    assert_eq!(grants[0].line, 2);
    assert!(rejects.iter().all(|one| one.field == "siren" && !one.fatal));
    assert!(
        rejects
            .iter()
            .all(|one| one.reason.contains("clé de contrôle"))
    );
    let placeholders = rejects
        .iter()
        .filter(|one| one.value.starts_with("2190001"))
        .count();
    assert_eq!(
        placeholders, 12,
        "three more are plain errors of the source"
    );
    let lines: std::collections::BTreeSet<u64> = grants
        .iter()
        .map(|one| one.line)
        .chain(rejects.iter().map(|one| one.line))
        .collect();
    assert_eq!(lines, (2..=156).collect(), "every line is read or reported");
}

#[test]
fn the_year_stands_in_the_header() {
    let file = "SIREN;Nom;Total subventions État 2024 (EUR)\n775664634;CEMEA;1 234,5\n";
    let mut reader = annex::read(file.as_bytes()).unwrap();
    let grant = reader.next().unwrap().unwrap();
    assert_eq!((grant.year, grant.amount_cents), (2024, 123_450));
    assert!(reader.next().is_none());
}

#[test]
fn what_is_missing_is_named() {
    let no_year = annex::read("siren,nom,montant\n".as_bytes()).err().unwrap();
    assert!(matches!(no_year, AnnexError::NoYear));
    let no_siren = annex::read("numero,nom,total_subventions_etat_2010_eur\n".as_bytes())
        .err()
        .unwrap();
    assert!(no_siren.to_string().contains("siren"), "{no_siren}");
}

#[test]
fn bad_amounts_and_names_are_rejected_with_their_line() {
    let file = "siren,nom,total_subventions_etat_2010_eur\n775664634,,5\n\n775664634,CEMEA,beaucoup\n775664634,CEMEA,-4\n";
    let rejects: Vec<_> = annex::read(file.as_bytes())
        .unwrap()
        .map(|line| line.unwrap_err())
        .collect();
    let seen: Vec<_> = rejects
        .iter()
        .map(|one| (one.line, one.field.as_str(), one.value.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (2, "nom", ""),
            (4, "total_subventions_etat_2010_eur", "beaucoup"),
            (5, "total_subventions_etat_2010_eur", "-4"),
        ]
    );
}

proptest! {
    #[test]
    fn any_bytes_after_the_header(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
        let mut file = b"siren,nom,total_subventions_etat_2010_eur\n".to_vec();
        file.extend(bytes);
        prop_assert!(annex::read(file.as_slice()).unwrap().count() <= file.len());
    }
}
