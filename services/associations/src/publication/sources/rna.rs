//! RNA files as lines of an import.

use std::fs::File;

use rna::{Position, RnaAssociation, Theme, theme_of};

use crate::publication::check::{Content, Item, Lines, Passing};
use crate::publication::stage::Change;
use crate::register::entry::RnaFacts;

/// The lines of an RNA file.
///
/// # Errors
/// When the file is not one.
pub fn lines(reader: Passing<File>) -> Result<Lines, rna::RnaError> {
    let mut records = rna::read(reader)?;
    Ok(Box::new(std::iter::from_fn(move || {
        let record = records.next()?;
        let warnings = records.take_warnings();
        Some(record.map(|association| item(association, warnings)))
    })))
}

fn item(association: RnaAssociation, warnings: Vec<tabular::Warning>) -> Item {
    let line = association.line;
    let facts = facts(association);
    Item {
        line,
        key: facts.rna.clone(),
        scope: scope(&facts.rna).to_owned(),
        warnings,
        content: Content::Body(Change::Rna(Box::new(facts))),
    }
}

/// The part of the register a number belongs to: the registry's department (`W25…` → `W25`). A file of
/// one department says nothing about the others.
#[must_use]
pub fn scope(rna: &str) -> &str {
    rna.get(..3).unwrap_or(rna)
}

/// The facts that the city keeps. Telephone and e-mail are left out: they are mostly personal.
#[must_use]
pub fn facts(association: RnaAssociation) -> RnaFacts {
    let day = |date: Option<jiff::civil::Date>| date.map(|d| d.to_string());
    let street = association.seat.street_line();
    let theme = match theme_of(association.object1) {
        Theme::Other => theme_of(association.object2),
        theme => theme,
    };
    let short = association.short_title;
    RnaFacts {
        rna: association.id.as_str().to_owned(),
        siret: association.siret.map(|s| s.as_str().to_owned()),
        short_title: if short.eq_ignore_ascii_case(&association.title) {
            String::new()
        } else {
            short
        },
        title: association.title,
        object: association.object,
        object_code: association
            .object1
            .map(|code| code.to_string())
            .unwrap_or_default(),
        theme: theme.key().to_owned(),
        address_complement: association.seat.complement,
        street,
        postcode: association.seat.postcode,
        commune_code: association.seat.insee,
        commune: association.seat.commune,
        created_on: day(association.created),
        declared_on: day(association.declared),
        published_on: day(association.published),
        dissolved_on: day(association.dissolved),
        position: match association.position {
            Position::Active => "A",
            Position::Dissolved => "D",
            Position::TakenOver => "R",
            Position::StruckOff => "S",
            Position::Unknown => "",
        }
        .to_owned(),
        nature: association.nature.code().to_owned(),
        grouping: association.grouping.code().to_owned(),
        website: if association.publish_website {
            association.website
        } else {
            String::new()
        },
        gone_on: None,
    }
}
