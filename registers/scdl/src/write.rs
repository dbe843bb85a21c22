use std::borrow::Borrow;
use std::io::{self, Write};

use tabular::{CsvWriter, write_cents};

use crate::{Problem, ScdlGrant, strict_problems};

/// The header of a 2.1.1 file, 16 columns in order.
pub const HEADER: [&str; 16] = [
    "nomAttribuant",
    "idAttribuant",
    "dateConvention",
    "referenceDecision",
    "nomBeneficiaire",
    "idBeneficiaire",
    "rnaBeneficiaire",
    "objet",
    "montant",
    "nature",
    "conditionsVersement",
    "datesPeriodeVersement",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
    "dispositifAide",
];

/// What was written and what was not.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many grants stand in the file.
    pub count: u64,
    /// The grants that the schema does not allow, with the reasons.
    pub left_out: Vec<LeftOut>,
}

/// One grant that was not written.
#[derive(Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its place among the grants given, from 0.
    pub place: u64,
    /// Why.
    pub problems: Vec<Problem>,
}

/// Writes a valid 2.1.1 file: UTF-8, comma, decimal point. Grants with [`strict_problems`] are left out and reported.
/// Keeping natural persons out is the caller's duty: the register cannot tell them.
///
/// # Errors
/// When writing fails.
pub fn write<W: Write, G: Borrow<ScdlGrant>>(
    out: W,
    grants: impl IntoIterator<Item = G>,
) -> io::Result<Written> {
    let mut out = CsvWriter::new(out, b',');
    out.record(HEADER)?;
    let mut written = Written::default();
    for (place, grant) in grants.into_iter().enumerate() {
        let grant = grant.borrow();
        let problems = strict_problems(grant);
        if problems.is_empty() {
            write_one(&mut out, grant)?;
            written.count += 1;
        } else {
            written.left_out.push(LeftOut {
                place: place as u64,
                problems,
            });
        }
    }
    out.finish()?.flush()?;
    Ok(written)
}

fn write_one<W: Write>(out: &mut CsvWriter<W>, grant: &ScdlGrant) -> io::Result<()> {
    let date = grant
        .convention_date
        .map(|date| date.to_string())
        .unwrap_or_default();
    let amount = grant.amount_cents.map(write_cents).unwrap_or_default();
    let share = grant
        .share
        .map(crate::Share::to_decimal)
        .unwrap_or_default();
    // A valid overseas number the schema refuses is dropped where a SIRET names the beneficiary all the same.
    let rna = grant
        .beneficiary_rna
        .as_ref()
        .filter(|rna| rna.strict_scdl());
    out.record([
        grant.granter.as_str(),
        grant
            .granter_siret
            .as_ref()
            .map_or("", |siret| siret.as_str()),
        &date,
        &grant.decision,
        &grant.beneficiary,
        grant
            .beneficiary_siret
            .as_ref()
            .map_or("", |siret| siret.as_str()),
        rna.map_or("", |rna| rna.as_str()),
        &grant.object,
        &amount,
        grant.nature.map_or("", |nature| nature.label()),
        &grant.conditions,
        &grant.payment,
        &grant.rae,
        match grant.eu_notified {
            Some(true) => "oui",
            Some(false) => "non",
            None => "",
        },
        &share,
        &grant.scheme,
    ])
}
