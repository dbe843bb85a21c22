//! Which quarter a street lies in. Registers of associations give addresses but no quarter; a city that knows its
//! streets brings this table: `commune,rue,quartier`. Format: `docs/formats/rues-quartiers.md`.
//!
//! ```
//! let file = "commune,rue,quartier\n25056,Rue du Cadran bleu,Battant\n".as_bytes();
//! let rows = streets::read(file)?.collect::<Result<Vec<_>, _>>().unwrap();
//! let quarters = streets::Quarters::new(&rows);
//! assert_eq!(quarters.find("25056", "RUE", "du cadran bleu"), Some("Battant"));
//! assert_eq!(quarters.find("25056", "", "12 rue du Cadran-Bleu"), Some("Battant"));
//! # Ok::<(), streets::StreetsError>(())
//! ```

use std::borrow::Borrow;
use std::collections::HashMap;
use std::io::{self, Read, Write};

use tabular::{CsvWriter, Options, Reject, Row, Table, TableError, fold, tidy};

/// One street (or part of a street that has a name of its own) and its quarter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StreetQuarter {
    /// INSEE code of the commune.
    pub commune: String,
    /// The street with its kind, as people write it: `Rue du Cadran bleu`.
    pub street: String,
    /// The name of the quarter.
    pub quarter: String,
}

/// Why a file as a whole is not a table of streets.
#[derive(Debug, thiserror::Error)]
pub enum StreetsError {
    /// It cannot be read as a table, or lacks columns.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// Streets being read: an iterator of streets and rejects.
pub struct Reader<R> {
    table: Table<R>,
    row: Row,
    places: [usize; 3],
}

/// The header of the file.
pub const HEADER: [&str; 3] = ["commune", "rue", "quartier"];

/// Reads a table of streets.
///
/// # Errors
/// When the file is no table or lacks one of the three columns.
pub fn read<R: Read>(reader: R) -> Result<Reader<R>, StreetsError> {
    let table = Table::open(reader, Options::default())?;
    let header = table.header();
    let places = (
        header.find(&["commune", "code_insee", "insee"])?,
        header.find(&["rue", "voie"])?,
        header.find(&["quartier"])?,
    );
    match places {
        (Some(commune), Some(street), Some(quarter)) => Ok(Reader {
            table,
            row: Row::default(),
            places: [commune, street, quarter],
        }),
        _ => Err(header.missing(&HEADER).into()),
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<StreetQuarter, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Err(reject) = self.table.read(&mut self.row)? {
            return Some(Err(reject));
        }
        let [commune, street, quarter] = self
            .places
            .map(|place| tidy(self.row.at(place)).into_owned());
        for (place, value) in self.places.iter().zip([&commune, &street, &quarter]) {
            if value.is_empty() {
                let name = self.table.header().name(*place);
                let reason = "cette case est vide\u{202f}; remplissez-la ou retirez la ligne";
                return Some(Err(Reject::new(self.row.line(), name, "", reason)));
            }
        }
        Some(Ok(StreetQuarter {
            commune,
            street,
            quarter,
        }))
    }
}

/// Writes a table of streets: UTF-8, comma.
///
/// # Errors
/// When writing fails.
pub fn write<W: Write, S: Borrow<StreetQuarter>>(
    out: W,
    rows: impl IntoIterator<Item = S>,
) -> io::Result<()> {
    let mut out = CsvWriter::new(out, b',');
    out.record(HEADER)?;
    for row in rows {
        let row = row.borrow();
        out.record([row.commune.as_str(), &row.street, &row.quarter])?;
    }
    out.finish()?.flush()
}

/// Looks quarters up by the way registers write streets: `AV` for avenue, capitals, no accents, a house number.
#[derive(Debug, Clone, Default)]
pub struct Quarters {
    by_street: HashMap<(String, String), String>,
}

impl Quarters {
    /// The index of these streets. When a street stands twice the first one counts.
    #[must_use]
    pub fn new<S: Borrow<StreetQuarter>>(rows: &[S]) -> Self {
        let mut by_street = HashMap::with_capacity(rows.len());
        for row in rows {
            let row = row.borrow();
            by_street
                .entry((row.commune.clone(), key(&row.street)))
                .or_insert_with(|| row.quarter.clone());
        }
        Self { by_street }
    }

    /// The quarter of a street: `kind` as registers abbreviate it (`RUE`, `AV`, or nothing when `street` holds it).
    #[must_use]
    pub fn find(&self, commune: &str, kind: &str, street: &str) -> Option<&str> {
        let key = key(&format!("{kind} {street}"));
        self.by_street
            .get(&(commune.to_owned(), key))
            .map(String::as_str)
    }

    /// How many streets there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_street.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_street.is_empty()
    }
}

/// Abbreviations of street kinds in RNA and Sirene (DGFiP list, the common ones).
const KINDS: [(&str, &str); 18] = [
    ("all", "allee"),
    ("av", "avenue"),
    ("bd", "boulevard"),
    ("bld", "boulevard"),
    ("car", "carrefour"),
    ("che", "chemin"),
    ("chem", "chemin"),
    ("crs", "cours"),
    ("esp", "esplanade"),
    ("fg", "faubourg"),
    ("imp", "impasse"),
    ("lot", "lotissement"),
    ("pl", "place"),
    ("prom", "promenade"),
    ("res", "residence"),
    ("rte", "route"),
    ("sq", "square"),
    ("sen", "sentier"),
];

/// A street in the form in which two spellings of it are equal: folded words joined, the kind spelled out, house
/// number and repetition dropped.
fn key(street: &str) -> String {
    let mut words = street
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(fold)
        .skip_while(|word| {
            word.starts_with(|c: char| c.is_ascii_digit())
                || word.len() == 1
                || matches!(word.as_str(), "bis" | "ter" | "quater")
        });
    let Some(first) = words.next() else {
        return String::new();
    };
    let kind = KINDS
        .iter()
        .find(|(short, _)| *short == first)
        .map(|(_, long)| (*long).to_owned());
    let mut out = kind.unwrap_or(first);
    for word in words {
        out.push(' ');
        out.push_str(&word);
    }
    out
}
