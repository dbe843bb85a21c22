#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use jiff::civil::date;
use proptest::prelude::*;
use sirene::{Diffusion, Staff, State, read_establishments, read_units};

/// Header of `StockUniteLegale_utf8.csv`; the values are invented around a real SIREN.
const UNITS: &str = "siren,statutDiffusionUniteLegale,unitePurgeeUniteLegale,dateCreationUniteLegale,sigleUniteLegale,sexeUniteLegale,prenom1UniteLegale,prenom2UniteLegale,prenom3UniteLegale,prenom4UniteLegale,prenomUsuelUniteLegale,pseudonymeUniteLegale,identifiantAssociationUniteLegale,trancheEffectifsUniteLegale,anneeEffectifsUniteLegale,dateDernierTraitementUniteLegale,nombrePeriodesUniteLegale,categorieEntreprise,anneeCategorieEntreprise,dateDebut,etatAdministratifUniteLegale,nomUniteLegale,nomUsageUniteLegale,denominationUniteLegale,denominationUsuelle1UniteLegale,denominationUsuelle2UniteLegale,denominationUsuelle3UniteLegale,categorieJuridiqueUniteLegale,activitePrincipaleUniteLegale,nomenclatureActivitePrincipaleUniteLegale,nicSiegeUniteLegale,economieSocialeSolidaireUniteLegale,caractereEmployeurUniteLegale
775664634,O,,1937-01-01,CEMEA,,,,,,,,W251000001,21,2022,2024-03-01T09:00:00,5,PME,2022,2010-01-01,A,,,CEMEA,CEMEA FC,,,9220,94.99Z,NAFRev2,00010,O,O
775664634,P,,1937-01-01,[ND],,,,,,,,,NN,,2024-03-01T09:00:00,5,,,2019-05-06,C,,,[ND],,,,9220,94.99Z,NAFRev2,99999,,N
775664635,O,,,,,,,,,,,,,,,,,,,A,,,X,,,,,,,,,
";

#[test]
fn stock_of_legal_units() {
    let mut reader = read_units(UNITS.as_bytes()).unwrap();
    let first = reader.next().unwrap().unwrap();
    assert_eq!(
        (first.line, first.siren.as_str(), first.name.as_str()),
        (2, "775664634", "CEMEA")
    );
    assert_eq!(
        (first.acronym.as_str(), first.usual_name.as_str()),
        ("CEMEA", "CEMEA FC")
    );
    assert_eq!(first.rna.unwrap().as_str(), "W251000001");
    assert_eq!(first.staff.range(), Some((50, Some(99))));
    assert_eq!(first.social_economy, Some(true));
    assert_eq!(first.created, Some(date(1937, 1, 1)));
    assert_eq!(first.updated, Some(date(2024, 3, 1)));
    assert_eq!(
        (first.diffusion, first.state, first.ceased),
        (Diffusion::Full, State::Active, None)
    );
    assert!(first.is_association() && !first.is_natural_person());
    assert_eq!(
        first.seat.map(|seat| seat.nic().to_owned()),
        None,
        "a NIC that fails its key is dropped"
    );
    assert_eq!(reader.take_warnings()[0].field, "nicSiegeUniteLegale");
    let second = reader.next().unwrap().unwrap();
    assert_eq!(
        (second.diffusion, second.diffusion.restricted()),
        (Diffusion::Partial, true)
    );
    assert_eq!(
        (second.name.as_str(), second.acronym.as_str()),
        ("", ""),
        "[ND] is empty"
    );
    assert_eq!(
        (second.state, second.ceased),
        (State::Ceased, Some(date(2019, 5, 6)))
    );
    assert_eq!(
        (second.staff.range(), second.staff.code()),
        (None, "NN".to_owned())
    );
    let reject = reader.next().unwrap().unwrap_err();
    assert_eq!((reject.line, reject.field.as_str()), (4, "siren"));
    assert!(reader.next().is_none());
}

#[test]
fn establishments_with_their_address() {
    let file = "siren,nic,siret,statutDiffusionEtablissement,dateCreationEtablissement,trancheEffectifsEtablissement,etablissementSiege,complementAdresseEtablissement,numeroVoieEtablissement,indiceRepetitionEtablissement,typeVoieEtablissement,libelleVoieEtablissement,codePostalEtablissement,libelleCommuneEtablissement,codeCommuneEtablissement,etatAdministratifEtablissement,enseigne1Etablissement
210600045,00392,21060004500392,O,2001-02-03,03,true,HOTEL DE VILLE,1,B,RUE,DU PARC,06600,ANTIBES,06004,A,MAIRIE
210600045,00393,21060004500393,O,,,false,,,,,,,,,F,
";
    let lines: Vec<_> = read_establishments(file.as_bytes()).unwrap().collect();
    let first = lines[0].as_ref().unwrap();
    assert_eq!(first.siret.as_str(), "21060004500392");
    assert!(first.is_seat);
    assert_eq!(first.staff.range(), Some((6, Some(9))));
    assert_eq!(
        (first.address.street.as_str(), first.address.insee.as_str()),
        ("DU PARC", "06004")
    );
    assert_eq!(first.sign, "MAIRIE");
    assert_eq!(lines[1].as_ref().unwrap_err().field, "siret");
}

#[test]
fn the_short_names_of_extracts() {
    let file = "siren;siret_siege;nom;sigle;forme_juridique;activite_principale;etat_administratif;status_diffusion;tranche_effectif;economie_sociale_et_solidaire;date_creation;date_cessation;rna
210600045;210 600 045 00392;VILLE;;7210;84.11Z;C;diffusible;52;non;01/02/2003;2020-01-02;
";
    let one = read_units(file.as_bytes())
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    assert_eq!(one.seat.unwrap().nic(), "00392");
    assert_eq!(
        (one.state, one.ceased),
        (State::Ceased, Some(date(2020, 1, 2)))
    );
    assert_eq!(one.created, Some(date(2003, 2, 1)));
    assert_eq!(one.social_economy, Some(false));
    assert!(!one.is_association());
}

#[test]
fn an_unknown_diffusion_is_read_carefully() {
    assert_eq!(Diffusion::from_code("X"), Diffusion::Partial);
    assert_eq!(Diffusion::from_code("N"), Diffusion::None);
}

#[test]
fn staff_bands() {
    assert_eq!(Staff::from_code("00").range(), Some((0, Some(0))));
    assert_eq!(Staff::from_code("53").range(), Some((10_000, None)));
    assert_eq!(Staff::from_code("04").range(), None);
    assert_eq!(Staff::from_code("1").code(), "01");
}

#[test]
fn a_file_without_its_key_is_refused() {
    assert!(
        read_units("nom;x\n".as_bytes())
            .err()
            .unwrap()
            .to_string()
            .contains("siren")
    );
    assert!(
        read_establishments("siren;x\n".as_bytes())
            .err()
            .unwrap()
            .to_string()
            .contains("siret")
    );
}

proptest! {
    #[test]
    fn any_bytes_after_the_header(bytes in prop::collection::vec(any::<u8>(), 0..500), commas in any::<bool>()) {
        let mut file = UNITS.lines().next().unwrap().as_bytes().to_vec();
        file.push(b'\n');
        for byte in bytes {
            file.push(if commas && byte < 100 { b',' } else { byte });
        }
        prop_assert!(read_units(file.as_slice()).unwrap().count() <= file.len());
    }
}
