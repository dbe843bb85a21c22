//! Public grants as files. Columns: `docs/formats/export-subventions.md` and the SCDL schema 2.1.1.

use std::io::Write;

use ::door::House;
use scdl::{Nature, ScdlGrant, Share};
use serde::Serialize;
use tabular::CsvWriter;
use values::Cents;

use crate::grants::model::GrantFacts;
use crate::grants::store::{self, GrantVersion};
use crate::open_data::ExportError;
use crate::open_data::files::Out;

/// One line of the export and one object of the API. Beneficiaries are legal persons only.
#[derive(Clone, Debug, Serialize)]
pub struct GrantLine {
    /// Stable identifier.
    pub id_subvention: String,
    /// Who gave it.
    pub attribuant: String,
    /// SIRET of who gave it.
    pub siret_attribuant: Option<String>,
    /// Year.
    pub annee: i16,
    /// Day of the convention or decision.
    pub date_convention: Option<String>,
    /// Reference of the decision.
    pub decision: String,
    /// Name of the beneficiary.
    pub beneficiaire: String,
    /// SIREN of the beneficiary.
    pub siren: Option<String>,
    /// RNA number of the beneficiary.
    pub rna: Option<String>,
    /// What for.
    pub objet: String,
    /// Decimal euros.
    pub montant: String,
    /// `aide en numéraire`, `aide en nature` or both.
    pub nature: String,
    /// Aid scheme.
    pub dispositif: String,
    /// Name of the file it was read from.
    pub source: String,
}

impl GrantLine {
    /// What the public may know of a grant.
    #[must_use]
    pub fn of(grant: &GrantVersion) -> Self {
        let facts = &grant.facts;
        Self {
            id_subvention: grant.key.clone(),
            attribuant: facts.grantor.clone(),
            siret_attribuant: facts.grantor_siret.clone(),
            annee: facts.year,
            date_convention: facts.decided_on.clone(),
            decision: facts.decision.clone(),
            beneficiaire: facts.beneficiary.clone(),
            siren: facts.siren.clone(),
            rna: facts.rna.clone(),
            objet: facts.purpose.clone(),
            montant: Cents(facts.cents).to_decimal(),
            nature: nature(facts).label().to_owned(),
            dispositif: facts.scheme.clone(),
            source: facts.source.clone(),
        }
    }
}

fn nature(facts: &GrantFacts) -> Nature {
    match (facts.in_money, facts.in_kind) {
        (true, true) => Nature::Both,
        (false, true) => Nature::InKind,
        (_, false) => Nature::Money,
    }
}

const HEADER: [&str; 14] = [
    "id_subvention",
    "attribuant",
    "siret_attribuant",
    "annee",
    "date_convention",
    "decision",
    "beneficiaire",
    "siren",
    "rna",
    "objet",
    "montant",
    "nature",
    "dispositif",
    "source",
];

/// Writes public grants as CSV; gives the number of lines.
///
/// # Errors
/// [`ExportError`].
pub async fn csv(house: &House, generation: i64, out: &mut Out) -> Result<u64, ExportError> {
    let mut table = CsvWriter::new(out, b',');
    table.record(HEADER).map_err(io)?;
    let mut rows = 0;
    let mut after = String::new();
    while let Some(page) = next_page(house, generation, &mut after).await? {
        for grant in &page {
            let line = GrantLine::of(grant);
            let year = line.annee.to_string();
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            let (siret, date, siren, rna) = (
                text(&line.siret_attribuant),
                text(&line.date_convention),
                text(&line.siren),
                text(&line.rna),
            );
            let fields = [
                &line.id_subvention,
                &line.attribuant,
                &siret,
                &year,
                &date,
                &line.decision,
                &line.beneficiaire,
                &siren,
                &rna,
                &line.objet,
                &line.montant,
                &line.nature,
                &line.dispositif,
                &line.source,
            ];
            table.record(fields.map(String::as_str)).map_err(io)?;
            rows += 1;
        }
    }
    table.finish().map_err(io)?;
    Ok(rows)
}

/// Writes public grants as a JSON array; gives the number of objects.
///
/// # Errors
/// [`ExportError`].
pub async fn json(house: &House, generation: i64, out: &mut Out) -> Result<u64, ExportError> {
    let mut rows = 0;
    let mut after = String::new();
    out.write_all(b"[").map_err(io)?;
    while let Some(page) = next_page(house, generation, &mut after).await? {
        for grant in &page {
            out.write_all(if rows == 0 { b"\n" } else { b",\n" })
                .map_err(io)?;
            serde_json::to_writer(&mut *out, &GrantLine::of(grant))
                .map_err(|error| io(error.into()))?;
            rows += 1;
        }
    }
    out.write_all(b"\n]\n").map_err(io)?;
    Ok(rows)
}

/// Writes the grants that the schema 2.1.1 can hold: those whose file gave every fact it demands. The
/// others are in the plain CSV, which demands less. Gives the number of lines.
///
/// # Errors
/// [`ExportError`].
pub async fn scdl(house: &House, generation: i64, out: &mut Out) -> Result<u64, ExportError> {
    let mut grants: Vec<ScdlGrant> = Vec::new();
    let mut after = String::new();
    while let Some(page) = next_page(house, generation, &mut after).await? {
        grants.extend(
            page.iter()
                .map(|grant| scdl_grant(&grant.facts))
                .filter(|grant| scdl::strict_problems(grant).is_empty()),
        );
    }
    let rows = grants.len() as u64;
    scdl::write(out, &grants).map_err(io)?;
    Ok(rows)
}

/// A stored grant in the terms of the schema.
#[must_use]
pub fn scdl_grant(facts: &GrantFacts) -> ScdlGrant {
    let number = |text: &Option<String>| text.clone().unwrap_or_default();
    ScdlGrant {
        line: 0,
        granter: facts.grantor.clone(),
        granter_siret: number(&facts.grantor_siret).parse().ok(),
        granter_siren: facts.grantor_siren().and_then(|siren| siren.parse().ok()),
        convention_date: number(&facts.decided_on).parse().ok(),
        year: Some(facts.year),
        decision: facts.decision.clone(),
        beneficiary: facts.beneficiary.clone(),
        beneficiary_siret: number(&facts.siret).parse().ok(),
        beneficiary_siren: number(&facts.siren).parse().ok(),
        beneficiary_rna: number(&facts.rna).parse().ok(),
        object: facts.purpose.clone(),
        amount_cents: Some(facts.total_cents.unwrap_or(facts.cents)),
        nature: Some(nature(facts)),
        conditions: facts.conditions.clone(),
        payment: facts.period.clone(),
        rae: facts.rae.clone(),
        eu_notified: facts.notified,
        share: facts.share.map(Share),
        scheme: facts.scheme.clone(),
    }
}

async fn next_page(
    house: &House,
    generation: i64,
    after: &mut String,
) -> Result<Option<Vec<GrantVersion>>, ExportError> {
    let page = store::visible_after(house.storage().reader(), generation, after, 500).await?;
    let Some(last) = page.last() else {
        return Ok(None);
    };
    after.clone_from(&last.key);
    Ok(Some(page))
}

/// An error of writing; the caller knows the file.
pub(crate) fn io(error: std::io::Error) -> ExportError {
    ExportError::Io {
        path: "export".to_owned(),
        error,
    }
}
