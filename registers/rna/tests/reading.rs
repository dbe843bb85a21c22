#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::path::PathBuf;

use jiff::civil::{date, datetime};
use proptest::prelude::*;
use rna::{
    Kind, Nature, Position, RnaAssociation, RnaId, SocialObject, Theme, WALDEC_HEADER,
    family_label, theme_of, write_waldec,
};

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
fn the_real_41_column_sample() {
    let Some(path) = shared("rna_sample_waldec.csv") else {
        return;
    };
    let mut reader = rna::read(std::fs::File::open(path).unwrap()).unwrap();
    let all: Vec<RnaAssociation> = reader.by_ref().map(|line| line.unwrap()).collect();
    assert_eq!(all.len(), 3);
    assert_eq!(reader.take_warnings(), []);
    let first = &all[0];
    assert_eq!(
        (first.line, first.id.as_str(), first.title.as_str()),
        (2, "W632007046", "BLACK OWL")
    );
    assert_eq!(first.office, "632P");
    assert_eq!(first.created, Some(date(2014, 6, 17)));
    assert_eq!(first.declared, Some(date(2015, 1, 21)));
    assert_eq!(first.dissolved, Some(date(2015, 1, 20)));
    assert_eq!(first.last_sign(), Some(date(2015, 1, 21)));
    assert_eq!(
        (first.nature, first.position, first.kind),
        (Nature::Declared, Position::Dissolved, Kind::Natural)
    );
    assert_eq!(first.object1, SocialObject::new(6030));
    assert_eq!(first.object2, None, "000000 is none");
    assert_eq!(first.seat.street_line(), "35 RUE Pascal");
    assert_eq!(first.seat.distribution, "", "_ is empty");
    assert_eq!(
        (first.seat.insee.as_str(), first.seat.postcode.as_str()),
        ("63113", "63000")
    );
    assert_eq!(first.management.town, "CLERMONT-FERRAND");
    assert_eq!(first.updated, Some(datetime(2015, 2, 9, 12, 51, 34, 0)));
    assert!(
        first.object.contains("\"psychdlique\""),
        "quotes are resolved"
    );
    assert_eq!(all[1].published, None, "0001-01-01 is none");
    assert_eq!(all[1].old_id, "2/08825");
    assert!(all[1].publish_website);
}

/// The rows of the import sample of etalab/rna_as_api, shortened.
const IMPORT: &str = "id;id_ex;siret;gestion;date_creat;date_publi;nature;groupement;titre;objet;objet_social1;objet_social2;adr1;adr2;adr3;adrs_codepostal;libcom;adrs_codeinsee;dir_civilite;telephone;siteweb;email;observation;position;rup_mi;maj_time
751P00085568;00085568;\"\";751P;1988-04-15;0001-01-01;D;S;INDIGO;musique;006030;000000;\"\";10        BD  Brune;\"\";75014;PARIS;75114;PM;\"\";\"\";\"\";W751085568;R;\"\";2013-07-10 07:33:24
";

#[test]
fn an_import_file_keeps_old_numbers_and_says_who_took_over() {
    let one = rna::read(IMPORT.as_bytes())
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    assert!(matches!(one.id, RnaId::Old(_)));
    assert_eq!(one.id.as_str(), "751P00085568");
    assert_eq!(one.id.rna(), None);
    assert_eq!(one.position, Position::TakenOver);
    assert_eq!(one.taken_over_as.unwrap().as_str(), "W751085568");
    assert_eq!(one.seat.street_line(), "10 BD Brune");
    assert_eq!(one.seat.commune, "PARIS");
}

#[test]
fn what_is_rejected_and_what_is_only_warned_about() {
    let file = "id;titre;siret;date_creat;maj_time;objet_social1
W25;Nom;;;;
W251000001; ;;;;
W251000002;Nom;;2014-02-30;;
W251000003;Nom;;17 juin;;
W251000004;Nom;;;2014-06-17 25:00:00;
W251000005;Nom;12345678901234;0216-01-01;1900-01-01;abc
W9T1002867;Nom;;;;006030
";
    let mut reader = rna::read(file.as_bytes()).unwrap();
    let mut seen = Vec::new();
    for line in reader.by_ref() {
        seen.push(match line {
            Ok(one) => (one.line, "lu".to_owned()),
            Err(reject) => (
                reject.line,
                format!("{} « {} »", reject.field, reject.value),
            ),
        });
    }
    let expected = [
        (2, "id « W25 »"),
        (3, "titre «  »"),
        (4, "date_creat « 2014-02-30 »"),
        (5, "date_creat « 17 juin »"),
        (6, "lu"),
        (7, "lu"),
        (8, "lu"),
    ];
    assert_eq!(seen, expected.map(|(line, what)| (line, what.to_owned())));
    let warnings: Vec<_> = reader
        .take_warnings()
        .into_iter()
        .map(|one| (one.line, one.field, one.value))
        .collect();
    let expected = [
        (7, "siret", "12345678901234"),
        (7, "date_creat", "0216-01-01"),
        (7, "objet_social1", "abc"),
        (8, "id", "W9T1002867"),
    ];
    assert_eq!(warnings.len(), expected.len());
    for one in expected {
        assert!(
            warnings
                .iter()
                .any(|(line, field, value)| (*line, field.as_str(), value.as_str()) == one),
            "{one:?} in {warnings:?}"
        );
    }
}

