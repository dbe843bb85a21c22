use std::io::Read;

use identifiers::{IdentifierError, Rna, Siren, Siret};
use jiff::civil::Date;
use tabular::{Header, Options, Reject, Row, Table, Warning, parse_cents, parse_date, tidy};

use crate::columns::Columns;
use crate::{Nature, ScdlError, ScdlGrant, Share, payment_period};

/// Reads a grants file tolerantly. There must be a column for the amount and one that names the beneficiary (name,
/// SIRET or RNA).
///
/// # Errors
/// When the file is no table or lacks those columns.
pub fn read<R: Read>(reader: R) -> Result<Reader<R>, ScdlError> {
    let table = Table::open(reader, Options::default())?;
    let columns = Columns::find(table.header())?;
    let named = columns
        .beneficiary
        .or(columns.beneficiary_id)
        .or(columns.rna);
    let wanted = [("nomBeneficiaire", named), ("montant", columns.amount)];
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|(_, place)| place.is_none())
        .map(|(name, _)| *name)
        .collect();
    if !missing.is_empty() {
        return Err(table.header().missing(&missing).into());
    }
    Ok(Reader {
        table,
        columns,
        row: Row::default(),
        warnings: Vec::new(),
    })
}

/// A grants file being read: an iterator of grants and rejects. Warnings gather on the side; take them as you go.
pub struct Reader<R> {
    table: Table<R>,
    columns: Columns,
    row: Row,
    warnings: Vec<Warning>,
}

impl<R: Read> Reader<R> {
    /// The warnings about grants given since the last call.
    pub fn take_warnings(&mut self) -> Vec<Warning> {
        std::mem::take(&mut self.warnings)
    }

    /// The table underneath: its header, encoding, count of blank lines.
    #[must_use]
    pub fn table(&self) -> &Table<R> {
        &self.table
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<ScdlGrant, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.table.read(&mut self.row)? {
            Err(reject) => Err(reject),
            Ok(()) => Line {
                row: &self.row,
                header: self.table.header(),
                columns: &self.columns,
                warnings: &mut self.warnings,
            }
            .grant(),
        })
    }
}

struct Line<'a> {
    row: &'a Row,
    header: &'a Header,
    columns: &'a Columns,
    warnings: &'a mut Vec<Warning>,
}

