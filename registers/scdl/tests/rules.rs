#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use identifiers::{Rna, Siren, Siret};
use jiff::civil::date;
use proptest::prelude::*;
use scdl::{HEADER, Nature, ScdlGrant, Share, payment_period, strict_problems};

fn siret(body: u32) -> Siret {
    Siret::from_parts(Siren::from_body(body), 1)
}

fn strict() -> ScdlGrant {
    ScdlGrant {
        granter: "Ville".to_owned(),
        granter_siret: Some(siret(90_000)),
        granter_siren: Some(siret(90_000).siren()),
        convention_date: Some(date(2024, 3, 12)),
        year: Some(2024),
        decision: "2024-31".to_owned(),
        beneficiary: "Les Jardins de la Passerelle".to_owned(),
        beneficiary_siret: Some(siret(90_001)),
        beneficiary_siren: Some(siret(90_001).siren()),
        beneficiary_rna: Some(Rna::from_parts(251, 900_001)),
        object: "Jardin partagé, \"phase 2\"".to_owned(),
        amount_cents: Some(123_456),
        nature: Some(Nature::Both),
        conditions: "échelonné".to_owned(),
        payment: "2024-04-01/2024-09-01".to_owned(),
        eu_notified: Some(false),
        share: Some(Share(450_000)),
        ..ScdlGrant::default()
    }
}

/// What a file that a city may bring looks like at its worst.
const WILD: &str = "Nom de l'Attribuant;IDATTRIBUANT;\"Date Convention\";nom_beneficiaire;idBeneficiaire;RNA bénéficiaire;Objet;Montant attribué;Nature;pourcentageSubvention;notificationUE
Ville;210600045;2014;Club A;775664634;;NA;1 500,00 €;Numéraire;100 %;Non
Ville;21060004500392;12/03/2014;Club B;7,86E+13;W251000001;Rugby;250.0;aide en nature;97.38;peut-être
Ville;;;Club C;;;;100;;;
Ville;;31/02/2014;Club D;;;;100;;;
Ville;;2014;;NA;;;100;;;
Ville;;2014;Club E;;;;beaucoup;;;
Ville;;2014;Club F;;;;;;;
Ville;;2014.0;Club G;;W9T1002867;;;en nature;;
";

#[test]
fn the_tolerant_reader() {
    let mut reader = scdl::read(WILD.as_bytes()).unwrap();
    let (mut grants, mut rejects) = (Vec::new(), Vec::new());
    for line in reader.by_ref() {
        match line {
            Ok(grant) => grants.push(grant),
            Err(reject) => rejects.push((reject.line, reject.field, reject.value)),
        }
    }
    let a = &grants[0];
    assert_eq!((a.line, a.year, a.convention_date), (2, Some(2014), None));
    assert_eq!(
        (a.granter_siret, a.granter_siren.unwrap().as_str()),
        (None, "210600045")
    );
    assert_eq!(
        (a.beneficiary_siret, a.beneficiary_siren.unwrap().as_str()),
        (None, "775664634")
    );
    assert_eq!(
        (a.amount_cents, a.nature, a.share),
        (Some(150_000), Some(Nature::Money), Some(Share::WHOLE))
    );
    assert_eq!((a.object.as_str(), a.eu_notified), ("", Some(false)));
    let b = &grants[1];
    assert_eq!(
        (b.convention_date, b.year),
        (Some(date(2014, 3, 12)), Some(2014))
    );
    assert_eq!(
        (b.beneficiary_siret, b.beneficiary_rna.unwrap().as_str()),
        (None, "W251000001")
    );
    assert_eq!(
        (b.share, b.eu_notified, b.nature),
        (None, None, Some(Nature::InKind))
    );
    let g = &grants[2];
    assert_eq!(
        (g.line, g.amount_cents, g.nature),
        (9, None, Some(Nature::InKind))
    );
    let named = |line, field: &str, value: &str| (line, field.to_owned(), value.to_owned());
    assert_eq!(
        rejects,
        [
            named(4, "Date Convention", ""),
            named(5, "Date Convention", "31/02/2014"),
            named(6, "nom_beneficiaire", ""),
            named(7, "Montant attribué", "beaucoup"),
            named(8, "Montant attribué", ""),
        ]
    );
    let warned: Vec<_> = reader
        .take_warnings()
        .into_iter()
        .map(|one| (one.line, one.field))
        .collect();
    assert!(warned.contains(&(3, "idBeneficiaire".to_owned())));
    assert!(warned.contains(&(3, "pourcentageSubvention".to_owned())));
    assert!(warned.contains(&(9, "RNA bénéficiaire".to_owned())));
}

