use crate::SocialObject;

/// What an association is about, in few words: the families of the register's nomenclature gathered under labels
/// that people look for. The gathering is ours; the families are the register's (see [`FAMILIES`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Theme {
    /// Culture and arts.
    Culture,
    /// Sports and outdoor activities.
    Sport,
    /// Leisure clubs, festivities, youth clubs.
    Leisure,
    /// Education and training, research.
    Education,
    /// Health and medico-social services.
    Health,
    /// Social action, charities, mutual aid.
    Solidarity,
    /// Families, elderly people.
    Family,
    /// Rights, civic life, justice, politics.
    Rights,
    /// Environment and living surroundings, hunting and fishing.
    Environment,
    /// Heritage and memory, veterans.
    Heritage,
    /// Jobs, local development, neighbourhood life, economic interests.
    Economy,
    /// Housing.
    Housing,
    /// Religious and philosophical activities.
    Belief,
    /// Security, civil protection.
    Safety,
    /// Nothing, or a code outside the nomenclature.
    Other,
}

impl Theme {
    /// All themes, in the order in which they are shown.
    pub const ALL: [Self; 15] = [
        Self::Culture,
        Self::Sport,
        Self::Leisure,
        Self::Education,
        Self::Health,
        Self::Solidarity,
        Self::Family,
        Self::Rights,
        Self::Environment,
        Self::Heritage,
        Self::Economy,
        Self::Housing,
        Self::Belief,
        Self::Safety,
        Self::Other,
    ];

    /// A stable key for URLs, databases and messages.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Culture => "culture",
            Self::Sport => "sport",
            Self::Leisure => "leisure",
            Self::Education => "education",
            Self::Health => "health",
            Self::Solidarity => "solidarity",
            Self::Family => "family",
            Self::Rights => "rights",
            Self::Environment => "environment",
            Self::Heritage => "heritage",
            Self::Economy => "economy",
            Self::Housing => "housing",
            Self::Belief => "belief",
            Self::Safety => "safety",
            Self::Other => "other",
        }
    }

    /// The theme of that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.key() == key)
    }
}

/// The 29 families of the nomenclature of objects (« Nomenclature complète objet social » of the Ministry of the
/// Interior, data.gouv.fr 2017; checked on two independent republications of it), with the theme we gather each
/// under.
pub const FAMILIES: [(u32, &str, Theme); 29] = [
    (1, "activités politiques", Theme::Rights),
    (2, "clubs, cercles de réflexion", Theme::Rights),
    (
        3,
        "défense de droits fondamentaux, activités civiques",
        Theme::Rights,
    ),
    (4, "justice", Theme::Rights),
    (5, "information, communication", Theme::Culture),
    (
        6,
        "culture, pratiques d’activités artistiques, culturelles",
        Theme::Culture,
    ),
    (7, "clubs de loisirs, relations", Theme::Leisure),
    (9, "action socio-culturelle", Theme::Leisure),
    (10, "préservation du patrimoine", Theme::Heritage),
    (11, "sports, activités de plein air", Theme::Sport),
    (13, "chasse, pêche", Theme::Environment),
    (
        14,
        "amicales, groupements affinitaires, groupements d’entraide",
        Theme::Solidarity,
    ),
    (15, "éducation, formation", Theme::Education),
    (16, "recherche", Theme::Education),
    (17, "santé", Theme::Health),
    (
        18,
        "services et établissements médico-sociaux",
        Theme::Health,
    ),
    (19, "interventions sociales", Theme::Solidarity),
    (
        20,
        "associations caritatives, humanitaires, aide au développement, développement du bénévolat",
        Theme::Solidarity,
    ),
    (
        21,
        "services familiaux, services aux personnes âgées",
        Theme::Family,
    ),
    (22, "conduite d’activités économiques", Theme::Economy),
    (
        23,
        "représentation, promotion et défense d’intérêts économiques",
        Theme::Economy,
    ),
    (24, "environnement, cadre de vie", Theme::Environment),
    (
        30,
        "aide à l’emploi, développement local, promotion de solidarités économiques, vie locale",
        Theme::Economy,
    ),
    (32, "logement", Theme::Housing),
    (34, "tourisme", Theme::Leisure),
    (36, "sécurité, protection civile", Theme::Safety),
    (
        38,
        "armée (dont préparation militaire, médailles), anciens combattants",
        Theme::Heritage,
    ),
    (
        40,
        "activités religieuses, spirituelles ou philosophiques",
        Theme::Belief,
    ),
    (50, "domaines divers", Theme::Other),
];

fn family(code: SocialObject) -> Option<&'static (u32, &'static str, Theme)> {
    FAMILIES
        .iter()
        .find(|(number, ..)| *number == code.family())
}

/// The theme of a code of the nomenclature.
#[must_use]
pub fn theme_of(code: Option<SocialObject>) -> Theme {
    code.and_then(family)
        .map_or(Theme::Other, |(_, _, theme)| *theme)
}

/// The register's own French label of the family of a code.
#[must_use]
pub fn family_label(code: SocialObject) -> Option<&'static str> {
    family(code).map(|(_, label, _)| *label)
}
