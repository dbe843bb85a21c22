use std::fmt;
use std::str::FromStr;

use crate::{IdentifierError, digits};

/// SIREN: the nine-digit number of a legal unit in the Sirene register. The ninth digit is a Luhn key
/// (INSEE, <https://www.insee.fr/fr/metadonnees/definition/c2047>).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siren([u8; 9]);

impl Siren {
    /// The SIREN of La Poste, whose establishments follow another check rule.
    pub const LA_POSTE: Self = Self(*b"356000000");

    /// The valid SIREN whose first eight digits are `body` (taken modulo 100 000 000). For generated data.
    #[must_use]
    pub fn from_body(body: u32) -> Self {
        let mut number = digits::write::<9>(u64::from(body % 100_000_000) * 10);
        let key = digits::key(&number);
        let [.., last] = &mut number;
        *last = key;
        Self(number)
    }

    /// The nine digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        digits::text(&self.0)
    }

    /// From nine digits known to be checked.
    pub(crate) fn from_digits(number: [u8; 9]) -> Self {
        Self(number)
    }
}

impl FromStr for Siren {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = digits::read::<9>("SIREN", text)?;
        if !digits::luhn(&number).is_multiple_of(10) || number == [b'0'; 9] {
            return Err(IdentifierError::CheckDigit("SIREN"));
        }
        Ok(Self(number))
    }
}

impl fmt::Display for Siren {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Siren {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Siren({})", self.as_str())
    }
}
