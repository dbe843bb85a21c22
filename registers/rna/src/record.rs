use identifiers::{Rna, Siret};
use jiff::civil::{Date, DateTime};

use crate::RnaId;

/// One association as the register holds it. Empty texts are what the file left empty; dates that the register writes
/// `0001-01-01` or `1900-01-01` for « unknown » are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RnaAssociation {
    /// The physical line of the file; 0 for a record that was not read from one.
    pub line: u64,
    /// Its number (`id`).
    pub id: RnaId,
    /// Its number in the older register (`id_ex`).
    pub old_id: String,
    /// The RNA number under which an association of an `rna_import` file was taken over (position R, `observation`).
    pub taken_over_as: Option<Rna>,
    /// Its SIRET, seldom given (`siret`).
    pub siret: Option<Siret>,
    /// Number of the decree that recognised it as of public utility (`rup_mi`).
    pub public_utility: String,
    /// The registry office, three digits and a letter (`gestion`).
    pub office: String,
    /// Day of creation (`date_creat`).
    pub created: Option<Date>,
    /// Day of its last declaration (`date_decla`): the last sign of life in this register.
    pub declared: Option<Date>,
    /// Day of publication in the Journal officiel (`date_publi`).
    pub published: Option<Date>,
    /// Day of dissolution (`date_disso`).
    pub dissolved: Option<Date>,
    /// What kind of body it is (`nature`).
    pub nature: Nature,
    /// Simple, union or federation (`groupement`).
    pub grouping: Grouping,
    /// Its name (`titre`), never empty.
    pub title: String,
    /// Its short name (`titre_court`).
    pub short_title: String,
    /// Its object in its own words (`objet`).
    pub object: String,
    /// First code of the nomenclature of objects (`objet_social1`).
    pub object1: Option<SocialObject>,
    /// Second code (`objet_social2`).
    pub object2: Option<SocialObject>,
    /// Where its seat is. It may be a home: names such as « chez Mme … » stand in the complement.
    pub seat: SeatAddress,
    /// Where mail reaches it; may be a home too.
    pub management: ManagementAddress,
    /// Who declared: a natural or a legal person (`dir_civilite`).
    pub kind: Kind,
    /// Web site (`siteweb`).
    pub website: String,
    /// Whether the association agreed that the site be published (`publiweb`).
    pub publish_website: bool,
    /// Telephone of the 41-column and import files. Personal more often than not: never publish it.
    pub phone: String,
    /// E-mail of the 41-column and import files. Personal more often than not: never publish it.
    pub email: String,
    /// Free note of the registry office (`observation`).
    pub observation: String,
    /// Active, dissolved, taken over or struck off (`position`).
    pub position: Position,
    /// When the register last changed this entry (`maj_time`), local time.
    pub updated: Option<DateTime>,
}

impl RnaAssociation {
    /// An active, declared association of that number and name, everything else empty.
    #[must_use]
    pub fn new(id: RnaId, title: impl Into<String>) -> Self {
        Self {
            line: 0,
            id,
            old_id: String::new(),
            taken_over_as: None,
            siret: None,
            public_utility: String::new(),
            office: String::new(),
            created: None,
            declared: None,
            published: None,
            dissolved: None,
            nature: Nature::Declared,
            grouping: Grouping::Simple,
            title: title.into(),
            short_title: String::new(),
            object: String::new(),
            object1: None,
            object2: None,
            seat: SeatAddress::default(),
            management: ManagementAddress::default(),
            kind: Kind::Unknown,
            website: String::new(),
            publish_website: false,
            phone: String::new(),
            email: String::new(),
            observation: String::new(),
            position: Position::Active,
            updated: None,
        }
    }

    /// The last day on which the register heard of the association: the latest of its declaration, publication,
    /// creation and dissolution. `updated` is left out: offices touch entries without hearing from anyone.
    #[must_use]
    pub fn last_sign(&self) -> Option<Date> {
        [self.declared, self.published, self.created, self.dissolved]
            .into_iter()
            .flatten()
            .max()
    }
}

/// The seat of an association (`adrs_…` of waldec files; `adr1`–`adr3` of import files stand in `lines`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeatAddress {
    /// Building, floor, « chez Mme … » (`adrs_complement`).
    pub complement: String,
    /// House number (`adrs_numvoie`).
    pub number: String,
    /// `B`, `T` for bis, ter (`adrs_repetition`).
    pub repetition: String,
    /// Kind of street, abbreviated: `RUE`, `AV` (`adrs_typevoie`).
    pub street_kind: String,
    /// Name of the street (`adrs_libvoie`).
    pub street: String,
    /// Post office box or place (`adrs_distrib`; `_` means empty).
    pub distribution: String,
    /// INSEE code of the commune (`adrs_codeinsee`).
    pub insee: String,
    /// Postal code (`adrs_codepostal`).
    pub postcode: String,
    /// Name of the commune (`adrs_libcommune`, `libcom`).
    pub commune: String,
    /// The three free lines of import files; empty in waldec files.
    pub lines: [String; 3],
}

