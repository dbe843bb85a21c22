#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use demo_city::{DemoCity, generate, rna_lines};
use jiff::civil::{Date, date};
use rna::{Position, RnaAssociation, theme_of};
use scdl::{Nature, strict_problems};

const TODAY: Date = date(2026, 11, 24);

fn city() -> DemoCity {
    generate(25, TODAY)
}

#[test]
fn the_same_seed_and_day_give_the_same_city() {
    assert_eq!(city(), city());
    assert_ne!(city().associations, generate(26, TODAY).associations);
}

#[test]
fn a_thousand_valid_associations_with_names_of_their_own() {
    let city = city();
    assert_eq!(city.associations.len(), 1000);
    let names: BTreeSet<String> = city
        .associations
        .iter()
        .map(|one| tabular::fold(&one.title))
        .collect();
    assert_eq!(names.len(), 1000);
    let ids: BTreeSet<_> = city.associations.iter().map(|one| one.id).collect();
    assert_eq!(ids.len(), 1000);
    for one in &city.associations {
        let rna = one.id.rna().unwrap();
        assert!(rna.as_str().starts_with("W2519") && rna.strict_scdl());
        assert!(
            one.object.ends_with('.') && one.object.len() > 20,
            "{}",
            one.object
        );
        for text in [&one.title, &one.object] {
            assert!(!text.contains(['{', '}', '\'']), "{text}");
        }
    }
    let kinds: BTreeSet<_> = city
        .associations
        .iter()
        .map(|one| one.object1.unwrap())
        .collect();
    assert!(kinds.len() >= 40, "{} kinds of activity", kinds.len());
    let themes: BTreeSet<_> = city
        .associations
        .iter()
        .map(|one| theme_of(one.object1))
        .collect();
    assert!(themes.len() >= 12, "{themes:?}");
}

#[test]
fn lives_are_spread_and_dates_in_order() {
    let city = city();
    let limit = date(2023, 11, 24);
    let dissolved = city
        .associations
        .iter()
        .filter(|one| one.position == Position::Dissolved)
        .count();
    assert!((40..=90).contains(&dissolved), "{dissolved} dissolved");
    let asleep = city
        .associations
        .iter()
        .filter(|one| one.position == Position::Active && one.last_sign().unwrap() < limit)
        .count();
    assert!((240..=360).contains(&asleep), "{asleep} asleep");
    for one in &city.associations {
        let created = one.created.unwrap();
        assert!(
            created >= date(1905, 1, 1) && created <= one.declared.unwrap(),
            "{one:?}"
        );
        assert!(
            one.declared.unwrap() <= TODAY
                && one
                    .published
                    .is_none_or(|day| day > created && day <= TODAY)
        );
        assert!(
            one.dissolved
                .is_none_or(|day| day > created && day <= TODAY)
        );
        assert_eq!(one.dissolved.is_some(), one.position == Position::Dissolved);
    }
    let homes = city
        .associations
        .iter()
        .filter(|one| one.seat.complement.starts_with("chez "))
        .count();
    assert!((80..=170).contains(&homes), "{homes} at home");
}

#[test]
fn sirene_holds_most_of_them() {
    let city = city();
    assert!(
        (550..=780).contains(&city.units.len()),
        "{}",
        city.units.len()
    );
    assert_eq!(city.units.len(), city.establishments.len());
    let by_rna: HashMap<_, _> = city
        .associations
        .iter()
        .map(|one| (one.id.rna(), one))
        .collect();
    let mut sirens = BTreeSet::new();
    for (unit, place) in city.units.iter().zip(&city.establishments) {
        assert!(unit.siren.as_str().starts_with("0009") && unit.is_association());
        assert!(sirens.insert(unit.siren));
        assert_eq!(
            unit.siren.as_str().parse(),
            Ok(unit.siren),
            "the check digit holds"
        );
        assert_eq!(place.siret.as_str().parse(), Ok(place.siret));
        assert_eq!(
            (Some(place.siret), place.siret.siren()),
            (unit.seat, unit.siren)
        );
        let one = by_rna[&unit.rna];
        assert!(one.siret.is_none_or(|siret| siret == place.siret));
    }
    let partial = city
        .units
        .iter()
        .filter(|unit| unit.diffusion.restricted())
        .count();
    assert!((8..=50).contains(&partial), "{partial} partly shown");
    let employers = city
        .units
        .iter()
        .filter(|unit| unit.staff.range().is_some())
        .count();
    assert!((60..=260).contains(&employers), "{employers} employers");
}

