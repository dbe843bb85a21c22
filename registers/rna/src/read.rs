use std::io::Read;

use identifiers::Siret;
use jiff::civil::{Date, DateTime, Time};
use tabular::{Header, Options, Reject, Row, Table, Warning, parse_date, tidy};

use crate::columns::Columns;
use crate::{
    Grouping, Kind, ManagementAddress, Nature, Position, RnaAssociation, RnaError, RnaId,
    SeatAddress, SocialObject,
};

/// Reads an RNA file, waldec (39 or 41 columns) or import: columns are found by name. Only `id` and `titre` must be
/// there.
///
/// # Errors
/// When the file is no table or lacks one of the two columns.
pub fn read<R: Read>(reader: R) -> Result<Reader<R>, RnaError> {
    let table = Table::open(reader, Options::default())?;
    let columns = Columns::find(table.header())?;
    let wanted = [("id", columns.id), ("titre", columns.title)];
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

/// An RNA file being read: an iterator of associations and rejects. Warnings gather on the side; take them as you go,
/// they are not bounded otherwise.
pub struct Reader<R> {
    table: Table<R>,
    columns: Columns,
    row: Row,
    warnings: Vec<Warning>,
}

impl<R: Read> Reader<R> {
    /// The warnings about records given since the last call.
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
    type Item = Result<RnaAssociation, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.table.read(&mut self.row)? {
            Err(reject) => Err(reject),
            Ok(()) => Line {
                row: &self.row,
                header: self.table.header(),
                columns: &self.columns,
                warnings: &mut self.warnings,
            }
            .association(),
        })
    }
}

/// One row on its way to a record.
struct Line<'a> {
    row: &'a Row,
    header: &'a Header,
    columns: &'a Columns,
    warnings: &'a mut Vec<Warning>,
}

