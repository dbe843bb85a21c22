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
    // The sum an independent program finds over the same lines (Python, exact decimals).
    let total: i64 = grants.iter().filter_map(|grant| grant.amount_cents).sum();
    assert_eq!(total, 55_047_755_164);
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

/// One rule of the schema broken by `value`, in words; nothing when all hold.
fn broken(field: &serde_json::Value, value: &str) -> Option<String> {
    let rules = &field["constraints"];
    if value.is_empty() {
        return (rules["required"] == true).then(|| "required".to_owned());
    }
    let kind = field["type"].as_str().unwrap();
    let number = value.parse::<f64>();
    let typed = match kind {
        "number" => number.is_ok(),
        "boolean" => ["trueValues", "falseValues"].iter().any(|list| {
            field[*list]
                .as_array()
                .unwrap()
                .iter()
                .any(|one| one == value)
        }),
        "date" => value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok(),
        _ => true,
    };
    if !typed {
        return Some(format!("not a {kind}"));
    }
    if let Some(pattern) = rules["pattern"].as_str()
        && !regex::Regex::new(&format!("^(?:{pattern})$"))
            .unwrap()
            .is_match(value)
    {
        return Some(format!("pattern {pattern}"));
    }
    if let Some(list) = rules["enum"].as_array()
        && !list.iter().any(|one| one == value)
    {
        return Some("enum".to_owned());
    }
    if let Some(longest) = rules["maxLength"].as_u64()
        && value.chars().count() as u64 > longest
    {
        return Some("maxLength".to_owned());
    }
    if let Some(least) = rules["minimum"].as_f64()
        && number.clone().unwrap() < least
    {
        return Some("minimum".to_owned());
    }
    if let Some(most) = rules["maximum"].as_f64()
        && number.unwrap() > most
    {
        return Some("maximum".to_owned());
    }
    None
}

#[test]
fn what_is_written_satisfies_the_schema_in_force() {
    let (Some(schema), Some(stress)) = (
        shared("scdl_subventions_2.1.1.schema.json"),
        shared("scdl_exemple_valide.csv"),
    ) else {
        return;
    };
    let schema: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    let fields = schema["fields"].as_array().unwrap();
    let names: Vec<&str> = fields
        .iter()
        .map(|field| field["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, scdl::HEADER);

    // The valid example, and variants of it that are spoiled at random places: only the strict ones are written.
    let mut grants: Vec<ScdlGrant> = scdl::read(std::fs::File::open(stress).unwrap())
        .unwrap()
        .flatten()
        .collect();
    let copies: Vec<ScdlGrant> = grants
        .iter()
        .enumerate()
        .map(|(place, grant)| {
            let mut grant = grant.clone();
            match place % 6 {
                0 => grant.object = "x".repeat(300),
                1 => grant.share = Some(scdl::Share(5)),
                2 => grant.payment = "2014".to_owned(),
                3 => {
                    (grant.beneficiary_siret, grant.beneficiary_rna) =
                        (None, "W9T1002867".parse().ok())
                }
                4 => grant.rae = "1234567".to_owned(),
                _ => grant.nature = None,
            }
            grant
        })
        .collect();
    grants.extend(copies);
    let mut file = Vec::new();
    let written = scdl::write(&mut file, &grants).unwrap();
    assert_eq!((written.count, written.left_out.len()), (29, 29));
    let text = String::from_utf8(file).unwrap();
    let table = tabular::Table::open(text.as_bytes(), tabular::Options::default()).unwrap();
    for row in table {
        let row = row.unwrap();
        for (place, field) in fields.iter().enumerate() {
            let value = row.at(place);
            assert_eq!(
                broken(field, value),
                None,
                "line {}: {} = {value:?}",
                row.line(),
                field["name"]
            );
        }
        for siret in ["idAttribuant", "idBeneficiaire"] {
            let value = row.get(siret);
            assert!(value.is_empty() || value.parse::<identifiers::Siret>().is_ok());
        }
        assert!(!row.get("idBeneficiaire").is_empty() || !row.get("rnaBeneficiaire").is_empty());
    }
}
