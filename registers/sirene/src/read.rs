use std::io::Read;

use identifiers::{IdentifierError, Siren, Siret};
use jiff::civil::Date;
use tabular::{Header, Options, Reject, Row, Table, TableError, Warning, parse_date, tidy};

use crate::{
    Activity, Diffusion, SireneAddress, SireneError, SireneEstablishment, SireneUnit, Staff, State,
};

/// Builds a struct of column places and its lookup by name.
macro_rules! columns {
    ($struct:ident, $( $field:ident: [$($name:literal),+] ),+ $(,)?) => {
        #[derive(Debug, Clone)]
        struct $struct { $( $field: Option<usize>, )+ }

        impl $struct {
            fn find(header: &Header) -> Result<Self, TableError> {
                Ok(Self { $( $field: header.find(&[$($name),+])?, )+ })
            }
        }
    };
}

columns! {
    Columns,
    siren: ["siren"],
    siret: ["siret"],
    nic: ["nic"],
    seat: ["siret_siege"],
    seat_nic: ["nicSiegeUniteLegale", "nic_siege"],
    is_seat: ["etablissementSiege", "est_siege"],
    unit_diffusion: ["statutDiffusionUniteLegale", "status_diffusion", "statut_diffusion"],
    diffusion: ["statutDiffusionEtablissement", "status_diffusion", "statut_diffusion"],
    name: ["denominationUniteLegale", "nom", "denomination", "raison_sociale"],
    usual1: ["denominationUsuelle1UniteLegale"],
    usual2: ["denominationUsuelle2UniteLegale"],
    usual3: ["denominationUsuelle3UniteLegale"],
    acronym: ["sigleUniteLegale", "sigle"],
    legal_category: ["categorieJuridiqueUniteLegale", "forme_juridique", "categorie_juridique"],
    activity: ["activitePrincipaleUniteLegale", "activite_principale"],
    nomenclature: ["nomenclatureActivitePrincipaleUniteLegale"],
    state: ["etatAdministratifUniteLegale", "etat_administratif"],
    staff: ["trancheEffectifsUniteLegale", "tranche_effectif", "tranche_effectifs"],
    social_economy: ["economieSocialeSolidaireUniteLegale", "economie_sociale_et_solidaire"],
    rna: ["identifiantAssociationUniteLegale", "rna"],
    created: ["dateCreationUniteLegale", "date_creation"],
    ceased: ["date_cessation"],
    period: ["dateDebut"],
    updated: ["dateDernierTraitementUniteLegale", "date_mise_a_jour"],
    sign: ["enseigne1Etablissement", "denominationUsuelleEtablissement", "enseigne"],
    place_state: ["etatAdministratifEtablissement", "etat_administratif"],
    place_activity: ["activitePrincipaleEtablissement", "activite_principale"],
    place_nomenclature: ["nomenclatureActivitePrincipaleEtablissement"],
    place_staff: ["trancheEffectifsEtablissement", "tranche_effectif"],
    place_created: ["dateCreationEtablissement", "date_creation"],
    complement: ["complementAdresseEtablissement", "complement_adresse"],
    number: ["numeroVoieEtablissement", "numero_voie"],
    repetition: ["indiceRepetitionEtablissement", "indice_repetition"],
    street_kind: ["typeVoieEtablissement", "type_voie"],
    street: ["libelleVoieEtablissement", "libelle_voie"],
    distribution: ["distributionSpecialeEtablissement", "distribution_speciale"],
    postcode: ["codePostalEtablissement", "code_postal"],
    insee: ["codeCommuneEtablissement", "code_commune"],
    commune: ["libelleCommuneEtablissement", "libelle_commune", "commune"],
}

/// Reads legal units. Only `siren` must be there. A file of establishments has it too: use [`read_establishments`].
///
/// # Errors
/// When the file is no table or has no `siren` column.
pub fn read_units<R: Read>(reader: R) -> Result<Units<R>, SireneError> {
    Scan::open(reader, "siren", |columns| columns.siren).map(Units)
}