impl Line<'_> {
    fn association(&mut self) -> Result<RnaAssociation, Reject> {
        let columns = self.columns;
        let id: RnaId =
            self.row
                .opt(columns.id)
                .parse()
                .map_err(|error: identifiers::IdentifierError| {
                    self.reject(columns.id, error.to_string())
                })?;
        let title = self.text(columns.title);
        if title.is_empty() {
            return Err(self.reject(
                columns.title,
                "le titre est vide\u{202f}; sans nom, une association ne peut pas être publiée"
                    .to_owned(),
            ));
        }
        let observation = self.text(columns.observation);
        let position = Position::from_code(self.row.opt(columns.position));
        let taken_over_as = match position {
            Position::TakenOver => observation.parse().ok(),
            _ => None,
        };
        if let RnaId::Rna(rna) = id
            && !rna.strict_scdl()
        {
            self.warn(
                columns.id,
                "numéro RNA valable, mais refusé par le schéma SCDL (W et 9 chiffres)\u{202f}: il est gardé",
            );
        }
        Ok(RnaAssociation {
            line: self.row.line(),
            id,
            old_id: self.text(columns.old_id),
            taken_over_as,
            siret: self.siret(),
            public_utility: self.text(columns.public_utility),
            office: self.text(columns.office),
            created: self.date(columns.created)?,
            declared: self.date(columns.declared)?,
            published: self.date(columns.published)?,
            dissolved: self.date(columns.dissolved)?,
            nature: Nature::from_code(self.row.opt(columns.nature)),
            grouping: Grouping::from_code(self.row.opt(columns.grouping)),
            title,
            short_title: self.text(columns.short_title),
            object: self.text(columns.object),
            object1: self.social_object(columns.object1),
            object2: self.social_object(columns.object2),
            seat: self.seat(),
            management: self.management(),
            kind: Kind::from_code(self.row.opt(columns.kind)),
            website: self.text(columns.website),
            publish_website: self.row.opt(columns.publish_website) == "1",
            phone: self.text(columns.phone),
            email: self.text(columns.email),
            observation,
            position,
            updated: self.moment(columns.updated)?,
        })
    }

    fn seat(&self) -> SeatAddress {
        let columns = self.columns;
        SeatAddress {
            complement: self.text(columns.complement),
            number: self.text(columns.number),
            repetition: self.text(columns.repetition),
            street_kind: self.text(columns.street_kind),
            street: self.text(columns.street),
            distribution: self.underscored(columns.distribution),
            insee: self.text(columns.insee),
            postcode: self.text(columns.postcode),
            commune: self.text(columns.commune),
            lines: [columns.line1, columns.line2, columns.line3].map(|place| self.text(place)),
        }
    }

    fn management(&self) -> ManagementAddress {
        let columns = self.columns;
        ManagementAddress {
            declarant: self.text(columns.declarant),
            identity: self.text(columns.identity),
            place: self.text(columns.place),
            street: self.text(columns.mail_street),
            distribution: self.underscored(columns.mail_distribution),
            postcode: self.text(columns.mail_postcode),
            town: self.text(columns.mail_town),
            country: self.text(columns.mail_country),
        }
    }

    fn text(&self, place: Option<usize>) -> String {
        tidy(self.row.opt(place)).into_owned()
    }

    /// `_` is how the register writes an empty distribution.
    fn underscored(&self, place: Option<usize>) -> String {
        match self.row.opt(place) {
            "_" => String::new(),
            value => tidy(value).into_owned(),
        }
    }

    fn siret(&mut self) -> Option<Siret> {
        let place = self.columns.siret;
        let value = self.row.opt(place);
        if value.is_empty() || value.bytes().all(|b| b == b'0') {
            return None;
        }
        match value.parse() {
            Ok(siret) => Some(siret),
            Err(error) => {
                self.warn(place, &format!("SIRET ignoré\u{a0}: {error}"));
                None
            }
        }
    }

    fn social_object(&mut self, place: Option<usize>) -> Option<SocialObject> {
        let value = self.row.opt(place);
        let code = match value.len() {
            0 => return None,
            1..=6 if value.bytes().all(|b| b.is_ascii_digit()) => value.parse().ok(),
            _ => None,
        };
        match code {
            Some(number) => SocialObject::new(number),
            None => {
                self.warn(
                    place,
                    "code d’objet social ignoré\u{a0}: il doit compter 6 chiffres",
                );
                None
            }
        }
    }

    fn date(&mut self, place: Option<usize>) -> Result<Option<Date>, Reject> {
        let value = self.row.opt(place);
        match value {
            "" | "0001-01-01" | "1900-01-01" | "0000-00-00" => return Ok(None),
            _ => {}
        }
        let date = parse_date(value)
            .and_then(|(year, month, day)| Date::new(year, month, day).ok())
            .ok_or_else(|| {
                self.reject(
                    place,
                    "cette date n’existe pas ou n’est pas écrite AAAA-MM-JJ\u{202f}; corrigez-la ou laissez-la vide".to_owned(),
                )
            })?;
        if date.year() <= 1 || date == Date::constant(1900, 1, 1) {
            return Ok(None);
        }
        if !(1600..=2200).contains(&date.year()) {
            self.warn(place, "année invraisemblable\u{a0}: la date est ignorée");
            return Ok(None);
        }
        Ok(Some(date))
    }

    fn moment(&mut self, place: Option<usize>) -> Result<Option<DateTime>, Reject> {
        let Some(date) = self.date(place)? else {
            return Ok(None);
        };
        let time = self.row.opt(place).get(11..19).and_then(time_of_day);
        Ok(Some(date.to_datetime(time.unwrap_or(Time::midnight()))))
    }

    fn reject(&self, place: Option<usize>, reason: String) -> Reject {
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

/// `12:51:34` as a time of day.
fn time_of_day(text: &str) -> Option<Time> {
    let mut parts = text.split(':').map(str::parse::<i8>);
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    Time::new(hour.ok()?, minute.ok()?, second.ok()?, 0).ok()
}
