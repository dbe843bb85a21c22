//! Why an address is hidden.

use storage::StorageError;

use crate::register::store::Key;

/// Why an address is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A shelter: its address protects people.
    Shelter,
    /// Somebody's home.
    Home,
    /// The body asked for it.
    Request,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Shelter, Self::Home, Self::Request];

    /// The name on the command line and in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Shelter => "hebergement",
            Self::Home => "domicile",
            Self::Request => "demande",
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.key() == key)
    }
}

/// Why an address could not be hidden.
#[derive(Debug, thiserror::Error)]
pub enum MaskError {
    /// Nobody has this number.
    #[error("aucune association n’a ce numéro : donnez sa référence, son numéro RNA ou son SIREN")]
    NoSuchBody,
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What a number typed by a person names: a public reference, an RNA number or a SIREN.
#[must_use]
pub fn key_of(text: &str) -> Option<(Key, String)> {
    if let Ok(rna) = text.parse::<identifiers::Rna>() {
        return Some((Key::Rna, rna.as_str().to_owned()));
    }
    if let Ok(siren) = text.parse::<identifiers::Siren>() {
        return Some((Key::Siren, siren.as_str().to_owned()));
    }
    if let Ok(siret) = text.parse::<identifiers::Siret>() {
        return Some((Key::Siren, siret.siren().as_str().to_owned()));
    }
    text.parse::<values::Reference>()
        .ok()
        .map(|r| (Key::Reference, r.as_str().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_kinds_of_numbers() {
        assert_eq!(
            key_of("w251000001"),
            Some((Key::Rna, "W251000001".to_owned()))
        );
        assert_eq!(
            key_of("775 664 634"),
            Some((Key::Siren, "775664634".to_owned()))
        );
        assert_eq!(key_of("nothing"), None);
    }
}
