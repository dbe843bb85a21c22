//! Sirene files as lines of an import.

use std::fs::File;

use sirene::{SireneUnit, State};

use crate::publication::check::{Content, Item, Lines, Passing};
use crate::publication::stage::Change;
use crate::register::entry::SireneFacts;

/// The lines of a Sirene file.
///
/// # Errors
/// When the file is not one.
pub fn lines(reader: Passing<File>) -> Result<Lines, sirene::SireneError> {
    let mut records = sirene::read_units(reader)?;
    Ok(Box::new(std::iter::from_fn(move || {
        let record = records.next()?;
        let warnings = records.take_warnings();
        Some(record.map(|unit| item(unit, warnings)))
    })))
}

fn item(unit: SireneUnit, warnings: Vec<tabular::Warning>) -> Item {
    let line = unit.line;
    let facts = facts(unit);
    // Legal forms 92xx are associations (INSEE, catégories juridiques, niveau II); others interest the
    // register only when it knows the body already, for instance from a list of public money.
    let known_only = !facts.legal_form.starts_with("92");
    // A line without a name and a legal form is no legal unit: a file of establishments has only such lines, and
    // must not empty what the register knows.
    if facts.name.is_empty() && facts.legal_form.is_empty() {
        return Item {
            line,
            key: String::new(),
            scope: String::new(),
            warnings,
            content: Content::Ignored,
        };
    }
    Item {
        line,
        key: facts.siren.clone(),
        scope: facts.commune_code.clone(),
        warnings,
        content: Content::Body(Change::Sirene {
            facts: Box::new(facts),
            known_only,
        }),
    }
}

/// The facts that the city keeps.
#[must_use]
pub fn facts(unit: SireneUnit) -> SireneFacts {
    let day = |date: Option<jiff::civil::Date>| date.map(|d| d.to_string());
    let address = &unit.address;
    let street = [
        &address.number,
        &address.repetition,
        &address.street_kind,
        &address.street,
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .map(String::as_str)
    .collect::<Vec<_>>()
    .join(" ");
    let band = unit.staff.range();
    SireneFacts {
        siren: unit.siren.as_str().to_owned(),
        siret: unit.seat.map(|siret| siret.as_str().to_owned()),
        rna: unit.rna.map(|rna| rna.as_str().to_owned()),
        name: if unit.name.is_empty() {
            unit.usual_name
        } else {
            unit.name
        },
        acronym: unit.acronym,
        legal_form: unit.legal_category,
        activity: unit.activity.code,
        active: unit.state != State::Ceased,
        restricted: unit.diffusion.restricted(),
        employees_from: band.map(|(from, _)| from),
        employees_to: band.and_then(|(_, to)| to),
        social_economy: unit.social_economy,
        street,
        postcode: unit.address.postcode,
        commune_code: unit.address.insee,
        commune: unit.address.commune,
        created_on: day(unit.created),
        updated_on: day(unit.updated),
        closed_on: day(unit.ceased),
        gone_on: None,
    }
}
