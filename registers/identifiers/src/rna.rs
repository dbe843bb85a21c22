use std::fmt;
use std::str::FromStr;

use crate::{IdentifierError, digits};

/// RNA number: `W`, one digit, one digit or capital letter, seven digits (`^W\d[0-9A-Z]\d{7}$`). Overseas numbers
/// such as `W9T1002867` hold a letter; the SCDL schema (`^W\d{9}$`) does not allow it: see [`Rna::strict_scdl`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rna([u8; 10]);

impl Rna {
    /// The number `W` + three digits of `office` (the prefecture or sub-prefecture: 251 for Besançon) + six digits
    /// of `number`. Higher digits are dropped. For generated data.
    #[must_use]
    pub fn from_parts(office: u16, number: u32) -> Self {
        let mut text = [b'W'; 10];
        let office = digits::write::<3>(u64::from(office));
        let number = digits::write::<6>(u64::from(number));
        for (place, digit) in text
            .iter_mut()
            .skip(1)
            .zip(office.into_iter().chain(number))
        {
            *place = digit;
        }
        Self(text)
    }

    /// The ten characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        digits::text(&self.0)
    }

    /// Whether the number also satisfies the pattern of the SCDL grants schema, `^W\d{9}$`. When it does not, files
    /// that hold it need a warning: schema validators refuse it, though the number is real.
    #[must_use]
    pub fn strict_scdl(&self) -> bool {
        self.0.iter().skip(1).all(u8::is_ascii_digit)
    }
}

impl FromStr for Rna {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut number = [0u8; 10];
        let mut found = 0usize;
        for character in text.chars().filter(|c| !c.is_whitespace()) {
            let upper = character.to_ascii_uppercase();
            let fits = match found {
                0 => upper == 'W',
                2 => upper.is_ascii_digit() || upper.is_ascii_uppercase(),
                1 | 3..=9 => upper.is_ascii_digit(),
                _ => false,
            };
            match number.get_mut(found) {
                Some(place) if fits => *place = upper as u8,
                _ => return Err(IdentifierError::Rna),
            }
            found += 1;
        }
        match found {
            10 => Ok(Self(number)),
            0 => Err(IdentifierError::Empty("RNA")),
            _ => Err(IdentifierError::Rna),
        }
    }
}

impl fmt::Display for Rna {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Rna {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rna({})", self.as_str())
    }
}
