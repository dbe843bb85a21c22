use crate::ScdlGrant;

/// Why a grant may not stand in a valid 2.1.1 file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field of the schema.
    pub field: &'static str,
    /// A French sentence: what to mend.
    pub reason: &'static str,
}

/// Everything that forbids `grant` in a valid 2.1.1 file, in the order of the columns; empty when it is strict.
/// The rules are those of the schema and its custom checks (`french-siret-value`, `one-of-required`).
#[must_use]
pub fn strict_problems(grant: &ScdlGrant) -> Vec<Problem> {
    let has_id = grant.beneficiary_siret.is_some() || grant.beneficiary_rna.is_some();
    let rna = grant.beneficiary_rna.as_ref();
    let share = grant.share.map(|share| share.0);
    let rules = [
        (
            "nomAttribuant",
            grant.granter.is_empty(),
            "indiquez le nom de l’attribuant",
        ),
        (
            "idAttribuant",
            grant.granter_siret.is_none(),
            "indiquez le SIRET (14 chiffres) de l’attribuant",
        ),
        (
            "dateConvention",
            grant.convention_date.is_none(),
            "indiquez la date complète de la convention (AAAA-MM-JJ)",
        ),
        (
            "nomBeneficiaire",
            grant.beneficiary.is_empty(),
            "indiquez le nom du bénéficiaire",
        ),
        (
            "idBeneficiaire",
            !has_id,
            "indiquez le SIRET (14 chiffres) du bénéficiaire, ou son numéro RNA",
        ),
        (
            "rnaBeneficiaire",
            rna.is_some_and(|rna| !rna.strict_scdl()) && grant.beneficiary_siret.is_none(),
            "le schéma n’admet que W suivi de 9 chiffres\u{202f}; indiquez le SIRET à la place",
        ),
        (
            "objet",
            grant.object.is_empty(),
            "indiquez l’objet de la subvention",
        ),
        (
            "objet",
            grant.object.chars().count() > 256,
            "raccourcissez l’objet à 256 caractères",
        ),
        (
            "montant",
            grant.amount_cents.is_none(),
            "indiquez le montant en euros",
        ),
        (
            "nature",
            grant.nature.is_none(),
            "indiquez «\u{a0}aide en numéraire\u{a0}» ou «\u{a0}aide en nature\u{a0}»",
        ),
        (
            "conditionsVersement",
            grant.conditions.is_empty(),
            "indiquez «\u{a0}unique\u{a0}», «\u{a0}échelonné\u{a0}» ou les conditions de versement",
        ),
        (
            "conditionsVersement",
            grant.conditions.chars().count() > 256,
            "raccourcissez les conditions à 256 caractères",
        ),
        (
            "datesPeriodeVersement",
            !period_shaped(&grant.payment),
            "écrivez AAAA-MM-JJ ou AAAA-MM-JJ/AAAA-MM-JJ",
        ),
        (
            "idRAE",
            grant.rae.chars().count() > 5,
            "l’identifiant RAE compte 5 caractères au plus",
        ),
        (
            "notificationUE",
            grant.eu_notified.is_none(),
            "indiquez oui ou non",
        ),
        (
            "pourcentageSubvention",
            !share.is_some_and(|share| (10_000..=1_000_000).contains(&share)),
            "indiquez la part du bénéficiaire, de 0.01 à 1",
        ),
    ];
    rules
        .into_iter()
        .filter(|(_, broken, _)| *broken)
        .map(|(field, _, reason)| Problem { field, reason })
        .collect()
}

/// `^[0-9]{4}-[0-9]{2}-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?$`: the schema looks at the shape only, not at the
/// calendar.
fn period_shaped(text: &str) -> bool {
    let day = |part: &str| {
        part.len() == 10
            && part.bytes().enumerate().all(|(place, byte)| match place {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            })
    };
    match text.split_once('/') {
        Some((first, last)) => day(first) && day(last),
        None => day(text),
    }
}