/// Reads establishments. `siret` must be there, or `siren` and `nic`.
///
/// # Errors
/// When the file is no table or lacks those columns.
pub fn read_establishments<R: Read>(reader: R) -> Result<Establishments<R>, SireneError> {
    Scan::open(reader, "siret", |columns| columns.siret.or(columns.nic)).map(Establishments)
}

/// Legal units being read: an iterator of units and rejects.
pub struct Units<R>(Scan<R>);

/// Establishments being read: an iterator of establishments and rejects.
pub struct Establishments<R>(Scan<R>);

struct Scan<R> {
    table: Table<R>,
    columns: Columns,
    row: Row,
    warnings: Vec<Warning>,
}

impl<R: Read> Scan<R> {
    fn open(
        reader: R,
        wanted: &'static str,
        key: impl Fn(&Columns) -> Option<usize>,
    ) -> Result<Self, SireneError> {
        let table = Table::open(reader, Options::default())?;
        let columns = Columns::find(table.header())?;
        if key(&columns).is_none() {
            return Err(table.header().missing(&[wanted]).into());
        }
        Ok(Self {
            table,
            columns,
            row: Row::default(),
            warnings: Vec::new(),
        })
    }

    fn next<T>(
        &mut self,
        make: impl Fn(&mut Line<'_>) -> Result<T, Reject>,
    ) -> Option<Result<T, Reject>> {
        Some(match self.table.read(&mut self.row)? {
            Err(reject) => Err(reject),
            Ok(()) => make(&mut Line {
                row: &self.row,
                header: self.table.header(),
                columns: &self.columns,
                warnings: &mut self.warnings,
            }),
        })
    }
}

impl<R: Read> Units<R> {
    /// The warnings about units given since the last call.
    pub fn take_warnings(&mut self) -> Vec<Warning> {
        std::mem::take(&mut self.0.warnings)
    }
}

impl<R: Read> Establishments<R> {
    /// The warnings about establishments given since the last call.
    pub fn take_warnings(&mut self) -> Vec<Warning> {
        std::mem::take(&mut self.0.warnings)
    }
}

impl<R: Read> Iterator for Units<R> {
    type Item = Result<SireneUnit, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next(|line| line.unit())
    }
}

impl<R: Read> Iterator for Establishments<R> {
    type Item = Result<SireneEstablishment, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next(|line| line.establishment())
    }
}

struct Line<'a> {
    row: &'a Row,
    header: &'a Header,
    columns: &'a Columns,
    warnings: &'a mut Vec<Warning>,
}

