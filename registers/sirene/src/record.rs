use identifiers::{Rna, Siren, Siret};
use jiff::civil::Date;

/// A legal unit (`StockUniteLegale`, or a line of an extract).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SireneUnit {
    /// The physical line of the file; 0 for a record that was not read from one.
    pub line: u64,
    /// Its number.
    pub siren: Siren,
    /// Its seat: `siret_siege`, or SIREN and `nicSiegeUniteLegale`.
    pub seat: Option<Siret>,
    /// May it be shown in full?
    pub diffusion: Diffusion,
    /// Its name (`denominationUniteLegale`); empty for natural persons.
    pub name: String,
    /// Its usual names, joined by ` / ` (`denominationUsuelle1UniteLegale` …).
    pub usual_name: String,
    /// Its acronym (`sigleUniteLegale`).
    pub acronym: String,
    /// Legal category, four digits; associations are 92xx (`categorieJuridiqueUniteLegale`).
    pub legal_category: String,
    /// Its main activity.
    pub activity: Activity,
    /// Active or ceased (`etatAdministratifUniteLegale`).
    pub state: State,
    /// Staff (`trancheEffectifsUniteLegale`).
    pub staff: Staff,
    /// Belongs to the social and solidarity economy (`economieSocialeSolidaireUniteLegale`); none when unknown.
    pub social_economy: Option<bool>,
    /// Its RNA number (`identifiantAssociationUniteLegale`).
    pub rna: Option<Rna>,
    /// Day of creation (`dateCreationUniteLegale`).
    pub created: Option<Date>,
    /// Day it ceased (`date_cessation`; stock files give it as `dateDebut` of the ceased period).
    pub ceased: Option<Date>,
    /// Last day on which INSEE treated the entry (`dateDernierTraitementUniteLegale`).
    pub updated: Option<Date>,
    /// Where the seat is, when the file gives it.
    pub address: SireneAddress,
}

impl SireneUnit {
    /// An active, fully shown unit of that number and name, legal category 9220 (declared association).
    #[must_use]
    pub fn new(siren: Siren, name: impl Into<String>) -> Self {
        Self {
            line: 0,
            siren,
            seat: None,
            diffusion: Diffusion::Full,
            name: name.into(),
            usual_name: String::new(),
            acronym: String::new(),
            legal_category: "9220".to_owned(),
            activity: Activity::default(),
            state: State::Active,
            staff: Staff::default(),
            social_economy: None,
            rna: None,
            created: None,
            ceased: None,
            updated: None,
            address: SireneAddress::default(),
        }
    }

    /// Whether its legal category is an association or a foundation (92xx, 93xx).
    #[must_use]
    pub fn is_association(&self) -> bool {
        self.legal_category.starts_with("92") || self.legal_category.starts_with("93")
    }

    /// Whether it is a natural person (legal category 1000), whose name and address are personal.
    #[must_use]
    pub fn is_natural_person(&self) -> bool {
        self.legal_category.starts_with('1')
    }
}

/// An establishment (`StockEtablissement`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SireneEstablishment {
    /// The physical line of the file; 0 for a record that was not read from one.
    pub line: u64,
    /// Its number; `siret.siren()` is its legal unit.
    pub siret: Siret,
    /// Whether it is the seat of its unit (`etablissementSiege`).
    pub is_seat: bool,
    /// May it be shown in full?
    pub diffusion: Diffusion,
    /// Its sign or usual name (`enseigne1Etablissement`, `denominationUsuelleEtablissement`).
    pub sign: String,
    /// Active or closed (`etatAdministratifEtablissement`).
    pub state: State,
    /// Its main activity.
    pub activity: Activity,
    /// Staff (`trancheEffectifsEtablissement`).
    pub staff: Staff,
    /// Day of creation (`dateCreationEtablissement`).
    pub created: Option<Date>,
    /// Where it is.
    pub address: SireneAddress,
}