impl SeatAddress {
    /// Number, repetition, kind and name of the street in one line, empty parts left out.
    #[must_use]
    pub fn street_line(&self) -> String {
        let mut out = String::new();
        let parts = [
            &self.number,
            &self.repetition,
            &self.street_kind,
            &self.street,
        ];
        for part in parts.into_iter().chain(&self.lines) {
            if !part.is_empty() {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(part);
            }
        }
        out
    }
}

/// The address for mail (`adrg_…`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ManagementAddress {
    /// Addressee (`adrg_declarant`).
    pub declarant: String,
    /// Complement of identity (`adrg_complemid`).
    pub identity: String,
    /// Complement of place (`adrg_complemgeo`).
    pub place: String,
    /// Number and street (`adrg_libvoie`).
    pub street: String,
    /// Post office box (`adrg_distrib`).
    pub distribution: String,
    /// Postal code (`adrg_codepostal`).
    pub postcode: String,
    /// Town as the post writes it (`adrg_achemine`).
    pub town: String,
    /// Country (`adrg_pays`).
    pub country: String,
}

/// A code of six digits in the nomenclature of objects (`006030` choral singing and music).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SocialObject(u32);

impl SocialObject {
    /// The code of that number (6030 for `006030`); none for 0 and for more than six digits.
    #[must_use]
    pub fn new(number: u32) -> Option<Self> {
        (1..=999_999).contains(&number).then_some(Self(number))
    }

    /// The number: 6030 for `006030`.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0
    }

    /// The family, three digits: 6 for `006030`.
    #[must_use]
    pub fn family(self) -> u32 {
        self.0 / 1000
    }
}

impl std::fmt::Display for SocialObject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl std::fmt::Debug for SocialObject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SocialObject({self})")
    }
}

/// Builds an enum of one-letter codes with reading and writing.
macro_rules! letters {
    ($(#[$doc:meta])* $name:ident, $( $letter:literal $(| $other:literal)* => $(#[$case_doc:meta])* $case:ident ),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $( $(#[$case_doc])* $case, )+
            /// Nothing, or a code that is not documented.
            Unknown,
        }

        impl $name {
            /// The case of that code; `Unknown` for others.
            #[must_use]
            pub fn from_code(code: &str) -> Self {
                match code {
                    $( $letter $(| $other)* => Self::$case, )+
                    _ => Self::Unknown,
                }
            }

            /// The code in the files; empty for `Unknown`.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $( Self::$case => $letter, )+
                    Self::Unknown => "",
                }
            }
        }
    };
}

letters! {
    /// What kind of body it is (`nature`). Labels: ShiftcodeDream/rna-react `DonneesStatiques.js`.
    Nature,
    "A" => /// Assistance.
        Assistance,
    "B" => /// Bienfaisance.
        Charity,
    "D" => /// Déclarée: nearly all.
        Declared,
    "G" => /// Intérêt général.
        GeneralInterest,
    "I" => /// Indéterminé.
        Undetermined,
    "M" => /// Recherche médicale.
        MedicalResearch,
    "R" => /// Reconnue d’utilité publique.
        PublicUtility,
    "S" => /// Recherche scientifique.
        ScientificResearch,
    "U" => /// Culte.
        Worship,
}

letters! {
    /// Simple association, union or federation (`groupement`).
    Grouping,
    "S" => /// Association simple.
        Simple,
    "U" => /// Union.
        Union,
    "F" => /// Fédération.
        Federation,
}

letters! {
    /// Where the association stands in the register (`position`).
    Position,
    "A" => /// Active.
        Active,
    "D" => /// Dissoute.
        Dissolved,
    "R" => /// Reprise: taken over in the newer register, see `taken_over_as`.
        TakenOver,
    "S" => /// Supprimée.
        StruckOff,
}

letters! {
    /// Who declared (`dir_civilite`). The register documents the codes poorly; whoever is not plainly a legal person
    /// is to be treated as a natural one, who is protected.
    Kind,
    "PM" => /// Personne morale.
        Legal,
    "PP" | "PF" => /// Personne physique. Real files write `PP`; descriptions of the format write `PF`.
        Natural,
}
