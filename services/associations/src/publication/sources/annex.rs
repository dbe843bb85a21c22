//! The State's budget annex: who received what in one year.

use std::fs::File;

use crate::grants::model::GrantFacts;
use crate::publication::check::{Content, Item, Lines, Passing};
use crate::publication::sources::grants;
use crate::register::entry::ListedFacts;

/// Whose money the annex lists.
const STATE: &str = "État";

/// The lines of a budget annex.
///
/// # Errors
/// When the file is not one.
pub fn lines(reader: Passing<File>, file_name: &str) -> Result<Lines, annex::AnnexError> {
    let mut records = annex::read(reader)?;
    let source = file_name.to_owned();
    Ok(Box::new(std::iter::from_fn(move || {
        let record = records.next()?;
        Some(record.map(|line| item(&line, &source)))
    })))
}

fn item(line: &annex::StateGrant, source: &str) -> Item {
    let siren = line.siren.as_str().to_owned();
    let facts = GrantFacts {
        grantor: STATE.to_owned(),
        year: line.year,
        beneficiary: line.name.clone(),
        siren: Some(siren.clone()),
        cents: line.amount_cents,
        in_money: true,
        source: source.to_owned(),
        ..GrantFacts::default()
    };
    let listed = ListedFacts {
        siren: Some(siren.clone()),
        rna: None,
        name: line.name.clone(),
        source: source.to_owned(),
        year: line.year,
        in_city: true,
    };
    Item {
        line: line.line,
        key: siren,
        scope: grants::scope(&facts),
        warnings: Vec::new(),
        content: Content::Grant(Box::new(facts), Some(Box::new(listed))),
    }
}