/// An address as Sirene gives it. Personal for units of natural persons and under partial diffusion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SireneAddress {
    /// Building, floor (`complementAdresseEtablissement`).
    pub complement: String,
    /// House number (`numeroVoieEtablissement`).
    pub number: String,
    /// `B`, `T` (`indiceRepetitionEtablissement`).
    pub repetition: String,
    /// Kind of street, abbreviated (`typeVoieEtablissement`).
    pub street_kind: String,
    /// Name of the street (`libelleVoieEtablissement`).
    pub street: String,
    /// Post office box (`distributionSpecialeEtablissement`).
    pub distribution: String,
    /// Postal code (`codePostalEtablissement`).
    pub postcode: String,
    /// INSEE code of the commune (`codeCommuneEtablissement`).
    pub insee: String,
    /// Name of the commune (`libelleCommuneEtablissement`).
    pub commune: String,
}

/// Whether a unit or establishment may be shown in full (`statutDiffusion`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Diffusion {
    /// `O`: everything.
    #[default]
    Full,
    /// `P`: in part; the address and a natural person's names stay hidden.
    Partial,
    /// `N`: not at all, in older files; treat at least as partial.
    None,
}

impl Diffusion {
    /// The case of that code. An unknown code is partial: the careful reading.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        match code.trim() {
            "" | "O" | "o" | "diffusible" => Self::Full,
            "N" | "n" | "non_diffusible" => Self::None,
            _ => Self::Partial,
        }
    }

    /// `O`, `P` or `N`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Full => "O",
            Self::Partial => "P",
            Self::None => "N",
        }
    }

    /// Whether anything must stay hidden.
    #[must_use]
    pub fn restricted(self) -> bool {
        self != Self::Full
    }
}

/// Administrative state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum State {
    /// `A`.
    Active,
    /// `C` (unit) or `F` (establishment): ceased.
    Ceased,
    /// Not given.
    #[default]
    Unknown,
}

impl State {
    /// The case of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        match code.trim() {
            "A" | "a" | "actif" => Self::Active,
            "C" | "c" | "F" | "f" | "cesse" | "cessé" => Self::Ceased,
            _ => Self::Unknown,
        }
    }

    /// `A`, `C` or nothing.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "A",
            Self::Ceased => "C",
            Self::Unknown => "",
        }
    }
}

/// Main activity, with the nomenclature it is written in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Activity {
    /// The code, `94.99Z`.
    pub code: String,
    /// `NAFRev2`, `NAF2025` …; empty when the file does not say.
    pub nomenclature: String,
}

/// A band of staff numbers (code list of `trancheEffectifs`, INSEE).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Staff(Option<u8>);

/// Code, fewest and most employees.
const BANDS: [(u8, u32, Option<u32>); 15] = [
    (0, 0, Some(0)),
    (1, 1, Some(2)),
    (2, 3, Some(5)),
    (3, 6, Some(9)),
    (11, 10, Some(19)),
    (12, 20, Some(49)),
    (21, 50, Some(99)),
    (22, 100, Some(199)),
    (31, 200, Some(249)),
    (32, 250, Some(499)),
    (41, 500, Some(999)),
    (42, 1000, Some(1999)),
    (51, 2000, Some(4999)),
    (52, 5000, Some(9999)),
    (53, 10_000, None),
];

impl Staff {
    /// The band of that code; `NN`, empty and unknown codes give the unknown band.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        let number = code.trim().parse::<u8>().ok();
        Self(number.filter(|n| BANDS.iter().any(|(code, ..)| code == n)))
    }

    /// The two-digit code; `NN` for no employee or unknown, as INSEE writes it.
    #[must_use]
    pub fn code(self) -> String {
        self.0
            .map_or_else(|| "NN".to_owned(), |code| format!("{code:02}"))
    }

    /// Fewest and most employees; the last band has no upper end. None when unknown.
    #[must_use]
    pub fn range(self) -> Option<(u32, Option<u32>)> {
        let code = self.0?;
        let (_, fewest, most) = BANDS.iter().find(|(one, ..)| *one == code)?;
        Some((*fewest, *most))
    }
}
