use std::borrow::Borrow;
use std::io::{self, Write};

use jiff::civil::Date;
use tabular::CsvWriter;

use crate::SireneUnit;

/// The header that [`write_units`] writes: the short names of extracts.
pub const UNIT_HEADER: [&str; 25] = [
    "siren",
    "siret_siege",
    "status_diffusion",
    "nom",
    "sigle",
    "forme_juridique",
    "activite_principale",
    "nomenclatureActivitePrincipaleUniteLegale",
    "etat_administratif",
    "tranche_effectif",
    "economie_sociale_et_solidaire",
    "rna",
    "date_creation",
    "date_cessation",
    "date_mise_a_jour",
    "complement_adresse",
    "numero_voie",
    "indice_repetition",
    "type_voie",
    "libelle_voie",
    "distribution_speciale",
    "code_postal",
    "code_commune",
    "libelle_commune",
    "denominationUsuelle1UniteLegale",
];

/// Writes legal units as an extract: UTF-8, comma, [`UNIT_HEADER`]. Blanks nothing: a public export of units under
/// partial diffusion is the caller's to prune. Gives back how many were written.
///
/// # Errors
/// When writing fails.
pub fn write_units<W: Write, U: Borrow<SireneUnit>>(
    out: W,
    units: impl IntoIterator<Item = U>,
) -> io::Result<u64> {
    let mut out = CsvWriter::new(out, b',');
    out.record(UNIT_HEADER)?;
    let mut count = 0;
    for unit in units {
        let unit = unit.borrow();
        let staff = unit.staff.code();
        let [created, ceased, updated] = [unit.created, unit.ceased, unit.updated].map(date);
        let seat = &unit.address;
        out.record([
            unit.siren.as_str(),
            unit.seat.as_ref().map_or("", |siret| siret.as_str()),
            unit.diffusion.code(),
            &unit.name,
            &unit.acronym,
            &unit.legal_category,
            &unit.activity.code,
            &unit.activity.nomenclature,
            unit.state.code(),
            &staff,
            match unit.social_economy {
                Some(true) => "O",
                Some(false) => "N",
                None => "",
            },
            unit.rna.as_ref().map_or("", |rna| rna.as_str()),
            &created,
            &ceased,
            &updated,
            &seat.complement,
            &seat.number,
            &seat.repetition,
            &seat.street_kind,
            &seat.street,
            &seat.distribution,
            &seat.postcode,
            &seat.insee,
            &seat.commune,
            &unit.usual_name,
        ])?;
        count += 1;
    }
    out.finish()?.flush()?;
    Ok(count)
}

fn date(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}
