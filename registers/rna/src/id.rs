use std::fmt;
use std::str::FromStr;

use identifiers::{IdentifierError, Rna};

/// What names an association in the register: its RNA number, or, in `rna_import` files, the number it had in the
/// older application and has kept since because nothing was declared after 2009.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RnaId {
    /// A number `W…`.
    Rna(Rna),
    /// A number such as `751P00085568`.
    Old(OldId),
}

impl RnaId {
    /// The characters of the number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Rna(rna) => rna.as_str(),
            Self::Old(old) => old.as_str(),
        }
    }

    /// The RNA number, when it is one.
    #[must_use]
    pub fn rna(&self) -> Option<Rna> {
        match self {
            Self::Rna(rna) => Some(*rna),
            Self::Old(_) => None,
        }
    }
}

impl FromStr for RnaId {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(rna) => Ok(Self::Rna(rna)),
            Err(error) => OldId::read(text).map(Self::Old).ok_or(error),
        }
    }
}

impl fmt::Display for RnaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A number of the application before 2009: the registry office (two digits of the department, one more digit or
/// letter, one letter) and 6 to 10 digits (etalab/rna_as_api, sample of an import file: `751P00085568`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OldId {
    text: [u8; 14],
    len: u8,
}

impl OldId {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim().as_bytes();
        if !(10..=14).contains(&text.len()) {
            return None;
        }
        let mut id = Self {
            text: [0; 14],
            len: text.len() as u8,
        };
        for (place, (byte, slot)) in text.iter().zip(&mut id.text).enumerate() {
            let byte = byte.to_ascii_uppercase();
            let fits = match place {
                0 => byte.is_ascii_digit(),
                1 => byte.is_ascii_digit() || matches!(byte, b'A' | b'B'),
                2 => byte.is_ascii_alphanumeric(),
                3 => byte.is_ascii_uppercase(),
                _ => byte.is_ascii_digit(),
            };
            if !fits {
                return None;
            }
            *slot = byte;
        }
        Some(id)
    }

    /// The characters of the number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let text = self.text.get(..usize::from(self.len)).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }
}

impl fmt::Debug for OldId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OldId({})", self.as_str())
    }
}