impl Line<'_> {
    fn unit(&mut self) -> Result<SireneUnit, Reject> {
        let columns = self.columns;
        let siren: Siren = self.required(columns.siren)?;
        let usual = [columns.usual1, columns.usual2, columns.usual3].map(|place| self.text(place));
        let state = State::from_code(self.row.opt(columns.state));
        let ceased = match (self.date(columns.ceased)?, state) {
            (None, State::Ceased) => self.date(columns.period)?,
            (given, _) => given,
        };
        Ok(SireneUnit {
            line: self.row.line(),
            siren,
            seat: self.seat(siren),
            diffusion: Diffusion::from_code(self.row.opt(columns.unit_diffusion)),
            name: self.text(columns.name),
            usual_name: usual
                .into_iter()
                .filter(|name| !name.is_empty())
                .collect::<Vec<_>>()
                .join(" / "),
            acronym: self.text(columns.acronym),
            legal_category: self.text(columns.legal_category),
            activity: Activity {
                code: self.text(columns.activity),
                nomenclature: self.text(columns.nomenclature),
            },
            state,
            staff: Staff::from_code(self.row.opt(columns.staff)),
            social_economy: self.yes_no(columns.social_economy),
            rna: self.optional(columns.rna, "numéro RNA ignoré"),
            created: self.date(columns.created)?,
            ceased,
            updated: self.date(columns.updated)?,
            address: self.address(),
        })
    }

    fn establishment(&mut self) -> Result<SireneEstablishment, Reject> {
        let columns = self.columns;
        let siret: Siret = match columns.siret {
            Some(_) => self.required(columns.siret)?,
            None => {
                let joined = format!(
                    "{}{}",
                    self.row.opt(columns.siren),
                    self.row.opt(columns.nic)
                );
                joined.parse().map_err(|error: IdentifierError| {
                    self.reject(columns.nic, &error.to_string())
                })?
            }
        };
        Ok(SireneEstablishment {
            line: self.row.line(),
            siret,
            is_seat: self.yes_no(columns.is_seat).unwrap_or(false),
            diffusion: Diffusion::from_code(self.row.opt(columns.diffusion)),
            sign: self.text(columns.sign),
            state: State::from_code(self.row.opt(columns.place_state)),
            activity: Activity {
                code: self.text(columns.place_activity),
                nomenclature: self.text(columns.place_nomenclature),
            },
            staff: Staff::from_code(self.row.opt(columns.place_staff)),
            created: self.date(columns.place_created)?,
            address: self.address(),
        })
    }

    fn address(&self) -> SireneAddress {
        let columns = self.columns;
        SireneAddress {
            complement: self.text(columns.complement),
            number: self.text(columns.number),
            repetition: self.text(columns.repetition),
            street_kind: self.text(columns.street_kind),
            street: self.text(columns.street),
            distribution: self.text(columns.distribution),
            postcode: self.text(columns.postcode),
            insee: self.text(columns.insee),
            commune: self.text(columns.commune),
        }
    }

    /// The SIRET of the seat, given whole or by its last five digits.
    fn seat(&mut self, siren: Siren) -> Option<Siret> {
        let columns = self.columns;
        if !self.row.opt(columns.seat).is_empty() {
            return self.optional(columns.seat, "SIRET du siège ignoré");
        }
        let nic = self.row.opt(columns.seat_nic);
        if nic.is_empty() {
            return None;
        }
        // Spreadsheets drop the leading zeros of a NIC.
        match format!("{siren}{nic:0>5}").parse() {
            Ok(siret) => Some(siret),
            Err(error) => {
                self.warn(
                    columns.seat_nic,
                    &format!("NIC du siège ignoré\u{a0}: {error}"),
                );
                None
            }
        }
    }

    /// The text of a column; `[ND]` (« non diffusible ») is read as empty.
    fn text(&self, place: Option<usize>) -> String {
        match self.row.opt(place) {
            "[ND]" => String::new(),
            value => tidy(value).into_owned(),
        }
    }

    fn yes_no(&self, place: Option<usize>) -> Option<bool> {
        match self.row.opt(place).to_ascii_lowercase().as_str() {
            "o" | "oui" | "true" | "1" => Some(true),
            "n" | "non" | "false" | "0" => Some(false),
            _ => None,
        }
    }

    fn required<T: std::str::FromStr<Err = IdentifierError>>(
        &self,
        place: Option<usize>,
    ) -> Result<T, Reject> {
        self.row
            .opt(place)
            .parse()
            .map_err(|error: IdentifierError| self.reject(place, &error.to_string()))
    }

    fn optional<T: std::str::FromStr<Err = IdentifierError>>(
        &mut self,
        place: Option<usize>,
        ignored: &str,
    ) -> Option<T> {
        let value = self.row.opt(place);
        if value.is_empty() || value == "[ND]" {
            return None;
        }
        match value.parse() {
            Ok(number) => Some(number),
            Err(error) => {
                self.warn(place, &format!("{ignored}\u{a0}: {error}"));
                None
            }
        }
    }

    fn date(&self, place: Option<usize>) -> Result<Option<Date>, Reject> {
        match self.row.opt(place) {
            "" | "[ND]" | "1900-01-01" | "0001-01-01" => Ok(None),
            value => parse_date(value)
                .and_then(|(year, month, day)| Date::new(year, month, day).ok())
                .map(Some)
                .ok_or_else(|| {
                    self.reject(
                        place,
                        "cette date n’existe pas ou n’est pas écrite AAAA-MM-JJ\u{202f}; corrigez-la ou laissez-la vide",
                    )
                }),
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