#[test]
fn five_years_of_strict_grants_to_about_350() {
    let city = city();
    let mut receivers = BTreeSet::new();
    let mut years: BTreeMap<i16, i64> = BTreeMap::new();
    let mut kinds = BTreeMap::new();
    for grant in &city.grants {
        assert_eq!(strict_problems(grant), [], "{grant:?}");
        assert!(grant.convention_date.unwrap() <= TODAY);
        receivers.insert(grant.beneficiary_rna.unwrap());
        *years.entry(grant.year.unwrap()).or_default() += grant.amount_cents.unwrap();
        *kinds
            .entry(format!("{:?}", grant.nature.unwrap()))
            .or_insert(0) += 1;
        assert!(!grant.object.contains(['{', '\'']), "{}", grant.object);
    }
    println!(
        "{} grants, {} receivers, {years:?}, {kinds:?}",
        city.grants.len(),
        receivers.len()
    );
    assert!(
        (310..=350).contains(&receivers.len()),
        "{}",
        receivers.len()
    );
    assert_eq!(
        years.keys().copied().collect::<Vec<_>>(),
        [2022, 2023, 2024, 2025, 2026]
    );
    for total in years.values() {
        assert!(
            (100_000_000..=900_000_000).contains(total),
            "between 1 and 9 million euros a year: {years:?}"
        );
    }
    assert!(
        city.grants
            .iter()
            .any(|grant| grant.nature == Some(Nature::InKind))
    );
    let decisions: BTreeSet<_> = city.grants.iter().map(|grant| &grant.decision).collect();
    assert_eq!(
        decisions.len(),
        city.grants.len(),
        "each has a reference of its own"
    );
    let mut file = Vec::new();
    let written = scdl::write(&mut file, &city.grants).unwrap();
    assert_eq!(
        (written.count as usize, written.left_out.len()),
        (city.grants.len(), 0)
    );
    let again: Vec<_> = scdl::read(file.as_slice())
        .unwrap()
        .map(|line| scdl::ScdlGrant {
            line: 0,
            ..line.unwrap()
        })
        .collect();
    assert_eq!(again, city.grants);
}

#[test]
fn the_table_of_streets_finds_every_quarter() {
    let city = city();
    assert_eq!(city.quarters.len(), 24);
    assert_eq!(city.streets.len(), 240);
    let quarters = streets::Quarters::new(&city.streets);
    assert_eq!(quarters.len(), 240, "no street stands twice");
    let mut seen = BTreeSet::new();
    for one in &city.associations {
        let seat = &one.seat;
        let found = quarters
            .find(&seat.insee, &seat.street_kind, &seat.street)
            .unwrap();
        assert_eq!(Some(found), city.quarter_of(one));
        seen.insert(found.to_owned());
    }
    for unit in &city.units {
        let seat = &unit.address;
        assert!(
            quarters
                .find(&seat.insee, &seat.street_kind, &seat.street)
                .is_some(),
            "capitals are forgiven"
        );
    }
    assert!(seen.len() >= 22, "{seen:?}");
    for quarter in &city.quarters {
        assert!(
            quarter
                .key
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'-')
        );
    }
}

#[test]
fn the_register_file_reads_back_whole() {
    let city = city();
    let mut file = Vec::new();
    rna::write_waldec(&mut file, &city.associations).unwrap();
    let mut reader = rna::read(file.as_slice()).unwrap();
    let again: Vec<_> = reader
        .by_ref()
        .map(|line| RnaAssociation {
            line: 0,
            ..line.unwrap()
        })
        .collect();
    assert_eq!(again, city.associations);
    assert_eq!(reader.take_warnings(), []);
}

#[test]
fn any_day_and_seed_will_do() {
    for (seed, today) in [
        (0, date(2024, 2, 29)),
        (u64::MAX, date(2030, 1, 1)),
        (7, date(1999, 12, 31)),
    ] {
        let city = generate(seed, today);
        assert_eq!(city.associations.len(), 1000);
        assert!(
            city.grants
                .iter()
                .all(|grant| strict_problems(grant).is_empty())
        );
    }
}

#[test]
fn lines_of_a_large_register() {
    let lines: Vec<_> = rna_lines(3000, 1).collect();
    let ids: BTreeSet<_> = lines.iter().map(|one| one.id).collect();
    assert_eq!(ids.len(), 3000);
    assert_eq!(lines, rna_lines(3000, 1).collect::<Vec<_>>());
    let mut file = Vec::new();
    rna::write_waldec(&mut file, &lines).unwrap();
    let again: Vec<_> = rna::read(file.as_slice())
        .unwrap()
        .map(|line| RnaAssociation {
            line: 0,
            ..line.unwrap()
        })
        .collect();
    assert_eq!(again, lines);
    assert!(
        lines
            .iter()
            .filter(|one| one.seat.insee == demo_city::COMMUNE)
            .count()
            > 150
    );
    assert!(
        rna_lines(900_000_001, 1).take(10).count() == 10,
        "made one at a time"
    );
}

/// A download that stops anywhere: what stands before the cut is read as it was, and the cut costs one line.
#[test]
fn a_truncated_register_file() {
    let lines: Vec<_> = rna_lines(12, 3).collect();
    let mut file = Vec::new();
    rna::write_waldec(&mut file, &lines).unwrap();
    let header = file.iter().position(|byte| *byte == b'\n').unwrap();
    for end in header + 1..file.len() {
        let cut = &file[..end];
        let seen: Vec<_> = rna::read(cut).unwrap().collect();
        let whole = cut.iter().filter(|byte| **byte == b'\n').count() - 1;
        assert!(
            seen.len() == whole || seen.len() == whole + 1,
            "cut at {end}"
        );
        for (line, expected) in seen.iter().take(whole).zip(&lines) {
            let line = line.as_ref().unwrap();
            assert_eq!(
                (line.id, &line.title, line.updated),
                (expected.id, &expected.title, expected.updated)
            );
        }
    }
}
