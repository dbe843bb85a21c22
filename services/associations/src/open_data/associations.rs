//! The register as a file. Columns: `docs/formats/export-associations.md`.

use std::io::Write;

use ::door::House;
use serde::Serialize;
use tabular::CsvWriter;
use values::Cents;

use crate::open_data::ExportError;
use crate::open_data::files::Out;
use crate::open_data::grants::io;
use crate::register::entry::Entry;
use crate::register::merge::{address, address_is_hidden};
use crate::register::store;

/// One line of the export and one object of the API.
#[derive(Clone, Debug, Serialize)]
pub struct AssociationLine {
    /// Public reference.
    pub reference: String,
    /// RNA number.
    pub rna: Option<String>,
    /// SIREN.
    pub siren: Option<String>,
    /// SIRET of the head office.
    pub siret: Option<String>,
    /// Name.
    pub nom: String,
    /// Short name or acronym.
    pub sigle: String,
    /// Object.
    pub objet: String,
    /// Theme key.
    pub theme: String,
    /// Quarter, unless masked or unknown.
    pub quartier: Option<String>,
    /// Street line, unless masked.
    pub adresse: Option<String>,
    /// Postcode, unless masked.
    pub code_postal: Option<String>,
    /// Commune.
    pub commune: Option<String>,
    /// INSEE code of the commune.
    pub code_commune: Option<String>,
    /// Whether the address is masked.
    pub adresse_masquee: bool,
    /// Legal form (four digits), from Sirene.
    pub forme_juridique: Option<String>,
    /// Day of creation.
    pub creation: Option<String>,
    /// Day of the last declaration.
    pub derniere_declaration: Option<String>,
    /// Day of dissolution.
    pub dissolution: Option<String>,
    /// Neither dissolved nor gone.
    pub active: bool,
    /// Size key.
    pub taille: String,
    /// Last sign of life.
    pub dernier_signe: Option<String>,
    /// Web site.
    pub site_web: Option<String>,
    /// Public money of all known years, decimal euros.
    pub subventions_connues: String,
}

impl AssociationLine {
    /// What the public may know of an entry.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        let rna = entry.facts.rna.as_ref();
        let sirene = entry.facts.sirene.as_ref();
        let hidden = address_is_hidden(&entry.facts);
        let place = address(&entry.facts);
        let shown = place.as_ref().filter(|_| !hidden);
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Self {
            reference: entry.reference.clone(),
            rna: entry.rna.clone(),
            siren: entry.siren.clone(),
            siret: sirene
                .and_then(|s| s.siret.clone())
                .or_else(|| rna.and_then(|r| r.siret.clone())),
            nom: entry.name.clone(),
            sigle: sirene
                .map(|s| s.acronym.clone())
                .filter(|acronym| !acronym.is_empty())
                .or_else(|| rna.map(|r| r.short_title.clone()))
                .unwrap_or_default(),
            objet: rna.map(|r| r.object.clone()).unwrap_or_default(),
            theme: entry.theme.clone(),
            quartier: entry.quarter.clone(),
            adresse: shown.and_then(|a| some(&a.street)),
            code_postal: shown.and_then(|a| some(&a.postcode)),
            commune: place.as_ref().and_then(|a| some(&a.commune)),
            code_commune: place.as_ref().and_then(|a| some(&a.commune_code)),
            adresse_masquee: hidden,
            forme_juridique: sirene.and_then(|s| some(&s.legal_form)),
            creation: rna
                .and_then(|r| r.created_on.clone())
                .or_else(|| sirene.and_then(|s| s.created_on.clone())),
            derniere_declaration: rna.and_then(|r| r.declared_on.clone()),
            dissolution: rna.and_then(|r| r.dissolved_on.clone()),
            active: entry.active,
            taille: entry.size.key().to_owned(),
            dernier_signe: entry.sign_of_life.clone(),
            site_web: rna.and_then(|r| some(&r.website)),
            subventions_connues: Cents(entry.grants_cents).to_decimal(),
        }
    }

    fn fields(&self) -> [String; 23] {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let yes = |value: bool| if value { "oui" } else { "non" }.to_owned();
        [
            self.reference.clone(),
            text(&self.rna),
            text(&self.siren),
            text(&self.siret),
            self.nom.clone(),
            self.sigle.clone(),
            self.objet.clone(),
            self.theme.clone(),
            text(&self.quartier),
            text(&self.adresse),
            text(&self.code_postal),
            text(&self.commune),
            text(&self.code_commune),
            yes(self.adresse_masquee),
            text(&self.forme_juridique),
            text(&self.creation),
            text(&self.derniere_declaration),
            text(&self.dissolution),
            yes(self.active),
            self.taille.clone(),
            text(&self.dernier_signe),
            text(&self.site_web),
            self.subventions_connues.clone(),
        ]
    }
}

const HEADER: [&str; 23] = [
    "reference",
    "rna",
    "siren",
    "siret",
    "nom",
    "sigle",
    "objet",
    "theme",
    "quartier",
    "adresse",
    "code_postal",
    "commune",
    "code_commune",
    "adresse_masquee",
    "forme_juridique",
    "creation",
    "derniere_declaration",
    "dissolution",
    "active",
    "taille",
    "dernier_signe",
    "site_web",
    "subventions_connues",
];

/// Writes the register as CSV; gives the number of lines.
///
/// # Errors
/// [`ExportError`].
pub async fn csv(house: &House, generation: i64, out: &mut Out) -> Result<u64, ExportError> {
    let mut table = CsvWriter::new(out, b',');
    table.record(HEADER).map_err(io)?;
    let mut rows = 0;
    let mut after = (String::new(), String::new());
    loop {
        let page = store::visible_after(house.storage().reader(), generation, &after, 500).await?;
        let Some(last) = page.last() else { break };
        after = (last.sort_name.clone(), last.reference.clone());
        for entry in &page {
            let fields = AssociationLine::of(entry).fields();
            table
                .record(fields.iter().map(String::as_str))
                .map_err(io)?;
            rows += 1;
        }
    }
    table.finish().map_err(io)?;
    Ok(rows)
}

/// Writes the register as a JSON array; gives the number of objects.
///
/// # Errors
/// [`ExportError`].
pub async fn json(house: &House, generation: i64, out: &mut Out) -> Result<u64, ExportError> {
    let mut rows = 0;
    let mut after = (String::new(), String::new());
    out.write_all(b"[").map_err(io)?;
    loop {
        let page = store::visible_after(house.storage().reader(), generation, &after, 500).await?;
        let Some(last) = page.last() else { break };
        after = (last.sort_name.clone(), last.reference.clone());
        for entry in &page {
            out.write_all(if rows == 0 { b"\n" } else { b",\n" })
                .map_err(io)?;
            serde_json::to_writer(&mut *out, &AssociationLine::of(entry))
                .map_err(|error| io(error.into()))?;
            rows += 1;
        }
    }
    out.write_all(b"\n]\n").map_err(io)?;
    Ok(rows)
}
