/// Why a text is not the identifier it should be. Shown to people as it stands: the sentence says what to do.
/// The text itself is not repeated (it may be personal; reports give it in a column of its own).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// Nothing was given.
    #[error("le numéro {0} est vide\u{202f}; indiquez-le ou retirez la ligne")]
    Empty(&'static str),
    /// A character that the identifier never holds.
    #[error(
        "un numéro {kind} ne contient que des chiffres, «\u{a0}{found}\u{a0}» n’en est pas un\u{202f}; recopiez le numéro depuis l’avis de situation de l’INSEE"
    )]
    NotADigit {
        /// Which identifier.
        kind: &'static str,
        /// The first wrong character.
        found: char,
    },
    /// The wrong number of digits.
    #[error(
        "un numéro {kind} compte {expected} chiffres, celui-ci en compte {found}\u{202f}; recopiez le numéro depuis l’avis de situation de l’INSEE"
    )]
    Length {
        /// Which identifier.
        kind: &'static str,
        /// How many digits it has.
        expected: usize,
        /// How many were given.
        found: usize,
    },
    /// The check digit does not hold (Luhn).
    #[error(
        "la clé de contrôle du numéro {0} est fausse\u{a0}: un chiffre au moins est erroné\u{202f}; recopiez le numéro depuis l’avis de situation de l’INSEE"
    )]
    CheckDigit(&'static str),
    /// Not shaped as an RNA number.
    #[error(
        "un numéro RNA s’écrit W suivi de 9 caractères, par exemple W251000001\u{202f}; recopiez-le depuis le récépissé de la préfecture"
    )]
    Rna,
    /// Not shaped as an IBAN.
    #[error(
        "un IBAN commence par deux lettres de pays et deux chiffres, puis 11 à 30 lettres ou chiffres\u{202f}; recopiez-le depuis le relevé d’identité bancaire"
    )]
    IbanShape,
    /// A French IBAN without 27 characters.
    #[error(
        "un IBAN français compte 27 caractères, celui-ci en compte {0}\u{202f}; recopiez-le depuis le relevé d’identité bancaire"
    )]
    IbanLength(usize),
    /// The IBAN check digits do not hold (remainder by 97).
    #[error(
        "la clé de contrôle de l’IBAN est fausse\u{a0}: un caractère au moins est erroné\u{202f}; recopiez-le depuis le relevé d’identité bancaire"
    )]
    IbanCheck,
}
