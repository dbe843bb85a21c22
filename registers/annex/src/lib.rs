//! Budget annex listing State grants to associations: `siren,nom,total_subventions_etat_AAAA_eur`.
//!
//! One line per association, whole or decimal euros; the year stands in the name of the amount column. A SIREN that
//! fails its check digit is a placeholder of the source and is rejected. Format: `docs/formats/budget-annex.md`.

use std::io::Read;

use identifiers::{IdentifierError, Siren};
use tabular::{Options, Reject, Row, Table, TableError, fold, tidy};

/// What the State paid to one association in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateGrant {
    /// The physical line of the file.
    pub line: u64,
    /// The association.
    pub siren: Siren,
    /// Its name as the annex writes it.
    pub name: String,
    /// The year of payment, from the header.
    pub year: i16,
    /// The sum of the State's grants in that year, in euro cents.
    pub amount_cents: i64,
}

/// Why a file as a whole is not a budget annex.
#[derive(Debug, thiserror::Error)]
pub enum AnnexError {
    /// It cannot be read as a table, or lacks columns.
    #[error(transparent)]
    Table(#[from] TableError),
    /// No column names the year of the amounts.
    #[error(
        "aucune colonne ne s’appelle «\u{a0}total_subventions_etat_AAAA_eur\u{a0}» (AAAA\u{a0}: l’année des montants)\u{202f}; renommez la colonne des montants"
    )]
    NoYear,
}

/// An annex being read: an iterator of grants and rejects.
pub struct Reader<R> {
    table: Table<R>,
    row: Row,
    siren: usize,
    name: usize,
    amount: usize,
    year: i16,
}

/// Reads a budget annex.
///
/// # Errors
/// When the file is no table, lacks `siren` or `nom`, or no column names the year.
pub fn read<R: Read>(reader: R) -> Result<Reader<R>, AnnexError> {
    let table = Table::open(reader, Options::default())?;
    let header = table.header();
    let siren = header.find(&["siren"])?;
    let name = header.find(&["nom", "denomination"])?;
    let (Some(siren), Some(name)) = (siren, name) else {
        let mut missing = Vec::new();
        if siren.is_none() {
            missing.push("siren");
        }
        if name.is_none() {
            missing.push("nom");
        }
        return Err(header.missing(&missing).into());
    };
    let (amount, year) = header
        .names()
        .iter()
        .enumerate()
        .find_map(|(place, name)| Some((place, year_of(name)?)))
        .ok_or(AnnexError::NoYear)?;
    Ok(Reader {
        table,
        row: Row::default(),
        siren,
        name,
        amount,
        year,
    })
}

/// The year in `total_subventions_etat_2010_eur`.
fn year_of(name: &str) -> Option<i16> {
    let folded = fold(name);
    let digits = folded
        .strip_prefix("totalsubventionsetat")?
        .strip_suffix("eur")?;
    let year: i16 = digits.parse().ok()?;
    (digits.len() == 4 && (1900..=2200).contains(&year)).then_some(year)
}

impl<R> Reader<R> {
    /// The year of the amounts.
    #[must_use]
    pub fn year(&self) -> i16 {
        self.year
    }
}

impl<R: Read> Reader<R> {
    fn grant(&self) -> Result<StateGrant, Reject> {
        let reject = |place: usize, reason: String| {
            let name = self.table.header().name(place);
            Reject::new(self.row.line(), name, self.row.at(place), reason)
        };
        let siren = self
            .row
            .at(self.siren)
            .parse()
            .map_err(|error: IdentifierError| reject(self.siren, error.to_string()))?;
        let name = tidy(self.row.at(self.name)).into_owned();
        if name.is_empty() {
            return Err(reject(
                self.name,
                "le nom est vide\u{202f}; indiquez-le".to_owned(),
            ));
        }
        let amount_cents = tabular::parse_cents(self.row.at(self.amount))
            .filter(|cents| *cents >= 0)
            .ok_or_else(|| {
                reject(
                    self.amount,
                    "ce n’est pas un montant\u{202f}; écrivez par exemple 1234 ou 1234.56"
                        .to_owned(),
                )
            })?;
        Ok(StateGrant {
            line: self.row.line(),
            siren,
            name,
            year: self.year,
            amount_cents,
        })
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<StateGrant, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.table.read(&mut self.row)? {
            Err(reject) => Err(reject),
            Ok(()) => self.grant(),
        })
    }
}