#[test]
fn missing_columns_are_named() {
    let error = rna::read("numero;objet\n".as_bytes())
        .err()
        .unwrap()
        .to_string();
    assert_eq!(
        error,
        "il manque des colonnes\u{a0}: id, titre. Colonnes trouvées\u{a0}: numero, objet"
    );
}

#[test]
fn the_39_columns_are_those_of_the_register() {
    let mut out = Vec::new();
    assert_eq!(
        write_waldec(&mut out, std::iter::empty::<RnaAssociation>()).unwrap(),
        0
    );
    let header = String::from_utf8(out).unwrap();
    assert!(header.starts_with("id;id_ex;siret;rup_mi;gestion;date_creat;date_decla;date_publi;date_disso;nature;groupement;titre;"));
    assert!(header.ends_with("dir_civilite;siteweb;publiweb;observation;position;maj_time\n"));
    assert_eq!(WALDEC_HEADER.len(), 39);
}

#[test]
fn themes() {
    let theme = |number| theme_of(SocialObject::new(number));
    assert_eq!(theme(6030), Theme::Culture);
    assert_eq!(theme(11_075), Theme::Sport);
    assert_eq!(theme(22_510), Theme::Economy);
    assert_eq!(theme(8000), Theme::Other, "no family 008");
    assert_eq!(theme_of(None), Theme::Other);
    assert_eq!(
        family_label(SocialObject::new(24_045).unwrap()),
        Some("environnement, cadre de vie")
    );
    for one in Theme::ALL {
        assert_eq!(Theme::from_key(one.key()), Some(one));
    }
}

fn texts() -> impl Strategy<Value = String> {
    "[a-zA-Zé’\"; ]{0,12}".prop_map(|text| tabular::tidy(&text).into_owned())
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        number in 1u32..999_999,
        title in texts(),
        object in texts(),
        note in texts(),
        street in texts(),
        days in prop::option::of((1902i16..2100, 1i8..13, 1i8..29)),
        code in prop::option::of(1u32..999_999),
        siren in prop::option::of(1u32..99_999_999),
    ) {
        prop_assume!(!title.is_empty() && street != "_");
        let mut one = RnaAssociation::new(RnaId::Rna(identifiers::Rna::from_parts(251, number)), title);
        one.object = object;
        one.observation = note;
        one.seat.street = street.clone();
        one.seat.distribution = street;
        one.created = days.map(|(y, m, d)| date(y, m, d));
        one.updated = days.map(|(y, m, d)| datetime(y, m, d, 1, 2, 3, 0));
        one.object1 = code.and_then(SocialObject::new);
        one.siret = siren.map(|body| identifiers::Siret::from_parts(identifiers::Siren::from_body(body), 1));
        let mut file = Vec::new();
        write_waldec(&mut file, [&one]).unwrap();
        let read = rna::read(file.as_slice()).unwrap().next().unwrap().unwrap();
        one.line = 2;
        prop_assert_eq!(read, one);
    }

    #[test]
    fn any_bytes_after_the_header(bytes in prop::collection::vec(any::<u8>(), 0..600), semicolons in any::<bool>()) {
        let mut file = WALDEC_HEADER.join(";").into_bytes();
        file.push(b'\n');
        for byte in bytes {
            file.push(if semicolons && byte < 90 { b';' } else { byte });
        }
        let mut reader = rna::read(file.as_slice()).unwrap();
        let count = reader.by_ref().count();
        prop_assert!(count <= file.len());
    }

    #[test]
    fn any_cells(cells in prop::collection::vec(prop::collection::vec("[-0-9A-Z/: ]{0,20}", 39), 0..4)) {
        let mut out = tabular::CsvWriter::new(Vec::new(), b';');
        out.record(WALDEC_HEADER).unwrap();
        for row in &cells {
            out.record(row.iter().map(String::as_str)).unwrap();
        }
        let file = out.finish().unwrap();
        prop_assert!(rna::read(file.as_slice()).unwrap().count() <= cells.len());
    }
}