#[test]
fn a_city_that_publishes_few_columns() {
    let file =
        "annee,droit,type,beneficiaire,montant,nature,id\n2012,x,y,Harmonie,0,aide en nature,7\n";
    let grant = scdl::read(file.as_bytes())
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    assert_eq!(
        (grant.year, grant.beneficiary.as_str(), grant.amount_cents),
        (Some(2012), "Harmonie", Some(0))
    );
    let error = scdl::read("nom,somme\n".as_bytes())
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("montant"), "{error}");
}

#[test]
fn each_rule_names_its_field() {
    assert_eq!(strict_problems(&strict()), []);
    let overseas: Rna = "W9T1002867".parse().unwrap();
    type Spoil = Box<dyn Fn(&mut ScdlGrant)>;
    let cases: Vec<(&str, Spoil)> = vec![
        ("nomAttribuant", Box::new(|g| g.granter.clear())),
        ("idAttribuant", Box::new(|g| g.granter_siret = None)),
        ("dateConvention", Box::new(|g| g.convention_date = None)),
        ("nomBeneficiaire", Box::new(|g| g.beneficiary.clear())),
        (
            "idBeneficiaire",
            Box::new(|g| (g.beneficiary_siret, g.beneficiary_rna) = (None, None)),
        ),
        (
            "rnaBeneficiaire",
            Box::new(move |g| (g.beneficiary_siret, g.beneficiary_rna) = (None, Some(overseas))),
        ),
        ("objet", Box::new(|g| g.object.clear())),
        ("objet", Box::new(|g| g.object = "é".repeat(257))),
        ("montant", Box::new(|g| g.amount_cents = None)),
        ("nature", Box::new(|g| g.nature = None)),
        ("conditionsVersement", Box::new(|g| g.conditions.clear())),
        (
            "conditionsVersement",
            Box::new(|g| g.conditions = "x".repeat(257)),
        ),
        (
            "datesPeriodeVersement",
            Box::new(|g| g.payment = "2024".to_owned()),
        ),
        (
            "datesPeriodeVersement",
            Box::new(|g| g.payment = "2024-01-01/".to_owned()),
        ),
        ("idRAE", Box::new(|g| g.rae = "123456".to_owned())),
        ("notificationUE", Box::new(|g| g.eu_notified = None)),
        ("pourcentageSubvention", Box::new(|g| g.share = None)),
        (
            "pourcentageSubvention",
            Box::new(|g| g.share = Some(Share(9_999))),
        ),
        (
            "pourcentageSubvention",
            Box::new(|g| g.share = Some(Share(1_000_001))),
        ),
    ];
    for (field, spoil) in cases {
        let mut grant = strict();
        spoil(&mut grant);
        let fields: Vec<_> = strict_problems(&grant)
            .into_iter()
            .map(|one| one.field)
            .collect();
        assert_eq!(fields, [field]);
        let written = scdl::write(Vec::new(), [&grant]).unwrap();
        assert_eq!((written.count, written.left_out[0].place), (0, 0));
    }
    let mut grant = strict();
    grant.beneficiary_rna = Some(overseas);
    assert_eq!(
        strict_problems(&grant),
        [],
        "the SIRET names it; the number is dropped from the file"
    );
}

#[test]
fn the_file_as_it_stands_in_the_documentation() {
    let mut file = Vec::new();
    scdl::write(&mut file, [strict()]).unwrap();
    assert_eq!(
        String::from_utf8(file).unwrap(),
        format!(
            "{}\nVille,00090000100017,2024-03-12,2024-31,Les Jardins de la Passerelle,00090001900019,W251900001,\"Jardin partagé, \"\"phase 2\"\"\",1234.56,aide en numéraire;aide en nature,échelonné,2024-04-01/2024-09-01,,non,0.45,\n",
            HEADER.join(",")
        )
    );
}

