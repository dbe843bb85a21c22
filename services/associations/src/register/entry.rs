//! One association as the register shows it, and the facts it was made from.

use serde::{Deserialize, Serialize};

/// What each source says of one association. Stored as it came, so that a newer file can be compared
/// with it and every fact shown can name its source and date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// What the RNA says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rna: Option<RnaFacts>,
    /// What Sirene says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sirene: Option<SireneFacts>,
    /// What a list of public money says, for a body that no register has yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<ListedFacts>,
    /// Public money received, by year of decision, in cents (in-kind aid included at its value).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub money: Vec<YearMoney>,
    /// The city masks this body's address (shelter, home, request).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub masked: bool,
}

impl Facts {
    /// Whether any source names this body; sums of money alone do not make an entry.
    #[must_use]
    pub fn names_a_body(&self) -> bool {
        self.rna.is_some() || self.sirene.is_some() || self.listed.is_some()
    }
}

/// A year and the public money received in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearMoney {
    /// Year of the decision.
    pub year: i16,
    /// Sum in cents.
    pub cents: i64,
}

/// The RNA's facts. Dates are ISO; absent facts are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RnaFacts {
    /// RNA number.
    pub rna: String,
    /// SIREN, from the optional SIRET.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siret: Option<String>,
    /// Full title.
    pub title: String,
    /// Short title, when it says something else.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub short_title: String,
    /// Object, as declared.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub object: String,
    /// First social-object code, six digits.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub object_code: String,
    /// Theme of that code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub theme: String,
    /// Line of the seat's address that may name a person ("chez …").
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address_complement: String,
    /// Number, repetition, type and name of the street of the seat.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub street: String,
    /// Postcode of the seat.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub postcode: String,
    /// INSEE code of the seat's commune.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub commune_code: String,
    /// Name of the seat's commune.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub commune: String,
    /// Day of creation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_on: Option<String>,
    /// Day of the last declaration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared_on: Option<String>,
    /// Day of publication in the Journal officiel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_on: Option<String>,
    /// Day of dissolution.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dissolved_on: Option<String>,
    /// `A` active, `D` dissolved, `S` removed …
    pub position: String,
    /// `D` declared, `R` public utility …
    #[serde(skip_serializing_if = "String::is_empty")]
    pub nature: String,
    /// `S` single, `U` union, `F` federation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub grouping: String,
    /// Web site, when declared.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub website: String,
    /// The day on which a newer file no longer had this body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone_on: Option<String>,
}

/// Sirene's facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SireneFacts {
    /// SIREN.
    pub siren: String,
    /// SIRET of the head office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siret: Option<String>,
    /// RNA number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rna: Option<String>,
    /// Name.
    pub name: String,
    /// Acronym.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub acronym: String,
    /// Legal form, four digits (`92xx` = association).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub legal_form: String,
    /// Main activity (NAF).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub activity: String,
    /// Whether the body is active (`A`).
    pub active: bool,
    /// Partial or no diffusion was asked for: the address is nobody's business.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
    /// Smallest number of employees of the band, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employees_from: Option<u32>,
    /// Largest number of employees of the band.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employees_to: Option<u32>,
    /// Social and solidarity economy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub social_economy: Option<bool>,
    /// Street line of the head office.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub street: String,
    /// Postcode.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub postcode: String,
    /// INSEE code of the commune.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub commune_code: String,
    /// Commune.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub commune: String,
    /// Day of creation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_on: Option<String>,
    /// Day of the last change recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_on: Option<String>,
    /// Day of cessation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<String>,
    /// The day on which a newer file no longer had this body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone_on: Option<String>,
}

/// What a list of public money says of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListedFacts {
    /// SIREN, when the list gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siren: Option<String>,
    /// RNA number, when the list gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rna: Option<String>,
    /// Name as the list writes it.
    pub name: String,
    /// Name of the list, for the reader.
    pub source: String,
    /// Year of the list.
    pub year: i16,
    /// The list says that the seat is in the city.
    pub in_city: bool,
}

/// How many people the body employs, as far as anybody knows.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    /// No register says.
    #[default]
    Unknown,
    /// No employee.
    None,
    /// 1 to 9 employees.
    Small,
    /// 10 to 49 employees.
    Medium,
    /// 50 employees and more.
    Large,
}

impl Size {
    /// Every size, in the order of the filter.
    pub const ALL: [Self; 5] = [
        Self::None,
        Self::Small,
        Self::Medium,
        Self::Large,
        Self::Unknown,
    ];

    /// The name used in URLs, files and the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::None => "none",
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }

    /// The size of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.key() == key)
    }

    /// The size of a band of employees.
    #[must_use]
    pub fn of_band(from: Option<u32>) -> Self {
        match from {
            None => Self::Unknown,
            Some(0) => Self::None,
            Some(1..=9) => Self::Small,
            Some(10..=49) => Self::Medium,
            Some(_) => Self::Large,
        }
    }
}

/// One version of an entry, as a row of `associations_entry`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Public reference, the same for every version.
    pub reference: String,
    /// Name shown.
    pub name: String,
    /// Key by which it is sorted.
    pub sort_name: String,
    /// RNA number.
    pub rna: Option<String>,
    /// SIREN.
    pub siren: Option<String>,
    /// Theme key.
    pub theme: String,
    /// Quarter, unless the address is masked or unknown.
    pub quarter: Option<String>,
    /// The seat is in the city, or a list says so.
    pub in_city: bool,
    /// Size.
    pub size: Size,
    /// Neither dissolved nor closed nor gone from its registers.
    pub active: bool,
    /// Day of the last sign of life, ISO.
    pub sign_of_life: Option<String>,
    /// Public money received in all known years, in cents.
    pub grants_cents: i64,
    /// What it was made from.
    pub facts: Facts,
}