impl Line<'_> {
    fn grant(&mut self) -> Result<ScdlGrant, Reject> {
        let columns = self.columns;
        let (granter_siret, granter_siren) = self.body(columns.granter_id);
        let (beneficiary_siret, beneficiary_siren) = self.body(columns.beneficiary_id);
        let mut grant = ScdlGrant {
            line: self.row.line(),
            granter: self.text(columns.granter),
            granter_siret,
            granter_siren,
            decision: self.text(columns.decision),
            beneficiary: self.text(columns.beneficiary),
            beneficiary_siret,
            beneficiary_siren,
            beneficiary_rna: self.rna(),
            object: self.text(columns.object),
            nature: self.nature(),
            conditions: self.text(columns.conditions),
            payment: self.payment(),
            rae: self.text(columns.rae),
            eu_notified: self.yes_no(),
            share: self.share(),
            scheme: self.text(columns.scheme),
            ..ScdlGrant::default()
        };
        if grant.beneficiary.is_empty()
            && grant.beneficiary_siren.is_none()
            && grant.beneficiary_rna.is_none()
        {
            let place = columns.beneficiary.or(columns.beneficiary_id);
            return Err(self.reject(
                place,
                "aucun bénéficiaire\u{a0}: ni nom, ni numéro SIRET, SIREN ou RNA valable\u{202f}; indiquez-en un",
            ));
        }
        (grant.convention_date, grant.year) = self.date_and_year(&grant.payment)?;
        (grant.amount_cents, grant.nature) = self.amount(grant.nature)?;
        if grant.object.is_empty() && matches!(grant.nature, Some(Nature::InKind | Nature::Both)) {
            grant.object = self.text(columns.in_kind_detail);
        }
        Ok(grant)
    }

    /// The value of a field, `NA` and its like read as empty.
    fn value(&self, place: Option<usize>) -> &str {
        match self.row.opt(place) {
            "NA" | "N/A" | "na" | "n/a" | "NULL" | "null" | "NC" | "nc" | "#N/A" | "-" => "",
            value => value,
        }
    }

    fn text(&self, place: Option<usize>) -> String {
        tidy(self.value(place)).into_owned()
    }

    /// A SIRET, or a SIREN where files give only that.
    fn body(&mut self, place: Option<usize>) -> (Option<Siret>, Option<Siren>) {
        let value = self.value(place);
        let digits = value.chars().filter(char::is_ascii_digit).count();
        if value.is_empty() {
            return (None, None);
        }
        let outcome = if digits == 9 {
            value.parse::<Siren>().map(|siren| (None, Some(siren)))
        } else {
            value
                .parse::<Siret>()
                .map(|siret| (Some(siret), Some(siret.siren())))
        };
        outcome.unwrap_or_else(|error| {
            self.warn(place, &format!("numéro ignoré\u{a0}: {error}"));
            (None, None)
        })
    }

    fn rna(&mut self) -> Option<Rna> {
        let place = self.columns.rna;
        let value = self.value(place);
        if value.is_empty() {
            return None;
        }
        let outcome: Result<Rna, IdentifierError> = value.parse();
        match outcome {
            Ok(rna) => {
                if !rna.strict_scdl() {
                    self.warn(place, "numéro RNA valable, mais refusé par le schéma SCDL (W et 9 chiffres)\u{a0}: il est gardé");
                }
                Some(rna)
            }
            Err(error) => {
                self.warn(place, &format!("numéro ignoré\u{a0}: {error}"));
                None
            }
        }
    }

    fn nature(&mut self) -> Option<Nature> {
        let place = self.columns.nature;
        let value = self.value(place);
        let nature = Nature::parse(value);
        if nature.is_none() && !value.is_empty() {
            self.warn(
                place,
                "nature ignorée\u{a0}: ni «\u{a0}aide en numéraire\u{a0}» ni «\u{a0}aide en nature\u{a0}»",
            );
        }
        nature
    }

    /// The payment text, brought to the form of the schema where it means one (older files join days by `_`).
    fn payment(&self) -> String {
        let text = self.text(self.columns.payment);
        match payment_period(&text) {
            Some((first, None)) => first.to_string(),
            Some((first, Some(last))) => format!("{first}/{last}"),
            None => text,
        }
    }

    fn yes_no(&mut self) -> Option<bool> {
        match self.value(self.columns.eu).to_ascii_lowercase().as_str() {
            "oui" | "true" | "vrai" | "1" | "o" => Some(true),
            "non" | "false" | "faux" | "0" | "n" => Some(false),
            "" => None,
            _ => {
                self.warn(self.columns.eu, "valeur ignorée\u{a0}: écrivez oui ou non");
                None
            }
        }
    }

    fn share(&mut self) -> Option<Share> {
        let place = self.columns.share;
        let value = self.value(place);
        if value.is_empty() {
            return None;
        }
        match Share::parse(value) {
            Some(share) if share <= Share::WHOLE => Some(share),
            _ => {
                self.warn(place, "part ignorée\u{a0}: écrivez un nombre de 0.01 à 1");
                None
            }
        }
    }

    /// The day and the year of the agreement; the year alone where a file gives no more; else that of the payment.
    fn date_and_year(&mut self, payment: &str) -> Result<(Option<Date>, Option<i16>), Reject> {
        let place = self.columns.date;
        let value = self.value(place);
        if let Some(date) = full_date(value) {
            return Ok((Some(date), Some(date.year())));
        }
        if let Some(year) = year_alone(value) {
            return Ok((None, Some(year)));
        }
        let elsewhere =
            year_alone(self.value(self.columns.year)).or_else(|| year_at_start(payment));
        match elsewhere {
            Some(year) => {
                if !value.is_empty() {
                    self.warn(
                        place,
                        "date ignorée\u{a0}: elle n’existe pas ou n’est pas écrite AAAA-MM-JJ",
                    );
                }
                Ok((None, Some(year)))
            }
            None if value.is_empty() => Err(self.reject(
                place,
                "ni date ni année\u{202f}; indiquez la date de la convention (AAAA-MM-JJ)",
            )),
            None => Err(self.reject(
                place,
                "cette date n’existe pas ou n’est pas écrite AAAA-MM-JJ\u{202f}; corrigez-la",
            )),
        }
    }

    /// The amount, and the nature it has. Aid in kind may have no amount, or have it in a column of its own.
    fn amount(&mut self, nature: Option<Nature>) -> Result<(Option<i64>, Option<Nature>), Reject> {
        let place = self.columns.amount;
        let value = self.value(place);
        if !value.is_empty() {
            return match parse_cents(value) {
                Some(cents) => Ok((Some(cents), nature)),
                None => Err(self.reject(
                    place,
                    "ce n’est pas un montant\u{202f}; écrivez par exemple 1234 ou 1234.56",
                )),
            };
        }
        let estimate =
            parse_cents(self.value(self.columns.in_kind_value)).filter(|cents| *cents > 0);
        if estimate.is_some() {
            self.warn(
                place,
                "montant vide\u{a0}: l’estimation de l’avantage en nature est prise à sa place",
            );
            return Ok((estimate, Some(Nature::InKind)));
        }
        match nature {
            Some(Nature::InKind | Nature::Both) => {
                self.warn(
                    place,
                    "aide en nature sans valeur\u{a0}: elle est gardée sans montant",
                );
                Ok((None, nature))
            }
            _ => Err(self.reject(place, "le montant est vide\u{202f}; indiquez-le en euros")),
        }
    }

    fn reject(&self, place: Option<usize>, reason: &str) -> Reject {
        Reject::new(
            self.row.line(),
            self.name(place),
            self.row.opt(place),
            reason,
        )
    }

    fn warn(&mut self, place: Option<usize>, reason: &str) {
        let warning = Warning::new(
            self.row.line(),
            self.name(place),
            self.row.opt(place),
            reason,
        );
        self.warnings.push(warning);
    }

    fn name(&self, place: Option<usize>) -> &str {
        place.map_or("ligne", |place| self.header.name(place))
    }
}

fn full_date(text: &str) -> Option<Date> {
    let (year, month, day) = parse_date(text)?;
    if !(1900..=2200).contains(&year) {
        return None;
    }
    Date::new(year, month, day).ok()
}

fn year_alone(text: &str) -> Option<i16> {
    // Spreadsheets turn years into 2014.0.
    let text = text.strip_suffix(".0").unwrap_or(text);
    let year: i16 = text.parse().ok()?;
    (1900..=2200).contains(&year).then_some(year)
}

fn year_at_start(text: &str) -> Option<i16> {
    let (year, rest) = text.split_at_checked(4)?;
    let bounded = rest.is_empty() || rest.starts_with('-');
    bounded.then(|| year_alone(year)).flatten()
}