#[test]
fn shares_and_periods() {
    let mut grant = strict();
    assert_eq!(grant.received_cents(), Some(55_555));
    grant.share = None;
    assert_eq!(grant.received_cents(), Some(123_456));
    for (text, millionths) in [
        ("1", 1_000_000),
        ("0,45", 450_000),
        (".5", 500_000),
        ("45 %", 450_000),
        ("0.3333333", 333_333),
    ] {
        assert_eq!(Share::parse(text), Some(Share(millionths)), "{text}");
    }
    for bad in ["", ".", "un", "-1", "1e3", "99999999999999999999"] {
        assert_eq!(Share::parse(bad), None, "{bad}");
    }
    assert_eq!(Share(450_000).to_decimal(), "0.45");
    assert_eq!(Share::WHOLE.to_decimal(), "1");
    assert_eq!(
        payment_period("2019-10-01_2021-12-31"),
        Some((date(2019, 10, 1), Some(date(2021, 12, 31))))
    );
    assert_eq!(
        payment_period("2019-10-01"),
        Some((date(2019, 10, 1), None))
    );
    assert_eq!(
        payment_period("2017-03-02/2017-30-05"),
        None,
        "the valid example of the schema has such a period"
    );
}

fn wild_grant() -> impl Strategy<Value = ScdlGrant> {
    let text = || "[a-zA-Zé,;\"’ ]{0,30}".prop_map(|text| tabular::tidy(&text).into_owned());
    let names = (text(), text(), text(), text(), text());
    let numbers = (
        prop::option::of(1u32..99_999_999),
        prop::option::of(0u32..999_999),
        any::<u32>(),
        0u64..1_100_000,
    );
    let flags = (any::<[bool; 4]>(), 1900i16..2200, 1i8..13, 1i8..29);
    (names, numbers, flags).prop_map(
        |(
            (granter, name, object, conditions, decision),
            (body, rna, cents, share),
            (flags, y, m, d),
        )| {
            let beneficiary_siret = body.map(siret);
            let whole = date(y, m, d);
            ScdlGrant {
                granter,
                granter_siret: flags[0].then(|| siret(7)),
                granter_siren: flags[0].then(|| siret(7).siren()),
                convention_date: Some(whole),
                year: Some(y),
                decision,
                beneficiary: name,
                beneficiary_siret,
                beneficiary_siren: beneficiary_siret.map(|one| one.siren()),
                beneficiary_rna: rna.map(|number| Rna::from_parts(251, number)),
                object,
                amount_cents: Some(i64::from(cents)),
                nature: Some(if flags[1] {
                    Nature::Money
                } else {
                    Nature::Both
                }),
                conditions,
                payment: whole.to_string(),
                eu_notified: Some(flags[2]),
                share: Some(Share(share)),
                ..ScdlGrant::default()
            }
        },
    )
}

proptest! {
    #[test]
    fn what_is_strict_is_written_and_read_back_equal(grants in prop::collection::vec(wild_grant(), 0..12)) {
        let mut file = Vec::new();
        let written = scdl::write(&mut file, &grants).unwrap();
        let kept: Vec<ScdlGrant> = grants.into_iter().filter(|grant| strict_problems(grant).is_empty()).collect();
        prop_assert_eq!(written.count as usize, kept.len());
        let again: Vec<ScdlGrant> = scdl::read(file.as_slice())
            .unwrap()
            .map(|line| ScdlGrant { line: 0, ..line.unwrap() })
            .collect();
        prop_assert_eq!(again, kept);
    }

    #[test]
    fn any_bytes_after_the_header(bytes in prop::collection::vec(any::<u8>(), 0..600), commas in any::<bool>()) {
        let mut file = HEADER.join(",").into_bytes();
        file.push(b'\n');
        for byte in bytes {
            file.push(if commas && byte < 100 { b',' } else { byte });
        }
        prop_assert!(scdl::read(file.as_slice()).unwrap().count() <= file.len());
    }

    #[test]
    fn any_cells(cells in prop::collection::vec(prop::collection::vec("[-0-9NAé,./% ]{0,16}", 16), 0..6)) {
        let mut out = tabular::CsvWriter::new(Vec::new(), b',');
        out.record(HEADER).unwrap();
        for row in &cells {
            out.record(row.iter().map(String::as_str)).unwrap();
        }
        let file = out.finish().unwrap();
        for grant in scdl::read(file.as_slice()).unwrap().flatten() {
            let _ = (strict_problems(&grant), grant.received_cents());
        }
    }
}
