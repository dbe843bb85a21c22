use std::borrow::Borrow;
use std::io::{self, Write};

use jiff::civil::Date;
use tabular::CsvWriter;

use crate::RnaAssociation;

/// The header of the `rna_waldec` files in force, 39 columns in order.
pub const WALDEC_HEADER: [&str; 39] = [
    "id",
    "id_ex",
    "siret",
    "rup_mi",
    "gestion",
    "date_creat",
    "date_decla",
    "date_publi",
    "date_disso",
    "nature",
    "groupement",
    "titre",
    "titre_court",
    "objet",
    "objet_social1",
    "objet_social2",
    "adrs_complement",
    "adrs_numvoie",
    "adrs_repetition",
    "adrs_typevoie",
    "adrs_libvoie",
    "adrs_distrib",
    "adrs_codeinsee",
    "adrs_codepostal",
    "adrs_libcommune",
    "adrg_declarant",
    "adrg_complemid",
    "adrg_complemgeo",
    "adrg_libvoie",
    "adrg_distrib",
    "adrg_codepostal",
    "adrg_achemine",
    "adrg_pays",
    "dir_civilite",
    "siteweb",
    "publiweb",
    "observation",
    "position",
    "maj_time",
];

/// Writes associations as an `rna_waldec` file: 39 columns, `;`, UTF-8. Gives back how many were written. Telephone,
/// e-mail and the free lines of import files have no column there.
///
/// # Errors
/// When writing fails.
pub fn write_waldec<W: Write, A: Borrow<RnaAssociation>>(
    out: W,
    records: impl IntoIterator<Item = A>,
) -> io::Result<u64> {
    let mut out = CsvWriter::new(out, b';');
    out.record(WALDEC_HEADER)?;
    let mut count = 0;
    for record in records {
        write_one(&mut out, record.borrow())?;
        count += 1;
    }
    out.finish()?.flush()?;
    Ok(count)
}

fn write_one<W: Write>(out: &mut CsvWriter<W>, one: &RnaAssociation) -> io::Result<()> {
    let dates = [one.created, one.declared, one.published, one.dissolved].map(date);
    let objects = [one.object1, one.object2]
        .map(|code| code.map_or_else(|| "000000".to_owned(), |code| code.to_string()));
    let updated = one.updated.map_or_else(String::new, |at| {
        at.strftime("%Y-%m-%d %H:%M:%S").to_string()
    });
    let [created, declared, published, dissolved] = &dates;
    let [object1, object2] = &objects;
    let (seat, mail) = (&one.seat, &one.management);
    out.record([
        one.id.as_str(),
        &one.old_id,
        one.siret.as_ref().map_or("", |siret| siret.as_str()),
        &one.public_utility,
        &one.office,
        created,
        declared,
        published,
        dissolved,
        one.nature.code(),
        one.grouping.code(),
        &one.title,
        &one.short_title,
        &one.object,
        object1,
        object2,
        &seat.complement,
        &seat.number,
        &seat.repetition,
        &seat.street_kind,
        &seat.street,
        underscored(&seat.distribution),
        &seat.insee,
        &seat.postcode,
        &seat.commune,
        &mail.declarant,
        &mail.identity,
        &mail.place,
        &mail.street,
        &mail.distribution,
        &mail.postcode,
        &mail.town,
        &mail.country,
        one.kind.code(),
        &one.website,
        if one.publish_website { "1" } else { "0" },
        &one.observation,
        one.position.code(),
        &updated,
    ])
}

fn date(date: Option<Date>) -> String {
    date.map_or_else(|| "0001-01-01".to_owned(), |date| date.to_string())
}

fn underscored(text: &str) -> &str {
    if text.is_empty() { "_" } else { text }
}
